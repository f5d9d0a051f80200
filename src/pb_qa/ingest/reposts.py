"""Near-duplicates are noted as documents come in, and for those that came in before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Final

import numpy as np
from sqlalchemy.engine import Connection

from pb_qa.models import Document
from pb_qa.storage.library import Library
from pb_qa.storage.library_reader import VersionKey
from pb_qa.storage.repost_rows import (
    Sample,
    delete_samples,
    insert_pairs,
    insert_samples,
    next_key,
    sampled_versions,
    sharing,
    sizes,
    texts_of,
    unsampled_versions,
    useless_samples,
)
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

    In one transaction, once all are compared; one run at a time. A version that is noted
    already is left out.
    """
    texts = {(one.id, one.version): Text.of(one.title, one.text) for one in documents}
    samples: list[Sample] = []
    for version, text in texts.items():
        library.precedence.give_way()
        samples.append(sample_of(version, text))
    with library.reading() as connection:
        known = sampled_versions(connection, [document.id for document in documents])
        fresh = [one for one in samples if one.version not in known]
        if not fresh:
            return
        first = next_key(connection)
        keys = range(first, first + len(fresh))
        likely = _likely(connection, keys, fresh, library.precedence.give_way)
        stored = sorted({one for one, _, _, _ in likely if one < first})
        for version, title, words in texts_of(connection, stored):
            library.precedence.give_way()
            texts[version] = Text.of(title, words)
    pairs: list[tuple[int, int, float]] = []
    for one, other, earlier, later in likely:
        library.precedence.give_way()
        share = repost_share(texts[earlier], texts[later])
        if share is not None:
            pairs.append((one, other, share))
    with library.transaction() as connection:
        insert_samples(connection, keys, fresh, FORMAT)
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
    connection: Connection,
    keys: Sequence[int],
    fresh: Sequence[Sample],
    give_way: Callable[[], None],
) -> list[tuple[int, int, VersionKey, VersionKey]]:
    """The pairs that share so much of their samples that the texts have to be compared."""
    found = sharing(connection, keys, fresh)
    give_way()
    stored = np.unique(found.first[found.first < keys[0]]).tolist() if len(keys) else []
    known = sizes(connection, stored)
    known.update(
        (key, (one.version, one.one_in, len(one.hashes)))
        for key, one in zip(keys, fresh, strict=True)
    )
    give_way()
    listed = np.array(sorted(known), dtype=np.int64)
    rates = np.array([known[key][1] for key in listed.tolist()], dtype=np.int64)
    counts = np.array([known[key][2] for key in listed.tolist()], dtype=np.int64)
    first, second = np.searchsorted(listed, found.first), np.searchsorted(listed, found.second)
    least = np.minimum(counts[first] * rates[first], counts[second] * rates[second])
    expected = LEAST_SHARE * least / np.maximum(rates[first], rates[second])
    # Of the smaller sample each is shared or not; what a finer sample lets expect of a
    # coarser one varies more.
    same = rates[first] == rates[second]
    variance = np.where(same, expected * (1 - LEAST_SHARE), expected)
    enough = found.shared >= expected - _DEVIATIONS * np.sqrt(variance)
    chosen = zip(found.first[enough].tolist(), found.second[enough].tolist(), strict=True)
    return [
        (one, other, known[one][0], known[other][0])
        for one, other in chosen
        if known[one][0][0] != known[other][0][0]
    ]
