from __future__ import annotations

from pathlib import Path

import pytest
from desk import Desk

from pb_qa.catalog import MetadataEdit
from pb_qa.errors import CorrectionError, DocumentNotFoundError
from pb_qa.ingest.corrections import checked_edit, iso_date
from pb_qa.ingest.restored import restored_in
from pb_qa.models import Document, FileReport, FileStatus
from pb_qa.storage.trash import Trash

NOTICE = """关于党员发展的通知

2011年固原市现有党员300人。
责任编辑：王小明
2012年固原市现有群众50人。
"""
OTHER = "2013年固原市现有党员700人。\n"


@pytest.fixture
def notice(inbox: Path) -> Path:
    file = inbox / "通知.txt"
    file.write_text(NOTICE)
    return file


def added(desk: Desk, *files: Path) -> str:
    report = desk.add(*files)[0]
    assert report.status in {FileStatus.ADDED, FileStatus.REPLACED}, report
    return str(report.document_id)


def editor_cut(document: Document) -> int:
    (index,) = [n for n, cut in enumerate(document.receipt) if "责任编辑" in cut.original]
    return index


def live(desk: Desk, document_id: str) -> Document:
    return desk.library.document(document_id)


def test_an_undone_cut_is_a_new_version_that_answers(desk: Desk, notice: Path) -> None:
    document_id = added(desk, notice)
    before = live(desk, document_id)
    embedded = desk.embedder.embedded
    report = desk.ingester.undo_cut(document_id, editor_cut(before))
    assert (report.status, report.document_id) == (FileStatus.REPLACED, document_id)
    after = live(desk, document_id)
    assert after.version == 2 and "责任编辑：王小明" in after.text
    assert len(after.receipt) == len(before.receipt) - 1
    assert (after.title, after.content_hash) == (before.title, before.content_hash)
    assert any("王小明" in text for text in desk.answers("责任编辑是谁"))
    assert desk.counted("2012年群众") == ["50人"]
    assert desk.embedder.embedded > embedded
    assert desk.library.document(document_id, 1) == before
    assert desk.sync()["通知.txt"].status is FileStatus.UNCHANGED
    desk.consistent()
    assert desk.problems() == ()


def test_an_undone_cut_stays_undone(desk: Desk, notice: Path, tmp_path: Path) -> None:
    document_id = added(desk, notice)
    desk.ingester.undo_cut(document_id, editor_cut(live(desk, document_id)))
    # Removed and added again, and under another name: the content is the same.
    list(desk.ingester.remove([document_id]))
    assert added(desk, notice) == document_id
    assert "王小明" in live(desk, document_id).text
    list(desk.ingester.remove([document_id]))
    renamed = notice.rename(notice.with_name("改名.txt"))
    other = added(desk, renamed)
    assert "王小明" in live(desk, other).text
    # Another content has cuts of its own.
    renamed.write_text(NOTICE.replace("300", "400"))
    added(desk, renamed)
    assert "王小明" not in live(desk, other).text
    # And the first content again is as people have corrected it.
    renamed.write_text(NOTICE)
    added(desk, renamed)
    assert "王小明" in live(desk, other).text
    desk.consistent()


def test_what_was_put_back_can_be_cut_again(desk: Desk, notice: Path) -> None:
    document_id = added(desk, notice)
    before = live(desk, document_id)
    assert restored_in(desk.library, before) == []
    desk.ingester.undo_cut(document_id, editor_cut(before))
    desk.ingester.edit(document_id, MetadataEdit(place="固原市"))
    undone = live(desk, document_id)
    (restored,) = [one.shown for one in restored_in(desk.library, undone)]
    assert undone.text[restored.start : restored.end].strip() == "责任编辑：王小明"
    versions = {one.info.version: one for one in desk.library.records.versions(document_id)}
    assert restored.restored_at == versions[2].created_at
    assert restored.redoable and restored.reason in {cut.reason for cut in before.receipt}
    with pytest.raises(CorrectionError, match="没有第 1 处恢复"):
        desk.ingester.redo_cut(document_id, 1)
    desk.ingester.redo_cut(document_id, 0)
    again = live(desk, document_id)
    assert (again.text, again.receipt, again.sections) == (
        before.text,
        before.receipt,
        before.sections,
    )
    assert again.place == "固原市" and restored_in(desk.library, again) == []
    assert desk.library.records.versions(document_id)[0].origin.words == "重新清理一处"
    # It stays cut when the same content is read again, and can be undone once more.
    list(desk.ingester.remove([document_id]))
    added(desk, notice)
    assert "王小明" not in live(desk, document_id).text
    desk.ingester.undo_cut(document_id, editor_cut(live(desk, document_id)))
    assert "王小明" in live(desk, document_id).text
    desk.consistent()
    assert desk.problems() == ()


