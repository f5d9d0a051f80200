"""What became of the files of the corpus folder that are no documents, from run to run."""

from __future__ import annotations

import hashlib
import importlib.metadata
import shutil
from collections.abc import Iterable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import pb_qa.reading
from pb_qa.models import FileReport, FileStatus
from pb_qa.settings import Settings
from pb_qa.storage.library import Library
from pb_qa.storage.rows import FileStamp
from pb_qa.storage.verdicts import StoredVerdict, VerdictMemory

# So many verdicts are stored together; after a kill, as many files are judged again.
_TOGETHER: Final = 200
_LIMITS: Final = ("max_file_bytes", "parse_", "ocr_")
_CONVERTERS: Final = ("soffice", "libreoffice")
_OPTIONAL: Final = ("rapidocr", "onnxruntime")


def reader_format(settings: Settings) -> str:
    """What decides how a file is read: this program, its limits, what else is installed.

    As long as it stays the same, an unchanged file gets the same verdict.
    """
    digest = hashlib.sha256()
    for path in sorted(Path(str(pb_qa.reading.__file__)).parent.glob("*.py")):
        digest.update(path.read_bytes())
    limits = {
        name: value for name, value in settings.model_dump().items() if name.startswith(_LIMITS)
    }
    installed = (
        [name for name in _CONVERTERS if shutil.which(name)],
        [name for name in _OPTIONAL if find_spec(name)],
        importlib.metadata.version("pb-qa"),
    )
    digest.update(repr((sorted(limits.items()), installed)).encode())
    return digest.hexdigest()[:16]


class VerdictKeeper:
    """Remembers the verdicts of one run; `flush` it at its end.

    Attributes
    ----------
    trusted
        Whether verdicts of earlier runs are taken over.
    """

    def __init__(self, library: Library, reader: str, *, trusted: bool) -> None:
        self._memory = VerdictMemory(library)
        self._known = self._memory.all()
        self._reader = reader
        self.trusted = trusted
        self._read: dict[str, str] = {}
        self._met: dict[str, tuple[FileStamp, str]] = {}
        self._new: list[StoredVerdict] = []
        self._gone: list[str] = []

    def recall(self, source: str, stamp: FileStamp) -> StoredVerdict | None:
        """The verdict on a file that has not changed since, by the same reader."""
        verdict = self._known.get(source) if self.trusted else None
        if verdict is None or (verdict.stamp, verdict.format) != (stamp, self._reader):
            return None
        return verdict

    def met(self, source: str, stamp: FileStamp, content_hash: str = "") -> None:
        """A file of the corpus folder is judged in this run."""
        self._met[source] = (stamp, content_hash)

    def refused(self, source: str, reason: str) -> None:
        """Reading a file has told that it is no document: it would tell so again."""
        self._read[source] = reason

    def note(self, report: FileReport) -> None:
        """Take notice of a verdict; that on a file outside the corpus is not kept."""
        source = report.source or ""
        if report.status in (FileStatus.REJECTED, FileStatus.DUPLICATE):
            if source in self._met:
                self._new.append(self._stored(source, report))
        elif source in self._known:
            self._gone.append(source)
        if len(self._new) + len(self._gone) >= _TOGETHER:
            self.flush()

    def forget_all_but(self, sources: Iterable[str]) -> None:
        """Forget verdicts on files that are no longer there."""
        there = frozenset(sources)
        self._gone.extend(source for source in self._known if source not in there)

    def forget(self, sources: Iterable[str]) -> None:
        """Forget the verdicts on these files."""
        self._gone.extend(source for source in sources if source in self._known)

    def flush(self) -> None:
        """Store what has been noticed."""
        self._memory.change(self._new, self._gone)
        self._new, self._gone = [], []

    def _stored(self, source: str, report: FileReport) -> StoredVerdict:
        stamp, content_hash = self._met[source]
        kept = replace(report, path=source, seconds=0.0)
        if report.status is FileStatus.DUPLICATE:
            return StoredVerdict(kept, stamp, self._reader, content_hash)
        if source in self._read:
            kept = replace(kept, reason=self._read[source])
            return StoredVerdict(kept, stamp, self._reader, content_hash)
        # What was not read may be told otherwise without the file having changed.
        return StoredVerdict(kept, stamp, "", content_hash)
