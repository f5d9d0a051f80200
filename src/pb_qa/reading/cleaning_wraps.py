"""Lines that a fixed width broke in mid-sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pb_qa.reading.cleaning_removal import HAN, Line, Removal, lines_of
from pb_qa.reading.raw import RawDocument

_WRAPPING_FORMATS = ("pdf", "txt", "ofd", "image")
_SENTENCE_END = "。！？；：!?;:…—"
_CLOSING = "”’‛」』）)】》\"'"
_NEW_ITEM = re.compile(
    r"第[〇零一二三四五六七八九十百千0-9]+[编章节条](?=[ \u3000\t【（(]|$)"
    r"|[（(]?[一二三四五六七八九十]{1,3}[）)、．.]"
    r"|[（(]?[0-9]{1,3}[）)、．]|[0-9]{1,2}\.(?![0-9])|[①-⑳]|[●■◆▲★○□◇△☆•·*#>|]|[-—–]{1,2}\s"
    r"|——|附件|附表|表\s*[0-9]|图\s*[0-9]|注[:：]|抄送|主题词|目[ \u3000]*录$"
)
_CONTINUES = re.compile(rf"[{HAN}A-Za-z0-9，、（）《》“”‘’‚‛「」『』(),.%％·〔〕]")
_NARROWEST = 28  # columns; verse and tables are narrower
_FEWEST_FULL = 5


class _Widths(dict[str, int]):
    """Columns of a character, filled as characters are met."""

    def __missing__(self, character: str) -> int:
        columns = 2 if unicodedata.east_asian_width(character) in "WFA" else 1
        self[character] = columns
        return columns


_WIDTHS = _Widths()


def find_wraps(raw: RawDocument) -> Iterator[Removal]:
    """Line breaks inside a sentence of a text that was set to a fixed width.

    The text must show such a width: many lines end within two characters of it, and a
    good part of them in mid-sentence. Then the break after a full line is cut when the
    sentence goes on: no final punctuation before it; no indent, item or heading after it.
    """
    if raw.format not in _WRAPPING_FORMATS:
        return
    lines = lines_of(raw.text)
    widths = [_columns(line.text) for line in lines]
    width = _fixed_width(lines, widths)
    if width is None:
        return
    marked = {heading.start for heading in raw.headings}
    for (line, columns), (following, _) in pairwise(zip(lines, widths, strict=True)):
        if columns < width - 5 or columns > width + 4 or {line.start, following.start} & marked:
            continue
        if _goes_on(raw.text, line, following):
            yield Removal(line.end, following.start, "句中的换行")


def _columns(text: str) -> int:
    """Width on paper: a Chinese character takes two columns."""
    return len(text) if text.isascii() else sum(map(_WIDTHS.__getitem__, text))


def _fixed_width(lines: Sequence[Line], widths: Sequence[int]) -> int | None:
    """The width the text was broken at, in columns, or None if it was not."""
    counts: dict[int, int] = {}
    for columns in widths:
        counts[columns] = counts.get(columns, 0) + 1
    near = {
        columns: sum(counts.get(columns + d, 0) for d in range(-4, 3))
        for columns in counts
        if columns >= _NARROWEST
    }
    if not near:
        return None
    width = max(near, key=lambda columns: (near[columns], columns))
    full = [line for line, columns in zip(lines, widths, strict=True) if -4 <= columns - width <= 2]
    wider = sum(1 for columns in widths if columns > width + 6)
    open_ended = sum(1 for line in full if not _ends_sentence(line.text))
    if len(full) < _FEWEST_FULL or len(full) * 5 < len(lines) or wider * 5 > len(full):
        return None
    return width if open_ended * 2 >= len(full) else None


def _ends_sentence(text: str) -> bool:
    return text.rstrip(_CLOSING)[-1:] in tuple(_SENTENCE_END)


def _goes_on(text: str, line: Line, following: Line) -> bool:
    """Whether the sentence of a full line goes on in the line below it."""
    between = text[line.end : following.start]
    if between.count("\n") > 2 or between.strip("\n") not in ("", " "):
        return False  # an indent, or more than a page's edge
    return sentence_goes_on(line, following)


def sentence_goes_on(line: Line, following: Line) -> bool:
    """Whether two lines read as one sentence, whatever stood between them."""
    if line.is_table_row or following.is_table_row or _ends_sentence(line.text):
        return False
    last, first = line.text[-1], following.text[0]
    if last.isascii() and first.isascii():
        return False  # the break is all that parts two words
    return (
        _NEW_ITEM.match(following.text) is None
        and _CONTINUES.match(last) is not None
        and _CONTINUES.match(first) is not None
    )
