"""The data that the benchmarks share: read, cut into passages, written as files."""

from __future__ import annotations

import json
import lzma
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

LONGEST = 400
# Two shorter ones would fit into one passage of 400 and be packed together, so that
# fewer passages would be stored than were given.
SHORTEST = LONGEST // 2 + 1

_SENTENCE = re.compile(r"[^。！？]*[。！？]")
_NUMBER = re.compile(r"(?<![0-9.])[0-9]+(?:\.[0-9]+)?%?")
_PROSE = ("prose/news.jsonl.xz", "prose/xinwenlianbo.jsonl.xz")


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a JSON lines file, xz-compressed or not."""
    with lzma.open(path) if path.suffix == ".xz" else path.open("rb") as file:
        for line in file:
            yield json.loads(line)


def cut(text: str) -> Iterator[str]:
    """Whole sentences packed into passages of 201 to 400 characters; the rest is dropped."""
    packed = ""
    for sentence in _SENTENCE.findall(" ".join(text.split())):
        if len(packed) + len(sentence) <= LONGEST:
            packed += sentence
            continue
        if len(packed.strip()) >= SHORTEST:
            yield packed.strip()
        packed = sentence if len(sentence) <= LONGEST else ""
    if len(packed.strip()) >= SHORTEST:
        yield packed.strip()


def news_passages(data: Path, count: int) -> list[str]:
    """The first ``count`` different passages of the news, then of the broadcasts."""
    passages: dict[str, None] = {}
    for name in _PROSE:
        path = data / name
        if not path.is_file():
            print(f"skipped: {path} is not there")
            continue
        for row in read_rows(path):
            for passage in cut(row["text"]):
                passages.setdefault(passage)
                if len(passages) == count:
                    return list(passages)
    raise SystemExit(f"only {len(passages)} passages of {count} could be made from {data}")


def write_files(folder: Path, passages: Sequence[str], a_file: int) -> None:
    """Write the passages as UTF-8 text files of ``a_file`` passages, blank lines between.

    A thousand files share a folder.
    """
    for number, start in enumerate(range(0, len(passages), a_file)):
        place = folder / f"{number // 1000:03d}"
        place.mkdir(parents=True, exist_ok=True)
        body = "\n\n".join(passages[start : start + a_file])
        (place / f"{number:06d}.txt").write_text(body, "utf-8")


def made_questions(passages: Sequence[str], count: int) -> list[str]:
    """Questions on passages evenly spread: a clause's number, asked for with 多少."""
    questions: list[str] = []
    for passage in passages[:: max(1, len(passages) // (count * 4))]:
        for clause in re.split(r"[，。！？；：、]", passage):
            found = _NUMBER.search(clause)
            if found and 12 <= len(clause) <= 40:
                questions.append(f"{clause[: found.start()]}多少{clause[found.end() :]}？")
                break
        if len(questions) == count:
            break
    return questions
