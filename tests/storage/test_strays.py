from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from small_library import MODEL, new_version

from pb_qa.storage import chroma, vector_index
from pb_qa.storage.chroma import ChromaVectors
from pb_qa.storage.library import Library
from pb_qa.storage.rows import NewVersion, Vectors
from pb_qa.storage.strays import Strays
from pb_qa.storage.vector_index import VectorIndex, VectorState


def version_of(name: str, count: int, seed: int) -> NewVersion:
    """A version whose passages have random unit vectors."""
    new = new_version(name, [f"第{number}句。" for number in range(count)])
    vectors = np.random.default_rng(seed).normal(size=(count, 32)).astype(np.float32)
    return replace(new, vectors=vectors / np.linalg.norm(vectors, axis=1, keepdims=True))


def ids_of(new: NewVersion) -> list[str]:
    return [passage.id for passage in new.passages]


def keep(library: Library, new: NewVersion) -> None:
    library.store([new], MODEL)
    library.flip([(new.document.id, 1)])


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library(tmp_path / "library.sqlite3")
    yield library
    library.close()


@pytest.fixture
def sparse(monkeypatch: pytest.MonkeyPatch) -> None:
    """Chroma's graph with so few neighbours that it is sure to cut passages off."""
    monkeypatch.setitem(chroma._HNSW, "max_neighbors", 2)
    monkeypatch.setitem(chroma._HNSW, "ef_construction", 4)


def collection_of(folder: Path) -> ChromaVectors:
    return ChromaVectors(chroma.folder_client(folder), "strays", create=True)


def cut_off(found: ChromaVectors, new: NewVersion, k: int = 1) -> list[int]:
    """Who is not found by the graph alone."""
    return [
        row
        for row, (name, vector) in enumerate(zip(ids_of(new), new.vectors, strict=True))
        if name not in [found_id for found_id, _ in found.search(vector, k)]
    ]


def unfindable(index: VectorIndex, *versions: NewVersion) -> list[str]:
    assert index.state is VectorState.READY, index.reason
    pairs = [pair for new in versions for pair in zip(ids_of(new), new.vectors, strict=True)]
    return [name for name, vector in pairs if index.search(vector, 1)[0][0] != name]


@pytest.mark.usefixtures("sparse")
def test_what_the_graph_does_not_lead_to_is_known_exactly(tmp_path: Path) -> None:
    new = version_of("甲", 400, 1)
    found = collection_of(tmp_path)
    found.upsert(ids_of(new), new.vectors)
    lost = found.lost(new.vectors, ids_of(new))
    assert lost and lost == cut_off(found, new)
    # Asking for more neighbours does not help: there is no way to them.
    assert len(cut_off(found, new, 100)) > len(lost) // 4
    found.close()


def test_a_whole_graph_loses_neither_twins_nor_zero_vectors(tmp_path: Path) -> None:
    vectors: Vectors = np.array([[1, 0], [1, 0], [0, 1], [0, 0]], dtype=np.float32)
    found = collection_of(tmp_path)
    found.upsert(["甲", "乙", "丙", "丁"], vectors)
    assert found.lost(vectors, ["甲", "乙", "丙", "丁"]) == []
    assert found.lost(np.array([[-1, 0]], dtype=np.float32), ["戊"]) == [0]
    found.close()


@pytest.mark.usefixtures("sparse")
def test_every_passage_is_found_by_its_own_vector(library: Library, tmp_path: Path) -> None:
    first, second = version_of("甲", 400, 1), version_of("乙", 300, 2)
    keep(library, first)
    index = VectorIndex(library, tmp_path / "v", MODEL)
    index.open()
    assert cut_off_somewhere(index, first) and unfindable(index, first) == []
    keep(library, second)
    index.upsert(ids_of(second), second.vectors)
    index.settle()
    index.wait()
    assert cut_off_somewhere(index, second) and unfindable(index, first, second) == []
    index.close()
    again = VectorIndex(library, tmp_path / "v", MODEL)
    again.open()
    assert again.distrusted == "" and unfindable(again, first, second) == []
    again.close()


def cut_off_somewhere(index: VectorIndex, new: NewVersion) -> bool:
    assert index._chroma is not None
    return bool(cut_off(index._chroma, new))


@pytest.mark.usefixtures("sparse")
def test_a_deleted_stray_is_gone_at_once(library: Library, tmp_path: Path) -> None:
    new = version_of("甲", 400, 1)
    keep(library, new)
    index = VectorIndex(library, tmp_path / "v", MODEL)
    index.open()
    assert index._chroma is not None
    stray = cut_off(index._chroma, new)[0]
    index.delete([ids_of(new)[stray]])
    hits = index.search(new.vectors[stray], 400)
    assert ids_of(new)[stray] not in dict(hits)
    assert len(dict(hits)) == len(hits)
    assert [score for _, score in hits] == sorted((score for _, score in hits), reverse=True)
    index.close()


@pytest.mark.usefixtures("sparse")
def test_a_survey_can_be_cut_short(library: Library, tmp_path: Path) -> None:
    new = version_of("甲", 400, 1)
    keep(library, new)
    found = collection_of(tmp_path / "v")
    found.upsert(ids_of(new), new.vectors)
    strays, all_of_them = Strays(library, MODEL), Strays(library, MODEL)
    assert all_of_them.survey(found, lambda: True)
    assert len(all_of_them) == len(cut_off(found, new))
    assert not strays.survey(found, lambda: False)
    assert len(strays) == 0
    assert not strays.survey(found, lambda: True, most=200)
    assert 0 < len(strays) < len(all_of_them)
    assert strays.survey(found, lambda: True, rest=1.0)
    assert len(strays) == len(all_of_them)
    strays.clear()
    assert len(strays) == 0
    found.close()


@pytest.mark.usefixtures("sparse")
def test_what_is_not_surveyed_at_first_is_surveyed_right_after(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vector_index, "_SURVEYED_FIRST", 100)
    new = version_of("甲", 400, 1)
    keep(library, new)
    index = VectorIndex(library, tmp_path / "v", MODEL)
    index.open()
    index.wait()
    assert unfindable(index, new) == []
    index.close()
