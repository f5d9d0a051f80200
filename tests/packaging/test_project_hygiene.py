"""What holds for the project as a whole: its pins, its dependencies, its papers."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

# Named because the product is built on it, though only its core is imported.
_NOT_IMPORTED = {"langchain"}
_FOLDERS = ("src", "tests", "tools", "training", "bench", "docs", ".ci", "docs_corpus")
_TEXT = {".py", ".md", ".toml", ".txt", ".css", ".js", ".json", ".jsonl", ".sh", ".bat", ""}


@pytest.fixture(scope="module")
def project(root: Path) -> dict[str, Any]:
    table: dict[str, Any] = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    return table


@pytest.fixture(scope="module")
def pins(root: Path) -> dict[str, Version]:
    lines = (root / "constraints.txt").read_text("utf-8").splitlines()
    found = {}
    for line in lines:
        if line.startswith("#"):
            continue
        match = re.fullmatch(r"([A-Za-z0-9][A-Za-z0-9._-]*)==([0-9][0-9a-z.]*)", line)
        assert match is not None, f"只许 名称==版本：{line}"
        found[canonicalize_name(match[1])] = Version(match[2])
    return found


def test_every_requirement_is_pinned_to_a_version_it_allows(
    project: dict[str, Any], pins: dict[str, Version]
) -> None:
    extras = project["optional-dependencies"].values()
    for text in [*project["dependencies"], *(line for extra in extras for line in extra)]:
        requirement = Requirement(text)
        pinned = pins[canonicalize_name(requirement.name)]
        assert requirement.specifier.contains(pinned), f"{text} 与 {pinned}"


def test_dependencies_are_exactly_what_is_imported(root: Path, project: dict[str, Any]) -> None:
    declared = {canonicalize_name(Requirement(line).name) for line in project["dependencies"]}
    assert imported_distributions(root / "src", root / "app.py") == declared - _NOT_IMPORTED


def test_the_test_extra_names_what_tests_import(root: Path, project: dict[str, Any]) -> None:
    lines = [*project["dependencies"], *project["optional-dependencies"]["test"]]
    declared = {canonicalize_name(Requirement(line).name) for line in lines}
    assert imported_distributions(root / "tests") <= declared


def imported_distributions(*places: Path) -> set[str]:
    """The third-party packages that the modules at these places import."""
    modules = {
        name.split(".")[0]
        for place in places
        for file in ([place] if place.is_file() else place.rglob("*.py"))
        for name in imported_names(ast.parse(file.read_text("utf-8")))
    }
    known = packages_distributions()
    third_party = modules - set(sys.stdlib_module_names) - {"pb_qa"}
    return {canonicalize_name(known[module][0]) for module in third_party if module in known}


def imported_names(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module


def test_no_lock_file_with_addresses(root: Path) -> None:
    names = {"poetry.lock", "uv.lock", "pdm.lock", "Pipfile.lock", "package-lock.json"}
    assert not [name for name in names if (root / name).exists()]


def test_no_path_of_somebody_s_own_computer(root: Path) -> None:
    own = re.compile(r"(?<![\w.])/(?:home|Users)/[a-z]\w*/|(?<![\w.])/root/|[A-Z]:\\+Users\\")
    this_file = Path(__file__)
    found = [
        f"{file.relative_to(root)}: {match[0]}"
        for file in text_files(root)
        if file != this_file
        for match in [own.search(file.read_text("utf-8", errors="ignore"))]
        if match is not None
    ]
    assert not found


def text_files(root: Path) -> Iterator[Path]:
    yield from (path for path in root.iterdir() if path.is_file() and path.suffix in _TEXT)
    for folder in _FOLDERS:
        for path in (root / folder).rglob("*"):
            if path.is_file() and path.suffix in _TEXT and "__pycache__" not in path.parts:
                yield path


def test_licence_and_notice_are_there(root: Path, project: dict[str, Any]) -> None:
    assert "Apache License" in (root / "LICENSE").read_text("utf-8")
    notice = (root / "NOTICE").read_text("utf-8")
    assert project["license"] == "Apache-2.0" and "Apache License, Version 2.0" in notice
    for path in re.findall(r"\b(?:src|docs|tools|training)/[\w./-]+\w", notice):
        assert (root / path).exists(), f"NOTICE 提到的 {path} 不在"


def test_the_version_stands_in_one_place(root: Path, project: dict[str, Any]) -> None:
    literal = re.compile(rf"""["']{re.escape(project["version"])}["']""")
    holders = [
        path.relative_to(root).as_posix()
        for path in (root / "src").rglob("*.py")
        if literal.search(path.read_text("utf-8"))
    ]
    assert holders == []
