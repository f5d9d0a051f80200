"""Which files of a folder have changed, and which of those are finished: pure state.

A file that is being copied is half there for a while. It counts as finished when its size
and time have stayed the same for a while; the same goes for a file that is gone, because
editors delete and write anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from pb_qa.storage.rows import FileStamp

SETTLE_SECONDS: Final = 1.5

Stamps = Mapping[str, FileStamp]


@dataclass(slots=True)
class FolderState:
    """Whether the corpus folder is watched; in Chinese what is wrong with it, if anything."""

    watched: bool = False
    message: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """What is in the folder and not in the library, or the other way round.

    Attributes
    ----------
    changed
        Sources of new files and of files with another stamp.
    gone
        Sources of documents whose file is not there.
    """

    changed: frozenset[str]
    gone: frozenset[str]

    @property
    def sources(self) -> frozenset[str]:
        """All of them."""
        return self.changed | self.gone


def difference(present: Stamps, live: Stamps, judged: Stamps) -> Difference:
    """Compare a folder with what is known of it.

    Parameters
    ----------
    live
        Of the documents' originals, when they were read.
    judged
        Of files that became no document, when they were judged.
    """
    changed = frozenset(
        source
        for source, stamp in present.items()
        if live.get(source) != stamp and judged.get(source) != stamp
    )
    return Difference(changed, frozenset(live.keys() - present.keys()))


@dataclass(slots=True)
class Settling:
    """Remembers since when each changed file has looked as it does."""

    seconds: float = SETTLE_SECONDS
    _since: dict[str, tuple[FileStamp | None, float]] = field(default_factory=dict)

    def look(self, found: Difference, present: Stamps, now: float) -> frozenset[str]:
        """The sources that have not been the same for long enough.

        Parameters
        ----------
        now
            Seconds of a clock that never goes back.
        """
        seen: dict[str, tuple[FileStamp | None, float]] = {}
        for source in found.sources:
            stamp = present.get(source)
            before = self._since.get(source)
            same = before is not None and before[0] == stamp
            seen[source] = before if same and before is not None else (stamp, now)
        self._since = seen
        return frozenset(s for s, (_, since) in seen.items() if now - since < self.seconds)
