"""Good files, and the ways in which disks, networks and attackers spoil them."""

from __future__ import annotations

import email.message
import email.policy
import io
import random
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

NOTICE = (
    "关于做好二〇一一年度发展党员工作的通知",
    "各县（市、区）委组织部：",
    "为进一步规范发展党员工作，提高党员队伍质量，现就有关事项通知如下。",
    "一、截至2011年底，全区共有基层党组织4116个，党员15.8万名，比上年增长3.7%。",
    "二、各单位应当于3月31日前报送总结材料，所需经费162.4万元由财政承担。",
)
Mutation = Callable[[bytes, bytes, random.Random], bytes]


def made_files() -> dict[str, bytes]:
    """One file of each kind that a library at hand writes."""
    import docx
    import openpyxl
    import pptx  # type: ignore[import-untyped]

    text = "\n".join(NOTICE)
    word, book, slides = docx.Document(), openpyxl.Workbook(), pptx.Presentation()
    for line in NOTICE:
        word.add_paragraph(line)
    sheet = book.active
    assert sheet is not None
    for row in (
        ["地区", "党员（万名）"],
        ["银川", 15.8],
        ["吴忠", 6.2],
        *([line] for line in NOTICE),
    ):
        sheet.append(row)
    slide = slides.slides.add_slide(slides.slide_layouts[1])
    slide.shapes.title.text, slide.placeholders[1].text = NOTICE[0], "\n".join(NOTICE[1:])
    message = email.message.EmailMessage(policy=email.policy.SMTP)
    message["Subject"], message["From"], message["To"] = NOTICE[0], "a@b.cn", "c@d.cn"
    message["Message-ID"] = "<1@b.cn>"
    message.set_content(text)
    message.add_attachment(text.encode("gb18030"), "text", "plain", filename="附件.txt")
    files = {
        "通知.txt": text.encode() * 3,
        "通知-gbk.txt": text.encode("gb18030") * 3,
        "通知-utf16.txt": text.encode("utf-16"),
        "通知.md": f"# {NOTICE[0]}\n\n{text}".encode(),
        "通知.html": f"<html><h1>{NOTICE[0]}</h1><p>{'</p><p>'.join(NOTICE)}</p></html>".encode(),
        "表.csv": "地区,党员,备注\n银川,15.8,已报\n吴忠,6.2,未报\n".encode("gb18030") * 20,
        "邮件.eml": message.as_bytes(),
    }
    for name, document in (("通知.docx", word), ("表.xlsx", book), ("讲稿.pptx", slides)):
        buffer = io.BytesIO()
        document.save(buffer)
        files[name] = buffer.getvalue()
    return files


def drawn_files(font_file: Path) -> dict[str, bytes]:
    """Small scans: a picture, a TIFF of two pages, a PDF."""
    from PIL import Image, ImageDraw, ImageFont

    page = Image.new("L", (820, 160), 255)
    pen = ImageDraw.Draw(page)
    for row, line in enumerate(NOTICE[:3]):
        pen.text((20, 15 + 45 * row), line, font=ImageFont.truetype(str(font_file), 24), fill=0)
    files = {}
    for name, kind in (("扫描.png", "PNG"), ("扫描.jpg", "JPEG"), ("扫描.tif", "TIFF")):
        buffer = io.BytesIO()
        page.save(buffer, kind, **({"save_all": True} if kind == "TIFF" else {}))
        files[name] = buffer.getvalue()
    buffer = io.BytesIO()
    page.save(buffer, "PDF", resolution=100)
    files["扫描.pdf"] = buffer.getvalue()
    return files


def files_in(folders: Sequence[Path]) -> dict[str, bytes]:
    """Every file below the folders, by its path."""
    paths = sorted(path for folder in folders for path in folder.rglob("*") if path.is_file())
    return {str(path): path.read_bytes() for path in paths}


def mutated(
    files: Mapping[str, bytes], chance: random.Random, count: int
) -> list[tuple[str, str, tuple[str, ...], bytes]]:
    """Spoil files, each format as often as any other.

    Returns
    -------
    list of (str, str, tuple of str, bytes)
        What was done, the suffix, the files it was made of, and the result.
    """
    by_suffix: dict[str, list[str]] = {}
    for name in files:
        by_suffix.setdefault(Path(name).suffix.lower(), []).append(name)
    suffixes = sorted(by_suffix)
    result = []
    for number in range(count):
        suffix = suffixes[number % len(suffixes)]
        name = chance.choice(by_suffix[suffix])
        other = chance.choice(by_suffix[chance.choice(suffixes)])
        data = files[name]
        kinds = _ZIP_MUTATIONS | _MUTATIONS if data[:2] == b"PK" else _MUTATIONS
        kind = chance.choice(sorted(kinds))
        spoilt = kinds[kind](data, files[other], chance)
        origins = (name, other) if "spliced" in kind else (name,)
        result.append((kind, suffix, origins, spoilt))
    return result


