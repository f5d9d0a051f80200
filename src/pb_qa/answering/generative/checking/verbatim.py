"""Which sentence of the sources a sentence repeats whole, led in or not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pb_qa.answering.generative.checking.evidence import Evidence
from pb_qa.answering.generative.checking.founding import Place
from pb_qa.answering.generative.checking.framing import says_where
from pb_qa.text.search_form import search_form

_ARTICLE: Final = re.compile("^第[0-9零〇一二三四五六七八九十百千]{1,9}条(?:之[一二三四五1-5])?")
_BLANK: Final = re.compile(r"\s+")
_LEAD_ENDS: Final = re.compile("[，,：:]")
_MOST_LEADS: Final = 3


def repeated(text: str, evidence: Sequence[Evidence]) -> Place | None:
    """The source sentence that a sentence is, word for word; None when it is none.

    What only leads it in is no part of it, nor is the number of its article.
    """
    wanted = {_bare(search_form(text))}
    rest = text
    for _ in range(_MOST_LEADS):
        lead = _LEAD_ENDS.search(rest)
        if lead is None or not says_where(rest[: lead.start()]):
            break
        rest = rest[lead.end() :]
        wanted.add(_bare(search_form(rest)))
    wanted.discard("")
    for index, one in enumerate(evidence):
        for sentence in one.sentences:
            words = _bare(sentence.form)
            if words in wanted or _ARTICLE.sub("", words) in wanted:
                return Place(index, sentence)
    return None


def _bare(form: str) -> str:
    """Without blanks and the last mark; a point may be that of a decimal."""
    return _BLANK.sub("", form).strip("，。；;,.!！")


__all__ = ["repeated"]
