"""The whole real program over a corpus of its own, in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PROGRAM = "from pb_qa.settings import load_settings\nfrom pb_qa.web.launch import launch\n"
_PROGRAM += "launch(load_settings())"


@contextmanager
def running(corpus: Path, data: Path, **settings: str) -> Iterator[str]:
    """The program over this corpus; its address once all of it is read."""
    given = {"PB_QA_CORPUS_DIR": str(corpus), "PB_QA_DATA_DIR": str(data), "PB_QA_PORT": "0"}
    process = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, **given, **settings},
    )
    assert process.stdout is not None
    address = ""
    for line in process.stdout:
        if "http://" in line:
            address = line[line.index("http://") :].strip()
        if "语料已读入" in line:
            break
    assert address, "the program did not start"
    yield address
    process.terminate()
    process.wait(timeout=30)
