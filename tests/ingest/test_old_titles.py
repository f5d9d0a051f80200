"""A document whose title or number people have corrected is found by both, old and new."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import Desk

from pb_qa.catalog import MetadataEdit
from pb_qa.storage.recovery import rebuild_keywords
from pb_qa.text.search_form import search_terms

# The title stands in a passage of its own, so that only the index knows it of the other.
TEXT = "关于霭霎霏管理的通知\n\n" + "第一章 甲\n\n" + "固原市现有党员300人，分属十个支部。" * 40


def hits(desk: Desk, words: str) -> int:
    """How many passages keyword search finds."""
    return len(desk.keywords.search(search_terms(words), 50))


@pytest.fixture
def corrected(desk: Desk, inbox: Path) -> str:
    (inbox / "甲.txt").write_text(TEXT)
    (report,) = desk.add(inbox / "甲.txt")
    document_id = str(report.document_id)
    assert desk.library.document(document_id).title == "关于霭霎霏管理的通知"
    assert hits(desk, "霭霎霏") == desk.library.count_passages() > 1
    desk.ingester.edit(document_id, MetadataEdit(title="关于霪雹霜管理的通知", issuer="某局"))
    return document_id


def found_by_both(desk: Desk) -> None:
    passages = desk.library.count_passages()
    assert hits(desk, "霭霎霏") == hits(desk, "霪雹霜") == passages
    (record,) = desk.library.records.all()
    assert record.info.title == "关于霪雹霜管理的通知"
    assert "关于霭霎霏管理的通知" in record.own_words


def test_a_corrected_title_is_found_by_both(desk: Desk, corrected: str, inbox: Path) -> None:
    found_by_both(desk)
    # The same from the library alone, in a new reading of the file, and put back.
    rebuild_keywords(desk.library, desk.indexes)
    found_by_both(desk)
    (inbox / "甲.txt").write_text(TEXT + "新的一句。")
    desk.add(inbox / "甲.txt")
    found_by_both(desk)
    desk.ingester.restore_version(corrected, 1)
    found_by_both(desk)
    desk.consistent()
    # Taken back, nothing is left of the other title.
    desk.ingester.edit(corrected, MetadataEdit(title=""))
    assert hits(desk, "霪雹霜") == 0 and desk.library.records.all()[0].info.issuer == "某局"
    assert "霭霎霏" not in desk.library.records.all()[0].own_words


def test_an_interrupted_correction_is_found_by_both(
    desk: Desk, corrected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.ingester.edit(corrected, MetadataEdit(title=""))

    class Killed(BaseException):
        pass

    def killed(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(desk.library, "flip", killed)
        with pytest.raises(Killed):
            desk.ingester.edit(corrected, MetadataEdit(title="关于霪雹霜管理的通知"))
    assert len(desk.library.pending()) == 1
    desk.close()
    again = Desk(tmp_path / "desk")
    found_by_both(again)
    again.close()
