"""MHT archives: a web page with its parts in one MIME file, also inside Word files."""

from __future__ import annotations

import email
import email.policy

from pb_qa.errors import DamagedFileError
from pb_qa.reading.encodings import decode
from pb_qa.reading.html_format import declared_charset, parse_html
from pb_qa.reading.raw import RawDocument


def parse_mhtml(data: bytes) -> RawDocument:
    """Return the text of the first page in the archive.

    Raises
    ------
    DamagedFileError
        When the archive holds no page.
    """
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() != "text/html":
            continue
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes) and payload.strip():
            declared = part.get_content_charset() or declared_charset(payload)
            return parse_html(*decode(payload, declared))
    raise DamagedFileError("网页归档（.mht）里没有网页正文。请用浏览器打开后另存为 PDF 再添加。")
