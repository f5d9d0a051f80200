"""The sixth forger: every form of every kind is false, every honest way is true."""

from __future__ import annotations

import re
from functools import cache, partial

import forged_sentences as shared
import pytest
from forged_sentences import letters, text_of
from scripted_model import (
    ABSENT,
    FIFTH,
    FIFTH_WORDINGS,
    FORGERIES,
    FOURTH,
    FOURTH_WORDINGS,
    KEPT_BACK,
    MISPLACED,
    NEWEST,
    NEWEST_WORDINGS,
    SEVENTH,
    SEVENTH_WORDINGS,
    SIXTH,
    SIXTH_DERIVED,
    SIXTH_FORMS,
    SIXTH_WORDINGS,
    Forging,
    Prompt,
    PromptPassage,
    Utterance,
    audit,
)
from scripted_model.amounts import amounts, plain
from scripted_model.wording import WORDINGS

REPORT = """去年，粮食产量15.3万吨，比上年增长12.5%；林业投资60.2亿元。
今年要新增大棚2600亩，蔬菜种植面积达到8800亩。
到2012年底，全区更换管道4200公里，居民普遍满意。
自2010年以来，全区打井1900处，用水条件得到改善。
森林覆盖率由2009年的17.4%提高到2013年的18.9%。
财政收入30.7亿元，比上年增加5.2亿元。
全年新建和改造农村公路380公里，出行更加方便。
去冬以来，实施供水改造、道路硬化等36个项目。
用于教育的支出为5.6亿元。用于社会保障的支出为7.8亿元。
旅游收入达到47.2亿元，其中门票收入12.6亿元。
工业用户和商业用户分别达到420户和380户。
城镇新增就业5611人，下岗失业人员再就业2358人。
商品房销售额24.85亿元，增长20.3%。工业利润41.5亿元，同比增长9.2%。
由于春季雨水充足，牧草产量超过了前些年的水平。
二氧化硫排放量和氮氧化物排放量分别下降3%和5%。
我区物价水平连续六年保持稳定。"""
LIVES = """五年来，累计改造危房3400户，群众住得更加安心。今后五年，新建学校40所，满足入学需要。
“十一五”期间，民生支出年均增长7.1%，占财政总支出的47.5%。
国家投资1200万元，培训1.2万人，重点支持养殖能手。
今年再解决3200人的饮水问题，改善村容村貌。
税收完成预算的96.9%，按期足额入库。
全区新农合参合率达到98.9%，每亩草场补助80元。
农民收入实际增长6.6%，人均住房面积达到39.2平方米。
保费规模比2010年增长3倍，突破35亿元。
今年拟安排财政支出65亿元，能耗强度下降3.4%以上。
上半年，工业产值比去年同期增长8.4%。
扶持对象包括下岗职工、复转军人等群体。"""
OLDER = """旅游收入31.8亿元，财政收入26.4亿元。
全年牧业投资12.5亿元，同比增长8.8%。"""
NATION = """进出口总额4.16万亿美元，单位国内生产总值能耗下降2.7%。
粮食播种面积达到1.1亿公顷，参训人员年龄为16—24岁。"""
RULES = """第十二条　拒绝出具证明的，应当自收到通知之日起三十日内说明理由。
第十三条　申请人在五年以内不得再次申请，有权查阅登记材料。
第十四条　登记机关应当自受理之日起十五日内作出决定，依照本法公示。
第十五条　违反规定的，处货值20%以上的罚款。
第十八条　逾期办理的，处货值35%以上的罚款。
第十六条　公示期不少于七个工作日。
第十七条　登记的具体办法由国务院规定。"""
PROMPT = Prompt(
    "城镇新增就业多少？",
    (
        PromptPassage(
            1, REPORT, "《2014年政府工作报告》（青禾区人民政府，2014-03-05） 一、主要成绩回顾"
        ),
        PromptPassage(
            2, LIVES, "《2014年政府工作报告》（青禾区人民政府，2014-03-05） 二、保障和改善民生"
        ),
        PromptPassage(3, OLDER, "《2012年政府工作报告》（青禾区人民政府，2012-02-20）"),
        PromptPassage(4, NATION, "《2013年政府工作报告》（国务院，2013-03-05） 一、工作回顾"),
        PromptPassage(
            5, RULES, "《中华人民共和国房屋登记法》（全国人民代表大会常务委员会，2009-06-27）"
        ),
    ),
    "",
)
FORMS = [(kind, form) for kind, forms in sorted(SIXTH_FORMS.items()) for form in sorted(forms)]
made = partial(shared.made, prompt=PROMPT, seeds=9)
sources_of = partial(shared.sources_of, prompt=PROMPT)
absent = partial(shared.absent, prompt=PROMPT)


@cache
def forged(kind: str, form: str) -> list[Utterance]:
    return made(SIXTH_FORMS[kind][form])


