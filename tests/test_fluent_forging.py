"""The fluent forger: each kind changes what it says it changes, each true sentence is true."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import partial

import forged_sentences as shared
import pytest
from forged_sentences import text_of
from scripted_model import (
    FLUENT_DERIVED,
    FORGERIES,
    KEPT_BACK,
    NEWEST,
    NEWEST_WORDINGS,
    Forging,
    Prompt,
    PromptPassage,
    audit,
)
from scripted_model.amounts import amounts, plain
from scripted_model.fluent_additions import FLUENT_ADDITIONS
from scripted_model.fluent_numbers import FLUENT_NUMBERS
from scripted_model.fluent_places import FLUENT_PLACES
from scripted_model.fluent_words import FLUENT_WORDS
from scripted_model.wording import WORDINGS

REPORT = """全年城镇新增就业5611人，下岗人员就业2529人。
到2013年，全区地区生产总值达到253.7亿元，比上年增长10.1%；旅游收入24.85亿元，增长20.3%。
全国铁路营业里程达到12.1万公里，其中高速铁路1.9万公里，同比增长7.7%。
城镇居民人均可支配收入和农民人均纯收入分别增长8.7%和8.6%。
五年累计新增公路19.2万公里，完成投资485.36亿元，新建平价超市36家。
城镇居民人均可支配收入21769元，增加到五年前的1.8倍，旅游接待438万人次。
全社会研发经费从2002年1288亿元增加到2007年的3664亿元（不包括地方配套）。
去年财政收入完成15.07亿元，城乡居民低保标准全部提高13.1%。
大部分乡村学校的改造工程已经建成，一些地方率先建立了评价制度、激励机制、服务平台和信用体系。
继续实施就业促进计划，建立健全帮扶制度，逐步扩大覆盖范围，鼓励社会力量兴办养老机构。"""
OLDER = """城镇新增就业人数比上年增长2.1%，全区地区生产总值162.4亿元，增长9.3%。
全年旅游收入18.2亿元，同比增长11.2%；粮食产量15.3万吨，增长3.6%。"""
RULES = """第十二条　各级人民政府应当及时公布名单，符合条件的单位可以提出申请，任何单位不得拒绝。
用人单位应当自批准后三十日内办理，试用期不得超过六个月，不少于二个月。
财政部门会同民政部门制定具体办法，协商解决争议，重点地区优先安排。
为了加强监督检查，县级以上机构必须每年公布结果。
所有费用都应当公开。"""
PROMPT = Prompt(
    "城镇新增就业是多少？",
    (
        PromptPassage(1, REPORT, "《2014年政府工作报告》（国务院，2014-03-05）"),
        PromptPassage(2, RULES, "《资助管理办法》"),
        PromptPassage(3, OLDER, "《2011年政府工作报告》（国务院，2011-03-05）"),
    ),
    "",
)
SEEDS = 24
made = partial(shared.made, prompt=PROMPT, seeds=SEEDS)
sources_of = partial(shared.sources_of, prompt=PROMPT)


def values(text: str) -> list[Fraction]:
    return sorted(amount.value for amount in amounts(plain(text)))


def test_the_kinds_are_new_and_many() -> None:
    assert len(NEWEST) >= 24 and not set(NEWEST) & {*FORGERIES, *KEPT_BACK}
    assert len(NEWEST_WORDINGS) >= 10 and not set(NEWEST_WORDINGS) & set(WORDINGS)


@pytest.mark.parametrize("kind", sorted(NEWEST))
def test_a_forgery_says_what_its_passages_do_not(kind: str) -> None:
    forgeries = made(NEWEST[kind])
    assert forgeries, "these passages allow every kind"
    for one in forgeries:
        assert one.kind == kind and not one.honest and one.cited
        assert audit.left_markers(one.text) and plain(one.wrong) in text_of(one)
        bare = re.sub(r"\W", "", text_of(one))
        assert not any(bare in re.sub(r"\W", "", plain(text)) for text in sources_of(one))


@pytest.mark.parametrize("kind", sorted({*FLUENT_NUMBERS} - {"listed things counted wrong"}))
def test_a_number_made_up_stands_in_no_passage(kind: str) -> None:
    everything = [f"{p.head}\n{p.text}" for p in PROMPT.passages]
    for one in made(NEWEST[kind]):
        assert audit.absent_numbers(one.wrong, everything), one


@pytest.mark.parametrize("kind", ["difference reckons wrong", "ratio reckons wrong"])
def test_what_is_reckoned_wrong_does_not_follow(kind: str) -> None:
    for one in made(NEWEST[kind]):
        wrong = values(one.wrong)[0]
        operands = [v for v in values(text_of(one)) if v != wrong and v > 10]
        for first in operands:
            assert all(wrong not in (first - second, first / second) for second in operands), one


def test_listed_things_are_counted_as_more_than_there_are() -> None:
    for one in made(NEWEST["listed things counted wrong"]):
        counted = re.search(r"([一二三四五六七八九十]+)[项个类种]", one.wrong)
        assert counted and values(counted[0])[0] >= int(one.truth.removesuffix("项")) + 3


@pytest.mark.parametrize(
    "kind", ["part and whole exchanged", "order of 分别 changed", "growth rates exchanged"]
)
def test_exchanged_numbers_are_the_same_in_another_order(kind: str) -> None:
    for one in made(NEWEST[kind]):
        right, wrong = amounts(plain(one.truth)), amounts(plain(one.wrong))
        assert sorted(a.key for a in right) == sorted(a.key for a in wrong)
        assert [a.key for a in right] != [a.key for a in wrong]


@pytest.mark.parametrize("kind", sorted({*FLUENT_PLACES, *FLUENT_WORDS}))
def test_a_right_number_stays_right(kind: str) -> None:
    everything = [f"{p.head}\n{p.text}" for p in PROMPT.passages]
    for one in made(NEWEST[kind]):
        told = (
            re.sub(r"2010年", "", text_of(one)) if kind == "another year's number" else text_of(one)
        )
        assert audit.absent_numbers(told, everything) == [], one


def test_another_years_number_is_told_of_a_year_that_has_its_own() -> None:
    for one in made(NEWEST["another year's number"]):
        year = re.search(r"(\d{4})年", text_of(one))
        assert year and len(one.cited) == 2
        home = 1 if year[1] == "2013" else 3
        other = next(p for p in PROMPT.passages if p.number == 4 - home)
        own = next(p for p in PROMPT.passages if p.number == home)
        assert one.wrong in other.text and one.wrong not in own.text


@pytest.mark.parametrize("kind", sorted(FLUENT_WORDS))
def test_wrong_words_come_in_many_frames(kind: str) -> None:
    sentences = {text_of(one) for one in made(FLUENT_WORDS[kind], seeds=60)}
    assert len(sentences) >= 6, sentences


def test_quotations_of_the_forger_stand_nowhere() -> None:
    letters = [re.sub(r"\W", "", plain(p.text)) for p in PROMPT.passages]
    for kind in ("quotation stitched", "quoted wording changed"):
        for one in made(FLUENT_ADDITIONS[kind]):
            quoted = re.search(r"“([^”]+)”", one.text)
            assert quoted
            assert not any(re.sub(r"\W", "", plain(quoted[1])) in text for text in letters)


@pytest.mark.parametrize("way", sorted(NEWEST_WORDINGS))
def test_a_true_sentence_has_only_numbers_of_its_passages(way: str) -> None:
    said = made(NEWEST_WORDINGS[way])
    assert said, "these passages allow every way"
    for one in said:
        assert one.honest and one.way == way and one.cited
        if way not in FLUENT_DERIVED:
            assert audit.absent_numbers(text_of(one), sources_of(one)) == [], one


def test_sums_and_differences_of_true_sentences_are_right() -> None:
    for way, sign in (("sum written out", 1), ("difference with operands", -1)):
        for one in made(NEWEST_WORDINGS[way]):
            told = list(dict.fromkeys(a.value for a in amounts(text_of(one)) if a.kind == "number"))
            known = [v for v in told if not audit.absent_numbers(str(int(v)), sources_of(one))]
            first, second = sorted(known[:2], reverse=True)
            assert first + sign * second == told[-1], one


def test_shares_and_roundings_of_true_sentences_are_near() -> None:
    for one in made(NEWEST_WORDINGS["share with operands"]):
        assert "16%" in text_of(one), one  # 1.9 of 12.1
    for one in made(NEWEST_WORDINGS["rounded with 约"]):
        known = [a.value for p in PROMPT.passages for a in amounts(plain(p.text))]
        for amount in amounts(text_of(one)):
            near = min(abs(amount.value / value - 1) for value in known if value)
            assert near <= Fraction(2, 100), one


def test_what_is_quoted_as_the_very_words_is_that() -> None:
    for one in made(NEWEST_WORDINGS["verbatim quotation"]):
        quoted = re.search(r"“([^”]+)”", one.text)
        assert quoted and any(quoted[1] in source for source in sources_of(one))


def test_the_forger_can_be_told_to_speak_so() -> None:
    model = Forging(3, kinds=NEWEST, wordings=NEWEST_WORDINGS)
    said = [u for _ in range(60) for u in model.answer(PROMPT).utterances]
    assert {u.kind for u in said} - {"honest"} <= set(NEWEST)
    assert {u.way for u in said if u.honest} - {"introduction"} <= set(NEWEST_WORDINGS)
    assert len({u.kind for u in said}) > 30 and len({u.way for u in said if u.honest}) > 10
