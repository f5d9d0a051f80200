from __future__ import annotations

import threading
import time

import pytest

from pb_qa.storage.precedence import Precedence


def test_work_does_not_wait_while_nobody_asks() -> None:
    precedence = Precedence()
    began = time.perf_counter()
    for _ in range(1000):
        precedence.give_way()
    with precedence.question():
        pass
    precedence.give_way()
    assert time.perf_counter() - began < 0.1


def test_work_goes_on_as_soon_as_the_last_question_is_answered() -> None:
    precedence = Precedence()
    waited: list[float] = []

    def work() -> None:
        began = time.perf_counter()
        precedence.give_way()
        waited.append(time.perf_counter() - began)

    thread = threading.Thread(target=work)
    with precedence.question():
        with precedence.question():
            thread.start()
            time.sleep(0.05)
        time.sleep(0.02)
        assert thread.is_alive()
    thread.join(5)
    assert 0.05 < waited[0] < 0.24


def test_questions_without_end_leave_work_a_third_of_the_time() -> None:
    precedence = Precedence()
    worked = 0.0
    began = time.perf_counter()
    while time.perf_counter() - began < 1.0:
        with precedence.question():
            start = time.perf_counter()
            while time.perf_counter() - start < 0.005:
                pass
            worked += time.perf_counter() - start
            precedence.give_way()
    assert worked > 0.2


def test_a_question_that_waits_for_somebody_else_holds_nobody_up() -> None:
    moment = [100.0]
    precedence = Precedence(lambda: moment[0])
    with precedence.question():
        moment[0] += 1.5
        began = time.perf_counter()
        precedence.give_way()
        assert time.perf_counter() - began < 0.1
    assert not precedence._begun


def test_a_question_that_fails_is_over() -> None:
    precedence = Precedence()
    with pytest.raises(ValueError), precedence.question():
        raise ValueError
    assert not precedence._begun
