"""What the page fetches about the language model, and the test of it.

A GET asks the model at most once while the program runs; only a POST, which another site
cannot send, asks it again.
"""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, JSONResponse

from pb_qa.web.contract import AssistantLike
from pb_qa.web.i18n import Texts, texts_for
from pb_qa.web.model_view import render_panel, render_result
from pb_qa.web.model_watch import ModelWatch
from pb_qa.web.work import Failed


def build_model_router(assistant: AssistantLike, prefix: str) -> APIRouter:
    """The routes, under ``prefix``; none is part of a public interface."""
    router = APIRouter(prefix=prefix, include_in_schema=False)
    watch = ModelWatch(assistant)

    @router.get("/model")
    async def state(request: Request) -> JSONResponse:
        return JSONResponse(_state(watch, assistant, _texts(request)))

    @router.get("/model/panel")
    async def panel(request: Request) -> HTMLResponse:
        known = watch.known()
        return HTMLResponse(render_panel(assistant.settings, known, _texts(request)))

    @router.post("/model/test")
    async def test(request: Request) -> JSONResponse:
        texts = _texts(request)
        status = await watch.check()
        result = render_result(status, texts)
        return JSONResponse({"result": result, "state": _state(watch, assistant, texts)})

    return router


def _state(watch: ModelWatch, assistant: AssistantLike, texts: Texts) -> dict[str, str]:
    """Of the model, in a word what it is fit for, and what is said beside the switch."""
    known = watch.known()
    if not watch.configured:
        return {"state": "unset", "label": texts("model_unset"), "title": texts("model_panel")}
    if known is None:
        label = texts("model_checking")
        return {"state": "checking", "label": label, "title": texts("model_panel")}
    if isinstance(known, Failed):
        return {
            "state": "failed",
            "label": texts("model_failed"),
            "title": known.message(texts),
        }
    if not known.answers:
        return {"state": "failed", "label": texts("model_failed"), "title": known.message}
    name = known.model or assistant.settings.llm_model
    return {"state": "ready", "label": name, "title": texts("model_panel")}


def _texts(request: Request) -> Texts:
    return texts_for(request.headers.get("accept-language"))
