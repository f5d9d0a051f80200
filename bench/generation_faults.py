"""Every fault of a server, again and again: what the reader gets, how soon, and no key."""

from __future__ import annotations

import io
import json
import logging
import socket
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from generation_library import KEY, assistant_with
from generation_questions import passage_questions
from measuring import percentile, print_table
from scripted_model import Fault, FaultyBehaviour, ScriptedModel

from pb_qa.answer_events import AnswerBegun, AnswerDone
from pb_qa.answers import Answer, AnswerMode
from pb_qa.assistant import Assistant
from pb_qa.errors import PbQaError
from pb_qa.serialization import answer_json

BUDGET = 2.0
# What an extractive answer may take on a busy machine on top of the model's time.
SLACK = 3.0
_AT_ONCE = 4
_CLOSED = "nobody listens"


@dataclass
class Suffered:
    """What became of the questions that met with one fault.

    Attributes
    ----------
    seconds
        From the question to the answer.
    searching
        Of these until the model was asked: the documents' own answer is there by then.
    overdue
        From when the time was up, or from asking the model where that was later, to the answer.
    """

    ends: Counter[str] = field(default_factory=Counter)
    lines: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
    searching: list[float] = field(default_factory=list)
    overdue: list[float] = field(default_factory=list)
    leaks: int = 0
    open_requests: int = 0


def measure_faults(corpus: Path, data: Path, each: int) -> bool:
    """Meet every fault ``each`` times; whether one hung, leaked the key or ended in nothing."""
    found: dict[str, Suffered] = {}
    with (
        _captured_logs() as logs,
        ScriptedModel() as model,
        assistant_with(model, corpus, data, BUDGET) as assistant,
    ):
        questions = list(passage_questions(assistant, 40, 3))
        _load(assistant, questions[0])
        for fault in Fault:
            model.behaviour = FaultyBehaviour(fault, elsewhere=model.base_url)
            found[fault.value] = _suffer(assistant, questions, each)
            found[fault.value].open_requests = not model.settled(5.0)
            model.exchanges.clear()
            found[fault.value].leaks += KEY in logs.getvalue()
            print(f"{fault.value}: {dict(found[fault.value].ends)}", flush=True)
    with _closed_port() as closed, assistant_with(closed, corpus, data, BUDGET) as assistant:
        _load(assistant, questions[0])
        found[_CLOSED] = _suffer(assistant, questions, each)
    _print(found)
    return any(
        one.leaks or one.ends["nothing"] or one.ends["late"] or one.ends["raised"]
        for one in found.values()
    )


def _suffer(assistant: Assistant, questions: list[str], each: int) -> Suffered:
    suffered = Suffered()

    def once(number: int) -> tuple[str, str, _Times, bool]:
        try:
            answer, times = _timed(assistant, questions[number % len(questions)])
        except PbQaError as error:
            return "message", str(error), _Times(), KEY in str(error)
        written = json.dumps(answer_json(answer), ensure_ascii=False)
        line = answer.notes[0] if answer.notes else ""
        if answer.mode is AnswerMode.GENERATIVE:
            end = "worded answer"
        elif line:
            end = "extract with a line"
        else:
            end = "nothing"
        return end, line, times, KEY in written

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for end, line, times, leaked in pool.map(once, range(each)):
            suffered.ends[end] += 1
            suffered.ends["late"] += times.seconds > BUDGET + SLACK
            suffered.lines[line.replace("以下是原文摘录。", "")[:70]] += 1
            suffered.seconds.append(times.seconds)
            suffered.searching.append(times.searching)
            suffered.overdue.append(times.overdue)
            suffered.leaks += leaked
    return suffered


@dataclass(frozen=True)
class _Times:
    """Of one question, in seconds."""

    seconds: float = 0.0
    searching: float = 0.0
    overdue: float = 0.0


def _timed(assistant: Assistant, question: str) -> tuple[Answer, _Times]:
    started = time.perf_counter()
    asked = started
    answer: Answer | None = None
    for event in assistant.ask_in_steps(question, mode=AnswerMode.GENERATIVE):
        if isinstance(event, AnswerBegun):
            asked = time.perf_counter()
        elif isinstance(event, AnswerDone):
            answer = event.answer
    ended = time.perf_counter()
    assert answer is not None, "an answer ends with AnswerDone"
    overdue = max(0.0, ended - max(started + BUDGET, asked))
    return answer, _Times(ended - started, asked - started, overdue)


def _load(assistant: Assistant, question: str) -> None:
    """As the program does before its page is ready; the first question then finds all loaded."""
    assistant.warm_up()
    assistant.model_status()
    assistant.ask(question, mode=AnswerMode.GENERATIVE)


@contextmanager
def _captured_logs() -> Iterator[io.StringIO]:
    """Everything that anybody logs, down to the last detail."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield stream
    finally:
        root.removeHandler(handler)
        root.setLevel(level)


class _Nobody:
    """An address at which nothing listens."""

    def __init__(self, port: int) -> None:
        self.base_url = f"http://127.0.0.1:{port}/v1"


@contextmanager
def _closed_port() -> Iterator[_Nobody]:
    with socket.socket() as held:
        # Bound, but not listening: nobody else can take the port meanwhile.
        held.bind(("127.0.0.1", 0))
        yield _Nobody(held.getsockname()[1])


def _print(found: dict[str, Suffered]) -> None:
    print_table(
        f"Faults, with {BUDGET:.0f} s for the model",
        [
            {
                "fault": name,
                "n": len(one.seconds),
                "extract with a line": one.ends["extract with a line"],
                "worded": one.ends["worded answer"],
                "message": one.ends["message"],
                "nothing": one.ends["nothing"],
                "late": one.ends["late"],
                "p50 s": percentile(one.seconds, 50),
                "max s": max(one.seconds),
                "until asked, max s": max(one.searching),
                "overdue, max s": max(one.overdue),
                "key leaked": one.leaks,
                "requests left open": int(one.open_requests),
                "line": one.lines.most_common(1)[0][0],
            }
            for name, one in found.items()
        ],
    )
