"""A small network that reads a question beside each sentence, computed with numpy.

Words start from vectors learned on prose. Each word of a sentence sees the words of the
question that are nearest in meaning, its neighbours, and which words the two share; the
network adds what it finds to the score of the trees, so it starts at their level.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pb_qa.answering.network_inputs import IN_SENTENCE, QuestionInput, SentenceInput

Floats = NDArray[np.float32]

_ATTENTION = 8.0
_NOWHERE = -1e4
_SCORE_UNIT = 3.0
_QUESTION_BLOCKS = (1, 1)
_SENTENCE_BLOCKS = (1, 2)
_MIXED_BLOCKS = (1,)


@dataclass(frozen=True, slots=True)
class _Padded:
    """Sentences side by side: indices (C, L), columns (C, L, …), shared (C, Q, …), mask."""

    indices: NDArray[np.int64]
    columns: Floats
    shared: Floats
    mask: Floats


class SentenceNetwork:
    """The network with its weights.

    Parameters
    ----------
    weights
        By the names that training gives them; linear layers as (outputs, inputs).
    """

    def __init__(self, weights: Mapping[str, Floats]) -> None:
        self._w = weights
        self._vectors = weights["emb.weight"]
        self._tuned = weights["tuned"]

    def scores(
        self, asked: QuestionInput, sentences: Sequence[SentenceInput], trees: Floats
    ) -> NDArray[np.float64]:
        """Score sentences; shape (sentences,), on the scale of the trees' scores.

        Parameters
        ----------
        trees
            The trees' scores less their best one, shape (sentences,).
        """
        if not len(asked.indices) or not sentences:
            return trees.astype(np.float64)
        padded = _side_by_side(sentences)
        question = self._tuned[asked.indices]
        read = self._question(asked, question)
        mixed, attention = self._mixed(padded, question, read)
        covered = self._covered(asked, padded, read, mixed, attention)
        pooled = self._pooled(padded, read, mixed)
        count = len(sentences)
        asking = np.repeat(pooled[0][None], count, axis=0)
        kind = np.repeat(asked.kind[None], count, axis=0)
        score = trees[:, None] / _SCORE_UNIT
        seen = np.concatenate([*covered, *pooled[1:], asking, kind, score], axis=1)
        out = self._linear("out2", np.maximum(self._linear("out1", seen), 0.0))
        result: NDArray[np.float64] = (self._w["alpha"] * trees + out[:, 0]).astype(np.float64)
        return result

    def _question(self, asked: QuestionInput, vectors: Floats) -> Floats:
        kind = np.repeat(asked.kind[None], len(vectors), axis=0)
        state = self._linear("qin", np.concatenate([vectors, asked.columns, kind], axis=1))[None]
        every = np.ones((1, len(vectors), 1), dtype=np.float32)
        result: Floats = self._blocks("qb", _QUESTION_BLOCKS, state, every)[0]
        return result

    def _mixed(self, padded: _Padded, question: Floats, read: Floats) -> tuple[Floats, Floats]:
        """The words of the sentences beside the question, and what they attend to in it."""
        vectors = self._tuned[padded.indices]
        near = self._linear("al", vectors) @ self._linear("al", question).T / _ATTENTION
        aligned = _softmax(near, axis=-1) @ question
        seen = [vectors, aligned, padded.columns, _cosine(aligned, vectors)[..., None]]
        mask = padded.mask[..., None]
        state = self._linear("sin", np.concatenate(seen, axis=-1)) * mask
        state = self._blocks("sb", _SENTENCE_BLOCKS, state, mask)
        attention = self._linear("wq", state) @ read.T / np.sqrt(np.float32(state.shape[-1]))
        found = _softmax(attention, axis=-1) @ read
        both = np.concatenate([state, found, state * found, np.abs(state - found)], axis=-1)
        mixed = np.maximum(self._linear("g", both), 0.0) + state
        return self._blocks("mb", _MIXED_BLOCKS, mixed, mask), attention

    def _covered(
        self,
        asked: QuestionInput,
        padded: _Padded,
        read: Floats,
        mixed: Floats,
        attention: Floats,
    ) -> tuple[Floats, Floats]:
        """How far each sentence holds the question's words: weighed, and on average."""
        back = np.where(padded.mask[..., None] == 0, _NOWHERE, attention)
        found = _softmax(back, axis=1).transpose(0, 2, 1) @ mixed
        count = len(mixed)
        words = np.repeat(read[None], count, axis=0)
        columns = np.repeat(asked.columns[None], count, axis=0)
        nearest = self._nearest(asked, padded)
        seen = np.concatenate([words, found, words * found, padded.shared, nearest, columns], -1)
        state = np.maximum(self._linear("cov", seen), 0.0)
        weights = _softmax(self._linear("covw", state), axis=1)
        return (state * weights).sum(axis=1), state.mean(axis=1)

    def _nearest(self, asked: QuestionInput, padded: _Padded) -> Floats:
        """The nearest word in meaning, in the sentence and with what stands around it."""
        question = _unit(self._vectors[asked.indices])
        words = _unit(self._vectors[padded.indices]) * padded.mask[..., None]
        near = np.clip(words @ question.T, 0.0, 1.0)
        own = near * padded.columns[..., IN_SENTENCE, None]
        return np.stack([own.max(axis=1), near.max(axis=1)], axis=-1)

    def _pooled(self, padded: _Padded, read: Floats, mixed: Floats) -> tuple[Floats, ...]:
        """What is asked for, and each sentence in that light: attended to, and at its most."""
        weights = _softmax(self._linear("ask", read), axis=0)
        asking = (read * weights).sum(axis=0)
        own = (padded.columns[..., IN_SENTENCE] * padded.mask)[..., None]
        near = mixed @ self._linear("pool", asking) / np.sqrt(np.float32(len(asking)))
        attended = _softmax(np.where(own == 0, _NOWHERE, near[..., None]), axis=1)
        most = np.where(own == 0, _NOWHERE, mixed).max(axis=1)
        return asking, (mixed * attended).sum(axis=1), most

    def _linear(self, name: str, values: Floats) -> Floats:
        result: Floats = values @ self._w[f"{name}.weight"].T + self._w[f"{name}.bias"]
        return result

    def _blocks(self, name: str, dilations: Sequence[int], state: Floats, mask: Floats) -> Floats:
        """Gated convolutions of width three over the words, each added to what it sees."""
        for index, apart in enumerate(dilations):
            block = f"{name}.{index}"
            scale, shift = self._w[f"{block}.ln.weight"], self._w[f"{block}.ln.bias"]
            normal = (_normalised(state) * scale + shift) * mask
            wide = np.pad(normal, ((0, 0), (apart, apart), (0, 0)))
            length = state.shape[1]
            beside = [wide[:, at : at + length] for at in (0, apart, 2 * apart)]
            values, gates = np.split(self._linear(f"{block}.f", np.concatenate(beside, -1)), 2, -1)
            added = values / (1.0 + np.exp(-gates))
            state = state + added.astype(np.float32, copy=False)
        return state


