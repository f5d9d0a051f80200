"""Questions made up by rule from prose, each with the sentence that answers and hard others.

A question is made of part of a sentence, or of a sentence of another text that tells the
same; words are dropped, put in another order or replaced, what the answer is asked for with
the words of its kind. Words that only the answering sentence has are often dropped, its
subject or, in a copy that no longer answers, the answer is cut out: sharing words is not
enough to find it.
"""

from __future__ import annotations

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from network_batches import span_of
from numpy.typing import NDArray
from pseudo_answers import NAMING, TELLING, Told, asking_words, told
from pseudo_prose import Text

from pb_qa.answering.features import Candidate
from pb_qa.answering.network_inputs import InputMaker, QuestionInput, SentenceInput
from pb_qa.answering.question import Question, content_grams, read_question
from pb_qa.answering.reader import GramWeights
from pb_qa.answering.words import Lexicon

_ASKED = "\x00"
_FILLER = frozenset("的了是在有和与及或被把将就都也之其于为对等从到以并而中上下个年月日")
_CLAUSE = re.compile(r"[^,。;:!?]+[,。;:!?]?")
_SUBJECT = re.compile("[\u4e00-\u9fff]{2,8}?(?=[在是,将对于为])")
_TELLING = re.compile(TELLING)
_WORDY = re.compile("[\u3400-\u9fff0-9a-z]")
_IMPRINT = re.compile("编辑|责编|返回搜狐|来源:")
_MOST_WORDS = 24
_HARDEST = 4


@dataclass(frozen=True, slots=True)
class Made:
    """A question made up; has what `network_batches.batch` takes of a question.

    Attributes
    ----------
    trees
        Zeros: no trees have scored these.
    labels
        2 for the first sentence, which answers, else 0.
    """

    question: QuestionInput
    sentences: tuple[SentenceInput, ...]
    trees: NDArray[np.float64]
    labels: NDArray[np.int64]
    spans: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Place:
    sentence: str
    previous: str
    headings: str
    own: bool


@lru_cache(maxsize=60_000)
def _pairs(form: str) -> frozenset[str]:
    return frozenset(form[at : at + 2] for at in range(len(form) - 1))


def _tells(word: str) -> bool:
    return word not in _FILLER and _WORDY.match(word) is not None


