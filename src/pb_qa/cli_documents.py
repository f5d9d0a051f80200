"""Commands that keep documents: bring in, take out, correct, compare, bring back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pb_qa.cli_base import (
    Json,
    Row,
    app,
    existing,
    finish_reports,
    print_reports,
    print_results,
    results,
)
from pb_qa.cli_text import changes_text, local_moment, named
from pb_qa.errors import PbQaError
from pb_qa.settings import load_settings, remember_corpus

_Id = Annotated[str, typer.Argument(help="文档编号，见 pb-qa list。")]
# By what lies in the place of an original of the recycle bin: why it cannot be put back.
_TAKEN = {
    "free": "",
    "newer": "\n    原处是它现在的版本；要换回这一份，用 versions 查看，用 restore 恢复",
    "document": "\n    原处现在是《{title}》；要放回这一份，先移除那一份",
    "file": "\n    原处有一个没有收录的同名文件；要放回这一份，先把它改名或移走",
}


@app.command()
def sync(
    folder: Annotated[
        Path | None, typer.Argument(help="语料文件夹；不写就用当前的（PB_QA_CORPUS_DIR）。")
    ] = None,
    as_json: Json = False,
) -> None:
    """使资料库与语料文件夹一致：新增、更新、移除，逐个文件说明结果。

    指定文件夹后，以后的命令都用它，直到另指定一个。没有变化的文件不重读。
    有文件被拒绝时，退出码为 1。
    """
    settings = load_settings()
    if folder is not None and settings.data_dir_override is None:
        settings = load_settings(corpus_dir=existing(folder))
        remember_corpus(settings.corpus_dir)
    arguments = {"folder": str(existing(folder)) if folder else None}
    finish_reports(print_reports(settings, "sync", arguments, as_json))


@app.command()
def add(
    paths: Annotated[list[Path], typer.Argument(help="文件或文件夹；文件夹保留其结构。")],
    as_json: Json = False,
) -> None:
    """把文件复制进语料文件夹并读入资料库。

    同一位置内容变了的文件成为新版本，旧文件移入回收站（.trash）；内容相同的报告重复。
    有文件被拒绝时，退出码为 1。
    """
    arguments = {"paths": [str(path.expanduser().absolute()) for path in paths]}
    finish_reports(print_reports(load_settings(), "add", arguments, as_json))


@app.command()
def remove(
    document_ids: Annotated[list[str], typer.Argument(help="文档编号，见 pb-qa list。")],
    as_json: Json = False,
) -> None:
    """移除文档；原件和各个版本移入语料文件夹的回收站（.trash），可以用 put-back 放回。"""
    arguments = {"document_ids": document_ids}
    finish_reports(print_reports(load_settings(), "remove", arguments, as_json))


@app.command("list")
def list_documents(as_json: Json = False) -> None:
    """列出资料库里的全部文档。"""

    def line(row: Row) -> str:
        details = "  ".join(str(row[k]) for k in ("issuer", "number", "issued_on") if row[k])
        return f"{row['document_id']}  {row['title']}  {details}\n              {row['source']}"

    print_results(results(load_settings(), "list", {}), line, as_json)


@app.command()
def show(
    document_id: Annotated[str, typer.Argument(help="文档编号，见 pb-qa list。")],
    as_json: Json = False,
) -> None:
    """显示一个文档：清理后的全文，以及清理掉了什么。"""

    def line(row: Row) -> str:
        cuts = [
            f"  [{index}] 位置 {cut['start']}：{cut['reason']}：{cut['original']!r}"
            for index, cut in enumerate(row["receipt"])
        ]
        head = [row["title"], *(str(row[k]) for k in ("issuer", "number", "issued_on") if row[k])]
        return "\n".join([*head, "", row["text"], "", f"清理掉 {len(cuts)} 处：", *cuts])

    print_results(results(load_settings(), "show", {"document_id": document_id}), line, as_json)


@app.command()
def versions(document_id: _Id, as_json: Json = False) -> None:
    """列出一个文档保留的各个版本，新的在前；能恢复的用 restore 恢复。"""

    def line(row: Row) -> str:
        state = "现在的版本" if row["live"] else "可以恢复" if row["restorable"] else "只能查看"
        return (
            f"第 {row['version']} 版  {local_moment(row['created_at'])}  {row['origin']}  "
            f"{row['characters']} 字  {state}  {named(row['title'])}"
        )

    print_results(results(load_settings(), "versions", {"document_id": document_id}), line, as_json)


@app.command()
def restore(
    document_id: _Id,
    version: Annotated[int, typer.Argument(help="版本号，见 pb-qa versions。")],
    as_json: Json = False,
) -> None:
    """恢复文档的一个旧版本：正文成为新版本，旧原件从回收站回到原处。"""
    arguments = {"document_id": document_id, "version": version}
    finish_reports(print_reports(load_settings(), "restore", arguments, as_json))


@app.command()
def undo(
    document_id: _Id,
    cut: Annotated[int, typer.Argument(help="第几处清理，从 0 数起，见 pb-qa show。")],
    as_json: Json = False,
) -> None:
    """撤销一处清理：清掉的文字回到正文，成为新版本；重读同一内容时不再清掉。"""
    arguments = {"document_id": document_id, "index": cut}
    finish_reports(print_reports(load_settings(), "undo", arguments, as_json))


@app.command()
def edit(
    document_id: _Id,
    title: Annotated[str | None, typer.Option(help="标题。")] = None,
    issuer: Annotated[str | None, typer.Option(help="发文机关。")] = None,
    number: Annotated[str | None, typer.Option(help="文号。")] = None,
    date: Annotated[
        str | None,
        typer.Option(help="日期：2018、2018-01-31、2018年1月31日都可以，知道多少写多少。"),
    ] = None,
    place: Annotated[str | None, typer.Option(help="地点。")] = None,
    as_json: Json = False,
) -> None:
    """更正文档的标题、发文机关、文号、日期、地点；写空（""）则恢复文档自己所说的。

    更正在文件更新、移除后放回时都保留。
    """
    given = {
        "title": title,
        "issuer": issuer,
        "number": number,
        "issued_on": date,
        "place": place,
    }
    if all(value is None for value in given.values()):
        raise PbQaError("请至少给出一项要更正的，如 --title 新标题。")
    arguments = {"document_id": document_id, **given}
    finish_reports(print_reports(load_settings(), "edit", arguments, as_json))


@app.command()
def changes(
    document_id: _Id,
    old: Annotated[int, typer.Argument(help="旧的版本号。")],
    new: Annotated[int, typer.Argument(help="新的版本号。")],
    as_json: Json = False,
) -> None:
    """逐词比较一个文档的两个版本：[-删去的-]，[+增加的+]，相同的长段落略去中间（……）。"""
    arguments = {"document_id": document_id, "old": old, "new": new}
    rows = results(load_settings(), "changes", arguments)
    if as_json:
        print_results(rows, str, as_json)
        return
    typer.echo(changes_text(rows))


@app.command()
def trash(as_json: Json = False) -> None:
    """列出回收站里的原件：移除的和被新文件替换的，最近的在前。

    移除的带着它以前的各个版本。要清空回收站，直接删除语料文件夹里的 .trash；没有命令会替您删。
    """

    def line(row: Row) -> str:
        kind = "已被替换" if row["replaced"] else "已移除"
        title = f"  {named(row['title'])}" if row["title"] else ""
        moment = local_moment(row["thrown_away_at"])
        taken = _TAKEN[row["place"]].format(title=row["taken_by"])
        return f"{kind}  {moment}  {row['size']} 字节{title}\n    {row['key']}{taken}"

    print_results(results(load_settings(), "trash", {}), line, as_json)


@app.command("put-back")
def put_back(
    keys: Annotated[list[str], typer.Argument(help="回收站里的文件，见 pb-qa trash。")],
    as_json: Json = False,
) -> None:
    """把回收站里的原件放回原处并读入资料库，以前的各个版本一并回来；原处已有别的文件时不覆盖。"""
    finish_reports(print_reports(load_settings(), "put_back", {"keys": keys}, as_json))


@app.command()
def verdicts(as_json: Json = False) -> None:
    """列出语料文件夹里没有收录的文件（拒收的、重复的）和原因。"""

    def line(row: Row) -> str:
        kind = "重复" if row["status"] == "duplicate" else "拒绝"
        return f"{kind}  {row['source']}：{row['reason']}"

    rows = list(results(load_settings(), "verdicts", {}))
    if not rows and not as_json:
        typer.echo("没有未收录的文件。")
    print_results(iter(rows), line, as_json)
