"""A running app follows its corpus folder."""

from __future__ import annotations

import io
import os
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from processes import Home, RunningApp, run_command
from small_corpus import write_corpus


class Watched:
    """The app over a small corpus, asked over HTTP as a page asks."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.folder = write_corpus(home.folder / "corpus")
        more = {"PB_QA_CORPUS_DIR": str(self.folder)}
        self.app = RunningApp(home, more=more)
        self.client = httpx.Client(base_url=self.app.address, timeout=30)

    def work(self) -> dict[str, Any]:
        found: dict[str, Any] = self.client.get("/intake/work").json()
        return found

    def batches(self) -> list[dict[str, Any]]:
        return [one for one in self.work()["batches"] if one["label"] == "文件夹有变化"]

    def verdicts(self) -> list[tuple[str, str]]:
        """What was followed so far: name and status, in order."""
        return [
            (file["name"], file["status"])
            for batch in self.batches()
            for file in self.client.get(f"/intake/batches/{batch['id']}").json()["files"]
        ]

    def sent(self, name: str, content: bytes) -> dict[str, Any]:
        """Upload a file; its batch when that is finished."""
        answer = self.client.post("/intake/files", files={"file": (name, content)}).json()
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            batch: dict[str, Any] = self.client.get(f"/intake/batches/{answer['batch']}").json()
            if batch["finished"]:
                return batch
            time.sleep(0.1)
        raise AssertionError(self.work())

    def until(self, wanted: set[tuple[str, str]], seconds: float = 15.0) -> float:
        """Wait for verdicts; the seconds it took."""
        began = time.monotonic()
        while time.monotonic() - began < seconds:
            if wanted <= set(self.verdicts()):
                return time.monotonic() - began
            time.sleep(0.1)
        raise AssertionError(f"{wanted} not in {self.verdicts()}; {self.work()}")


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    folder = tmp_path_factory.mktemp("home")
    watched = Watched(Home(folder))
    yield watched
    watched.client.close()
    said = watched.app.output()
    assert watched.app.stop() == 0
    assert "Traceback" not in said


def test_a_dropped_changed_and_deleted_file_is_followed(watched: Watched) -> None:
    file = watched.folder / "新来的通知.txt"
    file.write_text("关于值班的通知\n值班人员共12名。", "utf-8")
    assert watched.until({("新来的通知.txt", "added")}) < 10
    file.write_text("关于值班的通知\n值班人员共15名，另有5名替补。", "utf-8")
    watched.until({("新来的通知.txt", "replaced")})
    file.unlink()
    watched.until({("新来的通知.txt", "removed")})


def test_a_file_that_is_being_written_is_not_read_half(watched: Watched) -> None:
    path = watched.folder / "慢慢拷贝的报告.txt"
    lines = [f"第{number}项任务已经完成，共{number * 3}个单位参加。\n" for number in range(40)]
    with path.open("w", encoding="utf-8") as file:
        for line in lines:
            file.write(line)
            file.flush()
            time.sleep(0.1)
        # Nothing is written for longer than a file needs to settle, but it is still open.
        time.sleep(2.5)
        assert not any(name == path.name for name, _ in watched.verdicts())
        file.write("全部任务到此为止，共40项。\n")
    watched.until({(path.name, "added")})
    statuses = [status for name, status in watched.verdicts() if name == path.name]
    assert statuses == ["added"]


def test_temporary_files_of_editors_are_no_documents(watched: Watched) -> None:
    target = watched.folder / "编辑中的办法.txt"
    target.write_text("办法第一稿\n共3条。", "utf-8")
    watched.until({(target.name, "added")})
    (watched.folder / "~$编辑中的办法.txt").write_text("lock")
    temporary = watched.folder / ".编辑中的办法.txt.swp"
    temporary.write_text("办法第二稿\n共4条，另附1张表。", "utf-8")
    os.replace(temporary, target)
    watched.until({(target.name, "replaced")})
    assert {name for name, _ in watched.verdicts() if "编辑中" in name} == {target.name}


def test_a_moved_folder_is_followed(watched: Watched) -> None:
    os.rename(watched.folder / "工作报告", watched.folder / "历年报告")
    watched.until(
        {
            ("工作报告/2010年工作报告.txt", "removed"),
            ("历年报告/2010年工作报告.txt", "added"),
            ("历年报告/2011年工作报告.txt", "added"),
        }
    )


def test_own_writes_and_repeated_verdicts_leave_no_trace(watched: Watched) -> None:
    bad = watched.folder / "坏的.pdf"
    bad.write_bytes(b"%PDF-1.4 nothing")
    watched.until({(bad.name, "rejected")})
    before = len(watched.batches())
    batch = watched.sent("上传的.txt", "上传的文件\n共6页。".encode())
    assert batch["counts"] == {"added": 1}
    assert (watched.folder / "上传的.txt").is_file()
    time.sleep(4)
    assert len(watched.batches()) == before
    assert [status for name, status in watched.verdicts() if name == bad.name] == ["rejected"]


def test_a_folder_that_vanishes_empties_nothing_and_comes_back(watched: Watched) -> None:
    documents = len(watched.client.get("/page/documents/list").text)
    away = watched.folder.with_name("unplugged")
    os.rename(watched.folder, away)
    deadline = time.monotonic() + 15
    while not watched.work()["folder"]["message"] and time.monotonic() < deadline:
        time.sleep(0.1)
    assert "不见了" in watched.work()["folder"]["message"]
    # A place where a disk would be, without the disk.
    watched.folder.mkdir()
    time.sleep(6.5)
    assert "是空的" in watched.work()["folder"]["message"]
    watched.folder.rmdir()
    os.rename(away, watched.folder)
    (watched.folder / "回来以后.txt").write_text("磁盘接好之后\n又收到2份文件。", "utf-8")
    watched.until({("回来以后.txt", "added")}, 20)
    assert watched.work()["folder"]["message"] == ""
    removed = [name for name, status in watched.verdicts() if status == "removed"]
    assert "历年报告/2010年工作报告.txt" not in removed
    assert len(watched.client.get("/page/documents/list").text) >= documents


def test_an_archive_is_told_file_by_file(watched: Watched) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"第{number}份.txt", f"压缩包里的第{number}份文件\n共{number + 4}条。")
        archive.writestr("空的.docx", b"")
    batch = watched.sent("一批资料.zip", packed.getvalue())
    assert batch["counts"] == {"added": 3, "rejected": 1}
    assert (batch["done"], batch["total"]) == (4, 4)
    assert batch["bytes_done"] == batch["bytes_total"]
    assert {file["name"] for file in batch["files"]} >= {"一批资料.zip/第0份.txt"}
    assert (watched.folder / "一批资料" / "第0份.txt").is_file()


def test_a_command_is_a_batch_that_every_page_sees(watched: Watched, tmp_path: Path) -> None:
    file = tmp_path / "命令行添加的.txt"
    file.write_text("命令行添加的文件\n共8条。", "utf-8")
    more = {"PB_QA_CORPUS_DIR": str(watched.folder)}
    assert run_command(watched.home, "add", file, more=more).returncode == 0
    batch = watched.work()["batches"][-1]
    assert (batch["kind"], batch["label"]) == ("add", "添加 命令行添加的.txt")
    assert batch["finished"] and batch["counts"] == {"added": 1}
    assert batch["files"][0]["version"] == 1