def test_what_no_version_tells_stays_listed_but_is_not_cut(desk: Desk, notice: Path) -> None:
    document_id = added(desk, notice)
    desk.ingester.undo_cut(document_id, editor_cut(live(desk, document_id)))
    list(desk.ingester.remove([document_id]))
    other = added(desk, notice.rename(notice.with_name("改名.txt")))
    text = live(desk, other).text
    (restored,) = [one.shown for one in restored_in(desk.library, live(desk, other))]
    assert "王小明" in text[restored.start : restored.end]
    assert (restored.reason, restored.restored_at, restored.redoable) == ("", None, False)
    with pytest.raises(CorrectionError, match="没有保留"):
        desk.ingester.redo_cut(other, 0)
    assert live(desk, other).text == text


def test_only_real_cuts_of_real_documents_are_undone(desk: Desk, notice: Path) -> None:
    document_id = added(desk, notice)
    for index in (-1, 99):
        with pytest.raises(CorrectionError, match="没有第"):
            desk.ingester.undo_cut(document_id, index)
    with pytest.raises(DocumentNotFoundError):
        desk.ingester.undo_cut("没有", 0)
    assert live(desk, document_id).version == 1


def test_metadata_is_edited_without_embedding_anything(desk: Desk, notice: Path) -> None:
    document_id = added(desk, notice)
    embedded = desk.embedder.embedded
    edit = MetadataEdit(title=" 党员发展\n通知 ", issuer="固原市委", issued_on="2012-03")
    report = desk.ingester.edit(document_id, edit)
    assert (report.status, report.title) == (FileStatus.REPLACED, "党员发展 通知")
    document = live(desk, document_id)
    assert (document.issuer, document.issued_on, document.version) == ("固原市委", "2012-03", 2)
    assert desk.embedder.embedded == embedded
    assert [hit.text for hit in desk.library.document_passages(document_id)]
    (record,) = desk.library.records.all()
    assert record.edited
    assert desk.library.records.versions(document_id)[0].origin.words == "修改标题、发文机关、日期"
    assert desk.ingester.edit(document_id, edit).status is FileStatus.UNCHANGED
    desk.consistent()


def test_edits_outlive_new_versions_removal_and_undone_cuts(desk: Desk, notice: Path) -> None:
    document_id = added(desk, notice)
    own = live(desk, document_id)
    desk.ingester.edit(document_id, MetadataEdit(title="改过的", place="固原"))
    notice.write_text(NOTICE.replace("300", "400"))
    added(desk, notice)
    desk.ingester.undo_cut(document_id, editor_cut(live(desk, document_id)))
    list(desk.ingester.remove([document_id]))
    added(desk, notice)
    document = live(desk, document_id)
    assert (document.title, document.place) == ("改过的", "固原")
    assert "王小明" in document.text and desk.library.records.all()[0].edited
    # An empty text takes an edit back: the field is what the document says.
    desk.ingester.edit(document_id, MetadataEdit(title="", place=""))
    document = live(desk, document_id)
    assert (document.title, document.place) == (own.title, own.place)
    assert not desk.library.records.all()[0].edited
    desk.consistent()


@pytest.mark.parametrize(
    ("written", "iso"),
    [
        ("2019年5月6日", "2019-05-06"),
        ("2019 年 5 月 6 日", "2019-05-06"),
        ("２０１９．５．６", "2019-05-06"),
        ("2019/05/6", "2019-05-06"),
        ("2019-5-6", "2019-05-06"),
        ("2019年12月", "2019-12"),
        ("2019.5", "2019-05"),
        ("2019年", "2019"),
        ("2019", "2019"),
    ],
)
def test_a_date_is_kept_as_iso_however_it_is_written(written: str, iso: str) -> None:
    assert iso_date(written) == iso == iso_date(iso)
    assert checked_edit(MetadataEdit(issued_on=written, title=" 甲  乙 ")) == MetadataEdit(
        issued_on=iso, title="甲 乙"
    )


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (MetadataEdit(issued_on="去年"), "请写成 2018"),
        (MetadataEdit(issued_on="2018-13"), "2018-13"),
        (MetadataEdit(issued_on="2018-02-30"), "不能用"),
        (MetadataEdit(issued_on="2018.1-2"), "不能用"),
        (MetadataEdit(issued_on="2018年2月30日"), "不能用"),
        (MetadataEdit(issued_on="0000"), "不能用"),
        (MetadataEdit(title="长" * 301), "太长"),
        (MetadataEdit(place="固\u0000原"), "控制字符"),
    ],
)
def test_values_that_cannot_be_used_are_refused_in_words(
    edit: MetadataEdit, said: str, desk: Desk, notice: Path
) -> None:
    document_id = added(desk, notice)
    with pytest.raises(CorrectionError, match=said):
        desk.ingester.edit(document_id, edit)
    assert live(desk, document_id).version == 1 and desk.library.records.edits() == {}


