"""What the commands of the command line share: the application, where to run, how to print."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from pb_qa.errors import PbQaError
from pb_qa.settings import Settings, is_utf8

Row = dict[str, Any]

app = typer.Typer(
    name="pb-qa",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    help=(
        "向一个文件夹的政策文件提问，每句话、每个数字都能回到原文核对。\n\n"
        "先用 sync 读入语料文件夹，再用 ask 提问；serve 打开网页。"
        "不联网、不要密钥、不下载模型。配置用 PB_QA_* 环境变量，见 README。"
    ),
)

Json = Annotated[bool, typer.Option("--json", help="每行输出一个 JSON 对象，标准输出别无他物。")]


def existing(folder: Path) -> Path:
    """A folder as an absolute path; refused when there is none."""
    resolved = folder.expanduser().resolve()
    if not resolved.is_dir():
        raise PbQaError(f"没有这个文件夹：{folder}。请检查路径。")
    if not is_utf8(resolved):
        raise PbQaError(f"文件夹的路径不是 UTF-8 编码：{folder}。请先给它改名。")
    return resolved


def results(settings: Settings, name: str, arguments: Row) -> Iterator[Row]:
    """What a command gives, run where the library is."""
    from pb_qa.client import connect

    with connect(settings, say) as client:
        for event in client.run(name, arguments):
            if event.kind == "result":
                yield event.data


def say(notice: str) -> None:
    """Tell a person something that is no result."""
    typer.echo(notice, err=True)


def print_json(row: Row) -> None:
    """Print one JSON object on a line of its own."""
    sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def print_results(rows: Iterator[Row], line: Callable[[Row], str], as_json: bool) -> None:
    """Print each row as JSON, or as a person reads it."""
    for row in rows:
        if as_json:
            print_json(row)
        else:
            typer.echo(line(row))


_VERDICTS = {
    "added": "新增",
    "replaced": "更新",
    "unchanged": "没有变化",
    "duplicate": "重复",
    "rejected": "拒绝",
    "removed": "移除",
}


def _verdict_word(name: str, status: str) -> str:
    # What a look at the folder finds missing, nobody has removed.
    return "不在原处" if (name, status) == ("sync", "removed") else _VERDICTS[status]


def print_reports(settings: Settings, name: str, arguments: Row, as_json: bool) -> dict[str, int]:
    """Print verdicts as they come, with a progress bar on a terminal; count them."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
    from rich.progress import TimeRemainingColumn as Remaining

    from pb_qa.client import connect

    counts: dict[str, int] = {}
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), Remaining())
    with (
        connect(settings, say) as client,
        Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar,
    ):
        task = bar.add_task("读取", total=None)
        for event in client.run(name, arguments):
            row = event.data
            if event.kind == "progress":
                bar.update(task, completed=row["done"], total=row["total"])
                continue
            counts[row["status"]] = counts.get(row["status"], 0) + 1
            if as_json:
                print_json(row)
            elif row["status"] != "unchanged":
                where = row["source"] or row["path"]
                reason = f"：{row['reason']}" if row["reason"] else ""
                verdict = f"{_verdict_word(name, row['status'])}  {where}{reason}"
                bar.console.print(verdict, markup=False, highlight=False, soft_wrap=True)
    if not as_json:
        parts = (f"{_verdict_word(name, status)} {count}" for status, count in counts.items())
        total = "，".join(parts)
        typer.echo(total or "没有文件。", err=True)
    return counts


def finish_reports(counts: dict[str, int]) -> None:
    """End with code 1 when a file was rejected."""
    if counts.get("rejected"):
        raise typer.Exit(1)
