"""What is true of one clause of a source is not told with another one's cause, case or kind."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from one_document import Check, check_against

REPORT = """云岭市2014年政府工作报告
规模以上工业企业达到126家，比上年净增18家。工业园区引进项目23个，其中投资超亿元项目7个。
市财政投入1.6亿元，完成东风路、建设路、滨河路三条道路改造，新增绿地面积36公顷。
合作社由去年的210家发展到285家，养殖场原来有64家，后来减少到51家。
新增城镇就业8600人，登记失业率控制在3.9%以内。养老保险参保率达到98.2%。
由于受干旱影响，油料产量下降6.4%。由于推广了节水灌溉技术，每亩用水量减少22立方米。
我市被省政府授予先进市称号，东山镇被市委评为文明乡镇，西河镇受到通报表扬。
今年计划投资2.4亿元新建人民医院，力争年底前主体完工；继续实施饮水安全工程，解决3.5万人饮水问题。
今年要抓好五个方面工作，包括工业转型、现代农业、城镇建设、改革开放、改善民生。
旅游收入达到6.1亿元，同比增长14.8%。虽然增速有所下降，但卸掉了多年的包袱。要规范分配秩序，增加职工收入。
为了完成今年的任务，必须加强组织领导。这种做法不仅不利于改善生活，而且妨碍生产。建成大型项目49个，其中交通项目13个。
（三）支持东山镇设置商标受理窗口。（负责部门：知识产权局）
国家统一调度的材料应当保证重点需要，公共设施免费开放，全年实施技改项目36个，完成投资10.2亿元。国内生产总值增长8.1%。
有些改造工程从1958年到1960年分批完成。本年支出增长4.76%，本年收入增长9.29%。
"""
RULES = """云岭市工作人员考核办法
第八条 连续两年被确定为不称职等次的，予以辞退；被确定为基本称职等次的，对其诫勉谈话，当年无奖金。
第九条 受警告处分的当年，参加考核，不得确定为优秀等次；受记过处分的期间，参加考核，只写评语。
第十二条 发包人擅自改变用途的，责令改正，处以五万元以上五十万元以下的罚款；
控制人指使前款行为的，给予警告，并处以二万元以上二十万元以下的罚款。
第十一条 承租人逾期不付租金的，出租人可以收回房屋。
第十条 调任的人员，由其调入单位进行考核并确定等次。
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Check:
    return check_against(
        tmp_path_factory.mktemp("report"), "云岭市2014年政府工作报告", REPORT,
        issued_on="2014-01-18", place="云岭市", issuer="云岭市人民政府",
    )  # fmt: skip


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Check:
    return check_against(tmp_path_factory.mktemp("rules"), "云岭市工作人员考核办法", RULES)


