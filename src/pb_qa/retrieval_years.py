"""Years: those that a question asks about, and the one that a document is of.

Staff shorten them (07年, 八三年), documents write them in full, and what happened in a year is
told in the report of the year after.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pb_qa.models import DocumentInfo
from pb_qa.text.search_form import search_form
from pb_qa.text.short_years import with_long_years

# How long something lasts is no year: 交满15年, 70年产权.
_DURATION: Final = re.compile(
    "(?<=[满够足了近约过第每续交缴判租住用干任职作龄务役险限])[1-9][0-9]年"
    "|[1-9][0-9]年(?=产权|使用权|工龄|教龄|党龄|军龄|有期|徒刑|社保|养老|医保|不|没|未|才|就|就业)"
)
_HAN_DIGITS: Final = "〇零一二三四五六七八九"
_TO_DIGITS: Final = str.maketrans(_HAN_DIGITS, "00123456789")
_NARROW: Final = str.maketrans("０１２３４５６７８９", "0123456789")
# 八九年 is eight years or nine.
_HAN_YEAR: Final = re.compile(
    f"(?<![{_HAN_DIGITS}十百千])(?!五六年|六七年|七八年|八九年)"
    f"(?:[一二][{_HAN_DIGITS}]{{3}}|[五六七八九][{_HAN_DIGITS}])(?=年)"
)
_ASKED: Final = re.compile("(?<![0-9])(?:19|20)[0-9]{2}(?=年|至|[-到—])")
_OF_DOCUMENT: Final = re.compile("(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")


def with_full_years(question: str) -> str:
    """The question with shortened years in full: 07年粮食 as 2007年粮食, 交满15年 as it is."""
    kept, end = [], 0
    text = _HAN_YEAR.sub(lambda match: match.group().translate(_TO_DIGITS), question)
    text = text.translate(_NARROW)
    for match in _DURATION.finditer(text):
        kept += [with_long_years(text[end : match.start()]), match.group()]
        end = match.end()
    return "".join([*kept, with_long_years(text[end:])])


def asked_years(question: str) -> frozenset[int]:
    """The years that a question `with_full_years` names."""
    return frozenset(map(int, _ASKED.findall(search_form(question))))


def year_of(document: DocumentInfo) -> int | None:
    """The year in a document's title, else the one of its issue."""
    named = _OF_DOCUMENT.search(search_form(document.title))
    stated = named.group() if named else document.issued_on[:4]
    return int(stated) if stated.isdecimal() else None


def year_columns(
    asked: frozenset[int], forms: Sequence[str], years: Sequence[int | None]
) -> dict[str, NDArray[np.float64]]:
    """How passages stand to the years asked about; all zeros where none is.

    Parameters
    ----------
    forms, years
        Of each passage its text in the search form, and its document's year.
    """
    named = [sum(str(year) in form for year in asked) / max(1, len(asked)) for form in forms]
    same = [year in asked for year in years]
    after = [year is not None and year - 1 in asked for year in years]
    other = [
        bool(asked) and year is not None and not (now or then)
        for year, now, then in zip(years, same, after, strict=True)
    ]
    return {
        "year_named": np.array(named, dtype=np.float64),
        "year_same": np.array(same, dtype=np.float64),
        "year_after": np.array(after, dtype=np.float64),
        "year_other": np.array(other, dtype=np.float64),
    }
