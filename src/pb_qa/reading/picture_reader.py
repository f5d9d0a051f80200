"""Files whose pages are pictures: read once more, by a child that recognises text."""

from __future__ import annotations

import logging
import signal
import time

from pb_qa.errors import DamagedFileError, ReadingError, ReadingLimitError
from pb_qa.models import Document
from pb_qa.reading import ocr_engine
from pb_qa.reading.parser_process import ParserProcess
from pb_qa.reading.protocol import Limits, ProtocolError, Request, decode_reply

_log = logging.getLogger(__name__)


class PictureReader:
    """Recognises the text of one file after the other in a child of its own.

    The child takes about 0.6 GB of memory: close it when no more files are to come.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._child: ParserProcess | None = None

    @property
    def is_installed(self) -> bool:
        """Whether the extra ``ocr`` is there."""
        return ocr_engine.is_installed()

    def close(self) -> None:
        """End the child process. The next call to ``read`` starts another."""
        if self._child is not None:
            self._child.end()
            self._child = None

    def read(self, request: Request, file_bytes: int, identity: str) -> Document | ReadingError:
        """Read a file with ``request.pictures`` pages to recognise.

        Returns
        -------
        Document | ReadingError
            The verdict also when the child dies or cannot be started.
        """
        try:
            if self._child is None:
                self._child = ParserProcess(self._limits, "--ocr")
        except ReadingError as error:
            return error
        child = self._child
        limit = self._limits.seconds_for(file_bytes, request.pictures)
        child.send(request)
        try:
            body = child.receive(until=time.monotonic() + limit + self._limits.page_seconds)
        except TimeoutError:
            self.close()
            return _too_slow()
        if body is None:
            self._child = None
            status = child.exit_status(timeout=5)
            _log.warning(
                "recognising process ended with %d on %r\n%s",
                status,
                request.path,
                child.last_words,
            )
            return _too_slow() if status == -getattr(signal, "SIGXCPU", -1) else _crashed()
        try:
            reply = decode_reply(body, identity, request.source)
        except ProtocolError:
            _log.exception("recognising process sent nonsense for %r", request.path)
            self.close()
            return _crashed()
        if reply.last:
            self.close()
        return reply.outcome


def _too_slow() -> ReadingLimitError:
    return ReadingLimitError(
        "文字识别用时太长，已停止。请把文件拆小，"
        "或调大 PB_QA_OCR_SECONDS_PER_PAGE 和 PB_QA_OCR_SECONDS 后再添加。"
    )


def _crashed() -> DamagedFileError:
    return DamagedFileError(
        "识别这个文件里的文字时出错，图片可能已损坏，或内存不够。"
        "请重新扫描，或用别的文字识别（OCR）软件转换后再添加。"
    )
