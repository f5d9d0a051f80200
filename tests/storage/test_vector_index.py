from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import numpy as np
import pytest
from small_library import MODEL, LetterEmbedder, new_version

from pb_qa.storage.library import Library
from pb_qa.storage.model_change import KnownModel, ModelChange
from pb_qa.storage.vector_index import _SEARCHES_BEFORE_OPENING, VectorIndex, VectorState
from pb_qa.storage.vectors import ExactVectors

SENTENCES = ["全区党员三百人。", "支部书记培训。", "预算增长百分之五。", "天气晴好。"]
IDS = [f"id-通知-1-{ordinal}" for ordinal in range(len(SENTENCES))]
QUERY = LetterEmbedder().embed_query("党员三百人")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library(tmp_path / "library.sqlite3")
    new = new_version("通知", SENTENCES)
    library.store([new], MODEL)
    library.flip([(new.document.id, 1)])
    yield library
    library.close()


def opened(library: Library, folder: Path, url: str = "") -> VectorIndex:
    index = VectorIndex(library, folder, MODEL, url)
    index.open()
    assert index.state is VectorState.READY, index.reason
    return index


def generations(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_exact_vectors_find_replace_and_forget() -> None:
    store = ExactVectors()
    assert store.search(np.ones(2, dtype=np.float32), 3) == []
    store.upsert(["甲", "乙"], np.eye(2, dtype=np.float32))
    store.upsert(["甲"], np.array([[0.6, 0.8]], dtype=np.float32))
    found = store.search(np.array([0, 1], dtype=np.float32), 5)
    assert [passage_id for passage_id, _ in found] == ["乙", "甲"]
    assert found[1][1] == pytest.approx(0.8)
    store.delete(["乙", "没有"])
    assert store.count() == 1 and len(store.search(np.ones(2, dtype=np.float32), 5)) == 1


def test_exact_vectors_agree_with_brute_force_after_many_changes() -> None:
    rng = np.random.default_rng(0)
    store, truth = ExactVectors(), {}
    for step in range(3000):
        vector = rng.normal(size=8).astype(np.float32)
        name = str(step % 40)
        store.upsert([name], vector[None])
        truth[name] = vector
        if step % 7 == 0:
            store.delete([name])
            del truth[name]
        if step % 500 == 0:
            query = rng.normal(size=8).astype(np.float32)
            expected = sorted(truth, key=lambda key: -float(truth[key] @ query))[:5]
            assert [found for found, _ in store.search(query, 5)] == expected


def test_it_is_filled_from_the_library_and_kept(library: Library, tmp_path: Path) -> None:
    index = opened(library, tmp_path / "v")
    assert index.count() == 4
    assert index.search(QUERY, 2)[0][0] == IDS[0]
    assert index.search(QUERY, 1)[0][1] == pytest.approx(
        float(LetterEmbedder().embed_query(SENTENCES[0]) @ QUERY), abs=1e-5
    )
    assert len(index.search(QUERY, 100)) == 4
    index.close()
    again = opened(library, tmp_path / "v")
    assert generations(tmp_path / "v") == ["1"]
    assert again.search(QUERY, 1)[0][0] == IDS[0]
    again.close()


def test_exact_search_answers_before_chroma_is_open(library: Library, tmp_path: Path) -> None:
    index = VectorIndex(library, tmp_path / "v", MODEL)
    assert index.search(QUERY, 1)[0][0] == IDS[0]
    assert index.state is VectorState.CLOSED and not (tmp_path / "v").exists()
    # Whoever asks much gets Chroma.
    for _ in range(_SEARCHES_BEFORE_OPENING):
        assert index.search(QUERY, 1)[0][0] == IDS[0]
    assert index.state is not VectorState.CLOSED
    index.wait()
    assert index.state is VectorState.READY and index.search(QUERY, 1)[0][0] == IDS[0]
    index.close()


def test_writes_reach_chroma_also_when_it_opens_later(library: Library, tmp_path: Path) -> None:
    index = VectorIndex(library, tmp_path / "v", MODEL)
    index.open_in_background()
    new = new_version("意见", ["党员三百人"])
    library.store([new], MODEL)
    index.upsert([new.passages[0].id], new.vectors)
    library.flip([(new.document.id, 1)])
    assert index.search(QUERY, 1)[0][0] == new.passages[0].id
    index.wait()
    assert index.count() == 5
    index.delete([new.passages[0].id])
    assert index.count() == 4 and index.search(QUERY, 1)[0][0] == IDS[0]
    index.close()


def test_an_index_killed_while_written_is_built_anew(library: Library, tmp_path: Path) -> None:
    index = opened(library, tmp_path / "v")
    index.upsert([IDS[0]], LetterEmbedder().embed_passages([SENTENCES[0]]))
    # Not settled: as a kill would leave it.
    again = VectorIndex(library, tmp_path / "v", MODEL)
    again.open()
    assert generations(tmp_path / "v") == ["2", "quarantine"]
    assert again.count() == 4
    again.close()


def test_a_wrong_count_is_noticed(library: Library, tmp_path: Path) -> None:
    index = opened(library, tmp_path / "v")
    index.delete([IDS[1]])
    index.settle()
    index.close()
    again = opened(library, tmp_path / "v")
    assert again.count() == 4
    again.close()


def test_a_damaged_index_does_not_take_the_process_down(library: Library, tmp_path: Path) -> None:
    opened(library, tmp_path / "v").close()
    (tmp_path / "v" / "1" / "chroma.sqlite3").write_bytes(b"\0" * 5000)
    again = opened(library, tmp_path / "v")
    assert again.count() == 4 and generations(tmp_path / "v") == ["2", "quarantine"]
    again.close()


def test_another_model_gets_an_index_of_its_own(library: Library, tmp_path: Path) -> None:
    opened(library, tmp_path / "v").close()
    ids = library.live_ids()
    change = ModelChange(library)
    change.stage(ids, np.eye(4, 8, dtype=np.float32), "另一个")
    assert change.adopt(KnownModel("另一个", ""))
    index = VectorIndex(library, tmp_path / "v", "另一个")
    index.open()
    assert index.search(np.eye(8, dtype=np.float32)[2], 1) == [(ids[2], pytest.approx(1.0))]
    index.close()


def test_an_open_index_changes_to_the_vectors_of_another_model(
    library: Library, tmp_path: Path
) -> None:
    index = opened(library, tmp_path / "v")
    ids, rows = library.live_ids(), np.eye(4, 8, dtype=np.float32)
    assert index.search(rows[2], 1, "", "另一个") == []
    index.upsert(ids, rows, "另一个")
    assert index.count() == 4 and index.search(QUERY, 4, "", MODEL) == index.search(QUERY, 4)
    change = ModelChange(library)
    change.stage(ids, rows, "另一个")
    assert change.adopt(KnownModel("另一个", ""))
    index.exchange("另一个")
    assert index.search(rows[2], 1, "", "另一个") == [(ids[2], pytest.approx(1.0))]
    assert index.search(QUERY, 4, "", MODEL) == []
    index.wait()
    assert index.state is VectorState.READY and index.model == "另一个"
    assert index.search(rows[2], 1) == [(ids[2], pytest.approx(1.0))]
    assert generations(tmp_path / "v") == ["2", "quarantine"]
    index.close()


def test_rebuilding_answers_meanwhile_and_ends_the_same(library: Library, tmp_path: Path) -> None:
    index = opened(library, tmp_path / "v")
    before = index.search(QUERY, 4)
    index.rebuild()
    assert index.state is VectorState.READY and index.search(QUERY, 4) == before
    index.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    port = free_port()
    command = [
        str(Path(sys.executable).with_name("chroma")),
        "run", "--host", "127.0.0.1", "--port", str(port), "--path", str(tmp_path / "server"),
    ]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        url = f"http://127.0.0.1:{port}"
        for _ in range(300):
            try:
                httpx.get(f"{url}/api/v2/heartbeat", timeout=1).raise_for_status()
                break
            except httpx.HTTPError:
                time.sleep(0.1)
        else:
            process.kill()
            pytest.fail("the Chroma server did not start")
        yield url, process
        process.kill()


def test_a_server_serves_and_its_death_is_survived(
    library: Library, tmp_path: Path, server: tuple[str, subprocess.Popen[bytes]]
) -> None:
    url, process = server
    index = opened(library, tmp_path / "v", url)
    assert index.search(QUERY, 1)[0][0] == IDS[0]
    index.rebuild()
    assert index.count() == 4 and index.state is VectorState.READY
    process.kill()
    process.wait()
    assert index.search(QUERY, 1)[0][0] == IDS[0]
    assert index.state is VectorState.UNAVAILABLE and "Chroma" in index.reason
    new = new_version("意见", ["党员三百人"])
    library.store([new], MODEL)
    index.upsert([new.passages[0].id], new.vectors)
    library.flip([(new.document.id, 1)])
    assert index.search(QUERY, 1)[0][0] == new.passages[0].id
    index.close()


def test_a_server_that_is_not_there_leaves_exact_search(library: Library, tmp_path: Path) -> None:
    index = VectorIndex(library, tmp_path / "v", MODEL, f"http://127.0.0.1:{free_port()}")
    index.open()
    assert index.state is VectorState.UNAVAILABLE
    assert index.search(QUERY, 1)[0][0] == IDS[0] and index.count() == 4
