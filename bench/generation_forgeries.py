"""Forged and honest sentences over real passages: which of them a reader gets to see."""

from __future__ import annotations

import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from generation_library import Run, put
from generation_questions import passage_questions
from measuring import percentile, print_table
from scripted_model import (
    ABSENT,
    EIGHTH,
    EIGHTH_DERIVED,
    EIGHTH_WORDINGS,
    FIFTH,
    FIFTH_DERIVED,
    FIFTH_WORDINGS,
    FLUENT_DERIVED,
    FORGERIES,
    FOURTH,
    FOURTH_DERIVED,
    FOURTH_WORDINGS,
    KEPT_BACK,
    MISPLACED,
    NEWEST,
    NEWEST_WORDINGS,
    SEVENTH,
    SEVENTH_DERIVED,
    SEVENTH_WORDINGS,
    SIXTH,
    SIXTH_DERIVED,
    SIXTH_WORDINGS,
    Fate,
    Forging,
    Outcome,
    Pace,
    ScriptedModel,
    Utterance,
    audit,
)
from scripted_model.amounts import amounts
from scripted_model.wording import WORDINGS

from pb_qa.answering.generative import transcript
from pb_qa.answers import AnswerSentence
from pb_qa.assistant import Assistant

_EXAMPLES = 400
# What is forged, and in which ways the true sentences beside it are put.
_KINDS = {
    "known": (FORGERIES, WORDINGS),
    "kept-back": (KEPT_BACK, WORDINGS),
    "newest": (NEWEST, NEWEST_WORDINGS),
    "fourth": (FOURTH, FOURTH_WORDINGS),
    "fifth": (FIFTH, FIFTH_WORDINGS),
    "sixth": (SIXTH, SIXTH_WORDINGS),
    "seventh": (SEVENTH, SEVENTH_WORDINGS),
    "eighth": (EIGHTH, EIGHTH_WORDINGS),
    "all": (
        {**FORGERIES, **KEPT_BACK, **NEWEST, **FOURTH, **FIFTH, **SIXTH, **SEVENTH, **EIGHTH},
        {
            **WORDINGS,
            **NEWEST_WORDINGS,
            **FOURTH_WORDINGS,
            **FIFTH_WORDINGS,
            **SIXTH_WORDINGS,
            **SEVENTH_WORDINGS,
            **EIGHTH_WORDINGS,
        },
    ),
}
# Honest sentences that say a number which stands nowhere so: a sum, the year that 去年 is, 三成.
_DERIVED = (
    frozenset({"year resolved", "sum with operands"})
    | FLUENT_DERIVED
    | FOURTH_DERIVED
    | FIFTH_DERIVED
    | SIXTH_DERIVED
    | SEVENTH_DERIVED
    | EIGHTH_DERIVED
)


@dataclass
class Findings:
    """Everything counted over all answers."""

    fates: dict[str, Counter[Fate]] = field(default_factory=lambda: defaultdict(Counter))
    ways: dict[str, Counter[Fate]] = field(default_factory=lambda: defaultdict(Counter))
    groups: dict[str, Counter[Fate]] = field(default_factory=lambda: defaultdict(Counter))
    audit: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)
    answers: int = 0
    extractive: int = 0
    seconds: list[float] = field(default_factory=list)


def measure_forgeries(
    assistant: Assistant,
    model: ScriptedModel,
    count: int,
    seed: int,
    report: Path | None,
    kinds: str,
    minutes: float,
) -> Findings:
    """Put questions until ``count`` answers have come, and look at each sentence of them."""
    forged, worded = _KINDS[kinds]
    model.behaviour = Forging(seed, kinds=forged, wordings=worded)
    model.pace = Pace(characters=48)
    found = Findings()
    questions = passage_questions(assistant, count, seed)
    until = time.perf_counter() + 60 * minutes
    with _timed_checks() as checks:
        for question in questions:
            run = put(assistant, model, question)
            model.exchanges.clear()
            found.answers += 1
            found.seconds.append(run.seconds)
            found.extractive += run.answer.mode != "generative"
            _count(found, run, assistant)
            if time.perf_counter() > until:
                print(f"stopped after {minutes:.0f} minutes, before all {count} answers had come")
                break
            if found.answers % 100 == 0:
                print(f"{found.answers} answers", dict(found.audit), flush=True)
    _print(found, checks)
    if report is not None:
        report.write_text("\n".join(found.misses), "utf-8")
    return found


