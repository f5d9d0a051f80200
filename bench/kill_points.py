"""Where a process is killed: before, during or after a step of its work, or at any moment."""

from __future__ import annotations

import importlib
import os
import random
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

When = Literal["before", "during", "after"]

_STORAGE = "pb_qa.storage"
# module, class or "", function
STEPS: dict[str, tuple[str, str, str]] = {
    "the copy of the original": (f"{_STORAGE}.corpus", "Corpus", "take_in"),
    "the move to the recycle bin": (f"{_STORAGE}.corpus", "Corpus", "throw_away"),
    "the library's store": (f"{_STORAGE}.library", "Library", "store"),
    "the flip": (f"{_STORAGE}.library", "Library", "flip"),
    "the writing of versions beside an original": ("pb_qa.ingest.removing", "", "write_bundle"),
    "the return of versions": (f"{_STORAGE}.library", "", "recall_versions"),
    "the leaving of the recycle bin": (f"{_STORAGE}.trash", "Trash", "forget"),
    "the library's removal": (f"{_STORAGE}.library", "Library", "remove"),
    "the library's purge": (f"{_STORAGE}.library", "Library", "purge"),
    "the purge of figures": (f"{_STORAGE}.library", "Library", "purge_figures"),
    "a mark in the library": (f"{_STORAGE}.library", "Library", "write_meta"),
    "the commit of the keywords": (f"{_STORAGE}.keyword_index", "KeywordIndex", "commit"),
    "the commit of the figures": (f"{_STORAGE}.figure_index", "FigureIndex", "commit"),
    "a deletion from tantivy": (f"{_STORAGE}.tantivy_index", "TantivyIndex", "_delete_by"),
    "the upsert into Chroma": (f"{_STORAGE}.chroma", "ChromaVectors", "upsert"),
    "the deletion from Chroma": (f"{_STORAGE}.chroma", "ChromaVectors", "delete"),
    "the sealing of an index": (f"{_STORAGE}.seal", "Seal", "close"),
    "the rebuild of Chroma": (f"{_STORAGE}.chroma_home", "ChromaHome", "build"),
}
WHENS: tuple[When, ...] = ("before", "during", "after")
# How long each step lasts at most on a small library: “during” means within it.
_DURING_SECONDS = 0.02


@dataclass(frozen=True, slots=True)
class Plan:
    """When the process dies.

    Attributes
    ----------
    step
        A key of `STEPS`; empty for a random moment.
    nth
        At which call of the step.
    delay
        Seconds from the beginning of the work, or of the step, to the kill.
    """

    step: str
    when: When
    nth: int
    delay: float

    def __str__(self) -> str:
        return f"{self.when} {self.step}" if self.step else "at a random moment"


def random_plan(chance: random.Random, longest: float) -> Plan:
    """A third at random moments, the rest aimed."""
    if chance.random() < 1 / 3:
        return Plan("", "during", 1, chance.uniform(0, longest))
    step = chance.choice(list(STEPS))
    return Plan(step, chance.choice(WHENS), chance.randint(1, 2), chance.uniform(0, 0.02))


def arm(plan: Plan) -> None:
    """Have this process killed as planned; steps patched here stay so until it is."""
    if not plan.step:
        _kill_after(plan.delay)
        return
    module, owner, name = STEPS[plan.step]
    place: Any = importlib.import_module(module)
    if owner:
        place = getattr(place, owner)
    setattr(place, name, _killing(getattr(place, name), plan))


def die() -> None:
    """Die as in a power cut: nothing is closed, nothing is said."""
    os.kill(os.getpid(), signal.SIGKILL)


def _killing(original: Callable[..., Any], plan: Plan) -> Callable[..., Any]:
    calls = 0

    def step(*arguments: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == plan.nth and plan.when == "before":
            die()
        if calls == plan.nth and plan.when == "during":
            _kill_after(min(plan.delay, _DURING_SECONDS))
        result = original(*arguments, **named)
        if calls == plan.nth and plan.when == "after":
            die()
        return result

    return step


def _kill_after(seconds: float) -> None:
    def wait() -> None:
        time.sleep(seconds)
        die()

    threading.Thread(target=wait, daemon=True).start()
