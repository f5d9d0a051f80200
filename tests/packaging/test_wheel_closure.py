"""Requirements are followed for the target platform, not for this one."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from make_bundle import TARGETS
from packaging.requirements import Requirement
from wheel_closure import ClosureError, fetch_closure

Fetch = Callable[[list[Requirement]], None]


def make_wheel(folder: Path, name: str, version: str, *requirements: str) -> None:
    lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}"]
    lines += [f"Requires-Dist: {requirement}" for requirement in requirements]
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as wheel:
        wheel.writestr(f"{name}-{version}.dist-info/METADATA", "\n".join(lines) + "\n")
        # Vendored metadata of another package, as setuptools carries it.
        wheel.writestr(f"{name}/_vendor/other-1.dist-info/METADATA", "Requires-Dist: never\n")


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A small index: a server that needs one thing on Windows, another elsewhere."""
    folder = tmp_path / "shelf"
    folder.mkdir()
    make_wheel(folder, "app", "1.0", "server[fast]>=2", "plain", 'tests; extra == "test"')
    make_wheel(
        folder,
        "server",
        "2.5",
        'loop>=1; sys_platform != "win32" and extra == "fast"',
        'parser; extra == "fast"',
        'colours; platform_system == "Windows"',
        'docs; extra == "docs"',
        'backport; python_version < "3.12"',
    )
    make_wheel(folder, "parser", "3", "server")
    for name in ("loop", "plain", "colours", "docs", "tests", "backport"):
        make_wheel(folder, name, "1.0")
    return folder


@pytest.fixture
def fetch(shelf: Path, tmp_path: Path) -> Fetch:
    def copy(requirements: list[Requirement]) -> None:
        for requirement in requirements:
            for path in shelf.glob(f"{requirement.name}-*.whl"):
                (tmp_path / "wheels" / path.name).write_bytes(path.read_bytes())

    (tmp_path / "wheels").mkdir()
    return copy


def closure(tmp_path: Path, fetch: Fetch, platform: str, python: str) -> set[str]:
    environment = TARGETS[platform].environment(python)
    found = fetch_closure([Requirement("app")], tmp_path / "wheels", environment, fetch)
    return {str(name) for name in found}


def test_windows_gets_what_windows_needs(tmp_path: Path, fetch: Fetch) -> None:
    found = closure(tmp_path, fetch, "win_amd64", "3.11")
    assert found == {"app", "server", "plain", "parser", "colours", "backport"}


def test_linux_gets_what_linux_needs(tmp_path: Path, fetch: Fetch) -> None:
    found = closure(tmp_path, fetch, "linux_x86_64", "3.12")
    assert found == {"app", "server", "plain", "parser", "loop"}


def test_a_version_that_is_not_allowed_is_refused(
    tmp_path: Path, shelf: Path, fetch: Fetch
) -> None:
    make_wheel(shelf, "app", "1.0", "server>=3")
    with pytest.raises(ClosureError, match=r"server-2\.5.* 不符合 server>=3"):
        closure(tmp_path, fetch, "win_amd64", "3.11")


def test_a_missing_wheel_is_named(tmp_path: Path, shelf: Path, fetch: Fetch) -> None:
    (shelf / "plain-1.0-py3-none-any.whl").unlink()
    with pytest.raises(ClosureError, match="没有得到 plain"):
        closure(tmp_path, fetch, "win_amd64", "3.11")


def test_two_versions_of_a_package_are_refused(tmp_path: Path, shelf: Path, fetch: Fetch) -> None:
    make_wheel(shelf, "server", "2.6")
    with pytest.raises(ClosureError, match="两个版本"):
        closure(tmp_path, fetch, "win_amd64", "3.11")
