"""Near-duplicates are noted as documents come in, and for those that came in before."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Final

import numpy as np
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from pb_qa.models import Document
from pb_qa.storage.library import Library
from pb_qa.storage.library_reader import VersionKey
from pb_qa.storage.repost_rows import (
    Sample,
    Sharing,
    delete_samples,
    insert_pairs,
    insert_samples,
    sampled_versions,
    sharing,
    sizes,
    unsampled_versions,
    useless_samples,
)
from pb_qa.storage.schema import versions
from pb_qa.text.shingles import SHINGLE_FORMAT, sample
from pb_qa.understanding.reposts import (
    LEAST_SHARE,
    LEAST_SHINGLES,
    REPOST_FORMAT,
    Text,
    repost_share,
)

FORMAT: Final = f"{SHINGLE_FORMAT}.{REPOST_FORMAT}"

# How dense the sample of a text of so many shingles is: a short one must not end up with
# too few, and a book need not fill the index.
_RATES: Final = ((400, 16), (30_000, 32), (300_000, 128))
_RATE_OF_BOOKS: Final = 1024
# How far chance can put the number of shared shingles below what is expected.
_DEVIATIONS: Final = 2.5
_PAGE_CHARACTERS: Final = 1_000_000


def sample_of(version: VersionKey, text: Text) -> Sample:
    """The sample of a version's shingles by which its reposts are found."""
    pieces = text.ordered
    one_in = next((rate for most, rate in _RATES if len(pieces) <= most), _RATE_OF_BOOKS)
    few = np.unique(sample(pieces, one_in)) if len(pieces) >= LEAST_SHINGLES else pieces[:0]
    return Sample(version, one_in, (few >> np.uint64(1)).astype(np.int64))


def note_reposts(library: Library, documents: Sequence[Document]) -> None:
    """Store samples of versions just stored, and which of them are reposts of which others.

    In one transaction. A version that is noted already is left out.
    """
    texts = {(one.id, one.version): Text.of(one.title, one.text) for one in documents}
    samples = [sample_of(version, text) for version, text in texts.items()]
    with library.transaction() as connection:
        known = sampled_versions(connection, [document.id for document in documents])
        fresh = [one for one in samples if one.version not in known]
        if not fresh:
            return
        keys = insert_samples(connection, fresh, FORMAT)
        likely = _likely(connection, sharing(connection, keys, fresh))
        pairs: list[tuple[int, int, float]] = []
        for first, second, one, other in likely:
            share = repost_share(_text(connection, one, texts), _text(connection, other, texts))
            if share is not None:
                pairs.append((first, second, share))
        insert_pairs(connection, pairs)


def repost_verdict(library: Library, document_id: str) -> tuple[str | None, str]:
    """The document that a live one repeats, by its id, and a sentence that says so.

    None and an empty text when it leads or stands alone.
    """
    clusters = library.reposts.clusters()
    leader = clusters.leaders.get(document_id)
    if leader is None:
        return None, ""
    first = library.reposts.of(document_id)[0]
    title = first.title if "《" in first.title else f"《{first.title}》"
    same = int(clusters.shares[document_id] * 100)
    return leader, f"是{title}的转载（相同 {same} %）。"


def note_reposts_again(library: Library, on_progress: Callable[[int, int], None]) -> int:
    """Note the reposts among all versions that have not been compared yet, or by other rules.

    From the stored texts, page by page, so that a run that is cut short goes on where it
    stopped.

    Parameters
    ----------
    on_progress
        Called with the number of documents done and their total.

    Returns
    -------
    int
        How many versions were compared.
    """
    with library.transaction() as connection:
        delete_samples(connection, useless_samples(connection, FORMAT))
        missing = unsampled_versions(connection)
    for done, page in _pages(library, missing):
        note_reposts(library, page)
        on_progress(done, len(missing))
    return len(missing)


def _pages(library: Library, missing: Sequence[VersionKey]) -> Iterable[tuple[int, list[Document]]]:
    page: list[Document] = []
    for done, key in enumerate(missing, 1):
        page.append(library.version_to_finish(key))
        full = sum(len(document.text) for document in page) >= _PAGE_CHARACTERS
        if full or done == len(missing):
            yield done, page
            page = []


def _likely(
    connection: Connection, found: Sequence[Sharing]
) -> list[tuple[int, int, VersionKey, VersionKey]]:
    """The pairs that share so much of their samples that the texts have to be compared."""
    known = sizes(connection, sorted({key for one in found for key in (one.first, one.second)}))
    likely = []
    for one in found:
        (first, rate, size), (second, other_rate, other_size) = known[one.first], known[one.second]
        expected = LEAST_SHARE * min(size * rate, other_size * other_rate) / max(rate, other_rate)
        # Of the smaller sample each is shared or not; what a finer sample lets expect of a
        # coarser one varies more.
        variance = expected * (1 - LEAST_SHARE) if rate == other_rate else expected
        least = expected - _DEVIATIONS * math.sqrt(variance)
        if one.shared >= least and first[0] != second[0]:
            likely.append((one.first, one.second, first, second))
    return likely


def _text(connection: Connection, key: VersionKey, known: dict[VersionKey, Text]) -> Text:
    """The text of a stored version; ``known`` keeps each, once it is fetched."""
    if key not in known:
        row = connection.execute(
            sa.select(versions.c.title, versions.c.text).where(
                versions.c.document_id == key[0], versions.c.version == key[1]
            )
        ).one()
        known[key] = Text.of(row.title, row.text)
    return known[key]
