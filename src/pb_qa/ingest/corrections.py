"""What people have corrected, applied to what was read; pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any, Final

from pb_qa.catalog import MetadataEdit
from pb_qa.errors import CorrectionError
from pb_qa.models import Document
from pb_qa.reading.undoing import is_remark, raw_spans, undo_cuts
from pb_qa.storage.library import Library
from pb_qa.storage.rows import Spans, VersionOrigin

# Field of a document's metadata that can be edited, and what people call it.
EDITABLE: Final[Mapping[str, str]] = {
    "title": "标题",
    "issuer": "发文机关",
    "number": "文号",
    "issued_on": "日期",
    "place": "地点",
}
_LONGEST: Final = 300
# As documents and lists write a date: 2019年5月6日, and 2019.5.6 with any one separator.
_DATES: Final = (
    re.compile(r"(?P<year>[0-9]{4})年(?:(?P<month>[0-9]{1,2})月(?:(?P<day>[0-9]{1,2})[日号]?)?)?"),
    re.compile(
        r"(?P<year>[0-9]{4})"
        r"(?:(?P<sep>[-./])(?P<month>[0-9]{1,2})(?:(?P=sep)(?P<day>[0-9]{1,2}))?)?"
    ),
)


@dataclass(frozen=True, slots=True)
class KnownCorrections:
    """Everything that people have corrected.

    Attributes
    ----------
    edits
        Field and value by document id.
    undone
        Spans of the raw text by content hash.
    """

    edits: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    undone: Mapping[str, Spans] = field(default_factory=dict)

    @classmethod
    def of(cls, library: Library) -> KnownCorrections:
        """Those that a library keeps."""
        return cls(library.records.edits(), library.records.undone())

    def applied(self, document: Document) -> tuple[Document, VersionOrigin]:
        """A document as it was read, with what people have corrected, and what that was."""
        corrected, undone = with_undone(document, self.undone.get(document.content_hash, ()))
        edits = self.edits.get(document.id, {})
        corrected, stated = with_edits(corrected, edits)
        return corrected, VersionOrigin(undone=undone, stated=stated)


def with_undone(document: Document, spans: Spans) -> tuple[Document, Spans]:
    """Undo every cut that touches one of these spans of the raw text.

    Returns
    -------
    (Document, spans)
        And the spans of the raw text that were put back.
    """
    if not spans:
        return document, ()
    found = {
        index: (start, end)
        for index, (start, end) in enumerate(raw_spans(document.receipt))
        if any(start < stop and begin < end for begin, stop in spans)
        and not is_remark(document.text, document.receipt[index])
    }
    return undo_cuts(document, found), tuple(found.values())


def with_edits(
    document: Document, edits: Mapping[str, str]
) -> tuple[Document, tuple[tuple[str, str], ...]]:
    """Put edits in the place of what the document says, which is given back as well."""
    stated = tuple((name, str(getattr(document, name))) for name in EDITABLE if name in edits)
    fields: dict[str, Any] = {name: edits[name] for name, _ in stated}
    return replace(document, **fields), stated


def as_stated(document: Document, origin: VersionOrigin) -> Document:
    """A version with what it says of itself in the place of edits."""
    fields: dict[str, Any] = dict(origin.stated)
    return replace(document, **fields)


def merged_edits(
    edit: MetadataEdit, edits: Mapping[str, str], stated: Mapping[str, str]
) -> dict[str, str]:
    """The edits that are kept once this one is made.

    Parameters
    ----------
    edits
        Those that were kept so far.
    stated
        What the document itself says of every field.

    Raises
    ------
    CorrectionError
        When a value cannot be used.
    """
    merged = dict(edits)
    for name, value in asdict(checked_edit(edit)).items():
        if value is None:
            continue
        said = str(value)
        if said and said != stated[name]:
            merged[name] = said
        else:
            merged.pop(name, None)
    return merged


def checked_edit(edit: MetadataEdit) -> MetadataEdit:
    """An edit as it is kept: white space folded, the date as ISO 8601.

    Raises
    ------
    CorrectionError
        When a value cannot be used.
    """
    return MetadataEdit(
        **{name: _checked(name, value) for name, value in asdict(edit).items() if value is not None}
    )


def iso_date(said: str) -> str:
    """A date as people write it, as precise as it is: ``"2019年5月"`` → ``"2019-05"``.

    Raises
    ------
    CorrectionError
        When it is no date of the calendar.
    """
    written = re.sub(r"(?<=[^0-9])\s+|\s+(?=[^0-9])", "", unicodedata.normalize("NFKC", said))
    match = next((found for form in _DATES if (found := form.fullmatch(written))), None)
    try:
        if match is None:
            raise ValueError
        parts = [int(part) for part in match.group("year", "month", "day") if part is not None]
        date(*(*parts, 1, 1)[:3])
    except ValueError:
        raise CorrectionError(
            f"日期“{said}”不能用。请写成 2018、2018-01、2018-01-31 或 2018年1月31日，"
            "知道多少写多少。"
        ) from None
    year, *rest = parts
    return "-".join((f"{year:04}", *(f"{part:02}" for part in rest)))


def _checked(name: str, value: str) -> str:
    said = " ".join(value.split())
    called = EDITABLE[name]
    if len(said) > _LONGEST:
        raise CorrectionError(
            f"{called}太长：最多 {_LONGEST} 个字，现在有 {len(said)} 个。请缩短后再保存。"
        )
    if not said.isprintable():
        raise CorrectionError(f"{called}里有看不见的控制字符。请删去后再保存。")
    if name == "issued_on" and said:
        return iso_date(said)
    return said
