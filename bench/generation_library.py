"""The library that generated answers are measured on, and a model's answers over it."""

from __future__ import annotations

import shutil
import socket
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from measuring import ROOT

sys.path.insert(0, str(ROOT / "tests"))

from scripted_model import DEMO_MODEL, Exchange, Fate, Outcome, ScriptedModel, Told, outcomes

from pb_qa.answer_events import AnswerDone, SentenceShown, SentenceWithheld
from pb_qa.answers import Answer, AnswerMode, AnswerSentence, Turn
from pb_qa.assistant import Assistant
from pb_qa.settings import Settings

KEY = "sk-forger-5f1c7be0a94d42d8"


@dataclass
class Run:
    """One question put to the model, and what came of it.

    Attributes
    ----------
    shown
        The sentences that were shown while the answer came in.
    seconds
        From the question to the last event.
    """

    answer: Answer
    told: list[Told] = field(default_factory=list)
    shown: list[AnswerSentence] = field(default_factory=list)
    seconds: float = 0.0
    exchange: Exchange | None = None

    @property
    def outcomes(self) -> list[Outcome]:
        """What became of each sentence that the model said."""
        said = self.exchange.said if self.exchange else None
        return outcomes(said.utterances, self.told) if said else []


def build_library(shared: Path | None, place: Path) -> Path:
    """The corpus: the shared documents and the seed where they are, else the sample corpus.

    Returns the folder of the corpus; the library itself is made by the first sync.
    """
    corpus = place / "corpus"
    if corpus.is_dir():
        return corpus
    if shared is None or not (shared / "documents").is_dir():
        print("skipped: the shared documents are not here; the sample corpus stands in for them")
        shutil.copytree(ROOT / "docs_corpus", corpus)
        return corpus
    shutil.copytree(shared / "documents", corpus / "documents")
    shutil.copytree(shared / "seed", corpus / "seed")
    return corpus


@contextmanager
def assistant_with(
    model: ScriptedModel, corpus: Path, data: Path, seconds: float = 20.0
) -> Iterator[Assistant]:
    """An assistant over a corpus whose language model is the scripted one."""
    settings = Settings(
        corpus_dir=corpus,
        data_dir_override=data,
        llm_base_url=model.base_url,
        llm_model=DEMO_MODEL,
        llm_api_key=KEY,  # type: ignore[arg-type]
        llm_seconds=seconds,
        watch=False,
    )
    with Assistant(settings) as assistant:
        if not assistant.library.count_passages():
            list(assistant.sync())
        yield assistant


def put(
    assistant: Assistant,
    model: ScriptedModel,
    question: str,
    history: Sequence[Turn] = (),
    stop: threading.Event | None = None,
) -> Run:
    """Ask one question in the model's words."""
    before = len(model.chats)
    run: Run | None = None
    told: list[Told] = []
    shown: list[AnswerSentence] = []
    started = time.perf_counter()
    for event in assistant.ask_in_steps(question, history, mode=AnswerMode.GENERATIVE, stop=stop):
        now = time.perf_counter()
        if isinstance(event, SentenceShown):
            fate = Fate.DOUBTED if event.sentence.doubts else Fate.SHOWN
            doubts = "；".join(event.sentence.doubts)
            told.append(Told(event.sentence.text, fate, doubts, now))
            shown.append(event.sentence)
        elif isinstance(event, SentenceWithheld):
            told.append(Told(event.withheld.text, Fate.WITHHELD, event.withheld.reason, now))
        elif isinstance(event, AnswerDone):
            run = Run(event.answer, told, shown, now - started)
    assert run is not None, "an answer ends with AnswerDone"
    answering = [one for one in model.chats[before:] if one.prompt and not one.prompt.rewriting]
    run.exchange = answering[-1] if answering else None
    return run


@contextmanager
def watched_connections() -> Iterator[list[tuple[str, int]]]:
    """Every address that this process connects to meanwhile."""
    seen: list[tuple[str, int]] = []
    original = socket.socket.connect

    def connect(self: socket.socket, address: object) -> None:
        if isinstance(address, tuple):
            seen.append((str(address[0]), int(address[1])))
        original(self, address)  # type: ignore[arg-type]

    socket.socket.connect = connect  # type: ignore[method-assign, assignment]
    try:
        yield seen
    finally:
        socket.socket.connect = original  # type: ignore[method-assign]
