from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest

from pb_qa.answers import (
    Answer,
    AnswerFigure,
    AnswerMode,
    AnswerSentence,
    Coverage,
    Turn,
    WithheldSentence,
)
from pb_qa.models import NO_PERIOD, Citation, DocumentInfo
from pb_qa.settings import Settings
from pb_qa.web.answer_plain import plain_answer
from pb_qa.web.answer_view import render_answer
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


def current(document: str, version: int) -> bool:
    return (document, version) == ("乙", 1)


def answer(*sentences: AnswerSentence) -> Answer:
    return Answer(QUESTION, QUESTION, None, sentences, False, (), Coverage(2, 2))


def test_a_sentence_borne_out_by_another_document_stays_in_its_words() -> None:
    gone, stays = citation(1, "甲", "党员5人。"), citation(2, "乙", "共有党员5人。")
    both = answer(AnswerSentence("党员5人。", (gone, stays)))
    left = withdraw(both, only_second, readable, current)
    (sentence,) = left.sentences
    assert sentence.text == "党员5人。" and sentence.citations[0] == stays
    assert sentence.citations[1].quote == ""
    other = citation(2, "乙", "全市党员五名。")
    left = withdraw(
        answer(AnswerSentence("党员5人。", (gone, other))), only_second, readable, current
    )
    assert left.sentences[0].text == "全市党员五名。"


def test_a_sentence_borne_out_by_nothing_else_is_hidden() -> None:
    kept = AnswerSentence("支部9个。", (citation(2, "乙", "支部9个。"),))
    left = withdraw(
        answer(AnswerSentence("党员5人。", (citation(1, "甲", "党员5人。"),)), kept),
        only_second,
        readable,
        current,
    )
    assert [sentence.text for sentence in left.sentences] == [HIDDEN, "支部9个。"]
    shown = render_answer(left, None, 0, ZH)
    copied = plain_answer(left, ZH)
    assert "5人" not in shown + copied and "支部9个。" in shown and "支部9个。" in copied
    assert 'data-document="甲"' not in shown and "甲" not in copied
    assert "《甲》已移出，1 条引文不再显示；放回后重新提问可见。" in shown
    assert "已引用全部 1 条匹配" in shown and "data-copy" in shown
    assert "“甲” has been removed; 1 of its quotes" in render_answer(left, None, 0, EN)
    assert turns_of([Record("问", left)]) == (Turn("问", "支部9个。"),)


def test_of_a_removed_document_one_line_is_left_and_nothing_to_copy() -> None:
    gone = [
        AnswerSentence(f"党员{n}人。", (citation(n, "甲", f"党员{n}人。"),)) for n in range(1, 9)
    ]
    whole = replace(answer(*gone), coverage=Coverage(8, 10))
    assert "data-copy" in render_answer(whole, None, 0, ZH)
    shown = render_answer(withdraw(whole, only_second, readable, current), None, 0, ZH)
    assert shown.count("已移出") == 1
    assert "《甲》已移出，8 条引文不再显示" in shown
    for useless in ("data-copy", "data-matches", "条匹配", "pb-sentence", "[1]"):
        assert useless not in shown


def test_an_offer_whose_document_is_gone_offers_nothing() -> None:
    offered = replace(
        answer(AnswerSentence("党员5人。", (citation(1, "甲", "党员5人。"),))),
        abstained=True,
        notes=("没有2020年的数据；有2011年底的：5人。",),
    )
    assert "只是文件里与它最接近的数据" in render_answer(offered, None, 0, ZH)
    shown = render_answer(withdraw(offered, only_second, readable, current), None, 0, ZH)
    assert "最接近的数据" not in shown and "5人" not in shown and "data-copy" not in shown
    assert "《甲》已移出，1 条引文不再显示" in shown


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
    left = withdraw(reckoned, lambda _: False, readable, current)
    assert (left.figures, left.reckoned, left.working, left.notes) == ((), "", "", ())
    (turn,) = turns_of([Record("问", left)])
    assert "4.6" not in turn.answer and "2.8" not in turn.answer
    assert "4.6万" not in render_answer(left, None, 0, ZH)


