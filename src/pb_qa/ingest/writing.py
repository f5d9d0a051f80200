"""Write a batch of new versions: original, library, indexes, and only then live."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from pb_qa.errors import LibraryError, system_words
from pb_qa.ingest.planning import Job, rejection, report
from pb_qa.ingest.preparing import Prepared
from pb_qa.ingest.putting_back import VERSIONS_LOST
from pb_qa.ingest.reposts import note_reposts, repost_verdict
from pb_qa.models import FileReport, FileStatus
from pb_qa.reading.quality import quality_warning
from pb_qa.storage.corpus import Corpus, stamp_of
from pb_qa.storage.figure_index import new_entries
from pb_qa.storage.indexes import Indexes
from pb_qa.storage.keyword_index import KeywordEntry
from pb_qa.storage.library import Library
from pb_qa.storage.recovery import purge_dead
from pb_qa.storage.rows import FileStamp, NewVersion, Vectors, VersionOrigin
from pb_qa.storage.version_bundle import VersionBundle

if TYPE_CHECKING:
    from pb_qa.embedding import Embedder


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file with what was read from it and what people have corrected about that.

    Attributes
    ----------
    weight
        What it takes of the run's `Allowance`.
    earlier
        Versions of the document that come back with it.
    """

    job: Job
    content: Prepared
    origin: VersionOrigin
    weight: int
    earlier: VersionBundle | None = None


@dataclass(frozen=True, slots=True)
class EmbeddedBatch:
    """Files with the vectors of all their passages, one after another."""

    files: tuple[ReadFile, ...]
    vectors: Vectors


@dataclass(frozen=True, slots=True)
class BatchWriter:
    """Writes batches, one at a time.

    Attributes
    ----------
    embedder
        The model that gives the vectors.
    figures_format
        Format of the extraction that gives the figures.
    """

    library: Library
    indexes: Indexes
    corpus: Corpus
    embedder: Embedder
    figures_format: str

    @property
    def model(self) -> str:
        """Name of the embedding model."""
        return self.embedder.name

    def write(self, batch: EmbeddedBatch) -> list[FileReport]:
        """Write a batch; every verdict given back is durable."""
        verdicts: list[FileReport] = []
        new: list[NewVersion] = []
        written: list[ReadFile] = []
        start = 0
        for file in batch.files:
            self.library.precedence.give_way()
            stop = start + len(file.content.passages)
            placed = self._place(file)
            if isinstance(placed, FileReport):
                verdicts.append(placed)
            else:
                version = file.content.version(batch.vectors[start:stop], placed, file.origin)
                if file.earlier is not None and file.earlier.is_whole():
                    version = replace(version, earlier=file.earlier)
                new.append(version)
                written.append(file)
            start = stop
        if new:
            self.make_live(new, [entry for file in written for entry in file.content.entries])
        verdicts.extend(
            self._accepted(file, lost=version.earlier is not file.earlier)
            for file, version in zip(written, new, strict=True)
        )
        return verdicts

    def _place(self, file: ReadFile) -> FileStamp | FileReport:
        """Bring the original into the corpus folder, if it lies elsewhere."""
        job = file.job
        if not job.candidate.copied:
            return job.stamp
        reason = "文件在读取时被改动或移走了。请等它保存好后重新添加。"
        try:
            placed = self.corpus.take_in(
                job.candidate.file.path,
                job.source,
                file.content.document.content_hash,
                known=job.previous is not None,
            )
            if placed is not None:
                return stamp_of(placed)
        except FileNotFoundError:
            pass
        except OSError as error:
            reason = (
                f"无法复制到语料文件夹：{system_words(error)}。"
                "请检查磁盘空间和文件名长度，关闭正在使用它的程序。"
            )
        return rejection(job.candidate, reason, job.previous, job.started)

    def make_live(self, new: Sequence[NewVersion], entries: Sequence[KeywordEntry]) -> None:
        """Store versions, index them, make them live, and only then purge what was before."""
        ids = [passage.id for version in new for passage in version.passages]
        # tantivy works in a thread of its own while the library and Chroma do.
        self.indexes.keywords.stage(entries)
        try:
            first_keys = self.library.store(new, self.model, self.figures_format)
        except LibraryError:
            self.indexes.keywords.forget_staged()
            raise
        self.indexes.figures.stage(new_entries(new, first_keys))
        vectors = np.concatenate([version.vectors for version in new])
        self._index(ids, vectors)
        note_reposts(self.library, [version.document for version in new])
        self.library.flip([(version.document.id, version.document.version) for version in new])
        if any(version.document.version > 1 for version in new):
            purge_dead(self.library, self.indexes)

    def _index(self, ids: list[str], vectors: Vectors) -> None:
        """Write the indexes at once.

        Chroma keeps the interpreter's lock while it works, tantivy's commits give it up:
        they have to begin first.
        """
        begun = threading.Event()

        def commit() -> None:
            begun.set()
            self.indexes.keywords.commit()
            self.indexes.figures.commit()

        with ThreadPoolExecutor(1) as beside:
            committed = beside.submit(commit)
            begun.wait()
            if ids:
                self.indexes.vectors.upsert(ids, vectors, self.model)
            committed.result()

    def _accepted(self, file: ReadFile, *, lost: bool) -> FileReport:
        job = file.job
        leader, repeats = repost_verdict(self.library, file.content.document.id)
        return report(
            job.candidate,
            FileStatus.REPLACED if job.previous else FileStatus.ADDED,
            job.started,
            document_id=file.content.document.id,
            title=file.content.document.title,
            passages=len(file.content.passages),
            figures=len(file.content.figures),
            reason="".join(
                (VERSIONS_LOST if lost else "", repeats, quality_warning(file.content.document))
            ),
            repost_of=leader,
        )
