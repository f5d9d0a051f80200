"""How well figures are extracted, measured against figures annotated by hand."""

from __future__ import annotations

import json
import re
from calendar import monthrange
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pb_qa.errors import PbQaError
from pb_qa.figures import Figure
from pb_qa.models import Document
from pb_qa.understanding.figures import extract_figures
from pb_qa.understanding.figures.amounts import folded

if TYPE_CHECKING:
    from pb_qa.settings import Settings

_Row = dict[str, Any]
_QUARTERS = {"Q1": ("01-01", "03-31"), "Q2": ("04-01", "06-30"), "Q3": ("07-01", "09-30")}
_PARTS = {
    **_QUARTERS,
    "Q4": ("10-01", "12-31"),
    "H1": ("01-01", "06-30"),
    "H2": ("07-01", "12-31"),
    "end": ("12-31", "12-31"),
}


@dataclass(frozen=True, slots=True)
class GoldStretch:
    """A stretch of a document in which every figure and look-alike is annotated.

    Attributes
    ----------
    document
        SHA-256 of the document's file.
    begins, ends, characters
        Its first and last words and its length find it in the cleaned text.
    rows
        The annotations in the order of the text.
    """

    document: str
    name: str
    half: str
    begins: str
    ends: str
    characters: int
    rows: tuple[_Row, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong: ``what`` of a figure, as annotated and as extracted."""

    name: str
    what: str
    quote: str
    wanted: str
    got: str


@dataclass(slots=True)
class FigureEvaluation:
    """Counts gathered over stretches.

    Attributes
    ----------
    judged, good
        Of each thing said of a figure, how many annotations name it, and how many agree.
    """

    gold: int = 0
    extracted: int = 0
    right: int = 0
    judged: Counter[str] = field(default_factory=Counter)
    good: Counter[str] = field(default_factory=Counter)
    stretches: int = 0
    faults: list[Fault] = field(default_factory=list)
    indicators: list[_Row] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)

    def record(self, stretch: GoldStretch, document: Document, figures: Sequence[Figure]) -> None:
        """Compare the figures extracted from a document with a stretch of it.

        Raises
        ------
        PbQaError
            When the text does not hold the stretch or one of its quotes.
        """
        start, end = _locate(stretch, document.text)
        wanted = list(_placed(stretch, document.text, start))
        disputed = [(a, b) for row, a, b in wanted if row["figure"] is None]
        inside = [
            f
            for f in figures
            if start <= f.number_start < end and not any(_meets(f, a, b) for a, b in disputed)
        ]
        self.stretches += 1
        self.extracted += len(inside)
        left = list(inside)
        for row, number_start, number_end in wanted:
            if not row["figure"]:
                continue
            self.gold += 1
            near = [f for f in left if _meets(f, number_start, number_end)]
            match = next((f for f in near if same_number(row, f)), None)
            if match is None:
                got = "; ".join(map(_said, near))
                self.faults.append(
                    Fault(stretch.name, "missed", row["quote"], _gold_number(row), got)
                )
                continue
            left.remove(match)
            self._compare(stretch, document, row, match)
        for f in left:
            around = document.text[max(start, f.number_start - 10) : f.number_end + 8]
            self.faults.append(Fault(stretch.name, "extra", around, "", _said(f)))

    def _compare(self, stretch: GoldStretch, document: Document, row: _Row, figure: Figure) -> None:
        self.right += 1
        for what, (gold, got, good) in _checks(row, figure).items():
            self.judged[what] += 1
            if good:
                self.good[what] += 1
            else:
                self.faults.append(Fault(stretch.name, what, row["quote"], gold, got))
        if "indicator" not in row:
            return
        self.judged["indicator"] += 1
        self.good["indicator"] += _overlap(row["indicator"], figure.indicator) >= 0.5
        self.indicators.append(
            {
                "name": stretch.name,
                "sentence": document.text[figure.start : figure.end],
                "number": row["number"],
                "gold": row["indicator"],
                "indicator": figure.indicator,
            }
        )

    def metrics(self) -> dict[str, float | int]:
        """Shares between 0 and 1, and the counts they come from.

        What no annotation names, such as ``qualifier`` where only numbers and times are
        annotated, is left out.
        """
        judged = {
            "base_value": "base",
            "qualifier": "qualifier",
            "kind": "kind",
            "period": "period",
            "indicator_words": "indicator",
        }
        return {
            "stretches": self.stretches,
            "gold_figures": self.gold,
            "extracted_figures": self.extracted,
            "value_unit_precision": round(self.right / max(1, self.extracted), 4),
            "value_unit_recall": round(self.right / max(1, self.gold), 4),
            **{
                name: round(self.good[what] / self.judged[what], 4)
                for name, what in judged.items()
                if self.judged[what]
            },
        }


def evaluate(
    stretches: Sequence[GoldStretch], documents: Path, settings: Settings
) -> FigureEvaluation:
    """Read the annotated documents, extract their figures and compare.

    Parameters
    ----------
    stretches
        As `read_gold` gives them.
    documents
        The folder with the documents, found by their hash; the stretches of one that is
        not there are counted in ``skipped`` under its name.
    """
    from pb_qa.reading.reader import DocumentReader

    files = files_by_hash(documents)
    evaluation = FigureEvaluation()
    with DocumentReader(settings) as reader:
        for hashed, group in groupby(
            sorted(stretches, key=attrgetter("document")), key=attrgetter("document")
        ):
            path = files.get(hashed)
            if path is None:
                evaluation.skipped.update(stretch.name for stretch in group)
                continue
            document = reader.read(path, path.name)
            figures = extract_figures(document)
            for stretch in group:
                evaluation.record(stretch, document, figures)
    return evaluation


def read_gold(folder: Path) -> list[GoldStretch]:
    """Read every ``*.jsonl`` under a folder of annotations.

    Raises
    ------
    PbQaError
        When there is none, or one is not as it should be.
    """
    stretches = []
    for file in sorted(folder.rglob("*.jsonl")):
        try:
            head, *rows = (json.loads(line) for line in file.read_text("utf-8").splitlines())
            stretches.append(GoldStretch(**head, rows=tuple(rows)))
        except (ValueError, TypeError) as error:
            raise PbQaError(
                f"标注文件的格式不对：{file}。见 tests/figures/ANNOTATION.md。"
            ) from error
    if not stretches:
        raise PbQaError(f"文件夹里没有标注文件（*.jsonl）：{folder}。")
    return stretches


def files_by_hash(folder: Path) -> dict[str, Path]:
    """Every file under a folder by the SHA-256 of its content."""
    return {
        sha256(path.read_bytes()).hexdigest(): path
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def same_number(row: Mapping[str, Any], figure: Figure) -> bool:
    """Whether value, upper end and unit are those annotated."""
    return (
        same_value(row["value"], figure.value)
        and same_value(row.get("value_to", ""), figure.value_to)
        and _unit(row["unit"]) == _unit(figure.unit)
    )


def same_value(first: str, second: str) -> bool:
    """Whether two decimal strings, fractions or ratios are equal as numbers."""
    try:
        return Decimal(first) == Decimal(second)
    except InvalidOperation:
        return first == second


def same_period(wanted: str | list[str], figure: Figure) -> bool:
    """Whether a figure's period is one of those annotated."""
    options = [wanted] if isinstance(wanted, str) else wanted
    return any((figure.period.start, figure.period.end) == _days(option) for option in options)


def _checks(row: Mapping[str, Any], figure: Figure) -> dict[str, tuple[str, str, bool]]:
    """What an annotation names of a figure besides its number: wanted, got, whether they agree."""
    checks = {}
    if "base_value" in row:
        base, unit = row["base_value"], row["base_unit"]
        agree = same_value(base, figure.base_value) and _unit(unit) == _unit(figure.base_unit)
        checks["base"] = (f"{base} {unit}", f"{figure.base_value} {figure.base_unit}", agree)
    for what in ("qualifier", "kind"):
        if what in row:
            wanted, got = row[what], getattr(figure, what)
            checks[what] = (wanted, got, wanted == got)
    if "period" in row:
        agree = same_period(row["period"], figure)
        checks["period"] = (str(row["period"]), figure.period.text, agree)
    return checks


def _days(period: str) -> tuple[str, str]:
    if not period:
        return "", ""
    first, _, last = period.partition("/")
    return _edge(first)[0], _edge(last or first)[1]


def _edge(part: str) -> tuple[str, str]:
    year, _, rest = part.partition("-")
    if not rest:
        return f"{year}-01-01", f"{year}-12-31"
    if rest in _PARTS:
        return f"{year}-{_PARTS[rest][0]}", f"{year}-{_PARTS[rest][1]}"
    if "-" in rest:
        return part, part
    return f"{part}-01", f"{part}-{monthrange(int(year), int(rest))[1]:02}"


def _meets(figure: Figure, start: int, end: int) -> bool:
    """Whether a figure's number and a span share a character."""
    return figure.number_start < end and start < figure.number_end


def _unit(unit: str) -> str:
    return folded(unit).replace(" ", "")


def _said(figure: Figure) -> str:
    to = f"~{figure.value_to}" if figure.value_to else ""
    return f"{figure.value}{to} {figure.unit}"


def _gold_number(row: Mapping[str, Any]) -> str:
    to = f"~{row['value_to']}" if row.get("value_to") else ""
    return f"{row['value']}{to} {row['unit']}"


def _overlap(wanted: str, got: str) -> float:
    """The share of the wanted indicator's characters that the other one has."""
    letters = Counter(re.findall(r"\w", wanted))
    return sum((letters & Counter(got)).values()) / max(1, sum(letters.values()))


def _locate(stretch: GoldStretch, text: str) -> tuple[int, int]:
    at = text.find(stretch.begins)
    while at >= 0:
        end = at + stretch.characters
        if text[:end].endswith(stretch.ends):
            return at, end
        at = text.find(stretch.begins, at + 1)
    raise PbQaError(f"在 {stretch.name} 里找不到标注的那一段（{stretch.begins}……）。")


def _placed(stretch: GoldStretch, text: str, start: int) -> Iterator[tuple[_Row, int, int]]:
    """Each annotation with the span of its number, each after the one before."""
    position = start
    for row in stretch.rows:
        inner = row["quote"].find(row["number"])
        at = text.find(row["quote"], max(start, position - len(row["quote"])))
        while at >= 0 and at + inner < position:
            at = text.find(row["quote"], at + 1)
        if at < 0:
            raise PbQaError(f"在 {stretch.name} 里找不到标注的引文：{row['quote']}。")
        position = at + inner + len(row["number"])
        yield row, at + inner, position
