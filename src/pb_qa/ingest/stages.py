"""Files through three stages at once: read, embed, write.

One thread plans, has the child process read, splits and extracts figures; one embeds; one
writes. Every verdict comes after what it says is durable.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, repeat
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from pb_qa.errors import ReadingError
from pb_qa.ingest.corrections import KnownCorrections
from pb_qa.ingest.memory import give_back
from pb_qa.ingest.pipeline import Allowance, Channel, Pipeline
from pb_qa.ingest.planning import Candidate, Job, Planner, Twin, Verdicts, rejection
from pb_qa.ingest.preparing import Preparation, embedding_text
from pb_qa.ingest.putting_back import RemovedVersions
from pb_qa.ingest.writing import BatchWriter, EmbeddedBatch, ReadFile
from pb_qa.models import FileReport, FileStatus, Progress, Stage

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
# Between two of these a question goes first.
_EMBEDDED_AT_ONCE: Final = 256
# Of text, from when it is read until it is written; its passages, terms and vectors take
# about twenty bytes a character meanwhile.
_MOST_CHARACTERS: Final = 20_000_000


@dataclass(frozen=True, slots=True)
class _Reached:
    """A file has come to a stage."""

    path: str
    stage: Stage


_Message = FileReport | Twin | _Reached


@dataclass(frozen=True, slots=True)
class _Flow:
    """What goes from stage to stage in one run, and how much of it may be under way."""

    read: Channel[ReadFile]
    embedded: Channel[EmbeddedBatch]
    messages: Channel[Iterable[_Message]]
    allowance: Allowance


@dataclass(frozen=True, slots=True)
class Stages:
    """Reads, embeds and writes; one run at a time."""

    reader: DocumentReader
    embedder: Embedder
    prepare: Preparation
    writer: BatchWriter

    def run(
        self,
        candidates: Sequence[Candidate],
        planner: Planner,
        on_progress: OnProgress | None,
        more: int = 0,
    ) -> Iterator[FileReport]:
        """Run the stages over the candidates and hand out verdicts as they come.

        Parameters
        ----------
        more
            How many verdicts of the same run come from elsewhere.
        """
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
                    self.writer.library.precedence.give_way()
                    for verdict in verdicts.settle(message):
                        done += 1
                        planner.keeper.note(verdict)
                        rejected = verdict.status is FileStatus.REJECTED
                        stage: Stage = "rejected" if rejected else "ready"
                        tell(Progress(verdict.path, stage, done, total))
                        yield verdict
        finally:
            self.writer.indexes.settle()
            planner.keeper.flush()
            give_back()

    def _start(
        self, pipeline: Pipeline, candidates: Sequence[Candidate], planner: Planner
    ) -> Channel[Iterable[_Message]]:
        flow = _Flow(
            pipeline.channel(_READ_AHEAD),
            pipeline.channel(1),
            pipeline.channel(10_000),
            pipeline.allowance(_MOST_CHARACTERS),
        )
        pipeline.start(partial(self._read, candidates, planner, flow), flow.read)
        pipeline.start(partial(self._embed, flow), flow.embedded)
        pipeline.start(partial(self._write, flow), flow.messages)
        return flow.messages

    def _read(
        self,
        candidates: Sequence[Candidate],
        planner: Planner,
        flow: _Flow,
    ) -> None:
        """First stage: decide on each file, have it read, split it, extract its figures."""
        jobs: dict[str, Job] = {}
        last_versions = self.writer.library.last_versions()
        corrections = KnownCorrections.of(self.writer.library)
        removed = RemovedVersions(self.writer.corpus)

        def items() -> Iterator[tuple[Path, str]]:
            for candidate in candidates:
                planned = planner.plan(candidate)
                if isinstance(planned, Job):
                    jobs[planned.source] = planned
                    flow.messages.put([_Reached(candidate.path, "reading")])
                    yield candidate.file.path, planned.source
                else:
                    flow.messages.put([planned])

        def cleaning(item: tuple[Path, str]) -> None:
            flow.messages.put([_Reached(jobs[item[1]].candidate.path, "cleaning")])

        for (_, source), outcome in self.reader.read_many(items(), cleaning):
            self.writer.library.precedence.give_way()
            job = jobs.pop(source)
            if isinstance(outcome, ReadingError):
                if type(outcome) is not ReadingError:
                    # The base class stands for what may pass: a file moved, no permission.
                    planner.keeper.refused(source, str(outcome))
                verdict = rejection(job.candidate, str(outcome), job.previous, job.started)
                flow.messages.put([verdict])
            else:
                weight = len(outcome.text)
                flow.allowance.take(weight)
                last = last_versions.get(outcome.id, 0)
                earlier = job.candidate.earlier
                if earlier is None and last and job.previous is None:
                    earlier = removed.of(outcome.id, job.content_hash)
                version = max(last, earlier.last if earlier else 0) + 1
                document, origin = corrections.applied(replace(outcome, version=version))
                if job.candidate.earlier is not None:
                    origin = replace(origin, words=job.candidate.words)
                flow.read.put(
                    ReadFile(job, self.prepare(document, origin), origin, weight, earlier)
                )

    def _embed(self, flow: _Flow) -> None:
        """Second stage: embed the passages of several files at once."""
        sizes = chain((_FIRST_BATCH, _FIRST_BATCH, 2 * _FIRST_BATCH), repeat(_LARGEST_BATCH))
        for files in flow.read.batches(_passages_of, sizes, _PATIENCE_SECONDS):
            flow.messages.put([_Reached(file.job.candidate.path, "embedding") for file in files])
            texts = [embedding_text(passage) for file in files for passage in file.content.passages]
            empty = np.zeros((0, self.embedder.dimension), dtype=np.float32)
            vectors = [empty]
            for start in range(0, len(texts), _EMBEDDED_AT_ONCE):
                self.writer.library.precedence.give_way()
                some = texts[start : start + _EMBEDDED_AT_ONCE]
                vectors.append(self.embedder.embed_passages(some))
            flow.embedded.put(EmbeddedBatch(tuple(files), np.concatenate(vectors)))

    def _write(self, flow: _Flow) -> None:
        """Third stage: make each batch durable and live."""
        for batch in flow.embedded:
            flow.messages.put(self.writer.write(batch))
            flow.allowance.give_back(sum(file.weight for file in batch.files))


def _passages_of(file: ReadFile) -> int:
    return len(file.content.passages)


def _tell_nobody(_: Progress) -> None:
    return
