from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from pb_qa.models import Document, Page, Section
from pb_qa.understanding.splitting import split


def document(
    text: str, sections: tuple[Section, ...] = (), pages: tuple[Page, ...] = ()
) -> Document:
    return Document(
        id="d", version=3, source="a.txt", title="", text=text, sections=sections, pages=pages
    )


LAW = """第一章 总则
第一条 为了规范管理，制定本办法。
第二条 本办法所称企业，指各类企业。
第二章 附则
第三条 本办法自公布之日起施行。"""


def law_sections() -> tuple[Section, ...]:
    chapter_two = LAW.index("第二章")
    return (
        Section("第一章 总则", 1, 0, chapter_two),
        Section("第一条", 2, LAW.index("第一条"), LAW.index("第二条")),
        Section("第二条", 2, LAW.index("第二条"), chapter_two),
        Section("第二章 附则", 1, chapter_two, len(LAW)),
        Section("第三条", 2, LAW.index("第三条"), len(LAW)),
    )


def test_an_article_begins_a_passage_and_takes_its_chapter_heading_along() -> None:
    passages = split(document(LAW, law_sections()), 400)
    assert [p.text.splitlines()[0] for p in passages] == [
        "第一章 总则",
        "第二条 本办法所称企业，指各类企业。",
        "第二章 附则",
    ]
    assert [p.headings for p in passages] == [
        ("第一章 总则", "第一条"),
        ("第一章 总则", "第二条"),
        ("第二章 附则", "第三条"),
    ]
    assert [p.id for p in passages] == ["d-3-0", "d-3-1", "d-3-2"]


def test_a_table_of_contents_is_a_passage_of_its_own() -> None:
    contents = [f"第{n}章 内容" for n in "一二三四五六"]
    text = "\n".join([*contents, "第一章 内容", "正文在这里。"])
    starts = [i for i in range(len(text)) if text.startswith("第", i)]
    ends = [*starts[1:], len(text)]
    sections = tuple(
        Section(text[s:e].split("\n")[0], 1, s, e) for s, e in zip(starts, ends, strict=True)
    )
    passages = split(document(text, sections), 100)
    assert [p.text.splitlines()[0] for p in passages] == ["第一章 内容", "第一章 内容"]
    assert passages[0].text.endswith("第六章 内容")
    assert passages[-1].headings == ("第一章 内容",)


def test_paragraphs_of_a_section_are_packed_together() -> None:
    text = "\n".join(f"这是第{n}段的话。" for n in "甲乙丙丁戊己")
    passages = split(document(text), 30)
    assert all(len(p.text) <= 30 for p in passages)
    assert len(passages) == 2
    assert all(p.text.endswith("。") for p in passages)


def test_a_long_sentence_stays_whole_until_four_times_the_limit() -> None:
    sentence = "党员" * 90 + "。"
    assert [p.text for p in split(document(sentence), 50)] == [sentence]


def test_a_monstrous_sentence_is_cut_after_a_comma() -> None:
    text = "发展，" * 200
    passages = split(document(text), 50)
    assert len(passages) > 1
    assert all(p.text.endswith("，") and len(p.text) <= 200 for p in passages)
    assert "".join(p.text for p in passages) == text


def test_pages_are_known() -> None:
    text = "第一页的话。\n第二页的话。"
    pages = (Page(1, 0, 7), Page(2, 7, len(text)))
    passages = split(document(text, pages=pages), 8)
    assert [p.page for p in passages] == [1, 2]


@given(
    st.text(alphabet="党员建设。，；\n 　第一条章“”1", max_size=400),
    st.lists(st.integers(0, 400), max_size=6),
    st.integers(1, 60),
)
def test_every_character_lies_in_exactly_one_passage(
    text: str, starts: list[int], limit: int
) -> None:
    sections = tuple(
        Section(text[s : s + 4].strip(), 1 + s % 3, s, len(text)) for s in starts if s < len(text)
    )
    passages = split(document(text, sections), limit)
    covered = [i for p in passages for i in range(p.start, p.end)]
    assert covered == sorted(set(covered))
    assert {i for i, c in enumerate(text) if not c.isspace()} <= set(covered)
    for passage in passages:
        assert text[passage.start : passage.end] == passage.text == passage.text.strip()
        assert len(passage.text) <= limit * 4


def test_time_grows_with_the_length_only() -> None:
    text = ("第一条 " + "发展党员工作，" * 40 + "。\n") * 3000
    step = len(text) // 3000
    sections = tuple(Section("第一条", 1, n * step, (n + 1) * step) for n in range(3000))
    start = time.perf_counter()
    passages = split(document(text, sections), 400)
    assert len(passages) == 3000
    assert time.perf_counter() - start < 2.0
