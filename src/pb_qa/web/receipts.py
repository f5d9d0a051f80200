"""Batches of received files, and the requests that bring them."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final

from pb_qa.errors import PbQaError
from pb_qa.web.batches import Batch, label_of
from pb_qa.web.receiving import Received
from pb_qa.web.staging import Incoming, Part, Ticket

# A run takes about this much of a batch, then the next batch has its turn.
_RUN_FILES: Final = 500
_RUN_BYTES: Final = 100_000_000
_OPEN_SECONDS: Final = 600.0


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

    @property
    def abandoned(self) -> bool:
        """Whether more was to come and its sender has gone silent."""
        silent = time.monotonic() - self.touched > _OPEN_SECONDS
        return self.batch.open and not self.receiving and silent

    def accept(self, part: Part, received: Received) -> None:
        """Take in what a request has brought."""
        batch = self.batch
        self.seen[part.number] = received.accepted
        self.names |= received.names
        self.arrived += received.accepted + received.ignored + len(received.refused)
        if batch.announced_files:
            batch.announced_files -= received.ignored
        for refusal in received.refused:
            batch.refuse(refusal.name, refusal.message, refusal.size)
            # What is not kept is no work to come.
            batch.announced_bytes = max(0, batch.announced_bytes - refusal.size)
        for file in part.files:
            batch.expect(str(file.path), file.name, file.size)
        if not self.ticket.files:
            names = [file.name for file in part.files] or [one.name for one in received.refused]
            batch.label = label_of(names, "添加")
            self.ticket = replace(self.ticket, label=batch.label)
        batch.finished = batch.failed = False
        self.parts.append(part)

    def next_parts(self) -> list[Part]:
        """What the next run takes."""
        taken: list[Part] = []
        files = size = 0
        while self.parts and (not taken or files + len(self.parts[0].files) <= _RUN_FILES):
            part = self.parts.popleft()
            taken.append(part)
            files += len(part.files)
            size += part.size
            if size >= _RUN_BYTES:
                break
        return taken


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
