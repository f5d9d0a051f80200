from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb_qa.text.indicators import indicator_form


@pytest.mark.parametrize(
    "same",
    [
        (
            "国内生产总值",
            "GDP",
            "ＧＤＰ",
            "2011年全县地区生产总值",
            "國內生產總值",
            "国内生产总值达到",
        ),
        ("粮食总产量", "粮食产量", "全年粮食总产量", "“粮食产量”", "粮食产量为"),
        ("财政收入", "全国财政收入", "截至2011年底财政收入", "累计财政收入"),
        ("党员", "全区共有党员", "年末党员", "现有党员"),
    ],
)
def test_wordings_of_one_thing_meet(same: tuple[str, ...]) -> None:
    assert len({indicator_form(words) for words in same}) == 1


@pytest.mark.parametrize(
    "different",
    [
        ("工资", "职工工资"),
        ("粮食产量", "粮食播种面积", "棉花产量", "粮食"),
        ("共青团员", "团员", "青团员"),
        ("本科生", "科生"),
        ("全民健身场地", "健身场地"),
        ("总收入", "收入"),
        ("年均增长", "增长"),
        ("居民消费价格", "居民消费价格指数"),
        ("初中学生", "中学生"),
    ],
)
def test_different_things_do_not(different: tuple[str, ...]) -> None:
    assert len({indicator_form(words) for words in different}) == len(different)


@given(st.text(max_size=60))
def test_any_text_has_a_form_that_stays_what_it_is(text: str) -> None:
    form = indicator_form(text)
    assert form == "" or form.isalnum() or "_" not in form
    assert indicator_form(f" {text}！") == form


def test_words_of_time_alone_are_kept() -> None:
    assert indicator_form("全年") == "全年"
    assert indicator_form("！？") == ""


def test_the_figures_own_place_is_left_out() -> None:
    assert indicator_form("海拉尔区2011年地区生产总值", "海拉尔区") == indicator_form("GDP")
    assert indicator_form("全县清河县党员", "清河县") == indicator_form("党员")
    assert indicator_form("清河县", "清河县") == "清河县"
    assert indicator_form("清河县党员", "平河市") == "清河县党员"