def test_a_version_is_restored_with_its_original(desk: Desk, notice: Path) -> None:
    document_id = added(desk, notice)
    desk.ingester.edit(document_id, MetadataEdit(issuer="固原市委"))
    notice.write_text(OTHER)
    added(desk, notice)
    report = desk.ingester.restore_version(document_id, 1)
    assert report.status is FileStatus.REPLACED
    document = live(desk, document_id)
    assert (document.version, document.issuer) == (4, "固原市委")
    assert document.text == desk.library.document(document_id, 1).text
    assert (desk.corpus / "通知.txt").read_text() == NOTICE
    assert [file.read_text() for file in trashed(desk)] == [OTHER]
    assert desk.counted("党员") == ["300人"]
    assert desk.library.records.versions(document_id)[0].origin.words == "恢复第 1 版"
    assert desk.sync()["通知.txt"].status is FileStatus.UNCHANGED
    # And there again.
    desk.ingester.restore_version(document_id, 3)
    assert (desk.corpus / "通知.txt").read_text() == OTHER
    assert [file.read_text() for file in trashed(desk)] == [NOTICE]
    desk.consistent()
    assert desk.problems() == ()


def test_restoring_takes_an_undone_cut_back_and_brings_it_again(desk: Desk, notice: Path) -> None:
    document_id = added(desk, notice)
    desk.ingester.undo_cut(document_id, editor_cut(live(desk, document_id)))
    desk.ingester.restore_version(document_id, 1)
    assert "王小明" not in live(desk, document_id).text
    list(desk.ingester.remove([document_id]))
    added(desk, notice)
    assert "王小明" not in live(desk, document_id).text
    desk.ingester.undo_cut(document_id, editor_cut(live(desk, document_id)))
    desk.ingester.undo_cut(document_id, 0)
    first_undone = live(desk, document_id).version - 1
    desk.ingester.restore_version(document_id, first_undone)
    receipt = live(desk, document_id).receipt
    list(desk.ingester.remove([document_id]))
    added(desk, notice)
    assert live(desk, document_id).receipt == receipt
    desk.consistent()


def test_what_cannot_be_restored_is_said(desk: Desk, notice: Path) -> None:
    document_id = added(desk, notice)
    notice.write_text(OTHER)
    added(desk, notice)
    with pytest.raises(CorrectionError, match="就是现在的版本"):
        desk.ingester.restore_version(document_id, 2)
    with pytest.raises(DocumentNotFoundError, match="第 9 版"):
        desk.ingester.restore_version(document_id, 9)
    for file in trashed(desk):
        file.unlink()
    with pytest.raises(CorrectionError, match="已不在回收站"):
        desk.ingester.restore_version(document_id, 1)
    assert (desk.corpus / "通知.txt").read_text() == OTHER
    assert live(desk, document_id).version == 2


def test_an_original_changed_meanwhile_is_not_lost(desk: Desk, notice: Path) -> None:
    document_id = added(desk, notice)
    notice.write_text(OTHER)
    added(desk, notice)
    (desk.corpus / "通知.txt").write_text("还没有同步的改动。")
    desk.ingester.restore_version(document_id, 1)
    assert "还没有同步的改动。" in {file.read_text() for file in trashed(desk)}
    assert (desk.corpus / "通知.txt").read_text() == NOTICE


def trashed(desk: Desk) -> list[Path]:
    return [file.path for file in Trash(desk.corpus).files()]


def accepted(reports: list[FileReport]) -> set[FileStatus]:
    return {report.status for report in reports}
