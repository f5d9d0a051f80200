"""The command line: questions, figures, health, and the way in; documents: `cli_documents`."""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Final, NoReturn

import typer

import pb_qa.cli_documents  # noqa: F401  (its commands belong to the application)
from pb_qa.answers import AnswerMode
from pb_qa.cli_base import Json, Row, app, existing, print_json, print_results, results, say
from pb_qa.cli_text import answer_text, figure_text, named
from pb_qa.cold_start import collect_less_often, skip_last_collection
from pb_qa.errors import LibraryDamagedError, PbQaError
from pb_qa.settings import load_settings

_log = logging.getLogger(__name__)
_REFUSED: Final = 2
# Typer gives out no other class of its usage errors; this is the base of them all.
_UsageError: type[typer.BadParameter] = typer.BadParameter.__mro__[1]

_Collection = Annotated[
    str, typer.Option(help="只在语料的这个文件夹（及其下）里找，如 法律；不写就是全部。")
]


@app.callback()
def _configure(
    verbose: Annotated[bool, typer.Option("--verbose", help="在标准错误输出运行细节。")] = False,
) -> None:
    logging.basicConfig(
        level=logging.INFO if verbose else logging.ERROR,
        stream=sys.stderr,
        format="%(asctime)s %(name)s %(message)s" if verbose else "%(message)s",
    )
    # It tells of work that takes long, e.g. embedding everything with another model.
    logging.getLogger("pb_qa.assistant").setLevel(logging.INFO if verbose else logging.WARNING)


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="要找的话。")],
    k: Annotated[int, typer.Option("-k", min=1, max=1000, help="最多几段。")] = 10,
    collection: _Collection = "",
    as_json: Json = False,
) -> None:
    """查找最相关的段落，最好的在前。"""

    def line(row: Row) -> str:
        place = f"{named(row['title'])}{row['start']}-{row['end']}"
        return f"{row['score']:.3f}  {place}\n{row['text']}\n"

    arguments = {"query": query, "k": k, "collection": collection}
    print_results(results(load_settings(), "search", arguments), line, as_json)


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="问题。")] = None,
    file: Annotated[
        Path | None,
        typer.Option(help='一行一个问题的 JSONL：{"id","question","history":[…]?,"collection"?}。'),
    ] = None,
    collection: _Collection = "",
    mode: Annotated[
        AnswerMode,
        typer.Option(
            help="extractive 摘录原文；generative 由语言模型归纳，逐句核对；auto 配置了模型就用。"
        ),
    ] = AnswerMode.AUTO,
    as_json: Json = False,
) -> None:
    """提问；回答逐句注明出处，资料里没有就说没有。"""
    if (question is None) == (file is None):
        raise PbQaError("请给出一个问题，或用 --file 给出问题文件，二者取一。")
    lines = [{"question": question}] if file is None else _question_lines(file)
    arguments = {"questions": lines, "collection": collection, "mode": mode.value}
    print_results(results(load_settings(), "ask", arguments), answer_text, as_json)


@app.command()
def model(as_json: Json = False) -> None:
    """测试配置的语言模型能不能用：向它发一个很短的请求；不能用时退出码为 1。"""
    (status,) = results(load_settings(), "model", {})
    print_results(iter([status]), lambda row: str(row["message"]), as_json)
    if not status["answers"]:
        raise typer.Exit(1)


@app.command()
def figures(
    query: Annotated[
        str, typer.Argument(help="指标的词，如“粮食总产量”；不写就列出通过筛选的全部数据。")
    ] = "",
    place: Annotated[str, typer.Option(help="地点，如 宁夏。")] = "",
    period: Annotated[
        str, typer.Option(help="时间：2011、2011-12 或 2010-2015；两端可用 .. 隔开。")
    ] = "",
    unit: Annotated[str, typer.Option(help="单位，如 万元；写 元 也找得到 万元。")] = "",
    document: Annotated[str, typer.Option(help="文档编号，或标题、路径里的词。")] = "",
    collection: _Collection = "",
    as_json: Json = False,
) -> None:
    """查找文档里的数据：每一条都有单位、时间、地点和原句。

    找到多少就列出多少；先是词语相符的，再是意思相近的。
    """
    from pb_qa.client import connect
    from pb_qa.ledger.periods import period_bounds

    start, end = period_bounds(period)
    arguments = {
        "query": query,
        "place": place,
        "period_from": start,
        "period_to": end,
        "unit": unit,
        "document": document,
        "collection": collection,
    }
    count = 0
    with connect(load_settings(), say) as client:
        for event in client.run("figures", arguments):
            if event.kind == "result":
                count += 1
                print_results(iter([event.data]), figure_text, as_json)
            elif event.data.get("nearest") and not as_json:
                say("最接近的指标：" + "、".join(event.data["nearest"]))
    if not as_json:
        say(f"共 {count} 条。" if count else "没有找到符合条件的数据。")


@app.command("eval")
def evaluate(
    file: Annotated[Path, typer.Argument(help="带标准答案的问题，JSONL，见 README。")],
    as_json: Json = False,
) -> None:
    """用带标准答案的问题测量检索与回答的质量。"""
    from pb_qa.client import connect
    from pb_qa.evaluation import Evaluation, gold_questions, metrics

    evaluation = Evaluation()
    with connect(load_settings(), say) as client:
        for gold in gold_questions(_question_lines(file)):
            asked = {"questions": [{"question": gold.question, "history": list(gold.history)}]}
            (answer,) = (e.data for e in client.run("ask", asked) if e.kind == "result")
            searched = {"query": answer["resolved_question"], "k": 10}
            found = [e.data for e in client.run("search", searched)]
            evaluation.record(gold, found, answer)
    summary = metrics(evaluation)
    if as_json:
        print_json(summary)
        return
    for name, value in summary.items():
        typer.echo(f"{name:28s} {value}")


