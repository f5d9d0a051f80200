"""What the figures page fetches by plain GET: fragments, an image of the chart, files.

Each address carries the same query as the page's own, so that what is exported is what
is shown, and all of it.
"""

from __future__ import annotations

import re
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import IO, Annotated, Final
from urllib.parse import quote

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse

from pb_qa.errors import PbQaError
from pb_qa.figures import Disagreement, FigurePage, Series
from pb_qa.web.contract import AssistantLike
from pb_qa.web.disagreements_view import fitting, render_disagreements
from pb_qa.web.figures_compare import Comparison, compare
from pb_qa.web.figures_compare_view import (
    chart_image,
    render_comparison,
    render_nothing,
    render_start,
)
from pb_qa.web.figures_export import (
    cell_names,
    cells,
    csv_lines,
    disagreement_csv,
    disagreement_names,
    disagreement_rows,
)
from pb_qa.web.figures_request import PAGE_SIZE, FiguresRequest, View, parse_request
from pb_qa.web.figures_view import (
    render_empty_library,
    render_failure,
    render_form,
    render_page,
    render_range,
)
from pb_qa.web.figures_workbook import write_comparison, write_table
from pb_qa.web.i18n import Texts, texts_for
from pb_qa.web.work import Warmup

_SUGGESTED: Final = 12
_LOOKED_THROUGH: Final = 300
_CHUNK: Final = 1 << 16
_NOT_IN_NAMES: Final = re.compile(r'[\x00-\x1f\x7f\\/:*?"<>|\s]+')
_NAME_LENGTH: Final = 40
_EXCEL: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Width = Annotated[int, Query(ge=240, le=1600)]


def build_figures_router(assistant: AssistantLike, warmup: Warmup, prefix: str) -> APIRouter:
    """The routes, under ``prefix/figures``; none is part of a public interface."""
    router = APIRouter(prefix=f"{prefix}/figures", include_in_schema=False)
    once_open = [Depends(warmup.wait)]

    @router.get("/form")
    def form(request: Request) -> HTMLResponse:
        return HTMLResponse(render_form(_texts(request), assistant.collections()))

    @router.get("/view", dependencies=once_open)
    def view(request: Request, width: Width = 720) -> HTMLResponse:
        texts = _texts(request)
        try:
            return HTMLResponse(_view(assistant, _asked(request), width, texts))
        except PbQaError as error:
            return HTMLResponse(render_failure(str(error), texts))

    @router.get("/chart.svg", dependencies=once_open)
    def chart(request: Request) -> Response:
        texts = _texts(request)
        try:
            asked = _asked(request)
            comparison = _comparison(assistant, asked, texts)
        except PbQaError as error:
            return PlainTextResponse(str(error), status_code=422)
        drawn = None if comparison is None else chart_image(comparison, texts)
        if drawn is None:
            return PlainTextResponse(texts("chart_empty"), status_code=404)
        headers = _attachment(asked, "png", texts)
        return Response(drawn, media_type="image/svg+xml", headers=headers)

    @router.get("/export.csv", dependencies=once_open)
    def export_csv(request: Request) -> Response:
        texts = _texts(request)
        try:
            asked = _asked(request)
            lines = _csv(assistant, asked, texts)
        except PbQaError as error:
            return PlainTextResponse(str(error), status_code=422)
        headers = _attachment(asked, "csv", texts)
        return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=headers)

    @router.get("/export.xlsx", dependencies=once_open)
    def export_xlsx(request: Request) -> Response:
        texts = _texts(request)
        try:
            asked = _asked(request)
            with ExitStack() as closing:
                file = closing.enter_context(tempfile.TemporaryFile())
                _workbook(assistant, asked, texts)(file)
                sending = _sent(file, closing.pop_all())
        except PbQaError as error:
            return PlainTextResponse(str(error), status_code=422)
        headers = _attachment(asked, "xlsx", texts)
        return StreamingResponse(sending, media_type=_EXCEL, headers=headers)

    return router


