"""What the events of the conversation call: checked arguments in, components' values out."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Any, Final

import gradio as gr

from pb_qa.answers import AnswerMode
from pb_qa.web.chat import Chat, View
from pb_qa.web.i18n import Texts, texts_for

_RATINGS: Final = ("up", "down")


def _texts(request: gr.Request) -> Texts:
    return texts_for(request.headers.get("accept-language"))


def _mode(chosen: object) -> AnswerMode:
    """What the browser says of its switch."""
    generative = chosen == AnswerMode.GENERATIVE.value
    return AnswerMode.GENERATIVE if generative else AnswerMode.EXTRACTIVE


def _session(request: gr.Request) -> str:
    return request.session_hash or ""


def _values(view: View) -> tuple[Any, ...]:
    """Finished turns, the current one, and what the browser keeps."""
    parts = (view.past, view.current, view.history, view.previous)
    return tuple(gr.skip() if part is None else part for part in parts)


class ChatEvents:
    """The handlers; Gradio reads from their annotations what else they want to be told."""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat

    async def ask(
        self, asked: str, kept: object, chosen: str | None, mode: object, request: gr.Request
    ) -> AsyncGenerator[Any]:
        """The question in the box, which is emptied at once."""
        views = self._chat.ask(
            asked,
            kept,
            _texts(request),
            chosen or "",
            mode=_mode(mode),
            session=_session(request),
        )
        async with aclosing(views):
            first = True
            async for view in views:
                yield (*_values(view), "" if first else gr.skip())
                first = False

    async def everywhere(
        self, kept: object, event: gr.EventData, request: gr.Request
    ) -> AsyncGenerator[Any]:
        """An earlier question, of all documents."""
        views = self._chat.ask(
            str(event._data["question"]),
            kept,
            _texts(request),
            mode=_mode(event._data.get("mode")),
            session=_session(request),
        )
        async with aclosing(views):
            async for view in views:
                yield _values(view)

    async def stop(self, request: gr.Request) -> None:
        """No more of the answer under way."""
        self._chat.stop(_session(request))

    async def ranges(self, chosen: str | None, request: gr.Request) -> Any:
        """The folders that a question can be limited to."""
        choices = await self._chat.ranges(_texts(request))
        there = chosen if chosen in {value for _, value in choices} else ""
        return gr.update(choices=choices, value=there, visible=len(choices) > 1)

    def restore(self, kept: object, request: gr.Request) -> str:
        """The conversation that the browser kept."""
        return self._chat.restore(kept, _texts(request))

    async def again(
        self, kept: object, event: gr.EventData, request: gr.Request
    ) -> tuple[Any, ...]:
        """The same turns, compared with the library once more."""
        current = bool(event._data["current"])
        return _values(await self._chat.again(kept, current, _texts(request)))

    async def clear(self, kept: object, left: object, request: gr.Request) -> tuple[Any, ...]:
        """A new conversation."""
        view = self._chat.clear(kept, left, _texts(request), session=_session(request))
        return _values(await view)

    async def bring_back(self, kept: object, left: object, request: gr.Request) -> tuple[Any, ...]:
        """The conversation before."""
        return _values(await self._chat.bring_back(kept, left, _texts(request)))

    async def rate(self, kept: object, event: gr.EventData) -> Any:
        """What a reader thought of an answer."""
        index, rating = event._data["turn"], event._data["rating"]
        if not isinstance(index, int) or rating not in _RATINGS:
            return gr.skip()
        changed = await self._chat.rate(index, rating, kept)
        return gr.skip() if changed is None else changed
