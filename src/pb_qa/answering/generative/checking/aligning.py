"""Where a sentence keeps its source's words but for one: what stands there instead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from pb_qa.answering.generative.checking.spelling import Spelled

_LONGEST: Final = 10
_BESIDE: Final = 2
_SURE: Final = 4
_AROUND: Final = 6
_MOST_SOURCES: Final = 3
# Another sentence excuses a difference only if it is about as close.
_NEAR: Final = 0.7
_SHOWN: Final = 10
_FEWEST_SHARED: Final = 5
_MARK: Final = re.compile("[，。；：:;!?！？、|]")
Code = tuple[str, int, int, int, int]
LESSENING: Final = tuple("副非准不没未无")
_NO_LESSENING: Final = frozenset({"标准", "批准", "水准", "精准"})


@dataclass(frozen=True, slots=True)
class Slot:
    """One place where a sentence differs from its source, both sides of it being equal.

    Attributes
    ----------
    before, after
        What the sentence has on both sides.
    said, written
        What the sentence and the source have there; either may be empty.
    source
        The index of the source sentence.
    opens
        Whether the slot begins the sentence.
    """

    before: str
    said: str
    written: str
    after: str
    source: int
    opens: bool


def slots_of(said: Spelled, sources: Sequence[Spelled]) -> list[Slot]:
    """Where a sentence differs from those of its sources that it is closest to."""
    if any(holds(source.text, said.text) for source in sources):
        return []
    shared = [len(said.pairs & source.pairs) for source in sources]
    nearest = sorted(range(len(sources)), key=lambda index: -shared[index])[:_MOST_SOURCES]
    found: list[Slot] = []
    for index in nearest:
        if shared[index] >= _FEWEST_SHARED:
            as_close = [
                s for s, n in zip(sources, shared, strict=True) if n >= _NEAR * shared[index]
            ]
            slots = _slots(said, sources[index], index)
            found += [slot for slot in slots if not _stands(slot, as_close)]
    return found


def holds(text: str, part: str) -> bool:
    """Whether a text has a part that no 不, 没 or 副 before it turns into something else."""
    at = text.find(part)
    return at >= 0 and text[at - 1 : at] not in LESSENING


def _slots(said: Spelled, source: Spelled, index: int) -> list[Slot]:
    own, theirs = said.tokens, source.tokens
    codes = edits(own, theirs)
    found: list[Slot] = []
    for position, (tag, a, b, c, d) in enumerate(codes):
        if tag == "equal":
            continue
        left = equal_tokens(codes, position - 1)
        right = equal_tokens(codes, position + 1)
        said_here, written_here = "".join(own[a:b]), "".join(theirs[c:d])
        # 副召集人 is no 召集人, whatever stands before it.
        lessened = written_here[-1:] in LESSENING and written_here[-2:] not in _NO_LESSENING
        lessened = lessened and not (
            (said_here or "".join(own[max(0, a - 1) : a]))[-1:] in LESSENING
            or own[b : b + 1] == theirs[d - 1 : d]
        )
        if not lessened and (_MARK.search(said_here) or _MARK.search(written_here)):
            continue  # words left out or moved, none in place of another
        at_start, at_end = (not a and not c), (b == len(own) and d == len(theirs))
        both = (left >= _BESIDE or at_start) and (right >= _BESIDE or at_end)
        both = both and left + right >= _AROUND
        sure = (left >= _SURE and right) or (right >= _SURE and (left or lessened))
        if not (both or sure):
            continue
        written_here = written_here[-1:] if lessened else written_here
        if b - a > _LONGEST or len(written_here) > _LONGEST:
            continue
        before, after = "".join(own[max(0, a - _SHOWN) : a]), "".join(own[b : b + _SHOWN])
        found.append(Slot(before, said_here, written_here, after, index, a == 0))
    return found


def edits(own: Sequence[str], theirs: Sequence[str]) -> list[Code]:
    """What makes one run of tokens of another, as `difflib` puts it.

    A single equal token between two differences is part of one difference.
    """
    merged: list[Code] = []
    codes = SequenceMatcher(None, own, theirs, autojunk=False).get_opcodes()
    for position, (tag, a, b, c, d) in enumerate(codes):
        inside = 0 < position < len(codes) - 1
        if tag == "equal" and (b - a > 1 or not inside):
            merged.append((tag, a, b, c, d))
        elif merged and merged[-1][0] != "equal":
            merged[-1] = ("replace", merged[-1][1], b, merged[-1][3], d)
        else:
            merged.append(("replace", a, b, c, d))
    return merged


def equal_tokens(codes: Sequence[Code], position: int) -> int:
    """How many tokens are equal at a place beside a difference; 0 beyond the ends."""
    return codes[position][2] - codes[position][1] if 0 <= position < len(codes) else 0


def _stands(slot: Slot, sources: Sequence[Spelled]) -> bool:
    """Whether the sentence's own words stand so elsewhere in its sources."""
    if slot.written in LESSENING:
        whole = re.compile(f"(?<![{''.join(LESSENING)}]){re.escape(slot.after[:6])}")
        return any(whole.search(source.text) for source in sources)
    if any(character.isdigit() for character in slot.said):
        near = [
            part
            for part in (slot.before[-8:] + slot.said, slot.said + slot.after[:8])
            if len(part) > len(slot.said) + 2
        ]
    elif slot.said:
        near = [slot.before[-2:] + slot.said + slot.after[:2]]
        # At a clause's edge what stands on the other side of it tells nothing.
        near += [slot.said + slot.after[:3]] if _MARK.match(slot.before[-1:]) else []
        near += [slot.before[-3:] + slot.said] if _MARK.match(slot.after[:1]) else []
    else:
        near = [slot.before[-3:] + slot.after[:3]]
    if slot.opens and not slot.said:
        return any(
            source.text.startswith(near[0]) or f"，{near[0]}" in source.text for source in sources
        )
    return any(part in source.text for part in near for source in sources)


__all__ = [
    "LESSENING",
    "Slot",
    "edits",
    "equal_tokens",
    "holds",
    "slots_of",
]
