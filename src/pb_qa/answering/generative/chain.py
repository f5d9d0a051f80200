"""The chain from a question to an answer in a model's words, as LangChain runnables."""

from __future__ import annotations

import asyncio
import math
import threading
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Final

from langchain_core.runnables import (
    Runnable,
    RunnableConfig,
    RunnableGenerator,
    RunnableLambda,
)

from pb_qa.answer_events import AnswerEvent
from pb_qa.answering.chain import Asked, DocumentAnswers, Resolved
from pb_qa.answering.generative.answerer import Gathered, GenerativeAnswerer
from pb_qa.answering.generative.failures import Failure, FailureKind
from pb_qa.answering.generative.model import LanguageModel
from pb_qa.answering.generative.rewriting import Rewriter
from pb_qa.answers import Answer, TokenUsage
from pb_qa.models import ScoredPassage

# After these the same model need not be asked again for the answer itself.
_LASTING: Final = frozenset(
    (
        FailureKind.NOT_CONFIGURED,
        FailureKind.ADDRESS,
        FailureKind.KEY,
        FailureKind.FORBIDDEN,
        FailureKind.NOT_FOUND,
        FailureKind.REDIRECT,
        FailureKind.NOT_A_MODEL,
        FailureKind.UNREACHABLE,
        FailureKind.STOPPED,
    )
)
STOP: Final = "stop"
_LOOK_SECONDS: Final = 0.1


@dataclass(frozen=True, slots=True)
class _Whole:
    """A question standing on its own, with what it took to make it so."""

    resolved: Resolved
    deadline: float
    usage: TokenUsage | None
    failure: Failure | None


def generative_chain(
    documents: DocumentAnswers, model: LanguageModel, answerer: GenerativeAnswerer
) -> Runnable[Asked, AnswerEvent]:
    """Rewrite follow-ups, retrieve, have the model answer, check each sentence.

    ``stream`` gives the events of an answer as they arise; ``invoke`` the last of them, the
    `AnswerDone` with the whole answer. A `threading.Event` in
    ``config["configurable"]["stop"]`` breaks it off, and so does closing the stream or
    cancelling whoever awaits it.

    Callbacks, tags and metadata of the config reach the retriever and the chat model, whose
    runs are children of the chain's: ``rewrite follow-up``, ``retrieve``, ``generate and
    check``. A model that fails is an error of its own run only (``on_llm_error``): the chain
    ends with the documents' own answer. The chunks of the chat model are what it said, not
    yet checked; what a reader may see is in the chain's events alone.
    """
    rewriter = Rewriter(model)

    def make_whole(asked: Asked, config: RunnableConfig) -> _Whole:
        deadline = time.monotonic() + model.seconds
        whole = rewriter.rewrite(
            asked.question, asked.history, deadline=deadline, stop=_stop(config), config=config
        )
        resolved = Resolved(asked.question, whole.question, asked.collection)
        lasting = whole.failure if whole.failure and whole.failure.kind in _LASTING else None
        return _Whole(resolved, deadline, whole.usage, lasting)

    def retrieve(whole: _Whole, config: RunnableConfig) -> Gathered:
        found, extract = documents.find_and_answer(whole.resolved, config)
        return Gathered(
            whole.resolved.question,
            tuple(_cited_first(documents, found, extract)),
            extract,
            whole.resolved.collection,
            whole.deadline,
            whole.usage,
            whole.failure,
        )

    def write(gathered: Iterator[Gathered], config: RunnableConfig) -> Iterator[AnswerEvent]:
        for one in gathered:
            yield from answerer.answer(one, _stop(config), config)

    async def write_async(
        gathered: AsyncIterator[Gathered], config: RunnableConfig
    ) -> AsyncIterator[AnswerEvent]:
        left = _EitherStop(_stop(config))
        try:
            async for one in gathered:
                events = answerer.answer(one, left, config)
                while (event := await asyncio.to_thread(next, events, None)) is not None:
                    yield event
        finally:
            # Whoever awaited it may be gone while the thread still waits for the model.
            left.set()

    # LangChain passes the config to generators that take one, though its types do not say so.
    writing = RunnableGenerator[Gathered, AnswerEvent](
        write,  # type: ignore[arg-type]
        write_async,  # type: ignore[arg-type]
        name="generate and check",
    )
    whole: Runnable[Asked, _Whole] = RunnableLambda(make_whole, name="rewrite follow-up")
    return whole | RunnableLambda(retrieve, name="retrieve") | writing


class _EitherStop(threading.Event):
    """Set by itself or with another event, which stays as it is."""

    def __init__(self, other: threading.Event | None) -> None:
        super().__init__()
        self._other = other

    def is_set(self) -> bool:
        """Whether either is set."""
        return super().is_set() or (self._other is not None and self._other.is_set())

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for either; whether one is set."""
        until = math.inf if timeout is None else time.monotonic() + timeout
        while not self.is_set() and (left := until - time.monotonic()) > 0:
            super().wait(min(left, _LOOK_SECONDS))
        return self.is_set()


def _stop(config: RunnableConfig) -> threading.Event | None:
    stop = config.get("configurable", {}).get(STOP)
    return stop if isinstance(stop, threading.Event) else None


def _cited_first(
    documents: DocumentAnswers, found: list[ScoredPassage], extract: Answer
) -> list[tuple[ScoredPassage, str]]:
    """The passages found, led by those that the documents' own answer is cited from."""
    known = {hit.passage.id: hit for hit in found}
    first: dict[str, ScoredPassage] = {}
    for citation in extract.citations:
        passage = documents.sources.passage_of(citation)
        if passage is not None:
            new = ScoredPassage(passage, citation.document, 0.0)
            first[passage.id] = known.get(passage.id, new)
    rest = (hit for hit in found if hit.passage.id not in first)
    return documents.sources.untold([*first.values(), *rest])
