"""Plain text, markdown, CSV and web pages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb_qa.errors import DamagedFileError
from pb_qa.reading.html_format import declared_charset, parse_html
from pb_qa.reading.markdown_format import parse_markdown
from pb_qa.reading.parsing import parse
from pb_qa.reading.raw import RawDocument
from pb_qa.reading.raw_builder import RawBuilder, table_row, with_plain_line_breaks


def html(body: str) -> str:
    return parse_html(body, "utf-8").text


def heading_lines(raw: RawDocument) -> list[tuple[int, str]]:
    return [(h.level, raw.text[h.start : h.end]) for h in raw.headings]


@given(st.text())
def test_every_line_break_becomes_one_and_nothing_unwritable_stays(text: str) -> None:
    plain = with_plain_line_breaks(text)
    assert plain.split("\n") == plain.splitlines() + [""] * (plain.endswith("\n") or not plain)
    plain.encode("utf-8")


@given(st.lists(st.tuples(st.text(), st.none() | st.integers(1, 6)), max_size=12))
def test_headings_are_where_the_builder_says(lines: list[tuple[str, int | None]]) -> None:
    builder = RawBuilder()
    for text, level in lines:
        builder.add(text, level)
    builder.end_page(1)
    raw = builder.build("txt")
    assert builder.length == len(raw.text) == raw.pages[0].end
    for heading in raw.headings:
        assert raw.text[heading.end] == "\n"
        assert raw.text[heading.start : heading.end].strip()
        assert heading.start == 0 or raw.text[heading.start - 1] == "\n"


def test_table_rows_are_one_line() -> None:
    assert table_row(["项目", "金额\n（万元）", "", ""]) == "项目 | 金额 （万元）"
    assert table_row(["", ""]) == ""


def test_text_is_kept_as_it_is() -> None:
    raw = parse("　　第一条\r\n\r\n第二条".encode(), "办法.txt")
    assert (raw.text, raw.format, raw.encoding) == ("　　第一条\n\n第二条", "txt", "utf-8")


def test_csv_rows_whatever_the_delimiter() -> None:
    assert parse('单位,金额\n财政局,"1,200"\n'.encode("gbk"), "表.csv").text == (
        "单位 | 金额\n财政局 | 1,200\n"
    )
    assert parse("单位;金额\n财政局;35\n".encode(), "表.csv").text == "单位 | 金额\n财政局 | 35\n"


def test_markdown_is_read_as_it_renders() -> None:
    raw = parse_markdown(
        "---\ntitle: 实施办法\n---\n# 总则\n\n为了**规范**[管理](http://x.cn/)，制定本办法。\n\n"
        "1. 第一项\n2. 第二项\n\n| 项目 | 金额 |\n|---|---|\n| 补贴 | 300元 |\n\n"
        "![](http://127.0.0.1/leak)\n\n## 附则\n",
        "utf-8",
    )
    assert heading_lines(raw) == [(1, "总则"), (2, "附则")]
    assert (
        "为了规范管理，制定本办法。\n1. 第一项\n2. 第二项\n项目 | 金额\n补贴 | 300元\n" in raw.text
    )
    assert "127.0.0.1" not in raw.text
    assert raw.properties == {"title": "实施办法"}


def test_pathological_markdown_is_taken_as_plain_text() -> None:
    text = "*" * 50_000 + "a" + "[" * 50_000 + "](" * 50_000
    assert parse_markdown(text, "utf-8").text == text


def test_blocks_become_lines_and_source_breaks_vanish() -> None:
    assert (
        html("<div><p>第一\n  条</p>总<b>则</b><br>附则 a\n b</div>") == "第一条\n总则\n附则 a b\n"
    )


def test_scripts_styles_and_remote_things_are_left_out() -> None:
    page = (
        "<p>正文</p><script>alert(1)</script><style>@import 'http://127.0.0.1'</style>"
        "<img src='http://127.0.0.1/x' alt='图'><iframe src='file:///etc/passwd'>内框</iframe>"
        "<noscript>请启用</noscript><!-- 注释 -->"
    )
    assert html(page) == "正文\n"


def test_navigation_and_short_hidden_parts_are_left_out() -> None:
    article = "第一条 为规范资金使用，制定本办法。" * 5
    page = f"<nav>首页 新闻</nav><p>{article}</p><footer>版权所有</footer><p hidden>模板</p>"
    assert html(page) == article + "\n"


def test_an_article_inside_a_footer_is_not_lost() -> None:
    article = "第一条 为规范资金使用，制定本办法。" * 5
    assert article in html(f"<p>首页</p><footer>{article}</footer>")


def test_a_folded_part_of_an_article_is_not_lost() -> None:
    folded = "第二条 补贴标准为每人每月300元，由县级财政部门发放。" * 12
    assert folded in html(f"<p>第一条</p><div style='display:none'>{folded}</div>")


def test_tables_of_data_become_rows_and_tables_of_layout_lines() -> None:
    page = (
        "<table><tr><td><h1>通知</h1><p>各县：</p>"
        "<table><tr><th>项目</th><th>金额</th></tr>"
        "<tr><td>补<br>贴</td><td><p>300</p><p>元</p></td></tr></table>"
        "</td><td>右栏</td></tr></table>"
    )
    raw = parse_html(page, "utf-8")
    assert raw.text == "通知\n各县：\n项目 | 金额\n补 贴 | 300 元\n右栏\n"
    assert heading_lines(raw) == [(1, "通知")]


def test_a_row_of_nested_tables_is_layout() -> None:
    inner = "<table><tr><td>{}</td><td>{}</td></tr></table>"
    page = f"<table><tr><td>{inner.format('甲', '1')}</td><td>{inner.format('乙', '2')}</td></tr>"
    assert html(page + "</table>") == "甲 | 1\n乙 | 2\n"


def test_numbers_of_ordered_lists_are_written() -> None:
    assert (
        html("<ol start=3><li>甲</li><li>乙</li></ol><ul><li>丙</li></ul>") == "3. 甲\n4. 乙\n丙\n"
    )


def test_properties_of_a_government_page() -> None:
    raw = parse_html(
        "<html><head><title>某办法_政府网</title><meta name='ArticleTitle' content='某办法'>"
        "<meta name='ContentSource' content='省政府办公厅'><meta name='PubDate' "
        "content='2024-03-01 10:00'></head><body>正文</body></html>",
        "utf-8",
    )
    assert raw.properties == {
        "title": "某办法", "publisher": "省政府办公厅", "issued_on": "2024-03-01 10:00",
    }  # fmt: skip
    assert raw.text == "正文\n"


@pytest.mark.parametrize("declared", ["gb2312", "utf-8", "x-unknown"])
def test_the_bytes_win_over_the_declared_charset(declared: str) -> None:
    page = f"<meta charset='{declared}'><p>关于进一步加强资金管理的通知</p>"
    assert declared_charset(page.encode()) == declared
    for codec in ("utf-8", "gbk"):
        assert parse(page.encode(codec), "页.html").text == "关于进一步加强资金管理的通知\n"


def test_text_too_deep_to_be_kept_is_a_verdict_and_no_silent_loss() -> None:
    with pytest.raises(DamagedFileError, match="嵌套过深"):
        html("<p>开头</p>" + "<div>" * 5_000 + "深处")


def test_mhtml_archives() -> None:
    archive = (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
        b'Content-Type: text/html; charset="gb2312"\r\n'
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\n<h1>=B9=AB=CE=C4</h1>\r\n--b--\r\n"
    )
    assert parse(archive, "页.mht").text == "公文\n"
