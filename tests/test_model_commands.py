"""Questions to a language model from the command line, with and without the running app."""

from __future__ import annotations

import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from processes import Home, RunningApp, run_command
from scripted_model import Fault, FaultyBehaviour, Fixed, ScriptedModel
from small_corpus import QUESTION, write_corpus

KEY = "sk-never-to-be-seen-0123456789"
TEXT = "全县共选派党建工作指导员316名[1]。其中2345名在乡下[1]。"
FIELDS = {"mode", "model", "usage", "withheld", "reasoning", "notes", "sentences", "answer"}


@pytest.fixture(scope="module")
def server() -> Iterator[ScriptedModel]:
    with ScriptedModel(Fixed(TEXT), key=KEY) as server:
        yield server


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = Home(tmp_path_factory.mktemp("home"))
    write_corpus(home.folder / "corpus")
    assert run_command(home, "sync", home.folder / "corpus").returncode == 0
    return home


def with_model(server: ScriptedModel, key: str = KEY) -> dict[str, str]:
    return {
        "PB_QA_LLM_BASE_URL": server.base_url,
        "PB_QA_LLM_MODEL": "演示",
        "PB_QA_LLM_API_KEY": key,
        "PB_QA_LLM_SECONDS": "20",
    }


def ask(home: Home, more: dict[str, str], *arguments: str) -> dict[str, object]:
    done = run_command(home, "ask", QUESTION, "--json", *arguments, more=more)
    assert done.returncode == 0, done.stderr
    answer: dict[str, object] = json.loads(done.stdout)
    assert set(answer) >= FIELDS
    return answer


def test_the_model_answers_where_one_is_set(home: Home, server: ScriptedModel) -> None:
    server.behaviour = Fixed(TEXT)
    worded = ask(home, with_model(server))
    assert (worded["mode"], worded["model"]) == ("generative", "演示")
    assert worded["withheld"] == [
        {"text": "其中2345名在乡下。", "reason": "数字“2345名”在引用的原文中找不到"}
    ]
    assert set(worded["usage"]) == {"prompt_tokens", "completion_tokens"}  # type: ignore[call-overload]
    assert ask(home, with_model(server), "--mode", "extractive")["mode"] == "extractive"
    plain = ask(home, {})
    assert (plain["mode"], plain["model"], plain["usage"]) == ("extractive", "", None)
    missing = ask(home, {}, "--mode", "generative")
    assert "没有配置语言模型" in str(missing["notes"])


def test_people_read_what_was_withheld_and_who_wrote(home: Home, server: ScriptedModel) -> None:
    server.behaviour = Fixed(TEXT)
    printed = run_command(home, "ask", QUESTION, more=with_model(server)).stdout
    assert printed.startswith("全县共选派党建工作指导员316名。[1]\n")
    assert "已隐去 1 句：\n  数字“2345名”在引用的原文中找不到：其中2345名在乡下。" in printed
    assert re.search("由语言模型“演示”归纳，逐句与原文核对，用了 [0-9]+ 个词元。", printed)


def test_the_model_is_tested_from_the_command_line(home: Home, server: ScriptedModel) -> None:
    server.behaviour = Fixed("好")
    good = run_command(home, "model", more=with_model(server))
    assert good.returncode == 0 and "可用" in good.stdout
    refused = run_command(home, "model", "--json", more=with_model(server, "sk-other"))
    assert refused.returncode == 1
    assert "PB_QA_LLM_API_KEY" in json.loads(refused.stdout)["message"]
    assert run_command(home, "model").returncode == 1


def test_the_running_app_asks_its_own_model_and_tells_no_key(
    home: Home, server: ScriptedModel
) -> None:
    server.behaviour = Fixed(TEXT)
    app = RunningApp(home, more=with_model(server))
    try:
        # The command itself knows of no model.
        assert ask(home, {}, "--mode", "auto")["mode"] == "generative"
        assert "可用" in run_command(home, "model").stdout
        server.behaviour = FaultyBehaviour(Fault.KEY_ECHOED)
        failed = ask(home, {})
        assert failed["mode"] == "extractive" and "（401）" in str(failed["notes"])
        printed = app.output()
    finally:
        app.stop()
    assert KEY not in printed + json.dumps(failed)


@pytest.mark.parametrize("fault", [None, Fault.KEY_ECHOED])
def test_the_key_is_nowhere_that_anybody_reads(
    home: Home, server: ScriptedModel, fault: Fault | None
) -> None:
    server.behaviour = FaultyBehaviour(fault) if fault else Fixed(TEXT)
    more = with_model(server) | {"OPENAI_LOG": "debug"}
    done = run_command(home, "--verbose", "ask", QUESTION, more=more)
    assert done.returncode == 0
    assert "HTTP Request" in done.stderr, "what runs is told"
    assert KEY not in done.stdout + done.stderr
    for library in home.folder.rglob("*.sqlite3"):
        with sqlite3.connect(library) as connection:
            assert KEY not in "\n".join(connection.iterdump())


def test_without_a_model_none_of_it_is_loaded(home: Home) -> None:
    script = f"""
import sys
from pb_qa import Assistant
with Assistant() as assistant:
    next(iter(assistant.ask_in_steps({QUESTION!r})))
heavy = ("openai", "langchain_openai", "tiktoken")
print([name for name in sys.modules if name.split(".")[0] in heavy])
"""
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=home.environment,
        cwd=Path(home.folder),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    assert done.stdout.strip() == "[]"
