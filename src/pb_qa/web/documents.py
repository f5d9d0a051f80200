"""What happens on the documents' tab: list, add, remove."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence

from pb_qa.models import DocumentInfo, FileReport, Progress
from pb_qa.web.contract import AssistantLike
from pb_qa.web.documents_view import (
    render_batch_error,
    render_documents,
    render_progress,
    render_verdicts,
)
from pb_qa.web.i18n import Texts
from pb_qa.web.render import render_error
from pb_qa.web.uploads import Upload, staged
from pb_qa.web.work import Failed, Warmup, call, stream

Event = Progress | FileReport


class Documents:
    """The library as seen from the page."""

    def __init__(self, assistant: AssistantLike, warmup: Warmup) -> None:
        self._assistant = assistant
        self._warmup = warmup

    async def listing(self, texts: Texts) -> str:
        """The list of documents, once the library is open."""
        failed = await self._warmup.wait()
        if failed is not None:
            return render_error(failed.message(texts), texts)
        outcome = await call(self._assistant.list_documents)
        if isinstance(outcome, Failed):
            return render_error(outcome.message(texts), texts)
        return render_documents(outcome.value, texts)

    async def add(self, uploads: Sequence[Upload], texts: Texts) -> AsyncIterator[str]:
        """Add files; yields the progress and at last the verdicts."""
        folder = self._assistant.settings.data_dir / "uploads"

        def work(report: Callable[[Event], None]) -> None:
            with staged(uploads, folder) as paths:
                for verdict in self._assistant.add(paths, on_progress=report):
                    report(verdict)

        async for view in self._batch(work, len(uploads), texts):
            yield view

    async def remove(self, document_ids: Sequence[str], texts: Texts) -> AsyncIterator[str]:
        """Remove documents; yields the progress and at last the verdicts."""

        def work(report: Callable[[Event], None]) -> None:
            for verdict in self._assistant.remove(document_ids):
                report(verdict)

        async for view in self._batch(work, len(document_ids), texts):
            yield view

    async def _batch(
        self, work: Callable[[Callable[[Event], None]], None], total: int, texts: Texts
    ) -> AsyncIterator[str]:
        reports: list[FileReport] = []
        titles: dict[str, str] = {}
        yield render_progress(None, reports, total, texts, titles)
        failed = await self._warmup.wait()
        if failed is not None:
            yield render_batch_error(failed.message(texts), texts)
            return
        latest: Progress | None = None
        async for event in stream(work):
            if isinstance(event, Failed):
                verdicts = render_verdicts(reports, texts, titles)
                yield render_batch_error(event.message(texts), texts) + verdicts
                return
            if isinstance(event, FileReport):
                reports.append(event)
                if event.of is not None:
                    titles |= await self._titles()
            else:
                latest = event
            yield render_progress(latest, reports, total, texts, titles)
        yield render_verdicts(reports, texts, titles)

    async def _titles(self) -> dict[str, str]:
        outcome = await call(self._assistant.list_documents)
        found: list[DocumentInfo] = [] if isinstance(outcome, Failed) else outcome.value
        return {info.id: info.title for info in found}
