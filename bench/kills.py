"""Kill the process that keeps a library, again and again, and see what is left of it.

One library lives through all rounds, so that damage adds up. Each round a fresh process
opens it, checks everything against a fresh ingest of the same texts, works on it (adds,
replaces, removes, synchronises, edits, restores) and dies by SIGKILL at a random moment or
aimed at a step of the work. The processes are forked from one that has imported the
libraries and loaded the embedding model, but has opened nothing; reading files, probing
Chroma and everything else is done as in the app. Chroma writes its graph to disk every 50
vectors here instead of every 20,000, so that kills hit that, too.

``--baseline`` does the same to a bare Chroma `PersistentClient`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import chromadb  # noqa: F401  (in this process, so that none of its children has to)
from kill_baseline import run_baseline
from kill_checks import FreshIngests, damages, folder_bytes, originals, rubbish
from kill_points import Plan, arm, die, random_plan
from kill_texts import text_of

from pb_qa import wiring
from pb_qa.assistant import Assistant
from pb_qa.catalog import MetadataEdit
from pb_qa.embedding import load_embedder
from pb_qa.models import FileReport, FileStatus
from pb_qa.settings import Settings, load_settings
from pb_qa.storage import chroma
from pb_qa.storage.corpus import hash_of

_DOCUMENTS = 24
_LONGEST_SECONDS = 0.6
_ROUND_SECONDS = 60.0


@dataclass(slots=True)
class Believed:
    """What the parent knows of one document: what may be there now.

    Attributes
    ----------
    texts
        Texts any of which may be live; None: no document.
    """

    texts: set[str | None] = field(default_factory=lambda: {None})


@dataclass(slots=True)
class Bench:
    """One library, its corpus, and what should be in it."""

    root: Path
    chance: random.Random
    fresh: FreshIngests
    believed: dict[str, Believed] = field(default_factory=dict)
    # Originals that came in through `add` and that nobody outside has overwritten.
    kept: set[str] = field(default_factory=set)
    hashes: dict[tuple[str, int, int], str] = field(default_factory=dict)
    serial: int = 0

    @property
    def corpus(self) -> Path:
        return self.root / "corpus"

    @property
    def settings(self) -> Settings:
        return load_settings(corpus_dir=self.corpus, data_dir_override=self.root / "data")

    def next_text(self) -> str:
        """A text that no document ever had."""
        self.serial += 1
        return text_of(self.serial, self.chance)


Journal = Callable[[str, dict[str, str | None]], None]


# ---- in the child


def work(bench: Bench, assistant: Assistant, journal: Journal) -> None:
    """Random operations; what is about to be done, and what was acknowledged, is noted."""
    operations = [_add, _add, _add, _remove, _remove, _sync, _edit, _restore, _put_back]
    for _ in range(6):
        bench.chance.choice(operations)(bench, assistant, journal)


def _add(bench: Bench, assistant: Assistant, journal: Journal) -> None:
    inbox = Path(tempfile.mkdtemp(dir=bench.root / "inbox"))
    texts: dict[str, str | None] = {}
    for number in bench.chance.sample(range(_DOCUMENTS), bench.chance.randint(1, 5)):
        name = f"文件{number}.txt"
        texts[name] = bench.next_text()
        (inbox / name).write_text(texts[name] or "", "utf-8")
    journal("adds", texts)
    _acknowledge(assistant.add(sorted(inbox.iterdir())), texts, journal)


def _sync(bench: Bench, assistant: Assistant, journal: Journal) -> None:
    """Somebody else changes, deletes and makes files in the corpus folder."""
    for number in bench.chance.sample(range(_DOCUMENTS), 2):
        name = f"文件{number}.txt"
        path = bench.corpus / name
        if path.exists():
            journal("overwritten", {name: hash_of(path)})
        if bench.chance.random() < 0.3:
            path.unlink(missing_ok=True)
        else:
            draft = bench.root / "inbox" / "draft"
            draft.write_text(bench.next_text(), "utf-8")
            draft.replace(path)
    # Also what a kill has left in the folder and not in the library.
    texts: dict[str, str | None] = {info.source: None for info in assistant.list_documents()}
    texts.update((path.name, path.read_text("utf-8")) for path in bench.corpus.glob("*.txt"))
    journal("means", texts)
    _acknowledge(assistant.sync(), texts, journal)


def _remove(bench: Bench, assistant: Assistant, journal: Journal) -> None:
    infos = assistant.list_documents()
    some = bench.chance.sample(infos, min(len(infos), bench.chance.randint(1, 3)))
    texts: dict[str, str | None] = {info.source: None for info in some}
    journal("means", texts)
    _acknowledge(assistant.remove([info.id for info in some]), texts, journal)


def _edit(bench: Bench, assistant: Assistant, journal: Journal) -> None:
    infos = assistant.list_documents()
    if infos:
        info = bench.chance.choice(infos)
        title = f"改过的标题{bench.chance.randint(1, 1000)}"
        assistant.edit(info.id, MetadataEdit(title=title))


def _restore(bench: Bench, assistant: Assistant, journal: Journal) -> None:
    infos = assistant.list_documents()
    if not infos:
        return
    info = bench.chance.choice(infos)
    older = [
        version
        for version in assistant.version_records(info.id)
        if version.restorable and not version.live
    ]
    if older:
        version = bench.chance.choice(older).info.version
        text = assistant.document(info.id, version).text + "\n"
        journal("means", {info.source: text})
        _acknowledge([assistant.restore_version(info.id, version)], {info.source: text}, journal)


def _put_back(bench: Bench, assistant: Assistant, journal: Journal) -> None:
    removed = [trashed for trashed in assistant.trash() if not trashed.replaced]
    if not removed:
        return
    one = bench.chance.choice(removed)
    text = (bench.corpus / ".trash" / one.key).read_text("utf-8")
    journal("means", {one.source: text})
    _acknowledge(assistant.put_back([one.key]), {one.source: text}, journal)


def _acknowledge(
    reports: Iterable[FileReport], meant: dict[str, str | None], journal: Journal
) -> None:
    for report in reports:
        source = report.source or ""
        if source not in meant:
            continue
        if report.status in (FileStatus.REJECTED, FileStatus.DUPLICATE):
            journal("refused", {source: report.reason or report.status.value})
        else:
            journal("acknowledged", {source: meant[source]})


def check(bench: Bench, assistant: Assistant, outcome: dict[str, Any]) -> None:
    """Compare the library with fresh ingests, and with what the parent believes."""
    engine = assistant._engine()
    found = damages(assistant, engine, bench.fresh)
    texts = {
        info.source: assistant.library.document(info.id).text
        for info in assistant.library.documents()
    }
    for source in bench.believed.keys() | texts.keys():
        expected = bench.believed.get(source, Believed()).texts
        if texts.get(source) not in {text and text.strip() for text in expected}:
            found.append(f"{source}: what was acknowledged is not there")
    for source in bench.believed.keys() - texts.keys():
        hits = assistant.search(source.removesuffix(".txt"), 20)
        if any(hit.document.source == source for hit in hits):
            found.append(f"{source}: removed, and yet it answers")
    missing = bench.kept - originals(bench.corpus, bench.hashes)
    found += [f"{len(missing)} originals are gone"] if missing else []
    found += [f"left behind: {path}" for path in rubbish(bench.corpus, bench.root / "data")]
    outcome["found"] = found
    outcome["texts"] = texts
    outcome["distrusted"] = engine.indexes.vectors.distrusted


def live(bench: Bench, plan: Plan | None, mode: str, out: int) -> None:
    """One life: open, check, work, die."""
    os.setpgid(0, 0)
    chroma._HNSW["sync_threshold"] = 50
    started = time.perf_counter()

    def journal(kind: str, what: dict[str, str | None]) -> None:
        os.write(out, (json.dumps([kind, what]) + "\n").encode())

    if plan is not None and mode == "start":
        arm(plan)
    assistant = Assistant(bench.settings)
    engine = assistant._engine()
    if mode != "hasty":
        outcome: dict[str, Any] = {}
        engine.indexes.vectors.wait()
        outcome["opened"] = time.perf_counter() - started
        check(bench, assistant, outcome)
        outcome["checked"] = time.perf_counter() - started
        journal("checked", outcome)
    if plan is None:
        assistant.close()
        return
    if mode != "start":
        arm(plan)
    work(bench, assistant, journal)
    die()


# ---- in the parent


@dataclass(slots=True)
class Tally:
    """What came of all rounds."""

    kills: int = 0
    aimed: int = 0
    checks: int = 0
    acknowledged: int = 0
    failed_starts: int = 0
    refused: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    rebuilt: int = 0
    plans: Counter[str] = field(default_factory=Counter)
    opening: list[float] = field(default_factory=list)
    checking: list[float] = field(default_factory=list)


def run_round(bench: Bench, plan: Plan | None, mode: str, tally: Tally) -> None:
    """Fork one life, follow its journal to its end, and learn from it."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            live(bench, plan, mode, writing)
        except BaseException:
            os.write(writing, (json.dumps(["failed", traceback.format_exc()]) + "\n").encode())
            os._exit(3)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as lines:
        entries = [json.loads(line) for line in lines if line.endswith("\n")]
    _, status = os.waitpid(child, 0)
    _end_group(child)
    killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
    tally.kills += killed
    tally.aimed += killed and plan is not None and bool(plan.step)
    if plan is not None:
        tally.plans[str(plan)] += 1
    for kind, what in entries:
        _learn(bench, kind, what, tally)
    if not killed and status:
        tally.failed_starts += 1


