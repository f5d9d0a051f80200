"""Removed and put back, a document has all its earlier versions again, or it is said why not."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from desk import Desk

from pb_qa.catalog import MetadataEdit
from pb_qa.errors import DocumentNotFoundError, LibraryError
from pb_qa.ingest import removing
from pb_qa.ingest.putting_back import PUT_BACK, VERSIONS_LOST
from pb_qa.models import FileReport, FileStatus
from pb_qa.storage.schema import version_facts, version_origins, versions
from pb_qa.storage.trash import Trash
from pb_qa.storage.version_bundle import open_bundle
from pb_qa.text.comparison import compare

FIRST = "责任编辑：王小明\n\n2011年固原市现有党员300人。\n"
SECOND = "责任编辑：王小明\n\n2012年固原市现有党员400人。\n"
THIRD = "2013年固原市现有党员500人，内容“引号”\\与\t制表。\n"


def written(desk: Desk, inbox: Path) -> str:
    """A document of five versions: three files, an undone cut, an edit."""
    file = inbox / "甲" / "通知.txt"
    file.parent.mkdir()
    file.write_text(FIRST)
    (report,) = desk.add(file.parent)
    document_id = str(report.document_id)
    file.write_text(SECOND)
    desk.add(file.parent)
    desk.ingester.undo_cut(document_id, 0)
    desk.ingester.edit(document_id, MetadataEdit(title="改过的标题", place="固原"))
    file.write_text(THIRD)
    desk.add(file.parent)
    return document_id


def remove(desk: Desk, document_id: str) -> FileReport:
    (report,) = desk.ingester.remove([document_id])
    return report


def put_back(desk: Desk) -> FileReport:
    (report,) = desk.ingester.put_back([Trash(desk.corpus).files()[0].key])
    return report


def kept(desk: Desk, up_to: int) -> list[dict[str, object]]:
    """Everything that is stored of the versions up to a number, but how they stand."""
    rows: list[dict[str, object]] = []
    for table in (versions, version_origins, version_facts):
        statement = sa.select(table).where(table.c.version <= up_to).order_by(table.c.version)
        rows += [dict(row) for row in desk.library.records.rows(statement)]
    return [{name: value for name, value in row.items() if name != "status"} for row in rows]


def bundle_of(desk: Desk) -> Path:
    (path,) = (desk.corpus / ".trash").rglob(".*.versions")
    return path


def test_everything_comes_back(desk: Desk, inbox: Path) -> None:
    document_id = written(desk, inbox)
    before = kept(desk, 5)
    assert len(before) == 15
    assert remove(desk, document_id).status is FileStatus.REMOVED
    with pytest.raises(DocumentNotFoundError):
        desk.library.document(document_id, 1)
    assert all(not row.get("text") for row in kept(desk, 5))
    assert desk.answers("固原市党员多少人") == [] and desk.counted() == []

    report = put_back(desk)
    assert (report.status, report.reason) == (FileStatus.ADDED, "")
    assert kept(desk, 5) == before
    desk.consistent()
    assert desk.counted() == ["500人"]
    history = desk.library.records.versions(document_id)
    assert [version.info.version for version in history] == [6, 5, 4, 3, 2, 1]
    assert [version.live for version in history] == [True, *[False] * 5]
    assert history[0].origin.words == PUT_BACK
    # Nothing of it is left in the bin but the originals that were replaced.
    assert [p.name for p in (desk.corpus / ".trash").rglob("*") if p.is_file()] == ["通知.txt"] * 2

    old, new = (desk.library.document(document_id, number).text for number in (1, 6))
    changed = [change.text for change in compare(old, new) if change.kind == "removed"]
    assert "2011" in changed
    assert desk.ingester.restore_version(document_id, 2).status is FileStatus.REPLACED
    assert desk.counted() == ["400人"]
    # What was undone for this content and what was edited still holds.
    document = desk.library.document(document_id)
    assert (document.title, document.place) == ("改过的标题", "固原")
    assert (desk.corpus / "甲" / "通知.txt").read_text() == SECOND
    desk.consistent()


def test_removed_again_and_again_nothing_is_lost(desk: Desk, inbox: Path) -> None:
    document_id = written(desk, inbox)
    for _ in range(3):
        remove(desk, document_id)
        put_back(desk)
    history = desk.library.records.versions(document_id)
    assert [version.info.version for version in history] == [8, 7, 6, 5, 4, 3, 2, 1]
    assert desk.library.document(document_id, 1).text == "2011年固原市现有党员300人。"
    desk.consistent()


def test_an_entry_of_the_last_release_comes_back_as_before(desk: Desk, inbox: Path) -> None:
    document_id = written(desk, inbox)
    remove(desk, document_id)
    bundle_of(desk).unlink()
    report = put_back(desk)
    assert (report.status, report.reason) == (FileStatus.ADDED, "")
    assert [v.info.version for v in desk.library.records.versions(document_id)] == [6]
    assert desk.library.document(document_id).title == "改过的标题"
    desk.consistent()


def lines_of(path: Path) -> list[bytes]:
    return gzip.decompress(path.read_bytes()).splitlines(keepends=True)


def pack(path: Path, lines: list[bytes]) -> None:
    path.write_bytes(gzip.compress(b"".join(lines)))


def changed_row(path: Path, **more: object) -> None:
    lines = lines_of(path)
    row = {**json.loads(lines[1]), **more}
    pack(path, [lines[0], json.dumps(row).encode() + b"\n", *lines[2:]])


def flipped(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0x40
    path.write_bytes(bytes(content))


DAMAGES: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "half": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "a byte short": lambda path: path.write_bytes(path.read_bytes()[:-1]),
    "a bit flipped": flipped,
    "garbage": lambda path: path.write_bytes(b"no versions" * 100),
    "another format": lambda path: pack(path, [b'{"format": "2"}\n']),
    "no object": lambda path: pack(path, [b"[1, 2]\n"]),
    "a version missing": lambda path: pack(path, lines_of(path)[:-1]),
    "a column missing": lambda path: pack(path, [*lines_of(path)[:-1], b'{"version": 5}\n']),
    "no text": lambda path: changed_row(path, text=None),
    "no sections": lambda path: changed_row(path, sections="[[1]]"),
    "no origin": lambda path: changed_row(path, version_origins={"origin": 1}),
}


def test_damaged_versions_are_said_and_the_document_comes_back(desk: Desk, inbox: Path) -> None:
    document_id = written(desk, inbox)
    for number, (way, damage) in enumerate(DAMAGES.items(), 6):
        remove(desk, document_id)
        damage(bundle_of(desk))
        report = put_back(desk)
        assert (report.status, report.reason) == (FileStatus.ADDED, VERSIONS_LOST), way
        assert [v.info.version for v in desk.library.records.versions(document_id)] == [number]
        assert not list((desk.corpus / ".trash").rglob(".*"))
    assert desk.counted() == ["500人"]
    desk.consistent()


def test_what_is_put_back_by_hand_or_added_again_has_its_versions(desk: Desk, inbox: Path) -> None:
    document_id = written(desk, inbox)
    remove(desk, document_id)
    shutil.copytree(inbox / "甲", desk.corpus / "甲", dirs_exist_ok=True)
    assert desk.sync()["甲/通知.txt"].status is FileStatus.ADDED
    numbers = [6, 5, 4, 3, 2, 1]
    assert [v.info.version for v in desk.library.records.versions(document_id)] == numbers
    # Putting back the copy that is still in the bin only takes it out of the bin.
    assert put_back(desk).status is FileStatus.UNCHANGED
    assert [v.info.version for v in desk.library.records.versions(document_id)] == numbers
    assert not list((desk.corpus / ".trash").rglob(".*"))
    desk.consistent()


def test_another_file_in_the_place_has_none_of_them(desk: Desk, inbox: Path) -> None:
    document_id = written(desk, inbox)
    remove(desk, document_id)
    (inbox / "甲" / "通知.txt").write_text("另一份文件，说的是别的事情，共有7人参加。\n")
    desk.add(inbox / "甲")
    assert [v.info.version for v in desk.library.records.versions(document_id)] == [6]
    # Once it is out of the way, the first comes back with its own versions and no others.
    remove(desk, document_id)
    first = next(f for f in Trash(desk.corpus).files() if f.path.read_text() == THIRD)
    (report,) = desk.ingester.put_back([first.key])
    assert report.status is FileStatus.ADDED
    history = [v.info.version for v in desk.library.records.versions(document_id)]
    assert history == [7, 5, 4, 3, 2, 1]
    desk.consistent()


def test_a_library_begun_anew_gets_versions_and_corrections(tmp_path: Path, inbox: Path) -> None:
    root = tmp_path / "desk"
    desk = Desk(root)
    document_id = written(desk, inbox)
    remove(desk, document_id)
    desk.close()
    shutil.rmtree(root / "data")
    again = Desk(root)
    again.sync()
    assert again.library.documents() == []
    assert put_back(again).status is FileStatus.ADDED
    history = again.library.records.versions(document_id)
    assert [version.info.version for version in history] == [6, 5, 4, 3, 2, 1]
    assert again.library.document(document_id).title == "改过的标题"
    # The cut that was undone stays undone when that content comes back.
    again.ingester.restore_version(document_id, 3)
    assert "王小明" in again.library.document(document_id).text
    again.consistent()
    again.close()


def test_emptying_the_bin_erases_the_versions(desk: Desk, inbox: Path) -> None:
    document_id = written(desk, inbox)
    remove(desk, document_id)
    # One original is deleted in a file manager, which does not show the file beside it.
    bundle = bundle_of(desk)
    (bundle.parent / "甲" / "通知.txt").unlink()
    (bundle.parent / "甲").rmdir()
    desk.sync()
    assert not bundle.exists() and not bundle.parent.exists()
    assert len(Trash(desk.corpus).files()) == 2


def test_versions_that_cannot_be_kept_keep_the_document(
    desk: Desk, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document_id = written(desk, inbox)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(removing, "write_bundle", full)
        report = remove(desk, document_id)
    assert report.status is FileStatus.REJECTED and "磁盘空间" in report.reason
    assert desk.library.document(document_id, 1).text and desk.counted() == ["500人"]
    assert (desk.corpus / "甲" / "通知.txt").read_text() == THIRD
    assert remove(desk, document_id).status is FileStatus.REMOVED
    assert open_bundle(bundle_of(desk)).is_whole()


@pytest.mark.parametrize("how", ["remove again", "sync"])
def test_a_removal_that_the_library_could_not_write_is_carried_on(
    how: str, desk: Desk, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document_id = written(desk, inbox)

    def locked(_: object) -> None:
        raise LibraryError("资料库正被占用。")

    with monkeypatch.context() as patched:
        patched.setattr(desk.library, "remove", locked)
        with pytest.raises(LibraryError):
            remove(desk, document_id)
    assert desk.library.document(document_id, 1).text
    report = remove(desk, document_id) if how == "remove again" else desk.sync()["甲/通知.txt"]
    assert report.status is FileStatus.REMOVED and "在回收站里，可以放回" in report.reason
    assert put_back(desk).status is FileStatus.ADDED
    history = [v.info.version for v in desk.library.records.versions(document_id)]
    assert history == [6, 5, 4, 3, 2, 1]
    desk.consistent()


def test_a_restored_original_of_a_removed_document_brings_its_versions(
    desk: Desk, inbox: Path
) -> None:
    """Whatever takes an original out of the bin takes in what lies beside it."""
    document_id = written(desk, inbox)
    remove(desk, document_id)
    removed = bundle_of(desk)
    (inbox / "甲" / "通知.txt").write_text(SECOND)
    desk.add(inbox / "甲")
    (inbox / "甲" / "通知.txt").write_text(THIRD)
    desk.add(inbox / "甲")
    (inbox / "甲" / "通知.txt").write_text(FIRST)
    desk.add(inbox / "甲")
    assert [v.info.version for v in desk.library.records.versions(document_id)] == [8, 7, 6]
    # Only the file that was removed still holds this content.
    for file in Trash(desk.corpus).files():
        if not file.bundle.exists() and file.path.read_text() == THIRD:
            file.path.unlink()
    desk.ingester.restore_version(document_id, 7)
    assert not removed.exists()
    history = [v.info.version for v in desk.library.records.versions(document_id)]
    assert history == [9, 8, 7, 6, 5, 4, 3, 2, 1]
    desk.consistent()
