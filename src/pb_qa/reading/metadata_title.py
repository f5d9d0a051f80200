"""The title of a document, from its heading or its first lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

_HAN = "\u4e00-\u9fff"
LONGEST_TITLE = 100
_SHORTEST_BEFORE_SITE = 6
LABELLED = re.compile(
    rf"(?P<label>[{_HAN}](?:[ \u3000]*[{_HAN}]){{1,3}})[ \u3000]*[:：](?P<value>.*)"
)
_YEAR_IN_BRACKETS = r"[〔\[［（(【]\s*(?P<year>(?:19|20)\d{2})\s*[〕\]］）)】]"
NUMBER = re.compile(
    rf"(?P<body>[{_HAN}]{{1,12}}){_YEAR_IN_BRACKETS}\s*第?\s*(?P<count>\d{{1,5}})\s*号"
)
SUBTITLE = re.compile("[—－-]{1,4}(?=.)")
_NOT_A_TITLE = re.compile(
    r"各位.{0,8}[:：！!]|.*[。；，：:;,]|.*[。|].*|[一二三四五六七八九十]{1,3}、.*|第.{1,5}[章条节].*"
    r"|.{0,12}\d{1,2}月\d{1,2}日电.*|\d{1,2}月\d{1,2}日.*|.*摄|目录|附件.{0,3}|[\d\W]+"
    r"|主题词.*|索引号.*"
)
_UNFINISHED = re.compile(
    "(?:关于|印发|转发|的|和|与|、|对|在|实施|加强|开展|推进|进一步)$|^[^《]*《[^》]*$"
)
_KIND = re.compile(
    "(?:通知|意见|决定|决议|办法|规定|条例|细则|方案|规划|纲要|报告|公告|通告|通报|批复|复函|函|答复"
    "|请示|命令|令|法|准则|规则|章程|纪要|建议|要点|总结|综述|讲话|预案|计划|制度|标准|指南)"
    "(?:[（(].{1,20}[）)])?$"
)
_SINGLE = re.compile(rf"(?<=[{_HAN}])[ \u3000]+(?=[{_HAN}](?:[ \u3000]|$|[^{_HAN}]))")


def find_title(stated: str, lines: Sequence[str], marked: str) -> tuple[str, str]:
    """Find the title of a document.

    Parameters
    ----------
    stated
        The title that a labelled field or the format states; empty without one.
    lines
        The first lines of the text.
    marked
        The first heading that the format marks; empty without one.

    Returns
    -------
    (str, str)
        The title with its subtitle, and the subtitle alone; empty where there is none.
    """
    starts = [index for index, line in enumerate(lines) if _may_be_title(line)]
    if marked in lines and _may_be_title(marked):
        starts = [lines.index(marked)]
    if stated:
        return stated, _subtitle_after(stated, lines)
    if not starts or any(len(line) > LONGEST_TITLE for line in lines[1 : starts[0]]):
        return "", ""
    index = starts[0]
    title = without_wide_blanks(lines[index])
    while (
        index + 1 < len(lines)
        and _UNFINISHED.search(title)
        and not _KIND.search(title)
        and len(title) + len(lines[index + 1]) <= LONGEST_TITLE
    ):
        index += 1
        title += without_wide_blanks(lines[index])
    site = title.find("_")
    if site >= _SHORTEST_BEFORE_SITE:
        title = title[:site]  # what follows is a site's name or key words
    subtitle = _subtitle_after(lines[index], lines)
    inside = SUBTITLE.search(title, 4)
    if inside and not subtitle:
        return title, title[inside.end() :]
    return (f"{title}——{subtitle}" if subtitle else title), subtitle


def _may_be_title(line: str) -> bool:
    return (
        4 <= len(line) <= LONGEST_TITLE
        and not _NOT_A_TITLE.fullmatch(line)
        and not NUMBER.fullmatch(line)
        and not LABELLED.match(line)
        and not SUBTITLE.match(line)
    )


def _subtitle_after(title_line: str, lines: Sequence[str]) -> str:
    """The line below the title, when it begins with a dash."""
    if title_line in lines:
        below = lines[lines.index(title_line) + 1 :][:1]
        dash = SUBTITLE.match(below[0]) if below else None
        if dash and len(below[0]) <= LONGEST_TITLE:
            return without_wide_blanks(below[0][dash.end() :])
    return ""


def without_wide_blanks(line: str) -> str:
    """A line on one line, without blanks between single characters."""
    return re.sub(r"\s+", " ", _SINGLE.sub("", line)).strip().strip("—- ")
