"""Where documents state different values for the same thing, place and time."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import combinations

from pb_qa.figures import Disagreement, Figure, FoundFigure
from pb_qa.ledger.likeness import baseline, in_common_unit, planned, signed_value
from pb_qa.storage.library import Library
from pb_qa.text.search_form import search_form


class DisagreementFinder:
    """All disagreements between the live documents of a library."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._lock = threading.Lock()
        self._found_at = -1
        self._found: list[Disagreement] = []

    def all(self) -> list[Disagreement]:
        """Every disagreement; looked for again only when the library has changed.

        Those that neither rounding nor a word like 约 explains come first; then in the
        order of indicator, place and period.
        """
        with self._lock:
            writes = self._library.writes
            if self._found_at != writes:
                figures = self._library.figures
                found = [
                    disagreement
                    for of_claim in figures.of_claims(figures.shared_claims())
                    for disagreement in disagreements_among(of_claim)
                ]
                self._found = sorted(found, key=_order)
                self._found_at = writes
            return list(self._found)


def disagreements_among(figures: Iterable[FoundFigure]) -> list[Disagreement]:
    """Disagreements among figures of one claim (`pb_qa.storage.claims.claim`).

    Documents that share the sentence, in its search form, are one: a repost adds nothing.
    Two documents disagree when they have no value in common. Changes against different
    years do not, nor does an aim with what came about.
    """
    alike: dict[tuple[str, bool], list[FoundFigure]] = {}
    for one in _without_reposts(figures):
        alike.setdefault((baseline(one), planned(one)), []).append(one)
    return [_disagreement(same) for same in alike.values() if _disagree(same)]


def _without_reposts(figures: Iterable[FoundFigure]) -> list[FoundFigure]:
    first: dict[tuple[str, Fraction | None], FoundFigure] = {}
    for one in figures:
        words = "".join(search_form(one.quote).split())
        first.setdefault((words, signed_value(one.figure)), one)
    return list(first.values())


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
