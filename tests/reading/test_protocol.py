"""Parent and child speak JSON; the parent believes no word of it unchecked."""

from __future__ import annotations

import io
import json
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb_qa import errors
from pb_qa.models import Cut, Document, Page, Section
from pb_qa.reading import protocol
from pb_qa.reading.protocol import Limits, ProtocolError, Request, decode_reply

METADATA = dict.fromkeys(protocol.METADATA_FIELDS, "") | {
    "title": "办法",
    "number": "国发〔2018〕1号",
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(string.printable, max_size=5),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=20,
)


def document_message(**changes: object) -> bytes:
    body = protocol.encode_document(
        "第一条 总则", (Section("第一条", 1, 0, 6),), (Page(1, 0, 6, "页"),),
        (Cut(3, 3, "\n", "断行"),), METADATA, "ab" * 32, False,
    )  # fmt: skip
    return json.dumps(json.loads(body) | changes).encode()


def test_a_document_comes_through_whole() -> None:
    reply = decode_reply(document_message(), "0123456789ab", "甲/办法.txt")
    assert reply.outcome == Document(
        id="0123456789ab", version=0, source="甲/办法.txt", title="办法", number="国发〔2018〕1号",
        content_hash="ab" * 32, text="第一条 总则", sections=(Section("第一条", 1, 0, 6),),
        pages=(Page(1, 0, 6, "页"),), receipt=(Cut(3, 3, "\n", "断行"),),
    )  # fmt: skip
    assert not reply.last


@pytest.mark.parametrize(
    "kind", [kind for kind in vars(errors).values() if isinstance(kind, type)
             and issubclass(kind, errors.ReadingError)]
)  # fmt: skip
def test_every_verdict_comes_through(kind: type[errors.ReadingError]) -> None:
    reply = decode_reply(protocol.encode_error(kind("文件有密码。"), last=True), "id", "a")
    assert type(reply.outcome) is kind
    assert str(reply.outcome) == "文件有密码。"
    assert reply.last


@pytest.mark.parametrize(
    "message",
    [
        b"", b"\xff\xfe", b"[]", b"{}", b'{"error": "SystemExit", "message": "x"}',
        b'{"error": "NoTextError"}', b"[" * 100_000,
        document_message(text=7), document_message(sections=[["一", 1, 0, 99]]),
        document_message(pages=[[1, 5, 2, ""]]), document_message(pages=[[1, 2]]),
        document_message(receipt=[["0", 1, "", ""]]), document_message(metadata={}),
        document_message(hash=None), document_message(sections="x"),
    ],
)  # fmt: skip
def test_what_is_no_reply_is_refused(message: bytes) -> None:
    with pytest.raises(ProtocolError):
        decode_reply(message, "id", "a.txt")


@given(st.dictionaries(st.sampled_from(["text", "sections", "pages", "receipt", "metadata"]), JSON))
def test_no_message_raises_anything_else(changes: dict[str, object]) -> None:
    try:
        reply = decode_reply(document_message(**changes), "id", "a.txt")
    except ProtocolError:
        return
    assert isinstance(reply.outcome, Document)


@given(st.text(st.characters(), max_size=30), st.text(st.characters(), max_size=30), st.booleans())
def test_requests_carry_every_file_name(path: str, source: str, flag: bool) -> None:
    request = Request(path, source, flag)
    assert protocol.decode_request(protocol.encode_request(request)) == request


def test_limits_come_through() -> None:
    limits = Limits(1000, 2.5, 512)
    assert protocol.decode_limits(protocol.encode_limits(limits)) == limits


@given(st.lists(st.binary(max_size=50), max_size=5), st.integers(0, 5))
def test_messages_are_kept_apart_and_a_torn_one_is_none(bodies: list[bytes], cut: int) -> None:
    stream = io.BytesIO()
    for body in bodies:
        protocol.write_message(stream, body)
    stream.seek(0)
    assert [protocol.read_message(stream) for _ in bodies] == bodies
    assert protocol.read_message(stream) is None
    torn = io.BytesIO(stream.getvalue() + b"\0\0\0\x09torn"[: cut + 1])
    torn.seek(len(stream.getvalue()))
    assert protocol.read_message(torn) is None


def test_a_message_longer_than_any_document_is_refused() -> None:
    with pytest.raises(ProtocolError):
        protocol.read_message(io.BytesIO(b"\xff\xff\xff\xff" + b"x" * 100))


def test_the_time_allowed_grows_with_the_file_and_its_pictures_and_is_bounded() -> None:
    limits = Limits(10**9, 30.0, 1024, page_seconds=20.0, recognition_seconds=600.0)
    assert limits.seconds_for(0) == 30.0
    assert limits.seconds_for(10_000_000) == 30.0
    assert limits.seconds_for(100_000_000) == pytest.approx(120.0)
    assert limits.seconds_for(10**12) == 240.0
    assert limits.seconds_for(0, pictures=5) == 130.0
    assert limits.seconds_for(0, pictures=10_000) == 630.0


@pytest.mark.parametrize("confidence", [1, "0.9", 1.5, -0.1, float("nan")])
def test_a_confidence_that_is_none_is_refused(confidence: object) -> None:
    with pytest.raises(ProtocolError):
        decode_reply(document_message(pages=[[1, 0, 3, "", confidence]]), "a", "a.pdf")


def test_confidence_and_pictures_arrive() -> None:
    message = document_message(pages=[[1, 0, 3, "", 0.5]], pictures=2)
    reply = decode_reply(message, "a", "a.pdf")
    assert isinstance(reply.outcome, Document)
    assert (reply.outcome.pages[0].confidence, reply.pictures) == (0.5, 2)
    refused = decode_reply(
        protocol.encode_error(errors.NoTextError("扫描件。", pictures=3)), "a", "a.pdf"
    )
    assert (str(refused.outcome), refused.pictures) == ("扫描件。", 3)


def test_what_a_converter_would_have_to_write_comes_across() -> None:
    verdict = errors.NeedsConverterError("这是旧版演示文稿。", "pptx")
    outcome = decode_reply(protocol.encode_error(verdict), "id", "旧.ppt").outcome
    assert isinstance(outcome, errors.NeedsConverterError)
    assert (str(outcome), outcome.target) == ("这是旧版演示文稿。", "pptx")
