"""Tokenised material and the batches drawn from it."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from embedder_data import Pair, Prose
from numpy.typing import NDArray
from tokenizers import Tokenizer

Ids = NDArray[np.int32]
LONGEST_POSITIVE = 320
_CHUNK = 20_000


@dataclass(frozen=True, slots=True)
class Bags:
    """Texts as bags of token ids: text ``i`` is ``ids[offsets[i]:offsets[i + 1]]``."""

    ids: Ids
    offsets: NDArray[np.int64]

    @classmethod
    def join(cls, rows: Sequence[Ids]) -> Bags:
        """Lay the rows end to end."""
        offsets = np.zeros(len(rows) + 1, dtype=np.int64)
        np.cumsum([len(row) for row in rows], out=offsets[1:])
        return cls(np.concatenate(rows) if rows else np.empty(0, np.int32), offsets)

    def __getitem__(self, index: int) -> Ids:
        return self.ids[self.offsets[index] : self.offsets[index + 1]]

    def __len__(self) -> int:
        return len(self.offsets) - 1


@dataclass(frozen=True, slots=True)
class Batch:
    """Queries and their positives, row by row; ``groups`` marks rows with one positive.

    ``negatives`` are further passages that answer none of the queries.
    """

    queries: Bags
    positives: Bags
    groups: NDArray[np.int64]
    negatives: Bags | None = None


class Source(Protocol):
    """Something that batches are drawn from."""

    @property
    def texts(self) -> Bags:
        """The passages, to count tokens in."""
        ...

    def __call__(self, random: np.random.Generator, size: int) -> Batch:
        """Draw about ``size`` rows."""
        ...


def tokenised(tokenizer: Tokenizer, texts: Sequence[str]) -> Bags:
    """Token ids of each text."""
    rows: list[Ids] = []
    for start in range(0, len(texts), _CHUNK):
        encoded = tokenizer.encode_batch_fast(
            list(texts[start : start + _CHUNK]), add_special_tokens=False
        )
        rows.extend(np.asarray(each.ids, dtype=np.int32) for each in encoded)
    return Bags.join(rows)


def _group(text: str) -> int:
    return zlib.crc32(text.encode())


class PairSource:
    """Draws pairs at random, an epoch at a time."""

    def __init__(self, tokenizer: Tokenizer, pairs: Sequence[Pair]) -> None:
        self._queries = tokenised(tokenizer, [pair.query for pair in pairs])
        self._positives = tokenised(tokenizer, [pair.positive for pair in pairs])
        self._negatives = tokenised(tokenizer, [pair.negative for pair in pairs])
        self._groups = np.array([_group(pair.positive) for pair in pairs], dtype=np.int64)
        lengths = np.diff(self._queries.offsets), np.diff(self._positives.offsets)
        self._usable = np.flatnonzero((lengths[0] > 0) & (lengths[1] > 0))
        self._order = np.empty(0, dtype=np.int64)

    @property
    def texts(self) -> Bags:
        """The positives."""
        return self._positives

    def __call__(self, random: np.random.Generator, size: int) -> Batch:
        while len(self._order) < size:
            self._order = np.concatenate([self._order, random.permutation(self._usable)])
        chosen, self._order = self._order[:size], self._order[size:]
        negatives = [row for i in chosen if len(row := self._negatives[i])]
        return Batch(
            Bags.join([self._queries[i] for i in chosen]),
            Bags.join([self._positives[i][:LONGEST_POSITIVE] for i in chosen]),
            self._groups[chosen],
            Bags.join(negatives) if negatives else None,
        )


class ProseSource:
    """Draws a sentence, or a few words of it, and the rest of its passage.

    Neighbouring passages of a document come into one batch, so that telling them apart
    is part of the task.
    """

    def __init__(
        self,
        tokenizer: Tokenizer,
        prose: Iterable[Prose],
        run: int,
        shortest: int,
        keep: float,
        crop: float,
    ) -> None:
        passages = [passage for passage in prose if len(passage.sentences) > 1]
        self._sentences = tokenised(
            tokenizer, [sentence for passage in passages for sentence in passage.sentences]
        )
        self._starts = np.zeros(len(passages) + 1, dtype=np.int64)
        np.cumsum([len(passage.sentences) for passage in passages], out=self._starts[1:])
        self._run, self._shortest, self._keep, self._crop = run, shortest, keep, crop
        self._runs = np.empty(0, dtype=np.int64)

    @property
    def texts(self) -> Bags:
        """All sentences."""
        return self._sentences

    def __call__(self, random: np.random.Generator, size: int) -> Batch:
        while len(self._runs) * self._run < size:
            runs = random.permutation((len(self._starts) - 1) // self._run)
            self._runs = np.concatenate([self._runs, runs])
        needed = -(-size // self._run)
        chosen, self._runs = self._runs[:needed], self._runs[needed:]
        queries: list[Ids] = []
        positives: list[Ids] = []
        groups: list[int] = []
        for passage in (chosen[:, None] * self._run + np.arange(self._run)).ravel()[:size]:
            query, positive = self._draw(random, int(passage))
            if len(query) >= 2 and len(positive) >= self._shortest:
                queries.append(query)
                positives.append(positive)
                groups.append(int(passage))
        return Batch(Bags.join(queries), Bags.join(positives), np.array(groups, dtype=np.int64))

    def _draw(self, random: np.random.Generator, passage: int) -> tuple[Ids, Ids]:
        first, last = self._starts[passage], self._starts[passage + 1]
        sentence = int(random.integers(first, last))
        ids, offsets = self._sentences.ids, self._sentences.offsets
        before = ids[offsets[first] : offsets[sentence]]
        after = ids[offsets[sentence + 1] : offsets[last]]
        query = self._sentences[sentence]
        middle = query if random.random() < self._keep else query[:0]
        if len(query) > 4 and random.random() < self._crop:
            length = int(random.integers(3, min(len(query), 16)))
            start = int(random.integers(0, len(query) - length + 1))
            if random.random() < 0.5:
                middle = np.concatenate([query[:start], query[start + length :]])
            query = query[start : start + length]
        return query[:64], np.concatenate([before, middle, after])[:LONGEST_POSITIVE]
