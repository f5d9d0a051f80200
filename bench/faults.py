"""Damage every kind of index file in every way, start, and see what the library makes of it.

A small library is built once, with an older state of it and another library beside it. For
each way its data folder is copied and damaged; then a fresh process starts on it. It must
notice the damage, answer meanwhile, set the damaged folder aside, and end with an index
that equals a fresh ingest, without embedding a single passage.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import chromadb  # noqa: F401  (in this process, so that none of its children has to)
from kill_checks import FreshIngests, damages
from kill_points import die
from kill_texts import text_of

from pb_qa import wiring
from pb_qa.assistant import Assistant
from pb_qa.embedding import Embedder, load_embedder
from pb_qa.settings import Settings, load_settings
from pb_qa.storage import chroma, doctor
from pb_qa.storage.rows import Vectors

_DOCUMENTS = 16
INDEXES = ("vectors", "keywords", "figures")


class CountingEmbedder:
    """The embedder of the app, which counts the passages that it is given."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.name, self.dimension = embedder.name, embedder.dimension
        self.passages = 0

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.passages += len(texts)
        return self._embedder.embed_passages(texts)

    def embed_query(self, text: str) -> Vectors:
        return self._embedder.embed_query(text)


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to damage an index, by what it does to which file."""

    index: str
    file: str
    name: str
    apply: Callable[[Path], None]

    def __str__(self) -> str:
        return f"{self.index}: {self.file} {self.name}"


def to_nothing(path: Path) -> None:
    path.write_bytes(b"")


def to_half(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2)


def by_one_byte(path: Path) -> None:
    os.truncate(path, max(0, path.stat().st_size - 1))


def by_flipped_bytes(path: Path) -> None:
    content = bytearray(path.read_bytes())
    chance = random.Random(path.name)
    for _ in range(max(1, min(16, len(content) // 8))):
        content[chance.randrange(len(content))] ^= chance.randrange(1, 256)
    path.write_bytes(bytes(content))


def to_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def to_a_dead_link(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.parent / "nowhere")


WAYS: dict[str, Callable[[Path], None]] = {
    "cut to nothing": to_nothing,
    "cut to half": to_half,
    "one byte short": by_one_byte,
    "with bytes flipped": by_flipped_bytes,
    "deleted": Path.unlink,
    "unreadable: a folder": to_a_folder,
    "unreadable: a dead link": to_a_dead_link,
}


def faults(data: Path, older: Path, other: Path) -> Iterator[Fault]:
    """Every way for every file, and for each index as a whole."""
    for index in INDEXES:
        for path in sorted((data / index).rglob("*")):
            if not path.is_file() or path.name.endswith(".lock"):
                continue
            inside = path.relative_to(data / index)
            for name, way in WAYS.items():
                if path.stat().st_size or name in ("deleted", "unreadable: a folder"):
                    yield Fault(index, _kind(path), name, lambda at, i=inside, w=way: w(at / i))
            for source, name in ((older, "of an older copy"), (other, "of another library")):
                twin = _twin(path, data / index, source / index)
                if twin is not None and twin.read_bytes() != path.read_bytes():
                    yield Fault(
                        index,
                        _kind(path),
                        name,
                        lambda at, i=inside, t=twin: _copy(t, at / i),
                    )
        yield Fault(index, "the folder", "deleted", shutil.rmtree)
        yield Fault(index, "the folder", "emptied", _emptied)
        for source, name in ((older, "of an older copy"), (other, "of another library")):
            yield Fault(index, "the folder", name, lambda at, s=source / index: _swap(s, at))


def _kind(path: Path) -> str:
    return path.suffix or path.name if len(path.stem) == 32 else path.name


def _copy(source: Path, target: Path) -> None:
    target.write_bytes(source.read_bytes())


def _emptied(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


def _swap(source: Path, target: Path) -> None:
    shutil.rmtree(target)
    shutil.copytree(source, target)


def _twin(path: Path, index: Path, source: Path) -> Path | None:
    """The file that plays the same part in another copy."""
    same = source / path.relative_to(index)
    if same.is_file():
        return same
    return next(iter(sorted(source.rglob(f"*{path.suffix}" if path.suffix else path.name))), None)


# ---- lives


def forked(body: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Run in a process of its own; what it returns, or how it ended."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        chroma._HNSW["sync_threshold"] = 50
        try:
            os.write(writing, json.dumps(body()).encode())
        except BaseException:
            os.write(writing, json.dumps({"failed": traceback.format_exc()}).encode())
        die()
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    os.waitpid(child, 0)
    return json.loads(said) if said else {"failed": "the process crashed"}


def settings_for(data: Path, corpus: Path) -> Settings:
    return load_settings(corpus_dir=corpus, data_dir_override=data)


def build(root: Path, name: str, first: int) -> dict[str, Any]:
    """A library with as many passages before its last change as after it."""

    def body() -> dict[str, Any]:
        corpus, chance = root / name, random.Random(first)
        corpus.mkdir()
        for number in range(_DOCUMENTS):
            (corpus / f"{number}.txt").write_text(text_of(first + number, chance), "utf-8")
        with Assistant(settings_for(root / f"{name}.data", corpus)) as assistant:
            list(assistant.sync())
            assistant._engine().indexes.vectors.wait()
        shutil.copytree(root / f"{name}.data", root / f"{name}.older")
        for number in range(3):
            path = corpus / f"{number}.txt"
            path.write_text(path.read_text("utf-8").replace(f"第{first + number}号", "第乙号"))
        with Assistant(settings_for(root / f"{name}.data", corpus)) as assistant:
            list(assistant.sync())
            engine = assistant._engine()
            engine.indexes.vectors.wait()
            return {"passages": assistant.library.count_passages()}

    return forked(body)


def suffer(
    root: Path, fault: Fault, fresh: FreshIngests, embedder: CountingEmbedder, by_doctor: bool
) -> dict[str, Any]:
    """Damage a copy, start on it, and say what was seen."""
    data, corpus = root / "damaged", root / "main"
    shutil.rmtree(data, ignore_errors=True)
    shutil.copytree(root / "main.data", data)
    folder = data / fault.index
    if not by_doctor:
        fault.apply(folder)

    def body() -> dict[str, Any]:
        started = time.perf_counter()
        assistant = Assistant(settings_for(data, corpus))
        engine = assistant._engine()
        text = assistant.library.document(assistant.list_documents()[5].id).text
        asked = text.splitlines()[2][:40]
        if by_doctor:
            engine.indexes.vectors.wait()
            fault.apply(folder)
        meanwhile = assistant.search(asked, 3)
        ready = time.perf_counter() - started
        parts = (corpus, assistant.library, engine.indexes)
        report = doctor.examine(*parts)
        noticed = bool(report.problems) if by_doctor else bool(report.repaired)
        if by_doctor:
            report = doctor.repair(*parts)
        found = damages(assistant, engine, fresh)
        aside = [path for path in data.rglob("*quarantine") if path.is_dir()]
        assistant.close()
        return {
            "noticed": noticed,
            "answered": any(asked[:20] in hit.passage.text for hit in meanwhile),
            "healthy": report.healthy,
            "found": found,
            "embedded": embedder.passages,
            "aside": len(aside),
            "seconds": ready,
        }

    return forked(body)


def run(root: Path, limit: int, embedder: Embedder) -> bool:
    """All faults, at start and under a running app in turns; whether one went unnoticed."""
    counting = CountingEmbedder(embedder)
    wiring.load_embedder = lambda _: counting  # type: ignore[assignment]
    fresh = FreshIngests(embedder, settings_for(root, root).passage_characters)
    print(build(root, "main", 1), build(root, "other", 101))
    every = list(faults(root / "main.data", root / "main.older", root / "other.data"))
    chosen = every if limit >= len(every) else random.Random(1).sample(every, limit)
    tally: Counter[str] = Counter()
    seconds: list[float] = []
    for fault in chosen:
        seen = suffer(root, fault, fresh, counting, by_doctor=False)
        tally["ways"] += 1
        if "failed" in seen:
            tally["starts that failed"] += 1
            print(f"{fault}: {seen['failed']}")
            continue
        seconds.append(seen["seconds"])
        tally["noticed"] += seen["noticed"]
        tally["answered meanwhile"] += seen["answered"]
        tally["whole afterwards"] += seen["healthy"] and not seen["found"]
        tally["passages embedded"] += seen["embedded"]
        tally["set aside"] += bool(seen["aside"])
        if not (seen["noticed"] and seen["answered"] and seen["healthy"]) or seen["found"]:
            print(f"{fault}: {seen}")
        if tally["ways"] % 20 == 0:
            print(dict(tally), flush=True)
    print(dict(tally), "of", len(every))
    print(f"until it answers: median {sorted(seconds)[len(seconds) // 2]:.2f} s")
    whole = tally["noticed"] == tally["whole afterwards"] == tally["answered meanwhile"]
    return not (whole and tally["noticed"] == tally["ways"] and not tally["passages embedded"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--ways", type=int, default=100)
    options = parser.parse_args()
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    root = Path(tempfile.mkdtemp(prefix="faults-"))
    try:
        embedder = load_embedder(settings_for(root, root).embedding_model)
        failed = run(root, options.ways, embedder)
    finally:
        shutil.rmtree(root, ignore_errors=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
