"""What a model worded, as HTML and as text: nothing of it is trusted."""

from __future__ import annotations

import re
from dataclasses import replace
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb_qa.answer_events import AnswerDone
from pb_qa.answers import (
    UNREAD,
    UNSURE,
    Answer,
    AnswerMode,
    AnswerSentence,
    Coverage,
    TokenUsage,
    WithheldSentence,
)
from pb_qa.models import Citation, DocumentInfo
from pb_qa.settings import Settings
from pb_qa.web.answer_plain import plain_answer
from pb_qa.web.draft import Draft
from pb_qa.web.history import Record
from pb_qa.web.i18n import Language, Texts
from pb_qa.web.render import render_draft, render_turn

ZH, EN = Texts(Language.CHINESE), Texts(Language.ENGLISH)
MODEL = "small-model:7b"
REASON = "数字“2345”在引用的原文中找不到"
DOUBT = "“王五”不在所引原文中"


def _citation(number: int, quote: str) -> Citation:
    info = DocumentInfo("d", 1, "d.txt", "示例通知", issued_on="2024-01-15")
    return Citation(number, info, "p", 0, len(quote), quote)


@pytest.fixture
def worded() -> Answer:
    return _worded()


def _worded(
    text: str = "全市有党员5人。", reason: str = REASON, doubt: str = DOUBT, reasoning: str = "想想"
) -> Answer:
    return Answer(
        "q",
        "q",
        None,
        (
            AnswerSentence("情况如下：", ()),
            AnswerSentence(text, (_citation(1, "党员共5人。"),), (doubt,)),
        ),
        False,
        (),
        Coverage(1, 1),
        seconds=3.2,
        mode=AnswerMode.GENERATIVE,
        model=MODEL,
        withheld=(WithheldSentence("全市有2345人。", reason),),
        usage=TokenUsage(12345, 678),
        reasoning=reasoning,
    )


def _shown(answer: Answer, texts: Texts = ZH) -> str:
    return render_turn(Record("q", answer), 4, texts)


def test_sentences_stand_in_the_models_order_with_citations_and_doubts(worded: Answer) -> None:
    html = _shown(worded)
    assert "由语言模型“small-model:7b”归纳，带编号的句子已与所引原文核对" in html
    said = re.findall(r'<p class="pb-said[^"]*">(.*?)</p>', html)
    assert len(said) == 2 and "pb-chip" not in said[0]
    assert ">[1]</button>" in said[1] and f"请核对：{DOUBT}" in said[1]
    assert "党员共5人。" in html and 'data-keep="quotes-4"' in html
    assert "用时 3.2 秒 · 输入 12,345、输出 678 个词元" in html
    assert "条匹配" not in html
    english = _shown(worded, EN)
    assert "Worded by the language model" in english and "12,345 tokens in, 678 out" in english


def test_a_withheld_sentence_is_one_line_that_opens_to_its_words(worded: Answer) -> None:
    html = _shown(worded)
    folded = re.search(r'<details class="pb-folded pb-withheld".*?</details>', html)
    assert folded is not None
    summary, _, inside = folded[0].partition("</summary>")
    assert f"已隐去1句：{REASON}" in summary and "全市有2345人" not in summary
    assert "全市有2345人。" in inside and "未经核实" in inside
    assert html.count("全市有2345人") == 1


def test_several_withheld_sentences_name_each_reason_once(worded: Answer) -> None:
    reasons = ["没有引用来源", REASON, "没有引用来源", "没有来源[9]", "日期对不上"]
    withheld = tuple(WithheldSentence(f"第{n}句", reason) for n, reason in enumerate(reasons))
    html = _shown(replace(worded, withheld=withheld))
    assert f"已隐去5句：没有引用来源；{REASON} 等</summary>" in html
    inside = html.partition("等</summary>")[2]
    assert [inside.count(reason) for reason in set(reasons)] == [
        reasons.count(reason) for reason in set(reasons)
    ]


def test_what_is_copied_says_who_worded_it_and_carries_what_it_cites(worded: Answer) -> None:
    copied = plain_answer(worded, ZH)
    lines = copied.split("\n")
    assert lines[0] == (
        "（本回答由语言模型“small-model:7b”归纳，不是文件原话；引用前请对照所附原文。）"
    )
    assert f"全市有党员5人。[1]〔请核对：{DOUBT}〕" in lines
    assert lines[lines.index("所引原文") + 1] == "[1] 党员共5人。"
    assert lines[lines.index("参考文献") + 1].startswith("[1] 示例通知")
    assert "2345" not in copied and "想想" not in copied


