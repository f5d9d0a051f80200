"""Enumerations in a document's text: what opens one, and its items, wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from pb_qa.text.sentences import sentence_spans

Span = tuple[int, int]

_NUMERALS: Final = "一二三四五六七八九十"
_STARTS: Final = r"(?:^|(?<=[。；;：:！？，,\n\s]))"
# The ways in which items are counted, the innermost first.
_WAYS: Final = tuple(
    re.compile(_STARTS + way, re.MULTILINE)
    for way in (
        rf"(?P<ordinal>[{_NUMERALS}]{{1,3}})(?:是|要)(?=[^{_NUMERALS}])",
        rf"第(?P<ordinal>[{_NUMERALS}]{{1,3}})(?=[,，、])",
        rf"其(?P<ordinal>[{_NUMERALS}]{{1,2}})(?=[,，、])",
        rf"(?<=[:：;；])(?P<ordinal>[{_NUMERALS}]{{1,3}})、",
        r"[(（](?P<ordinal>[0-9]{1,2})[)）]",
        rf"[(（](?P<ordinal>[{_NUMERALS}]{{1,3}})[)）]",
    )
)
_CLAUSES: Final = _WAYS[-2:]
_WINDOW: Final = 4_000
_MOST_ITEMS: Final = 24
# The clauses of a rule are shown whole, if they are this long together; of others the first
# sentence says what the item is.
_SHORT: Final = 500
# From one item to the next.
_FARTHEST: Final = 1_500
_OPENS_INLINE: Final = re.compile("[:：][^:：]{2,}[；;]$")
_SENTENCE_ENDS: Final = re.compile("[。！？\n]")
_LINE_ENDS: Final = re.compile("\n")


@dataclass(frozen=True, slots=True)
class Enumeration:
    """An enumeration in a text.

    Attributes
    ----------
    lead
        The sentence before the first item, in which that may stand itself.
    items
        The sentences that state the items, in order; without the one that is the lead.
    """

    lead: Span
    items: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class _Marker:
    ordinal: int
    start: int


def enumeration_at(text: str, start: int, end: int) -> Enumeration | None:
    """The enumeration that a sentence opens or is an item of; the innermost, if several.

    Parameters
    ----------
    text
        Of the whole document.
    start, end
        The sentence.
    """
    if _OPENS_INLINE.search(text[start:end]):
        return Enumeration((start, end), tuple(_rest_of_sentence(text, end)))
    for way in _WAYS:
        for run in _runs(way, text, max(0, start - _WINDOW), min(len(text), end + _WINDOW)):
            if any(start <= marker.start < end for marker in run):
                return _described(text, run, start, clauses=way in _CLAUSES)
    return None


def _rest_of_sentence(text: str, start: int) -> list[Span]:
    """What follows after a semicolon, up to the full stop."""
    return sentence_spans(text, start, _next(_SENTENCE_ENDS, text, start))


def _next(end: re.Pattern[str], text: str, start: int) -> int:
    """Where the first match after a place ends; the end of the text, if there is none."""
    found = end.search(text, start)
    return found.end() if found else len(text)


def _runs(way: re.Pattern[str], text: str, start: int, end: int) -> Iterator[list[_Marker]]:
    """The markers counted in one way that go from one up to at least two, without a gap."""
    run: list[_Marker] = []
    for match in way.finditer(text, start, end):
        marker = _Marker(_value(match["ordinal"]), match.start())
        near = bool(run) and marker.start - run[-1].start <= _FARTHEST
        if near and marker.ordinal == run[-1].ordinal + 1:
            run.append(marker)
        elif marker.ordinal == 1:
            if len(run) > 1:
                yield run
            run = [marker]
        elif len(run) > 1:
            yield run
            run = []
    if len(run) > 1:
        yield run


def _value(ordinal: str) -> int:
    if ordinal.isdigit():
        return int(ordinal)
    tens, ten, ones = ordinal.rpartition("十")
    value = _NUMERALS.find(ones) + 1 if ones else 0
    return value + 10 * (_NUMERALS.find(tens) + 1 if tens else 1) if ten else value


def _described(
    text: str, run: Sequence[_Marker], asked: int, *, clauses: bool
) -> Enumeration | None:
    starts = [marker.start for marker in run[:_MOST_ITEMS]]
    last = _LINE_ENDS if clauses else _SENTENCE_ENDS
    ends = [*starts[1:], _next(last, text, starts[-1])]
    whole = clauses and ends[-1] - starts[0] <= _SHORT
    if clauses and not whole and asked >= starts[0]:
        # Sections with headings: what stands in one of them is no item beside the others.
        return None
    items: list[Span] = []
    for start, end in zip(starts, ends, strict=True):
        spans = sentence_spans(text, start, end)
        items += spans if whole else spans[:1]
    lead = _sentence_before(text, starts[0])
    if lead[1] > items[0][0]:
        # The first item stands in the sentence that opens the enumeration.
        lead, items = (lead[0], items[0][1]), items[1:]
    return Enumeration(lead, tuple(items))


def _sentence_before(text: str, position: int) -> Span:
    """The sentence in which a place lies, or, where one begins there, the one before."""
    spans = sentence_spans(text, max(0, position - _SHORT), min(len(text), position + 1))
    within = [span for span in spans if span[0] < position]
    if not within:
        return (position, position)
    start, end = within[-1]
    return (start, end)
