"""One answer out of the answers to each of several things asked in one question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pb_qa.answering.parts import Part, Parts
from pb_qa.answering.sources import same_words
from pb_qa.answers import Answer, AnswerFigure, AnswerSentence, Coverage
from pb_qa.text.search_form import search_form

# What the answer to one of several things starts with, in remarks on what is missing.
_MISSING: Final = ("没有找到", "资料中没有找到")
# 红葡萄酒所含有的亚硫酸盐: of such a name the beginning has to be said.
_AFTER_NAME: Final = re.compile("[的所相]|之间|不同|区别|差别")
# To the answer to a question that goes on, what answers its second half is added; no more.
_ADDED: Final = 2


def answers_all(answer: Answer, parts: Parts) -> bool:
    """Whether everything that is asked is answered: by the ledger, or in one sentence."""
    if not parts.several or answer.reckoned or answer.otherwise:
        return True
    if answer.sentences and not answer.abstained and not answer.figures:
        first = search_form(answer.sentences[0].text)
        heads = [_AFTER_NAME.split(part.name)[0] for part in parts.several if not part.document]
        if len(heads) == len(parts.several) and all(head and head in first for head in heads):
            return True
    missing = any(note.startswith(_MISSING) for note in answer.notes)
    return len(answer.figures) >= len(parts.several) and not missing and not answer.abstained


def joined(whole: Answer, parts: Parts, answers: Sequence[Answer]) -> Answer:
    """The answer that holds what answers each of the things asked, and names what is missing.

    Parameters
    ----------
    whole
        The answer to the question as it was asked.
    answers
        To the parts, in their order.
    """
    answered = [answer for answer in answers if not answer.abstained]
    if not answered or (whole.abstained and answers[0].abstained):
        return whole
    missing = [
        part for part, answer in zip(parts.several, answers, strict=True) if answer.abstained
    ]
    if parts.apart:
        return whole if whole.abstained and missing else _stated(whole, answered, missing)
    first = answers[0] if whole.abstained else whole
    added = [
        replace(answer, sentences=answer.sentences[:_ADDED])
        for answer in answers[1:]
        if not answer.abstained
    ]
    if not added:
        return whole
    return _stated(whole, [first, *added], missing)


def _stated(whole: Answer, answers: Sequence[Answer], missing: Sequence[Part]) -> Answer:
    sentences: list[AnswerSentence] = []
    figures: list[AnswerFigure] = []
    places: dict[tuple[str, str], int] = {}
    number = 0
    for answer in answers:
        renumbered: dict[int, int] = {}
        for sentence in answer.sentences:
            first = sentence.citations[0]
            key = (first.document.id, same_words(sentence.text) or str(first.start))
            if key in places:
                renumbered[first.number] = places[key]
                continue
            citations = []
            for citation in sentence.citations:
                number += 1
                renumbered[citation.number] = number
                citations.append(replace(citation, number=number))
            places[key] = citations[0].number
            sentences.append(replace(sentence, citations=tuple(citations)))
        figures += [
            replace(figure, number=renumbered[figure.number])
            for figure in answer.figures
            if figure.number in renumbered
        ]
    notes = [note for answer in answers for note in answer.notes if not note.startswith(_MISSING)]
    notes += [f"资料中没有找到关于“{part.name}”的内容。" for part in missing]
    return replace(
        whole,
        direct=None,
        sentences=tuple(sentences),
        abstained=False,
        nearest=(),
        coverage=Coverage(
            sum(answer.coverage.cited for answer in answers),
            sum(answer.coverage.matched for answer in answers),
        ),
        notes=tuple(dict.fromkeys(notes)),
        figures=_once(figures) if all(answer.figures for answer in answers) else (),
        reckoned="",
        working="",
        about="\n".join(answer.about for answer in answers if answer.about),
        likelihood=min((answer.likelihood for answer in answers if answer.likelihood), default=0.0),
        otherwise=False,
    )


def _once(figures: Sequence[AnswerFigure]) -> tuple[AnswerFigure, ...]:
    """Each figure once, though it answers two of the things asked."""
    return tuple({(one.document_id, one.start, one.end): one for one in figures}.values())
