"""The commands a person types: they install once, and say what is missing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Make = Callable[..., "subprocess.CompletedProcess[str]"]

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="没有 make")

# A Python whose virtual environments cannot reach anything: it writes down what is asked of it.
_RECORDER = """#!/bin/sh
echo "$@" >> "{log}"
case "$*" in
    *"-m venv"*) mkdir -p .venv/bin; cp "$0" .venv/bin/python;;
esac
"""


@pytest.fixture
def project(root: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "project"
    folder.mkdir()
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(root / name, folder)
    return folder


@pytest.fixture
def make(project: Path, tmp_path: Path) -> Make:
    recorder = tmp_path / "python-recorder"
    recorder.write_text(_RECORDER.format(log=tmp_path / "log"), "utf-8")
    recorder.chmod(0o755)

    def run(*targets: str, python: str | Path = recorder) -> subprocess.CompletedProcess[str]:
        (tmp_path / "log").write_text("", "utf-8")
        return subprocess.run(
            ["make", "--no-print-directory", *targets, f"PYTHON={python}"],
            cwd=project,
            env={k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MAKELEVEL")},
            capture_output=True,
            encoding="utf-8",
        )

    return run


@pytest.fixture
def commands(tmp_path: Path) -> Callable[[], list[str]]:
    return lambda: (tmp_path / "log").read_text("utf-8").splitlines()


def test_nothing_is_installed_twice(make: Make, commands: Callable[[], list[str]]) -> None:
    assert make("run").returncode == 0
    assert sum("pip install" in line for line in commands()) == 1
    assert commands()[-1] == "app.py"
    assert make("run").returncode == 0
    assert commands() == ["app.py"]
    assert make("test").returncode == 0
    assert sum("pip install" in line for line in commands()) == 1
    assert make("test").returncode == 0
    assert [" ".join(command.split()[:2]) for command in commands()] == ["-m pytest"]


@pytest.mark.parametrize("name", ["pyproject.toml", "constraints.txt"])
def test_a_change_of_what_is_needed_is_installed(
    name: str, make: Make, commands: Callable[[], list[str]], project: Path
) -> None:
    make("install")
    later = (project / ".venv" / ".installed").stat().st_mtime + 10
    os.utime(project / name, (later, later))
    make("install")
    assert sum("pip install" in line for line in commands()) == 1


def test_a_project_that_was_moved_is_installed_again(
    make: Make, commands: Callable[[], list[str]], project: Path
) -> None:
    make("install")
    (project / ".venv" / ".installed").write_text("/elsewhere\n", "utf-8")
    make("install")
    assert sum("pip install" in line for line in commands()) == 1


def test_a_failed_installation_is_tried_again(make: Make, project: Path) -> None:
    make("install")
    (project / ".venv" / ".installed").unlink()
    (project / ".venv" / "bin" / "python").write_text("#!/bin/sh\nexit 1\n", "utf-8")
    assert make("install").returncode != 0
    assert not (project / ".venv" / ".installed").exists()


def test_an_old_python_is_told_in_plain_words(make: Make, tmp_path: Path) -> None:
    old = tmp_path / "python3.9"
    old.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2 || exit 1\n', "utf-8")
    old.chmod(0o755)
    result = make("run", python=old)
    assert result.returncode != 0
    assert "需要 Python 3.11" in result.stderr and "Python 3.9.2" in result.stderr


def test_a_python_without_venv_is_told_in_plain_words(make: Make, tmp_path: Path) -> None:
    bare = tmp_path / "python-bare"
    script = f'case "$*" in *ensurepip*) exit 1;; *) exec "{sys.executable}" "$@";; esac\n'
    bare.write_text(f"#!/bin/sh\n{script}", "utf-8")
    bare.chmod(0o755)
    result = make("run", python=bare)
    assert result.returncode != 0
    assert "apt-get install python3-venv" in result.stderr
