"""The versions of a document, and what changed from one to another, word by word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from pb_qa.catalog import TextChange, VersionRecord
from pb_qa.web.documents_words import moment_words
from pb_qa.web.i18n import Texts
from pb_qa.web.markup import attributes, escape
from pb_qa.web.record_view import Section, panel_link

# How much of what stayed the same is shown beside a change.
_BESIDE: Final = 60
_LEAST_FOLDED: Final = 40
_MOST_CHANGES: Final = 4000


def render_versions(versions: Sequence[VersionRecord], texts: Texts) -> str:
    """Every version, newest first, with how it came about."""
    rows = "".join(
        _version(version, versions[index + 1 :], versions, texts)
        for index, version in enumerate(versions)
    )
    compare = _compare_form(versions, texts) if len(versions) > 1 else ""
    one = "" if compare else f'<p class="pb-muted">{escape(texts("versions_one"))}</p>'
    return f'{compare}<ol class="pb-versions">{rows}</ol>{one}'


def render_changes(
    changes: Sequence[TextChange],
    versions: Sequence[VersionRecord],
    pair: tuple[int, int],
    texts: Texts,
) -> str:
    """A comparison: what was removed and added, with some words around; the rest folded.

    Parameters
    ----------
    pair
        Numbers of the older and the newer version.
    """
    form = _compare_form(versions, texts, pair)
    heading = f"<h3>{escape(texts('changes_of', old=pair[0], new=pair[1]))}</h3>"
    made = [change for change in changes if change.kind != "same"]
    if not made:
        return f'{form}{heading}<p class="pb-well">{escape(texts("changes_none"))}</p>'
    added = sum(len(change.text) for change in made if change.kind == "added")
    removed = sum(len(change.text) for change in made if change.kind == "removed")
    places = sum(1 for _ in _places(changes))
    summary = escape(texts("changes_summary", places=places, added=added, removed=removed))
    steps = "".join(
        f'<button type="button" class="pb-quiet" data-change-step="{step}">'
        f"{escape(texts(key))}</button>"
        for step, key in ((-1, "changes_previous"), (1, "changes_next"))
    )
    shown = changes[:_MOST_CHANGES]
    parts = "".join(
        _change(change, index == 0, index == len(changes) - 1, texts)
        for index, change in enumerate(shown)
    )
    rest = len(changes) - len(shown)
    more = f'<p class="pb-note">{escape(texts("changes_more"))}</p>' if rest else ""
    return (
        f'{form}{heading}<p class="pb-changes-head"><span role="status">{summary}</span>{steps}</p>'
        f'<div class="pb-changes" lang="zh-CN">{parts}</div>{more}'
    )


def _places(changes: Sequence[TextChange]) -> Iterator[None]:
    """Once for each stretch of changes between what stayed the same."""
    before = "same"
    for change in changes:
        if change.kind != "same" and before == "same":
            yield
        before = change.kind


def _change(change: TextChange, first: bool, last: bool, texts: Texts) -> str:
    if change.kind == "added":
        return f"<ins>{_lines(change.text)}</ins>"
    if change.kind == "removed":
        return f"<del>{_lines(change.text)}</del>"
    text = change.text
    start = 0 if first else min(_BESIDE, len(text))
    end = len(text) if last else max(start, len(text) - _BESIDE)
    if end - start < _LEAST_FOLDED:
        return escape(text)
    words = escape(texts("changes_same", count=end - start))
    return (
        f"{escape(text[:start])}<details><summary>{words}</summary>"
        f"{escape(text[start:end])}</details>{escape(text[end:])}"
    )


def _lines(text: str) -> str:
    """A change with the ends of its lines made visible: they may be all that changed."""
    return escape(text).replace("\n", "<span aria-hidden=true>↵</span>\n")


def _version(
    version: VersionRecord,
    older: Sequence[VersionRecord],
    every: Sequence[VersionRecord],
    texts: Texts,
) -> str:
    number = version.info.version
    live = next((one.info.version for one in every if one.live), number)
    in_use = (
        f' <span class="pb-badge pb-badge-live">{escape(texts("version_live"))}</span>'
        if version.live
        else ""
    )
    facts = [version.origin, moment_words(version.created_at, texts)]
    if version.characters:
        facts.append(texts("extent", characters=version.characters))
    links = []
    if not version.live and version.characters:
        view = panel_link(version.info.id, Section.TEXT, version=number)
        links.append(f'<a class="pb-link"{view}>{escape(texts("version_view"))}</a>')
    if version.live and older and older[0].characters:
        pair = panel_link(version.info.id, Section.CHANGES, old=older[0].info.version, new=number)
        links.append(f'<a class="pb-link"{pair}>{escape(texts("compare_before"))}</a>')
    elif not version.live and version.characters:
        pair = panel_link(version.info.id, Section.CHANGES, old=number, new=live)
        links.append(f'<a class="pb-link"{pair}>{escape(texts("compare_now"))}</a>')
    if version.restorable and not version.live:
        restore = attributes(data_restore=number)
        links.append(
            f'<button type="button" class="pb-quiet"{restore}>'
            f"{escape(texts('version_restore'))}</button>"
        )
    if not version.live and not version.characters:
        links.append(f'<span class="pb-muted">{escape(texts("version_kept_not"))}</span>')
    return (
        f"<li><div><strong>{escape(texts('version', version=number))}</strong>{in_use}"
        f'<p class="pb-muted">{escape(" · ".join(fact for fact in facts if fact))}</p></div>'
        f'<div class="pb-version-ways">{"".join(links)}</div></li>'
    )


def _compare_form(
    versions: Sequence[VersionRecord], texts: Texts, pair: tuple[int, int] | None = None
) -> str:
    kept = [version for version in versions if version.characters]
    if len(kept) < 2:
        return ""
    old, new = pair or (kept[1].info.version, kept[0].info.version)
    selects = "".join(
        f'<label><span>{escape(texts(f"compare_{name}"))}</span><select name="{name}">'
        + "".join(
            f"<option{attributes(value=one.info.version, selected=one.info.version == chosen)}>"
            f"{escape(texts('version', version=one.info.version))}</option>"
            for one in kept
        )
        + "</select></label>"
        for name, chosen in (("old", old), ("new", new))
    )
    return (
        f'<form class="pb-compare-form">{selects}<button type="submit" class="pb-quiet">'
        f"{escape(texts('compare_versions'))}</button></form>"
    )
