from __future__ import annotations

import os
import shutil
import unicodedata
from pathlib import Path

import pytest
from desk import Desk

from pb_qa.errors import DocumentNotFoundError, LibraryError
from pb_qa.models import FileStatus, Progress
from pb_qa.storage import doctor
from pb_qa.storage.trash import Trash

TEXT = "固原市现有党员三百人，分属十个支部。\n"
OTHER = "预算收入比上年增长百分之五。\n"


def trashed(desk: Desk) -> list[str]:
    return sorted(file.path.name for file in Trash(desk.corpus).files())


def test_a_folder_keeps_its_structure(desk: Desk, inbox: Path) -> None:
    (inbox / "甲" / "乙").mkdir(parents=True)
    (inbox / "甲" / "通知.txt").write_text(TEXT)
    (inbox / "甲" / "乙" / "预算.txt").write_text(OTHER)
    (inbox / "甲" / ".DS_Store").write_bytes(b"x")
    (inbox / "甲" / "~$通知.docx").write_bytes(b"x")
    reports = desk.add(inbox / "甲")
    assert {(report.source, report.status) for report in reports} == {
        ("甲/通知.txt", FileStatus.ADDED),
        ("甲/乙/预算.txt", FileStatus.ADDED),
    }
    assert (desk.corpus / "甲" / "乙" / "预算.txt").read_text() == OTHER
    assert any("三百" in text for text in desk.answers("党员多少人"))
    desk.consistent()
    assert desk.problems() == ()


def test_the_same_again_is_unchanged_and_a_copy_is_a_duplicate(desk: Desk, inbox: Path) -> None:
    first, copy = inbox / "通知.txt", inbox / "副本.txt"
    first.write_text(TEXT)
    copy.write_text(TEXT)
    added, twin = desk.add(first, copy)
    assert (added.status, twin.status) == (FileStatus.ADDED, FileStatus.DUPLICATE)
    assert twin.of == added.document_id and "通知" in twin.reason
    assert [report.status for report in desk.add(first, copy)] == [
        FileStatus.UNCHANGED,
        FileStatus.DUPLICATE,
    ]
    assert [path.name for path in desk.corpus.iterdir()] == ["通知.txt"]
    desk.consistent()


def test_a_changed_file_is_the_next_version_and_the_old_original_is_kept(
    desk: Desk, inbox: Path
) -> None:
    file = inbox / "通知.txt"
    file.write_text(TEXT)
    desk.add(file)
    file.write_text(TEXT.replace("三百", "五百"))
    (report,) = desk.add(file)
    assert report.status is FileStatus.REPLACED
    assert desk.library.document(str(report.document_id)).version == 2
    assert not any("三百" in text for text in desk.answers("党员多少人"))
    assert trashed(desk) == ["通知.txt"] and "五百" in (desk.corpus / "通知.txt").read_text()
    desk.consistent()


def test_a_rejected_file_is_not_copied_and_its_twin_shares_the_verdict(
    desk: Desk, inbox: Path
) -> None:
    for name in ("坏.docx", "坏2.docx"):
        (inbox / name).write_bytes(b"PK\x03\x04 broken")
    (inbox / "空.txt").write_bytes(b"")
    reports = desk.add(inbox / "坏.docx", inbox / "坏2.docx", inbox / "空.txt", inbox / "无.txt")
    assert [report.status for report in reports] == [FileStatus.REJECTED] * 4
    assert all(report.reason.endswith("。") for report in reports), reports
    assert list(desk.corpus.iterdir()) == [] and desk.library.documents() == []


def test_two_files_of_one_name_do_not_replace_each_other(desk: Desk, inbox: Path) -> None:
    for folder, text in (("甲", TEXT), ("乙", OTHER)):
        (inbox / folder).mkdir()
        (inbox / folder / "通知.txt").write_text(text)
    first, second = desk.add(inbox / "甲" / "通知.txt", inbox / "乙" / "通知.txt")
    statuses = {first.status, second.status}
    assert statuses == {FileStatus.ADDED, FileStatus.REJECTED}
    assert (desk.corpus / "通知.txt").read_text() == TEXT


def test_removed_documents_never_answer_and_never_come_back(desk: Desk, inbox: Path) -> None:
    file = inbox / "通知.txt"
    file.write_text(TEXT)
    (added,) = desk.add(file)
    (desk.corpus / "副本.txt").write_text(TEXT)
    document_id = str(added.document_id)
    unknown, removed = desk.ingester.remove(["没有", document_id])
    assert unknown.status is FileStatus.REJECTED
    assert removed.status is FileStatus.REMOVED and "1 份" in removed.reason
    assert desk.answers("党员多少人") == []
    with pytest.raises(DocumentNotFoundError):
        desk.library.document(document_id)
    assert trashed(desk) == ["副本.txt", "通知.txt"]
    assert desk.sync() == {}
    desk.consistent()
    assert desk.add(file)[0].status is FileStatus.ADDED
    assert desk.library.document(document_id).version == 2


