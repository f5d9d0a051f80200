"""The documents that each of several things asked in one question is asked of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pb_qa.answering.beside import Part
from pb_qa.answering.figures.answerer import FigureSource
from pb_qa.answering.named_sources import (
    SourceMeant,
    is_so_named,
    is_the_law,
    sources_meant,
    year_of,
)
from pb_qa.answering.question import years_in
from pb_qa.answering.titles import is_called
from pb_qa.figures import FoundFigure
from pb_qa.models import DocumentInfo, ScoredPassage
from pb_qa.text.search_form import search_form

_LAW: Final = re.compile(
    "(?:^|《)(?:中华人民共和国)?(?P<of>[\u3400-\u9fff]{2,}?)(?:法典?|条例)(?:实施条例|实施细则)?(?:$|》)"
)
_LEAST_CALLED: Final = 6
_REPORT: Final = re.compile(
    "(?:[0-9]{4}|[0-9]{2})年(?:的|那年|那份|度)?(?:国务院|中央|全国|[总区市县省州]长|总理)?(?:政府)?"
    "(?:工作)?报告(?:里头?|中|上)?(?:,|的|说的?|讲的?|提的?)?"
)


# 96年地震通知: what was issued on a matter in a year.
_OF_YEAR: Final = re.compile(
    "(?<![0-9])(?:[0-9]{4}|[0-9]{2})年(?:的|那个|那份|发的?|关于)*(?P<of>[\u3400-\u9fff]{2,8}?)的?"
    "(?:文件|通知|意见|批复|复函|函|通报|决定|办法|方案)"
)


@dataclass(frozen=True, slots=True)
class Side:
    """One of several things asked about, and of which documents it is asked.

    Attributes
    ----------
    meant
        None where any document may answer.
    named
        Whether the question names the document, so that no other answers; else it is one
        about the very matter, by its title, and looked into first.
    at_hand
        Whether there is such a document.
    """

    part: Part
    meant: SourceMeant | None = None
    named: bool = False
    at_hand: bool = False

    @property
    def undated(self) -> str:
        """What is asked of the document of a year, without naming it; empty elsewhere.

        What it tells is as often of the year before, or of the next.
        """
        question = self.part.question
        named = _REPORT.search(question) or _OF_YEAR.search(question)
        if not self.named or named is None:
            return ""
        return (question[: named.start()] + question[named.end() :]).lstrip(",里中上的说讲")


def side_of(part: Part, documents: Sequence[DocumentInfo]) -> Side:
    """Tell which documents a part of a question is asked of.

    Parameters
    ----------
    documents
        All that there are.
    """
    meant = sources_meant(part.question)
    if part.document:

        def meant(info: DocumentInfo) -> bool:
            return _is_named(part.name, info)

    if meant is not None:
        return Side(part, meant, named=True, at_hand=any(map(meant, documents)))
    dated = _OF_YEAR.search(part.question)
    if dated is not None:
        years, of = years_in(dated.group()), dated["of"]
        found = {
            info.id
            for info in documents
            if of in (title := search_form(info.title)) and year_of(title, info.issued_on) in years
        }
        if found:
            return Side(part, lambda info: info.id in found, named=True, at_hand=True)
    titles = _about(part, [search_form(info.title) for info in documents])
    if not titles:
        return Side(part)
    return Side(part, lambda info: search_form(info.title) in titles)


def _is_named(name: str, info: DocumentInfo) -> bool:
    title = search_form(info.title)
    return is_so_named(name, title) or is_the_law(name, title)


def _about(part: Part, titles: Sequence[str]) -> frozenset[str]:
    """The titles that say that a document is about what a part names: 商标侵权, 商标法."""
    subjects = {title: law["of"] for title in titles if (law := _LAW.search(title))}
    said = {title: of for title, of in subjects.items() if of in part.question}
    if said:
        longest = max(map(len, said.values()))
        return frozenset(title for title, of in said.items() if len(of) == longest)
    if len(part.name) < _LEAST_CALLED:
        return frozenset()
    return frozenset(title for title in titles if is_called(part.name, title))


@dataclass(frozen=True, slots=True)
class FiguresOf:
    """Figures of certain documents only, see `pb_qa.answering.figures.answerer.FigureSource`."""

    source: FigureSource
    meant: SourceMeant

    def gather(
        self,
        words: Sequence[str],
        years: Sequence[tuple[int, int]],
        found: Sequence[ScoredPassage],
        collection: str = "",
    ) -> tuple[list[ScoredPassage], list[FoundFigure]]:
        """What the source gathers, without passages and figures of other documents."""
        passages, figures = self.source.gather(words, years, found, collection)
        return (
            [hit for hit in passages if self.meant(hit.document)],
            [one for one in figures if self.meant(one.document)],
        )
