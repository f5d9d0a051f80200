"""A plan with words put behind it that it has been carried out: …，目前已全部完成."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pb_qa.answering.generative.checking.claims import Claims
from pb_qa.answering.generative.checking.clauses import clauses_of, restated
from pb_qa.answering.generative.checking.evidence import Evidence
from pb_qa.answering.generative.checking.spelling import spell

_MET: Final = re.compile(
    "(?:而|且|并|并且)?(?:(?:[这该上前]述?[一些个项]*|有关|相关|各项|所有)?)"
    "(?:目标|任务|指标|计划|要求|工作|承诺|事项|部署|措施|规定|问题|内容)?(?:目前|现在?|如今|最终|最后|年底|年末|到期)?"
    "(?:时)?(?:均|都|也|也都)?(?:已经?|业已|早已)(?:均|都|经|被)?(?:如[期数约愿]|按[期时]|全部|全面|圆满|顺利|基本|提前|超额|胜利)*"
    "(?:地)?(?:完成|实现|达到|达成|兑现|落实|到位|做到|办结|办成|结束|解决|办好|办完|执行)(?:了|完毕|到位)?"
)
# 指标3200套，已全部建成: how many of them is said by no number.
_WHOLLY: Final = re.compile(
    "(?:目前|现在?|如今|最终|并)?(?:已经?|业已|早已)?(?:全部|全数|悉数|均已?|都已?|全都|一次性|全面)(?:已经?)?(?:按期|如期|顺利)?"
    "(?P<verb>建成|开工|竣工|投产|发放|拨付|入住|签约|落实|到位|验收|脱贫|兑现|下达|交付|完成|实现|整改|办结)(?:了|到位|完毕|使用|投入使用)?"
)
_ALL: Final = re.compile("全部|全数|悉数|均|都|全面|100%|百分之百|一律")
_PLAN: Final = re.compile(
    "计划|拟|预计|预期|力争|争取|目标|打算|有望|准备|确保|努力|要(?![求素点件塞害闻领么不是])|将|今后|必须|应当?|规划|安排"
)
_CLOSE: Final = 0.7


def told_as_met(claims: Claims, evidence: Sequence[Evidence]) -> str:
    """A clause that says so of a plan and stands in no source, in Chinese; else empty."""
    planned = counted = False
    for clause in clauses_of(claims.form):
        if _MET.fullmatch(clause.text):
            said = spell(clause.text).text
            borne = any(said in s.spelled.text for one in evidence for s in one.sentences)
            if (planned or _demanded(claims, evidence)) and not borne:
                return f"引用的原文没有说“{clause.text}”"
        whole = _WHOLLY.fullmatch(clause.text)
        if (
            whole
            and counted
            and not any(
                whole["verb"] in s.form and _ALL.search(s.form)
                for one in evidence
                for s in one.sentences
            )
        ):
            return f"引用的原文没有说“{clause.text}”"
        counted = counted or any(character.isdigit() for character in clause.text)
        planned = planned or bool(_PLAN.search(clause.text))
    return ""


def _demanded(claims: Claims, evidence: Sequence[Evidence]) -> bool:
    """Whether a source clause demands what a clause of the sentence tells without its 要."""
    said = clauses_of(claims.form)
    fits = restated(said, [s.clauses for one in evidence for s in one.sentences])
    return any(
        fit is not None and fit.share >= _CLOSE and bool(_PLAN.search(fit.written.text))
        for fit in fits
    )


__all__ = ["told_as_met"]
