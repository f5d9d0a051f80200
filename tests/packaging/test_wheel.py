"""What lies in the wheel is what lies in the source tree."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def members(project_wheel: Path) -> dict[str, int]:
    with zipfile.ZipFile(project_wheel) as wheel:
        return {entry.filename: entry.file_size for entry in wheel.infolist()}


def test_every_source_file_is_shipped_whole(root: Path, members: dict[str, int]) -> None:
    source = root / "src"
    files = {
        path.relative_to(source).as_posix(): path.stat().st_size
        for path in (source / "pb_qa").rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    shipped = {name: size for name, size in members.items() if name.startswith("pb_qa/")}
    assert shipped == files


@pytest.mark.parametrize(
    "name",
    [
        "pb_qa/py.typed",
        "pb_qa/embedding/builtin/model.safetensors",
        "pb_qa/embedding/builtin/tokenizer.json",
        "pb_qa/embedding/builtin/modules.json",
        "pb_qa/answering/reader.npz",
        "pb_qa/answering/network.npz",
        "pb_qa/answering/spans.npz",
        "pb_qa/retrieval_ranker.json",
        "pb_qa/retrieval_ranker_reading.json",
        "pb_qa/text/lay_words.txt",
        "pb_qa/text/simplified.txt",
        "pb_qa/web/page.css",
        "pb_qa/web/page.js",
    ],
)
def test_models_tables_and_page_files_are_shipped(name: str, members: dict[str, int]) -> None:
    assert name in members


def test_nothing_generated_and_nothing_foreign_is_shipped(members: dict[str, int]) -> None:
    outside = {name.split("/")[0] for name in members} - {"pb_qa"}
    assert all(name.endswith(".dist-info") for name in outside)
    assert not [n for n in members if n.endswith((".pyc", ".pyi", ".orig", ".tmp"))]


def test_licence_and_notice_are_shipped(members: dict[str, int]) -> None:
    names = {Path(name).name for name in members if ".dist-info/" in name}
    assert {"LICENSE", "NOTICE"} <= names
