"""Many small documents sent to the running app at once, while somebody searches.

The app runs as a user starts it; everything goes over HTTP. Measured: throughput, memory of
the app and of the process that parses over time, how true the remaining time was, and how
much slower a search is meanwhile. With ``--watch`` also: from a file dropped into the corpus
folder to its being found, and what the app costs while nothing happens.

``python bench/load.py --documents 5000 --watch``
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

import httpx
import psutil
from docx import Document as WordDocument
from measuring import machine, percentile, print_table

_PART_FILES = 50
_TOWNS = (
    "清河",
    "石桥",
    "柳林",
    "白沙",
    "青山",
    "南湖",
    "北岭",
    "东塘",
    "西坪",
    "长安",
    "永安",
    "太平",
)
_BODIES = ("县委组织部", "镇党委", "街道党工委", "村党支部", "机关工委", "国资委党委")
_THINGS = ("党员", "指导员", "志愿者", "入党积极分子", "党务工作者", "驻村干部", "网格员")
_DOES = ("选派", "培训", "表彰", "走访", "慰问", "调整", "新增", "考核")
_WHY = (
    "为进一步落实责任，按照统一安排，各单位要在月底前报送进展情况。",
    "工作中要注意方式方法，防止形式主义，切实减轻基层负担。",
    "对完成任务好的单位予以通报表扬，对进度慢的单位进行督促。",
    "相关经费按规定从年度预算中列支，任何单位不得挪用。",
    "各级党组织要结合实际制定实施方案，明确时间表和责任人。",
)
_KINDS = ("txt", "txt", "txt", "txt", "txt", "md", "html", "docx")


def text_of(number: int) -> list[str]:
    """The lines of a document; no two documents are the same."""
    chance = random.Random(number)
    town, body = chance.choice(_TOWNS), chance.choice(_BODIES)
    year = 2001 + number % 23
    lines = [f"{town}{body}{year}年第{number}号工作通报"]
    for item in range(chance.randint(4, 14)):
        thing, does = chance.choice(_THINGS), chance.choice(_DOES)
        count, share = chance.randint(3, 9999), chance.randint(10, 999) / 10
        lines.append(
            f"{item + 1}．{year}年{chance.randint(1, 12)}月，{chance.choice(_TOWNS)}{body}{does}"
            f"{thing}{count}名，占应到人数的{share}%。{chance.choice(_WHY)}"
        )
    return lines


def write_document(folder: Path, number: int) -> Path:
    """One document in one of four formats."""
    kind = _KINDS[number % len(_KINDS)]
    lines = text_of(number)
    path = folder / f"{number % 20:02d}" / f"通报{number:05d}.{kind}"
    path.parent.mkdir(parents=True, exist_ok=True)
    if kind == "docx":
        document = WordDocument()
        for line in lines:
            document.add_paragraph(line)
        document.save(str(path))
    elif kind == "html":
        body = "".join(f"<p>{line}</p>" for line in lines[1:])
        page = f"<html><head><title>{lines[0]}</title></head><body><h1>{lines[0]}</h1>{body}"
        path.write_text(f"{page}</body></html>", "utf-8")
    else:
        head = f"# {lines[0]}" if kind == "md" else lines[0]
        path.write_text("\n\n".join([head, *lines[1:]]), "utf-8")
    return path


class App:
    """The app in a process of its own, over an empty corpus."""

    def __init__(self, folder: Path) -> None:
        self.corpus = folder / "corpus"
        self.corpus.mkdir(parents=True, exist_ok=True)
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("PB_QA_")},
            "PB_QA_CORPUS_DIR": str(self.corpus),
            "PB_QA_DATA_DIR": str(folder / "data"),
        }
        self._log = (folder / "serve.log").open("w+", encoding="utf-8")
        command = [str(Path(sys.executable).with_name("pb-qa")), "serve", "--port", "0"]
        self.process = subprocess.Popen(
            command, env=environment, stdout=self._log, stderr=subprocess.STDOUT
        )
        address = self._line("已就绪：").split("：", 1)[1]
        self._line("语料已读入：")
        self.client = httpx.Client(base_url=address, timeout=120, trust_env=False)
        self._watched = psutil.Process(self.process.pid)

    def _line(self, start: str) -> str:
        while self.process.poll() is None:
            self._log.seek(0)
            for line in self._log:
                if line.startswith(start):
                    return line.strip()
            time.sleep(0.1)
        self._log.seek(0)
        raise SystemExit(self._log.read())

    def megabytes(self) -> tuple[float, float, float]:
        """Memory of the app in RAM, how much of that is of mapped files, that of its children.

        A page of the library's file counts once for every connection that maps it.
        """
        children = 0
        for child in self._watched.children(recursive=True):
            try:
                children += child.memory_info().rss
            except psutil.NoSuchProcess:
                continue
        memory = self._watched.memory_info()
        return memory.rss / 1e6, getattr(memory, "shared", 0) / 1e6, children / 1e6

    def cpu_seconds(self) -> float:
        """Processor time of the app and its children so far."""
        times = [self._watched.cpu_times()]
        for child in self._watched.children(recursive=True):
            try:
                times.append(child.cpu_times())
            except psutil.NoSuchProcess:
                continue
        return float(sum(one.user + one.system for one in times))

    def search(self, query: str) -> tuple[float, str]:
        """Seconds of one search over HTTP, and what came."""
        began = time.perf_counter()
        answer = self.client.get("/page/matches", params={"question": query, "count": 10})
        answer.raise_for_status()
        return time.perf_counter() - began, answer.text

    def batch(self, identifier: str) -> dict[str, Any]:
        """How far a batch is."""
        found: dict[str, Any] = self.client.get(
            f"/intake/batches/{identifier}", params={"limit": 1}
        ).json()
        return found

    def stop(self) -> None:
        """Stop it."""
        self.client.close()
        self.process.terminate()
        self.process.wait(60)
        self._log.close()


def query_of(number: int) -> str:
    """A question as somebody might ask it."""
    chance = random.Random(-number)
    return f"{chance.choice(_TOWNS)}{chance.choice(_DOES)}了多少名{chance.choice(_THINGS)}"


@dataclass
class Course:
    """What was seen while the documents were taken in."""

    searches: list[float] = field(default_factory=list)
    told: list[tuple[float, float | None, int]] = field(default_factory=list)
    memory: list[tuple[float, float, float, float]] = field(default_factory=list)


def send(app: App, files: list[Path], root: Path, batch: str) -> None:
    """Send files as the page does, a few at a time."""
    total = sum(path.stat().st_size for path in files)
    for part, start in enumerate(range(0, len(files), _PART_FILES)):
        form = [
            ("file", (path.relative_to(root).as_posix(), path.read_bytes()))
            for path in files[start : start + _PART_FILES]
        ]
        query = {"batch": batch, "part": part, "files": len(files), "bytes": total}
        while True:
            answer = app.client.post("/intake/files", params=query, files=form)
            if answer.status_code != 429:
                break
            time.sleep(2)
        answer.raise_for_status()


@contextmanager
def repeating(action: Callable[[int], None], every: float) -> Iterator[None]:
    """Do something again and again in a thread."""
    over = threading.Event()

    def repeat() -> None:
        number = 0
        while not over.wait(every):
            action(number)
            number += 1

    thread = threading.Thread(target=repeat)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def load(app: App, files: list[Path], root: Path) -> tuple[Course, float, dict[str, Any]]:
    """Send everything and watch until it is done; the seconds it took."""
    course, batch, began = Course(), "bench-load", time.perf_counter()

    def look(_: int) -> None:
        state = app.batch(batch)
        if "done" in state:
            moment = time.perf_counter() - began
            course.told.append((moment, state["seconds_left"], state["done"]))
            course.memory.append((moment, *app.megabytes()))

    def search(number: int) -> None:
        course.searches.append(app.search(query_of(number))[0])

    with repeating(look, 0.5), repeating(search, 0.2):
        send(app, files, root, batch)
        sent = time.perf_counter() - began
        while not app.batch(batch)["finished"]:
            time.sleep(0.2)
        seconds = time.perf_counter() - began
    return course, seconds, {**app.batch(batch), "sent": sent}


def progress_error(course: Course, seconds: float) -> list[float]:
    """How far off the remaining time was, as a share of the whole, from a tenth of it on."""
    return [
        abs(left - (seconds - moment)) / seconds
        for moment, left, _ in course.told
        if left is not None and moment > seconds / 10
    ]


def measure_load(app: App, files: list[Path], root: Path) -> None:
    """Print what a load costs."""
    course, seconds, state = load(app, files, root)
    idle = [app.search(query_of(number))[0] for number in range(100)]
    errors = progress_error(course, seconds)
    size = sum(path.stat().st_size for path in files)
    quarters = [len(course.memory) * part // 4 for part in range(5)]
    print_table(
        "taken in over HTTP",
        [
            {
                "documents": len(files),
                "counts": str(state["counts"]),
                "MB": round(size / 1e6, 2),
                "sent in s": round(state["sent"], 1),
                "s": round(seconds, 1),
                "documents/s": round(len(files) / seconds, 1),
            }
        ],
    )
    print_table(
        "search p50 and p95 in ms",
        [
            {
                "meanwhile p50": round(median(course.searches) * 1000, 1),
                "p95": round(percentile(course.searches, 95) * 1000, 1),
                "idle p50": round(median(idle) * 1000, 1),
                "idle p95": round(percentile(idle, 95) * 1000, 1),
                "times slower": round(median(course.searches) / median(idle), 2),
            }
        ],
    )
    print_table(
        "remaining time, error as a share of the whole",
        [
            {
                "median": round(median(errors), 3),
                "p90": round(percentile(errors, 90), 3),
                "largest": round(max(errors), 3),
            }
        ],
    )
    print_table(
        "resident MB",
        [
            {
                "quarter": number,
                "app, median": round(median(one[1] for one in part)),
                "app, most": round(max(one[1] for one in part)),
                "own memory, median": round(median(one[1] - one[2] for one in part)),
                "parsing, most": round(max(one[3] for one in part)),
            }
            for number, part in enumerate(
                (course.memory[a:b] for a, b in pairwise(quarters)),
                start=1,
            )
        ],
    )


def measure_watch(app: App, scratch: Path, first: int) -> None:
    """Print how soon a dropped file is found, and what watching costs."""
    rows: list[dict[str, object]] = []
    for count in (1, 100):
        made = [write_document(scratch, first + number) for number in range(count)]
        first += count
        wanted = f"第{first - 1}号工作通报"
        began = time.perf_counter()
        for path in made:
            path.replace(app.corpus / path.name)
        while wanted not in app.search(wanted)[1]:
            time.sleep(0.1)
        rows.append({"dropped": count, "found after s": round(time.perf_counter() - began, 2)})
    print_table("dropped into the corpus folder", rows)
    time.sleep(35)
    before = app.cpu_seconds()
    time.sleep(60)
    used = app.cpu_seconds() - before
    print_table("nothing happens", [{"CPU %": round(used / 60 * 100, 2)}])


def main() -> None:
    """Make the documents, start the app, measure."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--data", type=Path, help="a folder of documents to send instead")
    parser.add_argument("--watch", action="store_true")
    options = parser.parse_args()
    print(machine())
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        root = options.data or Path(folder) / "made"
        if options.data is None:
            files = [write_document(root, number) for number in range(options.documents)]
        else:
            files = sorted(path for path in root.rglob("*") if path.is_file())
        app = App(Path(folder) / "app")
        try:
            measure_load(app, files, root)
            if options.watch:
                measure_watch(app, Path(folder) / "dropped", 1_000_000)
        finally:
            app.stop()


if __name__ == "__main__":
    main()
