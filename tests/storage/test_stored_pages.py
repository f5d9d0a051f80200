"""Pages as libraries keep them, with and without a confidence."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

from pb_qa.models import Document, Page
from pb_qa.storage.rows import INFO_COLUMNS, FileStamp, NewVersion, document_from, version_row

PAGES = (Page(1, 0, 2, "页"), Page(2, 2, 2, "", 0.75))


def row(pages: str) -> Any:
    return {
        **dict.fromkeys(INFO_COLUMNS, ""),
        "document_id": "a", "version": 1, "source": "a.pdf", "text": "正文",
        "sections": "[]", "receipt": "[]", "pages": pages,
    }  # fmt: skip


def test_pages_stored_before_there_was_a_confidence_still_load() -> None:
    assert document_from(row(json.dumps([[1, 0, 2, "页"]]))).pages == PAGES[:1]


def test_confidence_is_stored_and_loaded() -> None:
    document = Document("a", 1, "a.pdf", "题目", text="正文", pages=PAGES)
    stamp = FileStamp(1, 2)
    new = NewVersion(document, (), np.zeros((0, 2), np.float32), stamp)
    assert document_from(row(version_row(new, 0.0)["pages"])).pages == PAGES
