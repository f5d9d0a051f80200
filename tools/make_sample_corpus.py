"""Render the sample corpus from the plain sources in ``tools/sample_corpus``.

A source is a small Markdown file whose name says what it becomes:
``法律/公务员法要点.docx.md`` is rendered to ``docs_corpus/法律/公务员法要点.docx``. The kinds are
``html``, ``docx``, ``pdf``, ``xlsx`` and ``gb18030.txt``. Documents that are Markdown or UTF-8
text stand in ``docs_corpus`` themselves and are not touched. Equal sources give equal bytes.

Run it from the project root; besides the project's own dependencies it needs ``reportlab`` and a
TrueType font with Chinese and Latin glyphs (Debian: ``fonts-wqy-microhei``)::

    python tools/make_sample_corpus.py
"""

from __future__ import annotations

import argparse
import html
import io
import re
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

SOURCES = Path(__file__).parent / "sample_corpus"
CORPUS = Path(__file__).parent.parent / "docs_corpus"
DEFAULT_FONT = Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc")
# The stamp that every container gets, so that a second run changes nothing.
STAMP = datetime(2026, 1, 1)


@dataclass(frozen=True)
class Block:
    """One block of a source.

    ``kind`` is ``title``, ``heading``, ``paragraph``, ``item`` or ``table``; ``rows`` holds the
    cells of a table, header first, and is empty for the other kinds.
    """

    kind: str
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


def parse(source: str) -> list[Block]:
    """Parse the Markdown subset of the sources: titles, paragraphs by line, items, tables."""
    blocks: list[Block] = []
    rows: list[tuple[str, ...]] = []
    for line in [*source.splitlines(), ""]:
        if line.startswith("|"):
            cells = tuple(cell.strip() for cell in line.strip().strip("|").split("|"))
            if not all(re.fullmatch(r":?-+:?", cell) for cell in cells):
                rows.append(cells)
            continue
        if rows:
            blocks.append(Block("table", rows=tuple(rows)))
            rows = []
        for mark, kind in (("# ", "title"), ("## ", "heading"), ("- ", "item"), ("", "paragraph")):
            if line.startswith(mark):
                if line.strip():
                    blocks.append(Block(kind, line.removeprefix(mark)))
                break
    return blocks


def render_text(blocks: list[Block]) -> bytes:
    """Render as plain text in GB18030, as older offices save it."""
    lines: list[str] = []
    for block in blocks:
        if block.kind == "table":
            lines.extend("\t".join(row) for row in block.rows)
        else:
            lines.append(("\n" if block.kind == "heading" else "") + block.text)
    return ("\n".join(lines) + "\n").encode("gb18030")


def render_html(blocks: list[Block]) -> bytes:
    """Render as a page of HTML 5 in UTF-8."""
    tags = {"title": "h1", "heading": "h2", "paragraph": "p"}
    body: list[str] = []
    items: list[str] = []
    for block in [*blocks, Block("end")]:
        if block.kind == "item":
            items.append(f"<li>{html.escape(block.text, quote=False)}</li>")
            continue
        if items:
            body += ["<ul>", *items, "</ul>"]
            items = []
        if block.kind == "table":
            body.append("<table>")
            for number, row in enumerate(block.rows):
                tag = "td" if number else "th"
                cells = "".join(f"<{tag}>{html.escape(cell, quote=False)}</{tag}>" for cell in row)
                body.append(f"<tr>{cells}</tr>")
            body.append("</table>")
        elif block.kind in tags:
            tag = tags[block.kind]
            body.append(f"<{tag}>{html.escape(block.text, quote=False)}</{tag}>")
    head = [
        "<!DOCTYPE html>",
        '<html lang="zh-CN">',
        "<head>",
        '<meta charset="utf-8">',
        f"<title>{html.escape(title_of(blocks))}</title>",
        "</head>",
        "<body>",
    ]
    return "\n".join([*head, *body, "</body>", "</html>", ""]).encode()


def render_docx(blocks: list[Block]) -> bytes:
    """Render as a Word document with heading styles and bordered tables."""
    import docx
    from docx.oxml.ns import qn

    document = docx.Document()
    for name in ("Normal", "Title", "Heading 1", "List Bullet"):
        style: Any = document.styles[name]
        style.font.name = "SimSun"
        style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "宋体")
    styles = {"title": "Title", "heading": "Heading 1", "item": "List Bullet"}
    for block in blocks:
        if block.kind != "table":
            document.add_paragraph(block.text, style=styles.get(block.kind, "Normal"))
            continue
        table = document.add_table(rows=0, cols=len(block.rows[0]), style="Table Grid")
        for row in block.rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    properties = document.core_properties
    properties.title = title_of(blocks)
    properties.author = ""
    properties.comments = ""
    properties.created = properties.modified = STAMP
    buffer = io.BytesIO()
    document.save(buffer)
    return restamped(buffer.getvalue())


