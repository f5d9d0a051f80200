"""Every way in which a server of language models fails."""

from __future__ import annotations

import json
from collections.abc import Callable
from enum import StrEnum
from typing import Final

from . import wire
from .behaviour import Behaviour, Said
from .connection import Connection
from .prompt import Prompt
from .recording import Exchange

_EVENTS: Final = "text/event-stream; charset=utf-8"
_JSON: Final = "application/json"
_FOREVER: Final = 3600.0
_OPENING: Final = "根据资料，"
_GIANT: Final = 8_000_000


class Fault(StrEnum):
    """What goes wrong."""

    NO_ANSWER = "no answer at all"
    SILENT_STREAM = "headers, then silence"
    UNAUTHORISED = "401"
    KEY_ECHOED = "401 that repeats the key"
    FORBIDDEN = "403"
    NO_MODEL = "404 model"
    TOO_MANY = "429 with Retry-After"
    TOO_MANY_LONG = "429 that asks to wait an hour"
    SERVER_ERROR = "500"
    UNAVAILABLE = "503"
    CUT = "stream cut in the middle"
    RESET = "connection closed without a word"
    MALFORMED = "malformed chunk"
    ERROR_IN_STREAM = "an error object in the stream"
    FOREIGN_OBJECT = "objects of another protocol"
    ENDLESS = "endless reply"
    ENDLESS_REASONING = "endless reasoning"
    EMPTY = "empty answer"
    EMPTY_STREAM = "stream without any event"
    NOT_UTF8 = "not UTF-8"
    HTML = "an HTML page"
    REDIRECT = "a redirect elsewhere"
    DRIP = "a slow drip"
    WRONG_TYPE = "wrong content type"
    GIANT_LINE = "one giant line"
    NEVER_ENDS = "opens, then never ends"
    TOO_LONG = "400 context too long"


class FaultyBehaviour:
    """Fails in one way; the server carries it out instead of asking for an answer."""

    def __init__(self, fault: Fault, elsewhere: str = "http://127.0.0.1:9/v1") -> None:
        self.fault = fault
        self.elsewhere = elsewhere

    def answer(self, prompt: Prompt) -> Said:
        """Nothing: a fault says no sentence."""
        return Said(())


def faulty(fault: Fault) -> Behaviour:
    """The behaviour that fails in this way."""
    return FaultyBehaviour(fault)


def carry_out(behaviour: FaultyBehaviour, exchange: Exchange, connection: Connection) -> None:
    """Fail."""
    _WAYS[behaviour.fault](behaviour, exchange, connection)


_Way = Callable[[FaultyBehaviour, Exchange, Connection], None]


def _model(exchange: Exchange) -> str:
    return str(exchange.body.get("model", ""))


def _error(connection: Connection, status: int, body: object, **headers: str) -> None:
    data = json.dumps(body, ensure_ascii=False).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.whole(status, _JSON, data, named)


def _opening(exchange: Exchange, connection: Connection) -> None:
    connection.begin(200, _EVENTS)
    connection.send(wire.chunk(_model(exchange), {"role": "assistant", "content": ""}))
    connection.send(wire.chunk(_model(exchange), {"content": _OPENING}))


def _no_answer(_: FaultyBehaviour, exchange: Exchange, connection: Connection) -> None:
    connection.wait(_FOREVER)


def _silent_stream(_: FaultyBehaviour, exchange: Exchange, connection: Connection) -> None:
    connection.begin(200, _EVENTS)
    connection.wait(_FOREVER)


def _unauthorised(_: FaultyBehaviour, exchange: Exchange, connection: Connection) -> None:
    _error(connection, 401, wire.error("Invalid API key", "authentication_error"))


def _key_echoed(_: FaultyBehaviour, exchange: Exchange, connection: Connection) -> None:
    message = f"Incorrect API key provided: {exchange.key}. Authorization: Bearer {exchange.key}"
    _error(connection, 401, wire.error(message, "invalid_request_error", "invalid_api_key"))


def _forbidden(_: FaultyBehaviour, exchange: Exchange, connection: Connection) -> None:
    _error(connection, 403, wire.error("Country not supported", "permission_error"))


def _no_model(_: FaultyBehaviour, exchange: Exchange, connection: Connection) -> None:
    message = f"The model `{_model(exchange)}` does not exist"
    _error(connection, 404, wire.error(message, "invalid_request_error", "model_not_found"))


def _too_many(_: FaultyBehaviour, exchange: Exchange, connection: Connection) -> None:
    body = wire.error("Rate limit reached", "rate_limit_error", "rate_limit_exceeded")
    _error(connection, 429, body, Retry_After="1")


def _too_many_long(_: FaultyBehaviour, exchange: Exchange, connection: Connection) -> None:
    body = wire.error("You exceeded your current quota", "insufficient_quota")
    _error(connection, 429, body, Retry_After="3600")


def _server_error(_: FaultyBehaviour, exchange: Exchange, connection: Connection) -> None:
    _error(connection, 500, wire.error("The server had an error", "server_error"))


def _unavailable(_: FaultyBehaviour, exchange: Exchange, connection: Connection) -> None:
    connection.whole(503, "text/plain", b"upstream connect error")


def _cut(_: FaultyBehaviour, exchange: Exchange, connection: Connection) -> None:
    _opening(exchange, connection)
    connection.send(wire.chunk(_model(exchange), {"content": "全区共有"})[:40])
    connection.cut()


def _reset(_: FaultyBehaviour, exchange: Exchange, connection: Connection) -> None:
    connection.cut()


