"""What printing pages puts into a text: page numbers, running heads and feet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from pb_qa.reading.cleaning_removal import HAN, Line, Removal, lines_of, whole_line
from pb_qa.reading.cleaning_wraps import sentence_goes_on
from pb_qa.reading.raw import RawDocument

_NUMBER_REASON = "页码"
_DASHES = "-－—–―─~～·•"
_PAGE_LINE = re.compile(
    rf"[{_DASHES}]{{1,3}}\s*\d{{1,4}}\s*[{_DASHES}]{{1,3}}"
    r"|第\s*\d{1,4}\s*页\s*(?:[,，/、]?\s*[（(]?\s*共\s*\d{1,4}\s*页\s*[)）]?)?"
    r"|共\s*\d{1,4}\s*页\s*[,，/、]?\s*第\s*\d{1,4}\s*页"
    r"|[Pp]age\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?"
)
_BARE_NUMBER = re.compile(r"(\d{1,4})(?:\s*/\s*\d{1,4})?")
_RUNNING_TEXT = 20  # characters; a shorter line may be a heading
_COMMA = re.compile("[，,。、；]")
_DIGITS = re.compile(r"\d+")
_EDGE = 2  # lines at the top and at the bottom of a page that may be running heads
_LONGEST_RUNNING_HEAD = 50
_FEWEST_PAGES = 3


def find_page_numbers(raw: RawDocument) -> Iterator[Removal]:
    """Lines that hold nothing but a page number.

    “- 3 -” and “第 3 页” anywhere; a bare number only at the edge of a page that it
    counts, or, where pages are unknown, in a series 1, 2, 3 … of three at least.
    """
    lines = lines_of(raw.text)
    for index, line in enumerate(lines):
        if _PAGE_LINE.fullmatch(line.text):
            yield _without_page_number(raw.text, lines, index)
    if raw.format in ("pdf", "ofd", "image") and len(raw.pages) > 1:
        yield from _numbers_at_page_edges(raw)
    elif not raw.pages:
        yield from _number_series(raw.text, lines)


def _without_page_number(text: str, lines: Sequence[Line], index: int) -> Removal:
    """Remove the line, and both its breaks where a sentence runs across it."""
    if 0 < index < len(lines) - 1:
        before, after = lines[index - 1], lines[index + 1]
        runs = len(before.text) >= _RUNNING_TEXT and _COMMA.search(before.text) is not None
        if runs and sentence_goes_on(before, after):
            return Removal(before.end, after.start, _NUMBER_REASON)
    return whole_line(text, lines[index], _NUMBER_REASON)


def _numbers_at_page_edges(raw: RawDocument) -> Iterator[Removal]:
    found: list[tuple[int, Line]] = []
    for page in raw.pages:
        lines = lines_of(raw.text, page.start, page.end)
        for line in lines[-1:] + (lines[:1] if len(lines) > 1 else []):
            match = _BARE_NUMBER.fullmatch(line.text)
            if match:
                found.append((int(match[1]) - page.number, line))
    # Numbers that count the pages differ from the page's place by the same amount.
    for offset, count in Counter(offset for offset, _ in found).items():
        if count >= min(_FEWEST_PAGES, len(raw.pages)):
            for other, line in found:
                if other == offset:
                    yield whole_line(raw.text, line, _NUMBER_REASON)


def _number_series(text: str, lines: Sequence[Line]) -> Iterator[Removal]:
    """Bare numbers that go up by one, each a page's length of text after the one before."""
    series: list[tuple[int, int]] = []
    for index, line in enumerate(lines):
        if not line.text.isascii() or not line.text.isdecimal() or len(line.text) > 3:
            continue
        number = int(line.text)
        if not series and number > 2:
            return
        if series and (number != series[-1][0] + 1 or line.start - lines[series[-1][1]].end < 200):
            return
        series.append((number, index))
    if len(series) >= _FEWEST_PAGES:
        for _, index in series:
            yield _without_page_number(text, lines, index)


def find_repeated_lines(raw: RawDocument) -> Iterator[Removal]:
    """Running heads and feet: the same short line at the same edge of several pages."""
    if raw.format not in ("pdf", "docx", "ofd", "image") or len(raw.pages) < _FEWEST_PAGES:
        return
    for top in (True, False):
        places: dict[tuple[str, int | None], list[Line]] = {}
        for page in raw.pages:
            lines = lines_of(raw.text, page.start, page.end)
            for line in lines[:_EDGE] if top else lines[-_EDGE:]:
                if _may_run(line):
                    places.setdefault(_running_key(line.text, page.number), []).append(line)
        for found in places.values():
            if len(found) >= _FEWEST_PAGES and len(found) * 3 >= len(raw.pages):
                for line in found:
                    yield whole_line(raw.text, line, "重复的页眉页脚")


