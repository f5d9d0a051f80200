"""The server: /v1/models and /v1/chat/completions over real HTTP, streaming and not."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Final

from . import wire
from .behaviour import Behaviour, Said
from .connection import ClientGone, Connection
from .dialects import PLAIN, Counts, Dialect, Refusing
from .faults import FaultyBehaviour, carry_out
from .honest import Honest
from .prompt import read_prompt
from .recording import Exchange, Piece
from .scripts import InTurn

DEMO_MODEL: Final = "演示模型（脚本，不是真模型）"
_JSON: Final = "application/json; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast the model writes.

    Attributes
    ----------
    characters
        In one piece of the stream.
    seconds
        Between two pieces.
    first_seconds
        Before the first one.
    """

    characters: int = 3
    seconds: float = 0.0
    first_seconds: float = 0.0


class ScriptedModel:
    """The server as a context manager; it listens on loopback from entering to leaving.

    Parameters
    ----------
    behaviour
        How chat requests are answered; may be set anew between requests.
    models
        More models by name, each with a behaviour of its own.
    key
        When not empty, any other key gets a 401.
    dialect
        The ways of the server that it stands for; may be set anew between requests.
    """

    def __init__(
        self,
        behaviour: Behaviour | None = None,
        *,
        models: Mapping[str, Behaviour] | None = None,
        key: str = "",
        pace: Pace | None = None,
        port: int = 0,
        dialect: Dialect = PLAIN,
    ) -> None:
        self.behaviour: Behaviour = behaviour or Honest()
        self.models = dict(models or {})
        self.key = key
        self.pace = pace or Pace()
        self.dialect = dialect
        self.exchanges: list[Exchange] = []
        self._stopping = threading.Event()
        self._server = _Server(("127.0.0.1", port), _handler_of(self))
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True
        )

    def __enter__(self) -> ScriptedModel:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def base_url(self) -> str:
        """What ``PB_QA_LLM_BASE_URL`` is to be set to."""
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    @property
    def chats(self) -> list[Exchange]:
        """The chat requests received so far."""
        return [one for one in self.exchanges if one.path.endswith("/chat/completions")]

    def settled(self, seconds: float = 5.0) -> bool:
        """Wait until no request is being answered; whether it came to that in time."""
        until = time.perf_counter() + seconds
        while time.perf_counter() < until:
            if all(exchange.ended_at for exchange in self.exchanges):
                return True
            time.sleep(0.01)
        return False

    # ---- answering

    def serve(self, exchange: Exchange, connection: Connection) -> None:
        """Answer one request; whatever comes of it is in the exchange."""
        self.exchanges.append(exchange)
        try:
            self._route(exchange, connection)
            exchange.finished = True
        except ClientGone:
            exchange.client_closed = not self._stopping.is_set()
            connection.cut()
        finally:
            exchange.ended_at = time.perf_counter()

    def _route(self, exchange: Exchange, connection: Connection) -> None:
        if self.key and exchange.key != self.key:
            body = wire.error("Invalid API key", "authentication_error", "invalid_api_key")
            _send_json(connection, 401, body)
        elif self.dialect.only_v1 and not exchange.path.startswith("/v1/"):
            method = f"({exchange.method} {exchange.path})"
            _send_json(connection, 200, {"error": f"Unexpected endpoint or method. {method}"})
        elif exchange.path.endswith("/chat/completions") and exchange.method == "POST":
            self._chat(exchange, connection)
        elif exchange.path.endswith("/models"):
            _send_json(connection, 200, wire.models([DEMO_MODEL, *self.models]))
        else:
            _send_json(connection, 404, wire.error(f"no {exchange.path}", "not_found"))

    def _chat(self, exchange: Exchange, connection: Connection) -> None:
        exchange.prompt = read_prompt(exchange.body.get("messages") or [])
        behaviour = self.models.get(str(exchange.body.get("model")), self.behaviour)
        if isinstance(behaviour, InTurn):
            behaviour = behaviour.next()
        if isinstance(behaviour, FaultyBehaviour):
            exchange.fault = behaviour.fault.value
            carry_out(behaviour, exchange, connection)
            return
        if isinstance(behaviour, Refusing):
            connection.whole(behaviour.status, behaviour.content_type, behaviour.body)
            return
        refused = [name for name in self.dialect.refused if name in exchange.body]
        if refused:
            body = wire.error(f"Unsupported parameter: {refused[0]}", "invalid_request_error")
            _send_json(connection, 400, body)
            return
        exchange.said = behaviour.answer(exchange.prompt)
        if exchange.streamed and self.dialect.streams:
            connection.begin(200, self.dialect.content_type)
            self._keep_alive(connection)
            self._stream(exchange, exchange.said, connection)
        else:
            connection.begin(200, _JSON)
            self._keep_alive(connection)
            connection.send(self._whole(exchange, exchange.said))
        connection.end()

    def _keep_alive(self, connection: Connection) -> None:
        """Time passes before the model begins to write."""
        for _ in range(3):
            connection.send(self.dialect.keep_alive)
            connection.wait(self.pace.first_seconds / 3)

    def _whole(self, exchange: Exchange, said: Said) -> bytes:
        reasoning = "" if said.reasoning_in_text else said.reasoning
        body = wire.completion(self._name(exchange), said.text, "", self._usage(exchange, said))
        if reasoning:
            body["choices"][0]["message"][self.dialect.reasoning] = reasoning
        return json.dumps({**body, **self.dialect.last}, ensure_ascii=False).encode()

    def _name(self, exchange: Exchange) -> str:
        return self.dialect.names_itself or str(exchange.body.get("model"))

    def _usage(self, exchange: Exchange, said: Said) -> dict[str, Any]:
        prompt = exchange.prompt.text if exchange.prompt else ""
        return {**wire.usage_of(prompt, said.text), **self.dialect.usage}

    def _stream(self, exchange: Exchange, said: Said, connection: Connection) -> None:
        model, dialect = self._name(exchange), self.dialect
        connection.send(wire.chunk(model, {"role": "assistant", "content": ""}))
        if said.reasoning and not said.reasoning_in_text:
            for piece in self._pieces(said.reasoning):
                connection.send(wire.chunk(model, dialect.delta(reasoning=piece)))
                connection.wait(self.pace.seconds)
        for piece in self._pieces(said.text):
            exchange.pieces.append(Piece(piece, time.perf_counter()))
            connection.send(wire.chunk(model, dialect.delta(piece)))
            connection.wait(self.pace.seconds)
        usage = self._usage(exchange, said)
        with_end = {"usage": usage} if dialect.counts is Counts.WITH_THE_END else {}
        connection.send(wire.chunk(model, {}, "stop", {**dialect.last, **with_end}))
        asked = (exchange.body.get("stream_options") or {}).get("include_usage")
        if asked and dialect.counts is Counts.WHEN_ASKED:
            connection.send(wire.usage_chunk(model, usage))
        if dialect.done:
            connection.send(wire.DONE)

    def _pieces(self, text: str) -> Iterator[str]:
        size = self.pace.characters
        return (text[start : start + size] for start in range(0, len(text), size))


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients hang up in every test of a stop button; that is no news."""


def _send_json(connection: Connection, status: int, body: object) -> None:
    connection.whole(status, _JSON, json.dumps(body, ensure_ascii=False).encode())


def _handler_of(model: ScriptedModel) -> Callable[..., BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._serve({})

        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            try:
                body: Any = json.loads(self.rfile.read(length) or b"{}")
            except ValueError:
                body = {}
            self._serve(body if isinstance(body, dict) else {})

        def _serve(self, body: dict[str, Any]) -> None:
            headers = {name.lower(): value for name, value in self.headers.items()}
            exchange = Exchange(self.command, self.path, headers, body)
            model.serve(exchange, Connection(self, model._stopping))

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing: what was received is recorded."""

    return Handler
