"""The time that a figure holds for, resolved by its text and the date of its document."""

from __future__ import annotations

import pytest

from pb_qa.models import Document, Section
from pb_qa.understanding.figures import extract_figures
from pb_qa.understanding.figures.amounts import folded
from pb_qa.understanding.figures.dates import number_of
from pb_qa.understanding.figures.periods import find_moments

REPORT = "2012年政府工作报告"


def periods(
    text: str,
    title: str = REPORT,
    issued_on: str = "2012-03-05",
    sections: tuple[Section, ...] = (),
) -> list[str]:
    document = Document(
        id="d",
        version=1,
        source="a.txt",
        title=title,
        issued_on=issued_on,
        text=text,
        sections=sections,
    )
    return [figure.period.text for figure in extract_figures(document)]


@pytest.mark.parametrize(
    ("written", "period", "start", "end"),
    [
        ("1983年", "1983年", "1983-01-01", "1983-12-31"),
        ("一九八三年", "1983年", "1983-01-01", "1983-12-31"),
        ("１９８３年", "1983年", "1983-01-01", "1983-12-31"),
        ("截至2011年底", "2011年底", "2011-12-31", "2011-12-31"),
        ("2011年末", "2011年底", "2011-12-31", "2011-12-31"),
        ("2011年6月", "2011年6月", "2011-06-01", "2011-06-30"),
        ("2011年6月30日", "2011年6月30日", "2011-06-30", "2011-06-30"),
        ("2011年6月底", "2011年6月底", "2011-06-30", "2011-06-30"),
        ("2011年上半年", "2011年上半年", "2011-01-01", "2011-06-30"),
        ("2011年第三季度", "2011年第三季度", "2011-07-01", "2011-09-30"),
        ("2011年前9个月", "2011年1至9月", "2011-01-01", "2011-09-30"),
        ("2011年1—5月份", "2011年1至5月", "2011-01-01", "2011-05-31"),
        ("2011年一月至九月", "2011年1至9月", "2011-01-01", "2011-09-30"),
        (
            "2011年3月1日至6月30日",
            "2011年3月1日至2011年6月30日",
            "2011-03-01",
            "2011-06-30",
        ),
        ("2011年1月1日至12月31日", "2011年", "2011-01-01", "2011-12-31"),
        ("2006年至2010年", "2006年至2010年", "2006-01-01", "2010-12-31"),
        ("2006—2010年", "2006年至2010年", "2006-01-01", "2010-12-31"),
        ("2006-10年", "2006年至2010年", "2006-01-01", "2010-12-31"),
        ("“十一五”期间", "2006年至2010年", "2006-01-01", "2010-12-31"),
        ("“六五”时期", "1981年至1985年", "1981-01-01", "1985-12-31"),
        ("第一个五年计划", "1953年至1957年", "1953-01-01", "1957-12-31"),
        ("“十一五”末", "2010年底", "2010-12-31", "2010-12-31"),
        ("“十一五”前四年", "2006年至2009年", "2006-01-01", "2009-12-31"),
        ("“十一五”后两年", "2009年至2010年", "2009-01-01", "2010-12-31"),
        ("八十年代", "1980年至1989年", "1980-01-01", "1989-12-31"),
        ("到本世纪末", "2000年", "2000-01-01", "2000-12-31"),
        ("去年", "2011年", "2011-01-01", "2011-12-31"),
        ("前年", "2010年", "2010-01-01", "2010-12-31"),
        ("今年", "2012年", "2012-01-01", "2012-12-31"),
        ("明年", "2013年", "2013-01-01", "2013-12-31"),
        ("目前", "2012年", "2012-01-01", "2012-12-31"),
        ("去年年底", "2011年底", "2011-12-31", "2011-12-31"),
        ("过去五年", "2007年至2011年", "2007-01-01", "2011-12-31"),
        ("今后五年", "2012年至2016年", "2012-01-01", "2016-12-31"),
        ("三年来", "2009年至2011年", "2009-01-01", "2011-12-31"),
        ("1985年以来", "1985年至2011年", "1985-01-01", "2011-12-31"),
        ("今年上半年", "2012年上半年", "2012-01-01", "2012-06-30"),
    ],
)
def test_words_of_time(written: str, period: str, start: str, end: str) -> None:
    (moment,) = find_moments(folded(written), 2012)
    assert (moment.period.text, moment.period.start, moment.period.end) == (period, start, end)


