"""Terms in working days told in days, and the other way round."""

from __future__ import annotations

from typing import Final

from .sixth_phrasing import HAN, Maker, by_words

_NUMBER: Final = rf"(?:\d+|[{HAN}]{{1,3}})"
_DAYS: Final = (
    (rf"({_NUMBER})个工作日", (r"\1个自然日", r"\1天（含节假日）")),
    (rf"(?<![月第\d{HAN}])({_NUMBER})(?:日|天)(?=内|以内|前)", (r"\1个工作日",)),
)

SIXTH_RULES: Final[dict[str, dict[str, Maker]]] = {
    "working days and days exchanged": {"by the unit": by_words(_DAYS, counted=False)},
}
