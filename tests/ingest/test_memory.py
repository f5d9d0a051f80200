from __future__ import annotations

import platform
import subprocess
import sys

import psutil
import pytest

from pb_qa.ingest.memory import give_back

_SCRIPT = """
import sys, threading
from pb_qa.ingest.memory import limit_arenas
if sys.argv[1] == "limited":
    assert limit_arenas()
barrier = threading.Barrier(16)
def work():
    barrier.wait()
    held = [bytearray(100_000) for _ in range(20)]
    barrier.wait()
threads = [threading.Thread(target=work) for _ in range(16)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
lines = [line.split() for line in open("/proc/self/maps")]
print(sum(1 for line in lines if line[1] == "---p" and len(line) == 5))
"""


def arenas(how: str) -> int:
    """How many stretches of memory are set aside for arenas to grow into."""
    done = subprocess.run(
        [sys.executable, "-c", _SCRIPT, how], capture_output=True, text=True, check=True
    )
    return int(done.stdout)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library")
def test_threads_share_two_arenas() -> None:
    # Each thread's stack has a guard page in either case.
    assert arenas("limited") < arenas("free")


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library")
def test_what_was_freed_goes_back_to_the_system() -> None:
    pieces = [bytearray(2000) for _ in range(50_000)]
    full = psutil.Process().memory_info().rss
    # One in fifty stays: the heap is full of holes and cannot shrink at its end.
    kept = pieces[::50]
    del pieces
    give_back()
    assert full - psutil.Process().memory_info().rss > 50_000_000
    assert len(kept) == 1000
