"""文号 in any brackets, numbers in mixed signs or cut off, ranges, times and plans."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

sys.path.insert(0, str(Path(__file__).parent))

from checked_library import Desk, open_desk
from one_document import Check, check_against

from pb_qa.answering.generative.checking.mixed_signs import mixed_spans, without_mixed_signs
from pb_qa.answering.generative.checking.parts_of_time import other_part

REPORT = """青河县2011年工作报告
全县工业产值14356万元，同比增长12.9%，比2010年增长9.9%。新办企业4116家，登记商户1万2千户。
违反规定的，处三年以上七年以下的监禁。在特殊情况下，决定的时间可以延长一日至四日。
当事人可以自收到决定书之日起七日以内向上一级机关申诉。证券公司不得将投资者的账户提供给他人使用。
到2015年，粮食产量要达到50万吨，平均每年增加2万吨。
去年粮食总产量达到34万吨，居全市首位。
今年农村公路建设投入5300万元，新修公路18公里。
到2010年底，参加合作社的农户达到7500户。国民收入13000万元。工业总产值21880万元。
不满两周岁的子女，以由母亲直接抚养为原则。
已满两周岁的子女，父母双方协议不成的，由人民法院根据具体情况判决。
擅自动用的，可以处二千元以下的罚款；情节严重的，处二千元以上五千元以下的罚款。
计划总投资3.2亿元。预算安排教育支出1.5亿元。今年力争新增就业6000人，新建农村公路120公里。
参会人数不得少于全体的三分之二。2006年油料产量3万吨，2010年达到5万吨。
"""


@pytest.fixture(scope="module")
def check(tmp_path_factory: pytest.TempPathFactory) -> Check:
    return check_against(
        tmp_path_factory.mktemp("otherwise"), "青河县2011年工作报告", REPORT,
        issued_on="2011-03-01", place="青河县",
    )  # fmt: skip


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk = open_desk(tmp_path_factory.mktemp("numbered"))
    yield desk
    desk.library.close()


WORDS = "党员每年集中学习不少于32学时"


@pytest.mark.parametrize(
    "sentence",
    [
        f"根据清组发〔2012〕8号文件，{WORDS}。[1][2]",
        f"依据清组发（2012）8号，{WORDS}。[2]",
        f"清组发[2012]8号文提出，{WORDS}。[2]",
        f"按照清组发【2012】8号，{WORDS}。[2]",
        f"{WORDS}（清组发〔2012〕8号）。[2]",
    ],
)
def test_a_document_may_be_named_by_its_number(desk: Desk, sentence: str) -> None:
    assert desk.reason(sentence) == ""


@pytest.mark.parametrize(
    "sentence",
    [
        f"根据清组发〔2012〕18号文件，{WORDS}。[2]",
        f"依据清组发（2011）8号，{WORDS}。[2]",
        f"按照临组发〔2012〕8号，{WORDS}。[2]",
        "根据清组发〔2012〕8号文件，2011年发展党员215名。[1][2]",
    ],
)
def test_a_number_of_none_or_of_another_document_withholds(desk: Desk, sentence: str) -> None:
    assert desk.reason(sentence) != ""


@pytest.mark.parametrize(
    "sentence",
    [
        "全县工业产值1亿4千3百56万元。",
        "登记商户12000户。",
        "登记商户1.2万户。",
        "全县工业产值14300多万元。",
        "新办企业超过4100家。",
        "全县工业产值14356万元，同比增幅为12.9%。",
        "全县工业产值14356万元，比2010年的增幅为9.9%。",
        "全县工业产值14356万元，同比增速达到12.9%。",
        "禁止证券公司将投资者的账户提供给他人使用。",
        "当事人可以从收到决定书之日算起七日内向上一级机关申诉。",
        "违反规定的，处三年以上七年以下的监禁。",
        "在特殊情况下，决定的时间可以延长一日至四日。",
        "去年粮食总产量达到34万吨，今年农村公路建设投入5300万元。",
        "国民收入、工业总产值依次是13000万元、21880万元。",
        "已满两周岁的子女，父母双方协议不成的，由人民法院根据具体情况判决。",
        "情节严重的，处二千元以上五千元以下的罚款。",
        "2011年的报告所说的去年，即2010年，粮食总产量达到34万吨，居全市首位。",
        "2010年，参加合作社的农户达到7500户，油料产量5万吨。",
        "说到国民收入，数字是13000万元。",
        "《青河县2011年工作报告》（2011年3月）提到，去年粮食总产量达到34万吨。",
    ],
)
def test_the_same_written_otherwise_is_shown(check: Check, sentence: str) -> None:
    assert check(sentence).reason == ""


@pytest.mark.parametrize(
    "sentence",
    [
        "全县工业产值1亿5千3百56万元。",
        "登记商户1万3千户。",
        "全县工业产值14400多万元。",
        "新办企业超过4200家。",
        "全县工业产值14356万元，同比降幅为12.9%。",
        "禁止当事人自收到决定书之日起七日以内向上一级机关申诉。",
        # one end of two
        "违反规定的，处三年以上的监禁。",
        "违反规定的，处七年的监禁。",
        "在特殊情况下，决定的时间可以延长一日。",
        "在特殊情况下，决定的时间可以延长四日。",
        "当事人可以自收到决定书之日起至少七日向上一级机关申诉。",
        # of another time
        "去年粮食总产量达到34万吨，农村公路建设投入5300万元。",
        "去年粮食总产量达到34万吨；农村公路建设投入5300万元，新修公路18公里。",
        "到2010年中期，参加合作社的农户达到7500户。",
        # planned
        "到2015年，粮食产量要达到50万吨，平均每年增加2万吨，目前已全部完成。",
        "到2015年，粮食产量要达到50万吨，这一目标已经实现。",
        "实际投资3.2亿元。",
        "教育支出决算为1.5亿元。",
        "新建了农村公路120公里。",
        # bounds
        "不满两周岁的子女，父母双方协议不成的，由人民法院根据具体情况判决。",
        "情节严重的，处五千元以下的罚款。",
        "参会人数不得超过全体的三分之二。",
        # whose
        "国民收入、工业总产值依次是21880万元、13000万元。",
        "工业总产值与国民收入均为21880万元。",
        "国民收入加上工业总产值总共21880万元。",
    ],
)
def test_another_number_time_or_stage_is_withheld(check: Check, sentence: str) -> None:
    assert check(sentence).reason != ""


def test_a_ban_of_something_else_is_withheld(check: Check) -> None:
    assert check("禁止证券公司将投资者的资金提供给他人使用。").reason


@given(st.integers(1, 999), st.integers(1, 9), st.integers(1, 9))
def test_mixed_signs_read_downwards(whole: int, thousands: int, hundreds: int) -> None:
    value = whole * 10**4 + thousands * 1000 + hundreds * 100
    written = f"{whole}万{thousands}千{hundreds}百"
    assert without_mixed_signs(f"共{written}户") == f"共{value}户"
    assert mixed_spans(f"共{written}户") == [(1, 1 + len(written), value)]


@pytest.mark.parametrize("text", ["3.5万", "2万千瓦", "2千克5百克", "1百2千", "100万", "3万5元"])
def test_what_is_no_such_number_stays(text: str) -> None:
    assert without_mixed_signs(text) == text


@pytest.mark.parametrize(
    ("said", "written", "other"),
    [
        ("2010年中期", "2010年底", True),
        ("2010年末", "2010年底", False),
        ("今年春季起", "今年秋季起", True),
        ("上半年", "全年", False),
        ("去年", "上年", False),
        ("前年下半年", "去年下半年", True),
    ],
)
def test_parts_of_a_year(said: str, written: str, *, other: bool) -> None:
    assert other_part(said, written) is other
