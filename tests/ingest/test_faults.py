"""Full disks, folders that cannot be written, locks, clocks: a clear message, no damage."""

from __future__ import annotations

import errno
import os
import resource
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

import pytest
from desk import Desk

from pb_qa.errors import CorrectionError, LibraryDamagedError, LibraryError, system_words
from pb_qa.models import FileStatus
from pb_qa.storage import corpus as corpus_module
from pb_qa.storage.library import Library
from pb_qa.storage.library_errors import start_over
from pb_qa.storage.ownership import own

TEXT = "固原市现有党员三百人，分属十个支部。\n"
NEW = "固原市现有党员五百人，分属二十个支部。\n"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of 12 MB of its own."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("a small disk can only be mounted by root on Linux")
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(place)]
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("mounting a file system is not allowed here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def fill(place: Path) -> Path:
    """Leave no byte free."""
    ballast = place / "ballast"
    with ballast.open("wb", buffering=0) as file:
        block = b"x" * 65536
        try:
            while True:
                file.write(block)
                os.fsync(file.fileno())
        except OSError:
            pass
    with ballast.open("ab", buffering=0) as file:
        try:
            while True:
                file.write(b"x")
        except OSError:
            pass
    return ballast


def outcome(act: Callable[[], list[str]]) -> str:
    """The reasons given, whether raised or reported."""
    try:
        return "".join(act())
    except LibraryError as error:
        return str(error)


def test_a_full_disk_is_said_and_work_goes_on_when_there_is_room(
    small_disk: Path, inbox: Path
) -> None:
    desk = Desk(small_disk / "desk")
    notice = inbox / "通知.txt"
    notice.write_text(TEXT)
    desk.add(notice)
    ballast = fill(small_disk)
    notice.write_text(NEW)
    said = outcome(lambda: [report.reason for report in desk.add(notice)])
    assert "磁盘" in said and "Traceback" not in said
    assert "三百" in "".join(desk.answers("固原市党员多少人"))
    (document,) = desk.library.documents()
    said = outcome(lambda: [report.reason for report in desk.ingester.remove([document.id])])
    ballast.unlink()

    known = {info.id for info in desk.library.documents()}
    assert known in (set(), {document.id})
    assert next(report.status for report in desk.add(notice)) in (
        FileStatus.ADDED,
        FileStatus.REPLACED,
    )
    desk.consistent()
    assert "五百" in "".join(desk.answers("固原市党员多少人"))
    desk.close()
    again = Desk(small_disk / "desk")
    again.consistent()
    assert again.embedder.embedded == 0
    again.close()


def test_a_library_that_another_program_locks_is_said_so(desk: Desk, inbox: Path) -> None:
    (inbox / "通知.txt").write_text(TEXT)
    desk.add(inbox / "通知.txt")
    other = sqlite3.connect(desk.library.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with desk.library._engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=50")
    with mock.patch.object(desk.library, "_engine", desk.library._engine.execution_options()):
        said = outcome(lambda: [desk.library.write_meta("name", "value") or ""])
    assert "占用" in said and "再试" in said
    assert "三百" in "".join(desk.answers("固原市党员多少人"))
    other.execute("ROLLBACK")
    other.close()
    desk.library.write_meta("name", "value")
    desk.consistent()


@pytest.mark.parametrize("jump", [-400 * 86_400, 400 * 86_400])
def test_a_clock_that_jumps_harms_nothing(
    desk: Desk, inbox: Path, jump: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    notice = inbox / "通知.txt"
    notice.write_text(TEXT)
    desk.add(notice)

    class Jumped(corpus_module.datetime):  # type: ignore[name-defined,misc]
        @classmethod
        def now(cls, tz: object = None) -> corpus_module.datetime:  # type: ignore[name-defined]
            return super().now() + corpus_module.timedelta(seconds=jump)

    import time

    real = time.time
    monkeypatch.setattr("time.time", lambda: real() + jump)
    monkeypatch.setattr(corpus_module, "datetime", Jumped)
    notice.write_text(NEW)
    assert [report.status for report in desk.add(notice)] == [FileStatus.REPLACED]
    desk.consistent()
    (document,) = desk.library.documents()
    assert document.version == 2 and desk.library.document(document.id).text == NEW.strip()
    assert list((desk.corpus / ".trash").rglob("通知.txt"))


def test_too_many_open_files_is_said_and_passes(tmp_path: Path) -> None:
    path = tmp_path / "data" / "library.sqlite3"
    Library(path).close()
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    free = os.open(path, os.O_RDONLY)
    os.close(free)
    # Every number below the lowest free one is taken.
    resource.setrlimit(resource.RLIMIT_NOFILE, (free, hard))
    try:
        with pytest.raises(LibraryError, match="打开的文件太多"):
            Library(path)
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    Library(path).close()


@pytest.mark.parametrize("way", ["half", "garbage", "nothing", "deleted"])
def test_a_damaged_library_is_never_overwritten(way: str, tmp_path: Path, inbox: Path) -> None:
    root = tmp_path / "desk"
    desk = Desk(root)
    for number in range(30):
        (inbox / f"{number}.txt").write_text(TEXT.replace("三百", f"{number}00"))
    desk.add(inbox)
    desk.close()
    path = root / "data" / "library.sqlite3"
    if way == "half":
        os.truncate(path, path.stat().st_size // 2)
    elif way == "garbage":
        path.write_bytes(b"no library" * 1000)
    elif way == "nothing":
        os.truncate(path, 0)
    else:
        path.unlink()
    before = path.read_bytes() if path.exists() else None
    with pytest.raises(LibraryDamagedError, match="doctor --repair"):
        library = Library(path)
        for info in library.documents():
            library.document(info.id)
    assert (path.read_bytes() if path.exists() else None) == before

    aside = start_over(root / "data")
    assert aside.exists() == (before is not None)
    again = Desk(root)
    assert len(again.sync()) == 30
    again.consistent()
    again.close()


def test_a_folder_that_cannot_be_written_is_said_so() -> None:
    if os.name != "posix" or os.geteuid() != 0:
        pytest.skip("needs to become another user for a moment, which only root can")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "library.sqlite3"
        library = Library(path)
        library.write_meta("name", "before")
        library.close()
        path.chmod(0o444)
        folder.chmod(0o555)
        os.seteuid(65534)
        try:
            with pytest.raises(LibraryError, match="权限"):
                Library(path).write_meta("name", "value")
        finally:
            os.seteuid(0)
        folder.chmod(0o700)
        path.chmod(0o600)
        library = Library(path)
        assert library.read_meta("name") == "before"
        library.close()


def test_a_corpus_folder_that_cannot_be_written_is_said_so(desk: Desk, inbox: Path) -> None:
    notice = inbox / "通知.txt"
    notice.write_text(TEXT)
    # A file where a folder has to be: what even root cannot write into.
    desk.corpus.mkdir(parents=True, exist_ok=True)
    (desk.corpus / "inbox").write_text("不是文件夹")
    (report,) = desk.add(inbox)
    assert report.status is FileStatus.REJECTED and "语料文件夹" in report.reason
    (desk.corpus / "inbox").unlink()
    assert [report.status for report in desk.add(inbox)] == [FileStatus.ADDED]
    desk.consistent()


def test_a_data_folder_that_cannot_be_used_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("不是文件夹")
    said = "数据文件夹现在不能用（路径中间有一个不是文件夹）"
    with pytest.raises(LibraryError, match=said), own(tmp_path / "file" / "data"):
        pass


def test_a_disk_that_is_full_at_the_start_is_said_so(small_disk: Path) -> None:
    data = small_disk / "data"
    with own(data):
        pass
    ballast = fill(small_disk)
    with pytest.raises(LibraryError, match="磁盘满了"), own(data):
        pass
    ballast.unlink()
    with own(data):
        pass


def test_what_the_system_says_is_told_in_chinese_or_as_it_says_it() -> None:
    assert system_words(OSError(errno.EROFS, "Read-only file system")).endswith("不能写")
    assert system_words(OSError(errno.EXDEV, "Invalid cross-device link")).startswith("Invalid")
    assert system_words(OSError("只有话")) == "只有话"


def test_an_original_that_another_program_holds_is_not_restored_over(
    desk: Desk, inbox: Path
) -> None:
    notice = inbox / "通知.txt"
    for text in (TEXT, NEW):
        notice.write_text(text)
        (report,) = desk.add(notice)
    refusing = mock.Mock(side_effect=PermissionError(13, "in use"))
    with (
        mock.patch("pb_qa.ingest.revising.hash_of", refusing),
        pytest.raises(CorrectionError, match="正被别的程序使用"),
    ):
        desk.ingester.restore_version(str(report.document_id), 1)
    assert (desk.corpus / "通知.txt").read_text() == NEW
    desk.ingester.restore_version(str(report.document_id), 1)
    desk.consistent()
