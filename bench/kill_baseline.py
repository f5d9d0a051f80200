"""The same kills on a bare Chroma: documents deleted and added in a `PersistentClient`."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import time
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np

_DOCUMENTS = 24
_PASSAGES = 8
_DIMENSION = 256
_LONGEST_SECONDS = 0.3
_TIE = 1e-4


def run_baseline(folder: Path, rounds: int, chance: random.Random) -> Counter[str]:
    """Kill a process that replaces documents; a folder that is lost is begun anew."""
    outcome: Counter[str] = Counter()
    versions: dict[int, set[int]] = {}
    for _ in range(rounds):
        folder.mkdir(parents=True, exist_ok=True)
        seed = chance.randrange(1 << 30)
        lines = _forked(lambda out, seed=seed: _write(folder, seed, out))[0]
        for kind, document, version in lines:
            known = versions.setdefault(document, {0})
            versions[document] = {version} if kind == "done" else known | {version}
        told, status = _forked(lambda out: _check(folder, versions, out))
        outcome["rounds"] += 1
        if status or not told:
            outcome["stores that crash the process or cannot be opened"] += 1
        for kind, count in told[0] if told else ():
            outcome[kind] += count
        if status or not told or any(count for _, count in told[0]):
            shutil.rmtree(folder)
            versions.clear()
    print("bare Chroma:", json.dumps(outcome, ensure_ascii=False))
    return outcome


def _forked(body: Any) -> tuple[list[Any], int]:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        code = 3
        try:
            body(writing)
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as lines:
        told = [json.loads(line) for line in lines if line.endswith("\n")]
    return told, os.waitpid(child, 0)[1]


def _collection(folder: Path) -> Any:
    import chromadb
    from chromadb.config import Settings

    client = chromadb.PersistentClient(str(folder), settings=Settings(anonymized_telemetry=False))
    configuration: Any = {"hnsw": {"space": "ip", "sync_threshold": 50}}
    return client.get_or_create_collection(
        "bare", configuration=configuration, embedding_function=None
    )


def _vectors(document: int, version: int) -> Any:
    chance = np.random.default_rng([document, version])
    rows = chance.standard_normal((_PASSAGES, _DIMENSION)).astype(np.float32)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def _write(folder: Path, seed: int, out: int) -> None:
    import threading

    chance = random.Random(seed)
    collection = _collection(folder)
    delay = chance.uniform(0, _LONGEST_SECONDS)

    def kill() -> None:
        time.sleep(delay)
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=kill, daemon=True).start()
    while True:
        document, version = chance.randrange(_DOCUMENTS), chance.randrange(1, 1 << 30)
        os.write(out, (json.dumps(["means", document, version]) + "\n").encode())
        collection.delete(where={"document": document})
        collection.add(
            ids=[f"{document}-{version}-{n}" for n in range(_PASSAGES)],
            embeddings=_vectors(document, version),
            metadatas=[{"document": document, "version": version}] * _PASSAGES,
        )
        os.write(out, (json.dumps(["done", document, version]) + "\n").encode())


def _check(folder: Path, versions: dict[int, set[int]], out: int) -> None:
    collection = _collection(folder)
    lost = half = unfindable = 0
    for document, allowed in versions.items():
        found = collection.get(where={"document": document}, include=["metadatas"])
        there = Counter(int(m["version"]) for m in found["metadatas"] or [])
        if not there:
            lost += 0 not in allowed
        elif len(there) > 1 or set(there.values()) != {_PASSAGES} or not there.keys() <= allowed:
            half += 1
        for version in there:
            for row, vector in enumerate(_vectors(document, version)):
                hit = collection.query(query_embeddings=vector[None], n_results=1)
                own = f"{document}-{version}-{row}"
                unfindable += own in found["ids"] and hit["ids"][0] != [own]
        versions[document] = set(there) or {0}
    told = [
        ["documents lost", lost],
        ["documents half there", half],
        ["vectors unfindable", unfindable],
    ]
    os.write(out, (json.dumps(told) + "\n").encode())
