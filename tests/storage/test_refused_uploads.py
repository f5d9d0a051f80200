from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pb_qa.catalog import RefusedUpload
from pb_qa.storage.library import Library
from pb_qa.storage.refused_uploads import MOST_KEPT, RefusedUploads


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "library.sqlite3"


@pytest.fixture
def library(place: Path) -> Iterator[Library]:
    opened = Library(place)
    yield opened
    opened.close()


def test_refused_files_are_kept_until_dismissed(library: Library, place: Path) -> None:
    kept = RefusedUploads(library)
    kept.note(
        [RefusedUpload("甲/坏.pdf", "已损坏。", 1.0), RefusedUpload("空.txt", "是空的。", 2.0)]
    )
    kept.note([RefusedUpload("甲/坏.pdf", "要密码。", 3.0)])
    again = Library(place)
    try:
        found = RefusedUploads(again).all()
    finally:
        again.close()
    assert [(one.name, one.reason) for one in found] == [
        ("甲/坏.pdf", "要密码。"),
        ("空.txt", "是空的。"),
    ]
    kept.dismiss(["甲/坏.pdf", "不在的.txt"])
    assert [one.name for one in kept.all()] == ["空.txt"]


def test_of_too_many_the_oldest_are_forgotten(library: Library) -> None:
    kept = RefusedUploads(library)
    kept.note([RefusedUpload(f"{n}.txt", "是空的。", float(n)) for n in range(MOST_KEPT + 5)])
    names = [one.name for one in kept.all()]
    assert len(names) == MOST_KEPT
    assert names[0] == f"{MOST_KEPT + 4}.txt" and names[-1] == "5.txt"
