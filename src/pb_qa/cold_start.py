"""Starting and ending fast: nothing that imports make is garbage.

While thousands of classes and functions come into being, the collector walks through all of
them again and again, and once more when the process ends: a third of what a single command
takes.
"""

from __future__ import annotations

import gc
from typing import Final

# So many new objects between two looks at the young ones, the middle ones and all of them;
# Python's own numbers are 700, 10, 10. As many small objects are a few megabytes.
_THRESHOLDS: Final = (50_000, 20, 50)


def collect_less_often() -> None:
    """Have the collector look at objects less often than Python does by itself."""
    gc.set_threshold(*_THRESHOLDS)


def skip_last_collection() -> None:
    """Leave what lives to the end to the operating system; call it last."""
    gc.freeze()
