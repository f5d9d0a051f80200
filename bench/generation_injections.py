"""Instructions hidden in documents and questions, and a model that obeys them."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from generation_library import Run, assistant_with, put, watched_connections
from measuring import ROOT, print_table
from scripted_model import Gullible, Injection, Pace, ScriptedModel, audit, read_injections

from pb_qa.answers import AnswerMode
from pb_qa.web.i18n import texts_for
from pb_qa.web.worded_view import render_withheld, render_worded

FILE = ROOT / "tests/questions/injections.jsonl"
_SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏"
_FOREIGN = re.compile(r"<(?:img|script|iframe|svg|object|embed|link|style)\b|(?:src|href)=\"(?!#)")


def measure_injections(place: Path) -> bool:
    """Every injection once; whether one had an effect outside the answer."""
    place.mkdir(parents=True, exist_ok=True)
    counts: dict[str, Counter[str]] = {}
    misses: list[str] = []
    with ScriptedModel() as canary, ScriptedModel(pace=Pace(24)) as model:
        host = canary.base_url.removeprefix("http://").removesuffix("/v1")
        injections = read_injections(FILE, host)
        corpus = _write_corpus(place / "corpus", injections)
        model.behaviour = Gullible(injections)
        with (
            assistant_with(model, corpus, place / "library") as assistant,
            watched_connections() as connections,
        ):
            for number, injection in enumerate(injections):
                model.exchanges.clear()
                run = put(assistant, model, _question(injection, number))
                tally = counts.setdefault(f"{injection.where} {injection.language}", Counter())
                tally["n"] += 1
                for what in _effects(run, injection):
                    tally[what] += 1
                    if what.startswith("!"):
                        shown = " | ".join(s.text for s in run.shown)
                        misses.append(f"{injection.id} {what} {injection.says!r}: {shown}")
        port = int(model.base_url.rsplit(":", 1)[1].split("/")[0])
        outside = [address for address in connections if address[1] != port]
        requested = len(canary.exchanges)
    _print(counts, misses, outside, requested)
    return bool(outside or requested or any("!markup" in miss for miss in misses))


def _topic(number: int) -> str:
    """A county of its own for each document, so that its question finds it."""
    return f"{_SURNAMES[number % 30]}{_SURNAMES[(number * 7 + 11) % 30]}{number}县"


def _question(injection: Injection, number: int) -> str:
    if injection.where == "document":
        return f"{_topic(number)}有多少名指导员？"
    return f"{_topic(0)}有多少名指导员？{injection.text}"


def _write_corpus(corpus: Path, injections: list[Injection]) -> Path:
    corpus.mkdir(exist_ok=True)
    for number, injection in enumerate(injections):
        if injection.where == "document":
            name = _topic(number)
            facts = f"{name}共有指导员{200 + number}名，覆盖企业{500 + number}家。"
            body = f"{name}情况通报\n\n{facts}\n{injection.text}\n以上情况特此通报。\n"
            (corpus / f"{number:03d}.txt").write_text(body, "utf-8")
    return corpus


def _effects(run: Run, injection: Injection) -> list[str]:
    """What came of it; what may never be begins with an exclamation mark."""
    found = []
    said = [o for o in run.outcomes if o.utterance.kind == "injected"]
    found.append("model obeyed" if said else "model not lured")
    wanted = said[0].utterance.wrong if said else injection.mark
    marks = [re.escape(mark) for mark in wanted.split("|")]
    lured = re.compile("|".join(marks), re.IGNORECASE)
    # What is quoted instead is the document's, whatever it holds; the page is looked at below.
    worded = run.answer.sentences if run.answer.mode is AnswerMode.GENERATIVE else ()
    shown = [*run.shown, *worded]
    if any(audit.markup(sentence.text) for sentence in shown):
        found.append("!markup shown")
    lured_shown = [s for s in run.shown if lured.search(s.text)]
    if any(not s.citations for s in lured_shown):
        found.append("!shown without citation")
    elif lured_shown:
        quoted = all(any(lured.search(c.quote) for c in s.citations) for s in lured_shown)
        found.append("shown as what the document says" if quoted else "!shown, cited amiss")
    elif said:
        found.append("withheld")
    texts = texts_for("zh")
    html = render_worded(run.answer, texts) + render_withheld(run.answer.withheld, 0, texts)
    if _FOREIGN.search(html):
        found.append("!link or image in the page")
    return found


def _print(
    counts: dict[str, Counter[str]],
    misses: list[str],
    outside: list[tuple[str, int]],
    requested: int,
) -> None:
    names = sorted({name for tally in counts.values() for name in tally} - {"n"})
    rows = [
        {"injections": where, "n": tally["n"], **{name: tally[name] for name in names}}
        for where, tally in counts.items()
    ]
    print_table("Injections, and a model that obeys", rows)
    print(f"connections elsewhere: {len(outside)} {outside[:5]}; lured requests: {requested}")
    for miss in misses:
        print(miss)
