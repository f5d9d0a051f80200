"""The benchmarks of reading, on documents small enough for a test."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import docx

BENCH = Path(__file__).resolve().parents[2] / "bench"
PAGE = (
    '<html><head><meta charset="{}"></head><body><h1>关于报送材料的通知</h1><table>'
    "<tr><td>项目</td><td>金额</td></tr><tr><td>维修</td><td>300</td></tr></table>"
    "<p>各单位应当按时报送。</p></body></html>"
)
TEXT = "关于进一步加强资金管理的通知：各级财政部门应当于年底前完成。\n" * 60


def run(name: str, shared: Path) -> str:
    done = subprocess.run(
        [sys.executable, str(BENCH / name), "--shared", str(shared)],
        env={**os.environ, "PYTHONPATH": str(BENCH.parent / "src")},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout


def shared_folder(folder: Path) -> Path:
    for name in ("gov_html", "gov_html_gbk_derived", "gwr_gbk", "gwr_txt", "docx_derived"):
        (folder / "documents" / name).mkdir(parents=True)
    documents, hostile = folder / "documents", folder / "hostile" / "files" / "encoding"
    hostile.mkdir(parents=True)
    (documents / "gov_html" / "1.html").write_bytes(PAGE.format("utf-8").encode())
    (documents / "gov_html_gbk_derived" / "1.html").write_bytes(PAGE.format("gbk").encode("gbk"))
    (documents / "gwr_gbk" / "1.txt").write_bytes(TEXT.encode("gbk"))
    (documents / "gwr_txt" / "1.txt").write_bytes(TEXT.encode())
    word = docx.Document()
    word.add_paragraph(TEXT)
    word.save(str(documents / "docx_derived" / "1.docx"))
    (hostile / "a.xml").write_bytes(f'<?xml encoding="gb2312"?>{TEXT}'.encode("gb2312"))
    (hostile / "b.txt").write_bytes(bytes(range(128, 256)) * 20)
    return folder


def test_documents_are_compared_with_another_reader(tmp_path: Path) -> None:
    printed = run("documents.py", shared_folder(tmp_path))
    rows = {line.split(" | ")[0].strip("| "): line for line in printed.splitlines()}
    assert rows["gov_html"].split(" | ")[1:3] == ["1", "1"]
    assert rows["gov_html"].rstrip(" |").split(" | ")[-4:] == ["1", "0", "2", "2"]
    assert "less than 99%" not in printed


def test_encodings_are_compared_with_golden_text(tmp_path: Path) -> None:
    printed = run("text_encodings.py", shared_folder(tmp_path))
    for line in ("| twins | gbk | 1 | 1 | none |", "| gwr_gbk | gb18030 | 1 | 1 | none |"):
        assert line in printed
    assert printed.count("| re-encoded") == printed.count("| 1 | 1 | none |") - 3
    assert "| a.xml | gb2312 | gb18030 | same text |" in printed
    assert "| b.txt | nothing |  | refused |" in printed
