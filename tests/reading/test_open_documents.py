"""OpenDocument texts and presentations, and electronic books."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from office_measures import check_measures

from pb_qa.errors import DamagedFileError, EncryptedFileError
from pb_qa.reading.parsing import parse
from pb_qa.reading.raw import RawDocument

FILES = Path(__file__).parent / "files"
ODF = "urn:oasis:names:tc:opendocument:xmlns:"
SPACES = " ".join(
    f'xmlns:{name}="{ODF}{full}:1.0"'
    for name, full in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"),
        ("style", "style"),
    )
)  # fmt: skip


def zipped(members: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def odt(body: str, styles: str = "", more: dict[str, str] | None = None) -> RawDocument:
    members = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f"<office:document-content {SPACES}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text>"
        "</office:body></office:document-content>",
    }
    return parse(zipped({**members, **(more or {})}), "a.odt")


def test_a_text_that_an_office_program_wrote() -> None:
    raw = parse((FILES / "measures.odt").read_bytes(), "办法.docx")
    assert raw.format == "odt"
    check_measures(raw)


def test_a_presentation_that_an_office_program_wrote() -> None:
    raw = parse((FILES / "report.odp").read_bytes(), "汇报.odp")
    assert raw.text == ("工作汇报\n第一点\n第二点\n数据\n格00 | 格01\n格10 | 格11\n讲稿说明\n")
    assert [raw.text[h.start : h.end] for h in raw.headings] == ["工作汇报", "数据"]
    assert [page.number for page in raw.pages] == [1, 2]


def test_spaces_breaks_boxes_and_notes() -> None:
    raw = odt(
        '<text:p>甲<text:s text:c="3"/>乙<text:tab/>丙<text:line-break/>丁'
        "<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        "<text:p>脚注</text:p></text:note-body></text:note>"
        "<draw:frame><draw:text-box><text:p>框</text:p></draw:text-box></draw:frame></text:p>"
        "<text:section><text:p>节里\n   的字</text:p></text:section>"
    )
    assert raw.text == "甲   乙\t丙\n丁\n框\n节里 的字\n脚注\n"


def test_deleted_and_hidden_text_comments_and_readings_are_left_out() -> None:
    styles = (
        '<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>'
    )
    raw = odt(
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>删</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
        '<text:p>留<text:span text:style-name="T1">隐</text:span>'
        "<office:annotation><text:p>批注</text:p></office:annotation>"
        "<text:ruby><text:ruby-base>汉</text:ruby-base><text:ruby-text>han</text:ruby-text>"
        "</text:ruby>尾</text:p>",
        styles,
    )
    assert raw.text == "留汉尾\n"


def test_numbers_of_lists_are_written_out() -> None:
    styles = (
        '<text:list-style style:name="L1">'
        '<text:list-level-style-number text:level="1" style:num-prefix="第" '
        'style:num-format="一, 二, 三, ..." style:num-suffix="条"/>'
        '<text:list-level-style-number text:level="2" style:num-format="1" '
        'text:display-levels="2"/></text:list-style>'
    )
    item = "<text:list-item><text:p>{}</text:p>{}</text:list-item>"
    inner = f"<text:list>{item.format('细', '')}</text:list>"
    raw = odt(
        f'<text:list text:style-name="L1">{item.format("总", inner)}{item.format("分", "")}'
        "</text:list><text:p>段</text:p>"
        f'<text:list text:style-name="L1" text:continue-numbering="true">{item.format("续", "")}'
        f'</text:list><text:list text:style-name="L1">{item.format("新", "")}</text:list>',
        styles,
    )
    assert raw.text == "第一条 总\n一.1 细\n第二条 分\n段\n第三条 续\n第一条 新\n"


def test_a_password_and_bottomless_nesting_are_verdicts() -> None:
    manifest = (
        f'<m:manifest xmlns:m="{ODF}manifest:1.0"><m:file-entry><m:encryption-data/>'
        "</m:file-entry></m:manifest>"
    )
    with pytest.raises(EncryptedFileError, match="密码"):
        odt("", more={"META-INF/manifest.xml": manifest})
    deep = "<text:section>" * 210 + "<text:p>底</text:p>" + "</text:section>" * 210
    with pytest.raises(DamagedFileError):
        odt(deep)


def epub(
    chapters: dict[str, str],
    spine: list[str],
    toc: dict[str, str] | None = None,
    more: dict[str, str] | None = None,
) -> bytes:
    items = "".join(
        f'<item id="{name}" href="text/{name}.xhtml" media-type="application/xhtml+xml"/>'
        for name in chapters
    )
    points = "".join(
        f'<navPoint><navLabel><text>{label}</text></navLabel><content src="text/{name}.xhtml"/>'
        "</navPoint>"
        for name, label in (toc or {}).items()
    )
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container><rootfiles><rootfile full-path="OEBPS/b.opf"/>'
            "</rootfiles></container>",
            "OEBPS/b.opf": '<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
            "<dc:title>工作手册</dc:title><dc:creator>编写组</dc:creator></metadata><manifest>"
            f'{items}<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
            "</manifest><spine>"
            + "".join(f'<itemref idref="{name}"/>' for name in spine)
            + "</spine></package>",
            "OEBPS/toc.ncx": f"<ncx><navMap>{points}</navMap></ncx>",
            **{f"OEBPS/text/{name}.xhtml": body for name, body in chapters.items()},
            **(more or {}),
        }
    )


def test_chapters_of_a_book_come_in_the_order_of_its_spine() -> None:
    chapters = {
        "a": "<html><body><p>乙章正文</p></body></html>",
        "b": "<html><body><h2>自带标题</h2><p>甲章正文</p></body></html>",
        "c": "<html><body></body></html>",
    }
    raw = parse(epub(chapters, ["b", "c", "a"], {"a": "第二章", "b": "第一章"}), "书.epub")
    assert raw.text == "自带标题\n甲章正文\n第二章\n乙章正文\n"
    assert [(h.level, raw.text[h.start : h.end]) for h in raw.headings] == [
        (2, "自带标题"),
        (1, "第二章"),
    ]
    assert raw.properties == {"title": "工作手册", "author": "编写组"}
    assert [page.number for page in raw.pages] == [1, 2, 3]


def test_a_locked_book_is_a_verdict() -> None:
    locked = {
        "META-INF/encryption.xml": '<e><CipherReference URI="OEBPS/text/a.xhtml"/></e>',
    }
    with pytest.raises(EncryptedFileError, match="加了密"):
        parse(epub({"a": "<p>x</p>"}, ["a"], more=locked), "书.epub")
