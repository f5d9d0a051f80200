from __future__ import annotations

import os
import zipfile
from datetime import datetime
from pathlib import Path

import pytest
from desk import Desk

from pb_qa.catalog import MetadataEdit
from pb_qa.ingest import unpacking
from pb_qa.models import FileReport, FileStatus
from pb_qa.storage import corpus
from pb_qa.storage.trash import Trash, describe_trash
from pb_qa.storage.verdicts import VerdictMemory

TEXT = "2011年固原市现有党员300人。\n"
NEWER = "2012年固原市现有党员400人。\n"
OTHER = "预算收入比上年增长百分之五。\n"


@pytest.fixture
def notice(inbox: Path) -> Path:
    file = inbox / "通知.txt"
    file.write_text(TEXT)
    return file


def keys(desk: Desk) -> list[str]:
    return [file.key for file in Trash(desk.corpus).files()]


def put_back(desk: Desk, *chosen: str) -> list[FileReport]:
    return list(desk.ingester.put_back(chosen))


def test_a_removed_document_comes_back_as_it_was_corrected(desk: Desk, notice: Path) -> None:
    (added,) = desk.add(notice)
    document_id = str(added.document_id)
    desk.ingester.edit(document_id, MetadataEdit(title="改过的标题"))
    list(desk.ingester.remove([document_id]))
    (trashed,) = describe_trash(Trash(desk.corpus), desk.library.records)
    assert (trashed.source, trashed.title, trashed.replaced) == ("通知.txt", "改过的标题", False)
    (report,) = put_back(desk, trashed.key)
    assert (report.status, report.document_id) == (FileStatus.ADDED, document_id)
    assert desk.library.document(document_id).title == "改过的标题"
    assert (desk.corpus / "通知.txt").read_text() == TEXT
    assert keys(desk) == [] and list((desk.corpus / ".trash").iterdir()) == []
    assert desk.counted() == ["300人"]
    assert desk.sync()["通知.txt"].status is FileStatus.UNCHANGED
    desk.consistent()


def test_what_is_there_now_is_never_overwritten(desk: Desk, notice: Path) -> None:
    desk.add(notice)
    notice.write_text(NEWER)
    desk.add(notice)
    (replaced,) = describe_trash(Trash(desk.corpus), desk.library.records)
    (document,) = desk.library.documents()
    assert (replaced.replaced, replaced.place, replaced.taken_by) == (
        True,
        "newer",
        document.title,
    )
    (report,) = put_back(desk, replaced.key)
    assert report.status is FileStatus.REJECTED
    assert f"pb-qa restore {document.id} 1" in report.reason and "恢复这一版" in report.reason
    assert (desk.corpus / "通知.txt").read_text() == NEWER and keys(desk) == [replaced.key]


def test_what_lies_in_the_place_of_a_removed_document_is_said(desk: Desk, notice: Path) -> None:
    (added,) = desk.add(notice)
    document_id = str(added.document_id)
    list(desk.ingester.remove([document_id]))
    # A file that is no document.
    (desk.corpus / "通知.txt").write_bytes(b"")
    desk.sync()
    (trashed,) = describe_trash(Trash(desk.corpus), desk.library.records)
    assert (trashed.replaced, trashed.place, trashed.taken_by) == (False, "file", "")
    (report,) = put_back(desk, trashed.key)
    assert report.status is FileStatus.REJECTED and "没有收录的同名文件" in report.reason
    # Another document: it is no newer version of the removed one.
    notice.write_text(NEWER)
    desk.add(notice)
    desk.ingester.edit(document_id, MetadataEdit(title="后来的通知"))
    (trashed,) = [f for f in describe_trash(Trash(desk.corpus), desk.library.records) if f.size]
    assert (trashed.replaced, trashed.place, trashed.taken_by) == (
        False,
        "document",
        "后来的通知",
    )
    (report,) = put_back(desk, trashed.key)
    assert report.status is FileStatus.REJECTED
    assert "先移出《后来的通知》" in report.reason and f"remove {document_id}" in report.reason
    assert (desk.corpus / "通知.txt").read_text() == NEWER
    # What it says to do, works.
    list(desk.ingester.remove([document_id]))
    (report,) = put_back(desk, trashed.key)
    assert report.status is FileStatus.ADDED and (desk.corpus / "通知.txt").read_text() == TEXT