def test_words_that_had_to_be_resolved_are_kept() -> None:
    (last_year,) = find_moments("去年", 2012)
    (plain,) = find_moments("2011年", 2012)
    assert (last_year.period.words, plain.period.words) == ("去年", "")


def test_without_a_date_words_that_need_one_stay_open() -> None:
    assert find_moments("去年、今年、目前、三年来、当年", None) == []


@pytest.mark.parametrize("impossible", ["2011年13月", "2011年2月30日", "13月", "三月日"])
def test_dates_that_there_are_not(impossible: str) -> None:
    for moment in find_moments(impossible, 2012):
        assert moment.period.start <= moment.period.end


def test_short_years_are_of_the_last_century_or_of_this_one() -> None:
    assert [m.period.text for m in find_moments("85年，零三年", 2012)] == ["1985年", "2003年"]


@pytest.mark.parametrize(
    ("numeral", "number"),
    [("十", 10), ("十二", 12), ("二十", 20), ("二十三", 23), ("一九八四", 1984), ("1 9 8 4", 1984),
     ("两", 2), ("十十", 0), ("", 0), ("三月", 0)],
)  # fmt: skip
def test_numerals_of_dates(numeral: str, number: int) -> None:
    assert number_of(numeral) == number


# ---- which of them a figure is of


def test_growth_over_another_year_is_of_its_own_year() -> None:
    text = "2011年粮食产量5亿吨，比上年增长3%，比2005年增长20%，是1978年的2倍。"
    assert periods(text) == ["2011年"] * 4


def test_where_a_change_begins_has_a_time_of_its_own() -> None:
    assert periods("产值由1980年的82亿元增加到1985年的120亿元。") == ["1980年", "1985年"]
    assert periods("2011年农场有了盈利，由上年亏损9000万元转为盈利3亿元。") == ["2010年", "2011年"]


def test_a_change_over_several_years_begins_before_them() -> None:
    text = "过去五年，国内生产总值由26万亿元增加到47万亿元。"
    assert periods(text) == ["2006年", "2011年"]


def test_origins_side_by_side_share_their_year() -> None:
    text = "高校由1980年的675所增加到1982年的729所，招生数由28万人增加到31万人。"
    assert periods(text) == ["1980年", "1982年", "1980年", "1982年"]


def test_nothing_is_said_of_when_an_origin_in_a_carried_year_was() -> None:
    text = "2011年，民生继续改善。起征点从2000元提高到3500元。"
    assert periods(text) == ["", "2011年"]


def test_an_average_over_years_is_of_the_years() -> None:
    text = "“十一五”期间，工业较快发展。2010年产值达到8亿元，平均每年增长9%。"
    assert periods(text) == ["2010年", "2006年至2010年"]


def test_years_up_to_now_are_not_those_of_the_plan_spoken_of() -> None:
    text = "“十二五”时期，目标已经明确。\n五年来，全国粮食产量年均增长3%。"
    assert periods(text, issued_on="2011-03-05") == ["2006年至2010年"]


def test_years_named_one_after_the_other_are_what_two_years_means() -> None:
    text = "产值2010年增长4%，2011年增长6%。两年平均每年增长5%。"
    assert periods(text) == ["2010年", "2011年", "2010年至2011年"]


def test_what_was_reached_in_several_years_is_of_the_last() -> None:
    text = "过去五年，森林覆盖率达到20%，累计造林500万亩。"
    assert periods(text) == ["2011年", "2007年至2011年"]


