"""The language model asked over real HTTP: what is sent, what fails, and how it is stopped."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Iterator

import pytest
from langchain_core.messages import HumanMessage
from scripted_model import Fault, FaultyBehaviour, Fixed, Pace, ScriptedModel

from pb_qa import Settings
from pb_qa.answering.generative.chat_model import retry_after
from pb_qa.answering.generative.failures import FailureKind, ModelFailed
from pb_qa.answering.generative.model import Delta, LanguageModel, probe
from pb_qa.answers import TokenUsage

KEY = "sk-a-very-secret-key"
SAID = "全县共316名[1]。"
SECONDS = 1.5


@pytest.fixture
def server() -> Iterator[ScriptedModel]:
    with ScriptedModel(Fixed(SAID, reasoning="想一想。")) as server:
        yield server


def settings(address: str, **more: object) -> Settings:
    given = {"llm_model": "演示", "llm_api_key": KEY, "llm_seconds": SECONDS, **more}
    return Settings(llm_base_url=address, **given)  # type: ignore[arg-type]


def ask(
    model: LanguageModel, seconds: float = SECONDS, stop: threading.Event | None = None
) -> list[Delta]:
    deadline = time.monotonic() + seconds
    return list(model.stream([HumanMessage("问")], deadline=deadline, stop=stop))


@pytest.fixture
def model(server: ScriptedModel) -> Iterator[LanguageModel]:
    model = LanguageModel(settings(server.base_url))
    model.warm_up()
    yield model
    model.close()


def failure(model: LanguageModel, seconds: float = SECONDS) -> FailureKind:
    with pytest.raises(ModelFailed) as failed:
        ask(model, seconds)
    assert KEY not in str(failed.value) + repr(failed.value) + repr(failed.value.failure)
    return failed.value.failure.kind


# ---- what comes


def test_text_thoughts_model_and_tokens_arrive(model: LanguageModel) -> None:
    deltas = ask(model)
    assert "".join(delta.text for delta in deltas) == SAID
    assert "".join(delta.reasoning for delta in deltas) == "想一想。"
    assert [delta.model for delta in deltas if delta.model] == ["演示"]
    assert "stop" in {delta.finish for delta in deltas}
    usages = [delta.usage for delta in deltas if delta.usage]
    assert usages == [TokenUsage(1, len(SAID))]


def test_text_arrives_while_the_model_still_writes(server: ScriptedModel) -> None:
    server.pace = Pace(characters=1, seconds=0.03)
    model = LanguageModel(settings(server.base_url))
    model.warm_up()
    stream = model.stream([HumanMessage("问")], deadline=time.monotonic() + 5)
    next(delta for delta in stream if delta.text)
    assert not server.chats[0].finished
    stream.close()  # type: ignore[attr-defined]
    assert server.settled()
    assert server.chats[0].client_closed
    model.close()


def test_many_are_answered_at_once(server: ScriptedModel, model: LanguageModel) -> None:
    server.pace = Pace(characters=2, seconds=0.02)
    texts: list[str] = []
    threads = [
        threading.Thread(target=lambda: texts.append("".join(d.text for d in ask(model, 10))))
        for _ in range(12)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert texts == [SAID] * 12


# ---- what is sent, and where


def test_the_environment_changes_neither_the_address_nor_the_key(
    server: ScriptedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ScriptedModel() as elsewhere:
        root = elsewhere.base_url.removesuffix("/v1")
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "OPENAI_PROXY"):
            monkeypatch.setenv(name, root)
            monkeypatch.setenv(name.lower(), root)
        monkeypatch.setenv("OPENAI_BASE_URL", elsewhere.base_url)
        monkeypatch.setenv("OPENAI_API_BASE", elsewhere.base_url)
        monkeypatch.setenv("OPENAI_API_KEY", "sk-of-another-service")
        monkeypatch.setenv("OPENAI_ORG_ID", "org-of-mine")
        monkeypatch.setenv("OPENAI_PROJECT_ID", "project-of-mine")
        monkeypatch.setenv("OPENAI_CUSTOM_HEADERS", "X-Mine: mine\nAuthorization: Bearer sk-other")
        monkeypatch.setenv("LANGSMITH_GATEWAY", "true")
        monkeypatch.setenv("LANGSMITH_API_KEY", "ls-key")
        for key in (KEY, ""):
            model = LanguageModel(settings(server.base_url, llm_api_key=key))
            model.warm_up()
            ask(model, 5)
            model.close()
        assert elsewhere.exchanges == []
    with_key, without = server.chats
    assert with_key.headers["authorization"] == f"Bearer {KEY}"
    assert "authorization" not in without.headers
    sent = json.dumps([dict(exchange.headers) for exchange in server.chats])
    assert not [word for word in ("another", "of-mine", "sk-other", "ls-key", "x-") if word in sent]


def test_no_tools_and_no_limits_are_sent(server: ScriptedModel, model: LanguageModel) -> None:
    ask(model)
    assert set(server.chats[0].body) == {
        "model",
        "messages",
        "stream",
        "stream_options",
        "temperature",
    }


def test_a_redirect_is_not_followed_and_the_key_stays(server: ScriptedModel) -> None:
    with ScriptedModel() as elsewhere:
        server.behaviour = FaultyBehaviour(Fault.REDIRECT, elsewhere.base_url)
        model = LanguageModel(settings(server.base_url))
        model.warm_up()
        assert failure(model) is FailureKind.REDIRECT
        model.close()
        assert elsewhere.exchanges == []


# ---- what fails

_KINDS = {
    Fault.UNAUTHORISED: FailureKind.KEY,
    Fault.KEY_ECHOED: FailureKind.KEY,
    Fault.FORBIDDEN: FailureKind.FORBIDDEN,
    Fault.NO_MODEL: FailureKind.NOT_FOUND,
    Fault.TOO_MANY: FailureKind.TOO_MANY,
    Fault.SERVER_ERROR: FailureKind.SERVER,
    Fault.UNAVAILABLE: FailureKind.SERVER,
    Fault.CUT: FailureKind.CUT,
    Fault.RESET: FailureKind.CUT,
    Fault.MALFORMED: FailureKind.MALFORMED,
    Fault.ERROR_IN_STREAM: FailureKind.SERVER,
    Fault.NOT_UTF8: FailureKind.MALFORMED,
    Fault.HTML: FailureKind.NOT_A_MODEL,
    Fault.GIANT_LINE: FailureKind.MALFORMED,
    Fault.TOO_LONG: FailureKind.TOO_LONG,
    Fault.EMPTY_STREAM: FailureKind.EMPTY,
    Fault.NO_ANSWER: FailureKind.TIMEOUT,
    Fault.SILENT_STREAM: FailureKind.TIMEOUT,
    Fault.NEVER_ENDS: FailureKind.TIMEOUT,
    Fault.DRIP: FailureKind.TIMEOUT,
}


@pytest.mark.parametrize(("fault", "kind"), _KINDS.items(), ids=lambda value: value.name)
def test_each_fault_is_told_in_time_and_never_with_the_key(
    fault: Fault,
    kind: FailureKind,
    server: ScriptedModel,
    model: LanguageModel,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    server.behaviour = FaultyBehaviour(fault)
    started = time.monotonic()
    assert failure(model) is kind
    assert time.monotonic() - started < SECONDS + 1.0
    assert server.settled()
    assert KEY not in caplog.text


def test_how_long_a_server_wants_to_be_left_alone(server: ScriptedModel) -> None:
    server.behaviour = FaultyBehaviour(Fault.TOO_MANY)
    model = LanguageModel(settings(server.base_url))
    model.warm_up()
    with pytest.raises(ModelFailed) as failed:
        ask(model)
    assert failed.value.failure.retry and failed.value.failure.wait == 1.0
    model.close()
    assert retry_after("2.5") == 2.5
    assert retry_after("Wed, 21 Oct 2015 07:28:00 GMT") == 0.0
    assert retry_after("Wed, 21 Oct 2065 07:28:00 GMT") > 1e9
    assert [retry_after(bad) for bad in ("", "soon", "-1", "1e9")] == [0.0] * 4


def test_what_a_server_does_not_take_is_left_out(server: ScriptedModel) -> None:
    refused: list[int] = []
    original = server.serve

    def serve(exchange: object, connection: object) -> None:
        if "temperature" in exchange.body:  # type: ignore[attr-defined]
            refused.append(1)
            body = b'{"error": {"message": "Unsupported value: temperature"}}'
            connection.whole(400, "application/json", body)  # type: ignore[attr-defined]
            return
        original(exchange, connection)  # type: ignore[arg-type]

    server.behaviour = Fixed(SAID)
    server.serve = serve  # type: ignore[method-assign, assignment]
    model = LanguageModel(settings(server.base_url))
    model.warm_up()
    assert "".join(delta.text for delta in ask(model, 5)) == SAID
    assert "".join(delta.text for delta in ask(model, 5)) == SAID
    assert len(refused) == 1, "what it refused is not tried again"
    model.close()


# ---- stopping


def test_a_stop_closes_the_connection_at_once(server: ScriptedModel) -> None:
    for fault in (Fault.NO_ANSWER, Fault.NEVER_ENDS, Fault.ENDLESS_REASONING):
        server.behaviour = FaultyBehaviour(fault)
        model = LanguageModel(settings(server.base_url, llm_seconds=30))
        model.warm_up()
        stop = threading.Event()
        threading.Timer(0.3, stop.set).start()
        started = time.monotonic()
        with pytest.raises(ModelFailed) as failed:
            ask(model, 30, stop)
        assert failed.value.failure.kind is FailureKind.STOPPED
        assert time.monotonic() - started < 1.0
        assert server.settled(1.0) and server.chats[-1].client_closed, fault
        model.close()


def test_the_deadline_closes_the_connection(server: ScriptedModel, model: LanguageModel) -> None:
    server.behaviour = FaultyBehaviour(Fault.NO_ANSWER)
    assert failure(model, 0.3) is FailureKind.TIMEOUT
    assert server.settled(1.0) and server.chats[-1].client_closed


def test_closing_ends_what_is_under_way(server: ScriptedModel, model: LanguageModel) -> None:
    server.behaviour = FaultyBehaviour(Fault.NO_ANSWER)
    threading.Timer(0.3, model.close).start()
    assert failure(model, 20) is FailureKind.STOPPED
    model.close()
    server.behaviour = Fixed(SAID)
    assert ask(model), "it can be asked again"
    model.close()


# ---- settings and the probe


@pytest.mark.parametrize(
    ("address", "more", "word"),
    [
        ("", {}, "没有配置"),
        ("http://127.0.0.1:9/v1", {"llm_model": ""}, "没有配置"),
        ("127.0.0.1:8000", {}, "PB_QA_LLM_BASE_URL"),
        ("http://me:secret@127.0.0.1/v1", {}, "PB_QA_LLM_BASE_URL"),
        ("http://127.0.0.1/v1?key=secret", {}, "PB_QA_LLM_BASE_URL"),
        ("http://[::1/v1", {}, "PB_QA_LLM_BASE_URL"),
        ("http://127.0.0.1:99999/v1", {}, "PB_QA_LLM_BASE_URL"),
        ("http://127.0.0.1:9/v1", {"llm_api_key": "密钥"}, "PB_QA_LLM_API_KEY"),
        ("http://127.0.0.1:9/v1", {"llm_api_key": "sk-a\r\nX-Evil: 1"}, "PB_QA_LLM_API_KEY"),
        ("http://127.0.0.1:9/v1", {}, "连不上"),
        ("http://no-such-host.invalid/v1", {}, "主机"),
    ],
)
def test_what_is_set_wrongly_is_said(address: str, more: dict[str, str], word: str) -> None:
    status = probe(settings(address, **more), 5.0)
    assert not status.answers
    assert word in status.message
    assert "secret" not in status.message and "Evil" not in status.message


def test_the_probe_tells_whether_the_model_answers(server: ScriptedModel) -> None:
    status = probe(settings(server.base_url))
    assert (status.configured, status.answers, status.model) == (True, True, "演示")
    assert len(server.chats) == 1
    assert server.settled()
    server.behaviour = FaultyBehaviour(Fault.NO_ANSWER)
    silent = probe(settings(server.base_url), 0.5)
    assert (silent.configured, silent.answers) == (True, False)
    assert "可能还在载入" in silent.message
    assert silent.seconds < 1.5


def test_no_key_in_what_can_be_printed(model: LanguageModel) -> None:
    chat = model.chat_model
    shown = repr(model) + repr(chat) + str(chat) + json.dumps(chat.to_json(), default=str)
    assert KEY not in shown + str(chat.model_dump()) + repr(chat._identifying_params)
