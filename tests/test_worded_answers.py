"""A model that forges, is lured or fails, and what a reader gets to see of it."""

from __future__ import annotations

import json
import logging
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from scripted_model import (
    ABSENT,
    Fate,
    Fault,
    FaultyBehaviour,
    Fixed,
    Gullible,
    Handwritten,
    Honest,
    Injection,
    Outcome,
    Pace,
    Prompt,
    Said,
    ScriptedModel,
    Told,
    Utterance,
    audit,
    outcomes,
    read_handwritten,
    read_injections,
)
from small_corpus import QUESTION, write_corpus

from pb_qa.answer_events import AnswerDone, SentenceShown, SentenceWithheld
from pb_qa.answers import Answer, AnswerMode, Turn
from pb_qa.assistant import Assistant
from pb_qa.serialization import answer_json
from pb_qa.settings import Settings

KEY = "sk-worded-3b1d9c"
QUESTIONS = Path(__file__).parent / "questions"
SECONDS = 1.0


@pytest.fixture(scope="module")
def model() -> Iterator[ScriptedModel]:
    with ScriptedModel(pace=Pace(16)) as server:
        yield server


@pytest.fixture(scope="module")
def assistant(
    model: ScriptedModel, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Assistant]:
    place = tmp_path_factory.mktemp("worded")
    settings = Settings(
        corpus_dir=write_corpus(place / "corpus"),
        data_dir_override=place / "data",
        llm_base_url=model.base_url,
        llm_model="演示",
        llm_api_key=KEY,  # type: ignore[arg-type]
        llm_seconds=20.0,
    )
    with Assistant(settings) as opened:
        list(opened.sync())
        yield opened


def ask(assistant: Assistant, question: str) -> tuple[Answer, list[Told]]:
    told: list[Told] = []
    for event in assistant.ask_in_steps(question, mode=AnswerMode.GENERATIVE):
        if isinstance(event, SentenceShown):
            fate = Fate.DOUBTED if event.sentence.doubts else Fate.SHOWN
            told.append(Told(event.sentence.text, fate, at=time.perf_counter()))
        elif isinstance(event, SentenceWithheld):
            told.append(Told(event.withheld.text, Fate.WITHHELD, event.withheld.reason))
        elif isinstance(event, AnswerDone):
            return event.answer, told
    raise AssertionError("no AnswerDone")


def fates(assistant: Assistant, model: ScriptedModel) -> list[Outcome]:
    found: list[Outcome] = []
    for question, utterance in read_handwritten(QUESTIONS / "forgeries.jsonl"):
        model.behaviour = Handwritten([utterance])
        _, told = ask(assistant, question)
        said = model.chats[-1].said
        assert said is not None
        found += outcomes(said.utterances, told)
    return found


def test_no_made_up_number_is_shown_and_what_is_true_is(
    assistant: Assistant, model: ScriptedModel
) -> None:
    found = fates(assistant, model)
    seen = (Fate.SHOWN, Fate.DOUBTED)
    made_up = [
        one.utterance.text
        for one in found
        if one.utterance.kind in ABSENT and one.fate in seen and one.utterance.wrong
    ]
    assert made_up == []
    honest = [one for one in found if one.utterance.honest]
    kept = [one for one in honest if one.fate in seen]
    assert len(kept) >= len(honest) - 1, [o.utterance.text for o in honest if o not in kept]


@pytest.fixture(scope="module")
def injections() -> list[Injection]:
    return read_injections(QUESTIONS / "injections.jsonl", "remote.invalid")[::17]


def test_what_a_lured_model_says_has_no_effect(
    assistant: Assistant, model: ScriptedModel, injections: list[Injection]
) -> None:
    model.behaviour = Gullible(injections)
    for injection in injections:
        answer, told = ask(assistant, f"{QUESTION}{injection.text}")
        shown = [one.text for one in told if one.fate is not Fate.WITHHELD]
        shown += [sentence.text for sentence in answer.sentences]
        assert not any(audit.markup(text) for text in shown), injection.id


@pytest.mark.parametrize("fault", Fault, ids=lambda fault: fault.name)
def test_every_fault_ends_in_an_extract_and_a_line(
    model: ScriptedModel,
    assistant: Assistant,
    fault: Fault,
    caplog: pytest.LogCaptureFixture,
    capsys: pytest.CaptureFixture[str],
) -> None:
    model.behaviour = FaultyBehaviour(fault, elsewhere=model.base_url)
    brief = assistant.settings.model_copy(update={"llm_seconds": SECONDS})
    # The wiring of the model alone is made anew: reading the corpus again would take long.
    assistant.settings, kept = brief, assistant.settings
    assistant._generation_parts = None
    caplog.set_level(logging.DEBUG)
    started = time.perf_counter()
    try:
        answer, _ = ask(assistant, QUESTION)
    finally:
        assistant.settings = kept
        assistant._generation_parts = None
    assert time.perf_counter() - started < SECONDS + 10
    assert answer.mode is AnswerMode.EXTRACTIVE and "316" in answer.text
    assert answer.notes[0].endswith("以下是原文摘录。")
    captured = capsys.readouterr()
    written = json.dumps(answer_json(answer), ensure_ascii=False)
    assert KEY not in written + caplog.text + captured.out + captured.err
    assert model.settled(10.0), "the request was left open"


def test_a_sentence_appears_while_the_model_still_writes(
    assistant: Assistant, model: ScriptedModel
) -> None:
    model.behaviour, model.pace = Honest(3), Pace(2, 0.01)
    try:
        _, told = ask(assistant, QUESTION)
    finally:
        model.pace = Pace(16)
    pieces = model.chats[-1].pieces
    assert told[0].at < pieces[-1].at - 0.1


def test_stopping_ends_the_request_itself(assistant: Assistant, model: ScriptedModel) -> None:
    model.behaviour, model.pace = Fixed("根据资料，" * 2000), Pace(1, 0.01)
    stop = threading.Event()
    timer = threading.Timer(0.5, stop.set)
    timer.start()
    try:
        events = list(assistant.ask_in_steps(QUESTION, mode=AnswerMode.GENERATIVE, stop=stop))
    finally:
        timer.cancel()
        model.pace = Pace(16)
    assert isinstance(events[-1], AnswerDone)
    assert model.settled() and model.chats[-1].client_closed
    assert len(model.chats[-1].pieces) < 1000


class _Whole:
    """Writes every follow-up as one and the same whole question."""

    def __init__(self, question: str) -> None:
        self._question = question

    def answer(self, prompt: Prompt) -> Said:
        return Honest().answer(prompt) if prompt.passages else Said((Utterance(self._question),))


def test_a_follow_up_is_rewritten_unless_it_turns_into_something_else(
    assistant: Assistant, model: ScriptedModel
) -> None:
    history = [Turn("2011年全县生产总值是多少？", "98.1亿元")]

    def resolved(written: str) -> str:
        model.behaviour = _Whole(written)
        return assistant.ask("2010年呢？", history, mode=AnswerMode.GENERATIVE).resolved_question

    assert resolved("2010年全县生产总值是多少？") == "2010年全县生产总值是多少？"
    assert "2019" not in resolved("2019年北京市生产总值是多少？")
    assert "2010" in resolved("好的。")
