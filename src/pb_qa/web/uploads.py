"""Uploaded files on their way into the library.

The web framework keeps an upload under a name stripped of 《》〔〕 and the like; the
file's own name is part of a document's identity, so it is put back here.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_UNSAFE: Final = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
_LONGEST_NAME_BYTES: Final = 240


@dataclass(frozen=True, slots=True)
class Upload:
    """A received file and the name it had on the sender's computer."""

    path: Path
    name: str


def safe_name(name: str, fallback: str) -> str:
    """The last component of a name, usable on every platform.

    Parameters
    ----------
    name
        As sent by the browser; may hold separators of any platform, or nothing.
    fallback
        Used when nothing of ``name`` can be.
    """
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    last = _UNSAFE.sub("_", last).strip().rstrip(". ").lstrip(".")
    stem, dot, suffix = last.rpartition(".")
    if len(last.encode()) > _LONGEST_NAME_BYTES:
        room = _LONGEST_NAME_BYTES - len(f"{dot}{suffix}".encode())
        last = stem.encode()[: max(room, 1)].decode(errors="ignore") + dot + suffix
    return last or fallback


@contextmanager
def staged(uploads: Sequence[Upload], folder: Path) -> Iterator[list[Path]]:
    """Files under their own names in ``folder``; all gone afterwards.

    Each lies in a folder of its own, so two files of one name do not collide.
    The received files are moved, not copied.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder, ignore_cleanup_errors=True) as batch:
        paths = []
        for index, upload in enumerate(uploads):
            place = Path(batch) / str(index)
            place.mkdir()
            target = place / safe_name(upload.name, upload.path.name)
            shutil.move(upload.path, target)
            with suppress(OSError):
                upload.path.parent.rmdir()  # was made for this file alone; kept if it was not
            paths.append(target)
        yield paths
