"""The parts of an OpenDocument file, and its text as elements give it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from pb_qa.errors import DamagedFileError, EncryptedFileError
from pb_qa.reading.zip_parts import ZipParts

if TYPE_CHECKING:
    from lxml.etree import _Element

_NAMES: Final = "{urn:oasis:names:tc:opendocument:xmlns:"
OFFICE: Final = f"{_NAMES}office:1.0}}"
TEXT: Final = f"{_NAMES}text:1.0}}"
TABLE: Final = f"{_NAMES}table:1.0}}"
DRAW: Final = f"{_NAMES}drawing:1.0}}"
STYLE: Final = f"{_NAMES}style:1.0}}"
PRESENTATION: Final = f"{_NAMES}presentation:1.0}}"
_META: Final = f"{_NAMES}meta:1.0}}"
_MANIFEST: Final = f"{_NAMES}manifest:1.0}}"
_DUBLIN_CORE: Final = "{http://purl.org/dc/elements/1.1/}"
_DAMAGED: Final = "文件已损坏，内部结构读不通。请用 LibreOffice 或 WPS 打开，另存一份新的后再添加。"
_MOST_SPACES: Final = 200
# Text that is not the paragraph's own: boxes and notes are lines of their own.
_APART = frozenset({f"{DRAW}text-box", f"{TEXT}note", f"{TABLE}table"})
_SKIPPED = frozenset(
    {f"{OFFICE}annotation", f"{TEXT}ruby-text", f"{TEXT}tracked-changes", f"{TEXT}hidden-text"}
)


class OdfPackage(ZipParts):
    """An opened OpenDocument file; raises what ``ZipParts`` does."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data, _DAMAGED)
        manifest = self.xml("META-INF/manifest.xml")
        if (
            manifest is not None
            and next(manifest.iter(f"{_MANIFEST}encryption-data"), None) is not None
        ):
            raise EncryptedFileError(
                "文件有密码。请用 LibreOffice 或 WPS 输入密码打开，去掉密码另存后再添加。"
            )

    def content(self) -> bytes:
        """Return the part that holds the document.

        Raises
        ------
        DamagedFileError
            When there is none.
        """
        content = self.part("content.xml")
        if content is None:
            raise DamagedFileError(_DAMAGED)
        return content

    def properties(self) -> dict[str, str]:
        """Return title and author as the file's own properties give them."""
        root = self.xml("meta.xml")
        if root is None:
            return {}
        author = root.findtext(f".//{_META}initial-creator") or ""
        return {
            "title": (root.findtext(f".//{_DUBLIN_CORE}title") or "").strip(),
            "author": (author or root.findtext(f".//{_DUBLIN_CORE}creator") or "").strip(),
        }


def words(
    element: _Element, hidden: frozenset[str] = frozenset(), apart: list[_Element] | None = None
) -> str:
    """Return the text of a paragraph.

    Parameters
    ----------
    hidden
        Names of the styles whose text is not shown.
    apart
        Receives the boxes, notes and tables within the paragraph, in their order.
    """
    parts: list[str] = []
    _collect(element, parts, hidden, apart if apart is not None else [])
    return "".join(parts)


def _collect(
    element: _Element, parts: list[str], hidden: frozenset[str], apart: list[_Element]
) -> None:
    parts.append(_plain(element.text))
    for child in element.iterchildren():
        tag = child.tag
        if tag in _APART:
            apart.append(child)
        elif tag == f"{TEXT}s":
            parts.append(" " * _count(child.get(f"{TEXT}c", "1")))
        elif tag == f"{TEXT}tab":
            parts.append("\t")
        elif tag == f"{TEXT}line-break":
            parts.append("\n")
        elif (
            isinstance(tag, str)
            and tag not in _SKIPPED
            and child.get(f"{TEXT}style-name") not in hidden
        ):
            _collect(child, parts, hidden, apart)
        parts.append(_plain(child.tail))


def hidden_styles(root: _Element) -> frozenset[str]:
    """Return the names of the character styles that hide their text."""
    return frozenset(
        style.get(f"{STYLE}name", "")
        for style in root.iter(f"{STYLE}style")
        for properties in style.iterchildren(f"{STYLE}text-properties")
        if properties.get(f"{TEXT}display") == "none"
    )


def count_of(element: _Element, name: str) -> int:
    """Return a repetition count, 1 where it is missing."""
    return _count(element.get(name, "1"), most=2_000_000)


def _count(written: str, most: int = _MOST_SPACES) -> int:
    number = int(written) if written.isascii() and written.isdecimal() and len(written) < 9 else 1
    return min(number, most)


def _plain(text: str | None) -> str:
    # White space in the source is one space, as in web pages.
    if not text:
        return ""
    return text if "\n" not in text and "\t" not in text and "  " not in text else _single(text)


def _single(text: str) -> str:
    edges = " " if text[:1].isspace() else "", " " if text[-1:].isspace() else ""
    inner = " ".join(text.split())
    return f"{edges[0]}{inner}{edges[1]}" if inner else " "
