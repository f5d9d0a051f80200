"""Cleaning within lines: invisible characters, pictures, stray blanks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pb_qa.reading.cleaning_removal import HAN, Removal, table_rows
from pb_qa.reading.raw import RawDocument

# Joiners shape letters of Arabic and Indic scripts and emoji; there they are text.
_JOINED = "\u0600-\u109f\ua8e0-\ua8ff\u2190-\u2bff\ufe0f\U0001f000-\U0001ffff"
_INVISIBLE = re.compile(
    "[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]+"
    f"|(?<![{_JOINED}])[\u200c\u200d](?![{_JOINED}])"
)
_IMAGE = re.compile(
    r"<(?:[a-z]{1,20}:)?image\b[^<>]*>[^<]*</(?:[a-z]{1,20}:)?image>"
    r"|<img\b[^<>]{0,2000}\bdata:[^<>]*>"
    r"|!\[[^\[\]\n]*\]\(<?data:[^()\s]*>?\)"
    r"|data:image/[a-z0-9.+-]{1,20}(?:;[a-z0-9=-]{1,30})*;base64,[A-Za-z0-9+/=%]+",
    re.IGNORECASE,
)
_SPACED = re.compile(
    f"(?<![{HAN}])(?:(?<![{HAN}] )[{HAN}] (?:[{HAN}] ){{2,}}|[{HAN}]\u3000(?:[{HAN}]\u3000){{2,}})"
    f"[{HAN}](?![{HAN}])"
)
# Headings that are set wide to fill the line: 总　则, 目　录.
_B = "[ \u3000\t\u00a0]"
_WIDE_HEADING = re.compile(
    f"^{_B}*(?:第[一二三四五六七八九十百]+[编章节]{_B}*)?"
    f"(?P<word>[总附罚]{_B}+则|目{_B}+录|前{_B}+言|附{_B}+[件录]|通{_B}+知|公{_B}+告|决{_B}+定"
    f"|序{_B}+言){_B}*$",
    re.MULTILINE,
)
_BLANK = re.compile(f"{_B}+")
_SPACED_DIGITS = re.compile("(?<![0-9.．,])[0-9](?: [0-9](?![0-9])| ?[.．·](?= ?[0-9]))+")
_PLAIN_NUMBER = re.compile("[0-9]{2}")
_PRIVATE = re.compile("(?<=[。！？；!?])[\ue000-\uf8ff]+(?=\\s|\\Z)")
_LINE_END = re.compile(
    "(?<![ \t\u3000\u00a0\u2000-\u200a\u202f])[ \t\u3000\u00a0\u2000-\u200a\u202f]+(?=\n|\\Z)"
)
_BLANK_LINES = re.compile("\n\n(?P<extra>\n+)")


def find_invisible(raw: RawDocument) -> Iterator[Removal]:
    """Zero-width characters, direction marks, byte-order marks and soft hyphens."""
    for match in _INVISIBLE.finditer(raw.text):
        yield Removal(*match.span(), "不可见字符")
    for match in _PRIVATE.finditer(raw.text):
        yield Removal(*match.span(), "没有字形的字符")


def find_images(raw: RawDocument) -> Iterator[Removal]:
    """Pictures written into the text as data."""
    for match in _IMAGE.finditer(raw.text):
        yield Removal(*match.span(), "嵌入的图片数据")


def find_spaced_characters(raw: RawDocument) -> Iterator[Removal]:
    """Blanks between single characters: “记 者 凌 雁”, and headings set wide: “总　则”.

    Four single characters in a row at least; “张 三” in a list of names stays.
    """
    in_table_row = table_rows(raw.text)
    for match in _SPACED.finditer(raw.text):
        if in_table_row(match.start()):
            continue
        for blank in _BLANK.finditer(raw.text, *match.span()):
            yield Removal(*blank.span(), "字间多余的空格")
    for match in _WIDE_HEADING.finditer(raw.text):
        for blank in _BLANK.finditer(raw.text, *match.span("word")):
            yield Removal(*blank.span(), "字间多余的空格")


def find_spaced_digits(raw: RawDocument) -> Iterator[Removal]:
    """Blanks inside numbers, “1 9 9 3 年”, in a text that sets its numbers like that."""
    runs = [m for m in _SPACED_DIGITS.finditer(raw.text) if " " in m.group()]
    if len(runs) < 10 or len(_PLAIN_NUMBER.findall(raw.text)) > len(runs) // 2:
        return
    in_table_row = table_rows(raw.text)
    for match in runs:
        if not in_table_row(match.start()):
            for blank in _BLANK.finditer(raw.text, *match.span()):
                yield Removal(*blank.span(), "数字中多余的空格")


def find_line_ends(raw: RawDocument) -> Iterator[Removal]:
    """Blanks at the ends of lines. Rows of tables keep theirs: an empty cell is a cell."""
    in_table_row = table_rows(raw.text)
    for match in _LINE_END.finditer(raw.text):
        if not in_table_row(match.start()):
            yield Removal(*match.span(), "行尾空白")


def find_blank_lines(raw: RawDocument) -> Iterator[Removal]:
    """Blank lines at the beginning and the end, and all but one of several in between."""
    text = raw.text
    first = len(text) - len(text.lstrip("\n"))
    last = len(text.rstrip("\n"))
    if first:
        yield Removal(0, first, "文首文末的空行")
    for match in _BLANK_LINES.finditer(text, first, last):
        yield Removal(*match.span("extra"), "连续的空行")
    if first <= last < len(text):
        yield Removal(last, len(text), "文首文末的空行")
