from __future__ import annotations

import stat
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_library import MODEL, new_version

from pb_qa.errors import DocumentNotFoundError, LibraryError
from pb_qa.storage.library import Library
from pb_qa.storage.model_change import KnownModel, ModelChange
from pb_qa.storage.rows import Feedback, FileStamp, vector_blob, vectors_of


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library(tmp_path / "data" / "library.sqlite3")
    yield library
    library.close()


def put(library: Library, name: str, sentences: list[str], version: int = 1) -> str:
    new = new_version(name, sentences, version)
    library.store([new], MODEL)
    library.flip([(new.document.id, version)])
    return new.document.id


def test_a_document_comes_back_whole(library: Library) -> None:
    new = new_version("通知", ["党员五百人。", "支部六个。"])
    library.store([new], MODEL)
    library.flip([(new.document.id, 1)])
    assert library.document(new.document.id) == new.document
    assert library.documents() == [new.document.info]
    assert library.document_passages(new.document.id) == list(new.passages)
    assert library.find_by_source("文件/通知.txt") == new.document.info
    assert library.find_by_hash(new.document.content_hash) == new.document.info


def test_pending_versions_answer_nothing(library: Library) -> None:
    new = new_version("通知", ["党员五百人。"])
    library.store([new], MODEL)
    assert library.documents() == []
    assert library.passages([new.passages[0].id]) == {}
    with pytest.raises(DocumentNotFoundError, match="没有文档"):
        library.document(new.document.id)
    assert library.pending() == [(new.document.id, 1)]


def test_a_new_version_supersedes_and_the_old_text_stays_readable(library: Library) -> None:
    document_id = put(library, "通知", ["旧的。"])
    assert library.last_versions()[document_id] == 1
    put(library, "通知", ["新的。", "两句。"], version=2)
    assert library.document(document_id).text == "新的。\n两句。"
    assert library.document(document_id, 1).text == "旧的。"
    assert [info.version for info in library.versions(document_id)] == [1, 2]
    assert library.dead_passages() == [f"{document_id}-1-0"]
    assert list(library.passages([f"{document_id}-1-0", f"{document_id}-2-0"])) == [
        f"{document_id}-2-0"
    ]
    library.purge(library.dead_passages())
    assert library.dead_passages() == []
    assert library.count_passages() == library.count_vectors(MODEL) == 2


def test_a_removed_document_is_gone_with_all_its_versions(library: Library) -> None:
    document_id = put(library, "通知", ["旧的机密。"])
    put(library, "通知", ["新的机密。"], version=2)
    library.remove([document_id])
    assert library.documents() == [] and library.originals() == {}
    assert library.versions(document_id) == []
    for version in (None, 1, 2):
        with pytest.raises(DocumentNotFoundError):
            library.document(document_id, version)
    library.purge(library.dead_passages())
    library.close()
    reopened = Library(library.path)
    assert "机密" not in "".join(
        row[0] for row in reopened._engine.connect().exec_driver_sql("SELECT text FROM versions")
    )
    assert reopened.last_versions()[document_id] == 2
    reopened.close()


def test_passages_keep_the_order_asked_for_and_drop_unknown_ones(library: Library) -> None:
    document_id = put(library, "通知", ["一。", "二。", "三。"])
    ids = [f"{document_id}-1-2", "没有", f"{document_id}-1-0", f"{document_id}-1-2"]
    found = library.passages(ids)
    assert list(found) == [ids[0], ids[2]]
    passage, info = found[ids[0]]
    assert passage.text == "三。" == library.document(info.id).text[passage.start : passage.end]


def test_neighbours_are_those_before_and_after(library: Library) -> None:
    document_id = put(library, "通知", ["一。", "二。", "三。", "四。"])
    put(library, "另一份", ["五。"])
    near = library.neighbours(f"{document_id}-1-1")
    assert [passage.text for passage in near] == ["一。", "三。"]
    assert len(library.neighbours(f"{document_id}-1-0", reach=9)) == 3


def test_pages_go_over_every_passage_once(library: Library) -> None:
    for number in range(5):
        put(library, f"文件{number}", [f"第{i}句。" for i in range(7)])
    pages = list(library.vector_pages(MODEL, size=4))
    assert max(len(ids) for ids, _ in pages) == 4
    ids = [passage_id for page, _ in pages for passage_id in page]
    assert len(ids) == len(set(ids)) == 35
    assert sorted(ids) == sorted(library.live_ids())
    assert sum(len(page) for page in library.passage_pages(size=4)) == 35


def test_a_batch_that_fails_leaves_nothing_behind(library: Library) -> None:
    good, bad = new_version("甲", ["一。"]), new_version("乙", ["二。"])
    clash = [good.passages[0]]
    broken = type(bad)(bad.document, tuple(clash), bad.vectors, bad.stamp)
    with pytest.raises(LibraryError, match="没有写入"):
        library.store([good, broken], MODEL)
    assert library.pending() == [] and good.document.id not in library.last_versions()


