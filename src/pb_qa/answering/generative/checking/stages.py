"""Whether a clause leaves an action in the stage and at the time that its source gives it."""

from __future__ import annotations

import re
from typing import Final

# Words that stop an action, or put it off, take back what else the clause says.
_STOPPED: Final = re.compile(
    "停止|终止|暂停|中止|中断|放弃|退出|取消|不再|叫停|搁置|暂缓|延后|推迟|延迟|延缓|择机|推后|缓办"
)
_OPPOSITES: Final = tuple(
    (re.compile(one), re.compile(other))
    for one, other in (
        ("逐步|逐渐|渐渐|分步|分期|稳步", "立即|立刻|即刻|马上|当即|尽快|一次性"),
        ("开工|动工|开建|启动|着手", "竣工|完工|建成|投产|投入使用|交付|完成|实现"),
        ("(?<![目提])前|(?<!国)内(?!容|部)|截[至止]|(?<!达)[到至](?!少|多)", "后|届满|期满|过去"),
        ("开始|起算|启动", "届满|期满|结束|终了|终止"),
        (
            "(?<!不)(?<!不得)(?:[少低小]于|不足|不满|未满|不到|以下)",
            "(?<!不)(?<!不得)(?:超过|[多高大]于|[已年]满|以上|突破)",
        ),
        ("除外|例外|扣除|剔除|不含|不包[括含]", "在内|计入|连同|加上|(?<!不)包[括含]"),
    )
)


def other_stage(said: str, written: str, clause: str, source: str) -> bool:
    """Whether words put for those of a source stop, put off or hasten what it tells of.

    Parameters
    ----------
    said, written
        Where the two clauses differ.
    clause, source
        Both clauses whole.
    """
    if any(word not in source for word in _STOPPED.findall(said)):
        return True
    if any(word not in clause for word in _STOPPED.findall(written)):
        return True
    for one, other in _OPPOSITES:
        for first, second in ((one, other), (other, one)):
            turned = first.search(said) and second.search(written)
            if turned and not (first.search(written) or second.search(said)):
                return True
    return False


__all__ = ["other_stage"]