def _view(assistant: AssistantLike, asked: FiguresRequest, width: int, texts: Texts) -> str:
    if asked.view is View.DISAGREEMENTS:
        disagreements = assistant.disagreements(asked.filter.collection)
        shown, found = render_disagreements(disagreements, asked, texts), bool(disagreements)
    elif asked.view is View.SEARCH:
        page = _page(assistant, asked)
        shown, found = render_page(page, asked, texts), bool(page.total)
    elif asked.words and (every := assistant.compare(asked.words, asked.filter)):
        comparison = compare(every, asked, texts)
        shown, found = render_comparison(comparison, every, asked, width, texts), True
    else:
        suggestions = _indicators(assistant, asked.words)
        render = render_nothing if asked.words else render_start
        shown, found = render(asked, suggestions, texts), bool(suggestions)
    # Listing thousands of documents takes time: only when it may explain that there is nothing.
    if not found and not assistant.list_documents():
        return render_empty_library(texts)
    return f"{render_range(asked, texts)}{shown}"


def _page(assistant: AssistantLike, asked: FiguresRequest) -> FigurePage:
    return assistant.figures(
        asked.words,
        asked.filter,
        asked.order,
        descending=asked.descending,
        offset=asked.offset,
        limit=PAGE_SIZE,
    )


def _indicators(assistant: AssistantLike, words: str) -> list[str]:
    """Indicators to suggest: those stated most often among the first figures found."""
    found = assistant.figures(words, limit=_LOOKED_THROUGH)
    counts = Counter(one.figure.indicator for one in found.figures if one.figure.indicator)
    often = [indicator for indicator, _ in counts.most_common(_SUGGESTED)]
    return often or list(found.nearest)


def _comparison(assistant: AssistantLike, asked: FiguresRequest, texts: Texts) -> Comparison | None:
    every: list[Series] = assistant.compare(asked.words, asked.filter) if asked.words else []
    return compare(every, asked, texts) if every else None


def _disagreements(assistant: AssistantLike, asked: FiguresRequest) -> list[Disagreement]:
    return fitting(assistant.disagreements(asked.filter.collection), asked.words)


def _csv(assistant: AssistantLike, asked: FiguresRequest, texts: Texts) -> Iterator[bytes]:
    if asked.view is View.DISAGREEMENTS:
        return disagreement_csv(_disagreements(assistant, asked), texts)
    if asked.view is View.COMPARE:
        comparison = _comparison(assistant, asked, texts)
        return csv_lines(comparison.figures if comparison else (), texts)
    # Asked once beforehand: a filter that cannot be used is told before the first line.
    _page(assistant, asked)
    figures = assistant.each_figure(
        asked.words, asked.filter, asked.order, descending=asked.descending
    )
    return csv_lines(figures, texts)


def _workbook(
    assistant: AssistantLike, asked: FiguresRequest, texts: Texts
) -> Callable[[IO[bytes]], None]:
    if asked.view is View.DISAGREEMENTS:
        every = _disagreements(assistant, asked)
        total = sum(len(one.figures) for one in every)
        rows = disagreement_rows(every, texts)
        return lambda file: write_table(file, disagreement_names(texts), rows, total, texts)
    if asked.view is View.COMPARE:
        comparison = _comparison(assistant, asked, texts)
        if comparison is not None:
            return lambda file: write_comparison(file, comparison, texts)
        return lambda file: write_table(file, cell_names(texts), (), 0, texts)
    total = _page(assistant, asked).total
    figures = assistant.each_figure(
        asked.words, asked.filter, asked.order, descending=asked.descending
    )
    table = (cells(found, texts) for found in figures)
    return lambda file: write_table(file, cell_names(texts), table, total, texts)


def _sent(file: IO[bytes], closing: ExitStack) -> Iterator[bytes]:
    with closing:
        file.seek(0)
        while chunk := file.read(_CHUNK):
            yield chunk


def _attachment(asked: FiguresRequest, suffix: str, texts: Texts) -> dict[str, str]:
    """The header that names the file after what is in it.

    An image is named as what the browser makes of it.
    """
    names = {
        View.SEARCH: "file_figures",
        View.COMPARE: "file_compare",
        View.DISAGREEMENTS: "file_disagreements",
    }
    words = _NOT_IN_NAMES.sub(" ", asked.words).strip(" .")[:_NAME_LENGTH].strip(" .")
    name = "-".join(part for part in (texts(names[asked.view]), words) if part)
    written = quote(f"{name}.{suffix}".encode("utf-8", "replace"), safe="")
    return {"Content-Disposition": f"attachment; filename*=UTF-8''{written}"}


def _asked(request: Request) -> FiguresRequest:
    return parse_request(request.query_params.multi_items())


def _texts(request: Request) -> Texts:
    return texts_for(request.headers.get("accept-language"))
