from __future__ import annotations

import pytest

from pb_qa.reading.cleaning import clean
from pb_qa.reading.metadata import Metadata, metadata
from pb_qa.reading.metadata_dates import find_dates
from pb_qa.reading.metadata_places import find_place
from pb_qa.reading.raw import RawDocument, RawHeading


def read(text: str, source: str = "a/文件.txt", **fields: object) -> Metadata:
    raw = RawDocument(text, **fields)  # type: ignore[arg-type]
    return metadata(clean(raw), raw, source)


def test_a_page_with_labelled_fields() -> None:
    text = (
        "发文机关： | 柳河市人民政府 | 成文日期： | 2018年12月21日\n"
        "标\u3000\u3000题： | 柳河市人民政府关于加强社区工作的意见\n"
        "发文字号： | 柳政发[2018]43号 | 发布日期： | 2019年1月2日\n"
        "正文在这里。"
    )
    assert read(text) == Metadata(
        title="柳河市人民政府关于加强社区工作的意见",
        issuer="柳河市人民政府",
        number="柳政发〔2018〕43号",
        issued_on="2018-12-21",
        place="柳河市",
    )


def test_a_label_with_its_value_on_the_next_line() -> None:
    text = "发文机关：\n江苏省人民政府\n主题词：\n发文字号：\n苏政发（2019）7号\n正文。"
    found = read(text)
    assert (found.issuer, found.number, found.place) == (
        "江苏省人民政府",
        "苏政发〔2019〕7号",
        "江苏省",
    )


def test_a_notice_with_number_and_signature() -> None:
    text = (
        "中共柳河市委办公室关于印发\n柳河市社区工作方案的通知\n柳委办发〔2017〕5号\n"
        "各街道党工委：\n现将方案印发给你们（参见柳委发〔2016〕1号），请认真落实。\n"
        "中共柳河市委办公室\n二〇一七年三月十二日\n附件\n社区名单"
    )
    assert read(text) == Metadata(
        title="中共柳河市委办公室关于印发柳河市社区工作方案的通知",
        issuer="中共柳河市委办公室",
        number="柳委办发〔2017〕5号",
        issued_on="2017-03-12",
        place="柳河市",
    )


def test_an_article() -> None:
    text = (
        "“先锋驿站”点亮小巷\n——宁夏社区党建工作纪实\n"
        "去年以来，各地把社区党建摆在突出位置。(来源:柳河日报,记 者 林 晓)"
    )
    assert read(text) == Metadata(
        title="“先锋驿站”点亮小巷——宁夏社区党建工作纪实",
        publisher="柳河日报",
        author="林晓",
        place="宁夏",
    )


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("（本报记者 林 晓）", "林晓"),
        ("记者：林晓、王小明", "林晓、王小明"),
        ("作者：林晓", "林晓"),
        ("新华社记者林晓摄", ""),
        ("记者在现场看到，群众排起长队。", ""),
    ],
)
def test_authors(line: str, author: str) -> None:
    assert read(f"社区党建纪实\n正文在这里。\n{line}").author == author


def test_a_law_dates_from_its_last_revision() -> None:
    text = (
        "中华人民共和国社区法\n(1993年10月31日第八届全国人民代表大会\n常务委员会第四次会议通过 "
        "根据2013年10月25日第十二届全国人民代表大会常务委员会第五次会议修正)\n第一条 略。"
    )
    found = read(text)
    assert found.title == "中华人民共和国社区法"
    assert found.issuer == "全国人民代表大会常务委员会"
    assert found.issued_on == "2013-10-25"


def test_a_report_to_a_congress() -> None:
    text = (
        "政府工作报告\n----2012年2月29日在柳河区第十三届人民代表大会第六次会议上\n"
        "柳河区人民政府区长　　林晓\n各位代表：\n现在报告工作。"
    )
    found = read(text)
    assert found.title == "政府工作报告——2012年2月29日在柳河区第十三届人民代表大会第六次会议上"
    assert (found.issuer, found.issued_on, found.place) == (
        "柳河区人民政府",
        "2012-02-29",
        "柳河区",
    )


def test_a_title_that_an_editor_program_put_there_is_not_believed() -> None:
    found = read(
        "柳河市社区管理办法\n第一条 略。", properties={"title": "在线编辑器导出", "author": "Admin"}
    )
    assert (found.title, found.author) == ("柳河市社区管理办法", "")


def test_a_stated_property_is_believed() -> None:
    found = read(
        "导航\n柳河市社区\n管理办法\n正文。",
        properties={"title": "柳河市社区管理办法", "issued_on": "2019年5月6日"},
    )
    assert (found.title, found.issued_on) == ("柳河市社区管理办法", "2019-05-06")


def test_the_heading_that_the_format_marks_is_the_title() -> None:
    found = read("通讯\n社区工作总结\n正文。", headings=(RawHeading(1, 3, 9),))
    assert found.title == "社区工作总结"


def test_a_site_after_the_title_is_no_part_of_it() -> None:
    found = read("柳河市社区工作纪实_党建引领_某文库\n资金来源：财政拨款，共35万元。")
    assert (found.title, found.publisher) == ("柳河市社区工作纪实", "")


def test_without_any_title_the_file_name_stands_in() -> None:
    assert read("各位代表：\n现在报告工作。", "报告/2008.txt") == Metadata(title="2008")


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2018年12月21日", "2018-12-21"),
        ("二〇〇四年十月十五日", "2004-10-15"),
        ("二○一一年三月", "2011-03"),
        ("１９９８年３月５日", "1998-03-05"),
        ("1998 年3 月5 日", "1998-03-05"),
        ("2018-01-31", "2018-01-31"),
        ("2018.1.31", "2018-01-31"),
        ("2018年", "2018"),
        ("一九五四年二十三日", "1954"),
    ],
)
def test_dates(text: str, iso: str) -> None:
    assert [found for _, _, found in find_dates(text)] == [iso]


@pytest.mark.parametrize("text", ["2018年13月1日", "2018-02-30", "12018", "三千人"])
def test_what_is_no_full_date(text: str) -> None:
    assert all(len(iso) < 10 for _, _, iso in find_dates(text))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("国务院关于河北雄安新区总体规划的批复", "河北雄安新区"),
        ("宁夏回族自治区党委办公厅关于换届的通知", "宁夏回族自治区"),
        ("江苏省南京市人民政府关于就业的意见", "江苏省南京市"),
        ("国务院关于同意以柳河市名义申办的复函", "柳河市"),
        ("柳河县人民政府公告", "柳河县"),
        ("国务院关于培育劳动力市场的意见", ""),
        ("关于加强社区工作的通知", ""),
    ],
)
def test_places(text: str, place: str) -> None:
    assert find_place(text) == place
