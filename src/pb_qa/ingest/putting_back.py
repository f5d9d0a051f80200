"""Removed originals out of the recycle bin, with the versions that were removed with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final

from pb_qa.errors import system_words
from pb_qa.ingest.archives import is_archive
from pb_qa.ingest.planning import Candidate
from pb_qa.models import FileReport, FileStatus
from pb_qa.reading.reader import document_id
from pb_qa.storage.corpus import Corpus, FoundFile, hash_of
from pb_qa.storage.library import Library
from pb_qa.storage.trash import Trash, Trashed
from pb_qa.storage.version_bundle import VersionBundle, open_bundle

PUT_BACK: Final = "从回收站放回"
VERSIONS_LOST: Final = (
    "它以前的版本没能一起放回：回收站里保存这些版本的文件已损坏。文档本身是完整的。"
)
_IN_ITS_PLACE: Final = frozenset((FileStatus.ADDED, FileStatus.REPLACED, FileStatus.UNCHANGED))


class PutBack:
    """One run of putting files of the recycle bin back to their places.

    Attributes
    ----------
    candidates
        The files to be read, and those that are refused, which say why.
    """

    def __init__(self, library: Library, corpus: Corpus, keys: Iterable[str]) -> None:
        self._library = library
        self._corpus = corpus
        self._trash = Trash(corpus.folder)
        self._chosen: dict[str, Trashed] = {}
        there = {file.key: file for file in self._trash.files()}
        self.candidates = [self._candidate(key, there.get(key)) for key in dict.fromkeys(keys)]
        self._earlier = {c.path: c.earlier for c in self.candidates if c.earlier is not None}

    def settled(self, verdict: FileReport) -> FileReport:
        """The verdict on a file once it has left the recycle bin, if it is in its place."""
        file = self._chosen.get(verdict.source or "")
        if file is None or file.key != verdict.path or verdict.status not in _IN_ITS_PLACE:
            return verdict
        earlier = self._earlier.get(file.key)
        # A file that is read brings its versions with it; one that is there already does not.
        if earlier is not None and verdict.status is FileStatus.UNCHANGED:
            if earlier.is_whole():
                self._library.recall(earlier)
            else:
                verdict = replace(verdict, reason=f"{verdict.reason}{VERSIONS_LOST}")
        self._trash.forget(file)
        return verdict

    def _candidate(self, key: str, file: Trashed | None) -> Candidate:
        if file is None:
            problem = "回收站里没有这个文件，可能已经放回或被删除。请刷新后再试。"
            return Candidate(key, FoundFile(Path(key), key, problem), copied=True)
        earlier: VersionBundle | None = None
        problem = self._why_not(file)
        if not problem:
            try:
                earlier = open_bundle(file.bundle) if file.bundle.exists() else None
            except OSError as error:
                problem = (
                    f"它以前的版本读不出来：{system_words(error)}。"
                    "没有放回；请检查回收站（.trash）的权限后再试。"
                )
        if not problem:
            self._chosen[file.source] = file
            self._remember(earlier)
        return Candidate(key, FoundFile(file.path, file.source, problem), True, earlier, PUT_BACK)

    def _remember(self, earlier: VersionBundle | None) -> None:
        """What people have corrected, where the library was begun anew since the removal."""
        if earlier is None or earlier.damaged:
            return
        if not self._library.records.last_version(earlier.document_id):
            self._library.recall(earlier, corrections=True)

    def _why_not(self, file: Trashed) -> str:
        if file.source in self._chosen:
            return "同一位置还有另一个文件要放回，每个位置只能放回一个。请只选其中一个。"
        if is_archive(file.path):
            return "这是压缩包，它的文件已解开在同名的文件夹里。需要时请把它重新添加。"
        here = self._corpus.locate(file.source)
        if here is None:
            return ""
        content_hash = hash_of(file.path)
        return "" if hash_of(here) == content_hash else self._what_to_do(file, content_hash)

    def _what_to_do(self, file: Trashed, content_hash: str) -> str:
        """Words on what lies in the place of a file, and how to get the file all the same."""
        of = document_id(file.source)
        kept = self._library.records.versions(of)
        live = next((version for version in kept if version.live), None)
        if live is None:
            return (
                f"原处有一个没有收录的同名文件（{file.source}），没有覆盖。"
                "请先在语料文件夹里把那个文件改名或移走，再放回这一份。"
            )
        title = live.info.title
        for version in kept:
            if not version.live and version.info.content_hash == content_hash:
                number = version.info.version
                return (
                    f"这是《{title}》第 {number} 版的原件，原处是它现在的版本，没有覆盖。"
                    f"要换回这一版，请在这份文档的“版本”里点“恢复这一版”"
                    f"（命令：pb-qa restore {of} {number}）。"
                )
        return (
            f"原处现在是另一份文件《{title}》（{file.source}），没有覆盖。"
            f"要放回这一份，请先移出《{title}》（命令：pb-qa remove {of}），再放回。"
        )


class RemovedVersions:
    """Versions of removed documents that lie in the recycle bin, for files that come back.

    Looked for when first asked, once.
    """

    def __init__(self, corpus: Corpus) -> None:
        self._trash = Trash(corpus.folder)
        self._bundles: dict[str, list[Path]] | None = None

    def of(self, document_id: str, content_hash: str) -> VersionBundle | None:
        """Those of a document that was removed with this content, the last ones."""
        if self._bundles is None:
            self._bundles = self._trash.bundles()
        for path in self._bundles.get(document_id, ()):
            try:
                bundle = open_bundle(path)
            except OSError:
                continue
            if bundle.content_hash == content_hash:
                return bundle
        return None
