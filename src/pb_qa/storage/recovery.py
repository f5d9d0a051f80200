"""Carry to its end what a killed process left half done, without embedding anything."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pb_qa.storage.comparison import figure_difference, keyword_difference
from pb_qa.storage.figure_index import FIGURE_INDEX_FORMAT, FigureEntry, figure_entries
from pb_qa.storage.indexes import Indexes
from pb_qa.storage.keyword_index import KEYWORD_FORMAT, KeywordEntry, keyword_entry
from pb_qa.storage.library import Library
from pb_qa.storage.library_reader import VersionKey
from pb_qa.storage.repost_rows import delete_samples, useless_samples
from pb_qa.storage.rows import NAMING
from pb_qa.storage.tantivy_index import IndexWriteError

_KEYWORD_FORMAT = "keyword_format"
_FIGURE_INDEX_FORMAT = "figure_index_format"
_BEHIND = ""
_PURGE_BATCH = 5000


def recover(library: Library, indexes: Indexes) -> list[str]:
    """Finish pending versions, purge what is dead, and fill indexes of words that lack some.

    A pending version has everything in the library, so it is finished, not thrown away.
    Opening the vector index is the vector index's own affair.

    Returns
    -------
    list of str
        What was done, in Chinese; empty when nothing was left half done.
    """
    done: list[str] = []
    try:
        finished, purged = finish_pending(library, indexes), purge_dead(library, indexes)
    except IndexWriteError:
        # What is in them bars every write: begin with empty ones, which are filled below.
        indexes.keywords.start_afresh()
        indexes.figures.start_afresh()
        finished, purged = finish_pending(library, indexes), purge_dead(library, indexes)
    if finished:
        done.append(f"完成了 {finished} 份上次中断的入库")
    if purged:
        done.append(f"清除了 {purged} 项已失效的内容")
    keywords, figures = indexes.keywords, indexes.figures
    if not keyword_index_agrees(library, indexes) or (
        keywords.left_open and keyword_difference(library, indexes)
    ):
        rebuild_keywords(library, indexes)
        if library.count_passages():
            done.append(f"{_why(keywords.found_damaged)}重建了关键词索引")
    if not figure_index_agrees(library, indexes) or (
        figures.left_open and figure_difference(library, indexes)
    ):
        rebuild_figures(library, indexes)
        if library.figures.count():
            done.append(f"{_why(figures.found_damaged)}重建了数据索引")
    indexes.settle()
    return done


def _why(damaged: bool) -> str:
    return "发现文件损坏、缺失或被换成了旧的，" if damaged else ""


def finish_pending(library: Library, indexes: Indexes) -> int:
    """Index and flip every pending version; one whose vectors are incomplete is discarded."""
    complete: list[VersionKey] = []
    incomplete: list[VersionKey] = []
    for key in library.pending():
        info, passages, vectors, model = library.pending_version(key)
        if len(passages) != len(vectors):
            incomplete.append(key)
            continue
        if passages:
            indexes.vectors.upsert([passage.id for passage in passages], vectors, model)
            own_words = library.records.origin(*key).own_words(*NAMING)
            entries = [keyword_entry(passage, info, own_words) for passage in passages]
            indexes.keywords.upsert(entries)
        stated = library.figures.of_version(key)
        if stated:
            indexes.figures.upsert(figure_entries(stated))
        complete.append(key)
    library.discard(incomplete)
    library.flip(complete)
    return len(complete)


def purge_dead(library: Library, indexes: Indexes) -> int:
    """Take what superseded and removed versions left out of the indexes, then forget it.

    Returns
    -------
    int
        How many passages it was, and lists of figures.
    """
    dead = library.dead_passages()
    for start in range(0, len(dead), _PURGE_BATCH):
        batch: Sequence[str] = dead[start : start + _PURGE_BATCH]
        indexes.vectors.delete(batch)
        indexes.keywords.delete(batch)
        library.purge(batch)
    dead_lists = library.figures.dead()
    if dead_lists:
        indexes.figures.delete(dead_lists)
        library.purge_figures(dead_lists)
    forget_reposts(library)
    return len(dead) + len(dead_lists)


def forget_reposts(library: Library) -> None:
    """Forget by what superseded and removed versions were compared with others."""
    if library.reposts.has_useless():
        with library.transaction() as connection:
            delete_samples(connection, useless_samples(connection))


def keyword_index_agrees(library: Library, indexes: Indexes) -> bool:
    """Whether the keyword index has this program's format and as many passages as are live."""
    return (
        library.read_meta(_KEYWORD_FORMAT) == KEYWORD_FORMAT
        and indexes.keywords.count() == library.count_passages()
    )


def rebuild_keywords(library: Library, indexes: Indexes) -> None:
    """Fill the keyword index anew from the library."""

    corrected = library.records.corrected()

    def pages() -> Iterator[list[KeywordEntry]]:
        for page in library.passage_pages():
            yield [
                keyword_entry(
                    passage,
                    info,
                    corrected[info.id].own_words(*NAMING) if info.id in corrected else "",
                )
                for passage, info in page
            ]

    indexes.keywords.rebuild(pages())
    library.write_meta(_KEYWORD_FORMAT, KEYWORD_FORMAT)


def figure_index_agrees(library: Library, indexes: Indexes) -> bool:
    """Whether the index of figures has this program's format and as many as are live."""
    return (
        library.read_meta(_FIGURE_INDEX_FORMAT) == FIGURE_INDEX_FORMAT
        and indexes.figures.count() == library.figures.count()
    )


def distrust_figure_index(library: Library) -> None:
    """Have the index of figures rebuilt by the next `recover`, killed before or not."""
    library.write_meta(_FIGURE_INDEX_FORMAT, _BEHIND)


def rebuild_figures(library: Library, indexes: Indexes) -> None:
    """Fill the index of figures anew from the library."""

    def pages() -> Iterator[list[FigureEntry]]:
        for page in library.figures.pages():
            yield figure_entries(page)

    indexes.figures.rebuild(pages())
    library.write_meta(_FIGURE_INDEX_FORMAT, FIGURE_INDEX_FORMAT)
