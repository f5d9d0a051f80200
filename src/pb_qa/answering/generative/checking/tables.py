"""The head of a table: names of its columns, which claim nothing."""

from __future__ import annotations

import re
from typing import Final

_NAMES: Final = re.compile(
    "(?:指标|项目|数[值据额量]|来源|出处|内容|名称|时间|年[份度]|单位|备注|序号|编号|类[别型]|事项|要求|情况|说明|依据|标准|对象|金额|数量|比[例重]|占比"
    "|增[速幅长]|同比|地区|部门|条款|规定|期限|条件|主体|引用|资料|文件|结果|变化|措施|任务|目标|方面|问题|答案|原文|文号|日期|程度|领域|范围|方式|步骤|环节|职责|责任)"
)
_CELL: Final = re.compile(
    f"\\s*[*_]*(?:[一-鿿]{{0,4}}{_NAMES.pattern}){{1,2}}[*_]*(?:[（(][^（）()0-9]{{1,6}}[）)])?\\s*"
)
_RULE: Final = re.compile(r"\s*:?-{2,}:?\s*")
_LEAST_CELLS: Final = 2


def is_table_head(raw: str) -> bool:
    """Whether a line is the head of a Markdown table, whose cells all name columns."""
    line = raw.strip()
    if not line.startswith("|"):
        return False
    cells = line.strip("|").split("|")
    return len(cells) >= _LEAST_CELLS and all(
        _CELL.fullmatch(cell) or _RULE.fullmatch(cell) or not cell.strip() for cell in cells
    )


__all__ = ["is_table_head"]
