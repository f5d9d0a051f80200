"""How soon a sentence appears after the model has finished it."""

from __future__ import annotations

from generation_library import put
from generation_questions import passage_questions
from measuring import percentile, print_table
from scripted_model import Fate, Forging, Pace, ScriptedModel

from pb_qa.assistant import Assistant

_PACE = Pace(characters=2, seconds=0.015)


def measure_pace(assistant: Assistant, model: ScriptedModel, answers: int, seed: int) -> None:
    """The model writes two characters every 15 ms; the clock is the same on both sides.

    A sentence is finished when its last character, marker included, was handed to the socket.
    """
    model.behaviour = Forging(seed)
    model.pace = _PACE
    late: list[float] = []
    first: list[float] = []
    for question in passage_questions(assistant, answers, seed + 1):
        run = put(assistant, model, question)
        if run.exchange is None or run.exchange.said is None:
            continue
        ends = _ends(run.exchange.said.between, [u.text for u in run.exchange.said.utterances])
        before = len(late)
        for outcome, end in zip(run.outcomes, ends, strict=True):
            shown = [one.at for one in outcome.told if one.fate is not Fate.WITHHELD]
            if len(outcome.told) == 1 and shown:
                late.append(1000 * (shown[0] - _sent(run.exchange.pieces, end)))
        first += late[before : before + 1]
    model.pace = Pace()
    print_table(
        "From the model finishing a sentence to its appearing, ms",
        [
            {
                "sentences": name,
                "n": len(values),
                "p50": percentile(values, 50),
                "p95": percentile(values, 95),
                "max": max(values),
                "at most 50 ms": f"{100 * sum(v <= 50 for v in values) / len(values):.1f}%",
            }
            for name, values in (("the first of an answer", first), ("all", late))
            if values
        ],
    )


def _ends(between: str, texts: list[str]) -> list[int]:
    """Where each sentence ends in the whole answer, trailing blanks apart."""
    ends, position = [], 0
    for text in texts:
        ends.append(position + len(text.rstrip()))
        position += len(text) + len(between)
    return ends


def _sent(pieces: list, end: int) -> float:  # type: ignore[type-arg]
    """When the piece with the last character before ``end`` was sent."""
    length = 0
    for piece in pieces:
        length += len(piece.text)
        if length >= end:
            return float(piece.at)
    return float(pieces[-1].at)
