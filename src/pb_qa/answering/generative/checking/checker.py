"""Whether a reader may see a sentence that a language model wrote: code decides."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

import numpy as np

from pb_qa.answering.candidates import candidate_sentences
from pb_qa.answering.generative.checking.claims import admits_ignorance, read_claims, says_nothing
from pb_qa.answering.generative.checking.evidence import (
    CheckedLibrary,
    Evidence,
    letters,
    read_evidence,
)
from pb_qa.answering.generative.checking.framing import without_question
from pb_qa.answering.generative.checking.grounding import Verdict, ground
from pb_qa.answering.generative.checking.labelled import plainly_put
from pb_qa.answering.generative.checking.markers import read_markers
from pb_qa.answering.generative.checking.mistelling import mistold
from pb_qa.answering.generative.checking.tidying import tidied
from pb_qa.answering.generative.cleansing import cleansed
from pb_qa.answering.question import read_question
from pb_qa.answering.reader import SentenceReader
from pb_qa.models import Citation, ScoredPassage

_PASSAGES_KEPT: Final = 512
_LONGEST_REASON: Final = 160
# Measured in docs/decisions/generated-answers.md.
_BORNE_OUT: Final = 0.5
_UNSUPPORTED: Final = "这一句在引用的原文中找不到明确的依据"


@dataclass(frozen=True, slots=True)
class Checked:
    """What became of a sentence.

    Attributes
    ----------
    text
        What may be shown: without markers, links, HTML and invisible characters.
    citations
        One for each passage that bears the sentence out, verbatim; ``number`` is that of
        the passage among those given, from 1.
    doubts
        In Chinese: what speaks against the sentence without disproving it.
    reason
        In Chinese: why it is withheld; empty when it may be shown.
    """

    text: str
    citations: tuple[Citation, ...]
    doubts: tuple[str, ...]
    reason: str


class SentenceChecker:
    """Checks the sentences of a language model against the passages they cite.

    Safe to use from several threads; remembers the passages read last.

    Parameters
    ----------
    library
        Gives documents, and the figures of the ledger that stand in a passage.
    reader
        The built-in reader: a sentence without numbers, for which it finds no answer in the
        passages, is doubted.
    """

    def __init__(self, library: CheckedLibrary, reader: SentenceReader) -> None:
        self._library = library
        self._reader = reader
        self._evidence = lru_cache(maxsize=_PASSAGES_KEPT)(self._read)

    def prepare(self, passages: Iterable[ScoredPassage]) -> None:
        """Read passages before the model's first sentence comes, so that checking is quick."""
        for found in passages:
            self._evidence(found)

    def check(self, sentence: str, passages: Sequence[ScoredPassage], question: str) -> Checked:
        """Decide what a reader may see of one sentence.

        Parameters
        ----------
        sentence
            As the model wrote it, with its citation markers.
        passages
            What the model was given; marker ``[n]`` means ``passages[n - 1]``.
        question
            What was asked, standing on its own.
        """
        plain, had_link = cleansed(sentence)
        marked = read_markers(plain)
        text = marked.text
        if not any(character.isalnum() for character in text):
            return Checked(text, (), (), "这一句没有内容")
        invented = [n for n in marked.numbers if not 1 <= n <= len(passages)]
        if invented:
            return Checked(
                text, (), (), f"引用的资料[{invented[0]}]不存在：检索到的只有{len(passages)}段"
            )
        asked = without_question(tidied(text), question)
        claims = replace(read_claims(plainly_put(asked)), written=asked)
        doubts = ("句中的链接或图片已去掉",) if had_link else ()
        if not marked.numbers:
            if says_nothing(sentence, claims) or admits_ignorance(claims, question):
                return Checked(text, (), (), "")
            return Checked(text, (), (), "这一句没有注明出处")
        cited = [self._evidence(passages[n - 1]) for n in marked.numbers]
        if not all(one is not None for one in cited):
            return Checked(text, (), (), "引用的文档已经变动或删除")
        evidence = [one for one in cited if one is not None]
        verdict = ground(claims, evidence, question)
        if reason := verdict.reason or mistold(asked, evidence):
            return Checked(text, (), (), _shortened(reason, _LONGEST_REASON))
        citations = _citations(verdict, evidence, marked.numbers)
        sure = verdict.doubts or claims.numbers or claims.quotations
        if not (sure or says_nothing(sentence, claims) or _is_verbatim(text, evidence)):
            doubts = (*self._reader_doubts(text, evidence), *doubts)
        return Checked(text, citations, (*verdict.doubts, *doubts), "")

    def _reader_doubts(self, text: str, evidence: Sequence[Evidence]) -> tuple[str, ...]:
        """What the built-in reader makes of a sentence, asked as if it were a question.

        Only asked of sentences without numbers: what those say is held against the ledger.
        """
        placed = candidate_sentences([one.found for one in evidence])
        if not placed:
            return ()
        rated = self._reader.rate([read_question(text)], placed)
        reading = self._reader.read(rated, np.ones(len(placed), dtype=np.bool_))
        return (_UNSUPPORTED,) if reading.answerable < _BORNE_OUT else ()

    def _read(self, found: ScoredPassage) -> Evidence | None:
        """A passage with its figures; None when the library no longer has it so."""
        passage = found.passage
        document = self._library.document(passage.document_id, found.document.version)
        if document.text[passage.start : passage.end] != passage.text:
            return None
        keys = list(self._library.figures.in_passages([passage.id]))
        figures = [one.figure for one in self._library.figures.fetch(keys).values()]
        return read_evidence(found, figures)


def _is_verbatim(text: str, evidence: Sequence[Evidence]) -> bool:
    """Whether a sentence stands word for word in one of the passages."""
    own = letters(text)
    return any(own in one.letters for one in evidence)


def _shortened(text: str, most: int) -> str:
    """At most so many characters, with … for what is left out."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _citations(
    verdict: Verdict, evidence: Sequence[Evidence], numbers: Sequence[int]
) -> tuple[Citation, ...]:
    """The sentences that bear a sentence out, one stretch for each passage."""
    citations: list[Citation] = []
    for index, (one, number) in enumerate(zip(evidence, numbers, strict=True)):
        bearing = [one.sentences[s] for e, s in verdict.support if e == index]
        if not bearing:
            continue
        passage = one.found.passage
        start, end = min(s.start for s in bearing), max(s.end for s in bearing)
        citations.append(
            Citation(
                number=number,
                document=one.found.document,
                passage_id=passage.id,
                start=passage.start + start,
                end=passage.start + end,
                quote=passage.text[start:end],
                headings=passage.headings,
                page=passage.page,
            )
        )
    return tuple(citations)


__all__ = ["Checked", "SentenceChecker"]
