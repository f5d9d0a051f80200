"""Add, replace, correct, remove and synchronise documents."""

from __future__ import annotations

import threading
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from pb_qa.catalog import MetadataEdit
from pb_qa.errors import LibraryError, ReadingError
from pb_qa.ingest.archives import is_archive
from pb_qa.ingest.extraction import EXTRACTION, FigureExtraction
from pb_qa.ingest.moving import perhaps_moving, taken_along
from pb_qa.ingest.planning import Candidate, Known, Planner, candidates_of
from pb_qa.ingest.preparing import Preparation
from pb_qa.ingest.putting_back import PutBack
from pb_qa.ingest.removing import Remover
from pb_qa.ingest.revising import Reviser
from pb_qa.ingest.stages import OnProgress, Stages
from pb_qa.ingest.unpacking import Unpacker, why_not_unpacked
from pb_qa.ingest.verdict_keeping import VerdictKeeper, reader_format
from pb_qa.ingest.writing import BatchWriter
from pb_qa.models import FileReport
from pb_qa.settings import Settings
from pb_qa.storage.corpus import Corpus, FoundFile, stamp_of
from pb_qa.storage.indexes import Indexes
from pb_qa.storage.library import Library
from pb_qa.storage.trash import Trash

if TYPE_CHECKING:
    from pb_qa.embedding import Embedder
    from pb_qa.reading.reader import DocumentReader


