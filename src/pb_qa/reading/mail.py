"""A mail as a document: subject, sender and date, the text, then each attachment."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

from pb_qa.errors import NoTextError, ReadingError
from pb_qa.reading.raw import RawDocument
from pb_qa.reading.raw_builder import RawBuilder

ReadAttachment = Callable[[bytes, str], RawDocument]

_MOST_ATTACHMENTS: Final = 200
_MOST_CHARACTERS: Final = 50_000_000


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a mail."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail before its attachments are read.

    Attributes
    ----------
    heads
        Lines such as ``("发件人", "张三")``, in the order in which they are shown.
    body
        The text as its own format gives it, or None when there is none.
    """

    subject: str
    heads: tuple[tuple[str, str], ...]
    body: RawDocument | None
    attachments: tuple[Attachment, ...]
    sent_on: str = ""


def mail_document(mail: Mail, file_format: str, read: ReadAttachment) -> RawDocument:
    """Return a mail with all that came with it.

    The mail's own text is the first page; each attachment that can be read is a page
    with its name as heading and label. The others are named on the receipt, each with
    the reason why it could not be read.

    Parameters
    ----------
    read
        Reads an attachment's bytes, given its name.
    """
    builder = RawBuilder()
    if mail.subject:
        builder.add(mail.subject, heading_level=1)
    for name, value in mail.heads:
        if value:
            builder.add(f"{name}：{value}")
    if mail.body is not None:
        builder.include(mail.body)
    builder.end_page(1, "正文")
    _attach(builder, mail.attachments, read)
    properties = {"title": mail.subject, "issued_on": mail.sent_on}
    return builder.build(file_format, properties)


def _attach(builder: RawBuilder, attachments: Iterable[Attachment], read: ReadAttachment) -> None:
    page = 1
    for index, attachment in enumerate(attachments):
        name = " ".join(attachment.name.split())[:200] or "未命名"
        if index >= _MOST_ATTACHMENTS or builder.length > _MOST_CHARACTERS:
            builder.note(f"附件“{name}”没有读：附件太多。请另存出来，单独添加")
            continue
        try:
            content = read(attachment.content, name)
        except NoTextError as error:
            builder.note(f"附件“{name}”没有文字：{error}")
            continue
        except ReadingError as error:
            builder.note(f"附件“{name}”读不出来：{error}")
            continue
        page += 1
        builder.add(f"附件：{name}", heading_level=1)
        builder.include(content)
        builder.end_page(page, f"附件：{name}")
