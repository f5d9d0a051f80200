"""Whether a published library would read the figures of Chinese documents: measured.

Each library runs in a process of its own, in the environment named with ``--python``; what is
not installed there is said to be skipped, and this project never depends on any of them. All
are asked the same:

- *as written*: the figures annotated by hand, each string by itself (3.5万名, １０．８％): is its
  value right, and with the multiplier, is nothing else read;
- *prepared*: the same with half-width digits, without spaces, thousands commas and unit, so
  that a library that reads numerals and nothing else can show what it can do;
- *in text*: whole stretches of documents, digits made half-width: which of the annotated
  figures are found with the right value, and how much else is;
- *swapped in*: our own finder with the library instead of our reading of Chinese numerals;
- *written*: numerals written by cn2an and by WeTextProcessing from known numbers, read back;
- *awkward* cases, made by hand, and strings with *none*.

The stretches are found in the documents by their hash: name the folders with ``--documents``.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from measuring import ROOT, environment, print_table
from numeral_readers import LIMIT, READERS

from pb_qa.figure_evaluation import GoldStretch, files_by_hash, read_gold
from pb_qa.understanding.figures.amounts import folded

Row = dict[str, Any]
GOLD = ROOT / "tests/figures/gold/tune"
SCRIPT = ROOT / "bench/numeral_readers.py"
WRITTEN, SEED = 2_000, 20
# Texts that nobody writes; none may take more than linear time.
HOSTILE = ("一" * 5_000, "9" * 5_000, "一万" * 2_500)

# What is written, and the numbers that are right: one, the two ends of a range, or two figures.
AWKWARD: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("二百零五人", ("205",)),
    ("一万零一十二户", ("10012",)),
    ("二〇一八个", ("2018",)),
    ("一九八○家", ("1980",)),
    ("两千三百人", ("2300",)),
    ("两万两千两百个", ("22200",)),
    ("二百十七人", ("217",)),
    ("一百九十万零三千九百七十一人", ("1903971",)),
    ("三百五十余人", ("350",)),
    ("300多万元", ("3000000",)),
    ("30余万人", ("300000",)),
    ("十多万人", ("100000",)),
    ("三千二百万吨", ("32000000",)),
    ("一万五千亿元", ("1500000000000",)),
    ("二十万亿元", ("20000000000000",)),
    ("3万亿元", ("3000000000000",)),
    ("3亿5000万元", ("350000000",)),
    ("十四亿零六百万人", ("1406000000",)),
    ("三点五亿斤", ("350000000",)),
    ("九十九点九万人", ("999000",)),
    ("壹佰贰拾万元", ("1200000",)),
    ("廿五人", ("25",)),
    ("33,212万吨", ("332120000",)),
    ("３３，２１２万吨", ("332120000",)),
    ("１０．８％", ("10.8",)),
    ("38·5%", ("38.5",)),
    ("百分之十点八", ("10.8",)),
    ("百分之零点五", ("0.5",)),
    ("百分之七十五以上", ("75",)),
    ("千分之三", ("0.3",)),
    ("三分之二", ("0.6666666667",)),
    ("一半", ("0.5",)),
    ("半年", ("0.5",)),
    ("一千瓦", ("1",)),
    ("两三年", ("2", "3")),
    ("一两年", ("1", "2")),
    ("二三十人", ("20", "30")),
    ("2至3倍", ("2", "3")),
    ("百分之四到五", ("4", "5")),
    ("700万到800万吨", ("7000000", "8000000")),
    ("8批913人次", ("8", "913")),
)
# Numerals that count nothing: whoever finds a number here has found too much.
NO_FIGURE = (
    "第十三条", "一是加强领导", "（二）组织保障", "国发〔2018〕1号", "三个代表", "四川省",
    "一九八二年九月", "数百名", "几十亿", "万一失败", "一国两制", "千方百计", "进一步", "六中全会",
    "百花齐放",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Case:
    """What everybody is asked: the annotated figures, and the stretches they stand in."""

    rows: list[Row]
    texts: list[str]
    spans: list[list[tuple[Row, int, int]]]


def right_numbers(row: Row) -> list[list[str]]:
    """The ways to state an annotated figure's value: 10.8 % may be 0.108, 成 and ‰ likewise."""
    if row["unit"] == "" and ":" in row["value"]:
        return [row["value"].split(":")]
    factor = fraction(row["base_value"]) / fraction(row["value"])
    ways = [Decimal(1)]
    if row["base_unit"] == "%":
        ways.append(Decimal("0.01"))
    if row["unit"] in ("成", "‰"):
        ways.append(1 / factor)
    ends = [row["value"], *([row["value_to"]] if row.get("value_to") else [])]
    return [[str(fraction(end) * factor * way) for end in ends] for way in ways]


