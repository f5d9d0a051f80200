"""The assistant of the running app: whoever changes something, every page sees it."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path

from pb_qa.assistant import Assistant
from pb_qa.catalog import MetadataEdit
from pb_qa.errors import DocumentNotFoundError
from pb_qa.models import FileReport, Progress
from pb_qa.settings import Settings
from pb_qa.storage.corpus import find_files
from pb_qa.web.batches import Batch, Kind, label_of
from pb_qa.web.work_log import WorkLog

OnProgress = Callable[[Progress], None]


class RecordedAssistant(Assistant):
    """An assistant whose every change is noted down in a `WorkLog`.

    What the queue of work does is noted down there already, as part of its batch.
    """

    def __init__(
        self, settings: Settings | None = None, on_notice: Callable[[str], None] | None = None
    ) -> None:
        super().__init__(settings, on_notice)
        self.log = WorkLog(self._live_version)

    def __enter__(self) -> RecordedAssistant:
        return self

    def add(
        self, paths: Sequence[Path], on_progress: OnProgress | None = None
    ) -> Iterator[FileReport]:
        """Add files and folders; see `Assistant.add`."""

        def batch() -> Batch:
            batch = self.log.open("add", label_of((path.name for path in paths), "添加"))
            self.log.expect(batch, _files_of(paths))
            return batch

        def start(tell: OnProgress) -> Generator[FileReport]:
            yield from super(RecordedAssistant, self).add(paths, tell)

        return self.log.record(batch, start, on_progress)

    def sync(
        self,
        folder: Path | None = None,
        on_progress: OnProgress | None = None,
        leave: frozenset[str] = frozenset(),
    ) -> Iterator[FileReport]:
        """Mirror the corpus folder; see `Assistant.sync`."""

        def start(tell: OnProgress) -> Generator[FileReport]:
            yield from super(RecordedAssistant, self).sync(folder, tell, leave)

        def batch() -> Batch:
            return self.log.open("sync", "核对语料文件夹", hidden=True)

        return self.log.record(batch, start, on_progress)

    def remove(self, document_ids: Sequence[str]) -> Iterator[FileReport]:
        """Take documents out; see `Assistant.remove`."""
        ids = list(document_ids)
        titled = f"移出《{self._title(ids[0])}》" if len(ids) == 1 else f"移出 {len(ids)} 份文档"

        def start(_: OnProgress) -> Generator[FileReport]:
            yield from super(RecordedAssistant, self).remove(ids)

        return self.log.record(lambda: self.log.open("remove", titled), start, None)

    def put_back(
        self, keys: Sequence[str], on_progress: OnProgress | None = None
    ) -> Iterator[FileReport]:
        """Bring originals back from the recycle bin; see `Assistant.put_back`."""
        names = list(keys)
        label = label_of((name.rpartition("/")[2] for name in names), "放回")

        def start(tell: OnProgress) -> Generator[FileReport]:
            yield from super(RecordedAssistant, self).put_back(names, tell)

        return self.log.record(lambda: self.log.open("put_back", label), start, on_progress)

    def restore_version(self, document_id: str, version: int) -> FileReport:
        """Make an earlier version live again; see `Assistant.restore_version`."""
        change = super().restore_version
        return self._one(
            "restore", f"恢复第 {version} 版：", document_id, lambda: change(document_id, version)
        )

    def undo_cut(self, document_id: str, index: int) -> FileReport:
        """Put back what cleaning cut out; see `Assistant.undo_cut`."""
        change = super().undo_cut
        return self._one("undo", "撤销一处清理：", document_id, lambda: change(document_id, index))

    def redo_cut(self, document_id: str, index: int) -> FileReport:
        """Take out again what a person had put back; see `Assistant.redo_cut`."""
        change = super().redo_cut
        return self._one("redo", "重新清理一处：", document_id, lambda: change(document_id, index))

    def edit(self, document_id: str, edit: MetadataEdit) -> FileReport:
        """Correct metadata; see `Assistant.edit`."""
        change = super().edit
        return self._one("edit", "修改", document_id, lambda: change(document_id, edit))

    def _one(
        self, kind: Kind, verb: str, document_id: str, change: Callable[[], FileReport]
    ) -> FileReport:
        def start(_: OnProgress) -> Generator[FileReport]:
            yield change()

        def batch() -> Batch:
            return self.log.open(kind, f"{verb}《{self._title(document_id)}》")

        (report,) = self.log.record(batch, start, None)
        return report

    def _title(self, document_id: str) -> str:
        try:
            return self.library.document(document_id).title
        except DocumentNotFoundError:
            return document_id

    def _live_version(self, document_id: str) -> int | None:
        versions = self.library.versions(document_id)
        return versions[-1].version if versions else None


def _files_of(paths: Sequence[Path]) -> Iterator[tuple[str, str, int]]:
    """Path, name and size of every file that paths stand for; what cannot be told is left out."""
    for path in paths:
        if path.is_dir():
            found = ((one.path, one.source) for one in find_files(path, path.name))
        else:
            found = ((one, one.name) for one in (path,))
        for file, name in found:
            if file.is_file():
                yield str(file), name, file.stat().st_size
