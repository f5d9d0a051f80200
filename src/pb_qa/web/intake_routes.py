"""What the documents' page sends and polls: files, changes, and how far they have come."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Generator, Iterator
from dataclasses import asdict
from typing import Annotated, Any, Final

from fastapi import APIRouter, Body, Query, Request
from fastapi.responses import FileResponse, JSONResponse, Response

from pb_qa.catalog import MetadataEdit
from pb_qa.errors import CorrectionError, DocumentNotFoundError, PbQaError
from pb_qa.ingest.corrections import checked_edit
from pb_qa.models import FileReport
from pb_qa.web.batches import Kind, label_of
from pb_qa.web.contract import AssistantLike
from pb_qa.web.intake import Intake
from pb_qa.web.receipts import BatchClosedError, NoRoomError, QueueFullError, Receipt
from pb_qa.web.receiving import NotMultipartError, Received, Receiver
from pb_qa.web.staging import clean_path
from pb_qa.web.work_log import Start

PREFIX: Final = "/intake"
_PIECE: Final = 1 << 20
_MOST_PARTS: Final = 100_000
_MOST_CHANGES: Final = 10_000
_EDITABLE: Final = ("title", "issuer", "number", "issued_on", "place")
_STATUS: Final[tuple[tuple[type[Exception], int], ...]] = (
    (QueueFullError, 429),
    (NoRoomError, 507),
    (BatchClosedError, 409),
    (NotMultipartError, 400),
    (DocumentNotFoundError, 404),
)
_STALE: Final = "这份文档刚刚换了版本。请看过现在这一版的清理记录，再改。"
_BatchId = Annotated[str, Query(pattern=r"^([A-Za-z0-9_-]{6,40})?$")]
_Count = Annotated[int, Query(ge=0, le=1 << 50)]
_Object = Annotated[dict[str, Any], Body()]
_Recut = Callable[[str, int], FileReport]


def build_intake_router(assistant: AssistantLike, intake: Intake) -> APIRouter:
    """The routes, under ``/intake``; none is part of a public interface."""
    router = APIRouter(prefix=PREFIX, include_in_schema=False)
    _add_receiving(router, assistant, intake)
    _add_reading(router, assistant, intake)
    _add_changes(router, assistant, intake)
    _add_corrections(router, assistant, intake)
    return router


def _add_receiving(router: APIRouter, assistant: AssistantLike, intake: Intake) -> None:
    @router.get("/limits")
    def limits() -> JSONResponse:
        return JSONResponse(intake.limits())

    @router.post("/files")
    async def files(
        request: Request,
        batch: _BatchId = "",
        part: Annotated[int, Query(ge=0, lt=_MOST_PARTS)] = 0,
        files: _Count = 0,
        bytes: _Count = 0,
        into: Annotated[str, Query(max_length=500)] = "",
    ) -> JSONResponse:
        try:
            size = int(request.headers.get("content-length", "0"))
            begun = await asyncio.to_thread(
                intake.begin, batch, part, size, "/".join(_folder(into)), files, bytes
            )
            if isinstance(begun, Received):
                return _received(batch, begun)
            received = await _receive(request, begun, assistant.settings.max_file_bytes)
        except (PbQaError, OSError) as error:
            return _failed(error)
        return _received(begun.batch_id, received)


def _add_reading(router: APIRouter, assistant: AssistantLike, intake: Intake) -> None:
    @router.get("/work")
    def work(since: _Count = 0) -> JSONResponse:
        intake.tidy()
        state = intake.log.since(since)
        folder = {"path": str(assistant.settings.corpus_dir), **asdict(intake.folder)}
        return JSONResponse({**state, "folder": folder, "notice": assistant.notice})

    @router.get("/batches/{identifier}")
    def batch(
        identifier: str,
        offset: _Count = 0,
        limit: Annotated[int, Query(ge=1, le=1000)] = 200,
        status: Annotated[str, Query(pattern=r"^[a-z]{0,12}$")] = "",
    ) -> JSONResponse:
        page = intake.log.page(identifier, offset, limit, status)
        return _no_batch() if page is None else JSONResponse(page)

    @router.get("/original/{document_id}")
    def original(document_id: str) -> Response:
        try:
            path = assistant.original(document_id)
        except PbQaError as error:
            return _failed(error)
        # Never shown in the browser: a document of the corpus may be a page with scripts.
        return FileResponse(path, filename=path.name, media_type="application/octet-stream")


def _add_changes(router: APIRouter, assistant: AssistantLike, intake: Intake) -> None:
    def submitted(kind: Kind, label: str, start: Start) -> JSONResponse:
        return JSONResponse({"batch": intake.submit(kind, label, start).id})

    @router.post("/batches/{identifier}/stop")
    def stop(identifier: str) -> JSONResponse:
        return JSONResponse({"batch": identifier}) if intake.stop(identifier) else _no_batch()

    @router.post("/batches/{identifier}/retry")
    def retry(identifier: str) -> JSONResponse:
        return JSONResponse({"batch": identifier}) if intake.retry(identifier) else _no_batch()

    @router.post("/sync")
    def sync() -> JSONResponse:
        return submitted(
            "sync", "核对语料文件夹", lambda tell: _all(assistant.sync(on_progress=tell))
        )

    @router.post("/remove")
    def remove(body: _Object) -> JSONResponse:
        ids = _texts_of(body.get("document_ids"))
        if not ids:
            return _malformed()
        label = (
            f"移出《{_title(assistant, ids[0])}》" if len(ids) == 1 else f"移出 {len(ids)} 份文档"
        )
        return submitted("remove", label, lambda _: _all(assistant.remove(ids)))

    @router.post("/dismiss")
    def dismiss(body: _Object) -> JSONResponse:
        names = _texts_of(body.get("names"))
        if not names:
            return _malformed()
        try:
            assistant.dismiss_refused(names)
        except PbQaError as error:
            return _failed(error)
        return JSONResponse({"left": len(assistant.refused_uploads())})

    @router.post("/put-back")
    def put_back(body: _Object) -> JSONResponse:
        keys = _texts_of(body.get("keys"))
        if not keys:
            return _malformed()
        label = label_of((key.rpartition("/")[2] for key in keys), "放回")
        return submitted("put_back", label, lambda tell: _all(assistant.put_back(keys, tell)))


def _add_corrections(router: APIRouter, assistant: AssistantLike, intake: Intake) -> None:
    def changed(kind: Kind, verb: str, body: _Object, start: Start) -> JSONResponse:
        label = f"{verb}《{_title(assistant, str(body['document_id']))}》"
        return JSONResponse({"batch": intake.submit(kind, label, start).id})

    @router.post("/restore")
    def restore(body: _Object) -> JSONResponse:
        identity, version = body.get("document_id"), body.get("version")
        if not isinstance(identity, str) or not isinstance(version, int):
            return _malformed()
        return changed(
            "restore",
            f"恢复第 {version} 版：",
            body,
            lambda _: _one(lambda: assistant.restore_version(identity, version)),
        )

    def recut(kind: Kind, verb: str, body: _Object, recut_one: _Recut) -> JSONResponse:
        identity, index = body.get("document_id"), body.get("index")
        if not isinstance(identity, str) or not isinstance(index, int):
            return _malformed()
        # An index means what the reader saw only in the version that was looked at.
        if body.get("version", _live(assistant, identity)) != _live(assistant, identity):
            return JSONResponse({"message": _STALE}, status_code=409)
        return changed(kind, verb, body, lambda _: _one(lambda: recut_one(identity, index)))

    @router.post("/undo")
    def undo(body: _Object) -> JSONResponse:
        return recut("undo", "撤销一处清理：", body, assistant.undo_cut)

    @router.post("/redo")
    def redo(body: _Object) -> JSONResponse:
        return recut("redo", "重新清理一处：", body, assistant.redo_cut)

    @router.post("/edit")
    def edit(body: _Object) -> JSONResponse:
        identity = body.get("document_id")
        given = {name: body[name] for name in _EDITABLE if body.get(name) is not None}
        if (
            not isinstance(identity, str)
            or not given
            or not all(isinstance(value, str) and len(value) <= 500 for value in given.values())
        ):
            return _malformed()
        try:
            # Before it is queued: what cannot be kept is the form's concern, no work.
            wanted = checked_edit(MetadataEdit(**given))
        except CorrectionError as error:
            return JSONResponse({"message": str(error)}, status_code=422)
        return changed(
            "edit", "修改", body, lambda _: _one(lambda: assistant.edit(identity, wanted))
        )


async def _receive(request: Request, receipt: Receipt, most_bytes: int) -> Received:
    """Write the body of a request to disk and acknowledge it."""
    receiver = None
    try:
        receiver = Receiver(
            request.headers.get("content-type", ""),
            receipt.incoming,
            receipt.into,
            most_bytes,
            receipt.is_taken,
        )
        piece = bytearray()
        async for data in request.stream():
            piece += data
            if len(piece) >= _PIECE:
                await asyncio.to_thread(receiver.feed, bytes(piece))
                piece.clear()
        await asyncio.to_thread(receiver.feed, bytes(piece))
        received = receiver.finish()
        await asyncio.to_thread(receipt.commit, received)
        return received
    finally:
        if receiver is not None:
            receiver.close()
        if not receipt.ended:
            await asyncio.to_thread(receipt.abandon)


def _received(identifier: str, received: Received) -> JSONResponse:
    refused = [{"name": one.name, "message": one.message} for one in received.refused]
    body: dict[str, object] = {
        "batch": identifier,
        "accepted": received.accepted,
        "refused": refused,
    }
    if received.accepted or not received.refused:
        return JSONResponse(body)
    too_large = all(one.too_large for one in received.refused)
    return JSONResponse(
        {**body, "message": received.refused[0].message}, status_code=413 if too_large else 400
    )


def _failed(error: Exception) -> JSONResponse:
    status = next((code for kind, code in _STATUS if isinstance(error, kind)), 503)
    message = str(error)
    if not isinstance(error, PbQaError):
        reason = error.strerror if isinstance(error, OSError) else ""
        message = f"没能写到磁盘上（{reason}）。请检查磁盘空间后再添加。"
        status = 507
    headers = {"Retry-After": "10"} if status == 429 else None
    return JSONResponse({"message": message}, status_code=status, headers=headers)


def _no_batch() -> JSONResponse:
    return JSONResponse({"message": "没有这一批，或它已经做完。"}, status_code=404)


def _malformed() -> JSONResponse:
    return JSONResponse({"message": "请求不完整。请刷新网页后再试。"}, status_code=400)


def _texts_of(value: object) -> list[str]:
    if not isinstance(value, list) or len(value) > _MOST_CHANGES:
        return []
    return [one for one in value if isinstance(one, str) and one]


def _folder(into: str) -> tuple[str, ...]:
    return clean_path(into) if into.strip("/\\ ") else ()


def _title(assistant: AssistantLike, document_id: str) -> str:
    try:
        return assistant.document(document_id).title
    except DocumentNotFoundError:
        return document_id


def _live(assistant: AssistantLike, document_id: str) -> int | None:
    try:
        return assistant.record(document_id).info.version
    except DocumentNotFoundError:
        return None


def _all(verdicts: Iterator[FileReport]) -> Generator[FileReport]:
    yield from verdicts


def _one(change: Callable[[], FileReport]) -> Generator[FileReport]:
    yield change()
