"""Word, Excel and PowerPoint files, built on the spot by the libraries users' files come from."""

from __future__ import annotations

import datetime
import io
import random
import re
import zipfile
from collections.abc import Callable
from decimal import Decimal

import docx
import openpyxl
import pptx
import pytest
from docx.document import Document as WordDocument
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from hypothesis import given
from hypothesis import strategies as st
from pptx.util import Inches

from pb_qa.errors import (
    DamagedFileError,
    FileTooLargeError,
    NoTextError,
    ReadingError,
    UnsupportedFormatError,
)
from pb_qa.reading import zip_parts
from pb_qa.reading.docx_numbering import written
from pb_qa.reading.parsing import parse
from pb_qa.reading.raw import RawDocument
from pb_qa.reading.xlsx_numbers import shown_number

WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def saved(document: object) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


def word(fill: Callable[[WordDocument], None]) -> RawDocument:
    document = docx.Document()
    fill(document)
    return parse(saved(document), "通知.docx")


def repacked(data: bytes, changes: dict[str, Callable[[bytes], bytes]]) -> bytes:
    """Return the archive with some of its members changed; new names start empty."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", 8) as new:
        for name in old.namelist():
            new.writestr(name, changes.pop(name, bytes)(old.read(name)))
        for name, change in changes.items():
            new.writestr(name, change(b""))
    return buffer.getvalue()


def bare_docx(body: str, preamble: str = "") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "word/document.xml",
            f"{preamble}<w:document {WORD}><w:body>{body}</w:body></w:document>",
        )
    return buffer.getvalue()


def test_word_paragraphs_headings_and_tables_in_document_order() -> None:
    def fill(document: WordDocument) -> None:
        document.core_properties.title = "实施办法"
        document.core_properties.author = "财政局"
        document.add_heading("总则", level=1)
        document.add_paragraph("为规范管理，制定本办法。")
        table = document.add_table(rows=2, cols=2)
        for cell, text in zip(
            [*table.rows[0].cells, *table.rows[1].cells],
            ["项目", "金额", "补贴", "300元"],
            strict=True,
        ):
            cell.text = text
        document.add_heading("附则", level=2)
        document.add_paragraph("自发布之日起施行。")

    raw = word(fill)
    assert raw.text == (
        "总则\n为规范管理，制定本办法。\n项目 | 金额\n补贴 | 300元\n附则\n自发布之日起施行。\n"
    )
    assert [(h.level, raw.text[h.start : h.end]) for h in raw.headings] == [
        (1, "总则"),
        (2, "附则"),
    ]
    assert (raw.properties["title"], raw.properties["author"]) == ("实施办法", "财政局")


def test_word_breaks_deletions_insertions_and_hidden_text() -> None:
    body = (
        "<w:p><w:r><w:t>第一</w:t><w:tab/><w:t>条</w:t><w:br/><w:t>续</w:t></w:r>"
        "<w:del><w:r><w:delText>删</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>增</w:t></w:r></w:ins>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐</w:t></w:r>"
        "<w:r><w:instrText>PAGE</w:instrText></w:r>"
        "<w:hyperlink><w:r><w:t>链</w:t></w:r></w:hyperlink></w:p>"
        "<w:sdt><w:sdtContent><w:p><w:r><w:t>控件</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    )
    assert parse(bare_docx(body), "a.docx").text == "第一\t条\n续增链\n控件\n"


def test_word_automatic_numbers_are_written_out() -> None:
    def level(number: int, kind: str, pattern: str) -> str:
        return (
            f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>'
            f'<w:lvlText w:val="{pattern}"/></w:lvl>'
        )

    numbering = (
        f"<w:numbering {WORD}><w:abstractNum w:abstractNumId='7'>"
        + level(0, "chineseCountingThousand", "第%1条")
        + level(1, "chineseCounting", "（%2）")
        + level(2, "decimal", "%3.")
        + "</w:abstractNum><w:num w:numId='3'><w:abstractNumId w:val='7'/></w:num></w:numbering>"
    )

    def item(text: str, depth: int) -> str:
        return (
            f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="3"/></w:numPr></w:pPr>'
            f"<w:r><w:t>{text}</w:t></w:r></w:p>"
        )

    body = item("总则", 0) + item("甲", 1) + item("乙", 1) + item("2023年", 2) + item("附则", 0)
    data = repacked(
        bare_docx(body + item("丙", 1)), {"word/numbering.xml": lambda _: numbering.encode()}
    )
    assert parse(data, "a.docx").text == (
        "第一条 总则\n（一）甲\n（二）乙\n1. 2023年\n第二条 附则\n（一）丙\n"
    )


@pytest.mark.parametrize(
    ("number", "kind", "shown"),
    [
        (1, "chineseCounting", "一"),
        (10, "chineseCounting", "十"),
        (13, "chineseCountingThousand", "十三"),
        (20, "chineseCounting", "二十"),
        (101, "chineseCountingThousand", "一百零一"),
        (110, "chineseCountingThousand", "一百一十"),
        (1005, "chineseCountingThousand", "一千零五"),
        (12, "ideographDigital", "一二"),
        (3, "chineseLegalSimplified", "叁"),
        (2, "ideographTraditional", "乙"),
        (3, "decimalEnclosedCircleChinese", "③"),
        (4, "lowerRoman", "iv"),
        (27, "upperLetter", "AA"),
        (5, "decimalZero", "05"),
        (6, "somethingNew", "6"),
    ],
)
def test_number_formats_of_word(number: int, kind: str, shown: str) -> None:
    assert written(number, kind) == shown


def test_word_body_in_an_mht_chunk_is_not_empty_text() -> None:
    archive = (
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b\n'
        'Content-Type: text/html; charset="utf-8"\n\n'
        "<html><body><h1>国徽法</h1><p>第一条 为了维护国徽的尊严。</p></body></html>\n--b--\n"
    )
    document = docx.Document()
    chunk = OxmlElement("w:altChunk")
    chunk.set(qn("r:id"), "rIdChunk")
    document.element.body.insert(0, chunk)
    relation = (
        b'<Relationship Id="rIdChunk" Target="/word/afchunk.mht" Type="http://schemas.'
        b'openxmlformats.org/officeDocument/2006/relationships/aFChunk"/></Relationships>'
    )
    data = repacked(
        saved(document),
        {
            "word/_rels/document.xml.rels": lambda xml: xml.replace(b"</Relationships>", relation),
            "word/afchunk.mht": lambda _: archive.encode(),
        },
    )
    raw = parse(data, "国徽法.docx")
    assert raw.text.startswith("国徽法\n第一条 为了维护国徽的尊严。\n")
    assert raw.text[raw.headings[0].start : raw.headings[0].end] == "国徽法"
    without = repacked(data, {"word/afchunk.mht": lambda _: b""})
    with pytest.raises(UnsupportedFormatError, match="正文部分缺失"):
        parse(without, "国徽法.docx")


def test_word_text_boxes_and_alternatives_count_once() -> None:
    box = (
        "<w:p {0} xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'><w:r>"
        "<w:t>段落</w:t><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>"
        "<w:txbxContent><w:p><w:r><w:t>框内文字</w:t></w:r></w:p></w:txbxContent></w:drawing>"
        "</mc:Choice><mc:Fallback><w:pict><w:txbxContent><w:p><w:r><w:t>框内文字</w:t></w:r>"
        "</w:p></w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    raw = word(lambda d: d.element.body.insert(0, parse_xml(box.format(nsdecls("w")))))
    assert raw.text == "段落\n框内文字\n"


def test_word_footnotes_follow_the_text() -> None:
    body = '<w:p><w:r><w:t>正文</w:t><w:footnoteReference w:id="2"/></w:r></w:p>'
    notes = f'<w:footnotes {WORD}><w:footnote w:id="2">{body.replace("正文", "注释")}</w:footnote>'
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="x/footnotes" Target="footnotes.xml"/></Relationships>'
    )
    data = repacked(
        bare_docx(body),
        {
            "word/_rels/document.xml.rels": lambda _: relations.encode(),
            "word/footnotes.xml": lambda _: f"{notes}</w:footnotes>".encode(),
        },
    )
    assert parse(data, "a.docx").text == "正文\n注释\n"


def test_words_in_a_diagram_follow_its_paragraph() -> None:
    names = "http://schemas.openxmlformats.org/drawingml/2006"
    body = (
        "<w:p><w:r><w:t>机构图</w:t><w:drawing>"
        f'<d:relIds xmlns:d="{names}/diagram" r:dm="r1" xmlns:r="http://schemas.openxmlformats.org'
        '/officeDocument/2006/relationships"/></w:drawing></w:r></w:p>'
    )
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="r1" Type="x/diagramData" Target="diagrams/data1.xml"/></Relationships>'
    )
    shapes = f'<d:dataModel xmlns:d="{names}/diagram" xmlns:a="{names}/main">' + "".join(
        f"<d:pt><d:t><a:p><a:r><a:t>{name}</a:t></a:r></a:p></d:t></d:pt>" for name in ("局", "科")
    )
    data = repacked(
        bare_docx(body),
        {
            "word/_rels/document.xml.rels": lambda _: relations.encode(),
            "word/diagrams/data1.xml": lambda _: f"{shapes}</d:dataModel>".encode(),
        },
    )
    assert parse(data, "a.docx").text == "机构图\n局\n科\n"


def test_a_frame_around_running_text_is_no_table() -> None:
    def fill(document: WordDocument) -> None:
        cell = document.add_table(rows=1, cols=1).cell(0, 0)
        cell.text = "第一段"
        cell.add_paragraph("第二段")

    assert word(fill).text == "第一段\n第二段\n"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (bare_docx("<w:p>" * 20_000 + "</w:p>" * 20_000), DamagedFileError),
        (bare_docx("<w:p><w:r><w:t>残"), DamagedFileError),
        (bare_docx(""), NoTextError),
        (
            bare_docx(
                "<w:p><w:r><w:t>&x;</w:t></w:r></w:p>",
                '<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
            ),
            NoTextError,
        ),
    ],
    ids=["nested", "cut off", "empty", "external entity"],
)
def test_malformed_word_files_get_a_verdict(data: bytes, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        parse(data, "a.docx")


@pytest.mark.parametrize("seed", range(4))
def test_no_corruption_of_an_archive_is_more_than_a_verdict(seed: int) -> None:
    dice = random.Random(seed)
    whole = saved(workbook())
    for _ in range(60):
        data = bytearray(whole)
        for _ in range(dice.choice([1, 5, 30])):
            place = dice.randrange(4, len(data) - 40)
            if dice.random() < 0.7:
                data[place] = dice.randrange(256)
            else:
                del data[place : place + dice.randrange(30)]
        try:
            assert parse(bytes(data), "a.xlsx").text.strip()
        except ReadingError as verdict:
            assert str(verdict).endswith("。")


def test_what_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zip_parts, "_MOST_UNPACKED_BYTES", 1_000_000)
    data = bare_docx("<w:p><w:r><w:t>甲</w:t></w:r></w:p>" * 40_000)
    assert len(data) < 20_000
    with pytest.raises(FileTooLargeError, match="拆成几个文件"):
        parse(data, "a.docx")


def workbook() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "预算"
    sheet.append(["项目", "金额", "占比", "日期"])
    sheet.append(["补贴", 1234.5, 0.35, datetime.date(2024, 3, 1)])
    sheet.append([None, True, 3])
    sheet["B2"].number_format = "#,##0.00"
    sheet["C2"].number_format = "0.0%"
    sheet["D2"].number_format = 'yyyy"年"m"月"d"日"'
    other = book.create_sheet("Sheet2")
    other["C3"] = "末行"
    return book


def test_worksheets_show_values_as_the_sheet_does() -> None:
    raw = parse(saved(workbook()), "预算.xlsx")
    assert raw.text == (
        "预算\n项目 | 金额 | 占比 | 日期\n补贴 | 1,234.50 | 35.0% | 2024年3月1日\n"
        " | TRUE | 3\n |  | 末行\n"
    )
    assert [(p.number, p.label) for p in raw.pages] == [(1, "预算"), (2, "Sheet2")]
    assert raw.text[raw.pages[1].start : raw.pages[1].end] == " |  | 末行\n"


def test_a_cell_in_the_last_corner_costs_nothing() -> None:
    data = repacked(
        saved(workbook()),
        {
            "xl/worksheets/sheet1.xml": lambda xml: re.sub(
                b"<sheetData>.*</sheetData>",
                b'<sheetData><row r="1048576"><c r="XFD1048576"><v>7</v></c></row></sheetData>',
                xml,
                flags=re.DOTALL,
            )
        },
    )
    assert parse(data, "a.xlsx").text == "预算\n7\n |  | 末行\n"


def test_too_many_cells_are_a_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pb_qa.reading.sheets.MOST_CELLS", 8)
    with pytest.raises(FileTooLargeError, match="单元格"):
        parse(saved(workbook()), "a.xlsx")


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        ("35000", "General", "35000"),
        ("0.1", "General", "0.1"),
        ("0.30000000000000004", "General", "0.3"),
        ("1E+20", "General", "100000000000000000000"),
        ("-1599.99", "#,##0.00", "-1,599.99"),
        ("-5", "0;(0)", "(5)"),
        ("0.125", "0%", "13%"),
        ("3.5", '0.0"亿元"', "3.5亿元"),
        ("7", "000", "007"),
        ("2.5", "0.##", "2.5"),
        ("2", "0.##", "2"),
        ("1234567", "0.0,,", "1.2"),
        ("1234", '"¥"#,##0', "¥1,234"),
        ("1234", "[$¥-804]#,##0;[Red]-0", "¥1,234"),
        ("45352", "yyyy/m/d", "2024/3/1"),
        ("45352.5", "yyyy-mm-dd hh:mm", "2024-03-01 12:00"),
        ("45352.75", "h:mm AM/PM", "6:00 下午"),
        ("1.5", "[h]:mm", "36:00"),
        ("0.25", "# ?/?", "0.25"),
        ("不是数", "0.00", "不是数"),
        ("45352", "@", "45352"),
    ],
)
def test_number_formats_of_worksheets(value: str, code: str, shown: str) -> None:
    assert shown_number(value, code) == shown


@given(st.decimals(-(10**12), 10**12, places=4), st.text(max_size=12))
def test_no_number_format_breaks_the_reader(value: Decimal, code: str) -> None:
    assert isinstance(shown_number(str(value), code), str)


def test_slides_titles_tables_and_notes() -> None:
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "工作汇报"
    slide.placeholders[1].text = "第一点\n第二点"
    table = slide.shapes.add_table(1, 2, 0, 0, Inches(2), Inches(1)).table
    table.cell(0, 0).text, table.cell(0, 1).text = "项目", "300元"
    slide.notes_slide.notes_text_frame.text = "备注"
    deck.slides.add_slide(deck.slide_layouts[5]).shapes.title.text = "谢谢"
    raw = parse(saved(deck), "汇报.pptx")
    assert raw.text == "工作汇报\n第一点\n第二点\n项目 | 300元\n备注\n谢谢\n"
    assert [raw.text[h.start : h.end] for h in raw.headings] == ["工作汇报", "谢谢"]
    assert [raw.text[p.start : p.end] for p in raw.pages][1] == "谢谢\n"
