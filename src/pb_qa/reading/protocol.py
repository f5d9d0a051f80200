"""What parent and child say to each other: JSON only, each message behind its length.

The child parses files that nobody vouches for, so its messages are not trusted
either: nothing is unpickled, and every field is checked before it becomes a value.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from typing import BinaryIO, Final, TypeVar

from pb_qa import errors
from pb_qa.models import Cut, Document, Page, Section

LONGEST_MESSAGE: Final = 512 * 1024 * 1024
# Said before the reply when a file has been parsed and is being cleaned.
CLEANING: Final = b"cleaning"
_USUAL_BYTES = 10_000_000
_BYTES_FOR_AS_LONG_AGAIN = 30_000_000
_LONGEST_TIMES = 8.0
_LENGTH = struct.Struct(">I")
_ERRORS: Final = {
    kind.__name__: kind
    for kind in (
        errors.ReadingError,
        errors.UnsupportedFormatError,
        errors.NeedsConverterError,
        errors.EncryptedFileError,
        errors.NoTextError,
        errors.DamagedFileError,
        errors.FileTooLargeError,
        errors.ReadingLimitError,
        errors.GarbledTextError,
    )
}
METADATA_FIELDS: Final = ("title", "issuer", "number", "issued_on", "publisher", "author", "place")

_T = TypeVar("_T", bound=object)


class ProtocolError(Exception):
    """A message is not what it should be: the child is broken or lies."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost.

    Attributes
    ----------
    file_bytes
        Size of the file on disk.
    seconds
        Time of computing, and of waiting, for one file of usual size; see ``seconds_for``.
    megabytes
        Address space of the child, where the platform can limit it.
    page_seconds
        Time for recognising the text of one page; 0 in a child that does not.
    recognition_seconds
        Time for recognising the text of one file.
    """

    file_bytes: int
    seconds: float
    megabytes: int
    page_seconds: float = 0.0
    recognition_seconds: float = 0.0

    def seconds_for(self, file_bytes: int, pictures: int = 0) -> float:
        """Seconds that a file of so many bytes and pictures may take.

        Beyond 10 MB, each 30 MB allow as much time again, up to eight times as much in all.
        """
        more = max(0, file_bytes - _USUAL_BYTES) / _BYTES_FOR_AS_LONG_AGAIN
        sizes = min(1 + more, _LONGEST_TIMES)
        recognizing = min(pictures * self.page_seconds, self.recognition_seconds)
        return self.seconds * sizes + recognizing


@dataclass(frozen=True, slots=True)
class Request:
    """One file to read.

    Attributes
    ----------
    without_pdfium
        Whether pdfium has already died of it.
    pictures
        How many pages there are to recognise, as far as is known: they bound the time.
    """

    path: str
    source: str
    without_pdfium: bool = False
    pictures: int = 0


@dataclass(frozen=True, slots=True)
class Reply:
    """The child's answer for one file.

    Attributes
    ----------
    last
        Whether the child wants to be replaced.
    pictures
        How many pages are pictures whose text could still be recognised.
    """

    outcome: Document | errors.ReadingError
    last: bool
    pictures: int = 0


def write_message(stream: BinaryIO, body: bytes) -> None:
    """Write one message and flush."""
    stream.write(_LENGTH.pack(len(body)))
    stream.write(body)
    stream.flush()


def read_message(stream: BinaryIO) -> bytes | None:
    """Return the next message, or None at the end of the stream.

    Raises
    ------
    ProtocolError
        When a message is longer than any document.
    """
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    if length > LONGEST_MESSAGE:
        raise ProtocolError(f"message of {length} bytes")
    body = stream.read(length)
    return body if len(body) == length else None


def encode_limits(limits: Limits) -> bytes:
    """Return the message that starts a conversation."""
    return json.dumps(astuple(limits)).encode()


def decode_limits(body: bytes) -> Limits:
    """Undo ``encode_limits``; the parent is trusted."""
    return Limits(*json.loads(body))


def encode_request(request: Request) -> bytes:
    """Return a request as ASCII JSON, which also carries undecodable file names."""
    return json.dumps(astuple(request)).encode()


def decode_request(body: bytes) -> Request:
    """Undo ``encode_request``; the parent is trusted."""
    return Request(*json.loads(body))


def encode_error(error: errors.ReadingError, last: bool = False) -> bytes:
    """Return a verdict as a message."""
    target = error.target if isinstance(error, errors.NeedsConverterError) else ""
    body = {
        "error": type(error).__name__,
        "message": str(error),
        "target": target,
        "pictures": error.pictures,
        "last": last,
    }
    return json.dumps(body).encode()


def encode_document(
    text: str,
    sections: tuple[Section, ...],
    pages: tuple[Page, ...],
    receipt: tuple[Cut, ...],
    metadata: dict[str, str],
    content_hash: str,
    last: bool,
    pictures: int = 0,
) -> bytes:
    """Return a document as a message; ``metadata`` holds ``METADATA_FIELDS``."""
    body = {
        "text": text,
        "sections": [(s.heading, s.level, s.start, s.end) for s in sections],
        "pages": [(p.number, p.start, p.end, p.label, p.confidence) for p in pages],
        "receipt": [(c.start, c.end, c.original, c.reason) for c in receipt],
        "metadata": metadata,
        "hash": content_hash,
        "pictures": pictures,
        "last": last,
    }
    return json.dumps(body, ensure_ascii=False, check_circular=False).encode("utf-8", "replace")


def decode_reply(body: bytes, identity: str, source: str) -> Reply:
    """Check a message of the child and return what it says.

    Raises
    ------
    ProtocolError
        When it is no well-formed reply.
    """
    try:
        content = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise ProtocolError("no JSON") from error
    fields = _checked(content, dict)
    last = fields.get("last") is True
    pictures = max(0, _checked(fields.get("pictures"), int))
    if "error" in fields:
        kind = _ERRORS.get(_checked(fields["error"], str))
        if kind is None:
            raise ProtocolError("unknown kind of error")
        message = _checked(fields.get("message"), str)
        if kind is errors.NeedsConverterError:
            target = _checked(fields.get("target"), str)
            return Reply(errors.NeedsConverterError(message, target), last)
        return Reply(kind(message), last, pictures)
    return Reply(_document(fields, identity, source), last, pictures)


def _document(fields: Mapping[str, object], identity: str, source: str) -> Document:
    text = _checked(fields.get("text"), str)
    size = len(text)
    sections = tuple(
        Section(_checked(heading, str), _checked(level, int), *_span(start, end, size))
        for heading, level, start, end in _rows(fields.get("sections"), 4)
    )
    pages = tuple(
        Page(
            _checked(number, int),
            *_span(start, end, size),
            _checked(label, str),
            _confidence(confidence),
        )
        for number, start, end, label, confidence in _rows(fields.get("pages"), 5)
    )
    receipt = tuple(
        Cut(
            _checked(start, int), _checked(end, int), _checked(original, str), _checked(reason, str)
        )
        for start, end, original, reason in _rows(fields.get("receipt"), 4)
    )
    metadata = _checked(fields.get("metadata"), dict)
    return Document(
        id=identity,
        version=0,
        source=source,
        content_hash=_checked(fields.get("hash"), str),
        text=text,
        sections=sections,
        pages=pages,
        receipt=receipt,
        **{key: _checked(metadata.get(key), str) for key in METADATA_FIELDS},
    )


def _checked(value: object, kind: type[_T]) -> _T:
    if not isinstance(value, kind):
        raise ProtocolError(f"{type(value).__name__} where {kind.__name__} is due")
    return value


def _confidence(value: object) -> float | None:
    if value is None:
        return None
    confidence = _checked(value, float)
    if not 0.0 <= confidence <= 1.0:
        raise ProtocolError(f"a confidence of {confidence}")
    return confidence


def _rows(value: object, width: int) -> list[list[object]]:
    rows = _checked(value, list)
    if any(not isinstance(row, list) or len(row) != width for row in rows):
        raise ProtocolError("a row of the wrong width")
    return rows


def _span(start: object, end: object, size: int) -> tuple[int, int]:
    first, last = _checked(start, int), _checked(end, int)
    if not 0 <= first <= last <= size:
        raise ProtocolError(f"span {first}:{last} outside of {size} characters")
    return first, last
