"""What happens when a question is asked, rated, or a conversation begun anew."""

from __future__ import annotations

import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from pb_qa.answers import Answer, AnswerMode
from pb_qa.web.contract import AssistantLike, Rating
from pb_qa.web.draft import Draft, drafts
from pb_qa.web.history import (
    MAX_RECORDS,
    Record,
    payload_of,
    rate,
    records_from,
    turns_of,
)
from pb_qa.web.i18n import Texts
from pb_qa.web.render import (
    render_bring_back,
    render_draft,
    render_pending,
    render_turn,
    render_turns,
    render_welcome,
)
from pb_qa.web.stopping import AnswersUnderWay, UnderWay
from pb_qa.web.withdrawal import without_withdrawn
from pb_qa.web.work import Done, Failed, Warmup, call

MAX_QUESTION: Final = 2000


@dataclass(frozen=True, slots=True)
class View:
    """What the page shows now: finished turns, the current one, the kept history.

    ``previous`` is the conversation before this one, while it can be brought back.
    ``None`` leaves a part of the page as it is.
    """

    past: str | None = None
    current: str | None = None
    history: list[object] | None = None
    previous: list[object] | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is put, with the conversation before it."""

    question: str
    collection: str
    mode: AnswerMode
    records: Sequence[Record]

    @property
    def worded(self) -> bool:
        """Whether a model is to word the answer."""
        return self.mode is not AnswerMode.EXTRACTIVE


class Chat:
    """The conversation; keeps nothing itself, the browser does."""

    def __init__(self, assistant: AssistantLike, warmup: Warmup) -> None:
        self._assistant = assistant
        self._warmup = warmup
        self._under_way = AnswersUnderWay()

    async def ranges(self, texts: Texts) -> list[tuple[str, str]]:
        """What a question can be limited to: label and value; the whole corpus first."""
        outcome = await call(self._assistant.collections)
        folders = [] if isinstance(outcome, Failed) else outcome.value
        named = [(f"{one.name}（{one.documents}）", one.name) for one in folders]
        return [(texts("range_all"), ""), *named]

    async def ask(
        self,
        question: str,
        payload: object,
        texts: Texts,
        collection: str = "",
        *,
        mode: AnswerMode = AnswerMode.EXTRACTIVE,
        session: str = "",
    ) -> AsyncGenerator[View]:
        """Answer a question; each step of the way is a view.

        A question asked before the models are loaded waits for them. Of one open page
        (``session``) the answer before is given up. Once the views are no longer asked for,
        neither is the model.
        """
        question = question.strip()[:MAX_QUESTION]
        if not question:
            return
        records = records_from(payload)[-(MAX_RECORDS - 1) :]
        checked = await call(partial(without_withdrawn, records, self._assistant))
        if isinstance(checked, Failed):
            # What was kept cannot be compared with the library now: leave it as it is.
            yield View(current=render_turn(_record(question, checked, texts), 0, texts))
            return
        asked = Asked(question, collection, mode, checked.value)
        await self._under_way.abandon(session)
        with self._under_way.begin(session) as under_way:
            async with aclosing(self._answer(asked, under_way, texts)) as views:
                async for view in views:
                    if under_way.abandoned:
                        # The framework repeats the last view when there are no more.
                        yield View()
                        return
                    yield view

    def stop(self, session: str) -> None:
        """End the answer that is being written for an open page."""
        self._under_way.stop(session)

    async def _answer(
        self, asked: Asked, under_way: UnderWay, texts: Texts
    ) -> AsyncGenerator[View]:
        waiting = texts("searching") if self._warmup.finished else texts("waiting_for_model")
        yield View(
            past=render_turns(asked.records, texts),
            current=render_pending(asked.question, waiting, texts, live=asked.worded),
            previous=[],
        )
        index = len(asked.records)
        outcome: Done[Answer] | Failed | None = await self._warmup.wait()
        if outcome is None and asked.worded:
            async with aclosing(self._write(asked, under_way, texts)) as steps:
                async for step in steps:
                    if isinstance(step, Draft):
                        stopping = under_way.stop.is_set()
                        draft = render_draft(asked.question, step, index, texts, stopping)
                        yield View(current=draft)
                    elif step is None:
                        yield View()
                    else:
                        outcome = step
        elif outcome is None:
            history = turns_of(asked.records)
            outcome = await call(
                lambda: self._assistant.ask(asked.question, history, asked.collection)
            )
        assert outcome is not None
        record = _record(asked.question, outcome, texts)
        if record.answer is not None and record.answer.mode is AnswerMode.EXTRACTIVE:
            for revealed in range(len(record.answer.sentences)):
                yield View(current=render_turn(record, index, texts, revealed))
        yield View(
            current=render_turn(record, index, texts),
            history=payload_of([*asked.records, record]),
        )

    async def _write(
        self, asked: Asked, under_way: UnderWay, texts: Texts
    ) -> AsyncGenerator[Draft | Done[Answer] | Failed | None]:
        """What the model has written, step by step; last the answer, whole or as far as it
        was when it was stopped.
        """
        started = time.perf_counter()
        steps = partial(
            self._assistant.ask_in_steps,
            asked.question,
            turns_of(asked.records),
            asked.collection,
            asked.mode,
            under_way.stop,
        )
        draft = Draft()
        async with aclosing(drafts(steps, under_way.stop)) as written:
            async for step in written:
                if isinstance(step, Draft):
                    draft = step
                if draft.answer is None:
                    yield step
                if isinstance(step, Failed):
                    return
        if draft.answer is not None:
            yield Done(draft.answer)
            return
        left = draft.as_answer(asked.question, asked.collection)
        said = texts("stopped" if left.sentences else "stopped_empty")
        yield Done(replace(left, notes=(said,), seconds=time.perf_counter() - started))

    def restore(self, payload: object, texts: Texts) -> str:
        """The conversation that the browser kept, or a welcome.

        Touches neither the current turn nor the history: a quick reader may have asked
        before this arrives.
        """
        records = without_withdrawn(records_from(payload), self._assistant)
        return render_turns(records, texts) if records else render_welcome(texts)

    async def again(self, payload: object, current_shown: bool, texts: Texts) -> View:
        """The conversation on the page once more, without what was removed meanwhile.

        ``current_shown`` says whether its last turn stands apart, as the current one.
        """
        records = records_from(payload)
        checked = await call(partial(without_withdrawn, records, self._assistant))
        if isinstance(checked, Failed):
            # Rather nothing than words that may have been removed.
            failed = _record(records[-1].question, checked, texts) if records else None
            return View("", render_turn(failed, 0, texts) if failed else "")
        if not checked.value:
            return View()
        apart = 1 if current_shown else 0
        last = len(records) - apart
        return View(
            render_turns(checked.value[:last], texts),
            render_turns(checked.value[last:], texts, last),
        )

    async def clear(
        self, payload: object, previous: object, texts: Texts, *, session: str = ""
    ) -> View:
        """Begin a new conversation; the last one can be brought back until it is asked in."""
        await self._under_way.abandon(session)
        left = payload_of(records_from(payload)) or payload_of(records_from(previous))
        offer = render_bring_back(texts) if left else ""
        return View(past=offer + render_welcome(texts), current="", history=[], previous=left)

    async def bring_back(self, payload: object, previous: object, texts: Texts) -> View:
        """The conversation before this one, unless this one has begun."""
        left = records_from(previous)
        if records_from(payload) or not left:
            return View()
        kept = payload_of(left)
        return replace(await self.again(kept, False, texts), history=kept, previous=[])

    async def rate(self, index: int, rating: Rating, payload: object) -> list[object] | None:
        """Note down a rating; ``None`` when there is no such answer."""
        records = records_from(payload)
        if not 0 <= index < len(records):
            return None
        record = records[index]
        checked = await call(partial(without_withdrawn, [record], self._assistant))
        answer = checked.value[0].answer if isinstance(checked, Done) else None
        if answer is None:
            return None
        await call(lambda: self._assistant.feedback(record.question, answer, rating))
        return payload_of(rate(records, index, rating))


def _record(question: str, outcome: Done[Answer] | Failed, texts: Texts) -> Record:
    if isinstance(outcome, Failed):
        return Record(question, error=outcome.message(texts))
    return Record(question, answer=outcome.value)
