"""The fifth forger: every form of every kind is false, every honest way is true."""

from __future__ import annotations

import re
from functools import cache, partial

import forged_sentences as shared
import pytest
from forged_sentences import letters, text_of
from scripted_model import (
    ABSENT,
    FIFTH,
    FIFTH_DERIVED,
    FIFTH_FORMS,
    FIFTH_WORDINGS,
    FORGERIES,
    FOURTH,
    FOURTH_WORDINGS,
    KEPT_BACK,
    MISPLACED,
    NEWEST,
    NEWEST_WORDINGS,
    Forging,
    Prompt,
    PromptPassage,
    Utterance,
    audit,
)
from scripted_model.amounts import amounts, plain
from scripted_model.wording import WORDINGS

REPORT = """去年，粮食产量15.3万吨，增长12.5%，财政收入30.7亿元，工业投资60.2亿元。
去年，全区城镇新增就业5611人，下岗失业人员再就业2358人。
到2009年，旅游收入24.85亿元，税收收入12.6亿元。
去年旅游接待人数437万人次，比上年增长18.5%，取得显著成绩。
去年房屋施工面积156平方米。
服务业增加值占地区生产总值的46.1%，比重提高2.3个百分点。
到2012年底，全区积极推进管网改造，更换管道4200公里；新建道路350公里，修补道路760公里，惠及居民35000多人。
同时，大力发展设施农业，今年要新增大棚2600亩，力争蔬菜种植面积达到8800亩。
九十年代以来，全区共打井1900眼，安装水表4700块，发放补助1200万元。
年底前，计划投资7.7亿元用于“十二五”规划项目建设。
今年的主要预期目标是：工业产值增长9.5%以上，城镇登记失业率控制在4%以内。
调查采访了二百六十五名干部，发出问卷一千八百份，占全体干部的百分之三十二。"""
OTHER = """到2012年，全市商品房销售面积82万平方米，工业利润41.5亿元，贷款余额93.4亿元。
到2011年，满洲里市外贸进出口总额达到73.9亿元，保费收入6.4亿元。
全县共有个体工商户9700户，吸纳从业人员21000人。
到２０１０年，电力产量达到３６００万吨，同比增长２７％。"""
RULES = """第十二条　用人单位拒绝出具证明的，应当由劳动行政部门责令限期改正并公布处理结果。
第十三条　申请人不得在登记期间提出同类申请。
第十四条　登记机关应当自受理申请之日起三十日内作出决定或者通知，并依照有关规定公示。
第十五条　违反规定的，处3万元以上9万元以下罚款；情节轻微的，予以批评教育并限期改正。
第十六条　公示期不得少于15日，参加人数不超过40人，接近300万元的项目应当评审。
第十七条　未满18周岁的人员不得从事该工作，任职满12个月的人员除外。
第十八条　每期培训20至30天，补助标准每人500—800元。
第十九条　连续工作10年以上的职工，每年享受15天以上的休假。
根据国发〔2013〕28号文件，本办法自2014年5月12日起施行，3月19日的补充规定继续有效。"""
SECOND = """到2013年，森林抚育面积670万亩，育苗51.8万株。
《规划》编制工作6月25日完成，评审专家17名，收集意见364条。
城镇新增就业的目标另行下达。"""
PROMPT = Prompt(
    "城镇新增就业多少？",
    (
        PromptPassage(
            1, REPORT, "《2014年政府工作报告》（海拉尔区人民政府，2014-03-05） 一、主要成绩回顾"
        ),
        PromptPassage(2, OTHER, "《2013年政府工作报告》（满洲里市人民政府，2013-02-20）"),
        PromptPassage(
            3,
            RULES,
            "《房屋登记管理办法》（住房城乡建设部，建发〔2014〕16号，2014-05-16） 登记程序",
        ),
        PromptPassage(4, SECOND, "《2014年政府工作报告》（海拉尔区人民政府，2014-03-05）"),
    ),
    "",
)
made = partial(shared.made, prompt=PROMPT, seeds=9)
sources_of = partial(shared.sources_of, prompt=PROMPT)
absent = partial(shared.absent, prompt=PROMPT)
FORMS = [(kind, form) for kind, forms in sorted(FIFTH_FORMS.items()) for form in sorted(forms)]
CITATIONS = {kind for kind in FIFTH_FORMS if "cited" in kind or kind == "citation of no passage"}


