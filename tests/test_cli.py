"""Every command, as typed: what it prints, what it leaves behind, how it ends."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import typer.main
from processes import PB_QA, Home, RunningApp, run_command
from small_corpus import FIGURE, FILES, QUESTION, QUESTIONS, SOURCE, UNANSWERABLE, write_corpus

from pb_qa.cli import app, main
from pb_qa.cli_text import changes_text, local_moment
from pb_qa.settings import load_settings
from pb_qa.storage.ownership import own, read_owner

Row = dict[str, Any]

REPORT_KEYS = {
    "path", "status", "of", "document_id", "source", "title", "passages", "figures", "seconds",
    "reason", "repost_of",
}  # fmt: skip
SHOW_KEYS = {
    "document_id", "title", "issuer", "number", "issued_on", "publisher", "source", "text",
    "receipt", "versions",
}  # fmt: skip
SEARCH_KEYS = {
    "passage_id", "document_id", "source", "title", "text", "start", "end", "score",
}  # fmt: skip
ANSWER_KEYS = {
    "id", "question", "answer", "direct", "figures", "reckoned", "working", "abstained",
    "sentences", "nearest", "coverage", "notes", "seconds",
}  # fmt: skip
ANSWER_FIGURE_KEYS = {
    "text", "unit", "indicator", "place", "period", "period_start", "period_end",
    "period_words", "condition", "aim",
    "number", "document_id", "start", "end",
}  # fmt: skip
CITATION_KEYS = {
    "number", "document_id", "source", "title", "passage_id", "start", "end", "quote",
    "also",
}  # fmt: skip
FIGURE_KEYS = {
    "value", "unit", "base_value", "base_unit", "qualifier", "kind", "indicator", "place", "period",
    "quote", "document_id", "source", "title", "start", "end",
}  # fmt: skip
NEAREST_KEYS = {"document_id", "source", "passage_id", "start", "end", "text"}
COMMANDS = typer.main.get_command(app).commands  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Result:
    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[Row]:
        """One JSON object a line, and nothing else."""
        assert self.out == "" or self.out.endswith("\n")
        rows = [json.loads(line) for line in self.out.split("\n")[:-1]]
        assert all(isinstance(row, dict) for row in rows)
        return rows


Run = Callable[..., Result]


@pytest.fixture
def run(home: Home, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run a command in this process, as the script does."""

    def run_(*arguments: str | Path) -> Result:
        capfd.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        return Result(int(ended.value.code or 0), out, err)

    return run_


@pytest.fixture
def corpus(home: Home) -> Path:
    return write_corpus(home.folder / "文件")


@pytest.fixture
def library(run: Run, corpus: Path) -> dict[str, str]:
    """The corpus, read: document ids by source."""
    result = run("sync", corpus, "--json")
    assert result.code == 0, result.err
    return {row["source"]: row["document_id"] for row in result.rows}


def statuses(result: Result) -> dict[str, str]:
    return {row["source"] or row["path"]: row["status"] for row in result.rows}


# ---- help and errors


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_each_command_explains_itself_and_its_parameters(name: str, run: Run) -> None:
    result = run(name, "--help")
    assert (result.code, result.err) == (0, "")
    usage, description = result.out.split("\n\n")[:2]
    assert f"pb-qa {name}" in usage
    assert re.search(r"[\u4e00-\u9fff]{6}.*。", description.replace("\n", ""))
    for parameter in COMMANDS[name].params:
        if parameter.name != "help":
            assert getattr(parameter, "help", None), f"{name} {parameter.name}"


def test_help_lists_every_command(run: Run) -> None:
    assert run().out == run("--help").out
    for name in COMMANDS:
        assert re.search(rf"^  {name} +\S", run("--help").out, re.MULTILINE)
    assert set(COMMANDS) == {
        "sync", "add", "list", "show", "remove", "versions", "restore", "undo", "edit", "changes",
        "trash", "put-back", "verdicts", "search", "ask", "figures", "eval", "eval-figures",
        "doctor", "serve", "model",
    }  # fmt: skip


