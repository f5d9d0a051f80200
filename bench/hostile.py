"""Files that are damaged or mean harm: python bench/hostile.py [--shared FOLDER] [--mutations 200]

What reads them runs by itself, with a home and a temporary folder of its own, traced where strace
is at hand. It must survive; each file must become a document with sound text or get a verdict in
Chinese, in its time and within 1 GB; nothing may be written or reached outside.

``--shared`` names a folder with ``documents``, ``hostile/files`` and ``hostile/gen_hostile.py``.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import psutil  # type: ignore[import-untyped]
from measuring import ROOT, environment, print_table
from mutations import drawn_files, files_in, made_files, mutated

from pb_qa.errors import ReadingError
from pb_qa.models import Document, Page
from pb_qa.reading import DocumentReader
from pb_qa.reading.cleaning import restore
from pb_qa.reading.protocol import Limits
from pb_qa.reading.quality import page_quality, quality_warning
from pb_qa.settings import load_settings

_SEED = 20_241_107
_MEGABYTES = 1024
_SLACK_SECONDS = 10.0
_GRAM = 4
_MOST_FOREIGN = 0.5
_CALLS = (
    "connect,sendto,sendmsg,sendmmsg,open,openat,openat2,creat,rename,renameat,renameat2,"
    "unlink,unlinkat,mkdir,mkdirat,link,linkat,symlink,symlinkat,chmod,fchmodat,truncate"
)
# What an entity or a link that is followed would bring in.
_LEAKS = ("root:x:0:0",)
_FONTS = (
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"),
    Path("C:/Windows/Fonts/msyh.ttc"),
)

Row = dict[str, Any]


# ---- the process that reads


class Peak(threading.Thread):
    """Watches how much memory the children of this process take, in bytes."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.children = 0

    def run(self) -> None:
        this = psutil.Process()
        while True:
            for child in this.children():
                try:
                    self.children = max(self.children, child.memory_info().rss)
                except psutil.Error:
                    continue
            time.sleep(0.02)


def read_all(listing: Path, results: Path) -> None:
    """Read the files of a listing; one row of JSON each."""
    peak = Peak()
    peak.start()
    files: list[Row] = json.loads(listing.read_text("utf-8"))
    grams: dict[str, set[str]] = {}
    with DocumentReader(load_settings()) as reader, results.open("w", encoding="utf-8") as out:
        for file in files:
            path = Path(file["path"])
            begun, peak.children = time.perf_counter(), 0
            try:
                outcome: Document | ReadingError = reader.read(path, f"语料/{path.name}")
            except ReadingError as verdict:
                outcome = verdict
            seconds = time.perf_counter() - begun
            if file.get("keep") and isinstance(outcome, Document):
                grams[file["keep"]] = set(_grams(outcome.text))
            row = {
                **file,
                "seconds": seconds,
                "child": peak.children,
                "problem": _problem(outcome, file, grams),
                "outcome": "text" if isinstance(outcome, Document) else type(outcome).__name__,
                "message": "" if isinstance(outcome, Document) else str(outcome),
            }
            out.write(json.dumps(row, ensure_ascii=True) + "\n")
            out.flush()


def _grams(text: str) -> list[str]:
    plain = "".join(text.split())
    return [plain[index : index + _GRAM] for index in range(len(plain) - _GRAM + 1)]


def _problem(outcome: Document | ReadingError, file: Row, grams: Mapping[str, set[str]]) -> str:
    """What is wrong with an outcome; ``""`` for sound text and for a verdict in Chinese."""
    if isinstance(outcome, ReadingError):
        message = str(outcome)
        chinese = sum("\u4e00" <= character <= "\u9fff" for character in message)
        fit = chinese >= 8 and message.endswith("。") and "Error" not in message
        return "" if fit else f"no verdict in Chinese: {message[:80]}"
    if not outcome.text.strip():
        return "ready without text"
    quality = page_quality(outcome)
    pages = outcome.pages or (Page(1, 0, len(outcome.text)),)
    sound = [page for page, found in zip(pages, quality, strict=True) if not found.problem]
    if not sound and not quality_warning(outcome):
        return "no sound page, and nothing is said of it"
    shown = "\n".join(outcome.text[page.start : page.end] for page in sound)
    if any(name in shown for name in _LEAKS):
        return "what another file says"
    size = len(outcome.text)
    spans = [(part.start, part.end) for part in (*outcome.sections, *outcome.pages)]
    if any(not 0 <= start <= end <= size for start, end in spans):
        return "a span outside of the text"
    if len(restore(outcome.text, outcome.receipt)) < size:
        return "a receipt that does not lead back"
    known = [grams[name] for name in file.get("origins", ()) if name in grams]
    if len(known) == 1:  # What a splice of two formats says, nobody knows.
        found = _grams(shown)
        foreign = sum(gram not in known[0] for gram in found) / max(1, len(found))
        if foreign > _MOST_FOREIGN and len(found) > 50:
            return f"{foreign:.0%} of the text is in no original"
    return ""


# ---- the process that watches


