from __future__ import annotations

import re
from dataclasses import replace
from types import ModuleType

import pytest

from pb_qa.answering.chain import not_found
from pb_qa.answers import Answer, AnswerSentence, Coverage
from pb_qa.settings import Settings
from pb_qa.web.answer_plain import plain_answer, reading_order
from pb_qa.web.contract import AssistantLike
from pb_qa.web.history import Record
from pb_qa.web.i18n import Language, Texts
from pb_qa.web.passages_view import render_passages
from pb_qa.web.render import render_turn

ZH = Texts(Language.CHINESE)


@pytest.fixture
def assistant(small: ModuleType, page_settings: Settings) -> AssistantLike:
    made: AssistantLike = small.SmallAssistant(page_settings, small.sample_documents())
    made.warm_up()
    return made


def test_sentences_stand_in_reading_order_grouped_by_document(assistant: AssistantLike) -> None:
    answer = assistant.ask("党支部党员大会和每月的会议")
    groups = reading_order(answer)
    assert sum(len(sentences) for _, sentences in groups) == len(answer.sentences)
    assert len({info.id for info, _ in groups}) == len(groups)
    for _, sentences in groups:
        starts = [sentence.citations[0].start for sentence in sentences]
        assert starts == sorted(starts)
    assert groups[0][0] == answer.sentences[0].citations[0].document


def test_the_direct_answer_stands_first_and_is_emphasised_where_it_is_said(
    assistant: AssistantLike,
) -> None:
    html = render_turn(Record("q", assistant.ask("2023年全市党员总数是多少？")), 0, ZH)
    assert html.index('class="pb-direct"') < html.index('class="pb-sentence"')
    assert html.count("<strong>46,218名</strong>") == 2


def test_each_chip_carries_the_span_of_its_quote(assistant: AssistantLike) -> None:
    answer = assistant.ask("2023年全市党员总数是多少？")
    html = render_turn(Record("q", answer), 0, ZH)
    for citation in answer.citations:
        assert f'data-start="{citation.start}" data-end="{citation.end}"' in html
        assert f">[{citation.number}]</button>" in html


def test_agreeing_documents_are_cited_together(assistant: AssistantLike) -> None:
    answer = assistant.ask("2023年全市党员总数是多少？")
    first = answer.sentences[0]
    other = replace(
        first.citations[0],
        number=9,
        document=replace(first.citations[0].document, id="other", title="另一份"),
    )
    both = AnswerSentence(first.text, (first.citations[0], other))
    html = render_turn(Record("q", replace(answer, sentences=(both,))), 0, ZH)
    sentence = re.search(r'<p class="pb-sentence">.*?</p>', html)
    assert sentence is not None
    assert "[1]" in sentence[0] and "[9]" in sentence[0] and "《另一份》" in sentence[0]


def test_incomplete_coverage_is_said_and_can_be_expanded(assistant: AssistantLike) -> None:
    answer = replace(assistant.ask("2023年全市党员总数是多少？"), coverage=Coverage(5, 146))
    html = render_turn(Record("q", answer), 0, ZH)
    assert "已引用 5 条，共 146 条匹配" in html and "查看全部" in html
    complete = replace(answer, coverage=Coverage(5, 5))
    assert "查看全部" not in render_turn(Record("q", complete), 0, ZH)


def test_an_abstention_shows_nearest_passages_as_nearest(assistant: AssistantLike) -> None:
    answer = assistant.ask("发展党员要经过哪些谈话和备案审批？")
    assert answer.abstained and answer.nearest
    html = render_turn(Record("q", answer), 0, ZH)
    assert "文件里没有说明这个问题" in html and "不是答案" in html
    assert "pb-sentence" not in html and "pb-direct" not in html
    assert html.count('class="pb-open"') == len(answer.nearest)


def test_while_streaming_sentences_come_one_by_one_and_buttons_last(
    assistant: AssistantLike,
) -> None:
    record = Record("q", assistant.ask("2023年全市党员总数是多少？"))
    assert record.answer is not None
    for revealed in range(len(record.answer.sentences) + 1):
        html = render_turn(record, 0, ZH, revealed)
        assert html.count('class="pb-sentence"') == revealed
        assert "pb-rate" not in html


def test_notes_rating_and_resolved_question_are_shown(assistant: AssistantLike) -> None:
    answer = replace(
        assistant.ask("2023年全市党员总数是多少？"),
        resolved_question="2023年的党员总数",
        notes=("两份文件说法不一",),
    )
    html = render_turn(Record("q", answer, rating="up"), 3, ZH)
    assert "两份文件说法不一" in html and "按“2023年的党员总数”查找" in html
    assert 'data-turn="3" data-rating="up" aria-pressed="true"' in html


def test_the_copied_answer_ends_in_its_references(assistant: AssistantLike) -> None:
    answer = assistant.ask("2023年全市党员总数是多少？")
    lines = plain_answer(answer, ZH).split("\n")
    assert lines[0] == "46,218名"
    assert "参考文献" in lines
    references = lines[lines.index("参考文献") + 1 :]
    assert len(references) == len(answer.citations)
    assert references[0] == "[1] 示例市统计局. 示例市2023年党员队伍统计报告[R]. 2024."


def test_found_passages_are_grouped_and_in_reading_order(assistant: AssistantLike) -> None:
    html = render_passages(assistant.search("党员", 50), ZH)
    starts = [
        [int(start) for start in re.findall(r'data-start="(\d+)"', part)]
        for part in html.split('class="pb-document"')[1:]
    ]
    assert len(starts) > 1
    assert all(group == sorted(group) for group in starts)


def test_hostile_text_is_inert_everywhere(assistant: AssistantLike) -> None:
    answer = assistant.ask("含有远程内容的图片与链接脚本有多少")
    question = "<img src=http://remote.invalid/q.png>![x](http://remote.invalid/m.png)${1}{{2}}"
    html = render_turn(Record(question, answer), 0, ZH)
    assert "remote.invalid" in html
    assert not re.search(r"<(?:img|script|iframe|svg|a)\b", html)
    assert "${" not in html and "{{" not in html


def test_what_is_found_elsewhere_is_asked_for_in_all_documents_with_one_click() -> None:
    def shown(elsewhere: bool, texts: Texts = ZH) -> str:
        note = not_found("法律", elsewhere=elsewhere)
        answer = Answer(
            "那几次？", "会议几次？", None, (), True, (), Coverage(0, 0), (note,), collection="法律"
        )
        return render_turn(Record("那几次？", answer), 0, texts)

    assert 'data-everywhere="会议几次？"' in shown(True) and "在全部资料里找" in shown(True)
    assert "Search all documents" in shown(True, Texts(Language.ENGLISH))
    assert "data-everywhere" not in shown(False)
