"""Servers in use differ in what they send; whatever they send is read, or said in one line."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

import pytest
from langchain_core.messages import HumanMessage
from scripted_model import DIALECTS, REFUSALS, Dialect, Fixed, Pace, ScriptedModel

from pb_qa import Settings
from pb_qa.answering.generative.failures import ModelFailed
from pb_qa.answering.generative.model import Delta, LanguageModel, probe
from pb_qa.answering.generative.whole_answers import as_events
from pb_qa.answers import TokenUsage

SAID = "全县共316名[1]。其中女性98名[2]。"
THOUGHT = "先想一想。"
SECONDS = 30.0


@pytest.fixture(scope="module")
def server() -> Iterator[ScriptedModel]:
    with ScriptedModel() as server:
        yield server


@pytest.fixture(scope="module")
def model(server: ScriptedModel) -> Iterator[LanguageModel]:
    model = LanguageModel(settings(server.base_url))
    yield model
    model.close()


def settings(address: str) -> Settings:
    return Settings(llm_base_url=address, llm_model="演示", llm_seconds=SECONDS)


def ask(model: LanguageModel) -> list[Delta]:
    return list(model.stream([HumanMessage("问")], deadline=time.monotonic() + SECONDS))


@pytest.mark.parametrize("name", DIALECTS)
def test_text_thoughts_and_model_are_read_in_every_dialect(
    server: ScriptedModel, model: LanguageModel, name: str
) -> None:
    server.behaviour = Fixed(SAID, THOUGHT)
    server.dialect = dialect = DIALECTS[name]
    # No server is asked twice for something that only another one refuses.
    fresh = LanguageModel(settings(server.base_url)) if dialect.refused else model
    deltas = ask(fresh)
    assert "".join(delta.text for delta in deltas) == SAID
    assert "".join(delta.reasoning for delta in deltas) == THOUGHT
    assert {d.model for d in deltas if d.model} == {dialect.names_itself or "演示"}
    assert "stop" in {delta.finish for delta in deltas}
    counted = [delta.usage for delta in deltas if delta.usage]
    if dialect.refused:
        assert counted == [], "what else is optional is left out as well"
        fresh.close()
    else:
        assert counted == [TokenUsage(1, len(SAID))]
    assert all(one.streamed for one in server.chats), "thinking models refuse anything else"
    assert "authorization" not in server.chats[-1].headers, "no key, no header"


@pytest.mark.parametrize("name", REFUSALS)
def test_what_a_server_refuses_is_said_in_the_words_of_the_reader(
    server: ScriptedModel, model: LanguageModel, name: str
) -> None:
    server.dialect = Dialect()
    server.behaviour, expected = REFUSALS[name]
    with pytest.raises(ModelFailed) as failed:
        ask(model)
    failure = failed.value.failure
    assert expected == failure.kind.value or expected in failure.line
    assert "tokens" not in failure.line and "error" not in failure.line.lower()


def test_a_path_of_lm_studio_that_is_none_is_told_from_a_silent_model(
    server: ScriptedModel,
) -> None:
    server.dialect, server.behaviour = DIALECTS["LM Studio"], Fixed(SAID)
    status = probe(settings(server.base_url.removesuffix("/v1")))
    assert not status.answers and "通常以 /v1 结尾" in status.message
    assert probe(settings(server.base_url)).answers


def test_a_stream_under_another_type_arrives_while_the_model_still_writes(
    server: ScriptedModel, model: LanguageModel
) -> None:
    server.dialect, server.behaviour = DIALECTS["streams under another type"], Fixed(SAID)
    server.pace = Pace(characters=1, seconds=0.03)
    deltas = model.stream([HumanMessage("问")], deadline=time.monotonic() + SECONDS)
    next(delta for delta in deltas if delta.text)
    assert not server.chats[-1].finished
    deltas.close()  # type: ignore[attr-defined]
    server.pace = Pace()
    assert server.settled()


def test_a_whole_answer_has_the_events_of_a_stream() -> None:
    body = {"model": "m", "choices": [{"message": {"content": "好。"}, "finish_reason": "length"}]}
    events = as_events(b"\xef\xbb\xbf\n\n" + json.dumps(body).encode()).decode().split("\n\n")
    first = json.loads(events[0].removeprefix("data: "))
    assert first["choices"][0] == {
        "index": 0,
        "delta": {"content": "好。", "role": "assistant"},
        "finish_reason": "length",
    }
    assert events[1:] == ["data: [DONE]", ""]
