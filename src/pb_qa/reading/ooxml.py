"""The parts of an Office Open XML file, unpacked only as far as a bound allows."""

from __future__ import annotations

import io
import posixpath
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, NamedTuple
from urllib.parse import unquote

from pb_qa.errors import DamagedFileError
from pb_qa.reading.zip_parts import ZipParts

if TYPE_CHECKING:
    from lxml.etree import _Element

_SCHEMAS: Final = "http://schemas.openxmlformats.org/"
WORD: Final = f"{{{_SCHEMAS}wordprocessingml/2006/main}}"
SHEET: Final = f"{{{_SCHEMAS}spreadsheetml/2006/main}}"
SLIDE: Final = f"{{{_SCHEMAS}presentationml/2006/main}}"
DRAWING: Final = f"{{{_SCHEMAS}drawingml/2006/main}}"
DIAGRAM: Final = f"{{{_SCHEMAS}drawingml/2006/diagram}}"
MATH: Final = f"{{{_SCHEMAS}officeDocument/2006/math}}"
RELATION: Final = f"{{{_SCHEMAS}officeDocument/2006/relationships}}"
COMPATIBILITY: Final = f"{{{_SCHEMAS}markup-compatibility/2006}}"
_DUBLIN_CORE: Final = "{http://purl.org/dc/elements/1.1/}"

# ISO 29500 Strict files name the same elements in other namespaces.
_STRICT: Final = tuple(
    (f"http://purl.oclc.org/ooxml/{strict}".encode(), f"{_SCHEMAS}{usual}".encode())
    for strict, usual in (
        ("wordprocessingml/main", "wordprocessingml/2006/main"),
        ("spreadsheetml/main", "spreadsheetml/2006/main"),
        ("presentationml/main", "presentationml/2006/main"),
        ("drawingml/main", "drawingml/2006/main"),
        ("drawingml/diagram", "drawingml/2006/diagram"),
        ("officeDocument/math", "officeDocument/2006/math"),
        ("officeDocument/relationships", "officeDocument/2006/relationships"),
    )
)
_DAMAGED: Final = (
    "文件已损坏，内部结构读不通。请用 Word、Excel、PowerPoint 或 WPS 打开，另存一份新的后再添加。"
)


class Relationship(NamedTuple):
    """Where a relationship points: the last word of its type, and the part's name."""

    kind: str
    target: str


class Package(ZipParts):
    """An opened Office file; raises what ``ZipParts`` does."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data, _DAMAGED)

    def parsed(self, content: bytes) -> _Element:
        """Return the root of a small part, in the usual namespaces."""
        return super().parsed(_usual_namespaces(content))

    def relationships(self, name: str) -> dict[str, Relationship]:
        """Return the inner relationships of a part, by their ids; the package's for ``""``."""
        folder, base = posixpath.split(name)
        root = self.xml(posixpath.join(folder, "_rels", f"{base}.rels"))
        found: dict[str, Relationship] = {}
        if root is None:
            return found
        for entry in root.iterchildren("{*}Relationship"):
            if entry.get("TargetMode") == "External":
                continue
            kind = entry.get("Type", "").rsplit("/", 1)[-1]
            target = unquote(entry.get("Target", ""))
            path = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            found[entry.get("Id", "")] = Relationship(kind, path)
        return found

    def main_part(self, otherwise: str) -> str:
        """Return the name of the part that holds the document itself."""
        for relationship in self.relationships("").values():
            if relationship.kind == "officeDocument":
                return relationship.target
        return otherwise

    def properties(self) -> dict[str, str]:
        """Return title and author as the file's own properties give them."""
        root = self.xml("docProps/core.xml")
        if root is None:
            return {}
        return {
            "title": (root.findtext(f"{_DUBLIN_CORE}title") or "").strip(),
            "author": (root.findtext(f"{_DUBLIN_CORE}creator") or "").strip(),
        }


def elements(content: bytes | None, tags: tuple[str, ...]) -> Iterator[_Element]:
    """Yield the elements named ``tags`` of a large part, each when it is complete.

    The caller ``forget``s what it is done with, so that no whole tree is kept.

    Raises
    ------
    DamagedFileError
        When the part is not well formed.
    """
    from lxml import etree

    if content is None:
        return
    try:
        for _, element in etree.iterparse(
            io.BytesIO(_usual_namespaces(content)),
            events=("end",),
            tag=tags,
            resolve_entities=False,
            no_network=True,
            remove_comments=True,
        ):
            yield element
    except etree.XMLSyntaxError as error:
        raise DamagedFileError(_DAMAGED) from error


def forget(element: _Element) -> None:
    """Free a finished one of ``elements`` and what stands before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _usual_namespaces(content: bytes) -> bytes:
    if b"purl.oclc.org/ooxml" in content[:4096]:
        for strict, usual in _STRICT:
            content = content.replace(strict, usual)
    return content
