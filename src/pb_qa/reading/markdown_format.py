"""Markdown: headings and tables are understood, the marks themselves are left out."""

from __future__ import annotations

from markdown_it import MarkdownIt
from markdown_it.token import Token

from pb_qa.reading.raw import RawDocument
from pb_qa.reading.raw_builder import RawBuilder, table_row, with_plain_line_breaks

# markdown-it needs quadratic time for pathological runs of brackets and stars;
# text with more nesting marks on one line than any document has is taken as plain.
_MOST_MARKS_IN_LINE = 2_000


def parse_markdown(text: str, encoding: str) -> RawDocument:
    """Return the text a reader of the rendered page sees; images and link targets are left out."""
    plain = with_plain_line_breaks(text)
    if any(
        len(line) > _MOST_MARKS_IN_LINE and sum(map(line.count, "[*_`<!")) > _MOST_MARKS_IN_LINE
        for line in plain.split("\n")
    ):
        return RawDocument(text=plain, format="markdown", encoding=encoding)
    front, body = _front_matter(plain)
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    builder = RawBuilder()
    _add_tokens(builder, parser.parse(body))
    return builder.build("markdown", front, encoding)


def _front_matter(text: str) -> tuple[dict[str, str], str]:
    if not text.startswith("---\n"):
        return {}, text
    end = text.find("\n---\n", 3)
    if end < 0:
        return {}, text
    properties = {}
    for line in text[4:end].split("\n"):
        key, colon, value = line.partition(":")
        if not colon:
            return {}, text
        if key.strip() in ("title", "author", "issuer", "number", "issued_on", "publisher"):
            properties[key.strip()] = value.strip().strip("\"'")
    return properties, text[end + 5 :]


def _add_tokens(builder: RawBuilder, tokens: list[Token]) -> None:
    heading: int | None = None
    row: list[str] | None = None
    item_marks: list[int | None] = []
    mark = ""
    for token in tokens:
        kind = token.type
        if kind == "heading_open":
            heading = int(token.tag[1:])
        elif kind == "heading_close":
            heading = None
        elif kind == "tr_open":
            row = []
        elif kind == "tr_close":
            builder.add(table_row(row or []))
            row = None
        elif kind == "ordered_list_open":
            item_marks.append(int(token.attrGet("start") or 1))
        elif kind == "bullet_list_open":
            item_marks.append(None)
        elif kind in ("ordered_list_close", "bullet_list_close"):
            item_marks.pop()
        elif kind == "list_item_open":
            number = item_marks[-1]
            mark = "" if number is None else f"{token.info or number}{token.markup} "
        elif kind == "inline":
            line = _inline_text(token)
            if row is not None:
                row.append(line)
            else:
                builder.add(mark + line, heading)
                mark = ""
        elif kind in ("fence", "code_block"):
            builder.add(token.content.rstrip("\n"))
        elif kind == "html_block":
            _add_html(builder, token.content)


def _inline_text(token: Token) -> str:
    parts = []
    for child in token.children or []:
        if child.type in ("text", "code_inline"):
            parts.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
    return "".join(parts)


def _add_html(builder: RawBuilder, html: str) -> None:
    from pb_qa.reading.html_format import parse_html

    inner = parse_html(html, "utf-8").text.strip("\n")
    if inner:
        builder.add(inner)
