"""Files sent over real HTTP, in a process of its own that may be killed."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

_SCRIPT = Path(__file__).with_name("small_assistant.py")


class Site:
    """The page's server over a small assistant."""

    def __init__(self, data_dir: Path, *options: str) -> None:
        self.data_dir = data_dir
        self.process = subprocess.Popen(
            [sys.executable, str(_SCRIPT), "--data-dir", str(data_dir), "--empty", *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if "http://" not in line:
            self.process.kill()
            pytest.fail(f"{line}{self.process.communicate()[1]}")
        self.client = httpx.Client(base_url=line[line.index("http://") :].strip(), timeout=30)

    def send(self, files: dict[str, bytes], **query: str | int) -> httpx.Response:
        """Send files as the page does: each after a field with its path."""
        form = [("file", (name, content)) for name, content in files.items()]
        return self.client.post("/intake/files", params=query, files=form)

    def work(self, since: int = 0) -> dict[str, Any]:
        answer: dict[str, Any] = self.client.get("/intake/work", params={"since": since}).json()
        return answer

    def finished(self, identifier: str, seconds: float = 20) -> dict[str, Any]:
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            batches = {batch["id"]: batch for batch in self.work()["batches"]}
            if identifier in batches and batches[identifier]["finished"]:
                found: dict[str, Any] = batches[identifier]
                return found
            time.sleep(0.02)
        raise AssertionError(f"not finished: {self.work()}")

    def staged(self) -> list[str]:
        queue = self.data_dir / "uploads" / "queue"
        return sorted(path.name for path in queue.rglob("files/**/*") if path.is_file())

    def stop(self, number: signal.Signals = signal.SIGTERM) -> None:
        self.client.close()
        self.process.send_signal(number)
        self.process.communicate(timeout=30)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path / "data")
    yield site
    site.stop()


def test_files_of_a_folder_are_taken_in_and_told_one_by_one(site: Site) -> None:
    files = {
        "政策/通知.txt": "关于考勤的通知\n每天打卡2次。".encode(),
        "政策/附件/坏文件.pdf": b"%PDF\xff\xfe",
        "政策/.DS_Store": b"x",
        "政策/~$通知.docx": b"x",
        "另一个.txt": "另一份文件\n共3条。".encode(),
    }
    answer = site.send(files)
    assert answer.status_code == 200
    assert (answer.json()["accepted"], answer.json()["refused"]) == (3, [])
    batch = site.finished(answer.json()["batch"])
    assert (batch["kind"], batch["total"], batch["done"]) == ("add", 3, 3)
    assert batch["counts"] == {"added": 2, "rejected": 1}
    by_name = {file["name"]: file for file in batch["files"]}
    bad = next(file for name, file in by_name.items() if name.endswith("坏文件.pdf"))
    assert bad["stage"] == "rejected" and "请换成" in bad["reason"]
    assert site.staged() == []
