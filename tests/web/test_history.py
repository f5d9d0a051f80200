from __future__ import annotations

import json
import threading
from dataclasses import replace
from types import ModuleType

import pytest

from pb_qa.settings import Settings
from pb_qa.web.history import (
    MAX_REASONING,
    MAX_RECORDS,
    Record,
    payload_of,
    rate,
    records_from,
    turns_of,
)


@pytest.fixture
def records(small: ModuleType, page_settings: Settings) -> list[Record]:
    assistant = small.SmallAssistant(page_settings, small.sample_documents())
    assistant.warm_up()
    questions = ["2023年全市党员总数是多少？", "食堂的菜单"]
    return [Record(question, assistant.ask(question)) for question in questions]


def test_records_survive_the_browser(records: list[Record]) -> None:
    records.append(Record("坏了", error="请再试"))
    assert records_from(json.loads(json.dumps(payload_of(records)))) == records


@pytest.fixture
def stated(small: ModuleType, page_settings: Settings) -> list[Record]:
    """Answered from the ledger: a figure, a result, an offer."""
    assistant = small.SmallAssistant(page_settings, small.statistics_documents())
    assistant.warm_up()
    questions = [
        "2018年丙市社区服务中心有多少",
        "乙市2010年和2020年养老床位相差多少",
        "2030年乙市养老床位有多少张",
    ]
    return [Record(question, assistant.ask(question)) for question in questions]


def test_figures_survive_the_browser(stated: list[Record]) -> None:
    kept = records_from(json.loads(json.dumps(payload_of(stated))))
    assert kept == stated
    assert [bool(r.answer and r.answer.figures) for r in kept] == [True] * 3
    assert kept[1].answer is not None and kept[1].answer.reckoned == "2.8万张"


def test_what_was_kept_before_there_were_figures_is_still_read(records: list[Record]) -> None:
    old = payload_of(records)
    for record in old:
        assert isinstance(record, dict)
        for later in ("figures", "reckoned", "working"):
            del record["answer"][later]
    assert records_from(json.loads(json.dumps(old))) == records


def test_a_figure_kept_without_its_unit_is_still_read(stated: list[Record]) -> None:
    kept = payload_of(stated)
    assert isinstance(kept[0], dict)
    del kept[0]["answer"]["figures"][0]["unit"]
    assert records_from(kept) == stated


@pytest.fixture
def worded(small: ModuleType, small_model: ModuleType, page_settings: Settings) -> Record:
    """Answered by the small model, with a sentence withheld and one doubted."""
    assistant = small.SmallAssistant(page_settings, small.sample_documents())
    assistant.warm_up()
    asked = assistant.ask("党支部每月要做哪些事？")
    *_, done = small_model.steps_of(asked, "small-model:7b", 0, threading.Event())
    return Record("党支部每月要做哪些事？", done.answer)


def test_what_a_model_worded_survives_the_browser(worded: Record) -> None:
    assert worded.answer is not None and worded.answer.withheld and worded.answer.usage
    assert any(sentence.doubts for sentence in worded.answer.sentences)
    assert records_from(json.loads(json.dumps(payload_of([worded])))) == [worded]
    (turn,) = turns_of([worded])
    assert "据文件所述" in turn.answer and "2345" not in turn.answer


def test_what_was_kept_before_there_was_a_model_is_still_read(records: list[Record]) -> None:
    old = payload_of(records)
    for record in old:
        assert isinstance(record, dict)
        for later in ("mode", "model", "withheld", "usage", "reasoning"):
            del record["answer"][later]
        for sentence in record["answer"]["sentences"]:
            del sentence["doubts"]
    assert records_from(json.loads(json.dumps(old))) == records


def test_endless_reasoning_does_not_fill_the_browser(worded: Record) -> None:
    assert worded.answer is not None
    thoughtful = replace(worded.answer, reasoning="想" * 60_000)
    (kept,) = records_from(payload_of([replace(worded, answer=thoughtful)]))
    assert kept.answer is not None and len(kept.answer.reasoning) == MAX_REASONING
    assert kept.answer.reasoning.endswith("后面的没有保存）")


def test_turns_hold_figures_results_and_offers(stated: list[Record]) -> None:
    figure, result, offer = (turn.answer for turn in turns_of(stated))
    assert figure.startswith("210个（2018年，丙市）\n")
    assert result.startswith("2.8万张：7.4万张（2020年底） － 4.6万张（2010年底） ＝ 2.8万张\n")
    assert offer.startswith("没有2030年的数据；有2023年底的：8.6万张。\n")


@pytest.mark.parametrize(
    "payload",
    [
        None,
        "text",
        {"question": "x"},
        [3, None, "x"],
        [{"answer": None}],
        [
            {
                "question": "x",
                "answer": {"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}},
            }
        ],
        [{"question": "x", "rating": "sideways"}],
    ],
)
def test_what_does_not_fit_is_dropped(payload: object) -> None:
    assert records_from(payload) == []


def test_one_broken_record_costs_only_itself(records: list[Record]) -> None:
    payload = payload_of(records)
    assert records_from([payload[0], {"question": 1}, payload[1]]) == records


def test_only_the_last_records_are_kept() -> None:
    many = [Record(str(index), error="x") for index in range(MAX_RECORDS + 5)]
    kept = payload_of(many)
    assert len(kept) == MAX_RECORDS
    assert records_from(kept)[-1].question == str(MAX_RECORDS + 4)


def test_turns_leave_out_questions_without_an_answer(records: list[Record]) -> None:
    turns = turns_of([*records, Record("坏了", error="请再试")])
    assert [turn.question for turn in turns] == [record.question for record in records]
    assert "46,218名" in turns[0].answer


def test_rating_changes_one_record(records: list[Record]) -> None:
    rated = rate(records, 1, "down")
    assert [record.rating for record in rated] == [None, "down"]