class QuestionMaker:
    """Makes questions up.

    Parameters
    ----------
    like
        Words that may stand for one another.
    """

    def __init__(
        self, prose: Sequence[Text], like: Mapping[str, Sequence[str]], lexicon: Lexicon,
        weigh: GramWeights, seed: int,
    ) -> None:  # fmt: skip
        self._prose = prose
        self._like = like
        self._lexicon = lexicon
        self._weigh = weigh
        self._maker = InputMaker(lexicon, weigh)
        self._draw = random.Random(seed)

    def made(self) -> Made:
        """The next question."""
        while True:
            one = self._tried(self._draw.choice(self._prose))
            if one is not None:
                return one

    def _tried(self, text: Text) -> Made | None:
        draw = self._draw
        at = draw.randrange(len(text.sentences))
        sentence = text.sentences[at]
        if len(sentence) < 12 or _IMPRINT.search(sentence):
            return None
        told_here = self._answer(sentence)
        if told_here is None:
            return None
        answer = sentence[told_here.start : told_here.end]
        others = [self._prose[i] for i in text.near]
        draw.shuffle(others)
        source, found = self._source(sentence, told_here, others)
        title = text.title or (text.topics[0] if draw.random() < 0.6 else "")
        words = self._words(source, found, self._topic(text, title, at))
        if words is None:
            return None
        places = _places(text, title, others)
        gold = places[at]
        wrong = _wrong(places, sentence, source, answer if found.kind in NAMING else "")
        if len(wrong) < 3:
            return None
        self._make_harder(words, gold, wrong)
        shared = [w for w in words if _tells(w) and w != _ASKED and w in gold.sentence]
        if not shared or (len(shared) < 2 and draw.random() < 0.7):
            return None
        asking = asking_words(found.kind, answer, draw)
        asked = "".join(asking if word == _ASKED else word for word in words)
        if not 5 <= len(asked) <= 60:
            return None
        question = read_question(asked + ("?" if draw.random() < 0.75 else ""))
        gold = self._without_subject(gold, (title, *text.topics[:2]), asked, answer)
        chosen = [gold, *self._hardest(question, wrong)]
        if found.kind in NAMING and source is sentence and draw.random() < 0.3:
            cut = gold.sentence.replace(answer, "")
            if len(cut) > 8:
                chosen[-1] = replace(gold, sentence=cut)
        return self._described(question, chosen, answer)

    def _answer(self, sentence: str) -> Told | None:
        """An answer in a sentence, each kind as often as another; else the end of a clause."""
        draw, found = self._draw, told(sentence)
        if found and draw.random() > 0.04:
            kinds = sorted({one.kind for one in found})
            kind = draw.choice(kinds)
            if kind in ("number", "quoted") and draw.random() < 0.4:
                kind = draw.choice(kinds)
            return draw.choice([one for one in found if one.kind == kind])
        clause = draw.choice(list(_CLAUSE.finditer(sentence)))
        words = self._lexicon.cut(clause.group().rstrip(",。;:!?"))
        if len(words) < 4:
            return None
        start, end = words[-draw.choice((1, 2))].start, words[-1].end
        if end - start < 2 or not _WORDY.match(clause.group()[start]):
            return None
        return Told("thing", clause.start() + start, clause.start() + end)

    def _source(self, sentence: str, found: Told, others: Sequence[Text]) -> tuple[str, Told]:
        """The sentence whose words ask: of another text that tells the same, where there is."""
        answer = sentence[found.start : found.end]
        if found.kind not in NAMING or len(answer) < 3 or self._draw.random() > 0.7:
            return sentence, found
        own = _pairs(sentence)
        for other in (one for text in others for one in text.sentences if answer in one):
            pairs = _pairs(other)
            if 0.2 < len(own & pairs) / max(1, min(len(own), len(pairs))) < 0.75:
                start = other.index(answer)
                return other, Told(found.kind, start, start + len(answer))
        return sentence, found

    def _topic(self, text: Text, title: str, at: int) -> str:
        """What the question is about, named before it; often nothing."""
        draw, chance = self._draw, self._draw.random()
        if title and chance < 0.6:
            if len(title) <= 10:
                return title
            words = [word for word in self._cut(title) if _tells(word)]
            ranked = sorted(range(len(words)), key=lambda n: -self._weigh(words[n]) * draw.random())
            kept = ranked[: draw.randint(1, 4)]
            return "".join(words[n] for n in sorted(kept))
        if chance < 0.8:
            return draw.choice(text.topics[:3])
        subject = _SUBJECT.match(text.sentences[at - 1]) if at else None
        return subject.group() if subject else ""

    def _words(self, sentence: str, found: Told, topic: str) -> list[str] | None:
        """The words of the question, `_ASKED` for those that ask."""
        draw = self._draw
        words = self._around(sentence, found)
        if words is None:
            return None
        words = self._varied(words)
        at = words.index(_ASKED)
        rest, chance = words[:at] + words[at + 1 :], draw.random()
        if found.kind in ("cause", "means"):
            at = draw.choice((0, 0, min(2, len(rest)), len(rest) // 2))
            words = [*rest[:at], _ASKED, *rest[at:]]
        elif chance < 0.15:
            words = [_ASKED, *rest]
        elif chance < 0.35:
            words = [*rest, *(["的"] if draw.random() < 0.6 else []), "是", _ASKED]
        elif chance < 0.42:
            draw.shuffle(rest)
            words = [*rest, _ASKED]
        if topic and draw.random() < 0.6:
            before = self._cut(topic)
            if not any(len(word) > 1 and word in words for word in before):
                words = [*before, *(["的"] if draw.random() < 0.3 else []), *words]
        return words

    def _around(self, sentence: str, found: Told) -> list[str] | None:
        """The words of the answer's clause and, where they are few, of clauses beside it."""
        draw = self._draw
        clauses = [match.span() for match in _CLAUSE.finditer(sentence)]
        own = next((n for n, (a, b) in enumerate(clauses) if a <= found.start < b), None)
        if own is None:
            return None
        start, end = clauses[own]
        words = [*self._cut(sentence[start : found.start]), _ASKED]
        telling = _TELLING.match(sentence, found.start)
        if found.kind == "told" and telling:
            words.insert(-1, telling.group())
        words += self._cut(sentence[found.end : max(end, found.end)])
        wanted = draw.choice((6, 8, 10, 14, 20))
        beside = (own - 1, own + 1, own - 2) if draw.random() < 0.6 else (own + 1, own - 1)
        for place in beside:
            length = sum(len(word) for word in words if word != _ASKED and _tells(word))
            if length >= wanted or (length >= 5 and draw.random() < 0.5):
                break
            if 0 <= place < len(clauses):
                more = self._cut(sentence[slice(*clauses[place])])
                after = place > own and draw.random() < 0.4
                words = [*words, *more] if after else [*more, *words]
        if len(words) > _MOST_WORDS:
            at, left = words.index(_ASKED), draw.randint(4, 14)
            words = words[max(0, at - left) : at + 20 - left]
        return words

    def _varied(self, words: Sequence[str]) -> list[str]:
        """Some words dropped, some replaced."""
        draw, kept = self._draw, []
        dropped, replaced = draw.choice((0, 0, 0.1, 0.2, 0.35)), draw.choice((0, 0.2, 0.4, 0.7))
        for word in words:
            if word == _ASKED:
                kept.append(word)
            elif _WORDY.match(word) and draw.random() >= (0.15 if word in _FILLER else dropped):
                like = self._like.get(word) if draw.random() < replaced else None
                kept.append(draw.choice(like) if like else word)
        return kept

    def _make_harder(self, words: list[str], gold: _Place, wrong: Sequence[_Place]) -> None:
        """Drop words of the question that no other sentence of the text has."""
        if self._draw.random() > 0.45:
            return
        beside = " ".join(place.sentence for place in wrong if place.own)
        telling = [word for word in words if word != _ASKED and _tells(word)]
        left = sum(word in gold.sentence + gold.previous for word in telling)
        for word in telling:
            alone = word in gold.sentence and word not in beside
            if left > 2 and alone and self._draw.random() < 0.6:
                words.remove(word)
                left -= 1

    def _without_subject(
        self, gold: _Place, subjects: Sequence[str], asked: str, answer: str
    ) -> _Place:
        """Sometimes what the question names stands as a pronoun, or not at all."""
        named = [
            one for one in subjects
            if 2 <= len(one) <= 10 and one in gold.sentence and one in asked
            and one not in answer and answer not in one
        ]  # fmt: skip
        if not named or self._draw.random() > 0.5:
            return gold
        instead = self._draw.choice(("", "", "他", "该", "其", "它"))
        return replace(gold, sentence=gold.sentence.replace(named[0], instead, 1))

    def _hardest(self, question: Question, wrong: Sequence[_Place]) -> list[_Place]:
        """The sentences that share most with the question, and one of those after them."""
        weights = {gram: self._weigh(gram) for gram in content_grams(question, 2)}

        def shared(place: _Place) -> float:
            own = sum(v for gram, v in weights.items() if gram in place.sentence)
            around = place.previous + "\n" + place.headings
            beside = sum(v for gram, v in weights.items() if gram in around)
            return own * (1 + 0.2 * self._draw.random()) + 0.3 * beside * place.own

        order = sorted(wrong, key=lambda place: -shared(place))
        later = order[_HARDEST : 3 * _HARDEST]
        return order[:_HARDEST] + ([self._draw.choice(later)] if later else [])

    def _described(self, question: Question, chosen: Sequence[_Place], answer: str) -> Made:
        asked = self._maker.question(question)
        sentences = tuple(
            self._maker.sentence(
                asked,
                Candidate(p.sentence, p.previous, "", "", p.headings, 0, 1, 1.0, 0, 1.0, 0),
            )
            for p in chosen
        )
        spans = np.full((len(chosen), 2), -1, dtype=np.int64)
        spans[0] = span_of(self._lexicon, chosen[0].sentence, sentences[0], [answer])
        labels = np.zeros(len(chosen), dtype=np.int64)
        labels[0] = 2
        return Made(asked, sentences, np.zeros(len(chosen)), labels, spans)

    def _cut(self, form: str) -> list[str]:
        return [form[word.start : word.end] for word in self._lexicon.cut(form)]


def _places(text: Text, title: str, others: Sequence[Text]) -> list[_Place]:
    """The sentences of a text, then those of up to three like it."""
    places: list[_Place] = []
    for number, one in enumerate([text, *others[:3]]):
        headings = title if not number else one.title
        if number and not headings and title:
            headings = one.topics[0]
        before = ["", *one.sentences[:-1]]
        places += [
            _Place(own, previous, headings, not number)
            for own, previous in zip(one.sentences, before, strict=True)
        ]
    return places


def _wrong(places: Sequence[_Place], gold: str, source: str, name: str) -> list[_Place]:
    """Sentences that do not answer: without the name asked for, not telling the same."""
    wrong = [
        place for place in places
        if place.sentence not in (gold, source) and not (name and name in place.sentence)
    ]  # fmt: skip
    if source is gold:
        return wrong
    pairs = _pairs(source)
    return [place for place in wrong if len(pairs & _pairs(place.sentence)) < 0.5 * len(pairs)]