def render_xlsx(blocks: list[Block]) -> bytes:
    """Render the table as a worksheet under its title; numbers become number cells."""
    import openpyxl
    from openpyxl.styles import Font

    workbook = openpyxl.Workbook()
    sheet: Any = workbook.active
    sheet.title = "历年对照"
    for block in blocks:
        for row in block.rows or ((block.text,),):
            sheet.append([number_or_text(cell) for cell in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    workbook.properties.title = title_of(blocks)
    workbook.properties.created = STAMP
    buffer = io.BytesIO()
    workbook.save(buffer)
    return restamped(buffer.getvalue())


def number_or_text(cell: str) -> int | float | str:
    """Return the number that a cell holds, or the cell itself."""
    if re.fullmatch(r"\d+", cell):
        return int(cell)
    return float(cell) if re.fullmatch(r"\d+\.\d+", cell) else cell


def render_pdf(blocks: list[Block], font: Path) -> bytes:
    """Render as A4 pages with an embedded font subset and a page number at the foot."""
    from reportlab.lib.colors import black
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table

    pdfmetrics.registerFont(TTFont("Chinese", str(font)))
    base = ParagraphStyle("p", fontName="Chinese", fontSize=12, leading=20, wordWrap="CJK")
    styles = {
        "title": ParagraphStyle("t", base, fontSize=18, leading=28, alignment=1, spaceAfter=12),
        "heading": ParagraphStyle("h", base, fontSize=14, leading=24, keepWithNext=1),
        "paragraph": ParagraphStyle("b", base, spaceAfter=4),
        "item": ParagraphStyle("i", base, leftIndent=14),
    }

    def foot(canvas: Any, _: Any) -> None:
        canvas.setFont("Chinese", 9)
        canvas.drawCentredString(A4[0] / 2, 36, f"— {canvas.getPageNumber()} —")

    story: list[Flowable] = []
    for block in blocks:
        if block.kind == "table":
            cells = [[Paragraph(html.escape(cell), base) for cell in row] for row in block.rows]
            story.append(Table(cells, style=[("GRID", (0, 0), (-1, -1), 0.5, black)]))
        else:
            story.append(Paragraph(html.escape(block.text), styles[block.kind]))
    buffer = io.BytesIO()
    template = SimpleDocTemplate(buffer, pagesize=A4, title=title_of(blocks), invariant=1)
    template.build(story, onFirstPage=foot, onLaterPages=foot)
    return buffer.getvalue()


def title_of(blocks: list[Block]) -> str:
    """Return the text of the title."""
    return next(block.text for block in blocks if block.kind == "title")


def restamped(container: bytes) -> bytes:
    """Write a zip container anew with :data:`STAMP` in place of every time of writing."""
    stamp = STAMP.strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(container)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in sorted(old.namelist()):
            data = old.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"\d{4}-\d\d-\d\dT[\d:.]+Z", stamp, data)
            entry = zipfile.ZipInfo(name, STAMP.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, data)
    return buffer.getvalue()


def main() -> None:
    """Render every source whose result differs from what stands in the corpus."""
    options = argparse.ArgumentParser(description="由 tools/sample_corpus 生成示例文档")
    options.add_argument(
        "--font", type=Path, default=DEFAULT_FONT, help="含中文字形的 TrueType 字体"
    )
    font: Path = options.parse_args().font
    if not font.is_file():
        sys.exit(
            f"找不到字体 {font}。请安装 fonts-wqy-microhei，或用 --font 指定一个 TrueType 字体。"
        )
    renderers: dict[str, tuple[str, Callable[[list[Block]], bytes]]] = {
        ".html.md": (".html", render_html),
        ".docx.md": (".docx", render_docx),
        ".xlsx.md": (".xlsx", render_xlsx),
        ".pdf.md": (".pdf", lambda blocks: render_pdf(blocks, font)),
        ".gb18030.txt.md": (".txt", render_text),
    }
    for source in sorted(SOURCES.rglob("*.md")):
        for ending, (suffix, render) in renderers.items():
            if source.name.endswith(ending):
                name = source.name.removesuffix(ending) + suffix
                target = CORPUS / source.parent.relative_to(SOURCES) / name
                target.parent.mkdir(parents=True, exist_ok=True)
                content = render(parse(source.read_text(encoding="utf-8")))
                if not target.is_file() or target.read_bytes() != content:
                    target.write_bytes(content)
                    print(f"已生成 {target.relative_to(CORPUS)}")


if __name__ == "__main__":
    main()
