from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest

from pb_qa.models import Answer, AnswerSentence, Citation, Coverage, DocumentInfo, Turn
from pb_qa.settings import Settings
from pb_qa.web.answer_view import plain_answer, render_answer
from pb_qa.web.chat import Chat, View
from pb_qa.web.history import Record, payload_of, records_from, turns_of
from pb_qa.web.i18n import Language, Texts
from pb_qa.web.withdrawal import HIDDEN, withdraw, without_withdrawn
from pb_qa.web.work import Warmup

ZH, EN = Texts(Language.CHINESE), Texts(Language.ENGLISH)
QUESTION = "2023年全市党员总数是多少？"


def citation(number: int, document: str, quote: str) -> Citation:
    info = DocumentInfo(document, 1, f"{document}.txt", document)
    return Citation(number, info, f"{document}-1", 0, len(quote), quote)


def only_second(one: Citation) -> bool:
    return readable(one.document)


def readable(info: DocumentInfo) -> bool:
    return info.id == "乙"


def answer(*sentences: AnswerSentence) -> Answer:
    return Answer(QUESTION, QUESTION, None, sentences, False, (), Coverage(2, 2))


def test_a_sentence_borne_out_by_another_document_stays_in_its_words() -> None:
    gone, stays = citation(1, "甲", "党员5人。"), citation(2, "乙", "共有党员5人。")
    both = answer(AnswerSentence("党员5人。", (gone, stays)))
    left = withdraw(both, only_second, readable)
    (sentence,) = left.sentences
    assert sentence.text == "党员5人。" and sentence.citations[0] == stays
    assert sentence.citations[1].quote == ""
    other = citation(2, "乙", "全市党员五名。")
    left = withdraw(answer(AnswerSentence("党员5人。", (gone, other))), only_second, readable)
    assert left.sentences[0].text == "全市党员五名。"


def test_a_sentence_borne_out_by_nothing_else_is_hidden() -> None:
    kept = AnswerSentence("支部9个。", (citation(2, "乙", "支部9个。"),))
    left = withdraw(
        answer(AnswerSentence("党员5人。", (citation(1, "甲", "党员5人。"),)), kept),
        only_second,
        readable,
    )
    assert [sentence.text for sentence in left.sentences] == [HIDDEN, "支部9个。"]
    shown = render_answer(left, None, 0, ZH) + plain_answer(left, ZH)
    assert "5人" not in shown and "支部9个。" in shown
    assert shown.count("该文件已移出") >= 2 and 'data-document="甲"' not in shown
    assert "已隐去：所引文件已移出" in shown
    assert "document removed" in render_answer(left, None, 0, EN)
    assert turns_of([Record("问", left)]) == (Turn("问", "支部9个。"),)


def test_an_answer_that_stands_is_untouched(small: ModuleType, page_settings: Settings) -> None:
    assistant = small.SmallAssistant(page_settings, small.sample_documents())
    assistant.warm_up()
    records = [Record(QUESTION, assistant.ask(QUESTION)), Record("坏了", error="请再试")]
    assert without_withdrawn(records, assistant) == records


def test_what_the_browser_made_up_is_withdrawn(small: ModuleType, page_settings: Settings) -> None:
    assistant = small.SmallAssistant(page_settings, small.sample_documents())
    assistant.warm_up()
    true = assistant.ask(QUESTION)
    first = true.sentences[0]
    forged = replace(first.citations[0], quote="党员总数为9,999,999名。")
    made_up = replace(true, sentences=(AnswerSentence(forged.quote, (forged,)),), direct=None)
    (record,) = without_withdrawn([Record(QUESTION, made_up)], assistant)
    assert record.answer is not None and record.answer.sentences[0].text == HIDDEN


def test_figures_and_results_go_with_their_documents(
    small: ModuleType, page_settings: Settings
) -> None:
    assistant = small.SmallAssistant(page_settings, small.statistics_documents())
    assistant.warm_up()
    reckoned = assistant.ask("乙市2010年和2020年养老床位相差多少")
    assert reckoned.reckoned and reckoned.figures
    left = withdraw(reckoned, lambda _: False, readable)
    assert (left.figures, left.reckoned, left.working, left.notes) == ((), "", "", ())
    (turn,) = turns_of([Record("问", left)])
    assert "4.6" not in turn.answer and "2.8" not in turn.answer
    assert "4.6万" not in render_answer(left, None, 0, ZH)


async def _all(views: AsyncIterator[View]) -> list[View]:
    return [view async for view in views]


@pytest.fixture
def told(
    small: ModuleType, page_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> tuple[Chat, Any, list[Sequence[Turn]]]:
    assistant = small.SmallAssistant(page_settings, small.sample_documents())
    warmup = Warmup(assistant.warm_up)
    warmup.start()
    histories: list[Sequence[Turn]] = []
    ask = assistant.ask

    def asked(question: str, history: Sequence[Turn] = (), collection: str = "") -> Answer:
        histories.append(history)
        result: Answer = ask(question, history, collection)
        return result

    monkeypatch.setattr(assistant, "ask", asked)
    return Chat(assistant, warmup), assistant, histories


def test_after_a_removal_neither_page_nor_follow_up_nor_feedback_has_the_text(
    told: tuple[Chat, Any, list[Sequence[Turn]]],
) -> None:
    chat, assistant, histories = told
    history = asyncio.run(_all(chat.ask(QUESTION, [], ZH)))[-1].history
    kept = json.loads(json.dumps(history))
    (record,) = records_from(kept)
    assert record.answer is not None
    assert "46,218名" in chat.restore(kept, ZH)
    list(assistant.remove(sorted({one.document.id for one in record.answer.citations})))

    restored = chat.restore(kept, ZH)
    assert "46,218" not in restored and "该文件已移出" in restored and QUESTION in restored
    views = asyncio.run(_all(chat.ask("那女党员呢？", kept, ZH)))
    assert "46,218" not in (views[0].past or "")
    assert "46,218" not in json.dumps(views[-1].history, ensure_ascii=False)
    assert "46,218" not in "".join(turn.answer for turn in histories[-1])
    rated = asyncio.run(chat.rate(0, "up", payload_of([record])))
    assert rated is not None and assistant.ratings[-1] == (QUESTION, "up")