@cache
def forged(kind: str, form: str) -> list[Utterance]:
    return made(FIFTH_FORMS[kind][form])


def test_the_kinds_and_ways_are_new() -> None:
    assert not set(FIFTH) & {*FORGERIES, *KEPT_BACK, *NEWEST, *FOURTH}
    assert not set(FIFTH_WORDINGS) & {*WORDINGS, *NEWEST_WORDINGS, *FOURTH_WORDINGS}
    assert len(FIFTH_WORDINGS) >= 25 and set(FIFTH_DERIVED) <= set(FIFTH_WORDINGS)
    assert all(len(forms) >= 2 for forms in FIFTH_FORMS.values())
    assert not ABSENT & MISPLACED


@pytest.mark.parametrize(("kind", "form"), FORMS)
def test_a_forgery_says_what_its_passages_do_not(kind: str, form: str) -> None:
    assert forged(kind, form), "these passages allow every form"
    for one in forged(kind, form):
        assert not one.honest and plain(one.wrong.strip()) in text_of(one)
        said = letters(audit.without_markers(one.text))
        assert not any(said in letters(text) for text in sources_of(one))
        if kind in CITATIONS or form == "of another body":
            continue
        if kind in ABSENT:
            assert absent(one), one
        else:
            assert not absent(one), one


@pytest.mark.parametrize("kind", sorted(CITATIONS))
def test_the_cited_passages_have_not_what_is_told(kind: str) -> None:
    for form in FIFTH_FORMS[kind]:
        for one in forged(kind, form):
            if form != "two exchanged":
                assert absent(one), one
                continue
            for part, number in re.findall(r"(.+?)\[(\d)\]。", one.text):
                passage = PROMPT.passage(int(number))
                assert passage and letters(part) not in letters(passage.text)


def test_a_number_of_another_body_is_no_number_of_the_passages() -> None:
    everything = "".join(f"{p.head}{p.text}" for p in PROMPT.passages)
    for one in forged("another 文号", "of another body"):
        assert one.wrong not in everything and one.truth in everything


def test_a_place_told_is_never_the_passages_own() -> None:
    for form in ("for the whole", "told anew"):
        for one in forged("place of another document", form):
            assert len(one.cited) == 2, "the place stands in the other passage that is cited"
            numbers = re.findall(r"\d+(?:\.\d+)?", text_of(one))
            having = [p for p in PROMPT.passages if all(n in plain(p.text) for n in numbers)]
            assert having and not any(one.wrong in p.text + p.head for p in having)


@pytest.mark.parametrize("way", sorted(FIFTH_WORDINGS))
def test_a_true_sentence_has_only_what_its_passages_say(way: str) -> None:
    said = made(FIFTH_WORDINGS[way])
    assert said, "these passages allow every way"
    for one in said:
        assert one.honest and one.way == way and one.cited
        assert way in FIFTH_DERIVED or not absent(one), one


def test_rounded_numbers_stay_below_the_number_and_near_it() -> None:
    for one in made(FIFTH_WORDINGS["rounded down with 多"]):
        told = max(a.value for a in amounts(text_of(one)) if a.unit)
        known = {a.value for text in sources_of(one) for a in amounts(plain(text))}
        assert any(told < value < told * 11 / 10 for value in known)


def test_the_year_named_is_the_one_before_the_report() -> None:
    for way in ("year in brackets", "fact of the year meant"):
        assert all("2013年" in text_of(one) for one in made(FIFTH_WORDINGS[way]))


def test_numbers_in_mixed_signs_keep_their_value() -> None:
    from scripted_model.fifth_numerals import mixed

    assert [mixed(n) for n in (35000, 5629, 1200, 24_008_500)] == [
        "3万5千",
        "5千6百29",
        "1千2百",
        "2400万8千5百",
    ]


def test_the_forger_can_be_told_to_speak_so() -> None:
    model = Forging(3, kinds=FIFTH, wordings=FIFTH_WORDINGS)
    said = [u for _ in range(45) for u in model.answer(PROMPT).utterances]
    assert {u.kind for u in said} - {"honest"} == set(FIFTH)
    assert {u.way for u in said if u.honest} - {"introduction"} == set(FIFTH_WORDINGS)
    assert {(u.kind, u.way) for u in said if not u.honest} <= set(FORMS)
