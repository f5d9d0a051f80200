"""Which documents the list shows, in which order: pure functions on plain values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from pb_qa.catalog import DocumentRecord, RefusedUpload
from pb_qa.models import DocumentInfo, FileReport, FileStatus
from pb_qa.text.search_form import search_form
from pb_qa.web.documents_request import PAGE_SIZE, DocumentOrder, DocumentsRequest, Show

_MOST_CHOICES: Final = 300
_REMEMBERED: Final = 40_000


@dataclass(frozen=True, slots=True)
class Row:
    """A document with the reposts that are folded under it."""

    record: DocumentRecord
    reposts: tuple[DocumentRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class Choices:
    """What the list can be limited to, each with the number of its documents."""

    collections: tuple[tuple[str, int], ...] = ()
    issuers: tuple[tuple[str, int], ...] = ()
    years: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the list.

    Attributes
    ----------
    rows
        Those of this page.
    total
        How many rows there are on all pages.
    documents
        How many documents stand in them, folded ones included.
    library
        How many documents there are in all.
    titles
        Title by document id, of every document.
    shared
        Titles that several documents have.
    """

    rows: tuple[Row, ...]
    total: int
    documents: int
    library: int
    choices: Choices
    titles: dict[str, str]
    shared: frozenset[str] = frozenset()


def rejected(verdicts: Iterable[FileReport]) -> tuple[FileReport, ...]:
    """The files of the corpus folder that could not be read, by name."""
    found = (verdict for verdict in verdicts if verdict.status is FileStatus.REJECTED)
    return tuple(sorted(found, key=lambda verdict: verdict.source or verdict.path))


def matching_files(
    reports: Iterable[FileReport], request: DocumentsRequest
) -> tuple[FileReport, ...]:
    """Those files that lie in the folder asked for and have its words in their names."""
    if request.issuer or request.year:
        return ()
    return tuple(
        report
        for report in reports
        if within(report.source or report.path, request.collection)
        and words_fit(request.words, report.source or report.path)
    )


def matching_uploads(
    refused: Iterable[RefusedUpload], request: DocumentsRequest
) -> tuple[RefusedUpload, ...]:
    """Those refused files that were meant for the folder asked for and have its words."""
    if request.issuer or request.year:
        return ()
    return tuple(
        one
        for one in refused
        if within(one.name, request.collection) and words_fit(request.words, one.name)
    )


def needing_attention(records: Iterable[DocumentRecord]) -> int:
    """How many documents have a page that could not be read well."""
    return sum(1 for record in records if record.weak_pages)


def list_documents(records: Sequence[DocumentRecord], request: DocumentsRequest) -> Listing:
    """Filter, fold, sort and cut out the page asked for."""
    found = [record for record in records if _fits(record, request)]
    # Sorting is stable: among equals the order of titles stays, whichever way the rest runs.
    rows = sorted(_folded(found), key=lambda row: _by_sound(row.record.info.title))
    rows.sort(key=_key(request.order), reverse=request.descending)
    if request.order is not DocumentOrder.ADDED:
        # What is not known stands last, whichever way the rest is sorted.
        rows.sort(key=lambda row: not _value(row.record, request.order))
    shown = rows[request.offset : request.offset + PAGE_SIZE]
    named = Counter(record.info.title for record in records)
    return Listing(
        rows=tuple(shown),
        total=len(rows),
        documents=len(found),
        library=len(records),
        choices=_choices(records),
        titles={record.info.id: record.info.title for record in records},
        shared=frozenset(title for title, count in named.items() if count > 1),
    )


def cluster_of(
    record: DocumentRecord, records: Iterable[DocumentRecord]
) -> tuple[DocumentInfo, ...]:
    """The other documents that say nearly the same: the leading one, or those it leads."""
    if record.repost_of:
        return tuple(one.info for one in records if one.info.id == record.repost_of)
    return tuple(one.info for one in records if one.repost_of == record.info.id)


def within(source: str, collection: str) -> bool:
    """Whether a file lies in a folder of the corpus or below it."""
    return not collection or source.startswith(f"{collection}/")


def words_fit(words: str, text: str) -> bool:
    """Whether each of the words stands in a text, however either is written."""
    return not words or all(word in _searched(text) for word in _searched(words).split())


def _fits(record: DocumentRecord, request: DocumentsRequest) -> bool:
    info = record.info
    if request.show is Show.ATTENTION and not record.weak_pages:
        return False
    if not within(info.source, request.collection):
        return False
    if request.issuer and info.issuer != request.issuer:
        return False
    if request.year and not info.issued_on.startswith(request.year):
        return False
    searched = (info.title, info.number, info.issuer, info.source, record.own_words)
    return words_fit(request.words, "\n".join(searched))


@lru_cache(_REMEMBERED)
def _searched(text: str) -> str:
    return search_form(text)


def _folded(found: Sequence[DocumentRecord]) -> list[Row]:
    """Reposts under the document that leads them, where that is in the list as well."""
    rows = {record.info.id: Row(record) for record in found if not record.repost_of}
    for record in found:
        if not record.repost_of:
            continue
        leading = rows.get(record.repost_of)
        if leading is None:
            rows[record.info.id] = Row(record)
        else:
            rows[record.repost_of] = replace(leading, reposts=(*leading.reposts, record))
    return list(rows.values())


def _value(record: DocumentRecord, order: DocumentOrder) -> str:
    info = record.info
    return {
        DocumentOrder.TITLE: info.title,
        DocumentOrder.ISSUER: info.issuer,
        DocumentOrder.DATE: info.issued_on,
        DocumentOrder.PLACE: info.place,
        DocumentOrder.ADDED: "",
    }[order]


def _key(order: DocumentOrder) -> Callable[[Row], tuple[float, bytes]]:
    if order is DocumentOrder.ADDED:
        return lambda row: (row.record.changed_at, b"")
    return lambda row: (0.0, _by_sound(_value(row.record, order)))


def _by_sound(text: str) -> bytes:
    """Common characters in the order of their pinyin, which is that of their codes in GB 2312."""
    return _searched(text).encode("gb18030", "replace")


def _choices(records: Sequence[DocumentRecord]) -> Choices:
    folders: Counter[str] = Counter()
    for record in records:
        parts = record.info.source.split("/")[:-1]
        folders.update("/".join(parts[:depth]) for depth in range(1, len(parts) + 1))
    issuers = Counter(record.info.issuer for record in records if record.info.issuer)
    years = Counter(record.info.issued_on[:4] for record in records if record.info.issued_on)
    return Choices(
        collections=tuple(sorted(folders.items())),
        issuers=tuple(issuers.most_common(_MOST_CHOICES)),
        years=tuple(sorted(years.items(), reverse=True)),
    )