class Ingester:
    """Brings files into the library and takes them out.

    One run at a time; a second one waits for the first.
    """

    def __init__(
        self,
        reader: DocumentReader,
        embedder: Embedder,
        library: Library,
        indexes: Indexes,
        settings: Settings,
        extraction: FigureExtraction = EXTRACTION,
    ) -> None:
        self._library = library
        self._settings = settings
        self._corpus = Corpus(settings.corpus_dir)
        self._corpus.discard_incoming()
        self._trash = Trash(self._corpus.folder)
        writer = BatchWriter(library, indexes, self._corpus, embedder, extraction.format)
        prepare = Preparation(settings.passage_characters, extraction)
        self._stages = Stages(reader, embedder, prepare, writer)
        self._reviser = Reviser(writer, embedder, prepare)
        self._remover = Remover(library, indexes, self._corpus)
        self._unpacker = Unpacker(
            self._corpus, settings.data_dir / "unpacking", settings.max_file_bytes
        )
        self._unpacker.clear()
        # Not reentrant and not bound to a thread: a generator may end in another one.
        self._turn = threading.Lock()

    @property
    def turn(self) -> threading.Lock:
        """Held by whoever changes the library: while another holds it, nothing comes or goes."""
        return self._turn

    # ---- bringing in

    def add(
        self, paths: Iterable[Path], on_progress: OnProgress | None = None
    ) -> Iterator[FileReport]:
        """Copy files and folders into the corpus and index them.

        A folder keeps its name and structure; an archive becomes a folder of its name. A
        file at the same place with other content becomes the document's next version, and
        the former original goes to ``.trash``. A file that is rejected is not copied.
        """
        with self._turn:
            self._corpus.folder.mkdir(parents=True, exist_ok=True)
            keeper = self._keeper(trusted=False)
            try:
                candidates: list[Candidate] = []
                for candidate in candidates_of(paths, self._corpus):
                    if not candidate.copied and is_archive(candidate.file.path):
                        candidates += yield from self._unpacked_beside(candidate.file, keeper)
                    else:
                        candidates += self._unpacker.expanded(candidate)
                yield from self._run(candidates, keeper, on_progress)
            finally:
                self._unpacker.clear()

    def sync(
        self, on_progress: OnProgress | None = None, leave: frozenset[str] = frozenset()
    ) -> Iterator[FileReport]:
        """Make the library mirror the corpus folder; archives in it become folders.

        A file that was rejected before and has not changed is not read again.

        Parameters
        ----------
        leave
            Sources that stay as they are in the library: files that are half there.

        Raises
        ------
        LibraryError
            When the folder does not exist: an unplugged disk must not empty the library.
        """
        folder = self._corpus.folder
        if not folder.is_dir():
            raise LibraryError(
                f"语料文件夹不存在：{folder}。资料库没有改动；请接好磁盘或检查 PB_QA_CORPUS_DIR。"
            )
        with self._turn:
            keeper = self._keeper(trusted=True)
            refused = yield from self._unpack_all(keeper, leave)
            files = list(self._corpus.files())
            present = leave.union(file.source for file in files)
            keeper.forget_all_but(present)
            originals = self._library.originals()
            closed = tuple(f"{file.source}/" for file in files if file.path.is_dir())
            vanished = [
                original
                for source, original in originals.items()
                if source not in present and not source.startswith(closed)
            ]
            waiting = perhaps_moving(vanished, files, leave)
            gone = [one for one in vanished if one.document.source not in waiting]
            known = Known.of(self._library, (one.document.source for one in gone))
            candidates = [
                refused.get(file.source) or Candidate(file.source, file, copied=False)
                for file in files
                if file.source not in leave
            ]
            folder = self._settings.data_dir / "moving"
            with taken_along(candidates, originals, gone, self._library, folder) as whole:
                yield from self._run(whole, keeper, on_progress, known, len(gone))
            yield from self._remover.forget([one.document for one in gone])
            self._trash.sweep()

    def put_back(
        self, keys: Iterable[str], on_progress: OnProgress | None = None
    ) -> Iterator[FileReport]:
        """Bring removed originals back from the trash to their places and index them.

        The versions that were removed with them come back as well. What is rejected stays in
        the trash; a file that is in the place is never overwritten.
        """
        with self._turn:
            returning = PutBack(self._library, self._corpus, keys)
            keeper = self._keeper(trusted=False)
            for verdict in self._run(returning.candidates, keeper, on_progress):
                yield returning.settled(verdict)
            self._trash.sweep()

    def _unpack_all(
        self, keeper: VerdictKeeper, leave: frozenset[str]
    ) -> Generator[FileReport, None, dict[str, Candidate]]:
        """Unpack the archives of the corpus folder; those that cannot be are returned."""
        refused: dict[str, Candidate] = {}
        try:
            for file in list(self._corpus.files()):
                if not file.problem and file.source not in leave and is_archive(file.path):
                    left = yield from self._unpacked_beside(file, keeper)
                    refused.update({c.file.source: c for c in left if c.file.problem})
        finally:
            self._unpacker.clear()
        return refused

    def _unpacked_beside(
        self, file: FoundFile, keeper: VerdictKeeper
    ) -> Generator[FileReport, None, list[Candidate]]:
        """Unpack an archive of the corpus folder; what is to be read of it is returned."""
        folder = file.path.with_suffix("")
        stamp = stamp_of(file.path)
        known = None if folder.exists() else keeper.recall(file.source, stamp)
        try:
            if known is not None:
                raise ReadingError(known.report.reason)
            yield from self._unpacker.beside(file)
        except (ReadingError, OSError) as error:
            reason = why_not_unpacked(error)
            keeper.met(file.source, stamp)
            if isinstance(error, ReadingError):
                keeper.refused(file.source, reason)
            return [Candidate(file.source, replace(file, problem=reason), copied=False)]
        return list(candidates_of([folder], self._corpus))

    # ---- taking out

    def remove(self, ids: Iterable[str]) -> Iterator[FileReport]:
        """Take documents out; their originals, and copies of them, go to ``.trash``."""
        with self._turn:
            yield from self._remover.remove(ids)
            self._trash.sweep()
            keeper = self._keeper(trusted=False)
            keeper.forget_all_but(file.source for file in self._corpus.files())
            keeper.flush()

    # ---- correcting

    def undo_cut(self, document_id: str, index: int) -> FileReport:
        """Put back what one entry of the live version's receipt cut out; a new version."""
        with self._turn:
            return self._reviser.undo_cut(document_id, index)

    def redo_cut(self, document_id: str, index: int) -> FileReport:
        """Take out again what a person had put back; a new version."""
        with self._turn:
            return self._reviser.redo_cut(document_id, index)

    def edit(self, document_id: str, edit: MetadataEdit) -> FileReport:
        """Correct metadata; a new version with the same text."""
        with self._turn:
            return self._reviser.edit(document_id, edit)

    def restore_version(self, document_id: str, version: int) -> FileReport:
        """Make a new version with the text of an earlier one, whose original comes back."""
        with self._turn:
            return self._reviser.restore_version(document_id, version)

    # ---- details

    def _keeper(self, *, trusted: bool) -> VerdictKeeper:
        return VerdictKeeper(self._library, reader_format(self._settings), trusted=trusted)

    def _run(
        self,
        candidates: Sequence[Candidate],
        keeper: VerdictKeeper,
        on_progress: OnProgress | None,
        known: Known | None = None,
        more: int = 0,
    ) -> Iterator[FileReport]:
        planner = Planner(known or Known.of(self._library), self._library, self._corpus, keeper)
        yield from self._stages.run(candidates, planner, on_progress, more)
