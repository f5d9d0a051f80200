from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb_qa.errors import LibraryError
from pb_qa.models import FileReport, FileStatus, Progress
from pb_qa.web.batches import Batch, label_of
from pb_qa.web.batches_json import file_json
from pb_qa.web.work_log import WorkLog

ADDED, REJECTED = FileStatus.ADDED, FileStatus.REJECTED


def _batch(*names: str) -> Batch:
    batch = Batch("b", "add", "添加", 0.0, root="/q/b")
    for name in names:
        batch.expect(f"/q/b/{name}", name, 100)
    return batch


def _shown(batch: Batch) -> list[tuple[str, str, str]]:
    return [(state.name, state.stage, state.status) for state in batch.shown()]


def test_refused_files_and_what_is_worked_on_come_first_then_the_newest_verdicts() -> None:
    batch = _batch("a.txt", "b.txt", "c.txt", "d.txt")
    batch.tell(Progress("/q/b/a.txt", "reading", 0, 4))
    batch.judge(FileReport("/q/b/a.txt", ADDED, document_id="1"))
    batch.tell(Progress("/q/b/b.txt", "reading", 1, 4))
    batch.judge(FileReport("/q/b/b.txt", REJECTED, reason="在 /q/b/b.txt 里没有文字。"))
    batch.tell(Progress("/q/b/c.txt", "embedding", 2, 4))
    assert _shown(batch) == [
        ("b.txt", "rejected", "rejected"),
        ("c.txt", "embedding", ""),
        ("a.txt", "ready", "added"),
        ("d.txt", "waiting", ""),
    ]
    assert (batch.done, batch.total, batch.bytes_done, batch.bytes_total) == (2, 4, 200, 400)
    assert [state.reason for state in batch.page(1, 1)] == ["在 b.txt 里没有文字。"]


def test_an_archive_is_counted_by_its_files() -> None:
    batch = _batch("资料.zip", "a.txt")
    inside = [f"/q/b/资料.zip/第{number}份.txt" for number in range(4)]
    batch.begin_run()
    batch.tell(Progress("/q/b/a.txt", "reading", 0, 5))
    for path in inside:
        batch.tell(Progress(path, "reading", 0, 5))
    assert batch.total == 5
    for path in inside:
        batch.judge(FileReport(path, ADDED))
    batch.judge(FileReport("/q/b/a.txt", ADDED))
    batch.close_archives()
    assert (batch.done, batch.total, batch.bytes_done) == (5, 5, 200)
    assert batch.left.empty and not batch.left.expected.any()
    assert {state.name for state in batch.shown()} == {
        "a.txt",
        *(f"资料.zip/第{number}份.txt" for number in range(4)),
    }


def test_the_files_of_an_archive_are_counted_once_when_others_are_already_done() -> None:
    names = [f"{number}.txt" for number in range(10)]
    batch = _batch(*names, "资料.zip")
    batch.announced_files = 11
    batch.begin_run()
    for name in names[:2]:
        batch.tell(Progress(f"/q/b/{name}", "reading", 0, 13))
        batch.judge(FileReport(f"/q/b/{name}", ADDED))
    inside = [f"/q/b/资料.zip/第{number}份.txt" for number in range(3)]
    for path in inside:
        batch.tell(Progress(path, "reading", 2, 13))
    assert batch.total == 13
    for path in [*inside, *(f"/q/b/{name}" for name in names[2:])]:
        batch.judge(FileReport(path, ADDED))
    batch.finished = True
    assert batch.total == len(batch) == batch.done == len(batch.page(0, 200)) == 13


def test_several_archives_are_not_counted_more_than_once() -> None:
    batch = _batch("甲.zip", "a.txt", "乙.zip", "b.txt", "丙.zip")
    batch.announced_files = 5
    # The last two come in a later run.
    batch.begin_run([f"/q/b/{name}" for name in ("甲.zip", "a.txt", "乙.zip")])
    first = [f"/q/b/甲.zip/{number}.txt" for number in range(3)]
    second = [f"/q/b/乙.zip/{number}.txt" for number in range(7)]
    totals = []
    for done, path in enumerate([*first, "/q/b/a.txt", *second]):
        batch.tell(Progress(path, "reading", done, 11))
        batch.judge(FileReport(path, ADDED))
        totals.append(batch.total)
    batch.close_archives()
    assert set(totals) == {13}
    batch.begin_run(["/q/b/b.txt", "/q/b/丙.zip"])
    third = [f"/q/b/丙.zip/{number}.txt" for number in range(4)]
    for done, path in enumerate(["/q/b/b.txt", *third]):
        batch.tell(Progress(path, "reading", done, 5))
        batch.judge(FileReport(path, ADDED))
    batch.close_archives()
    assert (batch.total, batch.done, batch.bytes_done) == (16, 16, batch.bytes_total)
    assert batch.left.empty