def test_the_same_file_in_its_place_stands_in_nobodys_way(desk: Desk, notice: Path) -> None:
    (added,) = desk.add(notice)
    list(desk.ingester.remove([str(added.document_id)]))
    desk.add(notice)
    (trashed,) = describe_trash(Trash(desk.corpus), desk.library.records)
    assert (trashed.replaced, trashed.place) == (False, "free")
    (report,) = put_back(desk, trashed.key)
    assert report.status is FileStatus.UNCHANGED and keys(desk) == []


def test_a_file_that_somebody_deleted_or_moved_is_told_from_a_removed_one(desk: Desk) -> None:
    desk.corpus.mkdir(parents=True)
    (desk.corpus / "甲.txt").write_text(TEXT)
    (desk.corpus / "乙.txt").write_text(NEWER)
    desk.sync()
    (desk.corpus / "甲.txt").unlink()
    (desk.corpus / "乙.txt").rename(desk.corpus / "丙.txt")
    reports = desk.sync()
    assert "不在回收站里" in reports["甲.txt"].reason and "放回这个位置" in reports["甲.txt"].reason
    assert "移到“丙.txt”" in reports["乙.txt"].reason
    assert reports["丙.txt"].status is FileStatus.ADDED


def test_of_two_originals_of_one_place_one_comes_back(desk: Desk, notice: Path) -> None:
    (added,) = desk.add(notice)
    notice.write_text(NEWER)
    desk.add(notice)
    list(desk.ingester.remove([str(added.document_id)]))
    newest, oldest = describe_trash(Trash(desk.corpus), desk.library.records)
    assert (newest.replaced, oldest.replaced) == (False, True)
    reports = put_back(desk, oldest.key, newest.key, "没有")
    assert {report.path: report.status for report in reports} == {
        oldest.key: FileStatus.ADDED,
        newest.key: FileStatus.REJECTED,
        "没有": FileStatus.REJECTED,
    }
    assert all(report.reason.endswith("。") for report in reports if report.reason)
    assert (desk.corpus / "通知.txt").read_text() == TEXT
    assert keys(desk) == [newest.key]


def test_a_duplicate_stays_in_the_recycle_bin(desk: Desk, notice: Path) -> None:
    (added,) = desk.add(notice)
    list(desk.ingester.remove([str(added.document_id)]))
    desk.add(notice.rename(notice.with_name("另一份.txt")))
    (key,) = keys(desk)
    (report,) = put_back(desk, key)
    assert report.status is FileStatus.DUPLICATE and "另一份" in report.reason
    assert keys(desk) == [key] and not (desk.corpus / "通知.txt").exists()


