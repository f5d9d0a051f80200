"""What the README says is tried: its commands, its Python, its table, its links."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from processes import PB_QA, Home

from pb_qa.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
READMES = ("README.md", "README.en.md")
_BIN = ".venv/bin/"

# Not run to their end here, and why.
EXCEPTED = {
    "chroma run": "keeps running; tests/test_chroma_server.py starts it and uses it",
    "pb-qa serve": "keeps running; tests/test_cli.py starts it and uses it",
    "python bench/": "needs data that is not part of the project, and minutes: `--help` only",
    "make": "installs and downloads: `make -n`; tests/packaging runs the targets",
}


def blocks(readme: str, language: str) -> list[str]:
    text = (ROOT / readme).read_text("utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def commands(readme: str) -> list[str]:
    return [line for block in blocks(readme, "bash") for line in block.splitlines() if line]


ALL_COMMANDS = [(readme, command) for readme in READMES for command in commands(readme)]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """A home with a copy of the sample corpus, and the files that the commands name."""
    home = Home(tmp_path_factory.mktemp("readme"))
    shutil.copytree(ROOT / "docs_corpus", home.folder / "docs_corpus")
    shutil.copytree(ROOT / "tests" / "questions", home.folder / "tests" / "questions")
    for folder, name, content in (
        ("文件", "通知.txt", "关于召开会议的通知\n\n会议定于3月5日召开。\n"),
        ("documents", "notice.txt", "关于开展培训的通知\n\n培训为期12天。\n"),
    ):
        (home.folder / folder).mkdir()
        (home.folder / folder / name).write_text(content, "utf-8")
    for readme, name in zip(READMES, ("问题.jsonl", "questions.jsonl"), strict=True):
        (home.folder / name).write_text(blocks(readme, "json")[0], "utf-8")
    yield home


def run(command: str, home: Home, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env={**home.environment, "PB_QA_CORPUS_DIR": str(home.folder / "docs_corpus")},
        capture_output=True,
        encoding="utf-8",
        timeout=180,
    )


def kind_of(command: str) -> str:
    """Which exception a command falls under; empty when it is run as it stands."""
    bare = re.sub(r"^(?:PB_QA_\w+=\S+ )+", "", command).removeprefix(_BIN)
    return next((start for start in EXCEPTED if re.match(rf"{re.escape(start)}\b", bare)), "")


@pytest.mark.parametrize("readme", READMES)
def test_each_kind_of_command_is_shown(readme: str) -> None:
    shown = commands(readme)
    assert {"make run", "make test", "make bundle"} <= set(shown)
    names = {match[1] for command in shown if (match := re.search(r"bin/pb-qa (\w+)", command))}
    assert names == {
        "sync", "add", "list", "show", "remove", "search", "ask", "eval", "doctor", "serve",
    }  # fmt: skip
    used = {kind_of(command) for command in shown}
    assert set(EXCEPTED) <= used, "an exception that nothing needs"


# In the order in which a reader would type them: later ones use what earlier ones made.
@pytest.mark.parametrize(("readme", "command"), ALL_COMMANDS)
def test_every_command_works(readme: str, command: str, desk: Home) -> None:
    kind = kind_of(command)
    if kind == "make":
        command = command.replace("make ", "make -n ", 1)
        result = run(command, desk, ROOT)
    elif kind == "python bench/":
        script = command.removeprefix(_BIN).split()[1]
        result = run(f"{shlex.quote(sys.executable)} {script} --help", desk, ROOT)
        for option in re.findall(r"--\w+", command):
            assert option in result.stdout
    elif kind:
        start = kind.split()[-1]
        program = shlex.join([str(Path(sys.executable).with_name(kind.split()[0])), start])
        result = run(f"{program} --help", desk, desk.folder)
        for option in re.findall(r"--\w+", command):
            assert option in result.stdout
    else:
        assert command.startswith(f"{_BIN}pb-qa "), f"unknown command: {command}"
        program = shlex.join(PB_QA)
        result = run(command.replace(f"{_BIN}pb-qa", program, 1), desk, desk.folder)
        assert result.stdout.strip() or re.search(r"pb-qa (sync|add|remove)", command)
        if "--json" in command:
            assert [json.loads(line) for line in result.stdout.splitlines()]
    assert result.returncode == 0, f"{command}\n{result.stdout}\n{result.stderr}"


@pytest.mark.parametrize(
    ("readme", "code"),
    [(readme, code) for readme in READMES for code in blocks(readme, "python")],
)
def test_every_python_example_works(readme: str, code: str, desk: Home) -> None:
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=desk.folder,
        env=desk.environment,
        capture_output=True,
        encoding="utf-8",
        timeout=180,
    )
    assert result.returncode == 0, result.stderr
    assert "4116" in result.stdout or "宁夏非公有制经济组织党建工作要点摘编" in result.stdout


@pytest.mark.parametrize("readme", READMES)
def test_the_table_has_every_setting_with_its_default(readme: str) -> None:
    text = (ROOT / readme).read_text("utf-8")
    rows = dict(re.findall(r"^\| `(PB_QA_\w+)` \| (.*?) \|", text, re.MULTILINE))
    fields = {
        str(field.validation_alias or f"PB_QA_{name.upper()}"): field.get_default()
        for name, field in Settings.model_fields.items()
    }
    assert set(rows) == set(fields)
    for name, default in fields.items():
        if default not in (None, ""):
            assert rows[name] == f"`{default}`", name
        else:
            assert "`" not in rows[name] or name == "PB_QA_CORPUS_DIR", name


@pytest.mark.parametrize("readme", [*READMES, "CHANGELOG.md", "docs/architecture.md"])
def test_links_lead_to_files(readme: str) -> None:
    page = ROOT / readme
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    files = [link for link in links if "://" not in link]
    assert all((page.parent / link).exists() for link in files), files
    # Addresses are of this computer only: a reader without a network misses nothing.
    hosts = re.findall(r"https?://([^/\s)>`]+)", page.read_text("utf-8"))
    assert all(host.startswith("127.0.0.1") for host in hosts)


def test_both_languages_say_the_same() -> None:
    chinese, english = ((ROOT / readme).read_text("utf-8") for readme in READMES)
    headings = [len(re.findall(r"^## ", text, re.MULTILINE)) for text in (chinese, english)]
    assert headings[0] == headings[1]
    figures = [re.findall(r"[0-9]+\.[0-9]+%", text) for text in (chinese, english)]
    assert figures[0] == figures[1]
    kinds = [[kind_of(command) for command in commands(readme)] for readme in READMES]
    assert kinds[0] == kinds[1]


def test_the_architecture_names_modules_that_exist() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    names = set(re.findall(r"`((?:\w+/)*\w+\.(?:py|npz))`", text))
    package = ROOT / "src" / "pb_qa"
    assert names, "no module is named"
    assert [name for name in names if not (package / name).exists()] == []
    modules = {path.relative_to(package).as_posix() for path in package.rglob("*.py")}
    unnamed = {name for name in modules if not name.endswith("__init__.py")} - names
    assert unnamed == set()