def test_reasoning_is_folded_and_no_reasoning_is_nothing(worded: Answer) -> None:
    html = _shown(worded)
    assert '<details class="pb-folded pb-reasoning" data-keep="reasoning-4">' in html
    assert "模型的思考过程（未经核实）" in html and "想想" in html
    silent = _shown(replace(worded, reasoning=" \n", withheld=(), usage=None))
    assert "pb-reasoning" not in silent and "pb-withheld" not in silent
    assert "用时 3.2 秒</span>" in silent


def test_quotes_instead_of_a_models_words_say_so_first(worded: Answer) -> None:
    quoted = replace(
        worded,
        sentences=(AnswerSentence("党员共5人。", (_citation(1, "党员共5人。"),)),),
        mode=AnswerMode.EXTRACTIVE,
        notes=("语言模型没有回答。以下是原文摘录。", "两份文件说法不一"),
    )
    html = _shown(quoted)
    assert html.count("语言模型没有回答") == 1
    assert html.index("语言模型没有回答") < html.index("党员共5人")
    assert "<li>两份文件说法不一</li>" in html
    # What the model had written stays openable, and marked.
    assert f"已隐去1句：{REASON}" in html and "pb-reasoning" in html
    assert "2345" not in plain_answer(quoted, ZH) and "归纳" not in plain_answer(quoted, ZH)
    abstained = replace(
        quoted, sentences=(), abstained=True, notes=("没有这项数据。", "语言模型没有回答。")
    )
    html = _shown(abstained)
    assert "<strong>没有这项数据。</strong>" in html and html.count("语言模型没有回答") == 1


def test_figures_found_without_the_model_keep_their_card(
    small: ModuleType, page_settings: Settings
) -> None:
    assistant = small.SmallAssistant(page_settings, small.statistics_documents())
    assistant.warm_up()
    answer = assistant.ask("2018年丙市社区服务中心有多少")
    assert answer.figures
    html = _shown(replace(answer, model=MODEL, notes=("模型出错。以下是原文摘录。",)))
    assert html.count("模型出错") == 1 and html.index("模型出错") < html.index("pb-stated")


HOSTILE = (
    "<img src=http://remote.invalid/a.png onerror=alert(1)><script>x</script>${f()}{{g()}}"
    "`h`\\u0041\"'><svg onload=y></details></div>"
)


def _inert(html: str) -> bool:
    harmless = not re.search(r"<(?:img|script|svg|iframe|a)\b", html)
    return harmless and not any(mark in html for mark in ("${", "{{", "`", "\\"))


def test_hostile_words_of_a_model_are_inert_everywhere() -> None:
    answer = replace(_worded(HOSTILE, HOSTILE, HOSTILE, HOSTILE), model=HOSTILE, notes=(HOSTILE,))
    answer = replace(answer, withheld=(WithheldSentence(HOSTILE, HOSTILE),) * 2)
    draft = Draft(HOSTILE, answer.sentences, answer.withheld, HOSTILE)
    for html in (
        _shown(answer),
        _shown(replace(answer, mode=AnswerMode.EXTRACTIVE)),
        render_draft(HOSTILE, draft, 0, ZH, False),
        render_draft(HOSTILE, Draft(HOSTILE), 0, ZH, True),
    ):
        assert "remote.invalid" in html and _inert(html)
        assert html.count("<details") == html.count("</details>")
        assert html.count("<div") == html.count("</div>")


@given(st.text(), st.text(), st.text(), st.text())
def test_no_words_of_a_model_open_or_close_an_element(
    text: str, reason: str, doubt: str, reasoning: str
) -> None:
    plain = _shown(_worded("话", "因", "疑", "想"))
    html = _shown(_worded(text, reason, doubt, f"想{reasoning}"))
    assert html.count("<") == plain.count("<") and html.count(">") == plain.count(">")
    assert html.count('"') == plain.count('"')


def test_a_draft_follows_its_events(worded: Answer) -> None:
    draft = Draft().after(AnswerDone(worded))
    assert draft.answer == worded


def test_that_it_may_miss_the_question_stands_above_the_words_also_when_copied() -> None:
    unread = f"找到 24 段有关的资料，{UNREAD}，只给了它最相关的 15 段。"
    said = AnswerSentence("全市共有党员5人。", (_citation(1, "全市共有党员5人。"),))
    answer = Answer("问", "问", None, (said,), False, (), Coverage(1, 1))
    answer = replace(
        answer, mode=AnswerMode.GENERATIVE, model=MODEL, notes=(UNSURE, unread, "中途断了。")
    )
    for words in (
        render_turn(Record("问", answer), 0, ZH),
        plain_answer(answer, ZH),
        answer.text,
    ):
        assert words.index(UNSURE) < words.index("全市共有党员5人")
    shown = render_turn(Record("问", answer), 0, ZH)
    assert f'<p class="pb-muted">{unread}</p>' in shown, "no warning"
    assert '<ul class="pb-notes"><li>中途断了。</li></ul>' in shown
