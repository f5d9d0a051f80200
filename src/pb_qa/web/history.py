"""The conversation as the browser keeps it: plain JSON out, checked values in.

The browser sends its copy back with every question, so nothing in it is trusted:
whatever does not fit the types is dropped, and only typed values are rendered.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

from pydantic import TypeAdapter, ValidationError

from pb_qa.answers import Answer, Turn
from pb_qa.web.contract import Rating

# Local storage holds about 5 MB; an answer with long passages takes some 20 kB.
MAX_RECORDS: Final = 40
# A model may think aloud at any length.
MAX_REASONING: Final = 8000
_CUT: Final = "……（后面的没有保存）"


@dataclass(frozen=True, slots=True)
class Record:
    """One question with its answer, or with the message that stood in for one."""

    question: str
    answer: Answer | None = None
    error: str = ""
    rating: Literal["up", "down"] | None = None


_ADAPTER: Final[TypeAdapter[Record]] = TypeAdapter(Record)


def records_from(payload: object) -> list[Record]:
    """Read what the browser sent; entries of the wrong shape are left out."""
    if not isinstance(payload, list):
        return []
    records = []
    for item in payload[-MAX_RECORDS:]:
        try:
            records.append(_ADAPTER.validate_python(item))
        except ValidationError:
            continue
    return records


def payload_of(records: Sequence[Record]) -> list[object]:
    """The last records as JSON values for the browser."""
    return [
        _ADAPTER.dump_python(_shortened(record), mode="json") for record in records[-MAX_RECORDS:]
    ]


def turns_of(records: Sequence[Record]) -> tuple[Turn, ...]:
    """The answered questions, as the assistant wants its history."""
    return tuple(
        Turn(record.question, answer_text(record.answer))
        for record in records
        if record.answer is not None
    )


def answer_text(answer: Answer) -> str:
    """The answer's words without marks: the figures or the direct answer, then its sentences."""
    if answer.abstained:
        lines = list(answer.notes)
    elif answer.about:
        lines = [answer.about]
    elif answer.figures:
        lines = [answer.headline]
    else:
        lines = [answer.stated_first] if answer.stated_first else []
    lines.extend(
        sentence.text
        for sentence in answer.sentences
        if any(citation.quote for citation in sentence.citations)
    )
    return "\n".join(lines)


def rate(records: Sequence[Record], index: int, rating: Rating) -> list[Record]:
    """The records with one of them rated."""
    changed = list(records)
    changed[index] = replace(changed[index], rating=rating)
    return changed


def _shortened(record: Record) -> Record:
    answer = record.answer
    if answer is None or len(answer.reasoning) <= MAX_REASONING:
        return record
    return replace(
        record,
        answer=replace(answer, reasoning=answer.reasoning[: MAX_REASONING - len(_CUT)] + _CUT),
    )
