"""Files sent over real HTTP, in a process of its own that may be killed."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import psutil
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

    def send(self, sent: dict[str, bytes], **query: str | int) -> httpx.Response:
        """Send files in one request."""
        form = [("file", (name, content)) for name, content in sent.items()]
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


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    site = Site(tmp_path_factory.mktemp("site") / "data")
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


def test_a_path_field_keeps_the_folders_and_leads_nowhere_else(site: Site) -> None:
    boundary = "b0undary"
    pieces = []
    for path, content in (
        ("../../外面/办法.txt", "办法\n共9条。"),
        ("C:\\资料\\通知.txt", "通知\n共7条。"),
    ):
        pieces.append(
            f'--{boundary}\r\nContent-Disposition: form-data; name="path"\r\n\r\n{path}\r\n'
            f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="x%22y.txt"\r\n'
            f"Content-Type: text/plain\r\n\r\n{content}\r\n"
        )
    body = ("".join(pieces) + f"--{boundary}--\r\n").encode()
    answer = site.client.post(
        "/intake/files",
        params={"into": "政策/../上级"},
        content=body,
        headers={"Content-Type": f"multipart/form-data; boundary={boundary}"},
    )
    assert answer.json()["accepted"] == 2
    batch = site.finished(answer.json()["batch"])
    assert {file["name"] for file in batch["files"]} == {"外面/办法.txt", "C_/资料/通知.txt"}
    outside = [path for path in site.data_dir.parent.rglob("办法.txt")]
    assert outside == []


def test_a_batch_comes_in_parts_and_a_repeated_part_is_not_taken_twice(site: Site) -> None:
    total = {"files": 4, "bytes": 400}
    first = site.send({"a.txt": b"first 1", "b.txt": b"second 2"}, batch="batch-1", part=0, **total)
    assert first.json() == {"batch": "batch-1", "accepted": 2, "refused": []}
    for _ in range(100):
        state = site.client.get("/intake/batches/batch-1").json()
        if state["done"] == 2:
            break
        time.sleep(0.02)
    assert (state["open"], state["finished"], state["total"]) == (True, False, 4)
    again = site.send({"a.txt": b"first 1", "b.txt": b"second 2"}, batch="batch-1", part=0, **total)
    assert again.json()["accepted"] == 2
    more = {"A.TXT": b"the same name", "c.txt": b"third 3"}
    answer = site.send(more, batch="batch-1", part=1, **total).json()
    assert answer["accepted"] == 1 and "同名" in answer["refused"][0]["message"]
    batch = site.finished("batch-1")
    assert batch["counts"] == {"added": 3, "rejected": 1}
    assert site.staged() == []


def test_a_state_is_polled_by_its_revision(site: Site) -> None:
    before = site.work()
    assert before["folder"]["message"] == ""
    identifier = site.send({"polled.txt": b"one 1"}).json()["batch"]
    site.finished(identifier)
    since = site.work(before["revision"])
    assert [batch["id"] for batch in since["batches"]] == [identifier]
    assert since["ids"] == [*before["ids"], identifier]
    assert site.work(since["revision"])["batches"] == []
    # A page that has outlived a restart of the app gets everything.
    everything = site.work(since["revision"] + 10**9)["batches"]
    assert [batch["id"] for batch in everything] == since["ids"]


def test_files_of_a_batch_are_paged(site: Site) -> None:
    files = {f"{number:03d}.txt": f"document {number}".encode() for number in range(120)}
    batch = site.finished(site.send(files).json()["batch"])
    assert len(batch["files"]) == 50
    pages = [
        site.client.get(f"/intake/batches/{batch['id']}", params={"offset": offset, "limit": 50})
        for offset in (0, 50, 100)
    ]
    names = [file["name"] for page in pages for file in page.json()["files"]]
    assert names == sorted(files)
    assert site.client.get("/intake/batches/nothing-here").status_code == 404


def test_what_breaks_off_is_not_acknowledged_and_not_kept(site: Site) -> None:
    before = site.work()["ids"]
    boundary = "b0undary"
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.txt"\r\n\r\n'
    answer = site.client.post(
        "/intake/files",
        content=head.encode() + b"half a file",
        headers={"Content-Type": f"multipart/form-data; boundary={boundary}"},
    )
    assert answer.status_code == 400 and "没有收完" in answer.json()["message"]
    assert site.client.post("/intake/files", json={}).status_code == 400
    assert site.work()["ids"] == before and site.staged() == []
    assert site.client.get("/intake/limits").json()["waiting_bytes"] == 0


@pytest.mark.parametrize("origin", ["http://evil.example", "null"])
def test_other_sites_cannot_send_or_ask(site: Site, origin: str) -> None:
    refused = site.client.post(
        "/intake/files", files={"file": ("a.txt", b"x")}, headers={"Origin": origin}
    )
    assert refused.status_code == 403
    assert site.client.get("/intake/work", headers={"Host": "evil.example"}).status_code == 403


def test_a_change_is_a_batch_as_well(site: Site) -> None:
    added = site.finished(site.send({"移出的.txt": "某通知\n共3条。".encode()}).json()["batch"])
    identity = added["files"][0]["document_id"]
    answer = site.client.post("/intake/remove", json={"document_ids": [identity]}).json()
    batch = site.finished(answer["batch"])
    assert (batch["kind"], batch["counts"]) == ("remove", {"removed": 1})
    assert "某通知" in batch["label"]
    before = site.work()["ids"]
    edit = {"document_id": identity, "issued_on": "去年"}
    refused = site.client.post("/intake/edit", json=edit)
    assert refused.status_code == 422 and "去年" in refused.json()["message"]
    assert site.work()["ids"] == before
    for path, body in (("remove", {}), ("restore", {"document_id": 3}), ("edit", {"title": "x"})):
        assert site.client.post(f"/intake/{path}", json=body).status_code == 400


@pytest.fixture
def limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setenv("PB_QA_MAX_FILE_BYTES", "1000")
    monkeypatch.setenv("PB_QA_MAX_WAITING_BYTES", "5000")
    site = Site(tmp_path / "data", "--answer-seconds", "1.5")
    yield site
    site.stop()


def test_what_is_too_large_or_too_much_is_refused_in_chinese(limited: Site) -> None:
    large = limited.send({"大.txt": b"x" * 2000})
    assert large.status_code == 413 and "PB_QA_MAX_FILE_BYTES" in large.json()["message"]
    assert limited.finished(large.json()["batch"])["counts"] == {"rejected": 1}
    mixed = limited.send({"大.txt": b"x" * 1500, "小.txt": b"small 1"}, batch="batch-1")
    assert (mixed.status_code, mixed.json()["accepted"]) == (200, 1)
    assert mixed.json()["refused"][0]["name"] == "大.txt"
    many = {f"{number}.txt": b"%d " % number * 200 for number in range(6)}
    assert limited.send(many, batch="batch-2").status_code == 200
    full = limited.send(many, batch="batch-3")
    assert full.status_code == 429 and "排队" in full.json()["message"]
    counts = limited.finished("batch-1")["counts"]
    assert counts == {"added": 1, "rejected": 1}


def attention(site: Site) -> str:
    return site.client.get("/page/documents/list?show=attention").text


def test_what_was_refused_is_listed_until_it_comes_in_or_is_dismissed(limited: Site) -> None:
    sent = {"大.txt": b"x" * 2000, "乱码.txt": b"\xff\xfe\xfd", "好.txt": b"well 1"}
    first = limited.send(sent, batch="batch-4", into="通知")
    assert limited.finished("batch-4")["counts"] == {"added": 1, "rejected": 2}
    assert first.json()["refused"][0]["name"] == "大.txt"
    shown = attention(limited)
    assert "通知/大.txt" in shown and "太大" in shown
    assert "通知/乱码.txt" in shown and "内容不是文字" in shown and "好.txt" not in shown
    # Another folder has files of its own; in its place the file came in at last.
    limited.send({"乱码.txt": b"readable 1"}, batch="batch-5")
    limited.finished("batch-5")
    assert "通知/乱码.txt" in attention(limited)
    limited.send({"乱码.txt": b"readable 2"}, batch="batch-6", into="通知")
    limited.finished("batch-6")
    assert "通知/乱码.txt" not in attention(limited)
    answer = limited.client.post("/intake/dismiss", json={"names": ["通知/大.txt"]})
    assert answer.json() == {"left": 0}
    assert "大.txt" not in attention(limited)
    assert limited.client.post("/intake/dismiss", json={"names": "all"}).status_code == 400


def test_files_of_a_batch_are_paged_by_their_standing(limited: Site) -> None:
    files = {f"{number}.txt": b"document %d" % number for number in range(3)}
    limited.send({**files, "大.txt": b"x" * 2000}, batch="batch-7")
    running = limited.client.get("/intake/batches/batch-7?status=waiting").json()
    assert {file["stage"] for file in running["files"]} <= {"waiting"}
    limited.finished("batch-7", seconds=40)
    rejected = limited.client.get("/intake/batches/batch-7?status=rejected").json()["files"]
    assert [file["name"] for file in rejected] == ["大.txt"]
    added = limited.client.get("/intake/batches/batch-7?status=added&offset=1&limit=1").json()
    assert len(added["files"]) == 1 and added["files"][0]["status"] == "added"
    assert limited.client.get("/intake/batches/batch-7?status=<b>").status_code == 422


def test_a_file_that_is_too_large_is_no_work_to_come(limited: Site) -> None:
    sent = {"大.txt": b"x" * 3000, "小.txt": b"small 2"}
    total = sum(map(len, sent.values()))
    limited.send(sent, batch="batch-8", files=3, bytes=total + 100)
    told = next(one for one in limited.work()["batches"] if one["id"] == "batch-8")
    assert told["bytes_total"] == total + 100 - 3000


def test_a_stopped_batch_says_what_was_not_read(limited: Site) -> None:
    files = {f"{number}.txt": b"document %d" % number for number in range(5)}
    identifier = limited.send(files).json()["batch"]
    for _ in range(200):
        if any(file["stage"] == "reading" for file in limited.work()["batches"][0]["files"]):
            break
        time.sleep(0.02)
    other = limited.send({"other.txt": b"other 1"}).json()["batch"]
    assert limited.client.post(f"/intake/batches/{identifier}/stop").status_code == 200
    batch = limited.finished(identifier)
    assert batch["stopped"] and batch["counts"]["added"] >= 1
    assert batch["counts"]["stopped"] == 5 - batch["counts"]["added"]
    assert "没有读入" in batch["message"]
    assert limited.finished(other)["counts"] == {"added": 1}
    assert limited.staged() == []
    assert limited.client.post(f"/intake/batches/{identifier}/stop").status_code == 404


@pytest.mark.skipif(sys.platform == "win32", reason="Windows 没有可发送的强制结束信号")
def test_an_acknowledged_upload_survives_a_kill(tmp_path: Path) -> None:
    site = Site(tmp_path / "data", "--answer-seconds", "2")
    files = {f"文件夹/{number}.txt": f"文件{number}号".encode() for number in range(4)}
    identifier = site.send(files).json()["batch"]
    # Half of another part is on disk when the process dies.
    part = site.data_dir / "uploads" / "queue" / identifier / "000001" / "files"
    part.mkdir(parents=True)
    (part / "half.txt").write_text("half")
    site.stop(signal.SIGKILL)
    assert len(site.staged()) == 5
    again = Site(tmp_path / "data")
    try:
        batch = again.finished(identifier)
        assert batch["done"] == batch["counts"]["added"] == 4
        assert {file["name"] for file in batch["files"]} == set(files)
        assert again.staged() == []
    finally:
        again.stop()


def test_a_large_file_passes_through_a_small_memory(tmp_path: Path) -> None:
    # It is read whole only after a while.
    site = Site(tmp_path / "data", "--answer-seconds", "5")
    process = psutil.Process(site.process.pid)
    piece, seen = b"\xff" * (1 << 20), []

    def body() -> Iterator[bytes]:
        yield b'--x\r\nContent-Disposition: form-data; name="file"; filename="big.bin"\r\n\r\n'
        for _ in range(150):
            seen.append(process.memory_info().rss)
            yield piece
        yield b"\r\n--x--\r\n"

    try:
        site.send({"warm.txt": b"warm 1"})
        headers = {"Content-Type": "multipart/form-data; boundary=x"}
        before = process.memory_info().rss
        answer = site.client.post("/intake/files", content=body(), headers=headers)
        assert answer.json()["accepted"] == 1
        seen.append(process.memory_info().rss)
        assert max(seen) - before < 40_000_000
        (staged,) = (path for path in site.data_dir.rglob("big.bin"))
        assert staged.stat().st_size == 150 << 20
    finally:
        site.stop(signal.SIGKILL)