def _flipped(data: bytes, other: bytes, chance: random.Random) -> bytes:
    spoilt = bytearray(data)
    for _ in range(chance.choice((1, 8, 64, max(1, len(data) // 200)))):
        if spoilt:
            spoilt[chance.randrange(len(spoilt))] ^= 1 << chance.randrange(8)
    return bytes(spoilt)


def _cut_off(data: bytes, other: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _beheaded(data: bytes, other: bytes, chance: random.Random) -> bytes:
    return data[chance.randrange(len(data) + 1) :]


def _spliced(data: bytes, other: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data) + 1)] + other[chance.randrange(len(other) + 1) :]


def _block(data: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.choice((16, 512, 4096, 65_536)))


def _doubled(data: bytes, other: bytes, chance: random.Random) -> bytes:
    start, end = _block(data, chance)
    return data[:end] + data[start:end] * chance.choice((1, 20)) + data[end:]


def _holed(data: bytes, other: bytes, chance: random.Random) -> bytes:
    start, end = _block(data, chance)
    return data[:start] + data[end:]


def _zeroed(data: bytes, other: bytes, chance: random.Random) -> bytes:
    start, end = _block(data, chance)
    return data[:start] + bytes(end - start) + data[end:]


def _numbers_blown_up(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """One of the decimal numbers in the file becomes a huge one."""
    places = [index for index, byte in enumerate(data[:200_000]) if 0x30 <= byte <= 0x39]
    if not places:
        return data
    place = chance.choice(places)
    return data[:place] + chance.choice((b"99999999", b"-1", b"2147483648")) + data[place + 1 :]


_MUTATIONS: dict[str, Mutation] = {
    "flipped": _flipped,
    "cut off": _cut_off,
    "beheaded": _beheaded,
    "spliced": _spliced,
    "doubled": _doubled,
    "holed": _holed,
    "zeroed": _zeroed,
    "numbers": _numbers_blown_up,
}


def _members(data: bytes) -> list[tuple[zipfile.ZipInfo, bytes]]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [(entry, archive.read(entry)) for entry in archive.infolist()]
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError):
        return []


def _packed(members: Sequence[tuple[str, bytes]]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return buffer.getvalue()


def _inside(spoil: Mutation) -> Mutation:
    """The same, done to a member of the archive, which is packed again without a fault."""

    def inside(data: bytes, other: bytes, chance: random.Random) -> bytes:
        members = [(entry.filename, content) for entry, content in _members(data)]
        if not members:
            return data
        chosen = chance.randrange(len(members))
        name, content = members[chosen]
        members[chosen] = name, spoil(content, other, chance)
        return _packed(members)

    return inside


def _without_member(data: bytes, other: bytes, chance: random.Random) -> bytes:
    members = [(entry.filename, content) for entry, content in _members(data)]
    if members:
        del members[chance.randrange(len(members))]
    return _packed(members)


def _renamed_member(data: bytes, other: bytes, chance: random.Random) -> bytes:
    members = [(entry.filename, content) for entry, content in _members(data)]
    if members:
        chosen = chance.randrange(len(members))
        names = ("../../../../tmp/escaped.txt", "/etc/escaped", "a" * 60_000, "[Content_Types].xml")
        members[chosen] = chance.choice(names), members[chosen][1]
    return _packed(members) if len({name for name, _ in members}) == len(members) else data


def _wrong_size(data: bytes, other: bytes, chance: random.Random) -> bytes:
    """The directory of the archive lies about the size of a member."""
    place = data.rfind(b"PK\x01\x02")
    if place < 0:
        return data
    field = place + chance.choice((20, 24, 42))
    return data[:field] + chance.randbytes(4) + data[field + 4 :]


_ZIP_MUTATIONS: dict[str, Mutation] = {
    "member flipped": _inside(_flipped),
    "member cut off": _inside(_cut_off),
    "member doubled": _inside(_doubled),
    "member numbers": _inside(_numbers_blown_up),
    "member missing": _without_member,
    "member renamed": _renamed_member,
    "size wrong": _wrong_size,
}
