"""How well text is recognised in pictures: python bench/ocr.py [--pages 20] [--font FILE]

Pages of text written for this bench are drawn in several sizes, turned by up to two degrees,
covered with noise, blurred and saved as a scanner would; compared is what comes out of the
whole way, child process and cleaning included.
"""

from __future__ import annotations

import argparse
import io
import random
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from pb_qa.models import Document
from pb_qa.reading import DocumentReader
from pb_qa.settings import load_settings
from pb_qa.text.search_form import search_form

_FONT = "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc"
_WIDTH, _HEIGHT, _MARGIN = 1654, 2339, 150
_ISSUERS = ("云溪县委组织部", "南屏市人民政府办公室", "青石镇党委", "岭东区民政局", "柳河县财政局")
_TOPICS = (
    "发展党员工作", "农村公路养护", "社区养老服务", "基层干部培训", "惠农补贴资金发放",
    "村级集体经济", "义务教育学校建设", "流动党员管理", "河道整治工程", "公开选拔干部",
)  # fmt: skip
_SENTENCES = (
    "为做好{year}年{topic}，经研究，现将有关事项通知如下。",
    "截至{year}年{month}月底，全县共有基层党组织{a}个，党员{b}名，其中女党员占{p}%。",
    "各乡镇（街道）应当于{month}月{day}日前完成自查，并将书面报告一式{c}份报县委组织部。",
    "{topic}所需经费{q}万元，由县级财政承担{p}%，其余部分由各单位自行解决。",
    "要坚持实事求是、注重实效，防止形式主义，切实减轻基层负担。",
    "考核结果分为优秀、合格、不合格三个等次，连续两年不合格的，按照有关规定予以调整。",
    "第{c}条　申请人对处理决定不服的，可以自收到之日起{day}日内提出书面申诉。",
    "与上年相比，{topic}投入增加{q}万元，增长{p}%，覆盖行政村{a}个、社区{c}个。",
    "县纪委监委、审计局要加强监督检查，对弄虚作假、挤占挪用资金的，依纪依法追究责任。",
    "本办法自{year}年{month}月{day}日起施行，由{issuer}负责解释。",
)


@dataclass(frozen=True, slots=True)
class Scan:
    """How a page is spoilt: degrees, standard deviation of grey noise, radius of blur."""

    name: str
    size: int
    degrees: float = 0.0
    noise: float = 0.0
    blur: float = 0.0


_SCANS = (
    Scan("clean, 12 pt", 33),
    Scan("clean, 9 pt", 25),
    Scan("1°, noise", 33, 1.0, 18),
    Scan("-2°, noise", 33, -2.0, 18),
    Scan("1.5°, noise, 9 pt", 25, 1.5, 18),
    Scan("strong noise", 33, 0.5, 45),
    *(Scan(f"blurred by {radius:g} px", 33, 0.5, 10, radius) for radius in (2, 2.5, 3, 3.5, 4, 5)),
)
_USUAL = 6  # the first so many scans are what offices have; the others try the limits


def written(chance: random.Random, characters: int) -> str:
    """Text of a page: numbered sentences with figures of every kind."""
    text = ""
    while len(text) < characters:
        text += chance.choice(_SENTENCES).format(
            year=chance.randrange(1998, 2026),
            month=chance.randrange(1, 13),
            day=chance.randrange(1, 29),
            topic=chance.choice(_TOPICS),
            issuer=chance.choice(_ISSUERS),
            a=chance.randrange(3, 5000),
            b=f"{chance.randrange(1, 90)}.{chance.randrange(10)}万",
            c=chance.choice("一二三四五六七八九十"),
            p=f"{chance.randrange(1, 99)}.{chance.randrange(10)}",
            q=f"{chance.randrange(1, 99)},{chance.randrange(100, 999)}",
        )
    return text[:characters]


def lines_of_page(chance: random.Random, size: int) -> list[str]:
    """As many full lines as a page takes."""
    width = (_WIDTH - 2 * _MARGIN) // size
    rows = int((_HEIGHT - 2 * _MARGIN) / (size * 1.7))
    text = written(chance, width * rows)
    return [text[start : start + width] for start in range(0, len(text), width)]


def drawn(lines: list[str], scan: Scan, font_file: str, chance: random.Random) -> bytes:
    """The page as a JPEG of a scanner at 200 dots per inch."""
    font = ImageFont.truetype(font_file, scan.size)
    page = Image.new("L", (_WIDTH, _HEIGHT), 255)
    pen = ImageDraw.Draw(page)
    for row, line in enumerate(lines):
        pen.text((_MARGIN, _MARGIN + row * int(scan.size * 1.7)), line, font=font, fill=20)
    page = page.rotate(scan.degrees, Image.Resampling.BICUBIC, fillcolor=255)
    if scan.blur:
        page = page.filter(ImageFilter.GaussianBlur(scan.blur))
    noise = np.random.default_rng(chance.randrange(1 << 30)).normal(0, scan.noise, page.size[::-1])
    pixels = np.clip(np.asarray(page, np.float32) + noise, 0, 255).astype(np.uint8)
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "JPEG", quality=75)
    return buffer.getvalue()


def accuracy(wanted: str, got: str) -> float:
    """The share of the wanted characters that are found, in their order; blanks are none."""
    a, b = "".join(search_form(wanted).split()), "".join(search_form(got).split())
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    same = sum(block.size for block in matcher.get_matching_blocks())
    return same / max(len(a), len(b))


def measured(pages: int, font: str) -> Iterator[tuple[Scan, float, float, float]]:
    """Accuracy, confidence and seconds of each page."""
    with tempfile.TemporaryDirectory() as folder, DocumentReader(load_settings()) as reader:
        items, wanted = [], {}
        for scan in _SCANS:
            for number in range(pages):
                chance = random.Random(f"{number}")
                lines = lines_of_page(chance, scan.size)
                path = Path(folder) / f"{_SCANS.index(scan)}-{number}.jpg"
                path.write_bytes(drawn(lines, scan, font, chance))
                items.append((path, path.name))
                wanted[path.name] = scan, "".join(lines)
        begun = time.perf_counter()
        for (_, name), outcome in reader.read_many(items):
            seconds = time.perf_counter() - begun
            scan, text = wanted[name]
            if isinstance(outcome, Document):
                yield scan, accuracy(text, outcome.text), outcome.pages[0].confidence or 0, seconds
            else:
                yield scan, 0.0, 0.0, seconds
            begun = time.perf_counter()


def main() -> None:
    """Print a table, one row for each kind of scan."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=20)
    parser.add_argument("--font", default=_FONT)
    options = parser.parse_args()
    found: dict[Scan, list[tuple[float, float, float]]] = {scan: [] for scan in _SCANS}
    for scan, *row in measured(options.pages, options.font):
        found[scan].append((row[0], row[1], row[2]))
    print(f"{'scan':<20} {'pages':>5} {'right':>8} {'worst':>8} {'sure':>6} {'least':>6} {'s':>5}")
    for scan, rows in found.items():
        right, sure, seconds = (sum(column) / len(rows) for column in zip(*rows, strict=True))
        worst, least = min(row[0] for row in rows), min(row[1] for row in rows)
        print(
            f"{scan.name:<20} {len(rows):>5} {right:>8.4f} {worst:>8.4f} {sure:>6.3f}"
            f" {least:>6.3f} {seconds:>5.1f}"
        )
    usual = [row for scan in _SCANS[:_USUAL] for row in found[scan]]
    print(f"usual scans: {sum(row[0] for row in usual) / len(usual):.4f} of {len(usual)} pages")


if __name__ == "__main__":
    main()
