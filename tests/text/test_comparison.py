from __future__ import annotations

import random
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb_qa.text.comparison import compare

_LETTERS = "固原市现有党员三百人分属十个支部预算收入比上年增长"


def joined(old: str, new: str) -> None:
    changes = compare(old, new)
    assert "".join(change.text for change in changes if change.kind != "added") == old
    assert "".join(change.text for change in changes if change.kind != "removed") == new
    assert all(change.text for change in changes)
    for before, after in pairwise(changes):
        assert (before.kind, after.kind) in {
            ("same", "removed"),
            ("same", "added"),
            ("removed", "added"),
            ("removed", "same"),
            ("added", "same"),
        }


@given(st.text("甲乙丙12.，。\n"), st.text("甲乙丙12.，。\n"))
def test_both_texts_come_back(old: str, new: str) -> None:
    joined(old, new)


@given(st.text(), st.text())
def test_both_texts_come_back_whatever_they_are(old: str, new: str) -> None:
    joined(old, new)
    joined(old, old + new)


@pytest.mark.parametrize(
    ("old", "new", "changed"),
    [
        ("党员三百人。\n支部六个。\n", "党员五百人。\n支部六个。\n", ["-三", "+五"]),
        ("增长12.3%，就业", "增长12.8%，就业", ["-12.3", "+12.8"]),
        ("一。\n二。\n三。\n", "一。\n三。\n", ["-二。\n"]),
        ("一。\n三。\n", "一。\n二。\n三。\n", ["+二。\n"]),
        ("", "新。", ["+新。"]),
        ("同。", "同。", []),
    ],
)
def test_changes_are_told_word_by_word(old: str, new: str, changed: list[str]) -> None:
    signs = {"removed": "-", "added": "+"}
    told = [signs[c.kind] + c.text for c in compare(old, new) if c.kind != "same"]
    assert told == changed


def long_text(dice: random.Random, characters: int, line_end: str) -> str:
    lines: list[str] = []
    while sum(map(len, lines)) < characters:
        clause = "".join(dice.choices(_LETTERS, k=dice.randint(20, 200)))
        lines.append(clause + "。" + line_end)
    return "".join(lines)


@pytest.mark.parametrize("line_end", ["\n", ""], ids=["lines", "one line"])
def test_a_hundred_changes_of_a_long_text_are_found_at_once(line_end: str) -> None:
    dice = random.Random(4)
    old = long_text(dice, 300_000, line_end)
    new = old
    for _ in range(100):
        at = dice.randrange(len(new))
        new = new[:at] + "".join(dice.choices("新增内容", k=6)) + new[at + dice.randint(0, 9) :]
    started = time.perf_counter()
    changes = compare(old, new)
    seconds = time.perf_counter() - started
    joined(old, new)
    assert seconds < 1
    assert sum(len(change.text) for change in changes if change.kind != "same") < 5000


@pytest.mark.parametrize(
    ("old", "new"),
    [("甲\n乙\n" * 50_000, "乙\n甲\n甲\n" * 30_000), ("甲乙" * 100_000, "乙甲甲" * 60_000)],
    ids=["lines", "words"],
)
def test_texts_that_repeat_themselves_take_no_longer(old: str, new: str) -> None:
    started = time.perf_counter()
    compare(old, new)
    assert time.perf_counter() - started < 1
    joined(old, new)
