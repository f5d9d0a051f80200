"""What the README says is tried: its commands, its Python, its table, its links."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from processes import PB_QA, Home

import pb_qa.embedding
from pb_qa.settings import Settings
from pb_qa.storage.corpus import Corpus

ROOT = Path(__file__).resolve().parents[1]
READMES = ("README.md", "README.en.md")
_BIN = ".venv/bin/"
_SECONDS = 180

# Not run to their end here, and why.
EXCEPTED = {
    "make": "installs and downloads: `make -n`; tests/packaging and CI run the targets",
    "python bench/": "needs minutes, and data that is not part of the project: `--help`",
}

# What a command must say: the first words of it, and what they bring.
SAYS = {
    "pb-qa ask": "5个工作日",
    "pb-qa figures": "53082万吨",
    'pb-qa ask "2009年': '"abstained": false',
    "pb-qa search": "警告、记过、记大过、降级、撤职、开除",
    "pb-qa eval": "first_sentence",
    "pb-qa list": "党建/宁夏非公经济组织党建要点.md",
    "pb-qa show": "行政规范性文件合法性审核要点",
    "pb-qa add": "新增 2",
    "pb-qa edit": "更新 1",
    "pb-qa versions": "第 1 版",
    "pb-qa changes": "行政规范性文件合法性审核要点",
    "pb-qa verdicts": "没有未收录的文件。",
    "pb-qa trash": "规范性文件合法性审核要点.pdf",
    "pb-qa remove": "移除 1",
    "pb-qa doctor": "一切正常",
}


def blocks(readme: str, language: str) -> list[str]:
    text = (ROOT / readme).read_text("utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def commands(readme: str) -> list[str]:
    return [line for block in blocks(readme, "bash") for line in block.splitlines() if line]


def split(command: str) -> tuple[str, str]:
    """The settings before a command, and the command without the folder it lies in."""
    settings, rest = re.fullmatch(r"((?:[A-Z_]+=\S+ )*)(.*)", command).groups()  # type: ignore[union-attr]
    return settings, rest.removeprefix(_BIN)


def excepted(command: str) -> str:
    """Which exception a command falls under; empty when it is run."""
    return next((start for start in EXCEPTED if split(command)[1].startswith(start)), "")


# In the order in which a reader would type them; what both languages show is run once.
ALL_COMMANDS = list(dict.fromkeys(command for readme in READMES for command in commands(readme)))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Desk:
    """A home with a copy of the sample corpus, and the files that the commands name."""

    def __init__(self, folder: Path) -> None:
        import docx

        self.folder = folder
        self.home = Home(folder)
        # Not the ports of the README: something of the user's may listen there.
        self.ports = {"7861": free_port(), "8000": free_port()}
        shutil.copytree(ROOT / "docs_corpus", folder / "docs_corpus")
        # The first of the questions show that the command works; all of them take long.
        questions = (ROOT / "tests" / "questions" / "corpus.jsonl").read_text("utf-8")
        (folder / "tests" / "questions").mkdir(parents=True)
        few = "\n".join(questions.splitlines()[:10])
        (folder / "tests" / "questions" / "corpus.jsonl").write_text(few, "utf-8")
        notice = docx.Document()
        notice.add_paragraph("关于召开会议的通知")
        notice.add_paragraph("会议定于3月5日召开。")
        notice.save(str(folder / "通知.docx"))
        (folder / "会议材料").mkdir()
        (folder / "会议材料" / "议程.txt").write_text("会议议程共6项。\n", "utf-8")
        # The built-in model is an ordinary one when it is named by its folder.
        builtin = Path(pb_qa.embedding.__file__).with_name("builtin")
        shutil.copytree(builtin, folder / "模型文件夹")
        self._running: list[subprocess.Popen[str]] = []

    @property
    def environment(self) -> dict[str, str]:
        return self.home.environment | {"PB_QA_CORPUS_DIR": str(self.folder / "docs_corpus")}

    def here(self, command: str) -> str:
        """The command with the programs and the ports of this test."""
        settings, rest = split(command)
        program, *arguments = rest.split(" ", 1)
        rest = " ".join([shlex.quote(str(Path(PB_QA[0]).with_name(program))), *arguments])
        for port, free in self.ports.items():
            settings, rest = (part.replace(port, str(free)) for part in (settings, rest))
        return f"{settings}exec {rest}"

    def run(self, command: str, folder: Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["bash", "-c", command],
            cwd=folder,
            env=self.environment,
            capture_output=True,
            encoding="utf-8",
            timeout=_SECONDS,
        )

    def start(self, command: str, answers: Callable[[], bool]) -> subprocess.Popen[str]:
        """Start what keeps running, and wait until it answers."""
        process = subprocess.Popen(
            ["bash", "-c", self.here(command)],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self._running.append(process)
        deadline = time.monotonic() + _SECONDS
        while not answers():
            assert process.poll() is None and time.monotonic() < deadline, command
            time.sleep(0.1)
        return process

    def close(self) -> None:
        for process in self._running:
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk = Desk(tmp_path_factory.mktemp("readme"))
    # So that each command can be tried by itself.
    assert "新增 18" in desk.run(desk.here(f"{_BIN}pb-qa sync"), desk.folder).stderr
    yield desk
    desk.close()


def answers_at(url: str) -> bool:
    try:
        return httpx.get(url, timeout=5, trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False


@pytest.mark.parametrize("readme", READMES)
def test_every_job_is_shown(readme: str) -> None:
    shown = commands(readme)
    assert {"make run", "make test", "make bundle"} <= set(shown)
    names = {match[1] for command in shown if (match := re.search(r"bin/pb-qa (\w+)", command))}
    assert names == {
        "sync", "add", "list", "show", "remove", "search", "figures", "ask", "eval", "doctor",
        "serve", "edit", "versions", "changes", "verdicts", "trash",
    }  # fmt: skip
    assert {excepted(command) for command in shown} == {"", *EXCEPTED}, "a needless exception"


@pytest.mark.parametrize("command", ALL_COMMANDS)
def test_every_command_works(command: str, desk: Desk) -> None:
    kind = excepted(command)
    if kind == "make":
        settings, rest = split(command)
        result = desk.run(f"{settings}make -n {rest.removeprefix('make')}", ROOT)
    elif kind == "python bench/":
        _, script, *options = shlex.split(split(command)[1])
        result = desk.run(f"{shlex.quote(sys.executable)} {script} --help", ROOT)
        assert all(option in result.stdout for option in options if option.startswith("--"))
    elif "pb-qa serve" in command:
        process = desk.start(command, lambda: answers_at(f"http://127.0.0.1:{desk.ports['7861']}"))
        process.send_signal(signal.SIGTERM)
        assert process.wait(_SECONDS) == 0
        return
    elif "chroma run" in command:
        url = f"http://127.0.0.1:{desk.ports['8000']}/api/v2/heartbeat"
        desk.start(command, lambda: answers_at(url))
        return
    else:
        result = desk.run(desk.here(command), desk.folder)
        says = [text for start, text in SAYS.items() if split(command)[1].startswith(start)]
        assert says or split(command)[1] == "pb-qa sync", f"what does {command} say?"
        assert says[-1:] == [] or says[-1] in result.stdout + result.stderr
        if "--json" in command:
            assert [json.loads(line) for line in result.stdout.splitlines()]
    assert result.returncode == 0, f"{command}\n{result.stdout}\n{result.stderr}"


PYTHON = list(dict.fromkeys(code for readme in READMES for code in blocks(readme, "python")))


@pytest.mark.parametrize("code", PYTHON)
def test_every_python_example_works(code: str, desk: Desk) -> None:
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=desk.folder,
        env=desk.home.environment,
        capture_output=True,
        encoding="utf-8",
        timeout=_SECONDS,
    )
    assert result.returncode == 0, result.stderr
    assert "8.7%（2009年）：2009年国内生产总值为33.5万亿元，增长8.7%。[1]" in result.stdout


@pytest.mark.parametrize("readme", READMES)
def test_the_table_has_every_setting_with_its_default(readme: str) -> None:
    text = (ROOT / readme).read_text("utf-8")
    rows = dict(re.findall(r"^\| `(PB_QA_\w+)` \| (.*?) \|", text, re.MULTILINE))
    fields = {
        str(field.validation_alias or f"PB_QA_{name.upper()}"): (
            None if field.default_factory else field.default
        )
        for name, field in Settings.model_fields.items()
    }
    assert set(rows) == set(fields)
    for name, default in fields.items():
        if default is not None and str(default):
            assert rows[name] == f"`{default}`", name
        else:
            assert not re.fullmatch(r"`.*`", rows[name]), f"{name} has no fixed default"


@pytest.mark.parametrize("page", [*READMES, "CHANGELOG.md", "docs/architecture.md"])
def test_links_lead_to_files_and_to_no_other_computer(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    links = re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text)
    files = [link for link in links if "://" not in link]
    folder = (ROOT / page).parent
    assert [link for link in files if not (folder / link).exists()] == []
    hosts = re.findall(r"https?://([^/\s)>`]+)", text)
    assert [host for host in hosts if not host.startswith("127.0.0.1")] == []


def test_both_languages_say_the_same() -> None:
    pages = [(ROOT / readme).read_text("utf-8") for readme in READMES]
    assert commands(READMES[0]) == commands(READMES[1])
    headings = [re.findall(r"^#+", text, re.MULTILINE) for text in pages]
    assert headings[0] == headings[1]
    figures = [sorted(re.findall(r"\b[01]\.[0-9]{2}\b", text)) for text in pages]
    assert figures[0] == figures[1] != []


def test_counts_and_versions_are_true() -> None:
    files = list(Corpus(ROOT / "docs_corpus").files())
    chinese, english = ((ROOT / readme).read_text("utf-8") for readme in READMES)
    assert f"{len(files)} 份样例文件" in chinese
    assert re.search(rf"\b{len(files)}\s+sample documents", english)
    assert "torch 2.13.0" in chinese and "torch 2.13.0" in english
    assert "torch==2.13.0\n" in (ROOT / "constraints.txt").read_text("utf-8")
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    assert f"## [{version}]" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_every_decision_is_linked_from_the_architecture() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    pages = [page.name for page in (ROOT / "docs" / "decisions").glob("*.md")]
    assert [page for page in pages if f"(decisions/{page})" not in text] == []


def test_the_architecture_names_modules_that_exist_and_no_part_is_missing() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    package = ROOT / "src" / "pb_qa"
    parts = {path.stem for path in package.iterdir() if path.suffix == ".py" or path.is_dir()}
    parts -= {"__init__", "__pycache__"}
    table = "\n".join(line for line in text.splitlines() if line.startswith("|"))
    named = set(re.findall(r"`(\w+(?:\.\w+)?)`", table))
    modules = {name for name in named if name.split(".")[0] in parts}
    for name in modules:
        path = package.joinpath(*name.split("."))
        assert path.is_dir() or path.with_suffix(".py").is_file(), name
    assert {name.split(".")[0] for name in modules} == parts
