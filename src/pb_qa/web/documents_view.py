"""The list of documents and the verdicts on files as HTML."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import PurePath

from pb_qa.models import DocumentInfo, FileReport, FileStatus, Progress
from pb_qa.web.i18n import Texts
from pb_qa.web.markup import attributes, escape


def render_documents(documents: Sequence[DocumentInfo], texts: Texts) -> str:
    """Every document with a box to select it and a button to open it."""
    if not documents:
        return f'<p class="pb-empty">{escape(texts("list_empty"))}</p>'
    items = "".join(_row(info, texts) for info in sorted(documents, key=_by_title))
    count = escape(texts("document_count", count=len(documents)))
    search = attributes(aria_label=texts("filter"), placeholder=texts("filter"))
    return (
        f'<div class="pb-list-head"><span>{count}</span>'
        f'<input type="search" class="pb-filter" autocomplete="off"{search}>'
        f'<button type="button" class="pb-quiet" data-remove disabled>'
        f"{escape(texts('remove_selected'))}</button></div>"
        f'<ul class="pb-list">{items}</ul>'
        f'<p class="pb-filter-none pb-muted" hidden>{escape(texts("filter_none"))}</p>'
    )


def render_progress(
    progress: Progress | None,
    reports: Sequence[FileReport],
    total: int,
    texts: Texts,
    titles: Mapping[str, str],
) -> str:
    """How far a batch has come, with the verdicts so far, the newest last."""
    done = len(reports)
    parts = [texts("progress", position=min(done + 1, total), total=total)]
    if progress is not None:
        name = PurePath(progress.path).name
        parts.append(f"{name} · {texts(f'stage_{progress.stage}')}")
    bar = attributes(max=total, value=done, aria_label=parts[0])
    return (
        f'<div class="pb-progress" role="status"><progress{bar}></progress>'
        f"<p>{escape(' · '.join(parts))}</p></div>{_verdicts(reports, texts, titles)}"
    )


def render_verdicts(reports: Sequence[FileReport], texts: Texts, titles: Mapping[str, str]) -> str:
    """A line that sums up and a line for each file, rejected files first.

    Parameters
    ----------
    titles
        Title by document id, to name what a duplicate is a duplicate of.
    """
    if not reports:
        return ""
    counts = Counter(report.status for report in reports)
    parts = "，".join(
        texts("summary_part", status=texts(f"status_{status}"), count=counts[status])
        for status in FileStatus
        if counts[status]
    )
    ordered = sorted(reports, key=lambda report: report.status is not FileStatus.REJECTED)
    summary = escape(texts("summary", parts=parts))
    return f'<p class="pb-summary" role="status">{summary}</p>{_verdicts(ordered, texts, titles)}'


def render_batch_error(message: str, texts: Texts) -> str:
    """A batch that stopped: what happened and what to do."""
    return (
        f'<div class="pb-error" role="alert"><p><strong>{escape(texts("batch_failed"))}</strong>'
        f"</p><p>{escape(message)}</p></div>"
    )


def _by_title(info: DocumentInfo) -> tuple[str, str]:
    return info.title, info.source


def _row(info: DocumentInfo, texts: Texts) -> str:
    facts = [fact for fact in (info.number, info.issuer, info.issued_on, info.source) if fact]
    words = " ".join((info.title, *facts)).casefold()
    box = attributes(
        value=info.id,
        aria_label=texts("select_document", title=info.title),
        data_title=info.title,
    )
    opening = attributes(data_document=info.id, data_version=info.version)
    return (
        f'<li{attributes(data_words=words)}><input type="checkbox"{box}>'
        f'<div><button type="button" class="pb-open-document"{opening}>{escape(info.title)}'
        f'</button><p class="pb-facts">{escape(" · ".join(facts))}</p></div></li>'
    )


def _verdicts(reports: Sequence[FileReport], texts: Texts, titles: Mapping[str, str]) -> str:
    items = "".join(_verdict(report, texts, titles) for report in reports)
    return f'<ul class="pb-verdicts">{items}</ul>' if items else ""


def _verdict(report: FileReport, texts: Texts, titles: Mapping[str, str]) -> str:
    details = []
    if report.passages and report.status in (FileStatus.ADDED, FileStatus.REPLACED):
        details.append(texts("passages", count=report.passages))
    if report.of is not None and report.of in titles:
        details.append(texts("duplicate_of", title=titles[report.of]))
    elif report.reason:
        details.append(report.reason)
    name = PurePath(report.path.replace("\\", "/")).name
    if report.status is FileStatus.REMOVED and report.title:
        name = report.title
    detail = f"<p>{escape(' · '.join(details))}</p>" if details else ""
    return (
        f'<li class="pb-{report.status}"><strong>{escape(texts(f"status_{report.status}"))}'
        f"</strong><div><span>{escape(name)}</span>{detail}</div></li>"
    )
