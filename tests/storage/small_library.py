"""Small documents and vectors for the tests of storage and ingest."""

from __future__ import annotations

import hashlib
import re

import numpy as np

from pb_qa.figures import Figure, Period
from pb_qa.models import Cut, Document, Page, Passage, Section
from pb_qa.storage.rows import FileStamp, NewVersion, Vectors

MODEL = "letters"


class LetterEmbedder:
    """Counts characters in 64 buckets: texts that share characters are near each other."""

    name = MODEL
    dimension = 64

    def __init__(self) -> None:
        self.embedded = 0

    def embed_passages(self, texts: list[str]) -> Vectors:
        self.embedded += len(texts)
        rows = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for character in text:
                row[int(hashlib.md5(character.encode()).hexdigest(), 16) % self.dimension] += 1
            row /= np.linalg.norm(row) or 1.0
        return rows

    def embed_query(self, text: str) -> Vectors:
        return self.embed_passages([text])[0]


def new_version(name: str, sentences: list[str], version: int = 1) -> NewVersion:
    """A version with one passage a sentence."""
    text = "\n".join(sentences)
    document = Document(
        id=f"id-{name}",
        version=version,
        source=f"文件/{name}.txt",
        title=name,
        issuer="国务院",
        content_hash=hashlib.sha256(text.encode()).hexdigest(),
        text=text,
        sections=(Section("第一章", 1, 0, len(text)),),
        pages=(Page(1, 0, len(text), "甲"),),
        receipt=(Cut(0, 0, "第 1 页\n", "页码"),),
    )
    passages = []
    start = 0
    for ordinal, sentence in enumerate(sentences):
        passages.append(
            Passage(
                f"{document.id}-{version}-{ordinal}",
                document.id,
                start,
                start + len(sentence),
                sentence,
                ("第一章",),
                1,
            )
        )
        start += len(sentence) + 1
    vectors = LetterEmbedder().embed_passages(sentences)
    return NewVersion(document, tuple(passages), vectors, FileStamp(len(text), 1))


_PEOPLE = re.compile(
    r"(?:(?P<year>[0-9]{4})年)?(?P<place>[\u4e00-\u9fff]{2}市)?现有(?P<who>[\u4e00-\u9fff]{2})"
    r"(?P<count>[0-9]+|[一二三四五六七八九十百]+)人"
)
_NUMERALS = {"三百": "300", "五百": "500", "四百": "400"}


def counted_people(document: Document) -> tuple[Figure, ...]:
    """Figures of the form “2011年固原市现有党员300人”, one sentence a line."""
    figures = []
    start = 0
    for line in document.text.splitlines(keepends=True):
        for match in _PEOPLE.finditer(line):
            year = match["year"] or ""
            value = _NUMERALS.get(match["count"], match["count"])
            figures.append(
                Figure(
                    document_id=document.id,
                    start=start,
                    end=start + len(line.rstrip("\n")),
                    number_start=start + match.start("count"),
                    number_end=start + match.end(),
                    value=value,
                    unit="人",
                    base_value=value,
                    base_unit="人",
                    indicator=match["who"],
                    place=match["place"] or "",
                    period=Period(f"{year}年", f"{year}-01-01", f"{year}-12-31")
                    if year
                    else Period(),
                )
            )
        start += len(line)
    return tuple(figures)
