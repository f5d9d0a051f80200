"""OFD, the fixed-layout format of Chinese official documents (GB/T 33190): a zip of XML."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pb_qa.errors import EncryptedFileError, FileTooLargeError, GarbledTextError, NoTextError
from pb_qa.reading.ofd_lines import Piece, lines_of_page
from pb_qa.reading.ofd_text import PageText, read_page
from pb_qa.reading.raw import RawDocument
from pb_qa.reading.raw_builder import RawBuilder
from pb_qa.reading.zip_parts import ZipParts

if TYPE_CHECKING:
    from lxml.etree import _Element

_MOST_PAGES = 20_000
_MOST_UNREADABLE_SHARE = 0.3
_MOST_NAMED = 20
_DAMAGED = "OFD 文件已损坏，内部结构读不通。请用 OFD 阅读器打开，另存（导出）为 PDF 后再添加。"
_ENCRYPTED = "OFD 文件有密码。请用 OFD 阅读器输入密码打开，另存（导出）为没有密码的 PDF 后再添加。"
_TOO_MANY_PAGES = f"OFD 超过 {_MOST_PAGES} 页，太大。请拆成几个文件后再添加。"
_SCANNED = "OFD 里没有文字，多半是扫描件。请先用文字识别（OCR）软件转成可以复制文字的 PDF，再添加。"
_GARBLED = (
    "OFD 里大部分字只有字形、没有文字编码，取不出文字。"
    "请找文字版的原文件，或用文字识别（OCR）软件转换后再添加。"
)
# Names by which writers file these facts among the custom data and semantic tags.
_FACTS = {
    "标题": "title", "公文标题": "title", "文件标题": "title",
    "发文字号": "number", "文号": "number", "公文文号": "number", "公文字号": "number",
    "发文机关": "issuer", "发文机关署名": "issuer", "发文单位": "issuer", "制发机关": "issuer",
    "成文日期": "issued_on", "印发日期": "issued_on", "发文日期": "issued_on",
}  # fmt: skip


def parse_ofd(data: bytes) -> RawDocument:
    """Return the text of every page in the order of the document.

    Words of a page template, such as a letterhead or a running foot, are given on the
    first page that uses it. Words set aslant are watermarks and go onto the receipt only.

    Raises
    ------
    EncryptedFileError, DamagedFileError, FileTooLargeError
        When the file cannot be read.
    NoTextError
        For scanned pages.
    GarbledTextError
        When most characters have a shape but no code.
    """
    return _Reader(ZipParts(data, _DAMAGED)).document()


@dataclass(slots=True)
class _Reader:
    parts: ZipParts
    builder: RawBuilder = field(default_factory=RawBuilder)
    properties: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    pages: int = 0
    pictures: int = 0
    glyphs_only: int = 0
    attached: list[str] = field(default_factory=list)

    def document(self) -> RawDocument:
        names = {name.lower().lstrip("/") for name in self.parts.names}
        if names & {"encryptions.xml", "decryptseed.dat"}:
            raise EncryptedFileError(_ENCRYPTED)
        root = self.parts.xml("OFD.xml")
        for body in root.iter("{*}DocBody") if root is not None else ():
            self._facts(body)
            location = _text(body, "DocRoot")
            if location:
                self._body(self._found("", location))
        document = self.builder.build("ofd", self.properties)
        characters = len("".join(document.text.split()))
        if not characters and self.pictures:
            raise NoTextError(_SCANNED)
        if self.glyphs_only > _MOST_UNREADABLE_SHARE * (characters + self.glyphs_only):
            raise GarbledTextError(_GARBLED)
        return document

    def _facts(self, body: _Element) -> None:
        for info in body.iter("{*}DocInfo"):
            for name, key in (("Title", "title"), ("Author", "author")):
                self.properties.setdefault(key, _text(info, name))
            for entry in info.iter("{*}CustomData"):
                key = _FACTS.get((entry.get("Name") or "").strip(), "")
                if key and (entry.text or "").strip():
                    self.properties[key] = (entry.text or "").strip()

    def _body(self, location: str) -> None:
        root = self.parts.xml(location)
        if root is None:
            return
        folder = posixpath.dirname(location)
        templates = {
            entry.get("ID", ""): self._found(folder, entry.get("BaseLoc", ""))
            for entry in root.iter("{*}TemplatePage")
        }
        shown: set[str] = set()
        for page in root.iterfind("{*}Pages/{*}Page"):
            self.pages += 1
            if self.pages > _MOST_PAGES:
                raise FileTooLargeError(
                    f"OFD 超过 {_MOST_PAGES} 页，太大。请拆成几个文件后再添加。"
                )
            self._page(self._found(folder, page.get("BaseLoc", "")), templates, shown)
        self._tags(root, folder)
        self._attachments(root, folder)

    def _page(self, location: str, templates: dict[str, str], shown: set[str]) -> None:
        content = self.parts.xml(location)
        if content is not None:
            page = read_page(content)
            pieces = list(page.pieces)
            for used in content.iter("{*}Template"):
                identity = used.get("TemplateID", "")
                if identity not in shown:
                    shown.add(identity)
                    pieces.extend(self._template(templates.get(identity, "")))
            for line in lines_of_page(pieces):
                self.builder.add(line)
            self._remark(page)
        self.builder.end_page(self.pages)

    def _template(self, location: str) -> list[Piece]:
        content = self.parts.xml(location) if location else None
        if content is None:
            return []
        page = read_page(content)
        self._remark(page)
        if page.pieces:
            words = "；".join(lines_of_page(page.pieces))
            self.builder.note(f"页面模板（页眉页脚）里的文字只在第一次用到的页保留：{words[:200]}")
        return page.pieces

    def _remark(self, page: PageText) -> None:
        self.pictures += page.pictures
        self.glyphs_only += page.glyphs_only
        self.words.update(page.by_object)
        if page.glyphs_only:
            self.builder.note(
                f"第 {self.pages} 页有 {page.glyphs_only} 个字只有字形、没有文字编码，读不出来"
            )
        for words in page.slanted[:_MOST_NAMED]:
            self.builder.note(f"第 {self.pages} 页斜排的文字（水印）没有放进正文：{words[:100]}")

    def _tags(self, root: _Element, folder: str) -> None:
        """Take title, number, issuer and date from the semantic tags of an official document."""
        for location in _locations(root, "CustomTags"):
            listing = self._found(folder, location)
            tags = self.parts.xml(listing)
            for entry in tags.iter("{*}CustomTag") if tags is not None else ():
                place = self._found(posixpath.dirname(listing), _text(entry, "FileLoc"))
                tree = self.parts.xml(place)
                for element in tree.iter("{*}*") if tree is not None else ():
                    name = element.get("Name") or str(element.tag).rsplit("}", 1)[-1]
                    words = "".join(
                        self.words.get((reference.text or "").strip(), "")
                        for reference in element.iterchildren("{*}ObjectRef")
                    )
                    if name in _FACTS and words.strip():
                        self.properties[_FACTS[name]] = words.strip()

    def _attachments(self, root: _Element, folder: str) -> None:
        for location in _locations(root, "Attachments"):
            listing = self.parts.xml(self._found(folder, location))
            for entry in listing.iter("{*}Attachment") if listing is not None else ():
                self.attached.append(entry.get("Name") or "未命名")
        for name in self.attached[:_MOST_NAMED]:
            self.builder.note(f"OFD 的附件“{name}”没有读。请用 OFD 阅读器把它另存出来，单独添加")
        self.attached.clear()

    def _found(self, folder: str, location: str) -> str:
        """Return where a location points: at the root, or beside the file that names it."""
        plain = location.strip().replace("\\", "/")
        beside = posixpath.normpath(posixpath.join("/", folder, plain)).lstrip("/")
        at_root = posixpath.normpath(posixpath.join("/", plain)).lstrip("/")
        return beside if self.parts.has(beside) or not self.parts.has(at_root) else at_root


def _locations(root: _Element, name: str) -> Iterator[str]:
    for element in root.iterchildren(f"{{*}}{name}"):
        if (element.text or "").strip():
            yield (element.text or "").strip()


def _text(element: _Element, name: str) -> str:
    return " ".join((element.findtext(f"{{*}}{name}") or "").split())