def _count(found: Findings, run: Run, assistant: Assistant) -> None:
    shown = {sentence.text: sentence for sentence in run.shown}
    for outcome in run.outcomes:
        said = outcome.utterance
        found.groups[_group(said)][outcome.fate] += 1
        if said.honest:
            found.ways[said.way][outcome.fate] += 1
            if outcome.fate in (Fate.WITHHELD, Fate.LOST):
                found.misses.append(_line("honest withheld", outcome, run))
        else:
            found.fates[said.kind][outcome.fate] += 1
            if outcome.fate in (Fate.SHOWN, Fate.DOUBTED):
                found.misses.append(_line(f"{said.kind} {outcome.fate.value}", outcome, run))
        derived = said.honest and said.way in _DERIVED
        for part in outcome.told:
            if part.text in shown and part.fate is not Fate.WITHHELD:
                _audit(found, shown[part.text], run, assistant, derived=derived)


def _group(said: Utterance) -> str:
    """The line of the last table in which a sentence counts."""
    if said.honest:
        stated = said.way not in _DERIVED
        newest = " (newest)" if said.way in NEWEST_WORDINGS else ""
        newest = " (fourth)" if said.way in FOURTH_WORDINGS else newest
        newest = " (fifth)" if said.way in FIFTH_WORDINGS else newest
        newest = " (sixth)" if said.way in SIXTH_WORDINGS else newest
        newest = " (seventh)" if said.way in SEVENTH_WORDINGS else newest
        newest = " (eighth)" if said.way in EIGHTH_WORDINGS else newest
        return f"honest{'' if stated else ': reckoned, or the year that 去年 is'}{newest}"
    kept = " (kept back)" if said.kind in KEPT_BACK else ""
    kept = " (newest)" if said.kind in NEWEST else kept
    kept = " (fourth)" if said.kind in FOURTH else kept
    kept = " (fifth)" if said.kind in FIFTH else kept
    kept = " (sixth)" if said.kind in SIXTH else kept
    kept = " (seventh)" if said.kind in SEVENTH else kept
    kept = " (eighth)" if said.kind in EIGHTH else kept
    if said.kind in ABSENT:
        return f"made up: number, date, 文号, quotation, citation{kept}"
    if said.kind in MISPLACED:
        about = "a measured number" if _measures(said.text) else "no number above ten"
        return f"wrong year, place or subject, {about}{kept}"
    return f"other wrong words{kept}"


def _measures(text: str) -> bool:
    """Whether a sentence has a percentage or a number above ten that is no year."""
    bare = audit.plain(audit.without_markers(text))
    return any(
        amount.kind == "percent" or (amount.kind == "number" and amount.value > 10)
        for amount in amounts(bare)
    )


def _audit(
    found: Findings, sentence: AnswerSentence, run: Run, assistant: Assistant, *, derived: bool
) -> None:
    """Hold a shown sentence against the passages that it cites, by a reading of our own."""
    prompt = run.exchange.prompt if run.exchange else None
    assert prompt is not None
    passages = assistant.library.passages({c.passage_id for c in sentence.citations})
    sources = [passage.text for passage, _ in passages.values()]
    sources += [f"{info.title}{info.number}{info.issued_on}" for _, info in passages.values()]
    for cited in sentence.citations:
        sources += [*cited.headings, *(place.document.title for place in cited.also)]
    quotes = [citation.quote for citation in sentence.citations]
    prompted = [audit.plain(passage.text) for passage in prompt.passages]
    for citation in sentence.citations:
        document = assistant.library.document(citation.document.id, citation.document.version)
        verbatim = document.text[citation.start : citation.end] == citation.quote
        known = _quoted(citation.quote, prompted)
        found.audit["citations shown"] += 1
        if not verbatim or not (known or _led(citation.quote, prompted)):
            _note(found, "invented citations", sentence, [citation.quote[:60]])
    found.audit["sentences shown"] += 1
    if left := audit.left_markers(sentence.text):
        _note(found, "markers left in the text", sentence, left)
    if links := audit.markup(sentence.text):
        _note(found, "links, markup, hidden characters", sentence, links)
    if not derived:
        for name, absent in (
            ("numbers not in the cited passages", audit.absent_numbers(sentence.text, sources)),
            ("dates not in the cited passages", audit.absent_dates(sentence.text, sources)),
            ("文号 not in the cited passages", audit.absent_documents(sentence.text, sources)),
        ):
            if absent:
                _note(found, name, sentence, absent)
        if audit.absent_numbers(sentence.text, [*quotes, *sources[len(quotes) :]]):
            found.audit["(numbers in the passage, but not in the quoted span)"] += 1


