"""How a figure is put into words: its value as the document has it, its measure, its time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from pb_qa.figures import Figure, FoundFigure
from pb_qa.understanding.figures.aims import is_aim
from pb_qa.web.i18n import Texts
from pb_qa.web.markup import attributes

_PLAIN: Final = re.compile(r"(-?)(\d+)(\.\d+)?")
_MULTIPLIERS: Final = "十百千万亿"
_BEHIND: Final = frozenset({"以上", "以下", "左右", "上下", "以内", "之内", "内", "多", "余", "几"})
_INSIDE: Final = frozenset({"多", "余", "几"})
MINUS: Final = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True)
class ValueWords:
    """A value with its unit and qualifier, in the document's order.

    Attributes
    ----------
    before, behind
        The qualifier, where it leads or follows.
    number
        Signed when it is a change, digits grouped.
    unit
        With a qualifier that stands inside: ``"多万元"``.
    """

    before: str
    number: str
    unit: str
    behind: str

    @property
    def text(self) -> str:
        """All of it in one line."""
        return f"{self.before}{self.number}{self.unit}{self.behind}"


def value_words(found: FoundFigure) -> ValueWords:
    """The value as the document has it: ``超过3.5万名``, ``300多万元``, ``75%以上``."""
    figure = found.figure
    number = grouped(figure.value)
    if figure.value_to:
        number = f"{number}至{grouped(figure.value_to)}"
    number = _sign(figure) + number.removeprefix(MINUS if figure.direction else "")
    qualifier, unit = figure.qualifier, figure.unit
    if not qualifier:
        return ValueWords("", number, unit, "")
    written = found.quote[figure.number_start - figure.start : figure.number_end - figure.start]
    at = written.find(qualifier)
    ends = written.endswith(qualifier)
    if at == 0 or (at < 0 and qualifier not in _BEHIND):
        return ValueWords(qualifier, number, unit, "")
    if (at > 0 and not ends) or (at < 0 and qualifier in _INSIDE and unit):
        spoken = re.search(f"[{_MULTIPLIERS}]*$", written[: max(at, 0)])
        led = spoken[0] if spoken and spoken[0] and unit.startswith(spoken[0]) else ""
        return ValueWords("", number, f"{led}{qualifier}{unit[len(led) :]}", "")
    return ValueWords("", number, unit, qualifier)


def base_words(figure: Figure) -> str:
    """The value in its base unit; empty where that is how it is written anyway."""
    if (figure.base_value, figure.base_unit) == (figure.value, figure.unit):
        return ""
    upper = f"至{grouped(figure.base_value_to)}" if figure.base_value_to else ""
    return f"{grouped(figure.base_value)}{upper}{figure.base_unit}"


def grouped(number: str) -> str:
    """A decimal string with its digits in threes; a fraction or a ratio as it is."""
    match = _PLAIN.fullmatch(number)
    if match is None:
        return number
    sign, whole, decimals = match.groups()
    digits = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ",", whole)
    return f"{MINUS if sign else ''}{digits}{decimals or ''}"


def place_words(place: str, texts: Texts) -> str:
    """The place, or that none is named."""
    return place or texts("place_unnamed")


def period_words(found: FoundFigure, texts: Texts) -> str:
    """The period as resolved, or that none is named."""
    return found.figure.period.text or texts("period_unnamed")


def spoken(found: FoundFigure, texts: Texts) -> str:
    """The whole figure in one line, for those who hear the page and for tooltips."""
    figure = found.figure
    parts = (
        figure.place,
        figure.period.text,
        figure.indicator,
        value_words(found).text + (f"（{texts('aim')}）" if is_aim(found) else ""),
        texts("titled", title=found.document.title),
    )
    return " ".join(part for part in parts if part)


def source_link(found: FoundFigure) -> str:
    """Attributes of an element that opens the sentence with its number emphasised."""
    figure, info = found.figure, found.document
    return attributes(
        data_document=info.id,
        data_version=info.version,
        data_start=figure.start,
        data_end=figure.end,
        data_number=f"{figure.number_start}-{figure.number_end}",
    )


def source_address(found: FoundFigure) -> str:
    """The address that opens the page at the sentence."""
    figure, info = found.figure, found.document
    return (
        f"#source/{quote(info.id, safe='')}/{info.version}/{figure.start}/{figure.end}"
        f"/{figure.number_start}-{figure.number_end}"
    )


def _sign(figure: Figure) -> str:
    if figure.indicator.endswith("期限"):
        return ""  # 延长三个月 is the length of something, not a growth.
    return {"up": "+", "down": MINUS}.get(figure.direction, "")
