"""Requests on a loop of their own: ended at once, and nothing of them left behind."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncGenerator

import pytest

from pb_qa.answering.generative.request_loop import RequestLoop


def test_what_goes_wrong_is_told_on_the_thread_of_the_loop() -> None:
    loop = RequestLoop()
    told: list[tuple[str, str]] = []
    done = threading.Event()

    async def fails() -> None:
        raise ValueError("坏了")

    def ended(error: BaseException | None) -> None:
        told.append((repr(error), threading.current_thread().name))
        done.set()

    loop.begin(fails, ended)
    assert done.wait(10)
    assert told == [("ValueError('坏了')", "pb_qa language model")]
    loop.close()


def test_closing_ends_what_is_under_way_and_what_it_left_half_read(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """As the client leaves its streams when an event in them cannot be read."""
    loop = RequestLoop()
    closed: list[str] = []
    kept: list[AsyncGenerator[int, None]] = []
    under_way, failed = threading.Event(), threading.Event()
    errors: list[BaseException | None] = []

    async def stream(name: str) -> AsyncGenerator[int, None]:
        try:
            yield 1
        finally:
            await asyncio.sleep(0.01)  # as closing a connection takes more than one round
            closed.append(name)

    async def half_read() -> None:
        kept.append(stream("kept"))
        for source in (kept[0], stream("let go")):
            await anext(source)
        raise ValueError

    async def endless() -> None:
        under_way.set()
        await asyncio.Event().wait()

    async def last() -> None:
        closed.append("last")

    def ended(error: BaseException | None) -> None:
        errors.append(error)
        failed.set()

    with caplog.at_level(logging.WARNING):
        loop.begin(half_read, ended)
        assert failed.wait(10)
        loop.begin(endless, errors.append)
        assert under_way.wait(10)
        loop.close(last)
        loop.close(last)
    assert sorted(closed) == ["kept", "last", "let go"]
    assert [type(error) for error in errors] == [ValueError, asyncio.CancelledError]
    assert caplog.records == [], "no task was left to the interpreter"


def test_what_is_broken_off_after_the_end_does_no_harm() -> None:
    loop = RequestLoop()
    done = threading.Event()

    async def nothing() -> None:
        return

    break_off = loop.begin(nothing, lambda _: done.set())
    assert done.wait(10)
    break_off()
    loop.close()
    break_off()
