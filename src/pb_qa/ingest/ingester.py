"""Add, replace, remove and synchronise documents.

Three threads work at once: one plans, has the child process read, splits and extracts
figures; one embeds; one writes. Every verdict comes after what it says is durable.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, repeat
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from pb_qa.catalog import MetadataEdit
from pb_qa.errors import LibraryError, ReadingError
from pb_qa.ingest.corrections import KnownCorrections
from pb_qa.ingest.extraction import EXTRACTION, FigureExtraction
from pb_qa.ingest.pipeline import Channel, Pipeline
from pb_qa.ingest.planning import (
    Candidate,
    Job,
    Known,
    Planner,
    Twin,
    Verdicts,
    candidates_of,
    rejection,
)
from pb_qa.ingest.preparing import Preparation, embedding_text
from pb_qa.ingest.revising import Reviser
from pb_qa.ingest.writing import BatchWriter, EmbeddedBatch, ReadFile
from pb_qa.models import (
    DocumentInfo,
    FileReport,
    FileStatus,
    Progress,
    Stage,
)
from pb_qa.settings import Settings
from pb_qa.storage.corpus import Corpus, hash_of
from pb_qa.storage.indexes import Indexes
from pb_qa.storage.library import Library
from pb_qa.storage.recovery import purge_dead

if TYPE_CHECKING:
    from pb_qa.embedding import Embedder
    from pb_qa.reading.reader import DocumentReader

OnProgress = Callable[[Progress], None]

# So many passages are embedded and written together, unless reading is slower than
# `_PATIENCE_SECONDS`. Small batches first, so that all three stages get to work early;
# then larger ones, because each is a commit of the library and of the keyword index.
_FIRST_BATCH: Final = 200
_LARGEST_BATCH: Final = 2000
_PATIENCE_SECONDS: Final = 1.0
_READ_AHEAD: Final = 64


@dataclass(frozen=True, slots=True)
class _Reached:
    """A file has come to a stage."""

    path: str
    stage: Stage


_Message = FileReport | Twin | _Reached


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
        self._reader = reader
        self._embedder = embedder
        self._library = library
        self._indexes = indexes
        self._corpus = Corpus(settings.corpus_dir)
        self._corpus.discard_incoming()
        self._writer = BatchWriter(library, indexes, self._corpus, embedder.name, extraction.format)
        self._prepare = Preparation(settings.passage_characters, extraction)
        self._reviser = Reviser(self._writer, embedder, self._prepare)
        # Not reentrant and not bound to a thread: a generator may end in another one.
        self._turn = threading.Lock()

    def add(
        self, paths: Iterable[Path], on_progress: OnProgress | None = None
    ) -> Iterator[FileReport]:
        """Copy files and folders into the corpus and index them.

        A folder keeps its name and structure. A file at the same place with other
        content becomes the document's next version, and the former original goes to
        ``.trash``. A file that is rejected is not copied.
        """
        with self._turn:
            self._corpus.folder.mkdir(parents=True, exist_ok=True)
            candidates = list(candidates_of(paths, self._corpus))
            yield from self._run(candidates, Known.of(self._library), on_progress)

    def sync(
        self, on_progress: OnProgress | None = None, leave: frozenset[str] = frozenset()
    ) -> Iterator[FileReport]:
        """Make the library mirror the corpus folder.

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
            files = list(self._corpus.files())
            present = leave.union(file.source for file in files)
            known = Known.of(self._library)
            closed = tuple(f"{file.source}/" for file in files if file.path.is_dir())
            gone = [
                original.document
                for source, original in known.by_source.items()
                if source not in present and not source.startswith(closed)
            ]
            known = Known.of(self._library, (document.source for document in gone))
            candidates = [
                Candidate(file.source, file, copied=False)
                for file in files
                if file.source not in leave
            ]
            yield from self._run(candidates, known, on_progress, len(gone))
            yield from self._forget(gone)

    def remove(self, ids: Iterable[str]) -> Iterator[FileReport]:
        """Take documents out; their originals, and copies of them, go to ``.trash``."""
        with self._turn:
            live = {document.id: document for document in self._library.documents()}
            try:
                for document_id in dict.fromkeys(ids):
                    yield self._removed(document_id, live.get(document_id))
            finally:
                self._purge()

    # ---- correcting

    def undo_cut(self, document_id: str, index: int) -> FileReport:
        """Put back what one entry of the live version's receipt cut out; a new version."""
        with self._turn:
            return self._reviser.undo_cut(document_id, index)

    def edit(self, document_id: str, edit: MetadataEdit) -> FileReport:
        """Correct metadata; a new version with the same text."""
        with self._turn:
            return self._reviser.edit(document_id, edit)

    def restore_version(self, document_id: str, version: int) -> FileReport:
        """Make a new version with the text of an earlier one, whose original comes back."""
        with self._turn:
            return self._reviser.restore_version(document_id, version)

    # ---- removing

    def _removed(self, document_id: str, document: DocumentInfo | None) -> FileReport:
        started = time.perf_counter()
        if document is None:
            return FileReport(
                path=document_id,
                status=FileStatus.REJECTED,
                reason=f"资料库里没有文档 {document_id}。请在文档列表中查看现有文档。",
            )
        verdict = FileReport(
            path=document.source,
            status=FileStatus.REMOVED,
            document_id=document.id,
            source=document.source,
            title=document.title,
        )
        try:
            # The original first: killed in between, the document is still wholly there.
            copies = self._throw_away(document)
        except OSError as error:
            reason = (
                f"原件移不进回收站：{error.strerror or error}。"
                "文档没有移出；请关闭正在使用它的程序后再试。"
            )
            return replace(verdict, status=FileStatus.REJECTED, reason=reason)
        self._library.remove([document.id])
        reason = f"另有 {copies} 份内容相同的文件一并移入回收站。" if copies else ""
        return replace(verdict, reason=reason, seconds=time.perf_counter() - started)

    def _throw_away(self, document: DocumentInfo) -> int:
        """Move the original to the trash, and every copy of it, or it would come back."""
        original = self._corpus.locate(document.source)
        if original is None:
            return 0
        size = original.stat().st_size
        content_hash = hash_of(original)
        others = self._library.originals()
        copies = 0
        for file in list(self._corpus.files()):
            if file.problem or file.path == original or file.source in others:
                continue
            if file.path.stat().st_size == size and hash_of(file.path) == content_hash:
                self._corpus.throw_away(file.path, file.source)
                copies += 1
        self._corpus.throw_away(original, document.source)
        return copies

    def _forget(self, gone: Sequence[DocumentInfo]) -> Iterator[FileReport]:
        """Take out documents whose originals have vanished from the corpus folder."""
        self._library.remove([document.id for document in gone])
        self._purge()
        for document in gone:
            yield FileReport(
                path=document.source,
                status=FileStatus.REMOVED,
                document_id=document.id,
                source=document.source,
                title=document.title,
                reason="语料文件夹里已没有这个文件。",
            )

    def _purge(self) -> None:
        purge_dead(self._library, self._indexes)
        self._indexes.settle()

    # ---- reading, embedding, writing

    def _run(
        self,
        candidates: Sequence[Candidate],
        known: Known,
        on_progress: OnProgress | None,
        more: int = 0,
    ) -> Iterator[FileReport]:
        """Run the three stages over the candidates and hand out verdicts as they come."""
        planner = Planner(known, self._library, self._corpus)
        tell = on_progress or _tell_nobody
        total = len(candidates) + more
        verdicts = Verdicts()
        done = 0
        try:
            with Pipeline(3) as pipeline:
                messages = self._start(pipeline, candidates, planner)
                for message in chain.from_iterable(pipeline.results(messages)):
                    if isinstance(message, _Reached):
                        tell(Progress(message.path, message.stage, done, total))
                        continue
                    for verdict in verdicts.settle(message):
                        done += 1
                        rejected = verdict.status is FileStatus.REJECTED
                        stage: Stage = "rejected" if rejected else "ready"
                        tell(Progress(verdict.path, stage, done, total))
                        yield verdict
        finally:
            self._indexes.settle()

    def _start(
        self, pipeline: Pipeline, candidates: Sequence[Candidate], planner: Planner
    ) -> Channel[Iterable[_Message]]:
        read: Channel[ReadFile] = pipeline.channel(_READ_AHEAD)
        embedded: Channel[EmbeddedBatch] = pipeline.channel(1)
        messages: Channel[Iterable[_Message]] = pipeline.channel(10_000)
        pipeline.start(partial(self._read, candidates, planner, read, messages), read)
        pipeline.start(partial(self._embed, read, embedded, messages), embedded)
        pipeline.start(partial(self._write, embedded, messages), messages)
        return messages

    def _read(
        self,
        candidates: Sequence[Candidate],
        planner: Planner,
        read: Channel[ReadFile],
        messages: Channel[Iterable[_Message]],
    ) -> None:
        """First stage: decide on each file, have it read, split it, extract its figures."""
        jobs: dict[str, Job] = {}
        last_versions = self._library.last_versions()
        corrections = KnownCorrections.of(self._library)

        def items() -> Iterator[tuple[Path, str]]:
            for candidate in candidates:
                planned = planner.plan(candidate)
                if isinstance(planned, Job):
                    jobs[planned.source] = planned
                    messages.put([_Reached(candidate.path, "reading")])
                    yield candidate.file.path, planned.source
                else:
                    messages.put([planned])

        for (_, source), outcome in self._reader.read_many(items()):
            job = jobs.pop(source)
            if isinstance(outcome, ReadingError):
                verdict = rejection(job.candidate, str(outcome), job.previous, job.started)
                messages.put([verdict])
            else:
                version = last_versions.get(outcome.id, 0) + 1
                document, origin = corrections.applied(replace(outcome, version=version))
                read.put(ReadFile(job, self._prepare(document), origin))

    def _embed(
        self,
        read: Channel[ReadFile],
        embedded: Channel[EmbeddedBatch],
        messages: Channel[Iterable[_Message]],
    ) -> None:
        """Second stage: embed the passages of several files at once."""
        sizes = chain((_FIRST_BATCH, _FIRST_BATCH, 2 * _FIRST_BATCH), repeat(_LARGEST_BATCH))
        for files in read.batches(
            lambda file: len(file.content.passages), sizes, _PATIENCE_SECONDS
        ):
            messages.put([_Reached(file.job.candidate.path, "embedding") for file in files])
            texts = [embedding_text(passage) for file in files for passage in file.content.passages]
            empty = np.zeros((0, self._embedder.dimension), dtype=np.float32)
            vectors = self._embedder.embed_passages(texts) if texts else empty
            embedded.put(EmbeddedBatch(tuple(files), vectors))

    def _write(
        self,
        embedded: Channel[EmbeddedBatch],
        messages: Channel[Iterable[_Message]],
    ) -> None:
        """Third stage: make each batch durable and live."""
        for batch in embedded:
            messages.put(self._writer.write(batch))


def _passages_of(file: ReadFile) -> int:
    return len(file.content.passages)


def _tell_nobody(_: Progress) -> None:
    return