def test_other_models_vectors_are_replaced(library: Library) -> None:
    document_id = put(library, "通知", ["一。", "二。"])
    change, other = ModelChange(library), KnownModel("另一个", "某处")
    assert change.in_use() == KnownModel(MODEL, "") and change.is_needed("另一个")
    ids = [passage.id for _, passage in change.lacking("另一个", 0, 9)]
    assert ids == [f"{document_id}-1-0", f"{document_id}-1-1"]
    rows = np.eye(2, 3, dtype=np.float32)
    change.stage(ids[:1], rows[:1], "另一个")
    assert change.progress("另一个") == (1, 2)
    assert [passage.id for _, passage in change.lacking("另一个", 0, 9)] == ids[1:]
    assert not change.adopt(other) and change.in_use() == KnownModel(MODEL, "")
    change.stage([ids[1], "不在了"], rows, "另一个")
    assert change.adopt(other) and change.in_use() == other and not change.is_needed("另一个")
    ((_, matrix),) = library.vector_pages("另一个")
    assert matrix.tolist() == [rows[0].tolist(), rows[0].tolist()]


def test_staged_vectors_go_with_their_passages_and_with_an_unwanted_model(
    library: Library,
) -> None:
    document_id = put(library, "通知", ["一。", "二。"])
    change = ModelChange(library)
    ids = library.live_ids()
    change.stage(ids, np.eye(2, 3, dtype=np.float32), "另一个")
    change.discard_others("第三个")
    assert change.progress("另一个") == (0, 2)
    change.stage(ids, np.eye(2, 3, dtype=np.float32), "另一个")
    library.remove([document_id])
    library.purge(library.dead_passages())
    put(library, "新的", ["三。"])
    assert change.progress("另一个") == (0, 1)


def test_reads_go_on_while_one_thread_writes(library: Library) -> None:
    put(library, "先", ["一。"])
    stop = threading.Event()
    seen: list[int] = []
    failures: list[BaseException] = []

    def read() -> None:
        try:
            while not stop.is_set():
                documents = library.documents()
                seen.append(len(documents))
                assert all(library.document_passages(info.id) for info in documents)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(20):
        put(library, f"文件{number}", ["一。", "二。"])
    stop.set()
    for thread in threads:
        thread.join()
    assert not failures and max(seen) > 1
    assert len(library.documents()) == 21


def test_damage_is_told(library: Library) -> None:
    put(library, "通知", ["一。", "二。"])
    assert library.damage() == []
    with library._engine.begin() as connection:
        connection.exec_driver_sql("UPDATE passages SET text = '改。' WHERE ordinal = 1")
    assert "1 个段落" in library.damage()[0]


def test_a_file_that_is_no_library_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"
    path.write_bytes(b"not a database" * 100)
    with pytest.raises(LibraryError, match="损坏"):
        Library(path)


def test_another_schema_is_refused(tmp_path: Path) -> None:
    library = Library(tmp_path / "library.sqlite3")
    library.write_meta("schema_version", "999")
    library.close()
    with pytest.raises(LibraryError, match="另一个版本"):
        Library(tmp_path / "library.sqlite3")


def test_only_its_user_can_read_the_file(library: Library) -> None:
    assert stat.S_IMODE(library.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(library.path.parent.stat().st_mode) == 0o700


def test_feedback_is_kept(library: Library) -> None:
    given = Feedback("多少党员？", "五百人。", ("c1",), "up", time.time())
    library.add_feedback(given)
    assert library.feedback() == [given]


def test_stamps_follow_the_original(library: Library) -> None:
    document_id = put(library, "通知", ["一。"])
    library.restamp(document_id, FileStamp(9, 99))
    assert library.originals()["文件/通知.txt"].stamp == FileStamp(9, 99)


@given(st.lists(st.lists(st.floats(-1, 1, width=32), min_size=3, max_size=3), min_size=1))
def test_vectors_come_back_bit_for_bit(rows: list[list[float]]) -> None:
    matrix = np.array(rows, dtype=np.float32)
    assert (vectors_of([vector_blob(row) for row in matrix]) == matrix).all()


def test_feedback_loses_what_a_removed_document_said(library: Library) -> None:
    gone, stays = put(library, "甲", ["党员五百人。"]), put(library, "乙", ["支部六个。"])
    cited = (f"{gone}@1[0:6] 党员五百人。", f"{stays}@1[0:5] 支部六个。")
    library.add_feedback(Feedback("多少党员", "党员五百人。[1]支部六个。[2]", cited, "up", 1.0))
    library.add_feedback(Feedback("多少支部", "支部六个。[1]", cited[1:], "up", 2.0))
    put(library, "甲", ["党员六百人。"], version=2)
    assert library.feedback()[0].citations == cited

    library.remove([gone])
    first, second = library.feedback()
    assert first.citations == (f"{gone}@1[0:6] 该文件已移出", cited[1])
    assert first.answer == "已隐去：所引文件已移出" and first.question == "多少党员"
    assert second == Feedback("多少支部", "支部六个。[1]", cited[1:], "up", 2.0)
