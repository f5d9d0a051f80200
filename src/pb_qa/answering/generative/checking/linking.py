"""Whether a cause, a purpose or a condition that a sentence gives is given by its sources.

Two things that the sources state side by side are not yet the one because of the other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pb_qa.answering.generative.checking.claims import Claims
from pb_qa.answering.generative.checking.clauses import Clause, clauses_of
from pb_qa.answering.generative.checking.evidence import Evidence, letters

_FEWEST_PAIRS: Final = 3
_OWN: Final = 0.45
_CLOSE: Final = 0.8
_BESIDE: Final = 8
_FOLLOWING: Final = 4
_KNOWN: Final = 0.6
_OPENING: Final = 12
_SHOWN: Final = 40
_DIGITS: Final = re.compile("[0-9]")
_HAN_PAIR: Final = re.compile("[\u4e00-\u9fff]{2}")


@dataclass(frozen=True, slots=True)
class _Relation:
    """A way in which one thing may follow from another.

    Attributes
    ----------
    says
        How a sentence says it.
    bears
        What in a source says it.
    opens
        What at the beginning of a sentence says it of the sentence before.
    """

    name: str
    says: re.Pattern[str]
    bears: re.Pattern[str]
    opens: re.Pattern[str]


_RESULT: Final = (
    "因此|因而|所以(?!称)|从而|由此(?![及看])|致使|导致|造成|使得|促使|引起(?!的?争议)|引发|以致|以至于"
    "|进而|带来了?|其结果|(?<=[,，])(?:有效|有力)?(?:带动|拉动|促使|推动了|促进了)"
)
_REASON: Final = (
    "由于|因为|得益于|受益于|归功于|归因于|鉴于|源于|起因于|之所以|取决于"
    "|(?<![原起成诱病])因(?![此而素为果地公病人材势时事特私故])"
    "|受(?=[^，,。；;：:]{2,20}影响)"
    "|在[^，,。；;：:]{2,30}?的?(?:推动|带动|影响|拉动|作用|支持|帮助|促进|引领)下"
    "|(?:原因|主因|根源|关键)(?:之一)?(?:就?是|在于)"
)
_RELATIONS: Final = (
    _Relation(
        "因果关系",
        re.compile(f"{_RESULT}|{_REASON}"),
        re.compile(
            f"{_RESULT}|{_REASON}|原因|使(?!用|命|馆|者)|令(?=人)|结果|后果|影响|为此|为(?!止|期|主|准)|(?<![可予加得所难足])以(?!上|下|内|外|及|来|前|后)"
            "|通过|推动|促进|带动|拉动|产生|有利于|依靠|凭借|的[,，]"
        ),
        re.compile("因此|因而|所以|从而|由此|为此|这样|这(?:主要)?是|其?(?:主要)?原因|结果|于是|据此"),
    ),
    _Relation(
        "目的",
        re.compile("为了|以便|以期|旨在|目的(?:是|在于)|是为了"),
        re.compile("为(?!止|期|主|准)|以便|以期|旨在|目的|(?<![可予加得所难足])以(?!上|下|内|外|及|来|前|后)|便于|使|确保|促进"),
        re.compile("为此|以便|目的"),
    ),
    _Relation(
        "条件",
        re.compile("只要(?!求)|只有(?=[^，,]{2,24}[，,]才)|除非|如果|倘若|一旦"),
        re.compile("只要|只有|除非|如|若|倘|一旦|凡|[的时后][,，]|情形|情况下|条件|前提|才|方可|经|应先|必须"),
        re.compile("否则|如|若|凡|只要|只有"),
    ),
)  # fmt: skip


def unlinked(claims: Claims, evidence: Sequence[Evidence]) -> tuple[str, list[str]]:
    """Causes, purposes and conditions that the sources do not state.

    Returns
    -------
    (str, list of str)
        In Chinese: why the sentence must not be shown, empty when it may; and what a reader
        should look at.
    """
    form = claims.form
    clauses = clauses_of(form)
    doubts: list[str] = []
    for relation in _RELATIONS:
        for match in relation.says.finditer(form):
            if _stands(form, match, evidence) and not (
                relation is _RELATIONS[0] and _of_another(relation, match, form, clauses, evidence)
            ):
                continue
            fault, doubt = _fault(relation, match, form, clauses, evidence)
            if fault:
                return fault, doubts
            doubts += [doubt] if doubt else []
    return "", doubts


def _stands(form: str, match: re.Match[str], evidence: Sequence[Evidence]) -> bool:
    """Whether the word and what follows it stand in a source: it is no word of the model's."""
    own = _opening(form, match)
    return len(own) > len(match[0]) and any(own in one.letters for one in evidence)


