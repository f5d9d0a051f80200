"""How servers in use differ in what they send, as their documentation and users describe it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final

from .behaviour import Said
from .prompt import Prompt


class Counts(Enum):
    """When a server tells the number of tokens."""

    WHEN_ASKED = "in an event of its own without choices, if asked"
    WITH_THE_END = "in the event that says why the model ended"


@dataclass(frozen=True, slots=True)
class Dialect:
    """One server's way of speaking the protocol.

    Attributes
    ----------
    reasoning
        The field that the thoughts stand in.
    streams
        Whether it heeds that a stream is asked for.
    content_type
        Of a stream.
    nulls
        Whether the field that a piece does not fill is there, as ``null``.
    keep_alive
        Sent again and again before the first event.
    names_itself
        What it calls the model, whatever was asked for; empty for that.
    last
        Fields of its own in the last event.
    usage
        Fields of its own beside the number of tokens.
    only_v1
        Whether any path but those of the protocol gets an error with the status of a success.
    refused
        Parameters of a request that it does not take.
    done
        Whether it says ``[DONE]``.
    """

    reasoning: str = "reasoning_content"
    streams: bool = True
    content_type: str = "text/event-stream; charset=utf-8"
    nulls: bool = False
    keep_alive: bytes = b""
    counts: Counts = Counts.WHEN_ASKED
    names_itself: str = ""
    last: Mapping[str, Any] = field(default_factory=dict)
    usage: Mapping[str, Any] = field(default_factory=dict)
    only_v1: bool = False
    refused: tuple[str, ...] = ()
    done: bool = True

    def delta(self, content: str = "", reasoning: str = "") -> dict[str, Any]:
        """What a piece of the stream adds."""
        if reasoning:
            return {"content": None if self.nulls else "", self.reasoning: reasoning}
        return {"content": content, **({self.reasoning: None} if self.nulls else {})}


PLAIN: Final = Dialect()
DIALECTS: Final[dict[str, Dialect]] = {
    "Ollama": Dialect(reasoning="reasoning"),
    "vLLM": Dialect(reasoning="reasoning", content_type="text/event-stream"),
    "llama.cpp": Dialect(
        nulls=True,
        names_itself="/models/qwen2.5-7b-instruct-q4_k_m.gguf",
        last={"timings": {"prompt_n": 14, "predicted_n": 9, "predicted_per_second": 31.5}},
    ),
    "LM Studio": Dialect(only_v1=True, last={"stats": {}, "system_fingerprint": "qwen2.5-7b"}),
    "DeepSeek": Dialect(
        nulls=True,
        keep_alive=b": keep-alive\n\n",
        counts=Counts.WITH_THE_END,
        usage={"prompt_cache_hit_tokens": 0, "prompt_cache_miss_tokens": 14},
    ),
    "DashScope": Dialect(
        nulls=True,
        content_type="text/event-stream;charset=UTF-8",
        usage={"prompt_tokens_details": {"cached_tokens": 0}},
    ),
    "streams under another type": Dialect(content_type="application/json"),
    "does not stream": Dialect(streams=False),
    "does not stream, blank lines first": Dialect(
        streams=False, keep_alive=b"\n\n", reasoning="reasoning"
    ),
    "takes no temperature": Dialect(refused=("temperature",)),
    "takes no stream_options": Dialect(refused=("stream_options",)),
    "never says that it is done": Dialect(done=False),
}


class Refusing:
    """Answers every request with the same bytes."""

    def __init__(self, status: int, body: object, content_type: str = "application/json") -> None:
        self.status = status
        self.content_type = content_type
        self.body = body if isinstance(body, bytes) else _json(body)

    def answer(self, prompt: Prompt) -> Said:
        """Nothing: a refusal says no sentence."""
        return Said(())


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _error(message: str, kind: str, **more: object) -> dict[str, Any]:
    return {"error": {"message": message, "type": kind, "param": None, **more}}


_EVENTS: Final = "text/event-stream"

# What servers answer, and what a reader is to be told of it.
REFUSALS: Final[dict[str, tuple[Refusing, str]]] = {
    "Ollama, no such model": (
        Refusing(404, _error('model "x" not found, try pulling it first', "api_error", code=None)),
        "not found",
    ),
    "llama.cpp, still loading": (
        Refusing(503, _error("Loading model", "unavailable_error", code=503)),
        "还在载入",
    ),
    "llama.cpp, too long": (
        Refusing(
            500,
            _error("the request exceeds the available context size.", "exceed_context_size_error"),
        ),
        "too long",
    ),
    "llama.cpp, too long, with the status of a success": (
        Refusing(
            200,
            _error(
                "request (9000 tokens) exceeds the available context size (4096 tokens)",
                "exceed_context_size_error",
                code=400,
            ),
        ),
        "too long",
    ),
    "LM Studio, no such path": (
        Refusing(200, {"error": "Unexpected endpoint or method. (POST /chat/completions)"}),
        "not found",
    ),
    "LM Studio, too long, in the stream": (
        Refusing(
            200,
            b"event: error\ndata: "
            + _json(
                {
                    "error": "Trying to keep the first 9000 tokens when context the overflows. "
                    "However, the model is loaded with context length of only 4096 tokens"
                }
            )
            + b"\n\n",
            _EVENTS,
        ),
        "too long",
    ),
    "vLLM, too long": (
        Refusing(
            400,
            {
                "object": "error",
                "message": "This model's maximum context length is 4096 tokens.",
                "type": "BadRequestError",
                "code": 400,
            },
        ),
        "too long",
    ),
    "DashScope, too long": (
        Refusing(
            400,
            _error(
                "<400> InternalError.Algo.InvalidParameter: Range of input length should be "
                "[1, 30720]",
                "invalid_request_error",
                code="invalid_parameter_error",
            ),
        ),
        "too long",
    ),
    "DashScope, key": (
        Refusing(
            401,
            _error("Incorrect API key provided.", "invalid_request_error", code="invalid_api_key"),
        ),
        "key",
    ),
    "DeepSeek, no money left": (
        Refusing(
            402, _error("Insufficient Balance", "unknown_error", code="invalid_request_error")
        ),
        "forbidden",
    ),
    "a key refused with the status of a success": (
        Refusing(200, _error("Invalid API key", "authentication_error")),
        "key",
    ),
    "some other object": (Refusing(200, {"status": "ok"}), "malformed"),
    "a list": (Refusing(200, []), "malformed"),
    "half an object": (Refusing(200, b'{"choices": [{"message"'), "malformed"),
}
