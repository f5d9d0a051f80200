"""Documents found by what people call them: 公务员法, 促进就业若干意见."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from typing import Final

from pb_qa.models import DocumentInfo
from pb_qa.storage.library import Library
from pb_qa.text.search_form import search_form

# Nearly all of the name has to be in the title: 公务员法 is not 公务员处分条例.
_LEAST_SHARED: Final = 0.8
_LEAST_IN_ORDER: Final = 0.85
_MARKS: Final = re.compile("[\\W_]")
_BEFORE: Final = re.compile("^(?:中华人民共和国|国务院办公厅|国务院)?(?:关于|印发)*")


class Titles:
    """The titles of the live documents of a library; safe to use from several threads."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._lock = threading.Lock()
        self._read_at = -1
        self._known: list[tuple[str, DocumentInfo]] = []

    def named(self, name: str, collection: str = "") -> list[DocumentInfo]:
        """The documents so called, the one whose title says least besides first.

        Parameters
        ----------
        collection
            The folder of the corpus that they lie in; empty for all.
        """
        wanted = _plain(name)
        pairs = {wanted[i : i + 2] for i in range(len(wanted) - 1)}
        inside = f"{collection}/" if collection else ""
        rated = []
        for title, info in self._all():
            if not pairs or not info.source.startswith(inside):
                continue
            shared = sum(pair in title for pair in pairs) / len(pairs)
            whole = wanted in title
            if shared >= _LEAST_SHARED:
                more = len(_BEFORE.sub("", title)) - len(_BEFORE.sub("", wanted))
                rated.append((not whole, -round(shared, 2), max(0, more), info.source, info))
        return [info for *_, info in sorted(rated, key=lambda one: one[:4])]

    def meant(
        self, is_meant: Callable[[DocumentInfo], bool], collection: str = ""
    ) -> list[DocumentInfo]:
        """The documents for which something holds, by their place in the corpus."""
        inside = f"{collection}/" if collection else ""
        infos = (info for _, info in self._all())
        chosen = (info for info in infos if info.source.startswith(inside) and is_meant(info))
        return sorted(chosen, key=lambda info: info.source)

    def _all(self) -> list[tuple[str, DocumentInfo]]:
        with self._lock:
            writes = self._library.writes
            if self._read_at != writes:
                self._known = [(_plain(d.title), d) for d in self._library.documents()]
                self._read_at = writes
            return self._known


def is_called(name: str, title: str) -> bool:
    """Whether a document's title has nearly all characters of what it is called, in their order.

    哈尔滨申办大冬会 is 关于同意以哈尔滨市名义申办…大学生冬季运动会的复函.
    """
    longest = [0] * (len(title) + 1)
    for character in name:
        above, longest = longest, [0]
        for at, other in enumerate(title):
            longest.append(above[at] + 1 if character == other else max(above[at + 1], longest[at]))
    return longest[-1] >= _LEAST_IN_ORDER * len(name)


def _plain(title: str) -> str:
    return _MARKS.sub("", search_form(title))
