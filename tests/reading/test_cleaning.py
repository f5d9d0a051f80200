from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb_qa.models import Page
from pb_qa.reading.cleaning import CleanedText, clean, restore, undo
from pb_qa.reading.raw import RawDocument, RawHeading, RawNote

TITLE = "“先锋驿站”点亮小巷——柳河市社区党建工作纪实"
ARTICLE = f"""{TITLE}_社区党建典型材料
{TITLE}由青竹文库小编整理,希望给你带来帮助,猜你可能喜欢“社区党建典型材料”。
“先锋驿站”点亮小巷
——柳河市社区党建工作纪实
去年以来,柳河市把社区党建摆在突出位置。截至2016年底,全市建成‚先锋驿站‛86个,覆盖率达91.5%。
建队伍,让党员动起来
全市选派312名干部到137个社区任职,开展志愿服务4200余次,\
服务群众9万人次,实 1 现了‚小事不出巷‛。一名居民说:‚有事找驿站,真方便。‛
各社区结合实际,实现了党员家庭挂牌全覆盖,共 3 个街道被评为先进。\
目前,全市有98个小区成立了党支部,占小区总数的64%。
社区党建,正成为柳河市基层治理的红色引擎。(来源:柳河日报,记 者 林 晓)
强化阵地建设激发社区活力 XXX街道以创建活动为抓手,投入资金75万元,改造活动场所12处,受到居民......
近年来,东湖社区有党员143名,下设6个党支部,始终把服务居民作为工作的出发点和落脚点,先后荣获......
<image>data:image/png,"x://pictures/77a1/77a1.png" alt=""</image>"""


def cleaned(text: str, **fields: object) -> CleanedText:
    raw = RawDocument(text, **fields)  # type: ignore[arg-type]
    result = clean(raw)
    assert restore(result.text, result.receipt) == text
    return result


def reasons(result: CleanedText) -> set[str]:
    return {cut.reason for cut in result.receipt}


def test_an_article_from_a_document_library_loses_only_what_is_not_its_own() -> None:
    result = cleaned(ARTICLE)
    lines = result.text.split("\n")
    assert lines[0] == "“先锋驿站”点亮小巷"
    assert lines[-1].endswith("(来源:柳河日报,记者林晓)")
    assert "实现了‚小事不出巷‛" in result.text
    assert "共 3 个街道" in result.text
    assert reasons(result) == {
        "重复的网页标题",
        "文库网站的整理说明",
        "落入句中的页码",
        "字间多余的空格",
        "文末的相关推荐",
        "嵌入的图片数据",
        "文首文末的空行",
    }


@pytest.mark.parametrize("figure", ["143", "75万", "12处", "小编", "data:"])
def test_nothing_of_a_teaser_or_a_site_stays(figure: str) -> None:
    assert figure not in cleaned(ARTICLE).text


@pytest.mark.parametrize(
    "figure", ["2016", "86个", "91.5%", "312名", "137个", "4200余次", "9万", "98个", "64%"]
)
def test_every_figure_of_the_article_stays(figure: str) -> None:
    assert figure in cleaned(ARTICLE).text


def test_the_namespace_of_a_picture_tag_does_not_matter() -> None:
    assert cleaned("正文。\n<a:image>data:image/png,x</a:image>").text == "正文。"


def test_a_single_cut_can_be_undone() -> None:
    result = cleaned("责任编辑：林晓\n正文在此。\n- 3 -\n完。")
    assert result.text == "正文在此。\n完。"
    text, receipt = undo(result.text, result.receipt, 0)
    assert text == "责任编辑：林晓\n正文在此。\n完。"
    assert [cut.original for cut in receipt] == ["- 3 -\n"]


def test_characters_are_never_substituted() -> None:
    text = "‚半壁江山‛占５０．２％,党員“先鋒”"
    assert cleaned(text).text == text
    assert cleaned(text).receipt == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "共 3 个支部,每个支部 5 名党员。",
        "成立党组织 26 家。",
        "第 2 批试点已经完成。",
        "全市 5 县区全部达标。",
        "工作组由市委 1 号文件确定。",
    ],
)
def test_a_figure_between_blanks_is_no_page_number(sentence: str) -> None:
    text = ("全市党员达到4116名,党组织312个,占62%。" * 20) + sentence
    assert sentence in cleaned(text).text


def test_a_number_that_tears_no_known_word_stays() -> None:
    filler = "全市党员达到4116名,党组织312个,占62%。" * 20
    assert "喜 1 雀" in cleaned(filler + "喜 1 雀登枝。").text


def test_a_common_word_need_not_stand_elsewhere_to_be_known_as_torn() -> None:
    filler = "辖区共有居民4116户,楼院312个,占62%。" * 20
    assert "巩固成果" in cleaned(filler + "巩 1 固成果。").text


