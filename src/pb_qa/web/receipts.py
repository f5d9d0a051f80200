"""Batches of received files, and the requests that bring them."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from pb_qa.errors import PbQaError
from pb_qa.web.batches import Batch
from pb_qa.web.receiving import Received
from pb_qa.web.staging import Incoming, Part, Ticket


class QueueFullError(PbQaError):
    """Too much waits already."""


class NoRoomError(PbQaError):
    """The disk has no room for what is sent."""


class BatchClosedError(PbQaError):
    """Nothing can be added to this batch any more."""


@dataclass(slots=True)
class Upload:
    """A batch of received files."""

    batch: Batch
    ticket: Ticket
    names: set[str] = field(default_factory=set)
    parts: deque[Part] = field(default_factory=deque)
    seen: dict[int, int] = field(default_factory=dict)
    receiving: set[int] = field(default_factory=set)
    arrived: int = 0
    touched: float = field(default_factory=time.monotonic)
    running: bool = False
    stop: bool = False


OnEnd = Callable[["Receipt", Part | None, Received], None]


class Receipt:
    """A request that is being received."""

    def __init__(
        self, ended: OnEnd, upload: Upload, number: int, size: int, incoming: Incoming
    ) -> None:
        self._on_end = ended
        self.upload = upload
        self.number = number
        self.size = size
        self.incoming = incoming
        self.ended = False

    @property
    def into(self) -> tuple[str, ...]:
        """The folders of the corpus that its files go below."""
        return tuple(part for part in self.upload.ticket.into.split("/") if part)

    @property
    def batch_id(self) -> str:
        """The batch that it belongs to."""
        return self.upload.batch.id

    def is_taken(self, name: str) -> bool:
        """Whether a file of an earlier request of the batch has this name."""
        return name in self.upload.names

    def commit(self, received: Received) -> None:
        """Acknowledge what was received: from here on it is not lost."""
        part = self.incoming.commit()
        self.ended = True
        self._on_end(self, part, received)

    def abandon(self) -> None:
        """Throw away what was received."""
        self.ended = True
        self.incoming.abandon()
        self._on_end(self, None, Received())
