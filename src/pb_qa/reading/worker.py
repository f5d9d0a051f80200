"""The child process: reads files that nobody vouches for, one after another.

Started as ``python -m pb_qa.reading.worker``, with ``--ocr`` one that also recognises text
in pictures, which takes more time and memory. Requests come on standard input and
replies go to standard output. Whatever a parser raises that is no verdict ends the
process; the traceback goes to standard error and the parent starts another.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO

from pb_qa.errors import (
    DamagedFileError,
    FileTooLargeError,
    NoTextError,
    ReadingError,
    ReadingLimitError,
    UnsupportedFormatError,
)
from pb_qa.reading import protocol, sandbox
from pb_qa.reading.ocr_engine import THREADS
from pb_qa.reading.parsing import parse
from pb_qa.reading.pictures import PageRecognizer
from pb_qa.reading.protocol import Limits, Request

if TYPE_CHECKING:
    from pb_qa.reading.ocr_engine import Recognize

_OCR = "--ocr"
_SHARE_OF_MEMORY_TO_KEEP = 0.5
# Nobody sees that a shorter text is cleaned: it takes a twentieth of a second.
_WORTH_TELLING_CHARACTERS = 100_000


def main() -> None:
    """Answer requests until standard input ends."""
    requests, replies = _own_streams()
    first = protocol.read_message(requests)
    if first is None:
        return
    limits = protocol.decode_limits(first)
    recognize = None
    if _OCR in sys.argv[1:]:
        from pb_qa.reading.ocr_engine import load_recognizer

        sandbox.leave_network()
        # Before threads and writing are given up: it starts some. It has seen no file yet.
        recognize = load_recognizer()
    sandbox.confine(limits)
    protocol.write_message(replies, b"ready")
    while (body := protocol.read_message(requests)) is not None:
        reply, last = answer(
            protocol.decode_request(body),
            limits,
            recognize,
            lambda: protocol.write_message(replies, protocol.CLEANING),
        )
        protocol.write_message(replies, reply)
        if last:
            return


def answer(
    request: Request,
    limits: Limits,
    recognize: Recognize | None = None,
    on_cleaning: Callable[[], None] | None = None,
) -> tuple[bytes, bool]:
    """Return the reply to one request, and whether this process should end with it.

    Parameters
    ----------
    on_cleaning
        Called once the file is parsed, if that took long enough to be seen.
    """
    sandbox.allow_seconds(limits.seconds)
    try:
        return _read(request, limits, recognize, on_cleaning)
    except ReadingError as error:
        return protocol.encode_error(error), False
    except RecursionError:
        return protocol.encode_error(
            DamagedFileError("文件的内部结构嵌套过深，无法解析。请另存一份新的文件后再添加。")
        ), False
    except MemoryError:
        verdict = ReadingLimitError(
            f"解析这个文件需要的内存超过 {limits.megabytes} MB，已停止。"
            "请把文件拆小，或调大 PB_QA_PARSE_MEGABYTES 后再添加。"
        )
        return protocol.encode_error(verdict, last=True), True


def _read(
    request: Request,
    limits: Limits,
    recognize: Recognize | None,
    on_cleaning: Callable[[], None] | None,
) -> tuple[bytes, bool]:
    from pb_qa.reading.cleaning import clean
    from pb_qa.reading.metadata import metadata
    from pb_qa.reading.quality import refuse_unreadable
    from pb_qa.reading.structure import sections

    data = _file_bytes(request.path, limits.file_bytes)
    seconds = limits.seconds_for(len(data))
    sandbox.allow_seconds(seconds)
    recognizer = None
    if recognize is not None:
        recognizer = PageRecognizer(
            recognize,
            lambda seconds: sandbox.allow_seconds(THREADS * seconds),
            limits.page_seconds,
            min(request.pictures * limits.page_seconds, limits.recognition_seconds),
        )
    raw = parse(data, request.source, request.without_pdfium, recognizer)
    content_hash = hashlib.sha256(data).hexdigest()
    del data
    sandbox.allow_seconds(seconds)
    if on_cleaning is not None and len(raw.text) >= _WORTH_TELLING_CHARACTERS:
        on_cleaning()
    cleaned = clean(raw)
    if not cleaned.text.strip():
        raise NoTextError("文件里除了页眉页脚等内容，没有正文。请检查原文件后再添加。")
    refuse_unreadable(cleaned.text, cleaned.pages)
    about = metadata(cleaned, raw, request.source)
    last = sandbox.address_space() > _SHARE_OF_MEMORY_TO_KEEP * limits.megabytes * 1024 * 1024
    reply = protocol.encode_document(
        text=cleaned.text,
        sections=sections(cleaned),
        pages=cleaned.pages,
        receipt=cleaned.receipt,
        metadata={name: getattr(about, name) for name in protocol.METADATA_FIELDS},
        content_hash=content_hash,
        last=last,
        pictures=raw.pictures,
    )
    return reply, last


def _file_bytes(path: str, most: int) -> bytes:
    try:
        # Opening a named pipe would wait for a writer for ever.
        kind = os.stat(path).st_mode
        if not stat.S_ISREG(kind):
            raise UnsupportedFormatError("这不是普通文件（可能是文件夹或设备），不能添加。")
        with open(path, "rb") as file:
            data = file.read(most + 1)
    except FileNotFoundError:
        raise ReadingError("找不到这个文件，可能已被移动或删除。请刷新文件夹后再试。") from None
    except PermissionError:
        raise ReadingError("没有权限读取这个文件。请检查文件的访问权限后再试。") from None
    except OSError as error:
        raise ReadingError(
            f"读不出这个文件（{error.strerror}）。请检查磁盘或网络盘后再试。"
        ) from None
    if len(data) > most:
        raise FileTooLargeError(
            f"文件超过 {most / 1_000_000:g} MB，太大。"
            "请拆成几个文件，或调大 PB_QA_MAX_FILE_BYTES 后再添加。"
        )
    return data


def _own_streams() -> tuple[BinaryIO, BinaryIO]:
    """Keep the two pipes for the protocol: what parsers print goes to standard error."""
    requests = os.fdopen(os.dup(0), "rb")
    replies = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return requests, replies


if __name__ == "__main__":
    sys.setrecursionlimit(2_000)
    main()
