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
from .faults import FaultyBehaviour, carry_out
from .honest import Honest
from .prompt import read_prompt
from .recording import Exchange, Piece
from .scripts import InTurn

DEMO_MODEL: Final = "演示模型（脚本，不是真模型）"
_EVENTS: Final = "text/event-stream; charset=utf-8"
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
    """

    def __init__(
        self,
        behaviour: Behaviour | None = None,
        *,
        models: Mapping[str, Behaviour] | None = None,
        key: str = "",
        pace: Pace | None = None,
        port: int = 0,
    ) -> None:
        self.behaviour: Behaviour = behaviour or Honest()
        self.models = dict(models or {})
        self.key = key
        self.pace = pace or Pace()
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
        exchange.said = behaviour.answer(exchange.prompt)
        connection.wait(self.pace.first_seconds)
        model = str(exchange.body.get("model"))
        usage = wire.usage_of(exchange.prompt.text, exchange.said.text)
        if not exchange.streamed:
            reasoning = "" if exchange.said.reasoning_in_text else exchange.said.reasoning
            body = wire.completion(model, exchange.said.text, reasoning, usage)
            _send_json(connection, 200, body)
            return
        connection.begin(200, _EVENTS)
        self._stream(exchange, exchange.said, connection, model)
        connection.send(wire.chunk(model, {}, "stop"))
        if (exchange.body.get("stream_options") or {}).get("include_usage"):
            connection.send(wire.usage_chunk(model, usage))
        connection.send(wire.DONE)
        connection.end()

    def _stream(self, exchange: Exchange, said: Said, connection: Connection, model: str) -> None:
        connection.send(wire.chunk(model, {"role": "assistant", "content": ""}))
        if said.reasoning and not said.reasoning_in_text:
            for piece in self._pieces(said.reasoning):
                connection.send(wire.chunk(model, {"reasoning_content": piece}))
                connection.wait(self.pace.seconds)
        for piece in self._pieces(said.text):
            exchange.pieces.append(Piece(piece, time.perf_counter()))
            connection.send(wire.chunk(model, {"content": piece}))
            connection.wait(self.pace.seconds)

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
