"""Writes OFD files (GB/T 33190) for the tests, in the various manners of real writers."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

SPACE = "http://www.ofdspec.org/2016"


@dataclass(frozen=True)
class Text:
    """One text object: its words from (``x``, ``y``) on, in millimetres."""

    words: str
    x: float
    y: float
    size: float = 5.0
    deltas: str | None = None
    attributes: str = ""
    inner: str = ""

    def xml(self, identity: int, prefix: str) -> str:
        """Return the object in XML; the code stands on the baseline, below the box's top."""
        count = max(len(self.words) - 1, 0)
        deltas = f"g {count} {self.size:g}" if self.deltas is None else self.deltas
        shift = f" DeltaX={quoteattr(deltas)}" if deltas else ""
        return (
            f'<{prefix}TextObject ID="{identity}" Font="1" Size="{self.size:g}" '
            f'Boundary="{self.x:g} {self.y - self.size:g} 170 {self.size * 1.4:g}" '
            f"{self.attributes}>{self.inner}"
            f'<{prefix}TextCode X="0" Y="{self.size:g}"{shift}>{escape(self.words)}'
            f"</{prefix}TextCode></{prefix}TextObject>"
        )


def ofd_file(
    pages: Sequence[Sequence[Text]],
    *,
    prefixed: bool = True,
    absolute: bool = False,
    template: Sequence[Text] = (),
    page_ids: Sequence[int] | None = None,
    info: str = "",
    document: str = "",
    more: Mapping[str, str] | None = None,
    extra_objects: str = "",
) -> bytes:
    """Return an OFD file.

    Parameters
    ----------
    pages
        The text objects of each page, in any order; objects are numbered from 100 on.
    prefixed
        Whether elements are written ``ofd:Page`` or ``Page``.
    absolute
        Whether locations start at the root of the package.
    template
        The text of a template that every page uses.
    page_ids
        The number in each page's file name and id; by default 0, 1, 2 …
    info, document
        XML to stand in DocInfo and at the end of Document.
    more
        Further members of the package.
    extra_objects
        XML to stand in the layer of every page.
    """
    p = "ofd:" if prefixed else ""
    space = f'xmlns:ofd="{SPACE}"' if prefixed else f'xmlns="{SPACE}"'
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    base = "/Doc_0/" if absolute else ""
    ids = list(page_ids or range(len(pages)))
    root = "/" if absolute else ""
    members = {
        "OFD.xml": f'{head}<{p}OFD {space} Version="1.0" DocType="OFD"><{p}DocBody>'
        f"<{p}DocInfo>{info}</{p}DocInfo><{p}DocRoot>{root}Doc_0/Document.xml</{p}DocRoot>"
        f"</{p}DocBody></{p}OFD>"
    }
    listed = "".join(f'<{p}Page ID="{i}" BaseLoc="{base}Pages/Page_{i}/Content.xml"/>' for i in ids)
    common = (
        f'<{p}TemplatePage ID="900" BaseLoc="{base}Tpls/Tpl_0/Content.xml"/>' if template else ""
    )
    members["Doc_0/Document.xml"] = (
        f"{head}<{p}Document {space}><{p}CommonData>{common}</{p}CommonData>"
        f"<{p}Pages>{listed}</{p}Pages>{document}</{p}Document>"
    )
    use = f'<{p}Template TemplateID="900" ZOrder="Background"/>' if template else ""
    number = 100
    for identity, objects in zip(ids, pages, strict=True):
        written = ""
        for text in objects:
            written += text.xml(number, p)
            number += 1
        members[f"Doc_0/Pages/Page_{identity}/Content.xml"] = (
            f'{head}<{p}Page {space}>{use}<{p}Content><{p}Layer ID="1" Type="Body">'
            f"{written}{extra_objects}</{p}Layer></{p}Content></{p}Page>"
        )
    if template:
        written = "".join(text.xml(950 + i, p) for i, text in enumerate(template))
        members["Doc_0/Tpls/Tpl_0/Content.xml"] = (
            f'{head}<{p}Page {space}><{p}Content><{p}Layer ID="2">{written}</{p}Layer>'
            f"</{p}Content></{p}Page>"
        )
    members.update(more or {})
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def set_lines(lines: Sequence[str], top: float = 40.0, size: float = 5.0) -> list[Text]:
    """Return text objects for lines one below the other."""
    return [Text(line, 28.0, top + 1.8 * size * i, size) for i, line in enumerate(lines)]
