"""The remaining time over runs whose true course is known."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from pb_qa.models import FileReport, FileStatus
from pb_qa.web.pace import Amount, Pace, kind_of
from pb_qa.web.work_log import WorkLog

File = tuple[str, int]

# What a file really takes in these runs: seconds for each file, and for each byte.
_TRUE = {
    "txt": (0.004, 4e-6),
    "pdf": (0.08, 2.2e-5),
    "docx": (0.03, 3e-7),
    "html": (0.01, 1e-6),
}
_FILL_SECONDS = 1.2
_GROUP_SECONDS = 1.0


def _files(number: int, seed: int) -> list[File]:
    chance = random.Random(seed)
    kinds = chance.choices(list(_TRUE), weights=(6, 2, 3, 2), k=number)
    sizes = {"txt": 9_000, "pdf": 300_000, "docx": 60_000, "html": 40_000}
    return [
        (f"{index}.{kind}", round(chance.lognormvariate(0, 0.8) * sizes[kind]))
        for index, kind in enumerate(kinds)
    ]


def _seconds(file: File, speed: float) -> float:
    a_file, a_byte = _TRUE[kind_of(file[0])]
    return speed * (a_file + a_byte * file[1])


def _course(
    files: list[File], speed: Callable[[float], float], seed: int = 1
) -> tuple[list[tuple[float, list[File]]], float]:
    """When which files are done, a group for each commit; and how long it takes in all."""
    chance = random.Random(seed)
    now, group, groups, since = _FILL_SECONDS, [], [], 0.0
    total = sum(_seconds(file, 1) for file in files)
    for file in files:
        took = _seconds(file, speed(now / total)) * chance.uniform(0.8, 1.25)
        now, since = now + took, since + took
        group.append(file)
        if since >= _GROUP_SECONDS:
            groups.append((now, group))
            group, since = [], 0.0
    if group:
        groups.append((now, group))
    return groups, now


def _errors(files: list[File], speed: Callable[[float], float]) -> list[float]:
    """The error of the remaining time after each group, as a share of the whole time.

    From a fifth of the time on: by then a few files of each kind have been seen.
    """
    groups, whole = _course(files, speed)
    pace, left = Pace(), Amount()
    for name, size in files:
        left.add(kind_of(name), size)
    pace.begin(0.0)
    errors = []
    for now, group in groups:
        for name, size in group:
            pace.done(kind_of(name), size, now)
            left.add(kind_of(name), -size, -1)
        if now > whole / 5:
            errors.append(abs(pace.seconds(left) - (whole - now)) / whole)
    return errors


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("speed", [0.2, 1.0, 6.0])
def test_the_remaining_time_is_true_to_a_tenth(seed: int, speed: float) -> None:
    errors = _errors(_files(1500, seed), lambda _: speed)
    assert len(errors) > 10
    assert sum(error < 0.1 for error in errors) >= 0.9 * len(errors)
    assert max(errors[len(errors) // 2 :]) < 0.1


def test_a_slow_kind_that_comes_last_is_foreseen() -> None:
    """After some of each kind, all of the slowest one comes last; counting files would be off."""
    files = _files(1500, 7)
    sample, rest = files[:300], sorted(files[300:], key=lambda file: kind_of(file[0]) == "pdf")
    assert max(_errors([*sample, *rest], lambda _: 1.0)) < 0.2
    whole = sum(_seconds(file, 1.0) for file in files)
    half = [*sample, *rest][: len(files) // 2]
    assert sum(_seconds(file, 1.0) for file in half) / whole < 0.35


def test_a_computer_that_becomes_busy_is_followed() -> None:
    errors = _errors(_files(1500, 3), lambda share: 1.0 if share < 0.3 else 1.5)
    assert errors[-1] < 0.1
    late = errors[len(errors) // 2 :]
    assert max(late) < 0.1


def test_a_group_that_is_overdue_does_not_count_as_done() -> None:
    pace = Pace()
    pace.begin(0.0)
    for moment in (1.0, 3.0, 4.0):
        pace.done("txt", 1000, moment)
    assert pace.since_last(5.5) == pytest.approx(1.5)
    assert pace.since_last(60.0) == pytest.approx(2.0)
    pace.rest()
    assert pace.since_last(61.0) == 0.0


def test_bytes_and_not_files_make_the_progress() -> None:
    log = WorkLog()
    batch = log.open("add", "添加 2 个文件")
    log.expect(batch, [("/q/a.txt", "a.txt", 10), ("/q/b.txt", "b.txt", 90_000_000)])
    before = log.seconds_left(batch)
    log.judged(batch, FileReport("/q/a.txt", FileStatus.ADDED))
    after = log.seconds_left(batch)
    assert before is not None and after is not None
    assert after > 0.99 * before
    assert (batch.bytes_done, batch.bytes_total) == (10, 90_000_010)


def test_files_still_to_come_count_as_those_that_came() -> None:
    log = WorkLog()
    batch = log.open("add", "添加 10 个文件")
    with log.changing(batch):
        batch.announced_files, batch.announced_bytes = 10, 10_000_000
    log.expect(batch, [("/q/0.txt", "0.txt", 1_000_000)])
    alone = log.open("add", "添加 1 个文件")
    log.expect(alone, [("/q/x.txt", "x.txt", 1_000_000)])
    log.finish(alone)
    whole = log.seconds_left(batch)
    log.expect(batch, [(f"/q/{number}.txt", f"{number}.txt", 1_000_000) for number in range(1, 10)])
    known = log.seconds_left(batch)
    assert whole is not None and known == pytest.approx(whole, rel=0.01)
