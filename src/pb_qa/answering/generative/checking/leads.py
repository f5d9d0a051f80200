"""Whether a lead such as 在商业方面 is the one under which its source tells the same."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pb_qa.answering.generative.checking.plainly import only_letters

_LEAD: Final = re.compile(
    "(?:^|(?<=[,;:。\n ]))(?:在|关于|就)?"
    "(?P<field>[\u4e00-\u9fff、]{2,12}?)(?:方面|领域|战线上?)[,:]"
)
_OPENING: Final = 12


def other_lead(form: str, sources: Sequence[str]) -> str:
    """A lead that the source has otherwise, in Chinese; else empty.

    Parameters
    ----------
    form, sources
        The sentence and the passages, numbers in digits, in the search form.
    """
    for match in _LEAD.finditer(form):
        field, following = match["field"], only_letters(form[match.end() :])
        opening = following[:_OPENING]
        if len(opening) < _OPENING:
            continue
        above = [lead for text in sources for lead in _leads_above(text, opening)]
        if above and all(_differ(field, lead, following, sources) for lead in above):
            return f"“{match[0].strip(',:')}”与原文不符，原文说的是“{above[0]}方面”"
    return ""


def _leads_above(text: str, opening: str) -> list[str]:
    """The nearest leads before the places where a text goes on so, in the same paragraph."""
    found: list[str] = []
    for paragraph in text.split("\n"):
        leads = [
            (only_letters(paragraph[: m.end()]), m["field"]) for m in _LEAD.finditer(paragraph)
        ]
        at = only_letters(paragraph).find(opening) if leads else -1
        nearer = [field for before, field in leads if 0 <= len(before) <= at]
        found += nearer[-1:]
    return found


def _differ(field: str, lead: str, following: str, sources: Sequence[str]) -> bool:
    if _pairs(field) & _pairs(lead):
        return False
    is_lead = any(match["field"] == field for text in sources for match in _LEAD.finditer(text))
    return is_lead or not _pairs(field) & _pairs(following)


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[i : i + 2] for i in range(len(text) - 1))


__all__ = ["other_lead"]
