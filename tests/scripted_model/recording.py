"""What the server received and said, for a test to look at afterwards."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .behaviour import Said
from .prompt import Prompt


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the answer and when it was handed to the socket (``time.perf_counter``)."""

    text: str
    at: float


@dataclass
class Exchange:
    """One request with what came of it.

    Attributes
    ----------
    headers
        Lower-case names; the key is in ``authorization``.
    finished
        Whether everything was sent that was to be sent.
    client_closed
        Whether the client hung up before that.
    ended_at
        When the server had done with it, by ``time.perf_counter``; 0 until then.
    """

    method: str
    path: str
    headers: Mapping[str, str]
    body: Mapping[str, Any]
    prompt: Prompt | None = None
    said: Said | None = None
    fault: str = ""
    pieces: list[Piece] = field(default_factory=list)
    started_at: float = field(default_factory=time.perf_counter)
    ended_at: float = 0.0
    finished: bool = False
    client_closed: bool = False

    @property
    def key(self) -> str:
        """The key that the client sent."""
        return self.headers.get("authorization", "").removeprefix("Bearer ")

    @property
    def streamed(self) -> bool:
        """Whether the client asked for a stream."""
        return bool(self.body.get("stream"))
