"""Presentations: slide by slide, titles as headings, tables row by row, notes behind the slide."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pb_qa.reading.ooxml import DRAWING, RELATION, SLIDE, Package
from pb_qa.reading.raw import RawDocument
from pb_qa.reading.raw_builder import RawBuilder, table_row

if TYPE_CHECKING:
    from lxml.etree import _Element

_TITLES = frozenset({"title", "ctrTitle"})
# Repeated on every slide by its master.
_FURNITURE = frozenset({"dt", "ftr", "hdr", "sldNum", "sldImg"})


def parse_pptx(data: bytes) -> RawDocument:
    """Return the text of every slide in order; a slide is a page.

    Diagrams and speaker's notes follow the shapes of their slide.

    Raises
    ------
    DamagedFileError, EncryptedFileError, FileTooLargeError
        When the file cannot be read.
    """
    package = Package(data)
    main = package.main_part("ppt/presentation.xml")
    relationships = package.relationships(main)
    root = package.xml(main)
    builder = RawBuilder()
    entries = root.iter(f"{SLIDE}sldId") if root is not None else ()
    for number, entry in enumerate(entries, start=1):
        relation = relationships.get(entry.get(f"{RELATION}id", ""))
        slide = package.xml(relation.target) if relation is not None else None
        if relation is None or slide is None:
            continue
        for text, level in _lines(slide):
            builder.add(text, level)
        for related in package.relationships(relation.target).values():
            if related.kind in ("diagramData", "notesSlide"):
                part = package.xml(related.target)
                texts = _texts(part, related.kind) if part is not None else ()
                for text in texts:
                    builder.add(text)
        builder.end_page(number)
    return builder.build("pptx", package.properties())


def _lines(slide: _Element) -> Iterator[tuple[str, int | None]]:
    for shape in slide.iter(f"{SLIDE}sp", f"{DRAWING}tbl"):
        if shape.tag == f"{DRAWING}tbl":
            for row in shape.iterchildren(f"{DRAWING}tr"):
                cells = [_cell(cell) for cell in row.iterchildren(f"{DRAWING}tc")]
                if line := table_row(cells):
                    yield line, None
            continue
        placeholder = shape.find(f"{SLIDE}nvSpPr/{SLIDE}nvPr/{SLIDE}ph")
        kind = placeholder.get("type", "") if placeholder is not None else ""
        if kind in _FURNITURE:
            continue
        body = shape.find(f"{SLIDE}txBody")
        texts = [_paragraph(p) for p in body.iter(f"{DRAWING}p")] if body is not None else []
        if kind in _TITLES and any(texts):
            yield " ".join(filter(None, texts)), 1
        else:
            yield from ((text, None) for text in texts if text.strip())


def _texts(part: _Element, kind: str) -> Iterator[str]:
    """Yield the lines of a diagram or of the speaker's notes."""
    if kind == "notesSlide":
        yield from (text for text, _ in _lines(part))
    else:
        yield from filter(str.strip, map(_paragraph, part.iter(f"{DRAWING}p")))


def _cell(cell: _Element) -> str:
    return " ".join(filter(None, map(_paragraph, cell.iter(f"{DRAWING}p"))))


def _paragraph(paragraph: _Element) -> str:
    return "".join(
        "\n" if piece.tag == f"{DRAWING}br" else piece.text or ""
        for piece in paragraph.iter(f"{DRAWING}t", f"{DRAWING}br")
    )
