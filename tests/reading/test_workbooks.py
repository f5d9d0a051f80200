"""Workbooks that are not .xlsx: .xls, .et, .xlsb and .ods, in the same form of text."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest
from ole_files import ole_file

from pb_qa.errors import DamagedFileError, EncryptedFileError, FileTooLargeError
from pb_qa.reading.cleaning import clean
from pb_qa.reading.parsing import parse
from pb_qa.reading.xlsb_format import records

FILES = Path(__file__).parent / "files"
STANDARDS = (
    "补助标准\n项目 | 比例 | 金额 | 日期\n维修 | 35.4% | 1,234.50 | 2024年3月1日\n"
    "检测 | 5.0% | 1,000,000.00 | 2023年12月31日\n合计 | TRUE | 1001234.5 |  |  | #DIV/0!\n"
    "说明\n | 第二张表\n | 20240101 | -0.5 | 𠮷\n"
)
SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_values_stand_as_the_sheet_shows_them(kind: str) -> None:
    raw = parse((FILES / f"standards.{kind}").read_bytes(), "标准.et")
    assert raw.format == kind
    assert raw.text.startswith(STANDARDS)
    assert [page.label for page in raw.pages][:2] == ["补助标准", "说明"]
    assert [raw.text[h.start : h.end] for h in raw.headings][:2] == ["补助标准", "说明"]
    assert clean(raw).text.startswith(STANDARDS.rstrip())


def ods(body: str, mimetype: str = "application/vnd.oasis.opendocument.spreadsheet") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", mimetype)
        archive.writestr(
            "content.xml",
            f"<office:document-content {SPACES}><office:body><office:spreadsheet>{body}"
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return buffer.getvalue()


def cell(text: str, repeated: int = 1) -> str:
    return (
        f'<table:table-cell table:number-columns-repeated="{repeated}">'
        f"<text:p>{text}</text:p></table:table-cell>"
    )


def test_repeated_cells_and_rows_are_bounded() -> None:
    rows = (
        f'<table:table-row table:number-rows-repeated="2">{cell("甲", 3)}</table:table-row>'
        f'<table:table-row table:number-rows-repeated="1048576">{cell("", 16384)}</table:table-row>'
        f"<table:table-row>{cell('', 16384)}{cell('末')}</table:table-row>"
    )
    raw = parse(ods(f'<table:table table:name="表">{rows}</table:table>'), "a.ods")
    assert raw.text == "表\n甲 | 甲 | 甲\n甲 | 甲 | 甲\n | 末\n"


def test_too_many_cells_are_a_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pb_qa.reading.sheets.MOST_CELLS", 8)
    row = f'<table:table-row table:number-rows-repeated="3">{cell("1", 3)}</table:table-row>'
    with pytest.raises(FileTooLargeError, match="单元格"):
        parse(ods(f"<table:table>{row}</table:table>"), "a.ods")


def test_an_encrypted_workbook_is_a_verdict() -> None:
    data = io.BytesIO(ods(""))
    with zipfile.ZipFile(data, "a") as archive:
        archive.writestr(
            "META-INF/manifest.xml",
            '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
            "<m:file-entry><m:encryption-data/></m:file-entry></m:manifest>",
        )
    with pytest.raises(EncryptedFileError, match="密码"):
        parse(data.getvalue(), "a.ods")


def test_a_password_on_an_old_workbook_is_a_verdict() -> None:
    begin = struct.pack("<HHHHHHII", 0x809, 16, 0x600, 5, 0, 0x7CC, 0, 6)
    locked = begin + struct.pack("<HH", 0x2F, 6) + bytes(6)
    with pytest.raises(EncryptedFileError, match="密码"):
        parse(ole_file({"Workbook": locked}), "a.xls")


def test_records_that_make_no_sense_are_damage() -> None:
    with pytest.raises(DamagedFileError, match="xlsx"):
        parse(ole_file({"Workbook": b"\x09\x08\x10\x00" + bytes(40)}), "a.xls")


def record(kind: int, body: bytes = b"") -> bytes:
    number = bytes((kind,)) if kind < 0x80 else bytes((kind & 0x7F | 0x80, kind >> 7))
    return number + bytes((len(body) & 0x7F | 0x80, len(body) >> 7)) + body


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb() -> bytes:
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    listed = "".join(
        f'<Relationship Id="r{i}" Type="{relation}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(
            [("worksheet", "s1.bin"), ("sharedStrings", "strings.bin"), ("styles", "styles.bin")]
        )
    )

    def at(column: int, style: int = 0) -> bytes:
        return struct.pack("<II", column, style)

    sheet = (
        record(0, bytes(25))
        + record(7, at(0) + struct.pack("<I", 0))
        + record(6, at(1) + wide("金额"))
        + record(0, bytes(25))
        + record(62, at(0) + b"\0" + wide("维修"))
        + record(2, at(1, 1) + struct.pack("<I", (3540 << 2) | 3))  # 3540 hundredths
        + record(5, at(2, 2) + struct.pack("<d", 0.354))
        + record(9, at(3) + struct.pack("<d", 1e6) + bytes(8))
        + record(0, bytes(25))
        + record(2, at(0) + struct.pack("<I", (-7 & 0x3FFFFFFF) << 2 | 2))
        + record(4, at(2) + b"\1")
        + record(3, at(4) + b"\x07")
        + record(8, at(5) + wide("算出的字") + bytes(4))
    )
    styles = (
        record(44, struct.pack("<H", 170) + wide('#,##0.00"元"'))
        + record(47, struct.pack("<HH", 0, 9))  # a style of styles, not of cells
        + record(617)
        + b"".join(record(47, struct.pack("<HH", 0, code) + bytes(12)) for code in (0, 170, 9))
        + record(618)
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "xl/workbook.bin",
            record(153, struct.pack("<III", 0, 0, 0))
            + record(156, struct.pack("<II", 0, 1) + wide("r0") + wide("标准")),
        )
        archive.writestr("xl/_rels/workbook.bin.rels", f"<Relationships>{listed}</Relationships>")
        archive.writestr("xl/s1.bin", sheet)
        archive.writestr("xl/strings.bin", record(19, b"\0" + wide("项目")))
        archive.writestr("xl/styles.bin", styles)
    return buffer.getvalue()


def test_a_binary_workbook_reads_like_any_other() -> None:
    raw = parse(xlsb(), "标准.xlsx")
    assert raw.format == "xlsb"
    assert raw.text == (
        "标准\n项目 | 金额\n维修 | 35.40元 | 35% | 1000000\n-7 |  | TRUE |  | #DIV/0! | 算出的字\n"
    )
    assert [(page.number, page.label) for page in raw.pages] == [(1, "标准")]


def test_records_end_with_the_bytes() -> None:
    assert [kind for kind, _ in records(record(156, b"ab") + b"\x07\xff\xff\xff\x7f")] == [156, 7]
