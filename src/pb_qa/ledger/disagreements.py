"""Where documents state different values for the same thing, place and time."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from typing import Final

from pb_qa.figures import Disagreement, Figure, FoundFigure
from pb_qa.ledger.likeness import baseline, in_common_unit, signed_value
from pb_qa.storage.library import Library
from pb_qa.text.search_form import search_form
from pb_qa.understanding.figures.aims import is_aim
from pb_qa.understanding.figures.conditions import conditions_of

_MOST_KEPT: Final = 8


class DisagreementFinder:
    """All disagreements between the live documents of a library."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._lock = threading.Lock()
        self._found_at = -1
        # By collection, the last ones asked for.
        self._found: dict[str, list[Disagreement]] = {}

    def all(self, collection: str = "") -> list[Disagreement]:
        """Every disagreement; looked for again only when the library has changed.

        Those that neither rounding nor a word like 约 explains come first; then in the
        order of indicator, place and period.

        Parameters
        ----------
        collection
            Only among documents of this folder of the corpus; empty for all.
        """
        with self._lock:
            writes = self._library.writes
            if self._found_at != writes:
                self._found.clear()
                self._found_at = writes
            if collection not in self._found:
                if len(self._found) == _MOST_KEPT:
                    del self._found[next(iter(self._found))]
                self._found[collection] = sorted(self._among(collection), key=_order)
            return list(self._found[collection])

    def _among(self, collection: str) -> Iterator[Disagreement]:
        figures = self._library.figures
        inside = f"{collection}/" if collection else ""
        for of_claim in figures.of_claims(figures.shared_claims()):
            there = (one for one in of_claim if one.document.source.startswith(inside))
            yield from disagreements_among(there)


def disagreements_among(figures: Iterable[FoundFigure]) -> list[Disagreement]:
    """Disagreements among figures of one claim (`pb_qa.storage.claims.claim`).

    Documents that share the sentence, in its search form, are one: a repost adds nothing.
    Two documents disagree when they have no value in common. Changes against different
    years do not, nor does an aim with what came about, nor what holds in other cases.
    """
    alike: dict[tuple[object, ...], list[FoundFigure]] = {}
    for one in _without_reposts(figures):
        alike.setdefault((baseline(one), is_aim(one), _cases(one)), []).append(one)
    return [_disagreement(same) for same in alike.values() if _disagree(same)]


def _without_reposts(figures: Iterable[FoundFigure]) -> list[FoundFigure]:
    first: dict[tuple[str, Fraction | None], FoundFigure] = {}
    for one in figures:
        words = "".join(search_form(one.quote).split())
        first.setdefault((words, signed_value(one.figure)), one)
    return list(first.values())


def _cases(one: FoundFigure) -> tuple[object, ...]:
    """The cases for which a figure is stated: 不满一年的 and 满三年的 have values of their own."""
    stated = conditions_of(one.quote, one.figure.number_start - one.figure.start)
    return tuple((case.dimension, case.low, case.high) for case in stated)


def _disagree(figures: Sequence[FoundFigure]) -> bool:
    stated: dict[str, set[Fraction | None]] = {}
    for one in figures:
        stated.setdefault(one.document.id, set()).add(signed_value(one.figure))
    return any(not first & second for first, second in combinations(stated.values(), 2))


def _disagreement(figures: Sequence[FoundFigure]) -> Disagreement:
    _, converted = in_common_unit(figures)
    ordered = sorted(
        converted, key=lambda one: (signed_value(one.figure) or 0, one.document.source)
    )
    first = figures[0]
    return Disagreement(
        first.figure.indicator,
        first.figure.place or first.document.place,
        first.figure.period,
        tuple(ordered),
    )


def _order(disagreement: Disagreement) -> tuple[bool, str, str, str]:
    values = [one.figure for one in disagreement.figures]
    explained = all(_roughly_same(first, second) for first, second in combinations(values, 2))
    return explained, disagreement.indicator, disagreement.place, disagreement.period.start


def _roughly_same(first: Figure, second: Figure) -> bool:
    """Whether the values are the same but for rounding, or one is only said to be near."""
    one, other = signed_value(first), signed_value(second)
    if one is None or other is None or one == other:
        return True
    if first.qualifier or second.qualifier:
        return abs(one - other) * 10 <= max(abs(one), abs(other))
    return abs(one - other) * 2 <= max(_last_digit(first), _last_digit(second))


def _last_digit(figure: Figure) -> Fraction:
    """What one more in the last digit as written comes to."""
    value = signed_value(figure)
    try:
        written = Fraction(figure.value)
    except (ValueError, ZeroDivisionError):
        return Fraction(0)
    if value is None or not written:
        return Fraction(0)
    return abs(value / written) / Fraction(10) ** len(figure.value.partition(".")[2])
