from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from pb_qa.errors import LibraryBusyError
from pb_qa.storage.ownership import OwnerInfo, own, read_owner

HOLD = """
import sys
from pathlib import Path
from pb_qa.storage.ownership import own
with own(Path(sys.argv[1])) as owner:
    owner.announce(7860, "secret")
    print("owned", flush=True)
    sys.stdin.read()
"""


def test_a_second_process_is_refused_and_told_why(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as holder:
        assert holder.stdout is not None and holder.stdout.readline() == "owned\n"
        assert read_owner(tmp_path) == OwnerInfo(holder.pid, 7860, "secret")
        with (
            pytest.raises(LibraryBusyError, match=f"进程 {holder.pid}，网页 .*7860"),
            own(tmp_path),
        ):
            pytest.fail("two owners")
        holder.kill()
        holder.wait()
    with own(tmp_path):
        assert read_owner(tmp_path) == OwnerInfo(os.getpid())
    assert read_owner(tmp_path) is None


def test_only_its_user_can_read_the_token(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with own(folder) as owner:
        owner.announce(1, "secret")
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        for file in folder.iterdir():
            assert stat.S_IMODE(file.stat().st_mode) == 0o600, file


def test_a_broken_owner_file_is_nobody(tmp_path: Path) -> None:
    (tmp_path / "owner.json").write_text("{")
    assert read_owner(tmp_path) is None
