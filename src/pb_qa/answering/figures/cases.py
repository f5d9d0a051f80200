"""Figures that hold for some cases only, 合同期限满三年的, and the case that is asked about."""

from __future__ import annotations

from collections.abc import Sequence

from pb_qa.figures import FoundFigure
from pb_qa.understanding.figures.conditions import (
    Condition,
    Fit,
    cases_in,
    conditions_of,
    fit_of,
)


def of_other_cases_left_out(
    figures: Sequence[FoundFigure], asked: Sequence[Condition]
) -> list[FoundFigure]:
    """The figures that may hold for the case asked about; those that only name a case are out.

    Parameters
    ----------
    asked
        The cases that the question names; with none, all figures stay.
    """
    if not asked:
        return list(figures)
    return [
        found
        for found in figures
        if fit_of_case(found, asked) is not Fit.ANOTHER and not _names_case(found)
    ]


def fit_of_case(found: FoundFigure, asked: Sequence[Condition]) -> Fit:
    """How the case that a figure is stated for fits the one asked about."""
    return fit_of(asked, cases_of(found))


def cases_of(found: FoundFigure) -> list[Condition]:
    """The cases that its sentence names for a figure."""
    return conditions_of(found.quote, found.figure.number_start - found.figure.start)


def _names_case(found: FoundFigure) -> bool:
    at = found.figure.number_start - found.figure.start
    return any(case.start <= at < case.end for case in cases_in(found.quote))
