"""What somebody looks at on the page goes before documents that are taken in."""

from __future__ import annotations

from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from pb_qa.storage.precedence import Precedence

# What brings documents in, and streams that stay open.
_OTHERS: Final = ("/intake/", "/gradio_api/")


class QuestionsFirst:
    """ASGI middleware: a request counts as a question."""

    def __init__(self, app: ASGIApp, precedence: Precedence) -> None:
        self._app = app
        self._precedence = precedence

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(_OTHERS):
            await self._app(scope, receive, send)
            return
        with self._precedence.question():
            await self._app(scope, receive, send)
