"""The JSON objects of OpenAI's chat protocol, as its public reference describes them."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any

_ID = "chatcmpl-scripted"


def chunk(
    model: str,
    delta: dict[str, Any],
    finish: str | None = None,
    more: Mapping[str, Any] | None = None,
) -> bytes:
    """One event of a stream; ``more`` is what only this server says."""
    choice = {"index": 0, "delta": delta, "finish_reason": finish}
    return event(
        {
            "id": _ID,
            "object": "chat.completion.chunk",
            "created": int(time.time()),
            "model": model,
            "choices": [choice],
            **(more or {}),
        }
    )


def usage_chunk(model: str, usage: Mapping[str, Any]) -> bytes:
    """The last event of a stream whose client asked for the number of tokens."""
    return event(
        {
            "id": _ID,
            "object": "chat.completion.chunk",
            "created": int(time.time()),
            "model": model,
            "choices": [],
            "usage": usage,
        }
    )


def event(value: object) -> bytes:
    """A JSON value as a server-sent event."""
    return b"data: " + json.dumps(value, ensure_ascii=False).encode() + b"\n\n"


DONE = b"data: [DONE]\n\n"


def completion(model: str, text: str, reasoning: str, usage: dict[str, int]) -> dict[str, Any]:
    """A whole answer in one object."""
    message: dict[str, Any] = {"role": "assistant", "content": text}
    if reasoning:
        message["reasoning_content"] = reasoning
    return {
        "id": _ID,
        "object": "chat.completion",
        "created": int(time.time()),
        "model": model,
        "choices": [{"index": 0, "message": message, "finish_reason": "stop"}],
        "usage": usage,
    }


def models(names: list[str]) -> dict[str, Any]:
    """The list of models."""
    listed = [{"id": name, "object": "model", "created": 0, "owned_by": "script"} for name in names]
    return {"object": "list", "data": listed}


def error(message: str, kind: str, code: str | None = None) -> dict[str, Any]:
    """An error as the protocol words it."""
    return {"error": {"message": message, "type": kind, "param": None, "code": code}}


def usage_of(prompt: str, answer: str) -> dict[str, int]:
    """Tokens as a script counts them: one a character."""
    return {
        "prompt_tokens": len(prompt),
        "completion_tokens": len(answer),
        "total_tokens": len(prompt) + len(answer),
    }
