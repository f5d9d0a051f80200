"""Web pages: what a reader sees, block by block, tables row by row; nothing is ever fetched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from pb_qa.errors import DamagedFileError, NoTextError
from pb_qa.reading.raw import RawDocument
from pb_qa.reading.raw_builder import RawBuilder, table_row

if TYPE_CHECKING:
    from lxml.etree import _Element

_NEVER_TEXT = frozenset(
    {
        "script", "style", "noscript", "template", "iframe", "frame", "object", "embed", "applet",
        "svg", "canvas", "head", "select", "datalist", "button", "audio", "video", "map", "xml",
    }
)  # fmt: skip
_BOILERPLATE = frozenset({"nav", "footer", "aside", "dialog", "menu"})
_BOILERPLATE_ROLES = frozenset({"navigation", "contentinfo", "search", "dialog"})
_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details",
        "dialog", "dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
        "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "html",
        "legend", "li", "main", "marquee", "menu", "nav", "ol", "option", "p", "pre", "search",
        "section", "summary", "table", "tbody", "td", "textarea", "tfoot", "th", "thead", "title",
        "tr", "ul",
    }
)  # fmt: skip
_HEADING_LEVELS = {f"h{level}": level for level in range(1, 7)}
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\n]+")
_CJK = "\u3000-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
# A line break in the source between two Chinese characters is layout of the source, not a space.
_SOURCE_BREAK = re.compile(rf"(?<=[{_CJK}])[ \t]*\n[ \t\n]*(?=[{_CJK}])")
_HARD_BREAK = "\0"
_MOST_HIDDEN_CHARACTERS = 200
_LEAST_SHARE_OUTSIDE_BOILERPLATE = 0.2
_LONGEST_DATA_CELL = 1_500

_META_PROPERTIES = {
    "articletitle": "title",
    "author": "author",
    "contentsource": "publisher",
    "sitename": "publisher",
    "og:site_name": "publisher",
    "pubdate": "issued_on",
    "publishdate": "issued_on",
    "article:published_time": "issued_on",
}
_CHARSET = re.compile(
    rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})|"
    rb"<\?xml[^>]{0,100}?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,40})",
    re.IGNORECASE,
)


def declared_charset(data: bytes) -> str:
    """Return the encoding that the page's head claims, or an empty string."""
    found = _CHARSET.search(data[:8192])
    return (found[1] or found[2]).decode("ascii") if found else ""


def parse_html(html: str, encoding: str) -> RawDocument:
    """Return the visible text of a page.

    Navigation, footers and small hidden elements are left out, unless nearly all
    the text stands in them: then the page uses these elements for its content.

    Raises
    ------
    NoTextError
        When the page has no elements at all.
    DamagedFileError
        When its elements are nested too deeply to be read whole.
    """
    root = _parse_tree(html)
    builder = RawBuilder()
    lines = list(_lines(root, skip_boilerplate=True))
    everything = list(_lines(root, skip_boilerplate=False))
    total = sum(len(text) for text, _ in everything)
    if sum(len(text) for text, _ in lines) < _LEAST_SHARE_OUTSIDE_BOILERPLATE * total:
        lines = everything
    for text, level in lines:
        builder.add(text, level)
    return builder.build("html", _properties(root), encoding)