def test_what_was_announced_and_never_came_is_no_file_of_a_finished_batch() -> None:
    batch = _batch("a.txt")
    batch.announced_files = 3
    batch.judge(FileReport("/q/b/a.txt", ADDED))
    assert batch.total == 3
    batch.finished = True
    assert batch.total == 1


def test_files_of_one_name_are_told_apart() -> None:
    batch = _batch("a.txt", "b.txt")
    batch.refuse("a.txt", "太大")
    batch.judge(FileReport("/q/b/a.txt", ADDED))
    files = [file_json(state) for state in batch.page(0, 10)]
    assert [file["name"] for file in files] == ["a.txt", "b.txt", "a.txt"]
    assert len({file["number"] for file in files}) == 3


def test_an_archive_that_is_refused_is_a_file_like_any_other() -> None:
    batch = _batch("坏的.zip")
    batch.judge(FileReport("/q/b/坏的.zip", REJECTED, reason="损坏"))
    assert _shown(batch) == [("坏的.zip", "rejected", "rejected")]
    assert batch.left.empty and batch.total == 1


def test_what_is_dropped_is_said_to_be_unless_it_was_read() -> None:
    batch = _batch("a.txt", "b.txt", "c.txt")
    batch.tell(Progress("/q/b/a.txt", "reading", 0, 3))
    assert batch.drop() == ["/q/b/b.txt", "/q/b/c.txt"]
    batch.judge(FileReport("/q/b/a.txt", REJECTED, reason="损坏"))
    batch.judge(FileReport("/q/b/b.txt", ADDED))
    batch.stop_dropped()
    statuses = {state.name: state.status for state in batch.shown()}
    assert statuses == {"a.txt": "rejected", "b.txt": "added", "c.txt": "stopped"}
    assert batch.done == batch.total == 3


@given(st.lists(st.tuples(st.integers(0, 9), st.sampled_from(["tell", "judge", "drop"]))))
def test_the_sums_are_right_whatever_happens(events: list[tuple[int, str]]) -> None:
    batch = _batch(*(f"{number}.txt" for number in range(8)))
    for number, event in events:
        path = f"/q/b/{number}.txt"
        if event == "tell":
            batch.tell(Progress(path, "reading", 0, 8))
        elif event == "judge":
            batch.judge(FileReport(path, ADDED))
        else:
            batch.drop()
    batch.stop_dropped()
    states = batch.page(0, 100)
    assert batch.done == sum(batch.counts.values()) == sum(bool(s.status) for s in states)
    assert batch.unsettled == sum(not state.status for state in states)
    assert batch.bytes_done == 100 * sum(bool(s.status) and s.counted for s in states)
    assert len(list(batch.shown())) <= 50


def test_unchanged_files_alone_leave_no_trace_and_a_standing_verdict_is_told_once() -> None:
    log = WorkLog()
    bad = FileReport("坏的.pdf", REJECTED, source="坏的.pdf", reason="损坏")

    def sync(*reports: FileReport) -> list[object]:
        batch = log.open("sync", "核对", hidden=True)
        list(log.run(batch, lambda _: (report for report in reports)))
        log.finish(batch)
        ids = log.since(0)["ids"]
        assert isinstance(ids, list)
        return ids

    assert sync(FileReport("a.txt", FileStatus.UNCHANGED)) == []
    assert len(sync(bad)) == 1
    assert len(sync(bad, FileReport("a.txt", FileStatus.UNCHANGED))) == 1
    assert len(sync(FileReport("坏的.pdf", FileStatus.REPLACED, source="坏的.pdf"))) == 2
    assert len(sync(bad)) == 3


def test_a_run_within_a_run_belongs_to_it_and_one_that_fails_says_why() -> None:
    log = WorkLog()
    outer = log.open("add", "外面")

    def inner() -> Batch:
        return log.open("add", "里面")

    def one(tell: object) -> object:
        yield from log.record(inner, lambda _: (r for r in [FileReport("a", ADDED)]), None)

    list(log.run(outer, one))  # type: ignore[arg-type]
    assert log.since(0)["ids"] == [outer.id]

    def broken(_: object) -> object:
        yield FileReport("b", ADDED)
        raise LibraryError("磁盘满了。")

    with pytest.raises(LibraryError):
        list(log.record(inner, broken, None))  # type: ignore[arg-type]
    (batch,) = [one for one in log.since(0)["batches"] if one["label"] == "里面"]  # type: ignore[attr-defined]
    assert batch["failed"] and batch["message"] == "磁盘满了。" and batch["done"] == 1


def test_finished_batches_are_forgotten_when_there_are_too_many() -> None:
    log = WorkLog()
    for number in range(200):
        log.finish(log.open("remove", str(number)))
    ids = log.since(0)["ids"]
    assert isinstance(ids, list) and len(ids) == 50


def test_labels_name_what_is_meant() -> None:
    assert label_of(["a.txt"], "添加") == "添加 a.txt"
    assert label_of(["a.txt", "b.txt"], "添加") == "添加 a.txt 等 2 个文件"