def _quoted(quote: str, prompted: list[str]) -> bool:
    """Whether every sentence quoted stands in a prompted passage.

    What several passages have in common, or one has twice on end, is told once in the prompt.
    """
    sentences = re.split("(?<=[。！？；])|\n", quote)
    return all(any(audit.plain(one.strip()) in text for text in prompted) for one in sentences)


def _led(quote: str, prompted: list[str]) -> bool:
    """Whether a repost of a prompted passage was cited, which may differ in signs."""
    bare = "".join(c for c in audit.plain(quote) if c.isalnum())
    return any(bare in "".join(c for c in text if c.isalnum()) for text in prompted)


def _note(found: Findings, what: str, sentence: AnswerSentence, absent: list[str]) -> None:
    found.audit[what] += 1
    quotes = " / ".join(citation.quote for citation in sentence.citations)
    found.misses.append(f"AUDIT {what} {absent}: {sentence.text} <- {quotes[:_EXAMPLES]}")


def _line(what: str, outcome: Outcome, run: Run) -> str:
    said = outcome.utterance
    told = " || ".join(f"{one.fate.value}: {one.text} ({one.reason})" for one in outcome.told)
    quotes = " / ".join(
        citation.quote
        for sentence in run.shown
        if any(sentence.text == one.text for one in outcome.told)
        for citation in sentence.citations
    )
    truth = f" truth={said.truth!r}" if said.truth else ""
    return (
        f"{what} [{said.way}] {said.text.strip()!r}{truth} -> {told[:_EXAMPLES]}"
        f" <- {quotes[:_EXAMPLES]}"
    )


@contextmanager
def _timed_checks() -> Iterator[list[float]]:
    """Seconds that each check of a sentence keeps the processor busy, while this lasts."""
    seconds: list[float] = []
    original = transcript.Transcript._checked

    def timed(self: transcript.Transcript, piece: object) -> object:
        started = time.thread_time()
        try:
            return original(self, piece)  # type: ignore[arg-type]
        finally:
            seconds.append(time.thread_time() - started)

    transcript.Transcript._checked = timed  # type: ignore[assignment, method-assign]
    try:
        yield seconds
    finally:
        transcript.Transcript._checked = original  # type: ignore[method-assign]


def _print(found: Findings, checks: list[float]) -> None:
    print_table("Forged sentences", [_row(kind, found.fates[kind]) for kind in _order(found.fates)])
    print_table("Honest sentences", [_row(way, found.ways[way]) for way in sorted(found.ways)])
    totals = [_row(name, found.groups[name]) for name in sorted(found.groups)]
    print_table("All", totals)
    print_table("Audit of what was shown", [dict(what=k, count=v) for k, v in found.audit.items()])
    milliseconds = [second * 1000 for second in checks]
    print(
        f"answers {found.answers}, of them extractive {found.extractive}; "
        f"checks {len(checks)}: p50 {percentile(milliseconds, 50):.2f} ms, "
        f"p95 {percentile(milliseconds, 95):.2f} ms, mean "
        f"{sum(milliseconds) / max(1, len(milliseconds)):.2f} ms, max {max(milliseconds):.1f} ms; "
        f"answer p50 {percentile(found.seconds, 50):.2f} s, max {max(found.seconds):.1f} s"
    )


def _order(fates: Mapping[str, Counter[Fate]]) -> list[str]:
    groups = {**dict.fromkeys(ABSENT, 0), **dict.fromkeys(MISPLACED, 1)}
    return sorted(fates, key=lambda kind: (groups.get(kind, 2), kind))


def _row(name: str, counts: Counter[Fate]) -> dict[str, object]:
    total = sum(counts.values())
    seen = counts[Fate.SHOWN] + counts[Fate.DOUBTED]
    share = f"{100 * seen / total:.1f}%" if total else "-"
    fates = {fate.value: counts[fate] for fate in Fate}
    return {"kind": name, "n": total, **fates, "a reader sees": share}
