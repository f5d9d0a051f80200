"""Follow-up questions: rewritten by a model, good or bad, against the question in full."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from generation_library import put
from measuring import ROOT, print_table
from scripted_model import (
    Behaviour,
    Fault,
    FaultyBehaviour,
    Honest,
    Prompt,
    Said,
    ScriptedModel,
    Utterance,
)

from pb_qa.answers import Turn
from pb_qa.assistant import Assistant

FILE = ROOT / "tests/questions/conversations.jsonl"
DEPTH = 5


class Rewriting:
    """A model that rewrites follow-ups in one way, and else answers honestly."""

    def __init__(self, write: Callable[[str], str]) -> None:
        self._write = write
        self._honest = Honest()

    def answer(self, prompt: Prompt) -> Said:
        """The rewritten question, or an answer."""
        if prompt.passages:
            return self._honest.answer(prompt)
        return Said((Utterance(self._write(prompt.question)),))


def measure_followups(assistant: Assistant, model: ScriptedModel) -> None:
    """How often the gold passage is found with the question as each rewriting leaves it."""
    conversations = [json.loads(line) for line in FILE.read_text("utf-8").splitlines()]
    kept = [one for one in conversations if _answerable(assistant, one)]
    if len(kept) < len(conversations):
        print(
            f"skipped: {len(conversations) - len(kept)} conversations whose documents are not here"
        )
    if not kept:
        return
    full = {turn["question"]: turn["full"] for one in kept for turn in one["turns"]}
    ways: dict[str, Behaviour] = {
        "a model that rewrites well": Rewriting(lambda q: full.get(q, q)),
        "with words around it": Rewriting(lambda q: f"改写后的问题：“{full.get(q, q)}”"),
        "a model that repeats the follow-up": Rewriting(lambda q: q),
        "a model that answers instead": Rewriting(lambda q: "根据资料，答案是316名。"),
        "a model that changes year and place": Rewriting(_misled(full)),
        "a model that fails": FaultyBehaviour(Fault.SERVER_ERROR),
    }
    rows = [_row("the question in full", [_hit(assistant, t["full"], t) for t in _turns(kept)])]
    rows.append(
        _row("the follow-up as it is", [_hit(assistant, t["question"], t) for t in _turns(kept)])
    )
    for name, behaviour in ways.items():
        model.behaviour = behaviour
        rows.append(_row(name, [hit for one in kept for hit in _followed(assistant, model, one)]))
    print_table(f"Follow-ups: gold passage among the first {DEPTH}", rows)


def _misled(full: Mapping[str, str]) -> Callable[[str], str]:
    def write(question: str) -> str:
        whole = full.get(question, question)
        for right, wrong in (("2013", "2019"), ("2011", "2016"), ("海拉尔区", "北京市")):
            whole = whole.replace(right, wrong)
        return f"{whole.rstrip('？')}，上海的情况怎么样？" if whole == full.get(question) else whole

    return write


def _turns(conversations: list[dict[str, Any]]) -> list[dict[str, str]]:
    """The follow-ups: every turn but the first."""
    return [turn for one in conversations for turn in one["turns"][1:]]


def _followed(
    assistant: Assistant, model: ScriptedModel, conversation: dict[str, Any]
) -> list[bool]:
    """The follow-ups of a conversation, each after the right answers to those before."""
    history: list[Turn] = []
    hits: list[bool] = []
    for turn in conversation["turns"]:
        if history:
            run = put(assistant, model, turn["question"], history)
            hits.append(_hit(assistant, run.answer.resolved_question, turn))
        history.append(Turn(turn["question"], turn["quote"]))
    return hits


def _hit(assistant: Assistant, question: str, turn: Mapping[str, str]) -> bool:
    return any(turn["quote"] in hit.passage.text for hit in assistant.search(question, DEPTH))


def _answerable(assistant: Assistant, conversation: dict[str, Any]) -> bool:
    quotes = [turn["quote"] for turn in conversation["turns"]]
    texts = [assistant.library.document(info.id).text for info in assistant.list_documents()]
    return all(any(quote in text for text in texts) for quote in quotes)


def _row(name: str, hits: list[bool]) -> dict[str, object]:
    tally = Counter(hits)
    return {
        "searched with": name,
        "n": len(hits),
        "found": tally[True],
        "share": f"{100 * tally[True] / len(hits):.1f}%",
    }
