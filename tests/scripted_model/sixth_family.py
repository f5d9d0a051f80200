"""The sixth family: written after the checks had seen five, by somebody who had not seen them."""

from __future__ import annotations

from typing import Final

from .fifth_phrasing import Maker, in_forms
from .sixth_honest import SIXTH_DERIVED
from .sixth_rates import SIXTH_RATES
from .sixth_reckoning import SIXTH_RECKONING
from .sixth_reworded import SIXTH_WORDINGS
from .sixth_rules import SIXTH_RULES
from .sixth_sources import SIXTH_SOURCES, SIXTH_UNSOURCED
from .sixth_subjects import SIXTH_SUBJECTS
from .sixth_times import SIXTH_SPANS, SIXTH_TIMES

SIXTH_FORMS: Final[dict[str, dict[str, Maker]]] = {
    **SIXTH_TIMES,
    **SIXTH_SUBJECTS,
    **SIXTH_RATES,
    **SIXTH_SOURCES,
    **SIXTH_RULES,
    **SIXTH_SPANS,
    **SIXTH_UNSOURCED,
    **SIXTH_RECKONING,
}
SIXTH: Final[dict[str, Maker]] = in_forms(SIXTH_FORMS)
SIXTH_ABSENT: Final = frozenset({*SIXTH_SPANS, *SIXTH_UNSOURCED, *SIXTH_RECKONING})
SIXTH_MISPLACED: Final = frozenset({*SIXTH_TIMES, *SIXTH_SUBJECTS, *SIXTH_RATES, *SIXTH_SOURCES})

__all__ = [
    "SIXTH",
    "SIXTH_ABSENT",
    "SIXTH_DERIVED",
    "SIXTH_FORMS",
    "SIXTH_MISPLACED",
    "SIXTH_WORDINGS",
]
