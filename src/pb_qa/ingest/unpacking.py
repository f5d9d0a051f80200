"""Archives on their way in: unpacked in the data folder, then files like any others."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pb_qa.errors import ReadingError
from pb_qa.ingest.archives import RefusedMember, is_archive, members, unpack
from pb_qa.ingest.planning import Candidate
from pb_qa.models import FileReport, FileStatus
from pb_qa.storage.corpus import Corpus, FoundFile, find_files


@dataclass(frozen=True, slots=True)
class Unpacker:
    """Turns archives into the files they hold.

    Attributes
    ----------
    staging
        A folder of its own, emptied by `clear`.
    member_bytes
        Larger files of an archive are refused.
    """

    corpus: Corpus
    staging: Path
    member_bytes: int

    def clear(self) -> None:
        """Delete what has been unpacked, by this run or by one that was killed."""
        if self.staging.exists():
            shutil.rmtree(self.staging, ignore_errors=True)

    def expanded(self, candidate: Candidate) -> Iterator[Candidate]:
        """The files of an archive from outside the corpus, or the file itself.

        Nothing of the archive comes into the corpus; its files do, in a folder of its name.
        """
        file = candidate.file
        if file.problem or not candidate.copied or not is_archive(file.path):
            yield candidate
            return
        prefix = _without_suffix(file.source)
        try:
            target, refused = self._staged(file.path)
        except (ReadingError, OSError) as error:
            yield replace(candidate, file=replace(file, problem=why_not_unpacked(error)))
            return
        for found in find_files(target, prefix):
            path = f"{candidate.path}/{found.path.relative_to(target).as_posix()}"
            yield Candidate(path, found, copied=True)
        for member in refused:
            problem = FoundFile(file.path, f"{prefix}/{member.place}", member.reason)
            yield Candidate(f"{candidate.path}/{member.place}", problem, copied=True)

    def beside(self, file: FoundFile) -> Iterator[FileReport]:
        """Unpack an archive that lies in the corpus folder; it then goes to the trash.

        The folder appears whole. Killed before the archive is in the trash, the next run
        finds its files in the folder and moves it there.

        Raises
        ------
        ReadingError
            When it cannot be unpacked; it stays where it is.
        """
        started = time.perf_counter()
        folder = file.path.with_suffix("")
        refused: list[RefusedMember] = []
        if folder.exists():
            if not _holds(folder, file.path):
                raise ReadingError(
                    f"旁边已有名为“{_without_suffix(file.source)}”的文件夹，压缩包没有解开。"
                    "请把压缩包或文件夹改名后再同步。"
                )
        else:
            staged, refused = self._staged(file.path)
            self._move(staged, folder)
        self.corpus.throw_away(file.path, file.source)
        yield FileReport(
            path=file.source,
            status=FileStatus.REMOVED,
            source=file.source,
            seconds=time.perf_counter() - started,
            reason=f"压缩包已解开到文件夹“{_without_suffix(file.source)}”，压缩包移入回收站。",
        )
        for member in refused:
            place = f"{_without_suffix(file.source)}/{member.place}"
            yield FileReport(
                path=place, status=FileStatus.REJECTED, source=place, reason=member.reason
            )

    def _staged(self, path: Path) -> tuple[Path, list[RefusedMember]]:
        self.staging.mkdir(mode=0o700, parents=True, exist_ok=True)
        target = Path(tempfile.mkdtemp(dir=self.staging)) / "unpacked"
        return target, unpack(path, target, self.member_bytes)

    def _move(self, staged: Path, folder: Path) -> None:
        """Bring a folder to its place in one step, from another disk as well."""
        if staged.stat().st_dev != folder.parent.stat().st_dev:
            near = Path(tempfile.mkdtemp(prefix=".pb-qa-", dir=folder.parent))
            try:
                copy = near / "unpacked"
                shutil.copytree(staged, copy)
                copy.rename(folder)
            finally:
                shutil.rmtree(near, ignore_errors=True)
            return
        staged.rename(folder)


def why_not_unpacked(error: ReadingError | OSError) -> str:
    """The verdict on an archive, in Chinese."""
    if isinstance(error, ReadingError):
        return str(error)
    said = os.strerror(error.errno) if error.errno else str(error)
    return f"压缩包解不开：{said}。请检查磁盘空间和权限后再试。"


def _holds(folder: Path, archive: Path) -> bool:
    """Whether a folder holds every file of an archive, by name and size."""
    try:
        wanted = members(archive)
    except (ReadingError, OSError):
        return False
    return bool(wanted) and all(
        (folder / place).is_dir()
        if size is None
        else (folder / place).is_file() and (folder / place).stat().st_size == size
        for place, size in wanted.items()
    )


def _without_suffix(source: str) -> str:
    return source[: -len(".zip")]
