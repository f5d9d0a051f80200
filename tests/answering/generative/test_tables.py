"""The head of a table claims nothing; its rows do."""

from __future__ import annotations

import pytest

from pb_qa.answering.generative.checking.tables import is_table_head


@pytest.mark.parametrize(
    "line",
    [
        "| 指标 | 数值 | 来源 |",
        "| 项目 | 数据（万元） | 出处 |",
        "|条款|期限|依据|",
        "| --- | :---: | --- |",
        "| **指标名称** | 完成情况 | 同比增速 |",
    ],
)
def test_a_line_that_names_columns_is_a_head(line: str) -> None:
    assert is_table_head(line)


@pytest.mark.parametrize(
    "line",
    [
        "| 甲县 | 撤销 | 乙县 |",
        "| 粮食产量 | 34万吨 | [1] |",
        "指标",
        "| 指标 |",
        "| 收入 | 增长 |",
    ],
)
def test_a_line_that_says_something_is_none(line: str) -> None:
    assert not is_table_head(line)
