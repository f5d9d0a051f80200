"""Lines that a web site or a document library put around the document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pb_qa.reading.cleaning_removal import Line, Removal, lines_of, whole_line
from pb_qa.reading.raw import RawDocument
from pb_qa.text.search_form import search_form

# Whole lines only, and short: a sentence that mentions printing or sharing is text.
_LONGEST_BOILERPLATE = 60
_BOILERPLATE = re.compile(
    r"[【\[（(]?\s*(?:"
    r"(?:责任编辑|责编|网络编辑|编辑|校对|审核|录入|编审)\s*[:：]\s*[^，。；]{1,20}"
    r"|(?:字号|字体)(?:大小)?\s*[:：]?\s*[【\[（(]?\s*大.{0,3}中.{0,3}小.{0,30}"
    r"|分享(?:到|至)?\s*[:：]?\s*(?:微信|微博|QQ|qq|朋友圈|新浪|空间|人人|\s|、|/)*"
    r"|(?:打印|关闭|收藏|返回|纠错|复制|分享|下载|举报|打印本页|打印本文|打印此页|关闭窗口|关闭本页"
    r"|关闭页面|关闭此页|加入收藏|返回顶部|返回首页|返回列表|回到顶部|我要纠错|网站地图|设为首页)"
    r"(?:[\s|｜/】【\[\]·•]*(?:打印|关闭|收藏|返回|纠错|复制|分享|下载|举报|打印本页|打印本文"
    r"|关闭窗口|关闭本页|加入收藏|返回顶部|返回首页|返回列表))*"
    r"|(?:浏览|阅读|点击|访问|查看)(?:次数|量|数|人次)?\s*[:：]\s*\d*\s*次?"
    r"|(?:上|下)一(?:篇|条|页|则)\s*[:：]?.{0,50}"
    r"|(?:您|你)?(?:现在|当前|所在)?(?:的|所在)?位置\s*[:：].{0,50}"
    r"|扫一扫.{0,30}|(?:微信|手机)?扫(?:描|码).{0,25}"
    r"|版权所有.{0,50}|(?:网站)?(?:主办|承办)单位\s*[:：].{0,40}\s网站标识码.{0,20}"
    r"|网站标识码\s*[:：].{0,30}|.{0,12}ICP备\s*\d+号.{0,20}|.{0,6}公网安备\s*\d+号.{0,10}"
    r"|<!--|-->|&nbsp;|分享本文|(?:打开|关闭)?无障碍(?:浏览|阅读)?|(?:长者|关怀)模式|登录\s*[/|]?\s*注册"
    r")\s*[】\]）)]?"
)
_EDITOR_AT_END = re.compile(
    r"[（(]\s*(?:责任编辑|责编|编辑)\s*[:：][^（）()\n]{1,20}[）)]\s*\Z"
    r"|(?<=[。！？”）)])[^\S\n]*(?:返回[^\s，。]{2,6}[，,]\s*查看更多)?"
    r"\s*(?:责任编辑|责编)\s*[:：]\s*[^\s，。；：:]{0,10}\s*\Z"
    r"|(?<=[。！？”）)])[^\S\n]*返回[^\s，。]{2,6}[，,]\s*查看更多\s*\Z"
)
_COLLECTED = re.compile(
    r"[^。\n]{0,160}?(?:小编|本站|文库)[^。\n]{0,30}?(?:整理|收集|搜集|分享|推荐|带来)[^。\n]{0,160}?"
    r"(?:希望|仅供|供大家|供您|欢迎|猜你|有所帮助|参考)[^。\n]{0,160}(?:。|(?=\n)|\Z)"
)
_EDGE_LINES = 6
_TOP_LINES, _BOTTOM_LINES = 15, 25
_SEPARATOR = re.compile(r"[_|｜]|\s[-–—]\s")
_NOT_WORDS = re.compile(r"[\W_]+")

_TEASER_END = re.compile(r"(?:\.{3,}|…{1,}|。{3,})$")
_RELATED = re.compile(
    r"[【\[（(]?(?:相关(?:推荐|阅读|文章|文档|链接|新闻|报道|专题|内容|范文)|推荐(?:阅读|文章|专题)"
    r"|猜你(?:可能)?喜欢|延伸阅读|热门(?:文章|推荐)|更多(?:精彩|相关).{0,12}|推荐专题.{0,30})[】\]）)]?\s*[:：]?"
)
_TEASER_LENGTHS = range(20, 260)
_MOST_TEASERS = 40


def find_boilerplate(raw: RawDocument) -> Iterator[Removal]:
    """Buttons, counters, bread crumbs and editors' names around an article."""
    lines = lines_of(raw.text)
    edges = lines[:_TOP_LINES] + lines[max(_TOP_LINES, len(lines) - _BOTTOM_LINES) :]
    for line in edges:
        if len(line.text) <= _LONGEST_BOILERPLATE and _BOILERPLATE.fullmatch(line.text):
            yield whole_line(raw.text, line, "网站页眉页脚")
    match = _EDITOR_AT_END.search(raw.text, max(0, len(raw.text) - 200))
    if match and match.start() > 0:
        yield Removal(*match.span(), "网站页眉页脚")


def find_search_titles(raw: RawDocument) -> Iterator[Removal]:
    """A title repeated for search engines, and the sentence of who collected the text.

    The title line “甲_乙” goes only when 甲 stands again right below it, in one line or
    broken into two.
    """
    lines = lines_of(raw.text)
    head = lines[:_EDGE_LINES]
    for line in [*head, *lines[max(_EDGE_LINES, len(lines) - _EDGE_LINES) :]]:
        match = _COLLECTED.match(raw.text, line.start, line.end)
        if match and "小编" in match.group():
            if match.end() == line.end:
                yield whole_line(raw.text, line, "文库网站的整理说明")
            else:
                yield Removal(*match.span(), "文库网站的整理说明")
    for index, line in enumerate(head[:2]):
        parts = _SEPARATOR.split(line.text)
        if len(parts) < 2 or line.is_table_row:
            continue
        title = _words(line.text[: line.text.rindex(parts[-1])])
        if len(title) >= 4 and _is_repeated(title, head[index + 1 :]):
            yield whole_line(raw.text, line, "重复的网页标题")


def _words(text: str) -> str:
    return _NOT_WORDS.sub("", search_form(text))


def _is_repeated(title: str, lines: Sequence[Line]) -> bool:
    words = [_words(line.text) for line in lines]
    joined = [first + second for first, second in pairwise(words)]
    return title in words or title in joined


def find_teasers(raw: RawDocument) -> Iterator[Removal]:
    """Beginnings of other articles that a site lists below: “……近年来，草......”.

    Only at the very end, line by line upwards, as long as each line breaks off; a single
    line must break off in six full stops, as machines do, since a writer may end in ……
    """
    lines = lines_of(raw.text)
    first = len(lines)
    while first > 0 and len(lines) - first < _MOST_TEASERS and _is_teaser(lines[first - 1]):
        first -= 1
    teasers = lines[first:]
    if not teasers or first == 0:
        return
    if len(teasers) == 1 and not (
        teasers[0].text.endswith("......") or _RELATED.fullmatch(lines[first - 1].text)
    ):
        return
    if first > 1 and _RELATED.fullmatch(lines[first - 1].text):
        teasers = lines[first - 1 :]
    for line in teasers:
        yield whole_line(raw.text, line, "文末的相关推荐")


def _is_teaser(line: Line) -> bool:
    return (
        len(line.text) in _TEASER_LENGTHS
        and _TEASER_END.search(line.text) is not None
        and not line.is_table_row
    )