def worded(*sentences: AnswerSentence) -> Answer:
    return replace(
        answer(*sentences),
        mode=AnswerMode.GENERATIVE,
        model="small-model:7b",
        withheld=(WithheldSentence("甲有党员7人。", "数字“7”在引用的原文中找不到"),),
        reasoning="甲有党员5人，乙有支部9个。",
    )


def test_a_models_sentence_goes_with_any_document_that_it_cites() -> None:
    gone, stays = citation(1, "甲", "党员5人。"), citation(2, "乙", "支部9个。")
    both = worded(
        AnswerSentence("情况如下：", ()),
        AnswerSentence("党员5人，支部9个。", (gone, stays), ("请看甲",)),
        AnswerSentence("共有支部9个。", (stays,), ("请看乙",)),
    )
    left = withdraw(both, only_second, readable, current)
    assert [sentence.text for sentence in left.sentences] == [
        "情况如下：",
        HIDDEN,
        "共有支部9个。",
    ]
    assert left.sentences[2] == both.sentences[2]
    kept = [Record("问", left)]
    for words in (
        render_answer(left, None, 0, ZH),
        plain_answer(left, ZH),
        str(payload_of(kept)),
        str(turns_of(kept)),
    ):
        assert "5人" not in words and "7人" not in words and "请看甲" not in words
        assert "共有支部9个。" in words
    assert "《甲》已移出，1 条引文不再显示" in render_answer(left, None, 0, ZH)


def test_what_a_model_worded_from_documents_that_stand_is_untouched() -> None:
    stays = worded(AnswerSentence("支部9个。", (citation(2, "乙", "支部9个。"),), ("请核对",)))
    assert withdraw(stays, only_second, readable, current) == stays


@pytest.mark.parametrize("gone", [("甲", 1), ("乙", 2)])
def test_thoughts_go_with_any_document_that_the_model_was_given(gone: tuple[str, int]) -> None:
    """Though no sentence cites it: 甲 has been removed, 乙 is at its first version again."""
    stays = AnswerSentence("支部9个。", (citation(2, "乙", "支部9个。"),))
    told = replace(worded(stays), read=(("乙", 1), gone))
    left = withdraw(told, only_second, readable, current)
    assert left.sentences == (stays,)
    for words in (render_answer(left, None, 0, ZH), str(payload_of([Record("问", left)]))):
        assert "支部9个。" in words and "5人" not in words and "7人" not in words
    quoted = replace(told, mode=AnswerMode.EXTRACTIVE, sentences=(stays,))
    assert withdraw(quoted, only_second, readable, current).reasoning == ""
    none_gone = replace(told, read=(("乙", 1),))
    assert withdraw(none_gone, only_second, readable, current) == none_gone


def test_thoughts_are_withdrawn_from_the_kept_conversation(
    small: ModuleType, page_settings: Settings
) -> None:
    assistant = small.SmallAssistant(page_settings, small.sample_documents())
    assistant.warm_up()
    infos = assistant.list_documents()
    said = assistant.ask(QUESTION)
    cited = {one.document.id for one in said.citations}
    other = next(info for info in infos if info.id not in cited)
    told = replace(
        said,
        mode=AnswerMode.GENERATIVE,
        model="small-model:7b",
        reasoning="党课每年一次。",
        withheld=(WithheldSentence("党课每年两次。", "数字不符"),),
        read=tuple((info.id, info.version) for info in infos),
    )
    kept = json.loads(json.dumps(payload_of([Record(QUESTION, told)])))
    assert without_withdrawn(records_from(kept), assistant) == [Record(QUESTION, told)]
    list(assistant.remove([other.id]))
    (record,) = without_withdrawn(records_from(kept), assistant)
    assert record.answer == replace(told, reasoning="", withheld=())


