"""Comma, semicolon or tab separated values: one line a row, cells joined."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from pb_qa.errors import DamagedFileError
from pb_qa.reading.raw import RawDocument
from pb_qa.reading.raw_builder import RawBuilder, table_row, with_plain_line_breaks

_DELIMITERS = ",\t;|，"
_LONGEST_CELL = 1_000_000


def parse_csv(text: str, encoding: str) -> RawDocument:
    """Return one line for each row that holds anything."""
    plain = with_plain_line_breaks(text)
    csv.field_size_limit(_LONGEST_CELL)
    builder = RawBuilder()
    try:
        for row in csv.reader(_lines(plain), delimiter=_delimiter(plain)):
            if line := table_row(row):
                builder.add(line)
    except csv.Error as error:
        raise DamagedFileError(
            "表格的引号或分隔符不成对，无法分列。请用 Excel 或 WPS 打开，另存为 .xlsx 后再添加。"
        ) from error
    return builder.build("csv", encoding=encoding)


def _lines(text: str) -> Iterator[str]:
    """Lines with their breaks; a ``StringIO`` would be a copy of four bytes a character."""
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end


def _delimiter(text: str) -> str:
    """Return the candidate that stands in most of the first lines, and most evenly."""
    lines = [line for line in text[:50_000].split("\n")[:20] if line.strip()]

    def evenness(candidate: str) -> tuple[int, int]:
        counts = [line.count(candidate) for line in lines]
        return sum(count > 0 for count in counts), -len(set(counts))

    return max(_DELIMITERS, key=evenness) if lines else ","
