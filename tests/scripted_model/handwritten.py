"""Sentences written by hand on the small corpus of the tests, true ones and forged ones.

In the file a citation names words of the passage that it means: ``〈覆盖非公企业842家〉``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

from .behaviour import Said, Utterance
from .prompt import Prompt

_NAMED = re.compile(r"〈([^〉]+)〉")


def read_handwritten(path: Path) -> list[tuple[str, Utterance]]:
    """Questions with the sentence to be said to each, from JSON lines."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [
        (
            row["question"],
            Utterance(
                row["text"], row["kind"], "hand", row.get("truth", ""), (), row.get("wrong", "")
            ),
        )
        for row in rows
    ]


class Handwritten:
    """Says given sentences, with the numbers that the passages have in the prompt."""

    def __init__(self, utterances: Sequence[Utterance]) -> None:
        self._utterances = utterances

    def answer(self, prompt: Prompt) -> Said:
        """The sentences, their citations resolved."""
        return Said(tuple(_numbered(one, prompt) for one in self._utterances), between="\n")


def _numbered(utterance: Utterance, prompt: Prompt) -> Utterance:
    cited: list[int] = []

    def number(match: re.Match[str]) -> str:
        holding = [p.number for p in prompt.passages if match[1] in p.text]
        cited.append(holding[0] if holding else 98)
        return f"[{cited[-1]}]"

    text = _NAMED.sub(number, utterance.text)
    return Utterance(
        text, utterance.kind, utterance.way, utterance.truth, tuple(cited), utterance.wrong
    )