def prepared(folder: Path, shared: Path | None, mutations: int, seed: int) -> Iterator[Row]:
    """Write all files below ``folder``; each as a row of the listing."""
    good = made_files() | files_in([ROOT / "docs_corpus", ROOT / "tests/reading/files"])
    font = next((font for font in _FONTS if font.is_file()), None)
    if font is not None:
        good |= drawn_files(font)
    if shared is not None:
        good |= files_in([shared / "documents"])
    for number, (name, data) in enumerate(sorted(good.items())):
        path = folder / f"good-{number}{Path(name).suffix}"
        path.write_bytes(data)
        yield {"group": "good files", "path": str(path), "keep": name}
    if shared is not None:
        for path in sorted((shared / "hostile/files").rglob("*")):
            if path.is_file():
                yield {"group": f"found: {path.relative_to(shared).parts[2]}", "path": str(path)}
        made = folder / "made"
        script = shared / "hostile/gen_hostile.py"
        subprocess.run([sys.executable, str(script), str(made)], check=True)
        for path in sorted(made.rglob("*")):
            # Links that lead out of a folder are refused before anything is read.
            if path.is_file() and not path.is_symlink():
                yield {"group": "made to harm", "path": str(path)}
    spoilt = mutated(good, random.Random(seed), mutations)
    for number, (kind, suffix, origins, data) in enumerate(spoilt):
        path = folder / f"mutation-{number}{suffix}"
        path.write_bytes(data)
        yield {"group": f"mutated {suffix}", "path": str(path), "kind": kind, "origins": origins}


def traced(command: list[str], trace: Path) -> list[str]:
    """The command, with its system calls written to ``trace`` where that is possible."""
    strace = shutil.which("strace")
    if strace is None:
        return command
    options = ["-f", "-qq", "--seccomp-bpf", "-o", str(trace), "-e", f"trace={_CALLS}"]
    return [strace, *options, *command]


def forbidden_calls(trace: Path, allowed: tuple[str, ...]) -> list[str]:
    """Lines of a trace that write outside of ``allowed`` or reach a network address."""
    found = []
    for line in trace.read_text("utf-8", "replace").splitlines():
        call = line.partition(" ")[2].strip()
        if call.startswith(("connect", "send")):
            bad = "AF_INET" in call
        elif call.startswith("open"):
            bad = any(flag in call for flag in ("O_WRONLY", "O_RDWR", "O_CREAT"))
        else:
            bad = not call.startswith(("<...", "---", "+++"))
        if bad and " = -1 " not in call and not any(f'"{place}' in call for place in allowed):
            found.append(line)
    return found


def listing_of(*folders: Path) -> set[str]:
    """The paths below some folders."""
    return {str(path) for folder in folders for path in folder.rglob("*")}


def table(rows: list[Row]) -> list[Row]:
    """One row for each group."""
    limits = Limits(0, load_settings().parse_seconds, 0)
    result = []
    for group in sorted({row["group"] for row in rows}):
        of_group = [row for row in rows if row["group"] == group]
        late = 0
        for row in of_group:
            size = os.path.getsize(row["path"]) if os.path.exists(row["path"]) else 0
            late += row["seconds"] > limits.seconds_for(size) + _SLACK_SECONDS
        result.append(
            {
                "files": group,
                "number": len(of_group),
                "text": sum(row["outcome"] == "text" for row in of_group),
                "verdict": sum(row["outcome"] != "text" for row in of_group),
                "wrong": sum(bool(row["problem"]) for row in of_group),
                "late": late,
                "longest s": max(row["seconds"] for row in of_group),
                "largest child MB": max(row["child"] for row in of_group) / 2**20,
            }
        )
    return result


def main() -> None:
    """Run all, print tables; exit with 1 when anything is amiss."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path)
    parser.add_argument("--mutations", type=int, default=200)
    parser.add_argument("--seed", type=int, default=_SEED)
    parser.add_argument("--keep", type=Path, help="a new folder for files and results")
    parser.add_argument("--read", nargs=2, type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.read:
        read_all(*options.read)
        return
    if options.keep:
        options.keep.mkdir(parents=True)
        sys.exit(run(options.keep.resolve(), options.shared, options.mutations, options.seed))
    with tempfile.TemporaryDirectory() as name:
        sys.exit(run(Path(name), options.shared, options.mutations, options.seed))


def run(box: Path, shared: Path | None, mutations: int, seed: int) -> bool:
    """Prepare, read, check; return whether anything is amiss."""
    files, home, temporary = box / "files", box / "home", box / "tmp"
    for folder in (files, home, temporary):
        folder.mkdir()
    rows = list(prepared(files, shared, mutations, seed))
    listing, results, trace = box / "listing.json", box / "results.jsonl", box / "trace"
    listing.write_text(json.dumps(rows), "utf-8")
    before = listing_of(files, home, temporary)
    command = [sys.executable, "-B", __file__, "--read", str(listing), str(results)]
    places = {name: str(home) for name in ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")}
    # Without LibreOffice, which writes where it likes: what is tried is what reads here.
    programs = str(Path(sys.executable).parent)
    surroundings = environment(TMPDIR=str(temporary), PATH=programs, **places)
    done = subprocess.run(traced(command, trace), env=surroundings, cwd=home, check=False)
    read = [json.loads(line) for line in results.read_text("utf-8").splitlines()]
    appeared = listing_of(files, home, temporary) - before
    calls = forbidden_calls(trace, (str(results), "/dev/null")) if trace.exists() else []
    print_table("hostile files", table(read))
    for row in read:
        if row["problem"]:
            print(f"- {row['path']} ({row.get('kind', row['group'])}): {row['problem']}")
    largest = max(row["child"] for row in read) / 2**20
    late = sum(row["late"] for row in table(read))
    print(f"\nread {len(read)} of {len(rows)}, the reading process ended with {done.returncode}")
    print(f"files that appeared: {sorted(appeared)[:10]}")
    seen = calls[:10] if trace.exists() else "没有 strace，未查"
    print(f"calls that write or reach outside: {seen}")
    amiss = done.returncode != 0 or len(read) != len(rows) or bool(appeared) or bool(calls)
    return amiss or late > 0 or largest > _MEGABYTES or any(row["problem"] for row in read)


if __name__ == "__main__":
    main()
