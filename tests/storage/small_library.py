"""Small documents and vectors for the tests of storage and ingest."""

from __future__ import annotations

import hashlib

import numpy as np

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
