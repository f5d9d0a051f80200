"""The recycle bin of the corpus folder: ``.trash/<moment>/<source>``.

Beside the original of a removed document lies ``.<document>.versions``, its bundle.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pb_qa.catalog import DocumentRecord, Place, TrashedOriginal
from pb_qa.models import DocumentInfo
from pb_qa.reading.reader import document_id
from pb_qa.storage.corpus import TRASH, TRASH_MOMENT, find_files, hash_of
from pb_qa.storage.record_reader import KeptVersion, RecordReader
from pb_qa.storage.version_bundle import bundle_name, document_of


@dataclass(frozen=True, slots=True)
class Trashed:
    """A file in the recycle bin.

    Attributes
    ----------
    key
        Its path below the recycle bin.
    thrown_away_at
        In seconds since the epoch.
    """

    key: str
    path: Path
    source: str
    size: int
    thrown_away_at: float

    @property
    def bundle(self) -> Path:
        """Where the versions lie that were removed with it, if they do."""
        moment = self.path.parents[self.source.count("/")]
        return moment / bundle_name(document_id(self.source))


class Trash:
    """What lies in the recycle bin of a corpus folder."""

    def __init__(self, corpus_dir: Path) -> None:
        self.folder = corpus_dir.expanduser().resolve() / TRASH

    def files(self) -> list[Trashed]:
        """Every file in it, the last thrown away first."""
        found = [file for moment in self._moments() for file in _of_moment(moment)]
        return sorted(found, key=lambda file: (-file.thrown_away_at, file.source))

    def find(self, source: str, size: int, content_hash: str) -> Trashed | None:
        """The file with this content that was thrown away last, from this place if one is.

        From another place it is the original of a document that has been moved since.
        """
        same_size = [file for file in self.files() if file.size == size]
        here_first = sorted(same_size, key=lambda file: file.source != source)
        return next((file for file in here_first if hash_of(file.path) == content_hash), None)

    def forget(self, file: Trashed) -> None:
        """Delete a file whose content lies in the corpus again, and folders left empty.

        Its versions, which are in the library again, go with it.
        """
        file.bundle.unlink(missing_ok=True)
        file.path.unlink(missing_ok=True)
        folder = file.path.parent
        while folder != self.folder and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent

    def bundles(self) -> dict[str, list[Path]]:
        """Every bundle of versions by document, the last removed first."""
        found: dict[str, list[Path]] = {}
        for moment in reversed(list(self._moments())):
            for path in _bundles_in(moment):
                if path.name == bundle_name(of := document_of(path.name)):
                    found.setdefault(of, []).append(path)
        return found

    def sweep(self) -> int:
        """Delete bundles whose originals are no longer beside them.

        Somebody has emptied the bin, or a process was killed before it moved the original
        there. Nobody may be removing documents meanwhile.

        Returns
        -------
        int
            How many there were.
        """
        swept = 0
        for moment in list(self._moments()):
            bundles = _bundles_in(moment)
            beside = {file.bundle.name for file in _of_moment(moment)} if bundles else set()
            for path in bundles:
                if path.name not in beside:
                    path.unlink(missing_ok=True)
                    swept += 1
            if not any(moment.iterdir()):
                moment.rmdir()
        return swept

    def _moments(self) -> Iterator[Path]:
        if self.folder.is_dir():
            yield from (path for path in sorted(self.folder.iterdir()) if path.is_dir())


def _bundles_in(moment: Path) -> list[Path]:
    return [path for path in moment.iterdir() if document_of(path.name)]


def _of_moment(folder: Path) -> Iterator[Trashed]:
    try:
        at = datetime.strptime(folder.name, TRASH_MOMENT).timestamp()
    except ValueError:
        at = folder.stat().st_mtime
    for file in find_files(folder):
        if not file.problem:
            yield Trashed(
                f"{folder.name}/{file.source}",
                file.path,
                file.source,
                file.path.stat().st_size,
                at,
            )


def describe_trash(trash: Trash, records: RecordReader) -> list[TrashedOriginal]:
    """What the recycle bin holds, with the titles that the library remembers."""
    live = {record.info.source: record for record in records.all()}
    titles = records.titles()
    earlier = records.earlier_sizes()
    seen: set[str] = set()
    described: list[TrashedOriginal] = []
    for file in trash.files():
        there = live.get(file.source)
        # The newest one of a place was removed, unless a document is there; those before
        # it gave way to a newer file. Beside what was removed lie its versions.
        removed = file.bundle.exists()
        replaced = not removed and (there is not None or file.source in seen)
        seen.add(file.source)
        title = _title_at(titles.get(document_id(file.source), []), file.thrown_away_at)
        place: Place = "free"
        if there is not None and not _is_the_same(file, there):
            among = not removed and file.size in earlier.get(there.info.id, ())
            place = "newer" if among else "document"
        elif there is None and (trash.folder.parent / file.source).exists():
            place = "file"
        described.append(
            TrashedOriginal(
                file.key,
                file.source,
                title,
                file.size,
                file.thrown_away_at,
                replaced,
                place,
                there.info.title if there is not None and place != "free" else "",
            )
        )
    return described


def _is_the_same(file: Trashed, there: DocumentRecord) -> bool:
    """Whether the original in the place holds the same: nothing stands in the way then."""
    return file.size == there.size and hash_of(file.path) == there.info.content_hash


def _title_at(versions: Sequence[tuple[float, str]], moment: float) -> str:
    """The title of the version that was live at a moment."""
    before = [title for created_at, title in versions if created_at <= moment]
    return before[-1] if before else next((title for _, title in versions), "")


def restorable_versions(
    kept: Sequence[KeptVersion], live: DocumentInfo, trash: Trash
) -> frozenset[int]:
    """Numbers of earlier versions whose originals can be brought back, or lie in their place."""
    wanted = {
        version.info.content_hash: version.size
        for version in kept
        if not version.live and version.info.content_hash != live.content_hash
    }
    sizes = set(wanted.values())
    found = {live.content_hash}
    if wanted:
        found.update(hash_of(file.path) for file in trash.files() if file.size in sizes)
    return frozenset(
        version.info.version
        for version in kept
        if not version.live and version.info.content_hash in found
    )
