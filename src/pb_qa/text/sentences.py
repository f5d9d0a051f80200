"""Where sentences begin and end in Chinese text."""

from __future__ import annotations

import re

_CHINESE = "\u3007\u3400-\u9fff，。、：”’）》」』"
_CLOSING = "”’‛\"'」』）)】〕》〉］\\]"
_END = f"[。！？；｡]|(?<=[{_CHINESE}])[!?]|[!?](?=[{_CHINESE}])"
_BOUNDARY = re.compile(
    f"(?P<marks>(?:{_END})(?:{_END}|[{_CLOSING}])*)|[\\n\\r\\v\\f\\x1c-\\x1e\\x85\u2028\u2029]+"
)


def sentence_spans(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Find the sentences of ``text[start:end]``.

    A sentence ends at 。！？；, at ! and ? beside Chinese, and at a line's end. A half-width
    semicolon does not end one: web texts put it inside quoted lists. Closing quotation
    marks and brackets right after belong to it.

    Returns
    -------
    list of (int, int)
        Half-open spans into ``text`` in their order, without surrounding white space.
        Every character that is not white space lies in exactly one of them.
    """
    stop = len(text) if end is None else min(end, len(text))
    spans: list[tuple[int, int]] = []
    position = max(start, 0)
    for match in _BOUNDARY.finditer(text, position, stop):
        boundary = match.end()
        if match["marks"]:
            boundary = _without_opening_quote(text, position, match.start(), boundary)
        _append_trimmed(spans, text, position, boundary)
        position = boundary
    _append_trimmed(spans, text, position, stop)
    return spans


def _without_opening_quote(text: str, start: int, marks: int, end: int) -> int:
    """Leave a straight quotation mark that opens the next sentence to that sentence."""
    last = text[end - 1]
    if last in "\"'" and text.count(last, start, marks) % 2 == 0:
        return end - 1
    return end


def _append_trimmed(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    """Append the span without surrounding white space, unless nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append((start, end))