def _of_another(
    relation: _Relation,
    match: re.Match[str],
    form: str,
    clauses: Sequence[Clause],
    evidence: Sequence[Evidence],
) -> bool:
    """Whether a source gives the cause in these words, and for something else."""
    first, second = _members(relation, match, form, clauses)
    if first is None or second is None or len(relation.says.findall(form)) > 1:
        return False
    if not all(_is_known(member.text, evidence) for member in (first, second)):
        return False
    own = _opening(form, match)
    for one in evidence:
        a, b = ({i for i in _homes(m, one)} for m in (first, second))
        places = {i for i, s in enumerate(one.sentences) if own in s.letters}
        following = (i + 1 for i in places if i + 1 < len(one.sentences))
        if places & b or any(i in b and _opens(relation, one.sentences[i].form) for i in following):
            return False
        if not places and a & b:
            return False
    return True


def _opening(form: str, match: re.Match[str]) -> str:
    own = letters(_DIGITS.split(form[match.start() : match.end() + _BESIDE])[0])
    return own[: len(match[0]) + _FOLLOWING]


def _fault(
    relation: _Relation,
    match: re.Match[str],
    form: str,
    clauses: Sequence[Clause],
    evidence: Sequence[Evidence],
) -> tuple[str, str]:
    """A fault where both things are known but not linked; a doubt where one is unknown."""
    first, second = _members(relation, match, form, clauses)
    said = form[match.start() : match.start() + _SHOWN].split("。")[0]
    doubt = f"引用的原文没有这样说：“{said}”"
    if second is None:
        return "", ""
    if first is None:
        return "", doubt  # “因此” that links to a sentence before
    known = [_is_known(member.text, evidence) for member in (first, second)]
    if not any(known):
        return "", doubt
    for one in evidence:
        a, b = (_homes(member, one) for member in (first, second))
        if not all(known) and any(relation.bears.search(one.sentences[i].form) for i in a | b):
            return "", doubt
        for i in a:
            if i in b and relation.bears.search(one.sentences[i].form):
                return "", ""
            if i + 1 in b and _opens(relation, one.sentences[i + 1].form):
                return "", ""
            if i - 1 in b and _opens(relation, one.sentences[i].form):
                return "", ""
    return f"引用的原文没有说这两件事有{relation.name}：“{said}”", ""


def _members(
    relation: _Relation, match: re.Match[str], form: str, clauses: Sequence[Clause]
) -> tuple[Clause | None, Clause | None]:
    """The clauses of the two things that a word links."""
    own = max((i for i, clause in enumerate(clauses) if clause.start <= match.start()), default=0)
    inside = clauses[own]
    end = inside.start + len(inside.text)
    before, after = (
        Clause(form[a:b], a, _pairs(form[a:b]))
        for a, b in ((inside.start, match.start()), (match.end(), end))
    )
    later = [m.start() for m in relation.says.finditer(form, match.end())]
    earlier = [before, *reversed(clauses[:own])]
    if len(before.pairs) >= _FEWEST_PAIRS or re.match(_RESULT, match[0]):  # A导致B
        following = [after, *clauses[own + 1 :]]
        return _first_whole(earlier), _first_whole(following)
    stop = next((i for i, c in enumerate(clauses) if later and later[0] <= c.start + 2), 0)
    following = list(clauses[stop if stop > own else own + 1 :])
    if not following:  # B，原因是A
        return _first_whole(earlier), after
    return (inside if match[0][0] == "在" else after), _first_whole(following)


def _first_whole(clauses: Sequence[Clause]) -> Clause | None:
    """The first clause of more than a word or two."""
    return next((clause for clause in clauses if len(clause.pairs) >= _FEWEST_PAIRS), None)


def _pairs(text: str) -> frozenset[str]:
    words = re.sub(r"[\s\W_]+", "", text)
    return frozenset(words[i : i + 2] for i in range(len(words) - 1))


def _is_known(words: str, evidence: Sequence[Evidence]) -> bool:
    """Whether most of what is linked stands in the cited passages at all."""
    own = [words[i : i + 2] for i in range(len(words) - 1)]
    own = [pair for pair in own if _HAN_PAIR.fullmatch(pair)]
    known = sum(any(pair in one.form for one in evidence) for pair in own)
    return known >= _KNOWN * len(own)


def _homes(member: Clause, one: Evidence) -> set[int]:
    """The sentences that state what a clause says."""
    shared = [sum(pair in s.form for pair in member.pairs) for s in one.sentences]
    least = max(_OWN * len(member.pairs), _CLOSE * max(shared, default=0))
    return {index for index, count in enumerate(shared) if count >= least}


def _opens(relation: _Relation, form: str) -> bool:
    return bool(relation.opens.search(form[:_OPENING]))


__all__ = ["unlinked"]
