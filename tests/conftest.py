"""What all tests share: no setting of the user who runs them, and a home of their own."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent))

from processes import Home

# How long an example takes depends on what else the machine does.
settings.register_profile("steady", deadline=None)
settings.load_profile("steady")

for _name in [name for name in os.environ if name.startswith("PB_QA_")]:
    del os.environ[_name]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """An empty home folder, which this process uses as well."""
    folder = tmp_path / "home"
    folder.mkdir()
    home = Home(folder)
    for name, value in home.variables.items():
        monkeypatch.setenv(name, value)
    return home


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name file contents by their argument: an archive has the time of day in its bytes.

    Processes that share out the tests compare the names they have collected.
    """
    return argname if isinstance(val, bytes) else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes minutes: another process does the rest meanwhile."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)