def _parse_tree(html: str) -> _Element:
    from lxml import etree

    parser = etree.HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True, huge_tree=True
    )
    source = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", html.replace("\0", ""))
    try:
        root = etree.fromstring(source.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    # libxml2 drops what is nested deeper than it can hold, and only logs that.
    if any("depth" in entry.message.lower() for entry in parser.error_log):
        raise DamagedFileError(
            "网页的结构嵌套过深，无法完整读取。请用浏览器打开，另存为 PDF 后再添加。"
        )
    if root is None:
        raise NoTextError("网页里没有文字。请打开原网页，确认内容后用“另存为”重新保存再添加。")
    return root


def _lines(root: _Element, skip_boilerplate: bool) -> Iterator[tuple[str, int | None]]:
    """Yield each line of the page with its heading level, in the order of the page."""
    from lxml import etree

    buffer: list[str] = []
    level: int | None = None
    preformatted = 0
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        tag = element.tag
        block = tag in _BLOCKS
        if event == "start":
            if block:
                yield from _flush(buffer, level)
            if tag in _NEVER_TEXT or (skip_boilerplate and _is_boilerplate(element)):
                walker.skip_subtree()
                continue
            if tag == "table" and _holds_data(element):
                yield from _rows(element, skip_boilerplate)
                walker.skip_subtree()
                continue
            level = _HEADING_LEVELS.get(tag, level)
            preformatted += tag in ("pre", "textarea")
            if tag == "br":
                buffer.append(_HARD_BREAK)
            elif tag == "li":
                buffer.append(_item_number(element))
            if element.text:
                buffer.append(_text(element.text, preformatted))
        else:
            if block:
                yield from _flush(buffer, level)
                preformatted -= tag in ("pre", "textarea")
            if tag in _HEADING_LEVELS:
                level = None
            if element.tail and element is not root:
                buffer.append(_text(element.tail, preformatted))
    yield from _flush(buffer, level)


def _text(text: str, preformatted: int) -> str:
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return plain.replace("\n", _HARD_BREAK) if preformatted else plain


def _flush(buffer: list[str], level: int | None) -> Iterator[tuple[str, int | None]]:
    if not buffer:
        return
    joined = "".join(buffer)
    buffer.clear()
    pieces = [
        _SPACE.sub(" ", _SOURCE_BREAK.sub("", piece)).strip(" ")
        for piece in joined.split(_HARD_BREAK)
    ]
    if level is not None:
        pieces = [" ".join(filter(None, pieces))]
    for piece in pieces:
        if piece.strip():
            yield piece, level


def _is_boilerplate(element: _Element) -> bool:
    if element.tag in _BOILERPLATE or element.get("role") in _BOILERPLATE_ROLES:
        return True
    style = element.get("style")
    hidden = element.get("hidden") is not None or (style and _HIDDEN_STYLE.search(style))
    if not hidden:
        return False
    # Folded parts of an article ("展开全文") are hidden too; they are long.
    return len("".join(_all_text(element).split())) <= _MOST_HIDDEN_CHARACTERS


def _holds_data(table: _Element) -> bool:
    """Whether a table holds data, not the layout of the page."""
    if next(table.iterdescendants("table"), None) is not None:
        return False
    if any(
        len(_all_text(cell)) > _LONGEST_DATA_CELL
        or next(cell.iterdescendants(*_HEADING_LEVELS), None) is not None
        for cell in table.iterdescendants("td")
    ):
        return False
    return any(
        sum(bool(_all_text(cell).strip()) for cell in row.iterchildren("td", "th")) > 1
        for row in table.iterdescendants("tr")
    )


def _all_text(element: _Element) -> str:
    return "".join(map(str, element.itertext()))


def _rows(table: _Element, skip_boilerplate: bool) -> Iterator[tuple[str, None]]:
    for row in table.iterdescendants("caption", "tr"):
        cells = [row] if row.tag == "caption" else list(row.iterchildren("td", "th"))
        line = table_row(
            [" ".join(text for text, _ in _lines(cell, skip_boilerplate)) for cell in cells]
        )
        if line:
            yield line, None


def _item_number(item: _Element) -> str:
    """Return the number a browser shows before an item of an ordered list."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol" or "none" in (parent.get("style") or ""):
        return ""
    start = parent.get("start") or "1"
    first = int(start) if start.isascii() and start.isdigit() and len(start) < 7 else 1
    return f"{first + sum(1 for _ in item.itersiblings('li', preceding=True))}. "


def _properties(root: _Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").lower()
        content = " ".join((meta.get("content") or "").split())
        if name in _META_PROPERTIES and content:
            found.setdefault(_META_PROPERTIES[name], content[:500])
    title = next(root.iter("title"), None)
    if title is not None:
        found.setdefault("title", " ".join(_all_text(title).split())[:500])
    return found
