"""The fourth forger: what is taken for another thing is false, what is told as it is is true."""

from __future__ import annotations

import re
from functools import partial

import forged_sentences as shared
import pytest
from forged_sentences import text_of
from scripted_model import (
    FORGERIES,
    FOURTH,
    FOURTH_DERIVED,
    FOURTH_WORDINGS,
    KEPT_BACK,
    NEWEST,
    NEWEST_WORDINGS,
    Forging,
    Prompt,
    PromptPassage,
    audit,
)
from scripted_model.amounts import amounts, plain
from scripted_model.fourth_figures import cells
from scripted_model.wording import WORDINGS

REPORT = """去年，旅游收入24.85亿元，工业投资60.5亿元，商品房销售额18.2亿元。
全年粮食产量15.3万吨，财政收入30.7亿元；服务业增加值占地区生产总值的46.1%。
对困难职工每人补助1200元，共发放慰问金86万元。
我区的奶业收入增长30%，城镇新增就业5611人。
到2015年，全区建成标准化学校40所，改造平房12万平方米。"""
TABLE = """成文日期： | 2018年12月21日 | 发文机关： | 国务院办公厅
标　　题： | 关于改进工作的通知 | 发布日期： | 2018年12月29日"""
RULES = """第十二条　用人单位拒绝出具证明的，由劳动行政部门责令限期改正并公布处理结果。
第十三条　申请人隐瞒有关情况的，不得在一年内再次提出同类申请。
第十四条　登记机关应当自受理申请之日起三十日内作出决定，并报上级机关批准。
第十五条　贷款项目应当加强风险评估、合同审查、资金监管、贷后检查等工作。
第十六条　共有人对共有的房屋共同承担维修义务，但是当事人另有约定的除外。
第十七条　档案材料包括登记表、身份证明、体检报告、考核材料等文件。
第十八条　有关部门建立举报制度、巡查制度、约谈制度、公示制度等机制。
本办法自2014年7月1日起施行。"""
PROMPT = Prompt(
    "城镇新增就业多少？",
    (
        PromptPassage(1, REPORT, "《2014年政府工作报告》（海拉尔区人民政府，2014-03-05）"),
        PromptPassage(2, RULES, "《房屋登记管理办法》（住房城乡建设部，2014-05-16）"),
        PromptPassage(3, TABLE, "《关于改进工作的通知》（国务院办公厅，2018-12-21）"),
    ),
    "",
)
made = partial(shared.made, prompt=PROMPT, seeds=16)
sources_of = partial(shared.sources_of, prompt=PROMPT)


def test_the_kinds_are_new() -> None:
    assert len(FOURTH) >= 16 and not set(FOURTH) & {*FORGERIES, *KEPT_BACK, *NEWEST}
    assert len(FOURTH_WORDINGS) >= 8
    assert not set(FOURTH_WORDINGS) & {*WORDINGS, *NEWEST_WORDINGS}


@pytest.mark.parametrize("kind", sorted(FOURTH))
def test_a_forgery_says_what_its_passages_do_not(kind: str) -> None:
    forgeries = made(FOURTH[kind])
    assert forgeries, "these passages allow every kind"
    for one in forgeries:
        assert one.kind == kind and not one.honest and one.cited
        assert audit.left_markers(one.text) and plain(one.wrong) in text_of(one)
        bare = re.sub(r"\W", "", text_of(one))
        assert not any(bare in re.sub(r"\W", "", plain(text)) for text in sources_of(one))
        assert audit.absent_numbers(text_of(one), sources_of(one)) == [], "only right numbers"


def test_a_date_under_another_label_is_the_other_cells() -> None:
    named = dict(cells(PROMPT.passages[2]))
    for one in made(FOURTH["cell under another label"]):
        label = "成文日期" if "成文日期" in one.text else "发布日期"
        assert named[label] == one.truth != one.wrong and one.wrong in named.values()


@pytest.mark.parametrize("kind", ["comparison turned round", "greatest of several wrong"])
def test_what_is_told_as_greater_is_smaller(kind: str) -> None:
    for one in made(FOURTH[kind]):
        told = [a.value for a in amounts(text_of(one)) if a.unit == "元"]
        if kind == "greatest of several wrong":
            assert "工业投资" in one.truth and told[0] < 60 * 10**8
        else:
            more = re.search(r"高于|多于|不及|低于|更多", text_of(one))
            assert more and len(told) == 2
            first_told_as_more = more[0] in ("高于", "多于", "更多")
            assert (told[0] < told[1]) == first_told_as_more


def test_a_true_comparison_is_true() -> None:
    for one in made(FOURTH_WORDINGS["comparison stated"]):
        first, second = (a.value for a in amounts(text_of(one)) if a.unit == "元")
        assert (first > second) == bool(re.search("高于|多于", text_of(one)))


def test_another_articles_words_are_told_of_an_article_that_is_there() -> None:
    for one in made(FOURTH["article of another rule"]):
        assert one.wrong in RULES and one.truth in RULES and one.truth not in one.text


@pytest.mark.parametrize("way", sorted(FOURTH_WORDINGS))
def test_a_true_sentence_has_only_numbers_of_its_passages(way: str) -> None:
    said = made(FOURTH_WORDINGS[way])
    assert said, "these passages allow every way"
    for one in said:
        assert one.honest and one.way == way and one.cited
        if way not in FOURTH_DERIVED:
            assert audit.absent_numbers(text_of(one), sources_of(one)) == [], one


def test_percentages_in_words_are_the_percentages() -> None:
    said = {text_of(one) for one in made(FOURTH_WORDINGS["percentage in words"], seeds=40)}
    assert any("百分之四十六点一" in text for text in said)
    assert any("增长三成" in text for text in said)


def test_the_forger_can_be_told_to_speak_so() -> None:
    model = Forging(3, kinds=FOURTH, wordings=FOURTH_WORDINGS)
    said = [u for _ in range(40) for u in model.answer(PROMPT).utterances]
    assert {u.kind for u in said} - {"honest"} == set(FOURTH)
    assert {u.way for u in said if u.honest} - {"introduction"} == set(FOURTH_WORDINGS)
