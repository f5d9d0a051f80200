"""The recycle bin as HTML."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pb_qa.catalog import TrashedOriginal
from pb_qa.web.documents_list import words_fit
from pb_qa.web.documents_words import moment_words, named, plain, size_words
from pb_qa.web.i18n import Texts
from pb_qa.web.markup import attributes, escape

_MOST_SHOWN: Final = 500


# What is said in the place of the button, where something else lies in the place.
_TAKEN: Final = {
    "newer": "trash_superseded",
    "document": "trash_taken",
    "file": "trash_taken_by_file",
}


def render_trash(trashed: Sequence[TrashedOriginal], words: str, texts: Texts) -> str:
    """What lies in the recycle bin, the latest first, each with a button to put it back.

    Parameters
    ----------
    words
        Those that titles or file names must have to be shown.
    """
    if not trashed:
        return f'<p class="pb-empty">{escape(texts("trash_empty"))}</p>'
    found = [one for one in trashed if words_fit(words, f"{one.title}\n{one.source}")]
    if not found:
        return f'<p class="pb-empty">{escape(texts("documents_none"))}</p>'
    latest = sorted(found, key=lambda one: (-one.thrown_away_at, one.source))
    rows = "".join(_row(one, texts) for one in latest[:_MOST_SHOWN])
    heads = "".join(
        f'<th scope="col">{escape(texts(key))}</th>'
        for key in ("column_title", "column_thrown", "column_size")
    )
    rest = len(latest) - _MOST_SHOWN
    more = f'<p class="pb-muted">{escape(texts("trash_more", count=rest))}</p>' if rest > 0 else ""
    return (
        f'<p class="pb-muted">{escape(texts("trash_hint"))}</p>'
        f'<table class="pb-documents pb-trash"><caption class="pb-hidden">'
        f"{escape(texts('trash_table'))}</caption><thead><tr>{heads}<td></td></tr></thead>"
        f"<tbody>{rows}</tbody></table>{more}"
    )


def _row(one: TrashedOriginal, texts: Texts) -> str:
    title = one.title or one.source.rpartition("/")[2]
    how = texts("trash_replaced" if one.replaced else "trash_removed")
    told_why = _TAKEN.get(one.place)
    told = attributes(
        data_put_back=one.key,
        aria_label=texts("put_back_label", title=plain(title)),
        disabled=bool(told_why),
    )
    doing = f'<button type="button" class="pb-quiet"{told}>{escape(texts("put_back"))}</button>'
    if told_why:
        why = escape(texts(told_why, title=plain(one.taken_by)))
        # What a newer version has replaced comes back as a version of that, not from here.
        button = "" if one.place == "newer" else doing
        doing = f'{button}<small class="pb-muted">{why}</small>'
    return (
        f'<tr class="pb-document-row"><td class="pb-name"><strong>{named(title)}</strong>'
        f"<small>{named(one.source)}</small></td>"
        f'<td class="pb-thrown">{escape(moment_words(one.thrown_away_at, texts))}'
        f"<small>{escape(how)}</small></td>"
        f'<td class="pb-size">{escape(size_words(one.size))}</td>'
        f'<td class="{"pb-do pb-told" if told_why else "pb-do"}">{doing}</td></tr>'
    )
