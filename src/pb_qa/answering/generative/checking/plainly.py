"""Text with its numbers in digits, as claims have it, so that both can be laid side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from pb_qa.answering.generative.checking.evidence import Evidence
from pb_qa.answering.generative.checking.spelling import arabic
from pb_qa.answering.generative.checking.wording import plain_numbers
from pb_qa.text.search_form import search_form

_PASSAGES_KEPT: Final = 512
_NO_LETTER: Final = re.compile(r"[\W_]+")


@lru_cache(maxsize=_PASSAGES_KEPT)
def plain_form(text: str) -> str:
    """The search form of a text, with numbers in words put in digits."""
    return search_form(arabic(plain_numbers(text)))


def plain_forms(evidence: Sequence[Evidence]) -> list[str]:
    """The passages so."""
    return [plain_form(one.found.passage.text) for one in evidence]


def only_letters(text: str) -> str:
    """A text without blanks and punctuation."""
    return _NO_LETTER.sub("", text)


__all__ = ["only_letters", "plain_form", "plain_forms"]
