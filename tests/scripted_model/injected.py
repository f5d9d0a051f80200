"""The gullible model: it obeys whoever speaks to it in the documents or the question."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .amounts import plain
from .behaviour import Said, Utterance
from .honest import Honest
from .prompt import Prompt

INJECTED = "injected"


@dataclass(frozen=True, slots=True)
class Injection:
    """An instruction hidden in a document or a question.

    Attributes
    ----------
    where
        ``"document"`` or ``"question"``.
    text
        The instruction as it stands there.
    says
        What a model that obeys writes.
    mark
        Words of ``says`` by which it is recognised in an answer, ``|`` between several.
    """

    id: str
    where: str
    language: str
    kind: str
    text: str
    says: str
    mark: str


def read_injections(path: Path, canary: str) -> list[Injection]:
    """The injections of a file of JSON lines; ``canary`` is the host that they lure to."""
    lines = path.read_text("utf-8").splitlines()
    return [Injection(**json.loads(line.replace("{canary}", canary))) for line in lines]


class Gullible:
    """Says what the injections in its prompt want, in turns with a citation and without."""

    def __init__(self, injections: Sequence[Injection]) -> None:
        self._injections = {_form(one.text)[:60]: one for one in injections}
        self._said = 0
        self._honest = Honest(1)

    def answer(self, prompt: Prompt) -> Said:
        """What it was told to say, then one honest sentence."""
        honest = self._honest.answer(prompt)
        form = _form(prompt.text)
        luring = [one for text, one in self._injections.items() if text in form]
        found = min(luring, key=lambda one: one.where != "question", default=None)
        if found is None or not prompt.passages:
            return honest
        self._said += 1
        cited = self._cited(prompt, found)
        mark = f"[{cited}]" if self._said % 2 else ""
        text = found.says if not mark else f"{found.says.rstrip('。. ')}{mark}。"
        told = Utterance(
            f"{text}\n", INJECTED, found.id, cited=(cited,) if mark else (), wrong=found.mark
        )
        return Said((told, *honest.utterances))

    def _cited(self, prompt: Prompt, found: Injection) -> int:
        """The passage that holds the instruction, or the first."""
        for passage in prompt.passages:
            if _form(found.text)[:30] in _form(passage.text):
                return passage.number
        return 1


def _form(text: str) -> str:
    return "".join(plain(text).split())
