"""What the documents' page asks of an assistant, over documents held in memory."""

from __future__ import annotations

from collections.abc import Sequence

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
from pb_qa.errors import DocumentNotFoundError
from pb_qa.models import Document, FileReport, Passage

ADDED_AT = 1_700_000_000.0


def record_of(document: Document) -> DocumentRecord:
    """The document as lists show it."""
    return DocumentRecord(
        info=document.info,
        characters=len(document.text),
        passages=document.text.count("\n") + 1,
        figures=0,
        pages=len(document.pages),
        size=len(document.text.encode()),
        added_at=ADDED_AT,
        changed_at=ADDED_AT,
    )


class SmallCatalog:
    """A base of the small assistant: one version of each document, an empty recycle bin."""

    _documents: dict[str, Document]

    def records(self) -> list[DocumentRecord]:
        return [record_of(document) for document in self._documents.values()]

    def record(self, document_id: str) -> DocumentRecord:
        return record_of(self._known(document_id))

    def version_records(self, document_id: str) -> list[VersionRecord]:
        document = self._known(document_id)
        size = len(document.text)
        return [VersionRecord(document.info, True, ADDED_AT, size, "读入文件", False)]

    def changes(self, document_id: str, old: int, new: int) -> tuple[TextChange, ...]:
        return (TextChange("same", self._known(document_id).text),)

    def passages(self, document_id: str) -> list[Passage]:
        text = self._known(document_id).text
        return [Passage("1", document_id, 0, len(text), text)]

    def quality(self, document_id: str) -> tuple[PageQuality, ...]:
        return (PageQuality(1, "", len(self._known(document_id).text)),)

    def verdicts(self) -> list[FileReport]:
        return []

    def refused_uploads(self) -> list[RefusedUpload]:
        return list(self._refused_uploads().values())

    def note_refused(self, refused: Sequence[RefusedUpload]) -> None:
        self._refused_uploads().update({one.name: one for one in refused})

    def dismiss_refused(self, names: Sequence[str]) -> None:
        for name in names:
            self._refused_uploads().pop(name, None)

    def restored_cuts(self, document_id: str) -> tuple[RestoredCut, ...]:
        return ()

    def trash(self) -> list[TrashedOriginal]:
        return []

    def collections(self) -> list[Collection]:
        names = [document.source.rpartition("/")[0] for document in self._documents.values()]
        return [Collection(name, names.count(name)) for name in sorted(set(names)) if name]

    def _refused_uploads(self) -> dict[str, RefusedUpload]:
        kept: dict[str, RefusedUpload] = self.__dict__.setdefault("_refused", {})
        return kept

    def _known(self, document_id: str) -> Document:
        found = self._documents.get(document_id)
        if found is None:
            raise DocumentNotFoundError("没有这份文件。")
        return found
