"""A text cut into the words of a list, the longest first; numbers and Latin words are sorts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

_ASCII = re.compile(r"[0-9]+(?:[.,][0-9]+)*%?|[a-z]+|\s+")

PADDING = 0
UNKNOWN = 1
_LATIN = 2
_DECIMAL = 8
_SHARE = 9
_LONG_NUMBER = 7
_YEAR = 6
# How the list of words begins: what stands for a whole sort of words.
SORTS: tuple[str, ...] = (
    "<padding>", "<unknown>", "<latin>", "<1 digit>", "<2 digits>", "<3 digits>", "<year>",
    "<long number>", "<decimal>", "<share>",
)  # fmt: skip


class Word(NamedTuple):
    """A word of a text: ``text[start:end]``, and its place in the list of words."""

    start: int
    end: int
    place: int


class Lexicon:
    """Words with their places in a list.

    Parameters
    ----------
    words
        `SORTS`, then single characters and longer words in any order.
    """

    def __init__(self, words: Sequence[str]) -> None:
        self._index = {word: index for index, word in enumerate(words)}
        self._longest: dict[str, int] = {}
        for word in words[len(SORTS) :]:
            if len(word) > 1:
                self._longest[word[:2]] = max(len(word), self._longest.get(word[:2], 0))

    def cut(self, form: str) -> list[Word]:
        """Cut a text in its search form; blanks belong to no word."""
        result: list[Word] = []
        position = 0
        while position < len(form):
            character = form[position]
            ascii_or_blank = character < "\x80" or character.isspace()
            found = _ASCII.match(form, position) if ascii_or_blank else None
            if found is None:
                word = self._longest_from(form, position)
                result.append(word)
                position = word.end
                continue
            if not found.group().isspace():
                result.append(Word(position, found.end(), _sort(found.group())))
            position = found.end()
        return result

    def _longest_from(self, form: str, start: int) -> Word:
        for length in range(self._longest.get(form[start : start + 2], 1), 1, -1):
            index = self._index.get(form[start : start + length])
            if index is not None:
                return Word(start, start + length, index)
        return Word(start, start + 1, self._index.get(form[start], UNKNOWN))


def _sort(word: str) -> int:
    if not word[0].isdigit():
        return _LATIN
    if word.endswith("%"):
        return _SHARE
    if "." in word or "," in word:
        return _DECIMAL
    if len(word) == 4:
        return _YEAR if word[0] in "12" else _LONG_NUMBER
    return _LATIN + len(word) if len(word) <= 3 else _LONG_NUMBER
