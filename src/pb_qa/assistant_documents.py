"""The half of the facade that keeps documents; questions are `pb_qa.assistant`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pb_qa.catalog import (
    DocumentRecord,
    MetadataEdit,
    PageQuality,
    RefusedUpload,
    RestoredCut,
    TextChange,
    TrashedOriginal,
    VersionRecord,
)
from pb_qa.errors import LibraryError
from pb_qa.models import DoctorReport, Document, DocumentInfo, FileReport, Passage, Progress
from pb_qa.settings import Settings
from pb_qa.storage.library import Library

if TYPE_CHECKING:
    from pb_qa.wiring import Engine

OnProgress = Callable[[Progress], None]
CORPUS_DIR = "corpus_dir"


class DocumentDesk:
    """Everything that can be done with documents; a base of `Assistant`."""

    library: Library
    settings: Settings

    def _engine(self) -> Engine:
        raise NotImplementedError

    def _change_corpus(self, folder: Path) -> None:
        raise NotImplementedError

    # ---- bringing in and taking out

    def add(
        self, paths: Sequence[Path], on_progress: OnProgress | None = None
    ) -> Iterator[FileReport]:
        """Copy files and folders into the corpus and take them into the library.

        Yields
        ------
        FileReport
            One a file, as soon as what it says is durable.
        """
        yield from self._engine().ingester.add(paths, on_progress)

    def sync(
        self,
        folder: Path | None = None,
        on_progress: OnProgress | None = None,
        leave: frozenset[str] = frozenset(),
    ) -> Iterator[FileReport]:
        """Make the library mirror the corpus folder, or ``folder``, which then becomes it.

        Parameters
        ----------
        leave
            Sources that stay as they are in the library, e.g. files that are being copied.

        Raises
        ------
        LibraryError
            When the folder does not exist; the library stays as it was.
        """
        if folder is not None and folder.resolve() != self.settings.corpus_dir.resolve():
            self._change_corpus(folder.expanduser().resolve())
        yield from self._engine().ingester.sync(on_progress, leave)
        self.library.write_meta(CORPUS_DIR, str(self.settings.corpus_dir.resolve()))

    def remove(self, document_ids: Sequence[str]) -> Iterator[FileReport]:
        """Take documents out of the library; their originals go to the recycle bin."""
        yield from self._engine().ingester.remove(document_ids)

    def put_back(
        self, keys: Sequence[str], on_progress: OnProgress | None = None
    ) -> Iterator[FileReport]:
        """Bring removed originals back from the recycle bin to their places.

        What cannot be taken in stays in the recycle bin, and no other file is overwritten;
        the verdict says so.

        Parameters
        ----------
        keys
            Of `TrashedOriginal`.
        """
        yield from self._engine().ingester.put_back(keys, on_progress)

    # ---- lists

    def list_documents(self) -> list[DocumentInfo]:
        """Every live document, without its text."""
        return self.library.documents()

    def records(self) -> list[DocumentRecord]:
        """Every live document as the list of documents shows it, in the order of the sources."""
        from pb_qa.storage.fact_keeping import complete_facts

        complete_facts(self.library)
        return self.library.reposts.marked(self.library.records.all())

    def trash(self) -> list[TrashedOriginal]:
        """What lies in the recycle bin, the last thrown away first."""
        from pb_qa.storage.trash import Trash, describe_trash

        return describe_trash(Trash(self.settings.corpus_dir), self.library.records)

    def verdicts(self) -> list[FileReport]:
        """The last verdict on each file of the corpus folder that became no document."""
        from pb_qa.storage.verdicts import VerdictMemory

        return VerdictMemory(self.library).reports()

    # ---- what was sent and not taken in

    def refused_uploads(self) -> list[RefusedUpload]:
        """Files that were sent and not taken in, until dismissed; the last one first."""
        from pb_qa.storage.refused_uploads import RefusedUploads

        return RefusedUploads(self.library).all()

    def note_refused(self, refused: Sequence[RefusedUpload]) -> None:
        """Remember files that were sent and not taken in."""
        from pb_qa.storage.refused_uploads import RefusedUploads

        RefusedUploads(self.library).note(refused)

    def dismiss_refused(self, names: Sequence[str]) -> None:
        """Forget refused files: somebody has seen to them."""
        from pb_qa.storage.refused_uploads import RefusedUploads

        RefusedUploads(self.library).dismiss(names)

    # ---- one document

    def document(self, document_id: str, version: int | None = None) -> Document:
        """A document with its text: its live version unless told.

        Raises
        ------
        DocumentNotFoundError
            When there is no such document or version.
        """
        return self.library.document(document_id, version)

    def record(self, document_id: str) -> DocumentRecord:
        """A live document as the list of documents shows it.

        Raises
        ------
        DocumentNotFoundError
            When there is no live document with this id.
        """
        from pb_qa.storage.fact_keeping import complete_facts

        complete_facts(self.library)
        return self.library.reposts.marked([self.library.records.one(document_id)])[0]

    def original(self, document_id: str) -> Path:
        """Where the original of a live document lies in the corpus folder.

        Raises
        ------
        DocumentNotFoundError
            When there is no live document with this id.
        LibraryError
            When the file is no longer there.
        """
        from pb_qa.storage.corpus import Corpus

        source = self.library.records.one(document_id).info.source
        path = Corpus(self.settings.corpus_dir).locate(source)
        if path is None:
            raise LibraryError(
                f"原件已不在语料文件夹里：{source}。请把它放回原处，或运行同步（sync）更新资料库。"
            )
        return path

    def passages(self, document_id: str) -> list[Passage]:
        """The passages of a live document in the order of its text.

        Raises
        ------
        DocumentNotFoundError
            When there is no live document with this id.
        """
        self.library.records.one(document_id)
        return self.library.document_passages(document_id)

    def quality(self, document_id: str) -> tuple[PageQuality, ...]:
        """How well each page of a live document could be read.

        Raises
        ------
        DocumentNotFoundError
            When there is no live document with this id.
        """
        from pb_qa.reading.quality import page_quality

        return page_quality(self.library.document(document_id))

    # ---- versions

    def versions(self, document_id: str) -> list[DocumentInfo]:
        """Every version of a document that is kept, oldest first."""
        return self.library.versions(document_id)

    def version_records(self, document_id: str) -> list[VersionRecord]:
        """Every version of a live document that is kept, newest first.

        Raises
        ------
        DocumentNotFoundError
            When there is no live document with this id.
        """
        from pb_qa.storage.trash import Trash, restorable_versions

        live = self.library.records.one(document_id).info
        kept = self.library.records.versions(document_id)
        restorable = restorable_versions(kept, live, Trash(self.settings.corpus_dir))
        return [
            VersionRecord(
                version.info,
                version.live,
                version.created_at,
                version.characters,
                version.origin.words,
                version.info.version in restorable,
            )
            for version in kept
        ]

    def changes(self, document_id: str, old: int, new: int) -> tuple[TextChange, ...]:
        """What was changed between two kept versions, word by word, in reading order.

        Raises
        ------
        DocumentNotFoundError
            When one of them is not kept.
        """
        from pb_qa.text.comparison import compare

        return compare(
            self.library.document(document_id, old).text,
            self.library.document(document_id, new).text,
        )

    def restore_version(self, document_id: str, version: int) -> FileReport:
        """Make a new version with the text of an earlier one.

        The earlier original comes back from the recycle bin to its place, and the one that
        is there goes into it. Metadata that people have edited stays as they have edited it.

        Raises
        ------
        DocumentNotFoundError
            When there is no such version.
        CorrectionError
            When it is the live one, or its original is no longer in the recycle bin.
        """
        return self._engine().ingester.restore_version(document_id, version)

    # ---- corrections

    def undo_cut(self, document_id: str, index: int) -> FileReport:
        """Put back what cleaning cut out; a new version.

        It stays put back when the same content is read again.

        Parameters
        ----------
        index
            Into the receipt of the live version.

        Raises
        ------
        DocumentNotFoundError
            When there is no live document with this id.
        CorrectionError
            When the receipt has no such entry, or it cut nothing.
        """
        return self._engine().ingester.undo_cut(document_id, index)

    def restored_cuts(self, document_id: str) -> tuple[RestoredCut, ...]:
        """What cleaning had taken out of the live version and a person has put back.

        In the order of the text.

        Raises
        ------
        DocumentNotFoundError
            When there is no live document with this id.
        """
        from pb_qa.ingest.restored import restored_in

        found = restored_in(self.library, self.library.document(document_id))
        return tuple(one.shown for one in found)

    def redo_cut(self, document_id: str, index: int) -> FileReport:
        """Take out again what a person had put back; a new version.

        Parameters
        ----------
        index
            Into `restored_cuts`.

        Raises
        ------
        DocumentNotFoundError
            When there is no live document with this id.
        CorrectionError
            When there is no such place, or what cleaning had done there is not known.
        """
        return self._engine().ingester.redo_cut(document_id, index)

    def edit(self, document_id: str, edit: MetadataEdit) -> FileReport:
        """Correct what a document says of itself; a new version with the same text.

        It stays corrected in later versions of the file and when it was removed and comes
        back.

        Raises
        ------
        DocumentNotFoundError
            When there is no live document with this id.
        CorrectionError
            When a value cannot be used.
        """
        return self._engine().ingester.edit(document_id, edit)

    # ---- health

    def doctor(self, *, repair: bool = False) -> DoctorReport:
        """Compare corpus folder, library and indexes; mend what differs when told to."""
        from pb_qa.storage import doctor

        engine = self._engine()
        act = doctor.repair if repair else doctor.examine
        report = act(self.settings.corpus_dir, self.library, engine.indexes)
        others = (engine.reembedding.problem, engine.reranker_problem, *engine.synonyms.problems)
        return replace(report, problems=(*report.problems, *filter(None, others)))
