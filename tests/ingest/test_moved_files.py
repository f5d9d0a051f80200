"""Renamed or moved in the corpus folder, a document keeps its versions and corrections."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import desk as desk_script
import pytest
from desk import Desk

from pb_qa.catalog import MetadataEdit
from pb_qa.errors import LibraryError
from pb_qa.models import FileReport, FileStatus
from pb_qa.reading.reader import document_id

FIRST = "责任编辑：王小明\n\n2011年固原市现有党员300人。\n"
SECOND = "2012年固原市现有党员400人。\n"
OLD, NEW = "通知.txt", "党建/2012/通知（改名）.txt"


def corrected(desk: Desk) -> str:
    """A document of four versions: a file, an undone cut, an edit, another file."""
    desk.corpus.mkdir(parents=True, exist_ok=True)
    (desk.corpus / OLD).write_text(FIRST)
    of = str(desk.sync()[OLD].document_id)
    desk.ingester.undo_cut(of, 0)
    desk.ingester.edit(of, MetadataEdit(title="改过的标题", place="固原"))
    # As a program replaces a file: the former one goes to the recycle bin.
    other = desk.corpus.parent / "inbox" / OLD
    other.parent.mkdir(exist_ok=True)
    other.write_text(SECOND)
    (report,) = desk.add(other)
    assert report.status is FileStatus.REPLACED
    return of


def moved(desk: Desk) -> dict[str, FileReport]:
    target = desk.corpus / NEW
    target.parent.mkdir(parents=True)
    (desk.corpus / OLD).rename(target)
    return desk.sync()


def test_versions_and_corrections_go_along(desk: Desk) -> None:
    corrected(desk)
    reports = moved(desk)
    assert reports[NEW].status is FileStatus.ADDED
    assert reports[OLD].status is FileStatus.REMOVED and NEW in reports[OLD].reason
    desk.consistent()
    here = document_id(NEW)
    document = desk.library.document(here)
    assert (document.title, document.place) == ("改过的标题", "固原")
    history = desk.library.records.versions(here)
    assert [version.info.version for version in history] == [5, 4, 3, 2, 1]
    assert history[0].origin.words == f"原件由“{OLD}”改名或移来"
    assert desk.library.document(here, 2).text.startswith("责任编辑：王小明")
    assert desk.answers("固原市党员多少人") == ["2012年固原市现有党员400人。"]
    # An earlier version can still be restored: its original lies under the old name.
    assert desk.ingester.restore_version(here, 2).status is FileStatus.REPLACED
    assert (desk.corpus / NEW).read_text() == FIRST
    assert desk.library.document(here).text.startswith("责任编辑：王小明")
    desk.consistent()
    assert not (desk.settings.data_dir / "moving").exists()


def test_moved_there_and_back_nothing_is_lost(desk: Desk) -> None:
    of = corrected(desk)
    moved(desk)
    (desk.corpus / NEW).rename(desk.corpus / OLD)
    desk.sync()
    desk.consistent()
    assert [v.info.version for v in desk.library.records.versions(of)] == [6, 5, 4, 3, 2, 1]
    assert desk.library.document(of).title == "改过的标题"


def test_what_was_said_of_another_document_there_no_longer_holds(desk: Desk) -> None:
    corrected(desk)
    (desk.corpus / "新名.txt").write_text("2001年固原市现有党员100人。\n")
    other = str(desk.sync()["新名.txt"].document_id)
    desk.ingester.edit(other, MetadataEdit(title="另一份", number="〔2001〕1号"))
    list(desk.ingester.remove([other]))
    (desk.corpus / OLD).rename(desk.corpus / "新名.txt")
    desk.sync()
    document = desk.library.document(other)
    assert (document.title, document.number) == ("改过的标题", "")
    desk.consistent()


def test_what_was_changed_besides_is_another_document(desk: Desk) -> None:
    corrected(desk)
    (desk.corpus / OLD).unlink()
    (desk.corpus / "别的.txt").write_text("2013年固原市现有党员500人。\n")
    reports = desk.sync()
    assert reports["别的.txt"].status is FileStatus.ADDED
    here = document_id("别的.txt")
    assert [v.info.version for v in desk.library.records.versions(here)] == [1]
    assert desk.library.document(here).place != "固原"


def test_a_copy_takes_nothing_along(desk: Desk) -> None:
    of = corrected(desk)
    (desk.corpus / "副本.txt").write_text(SECOND)
    assert desk.sync()["副本.txt"].status is FileStatus.DUPLICATE
    # Two copies appear and the original goes: one of them is the document now.
    (desk.corpus / "又一份.txt").write_text(SECOND)
    (desk.corpus / OLD).unlink()
    reports = desk.sync()
    assert sorted(report.status for report in reports.values()) == [
        FileStatus.ADDED, FileStatus.DUPLICATE, FileStatus.REMOVED,
    ]  # fmt: skip
    (document,) = desk.library.documents()
    assert document.id != of and document.title == "改过的标题"
    desk.consistent()


def test_a_file_that_is_still_being_written_may_be_the_one_that_vanished(desk: Desk) -> None:
    of = corrected(desk)
    (desk.corpus / OLD).rename(desk.corpus / "新名.txt")
    assert list(desk.ingester.sync(leave=frozenset({"新名.txt"}))) == []
    assert [document.id for document in desk.library.documents()] == [of]
    assert desk.sync()["新名.txt"].status is FileStatus.ADDED
    assert desk.library.document(document_id("新名.txt")).title == "改过的标题"


def test_where_the_versions_cannot_be_kept_nothing_changes(desk: Desk) -> None:
    of = corrected(desk)
    (desk.corpus / OLD).rename(desk.corpus / "新名.txt")
    # In the place of the folder lies a file that cannot be one.
    (desk.settings.data_dir / "moving").write_text("")
    with pytest.raises(LibraryError, match=r"新名.*没有改动"):
        desk.sync()
    assert [document.id for document in desk.library.documents()] == [of]
    os.unlink(desk.settings.data_dir / "moving")
    assert desk.sync()["新名.txt"].status is FileStatus.ADDED


@pytest.mark.parametrize("stage", ["after the library", "after the flip"])
def test_killed_while_it_is_followed_nothing_is_lost(stage: str, tmp_path: Path) -> None:
    root = tmp_path / "desk"
    desk = Desk(root)
    of = corrected(desk)
    (desk.corpus / OLD).rename(desk.corpus / "新名.txt")
    desk.close()
    command = [sys.executable, desk_script.__file__, str(root), "correcting", "sync", stage, of]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr
    again = Desk(root)
    again.sync()
    again.consistent()
    (document,) = again.library.documents()
    assert (document.source, document.title) == ("新名.txt", "改过的标题")
    assert [v.info.version for v in again.library.records.versions(document.id)] == [5, 4, 3, 2, 1]
    again.close()
