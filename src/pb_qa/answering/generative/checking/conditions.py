"""Conditions of a source clause that the sentence restating it loses or makes stricter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pb_qa.answering.generative.checking.claims import Claims
from pb_qa.answering.generative.checking.clauses import Clause, Restated, clauses_of, restated
from pb_qa.answering.generative.checking.evidence import Evidence, SourceSentence

_RESTATED: Final = 0.6
_WHOLE: Final = 0.5
_FEWEST_PAIRS: Final = 3
_AFTER: Final = 6
_LEADING: Final = 8
_SHOWN: Final = 32

# What makes a rule hold only as a rule.
_HEDGE: Final = re.compile("原则上|一般(?=不|由|应|为|在|以|按|要|可|情况|每)|通常")
_HEDGED: Final = re.compile("原则|一般|通常|大体|基本|常规")
_EXCEPT: Final = re.compile(
    "除(?!依|按|了|去|此|险|名|夕|草|尘)[^，。；：]{1,24}?(?:以外|之外|外)(?=[，,的])"
)
_BESIDES: Final = re.compile("^[，,](?:[^，,。；;]{0,8})(?:还|也|又|另|同时|再)")
_EXCEPTED: Final = re.compile("除|例外|另有|特殊|不包括|不含|以外")
_INVITES: Final = re.compile("鼓励|提倡|倡导")
_DEMANDS: Final = re.compile("要求|应当?(?![用对急届邀聘征收变])|必须|须(?!知)|责令|强制")
_MODAL: Final = re.compile("鼓励|提倡|倡导|支持|引导|应当?|必须|须|要求|可以?|要")
_EITHER: Final = re.compile("或者?(?!许|多|少)")
_BOTH: Final = re.compile("并且|并|且|和|及|与|同时")
_BESIDE: Final = 2


def condition_fault(claims: Claims, evidence: Sequence[Evidence]) -> str:
    """What a clause leaves out of the condition it restates, in Chinese; empty when nothing."""
    places = [sentence for one in evidence for sentence in one.sentences]
    said = clauses_of(claims.form)
    for fit in restated(said, [sentence.clauses for sentence in places]):
        if fit is None or len(fit.said.pairs) < _FEWEST_PAIRS or fit.share < _RESTATED:
            continue
        source = places[fit.source]
        if any(fit.said.text == c.text for s in places if s is not source for c in s.clauses):
            continue
        if (
            _unhedged(fit, claims.form)
            or _unexcepted(fit, claims.form, source)
            or (
                fit.said.text not in source.form
                and (_demanded(fit, places) or _joined(fit, places))
            )
        ):
            written = _whole(fit.written, source)
            return f"“{fit.said.text[:_SHOWN]}”与原文不符，原文写的是“{written[:_SHOWN]}”"
    return ""


def _unhedged(fit: Restated, form: str) -> bool:
    """Whether 原则上 or 一般 is gone and what it was said of is not."""
    hedge = _HEDGE.search(fit.written.text)
    own = fit.said
    near = form[:_LEADING] + form[max(0, own.start - _LEADING) : own.start + len(own.text)]
    if hedge is None or _HEDGED.search(near):
        return False
    return _keeps(fit.said, fit.written.text[hedge.end() : hedge.end() + _AFTER])


def _unexcepted(fit: Restated, form: str, source: SourceSentence) -> bool:
    """Whether an exception that leads the source's clause is gone."""
    if len(fit.said.pairs) < _WHOLE * len(fit.written.pairs):
        return False
    at = source.form.find(fit.written.text[:_AFTER])
    exception = next(
        (m for m in _EXCEPT.finditer(source.form) if m.end() <= at <= m.end() + 1), None
    )
    if exception is None or _EXCEPTED.search(form):
        return False
    return not _BESIDES.match(source.form[exception.end() :])


def _demanded(fit: Restated, places: Sequence[SourceSentence]) -> bool:
    """Whether what the source encourages is demanded."""
    said, written = fit.said.text, fit.written.text
    if not _DEMANDS.search(said) or _INVITES.search(said):
        return False
    if not _INVITES.search(written) or _DEMANDS.search(written):
        return False
    rest = _MODAL.sub("", said)[:_AFTER]
    return not any(
        _DEMANDS.search(clause.text) and rest in _MODAL.sub("", clause.text)
        for sentence in places
        for clause in sentence.clauses
    )


def _joined(fit: Restated, places: Sequence[SourceSentence]) -> bool:
    """Whether 和 or 并且 stands between the words that the source has 或者 between."""
    said, written = fit.said.text, fit.written.text
    for one, other in ((_BOTH, _EITHER), (_EITHER, _BOTH)):
        for match in one.finditer(said):
            before = said[max(0, match.start() - _BESIDE) : match.start()]
            after = said[match.end() : match.end() + _BESIDE]
            if len(before) < _BESIDE or len(after) < _BESIDE:
                continue
            if any(
                written[: m.start()].endswith(before) and written.startswith(after, m.end())
                for m in other.finditer(written)
            ) and not any(before + match[0] + after in s.form for s in places):
                return True
    return False


def _keeps(said: Clause, words: str) -> bool:
    pairs = [words[i : i + 2] for i in range(len(words) - 1)]
    return bool(pairs) and 2 * sum(pair in said.pairs for pair in pairs) >= len(pairs)


def _whole(written: Clause, source: SourceSentence) -> str:
    """A clause with the exception that leads it."""
    return next(
        (
            source.form[m.start() : m.end() + 1] + written.text
            for m in _EXCEPT.finditer(source.form)
            if source.form.startswith(written.text[:_AFTER], m.end() + 1)
        ),
        written.text,
    )


__all__ = ["condition_fault"]
