"""Electronic books (.epub): the chapters in their reading order, each as a web page."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from pb_qa.errors import DamagedFileError, EncryptedFileError, NoTextError
from pb_qa.reading.encodings import decode
from pb_qa.reading.html_format import declared_charset, parse_html
from pb_qa.reading.raw import RawDocument
from pb_qa.reading.raw_builder import RawBuilder
from pb_qa.reading.zip_parts import ZipParts

if TYPE_CHECKING:
    from lxml.etree import _Element

_DAMAGED = "电子书已损坏，内部结构读不通。请转成 PDF 或 .docx 后再添加。"
_PAGES = ("application/xhtml+xml", "text/html")
_MOST_CHAPTERS = 5_000


def parse_epub(data: bytes) -> RawDocument:
    """Return the text of every chapter in the order of the spine.

    A chapter is headed by its title in the table of contents, unless its text begins
    with a heading of its own.

    Raises
    ------
    DamagedFileError, FileTooLargeError
        When the file cannot be read.
    EncryptedFileError
        When its chapters are locked to a reader program.
    """
    parts = ZipParts(data, _DAMAGED)
    location, package = _package(parts)
    folder = posixpath.dirname(location)
    items = {
        entry.get("id", ""): entry for entry in package.iterfind("{*}manifest/{*}item")
    }  # fmt: skip
    titles = _titles(parts, items, folder)
    locked = _locked(parts)
    builder = RawBuilder()
    entries = list(package.iterfind("{*}spine/{*}itemref"))[:_MOST_CHAPTERS]
    for number, entry in enumerate(entries, start=1):
        item = items.get(entry.get("idref", ""))
        if item is None or item.get("media-type") not in _PAGES:
            continue
        place = _joined(folder, item.get("href", ""))
        if place in locked:
            raise EncryptedFileError(
                "电子书的正文加了密，只有原来的阅读器能打开。请找没有加密的版本后再添加。"
            )
        _chapter(builder, parts.part(place), titles.get(place, ""))
        builder.end_page(number)
    return builder.build("epub", _properties(package))


def _chapter(builder: RawBuilder, content: bytes | None, title: str) -> None:
    if not content or not content.strip():
        return
    try:
        chapter = parse_html(*decode(content, declared_charset(content)))
    except NoTextError:
        return
    if not chapter.text.strip():
        return
    first = chapter.text.lstrip().split("\n", 1)[0].strip()
    if title and not chapter.headings and first != title:
        builder.add(title, heading_level=1)
    builder.include(chapter)


def _package(parts: ZipParts) -> tuple[str, _Element]:
    container = parts.xml("META-INF/container.xml")
    for root in container.iter("{*}rootfile") if container is not None else ():
        location = root.get("full-path", "")
        package = parts.xml(location)
        if package is not None:
            return location, package
    raise DamagedFileError(_DAMAGED)


def _titles(parts: ZipParts, items: dict[str, _Element], folder: str) -> dict[str, str]:
    """Return the titles that the table of contents gives to whole chapters."""
    titles: dict[str, str] = {}
    for item in items.values():
        place = _joined(folder, item.get("href", ""))
        if item.get("media-type") == "application/x-dtbncx+xml":
            tree = parts.xml(place)
            for point in tree.iter("{*}navPoint") if tree is not None else ():
                label = point.findtext("{*}navLabel/{*}text") or ""
                content = point.find("{*}content")
                if content is not None:
                    _note(titles, posixpath.dirname(place), content.get("src", ""), label)
        elif "nav" in item.get("properties", "").split():
            tree = parts.xml(place)
            for link in tree.iter("{*}a") if tree is not None else ():
                label = "".join(map(str, link.itertext()))
                _note(titles, posixpath.dirname(place), link.get("href", ""), label)
    return titles


def _note(titles: dict[str, str], folder: str, target: str, label: str) -> None:
    plain = " ".join(label.split())
    if plain and "#" not in target:
        titles.setdefault(_joined(folder, target), plain)


def _locked(parts: ZipParts) -> set[str]:
    """Return the parts that are encrypted; fonts often are, chapters only when locked."""
    tree = parts.xml("META-INF/encryption.xml")
    references = tree.iter("{*}CipherReference") if tree is not None else ()
    return {unquote(reference.get("URI", "")) for reference in references}


def _properties(package: _Element) -> dict[str, str]:
    return {
        key: " ".join((package.findtext(f"{{*}}metadata/{{*}}{name}") or "").split())
        for name, key in (("title", "title"), ("creator", "author"), ("publisher", "publisher"))
    }


def _joined(folder: str, target: str) -> str:
    path = unquote(target.split("#", 1)[0])
    return posixpath.normpath(posixpath.join("/", folder, path)).lstrip("/")