def test_page_numbers_on_lines_of_their_own() -> None:
    text = "第一段在这里结束。\n- 3 -\n第二段。\n第 4 页 共 20 页\n第三段。\n— 12 —"
    assert cleaned(text).text == "第一段在这里结束。\n第二段。\n第三段。"


def test_a_sentence_that_runs_across_a_page_number_is_whole_again() -> None:
    text = "全市各级党组织坚持问题导向，聚焦重点任务，推动党\n- 3 -\n建工作走在前列。\n— 4 —\n完。"
    assert cleaned(text).text == (
        "全市各级党组织坚持问题导向，聚焦重点任务，推动党建工作走在前列。\n完。"
    )
    heading = "第二章 社区党组织的设置和职责任务\n- 3 -\n社区党组织按照规定设置。"
    assert cleaned(heading).text == heading.replace("- 3 -\n", "")


def test_a_series_of_bare_page_numbers() -> None:
    page = "全市各级党组织坚持问题导向，聚焦重点任务，推动工作。" * 12
    assert cleaned(f"{page}\n1\n{page}\n2\n{page}\n3\n完。").text == f"{page}\n{page}\n{page}\n完。"


def test_a_lone_number_in_a_text_without_pages_stays() -> None:
    text = "党员人数\n312\n支部个数\n26"
    assert cleaned(text).text == text


def _paged(pages: list[str]) -> RawDocument:
    text = "\n".join(pages)
    spans, start = [], 0
    for number, page in enumerate(pages, start=1):
        spans.append(Page(number, start, start + len(page)))
        start += len(page) + 1
    return RawDocument(text, pages=tuple(spans), format="pdf")


def test_running_heads_and_page_numbers_of_a_pdf() -> None:
    bodies = ["甲事项已经办结。", "乙事项正在办理。", "丙事项尚未开始。", "丁事项另行通知。"]
    raw = _paged([f"柳河市政府公报 2019年\n{body}\n{n}" for n, body in enumerate(bodies, 5)])
    result = clean(raw)
    assert result.text == "\n".join(bodies)
    assert restore(result.text, result.receipt) == raw.text
    for page, body in zip(result.pages, bodies, strict=True):
        assert result.text[page.start : page.end].strip() == body


def test_a_number_at_a_page_edge_that_does_not_count_the_pages_stays() -> None:
    raw = _paged([f"党员人数如下。\n{n}" for n in (312, 26, 91, 4)])
    assert clean(raw).text == raw.text


WRAPPED = """柳河市关于加强社区工作的意见

为进一步加强社区党组织建设，充分发挥基层党组织的
战斗堡垒作用和党员的先锋模范作用，现就有关工作提
出如下意见。各街道要高度重视，结合实际制定落实措
施，明确责任分工，定期研究解决社区工作中遇到的困
难和问题，确保各项任务落到实处，取得实效。
一、总体要求
坚持以人民为中心的发展思想，把服务群众作为工作的
出发点和落脚点，健全组织体系，完善工作机制，力争
到2020年底建成标准化社区120个。"""


def test_lines_broken_at_a_fixed_width_are_joined() -> None:
    result = cleaned(WRAPPED)
    assert "发挥基层党组织的战斗堡垒作用" in result.text
    assert "力争到2020年底建成标准化社区120个。" in result.text
    assert result.text.count("\n") == 4
    assert "\n一、总体要求\n坚持" in result.text


@pytest.mark.parametrize(
    "text",
    [
        "春眠不觉晓，\n处处闻啼鸟。\n夜来风雨声，\n花落知多少。",
        "指标 | 2018年 | 2019年 \n党员数 | 312 | 330 \n支部数 | 26 | 28 \n合计 |  | ",
        "张 三、李 四出席会议",
        "名单\n张三\n李四\n王五\n赵六\n钱七\n孙八",
        "他沉默了很久，终于说出那句埋在心里多年的话……",
        "分享到基层的经验有三条。\n责任编辑要对内容负责。",
        "打印机由办公室统一管理",
        "一、抓组织。\n二、抓队伍。\n三、抓保障。",
        "1 2\n3 4",
        "\n".join(["The committee met again in the spring and so"] * 9),
        "\n".join(["The committee has met in the spring of 1999."] * 9),
    ],
)
def test_what_must_stay_stays(text: str) -> None:
    assert cleaned(text).text == text


