"""Whether a number is what each gets or what all get together: 每人5万元, 共5万元."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pb_qa.answering.generative.checking.context import Context, pairs
from pb_qa.answering.generative.checking.evidence import Evidence
from pb_qa.answering.generative.checking.founding import same_number

_EACH: Final = re.compile(
    "每(?:一|1)?(?:平方|立方)?[一-鿿]|各(?![级地类种界族方式项位部省市县区乡])|分别|[人户亩]均|平均"
)
_TOGETHER: Final = re.compile(
    "(?:总共|合计|共计|一共|总计|[加合]起来|总和|(?<![公])共(?![同产青和享建])(?:有|计)?)[^，,。；;0-9]{0,5}$"
)
# 两项合计5万元 leaves open what is counted up, 共有甲5家 does not.
_COUNTED_UP: Final = re.compile(
    "(?:总共|合计|共计|一共|总计|[加合]起来|总和|共)(?:有|计|达到?|为|是|约)*$"
)
# 甲加上乙总共5万元
_ADDED: Final = re.compile(
    "(?:加上|连同|加|[与和及])(?P<other>[^，,。；;0-9加与和及]{2,16}?)(?:总共|合计|共计|一共|总计|共)[^，,。；;0-9]{0,5}$"
)
# 甲与乙均为5万元
_ALIKE: Final = re.compile(
    "(?P<one>[^，,。；;、0-9与和及]{3,16})[与和及、](?P<other>[^，,。；;、0-9与和及]{3,16}?)(?:均|都(?!市)|皆|双双)[^，,。；;0-9]{0,8}$"
)
_NEAR: Final = 10


def distribution_fault(contexts: Sequence[Context], evidence: Sequence[Evidence]) -> str:
    """A number told of all together that its source tells of each, or the other way round."""
    for stated in contexts:
        both = _ALIKE.search(stated.clause)
        for thing in both.groups() if both else ():
            if not _is_of(stated, thing, evidence):
                return f"引用的原文没有说“{thing}”是“{stated.number.text.strip()}”"
        together = bool(_TOGETHER.search(stated.clause))
        each = bool(_EACH.search(stated.clause[-_NEAR:]))
        if together is each and not (together and _ADDED.search(stated.clause)):
            continue
        sources = [
            source
            for one in evidence
            for sentence in one.sentences
            for source in sentence.contexts
            if same_number(stated.number, source.number)
        ]
        added = _ADDED.search(stated.clause) if together else None
        alone = added is not None and all(_is_alone(source, added["other"]) for source in sources)
        if sources and (alone or all(_is_other(source, together=together) for source in sources)):
            number, written = stated.number.text.strip(), sources[0].clause.strip()[-_NEAR:]
            return f"“{number}”在原文中写的是“{written}{sources[0].number.text.strip()}”"
    return ""


def _is_of(stated: Context, thing: str, evidence: Sequence[Evidence]) -> bool:
    """Whether a number stands beside the second of two things; where it stands nowhere, also."""
    sources = [
        source
        for one in evidence
        for sentence in one.sentences
        for source in sentence.contexts
        if same_number(stated.number, source.number)
    ]
    return not sources or any(_names(source, thing) for source in sources)


def _is_alone(source: Context, other: str) -> bool:
    """Whether a number is of one thing without the other that is added to it."""
    return not _COUNTED_UP.search(source.clause) and not _names(source, other)


def _names(source: Context, thing: str) -> bool:
    own = pairs(thing)
    return 2 * len(own & pairs(source.clause)) >= len(own)


def _is_other(source: Context, *, together: bool) -> bool:
    each = bool(_EACH.search(source.clause)) or bool(_EACH.search(source.after))
    whole = bool(_TOGETHER.search(source.clause))
    return each and not whole if together else whole and not each


__all__ = ["distribution_fault"]
