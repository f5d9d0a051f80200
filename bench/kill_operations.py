"""What the process does until it is killed: random operations, each noted in a journal."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from kill_beliefs import EDITED, Belief, digest
from kill_checks import FreshIngests
from kill_texts import EDITOR, plain, text_of

from pb_qa.assistant import Assistant
from pb_qa.catalog import MetadataEdit
from pb_qa.models import DocumentInfo, FileReport, FileStatus
from pb_qa.settings import Settings, load_settings
from pb_qa.storage.corpus import TRASH, hash_of
from pb_qa.storage.trash import Trash
from pb_qa.storage.version_bundle import open_bundle

_DOCUMENTS = 24


@dataclass(slots=True)
class Bench:
    """One library, its corpus, and what should be in it."""

    root: Path
    chance: random.Random
    fresh: FreshIngests
    believed: dict[str, Belief] = field(default_factory=dict)
    # Originals that came in through `add` and that nobody outside has overwritten.
    kept: set[str] = field(default_factory=set)
    hashes: dict[tuple[str, int, int], str] = field(default_factory=dict)
    serial: int = 0

    @property
    def corpus(self) -> Path:
        return self.root / "corpus"

    @property
    def settings(self) -> Settings:
        return load_settings(corpus_dir=self.corpus, data_dir_override=self.root / "data")

    def next_text(self) -> str:
        """A text that no document ever had."""
        self.serial += 1
        return text_of(self.serial, self.chance)


Journal = Callable[[str, dict[str, Any]], None]
Texts = dict[str, str | None]


def work(bench: Bench, assistant: Assistant, journal: Journal) -> None:
    """Random operations; what is about to be done, and what was acknowledged, is noted."""
    operations = [
        _add, _add, _add, _remove, _remove, _sync, _edit, _undo, _undo, _restore, _put_back,
        _put_back, _rename,
    ]  # fmt: skip
    for _ in range(6):
        bench.chance.choice(operations)(bench, assistant, journal)


def _add(bench: Bench, assistant: Assistant, journal: Journal) -> None:
    inbox = Path(tempfile.mkdtemp(dir=bench.root / "inbox"))
    texts: Texts = {}
    for number in bench.chance.sample(range(_DOCUMENTS), bench.chance.randint(1, 5)):
        name = f"文件{number}.txt"
        texts[name] = bench.next_text()
        (inbox / name).write_text(texts[name] or "", "utf-8")
    journal("means", texts)
    _acknowledge(assistant.add(sorted(inbox.iterdir())), texts, journal)


def _sync(bench: Bench, assistant: Assistant, journal: Journal) -> None:
    """Somebody else changes, deletes and makes files in the corpus folder."""
    for number in bench.chance.sample(range(_DOCUMENTS), 2):
        name = f"文件{number}.txt"
        path = bench.corpus / name
        if path.exists():
            journal("overwritten", {name: hash_of(path)})
        if bench.chance.random() < 0.3:
            path.unlink(missing_ok=True)
        else:
            draft = bench.root / "inbox" / "draft"
            draft.write_text(bench.next_text(), "utf-8")
            draft.replace(path)
    _follow(bench, assistant, journal)


def _rename(bench: Bench, assistant: Assistant, journal: Journal) -> None:
    """Somebody gives a file of the corpus folder another name."""
    info = _any_of(bench, assistant)
    live = {one.source for one in assistant.list_documents()}
    free = [
        name
        for name in (f"文件{number}.txt" for number in range(_DOCUMENTS))
        if name not in live and not (bench.corpus / name).exists()
    ]
    if info is None or not free or not (bench.corpus / info.source).exists():
        return
    name = bench.chance.choice(free)
    kept = assistant.library.records.versions(info.id)
    texts = [assistant.library.document(info.id, one.info.version).text for one in kept]
    same = hash_of(bench.corpus / info.source) == info.content_hash
    title = info.title if same and info.title.startswith(EDITED) else ""
    journal("titles", {name: title})
    (bench.corpus / info.source).rename(bench.corpus / name)
    text = (bench.corpus / name).read_text("utf-8")
    returns = {name: [plain(text), [digest(one) for one in texts]]} if same else {}
    _follow(bench, assistant, journal, returns)
    journal("titled", {name: title})


def _follow(
    bench: Bench, assistant: Assistant, journal: Journal, moved: Mapping[str, object] | None = None
) -> None:
    """Have the library follow the folder."""
    # Also what a kill has left in the folder and not in the library.
    texts: Texts = {info.source: None for info in assistant.list_documents()}
    texts.update((path.name, path.read_text("utf-8")) for path in bench.corpus.glob("*.txt"))
    journal("means", texts)
    if moved:
        journal("moves", dict(moved))
    _acknowledge(assistant.sync(), texts, journal)
    left = [path for path in (bench.corpus / TRASH).rglob("*") if path.is_file()]
    beside = {file.bundle for file in Trash(bench.corpus).files()}
    stray = [path.name for path in left if path.name.startswith(".") and path not in beside]
    if stray:
        journal("found", {name: "versions beside no original" for name in stray})


def _remove(bench: Bench, assistant: Assistant, journal: Journal) -> None:
    infos = assistant.list_documents()
    some = bench.chance.sample(infos, min(len(infos), bench.chance.randint(1, 3)))
    texts: Texts = {info.source: None for info in some}
    journal("means", texts)
    _acknowledge(assistant.remove([info.id for info in some]), texts, journal)


def _edit(bench: Bench, assistant: Assistant, journal: Journal) -> None:
    info = _any_of(bench, assistant)
    if info is not None:
        title = f"{EDITED}{bench.chance.randint(1, 1000)}"
        journal("titles", {info.source: title})
        assistant.edit(info.id, MetadataEdit(title=title))
        journal("titled", {info.source: title})


def _undo(bench: Bench, assistant: Assistant, journal: Journal) -> None:
    """Have the line put back that cleaning took out."""
    info = _any_of(bench, assistant)
    if info is None:
        return
    document = assistant.document(info.id)
    cuts = [n for n, cut in enumerate(document.receipt) if EDITOR in cut.original]
    if cuts and EDITOR not in document.text:
        journal("undoes", {info.source: None})
        assistant.undo_cut(info.id, cuts[0])
        journal("undid", {info.source: None})


def _restore(bench: Bench, assistant: Assistant, journal: Journal) -> None:
    info = _any_of(bench, assistant)
    if info is None:
        return
    older = [
        version
        for version in assistant.version_records(info.id)
        if version.restorable and not version.live
    ]
    if older:
        version = bench.chance.choice(older).info.version
        texts: Texts = {info.source: assistant.document(info.id, version).text}
        journal("means", texts)
        _acknowledge([assistant.restore_version(info.id, version)], texts, journal, "done")


def _put_back(bench: Bench, assistant: Assistant, journal: Journal) -> None:
    removed = [one for one in assistant.trash() if not one.replaced and one.place == "free"]
    if not removed:
        return
    one = bench.chance.choice(removed)
    (file,) = [file for file in Trash(bench.corpus).files() if file.key == one.key]
    text = file.path.read_text("utf-8")
    journal("means", {one.source: text})
    if file.bundle.exists():
        digests = [digest(row["text"]) for row in open_bundle(file.bundle).rows()]
        journal("returns", {one.source: [plain(text), digests]})
    _acknowledge(assistant.put_back([one.key]), {one.source: text}, journal)


def _any_of(bench: Bench, assistant: Assistant) -> DocumentInfo | None:
    infos = assistant.list_documents()
    return bench.chance.choice(infos) if infos else None


def _acknowledge(
    reports: Iterable[FileReport], meant: Texts, journal: Journal, as_: str = "acknowledged"
) -> None:
    for report in reports:
        source = report.source or ""
        if source not in meant:
            continue
        if report.status in (FileStatus.REJECTED, FileStatus.DUPLICATE):
            journal("refused", {source: report.reason or report.status.value})
        else:
            journal(as_, {source: meant[source]})
