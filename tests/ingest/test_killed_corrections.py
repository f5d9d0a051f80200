"""Killed while a document is corrected: library and folder agree after start-up and sync."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import desk as desk_script
import pytest
from desk import Desk

from pb_qa.errors import DocumentNotFoundError
from pb_qa.models import FileStatus
from pb_qa.storage.trash import Trash

OLD = "责任编辑：王小明\n\n2011年固原市现有党员300人。\n"
NEW = "2012年固原市现有党员400人。\n"
UNDONE = "责任编辑：王小明"
RESTORING = (
    "before the original",
    "after the original",
    "after the library",
    "after the flip",
    "before the trash",
)


def prepared(root: Path, inbox: Path, what: str) -> str:
    """A document that can be corrected like that."""
    notice = inbox / "通知.txt"
    notice.write_text(OLD)
    desk = Desk(root)
    (report,) = desk.add(notice)
    document_id = str(report.document_id)
    if what == "restore":
        notice.write_text(NEW)
        desk.add(notice)
    if what == "put back":
        list(desk.ingester.remove([document_id]))
    desk.close()
    return document_id


def kill(root: Path, what: str, stage: str, document_id: str) -> None:
    command = [
        sys.executable, desk_script.__file__, str(root), "correcting", what, stage, document_id,
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr


def files_of(desk: Desk) -> list[str]:
    """The contents of every original in the corpus and its trash."""
    paths = [path for path in desk.corpus.rglob("*.txt") if path.is_file()]
    return [path.read_text() for path in paths]


@pytest.mark.parametrize(
    ("what", "stage"), [("undo", "after the library"), ("edit", "after the flip")]
)
def test_a_killed_correction_is_finished_at_start_up(
    what: str, stage: str, tmp_path: Path, inbox: Path
) -> None:
    root = tmp_path / "desk"
    document_id = prepared(root, inbox, what)
    kill(root, what, stage, document_id)
    again = Desk(root)
    again.consistent()
    document = again.library.document(document_id)
    assert document.version == 2
    assert (UNDONE in document.text) == (what == "undo")
    assert (document.title == "改过") == (what == "edit")
    assert again.sync()["通知.txt"].status is FileStatus.UNCHANGED
    # It is kept as if nobody had been killed.
    list(again.ingester.remove([document_id]))
    (again.corpus / "通知.txt").write_text(OLD)
    again.sync()
    assert (UNDONE in again.library.document(document_id).text) == (what == "undo")
    assert again.library.records.all()[0].edited == (what == "edit")
    again.close()


@pytest.mark.parametrize(
    ("what", "stage"),
    [
        *(("restore", stage) for stage in RESTORING),
        ("put back", "after the original"),
        ("put back", "after the library"),
        ("put back", "before the trash"),
    ],
)
def test_killed_while_an_original_comes_back_no_file_is_lost(
    what: str, stage: str, tmp_path: Path, inbox: Path
) -> None:
    root = tmp_path / "desk"
    document_id = prepared(root, inbox, what)
    kill(root, what, stage, document_id)
    again = Desk(root)
    again.consistent()
    everything = {OLD, NEW} if what == "restore" else {OLD}
    assert set(files_of(again)) == everything

    # The folder leads; after a sync the library says what lies there, and once.
    again.sync()
    again.consistent()
    assert again.problems() == ()
    back = stage != "before the original"
    if back:
        assert (again.corpus / "通知.txt").read_text() == OLD
        assert "300" in again.library.document(document_id).text
    elif what == "restore":
        assert (again.corpus / "通知.txt").read_text() == NEW
        assert "400" in again.library.document(document_id).text
    else:
        assert again.library.documents() == []
    assert set(files_of(again)) == everything

    # What was not acknowledged can be asked for again.
    if what == "put back":
        keys = [path.relative_to(again.corpus / ".trash") for path in trashed(again)]
        statuses = {r.status for r in again.ingester.put_back([str(key) for key in keys])}
        assert statuses <= {FileStatus.ADDED, FileStatus.UNCHANGED}
        assert trashed(again) == [] and again.counted() == ["300人"]
    elif not back:
        again.ingester.restore_version(document_id, 1)
        assert again.counted() == ["300人"]
    again.consistent()
    again.close()


def trashed(desk: Desk) -> list[Path]:
    return [file.path for file in Trash(desk.corpus).files()]


def with_history(root: Path, inbox: Path) -> str:
    """A document of two versions."""
    document_id = prepared(root, inbox, "restore")
    desk = Desk(root)
    assert [v.info.version for v in desk.library.records.versions(document_id)] == [2, 1]
    desk.close()
    return document_id


@pytest.mark.parametrize(
    "stage", ["before the bin", "half in the bin", "after the bin", "after the removal"]
)
def test_killed_while_a_document_is_removed_its_versions_are_in_one_place(
    stage: str, tmp_path: Path, inbox: Path
) -> None:
    root = tmp_path / "desk"
    document_id = with_history(root, inbox)
    kill(root, "remove", stage, document_id)
    again = Desk(root)
    again.consistent()
    again.sync()
    again.consistent()
    removed = stage in ("after the bin", "after the removal")
    assert (again.library.documents() == []) == removed
    if removed:
        with pytest.raises(DocumentNotFoundError):
            again.library.document(document_id, 1)
        (report,) = again.ingester.put_back([Trash(again.corpus).files()[0].key])
        assert (report.status, report.reason) == (FileStatus.ADDED, "")
    assert again.library.document(document_id, 1).text.startswith("2011年固原市")
    # A copy of the texts lies in the bin only as long as the document is removed.
    assert not list((again.corpus / ".trash").rglob(".*"))
    again.close()


@pytest.mark.parametrize(
    "stage", ["after the original", "after the library", "after the flip", "before the trash"]
)
def test_killed_while_a_document_comes_back_its_versions_come_as_well(
    stage: str, tmp_path: Path, inbox: Path
) -> None:
    root = tmp_path / "desk"
    document_id = with_history(root, inbox)
    desk = Desk(root)
    list(desk.ingester.remove([document_id]))
    desk.close()
    kill(root, "put back", stage, document_id)
    again = Desk(root)
    again.consistent()
    again.sync()
    again.consistent()
    assert [v.info.version for v in again.library.records.versions(document_id)] == [3, 2, 1]
    assert again.library.document(document_id, 1).text.startswith("2011年固原市")
    again.close()