def test_a_paragraph_stays_with_the_year_it_began_with() -> None:
    text = "2009年，经济平稳。粮食产量5亿吨。\n财政收入6万亿元。"
    assert periods(text) == ["2009年", "2009年"]


def test_now_and_since_hold_for_their_sentence_only() -> None:
    text = "2011年，教育发展。目前在校生3万人。毕业生1万人。"
    assert periods(text) == ["2012年", "2011年"]


def test_from_a_day_on_holds_for_its_sentence_only() -> None:
    text = "从2012年1月1日起，补贴标准为500元。见习期限3个月。"
    assert periods(text, title="关于就业工作的意见") == ["2012年1月1日", ""]


def test_a_section_tells_the_year_of_its_figures() -> None:
    text = "一、2011年工作回顾\n粮食产量5亿吨。\n二、2012年工作安排\n城镇新增就业900万人。"
    second = text.index("二、")
    sections = (
        Section("一、2011年工作回顾", 1, 0, second),
        Section("二、2012年工作安排", 1, second, len(text)),
    )
    assert periods(text, sections=sections) == ["2011年", "2012年"]


def test_a_year_in_brackets_explains_only_the_number_before() -> None:
    text = "2011年扶贫标准为2300元（2010年不变价），提高92%。"
    assert periods(text) == ["2011年", "2011年"]


def test_the_year_of_a_survey_may_come_after_the_number() -> None:
    text = "据100个企业的统计，2011年产值增长15%。"
    assert periods(text) == ["2011年", "2011年"]


def test_years_to_do_something_in_begin_now() -> None:
    assert periods("力争用三年时间完成改造。") == ["2012年至2014年"]


def test_the_same_part_of_the_year_before() -> None:
    text = "今年1至5月完成投资27亿元，去年同期则完成24亿元。"
    assert periods(text) == ["2012年1至5月", "2011年1至5月"]


def test_this_year_of_an_account_is_the_year_it_is_about() -> None:
    text = "2010年决算：2010年本年收入8亿元，上年结转收入1亿元。"
    assert periods(text) == ["2010年", "2009年"]


def test_rules_hold_at_any_time() -> None:
    text = "第三条 企业当年亏损超过五年的，处三万元罚款。"
    assert periods(text, title="企业管理条例") == ["", ""]
    assert periods("返还其上年度缴费的50%。", title="关于稳岗的意见") == [""]


def test_a_share_that_something_is_held_against_is_of_its_own_time() -> None:
    text = "1985年达到16.8%，比“五五”期间的11%有了提高。比计划规定的1984年的水平498亿元只差38亿元。"
    found = periods(text, issued_on="1986-03-05", title="1986年政府工作报告")
    assert found == ["1985年", "1976年至1980年", "1984年", "1985年"]


def test_growth_since_a_year_is_of_the_last_of_several() -> None:
    text = "“十一五”期间，在校学生达到130万人，比2005年增长13.6%，五年共毕业150万人。"
    assert periods(text) == ["2010年", "2010年", "2006年至2010年"]


def test_what_went_on_for_years_in_a_row_is_of_those_years() -> None:
    assert periods("今年计划增长9%。在连续两年增长13%的基础上安排。") == [
        "2012年",
        "2010年至2011年",
    ]


def test_what_is_usual_is_of_no_year() -> None:
    assert periods("2011年发生地震48次，高于年均19次的水平。") == ["2011年", ""]


def test_a_plan_for_no_certain_years_is_not_of_the_year_before() -> None:
    assert periods("2011年赤字为25亿元。今后要努力增加收入，力争赤字少于30亿元。") == ["2011年", ""]


def test_what_came_about_in_a_year_is_not_of_its_last_day() -> None:
    text = "到2011年底，参加合作社的农户达到7500万户。全国共修建公路8138公里，比2010年增长40%。"
    assert periods(text) == ["2011年底", "2011年", "2011年"]


