"""Mails for the tests, as programs write them."""

from __future__ import annotations

import struct
from email.message import EmailMessage
from email.policy import SMTP

from ole_files import ole_file


def mail(subject: str = "关于报送材料的通知", text: str = "请于周五前报送。\n") -> EmailMessage:
    """Return a mail in GB18030, without attachments; without a text when that is empty."""
    message = EmailMessage(policy=SMTP)
    message["Subject"] = subject
    message["From"] = "张三 <zhangsan@example.cn>"
    message["To"] = "各科室 <all@example.cn>"
    message["Date"] = "Mon, 04 Mar 2024 09:30:00 +0800"
    message["Message-ID"] = "<1@example.cn>"
    if text:
        message.set_content(text, charset="gb18030", cte="base64")
    return message


def mail_with_attachments() -> bytes:
    """Return a mail with a table, a page and another mail attached."""
    message = mail()
    message.add_attachment(b"a,b\n1,2\n", maintype="text", subtype="csv", filename="表.csv")
    page = "<p>网页</p>".encode("gbk")
    message.add_attachment(page, maintype="text", subtype="html", filename="页.html")
    message.add_attachment(mail("转发的信", "里面的话。\n"))
    return message.as_bytes()


def outlook_mail(body: str = "1000001F", content: bytes | None = None) -> bytes:
    """Return a mail of Outlook whose text is in the stream ``body``."""
    attached = "__attach_version1.0_#00000000/__substg1.0_"
    sent = (1_709_515_800 + 11_644_473_600) * 10_000_000  # 2024-03-04 01:30 UTC
    return ole_file(
        {
            "__properties_version1.0": bytes(32) + struct.pack("<IIQ", 0x00390040, 6, sent),
            "__substg1.0_0037001F": "报送通知".encode("utf-16-le"),
            "__substg1.0_0C1A001E": "张三".encode("gbk"),
            "__substg1.0_0E04001F": "各科室".encode("utf-16-le"),
            f"__substg1.0_{body}": "请报送。".encode("utf-16-le") if content is None else content,
            f"{attached}3707001F": "表.csv".encode("utf-16-le"),
            f"{attached}37010102": b"a,b\n1,2\n",
        }
    )
