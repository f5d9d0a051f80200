"""What people say and what documents write: a short, editable list of this field's words."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import Final, Protocol

from pb_qa.text.search_form import search_form

_MOST_VARIANTS = 4
_LONGEST_WORD: Final = 40
_SHOWN: Final = 20
_EQUALS: Final = re.compile(r"[=＝]")


@dataclass(frozen=True, slots=True)
class Synonyms:
    """Words for the same thing, in the search form.

    Attributes
    ----------
    groups
        Words that stand for one another.
    lay
        By a word that people say, those that documents write for it.
    """

    groups: tuple[tuple[str, ...], ...]
    lay: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def variants(self, question: str) -> list[str]:
        """The question in its search form, then with its words put in other words.

        First comes the wording with every lay word put as documents write it. A word that
        only occurs inside a longer one of its group is left alone.
        """
        form = search_form(question)
        result = [form, self._put_formally(form)]
        for group in self.groups:
            said = max((word for word in group if word in form), key=len, default="")
            if not said:
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
        others += [word for said in self._lay_words_in(form) for word in self.lay[said]]
        return " ".join([question, *dict.fromkeys(others)])

    def _put_formally(self, form: str) -> str:
        for said in self._lay_words_in(form):
            form = form.replace(said, self.lay[said][0])
        return form

    def _lay_words_in(self, form: str) -> list[str]:
        """The lay words of a question, the longest of those that overlap.

        One for which the question has the documents' word beside it is none.
        """
        if not self.lay:
            return []
        found = dict.fromkeys(match.group() for match in _any_of(tuple(self.lay)).finditer(form))
        return [said for said in found if not any(word in form for word in self.lay[said])]


@lru_cache(maxsize=4)
def _any_of(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


def read_synonyms(content: str) -> Synonyms:
    """Read a list: one group a line, words separated by blanks, ``#`` begins a comment."""
    lines = (re.sub(r"#.*", "", line).split() for line in content.splitlines())
    return Synonyms(tuple(tuple(map(search_form, words)) for words in lines if len(words) > 1))


def read_lay_words(content: str) -> dict[str, tuple[str, ...]]:
    """Read a list: lay words, a colon, the documents' words for them; ``#`` begins a comment."""
    read: dict[str, tuple[str, ...]] = {}
    for line in content.splitlines():
        said, _, written = re.sub(r"#.*", "", line).partition(":")
        words = tuple(map(search_form, written.split()))
        if words:
            read.update((search_form(word), words) for word in said.split())
    return read


@lru_cache(maxsize=1)
def builtin_synonyms() -> Synonyms:
    """The list shipped with the package."""
    package = files("pb_qa.text")
    lay = read_lay_words(package.joinpath("lay_words.txt").read_text("utf-8"))
    return Synonyms(read_synonyms(package.joinpath("synonyms.txt").read_text("utf-8")).groups, lay)


@lru_cache(maxsize=1)
def _builtin_figure_synonyms() -> Synonyms:
    package = files("pb_qa.text")
    more = read_synonyms(package.joinpath("figure_synonyms.txt").read_text("utf-8"))
    lay = read_lay_words(package.joinpath("figure_lay_words.txt").read_text("utf-8"))
    shipped = builtin_synonyms()
    return Synonyms((*more.groups, *shipped.groups), {**shipped.lay, **lay})


# ---- an office's own words


class SynonymSource(Protocol):
    """Where an office's own list comes from."""

    def current(self) -> Synonyms:
        """The list as it is now."""
        ...


class NoSynonyms:
    """An office without a list of its own."""

    def current(self) -> Synonyms:
        """Nothing."""
        return Synonyms(())


_own: ContextVar[Synonyms | None] = ContextVar("_own", default=None)


@contextmanager
def with_own(own: Synonyms) -> Iterator[None]:
    """Within this, an office's own words count beside those of the package.

    Not around a ``yield`` of a generator, whose caller would be within it as well.
    """
    token = _own.set(own)
    try:
        yield
    finally:
        _own.reset(token)


def known_synonyms() -> Synonyms:
    """The office's own words, then those of the package."""
    return _with_own(builtin_synonyms())


def figure_synonyms() -> Synonyms:
    """Those of `known_synonyms`, with words that only stand for one another in questions
    about figures.
    """
    return _with_own(_builtin_figure_synonyms())


def _with_own(shipped: Synonyms) -> Synonyms:
    own = _own.get()
    return shipped if own is None else Synonyms((*own.groups, *shipped.groups), shipped.lay)


def read_own_synonyms(content: str) -> tuple[Synonyms, tuple[str, ...]]:
    """Read an office's list: one group a line, ``=`` between the words, ``#`` begins a comment.

    Returns
    -------
    synonyms, problems
        What is wrong with lines that are left out, in Chinese.
    """
    groups: list[tuple[str, ...]] = []
    problems: list[str] = []
    for number, line in enumerate(content.splitlines(), 1):
        said = line.partition("#")[0].strip()
        if not said:
            continue
        words = [search_form(word.strip()) for word in _EQUALS.split(said)]
        wrong = _what_is_wrong(words)
        if wrong:
            problems.append(f"第 {number} 行没有用上：{wrong}（“{said[:_SHOWN]}”）。")
        else:
            groups.append(tuple(dict.fromkeys(words)))
    return Synonyms(tuple(groups)), tuple(problems)


def _what_is_wrong(words: Sequence[str]) -> str:
    if len(words) < 2:
        return "没有等号，请写成“常用的说法 = 文件里的说法”"
    if not all(words):
        return "等号的一边是空的"
    if any(len(word) == 1 for word in words):
        return "只有一个字的词会误认别的词，请写完整"
    if any(len(word) > _LONGEST_WORD for word in words):
        return f"有一个词超过 {_LONGEST_WORD} 个字"
    if len(set(words)) < 2:
        return "等号两边是同一个词"
    return ""
