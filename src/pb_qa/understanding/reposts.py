"""Whether one document is a repost of another, told from their texts alone.

How the bounds were found, and what they do on real texts: docs/decisions/near-duplicates.md.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pb_qa.text.places import places_in
from pb_qa.text.search_form import search_form
from pb_qa.text.shingles import SHINGLE, bare_codes, shared, shingles_of

# Changes whenever two texts may be judged differently.
REPOST_FORMAT: Final = "1"

LEAST_SHARE: Final = 0.8
# Shorter texts are mostly set phrases.
LEAST_SHINGLES: Final = 100
# One that stands inside a text more than twice as long has to be longer itself.
_LEAST_WITHIN: Final = 200
_WITHIN: Final = 2.0

# A stretch this long that is word for word the same is no accident: what both have between
# the first and the last of them is the article, what lies outside is a site's own.
_ANCHOR: Final = 48
_MOST_CHANGED: Final = 0.1
# What is longer was put in whole, e.g. a teaser; so was what has no counterpart.
_LONG_PIECE: Final = 40
# A word replaced so often makes another document out of a template.
_SYSTEMATIC: Final = 3

_NUMBER: Final = re.compile("[0-9〇零二三四五六七八九十百千万亿]")
_YEAR: Final = re.compile("(?:19|20)[0-9]{2}|[一二][〇零九○][〇零○一二三四五六七八九]{2}")
_STATUTE: Final = re.compile("(?:法|条例|规定|办法|细则|规则|章程|准则|解释|决定)(?:[(（].*)?$")
_ARTICLE: Final = re.compile("^第[一二三四五六七八九十百零〇0-9]+条", re.MULTILINE)
_ARTICLES: Final = 5
_MOST_OF_STATUTE: Final = 0.9
_HISTORY: Final = re.compile(
    "([0-9〇零一二三四五六七八九十]{4}年[0-9一二三四五六七八九十]+月[0-9一二三四五六七八九十]+日)"
    "[^。；\n]{0,60}?(通过|修订|修正|公布|发布|施行|印发)"
)
_DRAFT: Final = re.compile("草案|征求意见|送审稿|讨论稿|试行")


@dataclass(frozen=True)
class Text:
    """A document as far as it is compared.

    Attributes
    ----------
    codes
        See `pb_qa.text.shingles.bare_codes`.
    """

    title: str
    text: str
    codes: NDArray[np.uint32]

    @classmethod
    def of(cls, title: str, text: str) -> Text:
        """Take a document apart."""
        return cls(title, text, bare_codes(text))

    @cached_property
    def ordered(self) -> NDArray[np.uint64]:
        """Its shingles in the order of the text."""
        return shingles_of(self.codes)

    @cached_property
    def pieces(self) -> NDArray[np.uint64]:
        """Its shingles, each once."""
        return np.unique(self.ordered)


def repost_share(first: Text, second: Text) -> float | None:
    """How much of the shorter text the longer one has, if one is a repost of the other.

    Symmetric. A site's header and footer, another title and a few words changed make no
    difference. A number in the place of another does, and so do another year or place in the
    title, another date of adoption, a word replaced throughout (a template), and, in a
    statute, any word.

    Returns
    -------
    float or None
        0.8 … 1; None when they are different documents.
    """
    if first.title == second.title and np.array_equal(first.codes, second.codes):
        return 1.0 if len(first.pieces) >= LEAST_SHINGLES else None
    shorter, longer = sorted((first, second), key=lambda one: len(one.pieces))
    size = len(shorter.pieces)
    within = len(longer.pieces) > _WITHIN * size
    if size < (_LEAST_WITHIN if within else LEAST_SHINGLES):
        return None
    share = shared(first.pieces, second.pieces) / size
    if share < LEAST_SHARE or _speak_of_others(first, second):
        return None
    one, other = _article(first, second), _article(second, first)
    if _is_statute(first) or _is_statute(second):
        whole = len(one.codes) >= _MOST_OF_STATUTE * min(len(first.codes), len(second.codes))
        return share if whole and np.array_equal(one.codes, other.codes) else None
    changed = [*one.changed, *other.changed]
    if not changed:
        return share
    if sum(map(len, changed)) > _MOST_CHANGED * size or _name_other_places(first, second):
        return None
    if _has_number(one) and _has_number(other):
        return None
    return share if max(Counter(changed).values()) < _SYSTEMATIC else None


def _speak_of_others(first: Text, second: Text) -> bool:
    """Whether titles or dates of adoption say that these are two documents."""
    one, other = (search_form(side.title) for side in (first, second))
    years, others = set(_YEAR.findall(one)), set(_YEAR.findall(other))
    acts, other_acts = (set(_HISTORY.findall(search_form(side.text))) for side in (first, second))
    return (
        bool(years and others and years != others)
        or (_DRAFT.search(one) is None) != (_DRAFT.search(other) is None)
        or bool(acts and other_acts and not (acts <= other_acts or other_acts <= acts))
    )


def _name_other_places(first: Text, second: Text) -> bool:
    one, other = (set(places_in(search_form(side.title))) for side in (first, second))
    return bool(one and other and one != other)


def _is_statute(side: Text) -> bool:
    """Whether every word of a text counts."""
    return (
        _STATUTE.search(side.title.strip()) is not None
        or len(_ARTICLE.findall(side.text)) >= _ARTICLES
    )


@dataclass(frozen=True, slots=True)
class _Article:
    """The part of a text between the first and the last stretch that it shares with another.

    Attributes
    ----------
    codes
        Its bare characters.
    changed
        What stands in it but not in the other text, piece by piece.
    """

    codes: NDArray[np.uint32]
    changed: tuple[str, ...]


def _has_number(article: _Article) -> bool:
    """Whether a word changed here holds a number; what was put in whole does not count."""
    return any(_NUMBER.search(piece) for piece in article.changed if len(piece) < _LONG_PIECE)


def _article(side: Text, other: Text) -> _Article:
    here = np.isin(side.ordered, other.pieces)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], here, [False])).astype(np.int8)))
    starts, ends = edges[::2], edges[1::2]
    anchors = np.flatnonzero(ends - starts >= _ANCHOR)
    if not len(anchors):
        return _Article(side.codes, ())
    first, last = anchors[0], anchors[-1]
    reach = SHINGLE - 1
    # A shingle is missing from the first that reaches into a change to the last that does.
    gaps = [(ends[at] + reach, starts[at + 1]) for at in range(first, last)]
    changed = (side.codes[start:end] for start, end in gaps if end > start)
    return _Article(
        side.codes[starts[first] : ends[last] + reach],
        tuple(codes.astype("<u4").tobytes().decode("utf-32-le", "replace") for codes in changed),
    )
