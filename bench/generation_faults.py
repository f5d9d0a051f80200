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

from pb_qa.answers import AnswerMode
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
    """What became of the questions that met with one fault."""

    ends: Counter[str] = field(default_factory=Counter)
    lines: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)
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
        assistant.ask(questions[0], mode=AnswerMode.GENERATIVE)  # loads what it needs
        for fault in Fault:
            model.behaviour = FaultyBehaviour(fault, elsewhere=model.base_url)
            found[fault.value] = _suffer(assistant, questions, each)
            found[fault.value].open_requests = not model.settled(5.0)
            model.exchanges.clear()
            found[fault.value].leaks += KEY in logs.getvalue()
            print(f"{fault.value}: {dict(found[fault.value].ends)}", flush=True)
    with _closed_port() as closed, assistant_with(closed, corpus, data, BUDGET) as assistant:
        found[_CLOSED] = _suffer(assistant, questions, each)
    _print(found)
    return any(
        one.leaks or one.ends["nothing"] or one.ends["late"] or one.ends["raised"]
        for one in found.values()
    )


def _suffer(assistant: Assistant, questions: list[str], each: int) -> Suffered:
    suffered = Suffered()

    def once(number: int) -> tuple[str, str, float, bool]:
        started = time.perf_counter()
        try:
            answer = assistant.ask(questions[number % len(questions)], mode=AnswerMode.GENERATIVE)
        except PbQaError as error:
            return "message", str(error), time.perf_counter() - started, KEY in str(error)
        seconds = time.perf_counter() - started
        written = json.dumps(answer_json(answer), ensure_ascii=False)
        line = answer.notes[0] if answer.notes else ""
        if answer.mode is AnswerMode.GENERATIVE:
            end = "worded answer"
        elif line:
            end = "extract with a line"
        else:
            end = "nothing"
        return end, line, seconds, KEY in written

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        for end, line, seconds, leaked in pool.map(once, range(each)):
            suffered.ends[end] += 1
            suffered.ends["late"] += seconds > BUDGET + SLACK
            suffered.lines[line.replace("以下是原文摘录。", "")[:70]] += 1
            suffered.seconds.append(seconds)
            suffered.leaks += leaked
    return suffered


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
                "key leaked": one.leaks,
                "requests left open": int(one.open_requests),
                "line": one.lines.most_common(1)[0][0],
            }
            for name, one in found.items()
        ],
    )
