"""Mails saved as files (.eml, RFC 5322 and MIME)."""

from __future__ import annotations

import codecs
import email
import email.errors
import email.header
import email.message
import email.policy
import email.utils
import re
from collections.abc import Iterator

from pb_qa.errors import DamagedFileError, NoTextError, ReadingError
from pb_qa.reading.encodings import decode
from pb_qa.reading.html_format import declared_charset, parse_html
from pb_qa.reading.mail import Attachment, Mail, ReadAttachment, mail_document
from pb_qa.reading.raw import RawDocument
from pb_qa.reading.text_format import parse_text

_MOST_PARTS = 2_000
_HEADS = (("From", "发件人"), ("To", "收件人"), ("Cc", "抄送"), ("Date", "日期"))
# What programs write that know nothing of the text; UTF-7 is not believed either.
_UNSAID = frozenset({"ascii", "iso8859-1", "cp1252", "utf-7"})
_ENCODED_WORD = re.compile(r"=\?[^?]{1,60}\?[bBqQ]\?[^?]*\?=")
# The standard library meets malformed headers with whatever its parsers raise.
_MALFORMED = (ValueError, TypeError, LookupError, AttributeError, email.errors.MessageError)


def parse_eml(data: bytes, read: ReadAttachment) -> RawDocument:
    """Return a mail: subject, sender, receivers and date, its text, its attachments.

    Parameters
    ----------
    read
        Reads an attachment.

    Raises
    ------
    DamagedFileError
        When its parts cannot be told apart.
    """
    message = email.message_from_bytes(data.lstrip(b"\r\n"), policy=email.policy.compat32)
    bodies: list[tuple[str, bytes, str]] = []
    attachments: list[Attachment] = []
    for index, part in enumerate(_parts(message)):
        if index > _MOST_PARTS:
            raise DamagedFileError("邮件的部分太多，读不完。请把需要的附件另存出来，单独添加。")
        content = _content(part)
        kind = part.get_content_type()
        name = _file_name(part)
        if kind in ("text/plain", "text/html") and not name and not _is_attached(part):
            bodies.append((kind, content, part.get_content_charset() or ""))
        elif content.strip() and not (part.get("Content-ID") and kind.startswith("image/")):
            suffix = ".eml" if kind == "message/rfc822" else ""
            attachments.append(Attachment(name or f"未命名{suffix}", content))
    heads = [(shown, _header(message, name)) for name, shown in _HEADS]
    mail = Mail(
        _header(message, "Subject"), tuple(heads), _body(bodies), tuple(attachments),
        _date(message),
    )  # fmt: skip
    return mail_document(mail, "eml", read)


def _parts(message: email.message.Message) -> Iterator[email.message.Message]:
    """Yield the parts that hold something; a mail within the mail is one part."""
    waiting = [message]
    while waiting:
        part = waiting.pop(0)
        inner = part.get_payload()
        if part.get_content_type() == "message/rfc822" or not isinstance(inner, list):
            yield part
        else:
            waiting[:0] = [p for p in inner if isinstance(p, email.message.Message)]


def _content(part: email.message.Message) -> bytes:
    inner = part.get_payload()
    if isinstance(inner, list):
        first = inner[0] if inner else None
        return first.as_bytes() if isinstance(first, email.message.Message) else b""
    try:
        content = part.get_payload(decode=True)
    except _MALFORMED:
        return b""
    return content if isinstance(content, bytes) else b""


def _is_attached(part: email.message.Message) -> bool:
    return str(part.get("Content-Disposition") or "").strip().lower().startswith("attachment")


def _body(bodies: list[tuple[str, bytes, str]]) -> RawDocument | None:
    """Return the text of a mail: as plain text where it has some, else as a page."""
    for wanted in ("text/plain", "text/html"):
        for kind, content, charset in bodies:
            if kind != wanted or not content.strip():
                continue
            try:
                if kind == "text/html":
                    return parse_html(*_decoded(content, charset or declared_charset(content)))
                return parse_text(*_decoded(content, charset))
            except NoTextError:
                continue
    return None


def _header(message: email.message.Message, name: str) -> str:
    raw = message.get(name)
    if raw is None:
        return ""
    return " ".join(decoded_words(str(raw) if not isinstance(raw, str) else raw).split())


def decoded_words(raw: str) -> str:
    """Decode a header: words such as ``=?gbk?B?...?=``, and plain bytes of any encoding."""
    if _ENCODED_WORD.search(raw):
        try:
            pieces = email.header.decode_header(raw)
        except _MALFORMED:
            return raw
        # One character may be cut in two by the limit on a word's length.
        merged: list[tuple[bytes, str]] = []
        for piece, charset in pieces:
            content = piece.encode("latin-1", "replace") if isinstance(piece, str) else piece
            if merged and merged[-1][1] == (charset or ""):
                merged[-1] = (merged[-1][0] + content, merged[-1][1])
            else:
                merged.append((content, charset or ""))
        return "".join(_plain(content, charset) for content, charset in merged)
    try:
        return _plain(raw.encode("ascii", "surrogateescape"), "")
    except UnicodeEncodeError:
        return raw


def _plain(content: bytes, charset: str) -> str:
    if content.isascii():
        return content.decode("ascii")
    try:
        return _decoded(content, charset)[0]
    except ReadingError:
        return content.decode("utf-8", "replace")


def _decoded(content: bytes, charset: str) -> tuple[str, str]:
    """Decode a part as it says, which short texts need: “通知” in GBK is valid UTF-8, too."""
    try:
        name = codecs.lookup(charset).name if charset else ""
        name = "gb18030" if name in ("gb2312", "gbk") else name
        if name and name not in _UNSAID:
            return content.decode(name), name
    except _MALFORMED:
        pass
    return decode(content, charset)


def _file_name(part: email.message.Message) -> str:
    try:
        name = part.get_filename()
    except _MALFORMED:
        return "未命名"
    return decoded_words(name).strip() if name else ""


def _date(message: email.message.Message) -> str:
    try:
        moment = email.utils.parsedate_to_datetime(str(message.get("Date") or ""))
    except _MALFORMED:
        return ""
    return moment.date().isoformat()
