"""OFD: pages, lines, tables, templates, tags, and what is said about the rest."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ofd_files import Text, ofd_file, set_lines

from pb_qa.errors import EncryptedFileError, GarbledTextError, NoTextError
from pb_qa.reading.cleaning import clean, restore
from pb_qa.reading.metadata import metadata
from pb_qa.reading.ofd_lines import Piece, lines_of_page
from pb_qa.reading.ofd_text import advances, numbers
from pb_qa.reading.parsing import parse

PARAGRAPH = [
    "各县（市、区）人民政府，市政府各部门、各直属单位：为进一步加强全市农",
    "村基层基础工作，提高资金使用效益，经研究，现就有关事项通知如下，请结",
    "合实际认真贯彻执行。各级财政部门要会同有关部门建立健全台账制度，逐笔",
    "登记资金来源和使用去向，每季度末向社会公开一次，接受群众监督，确保每",
    "一笔资金都用在刀刃上。对截留挪用的，一经查实，严肃追究有关单位和人员",
    "的责任，并在全市范围内予以通报，三年之内不得再次申报同类补助项目资金",
    "和扶持政策。",
]


def test_objects_in_any_order_become_lines_by_their_place() -> None:
    objects = [
        Text("2024年3月1日", 120, 90),
        Text("第二行", 28, 60),
        Text("市人民政府文件", 60, 30, 9),
        Text("第一行", 28, 50),
        Text("，接着写", 43, 50.3),
    ]
    raw = parse(ofd_file([objects]), "通知.ofd")
    assert raw.text == "市人民政府文件\n第一行，接着写\n第二行\n2024年3月1日\n"
    assert raw.format == "ofd"


@pytest.mark.parametrize("prefixed", [True, False])
@pytest.mark.parametrize("absolute", [True, False])
def test_pages_come_in_the_order_of_the_document_not_of_their_ids(
    prefixed: bool, absolute: bool
) -> None:
    pages = [set_lines(["甲页"]), set_lines(["乙页"]), set_lines(["丙页"])]
    data = ofd_file(pages, prefixed=prefixed, absolute=absolute, page_ids=[7, 0, 3])
    raw = parse(data, "三页.ofd")
    assert raw.text == "甲页\n乙页\n丙页\n"
    assert [(p.number, raw.text[p.start : p.end]) for p in raw.pages] == [
        (1, "甲页\n"), (2, "乙页\n"), (3, "丙页\n"),
    ]  # fmt: skip


def test_lines_broken_by_the_width_of_the_page_are_joined_as_in_a_pdf() -> None:
    cleaned = clean(parse(ofd_file([set_lines(PARAGRAPH)]), "通知.ofd"))
    assert cleaned.text.strip() == "".join(PARAGRAPH)


def test_a_delta_run_parts_columns_but_not_words() -> None:
    raw = parse(
        ofd_file(
            [[Text("姓名职务", 30, 50, 5, "5 60 5"), Text("张三主任", 30, 60, 5, "5 60 g 1 5")]]
        ),
        "表.ofd",
    )
    assert raw.text == "姓名 | 职务\n张三 | 主任\n"


def test_a_table_set_as_text_objects_keeps_its_columns() -> None:
    rows = [
        ("项目", "标准（元）", "人数"),
        ("生活补助", "300", "1,204"),
        ("取暖费", "1800", "96"),
    ]
    objects = [
        Text(cell, x + (4 if cell[0].isdigit() else 0), 50 + 9 * row)
        for row, cells in enumerate(rows)
        for x, cell in zip((28, 80, 140), cells, strict=True)
    ]
    for index, text in enumerate(objects):
        if text.words[0].isdigit():
            objects[index] = Text(text.words, text.x, text.y, 5, f"g {len(text.words) - 1} 2.5")
    raw = parse(ofd_file([[Text("补助标准如下：", 28, 40), *objects]]), "表.ofd")
    assert raw.text == (
        "补助标准如下：\n项目 | 标准（元） | 人数\n生活补助 | 300 | 1,204\n取暖费 | 1800 | 96\n"
    )


def test_a_template_is_given_once_and_said_to_be() -> None:
    data = ofd_file(
        [set_lines(["第一页正文"]), set_lines(["第二页正文"])],
        template=[Text("某某市人民政府文件", 60, 15), Text("内部资料", 80, 285)],
    )
    raw = parse(data, "通知.ofd")
    assert raw.text == "某某市人民政府文件\n第一页正文\n内部资料\n第二页正文\n"
    (cut,) = [cut for cut in clean(raw).receipt if "页面模板" in cut.reason]
    assert "某某市人民政府文件；内部资料" in cut.reason


def test_numbers_and_running_heads_of_pages_are_cut_as_in_a_pdf() -> None:
    pages = [
        [Text("农村工作年度报告", 70, 15, 3.5), *set_lines([f"第{n}部分说明全年工作情况。"]),
         Text(str(n), 100, 285, 3.5)]
        for n in range(1, 5)
    ]  # fmt: skip
    raw = parse(ofd_file(pages), "报告.ofd")
    cleaned = clean(raw)
    assert "年度报告" not in cleaned.text
    assert cleaned.text.split() == [f"第{n}部分说明全年工作情况。" for n in range(1, 5)]
    assert restore(cleaned.text, cleaned.receipt) == raw.text
    assert [page.number for page in cleaned.pages] == [1, 2, 3, 4]


def test_facts_of_the_document_come_from_its_information_and_its_custom_data() -> None:
    info = (
        "<ofd:Title>关于加强台账管理的通知</ofd:Title><ofd:Author>综合科</ofd:Author>"
        "<ofd:CreationDate>2024-03-05</ofd:CreationDate><ofd:CustomDatas>"
        '<ofd:CustomData Name="文号">某政发〔2024〕8号</ofd:CustomData>'
        '<ofd:CustomData Name="发文机关">某某市人民政府</ofd:CustomData></ofd:CustomDatas>'
    )
    raw = parse(
        ofd_file([set_lines(["关于加强台账管理的通知", "请认真执行。"])], info=info), "无名.ofd"
    )
    about = metadata(clean(raw), raw, "无名.ofd")
    assert (about.title, about.number, about.issuer, about.author) == (
        "关于加强台账管理的通知", "某政发〔2024〕8号", "某某市人民政府", "综合科",
    )  # fmt: skip


def test_semantic_tags_name_title_and_number() -> None:
    tags = (
        '<公文 xmlns:ofd="http://www.ofdspec.org/2016">'
        '<发文字号><ofd:ObjectRef PageRef="0">100</ofd:ObjectRef></发文字号>'
        '<标题><ofd:ObjectRef PageRef="0">101</ofd:ObjectRef>'
        '<ofd:ObjectRef PageRef="0">102</ofd:ObjectRef></标题></公文>'
    )
    listing = (
        '<ofd:CustomTags xmlns:ofd="http://www.ofdspec.org/2016"><ofd:CustomTag TypeID="1">'
        "<ofd:FileLoc>tag.xml</ofd:FileLoc></ofd:CustomTag></ofd:CustomTags>"
    )
    raw = parse(
        ofd_file(
            [set_lines(["某农发〔2023〕12号", "关于做好春耕备耕", "工作的通知", "各村："])],
            document="<ofd:CustomTags>Tags/CustomTags.xml</ofd:CustomTags>",
            more={"Doc_0/Tags/CustomTags.xml": listing, "Doc_0/Tags/tag.xml": tags},
        ),
        "a.ofd",
    )
    assert raw.properties["number"] == "某农发〔2023〕12号"
    assert raw.properties["title"] == "关于做好春耕备耕工作的通知"


def test_bold_by_printing_twice_is_one_text_and_hidden_text_none() -> None:
    raw = parse(
        ofd_file(
            [
                [
                    Text("通知", 80, 40),
                    Text("通知", 80.2, 40.1),
                    Text("隐", 20, 60, 5, None, 'Visible="false"'),
                ]
            ]
        ),
        "a.ofd",
    )
    assert raw.text == "通知\n"


def test_a_watermark_and_an_attachment_go_onto_the_receipt() -> None:
    slanted = Text("内部使用", 50, 150, 20, None, 'CTM="0.7 0.7 -0.7 0.7 0 0"')
    listing = (
        '<ofd:Attachments xmlns:ofd="http://www.ofdspec.org/2016">'
        '<ofd:Attachment ID="1" Name="明细表.xlsx"/></ofd:Attachments>'
    )
    raw = parse(
        ofd_file(
            [[*set_lines(["正文。"]), slanted]],
            document="<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>",
            more={"Doc_0/Attachs/Attachments.xml": listing},
        ),
        "a.ofd",
    )
    assert raw.text == "正文。\n"
    reasons = [note.reason for note in raw.notes]
    assert any("水印" in reason and "内部使用" in reason for reason in reasons)
    assert any("明细表.xlsx" in reason for reason in reasons)


def test_glyphs_without_codes_are_counted_or_refused() -> None:
    inner = '<ofd:CGTransform CodePosition="0" CodeCount="4" GlyphCount="4"/>'
    few = Text("¤¤¤¤", 28, 80, 5, None, "", inner)
    raw = parse(ofd_file([[*set_lines(["正文有十几个字，都认得出来。"]), few]]), "a.ofd")
    assert any("4 个字只有字形" in note.reason for note in raw.notes)
    with pytest.raises(GarbledTextError, match="只有字形"):
        parse(ofd_file([[Text("号", 28, 50), few]]), "a.ofd")


def test_scans_and_encrypted_files_are_verdicts() -> None:
    picture = '<ofd:ImageObject ID="5" ResourceID="6" Boundary="0 0 210 297"/>'
    with pytest.raises(NoTextError, match="扫描"):
        parse(ofd_file([[]], extra_objects=picture), "扫描.ofd")
    with pytest.raises(EncryptedFileError, match="密码"):
        parse(ofd_file([set_lines(["密文"])], more={"Encryptions.xml": "<a/>"}), "密.ofd")


@given(st.text(max_size=60), st.integers(0, 50))
@settings(max_examples=200, deadline=None)
def test_any_delta_gives_at_most_so_many_numbers(written: str, most: int) -> None:
    assert len(advances(written, most)) <= most
    assert all(abs(number) < float("inf") for number in numbers(written))


def test_a_huge_run_costs_nothing() -> None:
    assert advances("g 999999999 5", 3) == [5.0, 5.0, 5.0]


@given(
    st.lists(
        st.builds(
            Piece,
            st.text("甲乙丙丁abc1", min_size=1, max_size=6),
            st.floats(0, 200),
            st.floats(0, 200),
            st.floats(0, 297),
            st.floats(0, 20),
        ),
        max_size=12,
        unique_by=lambda piece: piece.text,
    )
)
@settings(max_examples=200, deadline=None)
def test_no_character_is_lost_whatever_its_place(pieces: list[Piece]) -> None:
    shown = "".join(lines_of_page(pieces)).replace(" ", "").replace("|", "")
    assert sorted(shown) == sorted("".join(piece.text for piece in pieces))
