"""Answers in a language model's words: asked, checked sentence by sentence, or given up."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from pb_qa.answer_events import AnswerBegun, AnswerDone, AnswerEvent
from pb_qa.answering.generative.failures import (
    Failure,
    FailureKind,
    ModelFailed,
    cut_off,
    empty,
)
from pb_qa.answering.generative.model import LanguageModel
from pb_qa.answering.generative.prompting import Composed, compose
from pb_qa.answering.generative.transcript import (
    Checker,
    CitationLeader,
    DocumentStore,
    Grounds,
    Transcript,
)
from pb_qa.answering.question import QuestionKind, read_question
from pb_qa.answers import ABSTENTION, NOT_ALONE, UNSURE, Answer, AnswerMode, Coverage, TokenUsage
from pb_qa.models import ScoredPassage

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig

_log = logging.getLogger(__name__)

_MOST_ATTEMPTS: Final = 3
_FIRST_PAUSE: Final = 0.5
_LEAST_LEFT_SECONDS: Final = 1.0
# Fewer sentences shown than this share of what was withheld are no answer.
_LEAST_SHARE: Final = 0.5
_BY_METADATA: Final = "这是文件的登记信息，没有用语言模型归纳。"


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that is known before the model is asked.

    Attributes
    ----------
    question
        Standing on its own.
    passages
        What was found, best first, each with the words of it that the model is told.
    extract
        What the documents answer by themselves; shown when the model does not serve.
    deadline
        By ``time.monotonic``: when the reader has to have an answer.
    usage
        Tokens spent already.
    failure
        Why the model need not be asked any more.
    """

    question: str
    passages: tuple[tuple[ScoredPassage, str], ...]
    extract: Answer
    collection: str
    deadline: float
    usage: TokenUsage | None = None
    failure: Failure | None = None


class GenerativeAnswerer:
    """Has the model word an answer and shows of it what the sources bear out."""

    def __init__(
        self,
        model: LanguageModel,
        checker: Checker,
        sources: CitationLeader,
        store: DocumentStore,
    ) -> None:
        self._model = model
        self._checker = checker
        self._sources = sources
        self._store = store

    def answer(
        self,
        gathered: Gathered,
        stop: threading.Event | None = None,
        config: RunnableConfig | None = None,
    ) -> Iterator[AnswerEvent]:
        """The answer as it arises; `AnswerDone` is the last event whatever happens."""
        if gathered.extract.about:
            # What is known of a document besides its text is in no passage to be cited.
            known = replace(gathered.extract, notes=(*gathered.extract.notes, _BY_METADATA))
            yield AnswerDone(known)
            return
        context = self._model.context_tokens
        composed = self._composed(gathered, context)
        attempt = 0
        lasting = gathered.failure or self._model.unusable
        failure = lasting
        if lasting is None:
            yield AnswerBegun(self._model.name, composed.documents)
            self._checker.prepare(composed.passages)
        while True:
            transcript = Transcript(self._grounds(gathered, composed))
            if lasting is None:
                failure = yield from self._asked(composed, transcript, gathered, stop, config)
            if failure is None or transcript.begun:
                break
            attempt += 1
            pause = _pause(failure, attempt, gathered.deadline)
            if pause is None:
                break
            if failure.kind is FailureKind.TOO_LONG:
                context //= 2
                composed = self._composed(gathered, context)
            _rest(pause, stop)
        if failure is not None:
            _log.info("the language model failed: %s", failure.kind)
        yield AnswerDone(self._done(gathered, composed, transcript, failure))

    def _composed(self, gathered: Gathered, context_tokens: int) -> Composed:
        return compose(gathered.question, gathered.passages, gathered.extract, context_tokens)

    def _asked(
        self,
        composed: Composed,
        transcript: Transcript,
        gathered: Gathered,
        stop: threading.Event | None,
        config: RunnableConfig | None,
    ) -> Generator[AnswerEvent, None, Failure | None]:
        """Ask once; what went wrong is returned."""
        try:
            for delta in self._model.stream(
                composed.messages, deadline=gathered.deadline, stop=stop, config=config
            ):
                yield from transcript.feed(delta)
            if transcript.broken_off:
                return cut_off()
            yield from transcript.finish()
        except ModelFailed as error:
            return error.failure
        return None if transcript.begun else empty(thought=bool(transcript.reasoning))

    def _grounds(self, gathered: Gathered, composed: Composed) -> Grounds:
        return Grounds(
            self._checker,
            self._sources,
            self._store,
            composed.passages,
            gathered.question,
            gathered.collection,
        )

    # ---- the answer

    def _done(
        self,
        gathered: Gathered,
        composed: Composed,
        transcript: Transcript,
        failure: Failure | None,
    ) -> Answer:
        told = {
            "model": transcript.model or self._model.name,
            "withheld": tuple(transcript.withheld),
            "usage": _total(gathered.usage, transcript.usage),
            "reasoning": transcript.reasoning,
            "read": composed.documents,
        }
        extract = gathered.extract
        if enough(transcript):
            citations = {c.number for s in transcript.shown for c in s.citations}
            # Notes of a refusal name what there is instead, which is no part of this answer.
            notes = (UNSURE,) if extract.abstained else _about_answer(extract.notes)
            return replace(
                extract,
                direct=None,
                sentences=tuple(transcript.shown),
                abstained=False,
                nearest=(),
                coverage=_coverage(gathered.question, extract, len(citations)),
                notes=(*notes, *composed.notes, *_ending(transcript, failure)),
                figures=(),
                reckoned="",
                working="",
                mode=AnswerMode.GENERATIVE,
                **told,  # type: ignore[arg-type]
            )
        if failure is None and transcript.refused and extract.abstained:
            return replace(extract, mode=AnswerMode.GENERATIVE, **told)  # type: ignore[arg-type]
        line = _why(transcript, failure)
        if extract.abstained:
            said = extract.notes or (ABSTENTION,)
            return replace(extract, notes=(*said, line), **told)  # type: ignore[arg-type]
        note = f"{line}以下是原文摘录。"
        return replace(extract, notes=(note, *extract.notes), **told)  # type: ignore[arg-type]


