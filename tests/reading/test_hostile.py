"""A few dozen spoilt files through the child process; bench/hostile.py takes thousands."""

from __future__ import annotations

import random
import sys
from collections import Counter
from pathlib import Path

import pytest

from pb_qa.errors import ReadingError
from pb_qa.models import Document
from pb_qa.reading import DocumentReader, ocr_engine
from pb_qa.reading.cleaning import restore
from pb_qa.settings import load_settings

BENCH = Path(__file__).resolve().parents[2] / "bench"
FILES = Path(__file__).with_name("files")
FILES_SPOILT = 150


@pytest.fixture(scope="module")
def spoilt() -> list[tuple[str, str, tuple[str, ...], bytes]]:
    sys.path.insert(0, str(BENCH))
    try:
        from mutations import files_in, made_files, mutated
    finally:
        sys.path.remove(str(BENCH))
    return mutated(made_files() | files_in([FILES]), random.Random(11), FILES_SPOILT)  # type: ignore[no-any-return]


def test_each_spoilt_file_becomes_a_document_or_gets_a_verdict_in_chinese(
    spoilt: list[tuple[str, str, tuple[str, ...], bytes]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ocr_engine, "is_installed", lambda: False)
    items = []
    for number, (_, suffix, _, data) in enumerate(spoilt):
        path = tmp_path / f"{number}{suffix}"
        path.write_bytes(data)
        items.append((path, path.name))
    before = sorted(tmp_path.rglob("*"))
    with DocumentReader(load_settings(parse_seconds=10)) as reader:
        outcomes = list(reader.read_many(items))
    assert [item for item, _ in outcomes] == items
    assert sorted(tmp_path.rglob("*")) == before
    counted = Counter(type(outcome).__name__ for _, outcome in outcomes)
    assert counted["Document"] >= 20 and counted.total() - counted["Document"] >= 20, counted
    for (path, _), outcome in outcomes:
        if isinstance(outcome, Document):
            size = len(outcome.text)
            assert outcome.text.strip(), path
            assert len(restore(outcome.text, outcome.receipt)) >= size, path
            parts = (*outcome.sections, *outcome.pages)
            assert all(0 <= part.start <= part.end <= size for part in parts), path
        else:
            assert isinstance(outcome, ReadingError)
            assert str(outcome).endswith("。"), outcome
            assert "请" in str(outcome) or "不能" in str(outcome), outcome


def test_the_same_seed_spoils_alike(spoilt: list[tuple[str, str, tuple[str, ...], bytes]]) -> None:
    kinds = {kind for kind, *_ in spoilt}
    assert {"flipped", "cut off", "spliced", "doubled"} <= kinds
    assert any(kind.startswith("member") for kind in kinds)
    assert len({suffix for _, suffix, *_ in spoilt}) >= 8