def all_of(kind: str) -> list[str]:
    return [text_of(one) for form in SIXTH_FORMS[kind] for one in forged(kind, form)]


def worded(way: str) -> list[str]:
    return [text_of(one) for one in made(SIXTH_WORDINGS[way])]


def test_the_kinds_and_ways_are_new() -> None:
    assert not set(SIXTH) & {*FORGERIES, *KEPT_BACK, *NEWEST, *FOURTH, *FIFTH, *SEVENTH}
    earlier = {*WORDINGS, *NEWEST_WORDINGS, *FOURTH_WORDINGS, *FIFTH_WORDINGS}
    assert not set(SIXTH_WORDINGS) & {*earlier, *SEVENTH_WORDINGS}
    assert len(SIXTH) >= 30 and len(SIXTH_WORDINGS) >= 25
    assert set(SIXTH_WORDINGS) >= SIXTH_DERIVED
    assert len(set(SIXTH) & MISPLACED) > len(SIXTH) / 2 and not ABSENT & MISPLACED


@pytest.mark.parametrize(("kind", "form"), FORMS)
def test_a_forgery_says_what_its_passages_do_not(kind: str, form: str) -> None:
    assert forged(kind, form), "these passages allow every form"
    for one in forged(kind, form):
        assert not one.honest and plain(one.wrong.strip()) in text_of(one)
        said = letters(audit.without_markers(one.text))
        assert not any(said in letters(text) for text in sources_of(one))
        assert bool(absent(one)) == (kind in ABSENT), one


@pytest.mark.parametrize("way", sorted(SIXTH_WORDINGS))
def test_a_true_sentence_has_only_what_its_passages_say(way: str) -> None:
    said = made(SIXTH_WORDINGS[way])
    assert said, "these passages allow every way"
    for one in said:
        assert one.honest and one.way == way and one.cited
        assert way in SIXTH_DERIVED or not absent(one), one


def test_each_year_named_is_or_is_not_the_one_meant() -> None:
    assert not any("比2012年" in text for text in all_of("base year named wrong"))
    assert all("比2012年增长" in text for text in worded("base year named"))
    assert not any("2014年" in text for text in all_of("this year named wrong"))
    assert all("2014年" in text for text in worded("今年 with its year"))
    spans = [re.findall(r"\d{4}", text) for text in all_of("span of years resolved wrong")]
    assert spans and not any(span in (["2009", "2013"], ["2006", "2010"]) for span in spans)


def test_two_facts_of_a_table_stand_in_each_others_row_only_where_forged() -> None:
    rows = ("旅游收入 | 47.2亿元", "财政收入 | 30.7亿元", "旅游收入 | 31.8亿元")
    true = "".join(worded("table of facts"))
    wrong = "".join(all_of("rows of a table shifted"))
    assert any(row in true for row in rows) and "| ---" in wrong
    for subject, number in re.findall(r"\| (\S+) \| (\S+) \|", wrong)[2:]:
        assert number == "数值" or f"{subject}{number}" not in REPORT + OLDER + LIVES


def test_a_value_stays_the_same_in_another_unit_unless_forged() -> None:
    told = "".join(worded("measure in another unit"))
    wrong = "".join(all_of("measure converts wrong"))
    for acres, hectares in re.findall(r"(\d+)亩\(约合([\d.]+)公顷", told):
        assert float(hectares) == pytest.approx(int(acres) / 15, rel=0.001)
    for acres, hectares in re.findall(r"(\d+)亩\(约合([\d.]+)公顷", wrong):
        assert float(hectares) != pytest.approx(int(acres) / 15, rel=0.1)
    assert "公顷" in told and "公顷" in wrong
    assert all("52.5%" in text for text in worded("rest of a hundred"))
    assert not any("52.5%" in text for text in all_of("rest of a hundred reckons wrong"))


def test_what_rose_is_told_with_its_values_exchanged_only_where_forged() -> None:
    assert all("(2009年为17.4%)" in text for text in worded("former value beside the new"))
    assert all("到17.4%" in t or "到2013年的17.4%" in t for t in all_of("former value told of now"))


def test_what_was_asked_is_told_with_another_number() -> None:
    assert all("新增就业2358人" in text for text in all_of("asked thing with another number"))


def test_rounding_keeps_near_the_number() -> None:
    for text in worded("rounded and said so"):
        first, second = (a.value for a in amounts(text) if a.unit in ("元", "吨"))
        assert abs(first - second) * 20 < max(first, second)


def test_the_forger_can_be_told_to_speak_so() -> None:
    model = Forging(3, kinds=SIXTH, wordings=SIXTH_WORDINGS)
    said = [u for _ in range(60) for u in model.answer(PROMPT).utterances]
    assert {u.kind for u in said} - {"honest"} == set(SIXTH)
    assert {u.way for u in said if u.honest} - {"introduction"} == set(SIXTH_WORDINGS)
    assert {(u.kind, u.way) for u in said if not u.honest} <= set(FORMS)
