"""An answer on its way: what the model's events add up to so far."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import aclosing
from dataclasses import dataclass, replace
from typing import Final

from pb_qa.answer_events import (
    AnswerBegun,
    AnswerDone,
    AnswerEvent,
    ReasoningAdded,
    SentenceShown,
    SentenceWithheld,
)
from pb_qa.answers import Answer, AnswerMode, AnswerSentence, Coverage, WithheldSentence
from pb_qa.web.work import Failed, stream

# Whoever left the page is noticed, and a stop obeyed, at the next tick.
_TICK_SECONDS: Final = 0.5
# A stopped model that does not let go is waited for no longer.
_GRACE_SECONDS: Final = 3.0
# Thoughts arrive word by word; redrawn for each, the page would do nothing else.
_BETWEEN_THOUGHTS: Final = 0.4


@dataclass(frozen=True, slots=True)
class Draft:
    """What there is of an answer.

    Attributes
    ----------
    model
        Empty until the model has been asked.
    answer
        The whole answer once it is done.
    read
        The documents that the model was given passages of, as `Answer.read`.
    """

    model: str = ""
    sentences: tuple[AnswerSentence, ...] = ()
    withheld: tuple[WithheldSentence, ...] = ()
    reasoning: str = ""
    answer: Answer | None = None
    read: tuple[tuple[str, int], ...] = ()

    def after(self, event: AnswerEvent) -> Draft:
        """The draft with one more event."""
        match event:
            case AnswerBegun(model=model, read=read):
                return replace(self, model=model, read=read)
            case SentenceShown(sentence=sentence):
                return replace(self, sentences=(*self.sentences, sentence))
            case SentenceWithheld(withheld=withheld):
                return replace(self, withheld=(*self.withheld, withheld))
            case ReasoningAdded(text=text):
                return replace(self, reasoning=self.reasoning + text)
            case AnswerDone(answer=answer):
                return replace(self, answer=answer)

    def as_answer(self, question: str, collection: str = "") -> Answer:
        """What there is, as an answer; for one that is under way or was stopped."""
        count = sum(bool(sentence.citations) for sentence in self.sentences)
        return Answer(
            question,
            question,
            None,
            self.sentences,
            False,
            (),
            Coverage(count, count),
            collection=collection,
            mode=AnswerMode.GENERATIVE,
            model=self.model,
            withheld=self.withheld,
            reasoning=self.reasoning,
            read=self.read,
        )


async def drafts(
    steps: Callable[[], Iterator[AnswerEvent]], stop: threading.Event
) -> AsyncGenerator[Draft | Failed | None]:
    """Follow an answer being written.

    Parameters
    ----------
    steps
        Begins the answer; its events come from a worker thread.
    stop
        Ends the answer, within a few seconds even if it does not obey. It is set once the
        drafts are no longer asked for, so that a model is never asked for nobody.

    Yields
    ------
    Draft, Failed or None
        The draft whenever it has grown, ``None`` when there was nothing new for a while;
        a failure last.
    """
    loop = asyncio.get_running_loop()
    draft, drawn = Draft(), 0.0
    stopped: float | None = None

    def work(report: Callable[[AnswerEvent], None]) -> None:
        for event in steps():
            report(event)

    try:
        async with aclosing(stream(work, _TICK_SECONDS)) as events:
            async for event in events:
                if isinstance(event, Failed):
                    yield event
                    return
                if event is not None:
                    draft = draft.after(event)
                now = loop.time()
                stops = stop.is_set() and stopped is None
                thought = isinstance(event, ReasoningAdded)
                if not thought or stops or now - drawn >= _BETWEEN_THOUGHTS:
                    drawn = now if thought else drawn
                    yield None if event is None and not stops else draft
                if stops:
                    stopped = now
                if stopped is not None and now - stopped >= _GRACE_SECONDS:
                    return
    finally:
        stop.set()
