"""The seventh forger: figures, changes and rules told beside what they do not belong to."""

from __future__ import annotations

from typing import Final

from .seventh_changes import SEVENTH_CHANGES
from .seventh_pairs import SEVENTH_PAIRS
from .seventh_phrasing import Maker
from .seventh_reworded import SEVENTH_DERIVED, SEVENTH_WORDINGS
from .seventh_rules import SEVENTH_RULES
from .seventh_scope import SEVENTH_SCOPE

__all__ = ["SEVENTH", "SEVENTH_DERIVED", "SEVENTH_WORDINGS"]

# In all of them right numbers and words stand beside a wrong year, subject, case or base.
SEVENTH: Final[dict[str, Maker]] = {
    **SEVENTH_CHANGES,
    **SEVENTH_PAIRS,
    **SEVENTH_SCOPE,
    **SEVENTH_RULES,
}