@app.command("eval-figures")
def evaluate_figures(
    gold: Annotated[Path, typer.Argument(help="标注文件夹（*.jsonl），格式见 ANNOTATION.md。")],
    documents: Annotated[Path, typer.Argument(help="被标注的文件所在的文件夹，按内容的哈希对应。")],
    half: Annotated[
        str, typer.Option(help="只测一半：tune（调试用的）或 held（只测量的）；不写就都测。")
    ] = "",
    errors: Annotated[
        Path | None, typer.Option(help="把每一处不符写进这个文件，每行一个 JSON 对象。")
    ] = None,
    as_json: Json = False,
) -> None:
    """用人工标注测量数据提取的质量：数值与单位、限定词、类别、时间、指标。

    只读文件，不用资料库。找不到的文件跳过并说明。
    """
    from dataclasses import asdict

    from pb_qa.figure_evaluation import evaluate, read_gold

    stretches = [s for s in read_gold(existing(gold)) if half in ("", s.half)]
    if not stretches:
        raise PbQaError(f"标注里没有“{half}”这一半。可以写 tune 或 held，或者不写。")
    evaluation = evaluate(stretches, existing(documents), load_settings())
    for name, count in evaluation.skipped.items():
        say(f"跳过 {name}：文件夹里没有内容相同的文件（{count} 段标注）。")
    if errors is not None:
        lines = [json.dumps(asdict(fault), ensure_ascii=False) for fault in evaluation.faults]
        errors.write_text("".join(line + "\n" for line in lines), "utf-8")
    summary = evaluation.metrics()
    if as_json:
        print_json(summary)
        return
    for name, value in summary.items():
        typer.echo(f"{name:28s} {value}")


@app.command()
def doctor(
    repair: Annotated[bool, typer.Option(help="修复查出的问题，不重新计算向量。")] = False,
    as_json: Json = False,
) -> None:
    """检查语料文件夹、资料库与两个索引是否一致；不一致时退出码为 1。"""

    def line(row: Row) -> str:
        counts = (
            f"文档 {row['documents']}，段落 {row['passages']}，"
            f"向量 {row['vectors']}，关键词条目 {row['keyword_entries']}，"
            f"数据 {row['figures']}，数据条目 {row['figure_entries']}"
        )
        problems = [f"✗ {problem}" for problem in row["problems"]]
        return "\n".join(
            [counts, *problems, *(f"✓ {done}" for done in row["repaired"])]
            + (["一切正常。"] if row["healthy"] else [])
        )

    settings = load_settings()
    try:
        rows = list(results(settings, "doctor", {"repair": repair}))
    except LibraryDamagedError as error:
        if not repair:
            raise
        from pb_qa.storage.library_errors import start_over

        say(str(error))
        say(f"坏的资料库已改名为 {start_over(settings.data_dir)}，正在从原件重建。")
        for _ in results(settings, "sync", {}):
            pass
        rows = list(results(settings, "doctor", {"repair": True}))
    print_results(iter(rows), line, as_json)
    if not all(row["healthy"] for row in rows):
        raise typer.Exit(1)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="监听地址，默认 127.0.0.1。")] = None,
    port: Annotated[int | None, typer.Option(help="端口，默认 7860。")] = None,
) -> None:
    """打开网页：提问、查看原文、添加文件。启动后在后台读入语料文件夹。"""
    from pb_qa.web.launch import launch

    given = {"host": host, "port": port}
    launch(load_settings(**{name: value for name, value in given.items() if value is not None}))


# ---- files of questions


def _question_lines(file: Path) -> list[Row]:
    try:
        content = file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise PbQaError(f"读不了问题文件 {file}：它应当是 UTF-8 的 JSONL 文件。") from error
    rows: list[Row] = []
    for number, line in enumerate(content.splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise PbQaError(f"问题文件第 {number} 行不是 JSON：{file}") from error
        if not _is_question(row) or not all(map(_is_question, row.get("history") or [])):
            raise PbQaError(
                f"问题文件第 {number} 行没有 question，或 history 不是问答的列表：{file}"
            )
        rows.append(row)
    return rows


def _is_question(row: object) -> bool:
    return (
        isinstance(row, dict)
        and isinstance(row.get("question"), str)
        and isinstance(row.get("history") or [], list)
    )


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line; what goes wrong is said in a sentence, with exit code 2."""
    collect_less_often()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # Windows consoles default to a legacy code page.
            stream.reconfigure(encoding="utf-8", errors="replace")
    given = sys.argv[1:] if arguments is None else arguments
    try:
        code = app(arguments if given else ["--help"], prog_name="pb-qa", standalone_mode=False)
    except PbQaError as error:
        code = _refuse(str(error))
    except _UsageError as error:
        code = _refuse(f"命令的写法不对（{error.format_message()}）。用 pb-qa --help 查看用法。")
    except BrokenPipeError:
        # Whoever read the output has read enough, e.g. `head`; nothing is left to flush.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = 1
    except OSError as error:
        _log.info("unexpected", exc_info=error)
        place = f"：{error.filename}" if error.filename else ""
        code = _refuse(
            f"文件或文件夹不能用{place}（{error.strerror or error}）。请检查路径、权限和磁盘空间。"
        )
    skip_last_collection()
    raise SystemExit(code)


def _refuse(message: str) -> int:
    typer.echo(f"错误：{message}", err=True)
    return _REFUSED


if __name__ == "__main__":
    main()
