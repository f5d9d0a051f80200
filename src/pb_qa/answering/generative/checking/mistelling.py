"""What else a sentence tells of something that its source tells of another thing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pb_qa.answering.generative.checking.charging import other_office
from pb_qa.answering.generative.checking.consequences import exception_included, other_case
from pb_qa.answering.generative.checking.directions import against_its_numbers, other_direction
from pb_qa.answering.generative.checking.evidence import Evidence
from pb_qa.answering.generative.checking.leads import other_lead
from pb_qa.answering.generative.checking.levels import (
    end_told_of_start,
    growth_of_neighbour,
    other_stage_of_level,
    part_told_as_whole,
    wrongly_ranked,
)
from pb_qa.answering.generative.checking.plainly import only_letters, plain_form, plain_forms
from pb_qa.answering.generative.checking.reckoned_from import other_prices, term_from_other_day
from pb_qa.answering.generative.checking.relating import (
    denied_for_only,
    level_told_as_base,
    part_told_as_rest,
    told_even,
)

_CHECKS: Final = (
    other_case,
    exception_included,
    other_lead,
    other_stage_of_level,
    growth_of_neighbour,
    end_told_of_start,
    part_told_as_whole,
    term_from_other_day,
    other_prices,
    other_direction,
    denied_for_only,
    told_even,
    level_told_as_base,
    part_told_as_rest,
    other_office,
)


def mistold(written: str, evidence: Sequence[Evidence]) -> str:
    """What is so told, in Chinese; empty for a sentence that stands word for word in a source.

    Parameters
    ----------
    written
        The sentence without its markers.
    """
    form, sources = plain_form(written), plain_forms(evidence)
    own = only_letters(form)
    if any(own in only_letters(source) for source in sources):
        return ""
    faults = (check(form, sources) for check in _CHECKS)
    return (
        next((fault for fault in faults if fault), "")
        or wrongly_ranked(form)
        or against_its_numbers(form)
    )


__all__ = ["mistold"]