def test_two_files_thrown_away_at_one_moment_are_both_kept(
    desk: Desk, notice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The clock may stand still, or be set back."""

    class Stopped(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:
            return datetime(2026, 1, 1)

    monkeypatch.setattr(corpus, "datetime", Stopped)
    for text in (TEXT, NEWER, OTHER):
        notice.write_text(text)
        desk.add(notice)
    assert {file.path.read_text() for file in Trash(desk.corpus).files()} == {TEXT, NEWER}


# ---- verdicts


def read_files(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Sources of the files that are handed to the reader from now on."""
    seen: list[str] = []
    real = desk.reader.read_many

    def spying(items: object, *more: object) -> object:
        def told() -> object:
            for item in items:  # type: ignore[attr-defined]
                seen.append(item[1])
                yield item

        return real(told(), *more)  # type: ignore[arg-type]

    monkeypatch.setattr(desk.reader, "read_many", spying)
    return seen


def verdicts(desk: Desk) -> dict[str, FileStatus]:
    return {str(r.source): r.status for r in VerdictMemory(desk.library).reports()}


def test_rejected_files_are_not_read_again_until_they_change(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.corpus.mkdir(parents=True)
    for name in ("坏.docx", "坏2.docx"):
        (desk.corpus / name).write_bytes(b"PK\x03\x04 broken")
    (desk.corpus / "通知.txt").write_text(TEXT)
    (desk.corpus / "副本.txt").write_text(TEXT)
    (desk.corpus / "空.txt").write_bytes(b"")
    first = desk.sync()
    expected = {
        "坏.docx": FileStatus.REJECTED,
        "坏2.docx": FileStatus.REJECTED,
        "空.txt": FileStatus.REJECTED,
        "通知.txt": FileStatus.DUPLICATE,
    }
    assert verdicts(desk) == expected
    seen = read_files(desk, monkeypatch)
    again = desk.sync()
    assert seen == []
    assert {s: (r.status, r.reason) for s, r in again.items() if s in expected} == {
        s: (r.status, r.reason) for s, r in first.items() if s in expected
    }
    # A touched file is read again, and one that has become good is forgotten.
    os.utime(desk.corpus / "坏.docx", ns=(1, 1))
    (desk.corpus / "坏2.docx").unlink()
    (desk.corpus / "空.txt").write_text(OTHER)
    desk.sync()
    assert set(seen) == {"坏.docx", "空.txt"}
    assert verdicts(desk) == {"坏.docx": FileStatus.REJECTED, "通知.txt": FileStatus.DUPLICATE}


def test_other_limits_read_again(tmp_path: Path) -> None:
    root = tmp_path / "desk"
    desk = Desk(root)
    desk.corpus.mkdir(parents=True)
    file = desk.corpus / "长.txt"
    file.write_text(TEXT * 100)
    desk.close()
    strict = Desk(root, max_file_bytes=10)
    assert "太大" in strict.sync()["长.txt"].reason
    strict.close()
    generous = Desk(root)
    assert generous.sync()["长.txt"].status is FileStatus.ADDED
    assert verdicts(generous) == {}
    generous.close()


def test_a_duplicate_is_taken_in_once_the_other_is_gone(desk: Desk) -> None:
    desk.corpus.mkdir(parents=True)
    (desk.corpus / "甲.txt").write_text(TEXT)
    (desk.corpus / "乙.txt").write_text(TEXT)
    desk.sync()
    kept = desk.library.documents()[0].source
    (desk.corpus / kept).unlink()
    reports = desk.sync()
    assert sorted(report.status for report in reports.values()) == ["added", "removed"]
    assert verdicts(desk) == {}


def test_a_broken_change_is_remembered_and_its_last_version_named(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.corpus.mkdir(parents=True)
    file = desk.corpus / "通知.txt"
    file.write_text(TEXT)
    desk.sync()
    file.write_bytes(b"%PDF-1.4 nothing")
    desk.sync()
    seen = read_files(desk, monkeypatch)
    report = desk.sync()["通知.txt"]
    assert seen == [] and "仍保留它的上一版（第 1 版）" in report.reason
    assert report.reason.count("仍保留") == 1
    assert desk.counted() == ["300人"]


# ---- archives


def archive(path: Path, files: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as packed:
        for name, content in files.items():
            packed.writestr(name, content)
    return path


def test_an_archive_that_is_added_becomes_a_folder(desk: Desk, inbox: Path) -> None:
    path = archive(
        inbox / "材料.zip", {"通知.txt": TEXT, "甲/预算.txt": OTHER, "../坏.txt": "x", "空.txt": ""}
    )
    reports = {report.source: report for report in desk.add(path)}
    assert {source: report.status for source, report in reports.items()} == {
        "材料/通知.txt": FileStatus.ADDED,
        "材料/甲/预算.txt": FileStatus.ADDED,
        "材料/坏.txt": FileStatus.REJECTED,
        "材料/空.txt": FileStatus.REJECTED,
    }
    assert reports["材料/通知.txt"].path == f"{path}/通知.txt"
    assert (desk.corpus / "材料" / "通知.txt").read_text() == TEXT
    assert path.exists() and not list(desk.corpus.rglob("*.zip"))
    assert not (desk.settings.data_dir / "unpacking").exists()
    assert {report.status for report in desk.add(path)} == {
        FileStatus.UNCHANGED,
        FileStatus.REJECTED,
    }
    desk.consistent()


def test_an_archive_in_a_folder_and_a_broken_one(desk: Desk, inbox: Path) -> None:
    (inbox / "文件").mkdir()
    archive(inbox / "文件" / "材料.zip", {"通知.txt": TEXT})
    (inbox / "文件" / "坏.zip").write_bytes(b"PK\x03\x04 broken")
    reports = {report.source: report for report in desk.add(inbox / "文件")}
    assert reports["文件/材料/通知.txt"].status is FileStatus.ADDED
    assert reports["文件/坏.zip"].status is FileStatus.REJECTED
    assert "损坏" in reports["文件/坏.zip"].reason
    assert not list(desk.corpus.rglob("*.zip"))


def test_an_archive_in_the_corpus_is_unpacked_beside_itself(desk: Desk) -> None:
    desk.corpus.mkdir(parents=True)
    archive(desk.corpus / "材料.zip", {"通知.txt": TEXT, "预算.txt": OTHER})
    reports = desk.sync()
    assert reports["材料.zip"].status is FileStatus.REMOVED
    assert "已解开到文件夹“材料”" in reports["材料.zip"].reason
    assert {reports[f"材料/{name}.txt"].status for name in ("通知", "预算")} == {FileStatus.ADDED}
    assert [file.source for file in Trash(desk.corpus).files()] == ["材料.zip"]
    assert {r.status for r in desk.sync().values()} == {FileStatus.UNCHANGED}
    desk.consistent()
    # Its files are in their places; the archive itself is no document to put back.
    (report,) = put_back(desk, keys(desk)[0])
    assert report.status is FileStatus.REJECTED and "压缩包" in report.reason


def test_an_archive_beside_a_folder_of_its_name(desk: Desk) -> None:
    (desk.corpus / "材料").mkdir(parents=True)
    (desk.corpus / "材料" / "通知.txt").write_text(NEWER)
    path = archive(desk.corpus / "材料.zip", {"通知.txt": TEXT, "预算.txt": OTHER})
    reports = desk.sync()
    assert reports["材料.zip"].status is FileStatus.REJECTED
    assert "已有名为“材料”的文件夹" in reports["材料.zip"].reason
    assert path.exists() and (desk.corpus / "材料" / "通知.txt").read_text() == NEWER
    assert desk.sync()["材料.zip"].reason == reports["材料.zip"].reason
    # Somebody has unpacked it already, or a run was killed before it threw it away.
    (desk.corpus / "材料" / "通知.txt").write_text(TEXT)
    (desk.corpus / "材料" / "预算.txt").write_text(OTHER)
    assert desk.sync()["材料.zip"].status is FileStatus.REMOVED
    assert not path.exists() and verdicts(desk) == {}


def test_an_archive_that_cannot_be_unpacked_stays_and_is_not_tried_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.corpus.mkdir(parents=True)
    (desk.corpus / "坏.zip").write_bytes(b"PK\x03\x04 broken")
    first = desk.sync()["坏.zip"]
    assert first.status is FileStatus.REJECTED and "损坏" in first.reason

    def never(*_: object) -> None:
        raise AssertionError("unpacked again")

    monkeypatch.setattr(unpacking, "unpack", never)
    assert desk.sync()["坏.zip"].reason == first.reason
    assert verdicts(desk) == {"坏.zip": FileStatus.REJECTED}
    assert (desk.corpus / "坏.zip").exists()
