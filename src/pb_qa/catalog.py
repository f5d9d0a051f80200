"""What is kept about a document besides its text: the value types of the documents' page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from pb_qa.models import DocumentInfo


@dataclass(frozen=True, slots=True)
class PageQuality:
    """How well a page, slide or sheet could be read; a text without pages counts as one.

    Attributes
    ----------
    characters
        Of the cleaned text on this page, white space left out.
    problem
        In Chinese, what is wrong with it; empty when nothing is.
    confidence
        Mean confidence, 0 to 1, where the text was recognised in a picture; else None.
    """

    number: int
    label: str
    characters: int
    problem: str = ""
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """A live document as the list of documents shows it.

    Attributes
    ----------
    characters
        Length of the cleaned text.
    size
        Of the original, in bytes.
    added_at, changed_at
        When the first version and the live one came in, in seconds since the epoch.
    edited
        Whether a person has corrected its metadata.
    weak_pages
        How many pages have a `PageQuality.problem`.
    repost_of
        Id of the document that leads the cluster of near-duplicates this one belongs to;
        empty when it leads itself or stands alone.
    reposts
        How many others stand under it, when it leads.
    own_words
        What it says of itself, its title, number and issuer, where people have corrected it.
    """

    info: DocumentInfo
    characters: int
    passages: int
    figures: int
    pages: int
    size: int
    added_at: float
    changed_at: float
    edited: bool = False
    weak_pages: int = 0
    repost_of: str = ""
    reposts: int = 0
    own_words: str = ""

    @property
    def collection(self) -> str:
        """The folder of the corpus it lies in, ``""`` for the corpus folder itself."""
        return self.info.source.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class VersionRecord:
    """A version of a document, live or not.

    Attributes
    ----------
    origin
        In Chinese, how it came about: ``"读入文件"``, ``"恢复第 1 版"``, ``"撤销一处清理"``.
    restorable
        Whether its text is kept and its original can be brought back.
    """

    info: DocumentInfo
    live: bool
    created_at: float
    characters: int
    origin: str
    restorable: bool


Place = Literal["free", "newer", "document", "file"]


@dataclass(frozen=True, slots=True)
class TrashedOriginal:
    """An original in the recycle bin.

    Attributes
    ----------
    key
        Its path below the recycle bin; names it in `Assistant.put_back`.
    replaced
        Whether a newer file took its place; else the document was removed.
    place
        What lies in its place now: nothing else (``"free"``), a newer version of it
        (``"newer"``), another document, or a file that is none.
    taken_by
        Title of the document that lies there.
    """

    key: str
    source: str
    title: str
    size: int
    thrown_away_at: float
    replaced: bool
    place: Place = "free"
    taken_by: str = ""


@dataclass(frozen=True, slots=True)
class RefusedUpload:
    """A file that somebody sent and that was not taken in.

    Attributes
    ----------
    name
        Its path in the corpus folder, had it been taken in.
    reason
        In Chinese, what is wrong with it and what to do about it.
    refused_at
        In seconds since the epoch.
    """

    name: str
    reason: str
    refused_at: float


@dataclass(frozen=True, slots=True)
class RestoredCut:
    """What cleaning had taken out and a person has put back.

    Attributes
    ----------
    start, end
        Where it stands in the text of the live version.
    reason
        That of the cut; empty when it is no longer known.
    restored_at
        When it was put back, in seconds since the epoch; None when that is not known.
    redoable
        Whether it can be taken out again.
    """

    start: int
    end: int
    reason: str = ""
    restored_at: float | None = None
    redoable: bool = False


@dataclass(frozen=True, slots=True)
class MetadataEdit:
    """What a person says about a document; None leaves a field as it is.

    An empty text takes an earlier edit back: the field is again what the document says.
    """

    title: str | None = None
    issuer: str | None = None
    number: str | None = None
    issued_on: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class TextChange:
    """A stretch of a comparison of two versions, in reading order."""

    kind: Literal["same", "removed", "added"]
    text: str


@dataclass(frozen=True, slots=True)
class Collection:
    """A folder of the corpus, with all that lies below it, to which questions can be limited.

    Attributes
    ----------
    name
        Path within the corpus: ``"法律"``, ``"地区/宁夏"``.
    """

    name: str
    documents: int
