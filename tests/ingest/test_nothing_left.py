"""After a document is removed, its text is in no table, file, index or list of the library."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from desk import Desk

from pb_qa.catalog import MetadataEdit
from pb_qa.figures import Figure, Period
from pb_qa.ingest.extraction import FigureExtraction
from pb_qa.models import Document

WORD = "霭霎霏霓"
TEXT = f"""通知

一、{WORD}工作
2011年固原市{WORD}现有300人，分属十个支部。
责任编辑：{WORD}
另一段{WORD}的话。
"""
OTHER = "2011年银川市现有党员400人。\n"


def figures_with_the_word(document: Document) -> tuple[Figure, ...]:
    """A figure whose indicator and statement hold the word, with a claim of its own."""
    at = document.text.find("300人")
    if at < 0:
        return ()
    start = document.text.rfind("\n", 0, at) + 1
    end = document.text.find("\n", at)
    period = Period("2011年", "2011-01-01", "2011-12-31")
    return (
        Figure(
            document_id=document.id,
            start=start,
            end=end,
            number_start=at,
            number_end=at + 4,
            value="300",
            unit="人",
            base_value="300",
            base_unit="人",
            indicator=WORD,
            place="固原市",
            period=period,
        ),
    )


@pytest.fixture
def wordy(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "desk", FigureExtraction(figures_with_the_word, "with the word"))
    yield desk
    desk.close()


def tables_with_the_word(desk: Desk) -> list[str]:
    """Every column of every table of the file in which the word stands."""
    found: list[str] = []
    engine = sa.create_engine(f"sqlite:///{desk.library.path}")
    with engine.connect() as connection:
        for table in sa.inspect(engine).get_table_names():
            for row in connection.exec_driver_sql(f'SELECT * FROM "{table}"').mappings():
                for name, value in row.items():
                    content = value if isinstance(value, bytes) else str(value).encode()
                    if WORD.encode() in content or ascii(WORD)[1:-1].encode() in content:
                        found.append(f"{table}.{name}")
    engine.dispose()
    return found


def files_with_the_word(folder: Path) -> list[str]:
    return [
        path.name
        for path in folder.rglob("*")
        if path.is_file() and WORD.encode() in path.read_bytes()
    ]


def found(desk: Desk) -> list[str]:
    return [*(t for t in desk.answers(WORD) if WORD in t), *desk.counted(WORD)]


def test_a_removed_document_is_nowhere(wordy: Desk, inbox: Path) -> None:
    data = wordy.settings.data_dir
    (inbox / "通知.txt").write_text(TEXT)
    (inbox / "别的.txt").write_text(OTHER)
    (report, _) = wordy.add(inbox / "通知.txt", inbox / "别的.txt")
    document_id = str(report.document_id)
    # Several versions, one of them corrected by hand: all of them have to go.
    document = wordy.library.document(document_id)
    (cut,) = [n for n, c in enumerate(document.receipt) if WORD in c.original]
    wordy.ingester.undo_cut(document_id, cut)
    wordy.ingester.edit(document_id, MetadataEdit(place="固原"))
    assert len(tables_with_the_word(wordy)) > 3 and files_with_the_word(data)
    assert "300人" in found(wordy)

    assert [r.status for r in wordy.ingester.remove([document_id])] == ["removed"]
    assert tables_with_the_word(wordy) == []
    assert found(wordy) == []
    assert wordy.library.versions(document_id) == []
    assert wordy.library.records.versions(document_id) == []
    assert list(wordy.library.figures.of_version((document_id, 1))) == []
    assert wordy.library.figures.shared_claims() == []
    assert [r.info.source for r in wordy.library.records.all()] == ["别的.txt"]
    # Not in pages that SQLite has freed, nor in its log; indexes keep terms, not text.
    assert files_with_the_word(data) == []
    # Only the correction stays, and where in the file a cut was undone.
    assert wordy.library.records.edits() == {document_id: {"place": "固原"}}
    wordy.consistent()


def test_a_replaced_text_stays_readable_and_answers_nothing(wordy: Desk, inbox: Path) -> None:
    file = inbox / "通知.txt"
    file.write_text(TEXT)
    (report,) = wordy.add(file)
    file.write_text(OTHER)
    wordy.add(file)
    assert found(wordy) == []
    assert set(tables_with_the_word(wordy)) <= {
        "versions.text",
        "versions.receipt",
        "versions.sections",
        "versions.title",
    }
    assert WORD in wordy.library.document(str(report.document_id), 1).text
