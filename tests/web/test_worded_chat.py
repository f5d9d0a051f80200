"""Answers that a model words, as the conversation shows them while they come."""

from __future__ import annotations

import asyncio
import json
import threading
import time
from collections.abc import AsyncGenerator, Iterator
from types import ModuleType
from typing import Any

import pytest

from pb_qa.answer_events import AnswerBegun, AnswerEvent, SentenceShown
from pb_qa.answers import AnswerMode, AnswerSentence
from pb_qa.settings import Settings
from pb_qa.web import draft as draft_module
from pb_qa.web.chat import Chat, View
from pb_qa.web.history import records_from
from pb_qa.web.i18n import Language, Texts
from pb_qa.web.work import Warmup

ZH = Texts(Language.CHINESE)
QUESTION = "党支部每月要做哪些事？"
GENERATIVE = AnswerMode.GENERATIVE


@pytest.fixture
def settings(page_settings: Settings) -> Settings:
    return page_settings.model_copy(
        update={"llm_base_url": "http://127.0.0.1:1/v1", "llm_model": "small-model:7b"}
    )


def _chat(small: ModuleType, settings: Settings, **options: float) -> tuple[Chat, Any]:
    assistant = small.SmallAssistant(settings, small.sample_documents(), **options)
    warmup = Warmup(assistant.warm_up)
    warmup.start()
    return Chat(assistant, warmup), assistant


async def _all(views: AsyncGenerator[View]) -> list[View]:
    return [view async for view in views]


async def _until(views: AsyncGenerator[View], words: str) -> None:
    """Read views up to the one that shows some words."""
    async for view in views:
        if words in (view.current or ""):
            return
    pytest.fail(f"never shown: {words}")


async def _waited_for(happened: Any, seconds: float = 3.0) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if happened():
            return True
        await asyncio.sleep(0.02)
    return False


def test_each_sentence_appears_as_it_comes_and_what_is_waited_for_is_said(
    small: ModuleType, settings: Settings
) -> None:
    chat, _ = _chat(small, settings)
    views = asyncio.run(_all(chat.ask(QUESTION, [], ZH, mode=GENERATIVE)))
    drawn = [view.current for view in views if view.current is not None]
    counts = [html.count('class="pb-said') for html in drawn]
    assert counts == sorted(counts) and set(counts) == {0, 1, 2, 3, 4}
    assert all("pb-live" in html for html in drawn[:-1]) and "pb-live" not in drawn[-1]
    assert "正在请模型“small-model:7b”归纳" in "".join(drawn)
    assert "模型正在思考" in "".join(drawn) and "已核对 3 句，模型还在写" in "".join(drawn)
    # A citation can be opened as soon as its sentence stands there.
    third = next(html for html in drawn if html.count('class="pb-said') == 3)
    assert third.count('class="pb-chip"') == 2 and "pb-actions" not in third
    (record,) = records_from(json.loads(json.dumps(views[-1].history)))
    assert record.answer is not None and record.answer.mode is GENERATIVE
    assert [view.history is not None for view in views] == [False] * (len(views) - 1) + [True]


def test_quotes_are_asked_for_without_the_model(small: ModuleType, settings: Settings) -> None:
    chat, _ = _chat(small, settings)
    views = asyncio.run(_all(chat.ask(QUESTION, [], ZH)))
    assert all("pb-live" not in (view.current or "") for view in views)
    assert "pb-worded-by" not in (views[-1].current or "")


def test_a_stop_keeps_what_was_checked_and_ends_the_request(
    small: ModuleType, settings: Settings
) -> None:
    chat, assistant = _chat(small, settings, model_seconds=0.15)

    async def run() -> list[View]:
        views = chat.ask(QUESTION, [], ZH, mode=GENERATIVE, session="page")
        await _until(views, 'class="pb-chip"')
        started = time.monotonic()
        chat.stop("page")
        left = await _all(views)
        assert time.monotonic() - started < 1
        return left

    last = asyncio.run(run())[-1]
    assert "已按您的要求停止，只有停止前核对过的句子。" in (last.current or "")
    assert assistant.stopped == [QUESTION]
    (record,) = records_from(last.history)
    assert record.answer is not None
    assert [bool(one.citations) for one in record.answer.sentences] == [False, True]
    assert "pb-withheld" not in (last.current or "")


def test_a_stop_before_anything_was_written_says_so(small: ModuleType, settings: Settings) -> None:
    chat, _ = _chat(small, settings, model_seconds=0.5)

    async def run() -> list[View]:
        views = chat.ask(QUESTION, [], ZH, mode=GENERATIVE, session="page")
        await _until(views, "正在请模型")
        chat.stop("page")
        return await _all(views)

    last = asyncio.run(run())[-1]
    assert "模型还没有写出可以显示的句子" in (last.current or "")
    assert "data-copy" not in (last.current or "")