@pytest.mark.parametrize(
    "arguments",
    [
        ["frob"],
        ["ask"],
        ["ask", "问题", "--file", "q.jsonl"],
        ["ask", "--file", "没有.jsonl"],
        ["ask", "--file", "坏.jsonl"],
        ["ask", "--file", "坏历史.jsonl"],
        ["eval", "没有.jsonl"],
        ["search", "词", "-k", "0"],
        ["search"],
        ["add"],
        ["show", "没有这个编号"],
        ["versions", "没有这个编号"],
        ["restore", "没有这个编号", "1"],
        ["undo", "没有这个编号", "0"],
        ["edit", "没有这个编号", "--title", "新"],
        ["edit", "没有这个编号"],
        ["changes", "没有这个编号", "1", "2"],
        ["figures", "--period", "去年"],
        ["figures", "--period", "2015-2010"],
        ["sync", "没有这个文件夹"],
        ["list", "--nonsense"],
    ],
    ids=lambda arguments: " ".join(arguments),
)
def test_what_cannot_be_done_is_one_chinese_sentence(
    arguments: list[str], run: Run, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(home.folder)
    Path("坏.jsonl").write_text('{"question": "好"}\n{"question"\n', "utf-8")
    Path("坏历史.jsonl").write_text('{"question": "好", "history": [{"q": 1}]}\n', "utf-8")
    result = run(*arguments)
    assert (result.code, result.out) == (2, "")
    assert re.fullmatch(r"错误：.*[\u4e00-\u9fff]+.*\n", result.err), result.err


@pytest.mark.parametrize(
    ("name", "value"),
    [("PB_QA_PORT", "八千"), ("PB_QA_PARSE_SECONDS", "0"), ("PB_QA_DATA_DIR", os.devnull)],
)
def test_a_setting_that_cannot_be_used_is_named(
    name: str, value: str, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    result = run("list")
    assert (result.code, result.out) == (2, "")
    assert (name if name != "PB_QA_DATA_DIR" else value) in result.err
    assert result.err.count("\n") == 1


# ---- documents


def test_sync_mirrors_the_folder(run: Run, corpus: Path) -> None:
    (corpus / "扫描件.pdf").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    first = run("sync", corpus, "--json")
    assert first.code == 1
    assert all(set(row) == REPORT_KEYS for row in first.rows)
    assert statuses(first) == {**dict.fromkeys(FILES, "added"), "扫描件.pdf": "rejected"}
    rejected = next(row for row in first.rows if row["status"] == "rejected")
    assert rejected["reason"].endswith("。") and rejected["document_id"] is None
    added = next(row for row in first.rows if row["source"] == SOURCE)
    assert added["passages"] >= 1 and added["title"] == "清河县党建工作指导员选派情况"

    (corpus / "扫描件.pdf").unlink()
    (corpus / SOURCE).write_text("# 改过\n\n全县共选派党建工作指导员400名。\n", "utf-8")
    (corpus / "制度" / "考核办法.html").unlink()
    shutil.copy(corpus / "工作报告/2010年工作报告.txt", corpus / "副本.txt")
    second = run("sync", "--json")
    assert second.code == 0
    assert statuses(second) == {
        SOURCE: "replaced",
        "工作报告/2010年工作报告.txt": "unchanged",
        "工作报告/2011年工作报告.txt": "unchanged",
        "副本.txt": "duplicate",
        "制度/考核办法.html": "removed",
    }
    duplicate = next(row for row in second.rows if row["status"] == "duplicate")
    assert duplicate["of"] in {row["document_id"] for row in run("list", "--json").rows}
    assert "400名" in run("ask", QUESTION, "--json").rows[0]["answer"]
    assert "316" not in run("ask", QUESTION, "--json").rows[0]["answer"]


def test_each_folder_has_a_library_of_its_own_and_the_last_one_is_remembered(
    run: Run, home: Home, library: dict[str, str]
) -> None:
    other = home.folder / "别处"
    other.mkdir()
    (other / "甲.txt").write_text("安平乡2015年粮食产量为7.7万吨。\n", "utf-8")
    assert statuses(run("sync", other, "--json")) == {"甲.txt": "added"}
    assert [row["source"] for row in run("list", "--json").rows] == ["甲.txt"]
    assert run("ask", QUESTION, "--json").rows[0]["abstained"]
    again = run("sync", home.folder / "文件", "--json")
    assert set(statuses(again).values()) == {"unchanged"} and set(statuses(again)) == set(library)
    assert {row["document_id"] for row in run("list", "--json").rows} == set(library.values())
    assert "7.7" not in run("search", "安平乡粮食产量", "--json").out


def test_one_data_folder_mirrors_the_folder_it_was_told_last(
    run: Run, home: Home, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PB_QA_DATA_DIR", str(home.folder / "库"))
    run("sync", corpus)
    other = home.folder / "别处"
    other.mkdir()
    (other / "甲.txt").write_text("安平乡2015年粮食产量为7.7万吨。\n", "utf-8")
    expected = {**dict.fromkeys(FILES, "removed"), "甲.txt": "added"}
    assert statuses(run("sync", other, "--json")) == expected
    assert [row["source"] for row in run("list", "--json").rows] == ["甲.txt"]
    assert statuses(run("sync", "--json")) == {"甲.txt": "unchanged"}
    assert (corpus / SOURCE).is_file()


def test_a_missing_folder_empties_nothing(
    run: Run, corpus: Path, library: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PB_QA_CORPUS_DIR", str(corpus))
    corpus.rename(corpus.with_name("拔掉的盘"))
    result = run("sync")
    assert result.code == 2 and "语料文件夹不存在" in result.err
    assert len(run("list", "--json").rows) == len(library)


def test_add_copies_in_and_tells_what_became_of_each_file(
    run: Run, home: Home, corpus: Path, library: dict[str, str]
) -> None:
    inbox = home.folder / "收件"
    (inbox / "各乡镇").mkdir(parents=True)
    (inbox / "各乡镇" / "安平乡.txt").write_text("安平乡有党员215名。\n", "utf-8")
    result = run("add", inbox, "--json")
    assert result.code == 0 and all(set(row) == REPORT_KEYS for row in result.rows)
    assert statuses(result) == {"收件/各乡镇/安平乡.txt": "added"}
    assert (corpus / "收件" / "各乡镇" / "安平乡.txt").read_text("utf-8") == "安平乡有党员215名。\n"
    assert statuses(run("add", inbox, "--json")) == {"收件/各乡镇/安平乡.txt": "unchanged"}

    copy = home.folder / "另存.txt"
    shutil.copy(inbox / "各乡镇" / "安平乡.txt", copy)
    (row,) = run("add", copy, "--json").rows
    (original,) = (r for r in run("list", "--json").rows if r["source"].endswith("安平乡.txt"))
    assert (row["status"], row["of"]) == ("duplicate", original["document_id"])
    assert not (corpus / "另存.txt").exists()

    (inbox / "各乡镇" / "安平乡.txt").write_text("安平乡有党员230名。\n", "utf-8")
    assert statuses(run("add", inbox, "--json")) == {"收件/各乡镇/安平乡.txt": "replaced"}
    (trashed,) = (corpus / ".trash").rglob("安平乡.txt")
    assert trashed.read_text("utf-8") == "安平乡有党员215名。\n"
    shown = run("show", original["document_id"], "--json").rows[0]
    assert [version["version"] for version in shown["versions"]] == [1, 2]
    assert "230名" in run("ask", "安平乡有多少名党员？", "--json").rows[0]["answer"]

    picture = home.folder / "照片.docx"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    mixed = run("add", picture, home.folder / "没有.txt", "--json")
    assert mixed.code == 1 and set(statuses(mixed).values()) == {"rejected"}
    assert all(row["reason"] for row in mixed.rows)
    assert not (corpus / "照片.docx").exists()


def test_a_removed_document_never_answers_again(
    run: Run, corpus: Path, library: dict[str, str]
) -> None:
    original = (corpus / SOURCE).read_bytes()
    result = run("remove", library[SOURCE], "--json")
    assert result.code == 0 and statuses(result) == {SOURCE: "removed"}
    assert not (corpus / SOURCE).exists()
    (trashed,) = (corpus / ".trash").rglob(Path(SOURCE).name)
    assert trashed.read_bytes() == original
    assert SOURCE not in {row["source"] for row in run("search", QUESTION, "--json").rows}
    assert SOURCE not in statuses(run("sync", "--json"))
    assert SOURCE not in {row["source"] for row in run("list", "--json").rows}
    assert "316" not in run("ask", QUESTION, "--json").out
    unknown = run("remove", library[SOURCE], "--json")
    assert unknown.code == 1 and unknown.rows[0]["status"] == "rejected"


def test_show_gives_back_what_was_cut(run: Run, library: dict[str, str]) -> None:
    source = "工作报告/2011年工作报告.txt"
    (row,) = run("show", library[source], "--json").rows
    assert set(row) >= SHOW_KEYS
    assert "责任编辑" not in row["text"]
    restored = row["text"]
    for cut in reversed(row["receipt"]):
        assert set(cut) == {"start", "end", "original", "reason"} and cut["reason"]
        restored = restored[: cut["start"]] + cut["original"] + restored[cut["end"] :]
    assert restored == FILES[source][1]


def test_a_document_is_corrected_and_its_versions_are_kept(
    run: Run, corpus: Path, library: dict[str, str]
) -> None:
    source = "工作报告/2011年工作报告.txt"
    document_id = library[source]
    receipt = run("show", document_id, "--json").rows[0]["receipt"]
    (index,) = [n for n, cut in enumerate(receipt) if "责任编辑" in cut["original"]]
    assert f"[{index}] 位置" in run("show", document_id).out
    (undone,) = run("undo", document_id, str(index), "--json").rows
    assert set(undone) == REPORT_KEYS and undone["status"] == "replaced"
    assert "责任编辑" in run("show", document_id, "--json").rows[0]["text"]
    edited = run("edit", document_id, "--title", "改过的标题", "--date", "2012-01")
    assert edited.code == 0 and source in edited.out + edited.err
    refused = run("edit", document_id, "--date", "去年")
    assert refused.code == 2 and "请写成 2018" in refused.err
    (row,) = (r for r in run("list", "--json").rows if r["source"] == source)
    assert (row["title"], row["issued_on"]) == ("改过的标题", "2012-01")

    rows = run("versions", document_id, "--json").rows
    assert [(v["version"], v["origin"], v["live"], v["restorable"]) for v in rows] == [
        (3, "修改标题、日期", True, False),
        (2, "撤销一处清理", False, True),
        (1, "读入文件", False, True),
    ]
    listed = run("versions", document_id).out
    assert "第 2 版" in listed and "+00:00" not in listed and not re.search(r"\dT\d", listed)
    assert run("restore", document_id, "1", "--json").rows[0]["status"] == "replaced"
    told = run("changes", document_id, "2", "4", "--json").rows
    assert ["责任编辑" in row["text"] for row in told if row["kind"] == "removed"] == [True]
    assert "[-" in run("changes", document_id, "2", "4").out


def test_what_was_removed_is_put_back(run: Run, corpus: Path, library: dict[str, str]) -> None:
    run("remove", library[SOURCE])
    (trashed,) = run("trash", "--json").rows
    assert (trashed["source"], trashed["replaced"]) == (SOURCE, False)
    assert trashed["title"] == "清河县党建工作指导员选派情况"
    assert trashed["key"] in run("trash").out
    assert statuses(run("put-back", trashed["key"], "--json")) == {SOURCE: "added"}
    assert run("trash", "--json").rows == []
    assert FIGURE in run("ask", QUESTION).out
    again = run("put-back", trashed["key"])
    assert again.code == 1 and "回收站里没有" in again.out + again.err


def test_moments_and_comparisons_are_written_as_people_read_them() -> None:
    assert re.fullmatch(r"2026-11-2[1-3] [0-9:]{8}", local_moment("2026-11-22T13:05:09+00:00"))
    same = "甲" * 30 + "乙" * 10 + "丙" * 30
    rows = [
        {"kind": "same", "text": same},
        {"kind": "removed", "text": same},
        {"kind": "same", "text": "丁" * 60},
        {"kind": "added", "text": "新"},
    ]
    folded = "甲" * 30 + "……" + "丙" * 30
    assert changes_text(rows) == f"{folded}[-{same}-]{'丁' * 60}[+新+]"


def test_verdicts_are_listed(run: Run, corpus: Path, library: dict[str, str]) -> None:
    assert run("verdicts").out == "没有未收录的文件。\n"
    assert run("verdicts", "--json").out == ""
    (corpus / "坏.docx").write_bytes(b"PK\x03\x04 broken")
    shutil.copy(corpus / SOURCE, corpus / "副本.md")
    run("sync")
    rows = {row["source"]: row for row in run("verdicts", "--json").rows}
    assert {source: row["status"] for source, row in rows.items()} == {
        "坏.docx": "rejected",
        "副本.md": "duplicate",
    }
    assert all(set(row) == REPORT_KEYS for row in rows.values())
    assert "拒绝  坏.docx" in run("verdicts").out


# ---- questions


def test_search_gives_spans_best_first(run: Run, library: dict[str, str]) -> None:
    texts = {i: run("show", i, "--json").rows[0]["text"] for i in library.values()}
    rows = run("search", "指导员培训班", "-k", "3", "--json").rows
    assert 1 <= len(rows) <= 3 and rows[0]["source"] == SOURCE
    assert all(set(row) == SEARCH_KEYS for row in rows)
    assert [row["score"] for row in rows] == sorted((r["score"] for r in rows), reverse=True)
    assert all(texts[r["document_id"]][r["start"] : r["end"]] == r["text"] for r in rows)
    assert len(run("search", "清河县", "-k", "2", "--json").rows) == 2


def test_ask_answers_with_spans(run: Run, library: dict[str, str]) -> None:
    (row,) = run("ask", QUESTION, "--json").rows
    assert set(row) >= ANSWER_KEYS
    assert row["answer"].startswith(FIGURE) and not row["abstained"] and row["nearest"] == []
    assert set(row["coverage"]) == {"cited", "matched"}
    text = run("show", library[SOURCE], "--json").rows[0]["text"]
    direct = row["direct"]
    assert set(direct) == {"text", "document_id", "start", "end"}
    assert (direct["document_id"], direct["text"]) == (library[SOURCE], FIGURE)
    assert text[direct["start"] : direct["end"]] == FIGURE
    for citation in row["sentences"][0]["citations"]:
        assert set(citation) == CITATION_KEYS
        assert text[citation["start"] : citation["end"]] == citation["quote"]


def test_ask_says_when_the_documents_do_not_tell(run: Run, library: dict[str, str]) -> None:
    (row,) = run("ask", UNANSWERABLE, "--json").rows
    assert row["abstained"] and row["direct"] is None and row["sentences"] == []
    assert row["nearest"] and all(set(nearest) == NEAREST_KEYS for nearest in row["nearest"])
    assert "没有找到" in run("ask", UNANSWERABLE).out


def test_questions_can_be_limited_to_a_folder(
    run: Run, home: Home, library: dict[str, str]
) -> None:
    folder = SOURCE.rpartition("/")[0]
    (there,) = run("ask", QUESTION, "--collection", folder, "--json").rows
    assert there["answer"].startswith(FIGURE) and there["collection"] == folder
    (elsewhere,) = run("ask", QUESTION, "--collection", "制度", "--json").rows
    assert elsewhere["abstained"] and elsewhere["notes"] == [
        "所选范围“制度”里没有找到；别的文件夹里有相关内容。"
    ]
    found = run("search", QUESTION, "--collection", "制度", "--json").rows
    assert found and all(row["source"].startswith("制度/") for row in found)
    figures = run("figures", "--collection", "工作报告", "--json").rows
    assert figures and all(row["source"].startswith("工作报告/") for row in figures)
    for command in (("ask", QUESTION), ("search", QUESTION), ("figures", "产值")):
        refused = run(*command, "--collection", "没有")
        assert refused.code == 2 and "没有文件夹“没有”" in refused.err and "制度" in refused.err
    # A follow-up keeps the range of the turn before it, unless it names its own.
    earlier = {"question": QUESTION, "answer": "", "collection": "制度"}
    lines = [
        {"question": QUESTION, "history": [earlier]},
        {"question": QUESTION, "history": [earlier], "collection": ""},
    ]
    file = home.folder / "范围.jsonl"
    file.write_text("\n".join(json.dumps(line) for line in lines), "utf-8")
    kept, widened = run("ask", "--file", file, "--json").rows
    assert kept["abstained"] and kept["collection"] == "制度"
    assert not widened["abstained"] and widened["collection"] == ""


def test_ask_takes_a_file_with_histories(run: Run, home: Home, library: dict[str, str]) -> None:
    file = home.folder / "问题.jsonl"
    earlier = {"question": "2011年全县生产总值是多少？", "answer": "98.1亿元"}
    lines = [
        {"id": "甲", "question": "2011年全县生产总值是多少？"},
        {"id": "乙", "question": "那2010年呢？", "history": [earlier]},
        {"id": 3, "question": QUESTION, "history": None},
    ]
    content = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    file.write_text(f"\ufeff{content}\n\n", "utf-8")
    rows = run("ask", "--file", file, "--json").rows
    assert [row["id"] for row in rows] == ["甲", "乙", 3]
    assert "98.1" in rows[0]["answer"] and "86.5" in rows[1]["answer"]
    assert FIGURE in rows[2]["answer"]


def test_what_people_read_names_its_sources(run: Run, library: dict[str, str]) -> None:
    answer = run("ask", QUESTION)
    assert (
        answer.out.startswith(FIGURE)
        and f"[1] 《清河县党建工作指导员选派情况》{SOURCE}" in answer.out
    )
    assert library[SOURCE] in run("list").out
    assert "清理掉" in run("show", library[SOURCE]).out
    assert FIGURE in run("search", QUESTION).out


def test_figures_that_answer_are_given_with_their_spans(run: Run, library: dict[str, str]) -> None:
    (row,) = run("ask", "粮食总产量是多少", "--json").rows
    stated = [(figure["text"], figure["period"]) for figure in row["figures"]]
    assert stated == [("33.2万吨", "2011年"), ("31.6万吨", "2010年")]
    quotes = {c["number"]: c for s in row["sentences"] for c in s["citations"]}
    for figure in row["figures"]:
        assert set(figure) == ANSWER_FIGURE_KEYS
        text = run("show", figure["document_id"], "--json").rows[0]["text"]
        assert text[figure["start"] : figure["end"]] == figure["text"]
        cited = quotes[figure["number"]]
        assert cited["start"] <= figure["start"] < figure["end"] <= cited["end"]
    lines = run("ask", "粮食总产量是多少").out.split("\n")
    assert lines[:2] == ["33.2万吨  2011年  粮食总产量[1]", "31.6万吨  2010年  粮食总产量[2]"]
    assert "粮食总产量为31.6万吨。[2]" in lines


def test_what_is_reckoned_shows_its_working(run: Run, library: dict[str, str]) -> None:
    question = "2010年和2011年生产总值相差多少？"
    (row,) = run("ask", question, "--json").rows
    working = "98.1亿元（2011年） － 86.5亿元（2010年） ＝ 11.6亿元"
    assert (row["reckoned"], row["working"]) == ("11.6亿元", working)
    assert [figure["text"] for figure in row["figures"]] == ["98.1亿元", "86.5亿元"]
    out = run("ask", question).out
    assert out.startswith(f"11.6亿元（计算得出）\n  {working}\n98.1亿元  2011年")
    assert "[2] 《清河县2010年工作报告》" in out


def test_another_year_is_offered_as_such_with_its_source(run: Run, library: dict[str, str]) -> None:
    question = "2020年粮食总产量是多少？"
    (row,) = run("ask", question, "--json").rows
    assert row["abstained"] and row["notes"] == ["没有2020年的数据；有2011年的：33.2万吨。"]
    assert row["sentences"][0]["citations"][0]["quote"] == "粮食总产量为33.2万吨。"
    out = run("ask", question).out
    assert out.startswith("没有2020年的数据；有2011年的：33.2万吨。\n  粮食总产量为33.2万吨。[1]\n")
    assert "[1] 《清河县2011年工作报告》工作报告/2011年工作报告.txt" in out


def test_eval_counts_what_was_shown(run: Run, home: Home, library: dict[str, str]) -> None:
    file = home.folder / "带答案.jsonl"
    lines: list[Row] = [
        {"question": question, "gold": [Path(source).stem], "answers": [answer]}
        for question, source, answer in QUESTIONS
    ]
    lines[0]["answers"] = ["没有的话"]
    lines[1]["gold"] = ["别的文件"]
    lines.append({"question": UNANSWERABLE, "gold": [], "answers": [], "unanswerable": True})
    file.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")
    (row,) = run("eval", file, "--json").rows
    assert (row["questions"], row["answerable"]) == (6, 5)
    assert row["first_three"] == 0.8 and row["first_sentence"] <= 0.8
    assert row["hit@1"] <= row["hit@5"] <= row["hit@10"] == 0.8
    assert row["hit@1"] <= row["mrr@10"] <= row["hit@10"]
    assert (row["abstention_precision"], row["abstention_recall"]) == (1.0, 1.0)
    assert row["median_characters"] > 0
    assert "first_sentence" in run("eval", file).out


# ---- figures


def values(result: Result) -> list[str]:
    assert result.code == 0, result.err
    return [row["value"] + row["unit"] for row in result.rows]


def test_figures_are_listed_with_sentence_and_place(run: Run, library: dict[str, str]) -> None:
    result = run("figures", "--json")
    rows = result.rows
    assert len(rows) >= 20 and result.err == ""
    for row in rows:
        assert set(row) >= FIGURE_KEYS
        text = run("show", row["document_id"], "--json").rows[0]["text"]
        assert text[row["start"] : row["end"]] == row["quote"]
        assert row["start"] <= row["number_start"] < row["number_end"] <= row["end"]
        assert isinstance(row["aim"], bool)
    (guides,) = run(
        "figures", "选派党建工作指导员", "--unit", "名", "--period", "2012", "--json"
    ).rows
    expected = {"value": "316", "unit": "名", "base_value": "316", "base_unit": "名",
                "kind": "level", "period": "2012年6月底", "document_id": library[SOURCE],
                "source": SOURCE, "title": "清河县党建工作指导员选派情况"}  # fmt: skip
    assert {name: guides[name] for name in expected} == expected
    assert guides["period_start"] == guides["period_end"] == "2012-06-30"


def test_figures_are_filtered(run: Run, library: dict[str, str]) -> None:
    assert values(run("figures", "生产总值", "--unit", "元", "--json")) == ["86.5亿元", "98.1亿元"]
    assert values(run("figures", "生产总值", "--period", "2011", "--unit", "亿元", "--json")) == [
        "98.1亿元"
    ]
    assert values(run("figures", "粮食总产量", "--period", "2010-2011", "--json")) == [
        "31.6万吨",
        "33.2万吨",
    ]
    assert values(run("figures", "2010年粮食产量", "--json")) == ["31.6万吨"]
    of_report = run("figures", "--document", "2010年工作报告", "--json")
    by_id = run("figures", "--document", library["工作报告/2010年工作报告.txt"], "--json")
    assert of_report.rows == by_id.rows and len(of_report.rows) >= 5
    assert {row["source"] for row in of_report.rows} == {"工作报告/2010年工作报告.txt"}
    assert values(run("figures", "--place", "清河", "--unit", "期", "--json")) == ["9期"]
    assert values(run("figures", "--place", "火星", "--json")) == []


def test_figures_as_a_person_reads_them(run: Run, library: dict[str, str]) -> None:
    result = run("figures", "生产总值")
    assert re.search(r"生产总值  98\.1亿元  2011年\n    2011年全县生产总值达到", result.out)
    assert "增 13.4%" in result.out and result.err == "共 4 条。\n"
    nothing = run("figures", "2020年粮食总产量")
    assert (nothing.code, nothing.out) == (0, "")
    assert re.fullmatch(r"最接近的指标：.*粮食总产量.*\n没有找到符合条件的数据。\n", nothing.err)


def test_removed_documents_state_no_figures(run: Run, library: dict[str, str]) -> None:
    run("remove", library["工作报告/2011年工作报告.txt"], "--json")
    assert values(run("figures", "粮食总产量", "--json")) == ["31.6万吨"]


# ---- repair


def test_doctor_mends_lost_indexes_without_the_originals(
    run: Run, corpus: Path, library: dict[str, str]
) -> None:
    before = run("search", QUESTION, "--json").rows
    (healthy,) = run("doctor", "--json").rows
    assert healthy["healthy"] and healthy["problems"] == [] and healthy["documents"] == len(FILES)
    assert healthy["passages"] == healthy["vectors"] == healthy["keyword_entries"] > 0
    data = load_settings(corpus_dir=corpus).data_dir
    assert healthy["figures"] == healthy["figure_entries"] > 0
    for index in ("vectors", "keywords", "figures"):
        shutil.rmtree(data / index)
    mended = run("doctor", "--repair", "--json")
    assert mended.code == 0 and mended.rows[0]["healthy"]
    assert mended.rows[0]["vectors"] == healthy["vectors"]
    assert run("search", QUESTION, "--json").rows == before
    (corpus / "新来的.txt").write_text("还没有同步的文件。\n", "utf-8")
    ill = run("doctor", "--json")
    assert ill.code == 1 and "新来的.txt" in ill.rows[0]["problems"][0]
    assert "✗" in run("doctor").out


# ---- one owner


def test_a_second_owner_is_refused_at_once(home: Home, corpus: Path) -> None:
    with own(load_settings(corpus_dir=corpus).data_dir):
        result = run_command(home, "list", more={"PB_QA_CORPUS_DIR": str(corpus)})
    assert (result.returncode, result.stdout) == (2, "")
    assert f"另一个 pb-qa 命令（进程 {os.getpid()}）使用" in result.stderr


def test_a_killed_app_owns_nothing(
    home: Home, corpus: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PB_QA_CORPUS_DIR", str(corpus))
    running = RunningApp(home, more={"PB_QA_CORPUS_DIR": str(corpus)})
    running.process.kill()
    running.process.wait()
    running.stop()
    left_behind = read_owner(load_settings().data_dir)
    assert left_behind is not None and left_behind.port
    asked = run("ask", QUESTION, "--json")
    assert asked.code == 0 and FIGURE in asked.rows[0]["answer"]
    assert run("doctor").code == 0
    assert read_owner(load_settings().data_dir) is None


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Home, RunningApp]]:
    folder = tmp_path_factory.mktemp("served")
    home = Home(folder)
    write_corpus(folder / "文件")
    running = RunningApp(home, more={"PB_QA_CORPUS_DIR": str(folder / "文件")})
    yield home, running
    assert running.stop() == 0


@pytest.fixture
def with_app(
    served: tuple[Home, RunningApp], monkeypatch: pytest.MonkeyPatch, run: Run
) -> tuple[Home, Run]:
    home, _ = served
    for name, value in home.variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PB_QA_CORPUS_DIR", str(home.folder / "文件"))
    return home, run


def without_times(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: without_times(v) for k, v in value.items() if k != "seconds"}
    return [without_times(v) for v in value] if isinstance(value, list) else value


def test_through_the_app_everything_is_as_without_it(
    with_app: tuple[Home, Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    home, run = with_app
    questions = home.folder / "问题.jsonl"
    asked = [question for question, _, _ in QUESTIONS] + [UNANSWERABLE]
    lines = (json.dumps({"id": n, "question": q}) for n, q in enumerate(asked))
    questions.write_text("\n".join(lines), "utf-8")
    ids = [row["document_id"] for row in run("list", "--json").rows]
    assert len(ids) == len(FILES)
    calls: list[tuple[str, ...]] = [
        ("list", "--json"),
        ("show", ids[0], "--json"),
        ("search", QUESTION, "--json"),
        ("ask", "--file", str(questions), "--json"),
        ("figures", "--json"),
        ("figures", "生产总值", "--period", "2011"),
        ("figures", "2020年粮食产量"),
        ("figures", "--period", "2015-2010"),
        ("sync", "--json"),
        ("doctor", "--json"),
        ("show", "没有这个编号"),
        ("ask", QUESTION),
    ]
    remote = [run(*call) for call in calls]
    assert read_owner(load_settings().data_dir) is not None
    monkeypatch.setenv("PB_QA_DATA_DIR", str(home.folder / "本地的库"))
    assert run("sync").code == 0
    local = [run(*call) for call in calls]
    for call, there, here in zip(calls, remote, local, strict=True):
        assert (there.code, there.err) == (here.code, here.err), call
        if "--json" in call:
            assert without_times(there.rows) == without_times(here.rows), call
        else:
            assert there.out == here.out


def test_the_app_adds_and_removes_for_a_command(with_app: tuple[Home, Run]) -> None:
    home, run = with_app
    new = home.folder / "安平乡.txt"
    new.write_text("安平乡有党员215名。\n", "utf-8")
    (row,) = run("add", new, "--json").rows
    assert row["status"] == "added"
    assert "215名" in run("ask", "安平乡有多少名党员？", "--json").rows[0]["answer"]
    assert statuses(run("remove", row["document_id"], "--json")) == {"安平乡.txt": "removed"}
    assert "215" not in run("ask", "安平乡有多少名党员？", "--json").out
    refused = run("add", home.folder / "没有.txt", "--json")
    assert refused.code == 1 and refused.rows[0]["status"] == "rejected"


def test_the_app_refuses_a_wrong_token(served: tuple[Home, RunningApp]) -> None:
    _, running = served
    url = f"{running.address}/api/commands/list"
    with httpx.Client(trust_env=False) as http:
        for shown in ("", "Bearer", "Bearer 错的", "Basic x"):
            response = http.post(url, json={}, headers={"Authorization": shown.encode()})
            assert response.status_code == 403 and SOURCE not in response.text


def test_a_second_app_on_the_same_library_is_refused(with_app: tuple[Home, Run]) -> None:
    _, run = with_app
    result = run("serve", "--port", "0")
    assert (result.code, result.out) == (2, "")
    assert "一个正在运行的 pb-qa" in result.err


# ---- a real terminal, a real pipe


def test_the_script_prints_utf8_whatever_the_locale(home: Home, corpus: Path) -> None:
    more = {"LC_ALL": "C", "PYTHONIOENCODING": "latin-1"}
    result = run_command(home, "sync", corpus, "--json", more=more)
    assert result.returncode == 0
    assert {json.loads(line)["source"] for line in result.stdout.splitlines()} == set(FILES)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows 的文件名都是 Unicode")
def test_names_that_are_not_utf8(home: Home, corpus: Path, with_app: tuple[Home, Run]) -> None:
    folder = os.fsdecode(os.fsencode(home.folder) + "/乡镇".encode("gb18030"))
    try:
        os.mkdir(folder)
    except OSError:
        pytest.skip("这个文件系统只收 UTF-8 的文件名")
    refused = run_command(home, "sync", folder)
    assert refused.returncode == 2 and "不是 UTF-8" in refused.stderr
    file = Path(folder, os.fsdecode("安平乡.txt".encode("gb18030")))
    file.write_text("安平乡有党员215名。\n", "utf-8")
    _, run = with_app
    (row,) = run("add", file, "--json").rows
    assert (row["status"], row["source"]) == ("added", "安平乡.txt")
    assert run("remove", row["document_id"]).code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows 没有伪终端")
def test_a_terminal_sees_progress_and_a_pipe_does_not(home: Home, corpus: Path) -> None:
    import pty
    import subprocess

    leader, follower = pty.openpty()
    environment = home.environment | {"TERM": "xterm", "COLUMNS": "120"}
    with subprocess.Popen(
        [*PB_QA, "sync", str(corpus)], env=environment, stderr=follower, stdout=follower
    ) as process:
        os.close(follower)
        seen = b""
        while True:
            try:
                chunk = os.read(leader, 65536)
            except OSError:
                break
            if not chunk:
                break
            seen += chunk
    os.close(leader)
    assert process.returncode == 0
    text = seen.decode("utf-8", "replace")
    assert "读取" in text and "━" in text and f"新增  {SOURCE}" in text
    assert "新增 4" in text
    piped = run_command(home, "sync")
    assert "━" not in piped.stderr and "没有变化 4" in piped.stderr
