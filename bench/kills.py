"""Kill the process that keeps a library, again and again, and see what is left of it.

One library lives through all rounds, so that damage adds up. Each round a fresh process
opens it, checks everything against a fresh ingest of the same texts, works on it (adds,
replaces, removes, puts back, synchronises, edits, undoes cuts, restores versions) and dies
by SIGKILL at a random moment or aimed at a step of the work. The processes are forked from
one that has imported the libraries and loaded the embedding model, but has opened nothing;
reading files, probing Chroma and everything else is done as in the app. Chroma writes its
graph to disk every 50 vectors here instead of every 20,000, so that kills hit that, too.

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
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import chromadb  # noqa: F401  (in this process, so that none of its children has to)
from kill_baseline import run_baseline
from kill_beliefs import Belief, differences, seen_in
from kill_checks import FreshIngests, damages, folder_bytes, originals, rubbish
from kill_operations import Bench, work
from kill_points import Plan, arm, die, random_plan

from pb_qa import wiring
from pb_qa.assistant import Assistant
from pb_qa.embedding import load_embedder
from pb_qa.settings import load_settings
from pb_qa.storage import chroma

_LONGEST_SECONDS = 0.6
_ROUND_SECONDS = 60.0


# ---- in the child


def check(bench: Bench, assistant: Assistant, outcome: dict[str, Any]) -> None:
    """Compare the library with fresh ingests, and with what the parent believes."""
    engine = assistant._engine()
    found = damages(assistant, engine, bench.fresh)
    seen = seen_in(assistant)
    found += differences(bench.believed, seen)
    for source in bench.believed.keys() - seen.keys():
        hits = assistant.search(source.removesuffix(".txt"), 20)
        if any(hit.document.source == source for hit in hits):
            found.append(f"{source}: removed, and yet it answers")
    missing = bench.kept - originals(bench.corpus, bench.hashes)
    found += [f"{len(missing)} originals are gone"] if missing else []
    found += [f"left behind: {path}" for path in rubbish(bench.corpus, bench.root / "data")]
    outcome["found"] = found
    outcome["seen"] = seen
    outcome["distrusted"] = engine.indexes.vectors.distrusted


def live(bench: Bench, plan: Plan | None, mode: str, out: int) -> None:
    """One life: open, check, work, die."""
    os.setpgid(0, 0)
    chroma._HNSW["sync_threshold"] = 50
    started = time.perf_counter()

    def journal(kind: str, what: dict[str, Any]) -> None:
        line = (json.dumps([kind, what]) + "\n").encode()
        while line:
            line = line[os.write(out, line) :]

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
    operations: Counter[str] = field(default_factory=Counter)
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
        for source in bench.believed.keys() | what["seen"].keys():
            there = what["seen"].get(source)
            belief = bench.believed.setdefault(source, Belief())
            belief.learnt(there["text"] if there else None, there)
    elif kind == "found":
        tally.found.update(f"{name}: {said}" for name, said in what.items())
    elif kind == "overwritten":
        bench.kept -= set(what.values())
    elif kind == "refused":
        tally.refused.update(what.values())
    else:
        for source, said in what.items():
            _believe(bench, kind, source, said)
            tally.acknowledged += kind in ("acknowledged", "done", "titled", "undid")
            tally.operations[kind] += 1


def _believe(bench: Bench, kind: str, source: str, said: Any) -> None:
    """Take in what was about to be done to one place, or has been acknowledged."""
    belief = bench.believed.setdefault(source, Belief())
    if kind == "means":
        belief.meant(said)
    elif kind in ("acknowledged", "done"):
        belief.learnt(said, None)
        if kind == "acknowledged" and said:
            bench.kept.add(hashed(said))
        if belief.returning is not None and kind == "acknowledged":
            belief.versions |= belief.returning[1]
    elif kind in ("returns", "moves"):
        belief.returning = (said[0], frozenset(said[1]))
    elif kind == "titles":
        belief.titles = (belief.titles or {""}) | {said}
    elif kind == "titled":
        belief.titles = {said}
    elif kind == "undoes":
        belief.editor = belief.editor | {True}
    elif kind == "undid":
        belief.editor = {True}


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
    names = {"titled": "edits", "undid": "cuts undone", "done": "versions restored"}
    counted = ", ".join(f"{tally.operations[kind]} {name}" for kind, name in names.items())
    returns, moves = tally.operations["returns"], tally.operations["moves"]
    print(f"of them {counted}; with their versions put back {returns} times, renamed {moves} times")
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
