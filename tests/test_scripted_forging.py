"""The forging model knows the truth: honest sentences are true, forged ones are not."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scripted_model import (
    ABSENT,
    FORGERIES,
    KEPT_BACK,
    MISPLACED,
    Fate,
    Forging,
    Outcome,
    Prompt,
    PromptPassage,
    Told,
    Utterance,
    audit,
    outcomes,
)
from scripted_model.amounts import amounts, han, han_value, keys, plain
from scripted_model.forge_numbers import english_words
from scripted_model.scene import Scene
from scripted_model.wording import WORDINGS

REPORT = """2013年，全区地区生产总值达到253.7亿元，增长10.1%；财政收入24.85亿元。
去年城镇新增就业5611人，实现再就业2529人，城镇登记失业率控制在3.65%以内。
到2020年，全区力争粮食总产量达到15万吨，新增节水灌溉面积不少于1.2万亩。
截至2012年6月底，银川市共选派指导员316名，覆盖非公企业842家，占5%-7%。"""
RULES = """申请人应当在收到决定书之日起三十日内申请复核，不得超过九十日。
优秀等次人数不超过参加考核人数的百分之二十，按照第十三条办理。
根据国发〔2015〕43号，各地开展“双强六好”创建活动，3月15日前报送结果。
2010年，海拉尔区地区生产总值为162.4亿元，旅游接待人数438万人次。"""
PROMPT = Prompt(
    "2013年全区地区生产总值是多少？",
    (
        PromptPassage(1, REPORT, "《2014年宁夏政府工作报告》"),
        PromptPassage(2, RULES, "《考核办法》"),
    ),
    "",
)


EVERY = {**FORGERIES, **KEPT_BACK}


def scene(seed: int = 0) -> Scene:
    return Scene(PROMPT, random.Random(seed))


@given(st.integers(0, 10**9))
def test_chinese_numerals_are_read_as_they_are_written(value: int) -> None:
    assert han_value(han(value)) == value


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("增长３．６８％", Fraction("3.68"), "percent"),
        ("２７，２０３，３１９，０００元", Fraction(27203319000), "number"),
        ("百分之八十五点八八", Fraction("85.88"), "percent"),
        ("24.66万亿元", Fraction(24660000000000), "number"),
        ("二〇一一年", Fraction(2011), "year"),
        ("第十三条", Fraction(13), "ordinal"),
        ("3月15日", Fraction(3), "date"),
        ("叁佰陆拾壹名", Fraction(361), "number"),
    ],
)
def test_numbers_are_read(text: str, value: Fraction, kind: str) -> None:
    first = amounts(text)[0]
    assert (first.value, first.kind) == (value, kind)


def test_a_hidden_number_is_a_number() -> None:
    disguises = [
        "3 61名",
        "3\u200b61名",
        "３６１名",
        "٣٦١名",
        "3**61**名",
        "&#51;61名",
        "3<b>61</b>名",
    ]
    for disguised in disguises:
        assert ("number", Fraction(361)) in keys(disguised), disguised


def test_english_words() -> None:
    assert english_words(4116) == "four thousand one hundred sixteen"
    assert english_words(1_000_003) == "one million three"


@pytest.mark.parametrize("kind", sorted(EVERY))
def test_a_forgery_says_what_its_passage_does_not(kind: str) -> None:
    made = [one for seed in range(20) if (one := EVERY[kind](scene(seed))) is not None]
    for one in made:
        assert one.kind == kind and not one.honest
        bodies = audit.left_markers(one.text)
        assert bodies or kind == "number without citation"
        text = one.text
        for marker in bodies:
            text = text.replace(marker, "")
        sources = [p.text for p in PROMPT.passages if p.number in one.cited]
        verbatim = any(plain(text).rstrip("。") in plain(source) for source in sources)
        assert not verbatim, text


def test_nearly_every_kind_of_forgery_can_be_made_of_two_passages() -> None:
    made = {kind for kind in FORGERIES for seed in range(20) if FORGERIES[kind](scene(seed))}
    # A year, a 文号 or a sum that these two passages do not allow.
    assert len(made) >= len(FORGERIES) - 5, set(FORGERIES) - made
    assert made >= {"altered digit", "wrong subject", "invented citation", "year of the report"}


def test_made_up_numbers_stand_in_no_passage() -> None:
    for kind in ("altered digit", "Chinese numerals altered", "万/亿 slip", "digits disguised"):
        for seed in range(20):
            one = FORGERIES[kind](scene(seed))
            if one is not None:
                assert audit.absent_numbers(one.wrong, [REPORT, RULES]), one


@pytest.mark.parametrize("way", sorted(set(WORDINGS) - {"year resolved", "sum with operands"}))
def test_honest_sentences_have_only_numbers_of_their_passages(way: str) -> None:
    for seed in range(20):
        one = WORDINGS[way](scene(seed))
        if one is not None:
            sources = [p.text for p in PROMPT.passages if p.number in one.cited]
            text = one.text
            for marker in audit.left_markers(text):
                text = text.replace(marker, "")
            assert one.honest and audit.absent_numbers(text, sources) == [], one


def test_the_same_seed_says_the_same() -> None:
    first, second = Forging(5), Forging(5)
    assert [first.answer(PROMPT) for _ in range(5)] == [second.answer(PROMPT) for _ in range(5)]
    kinds = {u.kind for _ in range(40) for u in first.answer(PROMPT).utterances}
    assert kinds & ABSENT and kinds & MISPLACED and "honest" in kinds


def test_what_became_of_a_sentence() -> None:
    forged = Utterance("全县共选派指导员361名[1]。", "altered digit", cited=(1,), wrong="361")
    honest = Utterance("覆盖非公企业842家[1]。", cited=(1,))
    told = [
        Told("全县共选派指导员361名。", Fate.WITHHELD, "数字“361”在引用的原文中找不到"),
        Told("覆盖非公企业842家。", Fate.SHOWN),
    ]
    assert [one.fate for one in outcomes([honest, forged], told)] == [Fate.SHOWN, Fate.WITHHELD]
    assert Outcome(honest, ()).fate is Fate.LOST


def test_the_audit_finds_what_the_sources_lack() -> None:
    source = "截至2012年6月底，全县共选派指导员316名（清组发〔2012〕5号），7月1日起施行。"
    assert audit.absent_numbers("全县共选派指导员三百一十六名。", [source]) == []
    assert audit.absent_numbers("全县共选派指导员三百六十一名。", [source]) == ["三百六十一"]
    assert audit.absent_numbers("近七成指导员到岗。", [source]) == ["七成"]
    assert audit.absent_dates("7月3日起施行。", [source]) == ["7月3日"]
    assert audit.absent_dates("七月一日起施行。", [source]) == []
    assert audit.absent_documents("依据清组发[2012]6号。", [source]) == ["〔2012〕6号"]
    assert audit.markup("见[这里](http://x.invalid)") and not audit.markup("见第一条。")