def _learn(bench: Bench, kind: str, what: Any, tally: Tally) -> None:
    """Take in one line of the journal."""
    if kind == "failed":
        tally.found[what.strip()] += 1
        print(what, file=sys.stderr)
    elif kind == "checked":
        tally.checks += 1
        tally.opening.append(what["opened"])
        tally.checking.append(what["checked"] - what["opened"])
        tally.rebuilt += bool(what["distrusted"])
        for found in what["found"]:
            tally.found[found] += 1
            print(f"  FOUND {found}", file=sys.stderr)
        for source, belief in bench.believed.items():
            belief.texts = {what["texts"].get(source)}
    elif kind == "overwritten":
        bench.kept -= set(what.values())
    elif kind == "refused":
        tally.refused.update(what.values())
    else:
        for source, text in what.items():
            belief = bench.believed.setdefault(source, Believed())
            stripped = text and text.strip()
            if kind == "acknowledged":
                tally.acknowledged += 1
                belief.texts = {stripped}
                bench.kept |= {hashed(text)} if text else set()
            else:
                belief.texts.add(stripped)


def hashed(text: str) -> str:
    """Hash of the file that holds a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def _end_group(child: int) -> None:
    """The processes that read and probe for the dead one have to go, too."""
    try:
        os.killpg(child, signal.SIGKILL)
    except ProcessLookupError:
        return


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--baseline", type=int, default=0, help="rounds on a bare Chroma")
    options = parser.parse_args()
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    root = Path(tempfile.mkdtemp(prefix="kills-"))
    try:
        (root / "inbox").mkdir()
        (root / "corpus").mkdir()
        defaults = load_settings(corpus_dir=root / "corpus", data_dir_override=root / "data")
        embedder = load_embedder(defaults.embedding_model)
        fresh = FreshIngests(embedder, defaults.passage_characters)
        wiring.load_embedder = lambda _: embedder  # type: ignore[assignment]
        failed = run(Bench(root, random.Random(options.seed), fresh), options.rounds)
        if options.baseline:
            run_baseline(root / "bare", options.baseline, random.Random(options.seed))
    finally:
        shutil.rmtree(root, ignore_errors=True)
    sys.exit(1 if failed else 0)


def run(bench: Bench, rounds: int) -> bool:
    """All rounds; says what came of them, and whether anything was found."""
    tally = Tally()
    started = time.perf_counter()
    sizes: list[int] = []
    for number in range(rounds):
        plan = random_plan(bench.chance, _LONGEST_SECONDS)
        kind = bench.chance.random()
        # Most lives are checked first; some die while they start, some work at once.
        mode = "start" if kind < 0.1 else "hasty" if kind < 0.25 else "checked"
        bench.chance.seed(bench.chance.random())
        run_round(bench, plan, mode, tally)
        _catch_up(bench)
        if mode != "checked":
            run_round(bench, None, "checked", tally)
        if number % 50 == 49:
            sizes.append(folder_bytes(bench.root / "data") // 1000)
            print(f"{number + 1} rounds, {time.perf_counter() - started:.0f} s", flush=True)
    run_round(bench, None, "checked", tally)
    seconds = time.perf_counter() - started
    print(f"{tally.kills} kills, {tally.aimed} of them aimed, in {seconds:.0f} s")
    print(f"{tally.checks} checks, {tally.acknowledged} acknowledged operations")
    print(f"starts that failed: {tally.failed_starts}; found: {dict(tally.found)}")
    print(f"refused: {dict(tally.refused)}")
    print(f"Chroma built anew: {tally.rebuilt} of {tally.checks} starts")
    for name, values in (("opening", tally.opening), ("checking", tally.checking)):
        print(f"{name}: median {sorted(values)[len(values) // 2]:.2f} s, most {max(values):.2f} s")
    print(f"data folder in kB every 50 rounds: {sizes}")
    return bool(tally.found or tally.failed_starts)


def _catch_up(bench: Bench) -> None:
    """The random state and the serial numbers that the child used up."""
    bench.serial += 100


if __name__ == "__main__":
    main()
