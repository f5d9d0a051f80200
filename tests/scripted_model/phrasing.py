"""How a model writes citations and small words; nothing here changes what a sentence says."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Final

_OPEN: Final = ("[]", "[]", "[]", "[]", "[]", "[]", "【】", "［］")


def cite(body: str, numbers: Sequence[int], chance: random.Random, stop: str = "。") -> str:
    """A sentence with its markers, before the full stop or after it."""
    pair = chance.choice(_OPEN)
    if len(numbers) > 1 and chance.random() < 0.2:
        marks = pair[0] + ", ".join(map(str, numbers)) + pair[1]
    else:
        marks = "".join(f"{pair[0]}{number}{pair[1]}" for number in numbers)
    return f"{body}{marks}{stop}" if chance.random() < 0.6 else f"{body}{stop}{marks}"
