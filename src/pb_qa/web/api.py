"""The loopback API: commands of other processes, run by the process that owns the library."""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Body, Header, HTTPException
from fastapi.responses import StreamingResponse

from pb_qa import commands
from pb_qa.errors import PbQaError

if TYPE_CHECKING:
    from pb_qa.assistant import Assistant

_log = logging.getLogger(__name__)


def _lines(assistant: Assistant, name: str, arguments: dict[str, Any]) -> Iterator[str]:
    try:
        for event in commands.run(assistant, name, arguments):
            yield json.dumps({"kind": event.kind, "data": event.data}) + "\n"
    except PbQaError as error:
        _log.info("command %s refused: %s", name, error)
        yield json.dumps({"kind": "error", "data": {"message": str(error)}}) + "\n"


def command_router(assistant: Assistant, token: str) -> APIRouter:
    """Routes under ``/api/commands``; only who can read the data folder knows ``token``.

    A command answers with JSON lines ``{"kind": "progress"|"result"|"error", "data": {…}}``.
    """
    router = APIRouter(prefix="/api/commands")

    @router.post("/{name}")
    def run_command(
        name: str,
        arguments: Annotated[dict[str, Any], Body()],
        authorization: Annotated[str, Header()] = "",
    ) -> StreamingResponse:
        if not secrets.compare_digest(authorization.encode(), f"Bearer {token}".encode()):
            raise HTTPException(status_code=403, detail="口令不对")
        return StreamingResponse(
            _lines(assistant, name, arguments), media_type="application/x-ndjson"
        )

    return router
