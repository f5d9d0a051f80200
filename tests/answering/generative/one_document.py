"""A real library of one invented document, and what is said of a sentence about it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from pb_qa.answering.generative.checking.checker import Checked, SentenceChecker
from pb_qa.answering.reader import SentenceReader
from pb_qa.models import Document, ScoredPassage
from pb_qa.storage.library import Library
from pb_qa.storage.rows import FileStamp, NewVersion
from pb_qa.understanding.figures import FIGURES_FORMAT, extract_figures
from pb_qa.understanding.splitting import split

Check = Callable[[str], Checked]


def check_against(
    folder: Path,
    title: str,
    text: str,
    *,
    issued_on: str = "",
    place: str = "",
    issuer: str = "",
) -> Check:
    """Store a document; what is then said of a sentence that cites its first passage."""
    document = Document(
        id="one", version=1, source="one.txt", title=title, issued_on=issued_on,
        place=place, issuer=issuer, text=text,
    )  # fmt: skip
    library = Library(folder / "library.sqlite3")
    passages = tuple(split(document, 1000))
    vectors = np.zeros((len(passages), 4), dtype=np.float32)
    stamp = FileStamp(len(text), 1)
    version = NewVersion(document, passages, vectors, stamp, extract_figures(document))
    library.store([version], "none", FIGURES_FORMAT)
    library.flip([(document.id, document.version)])
    found = tuple(
        ScoredPassage(passage, document.info, 1.0)
        for passage in library.document_passages(document.id)
    )
    checker = SentenceChecker(library, SentenceReader.builtin())
    return lambda sentence: checker.check(sentence.rstrip("。") + "[1]。", found, "")
