"""How long until the page is there, and until the first question is answered.

Every time is that of a fresh process, from its start, as the median of five rounds in
which all take turns. The page is `app.py` over the project's sample corpus, which was
read in beforehand, in a data folder of its own; it counts as reachable when GET / gives
200, and the first question is put to the running app at once over its loopback commands.
"""

from __future__ import annotations

import argparse
import json
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from statistics import median

from measuring import ROOT, environment, print_table, seconds_of

QUESTION = "2009年经济增长了百分之几？"
GIVE_UP_SECONDS = 120.0
_POLL_SECONDS = 0.01

GRADIO = "import gradio"
LIBRARIES = "import chromadb, langchain_core.retrievers"
BARE = "import chromadb, langchain_core"
PAGE = "page reachable"
FIRST_ANSWER = "first question answered"
COLD_ASK = "cold `pb-qa ask`"


def imported(statement: str) -> float:
    """Seconds that a process takes to start and import."""
    command = [sys.executable, "-c", statement]
    return seconds_of(lambda: subprocess.run(command, env=environment(), check=True))


def cold_ask(data_dir: Path) -> float:
    """Seconds of ``pb-qa ask``, whose answer must hold what the corpus says."""
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "pb_qa.cli", "ask", QUESTION, "--json"],
        env=environment(PB_QA_DATA_DIR=str(data_dir), PB_QA_CORPUS_DIR=str(ROOT / "docs_corpus")),
        capture_output=True,
        text=True,
        check=True,
    )
    seconds = time.perf_counter() - started
    assert not json.loads(done.stdout)["abstained"], done.stdout
    return seconds


def page_and_answer(data_dir: Path) -> tuple[float, float]:
    """Seconds until `app.py` serves the page, and until it has answered."""
    from pb_qa.client import RemoteClient
    from pb_qa.storage.ownership import read_owner

    port = _free_port()
    settings = {
        "PB_QA_DATA_DIR": str(data_dir),
        "PB_QA_CORPUS_DIR": str(ROOT / "docs_corpus"),
        "PB_QA_PORT": str(port),
    }
    started = time.perf_counter()
    app = subprocess.Popen(
        [sys.executable, str(ROOT / "app.py")],
        env=environment(**settings),
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_until(lambda: _serves(f"http://127.0.0.1:{port}/"))
        reachable = time.perf_counter() - started
        owner = read_owner(data_dir)
        assert owner is not None and owner.port == port, owner
        (event,) = RemoteClient(owner).run("ask", {"questions": [{"question": QUESTION}]})
        answered = time.perf_counter() - started
        assert not event.data["abstained"], event.data
    finally:
        app.terminate()
        app.wait(timeout=30)
    return reachable, answered


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _serves(url: str) -> bool:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + GIVE_UP_SECONDS
    while not holds():
        if time.monotonic() > deadline:
            raise SystemExit("the page did not come")
        time.sleep(_POLL_SECONDS)


def read_in(data_dir: Path) -> None:
    """Read the sample corpus in."""
    subprocess.run(
        [sys.executable, "-m", "pb_qa.cli", "sync"],
        env=environment(PB_QA_DATA_DIR=str(data_dir), PB_QA_CORPUS_DIR=str(ROOT / "docs_corpus")),
        check=True,
        capture_output=True,
    )


def main() -> None:
    """Measure in rounds and print the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--data", help="not needed: the sample corpus is the project's own")
    rounds = parser.parse_args().rounds
    times: dict[str, list[float]] = {
        name: [] for name in (GRADIO, PAGE, FIRST_ANSWER, BARE, LIBRARIES, COLD_ASK)
    }
    folder = Path(tempfile.mkdtemp(prefix="pb-qa-bench-"))
    try:
        data_dir = folder / "library"
        read_in(data_dir)
        for _ in range(rounds):
            times[GRADIO].append(imported(GRADIO))
            reachable, answered = page_and_answer(data_dir)
            times[PAGE].append(reachable)
            times[FIRST_ANSWER].append(answered)
            times[BARE].append(imported(BARE))
            times[LIBRARIES].append(imported(LIBRARIES))
            times[COLD_ASK].append(cold_ask(data_dir))
    finally:
        shutil.rmtree(folder)
    seconds = {name: median(values) for name, values in times.items()}
    rows = [
        {
            "what": name,
            "median s": value,
            "least s": min(times[name]),
            "× import gradio": value / seconds[GRADIO],
            "× import chromadb, langchain_core.retrievers": value / seconds[LIBRARIES],
        }
        for name, value in seconds.items()
    ]
    print_table(f"Start-up, median of {rounds}", rows)


if __name__ == "__main__":
    main()
