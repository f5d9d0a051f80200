"""Questions on real passages, for which a scripted model words true and false answers."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from typing import Final

from pb_qa.assistant import Assistant

_CLAUSE: Final = re.compile(r"[^，；、：。！？\n]{6,28}")
_COUNTED: Final = re.compile(r"\d+(?:\.\d+)?(?:万|亿)*(?:元|吨|人|个|名|家|户|亩|公里|[%％])")
# Two questions of three are on passages with many numbers: most forgeries need one.
_RICH: Final = 4


def passage_questions(assistant: Assistant, count: int, seed: int) -> Iterator[str]:
    """As many different questions, each on a passage drawn by chance from the library."""
    chance = random.Random(seed)
    every = [
        passage.text
        for page in assistant.library.passage_pages()
        for passage, _ in sorted(page, key=lambda item: item[0].id)
    ]
    rich = [text for text in every if len(_COUNTED.findall(text)) >= _RICH]
    asked: set[str] = set()
    for attempt in range(count * 20):
        text = chance.choice(rich if rich and attempt % 3 else every)
        question = _question(text, chance)
        if question and question not in asked:
            asked.add(question)
            yield question
        if len(asked) == count:
            return


def _question(text: str, chance: random.Random) -> str:
    clauses = [clause for clause in _CLAUSE.findall(text) if not clause.strip().isdigit()]
    if not clauses:
        return ""
    clause = chance.choice(clauses).strip()
    number = _COUNTED.search(clause)
    if number and number.start() >= 4:
        return f"{clause[: number.start()]}多少？"
    return f"{clause}，具体情况怎么样？"
