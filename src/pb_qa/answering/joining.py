"""One answer out of the answers to each of several things asked in one question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pb_qa.answering.beside import Part, asks_for_meaning
from pb_qa.answering.parts import Parts
from pb_qa.answering.question import years_in
from pb_qa.answering.sides import Side
from pb_qa.answering.sources import same_words
from pb_qa.answers import Answer, AnswerFigure, AnswerSentence, Coverage
from pb_qa.text.search_form import search_form

# What the answer to one of several things starts with, in remarks on what is missing.
_MISSING: Final = ("没有找到", "资料中没有找到")
# 红葡萄酒所含有的亚硫酸盐: of such a name the beginning has to be said.
_AFTER_NAME: Final = re.compile("[的所相]|之间|不同|区别|差别")
# To the answer to a question that goes on, what answers its second half is added; no more.
_ADDED: Final = 2


def answers_all(answer: Answer, parts: Parts, sides: Sequence[Side] = ()) -> bool:
    """Whether everything that is asked is answered: by the ledger, or in one sentence.

    Parameters
    ----------
    sides
        Of which documents each part is asked, where that has been looked up.
    """
    if not parts.several or answer.reckoned or answer.otherwise:
        return True
    if answer.sentences and not answer.abstained and not answer.figures:
        return _in_one_sentence(answer, parts)
    missing = any(note.startswith(_MISSING) for note in answer.notes)
    several = len(answer.figures) >= len(parts.several) and not missing and not answer.abstained
    return several and all(_is_told(answer, side, sides) for side in sides)


def _in_one_sentence(answer: Answer, parts: Parts) -> bool:
    """Whether the first sentence names everything asked about, and is not asked for meanings."""
    if any(asks_for_meaning(part) for part in parts.several):
        return False
    first = search_form(answer.sentences[0].text)
    heads = [_AFTER_NAME.split(part.name)[0] for part in parts.several if not part.document]
    return len(heads) == len(parts.several) and all(head and head in first for head in heads)


def _is_told(answer: Answer, side: Side, sides: Sequence[Side]) -> bool:
    """Whether a figure is of a document, or of the year, that one of the things is asked of."""
    documents = [citation.document for citation in answer.citations]
    if side.meant is not None:
        return any(map(side.meant, documents))
    others = [other.meant for other in sides if other.meant is not None]
    if others and all(any(meant(one) for meant in others) for one in documents):
        return False
    years = years_in(search_form(side.part.name))
    return not years or any(figure.period.start[:4] in years for figure in answer.figures)


def joined(
    whole: Answer, parts: Parts, answers: Sequence[Answer], sides: Sequence[Side] = ()
) -> Answer:
    """The answer that holds what answers each of the things asked, and names what is missing.

    Parameters
    ----------
    whole
        The answer to the question as it was asked.
    answers
        To the parts, in their order.
    sides
        Of which documents each part is asked, where that has been looked up. What one of two
        documents named says is told, though the other, which is at hand, does not say it.
    """
    answered = [answer for answer in answers if not answer.abstained]
    looked_into = bool(sides) and all(side.named and side.at_hand for side in sides)
    if not answered or (whole.abstained and answers[0].abstained and not looked_into):
        return whole
    missing = [
        part for part, answer in zip(parts.several, answers, strict=True) if answer.abstained
    ]
    if parts.apart:
        unsure = whole.abstained and missing and not looked_into
        return whole if unsure else _stated(whole, answered, missing)
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
