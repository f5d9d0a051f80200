"""Changes of a document that are no new reading: each one makes a new version."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from pb_qa.catalog import MetadataEdit
from pb_qa.errors import CorrectionError, system_words
from pb_qa.ingest.corrections import EDITABLE, as_stated, merged_edits, with_edits
from pb_qa.ingest.preparing import Preparation, embedding_text
from pb_qa.ingest.restored import restored_in
from pb_qa.ingest.writing import BatchWriter
from pb_qa.models import Document, FileReport, FileStatus, Passage
from pb_qa.reading.undoing import is_remark, raw_spans, redo_cut, undo_cuts
from pb_qa.storage.corpus import hash_of, stamp_of
from pb_qa.storage.rows import Corrections, FileStamp, Vectors, VersionOrigin
from pb_qa.storage.trash import Trash, Trashed
from pb_qa.storage.version_bundle import open_bundle

if TYPE_CHECKING:
    from pb_qa.embedding import Embedder


@dataclass(frozen=True, slots=True)
class Reviser:
    """Makes versions out of what is stored; to be used by one thread at a time."""

    writer: BatchWriter
    embedder: Embedder
    prepare: Preparation

    # ---- what people do

    def undo_cut(self, document_id: str, index: int) -> FileReport:
        """Put back what one entry of the live version's receipt cut out.

        Raises
        ------
        CorrectionError
            When there is no such entry, or it cut nothing.
        """
        started = time.perf_counter()
        live = self.writer.library.document(document_id)
        if not 0 <= index < len(live.receipt):
            raise CorrectionError(
                f"《{live.title}》没有第 {index} 处清理（从 0 数起，共 {len(live.receipt)} 处）。"
                "请刷新后再试。"
            )
        if is_remark(live.text, live.receipt[index]):
            raise CorrectionError("这一处只是说明，没有清理掉文字，不用撤销。")
        origin = self._origin(live)
        undone = (*origin.undone, raw_spans(live.receipt)[index])
        return self.revise(
            undo_cuts(live, [index]),
            replace(origin, words="撤销一处清理", undone=undone),
            Corrections(self._edits(document_id), undone),
            started=started,
        )

    def redo_cut(self, document_id: str, index: int) -> FileReport:
        """Take out again what a person had put back; see `restored_in`.

        Raises
        ------
        CorrectionError
            When there is no such place, or what cleaning had done there is not known.
        """
        started = time.perf_counter()
        live = self.writer.library.document(document_id)
        restored = restored_in(self.writer.library, live)
        if not 0 <= index < len(restored):
            raise CorrectionError(
                f"《{live.title}》没有第 {index} 处恢复（从 0 数起，共 {len(restored)} 处）。"
                "请刷新后再试。"
            )
        chosen = restored[index]
        if chosen.cut is None:
            raise CorrectionError("这一处当时的清理记录没有保留，不能重新清理。正文没有改动。")
        origin = self._origin(live)
        undone = tuple(span for span in origin.undone if span != chosen.raw)
        return self.revise(
            redo_cut(live, chosen.place, chosen.cut.reason, chosen.replacement),
            replace(origin, words="重新清理一处", undone=undone),
            Corrections(self._edits(document_id), undone),
            started=started,
        )

    def edit(self, document_id: str, edit: MetadataEdit) -> FileReport:
        """Let a document say of itself what a person says of it.

        Raises
        ------
        CorrectionError
            When a value cannot be used.
        """
        started = time.perf_counter()
        live = self.writer.library.document(document_id)
        origin = self._origin(live)
        before = dict(self._edits(document_id))
        own = as_stated(live, origin)
        merged = merged_edits(edit, before, {name: getattr(own, name) for name in EDITABLE})
        if merged == before:
            return _told(live, FileStatus.UNCHANGED, started)
        edited, stated = with_edits(own, merged)
        changed = [
            called for name, called in EDITABLE.items() if merged.get(name) != before.get(name)
        ]
        return self.revise(
            edited,
            replace(origin, words=f"修改{'、'.join(changed)}", stated=stated),
            Corrections(tuple(merged.items()), origin.undone),
            started=started,
        )

    def restore_version(self, document_id: str, version: int) -> FileReport:
        """Make a version with the text of an earlier one, whose original comes back.

        The earlier original is put in its place, and the one that is there goes to the
        trash, before the library changes: killed in between, `sync` reads what came back.

        Raises
        ------
        CorrectionError
            When it is the live version, or its original cannot be brought back.
        """
        started = time.perf_counter()
        live = self.writer.library.document(document_id)
        if version == live.version:
            raise CorrectionError(f"第 {version} 版就是现在的版本，不用恢复。")
        old = self.writer.library.document(document_id, version)
        origin = self._origin(old)
        stamp, trashed = self._bring_back(old, live)
        edits = self._edits(document_id)
        restored, stated = with_edits(as_stated(old, origin), dict(edits))
        verdict = self.revise(
            replace(restored, version=live.version),
            VersionOrigin(f"恢复第 {version} 版", origin.undone, stated),
            Corrections(edits, origin.undone),
            stamp,
            started,
        )
        if trashed is not None:
            self._forget(trashed)
        return verdict

    def revise(
        self,
        document: Document,
        origin: VersionOrigin,
        corrections: Corrections,
        stamp: FileStamp | None = None,
        started: float | None = None,
    ) -> FileReport:
        """Store a changed document as its next version and make it live.

        Passages whose text and headings stay the same keep their vectors; the others are
        embedded.

        Parameters
        ----------
        document
            With the new text or metadata; its version is counted up here.
        stamp
            Of the original in the corpus folder, when that is another one now.
        started
            When the change was begun, by `time.perf_counter`.
        """
        library = self.writer.library
        began = time.perf_counter() if started is None else started
        last = library.records.last_version(document.id)
        content = self.prepare(replace(document, version=last + 1), origin)
        vectors = self._vectors(document.id, content.passages)
        kept = stamp or library.records.stamp(document.id)
        new = content.version(vectors, kept, origin, corrections)
        try:
            self.writer.make_live([new], content.entries)
        finally:
            self.writer.indexes.settle()
        verdict = _told(content.document, FileStatus.REPLACED, began)
        return replace(verdict, passages=len(content.passages), figures=len(content.figures))

    # ---- details

    @property
    def _trash(self) -> Trash:
        return Trash(self.writer.corpus.folder)

    def _forget(self, trashed: Trashed) -> None:
        """Take out of the trash what has come back, and versions that were removed with it."""
        if trashed.bundle.exists():
            bundle = open_bundle(trashed.bundle)
            if bundle.is_whole():
                self.writer.library.recall(bundle)
        self._trash.forget(trashed)

    def _origin(self, document: Document) -> VersionOrigin:
        return self.writer.library.records.origin(document.id, document.version)

    def _edits(self, document_id: str) -> tuple[tuple[str, str], ...]:
        return tuple(self.writer.library.records.edits().get(document_id, {}).items())

    def _bring_back(self, old: Document, live: Document) -> tuple[FileStamp | None, Trashed | None]:
        """Put the original of an earlier version in its place, if another one is there.

        Returns
        -------
        (FileStamp or None, Trashed or None)
            The stamp of an original that came back, and what to delete of it in the trash.
        """
        if old.content_hash == live.content_hash:
            return None, None
        corpus = self.writer.corpus
        here = corpus.locate(old.source)
        try:
            if here is not None and hash_of(here) == old.content_hash:
                return stamp_of(here), None
        except OSError as error:
            raise _not_brought_back(error) from error
        size = next(
            kept.size
            for kept in self.writer.library.records.versions(old.id)
            if kept.info.version == old.version
        )
        trashed = self._trash.find(old.source, size, old.content_hash)
        if trashed is None:
            raise CorrectionError(
                f"第 {old.version} 版的原件已不在回收站里，不能恢复。"
                "如果别处还有这份文件，请把它重新添加。"
            )
        try:
            placed = corpus.take_in(trashed.path, old.source, old.content_hash, known=True)
        except OSError as error:
            raise _not_brought_back(error) from error
        if placed is None:
            raise CorrectionError("回收站里的原件正在被改动。没有任何改动；请稍后再试。")
        # From another place it may be all that is left of another document.
        return stamp_of(placed), trashed if trashed.source == old.source else None

    def _vectors(self, document_id: str, passages: Sequence[Passage]) -> Vectors:
        """Vectors (n, d): those of the live version for passages that read the same."""
        kept = self.writer.library.records.vectors(document_id, self.writer.model)
        known = {embedding_text(passage): vector for passage, vector in kept}
        texts = [embedding_text(passage) for passage in passages]
        missing = list(dict.fromkeys(text for text in texts if text not in known))
        if missing:
            embedded = self.embedder.embed_passages(missing)
            known.update(zip(missing, embedded, strict=True))
        if not texts:
            return np.zeros((0, self.embedder.dimension), dtype=np.float32)
        return np.stack([known[text] for text in texts])


def _not_brought_back(error: OSError) -> CorrectionError:
    return CorrectionError(
        f"原件放不回语料文件夹：{system_words(error)}。"
        "没有任何改动；请检查磁盘空间，关闭正在使用它的程序后再试。"
    )


def _told(document: Document, status: FileStatus, started: float) -> FileReport:
    return FileReport(
        path=document.source,
        status=status,
        document_id=document.id,
        source=document.source,
        title=document.title,
        seconds=time.perf_counter() - started,
    )
