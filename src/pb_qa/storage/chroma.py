"""Vectors in one Chroma collection, embedded or on a server; Chroma's ways end here."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeVar, cast
from urllib.parse import urlsplit

import numpy as np

from pb_qa.errors import LibraryError
from pb_qa.storage import probe as probe_script
from pb_qa.storage.rows import Vectors

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection

# Chroma takes at most 5,461 records at once.
_BATCH: Final = 5000
_PROBE_SECONDS: Final = 120.0

# Vectors are unit vectors, so the inner product is the cosine, and unlike Chroma's
# "cosine" it bears a zero vector. Writing the whole graph to disk every 1,000 vectors,
# Chroma's default, is most of the work of a large ingest; see
# docs/decisions/one-truth-two-indexes.md.
_HNSW: Final = {
    "space": "ip",
    "ef_construction": 100,
    "max_neighbors": 16,
    "ef_search": 100,
    "sync_threshold": 20_000,
}

_TOKEN: Final = "pb-qa-token"

# Two passages with the same words have the same vector.
_TIE: Final = 1e-4

_T = TypeVar("_T")


class ChromaError(LibraryError):
    """Chroma cannot be reached, or failed; the library still has every vector."""


def _guarded(call: Callable[[], _T]) -> _T:
    """Turn whatever Chroma raises into `ChromaError`."""
    import httpx
    from chromadb.errors import ChromaError as TheirError

    try:
        return call()
    except (TheirError, httpx.HTTPError, ValueError, RuntimeError, OSError) as error:
        raise ChromaError(
            f"向量索引（Chroma）暂时不可用：{error}。检索改用资料库里的向量，"
            "请运行 doctor --repair 重建索引。"
        ) from error


def folder_client(folder: Path) -> ClientAPI:
    """The embedded Chroma of this folder, made if need be."""
    import chromadb
    from chromadb.config import Settings

    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings = Settings(anonymized_telemetry=False)
    return _guarded(lambda: chromadb.PersistentClient(str(folder), settings=settings))


def server_client(url: str) -> ClientAPI:
    """A client of a Chroma server, e.g. ``http://127.0.0.1:8000``."""
    import chromadb
    from chromadb.config import Settings

    parts = urlsplit(url if "//" in url else f"//{url}")
    secure = parts.scheme == "https"
    host = parts.hostname or "127.0.0.1"
    _keep_from_proxies(host)
    return _guarded(
        lambda: chromadb.HttpClient(
            host=host,
            port=parts.port or (443 if secure else 8000),
            ssl=secure,
            settings=Settings(anonymized_telemetry=False),
        )
    )


def _keep_from_proxies(host: str) -> None:
    """Have requests to the server go straight to it.

    chromadb's client takes proxies from the environment and has no setting against it; the
    documents' vectors are nobody else's business.
    """
    for name in ("NO_PROXY", "no_proxy"):
        hosts = [given for given in os.environ.get(name, "").split(",") if given]
        if host not in hosts:
            os.environ[name] = ",".join([*hosts, host])


def survives_opening(folder: Path, collection: str) -> bool:
    """Whether a throwaway process can open and search this folder without crashing."""
    command = [sys.executable, "-P", str(probe_script.__file__), str(folder), collection]
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_PROBE_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    return done.returncode == 0


class ChromaVectors:
    """One collection; ids are passage ids, and nothing but vectors is kept in it.

    Raises
    ------
    ChromaError
        From every method, when Chroma fails.
    """

    def __init__(self, client: ClientAPI, name: str, *, create: bool) -> None:
        self._client = client
        self.name = name
        self._collection: Collection = _guarded(lambda: self._find(create))

    def _find(self, create: bool) -> Collection:
        if not create:
            return self._client.get_collection(self.name, embedding_function=None)
        if any(found.name == self.name for found in self._client.list_collections()):
            self._client.delete_collection(self.name)
        configuration = cast(Any, {"hnsw": dict(_HNSW)})
        return self._client.create_collection(
            self.name, configuration=configuration, embedding_function=None
        )

    def upsert(self, ids: Sequence[str], vectors: Vectors) -> None:
        """Keep vectors (n, d), in place of what was there under these ids."""
        for start in range(0, len(ids), _BATCH):
            stop = start + _BATCH
            some, rows = list(ids[start:stop]), vectors[start:stop]
            _guarded(partial(self._collection.upsert, some, rows))

    def delete(self, ids: Sequence[str]) -> None:
        """Take vectors out; ids that are not there are passed over."""
        for start in range(0, len(ids), _BATCH):
            some = list(ids[start : start + _BATCH])
            _guarded(partial(self._collection.delete, some))

    def search(self, vector: Vectors, k: int) -> list[tuple[str, float]]:
        """The ``k`` nearest ids with their cosine similarity, best first."""
        if k <= 0:
            return []
        found = _guarded(
            lambda: self._collection.query(
                query_embeddings=vector.reshape(1, -1), n_results=k, include=["distances"]
            )
        )
        distances = found["distances"] or [[]]
        return [
            (passage_id, 1.0 - float(distance))
            for passage_id, distance in zip(found["ids"][0], distances[0], strict=True)
        ]

    def lost(self, vectors: Vectors, ids: Sequence[str]) -> list[int]:
        """Which vectors (n, d), kept under these ids, are not found when searched for.

        Returns
        -------
        list of int
            Positions; another passage with the same vector counts as found.
        """
        found = _guarded(
            lambda: self._collection.query(
                query_embeddings=vectors, n_results=1, include=["distances"]
            )
        )
        distances = found["distances"] or [[] for _ in ids]
        # A zero vector is as near to all others as to itself.
        own = np.einsum("nd,nd->n", vectors, vectors)
        return [
            row
            for row, (names, away) in enumerate(zip(found["ids"], distances, strict=True))
            if own[row] > 0.0
            and not (names and (names[0] == ids[row] or 1.0 - away[0] >= own[row] - _TIE))
        ]

    def work_off(self) -> None:
        """Have Chroma do now what it does with the first search after a write."""
        sample = _guarded(lambda: self._collection.get(limit=1, include=["embeddings"]))
        embeddings = sample["embeddings"]
        if embeddings is not None and len(embeddings):
            self.search(np.asarray(embeddings[0], dtype=np.float32), 1)

    def token(self) -> str:
        """The word that `set_token` left in the collection, or nothing."""
        return str((self._collection.metadata or {}).get(_TOKEN, ""))

    def set_token(self, token: str) -> None:
        """Leave a word in the collection, which a copy of an earlier day does not have."""
        _guarded(partial(self._collection.modify, metadata={_TOKEN: token}))

    def count(self) -> int:
        """How many vectors there are."""
        return _guarded(self._collection.count)

    def ids(self) -> list[str]:
        """The ids of all vectors."""
        found: list[str] = []
        full = True
        while full:
            of_page = partial(self._collection.get, limit=_BATCH, offset=len(found), include=[])
            page = _guarded(of_page)["ids"]
            found += page
            full = len(page) == _BATCH
        return found

    def drop_others(self, prefix: str) -> None:
        """Delete the other collections whose names start with ``prefix``."""
        for found in _guarded(self._client.list_collections):
            if found.name.startswith(prefix) and found.name != self.name:
                _guarded(partial(self._client.delete_collection, found.name))

    def close(self) -> None:
        """Let go of the client and, embedded, of its files."""
        close = getattr(self._client, "close", None)
        if close is not None:
            _guarded(close)
