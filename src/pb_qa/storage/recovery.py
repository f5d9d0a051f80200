"""Carry to its end what a killed process left half done, without embedding anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pb_qa.storage.keyword_index import (
    KEYWORD_FORMAT,
    KeywordEntry,
    KeywordIndex,
    keyword_entry,
)
from pb_qa.storage.library import Library
from pb_qa.storage.library_reader import VersionKey
from pb_qa.storage.vector_index import VectorIndex

_KEYWORD_FORMAT = "keyword_format"
_PURGE_BATCH = 5000


def recover(
    library: Library, vector_index: VectorIndex, keyword_index: KeywordIndex, model: str
) -> list[str]:
    """Finish pending versions, purge dead passages, and fill a keyword index that lacks some.

    A pending version has everything in the library, so it is finished, not thrown away.
    Opening the vector index is the vector index's own affair.

    Returns
    -------
    list of str
        What was done, in Chinese; empty when nothing was left half done.
    """
    done: list[str] = []
    finished = finish_pending(library, vector_index, keyword_index, model)
    if finished:
        done.append(f"完成了 {finished} 份上次中断的入库")
    purged = purge_dead(library, vector_index, keyword_index)
    if purged:
        done.append(f"清除了 {purged} 个已失效的段落")
    if not keyword_index_agrees(library, keyword_index):
        rebuild_keywords(library, keyword_index)
        if library.count_passages():
            done.append("重建了关键词索引")
    vector_index.settle()
    return done


def finish_pending(
    library: Library, vector_index: VectorIndex, keyword_index: KeywordIndex, model: str
) -> int:
    """Index and flip every pending version; one whose vectors are incomplete is discarded."""
    complete: list[VersionKey] = []
    incomplete: list[VersionKey] = []
    for key in library.pending():
        info, passages, vectors = library.pending_version(key, model)
        if len(passages) != len(vectors):
            incomplete.append(key)
            continue
        if passages:
            vector_index.upsert([passage.id for passage in passages], vectors)
            keyword_index.upsert([keyword_entry(passage, info) for passage in passages])
        complete.append(key)
    library.discard(incomplete)
    library.flip(complete)
    return len(complete)


def purge_dead(library: Library, vector_index: VectorIndex, keyword_index: KeywordIndex) -> int:
    """Take passages of superseded and removed versions out of both indexes, then forget them."""
    dead = library.dead_passages()
    for start in range(0, len(dead), _PURGE_BATCH):
        batch: Sequence[str] = dead[start : start + _PURGE_BATCH]
        vector_index.delete(batch)
        keyword_index.delete(batch)
        library.purge(batch)
    return len(dead)


def keyword_index_agrees(library: Library, keyword_index: KeywordIndex) -> bool:
    """Whether the keyword index has this program's format and as many passages as are live."""
    return (
        library.read_meta(_KEYWORD_FORMAT) == KEYWORD_FORMAT
        and keyword_index.count() == library.count_passages()
    )


def rebuild_keywords(library: Library, keyword_index: KeywordIndex) -> None:
    """Fill the keyword index anew from the library."""

    def pages() -> Iterator[list[KeywordEntry]]:
        for page in library.passage_pages():
            yield [keyword_entry(passage, info) for passage, info in page]

    keyword_index.rebuild(pages())
    library.write_meta(_KEYWORD_FORMAT, KEYWORD_FORMAT)
