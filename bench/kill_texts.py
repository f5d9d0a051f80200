"""Texts for documents that differ in every sentence and state figures."""

from __future__ import annotations

import random

_PLACES = ("固原市", "吴忠市", "中卫市", "银川市", "石嘴山市", "同心县", "隆德县", "海原县")
_THINGS = ("党员", "党组织", "社区工作者", "驻村干部", "培训班次", "志愿者", "党员活动室")
_YEARS = range(2005, 2024)
# In every second text: what cleaning takes out, and people put back.
EDITOR = "责任编辑：王小明"


def text_of(serial: int, chance: random.Random) -> str:
    """A document of one to eight passages; ``serial`` makes every text another."""
    lines = [f"关于第{serial}号工作的通报", ""]
    for paragraph in range(chance.randint(2, 14)):
        sentences = []
        for _ in range(chance.randint(2, 5)):
            place, thing = chance.choice(_PLACES), chance.choice(_THINGS)
            year, amount = chance.choice(_YEARS), chance.randint(10, 99_999)
            sentences.append(
                f"{year}年，{place}{thing}总数为{amount}人，比上年增长{chance.randint(1, 99)}%。"
            )
        lines.append(f"第{serial}号第{paragraph + 1}条。" + "".join(sentences))
    if serial % 2:
        lines.insert(2, EDITOR)
    return "\n".join(lines) + "\n"


def plain(text: str) -> str:
    """A text without the line that cleaning takes out, and without blank lines."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and line != EDITOR)
