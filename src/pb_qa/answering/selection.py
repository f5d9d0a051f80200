"""Which of the ranked sentences the reader gets to see: enough, and no more than needed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pb_qa.answering.agreement import disagree, grouped, says_the_same, unique
from pb_qa.answering.candidates import PlacedSentence
from pb_qa.answering.constraints import Constraints, constraints_of
from pb_qa.answering.enough import CLOSE, close_to_first, enough_of, further_of
from pb_qa.answering.fitting import fitting
from pb_qa.answering.head_lines import says_something
from pb_qa.answering.held import speaks_to
from pb_qa.answering.list_choice import chosen_list
from pb_qa.answering.listing import is_about, listed, opened_first, opens_a_list
from pb_qa.answering.named_sources import is_official
from pb_qa.answering.neighbours import (
    addressee_of,
    asks_several,
    continued,
    lead_of,
    reason_before,
    said_in_detail,
)
from pb_qa.answering.question import Question, QuestionKind
from pb_qa.answering.reader import RankedSentence, RatedSentences, Reader, Reading
from pb_qa.answering.sureness import found_there, log_odds
from pb_qa.answering.typed import gives_reason, in_that_form, in_the_form_asked_for
from pb_qa.text.places import bodies_in, places_in

# See docs/decisions/abstention.md. The log-odds of all signs, and the judge's own probability.
ANSWER_FROM = 0.0
# With this little behind it neither its form nor the judge makes it an answer.
NEVER_BELOW = -0.7
SURE_ANSWER_FROM = 0.45
# Where the question says what the sentence must hold, e.g. a 文号, less overlap is enough.
PINNED_ANSWER_FROM = 0.15
RELAXED_ANSWER_FROM = 0.50
# Lines of a document's head share few words with the question that asks for them.
_DOCUMENT_LINE_FROM = -3.0
_DOUBTED = 0.5


@dataclass(frozen=True, slots=True)
class Choice:
    """What is shown of a reading.

    Attributes
    ----------
    shown
        In the order of trust. Each group is one statement: its first sentence is shown,
        the others say the same in other documents and are cited with it.
    matched
        How many sentences match, shown or not.
    notes
        Remarks for the reader, in Chinese.
    single
        Whether one thing was asked for, so that a few words can answer.
    likelihood
        How likely the first sentence answers; of several things asked for, the least.
    further
        What may answer as well, for the reader to judge.
    """

    shown: tuple[tuple[RankedSentence, ...], ...]
    matched: int
    notes: tuple[str, ...] = ()
    single: bool = True
    likelihood: float = 0.0
    further: tuple[RankedSentence, ...] = ()


NOTHING = Choice((), 0)


def choose(
    variants: Sequence[Question],
    rated: RatedSentences,
    reader: Reader,
    apart: Sequence[RatedSentences] = (),
) -> Choice:
    """Choose the sentences that answer, or none.

    A sentence about another year, place, body or article than the question names, or
    without a figure of the kind asked for, is never chosen. Years or places asked about
    side by side are answered each for itself, and one that is missing is named.

    Parameters
    ----------
    variants
        The question, and the same question in other words.
    apart
        Where several things are asked about side by side, the ratings for each by itself.
    """
    question = variants[0]
    chosen: list[RankedSentence] = []
    matching: list[RankedSentence] = []
    missing: list[str] = []
    likelihoods: list[float] = []
    further: list[RankedSentence] = []
    pinned = [constraints_of(variant).facets() for variant in variants]
    rated = in_the_form_asked_for(question, rated)
    # Other words for a thing may hold years or places of their own.
    facets = list(zip(*(one for one in pinned if len(one) == len(pinned[0])), strict=True))
    for order, facet in enumerate(facets):
        if len(apart) == len(facets):
            rated = in_the_form_asked_for(question, apart[order])
        answer = _answer_to(variants, facet, rated, reader, chosen, several=len(facets) > 1)
        if answer is None:
            missing.append(facet[0].describe())
            continue
        likelihoods.append(answer.likelihood)
        matching.extend(answer.matching)
        chosen.extend(answer.shown)
        further.extend(answer.further)
    if not chosen:
        return NOTHING
    notes = [f"资料中没有找到关于{name}的内容。" for name in missing]
    groups = grouped(unique(chosen), unique(matching))
    if question.kind is QuestionKind.FIGURE and len(facets) == 1 and disagree(question, groups):
        notes.append("不同文件给出的数字不同，请核对年份和口径。")
    notes.extend(_elsewhere(question, facets[0][0], groups))
    covered = sum(len(group) for group in groups)
    return Choice(
        tuple(groups),
        max(covered, len(unique(matching))),
        tuple(notes),
        len(facets) == 1,
        min(likelihoods),
        tuple(further) if len(facets) == 1 else (),
    )


@dataclass(frozen=True, slots=True)
class _Answer:
    """The sentences that answer one of the things asked about, and all that match it."""

    shown: Sequence[RankedSentence]
    matching: Sequence[RankedSentence]
    likelihood: float
    further: Sequence[RankedSentence] = ()


def _answer_to(
    variants: Sequence[Question],
    facet: Sequence[Constraints],
    rated: RatedSentences,
    reader: Reader,
    before: Sequence[RankedSentence],
    *,
    several: bool,
) -> _Answer | None:
    """What answers one of the things asked about; ``before`` are the answers to the others."""
    question = variants[0]
    fits = fitting(facet, rated.placed)
    if not facet[0].asks_about_document:
        fits &= says_something(question, rated.placed)
    reading = reader.read(rated, fits)
    if several:
        # What is ahead of it may be about the other thing asked about.
        reading = replace(reading, behind=0.0)
    if not reading.sentences and facet[0].figure == "count":
        # Nothing is counted by that name: another word for it must fit all the better.
        fits = fitting([variant.relaxed() for variant in facet], rated.placed)
        reading = reader.read(rated, fits)
        if reading.answerable < RELAXED_ANSWER_FROM:
            return None
    odds = log_odds(rated, fits, reading) if reading.sentences else 0.0
    one_thing = not several and question.kind is not QuestionKind.LIST and not facet[0].name
    if reading.sentences and one_thing:
        odds += found_there(reading.sentences[0].placed.described.passage_rank)
    whole_list = chosen_list(variants, rated, fits) if reading.sentences else None
    if not _answers(question, facet[0], reading, odds) and not says_the_same(before, reading):
        if whole_list is None or not whole_list.answers:
            return None
        return _Answer(whole_list.shown, whole_list.shown, reading.answerable)
    close = close_to_first(question, reading, _whole_first(question, facet[0], reading.sentences))
    if question.kind is QuestionKind.LIST:
        close = opened_first(question, reading.sentences, close)
        if whole_list is not None and whole_list.goes_before(question, close[0]):
            close = list(whole_list.shown)
        led = whole_list if whole_list is not None and whole_list.is_led_by(close[0]) else None
        if not (led is not None and led.is_about_it) and not is_about(variants, close[0]):
            return None
        shown = led.shown if led is not None else listed(question, reading.sentences, close)
    else:
        enough = enough_of(question, close, reading.answerable, several=several)
        shown = _whole(question, facet[0], enough, rated.placed)
    if question.kind is QuestionKind.REASON:
        shown = [*shown, *reason_before(shown[0], reading.sentences)]
    # Where the signs together speak against it, the judge alone is not trusted.
    likelihood = reading.answerable if odds >= ANSWER_FROM else min(reading.answerable, _DOUBTED)
    alone = facet[0].asks_about_document or _stands_alone(question, shown[0])
    further = () if alone else further_of(shown, reading.sentences)
    return _Answer(shown, close, likelihood, further)


def _stands_alone(question: Question, first: RankedSentence) -> bool:
    """Whether its form says that it answers: it defines the term, it opens the list."""
    if question.kind is QuestionKind.LIST:
        return opens_a_list(question, first)
    return in_that_form(question, first.placed.described.sentence)


def _whole(
    question: Question,
    facet: Constraints,
    chosen: Sequence[RankedSentence],
    placed: Sequence[PlacedSentence],
) -> list[RankedSentence]:
    """The chosen sentences with what they cannot be read without, see `neighbours`."""
    result: list[RankedSentence] = []
    several = asks_several(question.text)
    for ranked in chosen:
        lead = lead_of(ranked, placed)
        if lead is None and (question.kind is QuestionKind.PERSON or facet.name):
            lead = addressee_of(ranked, placed)
        result += [lead, ranked] if lead else [ranked]
        if several:
            result += continued(ranked, placed)
        if question.kind is QuestionKind.DEFINITION:
            result += said_in_detail(ranked, placed)
    return result


def _answers(question: Question, facet: Constraints, reading: Reading, odds: float) -> bool:
    """Whether the first sentence is good enough for what is pinned down."""
    if not reading.sentences:
        return False
    first = reading.sentences[0]
    # In a letter much else shares words with the line that the one it is written to is named in.
    if reading.unlikely and not (facet.name and speaks_to(first.placed.described.sentence)):
        return False
    if facet.asks_about_document:
        return first.score > _DOCUMENT_LINE_FROM
    unreasoned = question.kind is QuestionKind.REASON and not _has_reason(reading)
    if unreasoned and is_official(first.placed.found.document):
        return False
    pinned = facet.holds or facet.articles or _quotes_subject(question, first)
    if pinned and reading.answerable >= PINNED_ANSWER_FROM:
        return True
    if odds < NEVER_BELOW and not facet.name:
        return False
    return (
        odds >= ANSWER_FROM
        or reading.answerable >= SURE_ANSWER_FROM
        or in_that_form(question, first.placed.described.sentence)
    )


def _has_reason(reading: Reading) -> bool:
    """Whether the first sentence gives a reason, or the one before it that is shown with it."""
    first = reading.sentences[0]
    before = reason_before(first, reading.sentences)
    return any(gives_reason(one.placed.described.sentence) for one in (first, *before))


def _quotes_subject(question: Question, ranked: RankedSentence) -> bool:
    """Whether a term that is to be explained stands in quotation marks in the sentence."""
    if question.kind is not QuestionKind.DEFINITION or not question.content:
        return False
    term = re.sub(r"^(?:是|指)|(?:是|指的?|的)+$", "", question.content[0].strip('"'))
    return len(term) >= 3 and f'"{term}"' in ranked.placed.described.sentence


def _whole_first(
    question: Question, facet: Constraints, ranked: Sequence[RankedSentence]
) -> list[RankedSentence]:
    """Put a figure of the whole before one of a part, where the question names no place."""
    result = list(ranked)
    if question.kind is not QuestionKind.FIGURE or facet.places or facet.bodies:
        return result
    for index, sentence in enumerate(result):
        if sentence.score < result[0].score - CLOSE:
            break
        text = sentence.placed.described.sentence
        if not places_in(text) and not bodies_in(text):
            return [sentence, *result[:index], *result[index + 1 :]]
    return result


def _elsewhere(
    question: Question, facet: Constraints, groups: Sequence[tuple[RankedSentence, ...]]
) -> list[str]:
    """Say whose figure it is, where the question names no place and the sentence does."""
    if question.kind is not QuestionKind.FIGURE or facet.places or facet.bodies:
        return []
    texts = (group[0].placed.described.sentence for group in groups)
    places = dict.fromkeys(place for text in texts for place in places_in(text, listed=True))
    return [f"问题没有指明地区，引用的句子说的是{'、'.join(places)}。"] if places else []
