"""What a heading names is listed from the outline under it, whole and in order."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pb_qa.assistant import Assistant
from pb_qa.settings import Settings

LAW = """示例省集市管理条例
目录
第一章 总则
第二章 摊主的权利
第三章 摊主的义务
第四章 日常保护
第五章 应急保护
第一章 总则
第一条 为了规范集市，保护摊主和顾客，制定本条例。
第二条 本条例所称集市，是指定期开市的场所。
第二章 摊主的权利
第三条 摊主享有自主定价的权利。定价应当公开。
第四条
摊主可以推选代表。
第五条 摊主对罚款不服的，有权申诉。
第三章 摊主的义务
第六条 摊主应当保持摊位整洁。
第七条 摊主应当使用合格的秤。
第四章 日常保护
第八条 市场应当设置值班室，每天有人值守，记录来访。
第九条 值班人员应当巡查，每两小时一次。
第五章 应急保护
第十条 遇有火情，市场应当组织疏散，并且报告消防部门。
第十一条 疏散路线应当张贴在入口。
"""
PLAN = """示例省人民政府办公厅关于加强乡村书屋建设工作的意见
各县人民政府：
为加强乡村书屋建设，提出以下意见。
一、总体要求
书屋要办在村民身边。
二、2021年重点工作
（一）充实图书。每村新增图书三百册。
（二）延长开放时间。
（三）培训管理员。每年培训一次。
三、工作原则
（1）统筹规划、分步实施。县里统一安排。
（2）因地制宜、方便读者。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("outlines")
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "条例.txt").write_text(LAW, encoding="utf-8")
    (corpus / "意见.txt").write_text(PLAN, encoding="utf-8")
    settings = Settings(corpus_dir=corpus, data_dir_override=folder / "data")
    with Assistant(settings) as made:
        list(made.sync())
        yield made


def shown(assistant: Assistant, question: str) -> list[str]:
    answer = assistant.ask(question)
    for sentence in answer.sentences:
        for cited in sentence.citations:
            text = assistant.document(cited.document.id).text
            assert text[cited.start : cited.end] == cited.quote
    return [sentence.text for sentence in answer.sentences]


@pytest.mark.parametrize(
    "question", ["摊主有哪些权利？", "集市管理条例里摊主的权利有哪些", "摊主的权利是什么"]
)
def test_a_chapter_is_its_articles(assistant: Assistant, question: str) -> None:
    assert shown(assistant, question) == [
        "第二章 摊主的权利", "第三条 摊主享有自主定价的权利。", "摊主可以推选代表。",
        "第五条 摊主对罚款不服的，有权申诉。",
    ]  # fmt: skip


@pytest.mark.parametrize("question", ["2021年重点工作有哪些", "2021年的重点工作有哪几项？"])
def test_a_part_of_a_plan_is_its_sections(assistant: Assistant, question: str) -> None:
    assert shown(assistant, question) == [
        "二、2021年重点工作", "（一）充实图书。", "（二）延长开放时间。", "（三）培训管理员。",
    ]  # fmt: skip


def test_another_year_is_not_that_part(assistant: Assistant) -> None:
    assert "二、2021年重点工作" not in shown(assistant, "2020年重点工作有哪些")


def test_items_that_are_no_headings_count_too(assistant: Assistant) -> None:
    assert shown(assistant, "乡村书屋建设的工作原则有哪些") == [
        "三、工作原则", "（1）统筹规划、分步实施。", "（2）因地制宜、方便读者。",
    ]  # fmt: skip


def test_as_many_headings_as_were_counted(assistant: Assistant) -> None:
    assert shown(assistant, "集市管理条例规定的两大保护是什么") == [
        "第四章 日常保护", "第五章 应急保护",
    ]  # fmt: skip
    assert "第四章 日常保护" not in shown(assistant, "集市管理条例规定的三大保护是什么")


def test_what_a_document_says_is_its_parts(assistant: Assistant) -> None:
    assert shown(assistant, "关于加强乡村书屋建设工作的意见有哪些内容？") == [
        "一、总体要求", "二、2021年重点工作", "三、工作原则",
    ]  # fmt: skip


def test_a_noun_that_no_heading_has_is_left_to_the_sentences(assistant: Assistant) -> None:
    assert "第二章 摊主的权利" not in shown(assistant, "摊主有哪些处罚")
