"""What is to be done with each file, told from its name, stamp and content alone."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pb_qa.errors import system_words
from pb_qa.ingest.verdict_keeping import VerdictKeeper
from pb_qa.models import DocumentInfo, FileReport, FileStatus
from pb_qa.storage.corpus import (
    SYNONYMS,
    Corpus,
    FoundFile,
    find_files,
    hash_of,
    readable_name,
    stamp_of,
)
from pb_qa.storage.library import Library
from pb_qa.storage.rows import FileStamp, StoredOriginal
from pb_qa.storage.version_bundle import VersionBundle


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that was named or found.

    Attributes
    ----------
    path
        As the user gave it.
    copied
        Whether it lies outside the corpus folder and has to be copied in.
    earlier
        The versions that come with it, from the recycle bin or the place it was moved from.
    words
        Where it comes from then.
    """

    path: str
    file: FoundFile
    copied: bool
    earlier: VersionBundle | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class Job:
    """A file that has to be read."""

    candidate: Candidate
    stamp: FileStamp
    content_hash: str
    previous: DocumentInfo | None
    started: float

    @property
    def source(self) -> str:
        """The file's place in the corpus."""
        return self.candidate.file.source


@dataclass(frozen=True, slots=True)
class Twin:
    """A file with the same bytes as another of the same run, whose verdict it shares.

    Attributes
    ----------
    first
        Source of that other file.
    """

    candidate: Candidate
    first: str
    started: float


@dataclass(frozen=True, slots=True)
class Known:
    """The live documents, by source and by content."""

    by_source: dict[str, StoredOriginal]
    by_hash: dict[str, DocumentInfo]

    @classmethod
    def of(cls, library: Library, gone: Iterable[str] = ()) -> Known:
        """What is live now; documents whose sources are ``gone`` are nobody's duplicates."""
        originals = library.originals()
        missing = frozenset(gone)
        return cls(
            originals,
            {
                original.document.content_hash: original.document
                for source, original in originals.items()
                if source not in missing
            },
        )


def candidates_of(paths: Iterable[Path], corpus: Corpus) -> Iterator[Candidate]:
    """The files that ``paths``, files and folders, stand for."""
    for path in paths:
        inside = corpus.contains(path)
        if path.is_dir():
            resolved = path.resolve()
            if inside:
                prefix = FoundFile(resolved, "").path.relative_to(corpus.folder).as_posix()
                prefix = "" if prefix == "." else prefix
            else:
                prefix = readable_name(resolved.name)
            for file in find_files(path, prefix, skip=None if inside else corpus.folder):
                if file.source != SYNONYMS:
                    yield Candidate(str(file.path), file, copied=not inside)
        else:
            yield _candidate(path, corpus, inside)


_NO_DOCUMENT = (
    f"“{SYNONYMS}”是同义词表的名字，不作为文档读入。它若是同义词表，请直接放进语料文件夹；"
    "若是一份文档，请改名后再添加。"
)


def _candidate(path: Path, corpus: Corpus, inside: bool) -> Candidate:
    problem = ""
    if not path.exists():
        problem = "没有这个文件。请检查路径。"
    elif not path.is_file():
        problem = "不是普通文件，未读取。"
    source = readable_name(path.name)
    if inside:
        parts = path.resolve().relative_to(corpus.folder).parts
        source = "/".join(readable_name(part) for part in parts)
    if source == SYNONYMS:
        problem = problem or _NO_DOCUMENT
    return Candidate(str(path), FoundFile(path, source, problem), copied=not inside)


def report(candidate: Candidate, status: FileStatus, started: float, **more: object) -> FileReport:
    """A verdict on a candidate."""
    return FileReport(
        path=candidate.path,
        status=status,
        source=candidate.file.source,
        seconds=time.perf_counter() - started,
        **more,  # type: ignore[arg-type]
    )


def duplicate(
    candidate: Candidate, of: str | None, title: str | None, source: str | None, started: float
) -> FileReport:
    """The verdict on a file whose content is in the library already."""
    return report(
        candidate,
        FileStatus.DUPLICATE,
        started,
        of=of,
        title=title,
        reason=f"内容与《{title}》（{source}）完全相同，没有重复收录。",
    )


def rejection(
    candidate: Candidate, reason: str, previous: DocumentInfo | None, started: float
) -> FileReport:
    """The verdict on a file that is not taken; it says when an earlier version stays."""
    if previous is not None:
        reason = f"{reason}资料库仍保留它的上一版（第 {previous.version} 版）。"
    return report(
        candidate,
        FileStatus.REJECTED,
        started,
        reason=reason,
        document_id=previous.id if previous else None,
        title=previous.title if previous else None,
    )