def test_sync_mirrors_the_folder(desk: Desk) -> None:
    desk.corpus.mkdir(parents=True)
    (desk.corpus / "通知.txt").write_text(TEXT)
    (desk.corpus / "预算.txt").write_text(OTHER)
    assert {r.status for r in desk.sync().values()} == {FileStatus.ADDED}
    (desk.corpus / "通知.txt").rename(desk.corpus / "改名.txt")
    (desk.corpus / "预算.txt").write_text(OTHER.replace("五", "七"))
    reports = desk.sync()
    assert {source: report.status for source, report in reports.items()} == {
        "改名.txt": FileStatus.ADDED,
        "预算.txt": FileStatus.REPLACED,
        "通知.txt": FileStatus.REMOVED,
    }
    assert {r.status for r in desk.sync().values()} == {FileStatus.UNCHANGED}
    before = desk.embedder.embedded
    os.utime(desk.corpus / "预算.txt", ns=(1, 1))
    assert desk.sync()["预算.txt"].status is FileStatus.UNCHANGED
    assert desk.embedder.embedded == before
    assert desk.library.originals()["预算.txt"].stamp.mtime_ns == 1
    desk.consistent()


def test_a_broken_change_keeps_the_last_good_version(desk: Desk) -> None:
    desk.corpus.mkdir(parents=True)
    file = desk.corpus / "通知.txt"
    file.write_text(TEXT)
    desk.sync()
    file.write_bytes(b"%PDF-1.4 nothing")
    report = desk.sync()["通知.txt"]
    assert report.status is FileStatus.REJECTED and "仍保留它的上一版（第 1 版）" in report.reason
    assert any("三百" in text for text in desk.answers("党员多少人"))


def test_a_missing_folder_empties_nothing(desk: Desk, inbox: Path) -> None:
    file = inbox / "通知.txt"
    file.write_text(TEXT)
    desk.add(file)
    shutil.rmtree(desk.corpus)
    with pytest.raises(LibraryError, match="没有改动"):
        desk.sync()
    assert len(desk.library.documents()) == 1
    assert any("原件" in problem for problem in desk.problems())


def test_links_out_of_the_corpus_are_not_followed(desk: Desk, inbox: Path) -> None:
    secret = inbox / "机密.txt"
    secret.write_text(TEXT)
    desk.corpus.mkdir(parents=True)
    (desk.corpus / "链接.txt").symlink_to(secret)
    (desk.corpus / "外面").symlink_to(inbox, target_is_directory=True)
    reports = desk.sync()
    assert list(reports) == ["链接.txt"]
    assert reports["链接.txt"].status is FileStatus.REJECTED
    assert "链接" in reports["链接.txt"].reason


def test_names_decomposed_or_in_gb18030_are_one_readable_source(desk: Desk) -> None:
    desk.corpus.mkdir(parents=True)
    decomposed = unicodedata.normalize("NFD", "ガイド.txt")
    (desk.corpus / decomposed).write_text(TEXT)
    raw = os.fsencode(desk.corpus) + b"/" + "预算.txt".encode("gb18030")
    try:
        with open(raw, "w") as file:
            file.write(OTHER)
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    reports = desk.sync()
    assert set(reports) == {"ガイド.txt", "预算.txt"}
    ids = [str(report.document_id) for report in reports.values()]
    assert {r.status for r in desk.ingester.remove(ids)} == {FileStatus.REMOVED}
    assert [path for path in desk.corpus.iterdir() if path.name != ".trash"] == []


def test_progress_is_told_from_reading_to_ready(desk: Desk, inbox: Path) -> None:
    (inbox / "通知.txt").write_text(TEXT)
    (inbox / "坏.docx").write_bytes(b"PK\x03\x04 broken")
    (inbox / "大.txt").write_text("".join(f"第{i}条 {OTHER}\n" for i in range(6_000)))
    told: list[Progress] = []
    list(desk.ingester.add([inbox], told.append))
    stages = [progress.stage for progress in told if progress.path.endswith("通知.txt")]
    # A short text is cleaned in a moment.
    assert stages == ["reading", "embedding", "ready"]
    large = [progress.stage for progress in told if "大" in progress.path]
    assert large == ["reading", "cleaning", "embedding", "ready"]
    assert [progress.stage for progress in told if "坏" in progress.path][-1] == "rejected"
    assert (told[-1].done, told[-1].total) == (3, 3)


def test_a_run_given_up_half_way_leaves_whole_documents(desk: Desk, inbox: Path) -> None:
    for number in range(30):
        (inbox / f"{number}.txt").write_text(TEXT.replace("三百", f"{number}00"))
    run = desk.ingester.add([inbox])
    next(run)
    run.close()
    desk.consistent()
    assert len(desk.add(inbox)) == 30
    assert len(desk.library.documents()) == 30
    desk.consistent()


def test_doctor_finds_and_mends_without_embedding(desk: Desk, inbox: Path) -> None:
    (inbox / "通知.txt").write_text(TEXT)
    (inbox / "预算.txt").write_text(OTHER)
    desk.add(inbox)
    ids = desk.library.live_ids()
    desk.keywords.delete(ids[:1])
    desk.vectors.delete(ids[:1])
    assert [part in "".join(desk.problems()) for part in ("关键词索引", "向量索引")] == [True] * 2
    before = desk.embedder.embedded
    parts = (desk.corpus, desk.library, desk.indexes)
    report = doctor.repair(*parts)
    assert report.healthy and len(report.repaired) == 2
    assert desk.embedder.embedded == before
    desk.consistent()
    (desk.corpus / "inbox" / "通知.txt").unlink()
    (desk.corpus / "新.txt").write_text("新")
    assert ["通知.txt" in p or "新.txt" in p for p in doctor.repair(*parts).problems] == [True] * 2
