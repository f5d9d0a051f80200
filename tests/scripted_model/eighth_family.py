"""The eighth forger: what a fluent model gets wrong when it sums up, and its true sentences."""

from __future__ import annotations

from typing import Final

from .eighth_clauses import EIGHTH_CLAUSES
from .eighth_figures import EIGHTH_FIGURES
from .eighth_made_up import EIGHTH_MADE_UP
from .eighth_phrasing import Maker
from .eighth_reworded import EIGHTH_DERIVED, EIGHTH_WORDINGS
from .eighth_words import EIGHTH_WORDS

__all__ = ["EIGHTH", "EIGHTH_ABSENT", "EIGHTH_DERIVED", "EIGHTH_MISPLACED", "EIGHTH_WORDINGS"]

EIGHTH: Final[dict[str, Maker]] = {
    **EIGHTH_MADE_UP,
    **EIGHTH_FIGURES,
    **EIGHTH_CLAUSES,
    **EIGHTH_WORDS,
}
# A rate with the unit of an amount, and the like, is a number that the passages lack as well.
EIGHTH_ABSENT: Final = frozenset(
    {*EIGHTH_MADE_UP, "percentage told as an amount", "amount told as a percentage"}
    | {"番 and 倍 confused"}
)
# Right numbers and words beside a wrong subject, time, base, case or body.
EIGHTH_MISPLACED: Final = frozenset(EIGHTH) - EIGHTH_ABSENT
