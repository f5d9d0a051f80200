"""What the page is told of the language model, and what it is never told."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from pydantic import SecretStr

from pb_qa.answer_events import ModelStatus
from pb_qa.errors import ModelError
from pb_qa.settings import Settings
from pb_qa.web.i18n import Language, Texts
from pb_qa.web.model_routes import build_model_router
from pb_qa.web.model_view import is_here, render_panel, render_result, shown_address
from pb_qa.web.work import Failed

ZH, EN = Texts(Language.CHINESE), Texts(Language.ENGLISH)
KEY = "sk-never-shown-1234"


def _settings(settings: Settings, address: str, **changes: Any) -> Settings:
    update = {"llm_base_url": address, "llm_model": "qwen", "llm_api_key": SecretStr(KEY)}
    return settings.model_copy(update=update | changes)


class Asked:
    """Counts how often the model is asked, and answers as it is told to."""

    def __init__(self, settings: Settings, status: ModelStatus | Exception) -> None:
        self.settings = settings
        self.status = status
        self.times = 0
        self.go_on = threading.Event()
        self.go_on.set()

    def model_status(self) -> ModelStatus:
        self.times += 1
        self.go_on.wait(5)
        if isinstance(self.status, Exception):
            raise self.status
        return self.status


READY = ModelStatus(True, True, "qwen-as-served", "模型“qwen”可用。", 0.3)
DOWN = ModelStatus(True, False, "qwen", "连不上模型服务。请先启动它。")


@pytest.fixture
def client_of() -> Iterator[Any]:
    opened: list[TestClient] = []

    def client(assistant: Asked) -> TestClient:
        app = FastAPI()
        app.include_router(build_model_router(assistant, "/page"))  # type: ignore[arg-type]
        # One event loop for all requests, as in the running program.
        one = TestClient(app).__enter__()
        opened.append(one)
        return one

    yield client
    for one in opened:
        one.__exit__(None, None, None)


def _settled(client: TestClient) -> dict[str, str]:
    for _ in range(100):
        state: dict[str, str] = client.get("/page/model").json()
        if state["state"] != "checking":
            return state
        time.sleep(0.02)
    pytest.fail("the check did not end")


def test_without_a_model_nothing_is_asked_and_it_is_said_how_to_set_one(
    client_of: Any, page_settings: Settings
) -> None:
    assistant = Asked(page_settings.model_copy(update={"llm_model": ""}), READY)
    client = client_of(assistant)
    assert client.get("/page/model").json()["state"] == "unset"
    panel = client.get("/page/model/panel").text
    assert "还没有设置语言模型" in panel and "PB_QA_LLM_BASE_URL=http://" in panel
    assert "data-model-test" not in panel
    assert assistant.times == 0


def test_however_many_pages_open_the_model_is_asked_once(
    client_of: Any, page_settings: Settings
) -> None:
    assistant = Asked(_settings(page_settings, "http://127.0.0.1:1/v1"), READY)
    client = client_of(assistant)
    assistant.go_on.clear()
    first = client.get("/page/model").json()
    assert (first["state"], first["label"]) == ("checking", "正在联系模型…")
    assistant.go_on.set()
    state = _settled(client)
    assert (state["state"], state["label"]) == ("ready", "qwen-as-served")
    for _ in range(3):
        client.get("/page/model")
        client.get("/page/model/panel")
    assert assistant.times == 1


def test_a_model_that_is_down_says_why_and_is_asked_again_by_the_test(
    client_of: Any, page_settings: Settings
) -> None:
    assistant = Asked(_settings(page_settings, "http://127.0.0.1:1/v1"), DOWN)
    client = client_of(assistant)
    client.get("/page/model")
    state = _settled(client)
    assert (state["state"], state["title"]) == ("failed", DOWN.message)
    assert DOWN.message in client.get("/page/model/panel").text
    assistant.status = READY
    tested = client.post("/page/model/test").json()
    assert "模型“qwen”可用。" in tested["result"] and tested["state"]["state"] == "ready"
    assert assistant.times == 2
    assert client.get("/page/model/test").status_code == 405


def test_a_check_that_fails_itself_is_a_message(client_of: Any, page_settings: Settings) -> None:
    assistant = Asked(_settings(page_settings, "http://127.0.0.1:1/v1"), ZeroDivisionError("log"))
    client = client_of(assistant)
    tested = client.post("/page/model/test").json()
    assert "程序出了意外" in tested["result"] and "log" not in tested["result"]
    assert tested["state"]["state"] == "failed"
    shown = render_result(Failed(ModelError("模型文件损坏。")), ZH)
    assert "模型文件损坏。" in shown


def test_neither_key_nor_password_is_in_any_answer(client_of: Any, page_settings: Settings) -> None:
    address = f"https://name:{KEY}@models.example/v1?api-key={KEY}#{KEY}"
    assistant = Asked(_settings(page_settings, address), DOWN)
    client = client_of(assistant)
    client.get("/page/model")
    _settled(client)
    answers = [client.get("/page/model"), client.get("/page/model/panel")]
    answers.append(client.post("/page/model/test"))
    for answer in answers:
        assert KEY not in answer.text and "name:" not in answer.text
    panel = answers[1].text
    assert "https://models.example/v1" in panel and "已设置（不显示）" in panel
    assert "不在这台电脑上" in panel


def test_the_panel_in_english_and_with_hostile_settings(page_settings: Settings) -> None:
    settings = _settings(
        page_settings, "http://localhost:11434/v1", llm_model="<img src=x>${f()}{{g}}`"
    )
    status = ModelStatus(True, False, "", "<script>alert(1)</script>${f()}")
    panel = render_panel(settings, status, ZH)
    assert "<img" not in panel and "<script" not in panel and "${" not in panel
    assert "它就在这台电脑上" in panel
    english = render_panel(settings, None, EN)
    assert "Settings for summaries" in english and "8,192 tokens" in english


@pytest.mark.parametrize(
    ("url", "shown", "here"),
    [
        ("http://127.0.0.1:11434/v1", "http://127.0.0.1:11434/v1", True),
        ("http://localhost/v1", "http://localhost/v1", True),
        ("http://[::1]:8000/v1", "http://[::1]:8000/v1", True),
        ("http://10.0.0.5:8000/v1", "http://10.0.0.5:8000/v1", False),
        ("https://u:p@api.example.com/v1?k=1", "https://api.example.com/v1", False),
        ("http://127.0.0.1.example.com/", "http://127.0.0.1.example.com/", False),
        ("http://[::1", "", False),
        ("http://x:port/v1", "", False),
        ("not an address", "", False),
        ("", "", False),
    ],
)
def test_addresses(url: str, shown: str, here: bool) -> None:
    assert (shown_address(url), is_here(url)) == (shown, here)
