"""Answers that come as one JSON object although a stream was asked for.

Some servers do not stream, or answer an error with the status of a success. Such a body is
told by its first character, whatever its type is said to be, and given on as the events of
a stream; what is one already passes through as it comes.
"""

from __future__ import annotations

import json
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing
from importlib import import_module
from typing import Any, Final

from pb_qa.answering.generative.failures import EndpointRefused, ModelFailed, endless

_BLANK: Final = b" \t\r\n"
_MARK: Final = b"\xef\xbb\xbf"
_MOST_BYTES: Final = 4_000_000
_MOST_HINTS: Final = 4096
# What servers say with the status of a success when they mean another one.
_MEANT: Final = (
    (404, ("unexpected endpoint", "not found", "does not exist", "no such model")),
    (401, ("unauthorized", "api key", "api_key", "authentication")),
)


def give_as_stream(response: Any) -> None:
    """Have a response give events of a stream even where its body is one JSON object.

    Parameters
    ----------
    response
        Of the SDK's HTTP library, nothing of its body read yet.
    """
    # The library that the client of this version of the SDK is built on.
    library = import_module(type(response).__module__.partition(".")[0])
    source = response.stream

    class Streamed(library.AsyncByteStream):  # type: ignore[misc, name-defined]
        async def __aiter__(self) -> AsyncIterator[bytes]:
            async with aclosing(_as_stream(source)) as parts:
                async for part in parts:
                    yield part

        async def aclose(self) -> None:
            await source.aclose()

    response.stream = Streamed()


async def _as_stream(source: Any) -> AsyncGenerator[bytes]:
    held = b""
    whole: bool | None = None
    parts = source.__aiter__()
    try:
        async for part in parts:
            if whole is None or whole:
                held += part
            if whole is None:
                begun = held.removeprefix(_MARK).lstrip(_BLANK)
                if not begun:
                    continue
                whole = begun[:1] in b"{["
                if not whole:
                    yield held
            elif not whole:
                yield part
            if whole and len(held) > _MOST_BYTES:
                raise ModelFailed(endless())
        if whole:
            yield as_events(held)
    finally:
        if isinstance(parts, AsyncGenerator):
            await parts.aclose()


def as_events(body: bytes) -> bytes:
    """A whole answer as the events that a stream would have had.

    Raises
    ------
    EndpointRefused
        When it is an error.
    ValueError
        When it is no answer of the protocol.
    """
    value = json.loads(body.removeprefix(_MARK))
    if not isinstance(value, Mapping):
        raise ValueError("no object of the protocol")
    if value.get("error"):
        raise _refusal(value["error"])
    message = _message(value)
    if message is None:
        raise ValueError("no answer of the protocol")
    choice = value["choices"][0]
    common = {"id": str(value.get("id") or ""), "object": "chat.completion.chunk", "created": 0}
    common["model"] = str(value.get("model") or "")
    delta = {**message, "role": "assistant"}
    finish = choice.get("finish_reason") or "stop"
    chunks = [{**common, "choices": [{"index": 0, "delta": delta, "finish_reason": finish}]}]
    if isinstance(value.get("usage"), Mapping):
        chunks.append({**common, "choices": [], "usage": value["usage"]})
    events = [json.dumps(chunk, ensure_ascii=False) for chunk in chunks]
    return "".join(f"data: {event}\n\n" for event in (*events, "[DONE]")).encode()


def _message(value: Mapping[str, Any]) -> Mapping[str, Any] | None:
    choices = value.get("choices")
    if not isinstance(choices, list) or not choices or not isinstance(choices[0], Mapping):
        return None
    message = choices[0].get("message")
    return message if isinstance(message, Mapping) else None


def _refusal(error: object) -> EndpointRefused:
    """The status that is meant; the words are searched, never shown."""
    hints = json.dumps(error, ensure_ascii=False).lower()[:_MOST_HINTS]
    code = error.get("code") if isinstance(error, Mapping) else None
    if isinstance(code, int) and 400 <= code < 600:
        return EndpointRefused(code, hints=hints)
    meant = (status for status, words in _MEANT if any(word in hints for word in words))
    return EndpointRefused(next(meant, 500), hints=hints)
