"""What a search for figures asks for: words of the indicator, and perhaps a year and a place."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Final

from pb_qa.figures import Measure
from pb_qa.storage.figure_index import chinese_runs, loose_pairs, pairs
from pb_qa.text.numerals import find_numbers
from pb_qa.text.places import places_in
from pb_qa.text.search_form import search_form, search_terms
from pb_qa.text.synonyms import known_synonyms

# Words of a question that are no part of what is asked for.
_ASKING: Final = re.compile(
    r"(?:总共|一共|共)?有?多少(?:[万亿]?(?:名|人|个|家|所|元|吨|户|项|亩|公里|公顷|百分点))?"
    r"|(?:是|有|占)?百分之(?:几|多少)|几(?:名|人|个|家|所|项|户|倍|成)|请问|查一?下|是什么|什么|哪些|哪年"
    r"|分别|各是|各有|(?:的|相关|有关)?(?:数据|统计数字|情况)$"
)
_EDGES: Final = re.compile(r"^[和与及的在]+|[和与及的在是为有了吗呢]+$")
_MARKS: Final = re.compile(r"[^\w.%]+")
_YEAR: Final = re.compile(
    r"(?:(?:19|20)[0-9]{2}|[〇零○一二三四五六七八九]{2,4}|(?<![0-9.])[0-9]{2}(?=年(?![来间内前后级期龄均])))"
    r"年(?:[底末初度]|代)?"
)
# Ends of an indicator that only say that something is counted.
_COUNTED: Final = re.compile(r"(?:总人数|人数|总数量|数量|总数|数目|个数|总额|数额)$")
_CHANGES: Final = re.compile(
    "增长|增加|增速|增幅|涨幅|上升|提高|下降|减少|降低|降幅|减幅|回落|变化"
)
_SHARES: Final = re.compile("占比|比重|比例|份额|占.*的?百分之|率$")
_SHARE: Final = 0.5
_LONGEST_EXACT: Final = 2
_CENTURY: Final = 100
# “54年” is 1954, “12年” is 2012.
_TURN: Final = 30


@dataclass(frozen=True, slots=True)
class FigureQuery:
    """A search taken apart.

    Attributes
    ----------
    variants
        The words of the indicator in search form, first as asked, then with synonyms;
        empty when the query only named a year or place.
    years
        Years named in it.
    places
        Places named in it, in search form.
    """

    variants: tuple[str, ...]
    years: tuple[int, ...] = ()
    places: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The words as asked."""
        return self.variants[0] if self.variants else ""


def parse_query(query: str, *, places: bool = True) -> FigureQuery:
    """Take a search apart.

    Parameters
    ----------
    places
        Whether names of places are told from the other words.
    """
    form = search_form(query)
    named = places_in(form, listed=True) if places else []
    years = [_year(match.group()) for match in _YEAR.finditer(form)]
    rest = _YEAR.sub(" ", form)
    for place in sorted(named, key=len, reverse=True):
        rest = rest.replace(place, " ")
    runs = _ASKING.sub(" ", _MARKS.sub(" ", rest).strip()).split()
    words = " ".join(filter(None, (_EDGES.sub("", run) for run in runs)))
    variants = tuple(known_synonyms().variants(words)) if words else ()
    return FigureQuery(
        variants,
        tuple(dict.fromkeys(year for year in years if year)),
        tuple(named),
    )


def _year(words: str) -> int:
    numbers = find_numbers(words)
    year = int(numbers[0].value) if numbers and numbers[0].unit == "年" else 0
    if 0 < year < _CENTURY:
        year += 2000 if year < _TURN else 1900
    return year if year > _CENTURY else 0


@dataclass(frozen=True, slots=True)
class Wanted:
    """Terms of one word of a query, and how many of them an indicator has to have."""

    terms: tuple[str, ...]
    at_least: int


def wanted_terms(words: str) -> list[Wanted]:
    """What an indicator has to have, for each run of Chinese, Latin word and number.

    Half of the loose pairs of a run of three characters or more, so that “粮食产量” meets
    “粮食总产量” and a mistyped character does no harm.
    """
    wanted: list[Wanted] = []
    text = bare_words(words)
    for run in chinese_runs(text):
        if len(run) > _LONGEST_EXACT:
            terms = dict.fromkeys(loose_pairs(run))
            wanted.append(Wanted(tuple(terms), math.ceil(_SHARE * len(terms))))
        else:
            wanted.append(Wanted((run,), 1))
    others = [term for term in search_terms(text) if not chinese_runs(term)]
    return wanted + [Wanted((term,), 1) for term in dict.fromkeys(others)]


def wanted_pairs(words: str) -> list[str]:
    """The terms of `pairs` that a sentence is looked through for."""
    return list(dict.fromkeys(pairs(bare_words(words))))


def bare_words(words: str) -> str:
    """The words without “人数” and the like at an end, which say nothing of what is counted."""
    return " ".join(_COUNTED.sub("", run) or run for run in words.split())


def measure_meant(words: str) -> Measure | None:
    """The measure that the words ask for, when they tell."""
    if any(_COUNTED.search(run) for run in words.split()):
        return Measure.LEVEL
    if _CHANGES.search(words):
        return Measure.CHANGE
    return Measure.SHARE if _SHARES.search(words) else None
