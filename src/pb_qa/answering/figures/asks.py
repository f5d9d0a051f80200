"""One quantity that a question asks for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pb_qa.models import Period

_HEADED: Final = re.compile("[一-龥]{2,}")


@dataclass(frozen=True, slots=True)
class Ask:
    """One quantity asked for.

    Attributes
    ----------
    words
        The part of the question that says what it is, in search form.
    unit
        The unit or counting word asked with: ``"名"``; empty when none is.
    share, change
        Whether a percentage, whether a change is asked for.
    key
        The words right before and after the asking word: what is counted.
    subject
        The end of the word before 有多少 or 是几: 村官|有多少名.
    periods
        The times named in its own part of the question.
    places
        The places of which it is asked, where that differs from the whole question.
    noun
        What follows the asking word and its unit: 多少名|党员.
    """

    words: str
    unit: str
    share: bool
    change: bool
    key: str = ""
    noun: str = ""
    subject: str = ""
    periods: tuple[Period, ...] = ()
    places: tuple[str, ...] = ()

    @property
    def head(self) -> str:
        """The end of what is counted, two characters: 储蓄存款余额 as 余额; empty without."""
        words = _HEADED.findall(self.key)
        return words[-1][-2:] if words else ""
