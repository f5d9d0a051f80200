"""Whether a sentence permits, demands, denies or includes what its source does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pb_qa.answering.generative.checking.aligning import holds
from pb_qa.answering.generative.checking.spelling import spell

_CLAUSE: Final = re.compile("[^，,。；;：:！!？?\\n|]+")
_HAN: Final = re.compile("[\u4e00-\u9fff]")
_REACH: Final = 8
# What excuses a contradiction has to say nearly the whole clause.
_SAID: Final = 0.9
_FIRST: Final = 6
_NEXT: Final = 3
_CLOSE: Final = 0.5


class Force(StrEnum):
    """What the word before a verb makes of it."""

    DENIED = "denied"
    DEMANDED = "demanded"
    PERMITTED = "permitted"
    ALL = "all"
    PART = "part"
    PLAIN = "plain"


_WORDS: Final = (
    (
        Force.DENIED,
        "不得|不准|不许|不允许|不能|不可以?|不应当?|不予|不再|不宜|禁止|严禁|无权|无须|无需|不必|没有"
        "|未(?!来|婚|成年)|拒绝",
    ),
    (Force.DEMANDED, "应当|应该|必须|须(?!知)|应(?!用|对|急|届|邀|聘|征|缴|纳|税|付|收)"),
    (Force.PERMITTED, "可以|允许|准许|有权|(?<![许认不])可(?![能见持靠行信再比观喜贵以是])"),
    (Force.ALL, "全部|一律|所有|全都"),
    (Force.PART, "部分(?!离)|有的|少数|个别|一部分"),
)  # fmt: skip
_MARKER: Final = re.compile("|".join(f"(?P<{force.value}>{words})" for force, words in _WORDS))
_OPPOSED: Final = frozenset(
    {
        (Force.DENIED, Force.DEMANDED), (Force.DENIED, Force.PERMITTED),
        (Force.DEMANDED, Force.DENIED), (Force.PERMITTED, Force.DENIED),
        (Force.PERMITTED, Force.DEMANDED), (Force.DEMANDED, Force.PERMITTED),
        (Force.ALL, Force.PART), (Force.PART, Force.ALL),
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Forced:
    """A verb under a word of force.

    Attributes
    ----------
    pairs
        Pairs of characters right after the word, within its clause.
    """

    force: Force
    word: str
    pairs: tuple[str, ...]
    clause: str


def forces_of(text: str) -> list[Forced]:
    """The words of force of a sentence in the search form, each with what it governs."""
    found: list[Forced] = []
    for clause in _CLAUSE.finditer(text):
        words = clause[0]
        markers = list(_MARKER.finditer(words))
        for index, marker in enumerate(markers):
            stop = markers[index + 1].start() if index + 1 < len(markers) else len(words)
            governed = words[marker.end() : min(stop, marker.end() + _REACH)]
            pairs = tuple(
                governed[i : i + 2]
                for i in range(len(governed) - 1)
                if _HAN.match(governed[i]) and _HAN.match(governed[i + 1])
            )
            found.append(Forced(Force(str(marker.lastgroup)), marker[0], pairs, words))
    return found


def opposed(said: str, sources: Sequence[str], others: Sequence[str]) -> tuple[str, str]:
    """The words of a sentence and of its source that say the opposite of the same verb.

    Parameters
    ----------
    said
        The sentence, in the search form.
    sources
        The source sentences it may restate, in the search form.
    others
        All sentences of the sources: one that says the same excuses it.

    Returns
    -------
    (str, str)
        Empty when nothing is opposed, or when one of the sources agrees.
    """
    written = [forces_of(source) for source in sources]
    every: list[Forced] | None = None
    for own in forces_of(said):
        if not own.pairs:
            continue
        rivals: list[tuple[str, str]] = []
        for forces in written:
            same = [theirs for theirs in forces if _governs_same(own, theirs)]
            if any(theirs.force is own.force for theirs in same):
                rivals = []
                break
            rivals += [
                (own.word + "".join(own.pairs[0:1]), theirs.word + "".join(theirs.pairs[0:1]))
                for theirs in same
                if (own.force, theirs.force) in _OPPOSED
            ]
        if rivals and not _stands(own.clause, others):
            every = every or [forced for other in others for forced in forces_of(other)]
            if not any(f.force is own.force and _governs_same(own, f, _SAID) for f in every):
                return rivals[0]
    return "", ""


def _stands(clause: str, sources: Sequence[str]) -> bool:
    """Whether a clause stands word for word in one of the sources."""
    said = spell(clause).text
    return any(holds(spell(source).text, said) for source in sources)


def _governs_same(own: Forced, theirs: Forced, share: float = _CLOSE) -> bool:
    """Whether two words of force stand before the same verb, in clauses much alike."""
    shared = set(own.pairs[:_FIRST]) & set(theirs.pairs[:_FIRST])
    if not shared & {*own.pairs[:_NEXT], *theirs.pairs[:_NEXT]}:
        return False
    pairs = {own.clause[i : i + 2] for i in range(len(own.clause) - 1)}
    return sum(pair in theirs.clause for pair in pairs) >= share * len(pairs) - 1


__all__ = ["Force", "Forced", "forces_of", "opposed"]
