"""What a client asked of the model, read back out of the messages it sent."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_MARKER = re.compile(r"^[ \t]*[\[【［](\d{1,3})[\]】］][ \t]*", re.MULTILINE)
_AFTER_PASSAGES = re.compile(r"^\s*(?:问题|提问|Question)\s*[：:]", re.MULTILINE)
_QUESTION = re.compile(r"(?:问题|提问|Question)\s*[：:]\s*(.+)")
_REWRITING = re.compile(r"改写|独立的问题|完整的问题|standalone", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PromptPassage:
    """A passage as the prompt numbers it; ``head`` is its first line when that only names it."""

    number: int
    text: str
    head: str = ""


@dataclass(frozen=True, slots=True)
class Prompt:
    """The question, the numbered passages and everything else that was sent.

    Attributes
    ----------
    rewriting
        Whether the client wants a follow-up made whole instead of an answer.
    """

    question: str
    passages: tuple[PromptPassage, ...]
    text: str
    rewriting: bool = False

    def passage(self, number: int) -> PromptPassage | None:
        """The passage of this number."""
        return next((one for one in self.passages if one.number == number), None)


def message_text(message: Mapping[str, Any]) -> str:
    """The words of a message, whose content is a string or a list of parts."""
    content = message.get("content") or ""
    if isinstance(content, str):
        return content
    return "\n".join(str(part.get("text", "")) for part in content if isinstance(part, Mapping))


def read_prompt(messages: Sequence[Mapping[str, Any]]) -> Prompt:
    """Question and passages: the longest run of lines that begin with [1], [2], [3] …"""
    text = "\n".join(message_text(message) for message in messages)
    asked = [message_text(m) for m in messages if m.get("role") == "user"] or [text]
    holder = max((message_text(m) for m in messages), key=_count, default="")
    passages = _passages(holder)
    return Prompt(
        question=_question(asked[-1]),
        passages=passages,
        text=text,
        rewriting=not passages and bool(_REWRITING.search(text)),
    )


def _count(text: str) -> int:
    return len(_runs(text))


def _runs(text: str) -> list[re.Match[str]]:
    """The markers that number passages: 1, 2, 3 … in order, from the last [1] at a line's start."""
    best: list[re.Match[str]] = []
    run: list[re.Match[str]] = []
    for marker in _MARKER.finditer(text):
        number = int(marker[1])
        if number == len(run) + 1:
            run.append(marker)
        elif number == 1:
            run = [marker]
        if len(run) >= len(best):
            best = list(run)
    return best


def _passages(text: str) -> tuple[PromptPassage, ...]:
    markers = _runs(text)
    found = []
    for index, marker in enumerate(markers):
        end = markers[index + 1].start() if index + 1 < len(markers) else len(text)
        body = text[marker.end() : end]
        if index + 1 == len(markers):
            after = _AFTER_PASSAGES.search(body)
            body = body[: after.start()] if after else body
        head, line, rest = body.strip().partition("\n")
        named = bool(line) and not re.search(r"[。！？；]\s*$", head)
        found.append(
            PromptPassage(
                int(marker[1]), rest.strip() if named else body.strip(), head if named else ""
            )
        )
    return tuple(found)


def _question(text: str) -> str:
    asked = _QUESTION.findall(text)
    if asked:
        return str(asked[-1]).strip()
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else ""