@pytest.mark.parametrize(
    "line",
    [
        "责任编辑：林晓",
        "【打印】【关闭】",
        "分享到：微信 微博",
        "字号：大 中 小",
        "扫一扫在手机打开当前页",
        "上一篇：关于换届的通知",
        "浏览次数：1024",
        "当前位置：首页 > 党建动态 > 正文",
        "-->",
    ],
)
def test_lines_of_a_site_go(line: str) -> None:
    result = cleaned(f"通知全文在此。\n{line}")
    assert result.text == "通知全文在此。"
    assert "网站页眉页脚" in reasons(result)


@pytest.mark.parametrize(
    "tail",
    ["（责任编辑：林晓）", "责任编辑：林晓", "返回某网，查看更多责任编辑：", "返回某网，查看更多"],
)
def test_a_tail_of_a_site_on_the_last_line_goes(tail: str) -> None:
    assert cleaned(f"各地要抓好落实。{tail}").text == "各地要抓好落实。"


def test_invisible_characters_and_blank_lines() -> None:
    result = cleaned("\ufeff党\u200b员\u202e队伍  \n\n\n\n建设\n")
    assert result.text == "党员队伍\n\n建设"


def test_joiners_of_other_scripts_stay() -> None:
    assert cleaned("می\u200cخواهم").text == "می\u200cخواهم"


def test_numbers_set_wide_are_closed_only_where_all_are() -> None:
    wide = "".join(f"1 9 9 {n} 年产量达到4 9 {n} 0 万吨，增长1 ．{n} ％。" for n in range(10))
    assert "1993 年产量达到4930 万吨，增长1．3" in cleaned(wide).text
    assert (
        cleaned("得分 1 2 3，共 12 项，2019 年 35 人").text == "得分 1 2 3，共 12 项，2019 年 35 人"
    )


def test_headings_move_with_their_words() -> None:
    text = "责任编辑：林晓\n第一章　总　则\n为了规范，制定本办法。"
    start = text.index("第一章")
    raw = RawDocument(text, headings=(RawHeading(1, 0, 8), RawHeading(2, start, start + 7)))
    result = clean(raw)
    assert [result.text[h.start : h.end] for h in result.headings] == ["第一章　总则"]


_DIRT = st.sampled_from(
    ["党员", "。", "，", "\n", " ", "　", "1", "3 ", "- 3 -\n", "责任编辑：林晓\n", "......\n",
     " | ", "\u200b", "记 者 凌 雁",
     "第 2 页\n", "\n\n\n", "“", "‛", "第一条 ", "总　则", "Ａ", "\ue004",
     "<image>data:</image>", "由某文库小编整理,希望你喜欢。", "标题_标题\n", "a"]
)  # fmt: skip


@given(st.lists(_DIRT | st.text(max_size=6), max_size=60), st.sampled_from(["txt", "pdf", "csv"]))
def test_every_cut_can_be_undone(pieces: list[str], kind: str) -> None:
    text = "".join(pieces)
    third = len(text) // 3
    pages = (Page(1, 0, third), Page(2, third, 2 * third), Page(3, 2 * third, len(text)))
    raw = RawDocument(text, pages=pages if kind == "pdf" else (), format=kind)
    result = clean(raw)
    assert restore(result.text, result.receipt) == text
    assert all(cut.start == cut.end and cut.original and cut.reason for cut in result.receipt)
    position = 0
    for cut in result.receipt:
        assert cut.start >= position
        position = cut.start
    for index in range(len(result.receipt)):
        assert restore(*undo(result.text, result.receipt, index)) == text
    for page in result.pages:
        assert 0 <= page.start <= page.end <= len(result.text)
    assert clean(RawDocument(result.text, format="csv")).text == result.text


def test_long_hostile_texts_are_cleaned_in_linear_time() -> None:
    """A rule that is quadratic in the text would not come back from these."""
    for text in (
        " " * 200_000 + "x",
        "党 " * 100_000,
        "<img " + "data:" * 20_000,
        "<image>" * 30_000,
        "![" * 50_000,
        "小编" * 50_000,
        "1 " * 100_000,
        "\n".join(["党员"] * 60_000),
        "." * 200_000,
        "（" * 100_000,
    ):
        cleaned = clean(RawDocument(text))
        assert restore(cleaned.text, cleaned.receipt) == text


def test_a_remark_cuts_nothing_and_never_overlaps_a_cut() -> None:
    raw = RawDocument("甲\u200b乙丙\n", notes=(RawNote(0, 4, "看这里"), RawNote(4, 4, "看末尾")))
    cleaned = clean(raw)
    assert cleaned.text == "甲乙丙"
    remarks = [cut for cut in cleaned.receipt if cut.reason.startswith("看")]
    assert [(cut.start, cut.end, cut.original) for cut in remarks] == [(0, 1, "甲"), (3, 3, "")]
    assert restore(cleaned.text, cleaned.receipt) == raw.text
