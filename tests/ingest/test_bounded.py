"""However many files there are, only so much text is under way at once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from desk import Desk

from pb_qa.ingest import stages
from pb_qa.ingest.pipeline import Allowance, Stopped


def test_an_allowance_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    stop = threading.Event()
    allowance = Allowance(10, stop)
    allowance.take(25)
    taken = threading.Event()

    def take() -> None:
        allowance.take(3)
        taken.set()

    thread = threading.Thread(target=take)
    thread.start()
    assert not taken.wait(0.3)
    allowance.give_back(25)
    assert taken.wait(5)
    thread.join()
    stop.set()
    with pytest.raises(Stopped):
        allowance.take(8)


def test_a_run_never_holds_more_text_than_it_may(
    desk: Desk, inbox: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sentence = "固原市现有党员三百人，分属十个支部。\n"
    for number in range(12):
        (inbox / f"{number}.txt").write_text(f"第{number}份文件。{sentence * 10}")
    monkeypatch.setattr(stages, "_MOST_CHARACTERS", 500)
    monkeypatch.setattr(stages, "_PATIENCE_SECONDS", 0.05)
    most, held = 0, 0
    take, give_back = Allowance.take, Allowance.give_back

    def counted(act: Callable[[Allowance, int], None], sign: int) -> object:
        def counting(allowance: Allowance, amount: int) -> None:
            nonlocal most, held
            act(allowance, amount)
            held += sign * amount
            most = max(most, held)

        return counting

    monkeypatch.setattr(Allowance, "take", counted(take, 1))
    monkeypatch.setattr(Allowance, "give_back", counted(give_back, -1))
    assert {report.status for report in desk.add(inbox)} == {"added"}
    assert held == 0 and 0 < most <= 500
    assert len(desk.library.documents()) == 12
    desk.consistent()
