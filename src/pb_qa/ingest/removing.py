"""Documents out of the library, their originals and versions into the trash."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from pb_qa.errors import system_words
from pb_qa.models import DocumentInfo, FileReport, FileStatus
from pb_qa.storage.corpus import Corpus, hash_of
from pb_qa.storage.indexes import Indexes
from pb_qa.storage.library import Library
from pb_qa.storage.recovery import purge_dead
from pb_qa.storage.trash import Trash
from pb_qa.storage.version_bundle import bundle_name, write_bundle

_GONE: Final = (
    "原件不在语料文件夹里了（被删除或移走），所以不再用它回答。它也不在回收站里；"
    "把原件放回这个位置，就会重新读入。"
)
_NOWHERE: Final = "语料文件夹里早已没有它的原件，所以回收站里也没有，不能放回。"
# A removal that was cut short after the original had gone there.
_IN_THE_BIN: Final = "原件和以前的版本在回收站里，可以放回。"
_MOVED: Final = "原件已改名或移到“{source}”，现在作为那里的文档使用。"


@dataclass(frozen=True, slots=True)
class Remover:
    """Takes documents out; to be used by one thread at a time."""

    library: Library
    indexes: Indexes
    corpus: Corpus

    def remove(self, ids: Iterable[str]) -> Iterator[FileReport]:
        """Take documents out; their originals, and copies of them, go to ``.trash``."""
        live = {document.id: document for document in self.library.documents()}
        try:
            for document_id in dict.fromkeys(ids):
                yield self._removed(document_id, live.get(document_id))
        finally:
            self._purge()

    def forget(self, gone: Sequence[DocumentInfo]) -> Iterator[FileReport]:
        """Take out documents whose originals have vanished from the corpus folder."""
        self.library.remove([document.id for document in gone])
        self._purge()
        here = {document.content_hash: document.source for document in self.library.documents()}
        in_the_bin = self._in_the_bin() if gone else frozenset()
        for document in gone:
            moved = here.get(document.content_hash)
            reason = _GONE if moved is None else _MOVED.format(source=moved)
            if moved is None and document.id in in_the_bin:
                reason = _IN_THE_BIN
            yield replace(_verdict(document), reason=reason)

    def _removed(self, document_id: str, document: DocumentInfo | None) -> FileReport:
        started = time.perf_counter()
        if document is None:
            return FileReport(
                path=document_id,
                status=FileStatus.REJECTED,
                reason=f"资料库里没有文档 {document_id}。请在文档列表中查看现有文档。",
            )
        verdict = _verdict(document)
        try:
            # The original and its versions first: killed in between, the document is still
            # wholly there.
            copies = self._throw_away(document)
        except OSError as error:
            reason = (
                f"原件和它的版本放不进回收站：{system_words(error)}。"
                "文档没有移出；请检查磁盘空间，关闭正在使用它的程序后再试。"
            )
            return replace(verdict, status=FileStatus.REJECTED, reason=reason)
        self.library.remove([document.id])
        reason = ""
        if copies is None:
            reason = _IN_THE_BIN if document.id in self._in_the_bin() else _NOWHERE
        elif copies:
            reason = f"另有 {copies} 份内容相同的文件一并移入回收站。"
        return replace(verdict, reason=reason, seconds=time.perf_counter() - started)

    def _throw_away(self, document: DocumentInfo) -> int | None:
        """Move the original to the trash, and every copy of it, or it would come back.

        Its versions are written beside it.

        Returns
        -------
        int or None
            How many copies there were; None when there is not even an original.
        """
        original = self.corpus.locate(document.source)
        if original is None:
            return None
        size = original.stat().st_size
        content_hash = hash_of(original)

        def keep_versions(folder: Path) -> None:
            path = folder / bundle_name(document.id)
            write_bundle(path, self.library.records, document.id, content_hash)

        others = self.library.originals()
        copies = 0
        for file in list(self.corpus.files()):
            if file.problem or file.path == original or file.source in others:
                continue
            if file.path.stat().st_size == size and hash_of(file.path) == content_hash:
                self.corpus.throw_away(file.path, file.source)
                copies += 1
        self.corpus.throw_away(original, document.source, keep_versions)
        return copies

    def _in_the_bin(self) -> frozenset[str]:
        """Documents whose originals lie in the recycle bin with their versions."""
        return frozenset(Trash(self.corpus.folder).bundles())

    def _purge(self) -> None:
        purge_dead(self.library, self.indexes)
        self.library.scrub()
        self.indexes.settle()


def _verdict(document: DocumentInfo) -> FileReport:
    return FileReport(
        path=document.source,
        status=FileStatus.REMOVED,
        document_id=document.id,
        source=document.source,
        title=document.title,
    )
