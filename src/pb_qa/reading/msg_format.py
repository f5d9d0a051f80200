"""Mails saved by Outlook (.msg, [MS-OXMSG]): an OLE container of properties."""

from __future__ import annotations

import struct
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from pb_qa.errors import ReadingError
from pb_qa.reading.encodings import decode
from pb_qa.reading.html_format import declared_charset, parse_html
from pb_qa.reading.mail import Attachment, Mail, ReadAttachment, mail_document
from pb_qa.reading.ole_streams import OleStreams, code_page
from pb_qa.reading.raw import RawDocument
from pb_qa.reading.rtf_format import parse_rtf
from pb_qa.reading.text_format import parse_text

_SUBJECT, _BODY, _HTML, _RTF = 0x0037, 0x1000, 0x1013, 0x1009
_HEADS = ((0x0C1A, "发件人"), (0x0E04, "收件人"), (0x0E03, "抄送"))
_SENT, _DELIVERED, _CODE_PAGE = 0x00390040, 0x0E060040, 0x3FFD0003
_LONG_NAME, _SHORT_NAME, _CONTENT = 0x3707, 0x3704, 0x3701
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_MOST_RTF = 50_000_000
# What every compressed text may refer back to ([MS-OXRTFCP] 2.2.2.1).
_DICTIONARY = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern "
    b"\\fscript \\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0"
    b"\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)


def parse_msg(data: bytes, read: ReadAttachment) -> RawDocument:
    """Return a mail: subject, sender, receivers and date, its text, its attachments.

    Parameters
    ----------
    read
        Reads an attachment.

    Raises
    ------
    DamagedFileError
        When the container is not well formed.
    """
    container = OleStreams(data)
    return mail_document(_Message(container).mail(), "msg", read)


@dataclass(slots=True)
class _Message:
    container: OleStreams

    def mail(self) -> Mail:
        """Return the mail; a mail attached to it is named without its content."""
        numbers = self._numbers()
        page = code_page(numbers.get(_CODE_PAGE, 0) & 0xFFFF)
        moment = _moment(numbers.get(_SENT) or numbers.get(_DELIVERED) or 0)
        sent = moment.date().isoformat() if moment is not None else ""
        heads = [(shown, self._text((), identity, page)) for identity, shown in _HEADS]
        heads.append(("日期", moment.strftime("%Y-%m-%d %H:%M") if moment is not None else ""))
        attachments = []
        for folder in sorted(
            {p[0] for p in self.container.paths if p[0].lower().startswith("__attach_version1.0")}
        ):
            name = self._text((folder,), _LONG_NAME, page) or self._text(
                (folder,), _SHORT_NAME, page
            )
            content = self._stream((folder,), _CONTENT, "0102") or b""
            attachments.append(Attachment(name, content))
        subject = " ".join(self._text((), _SUBJECT, page).split())
        return Mail(subject, tuple(heads), self._body(page), tuple(attachments), sent)

    def _body(self, page: str) -> RawDocument | None:
        text = self._text((), _BODY, page)
        if text.strip():
            return parse_text(text, "")
        html = self._stream((), _HTML, "0102")
        try:
            if html and html.strip():
                return parse_html(*decode(html, declared_charset(html)))
            packed = self._stream((), _RTF, "0102")
            return parse_rtf(unpacked_rtf(packed)) if packed else None
        except ReadingError:
            return None

    def _text(self, folder: tuple[str, ...], identity: int, page: str) -> str:
        wide = self._stream(folder, identity, "001F")
        if wide is not None:
            return wide[: len(wide) & ~1].decode("utf-16-le", "replace").rstrip("\0")
        narrow = (self._stream(folder, identity, "001E") or b"").rstrip(b"\0")
        try:
            return narrow.decode("utf-8")
        except UnicodeDecodeError:
            return narrow.decode(page, "replace")

    def _stream(self, folder: tuple[str, ...], identity: int, kind: str) -> bytes | None:
        return self.container.stream(*folder, f"__substg1.0_{identity:04X}{kind}")

    def _numbers(self) -> dict[int, int]:
        """Return the properties of fixed size, each as a number."""
        content = self.container.stream("__properties_version1.0") or b""
        # A head of 32 bytes, then 16 for each property.
        rows = content[32 : 32 + max(len(content) - 32, 0) // 16 * 16]
        return {tag: value for tag, _, value in struct.iter_unpack("<IIQ", rows)}


def unpacked_rtf(data: bytes) -> bytes:
    """Undo the compression of rich text in mails ([MS-OXRTFCP])."""
    if len(data) < 16:
        return b""
    size, kind = struct.unpack_from("<I4s", data, 4)
    if kind == b"MELA":
        return data[16 : 16 + size]
    size = min(size, _MOST_RTF)
    window = bytearray(_DICTIONARY.ljust(4096, b"\0"))
    write = len(_DICTIONARY)
    result = bytearray()
    position = 16
    while position < len(data) and len(result) < size:
        control = data[position]
        position += 1
        for bit in range(8):
            if control >> bit & 1:
                reference = int.from_bytes(data[position : position + 2], "big")
                position += 2
                start, length = reference >> 4, (reference & 0xF) + 2
                if start == write or position > len(data):
                    return bytes(result)
                chunk = bytearray()
                for index in range(length):
                    byte = window[(start + index) % 4096]
                    chunk.append(byte)
                    window[(write + index) % 4096] = byte
            else:
                chunk = bytearray(data[position : position + 1])
                position += 1
                if not chunk:
                    break
                window[write] = chunk[0]
            result += chunk
            write = (write + len(chunk)) % 4096
    return bytes(result[:size])


def _moment(ticks: int) -> datetime | None:
    try:
        return _EPOCH + timedelta(microseconds=ticks // 10) if ticks else None
    except OverflowError:
        return None
