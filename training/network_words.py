"""The words of the sentence network, and their vectors: which words stand beside which in prose.

Vectors are the singular vectors of positive pointwise mutual information within five words.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from reader_data import read_rows
from scipy import sparse
from sklearn.utils.extmath import randomized_svd
from tokenizers import Tokenizer

from pb_qa.answering.words import SORTS, Lexicon
from pb_qa.text.search_form import search_form

_PROSE = {"news": 11_000_000, "xinwenlianbo": 2_500_000, "law_articles": 2_500_000}
_COUNTED_CHARACTERS = 7_000_000
_WINDOW = 5
_MOST_WORDS = 26_000
_LONGEST = 4
_HAN = re.compile("[\u3400-\u9fff]+")


def prose(data: Path) -> list[str]:
    """News, broadcast news, laws and the training passages of DRCD, in their search form."""
    texts: list[str] = []
    for name, most in _PROSE.items():
        length = 0
        for row in read_rows(data / f"prose/{name}.jsonl.xz"):
            text = row.get("text") or row.get("content") or ""
            texts.append(search_form(text.strip()))
            length += len(text)
            if length > most:
                break
    rows = read_rows(data / "train/drcd_spans.jsonl.xz")
    texts += [search_form(row["passage"]) for row in rows if row["split"] == "train"]
    random.Random(1).shuffle(texts)
    return texts


def word_list(texts: Sequence[str], tokenizer: Tokenizer) -> list[str]:
    """Characters seen five times, and pieces of the embedder's tokenizer seen twelve times."""
    counts: Counter[str] = Counter()
    length = 0
    for text in texts:
        for run in _HAN.findall(text):
            pieces = tokenizer.encode(run, add_special_tokens=False).tokens
            counts.update(p for p in pieces if _HAN.fullmatch(p))
        length += len(text)
        if length > _COUNTED_CHARACTERS:
            break
    characters = Counter(c for text in texts for c in text if not (c.isascii() and c.isalnum()))
    singles = [c for c, count in characters.items() if count >= 5 and not c.isspace()]
    longer = [w for w, n in counts.most_common() if 2 <= len(w) <= _LONGEST and n >= 12]
    return [*SORTS, *singles, *longer[:_MOST_WORDS]]


def word_vectors(texts: Sequence[str], words: Sequence[str], size: int) -> NDArray[np.float32]:
    """Vectors of length one, shape (words, size)."""
    lexicon = Lexicon(words)
    beside = sparse.csr_matrix((len(words), len(words)), dtype=np.float32)
    for start in range(0, len(texts), 4000):
        pieces = [
            np.asarray([*(w.place for w in lexicon.cut(text)), *[0] * _WINDOW], dtype=np.int32)
            for text in texts[start : start + 4000]
        ]
        beside = beside + _counted(np.concatenate(pieces), len(words))
    beside = (beside + beside.T).tocoo()
    rows = np.asarray(beside.sum(axis=1)).ravel() + 1e-9
    context = rows**0.75 / (rows**0.75).sum()
    values = np.log(beside.data / (rows[beside.row] * context[beside.col]))
    kept = values > 0
    places = (beside.row[kept], beside.col[kept])
    information = sparse.csr_matrix(
        (values[kept].astype(np.float32), places), shape=(len(words), len(words))
    )
    left, strengths, _ = randomized_svd(information, size, n_iter=4, random_state=1)
    vectors = left * np.sqrt(strengths)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-6
    vectors[0] = 0.0
    return vectors.astype(np.float32)


def _counted(indices: NDArray[np.int32], size: int) -> sparse.csr_matrix:
    """How often words stand within the window of one another, nearer ones counting more."""
    total = sparse.csr_matrix((size, size), dtype=np.float32)
    for apart in range(1, _WINDOW + 1):
        left, right = indices[:-apart], indices[apart:]
        real = (left > 0) & (right > 0)
        counts = np.full(int(real.sum()), 1.0 / apart, dtype=np.float32)
        places = (left[real], right[real])
        total = total + sparse.coo_matrix((counts, places), shape=(size, size)).tocsr()
    return total
