"""Do every operation while the machine fails: what is said, and what is left of the library.

A small library is built once. For each operation and each fault its folders are copied, the
operation is done under the fault in a process of its own, which then dies; the fault is
lifted; a fresh process compares everything with a fresh ingest, does the operation again,
and compares once more. Nothing may be damaged, no original may be lost, and the second time
it must succeed.

A full disk is a small tmpfs with a ballast, a folder that cannot be written a mount that is
read-only: both need root on Linux, and are left out, and said to be, without it. A file that
another program holds is played, as Windows plays it: opening, replacing and deleting it are
refused. The clock jumps in what the program reads of it.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

import chromadb  # noqa: F401  (in this process, so that none of its children has to)
import sqlalchemy as sa
from faults import forked, settings_for
from kill_checks import FreshIngests, damages
from kill_texts import EDITOR, plain

from pb_qa import wiring
from pb_qa.assistant import Assistant
from pb_qa.catalog import MetadataEdit
from pb_qa.embedding import Embedder, load_embedder
from pb_qa.errors import PbQaError
from pb_qa.models import FileReport, FileStatus
from pb_qa.storage import corpus as corpus_module
from pb_qa.storage.corpus import hash_of

_JUMP = timedelta(days=400)
_MEGABYTE = 1 << 20


def body(number: int, more: str = "") -> str:
    """A document that differs from the others in every sentence."""
    lines = [f"关于第{number}号事项的通知", EDITOR]
    lines += [
        f"第{number}号第{n}条。固原市第{number}处现有党员{n * number}人。" for n in range(1, 30)
    ]
    return "\n".join([*lines, more]) + "\n"


# ---- operations: each gives the verdicts


def _id(assistant: Assistant, source: str) -> str:
    return next(info.id for info in assistant.list_documents() if info.source == source)


def _add(assistant: Assistant, root: Path) -> list[FileReport]:
    return list(assistant.add([root / "inbox" / "新的.txt"]))


def _replace(assistant: Assistant, root: Path) -> list[FileReport]:
    return list(assistant.add([root / "inbox" / "1.txt"]))


def _remove(assistant: Assistant, _: Path) -> list[FileReport]:
    ids = [info.id for info in assistant.list_documents() if info.source == "2.txt"]
    return list(assistant.remove(ids))


def _put_back(assistant: Assistant, _: Path) -> list[FileReport]:
    keys = [one.key for one in assistant.trash() if one.source == "3.txt" and not one.replaced]
    return list(assistant.put_back(keys))


def _edit(assistant: Assistant, _: Path) -> list[FileReport]:
    return [assistant.edit(_id(assistant, "4.txt"), MetadataEdit(title="改过的标题"))]


def _undo(assistant: Assistant, _: Path) -> list[FileReport]:
    document = assistant.document(_id(assistant, "4.txt"))
    cuts = [n for n, cut in enumerate(document.receipt) if EDITOR in cut.original]
    return [assistant.undo_cut(document.id, cut) for cut in cuts]


def _restore(assistant: Assistant, _: Path) -> list[FileReport]:
    document_id = _id(assistant, "5.txt")
    live = assistant.document(document_id)
    return [] if "旧的" in live.text else [assistant.restore_version(document_id, 1)]


def _sync(assistant: Assistant, root: Path) -> list[FileReport]:
    return list(assistant.sync())


def _ask(assistant: Assistant, _: Path) -> list[FileReport]:
    hits = assistant.search("第1号第7条 固原市第1处现有党员", 3)
    assert any("第1号第7条" in hit.passage.text for hit in hits), "it does not answer"
    return []


OPERATIONS: dict[str, Callable[[Assistant, Path], list[FileReport]]] = {
    "ask": _ask,
    "add": _add,
    "replace": _replace,
    "remove": _remove,
    "put back": _put_back,
    "edit": _edit,
    "undo a cut": _undo,
    "restore a version": _restore,
    "synchronise": _sync,
}


# ---- faults


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong.

    Attributes
    ----------
    place
        Around everything, in the process that lives on: gives the folder to work in.
    around
        Around the operation, in the process that does it.
    before_opening
        Whether the library is opened under the fault as well.
    """

    place: Callable[[Path], Any] | None = None
    around: Callable[[Assistant | None, Path], Any] | None = None
    before_opening: bool = False


@contextmanager
def small_disk(root: Path) -> Iterator[None]:
    """The folder as a file system of its own, with 6 MB more than lies in it."""
    kept = root.with_name("kept")
    root.rename(kept)
    root.mkdir()
    size = sum(path.stat().st_size for path in kept.rglob("*") if path.is_file())
    blocks = sum(1 for _ in kept.rglob("*")) * 4096
    _mount("-t", "tmpfs", "-o", f"size={size + blocks + 6 * _MEGABYTE}", "tmpfs", str(root))
    shutil.copytree(kept, root, dirs_exist_ok=True)
    try:
        yield
    finally:
        after = root.with_name("after")
        shutil.copytree(root, after, ignore=shutil.ignore_patterns("ballast"))
        subprocess.run(["umount", "-l", str(root)], check=True)
        root.rmdir()
        after.rename(root)
        shutil.rmtree(kept)


