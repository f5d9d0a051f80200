"""Memory that the C library keeps to itself after documents were taken in.

glibc gives each thread an arena of its own and keeps in it what was freed. The stages of a
run are threads, new ones each time, and so is everything that indexes: what they free lies
scattered over a dozen arenas, and the process grows with every run though it holds no more
than before (docs/decisions/intake.md).
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable
from functools import cache
from typing import Final

_M_ARENA_MAX: Final = -8
_ARENAS: Final = 2


@cache
def _c_function(name: str) -> Callable[..., int] | None:
    """A function of the C library; None where it has none of this name."""
    if sys.platform != "linux":
        return None
    try:
        found: Callable[..., int] = getattr(ctypes.CDLL(None), name)
    except (OSError, AttributeError):
        return None
    return found


def limit_arenas() -> bool:
    """Have all threads share two arenas; call it before any is started.

    Returns
    -------
    bool
        Whether the C library has such a setting: glibc has.
    """
    mallopt = _c_function("mallopt")
    return mallopt is not None and mallopt(_M_ARENA_MAX, _ARENAS) == 1


def give_back() -> None:
    """Return what was freed to the system; does nothing where that cannot be asked for."""
    trim = _c_function("malloc_trim")
    if trim is not None:
        trim(0)