def _side_by_side(sentences: Sequence[SentenceInput]) -> _Padded:
    longest = max(len(sentence.indices) for sentence in sentences)
    count, width = len(sentences), sentences[0].columns.shape[1]
    indices = np.zeros((count, longest), dtype=np.int64)
    columns = np.zeros((count, longest, width), dtype=np.float32)
    mask = np.zeros((count, longest), dtype=np.float32)
    for row, sentence in enumerate(sentences):
        length = len(sentence.indices)
        indices[row, :length] = sentence.indices
        columns[row, :length] = sentence.columns
        mask[row, :length] = 1.0
    return _Padded(indices, columns, np.stack([s.shared for s in sentences]), mask)


def _softmax(values: Floats, axis: int) -> Floats:
    powers = np.exp(values - values.max(axis=axis, keepdims=True))
    result: Floats = powers / powers.sum(axis=axis, keepdims=True)
    return result


def _unit(vectors: Floats) -> Floats:
    lengths = np.sqrt((vectors * vectors).sum(axis=-1, keepdims=True))
    result: Floats = vectors / np.maximum(lengths, 1e-12)
    return result


def _cosine(left: Floats, right: Floats) -> Floats:
    squares = (left * left).sum(axis=-1) * (right * right).sum(axis=-1)
    result: Floats = (left * right).sum(axis=-1) / np.sqrt(np.maximum(squares, 1e-16))
    return result


def _normalised(state: Floats) -> Floats:
    centred = state - state.mean(axis=-1, keepdims=True)
    result: Floats = centred / np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + 1e-5)
    return result