@pytest.mark.parametrize(
    "sentence",
    [
        # a part of another whole
        "新增城镇就业8600人，其中投资超亿元项目7个。",
        # all of them, where some are
        "工业园区引进项目23个，均为投资超亿元项目。",
        # what is judged of a number, or said of those it is for
        "养老保险参保率达到98.2%，实现全覆盖。",
        "新增城镇就业8600人，未完成年度目标。",
        "新增绿地面积36公顷，全部位于滨河路。",
        # against its own numbers, in the other direction, at the other end
        "养殖场由51家减少到64家。",
        "养殖场原来有64家，后来增加到51家。",
        "合作社去年有285家。",
        # the cause of something else
        "由于推广了节水灌溉技术，油料产量下降6.4%。",
        # another one of its kind
        "西河镇被市委评为文明乡镇。",
        "我市被市委评为文明乡镇。",
        # at another stage
        "市财政投入1.6亿元，启动东风路、建设路、滨河路三条道路改造。",
        # a plan, across a semicolon, as done
        "已解决3.5万人饮水问题。",
        "人民医院已于年底前主体完工。",
        # no part of the list
        "今年五个方面工作包括招商引资。",
        # both alike
        "本年支出和本年收入都实现了4.76%的增长。",
        "本年收入方面的数字是4.76%。",
        # what it came to as what it rose from, even, and what is left
        "旅游收入在6.1亿元的基础上又增长14.8%。",
        "旅游收入由6.1亿元再增长14.8%。",
        "建成大型项目49个，扣除交通项目，还剩13个。",
        "旅游收入和公共设施收入相当，各为6.1亿元。",
        "全年实施技改项目36个，节约投资10.2亿元。",
        # conceded, aimed at, not only, demanded
        "正是由于增速有所下降，卸掉了多年的包袱。",
        "完成今年的任务，目的在于加强组织领导。",
        "这种做法并不不利于改善生活，只是妨碍生产。",
        "规范分配秩序，增加职工收入，这些要求已经全部落实。",
        # another office, and a number with something else set beside it
        "支持东山镇设置商标受理窗口，由市场监管局负责。",
        "旅游收入是10.2亿元（技改投资另计）。",
        # another manner
        "国家分头调度的材料应当保证重点需要。",
        "公共设施收费开放。",
        # five years are no 1960
        "有些改造工程从1958年到1960年分批完成，前后相隔5年。",
    ],
)
def test_what_belongs_to_something_else_is_withheld(report: Check, sentence: str) -> None:
    assert report(sentence).reason


@pytest.mark.parametrize(
    "sentence",
    [
        "工业园区引进项目23个，其中7个投资超亿元。",
        "合作社去年有210家。",
        "养殖场原来有64家，后来减少到51家。",
        "由于推广节水灌溉技术，每亩用水量减少了22立方米。",
        "受干旱影响，油料产量下降6.4%。",
        "东山镇被市委评为文明乡镇。",
        "市财政投入1.6亿元，改造了东风路、建设路、滨河路三条道路。",
        "继续实施饮水安全工程，解决3.5万人饮水问题。",
        "今年五个方面工作包括现代农业、改善民生。",
        "本年支出增长4.76%，本年收入增长9.29%。",
        "虽然增速有所下降，但卸掉了多年的包袱。",
        "为了完成今年的任务，必须加强组织领导。",
        "①旅游收入达到6.1亿元；②国内生产总值增长8.1%。",
        "旅游收入（亿元）：6.1。",
        "GDP增长8.1%。",
        "支持东山镇设置商标受理窗口，由知识产权局负责。",
        "旅游收入 6.1 亿元，同比增长 14.8%。",
        "建成大型项目49个，其中交通项目13个。",
    ],
)
def test_what_belongs_together_is_shown(report: Check, sentence: str) -> None:
    assert report(sentence).reason == ""


@pytest.mark.parametrize(
    "sentence",
    [
        # the case of another rule, a wider case, a consequence that is nowhere
        "受警告处分的期间，参加考核，只写评语。",
        "考核被确定为不称职等次的，予以辞退。",
        "连续两年被确定为不称职等次的，降低职务。",
        "被确定为称职等次的，对其诫勉谈话。",
        # each in the other's place
        "出租人逾期不付租金的，承租人可以收回房屋。",
        # bounds of another case
        "发包人擅自改变用途的，责令改正，处以二万元以上二十万元以下的罚款。",
        # out for in
        "调任的人员，由其调出单位进行考核并确定等次。",
    ],
)
def test_a_rule_with_the_case_of_another_is_withheld(rules: Check, sentence: str) -> None:
    assert rules(sentence).reason


@pytest.mark.parametrize(
    "sentence",
    [
        "受记过处分的期间，参加考核，只写评语。",
        "连续两年被确定为不称职等次的，予以辞退。",
        "被确定为基本称职等次的，对其诫勉谈话，当年无奖金。",
        "调任的人员，由调入单位考核并确定等次。",
        "发包人擅自改变用途的，责令改正，处以5万元以上50万元以下的罚款。",
    ],
)
def test_a_rule_with_its_own_case_is_shown(rules: Check, sentence: str) -> None:
    assert rules(sentence).reason == ""
