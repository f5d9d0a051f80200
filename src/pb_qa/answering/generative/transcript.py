"""What a language model says, sentence by sentence, each checked before anybody sees it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, Protocol

from pb_qa.answer_events import (
    AnswerEvent,
    ReasoningAdded,
    SentenceShown,
    SentenceWithheld,
)
from pb_qa.answering.generative.failures import ModelFailed, endless
from pb_qa.answering.generative.model import Delta
from pb_qa.answering.generative.streaming import Piece, SentenceSplitter, ThoughtFilter
from pb_qa.answering.question import content_grams, read_question
from pb_qa.answering.verification import verify_citation
from pb_qa.answers import ABSTENTION, AnswerSentence, TokenUsage, WithheldSentence
from pb_qa.models import Citation, Document, ScoredPassage
from pb_qa.text.search_form import search_form

_MOST_SENTENCES: Final = 120
_MOST_CHARACTERS: Final = 16_000
_MOST_REASONING: Final = 60_000
_SAID_AGAIN: Final = 3

_NOTHING: Final = re.compile(
    r"^(?:根据|在|从)?(?:所给|提供|给出|给定|现有|上述|以上|已有|这些)?的?资料(?:中|里|内|来看)?[，,]?"
    r"(?:都|均|并|也|暂)?(?:没有|未能?|无|不能|无法|并未)"
    r"(?:直接|明确|具体)?(?:找到|提到|提及|说明|涉及|给出|包含|提供|记载|写明|回答|确定|相关)?"
    r"(?P<what>[^。！？]*)[。.！!]?$"
)
# What sources do not say has no place that it could be read at.
_DENIES: Final = re.compile(r"(?:资料|材料|文件|文档|文中|原文|内容).{0,12}?(?:没有|未|无|不|并非)")
_UNFOUNDED: Final = "资料里没有什么，是语言模型的判断，没有出处可以核对"
_NO_SOURCE: Final = "说资料里没有什么，没有出处可以核对"
_COMMON: Final = re.compile(
    r"能回答|这个|该|问题|的|内容|信息|数据|相关|有关|关于|情况|具体|任何|和|与|或|、|，"
)


class Checked(Protocol):
    """What a check found; see `pb_qa.answering.generative.checking`."""

    @property
    def text(self) -> str:
        """The sentence as it may be shown."""

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Where the sources bear it out."""

    @property
    def doubts(self) -> tuple[str, ...]:
        """What the reader should look at."""

    @property
    def reason(self) -> str:
        """Why it is withheld; empty when it is not."""


class Checker(Protocol):
    """Decides what is shown."""

    def prepare(self, passages: Iterable[ScoredPassage]) -> None:
        """Read passages ahead, so that checking is quick."""
        ...

    def check(self, sentence: str, passages: Sequence[ScoredPassage], question: str) -> Checked:
        """Hold a sentence against the passages that it cites."""
        ...


class CitationLeader(Protocol):
    """Cites a sentence from the best of its reposts."""

    def cited(self, citation: Citation, collection: str) -> Citation:
        """The same sentence where it is cited from."""
        ...


class DocumentStore(Protocol):
    """Where the whole text of a cited document is looked up."""

    def document(self, document_id: str, version: int | None = None) -> Document:
        """A stored document."""
        ...


@dataclass(frozen=True, slots=True)
class Grounds:
    """What the sentences of one answer are held against.

    Attributes
    ----------
    question
        Standing on its own.
    collection
        The folder that the question is limited to; empty for all.
    """

    checker: Checker
    sources: CitationLeader
    store: DocumentStore
    passages: Sequence[ScoredPassage]
    question: str
    collection: str = ""


