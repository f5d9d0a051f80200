"""Which pages could be read, and what is said of those that could not."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb_qa.errors import GarbledTextError, NoTextError
from pb_qa.models import Document, Page
from pb_qa.reading.garbage import find_garbage, sample_of
from pb_qa.reading.quality import judge, page_quality, quality_warning, refuse_unreadable

GOOD = (
    "为深入贯彻落实关于加强基层组织建设的部署，进一步规范发展党员工作，提高干部队伍质量，现就有关事项"
    "通知如下。各级政府部门和单位应当按照规定做好管理和服务，截至2011年底，全区共有基层组织4116个。"
)
_RANDOM = random.Random(7)
_CIPHER = {character: chr(33 + _RANDOM.randrange(94)) for character in set(GOOD)}

GARBAGE = {
    "UTF-8 read as GBK": GOOD.encode().decode("gb18030", "replace"),
    "GBK read as Latin-1": GOOD.encode("gbk").decode("latin-1"),
    "UTF-8 read as cp1252": GOOD.encode().decode("cp1252", "replace"),
    "GBK read as Big5": GOOD.encode("gbk").decode("big5hkscs", "replace"),
    "replaced twice": "锟斤拷" * 30,
    "private use": "".join(chr(0xE000 + ord(c) % 500) for c in GOOD),
    "a third lost": "".join("\ufffd" if i % 5 < 2 else c for i, c in enumerate(GOOD)),
    "numbers of glyphs": "".join(f"(cid:{ord(c)})" for c in GOOD),
    "a font without names": "".join(_CIPHER[c] for c in GOOD),
    "backwards": GOOD[::-1],
    "RTF without its head": "".join(f"\\u{ord(c)}?" for c in GOOD),
    "tags": f'<p class="a"><span style="font-size:12pt">{GOOD[:20]}</span></p>' * 5,
    "base64": "\n".join(["5YW25LqO5YGa5aW95LqM44CH5LiA5LiA5bm05bqm5Y+R5bGV5YWa5ZGY5bel5L2c"] * 5),
    "symbols": "▪◆※§¶†‡@#&^{}[]$!" * 5,
}
TEXT = {
    "prose": GOOD,
    "traditional": "為深入貫徹落實關於加強基層組織建設的部署，進一步規範發展黨員工作，"
    "現將有關事項通知如下：",
    "figures": "\n".join(" | ".join(str(i * j / 10) for j in range(1, 9)) for i in range(1, 40)),
    "contents": "\n".join(f"第{i}章　总则{'…' * 30}{3 * i}" for i in range(1, 30)),
    "names": "王莉 赵鑫 钱磊 孙婷 李彬 周倩 吴昊 郑璇 冯瀚 陈炜 褚晗 卫琳 蒋琪 沈怡 韩娜 杨帆 朱琦",
    "classical": "子曰：“学而时习之，不亦说乎？有朋自远方来，不亦乐乎？人不知而不愠，"
    "不亦君子乎？”有子曰：其为人也孝弟，而好犯上者，鲜矣。",
    "English": "The department shall publish the annual report on the management of funds. " * 3,
    "French": "Le règlement général a été adopté le 27 avril 2016 par le Parlement européen. " * 3,
    "Japanese": "政府は、経済財政運営と改革の基本方針を閣議決定した。"
    "地方公共団体においても同様の措置を講ずるものとする。",
    "a formula": r"增长率按下式计算：$r=\frac{a-b}{b}\times100$，a、b 分别为当年和上年的数值。" * 2,
    "an address": f"{GOOD[:60]}https://gov.cn/xxgk/{'swxzzfgs/sqgk/201909/9db8d56b' * 4}.shtml",
    "a stamp": "扫描全能王",
    "bullets of a symbol font": "\n".join(f"\uf0b7 {GOOD[i * 20 : i * 20 + 40]}" for i in range(3)),
}  # fmt: skip


def document(
    *pages: str, labels: tuple[str, ...] = (), confidence: float | None = None
) -> Document:
    text, spans = "", []
    for number, page in enumerate(pages, start=1):
        label = labels[number - 1] if labels else ""
        spans.append(Page(number, len(text), len(text) + len(page), label, confidence))
        text += page
    return Document("a", 1, "a.pdf", "标题", text=text, pages=tuple(spans))


@pytest.mark.parametrize("kind", GARBAGE)
def test_garbage_is_noticed_and_a_document_of_it_refused(kind: str) -> None:
    (page,) = page_quality(document(GARBAGE[kind]))
    assert "请" in page.problem
    with pytest.raises(GarbledTextError, match="请"):
        refuse_unreadable(GARBAGE[kind], ())


@pytest.mark.parametrize("kind", TEXT)
def test_text_of_any_kind_is_no_garbage(kind: str) -> None:
    refuse_unreadable(TEXT[kind], ())
    (page,) = page_quality(document(TEXT[kind]))
    assert page.problem == "" and page.characters == len("".join(TEXT[kind].split()))


def test_pages_without_text_are_named_in_one_sentence() -> None:
    pages = document(GOOD, "", GOOD, "\n", " ", "\n", GOOD, "\n")
    assert quality_warning(pages).startswith("第2、4至6、8页没有文字")
    assert 'pip install "pb-qa[ocr]"' in quality_warning(pages)
    assert [page.number for page in page_quality(pages) if page.problem] == [2, 4, 5, 6, 8]
    refuse_unreadable(pages.text, pages.pages)


def test_problems_of_several_kinds_get_a_sentence_each() -> None:
    warning = quality_warning(document(GOOD, GARBAGE["symbols"], "", GOOD))
    assert "第2页取出来的几乎都是符号" in warning and "第3页没有文字" in warning


def test_a_long_list_of_pages_ends_in_their_number() -> None:
    pages = [GOOD if i % 2 else "" for i in range(60)]
    assert "等30页没有文字" in quality_warning(document(*pages))


def test_a_document_without_one_usable_page_is_refused() -> None:
    empty = document("", "\n", " ")
    with pytest.raises(NoTextError, match="扫描"):
        refuse_unreadable(empty.text, empty.pages)
    mixed = document("", GARBAGE["private use"])
    with pytest.raises(GarbledTextError):
        refuse_unreadable(mixed.text, mixed.pages)


def test_empty_sheets_are_no_problem_but_garbled_ones_are_named() -> None:
    sheets = document(GOOD, "\n", GARBAGE["backwards"], labels=("汇总", "Sheet2", "反"))
    assert quality_warning(sheets).startswith("“反”文字的顺序是反的")


def test_a_text_without_pages_is_spoken_of_as_a_whole() -> None:
    some = "".join("\ufffd" if i % 12 == 0 else c for i, c in enumerate(GOOD))
    text = Document("a", 1, "a.txt", "标题", text=some)
    assert quality_warning(text).startswith("全文有一部分字认不出来")
    assert quality_warning(Document("a", 1, "a.txt", "标题", text=GOOD)) == ""


def test_letter_spaced_text_is_kept_with_a_warning() -> None:
    spaced = document(" ".join(GOOD))
    refuse_unreadable(spaced.text, spaced.pages)
    assert "空格" in quality_warning(spaced)


def test_recognised_text_says_how_sure_it_is() -> None:
    (sure,) = page_quality(document(GOOD, confidence=0.98))
    assert (sure.confidence, sure.problem) == (0.98, "")
    assert "可能认错" in quality_warning(document(GOOD, confidence=0.9))
    blurred = document(GOOD, confidence=0.6)
    assert "模糊" in quality_warning(blurred)
    with pytest.raises(GarbledTextError, match="模糊"):
        refuse_unreadable(blurred.text, blurred.pages)


def test_of_a_long_page_the_whole_length_is_sampled() -> None:
    text = GOOD * 2_000 + GARBAGE["private use"] * 8_000
    assert len(sample_of(text, 0, len(text))) < 20_000
    assert judge(text, ())[0].problem


@given(st.lists(st.text(max_size=200), max_size=6))
def test_any_text_is_judged_page_by_page(pages: list[str]) -> None:
    built = document(*pages)
    verdicts = page_quality(built)
    assert len(verdicts) == max(1, len(pages))
    assert [v.characters for v in verdicts] == [len("".join(p.split())) for p in pages or [""]]
    assert bool(quality_warning(built)) == any(v.problem for v in verdicts)
    for page, verdict in zip(pages, verdicts, strict=False):
        assert verdict.problem or not find_garbage(page)
