"""The queue of everything that changes the library from the page: one run at a time.

Received files wait on disk (`staging`), other changes in memory. Changes are short and
go first; batches of files take turns, so that nobody waits for somebody else's thousands.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from pb_qa.errors import PbQaError
from pb_qa.models import FileReport, Progress
from pb_qa.web.batches import Batch, Kind, key_of
from pb_qa.web.contract import AssistantLike
from pb_qa.web.receipts import (
    BatchClosedError,
    NoRoomError,
    QueueFullError,
    Receipt,
    Upload,
)
from pb_qa.web.receiving import Received
from pb_qa.web.refusals import Refusals
from pb_qa.web.settling import FolderState
from pb_qa.web.staging import Part, StagedFile, Staging, Ticket
from pb_qa.web.work_log import Start, WorkLog

_log = logging.getLogger(__name__)

_SPARE_BYTES: Final = 500_000_000
_MOST_ATTEMPTS: Final = 3
_STOPPING_SECONDS: Final = 10.0
_LEAVING: Final = "程序正在退出，没有做完；下次启动时接着做。"
_UNEXPECTED: Final = "处理这批文件时程序出错，详情在日志里。还没读入的文件都留着，可以重试。"


@dataclass(frozen=True, slots=True)
class _Change:
    batch: Batch
    start: Start


class Intake:
    """Takes files and changes from any browser and has them done one after another.

    Use it as a context manager around the time in which requests come.

    Parameters
    ----------
    log
        Where all that is done is noted down.
    """

    def __init__(self, assistant: AssistantLike, log: WorkLog) -> None:
        self.log = log
        self._assistant = assistant
        self._staging = Staging(assistant.settings.data_dir / "uploads" / "queue")
        self._lock = threading.RLock()
        self._uploads: dict[str, Upload] = {}
        self._turns: deque[str] = deque()
        self._changes: deque[_Change] = deque()
        self._reserved = 0
        self._closing = False
        self.folder = FolderState()
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="pb_qa-intake")

    def __enter__(self) -> Intake:
        self._take_up()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop after the file at hand; what is left is taken up by the next start."""
        self._closing = True
        self._worker.shutdown(wait=False, cancel_futures=True)
        ended = threading.Thread(target=self._worker.shutdown, daemon=True)
        ended.start()
        ended.join(_STOPPING_SECONDS)

    # ---- changes

    def submit(self, kind: Kind, label: str, start: Start, *, hidden: bool = False) -> Batch:
        """Have something done as soon as what runs now has ended."""
        batch = self.log.open(kind, label, hidden=hidden)
        with self._lock:
            self._changes.append(_Change(batch, start))
        self._wake()
        return batch

    def tidy(self) -> None:
        """End the batches whose senders have gone silent."""
        with self._lock:
            self._close_abandoned()
        if self._turns:
            self._wake()

    @property
    def busy(self) -> bool:
        """Whether anything is done or waits to be done."""
        with self._lock:
            waits = bool(self._changes or self._turns)
        return waits or self.log.running

    # ---- receiving

    def limits(self) -> dict[str, int]:
        """How much may be sent, and how much waits."""
        settings = self._assistant.settings
        with self._lock:
            files, size = self._waiting()
        return {
            "max_file_bytes": settings.max_file_bytes,
            "max_waiting_files": settings.max_waiting_files,
            "max_waiting_bytes": settings.max_waiting_bytes,
            "waiting_files": files,
            "waiting_bytes": size,
        }

    def begin(
        self, identifier: str, number: int, size: int, into: str, files: int, total: int
    ) -> Receipt | Received:
        """Make room for a request; what was already received under this number is said again.

        Parameters
        ----------
        number
            Which request of the batch it is.
        size
            Of the request, in bytes.
        files, total
            How many files and bytes the whole batch will have; 0 when unknown.

        Raises
        ------
        QueueFullError, NoRoomError, BatchClosedError
            When nothing of it can be taken.
        """
        settings = self._assistant.settings
        with self._lock:
            waiting_files, waiting_bytes = self._waiting()
            if (
                waiting_files >= settings.max_waiting_files
                or waiting_bytes + size > settings.max_waiting_bytes
            ):
                raise QueueFullError(
                    f"排队的文件已有 {waiting_files} 个（{waiting_bytes / 1e6:.0f} MB），"
                    "再多就放不下了。请等前面的读完再添加。"
                )
            if self._staging.free_bytes() < size + _SPARE_BYTES:
                raise NoRoomError("磁盘空间不够，没有收下这些文件。请清理磁盘后再添加。")
            upload = self._uploads.get(identifier)
            if upload is None:
                upload = self._open(identifier, into, files, total)
            elif number in upload.seen:
                return Received(accepted=upload.seen[number])
            elif upload.batch.finished or upload.stop or number in upload.receiving:
                raise BatchClosedError("这一批已经结束或正在接收。请重新添加剩下的文件。")
            incoming = self._staging.begin_part(upload.batch.id, number)
            upload.receiving.add(number)
            upload.touched = time.monotonic()
            self._reserved += size
        return Receipt(self._received, upload, number, size, incoming)

    def _open(self, identifier: str, into: str, files: int, total: int) -> Upload:
        label = "添加文件" if not files else f"添加 {files} 个文件"
        ticket = Ticket(identifier or secrets.token_hex(8), label, time.time(), into, files, total)
        self._staging.write_ticket(ticket)
        upload = self._upload(ticket)
        self._uploads[ticket.id] = upload
        return upload

    def _upload(self, ticket: Ticket) -> Upload:
        root = str(self._staging.folder / ticket.id)
        batch = self.log.open("add", ticket.label, identifier=ticket.id, root=root, stoppable=True)
        with self.log.changing(batch):
            batch.open = True
            batch.announced_files, batch.announced_bytes = ticket.files, ticket.bytes
        return Upload(batch, ticket)

    def _waiting(self) -> tuple[int, int]:
        uploads = self._uploads.values()
        size = sum(upload.batch.bytes_waiting for upload in uploads)
        return sum(upload.batch.unsettled for upload in uploads), size + self._reserved

    def _received(self, receipt: Receipt, part: Part | None, received: Received) -> None:
        """A request has ended: with a part that is on disk, or with nothing."""
        upload = receipt.upload
        batch = upload.batch
        with self._lock, self.log.changing(batch):
            self._reserved -= receipt.size
            upload.receiving.discard(receipt.number)
            upload.touched = time.monotonic()
            if part is not None:
                upload.accept(part, received)
                self._staging.write_ticket(upload.ticket)
                self._queue(upload)
            if upload.arrived >= upload.ticket.files:
                batch.open = bool(upload.receiving)
            if part is None and not upload.seen and not upload.receiving:
                self._uploads.pop(batch.id, None)
                self._staging.forget_batch(batch.id)
                self.log.forget(batch)
                return
        Refusals(self._assistant, upload.ticket.into).received(received.refused)
        self._wake()

    def _queue(self, upload: Upload) -> None:
        if upload.batch.id not in self._turns and not upload.running:
            self._turns.append(upload.batch.id)

    # ---- stopping and trying again

    def stop(self, identifier: str) -> bool:
        """Give up on the files of a batch that have not been begun; False if there is none."""
        with self._lock:
            upload = self._uploads.get(identifier)
            if upload is None or upload.batch.stopped:
                return False
            upload.stop = True
            for part in upload.parts:
                self._staging.forget_part(part)
            with self.log.changing(upload.batch) as batch:
                batch.stopped, batch.open = True, False
                batch.finished = batch.failed = False
                dropped = batch.drop()
            self._queue(upload)
        # A file that is gone when its turn comes is not read; one that is being read is.
        for path in dropped:
            Path(path).unlink(missing_ok=True)
        self._wake()
        return True

    def retry(self, identifier: str) -> bool:
        """Do once more what broke off; False if there is no such batch."""
        with self._lock:
            upload = self._uploads.get(identifier)
            if upload is None or not upload.batch.failed:
                return False
            with self.log.changing(upload.batch) as batch:
                batch.finished, batch.failed, batch.message = False, False, ""
            self._queue(upload)
        self._wake()
        return True

    # ---- working

    def _take_up(self) -> None:
        """Go on with what an earlier process has acknowledged."""
        for ticket, parts in self._staging.waiting():
            left = sum(len(part.files) for part in parts)
            attempts = ticket.attempts + 1 if left == ticket.left else 1
            ticket = replace(ticket, attempts=attempts, left=left, files=0, bytes=0)
            self._staging.write_ticket(ticket)
            upload = self._upload(ticket)
            upload.seen = {part.number: len(part.files) for part in parts}
            upload.parts.extend(parts)
            upload.names = {file.name.casefold() for part in parts for file in part.files}
            files = ((str(f.path), f.name, f.size) for part in parts for f in part.files)
            self.log.expect(upload.batch, files)
            with self._lock, self.log.changing(upload.batch) as batch:
                batch.open = False
                self._uploads[ticket.id] = upload
                if attempts <= _MOST_ATTEMPTS:
                    self._queue(upload)
            if attempts > _MOST_ATTEMPTS:
                message = (
                    f"程序连续 {_MOST_ATTEMPTS} 次没能读完这批文件就退出了，这次没有自动再读。"
                    "可以重试，或停止这一批。"
                )
                self.log.finish(upload.batch, message, failed=True)
        self._wake()

    def _wake(self) -> None:
        with self._lock:
            if self._closing:
                return
            done: Future[None] = self._worker.submit(self._work)
        done.add_done_callback(self._worked)

    def _worked(self, done: Future[None]) -> None:
        """Go on after a failure that nobody foresaw; what failed is out of the queue."""
        if not done.cancelled() and (error := done.exception()) is not None:
            _log.error("the queue of work failed", exc_info=error)
            self._wake()

    def _work(self) -> None:
        """Do everything that waits."""
        while not self._closing:
            with self._lock:
                self._close_abandoned()
                change = self._changes.popleft() if self._changes else None
                upload = None
                if change is None and self._turns:
                    upload = self._uploads.get(self._turns.popleft())
                if upload is not None:
                    upload.running = True
            if change is not None:
                self._run_change(change)
            elif upload is not None:
                self._run_upload(upload)
            else:
                self.log.rest()
                return

    def _close_abandoned(self) -> None:
        """Expect no more of a batch whose sender has gone silent."""
        for upload in self._uploads.values():
            if upload.abandoned:
                upload.batch.open = False
                self._queue(upload)

    def _run_change(self, change: _Change) -> None:
        failure = _UNEXPECTED
        try:
            with closing(self.log.run(change.batch, change.start)) as verdicts:
                for _ in verdicts:
                    if self._closing:
                        raise BatchClosedError(_LEAVING)
            failure = ""
        except PbQaError as error:
            failure = str(error)
        except OSError as error:
            failure = f"没有做完：{error.strerror or error}。请检查磁盘后再试。"
        finally:
            self.log.finish(change.batch, failure, failed=bool(failure))

    def _run_upload(self, upload: Upload) -> None:
        with self._lock:
            parts = upload.next_parts()
        failure = _UNEXPECTED
        try:
            if any(part.files for part in parts):
                self._add(upload, parts)
            failure = ""
        except PbQaError as error:
            failure = str(error)
        except OSError as error:
            failure = (
                f"没有读完：{error.strerror or error}。还没读入的文件都留着；请检查磁盘后点“重试”。"
            )
        finally:
            with self._lock:
                upload.running = False
                if failure:
                    upload.parts.extendleft(reversed(parts))
                    if not self._closing:
                        self.log.finish(upload.batch, failure, failed=True)
                else:
                    self._settle(upload, parts)

    def _add(self, upload: Upload, parts: Sequence[Part]) -> None:
        staged: dict[str, StagedFile] = {
            key_of(str(file.path)): file for part in parts for file in part.files
        }
        refusals = Refusals(self._assistant, upload.ticket.into)

        def start(tell: Callable[[Progress], None]) -> Generator[FileReport]:
            yield from self._assistant.add(self._staging.roots_of(parts), tell)

        with closing(self.log.run(upload.batch, start, staged)) as verdicts:
            for report in verdicts:
                refusals.judged(upload.batch.file(report.path))
                file = staged.get(key_of(report.path))
                if file is not None:
                    with suppress(OSError):
                        file.path.unlink(missing_ok=True)
                if self._closing:
                    raise BatchClosedError(_LEAVING)
                if upload.stop and upload.batch.has_archives:
                    break  # What an archive holds cannot be dropped file by file.

    def _settle(self, upload: Upload, parts: Sequence[Part]) -> None:
        """Clear away what is done; end the batch when it is done altogether."""
        for part in parts:
            self._staging.forget_part(part)
        batch = upload.batch
        with self.log.changing(batch):
            batch.close_archives()
            if upload.stop:
                upload.parts.clear()
                batch.stop_dropped()
        if upload.parts:
            self._turns.append(batch.id)
        elif not batch.open and not upload.receiving:
            message = f"已停止：{batch.counts['stopped']} 个文件没有读入。" if upload.stop else ""
            self.log.finish(batch, message)
            del self._uploads[batch.id]
            self._staging.forget_batch(batch.id)