def test_of_an_answer_without_citations_nothing_unchecked_is_kept() -> None:
    left = withdraw(worded(AnswerSentence("情况如下：", ())), only_second, readable, current)
    assert left.withheld == () and left.reasoning == ""


def test_quotes_shown_instead_of_a_models_words_lose_what_it_wrote_with_a_document() -> None:
    quoted = replace(
        worded(
            AnswerSentence("党员5人。", (citation(1, "甲", "党员5人。"),)),
            AnswerSentence("支部9个。", (citation(2, "乙", "支部9个。"),)),
        ),
        mode=AnswerMode.EXTRACTIVE,
        notes=("语言模型没有回答。以下是原文摘录。",),
    )
    left = withdraw(quoted, only_second, readable, current)
    shown = render_answer(left, None, 0, ZH)
    assert "5人" not in shown and "7人" not in shown and "支部9个。" in shown
    assert "没有采用模型“small-model:7b”的归纳" in shown


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
    assert "46,218" not in restored and "已移出，" in restored and QUESTION in restored
    views = asyncio.run(_all(chat.ask("那女党员呢？", kept, ZH)))
    assert "46,218" not in (views[0].past or "")
    assert "46,218" not in json.dumps(views[-1].history, ensure_ascii=False)
    assert "46,218" not in "".join(turn.answer for turn in histories[-1])
    rated = asyncio.run(chat.rate(0, "up", payload_of([record])))
    assert rated is not None and assistant.ratings[-1] == (QUESTION, "up")


def test_shown_again_the_conversation_is_compared_with_the_library(
    told: tuple[Chat, Any, list[Sequence[Turn]]],
) -> None:
    chat, assistant, _ = told
    first = asyncio.run(_all(chat.ask("2023年全市女党员占多少？", [], ZH)))[-1].history
    kept = asyncio.run(_all(chat.ask(QUESTION, first, ZH)))[-1].history
    records = records_from(kept)
    before = asyncio.run(chat.again(kept, True, ZH))
    assert "46,218名" in (before.current or "") and 'data-turn="1"' in (before.current or "")
    assert "女党员" in (before.past or "") and QUESTION not in (before.past or "")
    assert before.history is None
    cited = {c.document.id for record in records if record.answer for c in record.answer.citations}
    list(assistant.remove(sorted(cited)))
    for apart in (True, False):
        view = asyncio.run(chat.again(kept, apart, ZH))
        words = (view.past or "") + (view.current or "")
        assert "46,218" not in words and "14,112" not in words and "已移出，" in words
        assert QUESTION in ((view.current if apart else view.past) or "")
    assert asyncio.run(chat.again([], False, ZH)) == View()


def test_what_is_gone_is_not_counted_beside_figures() -> None:
    gone, stays = citation(1, "甲", "党员5人。"), citation(2, "乙", "共有党员6人。")
    both = answer(AnswerSentence("党员5人。", (gone,)), AnswerSentence("共有党员6人。", (stays,)))
    stated = tuple(
        AnswerFigure(f"{count}人", "党员", "", NO_PERIOD, number, document, at, at + 2)
        for count, number, document, at in ((5, 1, "甲", 2), (6, 2, "乙", 4))
    )
    listed = replace(both, figures=stated, coverage=Coverage(2, 5))
    assert "列出 2 项，共 5 项符合" in render_answer(listed, None, 0, ZH)
    left = withdraw(listed, only_second, readable, current)
    assert "列出 1 项，共 4 项符合" in render_answer(left, None, 0, ZH)


def test_metadata_of_what_is_gone_are_not_told() -> None:
    one = answer(AnswerSentence("党员5人。", (citation(1, "甲", "党员5人。"),)))
    told = replace(one, about="《甲》的日期：2019年（人工更正）")
    left = withdraw(told, only_second, readable, current)
    assert left.about == "" and "2019年" not in render_answer(left, None, 0, ZH)
    assert "2019年（人工更正）" in render_answer(told, None, 0, ZH)
    assert plain_answer(told, ZH).startswith("《甲》的日期")
