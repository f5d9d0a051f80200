"""What cleaning took out of a document, each cut with its reason and a way to undo it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from pb_qa.catalog import RestoredCut
from pb_qa.models import Cut, Document
from pb_qa.web.documents_words import moment_words
from pb_qa.web.i18n import Texts
from pb_qa.web.markup import attributes, escape
from pb_qa.web.record_view import Section, panel_link

MOST_CUTS: Final = 500
_AROUND: Final = 24
_FEW: Final = 30
_LONGEST_LABEL: Final = 30
_VISIBLE: Final = str.maketrans({"\n": "↵", " ": "␣", "\t": "⇥", "\u3000": "□"})


def render_receipt(
    document: Document, texts: Texts, first: int = 0, restored: Sequence[RestoredCut] = ()
) -> str:
    """What was put back, then the receipt by reason, ``MOST_CUTS`` at a time.

    Parameters
    ----------
    restored
        What people have put back into this version.
    first
        How many cuts, ordered by reason and place, were shown before these.
    """
    again = _restored(document, restored, texts) if not first else ""
    if not document.receipt:
        none = texts("receipt_rest_none" if again else "receipt_none")
        return f'{again}<p class="pb-muted">{escape(none)}</p>'
    ordered = sorted(enumerate(document.receipt), key=lambda pair: (pair[1].reason, pair[0]))
    shown = ordered[first : first + MOST_CUTS]
    groups = []
    for reason, numbered in groupby(shown, key=lambda pair: pair[1].reason):
        items = [_cut(document, index, cut, texts) for index, cut in numbered]
        count = sum(1 for cut in document.receipt if cut.reason == reason)
        open_ = attributes(open=len(shown) <= _FEW or len(items) <= _FEW // 3)
        summary = escape(texts("cut_group", reason=reason, count=count))
        groups.append(
            f'<details class="pb-cut-group"{open_}><summary>{summary}</summary>'
            f"<ul>{''.join(items)}</ul></details>"
        )
    return (
        f'{again}<p class="pb-muted">{escape(texts("cuts_hint"))}</p>{"".join(groups)}'
        f"{_more(document, first + MOST_CUTS, texts)}"
    )


def _restored(document: Document, restored: Sequence[RestoredCut], texts: Texts) -> str:
    """What people have put back: it stays listed, and can be cut again."""
    if not restored:
        return ""
    items = "".join(
        _restored_cut(document, index, one, texts) for index, one in enumerate(restored)
    )
    summary = escape(texts("restored_group", count=len(restored)))
    return (
        f'<details class="pb-cut-group pb-restored-group" open><summary>{summary}</summary>'
        f"<ul>{items}</ul></details>"
    )


def _restored_cut(document: Document, index: int, one: RestoredCut, texts: Texts) -> str:
    text = document.text
    back = text[one.start : one.end]
    shown = back if back.strip() else back.translate(_VISIBLE)
    before = text[max(0, one.start - _AROUND) : one.start].rpartition("\n")[2]
    after = text[one.end : one.end + _AROUND].partition("\n")[0]
    when = "" if one.restored_at is None else moment_words(one.restored_at, texts)
    how = texts("restored_at", moment=when) if when else texts("restored_once")
    facts = " · ".join(fact for fact in (how, one.reason) if fact)
    place = panel_link(document.id, Section.TEXT, at=f"{one.start}-{one.end}")
    label = texts("cut_redo_label", text=back.strip()[:_LONGEST_LABEL])
    redo = attributes(data_redo=index, aria_label=label)
    doing = f'<button type="button" class="pb-quiet"{redo}>{escape(texts("cut_redo"))}</button>'
    if not one.redoable:
        doing = f'<small class="pb-muted">{escape(texts("cut_redo_not"))}</small>'
    return (
        f'<li><div><p class="pb-restored-how"><span class="pb-badge pb-badge-live">'
        f"{escape(texts('restored'))}</span> <small>{escape(facts)}</small></p>"
        f'<p class="pb-cut-words">{escape(before)}<ins>{escape(shown)}</ins>{escape(after)}</p>'
        f'</div><span>{doing}<a class="pb-link"{place}>{escape(texts("cut_place"))}</a></span></li>'
    )


def _more(document: Document, first: int, texts: Texts) -> str:
    rest = len(document.receipt) - first
    if rest <= 0:
        return ""
    link = panel_link(document.id, Section.CUTS, first=first)
    return f'<p><a class="pb-quiet"{link}>{escape(texts("more_of", count=rest))}</a></p>'


def _cut(document: Document, index: int, cut: Cut, texts: Texts) -> str:
    """What was taken out, between the words that stood around it."""
    text = document.text
    before = text[max(0, cut.start - _AROUND) : cut.start].rpartition("\n")[2]
    after = text[cut.end : cut.end + _AROUND].partition("\n")[0]
    gone = cut.original if cut.original.strip() else cut.original.translate(_VISIBLE)
    label = texts("cut_undo_label", text=gone.strip()[:_LONGEST_LABEL])
    undo = attributes(data_undo=index, aria_label=label)
    place = panel_link(document.id, Section.TEXT, at=f"{_first_of_line(text, cut)}-{cut.end}")
    return (
        f'<li><p class="pb-cut-words">{escape(before)}<del>{escape(gone)}</del>{escape(after)}</p>'
        f'<span><button type="button" class="pb-quiet"{undo}>{escape(texts("cut_undo"))}</button>'
        f'<a class="pb-link"{place}>{escape(texts("cut_place"))}</a></span></li>'
    )


def _first_of_line(text: str, cut: Cut) -> int:
    """Where the words before a cut begin: something has to be marked to be seen."""
    end = cut.start
    while end and text[end - 1].isspace():
        end -= 1
    return max(text.rfind("\n", 0, end) + 1, end - _AROUND)