def _mount(*arguments: str) -> None:
    subprocess.run(["mount", *arguments], check=True, capture_output=True)


@contextmanager
def filled(_: Assistant | None, root: Path) -> Iterator[None]:
    """Not a byte is free."""
    with (root / "ballast").open("wb", buffering=0) as file:
        for size in (65536, 1):
            try:
                while file.write(b"x" * size):
                    pass
            except OSError:
                continue
    yield


@contextmanager
def read_only(_: Assistant | None, root: Path, folder: str) -> Iterator[None]:
    """One of the folders cannot be written; whoever started the process undoes it."""
    path = str(root / folder)
    _mount("--bind", path, path)
    _mount("-o", "remount,ro,bind", path)
    yield


@contextmanager
def writable_again(root: Path) -> Iterator[None]:
    try:
        yield
    finally:
        for folder in ("corpus", "data"):
            # A folder mounted on itself does not show as a mount; what is none stays as it is.
            command = ["umount", "-l", str(root / folder)]
            subprocess.run(command, check=False, capture_output=True)


@contextmanager
def library_locked(assistant: Assistant | None, root: Path) -> Iterator[None]:
    """Another program has begun to write the library and does not end."""
    assert assistant is not None
    sa.event.listen(
        assistant.library._engine,
        "checkout",
        lambda connection, *_: connection.execute("PRAGMA busy_timeout=100"),
    )
    (path,) = (root / "data").rglob("library.sqlite3")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.close()


@contextmanager
def originals_held(_: Assistant | None, root: Path) -> Iterator[None]:
    """Another program holds every original, as on Windows."""
    folder = root / "corpus"

    def held(path: object) -> bool:
        place = Path(str(path))
        return place.parent == folder and place.exists()

    def refusing(original: Callable[..., Any]) -> Callable[..., Any]:
        def refused(*arguments: Any, **named: Any) -> Any:
            if any(held(one) for one in arguments if isinstance(one, str | Path)):
                raise PermissionError(13, "另一个程序正在使用此文件，进程无法访问")
            return original(*arguments, **named)

        return refused

    with (
        mock.patch.object(Path, "open", refusing(Path.open)),
        mock.patch.object(Path, "replace", refusing(Path.replace)),
        mock.patch.object(Path, "unlink", refusing(Path.unlink)),
        mock.patch.object(os, "link", refusing(os.link)),
    ):
        yield


