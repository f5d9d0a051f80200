"""Reposts folded under a citation, and the range of a question, as the page shows them."""

from __future__ import annotations

import asyncio
import re
from types import ModuleType

import pytest

from pb_qa.answers import Answer, AnswerSentence, Coverage
from pb_qa.models import Citation, DocumentInfo, RepostPlace
from pb_qa.settings import Settings
from pb_qa.web.answer_view import render_answer
from pb_qa.web.chat import Chat
from pb_qa.web.history import Record, payload_of, records_from
from pb_qa.web.i18n import Language, Texts
from pb_qa.web.work import Warmup

CHINESE = Texts(Language.CHINESE)


def info(name: str, publisher: str = "") -> DocumentInfo:
    return DocumentInfo(name, 2, f"转载/{name}.txt", f"{name}<b>", publisher=publisher)


def answer(*reposts: DocumentInfo, collection: str = "") -> Answer:
    also = tuple(RepostPlace(one, 5, 9) for one in reposts)
    citation = Citation(1, info("原文"), "", 0, 4, "共有十人", also=also)
    sentence = AnswerSentence("共有十人", (citation,))
    return Answer(
        "多少人？", "多少人？", None, (sentence,), False, (), Coverage(1, 3), collection=collection
    )


def test_reposts_are_folded_and_each_opens_at_the_sentence() -> None:
    html = render_answer(answer(info("甲", "某报"), info("乙"), info("丙")), None, 0, CHINESE)
    assert "另见 3 份转载" in html and html.count("<details") == 1
    opened = re.findall(
        r'data-document="([^"]+)" data-version="2" data-start="5" data-end="9"', html
    )
    assert opened == ["甲", "乙", "丙"]
    assert "甲&lt;b&gt; · 某报" in html and "转载/乙.txt" in html and "<b>" not in html


def test_items_of_one_list_name_their_reposts_once() -> None:
    first, second = info("甲"), info("乙")
    also = ((first,), (first,), (first, second))
    sentences = tuple(
        AnswerSentence(
            f"第{n}条",
            (
                Citation(
                    n, info("原文"), "", 9 * n, 9 * n + 3, f"第{n}条",
                    also=tuple(RepostPlace(one, 5 * n, 5 * n + 3) for one in others),
                ),
            ),
        )
        for n, others in enumerate(also, 1)
    )  # fmt: skip
    listed = Answer("哪些？", "哪些？", None, sentences, False, (), Coverage(3, 3))
    html = render_answer(listed, None, 0, CHINESE)
    assert re.findall('sentence">(第.条)|(另见 . 份转载)', html) == [
        ("第1条", ""), ("第2条", ""), ("", "另见 1 份转载"), ("第3条", ""), ("", "另见 2 份转载"),
    ]  # fmt: skip


def test_without_reposts_nothing_is_said_of_them() -> None:
    assert "转载" not in render_answer(answer(), None, 0, CHINESE).replace("转载/", "")


def test_the_range_is_said_and_kept_for_all_matches() -> None:
    html = render_answer(answer(collection="法律/2018"), None, 0, CHINESE)
    assert "只在“法律/2018”里查找" in html and 'data-collection="法律/2018"' in html
    assert "data-collection" not in render_answer(answer(), None, 0, CHINESE)


def test_what_the_browser_keeps_has_reposts_and_range() -> None:
    record = Record("多少人？", answer(info("甲"), collection="法律"))
    assert records_from(payload_of([record])) == [record]


def test_a_question_goes_out_with_its_range(
    small: ModuleType, page_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def ask(question: str, history: object = (), collection: str = "") -> Answer:
        asked.append(collection)
        return answer(collection=collection)

    assistant = small.SmallAssistant(page_settings, small.sample_documents())
    monkeypatch.setattr(assistant, "ask", ask)
    warmup = Warmup(assistant.warm_up)
    warmup.start()
    chat = Chat(assistant, warmup)

    async def run() -> list[tuple[str, str]]:
        async for _ in chat.ask("多少人？", [], CHINESE, "法律"):
            pass
        async for _ in chat.ask("多少人？", [], CHINESE):
            pass
        return await chat.ranges(CHINESE)

    ranges = asyncio.run(run())
    assert asked == ["法律", ""]
    assert ranges[0] == ("全部资料", "") and all(value in label for label, value in ranges[1:])
