"""What the documents' page needs from the assistant, and nothing more."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from pb_qa.catalog import (
    Collection,
    DocumentRecord,
    PageQuality,
    RefusedUpload,
    RestoredCut,
    TextChange,
    TrashedOriginal,
    VersionRecord,
)
from pb_qa.models import Document, FileReport, Passage
from pb_qa.settings import Settings


class CatalogLike(Protocol):
    """The facade as the documents' page sees it; `pb_qa.assistant.Assistant` fulfils it."""

    @property
    def settings(self) -> Settings:
        """The configuration the assistant was built with."""

    def records(self) -> list[DocumentRecord]:
        """Every live document."""

    def record(self, document_id: str) -> DocumentRecord:
        """One live document; ``DocumentNotFoundError`` when there is none."""

    def document(self, document_id: str, version: int | None = None) -> Document:
        """One document with its text; ``DocumentNotFoundError`` when it is gone."""

    def version_records(self, document_id: str) -> list[VersionRecord]:
        """Every version of a document, newest first."""

    def changes(self, document_id: str, old: int, new: int) -> tuple[TextChange, ...]:
        """What changed from one version to another, word by word."""

    def passages(self, document_id: str) -> list[Passage]:
        """The passages of the live version."""

    def quality(self, document_id: str) -> tuple[PageQuality, ...]:
        """How well each page of the live version could be read."""

    def verdicts(self) -> list[FileReport]:
        """The last verdict on each file of the corpus folder that is no document."""

    def collections(self) -> list[Collection]:
        """Every folder of the corpus that holds documents."""

    def refused_uploads(self) -> list[RefusedUpload]:
        """Files that were sent and not taken in, until dismissed."""

    def note_refused(self, refused: Sequence[RefusedUpload]) -> None:
        """Remember files that were sent and not taken in."""

    def dismiss_refused(self, names: Sequence[str]) -> None:
        """Forget refused files: somebody has seen to them."""

    def restored_cuts(self, document_id: str) -> tuple[RestoredCut, ...]:
        """What cleaning had taken out of the live version and a person has put back."""

    def redo_cut(self, document_id: str, index: int) -> FileReport:
        """Take out again what a person had put back."""

    def trash(self) -> list[TrashedOriginal]:
        """What lies in the recycle bin."""
