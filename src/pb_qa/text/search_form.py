"""The form in which texts and questions meet: one width, one script, one kind of quotes.

The stored text is never changed; only what is compared is. Every character is folded on
its own, so that an offset in the folded text leads back to the character it came from.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from operator import add
from pathlib import Path

_QUOTES = "\"'`´‘’‚‛“”„‟‹›«»「」『』﹁﹂﹃﹄〝〞〟＂＇｢｣"
_DASHES = "‐‑‒–—―−－﹣"
_DOTS = "·•‧∙⋅・･"
_SPACES = "\u00a0\u1680\u180e\u202f\u205f\u3000\ufeff\t\u2028\u2029"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064"
_BIDI = "\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
# PDF fonts map characters to these radicals, which NFKC leaves as they are.
_RADICALS = "⻓长⻅见⻆角⻉贝⻋车⻔门⻘青⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦"
_RADICALS += "⻩黄⻬齐⻮齿⻰龙⻳龟⺠民⻄西⺟母⻁虎"


def _simplified() -> dict[str, str]:
    """Read the table of traditional and simplified characters shipped with the package."""
    content = Path(__file__).with_name("simplified.txt").read_text("utf-8")
    lines = [line for line in content.splitlines() if not line.startswith("#")]
    table = dict(zip("".join(lines[::2]), "".join(lines[1::2]), strict=True))
    table.update(zip(_RADICALS[::2], _RADICALS[1::2], strict=True))
    return table


class _FoldTable(dict[int, str]):
    """The table for ``str.translate``, filled as characters are met."""

    def __init__(self) -> None:
        super().__init__()
        self._simplified = _simplified()
        for characters, replacement in (
            (_QUOTES, '"'),
            (_DASHES, "-"),
            (_DOTS, "·"),
            (_SPACES, " "),
            (_INVISIBLE + _BIDI, ""),
        ):
            self.update((ord(character), replacement) for character in characters)

    def __missing__(self, code: int) -> str:
        folded = self._fold(chr(code))
        self[code] = folded
        return folded

    def _fold(self, character: str) -> str:
        if unicodedata.combining(character) and character < "\u0370":
            return ""
        wide = unicodedata.normalize("NFKC", self._simplified.get(character, character))
        folded = "".join(self._simplified.get(part, part) for part in wide).lower()
        if "\u00c0" <= character < "\u0500" or "\u1e00" <= character < "\u2000":
            # Accents go, so that composed and decomposed letters meet.
            parts = unicodedata.normalize("NFD", folded)
            folded = "".join(part for part in parts if not unicodedata.combining(part))
        if "\u2460" <= character <= "\u24ff" or "\u2776" <= character <= "\u2793":
            # “①2010年” must not become the year 12010.
            folded = f" {folded} "
        return folded


_TABLE = _FoldTable()


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in its search form, with the way back.

    Attributes
    ----------
    text
        The search form.
    origins
        For each character of ``text`` the index of the source character it came from;
        never decreasing.
    """

    text: str
    origins: Sequence[int]


def search_form(text: str) -> str:
    """Fold width, case, script, quotation marks, dashes and blanks.

    Half and full width, compatibility characters (NFKC), upper and lower case, accented
    letters, traditional and simplified characters come out the same; every quotation
    mark becomes ``"``; invisible characters vanish. Line feeds stay.
    """
    return text.translate(_TABLE)


def folded(text: str) -> Folded:
    """Fold like `search_form` and remember where each character came from."""
    result = text.translate(_TABLE)
    if len(result) == len(text) and all(len(_TABLE[ord(c)]) == 1 for c in set(text)):
        return Folded(result, range(len(text)))
    origins = [index for index, character in enumerate(text) for _ in _TABLE[ord(character)]]
    return Folded(result, origins)


# Han (with 〇 and 々), kana, bopomofo and hangul have no spaces between words.
_UNSPACED = "\u3005-\u3007\u3040-\u30ff\u3105-\u312f\u3400-\u9fff\uac00-\ud7a3\U00020000-\U0003ffff"
_TERM = re.compile(
    f"(?P<run>[{_UNSPACED}]+)"
    r"|(?P<number>(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:[.·][0-9]+)?%?)"
    f"|[^\\W\\d_{_UNSPACED}][^\\W_{_UNSPACED}]*"
)


def search_terms(text: str) -> list[str]:
    """Cut a text or a question into the terms of the keyword index.

    Returns
    -------
    list of str
        For each run of Chinese characters its single characters and its pairs; Latin
        words whole; numbers whole, without thousands separators and with ``.`` as decimal
        point. A percentage gives two terms, ``"62"`` and ``"62%"``.
    """
    terms: list[str] = []
    for match in _TERM.finditer(text.translate(_TABLE)):
        term = match.group()
        kind = match.lastgroup
        if kind == "run":
            terms.extend(term)
            terms.extend(map(add, term, term[1:]))
        elif kind == "number":
            number = term.replace(",", "").replace("·", ".")
            if number.endswith("%"):
                terms.append(number[:-1])
            terms.append(number)
        else:
            terms.append(term)
    return terms
