"""Stretches of a sentence that may be the answer's words: words, names, clauses, all of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from pb_qa.answering.words import Lexicon

MARKS: Final = re.compile('[,，。;；:：!?！？、"()（）《》〈〉「」『』【】\\[\\]\n|]')
_CLAUSE: Final = re.compile("[,，。;；:：!?！？\n|]")
# What a longer answer begins after: 是…, 因为…, 通过….
_LINKS: Final = frozenset("是为即指叫称在于由被让因以将把对从至到有达的使令后时中等与和及") | {
    "因为", "由于", "通过", "包括",
}  # fmt: skip
_MOST_WORDS: Final = 14
_MOST_CLAUSES: Final = 6
_LONGEST: Final = 220
_TRIMMED: Final = " ,，。;；:：!?！？、\n|"


class Cut(NamedTuple):
    """A sentence cut for candidates.

    Attributes
    ----------
    starts, ends
        Where a candidate may begin and end.
    links
        Beginnings of clauses, and of what follows a linking word.
    stops
        Where clauses end.
    """

    starts: tuple[int, ...]
    ends: tuple[int, ...]
    links: tuple[int, ...]
    stops: tuple[int, ...]


def cut_sentence(form: str, lexicon: Lexicon, whole: Iterable[tuple[int, int]] = ()) -> Cut:
    """Cut a sentence (search form) where candidates may begin and end.

    Parameters
    ----------
    whole
        Half-open spans that belong together, e.g. figures with their units: nothing begins
        or ends within one.
    """
    starts, ends, links, stops = set[int](), set[int](), set[int](), {len(form.rstrip(_TRIMMED))}
    for word in lexicon.cut(form):
        text = form[word.start : word.end]
        if MARKS.fullmatch(text):
            if _CLAUSE.match(text):
                stops.add(word.start)
                links.add(word.end)
            continue
        starts.add(word.start)
        ends.add(word.end)
        if text in _LINKS:
            links.add(word.end)
    first = len(form) - len(form.lstrip(_TRIMMED))
    links.add(first)
    kept = tuple(whole)
    starts.update(start for start, _ in kept)
    ends.update(end for _, end in kept)
    # A date is made of figures with units: none of them begins or ends within it.
    inner = {position for start, end in kept for position in range(start + 1, end)}
    starts -= inner
    ends -= inner
    links &= starts
    return Cut(
        tuple(sorted(starts)), tuple(sorted(ends)), tuple(sorted(links)),
        tuple(sorted(stop for stop in stops if stop > first)),
    )  # fmt: skip


def candidate_spans(form: str, cut: Cut) -> list[tuple[int, int]]:
    """Every stretch within a clause, and from a clause or a linking word to a clause's end.

    Returns
    -------
    list of (int, int)
        Half-open spans into ``form``, each once, in order.
    """
    found: set[tuple[int, int]] = set()
    for start in cut.starts:
        words = 0
        for end in cut.ends:
            if end <= start:
                continue
            words += 1
            if words > _MOST_WORDS or _CLAUSE.search(form, start, end):
                break
            found.add((start, end))
    for start in cut.links:
        after = [stop for stop in cut.stops if start < stop <= start + _LONGEST]
        found.update((start, _trimmed(form, start, stop)) for stop in after[:_MOST_CLAUSES])
        found.update((start, _trimmed(form, start, stop)) for stop in after[-1:])
    return sorted(span for span in found if span[0] < span[1] and _balanced(form, *span))


def _trimmed(form: str, start: int, end: int) -> int:
    while end > start and form[end - 1] in _TRIMMED:
        end -= 1
    return end


def _balanced(form: str, start: int, end: int) -> bool:
    """Whether no quotation or bracket is cut in two."""
    text = form[start:end]
    return (
        text.count('"') % 2 == 0
        and text.count("《") == text.count("》")
        and text.count("(") == text.count(")")
    )
