from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import desk as desk_script
import pytest
from desk import STAGES, Desk

OLD = "固原市现有党员三百人，分属十个支部。\n"
NEW = "固原市现有党员五百人，分属二十个支部。\n"
FIGURES = {OLD: ["300人"], NEW: ["500人"]}
OTHER = "预算收入比上年增长百分之五。\n"


def killed_at(stage: str, root: Path, *files: Path) -> None:
    command = [sys.executable, desk_script.__file__, str(root), stage, *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.mark.parametrize("stage", STAGES)
def test_a_killed_replacement_leaves_the_old_version_or_the_new_one(
    stage: str, tmp_path: Path, inbox: Path
) -> None:
    root = tmp_path / "desk"
    notice, budget = inbox / "通知.txt", inbox / "预算.txt"
    notice.write_text(OLD)
    first = Desk(root)
    assert [report.status for report in first.add(notice)] == ["added"]
    first.close()

    notice.write_text(NEW)
    budget.write_text(OTHER)
    killed_at(stage, root, notice, budget)

    again = Desk(root)
    again.consistent()
    finished = stage != "before the library"
    texts = {
        info.source: again.library.document(info.id).text for info in again.library.documents()
    }
    expected = {"通知.txt": NEW, "预算.txt": OTHER} if finished else {"通知.txt": OLD}
    assert texts == {source: text.strip() for source, text in expected.items()}
    assert again.embedder.embedded == 0
    old, new = ("三百", "五百")
    answers = "".join(again.answers("固原市党员多少人"))
    assert (new in answers, old in answers) == (finished, not finished)
    assert again.counted("党员人数") == FIGURES[NEW if finished else OLD]
    complete = ("before the library", "after the figures are purged")
    assert bool(again.recovered) == (stage not in complete)

    # Whatever was not acknowledged comes in with the next attempt, once.
    assert {report.status for report in again.add(notice, budget)} <= {
        "added",
        "replaced",
        "unchanged",
    }
    again.consistent()
    assert len(again.library.documents()) == 2
    assert "五百" in "".join(again.answers("固原市党员多少人"))
    again.close()
