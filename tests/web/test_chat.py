from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from types import ModuleType

import pytest

from pb_qa.settings import Settings
from pb_qa.web.chat import Chat, View
from pb_qa.web.history import records_from
from pb_qa.web.i18n import Language, Texts
from pb_qa.web.work import Failed, Warmup, stream

ZH = Texts(Language.CHINESE)
QUESTION = "2023年全市党员总数是多少？"


async def _all(views: AsyncIterator[View]) -> list[View]:
    return [view async for view in views]


def _chat(small: ModuleType, settings: Settings, warm_up_seconds: float = 0.0) -> Chat:
    assistant = small.SmallAssistant(
        settings, small.sample_documents(), warm_up_seconds=warm_up_seconds
    )
    warmup = Warmup(assistant.warm_up)
    warmup.start()
    return Chat(assistant, warmup)


def test_a_question_asked_while_warming_up_waits_and_is_answered(
    small: ModuleType, page_settings: Settings
) -> None:
    chat = _chat(small, page_settings, warm_up_seconds=0.5)
    views = asyncio.run(_all(chat.ask(QUESTION, [], ZH)))
    assert "检索模型还在装载" in (views[0].current or "")
    assert "46,218名" in (views[-1].current or "")
    assert [record.question for record in records_from(views[-1].history)] == [QUESTION]


def test_an_answer_streams_and_history_comes_once_at_the_end(
    small: ModuleType, page_settings: Settings
) -> None:
    chat = _chat(small, page_settings)
    views = asyncio.run(_all(chat.ask(QUESTION, [], ZH)))
    counts = [(view.current or "").count('class="pb-sentence"') for view in views]
    assert counts == sorted(counts) and counts[-1] >= 2
    assert [view.history is not None for view in views] == [False] * (len(views) - 1) + [True]


def test_a_follow_up_is_asked_with_its_history(small: ModuleType, page_settings: Settings) -> None:
    chat = _chat(small, page_settings)
    first = asyncio.run(_all(chat.ask("2023年全市女党员占多少？", [], ZH)))
    second = asyncio.run(_all(chat.ask("那35岁以下的呢？", first[-1].history, ZH)))
    assert "按“2023年全市女党员占多少？" in (second[-1].current or "")
    assert "2023年全市女党员占多少？" in (second[0].past or "")


@pytest.mark.parametrize(
    ("question", "shown", "hidden"),
    [
        ("UNEXPECTED_QUESTION", "程序出了意外", "details for the log"),
        ("UNANSWERABLE_QUESTION", "模型文件损坏。请重新安装。", "Traceback"),
    ],
)
def test_a_failure_is_a_chinese_message_and_its_details_go_to_the_log(
    small: ModuleType,
    page_settings: Settings,
    caplog: pytest.LogCaptureFixture,
    question: str,
    shown: str,
    hidden: str,
) -> None:
    chat = _chat(small, page_settings)
    asked = getattr(small, question)
    views = asyncio.run(_all(chat.ask(asked, [], ZH)))
    assert shown in (views[-1].current or "") and hidden not in (views[-1].current or "")
    unexpected = question == "UNEXPECTED_QUESTION"
    assert ("details for the log only" in caplog.text) is unexpected


def test_an_empty_question_asks_nothing(small: ModuleType, page_settings: Settings) -> None:
    assert asyncio.run(_all(_chat(small, page_settings).ask("  \n", [], ZH))) == []


def test_a_rating_reaches_the_assistant(small: ModuleType, page_settings: Settings) -> None:
    assistant = small.SmallAssistant(page_settings, small.sample_documents())
    warmup = Warmup(assistant.warm_up)
    warmup.start()
    chat = Chat(assistant, warmup)
    history = asyncio.run(_all(chat.ask(QUESTION, [], ZH)))[-1].history
    changed = asyncio.run(chat.rate(0, "down", history))
    assert records_from(changed)[0].rating == "down"
    assert assistant.ratings == [(QUESTION, "down")]
    assert asyncio.run(chat.rate(5, "up", history)) is None


def test_a_failed_warm_up_is_told_to_whoever_asks(
    small: ModuleType, page_settings: Settings
) -> None:
    def fail() -> None:
        raise small.ModelError("模型文件不见了。请重新安装。")

    warmup = Warmup(fail)
    warmup.start()
    chat = Chat(small.SmallAssistant(page_settings, []), warmup)
    views = asyncio.run(_all(chat.ask(QUESTION, [], ZH)))
    assert "模型文件不见了" in (views[-1].current or "")


def test_a_stream_yields_what_was_reported_and_then_the_failure() -> None:
    async def collect() -> list[object]:
        def work(report: object) -> None:
            assert callable(report)
            for number in range(200):
                report(number)
            raise ValueError("stop")

        return [item async for item in stream(work)]

    *numbers, last = asyncio.run(collect())
    assert numbers == list(range(200))
    assert isinstance(last, Failed) and str(last.error) == "stop"


def test_the_conversation_before_a_new_one_comes_back_until_something_is_asked(
    small: ModuleType, page_settings: Settings
) -> None:
    chat = _chat(small, page_settings)
    assert "恢复上一个对话" not in (asyncio.run(chat.clear([], [], ZH)).past or "")
    kept = asyncio.run(_all(chat.ask(QUESTION, [], ZH)))[-1].history
    begun = asyncio.run(chat.clear(kept, [], ZH))
    assert begun.history == [] and begun.previous == kept
    assert "已开始新对话" in (begun.past or "") and "46,218" not in (begun.past or "")
    # Pressed twice, nothing more is lost.
    assert asyncio.run(chat.clear([], begun.previous, ZH)).previous == kept
    back = asyncio.run(chat.bring_back([], begun.previous, ZH))
    assert back.history == kept and back.previous == [] and "46,218名" in (back.past or "")
    assert asyncio.run(chat.bring_back(kept, begun.previous, ZH)) == View()
    asked = asyncio.run(_all(chat.ask(QUESTION, [], ZH)))
    assert asked[0].previous == [] and "恢复上一个对话" not in (asked[0].past or "")
