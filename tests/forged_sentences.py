"""What the tests of the forgers share: sentences made over a prompt, and what they lack."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from scripted_model import Prompt, Utterance, audit
from scripted_model.amounts import plain
from scripted_model.scene import Scene

Maker = Callable[[Scene], Utterance | None]


def made(maker: Maker, prompt: Prompt, seeds: int) -> list[Utterance]:
    """What a maker makes of a prompt in as many draws."""
    said = (maker(Scene(prompt, random.Random(seed))) for seed in range(seeds))
    return [one for one in said if one is not None]


def text_of(one: Utterance) -> str:
    """A sentence folded and without its markers."""
    return plain(audit.without_markers(one.text))


def sources_of(one: Utterance, prompt: Prompt) -> list[str]:
    """The passages that a sentence cites, with their headings."""
    return [f"{p.head}\n{p.text}" for p in prompt.passages if p.number in one.cited]


def absent(one: Utterance, prompt: Prompt) -> list[str]:
    """The numbers, dates and 文号 of a sentence that none of its passages has."""
    text, sources = text_of(one), sources_of(one, prompt)
    return [
        *audit.absent_numbers(text, sources),
        *audit.absent_dates(text, sources),
        *audit.absent_documents(text, sources),
    ]


def letters(text: str) -> str:
    """The words and numbers of a text alone."""
    return re.sub(r"[^\w.%‰]+", "", plain(text))