def _may_run(line: Line) -> bool:
    return (
        len(line.text) <= _LONGEST_RUNNING_HEAD
        and line.text[-1] not in "。！？；："
        and not line.is_table_row
    )


def _running_key(text: str, page: int) -> tuple[str, int | None]:
    """Lines with the same key are one running head: equal but for the page's number."""
    numbers = list(_DIGITS.finditer(text))
    if not numbers or len(numbers[-1].group()) > 4:
        return text, None
    last = numbers[-1]
    counted = int(last.group()) - page
    if abs(counted) > 50:
        return text, None
    return text[: last.start()] + "#" + text[last.end() :], counted


_IN_SENTENCE = re.compile(
    f"(?<=[{HAN}])(?P<gap>(?: |\n| \n|\n )(?P<number>[0-9]{{1,3}})(?: |\n| \n|\n ))(?=[{HAN}])"
)
_CLOSE_NUMBER = re.compile(f"[{HAN}][0-9][0-9.]*[{HAN}%％]")
_COUNTED = frozenset(
    "个名家条项件次户所座位台辆套间处批期届章节款岁年月日号天周倍元万亿千百人吨斤米度亩张支只"
    "艘架头匹棵株篇份本册部集场对组队班级类种层村镇乡县市省股笔字页卷点多余来至到分小秒公平立角"
)
_COUNTING = frozenset(
    "第共约达为至近超有过到等增减少于了在每各前后约余满仅占长高出成是的新建完设举办开展组织及和与或"
)
# Words too common in official texts for a figure to stand between their characters.
_WORDS = (
    "实现 加强 推进 建设 发展 组织 工作 服务 管理 党员 干部 群众 企业 社会 经济 改革 创新 "
    "制度 机制 领导 责任 落实 完善 提高 提升 推动 促进 开展 活动 基层 支部 书记 教育 培训 "
    "学习 宣传 监督 检查 考核 评价 保障 支持 引导 解决 问题 困难 积极 充分 发挥 作用 优势 "
    "坚持 贯彻 执行 重点 关键 核心 任务 目标 措施 办法 规定 要求 意见 方案 计划 总结 经验 "
    "成效 成绩 取得 形成 健全 建立 巩固 深化 扩大 覆盖 规范 统一 思想 政治 文化 生态 环境 "
    "安全 稳定 和谐 农村 农民 城市 社区 街道 乡镇 政府 部门 单位 机关 人员 人才 队伍 素质 "
    "能力 水平 质量 效率 效益 资源 资金 项目 投资 产业 科技 技术 市场 生产 生活 就业 收入 "
    "增长 增加 减少 降低 改善 保护 治理 参与 合作 协调 配合 结合 围绕 突出 全面 深入 切实 "
    "不断 进一 严格 认真 及时 有效 主动 广泛 普遍 特别 主要 重要 重大 基本 具体 实际 情况 "
    "方面 方式 方法 途径 渠道 平台 载体 阵地 堡垒 先锋 模范 先进 优秀 表彰 激发 活力 动力 "
    "公司 中国 全国 国家 人民 共产 主义 特色 时代 历史 精神 理论 道路 旗帜 纪律 作风 廉政 "
    "腐败"
)
_COMMON_WORDS = frozenset(_WORDS.split())
_PAGE_LENGTHS = range(100, 2600)
_FEWEST_CLOSE_NUMBERS = 4


def find_page_numbers_in_sentences(raw: RawDocument) -> Iterator[Removal]:
    """Page numbers that fell into a sentence: “实 1 现了”. A figure (“共 3 个”) stays.

    All of this must hold: the text sets its other numbers without blanks; nothing is
    counted before or after; the numbers go up, a page's length of text apart; and the
    two characters stand together elsewhere in the text or are a common word, so that a
    word was torn, or
    three numbers at least count the pages one by one.
    """
    text = raw.text
    spaced = list(_IN_SENTENCE.finditer(text))
    close = sum(1 for _ in _CLOSE_NUMBER.finditer(text)) if spaced else 0
    if close < _FEWEST_CLOSE_NUMBERS or len(spaced) * 3 > close:
        return
    plausible: list[re.Match[str]] = []
    number, place = 0, 0
    for match in spaced:
        if text[match.end()] in _COUNTED or text[match.start() - 1] in _COUNTING:
            continue
        pages = int(match["number"]) - number
        if pages >= 1 and (match.start() - place) // pages in _PAGE_LENGTHS:
            plausible.append(match)
            number, place = int(match["number"]), match.start()
    counted = [int(match["number"]) for match in plausible]
    is_series = len(counted) >= _FEWEST_PAGES and counted == list(
        range(counted[0], counted[0] + len(counted))
    )
    for match in plausible:
        torn = text[match.start() - 1] + text[match.end()]
        if is_series or torn in _COMMON_WORDS or torn in text:
            yield Removal(*match.span("gap"), "落入句中的页码")
