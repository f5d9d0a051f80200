"""Several years asked about as one are not answered with one of them without a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from pb_qa.answering.figures.fitting import part_only
from pb_qa.assistant import Assistant
from pb_qa.models import Period
from pb_qa.settings import Settings

PLAN = Period("2006年至2010年", "2006-01-01", "2010-12-31", "十一五期间")
ONE = Period("2009年", "2009-01-01", "2009-12-31", "去年")


def test_the_part_is_named() -> None:
    assert part_only([PLAN], [ONE]) == "没有十一五期间整段的数据；列出的是其中2009年的。"


@pytest.mark.parametrize(
    ("asked", "stated"),
    [([PLAN], [PLAN]), ([PLAN], [ONE, PLAN]), ([ONE], [ONE]), ([], [ONE]), ([ONE, PLAN], [ONE])],
)
def test_nothing_is_said_where_nothing_is_missing(
    asked: list[Period], stated: list[Period]
) -> None:
    assert part_only(asked, stated) == ""


def test_an_answer_says_that_it_is_of_one_year(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "报告.txt").write_text(
        "政府工作报告\n2010年3月5日\n2009年城镇新增就业1102万人，登记失业率4.3%。\n",
        encoding="utf-8",
    )
    settings = Settings(corpus_dir=corpus, data_dir_override=tmp_path / "data")
    with Assistant(settings) as assistant:
        list(assistant.sync())
        answer = assistant.ask("2006到2010年城镇新增就业多少万人？")
        assert [figure.text for figure in answer.figures] == ["1102万人"]
        assert answer.notes == ("没有2006年至2010年整段的数据；列出的是其中2009年的。",)
        assert assistant.ask("2009年城镇新增就业多少万人？").notes == ()
