"""Texts as sets of short overlapping pieces, to tell how much of one is in another.

What is compared is the search form without blanks and punctuation, so that a change of
script, width, quotation marks or line breaks changes nothing.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from pb_qa.text.search_form import search_form

Hashes = NDArray[np.uint64]

# Changes whenever the same text gets other hashes.
SHINGLE_FORMAT: Final = "1"
# Characters in a piece: long enough that set phrases alone make no two texts alike.
SHINGLE: Final = 8

_DOUBLINGS: Final = (1, 2, 4)
_ODD: Final = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)
_MIX: Final = np.uint64(0xBF58476D1CE4E5B9)


# What each character of the first plane is compared as; filled as characters are met.
_UNKNOWN: Final = np.uint32(0xFFFFFFFF)
_FORMS: Final = np.full(0x10000, _UNKNOWN, dtype=np.uint32)


def _learn(codes: NDArray[np.uint32]) -> None:
    """Find out what these characters are compared as: 0 for what is left out.

    Of the few that fold to several characters, e.g. ㎡, the first stands for all: looking
    up codes is several times faster than folding text.
    """
    for code in np.unique(codes).tolist():
        form = search_form(chr(code))
        _FORMS[code] = next((ord(one) for one in form if one.isalnum()), 0)


def bare_codes(text: str) -> NDArray[np.uint32]:
    """The characters that are compared, as code points (n,)."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    low = np.minimum(codes, 0xFFFF)
    forms: NDArray[np.uint32] = _FORMS[low]
    unknown = forms == _UNKNOWN
    if unknown.any():
        _learn(low[unknown])
        forms = _FORMS[low]
    high = codes > 0xFFFF
    if high.any():
        forms = np.where(high, codes, forms).astype(np.uint32)
    bare: NDArray[np.uint32] = forms[forms > 0]
    return bare


def shingles_of(codes: NDArray[np.uint32]) -> Hashes:
    """A hash of each piece of `SHINGLE` characters, in the order of the text.

    Parameters
    ----------
    codes
        From `bare_codes`.

    Returns
    -------
    ndarray
        uint64 (n,); pieces that occur twice are there twice. Empty for a shorter text.
    """
    if len(codes) < SHINGLE:
        return np.zeros(0, dtype=np.uint64)
    hashes = codes.astype(np.uint64)
    for reach, odd in zip(_DOUBLINGS, _ODD, strict=True):
        hashes = (hashes[:-reach] * np.uint64(odd)) ^ (hashes[reach:] >> np.uint64(3))
        hashes += hashes << np.uint64(21)
    hashes ^= hashes >> np.uint64(29)
    hashes *= _MIX
    hashes ^= hashes >> np.uint64(32)
    return hashes


def shingles(text: str) -> Hashes:
    """The set of the pieces of a text: their hashes, each once, ascending."""
    return np.unique(shingles_of(bare_codes(text)))


def sample(hashes: Hashes, one_in: int) -> Hashes:
    """Those hashes that belong to the fixed ``1 / one_in`` of all possible ones.

    The choice depends on nothing but the hash: of what two texts have in common, the
    samples have the same share in common.
    """
    return hashes[hashes < np.uint64((1 << 64) // one_in)]


def shared(first: Hashes, second: Hashes) -> int:
    """How many pieces two sets have in common."""
    return len(np.intersect1d(first, second, assume_unique=True))
