"""What the documents' page fetches by plain GET; what changes anything goes to ``/intake``."""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, JSONResponse

from pb_qa.catalog import DocumentRecord
from pb_qa.errors import DocumentNotFoundError, PbQaError
from pb_qa.web.documents_contract import CatalogLike
from pb_qa.web.documents_list import (
    cluster_of,
    list_documents,
    matching_files,
    matching_uploads,
    needing_attention,
    rejected,
)
from pb_qa.web.documents_list_view import (
    render_attention,
    render_counts,
    render_documents,
    render_failure,
    render_frame,
)
from pb_qa.web.documents_request import Show, parse_documents_request
from pb_qa.web.i18n import Texts, texts_for
from pb_qa.web.markup import escape
from pb_qa.web.quality_view import render_quality
from pb_qa.web.receipt_view import render_receipt
from pb_qa.web.record_passages_view import render_record_passages
from pb_qa.web.record_view import Section, render_about, render_panel
from pb_qa.web.source_view import render_text
from pb_qa.web.trash_view import render_trash
from pb_qa.web.versions_view import render_changes, render_versions
from pb_qa.web.work import Warmup

First = Annotated[int, Query(ge=0)]


def build_documents_router(assistant: CatalogLike, warmup: Warmup, prefix: str) -> APIRouter:
    """The routes, under ``prefix/documents``; none is part of a public interface."""
    router = APIRouter(prefix=f"{prefix}/documents", include_in_schema=False)
    once_open = [Depends(warmup.wait)]

    @router.get("/frame")
    def frame(request: Request) -> HTMLResponse:
        return HTMLResponse(render_frame(assistant.settings.max_file_bytes, _texts(request)))

    @router.get("/list", dependencies=once_open)
    def listing(request: Request) -> HTMLResponse:
        texts = _texts(request)
        try:
            return HTMLResponse(_list(assistant, request, texts))
        except PbQaError as error:
            return HTMLResponse(render_failure(str(error), texts))

    @router.get("/trashed", dependencies=once_open)
    def trashed(since: float = 0.0) -> JSONResponse:
        """What was removed since a moment, for a removal to be taken back."""
        found = [one for one in assistant.trash() if one.thrown_away_at >= since]
        return JSONResponse(
            [{"key": one.key, "source": one.source} for one in found if not one.replaced]
        )

    @router.get("/panel/{document_id}", dependencies=once_open)
    def panel(
        request: Request,
        document_id: str,
        section: Section = Section.ABOUT,
        version: int | None = None,
        at: str = "",
        first: First = 0,
        old: int | None = None,
        new: int | None = None,
    ) -> HTMLResponse:
        texts = _texts(request)
        try:
            record = assistant.record(document_id)
            if section is Section.TEXT:
                body = _text(assistant, record, version, _span(at), texts)
            elif section is Section.CHANGES:
                body = _changes(assistant, record, old, new, texts)
            else:
                body = _section(assistant, record, section, first, texts)
            shown = render_panel(record, section, body, _counts(assistant, record), texts)
        except DocumentNotFoundError:
            return HTMLResponse(_note(texts("record_gone")), status_code=404)
        except PbQaError as error:
            return HTMLResponse(render_failure(str(error), texts))
        return HTMLResponse(shown)

    return router


def _list(assistant: CatalogLike, request: Request, texts: Texts) -> str:
    asked = parse_documents_request(request.query_params.multi_items())
    records = assistant.records()
    refused = rejected(assistant.verdicts())
    uploads = assistant.refused_uploads()
    listing = list_documents(records, asked)
    waiting = len(refused) + len(uploads) + needing_attention(records)
    counts = render_counts(listing, waiting, texts)
    if asked.show is Show.TRASH:
        return counts + render_trash(assistant.trash(), asked.words, texts)
    if asked.show is Show.ATTENTION:
        found = matching_files(refused, asked)
        sent = matching_uploads(uploads, asked)
        return counts + render_attention(listing, found, sent, asked, texts)
    return counts + render_documents(listing, asked, texts)


def _section(
    assistant: CatalogLike, record: DocumentRecord, section: Section, first: int, texts: Texts
) -> str:
    identity = record.info.id
    if section is Section.CUTS:
        restored = assistant.restored_cuts(identity)
        return render_receipt(assistant.document(identity), texts, first, restored)
    if section is Section.QUALITY:
        return render_quality(identity, assistant.quality(identity), texts)
    if section is Section.PASSAGES:
        return render_record_passages(record.info, assistant.passages(identity), texts, first)
    if section is Section.VERSIONS:
        return render_versions(assistant.version_records(identity), texts)
    alone = not record.repost_of and not record.reposts
    cluster = () if alone else cluster_of(record, assistant.records())
    return render_about(record, cluster, texts)


def _text(
    assistant: CatalogLike,
    record: DocumentRecord,
    version: int | None,
    span: tuple[int, int] | None,
    texts: Texts,
) -> str:
    document = assistant.document(record.info.id, version)
    older = ""
    if document.version != record.info.version:
        older = _note(texts("version_is_old", version=document.version))
    return older + render_text(document, texts, span)


def _changes(
    assistant: CatalogLike, record: DocumentRecord, old: int | None, new: int | None, texts: Texts
) -> str:
    versions = assistant.version_records(record.info.id)
    newest = record.info.version if new is None else new
    earlier = [one.info.version for one in versions if one.info.version < newest]
    before = old if old is not None else max(earlier, default=None)
    if before is None:
        return render_versions(versions, texts)
    changes = assistant.changes(record.info.id, before, newest)
    return render_changes(changes, versions, (before, newest), texts)


def _counts(assistant: CatalogLike, record: DocumentRecord) -> dict[Section, int]:
    versions = assistant.version_records(record.info.id)
    return {
        Section.QUALITY: record.weak_pages,
        Section.PASSAGES: record.passages,
        Section.VERSIONS: len(versions) if len(versions) > 1 else 0,
    }


def _span(written: str) -> tuple[int, int] | None:
    """Two offsets as ``"12-15"``; None when it is nothing like that."""
    match = re.fullmatch(r"([0-9]{1,12})-([0-9]{1,12})", written)
    return None if match is None else (int(match[1]), int(match[2]))


def _note(message: str) -> str:
    return f'<p class="pb-note">{escape(message)}</p>'


def _texts(request: Request) -> Texts:
    return texts_for(request.headers.get("accept-language"))
