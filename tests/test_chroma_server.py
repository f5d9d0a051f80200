"""The assistant with a Chroma server of its own process instead of the embedded Chroma."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from small_corpus import FIGURE, FILES, QUESTION, SOURCE, write_corpus

from pb_qa import Assistant, Settings
from pb_qa.storage.chroma import server_client

_START_SECONDS = 60


class Server:
    """``chroma run`` on one port of this computer, which can die and come back."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._port = int(probe.getsockname()[1])
        self._folder = folder
        self.url = f"http://127.0.0.1:{self._port}"
        self.start()

    def start(self) -> None:
        program = Path(sys.executable).with_name("chroma")
        place = ["--host", "127.0.0.1", "--port", str(self._port), "--path", str(self._folder)]
        self._process = subprocess.Popen(
            [str(program), "run", *place], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            try:
                heartbeat = f"{self.url}/api/v2/heartbeat"
                httpx.get(heartbeat, timeout=1, trust_env=False).raise_for_status()
            except httpx.HTTPError:
                time.sleep(0.05)
            else:
                return
        self.stop()
        pytest.fail("the Chroma server did not start")

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()

    def vectors(self) -> dict[str, int]:
        """Number of vectors in each collection."""
        return {found.name: found.count() for found in server_client(self.url).list_collections()}


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    server = Server(tmp_path / "server")
    yield server
    server.stop()


def settings(root: Path, server: Server) -> Settings:
    return Settings(
        corpus_dir=write_corpus(root / "corpus"),
        data_dir_override=root / "data",
        chroma_url=server.url,
    )


def answers(assistant: Assistant) -> None:
    answer = assistant.ask(QUESTION)
    assert FIGURE in answer.text
    for citation in answer.citations:
        text = assistant.document(citation.document.id).text
        assert text[citation.start : citation.end] == citation.quote


def test_the_server_holds_the_vectors_and_keeps_them(tmp_path: Path, server: Server) -> None:
    here = settings(tmp_path, server)
    with Assistant(here) as assistant:
        assert len(list(assistant.sync())) == len(FILES)
        answers(assistant)
        report = assistant.doctor()
        assert report.healthy and report.vectors == report.passages > 0, report.problems
        passages = report.passages
    kept = server.vectors()
    assert list(kept.values()) == [passages]
    assert not list(here.data_dir.rglob("chroma.sqlite3"))

    with Assistant(here) as assistant:
        assert assistant.doctor().healthy
        assert server.vectors() == kept
        (gone,) = (info for info in assistant.list_documents() if info.source == SOURCE)
        lost = sum(hit.document.id == gone.id for hit in assistant.search("指导员", 1000))
        assert lost > 0
        list(assistant.remove([gone.id]))
        assert server.vectors() == {name: count - lost for name, count in kept.items()}
        assert FIGURE not in assistant.ask(QUESTION).text
        assert all(hit.document.id != gone.id for hit in assistant.search("指导员", 1000))


def test_two_libraries_share_a_server_and_nothing_else(tmp_path: Path, server: Server) -> None:
    first, second = settings(tmp_path / "甲", server), settings(tmp_path / "乙", server)
    (second.corpus_dir / SOURCE).unlink()
    with Assistant(first) as one, Assistant(second) as other:
        list(one.sync())
        list(other.sync())
        counts = [assistant.doctor().vectors for assistant in (one, other)]
        assert counts[0] > counts[1] > 0
        assert sorted(server.vectors().values()) == sorted(counts)
        answers(one)
        assert SOURCE not in {hit.document.source for hit in other.search(QUESTION, 1000)}


def test_a_server_may_die_and_come_back(tmp_path: Path, server: Server) -> None:
    here = settings(tmp_path, server)
    with Assistant(here) as assistant:
        list(assistant.sync())
        assert assistant.doctor().healthy
        server.stop()
        answers(assistant)
        (here.corpus_dir / "新.txt").write_text("全县慰问困难党员310人。\n", "utf-8")
        assert "added" in {report.status for report in assistant.sync()}
        assert "310人" in assistant.ask("全县慰问了多少困难党员？").text
        report = assistant.doctor()
        assert any("向量索引没有在工作" in problem for problem in report.problems)

    with Assistant(here) as assistant:
        answers(assistant)
        assert not assistant.doctor().healthy
        server.start()
        report = assistant.doctor(repair=True)
        assert report.healthy and report.repaired, report.problems
        assert list(server.vectors().values()) == [report.passages]
        assert "310人" in assistant.ask("全县慰问了多少困难党员？").text


def test_a_proxy_of_the_environment_sees_nothing(
    tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
        monkeypatch.setenv(name.upper(), "http://127.0.0.1:9")
    with Assistant(settings(tmp_path, server)) as assistant:
        list(assistant.sync())
        report = assistant.doctor()
        assert report.healthy and report.vectors == report.passages > 0, report.problems