class Transcript:
    """One answer of a model as it comes in; what is shown and withheld of it.

    Attributes
    ----------
    refused
        Whether the model said that the sources do not answer.
    model, usage, finish
        As the server told them.
    """

    def __init__(self, grounds: Grounds) -> None:
        self._grounds = grounds
        self._splitter = SentenceSplitter()
        self._thoughts = ThoughtFilter()
        self._reasoning: list[str] = []
        self._said: Counter[str] = Counter()
        self._characters = 0
        self._tried = ""
        self._unheard: list[AnswerSentence] = []
        self._numbers: dict[tuple[str, int, int, int], int] = {}
        self.shown: list[AnswerSentence] = []
        self.withheld: list[WithheldSentence] = []
        self.refused = False
        self.model = ""
        self.usage: TokenUsage | None = None
        self.finish_reason = ""

    @property
    def reasoning(self) -> str:
        """What the model thought aloud."""
        return "".join(self._reasoning).strip()

    @property
    def begun(self) -> bool:
        """Whether any sentence has been read."""
        return bool(self.shown or self.withheld or self.refused)

    @property
    def broken_off(self) -> bool:
        """Whether the text stopped within a sentence, without the server saying why."""
        return not self.finish_reason and bool(self._splitter.rest.strip())

    def feed(self, delta: Delta) -> Iterator[AnswerEvent]:
        """Add what has come; what of it can be shown now.

        Raises
        ------
        ModelFailed
            When the model goes on and on.
        """
        self.model = delta.model or self.model
        self.usage = delta.usage or self.usage
        self.finish_reason = delta.finish or self.finish_reason
        if delta.reasoning:
            yield self._thought(delta.reasoning)
        if delta.text:
            self._characters += len(delta.text)
            for part in self._thoughts.feed(delta.text):
                yield from self._part(part.text, part.reasoning, restart=part.restart)
        if self._splitter.overlong or self._characters > _MOST_CHARACTERS + _MOST_REASONING:
            raise ModelFailed(endless())

    def finish(self) -> Iterator[AnswerEvent]:
        """Nothing more comes: what was held back is read."""
        for part in self._thoughts.finish():
            yield from self._part(part.text, part.reasoning, restart=part.restart)
        for piece in self._splitter.finish():
            yield from self._read(piece)

    # ---- within

    def _part(self, text: str, reasoning: str, *, restart: bool) -> Iterator[AnswerEvent]:
        if restart:
            self._restart()
        if reasoning:
            yield self._thought(reasoning)
        if not text:
            return
        for piece in self._splitter.feed(text):
            yield from self._read(piece)
        ended = self._splitter.ended
        if ended is not None and ended.marked and ended.text != self._tried:
            self._tried = ended.text
            yield from self._read_early(ended)

    def _thought(self, text: str) -> ReasoningAdded:
        self._reasoning.append(text)
        if sum(map(len, self._reasoning[-64:])) and len(self._reasoning) % 64 == 0:
            self._reasoning = ["".join(self._reasoning)]
        if sum(map(len, self._reasoning)) > _MOST_REASONING:
            raise ModelFailed(endless())
        return ReasoningAdded(text)

    def _restart(self) -> None:
        """What was said so far turns out to have been thought."""
        said = [s.text for s in self.shown] + [w.text for w in self.withheld]
        self._reasoning.append("\n".join(said) + self._splitter.rest)
        self._splitter = SentenceSplitter()
        self._said.clear()
        self._numbers.clear()
        self._unheard.clear()
        self.shown.clear()
        self.withheld.clear()
        self.refused = False

    def _read_early(self, piece: Piece) -> Iterator[AnswerEvent]:
        """Show a sentence whose markers are enough already, without waiting for more."""
        checked = self._checked(piece)
        if checked.reason or checked.doubts or not checked.citations or self._again(piece):
            return
        self._splitter.take()
        self._count(piece)
        yield from self._show(checked)

    def _read(self, piece: Piece) -> Iterator[AnswerEvent]:
        self._tried = ""
        if self._again(piece):
            self._count(piece)
            return
        self._count(piece)
        checked = self._checked(piece)
        if says_nothing_found(piece.plain, self._grounds.question):
            self.refused = True
            if len(checked.text) > len(ABSTENTION) or ABSTENTION not in piece.plain:
                self._unheard.append(AnswerSentence(checked.text, (), (_UNFOUNDED,)))
            if self.shown:
                yield from self._heard()
        elif checked.reason or (not checked.citations and _DENIES.search(checked.text)):
            reason = checked.reason or _NO_SOURCE
            withheld = WithheldSentence(checked.text or piece.plain, reason)
            self.withheld.append(withheld)
            yield SentenceWithheld(withheld)
        elif any(character.isalnum() for character in checked.text):
            yield from self._show(checked)

    def _checked(self, piece: Piece) -> Checked:
        grounds = self._grounds
        return grounds.checker.check(piece.plain, grounds.passages, grounds.question)

    def _again(self, piece: Piece) -> bool:
        return self._said[piece.plain] > 0

    def _count(self, piece: Piece) -> None:
        self._said[piece.plain] += 1
        if self._said[piece.plain] >= _SAID_AGAIN or self._said.total() > _MOST_SENTENCES:
            raise ModelFailed(endless())

    def _show(self, checked: Checked) -> Iterator[AnswerEvent]:
        yield from self._heard()
        citations = [self._numbered(citation) for citation in checked.citations]
        unique = {citation.number: citation for citation in citations}
        sentence = AnswerSentence(checked.text, tuple(unique.values()), checked.doubts)
        self.shown.append(sentence)
        yield SentenceShown(sentence)

    def _heard(self) -> Iterator[AnswerEvent]:
        """Beside an answer it is worth knowing what the model did not find."""
        for sentence in self._unheard:
            self.shown.append(sentence)
            yield SentenceShown(sentence)
        self._unheard.clear()

    def _numbered(self, citation: Citation) -> Citation:
        """Cited from the best of its reposts; the same place has the same number again."""
        led = self._grounds.sources.cited(citation, self._grounds.collection)
        stored = self._grounds.store.document(led.document.id, led.document.version)
        if not verify_citation(stored, led):
            led = citation
        place = (led.document.id, led.document.version, led.start, led.end)
        return replace(led, number=self._numbers.setdefault(place, len(self._numbers) + 1))


def says_nothing_found(sentence: str, question: str) -> bool:
    """Whether a sentence says no more than that the sources do not answer the question."""
    match = _NOTHING.match(re.sub(r"[\[【［][0-9,，\s-]*[\]】］]", "", sentence.strip()))
    if match is None:
        return False
    left = _COMMON.sub("", search_form(match["what"]))
    form = _COMMON.sub("", search_form(question))
    grams = content_grams(read_question(left), 2) if len(left) > 1 else []
    return all(gram in form for gram in grams) and len(left) <= len(question)