def fraction(number: str) -> Decimal:
    """A decimal string or a fraction as a number."""
    above, _, below = number.partition("/")
    return Decimal(above) / Decimal(below or 1)


def same(wanted: Sequence[str], got: Sequence[str]) -> bool:
    """Whether the numbers are equal, one by one, to nine digits."""
    if len(wanted) != len(got):
        return False
    try:
        pairs = [(fraction(a), fraction(b)) for a, b in zip(wanted, got, strict=True)]
    except (InvalidOperation, ZeroDivisionError):
        return False
    return all(abs(a - b) <= abs(a) * Decimal("1e-9") for a, b in pairs)


def prepared(row: Row) -> str:
    """An annotated string in half-width digits, without spaces, commas and unit."""
    form = re.sub("[ ,]", "", folded(row["number"]))
    if row["unit"] in ("", "%", "‰", "成"):
        return form
    return form.removesuffix(folded(row["base_unit"])).removesuffix("个")


def ask(python: str, name: str, request: Row) -> Row:
    """One reader's answers, from a process of its own."""
    done = subprocess.run(
        [python, "-W", "ignore", str(SCRIPT), name],
        input=json.dumps(request),
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        return {"missing": (done.stderr.strip() or "no reason given").splitlines()[-1]}
    answer: Row = json.loads(done.stdout.splitlines()[-1])
    return answer


def stretch_texts(gold: Sequence[GoldStretch], folders: Sequence[Path]) -> dict[str, str]:
    """The text of every stretch whose document is there, by its place in ``gold``."""
    from pb_qa.reading.reader import DocumentReader
    from pb_qa.settings import load_settings

    files = {key: file for folder in folders for key, file in files_by_hash(folder).items()}
    texts = {}
    documents: dict[str, str] = {}
    with DocumentReader(load_settings()) as reader:
        for index, stretch in enumerate(gold):
            file = files.get(stretch.document)
            if file is None:
                print(f"skipped: {stretch.name} is in none of the folders")
                continue
            if stretch.document not in documents:
                documents[stretch.document] = reader.read(file, file.name).text
            text = documents[stretch.document]
            at = text.find(stretch.begins)
            while at >= 0 and not text[: at + stretch.characters].endswith(stretch.ends):
                at = text.find(stretch.begins, at + 1)
            texts[str(index)] = text[at : at + stretch.characters]
    return texts


def placed(stretch: GoldStretch, text: str) -> list[tuple[Row, int, int]]:
    """Each annotation with the span of its number in the stretch."""
    found, position = [], 0
    for row in stretch.rows:
        inner = row["quote"].find(row["number"])
        at = text.find(row["quote"], max(0, position - len(row["quote"])))
        while at >= 0 and at + inner < position:
            at = text.find(row["quote"], at + 1)
        position = at + inner + len(row["number"])
        found.append((row, at + inner, position))
    return found


def score_text(spans: list[tuple[Row, int, int]], found: list[Any]) -> Counter[str]:
    """How many figures are found with their values, and what else is found."""
    counts: Counter[str] = Counter()
    used: set[int] = set()
    for row, start, end in spans:
        over = [i for i, (a, b, _) in enumerate(found) if a < end and start < b]
        if row["figure"] is None:
            used.update(over)
            counts["disputed"] += len(over)
        elif row["figure"]:
            values = [value for i in over for value in found[i][2]]
            right = any(same(way, values) for way in right_numbers(row))
            counts["right" if right else "wrong" if over else "missed"] += 1
            counts["used"] += len(over) if right else 0
            used.update(over)
        else:
            counts[str(row["why"])] += sum(i not in used for i in over)
            counts["lookalike"] += sum(i not in used for i in over)
            used.update(over)
    counts["found"] = len(found) - counts["disputed"]
    return counts


def scores(name: str, answer: Row, request: Row, case: Case, writing: list[list[str]]) -> Row:
    """A row of the table."""
    count = len(case.rows)
    alone = [
        any(same(way, got) for way in right_numbers(row))
        for row, got in zip(case.rows, answer["alone"], strict=False)
    ]
    ready = [
        any(same(way, got) for way in right_numbers(row))
        for row, got in zip(case.rows, answer["numerals"], strict=False)
    ]
    read = answer["numerals"][count : count + len(writing)]
    back = [same([row[2]], got) for row, got in zip(writing, read, strict=True)]
    total: Counter[str] = Counter()
    for spans, found in zip(case.spans, answer["texts"], strict=True):
        total += score_text(spans, found)
    awkward = answer["alone"][count : count + len(AWKWARD)]
    none = answer["alone"][count + len(AWKWARD) :]
    good = sum(
        any(same(way, got) for way in (list(want), *hundredths(text, want)))
        for (text, want), got in zip(AWKWARD, awkward, strict=True)
    )
    characters = sum(map(len, request["texts"]))
    figures = total["right"] + total["wrong"] + total["missed"]
    return {
        "library": name,
        "as written": sum(alone) / count,
        "prepared": sum(ready) / count,
        "written": f"{sum(back)}/{len(back)}",
        "awkward": f"{good}/{len(AWKWARD)}",
        "none": f"{sum(not got for got in none)}/{len(NO_FIGURE)}",
        "recall": total["right"] / figures if figures else "",
        "precision": total["used"] / total["found"] if total["found"] else "",
        "look-alikes": total["lookalike"],
        "characters/s": characters / answer["seconds"] if characters else "",
        "hostile s": " / ".join(
            f"{seconds:.2g}" if seconds < LIMIT else f"> {LIMIT}" for seconds in answer["hostile"]
        ),
    }


def hundredths(text: str, wanted: Sequence[str]) -> list[list[str]]:
    """The same as a part of one, for what is a percentage."""
    factor = Decimal("0.01") if re.search("%|％|百分之|千分之", text) else Decimal(1)
    return [[str(Decimal(number) * factor) for number in wanted]]


def main() -> None:
    """Ask every reader the same and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--python", default=sys.executable, help="its libraries are measured")
    parser.add_argument("--documents", type=Path, nargs="*", default=[], help="their folders")
    parser.add_argument("--gold", type=Path, default=GOLD, help="folder of annotations")
    parser.add_argument("--awkward", action="store_true", help="print every awkward case")
    parser.add_argument("--only", nargs="*", default=list(READERS), help="which libraries")
    options = parser.parse_args()
    gold = read_gold(options.gold)
    texts = stretch_texts(gold, options.documents) if options.documents else {}
    if not texts:
        print("skipped: everything in text; name the folders of the documents with --documents")
    case = Case(
        [row for stretch in gold for row in stretch.rows if row["figure"]],
        [folded(text) for text in texts.values()],
        [placed(gold[int(index)], text) for index, text in texts.items()],
    )
    writing = ask(options.python, "write", {"count": WRITTEN, "seed": SEED})
    if "missing" in writing:
        print(f"skipped: reading back what libraries write: {writing['missing']}")
    rows: list[list[str]] = writing.get("rows", [])
    request = {
        "texts": case.texts,
        "alone": [r["number"] for r in case.rows] + [t for t, _ in AWKWARD] + list(NO_FIGURE),
        "numerals": [prepared(r) for r in case.rows] + [row[1] for row in rows],
        "hostile": HOSTILE,
    }
    table, cases = [], []
    for name in options.only:
        answer = ask(options.python, name, request)
        if "missing" in answer:
            print(f"skipped: {name}: {answer['missing']}")
            continue
        table.append(scores(name, answer, request, case, rows))
        cases.append((name, answer["alone"][len(case.rows) :]))
    print_table(f"{len(case.rows)} figures, {len(case.texts)} stretches", table)
    if options.awkward:
        asked = [*(t for t, _ in AWKWARD), *NO_FIGURE]
        print_table(
            "Awkward cases",
            [
                {"written": text, **{name: " ".join(got[i]) for name, got in cases}}
                for i, text in enumerate(asked)
            ],
        )


if __name__ == "__main__":
    main()
