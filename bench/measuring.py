"""What every benchmark needs to measure and to print."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

ROOT = Path(__file__).resolve().parent.parent


def in_fresh_process(script: Path, arguments: Sequence[str]) -> dict[str, Any]:
    """Run a script of the benchmark by itself; its last line of output is its result."""
    done = subprocess.run(
        [sys.executable, str(script), *arguments],
        env=environment(),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def environment(**more: str) -> dict[str, str]:
    """This process's environment without any configuration of pb_qa but ``more``."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PB_QA_")}
    return {**kept, "PYTHONPATH": str(ROOT / "src"), **more}


def seconds_of(call: Callable[[], object]) -> float:
    """Wall-clock time of a call."""
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def percentile(values: Sequence[float], rank: float) -> float:
    """A percentile, 0 … 100."""
    return float(np.percentile(values, rank))


def resident_megabytes() -> float:
    """Resident memory of this process and its children, in MiB."""
    import psutil  # type: ignore[import-untyped]

    this = psutil.Process()
    processes = [this, *this.children(recursive=True)]
    return float(sum(process.memory_info().rss for process in processes)) / 2**20


def machine() -> str:
    """What ran, and how busy it was: absolute numbers mean little without it."""
    load = "/".join(f"{value:.1f}" for value in os.getloadavg())
    return (
        f"{os.cpu_count()} cores, load average {load}, Python {platform.python_version()}, "
        f"{time.strftime('%Y-%m-%d %H:%M')}"
    )


def print_table(title: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Print rows of equal keys as a Markdown table."""
    print(f"\n### {title}\n")
    columns = list(rows[0])
    print("| " + " | ".join(columns) + " |")
    print("|" + " --- |" * len(columns))
    for row in rows:
        print("| " + " | ".join(_shown(row[column]) for column in columns) + " |")
    print(f"\n{machine()}", flush=True)


def _shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.0f}" if abs(value) >= 1000 else f"{value:.3g}"
    return str(value)
