"""The scripted model is a real server: what clients of the protocol get from it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from scripted_model import (
    DEMO_MODEL,
    Exchange,
    Fault,
    FaultyBehaviour,
    Fixed,
    InTurn,
    Pace,
    ScriptedModel,
    read_prompt,
)

ASKED = """以下是资料：

[1] 《清河县2011年工作报告》
2011年全县生产总值达到98.2亿元，比上年增长13.1%。财政收入8.9亿元。

[2] 《指导员选派情况》
截至2012年6月底，全县共选派党建工作指导员316名，覆盖非公企业842家。

问题：全县选派了多少名党建工作指导员？"""


@pytest.fixture
def model() -> Iterator[ScriptedModel]:
    with ScriptedModel() as server:
        yield server


def ask(model: ScriptedModel, text: str = ASKED, **more: object) -> httpx.Response:
    body = {"model": DEMO_MODEL, "messages": [{"role": "user", "content": text}], **more}
    headers = {"Authorization": "Bearer sk-secret"}
    return httpx.post(f"{model.base_url}/chat/completions", json=body, headers=headers, timeout=5.0)


def deltas(streamed: str) -> Iterator[str]:
    for line in streamed.splitlines():
        if line.startswith("data: {"):
            for choice in json.loads(line.removeprefix("data: "))["choices"]:
                yield choice["delta"].get("content", "")


def last(model: ScriptedModel) -> Exchange:
    assert model.settled()
    return model.chats[-1]


def test_passages_and_question_are_read_out_of_the_prompt() -> None:
    prompt = read_prompt([{"role": "user", "content": ASKED}])
    assert [passage.number for passage in prompt.passages] == [1, 2]
    assert prompt.passages[0].head == "《清河县2011年工作报告》"
    assert prompt.passages[1].text.endswith("覆盖非公企业842家。")
    assert prompt.question == "全县选派了多少名党建工作指导员？"


def test_the_honest_answer_stands_in_the_passage_it_cites(model: ScriptedModel) -> None:
    answer = ask(model).json()["choices"][0]["message"]["content"]
    assert answer.startswith(
        "截至2012年6月底，全县共选派党建工作指导员316名，覆盖非公企业842家[2]。"
    )


def test_a_stream_says_the_same_as_the_whole_answer(model: ScriptedModel) -> None:
    whole = ask(model).json()["choices"][0]["message"]["content"]
    streamed = ask(model, stream=True, stream_options={"include_usage": True})
    assert "".join(deltas(streamed.text)) == whole
    assert streamed.text.endswith("data: [DONE]\n\n")
    assert '"completion_tokens"' in streamed.text
    assert "".join(piece.text for piece in last(model).pieces) == whole


def test_langchain_reads_stream_and_reasoning(model: ScriptedModel) -> None:
    from langchain_openai import ChatOpenAI

    model.behaviour = Fixed("全县316名[2]。", "先看第二段。")
    chat = ChatOpenAI(
        base_url=model.base_url, model=DEMO_MODEL, api_key="sk-secret", stream_usage=True
    )
    chunks = list(chat.stream(ASKED))
    assert "".join(str(chunk.content) for chunk in chunks) == "全县316名[2]。"
    assert any(chunk.usage_metadata for chunk in chunks)
    assert last(model).key == "sk-secret"


def test_models_are_listed_under_a_name_that_says_what_they_are(model: ScriptedModel) -> None:
    listed = httpx.get(f"{model.base_url}/models").json()
    assert listed["data"][0]["id"] == DEMO_MODEL
    assert "不是真模型" in DEMO_MODEL


def test_another_key_is_refused(model: ScriptedModel) -> None:
    model.key = "sk-other"
    assert ask(model).status_code == 401


def test_a_client_that_hangs_up_is_noticed() -> None:
    with ScriptedModel(Fixed("全县共选派指导员。" * 500), pace=Pace(1, 0.01)) as model:
        body = {"model": DEMO_MODEL, "stream": True, "messages": []}
        url = f"{model.base_url}/chat/completions"
        with httpx.stream("POST", url, json=body) as response:
            next(response.iter_raw())
        exchange = last(model)
    assert exchange.client_closed and not exchange.finished


def test_faults_in_turn(model: ScriptedModel) -> None:
    model.behaviour = InTurn([FaultyBehaviour(Fault.TOO_MANY), Fixed("好。")])
    refused = ask(model)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, "1")
    assert ask(model).json()["choices"][0]["message"]["content"] == "好。"


STATUS = {
    Fault.UNAUTHORISED: 401,
    Fault.FORBIDDEN: 403,
    Fault.NO_MODEL: 404,
    Fault.TOO_LONG: 400,
    Fault.SERVER_ERROR: 500,
    Fault.UNAVAILABLE: 503,
    Fault.REDIRECT: 307,
    Fault.HTML: 200,
    Fault.WRONG_TYPE: 200,
}


@pytest.mark.parametrize("fault", STATUS, ids=lambda fault: fault.name)
def test_faults_that_are_a_reply(model: ScriptedModel, fault: Fault) -> None:
    model.behaviour = FaultyBehaviour(fault)
    assert ask(model, stream=True).status_code == STATUS[fault]


@pytest.mark.parametrize("fault", [Fault.NO_ANSWER, Fault.SILENT_STREAM, Fault.NEVER_ENDS])
def test_faults_that_never_end(model: ScriptedModel, fault: Fault) -> None:
    model.behaviour = FaultyBehaviour(fault)
    with pytest.raises(httpx.ReadTimeout):
        httpx.post(f"{model.base_url}/chat/completions", json={"messages": []}, timeout=0.3)
    assert last(model).client_closed


@pytest.mark.parametrize("fault", [Fault.ENDLESS, Fault.ENDLESS_REASONING, Fault.DRIP])
def test_faults_that_go_on_and_on(model: ScriptedModel, fault: Fault) -> None:
    model.behaviour = FaultyBehaviour(fault)
    url, body = f"{model.base_url}/chat/completions", {"messages": [], "stream": True}
    until = time.perf_counter() + 0.5
    with httpx.stream("POST", url, json=body) as response:
        for _ in response.iter_raw():
            if time.perf_counter() > until:
                break
    assert last(model).client_closed


@pytest.mark.parametrize("fault", [Fault.CUT, Fault.RESET])
def test_faults_that_break_the_connection(model: ScriptedModel, fault: Fault) -> None:
    model.behaviour = FaultyBehaviour(fault)
    with pytest.raises(httpx.RemoteProtocolError):
        ask(model, stream=True)


def test_faults_in_what_is_streamed(model: ScriptedModel) -> None:
    def stream(fault: Fault) -> bytes:
        model.behaviour = FaultyBehaviour(fault)
        return ask(model, stream=True).content

    assert stream(Fault.EMPTY_STREAM) == b""
    assert "".join(deltas(stream(Fault.EMPTY).decode())) == ""
    assert b"CUDA" in stream(Fault.ERROR_IN_STREAM)
    assert stream(Fault.FOREIGN_OBJECT).startswith(b'data: {"type": "ping"}')
    assert len(max(stream(Fault.GIANT_LINE).splitlines(), key=len)) > 1_000_000
    for fault in (Fault.NOT_UTF8, Fault.MALFORMED):
        with pytest.raises(UnicodeDecodeError):
            stream(fault).decode()


def test_it_runs_as_a_demonstration() -> None:
    root = Path(__file__).resolve().parent.parent
    command = [sys.executable, "-m", "tests.scripted_model", "--port", "0"]
    with subprocess.Popen(
        command, cwd=root, stdout=subprocess.PIPE, text=True, env={**os.environ}
    ) as process:
        assert process.stdout is not None
        printed = [process.stdout.readline() for _ in range(4)]
        url = printed[2].strip().removeprefix("PB_QA_LLM_BASE_URL=")
        try:
            listed = httpx.get(f"{url}/models").json()["data"]
        finally:
            process.terminate()
    assert listed[0]["id"] == DEMO_MODEL and DEMO_MODEL in printed[3]
    assert all("不是真模型" in one["id"] for one in listed)
