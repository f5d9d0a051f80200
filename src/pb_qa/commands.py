"""What the command line can ask of an :class:`~pb_qa.assistant.Assistant`, as streams of events.

The same functions serve a command that owns the data folder itself and one that
reaches the running app over loopback, so both print the same.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pb_qa.answers import AnswerMode, Turn
from pb_qa.catalog import MetadataEdit
from pb_qa.errors import LibraryError
from pb_qa.figures import FigureFilter
from pb_qa.models import FileReport, Progress
from pb_qa.serialization import (
    JsonObject,
    answer_json,
    doctor_json,
    document_json,
    found_figure_json,
    info_json,
    model_status_json,
    progress_json,
    report_json,
    scored_passage_json,
)
from pb_qa.serialization_catalog import change_json, trashed_json, version_json

if TYPE_CHECKING:
    from pb_qa.assistant import Assistant


@dataclass(frozen=True, slots=True)
class Event:
    """A line of a command's output: a result to print, or progress to show."""

    kind: Literal["progress", "result"]
    data: JsonObject


Arguments = Mapping[str, Any]
Command = Callable[["Assistant", Arguments], Iterator[Event]]


def _reports(
    start: Callable[[Callable[[Progress], None]], Iterator[FileReport]],
) -> Iterator[Event]:
    pending: deque[Progress] = deque()
    for report in start(pending.append):
        while pending:
            yield Event("progress", progress_json(pending.popleft()))
        yield Event("result", report_json(report))


def _add(assistant: Assistant, arguments: Arguments) -> Iterator[Event]:
    paths = [Path(path) for path in arguments["paths"]]
    return _reports(lambda on_progress: assistant.add(paths, on_progress))


def _sync(assistant: Assistant, arguments: Arguments) -> Iterator[Event]:
    folder = arguments.get("folder")
    path = Path(folder) if folder else None
    yield from _reports(lambda on_progress: assistant.sync(path, on_progress))
    assistant.reembed()


def _remove(assistant: Assistant, arguments: Arguments) -> Iterator[Event]:
    return _reports(lambda _: assistant.remove(list(arguments["document_ids"])))


def _list(assistant: Assistant, _: Arguments) -> Iterator[Event]:
    for info in assistant.list_documents():
        yield Event("result", info_json(info))


def _show(assistant: Assistant, arguments: Arguments) -> Iterator[Event]:
    document_id = str(arguments["document_id"])
    versions = [info_json(info) for info in assistant.versions(document_id)]
    yield Event("result", document_json(assistant.document(document_id), versions))


def _versions(assistant: Assistant, arguments: Arguments) -> Iterator[Event]:
    for version in assistant.version_records(str(arguments["document_id"])):
        yield Event("result", version_json(version))


def _restore(assistant: Assistant, arguments: Arguments) -> Iterator[Event]:
    report = assistant.restore_version(str(arguments["document_id"]), int(arguments["version"]))
    yield Event("result", report_json(report))


def _undo(assistant: Assistant, arguments: Arguments) -> Iterator[Event]:
    report = assistant.undo_cut(str(arguments["document_id"]), int(arguments["index"]))
    yield Event("result", report_json(report))


def _edit(assistant: Assistant, arguments: Arguments) -> Iterator[Event]:
    edit = MetadataEdit(**{field.name: arguments.get(field.name) for field in fields(MetadataEdit)})
    yield Event("result", report_json(assistant.edit(str(arguments["document_id"]), edit)))


def _changes(assistant: Assistant, arguments: Arguments) -> Iterator[Event]:
    old, new = int(arguments["old"]), int(arguments["new"])
    for change in assistant.changes(str(arguments["document_id"]), old, new):
        yield Event("result", change_json(change))


def _trash(assistant: Assistant, _: Arguments) -> Iterator[Event]:
    for file in assistant.trash():
        yield Event("result", trashed_json(file))


def _put_back(assistant: Assistant, arguments: Arguments) -> Iterator[Event]:
    keys = [str(key) for key in arguments["keys"]]
    return _reports(lambda on_progress: assistant.put_back(keys, on_progress))


def _verdicts(assistant: Assistant, _: Arguments) -> Iterator[Event]:
    for report in assistant.verdicts():
        yield Event("result", report_json(report))


def _search(assistant: Assistant, arguments: Arguments) -> Iterator[Event]:
    collection = str(arguments.get("collection") or "")
    for found in assistant.search(str(arguments["query"]), int(arguments["k"]), collection):
        yield Event("result", scored_passage_json(found))


def _ask(assistant: Assistant, arguments: Arguments) -> Iterator[Event]:
    mode = _mode(arguments.get("mode"))
    for line in arguments["questions"]:
        history = [Turn(t["question"], t.get("answer") or "") for t in line.get("history") or []]
        answer = assistant.ask(line["question"], history, _range(line, arguments), mode)
        yield Event("result", answer_json(answer, line.get("id")))


def _mode(given: object) -> AnswerMode:
    try:
        return AnswerMode(str(given or AnswerMode.EXTRACTIVE.value))
    except ValueError as error:
        raise LibraryError(f"没有名为“{given}”的回答方式。请重新启动 pb-qa。") from error


def _range(line: Mapping[str, Any], arguments: Arguments) -> str:
    """The collection of a question: its own, else that of the turn before it, else of all."""
    for given in (line, *reversed(line.get("history") or []), arguments):
        if given.get("collection") is not None:
            return str(given["collection"])
    return ""


def _figures(assistant: Assistant, arguments: Arguments) -> Iterator[Event]:
    wanted = FigureFilter(
        place=str(arguments.get("place") or ""),
        period_from=str(arguments.get("period_from") or ""),
        period_to=str(arguments.get("period_to") or ""),
        unit=str(arguments.get("unit") or ""),
        document=str(arguments.get("document") or ""),
        collection=str(arguments.get("collection") or ""),
    )
    from pb_qa.understanding.figures.aims import is_aim

    query = str(arguments.get("query") or "")
    found = False
    for figure in assistant.each_figure(query, wanted):
        found = True
        yield Event("result", found_figure_json(figure, aim=is_aim(figure)))
    if not found:
        page = assistant.figures(query, wanted, limit=1)
        yield Event("progress", {"nearest": list(page.nearest)})


def _model(assistant: Assistant, _: Arguments) -> Iterator[Event]:
    yield Event("result", model_status_json(assistant.model_status()))


def _doctor(assistant: Assistant, arguments: Arguments) -> Iterator[Event]:
    yield Event("result", doctor_json(assistant.doctor(repair=bool(arguments.get("repair")))))


COMMANDS: Mapping[str, Command] = {
    "add": _add,
    "sync": _sync,
    "remove": _remove,
    "list": _list,
    "show": _show,
    "versions": _versions,
    "restore": _restore,
    "undo": _undo,
    "edit": _edit,
    "changes": _changes,
    "trash": _trash,
    "put_back": _put_back,
    "verdicts": _verdicts,
    "search": _search,
    "ask": _ask,
    "figures": _figures,
    "model": _model,
    "doctor": _doctor,
}


def run(assistant: Assistant, name: str, arguments: Arguments) -> Iterator[Event]:
    """Run the command called ``name``.

    Raises
    ------
    LibraryError
        When there is no such command, e.g. because the running app is older.
    PbQaError
        Whatever the command itself runs into.
    """
    command = COMMANDS.get(name)
    if command is None:
        raise LibraryError(f"没有名为“{name}”的命令。正在运行的程序可能版本较旧，请重新启动它。")
    return command(assistant, arguments)
