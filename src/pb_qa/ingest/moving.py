"""Files that were renamed or moved in the corpus folder: what is kept of them goes along."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from pb_qa.errors import LibraryError, system_words
from pb_qa.ingest.planning import Candidate
from pb_qa.models import DocumentInfo
from pb_qa.reading.reader import document_id
from pb_qa.storage.corpus import FoundFile, hash_of, stamp_of
from pb_qa.storage.library import Library
from pb_qa.storage.rows import StoredOriginal
from pb_qa.storage.version_bundle import bundle_name, open_bundle, write_bundle

MOVED: Final = "原件由“{source}”改名或移来"


def perhaps_moving(
    gone: Sequence[StoredOriginal], files: Sequence[FoundFile], leave: frozenset[str]
) -> frozenset[str]:
    """Sources of vanished originals that a file may be which is still being written.

    They are told apart when that file is finished.
    """
    sizes: set[int] = set()
    for file in files:
        if file.source in leave and not file.problem:
            with suppress(OSError):
                sizes.add(stamp_of(file.path).size)
    return frozenset(one.document.source for one in gone if one.stamp.size in sizes)


@contextmanager
def taken_along(
    candidates: Sequence[Candidate],
    originals: Mapping[str, StoredOriginal],
    gone: Sequence[StoredOriginal],
    library: Library,
    folder: Path,
) -> Iterator[list[Candidate]]:
    """Give new files the versions and corrections of the vanished ones that they are.

    A file is a vanished one where it has the same bytes; of several such files the first.

    Parameters
    ----------
    originals
        The live documents by source; their files are not new.
    gone
        Those of them whose files have vanished.
    folder
        Where the versions lie as long as the run takes.

    Raises
    ------
    LibraryError
        When the versions cannot be written down; nothing has been changed.
    """
    shutil.rmtree(folder, ignore_errors=True)
    try:
        yield [
            candidate if before is None else _with_versions(candidate, before, library, folder)
            for candidate, before in _matched(candidates, originals, gone)
        ]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _matched(
    candidates: Sequence[Candidate],
    originals: Mapping[str, StoredOriginal],
    gone: Sequence[StoredOriginal],
) -> Iterator[tuple[Candidate, DocumentInfo | None]]:
    left = {one.document.content_hash: one for one in gone}
    stays = {o.document.content_hash for o in originals.values()} - left.keys()
    for candidate in candidates:
        file = candidate.file
        found: StoredOriginal | None = None
        if left and not file.problem and file.source not in originals:
            sizes = {one.stamp.size for one in left.values()}
            with suppress(OSError):
                if stamp_of(file.path).size in sizes:
                    content_hash = hash_of(file.path)
                    if content_hash not in stays:
                        found = left.pop(content_hash, None)
        yield candidate, None if found is None else found.document


def _with_versions(
    candidate: Candidate, before: DocumentInfo, library: Library, folder: Path
) -> Candidate:
    source = candidate.file.source
    owner = document_id(source)
    path = folder / bundle_name(owner)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_bundle(path, library.records, before.id, before.content_hash, (owner, source))
        bundle = open_bundle(path)
    except OSError as error:
        raise LibraryError(
            f"“{before.source}”改名或移到了“{source}”，它以前的版本一时带不过去："
            f"{system_words(error)}。资料库没有改动；请检查磁盘空间后再同步。"
        ) from error
    library.recall(bundle, corrections=True)
    return replace(candidate, earlier=bundle, words=MOVED.format(source=before.source))
