"""The program, and every process it starts, reaches for no address but this computer's.

Each Python process writes down what its ``socket`` module is asked to resolve or to reach.
The documents hold remote images, links, scripts and style sheets, and the environment
names a proxy, so there would be something to reach for.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from processes import PB_QA, Home, RunningApp, run_command
from small_corpus import FIGURE, QUESTION, REMOTE, write_corpus

# Every Python process imports it when it starts, the parser's child as well; that one keeps
# no environment and may open no file for writing later, so the log's name is filled in here
# and it is opened at once.
_WATCH = """
import json, os, sys

_log = os.open({log!r}, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

def _write(event, host):
    row = {{"event": event, "host": host, "process": sys.orig_argv[1:]}}
    os.write(_log, (json.dumps(row) + "\\n").encode())

def _watch(event, arguments):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = arguments[1]
        if isinstance(address, tuple):
            _write(event, str(address[0]))
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        host = arguments[0]
        _write(event, host.decode() if isinstance(host, bytes) else host)

sys.addaudithook(_watch)
_write("start", None)
"""
_OWN = {"127.0.0.1", "::1", "localhost", "0.0.0.0", "::", "", None}
_PROXY = "http://proxy.invalid:3128"

Row = dict[str, Any]


class Watch:
    """The environment that makes processes write down what they reach for."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._log = folder / "log.jsonl"
        (folder / "sitecustomize.py").write_text(_WATCH.format(log=str(self._log)), "utf-8")
        proxies = {name: _PROXY for name in ("http_proxy", "https_proxy", "all_proxy")}
        self.environment = {
            **proxies,
            **{name.upper(): value for name, value in proxies.items()},
            "PYTHONPATH": str(folder),
        }

    def rows(self) -> list[Row]:
        return [json.loads(line) for line in self._log.read_text("utf-8").splitlines()]

    def started(self, module: str) -> int:
        """How many processes whose command line names ``module`` were watched."""
        starts = [row["process"] for row in self.rows() if row["event"] == "start"]
        return sum(any(module in part for part in process) for process in starts)

    def foreign(self) -> list[Row]:
        """What went elsewhere."""
        return [row for row in self.rows() if row["host"] not in _OWN]


@pytest.fixture
def watch(tmp_path: Path) -> Watch:
    return Watch(tmp_path / "watch")


@pytest.fixture
def corpus(home: Home) -> Iterator[Path]:
    folder = write_corpus(home.folder / "文件")
    (folder / "远程.md").write_text(
        f"# 图片\n\n<script src='{REMOTE}/x.js'></script>\n\n![]({REMOTE}/a%20b.png)"
        f"[全县共有图书室64个]({REMOTE}/rooms)。\n",
        "utf-8",
    )
    assert any(REMOTE.encode() in path.read_bytes() for path in folder.rglob("*.html"))
    yield folder


def test_the_watch_sees_a_look_up_and_a_connection(home: Home, watch: Watch) -> None:
    reach = (
        "import socket\n"
        "try: socket.create_connection(('pictures.invalid', 80), 1)\n"
        "except OSError: socket.socket(type=socket.SOCK_DGRAM).connect_ex(('192.0.2.1', 9))\n"
    )
    script = "import subprocess, sys; subprocess.run([sys.executable, '-c', sys.argv[1]])"
    env = home.environment | watch.environment
    command = [sys.executable, "-c", script, reach]
    subprocess.run(command, env=env, check=True, timeout=60)
    reached = {(row["event"], row["host"]) for row in watch.foreign()}
    assert ("socket.getaddrinfo", "pictures.invalid") in reached
    assert ("socket.connect", "192.0.2.1") in reached


def test_reading_and_asking_reach_nothing(home: Home, watch: Watch, corpus: Path) -> None:
    read = run_command(home, "sync", corpus, "--json", more=watch.environment)
    assert read.returncode == 0, read.stderr
    asked = run_command(home, "ask", QUESTION, "--json", more=watch.environment)
    assert FIGURE in json.loads(asked.stdout)["answer"], asked.stderr
    assert watch.started("pb_qa.reading.worker") >= 1, "the parser's child was not watched"
    assert watch.started("/pb-qa") >= 2
    assert [row for row in watch.rows() if row["event"] != "start"] == []


def test_the_app_reaches_nothing_but_loopback(home: Home, watch: Watch, corpus: Path) -> None:
    more = {**watch.environment, "PB_QA_CORPUS_DIR": str(corpus)}
    app = RunningApp(home, more=more)
    try:
        with httpx.Client(trust_env=False, base_url=app.address, timeout=60) as browser:
            page = browser.get("/")
            assert page.status_code == 200 and REMOTE not in page.text
            assert browser.get("/gradio_api/startup-events").status_code == 200
        asked = run_command(home, "ask", "全县有多少个图书室？", "--json", more=more)
        answer = json.loads(asked.stdout)["answer"]
        assert "64个" in answer and REMOTE not in answer
    finally:
        code = app.stop()
    assert code == 0
    assert watch.started("pb_qa.reading.worker") >= 1
    assert any(row["event"] == "socket.connect" for row in watch.rows()), "nothing was watched"
    assert watch.foreign() == []


@pytest.mark.skipif(shutil.which("strace") is None, reason="没有 strace（只有 Linux 有）")
def test_no_system_call_names_another_computer(home: Home, corpus: Path) -> None:
    """Native code is seen as well, which raises no audit event."""
    trace = home.folder / "trace"
    calls = "trace=connect,sendto,sendmsg,sendmmsg"
    program = ["strace", "-f", "-qq", "-o", str(trace), "-e", calls, *PB_QA]
    for arguments in (["sync", str(corpus)], ["ask", QUESTION]):
        result = run_command(home, *arguments, program=program)
        assert result.returncode == 0, result.stderr
        lines = trace.read_text("utf-8", errors="replace").splitlines()
        assert [line for line in lines if "AF_INET" in line] == []
