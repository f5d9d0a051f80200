"""Names of uploaded files, which are part of a document's identity."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_UNSAFE: Final = re.compile(r'[<>:"|?*\x00-\x1f\x7f]')
_LONGEST_NAME_BYTES: Final = 240


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