class Verdicts:
    """Holds back the verdict on a twin until that on the first of the pair is known."""

    def __init__(self) -> None:
        self._known: dict[str | None, FileReport] = {}
        self._waiting: dict[str, list[Twin]] = {}

    def settle(self, message: FileReport | Twin) -> list[FileReport]:
        """The verdicts that can be given now."""
        if isinstance(message, FileReport):
            self._known.setdefault(message.source, message)
            twins = self._waiting.pop(message.source or "", [])
            return [message, *(_shared(twin, message) for twin in twins)]
        first = self._known.get(message.first)
        if first is not None:
            return [_shared(message, first)]
        self._waiting.setdefault(message.first, []).append(message)
        return []


def _shared(twin: Twin, first: FileReport) -> FileReport:
    if first.status is FileStatus.REJECTED:
        return rejection(twin.candidate, first.reason, None, twin.started)
    return duplicate(twin.candidate, first.document_id, first.title, first.source, twin.started)


@dataclass(slots=True)
class Planner:
    """Decides file by file; remembers what the run has already met."""

    known: Known
    library: Library
    corpus: Corpus
    keeper: VerdictKeeper
    _sources: dict[str, str] = field(default_factory=dict)
    _first_sources: dict[str, str] = field(default_factory=dict)

    def plan(self, candidate: Candidate) -> Job | Twin | FileReport:
        """A job for a file that has to be read, or the verdict on one that need not."""
        started = time.perf_counter()
        file = candidate.file
        original = self.known.by_source.get(file.source)
        previous = original.document if original else None
        if file.problem:
            self._note_problem(candidate)
            return rejection(candidate, file.problem, previous, started)
        earlier = self._sources.setdefault(file.source, candidate.path)
        if earlier != candidate.path:
            reason = f"与本次的另一个文件同名（{earlier}）。请改名，或放进不同的文件夹再添加。"
            return rejection(candidate, reason, None, started)
        try:
            stamp = stamp_of(file.path)
            if original and not candidate.copied and original.stamp == stamp:
                return self._unchanged(candidate, original.document, started)
            recalled = self._recalled(candidate, stamp, previous, started)
            if recalled is not None:
                return recalled
            content_hash = hash_of(file.path)
            if not candidate.copied:
                self.keeper.met(file.source, stamp, content_hash)
            if original and original.document.content_hash == content_hash:
                self._keep_original(candidate, original, stamp, content_hash)
                return self._unchanged(candidate, original.document, started)
        except OSError as error:
            reason = f"文件读不出来：{system_words(error)}。请检查权限后再试。"
            return rejection(candidate, reason, previous, started)
        if stamp.size == 0:
            reason = "是空文件，里面没有内容。请重新获取原文件再添加。"
            return rejection(candidate, reason, previous, started)
        same = self.known.by_hash.get(content_hash)
        if same is not None and original is None:
            return duplicate(candidate, same.id, same.title, same.source, started)
        first = self._first_sources.setdefault(content_hash, file.source)
        if first != file.source and original is None:
            return Twin(candidate, first, started)
        return Job(candidate, stamp, content_hash, previous, started)

    def _note_problem(self, candidate: Candidate) -> None:
        """Have the verdict on a file that is not even to be read kept."""
        if not candidate.copied:
            try:
                stamp = stamp_of(candidate.file.path)
            except OSError:
                stamp = FileStamp(0, 0)
            self.keeper.met(candidate.file.source, stamp)

    def _recalled(
        self,
        candidate: Candidate,
        stamp: FileStamp,
        previous: DocumentInfo | None,
        started: float,
    ) -> FileReport | None:
        """The verdict of an earlier run on a file that has not changed since, if it holds."""
        source = candidate.file.source
        verdict = None if candidate.copied else self.keeper.recall(source, stamp)
        if verdict is None:
            return None
        self.keeper.met(source, stamp, verdict.content_hash)
        if verdict.report.status is FileStatus.REJECTED:
            self.keeper.refused(source, verdict.report.reason)
            self._first_sources.setdefault(verdict.content_hash, source)
            return rejection(candidate, verdict.report.reason, previous, started)
        same = self.known.by_hash.get(verdict.content_hash)
        if same is None or previous is not None:
            return None
        return duplicate(candidate, same.id, same.title, same.source, started)

    def _unchanged(
        self, candidate: Candidate, document: DocumentInfo, started: float
    ) -> FileReport:
        return report(
            candidate,
            FileStatus.UNCHANGED,
            started,
            document_id=document.id,
            title=document.title,
        )

    def _keep_original(
        self, candidate: Candidate, original: StoredOriginal, stamp: FileStamp, digest: str
    ) -> None:
        """Remember a touched original's stamp, or put back one that is missing."""
        if candidate.copied:
            if self.corpus.locate(candidate.file.source) is not None:
                return
            placed = self.corpus.take_in(
                candidate.file.path, candidate.file.source, digest, known=True
            )
            if placed is None:
                return
            stamp = stamp_of(placed)
        self.library.restamp(original.document.id, stamp)
