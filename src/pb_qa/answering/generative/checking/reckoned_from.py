"""Whether a term runs from the day, and a rate from the prices, that its source names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

_TERM: Final = re.compile(
    "自(?P<day>[^,;。自]{2,40}?)之?日起(?:满|的)?(?P<term>[0-9]+(?:个(?:工作日|月)|年|日|天))"
)
_ALIKE: Final = 0.5
_PRICES: Final = "[^,;。]{0,2}(?:物价|价格)[^,;。]{0,3}(?:因素|变化|变动|影响|上涨|下降)"
_WITH: Final = re.compile(f"(?:不考虑|不扣除|未扣除|没有扣除|未剔除|不剔除){_PRICES}")
_WITHOUT: Final = re.compile(f"(?<![不未])(?<!没有)(?:扣除|剔除|考虑){_PRICES}")


def term_from_other_day(form: str, sources: Sequence[str]) -> str:
    """A term that the source counts from another day, in Chinese; else empty."""
    for match in _TERM.finditer(form):
        days = [
            one["day"]
            for text in sources
            for one in _TERM.finditer(text)
            if one["term"] == match["term"]
        ]
        own = set(match["day"])
        if days and all(len(own & set(day)) < _ALIKE * len(own) for day in days):
            return f"“自{match['day']}之日起”与原文不符，原文写的是“自{days[0]}之日起”"
    return ""


def other_prices(form: str, sources: Sequence[str]) -> str:
    """不考虑物价 where the source takes prices into account, in Chinese; else empty."""
    said = _WITH.search(form)
    if said is None or any(_WITH.search(text) for text in sources):
        return ""
    written = next((match[0] for text in sources if (match := _WITHOUT.search(text))), "")
    return f"“{said[0]}”与原文不符，原文写的是“{written}”" if written else ""


__all__ = ["other_prices", "term_from_other_day"]
