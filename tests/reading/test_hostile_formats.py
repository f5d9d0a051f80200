"""Cut and mutated files of every format give text or a verdict, never anything else."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from mail_files import mail_with_attachments, outlook_mail
from ofd_files import Text, ofd_file, set_lines

from pb_qa.errors import ReadingError
from pb_qa.models import Document
from pb_qa.reading import DocumentReader
from pb_qa.reading.cleaning import clean, restore
from pb_qa.reading.parsing import parse
from pb_qa.settings import load_settings

FILES = Path(__file__).parent / "files"
EACH = 150


def book() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr(
            "META-INF/container.xml",
            '<container><rootfiles><rootfile full-path="b.opf"/></rootfiles></container>',
        )
        archive.writestr(
            "b.opf",
            "<package><manifest><item id='a' href='a.html' media-type='text/html'/>"
            "<item id='n' href='n.html' properties='nav' media-type='text/html'/></manifest>"
            "<spine><itemref idref='a'/></spine></package>",
        )
        archive.writestr("a.html", "<p>第一章 总则</p><table><tr><td>甲<td>乙</table>")
        archive.writestr("n.html", "<nav xmlns='x'><a href='a.html'>目录</a></nav>")
    return buffer.getvalue()


def ofd() -> bytes:
    rows = [Text("姓名职务", 30, 50, 5, "5 60 5"), Text("张三主任", 30, 60, 5, "g 3 5")]
    return ofd_file([set_lines(["关于印发办法的通知", "各单位："]), rows], template=rows[:1])


SAMPLES: dict[str, Callable[[], bytes]] = {
    "ofd": ofd,
    "doc": (FILES / "measures.doc").read_bytes,
    "rtf": (FILES / "measures.rtf").read_bytes,
    "odt": (FILES / "measures.odt").read_bytes,
    "odp": (FILES / "report.odp").read_bytes,
    "xls": (FILES / "standards.xls").read_bytes,
    "ods": (FILES / "standards.ods").read_bytes,
    "epub": book,
    "eml": mail_with_attachments,
    "msg": outlook_mail,
}


def mutations(data: bytes, seed: int) -> Iterator[bytes]:
    """Yield damaged copies: cut, overwritten, with bytes put in, taken out or repeated."""
    chance = random.Random(seed)
    for _ in range(EACH):
        copy = bytearray(data)
        match chance.randrange(6):
            case 0:
                del copy[chance.randrange(len(copy)) :]
            case 1:
                start = chance.randrange(len(copy))
                del copy[start : start + chance.choice([1, 2, 64, 512])]
            case 2:
                start = chance.randrange(len(copy))
                copy[start:start] = copy[start : start + chance.choice([1, 4, 512])]
            case 3:
                start = chance.randrange(max(1, len(copy) - 4))
                extreme = chance.choice([b"\xff" * 4, bytes(4), b"\xff\xff\xff\x7f", b"\x80"])
                copy[start : start + len(extreme)] = extreme
            case _:
                for _ in range(chance.choice([1, 3, 20, 200])):
                    copy[chance.randrange(len(copy))] = chance.randrange(256)
        yield bytes(copy)


def repacked(data: bytes, seed: int) -> Iterator[bytes]:
    """Yield copies of a zip file whose members are damaged before they are packed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    chance = random.Random(seed)
    xml = sorted(name for name, content in members.items() if content and b"<" in content[:200])
    for name in (chance.choice(xml) for _ in range(EACH)):
        content = next(mutations(members[name], chance.randrange(1 << 30)))
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for other, bytes_of_it in members.items():
                archive.writestr(other, content if other == name else bytes_of_it)
        yield buffer.getvalue()


def read(data: bytes, name: str) -> bool:
    """Read a damaged file as the child would; return whether text came out."""
    try:
        raw = parse(data, name)
        cleaned = clean(raw)
    except ReadingError as verdict:
        assert str(verdict)
        return False
    assert restore(cleaned.text, cleaned.receipt) == raw.text
    raw.text.encode("utf-8")
    spans = [*raw.headings, *raw.pages, *raw.notes]
    assert all(0 <= span.start <= span.end <= len(raw.text) for span in spans)
    return True


@pytest.mark.parametrize("kind", SAMPLES)
def test_damaged_files_give_text_or_a_verdict(kind: str) -> None:
    data = SAMPLES[kind]()
    assert read(data, f"a.{kind}")
    copies = mutations(data, seed=len(kind) * 7919)
    outcomes = [read(copy, f"a.{kind}") for copy in copies]
    assert len(outcomes) == EACH
    if data[:2] == b"PK":
        deeper = [read(copy, f"a.{kind}") for copy in repacked(data, seed=len(kind))]
        assert any(deeper)
        outcomes += deeper
    assert not all(outcomes)


def test_damaged_files_do_not_end_the_child(tmp_path: Path) -> None:
    items = []
    for kind, sample in SAMPLES.items():
        for index, copy in enumerate(mutations(sample(), seed=99)):
            if index % 15 == 0:
                path = tmp_path / f"{index}.{kind}"
                path.write_bytes(copy)
                items.append((path, path.name))
    with DocumentReader(load_settings(parse_seconds=20.0)) as reader:
        reader.start()
        first = reader._child
        outcomes = list(reader.read_many(items))
        assert reader._child is first
    assert len(outcomes) == len(items)
    assert all(isinstance(outcome, Document | ReadingError) for _, outcome in outcomes)
