"""Gives the tests of the page their small assistant."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from pb_qa.settings import Settings


@pytest.fixture(scope="session")
def small_figures() -> ModuleType:
    """The module ``small_figures``, which lies beside this file."""
    return _module("small_figures")


@pytest.fixture(scope="session")
def small_figure_answers(small_figures: ModuleType) -> ModuleType:
    """The module ``small_figure_answers``, which lies beside this file."""
    return _module("small_figure_answers")


@pytest.fixture(scope="session")
def small_catalog() -> ModuleType:
    """The module ``small_catalog``, which lies beside this file."""
    return _module("small_catalog")


@pytest.fixture(scope="session")
def small_model() -> ModuleType:
    """The module ``small_model``, which lies beside this file."""
    return _module("small_model")


@pytest.fixture(scope="session")
def small(
    small_figure_answers: ModuleType, small_catalog: ModuleType, small_model: ModuleType
) -> ModuleType:
    """The module ``small_assistant``, which lies beside this file."""
    return _module("small_assistant")


def _module(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def page_settings(tmp_path: Path) -> Iterator[Settings]:
    yield Settings(data_dir_override=tmp_path / "data", corpus_dir=tmp_path / "corpus")