def test_whoever_leaves_the_page_stops_the_model(small: ModuleType, settings: Settings) -> None:
    chat, assistant = _chat(small, settings, model_seconds=0.2)

    async def run() -> bool:
        views = chat.ask(QUESTION, [], ZH, mode=GENERATIVE, session="page")
        await _until(views, 'class="pb-chip"')
        await views.aclose()
        return await _waited_for(lambda: assistant.stopped == [QUESTION])

    assert asyncio.run(run())


def test_a_new_conversation_ends_the_answer_and_shows_no_more_of_it(
    small: ModuleType, settings: Settings
) -> None:
    chat, assistant = _chat(small, settings, model_seconds=0.15)

    async def run() -> list[View]:
        views = chat.ask(QUESTION, [], ZH, mode=GENERATIVE, session="page")
        other = chat.ask(QUESTION, [], ZH, mode=GENERATIVE, session="another page")
        await _until(views, 'class="pb-said')
        rest, _ = await asyncio.gather(_all(views), chat.clear([], [], ZH, session="page"))
        assert await _waited_for(lambda: assistant.stopped == [QUESTION])
        # Who has the page open elsewhere gets their answer whole.
        assert "pb-actions" in ((await _all(other))[-1].current or "")
        return rest

    assert asyncio.run(run())[-1] == View()
    assert assistant.stopped == [QUESTION]


def test_a_model_that_does_not_let_go_is_left_behind(
    small: ModuleType, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    chat, assistant = _chat(small, settings)
    release = threading.Event()

    def stubborn(*_: object) -> Iterator[AnswerEvent]:
        yield AnswerBegun("small-model:7b")
        yield SentenceShown(AnswerSentence("第一句。", ()))
        release.wait(20)

    monkeypatch.setattr(assistant, "ask_in_steps", stubborn)
    monkeypatch.setattr(draft_module, "_GRACE_SECONDS", 0.6)
    monkeypatch.setattr(draft_module, "_TICK_SECONDS", 0.1)

    async def run() -> list[View]:
        views = chat.ask(QUESTION, [], ZH, mode=GENERATIVE, session="page")
        await _until(views, "第一句。")
        chat.stop("page")
        return await _all(views)

    started = time.monotonic()
    left = asyncio.run(_release_after(run(), release))
    assert time.monotonic() - started < 10
    assert any("正在停止" in (view.current or "") for view in left)
    assert "已按您的要求停止" in (left[-1].current or "") and "第一句。" in (left[-1].current or "")


async def _release_after(work: Any, release: threading.Event) -> Any:
    try:
        return await work
    finally:
        release.set()


def test_a_model_that_fails_unexpectedly_is_a_chinese_message(
    small: ModuleType,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    chat, assistant = _chat(small, settings)

    def broken(*_: object) -> Iterator[AnswerEvent]:
        yield AnswerBegun("small-model:7b")
        raise ZeroDivisionError("details for the log only")

    monkeypatch.setattr(assistant, "ask_in_steps", broken)
    views = asyncio.run(_all(chat.ask(QUESTION, [], ZH, mode=GENERATIVE)))
    assert "程序出了意外" in (views[-1].current or "")
    assert "details for the log" not in (views[-1].current or "")
    assert "details for the log only" in caplog.text


def test_when_quotes_are_shown_instead_it_is_said_why_above_them(
    small: ModuleType, small_model: ModuleType, settings: Settings
) -> None:
    chat, _ = _chat(small, settings)
    views = asyncio.run(_all(chat.ask(small_model.FALLS_BACK_QUESTION, [], ZH, mode=GENERATIVE)))
    html = views[-1].current or ""
    assert html.count(small_model.FALLS_BACK_REASON) == 1
    assert html.index(small_model.FALLS_BACK_REASON) < html.index('class="pb-sentence"')
    assert "pb-worded-by" not in html


def test_thoughts_that_come_word_by_word_are_not_drawn_word_by_word(
    small: ModuleType, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pb_qa.answer_events import AnswerDone, ReasoningAdded

    chat, assistant = _chat(small, settings)
    assistant.warm_up()
    answer = assistant.ask(QUESTION)

    def thinking(*_: object) -> Iterator[AnswerEvent]:
        yield AnswerBegun("small-model:7b")
        for _number in range(2000):
            yield ReasoningAdded("想")
        yield AnswerDone(answer)

    monkeypatch.setattr(assistant, "ask_in_steps", thinking)
    views = asyncio.run(_all(chat.ask(QUESTION, [], ZH, mode=GENERATIVE)))
    assert len(views) < 40