def _malformed(_: FaultyBehaviour, exchange: Exchange, connection: Connection) -> None:
    _opening(exchange, connection)
    connection.send(b'data: {"id": "x", "choices": [{"index": 0, "delta": {"content": "\xe5\n\n')
    connection.send(wire.DONE)
    connection.end()


def _error_in_stream(_: FaultyBehaviour, exchange: Exchange, connection: Connection) -> None:
    _opening(exchange, connection)
    connection.send(wire.event(wire.error("CUDA out of memory", "server_error")))
    connection.send(wire.DONE)
    connection.end()


def _foreign_object(_: FaultyBehaviour, exchange: Exchange, connection: Connection) -> None:
    connection.begin(200, _EVENTS)
    foreign: list[object] = [{"type": "ping"}, [], None, 5, {"choices": [{}]}, {"choices": None}]
    for value in foreign:
        connection.send(wire.event(value))
    connection.send(wire.DONE)
    connection.end()


def _endless(_: FaultyBehaviour, exchange: Exchange, connection: Connection) -> None:
    connection.begin(200, _EVENTS)
    while True:
        connection.send(wire.chunk(_model(exchange), {"content": "资料中说，"}))
        connection.wait(0.002)


def _endless_reasoning(_: FaultyBehaviour, exchange: Exchange, connection: Connection) -> None:
    connection.begin(200, _EVENTS)
    while True:
        connection.send(wire.chunk(_model(exchange), {"reasoning_content": "再想想。"}))
        connection.wait(0.002)


def _empty(_: FaultyBehaviour, exchange: Exchange, connection: Connection) -> None:
    connection.begin(200, _EVENTS)
    connection.send(wire.chunk(_model(exchange), {"role": "assistant", "content": ""}))
    connection.send(wire.chunk(_model(exchange), {}, "stop"))
    connection.send(wire.DONE)
    connection.end()


def _empty_stream(_: FaultyBehaviour, exchange: Exchange, connection: Connection) -> None:
    connection.begin(200, _EVENTS)
    connection.end()


def _not_utf8(_: FaultyBehaviour, exchange: Exchange, connection: Connection) -> None:
    connection.begin(200, _EVENTS)
    event = wire.chunk(_model(exchange), {"content": "全区共有四千一百一十六名指导员。"})
    connection.send(event.decode().encode("gb18030"))
    connection.send(wire.DONE)
    connection.end()


def _html(_: FaultyBehaviour, exchange: Exchange, connection: Connection) -> None:
    page = "<!DOCTYPE html><html><title>登录</title><body><h1>请先登录网关</h1></body></html>"
    connection.whole(200, "text/html; charset=utf-8", page.encode())


def _redirect(behaviour: FaultyBehaviour, exchange: Exchange, connection: Connection) -> None:
    where = {"Location": f"{behaviour.elsewhere}/chat/completions"}
    connection.whole(307, "text/plain", b"", where)


def _drip(_: FaultyBehaviour, exchange: Exchange, connection: Connection) -> None:
    connection.begin(200, _EVENTS)
    while True:
        connection.send(wire.chunk(_model(exchange), {"content": "全"}))
        connection.wait(0.4)


def _wrong_type(_: FaultyBehaviour, exchange: Exchange, connection: Connection) -> None:
    connection.whole(200, "application/octet-stream", b"\x00\x01\x02\xff" * 64)


def _giant_line(_: FaultyBehaviour, exchange: Exchange, connection: Connection) -> None:
    connection.begin(200, _EVENTS)
    connection.send(b"data: ")
    for _number in range(_GIANT // 8000):
        connection.send(b"x" * 8000)
    connection.send(b"\n\n")
    connection.end()


def _never_ends(_: FaultyBehaviour, exchange: Exchange, connection: Connection) -> None:
    _opening(exchange, connection)
    connection.wait(_FOREVER)


def _too_long(_: FaultyBehaviour, exchange: Exchange, connection: Connection) -> None:
    message = "This model's maximum context length is 2048 tokens."
    body = wire.error(message, "invalid_request_error", "context_length_exceeded")
    _error(connection, 400, body)


_WAYS: Final[dict[Fault, _Way]] = {
    Fault.NO_ANSWER: _no_answer,
    Fault.SILENT_STREAM: _silent_stream,
    Fault.UNAUTHORISED: _unauthorised,
    Fault.KEY_ECHOED: _key_echoed,
    Fault.FORBIDDEN: _forbidden,
    Fault.NO_MODEL: _no_model,
    Fault.TOO_MANY: _too_many,
    Fault.TOO_MANY_LONG: _too_many_long,
    Fault.SERVER_ERROR: _server_error,
    Fault.UNAVAILABLE: _unavailable,
    Fault.CUT: _cut,
    Fault.RESET: _reset,
    Fault.MALFORMED: _malformed,
    Fault.ERROR_IN_STREAM: _error_in_stream,
    Fault.FOREIGN_OBJECT: _foreign_object,
    Fault.ENDLESS: _endless,
    Fault.ENDLESS_REASONING: _endless_reasoning,
    Fault.EMPTY: _empty,
    Fault.EMPTY_STREAM: _empty_stream,
    Fault.NOT_UTF8: _not_utf8,
    Fault.HTML: _html,
    Fault.REDIRECT: _redirect,
    Fault.DRIP: _drip,
    Fault.WRONG_TYPE: _wrong_type,
    Fault.GIANT_LINE: _giant_line,
    Fault.NEVER_ENDS: _never_ends,
    Fault.TOO_LONG: _too_long,
}