@contextmanager
def clock_set(_: Assistant | None, root: Path, jump: timedelta) -> Iterator[None]:
    """The clock shows another year."""
    real = time.time

    class Jumped(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> Any:
            return datetime.now(tz) + jump

    with (
        mock.patch.object(time, "time", lambda: real() + jump.total_seconds()),
        mock.patch.object(corpus_module, "datetime", Jumped),
    ):
        yield


def _read_only(folder: str) -> Callable[[Assistant | None, Path], Any]:
    return lambda assistant, root: read_only(assistant, root, folder)


def _clock(jump: timedelta) -> Callable[[Assistant | None, Path], Any]:
    return lambda assistant, root: clock_set(assistant, root, jump)


FAULTS: dict[str, Fault] = {
    "nothing": Fault(),
    "disk full": Fault(small_disk, filled),
    "disk full at start": Fault(small_disk, filled, before_opening=True),
    "corpus read-only": Fault(writable_again, _read_only("corpus")),
    "data read-only": Fault(writable_again, _read_only("data"), before_opening=True),
    "library locked": Fault(None, library_locked),
    "originals held": Fault(None, originals_held),
    "clock a year ahead": Fault(None, _clock(_JUMP)),
    "clock a year back": Fault(None, _clock(-_JUMP)),
}
_NEED_MOUNTS = frozenset(name for name, fault in FAULTS.items() if fault.place is not None)


# ---- the table


def build(root: Path) -> dict[str, Any]:
    """The library that all copies are made of."""

    def made() -> dict[str, Any]:
        corpus = root / "corpus"
        corpus.mkdir(parents=True)
        (root / "inbox").mkdir()
        for number in range(1, 9):
            text = body(number, "旧的" if number == 5 else "")
            (corpus / f"{number}.txt").write_text(text, "utf-8")
        (root / "inbox" / "新的.txt").write_text(body(50), "utf-8")
        (root / "inbox" / "1.txt").write_text(body(1, "新的一版"), "utf-8")
        with Assistant(settings_for(root / "data", corpus)) as assistant:
            list(assistant.sync())
            draft = root / "inbox" / "5.txt"
            draft.write_text(body(5, "后来的"), "utf-8")
            list(assistant.add([draft]))
            list(assistant.remove([_id(assistant, "3.txt")]))
            assistant._engine().indexes.vectors.wait()
        # Synchronising has to read one file that changed, one new one, and miss one.
        (corpus / "6.txt").write_text(body(6, "有人改过"), "utf-8")
        (corpus / "9.txt").write_text(body(9), "utf-8")
        (corpus / "7.txt").unlink()
        return {"built": True}

    return forked(made)


def under_fault(root: Path, name: str, fault: Fault) -> dict[str, Any]:
    """Do it while the machine fails; what was said, and how many verdicts were good."""

    def done() -> dict[str, Any]:
        def act(assistant: Assistant) -> list[str]:
            return [
                report.reason or "?"
                for report in OPERATIONS[name](assistant, root)
                if report.status is FileStatus.REJECTED
            ]

        started = time.perf_counter()
        try:
            if fault.around is not None and fault.before_opening:
                with fault.around(None, root), _opened(root) as assistant:
                    said = act(assistant)
            else:
                with _opened(root) as assistant:
                    if fault.around is None:
                        said = act(assistant)
                    else:
                        with fault.around(assistant, root):
                            said = act(assistant)
                            # Dead before the fault is lifted.
                            return {"said": said, "seconds": time.perf_counter() - started}
        except PbQaError as error:
            said = [str(error)]
        return {"said": said, "seconds": time.perf_counter() - started}

    return forked(done)


@contextmanager
def _opened(root: Path) -> Iterator[Assistant]:
    """Opened, and never closed: the process dies."""
    assistant = Assistant(settings_for(root / "data", root / "corpus"))
    assistant._engine().indexes.vectors.wait()
    yield assistant


def afterwards(root: Path, name: str, fresh: FreshIngests) -> dict[str, Any]:
    """What is damaged once the fault is gone, and what comes of doing it again."""

    def looked() -> dict[str, Any]:
        with Assistant(settings_for(root / "data", root / "corpus")) as assistant:
            engine = assistant._engine()
            found = damages(assistant, engine, fresh)
            texts = [assistant.document(info.id).text for info in assistant.list_documents()]
            again = [
                report.reason
                for report in OPERATIONS[name](assistant, root)
                if report.status is FileStatus.REJECTED
            ]
            found += damages(assistant, engine, fresh)
            return {"found": found, "again": again, "texts": [plain(text) for text in texts]}

    return forked(looked)


def run(root: Path, fresh: FreshIngests, only: str) -> bool:
    """Every operation under every fault; whether anything was damaged."""
    master = root / "master"
    print(build(master))
    mounts = sys.platform == "linux" and os.geteuid() == 0
    damaged = 0
    for fault_name, fault in FAULTS.items():
        if only and only not in fault_name:
            continue
        if fault_name in _NEED_MOUNTS and not mounts:
            print(f"{fault_name}: left out, only root on Linux can mount file systems")
            continue
        for name in OPERATIONS:
            case = root / "case"
            shutil.copytree(master, case)
            before = {hash_of(path) for path in (case / "corpus").rglob("*.txt")}
            if fault.place is None:
                seen = under_fault(case, name, fault)
            else:
                with fault.place(case):
                    seen = under_fault(case, name, fault)
            left = {hash_of(path) for path in (case / "corpus").rglob("*.txt")}
            after = afterwards(case, name, fresh)
            found = list(after.get("found", ["it does not start again"]))
            found += ["an original is gone"] * len(before - left)
            wrong = [one for one in (seen, after) if "failed" in one]
            found += [str(one["failed"]).strip() for one in wrong]
            found += [f"not done the second time: {reason}" for reason in after.get("again", ())]
            said = "；".join(dict.fromkeys(seen.get("said", ()))) or "done"
            if said != "done" and not re.search(r"[\u4e00-\u9fff].*[。）]$", said, re.S):
                found.append(f"not said as people read it: {said}")
            damaged += bool(found)
            shown = re.sub(r"/\S*/case", "…", said)
            print(f"{fault_name} | {name} | {shown} | {len(found)}", flush=True)
            for line in found:
                print(f"    FOUND {line}", flush=True)
            shutil.rmtree(case)
    print(f"cases with damage: {damaged}")
    return bool(damaged)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="faults with these words in their names")
    options = parser.parse_args()
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    root = Path(tempfile.mkdtemp(prefix="conditions-"))
    try:
        settings = settings_for(root, root)
        embedder: Embedder = load_embedder(settings.embedding_model)
        wiring.load_embedder = lambda _: embedder  # type: ignore[assignment]
        failed = run(root, FreshIngests(embedder, settings.passage_characters), options.only)
    finally:
        shutil.rmtree(root, ignore_errors=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
