"""The benchmarks' own parts: the fixed list of passages, the questions, the interval."""

from __future__ import annotations

import json
import lzma
import subprocess
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).resolve().parents[2] / "bench"


def story(place: int) -> str:
    return "".join(
        f"第{place}区今年第{week}周新增就业岗位{week * 37 + place}个，同比增长{week}.5%。"
        for week in range(1, 41)
    )


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    (folder / "prose").mkdir(parents=True)
    with lzma.open(folder / "prose/news.jsonl.xz", "wt", encoding="utf-8") as file:
        for place in range(4):
            file.write(json.dumps({"text": story(place)}, ensure_ascii=False) + "\n")
    return folder


def run(script: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, str(BENCH / script), *arguments],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_list_is_whole_sentences_of_which_no_two_fit_one_passage(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(BENCH))
    import corpora

    passages = corpora.news_passages(data, 8)
    assert len(set(passages)) == 8
    assert all(200 < len(passage) <= 400 and passage.endswith("。") for passage in passages)
    questions = corpora.made_questions(passages, 3)
    assert len(questions) == 3
    assert all("多少" in question and question.endswith("？") for question in questions)


def test_ingest_runs_the_product_and_the_baselines_on_the_same_passages(data: Path) -> None:
    names = ["pb_qa, 10 a file", "Chroma with texts, 5,000 a batch"]
    output = run(
        "ingest.py", "--data", str(data), "--sizes", "8", "--rounds", "1", "--only", *names
    )
    rows = [line for line in output.splitlines() if line.startswith(("| pb_qa", "| Chroma"))]
    assert [row.split(" | ")[1] for row in rows] == ["8", "8"]


def test_the_interval_of_a_difference_holds_the_difference(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.syspath_prepend(str(BENCH))
    import quality

    ours, other = [1] * 90 + [None] * 10, [1] * 80 + [2] * 20
    low, high = quality.difference(ours, other)
    assert 0.03 < low < 0.1 < high < 0.17
    assert quality.hit(other, 1) == 0.8 and quality.hit(other, 2) == 1.0


def test_ways_of_finding_are_compared_and_what_is_absent_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "dev/cmrc2018_trial"
    folder.mkdir(parents=True)
    texts = ["黄河流经九个省区，最后注入渤海。", "长江是中国最长的河流，注入东海。"]
    corpus = [{"id": f"t{n}", "title": "河流", "text": text} for n, text in enumerate(texts)]
    asked = [
        {"question": "黄河注入哪里？", "gold": ["t0"]},
        {"question": "哪条河流最长？", "gold": ["t1"]},
    ]
    for name, rows in (("corpus", corpus), ("queries", asked)):
        lines = (json.dumps(row, ensure_ascii=False) for row in rows)
        (folder / f"{name}.jsonl").write_text("\n".join(lines), "utf-8")
    output = run("quality.py", "--data", str(tmp_path))
    rows = [line.split(" | ") for line in output.splitlines() if line.startswith("| cmrc2018")]
    found = {row[1]: row[2:4] for row in rows}
    for system in ("BM25, bigrams", "BM25, unigrams and bigrams", "pb_qa, fused"):
        assert found[system] == ["2", "1.0000"]
    assert "pb_qa, dense alone" in found
    assert rows[-1][-1].startswith("+0.0000 [+0.0000, +0.0000]")
    for absent in ("cmrc2018_trial + news", "drcd_spans", "squad2_zh_mt", "stard", "ncp_policy_qa"):
        assert f"skipped: {absent}; " in output


def test_figures_are_looked_up_in_every_way_and_extraction_is_timed(tmp_path: Path) -> None:
    corpus = tmp_path / "语料"
    corpus.mkdir()
    (corpus / "报告.txt").write_text("2011年全县粮食总产量为33.2万吨。\n", "utf-8")
    keep = tmp_path / "library"
    keep.mkdir()
    given = ["--count", "2000", "--lookups", "1", "--keep", str(keep), "--corpus", str(corpus)]
    printed = run("figures.py", *given)
    assert "| 2000 |" in printed
    for kind in ("indicator", "with a year", "misspelt", "empty, sorted", "all"):
        assert f"| {kind} |" in printed
    assert "Extraction in an ingest of 语料" in printed
