"""Value types that travel between the stages: plain, frozen, without behaviour that does work.

Every offset is counted in Python characters (code points) into ``Document.text``,
the cleaned text, and every span is half open: ``text[start:end]``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and the stretch of text it governs.

    Attributes
    ----------
    heading
        The heading's own words, e.g. ``"第十三条"`` or ``"抓组建，扩大“两个覆盖”"``.
    level
        1 for the outermost heading; deeper headings have larger numbers.
    start, end
        The governed span, from the heading's first character up to the next
        heading of the same or an outer level.
    """

    heading: str
    level: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Page:
    """A page (PDF), slide (PPTX) or sheet (XLSX) and its span of the text.

    Attributes
    ----------
    confidence
        Mean confidence, 0 to 1, where the text was recognised in a picture (OCR); else None.
    """

    number: int
    start: int
    end: int
    label: str = ""
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Cut:
    """One entry of the receipt: what cleaning took out, and where it stood.

    ``text[:start] + original + text[end:]`` undoes this cut. A pure removal has
    ``start == end``. Undoing every cut from the last to the first gives back the
    text exactly as the parser extracted it.
    """

    start: int
    end: int
    original: str
    reason: str


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What is known about a document besides its text.

    Attributes
    ----------
    id
        Stable for a place in the corpus: derived from ``source`` alone.
    version
        1 for the first text read at that place, then counting up.
    source
        Path within the corpus folder, with ``/`` on every platform.
    number
        文号, e.g. ``"国发〔2018〕1号"``; empty when the document states none.
    issued_on
        ISO date as precise as the document says: ``"2018"``, ``"2018-01"`` or
        ``"2018-01-31"``; empty when it says nothing.
    content_hash
        SHA-256 of the original file's bytes, in hexadecimal.
    """

    id: str
    version: int
    source: str
    title: str
    issuer: str = ""
    number: str = ""
    issued_on: str = ""
    publisher: str = ""
    author: str = ""
    place: str = ""
    content_hash: str = ""


@dataclass(frozen=True, slots=True)
class Document(DocumentInfo):
    """One version of a document, whole."""

    text: str = ""
    sections: tuple[Section, ...] = ()
    pages: tuple[Page, ...] = ()
    receipt: tuple[Cut, ...] = ()

    @property
    def info(self) -> DocumentInfo:
        """The same document without its text, for lists and citations."""
        return DocumentInfo(
            id=self.id,
            version=self.version,
            source=self.source,
            title=self.title,
            issuer=self.issuer,
            number=self.number,
            issued_on=self.issued_on,
            publisher=self.publisher,
            author=self.author,
            place=self.place,
            content_hash=self.content_hash,
        )


@dataclass(frozen=True, slots=True)
class Passage:
    """A contiguous piece of a document: ``document.text[start:end] == text``."""

    id: str
    document_id: str
    start: int
    end: int
    text: str
    headings: tuple[str, ...] = ()
    page: int | None = None


@dataclass(frozen=True, slots=True)
class ScoredPassage:
    """A passage found by a search; a higher score is a better match."""

    passage: Passage
    document: DocumentInfo
    score: float


@dataclass(frozen=True, slots=True)
class RepostPlace:
    """Where a repost has a sentence, which may differ in width, script or punctuation."""

    document: DocumentInfo
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Citation:
    """A verbatim span of a stored document: ``document.text[start:end] == quote``.

    Attributes
    ----------
    also
        The reposts that have the same sentence.
    """

    number: int
    document: DocumentInfo
    passage_id: str
    start: int
    end: int
    quote: str
    headings: tuple[str, ...] = ()
    page: int | None = None
    also: tuple[RepostPlace, ...] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """The time for which, or by which, a figure holds.

    Attributes
    ----------
    text
        In Chinese, resolved: ``"2011年底"``, ``"1981年至1985年"``; empty when the text
        leaves it open.
    start, end
        First and last day as ISO dates; both empty when ``text`` is. A state at the end
        of a year has that year's last day twice.
    words
        The document's own words when they had to be resolved: ``"去年"``, ``"“六五”期间"``.
    """

    text: str = ""
    start: str = ""
    end: str = ""
    words: str = ""


NO_PERIOD = Period()


class FileStatus(StrEnum):
    """What became of one file that was given to the library."""

    ADDED = "added"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    REJECTED = "rejected"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class FileReport:
    """The verdict on one file.

    Attributes
    ----------
    path
        The path as the user gave it.
    of
        For a duplicate, the id of the document that is already there.
    reason
        In Chinese: for a rejected file what is wrong and what to do about it.
    seconds
        Wall-clock time from opening the file to its verdict.
    repost_of
        For a document that repeats another, the id of that one, which leads.
    """

    path: str
    status: FileStatus
    of: str | None = None
    document_id: str | None = None
    source: str | None = None
    title: str | None = None
    passages: int = 0
    figures: int = 0
    seconds: float = 0.0
    reason: str = ""
    repost_of: str | None = None


Stage = Literal["waiting", "reading", "cleaning", "embedding", "ready", "rejected"]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a batch of files has come."""

    path: str
    stage: Stage
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class DoctorReport:
    """What differs between the corpus folder, the library and its indexes.

    ``problems`` are sentences in Chinese; empty when all agree.
    """

    documents: int
    passages: int
    vectors: int
    keyword_entries: int
    problems: tuple[str, ...] = ()
    repaired: tuple[str, ...] = field(default=())
    figures: int = 0
    figure_entries: int = 0

    @property
    def healthy(self) -> bool:
        """Whether nothing is wrong, or everything wrong was repaired."""
        return not self.problems
