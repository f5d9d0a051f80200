"""What counts as a repost, and what only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb_qa.understanding.reposts import LEAST_SHARE, Text, repost_share

ARTICLE = (
    "清河县近日召开基层党建工作推进会，总结上半年工作，部署下一阶段任务。会议指出，全县各级党组织"
    "围绕中心、服务大局，选派指导员进驻园区和楼宇，覆盖面逐步扩大。会议要求，要把支部建在产业链上，"
    "让党员在生产一线亮身份、作表率。来自园区的企业负责人介绍，指导员到岗以后，职工反映的问题有人"
    "记、有人办、有人回，矛盾在车间里就能化解。与会同志还实地参观了商务楼宇的党群服务中心，听取居民"
    "代表的意见。下一步，县里将完善考核办法，对工作扎实的指导员优先提拔，对长期不到岗的及时调整，"
    "推动党建工作同企业发展拧成一股绳。有关部门负责人表示，要继续压实责任，抓好经费保障和培训，"
    "确保每一名指导员下得去、待得住、干得好，用实际成效回应群众期盼。"
)
HEADER = "清河网首页 要闻 党建 民生 专题 图片\n责任编辑：李红 来源：清河日报 2019-05-06 10:24\n"
FOOTER = "\n扫一扫在手机打开当前页 版权所有 清河融媒体中心 网站地图 联系我们\n"


def of(text: str, title: str = "清河县推进基层党建") -> Text:
    return Text.of(title, text)


def statute(*changes: tuple[str, str]) -> str:
    text = "清河县干部考核办法\n" + "".join(
        f"第{n}条 考核{what}由县委组织部会同有关部门实施，考核结果作为选拔任用、培养教育、管理监督"
        f"和激励约束干部的重要依据，并记入本人{what}档案。\n"
        for n, what in zip("一二三四五六七", "德能勤绩廉学法", strict=True)
    )
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (HEADER + ARTICLE + FOOTER, "清河县推进基层党建"),
        (ARTICLE, "指导员进楼宇，党建暖人心"),
        (ARTICLE.replace("拧成一股绳", "深度融合").replace("逐步扩大", "不断扩大"), "同上"),
        (ARTICLE.replace("党", "黨").replace("会议", "會議").replace("，", ","), "清河縣"),
        (ARTICLE.replace("。", "。\n　　"), "清河县推进基层党建"),
    ],
    ids=["header and footer", "another title", "a few words", "traditional", "line breaks"],
)
def test_a_repost_is_one(text: str, title: str) -> None:
    share = repost_share(of(ARTICLE), of(text, title))
    assert share is not None and share >= LEAST_SHARE


def test_an_article_within_a_page_of_news_is_a_repost_a_short_note_is_not() -> None:
    others = "".join(chr(0x4E00 + n * 37 % 5000) for n in range(3000))
    assert repost_share(of(ARTICLE), of(others + ARTICLE + others)) == 1.0
    assert repost_share(of(ARTICLE[:170]), of(others + ARTICLE + others)) is None


def yearly(year: int, numbers: tuple[int, int, int]) -> Text:
    first, second, third = numbers
    text = ARTICLE.replace(
        "覆盖面逐步扩大", f"全年选派{first}名，覆盖企业{second}家，培训{third}人次"
    )
    return Text.of(f"清河县{year}年党建工作总结", f"{year}年，{text}")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (yearly(2018, (316, 842, 1240)), yearly(2019, (402, 913, 1571))),
        (
            of(ARTICLE + "全县现有党员3160名。" + ARTICLE[::-1]),
            of(ARTICLE + "全县现有党员4218名。" + ARTICLE[::-1]),
        ),
        (
            of(ARTICLE.replace("县", "嘉宁市"), "嘉宁市推进基层党建"),
            of(ARTICLE.replace("县", "衢安市"), "衢安市推进基层党建"),
        ),
        (
            of(statute(), "清河县干部考核办法"),
            of(statute(("重要依据", "参考")), "清河县干部考核办法"),
        ),
        (
            of("2012年3月1日县政府常务会议通过\n" + ARTICLE),
            of("2018年7月9日县政府常务会议修订\n" + ARTICLE),
        ),
        (of(ARTICLE, "考核方案（征求意见稿）"), of(ARTICLE, "考核方案")),
        (of(ARTICLE[:60]), of(ARTICLE[:60])),
    ],
    ids=[
        "yearly reports",
        "another number",
        "template of two cities",
        "statute amended by a word",
        "another adoption",
        "draft",
        "too short to tell",
    ],
)
def test_what_only_looks_like_a_repost_is_none(first: Text, second: Text) -> None:
    assert repost_share(first, second) is None and repost_share(second, first) is None


def test_a_statute_from_another_site_is_the_same() -> None:
    title = "清河县干部考核办法"
    assert repost_share(of(statute(), title), of(HEADER + statute() + FOOTER, title)) is not None


@given(st.text("党员支部工作人数三百年", min_size=90, max_size=300), st.data())
def test_it_makes_no_difference_which_is_named_first(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) // 4))
    other = text[start:] + data.draw(st.text("党员支部县市12", max_size=60))
    first, second = of(text, "甲"), of(other, "乙")
    assert repost_share(first, second) == repost_share(second, first)
