"""Words that shut something out: only, all of it, no exception. The sources have to say so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from pb_qa.answering.generative.checking.claims import Claims
from pb_qa.answering.generative.checking.clauses import Clause, clauses_of
from pb_qa.answering.generative.checking.evidence import Evidence, SourceSentence

# That there is nothing else.
_ONLY: Final = (
    "只有(?=[^，。；0-9]{2})(?![^，。；]{2,24}[，,]?(?:才|方))|(?<!不)仅仅?(?:限于|限|有|包括|包含|涉及|为|是)|只(?:限于?|包括|包含|涉及|是(?!要)|能|可|准|许|得)"
    "|(?<!不)限于(?!形势|条件|水平)|为限|(?:没有|无|不存在|不含|未列出?|没有列出|不包括)(?:任何)?(?:别的|其他|其它|另外|更多)"
    "|别无|再无|此外(?:都|均|就)?(?:没有|无|不)|仅此|唯一|全部(?:内容)?(?:就)?(?:是|为|在此)|(?:内容|范围|事项|项目)(?:就是|到此)"
    "|除[^，。；]{2,40}(?:以外|之外|外)[，,]?[^，。；]{0,10}(?:没有|未|不|无|均不|都不)"
)
# That it holds whatever happens.
_ALWAYS: Final = (
    "(?:没有|不存在|无|毫无|并无|不设|不允许有?|不得有|不作)(?:任何)?(?:一[个种项])?例外|无一例外|概莫能外|概无例外|不例外"
    "|(?:任何|一切|所有|无论(?:何种|什么)|不管什么)(?:情况|情形|条件|时候)下?(?:均|都|也)?|即[使便](?:另有|有其他)[^，。；]{0,10}(?:也|都|仍)"
    "|(?:无论|不论|不管)(?:如何|怎样|怎么)|无条件|绝对(?!值|贫困|控股|多数|优势|领导|安全|不许|不准)|毫无保留|一概"
)
# Each kind with what in a source may say so.
_KINDS: Final = (
    (re.compile(_ONLY), re.compile(f"{_ONLY}|仅|只(?!要)|唯一|限于|为限|全部|所有(?![制权者])")),
    (
        re.compile(_ALWAYS),
        re.compile(f"{_ALWAYS}|无例外|任何|一切|无论|不论|不管|一律|(?<![平人])均(?![等衡])|绝对"),
    ),
)
_NEAR: Final = 0.8


def closed(claims: Claims, evidence: Sequence[Evidence]) -> str:
    """Words that shut out what the restated source leaves open, in Chinese; else empty."""
    for said, bears in _KINDS:
        match = said.search(claims.form)
        if match is None or any(match[0] in one.form for one in evidence):
            continue
        if not any(bears.search(sentence.form) for sentence in _sources(claims, evidence)):
            return f"引用的原文没有说“{match[0]}”"
    return ""


def _sources(claims: Claims, evidence: Sequence[Evidence]) -> Iterator[SourceSentence]:
    """The sentences that the sentence is closest to."""
    said = clauses_of(claims.form)
    own = frozenset[str]().union(*(clause.pairs for clause in said))
    rated = [
        (len(own & _pairs(sentence.clauses)), sentence)
        for one in evidence
        for sentence in one.sentences
    ]
    most = max((shared for shared, _ in rated), default=0)
    for shared, sentence in rated:
        if shared >= _NEAR * most and most:
            yield sentence


def _pairs(clauses: Sequence[Clause]) -> frozenset[str]:
    return frozenset[str]().union(*(clause.pairs for clause in clauses))


__all__ = ["closed"]
