"""The documents' half of the facade, on a small corpus with the built-in model."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from small_corpus import SOURCE, write_corpus

from pb_qa.assistant import Assistant
from pb_qa.errors import DocumentNotFoundError, LibraryError
from pb_qa.models import FileStatus
from pb_qa.settings import load_settings

REPORT_2011 = "工作报告/2011年工作报告.txt"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_corpus(tmp_path_factory.mktemp("desk") / "语料")


@pytest.fixture(scope="module")
def assistant(folder: Path) -> Iterator[Assistant]:
    settings = load_settings(corpus_dir=folder, data_dir_override=folder.parent / "data")
    with Assistant(settings) as assistant:
        list(assistant.sync())
        yield assistant


def id_of(assistant: Assistant, source: str) -> str:
    return next(r.info.id for r in assistant.records() if r.info.source == source)


def test_records_say_what_the_library_holds(assistant: Assistant, folder: Path) -> None:
    records = assistant.records()
    assert [record.info for record in records] == assistant.list_documents()
    for record in records:
        document = assistant.document(record.info.id)
        assert record.characters == len(document.text)
        assert record.passages == len(assistant.passages(record.info.id)) > 0
        assert record.size == (folder / record.info.source).stat().st_size
        assert record.added_at == record.changed_at > 1e9
        assert (record.edited, record.weak_pages) == (False, 0)
        assert assistant.record(record.info.id) == record
        assert assistant.original(record.info.id) == folder / record.info.source
    assert sum(record.figures for record in records) == assistant.figures(limit=1).total
    assert {record.collection for record in records} == {"党建", "工作报告", "制度"}


def test_unknown_documents_are_refused_in_words(assistant: Assistant) -> None:
    for ask in (
        assistant.record,
        assistant.version_records,
        assistant.original,
        assistant.passages,
        assistant.quality,
    ):
        with pytest.raises(DocumentNotFoundError, match="没有文档"):
            ask("没有")
    with pytest.raises(DocumentNotFoundError, match="第 7 版"):
        assistant.changes(id_of(assistant, SOURCE), 1, 7)


def test_quality_counts_every_page(assistant: Assistant) -> None:
    document = assistant.document(id_of(assistant, SOURCE))
    (page,) = assistant.quality(document.id)
    assert page.characters == len("".join(document.text.split())) and page.problem == ""


def test_versions_changes_and_the_recycle_bin(
    assistant: Assistant, folder: Path, tmp_path: Path
) -> None:
    document_id = id_of(assistant, REPORT_2011)
    newer = tmp_path / "工作报告"
    newer.mkdir()
    text = (folder / REPORT_2011).read_text("utf-8")
    (newer / "2011年工作报告.txt").write_text(text.replace("6100", "6200"), "utf-8")
    (report,) = assistant.add([newer])
    assert report.status is FileStatus.REPLACED
    new, old = assistant.version_records(document_id)
    assert (new.live, old.live) == (True, False)
    assert (new.restorable, old.restorable) == (False, True)
    assert new.origin == old.origin == "读入文件" and new.created_at > old.created_at
    assert new.characters == len(assistant.document(document_id).text)
    changes = assistant.changes(document_id, 1, 2)
    assert [(c.kind, c.text) for c in changes if c.kind != "same"] == [
        ("removed", "6100"),
        ("added", "6200"),
    ]
    (trashed,) = assistant.trash()
    assert (trashed.source, trashed.replaced) == (REPORT_2011, True)
    assert trashed.title == old.info.title and trashed.size == len(text.encode())
    assert trashed.thrown_away_at >= old.created_at
    (folder / ".trash" / trashed.key).unlink()
    assert [version.restorable for version in assistant.version_records(document_id)] == [False] * 2


def test_an_original_that_is_gone_is_told(assistant: Assistant, folder: Path) -> None:
    document_id = id_of(assistant, SOURCE)
    (folder / SOURCE).rename(folder / "别处.md")
    with pytest.raises(LibraryError, match="原件已不在"):
        assistant.original(document_id)
    (folder / "别处.md").rename(folder / SOURCE)
    assert assistant.original(document_id) == folder / SOURCE
