"""What the page fetches by plain GET: pieces of HTML that change nothing.

A document does not travel through the framework's event queue and reactive state,
which would take seconds for a long one.
"""

from __future__ import annotations

import re
from hashlib import sha256
from importlib import resources
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse, Response

from pb_qa.errors import DocumentNotFoundError, PbQaError
from pb_qa.models import Document
from pb_qa.web.contract import AssistantLike
from pb_qa.web.i18n import Texts, texts_for
from pb_qa.web.markup import escape
from pb_qa.web.passages_view import render_passages
from pb_qa.web.render import render_error, render_examples
from pb_qa.web.source_view import render_document
from pb_qa.web.work import Warmup

PREFIX: Final = "/page"
_MOST_MATCHES: Final = 500
_TYPES: Final = {
    "page.css": "text/css",
    "model.css": "text/css",
    "page.js": "text/javascript",
    "model.js": "text/javascript",
    "tabs.js": "text/javascript",
    "figures.css": "text/css",
    "figures.js": "text/javascript",
    "documents.css": "text/css",
    "batch.js": "text/javascript",
    "intake.js": "text/javascript",
    "sending.js": "text/javascript",
    "record.js": "text/javascript",
    "documents.js": "text/javascript",
}


def head_tags() -> str:
    """Tags that load the page's own style and script, with a hash against old caches."""
    tags = []
    for name, kind in _TYPES.items():
        address = f"{PREFIX}/{name}?v={sha256(_asset(name)).hexdigest()[:12]}"
        if kind == "text/css":
            tags.append(f'<link rel="stylesheet" href="{address}">')
        else:
            tags.append(f'<script src="{address}"></script>')
    return "".join(tags)


def build_router(assistant: AssistantLike, warmup: Warmup) -> APIRouter:
    """The routes, under ``/page``; none is part of a public interface."""
    router = APIRouter(prefix=PREFIX, include_in_schema=False)
    once_open = [Depends(warmup.wait)]

    @router.get("/status")
    async def status(request: Request) -> JSONResponse:
        failure = warmup.failure
        texts = _texts(request)
        return JSONResponse(
            {
                "ready": warmup.finished and failure is None,
                "message": "" if failure is None else failure.message(texts),
                "notice": assistant.notice,
            }
        )

    @router.get("/examples", dependencies=once_open)
    def examples(request: Request) -> HTMLResponse:
        texts = _texts(request)
        try:
            if not assistant.list_documents():
                hint = f'<p class="pb-empty">{escape(texts("no_documents"))}</p>'
                return HTMLResponse(hint)
            return HTMLResponse(render_examples(assistant.examples(), texts))
        except PbQaError as error:
            return HTMLResponse(render_error(str(error), texts))

    @router.get("/document/{document_id}", dependencies=once_open)
    def document(
        request: Request,
        document_id: str,
        version: int | None = None,
        start: int | None = None,
        end: int | None = None,
        number: str = "",
    ) -> HTMLResponse:
        texts = _texts(request)
        try:
            found, superseded = _find(assistant, document_id, version)
        except DocumentNotFoundError:
            return HTMLResponse(_message(texts("gone")), status_code=404)
        except PbQaError as error:
            return HTMLResponse(_message(str(error)), status_code=503)
        span = (start, end) if start is not None and end is not None else None
        return HTMLResponse(
            render_document(found, texts, span, number=_span(number), superseded=superseded)
        )

    @router.get("/matches", dependencies=once_open)
    def matches(
        request: Request,
        question: Annotated[str, Query(max_length=4000)],
        count: Annotated[int, Query(ge=1)],
        collection: Annotated[str, Query(max_length=4000)] = "",
    ) -> HTMLResponse:
        texts = _texts(request)
        try:
            found = assistant.search(question, min(count, _MOST_MATCHES), collection)
        except PbQaError as error:
            return HTMLResponse(render_error(str(error), texts))
        return HTMLResponse(render_passages(found, texts))

    @router.get("/{name}")
    def asset(name: str) -> Response:
        if name not in _TYPES:
            return Response(status_code=404)
        headers = {"Cache-Control": "max-age=31536000, immutable"}
        return Response(_asset(name), media_type=_TYPES[name], headers=headers)

    return router


def _span(written: str) -> tuple[int, int] | None:
    """Two offsets as ``"12-15"``; None when it is nothing like that."""
    match = re.fullmatch(r"([0-9]{1,12})-([0-9]{1,12})", written)
    return None if match is None else (int(match[1]), int(match[2]))


def _find(assistant: AssistantLike, document_id: str, version: int | None) -> tuple[Document, bool]:
    """The cited version, and whether a newer one is live."""
    found = assistant.document(document_id, version)
    if version is None:
        return found, False
    try:
        latest = assistant.document(document_id).version
    except DocumentNotFoundError:
        return found, False
    return found, latest != version


def _message(message: str) -> str:
    return f'<p class="pb-note">{escape(message)}</p>'


def _texts(request: Request) -> Texts:
    return texts_for(request.headers.get("accept-language"))


def _asset(name: str) -> bytes:
    return resources.files(__package__).joinpath(name).read_bytes()
