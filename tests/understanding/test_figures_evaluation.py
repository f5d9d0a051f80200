"""Measuring the extraction of figures against annotations, on a small report of our own."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from processes import Home, run_command

from pb_qa.errors import PbQaError
from pb_qa.figure_evaluation import evaluate, read_gold, same_value
from pb_qa.settings import load_settings

Row = dict[str, Any]

STRETCH = "2011年全县选派指导员316名，覆盖企业约842家。其中园区覆盖率达到五成。第三条另行规定。"
TEXT = f"清河县工作报告\n\n开头的话。\n{STRETCH}\n2010年的12个项目不在标注之内。\n"


def figure(quote: str, number: str, **fields: str) -> Row:
    level = {"qualifier": "", "kind": "level", "indicator": "指导员", "place": "", "period": "2011"}
    return {"quote": quote, "number": number, "figure": True} | level | fields


def rows() -> list[Row]:
    return [
        {"quote": "2011年全县选派", "number": "2011年", "figure": False, "why": "date"},
        figure(
            "选派指导员316名", "316名", value="316", unit="名", base_value="316", base_unit="名",
            indicator="选派指导员",
        ),
        figure(
            "企业约842家", "842家", value="842", unit="家", base_value="842", base_unit="家",
            qualifier="约", indicator="覆盖企业",
        ),
        figure(
            "覆盖率达到五成", "五成", value="5", unit="成", base_value="50", base_unit="%",
            kind="share", indicator="园区覆盖率",
        ),
        {"quote": "第三条另行规定", "number": "第三条", "figure": False, "why": "clause"},
    ]  # fmt: skip


@pytest.fixture
def documents(tmp_path: Path) -> Path:
    folder = tmp_path / "documents" / "sub"
    folder.mkdir(parents=True)
    (folder / "report.txt").write_text(TEXT, "utf-8")
    return folder.parent


def write_gold(folder: Path, annotated: list[Row], half: str = "tune", text: str = TEXT) -> Path:
    head = {
        "document": sha256(text.encode()).hexdigest(),
        "name": "report.txt",
        "half": half,
        "begins": STRETCH[:8],
        "ends": STRETCH[-8:],
        "characters": len(STRETCH),
    }
    folder.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(row, ensure_ascii=False) for row in [head, *annotated]]
    (folder / f"{half}.jsonl").write_text("\n".join(lines), "utf-8")
    return folder


def test_figures_extracted_as_annotated_are_right(tmp_path: Path, documents: Path) -> None:
    stretches = read_gold(write_gold(tmp_path / "gold", rows()))
    evaluation = evaluate(stretches, documents, load_settings())
    assert evaluation.faults == []
    assert evaluation.metrics() == {
        "stretches": 1,
        "gold_figures": 3,
        "extracted_figures": 3,
        "value_unit_precision": 1.0,
        "value_unit_recall": 1.0,
        "base_value": 1.0,
        "qualifier": 1.0,
        "kind": 1.0,
        "period": 1.0,
        "indicator_words": 1.0,
    }


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"base_value": "317"}, "base"),
        ({"qualifier": "近"}, "qualifier"),
        ({"kind": "change"}, "kind"),
        ({"period": "2010"}, "period"),
    ],
)
def test_what_is_wrong_is_counted_and_named(
    tmp_path: Path, documents: Path, changed: dict[str, str], what: str
) -> None:
    annotated = rows()
    annotated[1] |= changed
    evaluation = evaluate(
        read_gold(write_gold(tmp_path / "gold", annotated)), documents, load_settings()
    )
    assert [fault.what for fault in evaluation.faults] == [what]
    metric = {"base": "base_value"}.get(what, what)
    assert evaluation.metrics()[metric] == 0.6667


def test_missed_and_needless_figures(tmp_path: Path, documents: Path) -> None:
    annotated = rows()
    annotated[1] |= {"value": "317"}
    stretches = read_gold(write_gold(tmp_path / "gold", annotated))
    evaluation = evaluate(stretches, documents, load_settings())
    assert sorted(fault.what for fault in evaluation.faults) == ["extra", "missed"]
    metrics = evaluation.metrics()
    assert (metrics["value_unit_precision"], metrics["value_unit_recall"]) == (0.6667, 0.6667)


def test_a_disputed_place_counts_for_nothing(tmp_path: Path, documents: Path) -> None:
    annotated = rows()
    annotated[1] = {"quote": "选派指导员316名", "number": "316名", "figure": None}
    stretches = read_gold(write_gold(tmp_path / "gold", annotated))
    metrics = evaluate(stretches, documents, load_settings()).metrics()
    assert (metrics["gold_figures"], metrics["extracted_figures"]) == (2, 2)


def test_what_is_not_annotated_is_not_counted(tmp_path: Path, documents: Path) -> None:
    annotated = rows()
    named = ("quote", "number", "figure", "value", "value_to", "unit", "period")
    bare = [{name: row[name] for name in named if name in row} for row in annotated]
    stretches = read_gold(write_gold(tmp_path / "gold", bare))
    metrics = evaluate(stretches, documents, load_settings()).metrics()
    assert (metrics["value_unit_precision"], metrics["period"]) == (1.0, 1.0)
    assert not {"base_value", "qualifier", "kind", "indicator_words"} & set(metrics)


def test_several_periods_may_be_right(tmp_path: Path, documents: Path) -> None:
    annotated = rows()
    annotated[1]["period"] = ["2011-end", "2011"]
    stretches = read_gold(write_gold(tmp_path / "gold", annotated))
    assert evaluate(stretches, documents, load_settings()).metrics()["period"] == 1.0


def test_a_quote_that_is_not_in_the_text_is_an_error(tmp_path: Path, documents: Path) -> None:
    annotated = [figure("没有这句话3名", "3名", value="3", unit="名")]
    stretches = read_gold(write_gold(tmp_path / "gold", annotated))
    with pytest.raises(PbQaError, match="没有这句话"):
        evaluate(stretches, documents, load_settings())


def test_annotations_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(PbQaError, match="没有标注文件"):
        read_gold(tmp_path)
    (tmp_path / "x.jsonl").write_text('{"a": 1}\n', "utf-8")
    with pytest.raises(PbQaError, match="格式不对"):
        read_gold(tmp_path)


def test_numbers_are_compared_as_numbers() -> None:
    assert same_value("3.50", "3.5")
    assert same_value("1:3", "1:3")
    assert not same_value("1/2", "0.5")


# ---- the command


def test_the_command_prints_the_metrics(home: Home, tmp_path: Path, documents: Path) -> None:
    gold = write_gold(tmp_path / "gold", rows())
    result = run_command(home, "eval-figures", str(gold), str(documents), "--json")
    assert result.returncode == 0, result.stderr
    metrics = json.loads(result.stdout)
    assert (metrics["gold_figures"], metrics["value_unit_precision"]) == (3, 1.0)
    assert result.stderr == ""


def test_the_command_says_what_it_skips_and_writes_what_is_wrong(
    home: Home, tmp_path: Path, documents: Path
) -> None:
    annotated = rows()
    annotated[1] |= {"period": "2010"}
    gold = write_gold(tmp_path / "gold", annotated)
    write_gold(gold, rows(), half="held", text="别的文件")
    errors = tmp_path / "errors.jsonl"
    result = run_command(home, "eval-figures", str(gold), str(documents), "--errors", str(errors))
    assert result.returncode == 0, result.stderr
    assert "跳过 report.txt" in result.stderr
    assert "value_unit_recall            1.0" in result.stdout
    (fault,) = map(json.loads, errors.read_text("utf-8").splitlines())
    assert (fault["what"], fault["wanted"], fault["got"]) == ("period", "2010", "2011年")


def test_the_command_measures_one_half(home: Home, tmp_path: Path, documents: Path) -> None:
    gold = write_gold(tmp_path / "gold", rows())
    write_gold(gold, rows(), half="held")
    result = run_command(home, "eval-figures", str(gold), str(documents), "--half", "held")
    assert "stretches                    1" in result.stdout
    wrong = run_command(home, "eval-figures", str(gold), str(documents), "--half", "other")
    assert (wrong.returncode, "other" in wrong.stderr) == (2, True)
