"""What people say and what documents write: a short, editable list of this field's words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from pb_qa.text.search_form import search_form

_MOST_VARIANTS = 4


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Groups of words that stand for one another, in the search form."""

    groups: tuple[tuple[str, ...], ...]

    def variants(self, question: str) -> list[str]:
        """The question in its search form, then with its words put in other words.

        A word that only occurs inside a longer one of its group is left alone.
        """
        form = search_form(question)
        result = [form]
        for group in self.groups:
            said = next((word for word in _longest_first(group) if word in form), None)
            if said is None:
                continue
            result += [form.replace(said, other) for other in group if other not in form]
        return list(dict.fromkeys(result))[:_MOST_VARIANTS]

    def expanded(self, question: str) -> str:
        """The question followed by the other words for what it says, for searching."""
        form = search_form(question)
        others = [
            word
            for group in self.groups
            if any(word in form for word in group)
            for word in group
            if word not in form
        ]
        return " ".join([question, *others])


def _longest_first(words: Sequence[str]) -> list[str]:
    return sorted(words, key=len, reverse=True)


def read_synonyms(content: str) -> Synonyms:
    """Read a list: one group a line, words separated by blanks, ``#`` begins a comment."""
    lines = (re.sub(r"#.*", "", line).split() for line in content.splitlines())
    return Synonyms(tuple(tuple(map(search_form, words)) for words in lines if len(words) > 1))


@lru_cache(maxsize=1)
def builtin_synonyms() -> Synonyms:
    """The list shipped with the package."""
    return read_synonyms(files("pb_qa.text").joinpath("synonyms.txt").read_text("utf-8"))


@lru_cache(maxsize=1)
def figure_synonyms() -> Synonyms:
    """The list shipped with the package, with words that only stand for one another in
    questions about figures.
    """
    more = files("pb_qa.text").joinpath("figure_synonyms.txt").read_text("utf-8")
    return Synonyms((*read_synonyms(more).groups, *builtin_synonyms().groups))
