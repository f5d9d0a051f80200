from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from desk import Desk

OLD = "固原市现有党员三百人，分属十个支部。\n"
NEW = "固原市现有党员五百人，分属二十个支部。\n"


def shortened(folder: Path) -> None:
    largest = max(
        (path for path in folder.rglob("*") if path.is_file()), key=lambda path: path.stat().st_size
    )
    os.truncate(largest, largest.stat().st_size - 1)


WAYS: dict[str, Callable[[Path], None]] = {"one byte short": shortened, "deleted": shutil.rmtree}


@pytest.mark.parametrize(
    ("index", "way"),
    [
        ("vectors", "one byte short"),
        ("vectors", "an older copy"),
        ("keywords", "deleted"),
        ("keywords", "an older copy"),
        ("figures", "an older copy"),
    ],
)
def test_a_torn_index_is_noticed_and_rebuilt_without_embedding(
    index: str, way: str, tmp_path: Path, inbox: Path
) -> None:
    root = tmp_path / "desk"
    notice = inbox / "通知.txt"
    notice.write_text(OLD)
    desk = Desk(root)
    desk.add(notice)
    desk.close()
    # As many passages, vectors and figures as later: nothing that is counted tells them apart.
    shutil.copytree(root / "data", tmp_path / "older")
    desk = Desk(root)
    notice.write_text(NEW)
    desk.add(notice)
    desk.close()

    folder = root / "data" / index
    if way == "an older copy":
        shutil.rmtree(folder)
        shutil.copytree(tmp_path / "older" / index, folder)
    else:
        WAYS[way](folder)
    again = Desk(root)
    noticed = {
        "vectors": bool(again.vectors.distrusted),
        "keywords": again.keywords.found_damaged,
        "figures": again.figures.found_damaged,
    }
    # A folder that is gone is noticed by what it lacks.
    assert noticed[index] or (way == "deleted" and again.recovered)
    assert [name for name, seen in noticed.items() if seen] in ([index], [])
    assert again.problems() == () and again.embedder.embedded == 0
    again.consistent()
    assert "五百" in "".join(again.answers("固原市党员多少人"))
    assert again.counted("党员人数") == ["500人"]
    again.close()
