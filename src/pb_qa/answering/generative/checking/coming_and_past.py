"""The coming years told as those gone by, and a plan as what has come about."""

from __future__ import annotations

import re
from typing import Final

from pb_qa.answering.generative.checking.evidence import Evidence, SourceSentence

_TIMED: Final = re.compile(
    "(?P<past>过去(?!的?(?:分|错))|以来|(?:[0-9一二三四五六七八九十几数多]年|个月|[0-9]天)来(?!临|访|自)|近(?:[0-9一二三四五六七八九十两几数]+个?[年月天]|年)"
    "|历年|此前|往年|前(?:[一二三四五三1-9]|十)年)"
    "|(?P<coming>今后|(?<!史)未来|将来|下[1一]步|下[1一](?:阶段|时期)|往后|接下来|日后|[明后]年|下届|从(?:今年|现在|明年)起"
    "|下[1一]?个?[0-9五十三]年)"
)
_EXPECTED: Final = re.compile(
    "预计|预期|力争|争取(?!到)|拟(?!定|订)|有望|计划(?=[^，。；单列]{0,6}(?:完成|达|实现|新|建|投))"
)
_TO_BE_DONE: Final = re.compile(
    "应当?|须|有望|打算|准备|任务|要求|草案|指标|方案|估计|可(?:望|达)|可以|届时|实施后|建成后"
)
_PLANNED: Final = re.compile(
    "将(?![军来领士近])|拟(?!定|订)|计划|规划|预计|预期|目标|力争|争取|确保|[到至]20[0-9]{2}年|(?<![主重需首必只摘纪概提简还纲])要(?![求素点件塞害])|努力|安排"
)


def turned_time(said: str, written: str, sentence: SourceSentence, one: Evidence) -> bool:
    """Whether what comes is told as past, or what is past as coming, up to some place.

    Parameters
    ----------
    said, written
        The sentence and its source up to there.
    """
    own, theirs = _last_time(said), _last_time(written)
    if not own or own == theirs:
        return False
    if theirs:
        return True
    planned = bool(_PLANNED.search(sentence.form))
    if own == "past":
        return planned and bool(_PLANNED.search(written)) and not _PLANNED.search(said)
    around = f"{one.around}\n{''.join(other.form for other in one.before(sentence))}"
    return not planned and not _PLANNED.search(around) and _last_time(around) != "coming"


def told_as_fact(said: str, written: str) -> bool:
    """Whether what is expected or striven for in a source is told without a word of that.

    Parameters
    ----------
    said, written
        The sentence, and its source up to a number.
    """
    begun = re.split("[。；;\\n]", written)[-1]
    return bool(_EXPECTED.search(begun)) and not (
        _PLANNED.search(said) or _TO_BE_DONE.search(said) or _last_time(said) == "coming"
    )


def _last_time(text: str) -> str:
    found = ""
    for match in _TIMED.finditer(text):
        found = str(match.lastgroup)
    return found


__all__ = ["told_as_fact", "turned_time"]
