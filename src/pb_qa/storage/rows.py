"""Between rows of the library and the value types."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import RowMapping

from pb_qa.figures import Figure
from pb_qa.models import Cut, Document, DocumentInfo, Page, Passage, Section

if TYPE_CHECKING:
    from pb_qa.storage.version_bundle import VersionBundle

Vectors = NDArray[np.float32]
Row = RowMapping


class VersionStatus(StrEnum):
    """Where a version of a document stands."""

    PENDING = "pending"
    LIVE = "live"
    SUPERSEDED = "superseded"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class FileStamp:
    """What tells without reading it that a file has not changed."""

    size: int
    mtime_ns: int


Spans = tuple[tuple[int, int], ...]
READ_FROM_FILE: Final = "读入文件"


@dataclass(frozen=True, slots=True)
class VersionOrigin:
    """How a version came about.

    Attributes
    ----------
    words
        In Chinese: ``"读入文件"``, ``"恢复第 1 版"``.
    undone
        Spans of the raw text that cleaning cut and a person has put back.
    stated
        Field and value of what the document itself says, where an edit stands instead.
    """

    words: str = READ_FROM_FILE
    undone: Spans = ()
    stated: tuple[tuple[str, str], ...] = ()

    def own_words(self, *fields: str) -> str:
        """What the document itself says in these fields of its metadata, where edits stand."""
        return " ".join(value for name, value in self.stated if name in fields)


# Fields of the metadata by which a document is searched.
NAMING: Final = ("title", "number")


@dataclass(frozen=True, slots=True)
class Corrections:
    """Everything that people have corrected about a document, to be kept from now on.

    Attributes
    ----------
    edits
        Field and value of edited metadata.
    undone
        Spans of the raw text of a file with the version's content.
    """

    edits: tuple[tuple[str, str], ...] = ()
    undone: Spans = ()


@dataclass(frozen=True, slots=True)
class NewVersion:
    """A version ready to be stored.

    Attributes
    ----------
    passages
        In the order of the text.
    vectors
        float32 (n, d), row ``i`` for ``passages[i]``.
    figures
        In the order of the text.
    weak_pages
        How many pages could not be read well.
    corrections
        Takes the place of those that were kept; None leaves them as they are.
    earlier
        Versions of a removed document that come back with this one.
    """

    document: Document
    passages: tuple[Passage, ...]
    vectors: Vectors
    stamp: FileStamp
    figures: tuple[Figure, ...] = ()
    weak_pages: int = 0
    origin: VersionOrigin = VersionOrigin()
    corrections: Corrections | None = None
    earlier: VersionBundle | None = None


@dataclass(frozen=True, slots=True)
class StoredOriginal:
    """What the library knows about the file a live document was read from."""

    document: DocumentInfo
    stamp: FileStamp


@dataclass(frozen=True, slots=True)
class Feedback:
    """What a reader thought of an answer."""

    question: str
    answer: str
    citations: tuple[str, ...]
    rating: str
    created_at: float


def vector_blob(vector: Vectors) -> bytes:
    """A vector as it is stored: little-endian float32."""
    return vector.astype("<f4", copy=False).tobytes()


def vectors_of(blobs: list[bytes]) -> Vectors:
    """Stored vectors as one matrix (n, d)."""
    if not blobs:
        return np.zeros((0, 0), dtype=np.float32)
    flat = np.frombuffer(b"".join(blobs), dtype="<f4").astype(np.float32, copy=False)
    return flat.reshape(len(blobs), -1)


# `json.dumps` with these arguments makes an encoder at every call.
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


def _json(values: Sequence[object]) -> str:
    return _ENCODER.encode(values) if values else "[]"


INFO_COLUMNS = (
    "title",
    "issuer",
    "number",
    "issued_on",
    "publisher",
    "author",
    "place",
    "content_hash",
)


def version_row(new: NewVersion, created_at: float) -> dict[str, Any]:
    """The row of ``versions`` for a version about to be stored."""
    document = new.document
    return {
        "document_id": document.id,
        "version": document.version,
        "status": VersionStatus.PENDING,
        "size": new.stamp.size,
        "mtime_ns": new.stamp.mtime_ns,
        "created_at": created_at,
        "text": document.text,
        "sections": _json([astuple(section) for section in document.sections]),
        "pages": _json([astuple(page) for page in document.pages]),
        "receipt": _json([astuple(cut) for cut in document.receipt]),
        **{column: getattr(document, column) for column in INFO_COLUMNS},
    }


def passage_row(passage: Passage, version: int, ordinal: int, key: int) -> dict[str, Any]:
    """The row of ``passages``."""
    return {
        "key": key,
        "id": passage.id,
        "document_id": passage.document_id,
        "version": version,
        "ordinal": ordinal,
        "start": passage.start,
        "end": passage.end,
        "page": passage.page,
        "headings": _json(passage.headings),
        "text": passage.text,
    }


def info_from(row: Row) -> DocumentInfo:
    """Document info out of a row of documents joined with versions."""
    return DocumentInfo(
        id=row["document_id"],
        version=row["version"],
        source=row["source"],
        **{column: row[column] for column in INFO_COLUMNS},
    )


def document_from(row: Row) -> Document:
    """A whole document out of a row of documents joined with versions."""
    return Document(
        id=row["document_id"],
        version=row["version"],
        source=row["source"],
        text=row["text"],
        sections=tuple(Section(*fields) for fields in json.loads(row["sections"])),
        pages=tuple(Page(*fields) for fields in json.loads(row["pages"])),
        receipt=tuple(Cut(*fields) for fields in json.loads(row["receipt"])),
        **{column: row[column] for column in INFO_COLUMNS},
    )


def passage_from(row: Row) -> Passage:
    """A passage out of its row; ``passage_id`` and ``passage_text`` name its own columns."""
    headings = row["headings"]
    return Passage(
        id=row["passage_id"],
        document_id=row["document_id"],
        start=row["start"],
        end=row["end"],
        text=row["passage_text"],
        headings=tuple(json.loads(headings)) if headings != "[]" else (),
        page=row["page"],
    )