def enough(transcript: Transcript) -> bool:
    """Whether what is left after withholding is worth being shown."""
    cited = sum(bool(sentence.citations) for sentence in transcript.shown)
    return cited > 0 and cited >= _LEAST_SHARE * len(transcript.withheld)


def _why(transcript: Transcript, failure: Failure | None) -> str:
    """Why the model's words are not shown, in one line."""
    if failure is not None:
        return failure.line
    if transcript.withheld:
        count = len(transcript.withheld)
        return f"语言模型写的大多不能由资料证实，已隐去 {count} 句。"
    return "语言模型认为资料里没有答案。"


def _ending(transcript: Transcript, failure: Failure | None) -> tuple[str, ...]:
    """What is said about an answer that was not finished."""
    if failure is not None and failure.kind is FailureKind.STOPPED:
        return ("已停止语言模型的回答，这里是停止以前核对过的部分。",)
    if failure is not None:
        return (f"语言模型的回答不完整，这里是已经核对过的部分：{failure.line}",)
    if transcript.finish_reason == "length":
        return ("语言模型写到它的长度上限就停了，最后可能不完整。",)
    return ()


def _about_answer(notes: Sequence[str]) -> tuple[str, ...]:
    """The remarks that hold whoever words the answer, not those on sentences left out here."""
    return tuple(note for note in notes if note != NOT_ALONE)


def _coverage(question: str, extract: Answer, cited: int) -> Coverage:
    """A list says how many sentences match, wherever it cites fewer."""
    is_list = read_question(question).kind is QuestionKind.LIST
    return Coverage(cited, max(cited, extract.coverage.matched if is_list else 0))


def _total(first: TokenUsage | None, second: TokenUsage | None) -> TokenUsage | None:
    if first is None or second is None:
        return first or second
    return TokenUsage(first.prompt + second.prompt, first.completion + second.completion)


def _pause(failure: Failure, attempts: int, deadline: float) -> float | None:
    """How long to wait before asking again; None when that is of no use."""
    if not failure.retry or attempts >= _MOST_ATTEMPTS:
        return None
    shorter = failure.kind is FailureKind.TOO_LONG
    pause = 0.0 if shorter else failure.wait or _FIRST_PAUSE * 2 ** (attempts - 1)
    return pause if time.monotonic() + pause + _LEAST_LEFT_SECONDS < deadline else None


def _rest(seconds: float, stop: threading.Event | None) -> None:
    if stop is None:
        time.sleep(seconds)
    else:
        stop.wait(seconds)
