from __future__ import annotations

import json
from types import ModuleType

import pytest

from pb_qa.settings import Settings
from pb_qa.web.history import MAX_RECORDS, Record, payload_of, rate, records_from, turns_of


@pytest.fixture
def records(small: ModuleType, page_settings: Settings) -> list[Record]:
    assistant = small.SmallAssistant(page_settings, small.sample_documents())
    assistant.warm_up()
    questions = ["2023年全市党员总数是多少？", "食堂的菜单"]
    return [Record(question, assistant.ask(question)) for question in questions]


def test_records_survive_the_browser(records: list[Record]) -> None:
    records.append(Record("坏了", error="请再试"))
    assert records_from(json.loads(json.dumps(payload_of(records)))) == records


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