def test_the_same_part_of_last_year_tells_which_part_of_this_is_meant() -> None:
    text = "在投资方面，1至5月份完成27亿元。按可比部分计算，比去年同期增长68%。"
    assert periods(text) == ["2012年1至5月", "2012年1至5月"]


def test_what_goes_on_from_a_sentence_stays_with_its_time() -> None:
    text = "据初步统计，在生产方面，今年1至5月完成103亿元。但是有几种没有完成：钢完成96%。"
    assert periods(text) == ["2012年1至5月", "2012年1至5月"]


def test_doubling_is_of_the_time_named_for_it_before() -> None:
    text = "到2020年国内生产总值翻一番。\n今年要抓好技术改造，否则翻一番就会落空。"
    assert periods(text) == ["2020年", "2020年"]


def test_the_year_of_a_ruling_is_not_that_of_what_follows_from_it() -> None:
    text = "今年预算已定。根据2010年人大会议的决定，免税项目7个。"
    assert periods(text) == ["2012年"]


def test_what_there_is_at_the_end_of_several_years_is_of_the_last() -> None:
    text = "五年来，在校生占总人数的56%，城镇新增就业3000万人。"
    assert periods(text) == ["2011年", "2007年至2011年"]


def test_a_short_term_is_not_of_the_years_of_a_plan() -> None:
    text = "今后五年的任务很重，要投资500亿元。方案通过后，三个月内组建起来。"
    assert periods(text) == ["2012年至2016年", "2012年"]


def test_a_year_in_a_name_is_no_time() -> None:
    text = "“九五”计划和2010年远景目标提出，国民生产总值年均增长8%。"
    assert periods(text, issued_on="1996-03-05", title="1996年政府工作报告") == ["1996年至2000年"]


def test_what_follows_what_happened_on_a_day_is_of_its_year() -> None:
    assert periods("2011年7月1日，大桥通车。全年完成投资5亿元。") == ["2011年"]


def test_years_to_come_are_counted_back_from_the_year_named() -> None:
    text = "到1990年，消费水平提高27%。五年内城镇新建住宅6.5亿平方米。"
    found = periods(text, issued_on="1986-03-05", title="1986年政府工作报告")
    assert found == ["1990年", "1986年至1990年"]


def test_an_average_held_against_years_is_of_years() -> None:
    text = "“六五”期间成绩很大。1985年粮食产量37898万吨，平均年产量比“五五”期间增加21%。"
    found = periods(text, issued_on="1986-03-05", title="1986年政府工作报告")
    assert found == ["1985年", "1981年至1985年"]


def test_the_plan_of_a_year_is_not_the_time_in_which_part_of_it_is_done() -> None:
    assert periods("今年上半年完成全年计划的46%。") == ["2012年上半年"]


def test_what_adds_up_until_a_year_is_of_the_years_until_then() -> None:
    text = "今后五年任务很重。到2016年，城镇化率达到60%，城镇新增就业5000万人。"
    assert periods(text) == ["2016年", "2012年至2016年"]


def test_of_two_years_held_together_the_first_is_meant() -> None:
    assert periods("2010年与2005年相比，国内生产总值增长57.3%，增加1.2倍。") == ["2010年", "2010年"]


def test_where_a_change_begins_is_not_what_the_text_goes_on_about() -> None:
    text = "去年，物价涨幅由2008年的18.5%下降到17.8%，12月份上涨6.4%。"
    assert periods(text) == ["2008年", "2011年", "2011年12月"]


def test_the_year_of_prices_is_no_time() -> None:
    text = "到2020年翻一番。按2010年价格计算，2015年达到8.5万亿元。投资率为30%。"
    assert periods(text) == ["2020年", "2015年", "2015年"]


def test_what_is_stated_as_of_a_day_stays_with_it() -> None:
    text = "截至2011年底，有党员4116名。1790个党组织覆盖1479个企业。"
    assert periods(text) == ["2011年底"] * 3
    assert periods("2011年底，有党员4116名。发放补贴600万元。") == ["2011年底", "2011年"]
