"""The office's own list of synonyms in its corpus folder, followed as it changes."""

from __future__ import annotations

import logging
import threading
from pathlib import Path
from typing import Final

from pb_qa.errors import system_words
from pb_qa.storage.corpus import SYNONYMS, stamp_of
from pb_qa.storage.rows import FileStamp
from pb_qa.text.synonyms import NoSynonyms, Synonyms, read_own_synonyms

_log = logging.getLogger(__name__)

_MOST_BYTES: Final = 1_000_000
_UTF_16_MARKS: Final = (b"\xff\xfe", b"\xfe\xff")


class SynonymFile:
    """Looks at every question whether the file has changed; safe to use from several threads.

    Nothing that is wrong with it stops a question: it is logged and kept in `problems`.
    """

    def __init__(self, corpus_dir: Path) -> None:
        self._path = corpus_dir / SYNONYMS
        self._lock = threading.Lock()
        self._stamp: FileStamp | None = None
        self._synonyms = NoSynonyms().current()
        self._problems: tuple[str, ...] = ()

    def current(self) -> Synonyms:
        """The list as it is now; empty when there is none."""
        with self._lock:
            self._follow()
            return self._synonyms

    @property
    def problems(self) -> tuple[str, ...]:
        """What is wrong with the file as it is now, in Chinese."""
        with self._lock:
            self._follow()
            return self._problems

    def _follow(self) -> None:
        try:
            stamp = stamp_of(self._path)
        except OSError:
            self._stamp, self._synonyms, self._problems = None, NoSynonyms().current(), ()
            return
        if stamp == self._stamp:
            return
        self._synonyms, wrong = self._read(stamp)
        self._stamp = stamp
        self._problems = tuple(f"{SYNONYMS} {one}" for one in wrong)
        for problem in self._problems:
            _log.warning("%s", problem)

    def _read(self, stamp: FileStamp) -> tuple[Synonyms, tuple[str, ...]]:
        nothing = NoSynonyms().current()
        if stamp.size > _MOST_BYTES:
            return nothing, ("太大（超过 1 MB），没有用上。请只留下要用的词。",)
        try:
            return read_own_synonyms(_decoded(self._path.read_bytes()))
        except OSError as error:
            return nothing, (f"打不开：{system_words(error)}。请检查它的权限。",)
        except UnicodeDecodeError:
            return nothing, ("不是文本文件，没有用上。请用记事本另存为 UTF-8 编码。",)


def _decoded(content: bytes) -> str:
    """What editors save as text: UTF-8, UTF-16 with its mark, or the Chinese code page."""
    if content.startswith(_UTF_16_MARKS):
        return content.decode("utf-16")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("gb18030")
