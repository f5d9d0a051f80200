"""Files that became no document as HTML: those that were sent, and those of the folder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from typing import TypeVar

from pb_qa.catalog import RefusedUpload
from pb_qa.models import FileReport
from pb_qa.web.documents_words import moment_words, named, plain
from pb_qa.web.i18n import Texts
from pb_qa.web.markup import attributes, escape

F = TypeVar("F")


def render_refused_uploads(refused: Sequence[RefusedUpload], texts: Texts) -> str:
    """Files that were sent and not taken in, each to be dismissed; nothing when there are none."""
    if not refused:
        return ""
    every = ""
    if len(refused) > 1:
        every = (
            '<button type="button" class="pb-quiet" data-dismiss-all>'
            f"{escape(texts('dismiss_all'))}</button>"
        )

    def line(upload: RefusedUpload) -> str:
        name = plain(upload.name)
        doing = attributes(data_dismiss=upload.name, aria_label=texts("dismiss_label", name=name))
        return (
            f"<li><div>{named(upload.name)} "
            f"<small>{escape(moment_words(upload.refused_at, texts))}</small></div>"
            f'<button type="button" class="pb-link"{doing}>'
            f"{escape(texts('dismiss'))}</button></li>"
        )

    def dismiss(count: int) -> str:
        """A button for all files of a reason; of a single one its own is enough."""
        if count == 1:
            return ""
        words = escape(texts("dismiss_group", count=count))
        return f'<button type="button" class="pb-link" data-dismiss-group>{words}</button>'

    by_name = sorted(refused, key=lambda one: one.name)
    return (
        f'<div class="pb-refused-head"><h3>{escape(texts("refused_uploads"))}</h3>{every}</div>'
        f'<p class="pb-muted">{escape(texts("refused_uploads_hint"))}</p>'
        f"{_by_reason(by_name, lambda one: one.reason, line, dismiss)}"
    )


def render_rejected(rejected: Sequence[FileReport], texts: Texts) -> str:
    """Files of the corpus folder that could not be read; nothing when there are none."""
    if not rejected:
        return ""
    return (
        f"<h3>{escape(texts('attention_files'))}</h3>"
        f'<p class="pb-muted">{escape(texts("attention_files_hint"))}</p>'
        + _by_reason(
            rejected,
            lambda one: one.reason,
            lambda one: f"<li>{named(one.source or one.path)}</li>",
        )
    )


def _by_reason(
    files: Iterable[F],
    reason_of: Callable[[F], str],
    line: Callable[[F], str],
    doing: Callable[[int], str] = lambda _: "",
) -> str:
    """Each reason once, with what to do, above the files that it holds for."""
    order: dict[str, int] = {}
    listed = list(files)
    for file in listed:
        order.setdefault(reason_of(file), len(order))
    listed.sort(key=lambda file: order[reason_of(file)])
    groups = []
    for reason, group in groupby(listed, key=reason_of):
        lines = [line(file) for file in group]
        groups.append(
            '<li class="pb-rejected"><div><div class="pb-reason-line"><p class="pb-reason">'
            f"{escape(plain(reason))}</p>{doing(len(lines))}</div>"
            f'<ul class="pb-refused">{"".join(lines)}</ul></div></li>'
        )
    return f'<ul class="pb-verdicts">{"".join(groups)}</ul>'
