"""The sentence network in torch, and its way into the package's file.

What the numpy side computes is `pb_qa.answering.network`; the same names are used here. The
heads for the answer's words and for “this sentence answers” only help to learn.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from pb_qa.answering.network_inputs import PAIR_COLUMNS, QUESTION_COLUMNS, SENTENCE_COLUMNS
from pb_qa.answering.question import QuestionKind

HIDDEN = 64
FORMAT = 1
_NOWHERE = -1e4
_ONLY_TRAINED = frozenset({"tune.weight", "ws.weight", "ws.bias"})


class Block(nn.Module):
    """A gated convolution of width three over words, added to what it sees."""

    def __init__(self, apart: int, dropout: float) -> None:
        super().__init__()
        self.ln = nn.LayerNorm(HIDDEN)
        self.f = nn.Linear(3 * HIDDEN, 2 * HIDDEN)
        self.apart = apart
        self.dropout = dropout

    def forward(self, state: Tensor, mask: Tensor) -> Tensor:
        """Shapes (texts, words, HIDDEN) and (texts, words, 1)."""
        normal = functional.pad(self.ln(state) * mask, (0, 0, self.apart, self.apart))
        length = state.shape[1]
        beside = [normal[:, at : at + length] for at in (0, self.apart, 2 * self.apart)]
        values, gates = self.f(torch.cat(beside, -1)).chunk(2, -1)
        added = values * torch.sigmoid(gates)
        return state + functional.dropout(added, self.dropout, self.training)


class Network(nn.Module):
    """Scores sentences beside a question, on top of the trees' scores.

    Parameters
    ----------
    vectors
        Shape (words, size); kept as they are.
    tuned
        How many words get a change of their own to their vector.
    """

    def __init__(self, vectors: Tensor, tuned: int, dropout: float = 0.3) -> None:
        super().__init__()
        size, kinds = vectors.shape[1], len(QuestionKind)
        self.emb = nn.Embedding.from_pretrained(vectors, freeze=True)
        self.tune = nn.Embedding(tuned + 1, size, padding_idx=0)
        nn.init.zeros_(self.tune.weight)
        self.dropout = dropout
        self.qin = nn.Linear(size + QUESTION_COLUMNS + kinds, HIDDEN)
        self.sin = nn.Linear(2 * size + SENTENCE_COLUMNS + 1, HIDDEN)
        self.al = nn.Linear(size, 64)
        self.qb = nn.ModuleList(Block(apart, 0.2) for apart in (1, 1))
        self.sb = nn.ModuleList(Block(apart, 0.2) for apart in (1, 2))
        self.mb = nn.ModuleList(Block(apart, 0.2) for apart in (1,))
        self.wq = nn.Linear(HIDDEN, HIDDEN)
        self.g = nn.Linear(4 * HIDDEN, HIDDEN)
        self.cov = nn.Linear(3 * HIDDEN + PAIR_COLUMNS + 2 + QUESTION_COLUMNS, HIDDEN)
        self.covw = nn.Linear(HIDDEN, 1)
        self.pool = nn.Linear(HIDDEN, HIDDEN)
        self.ask = nn.Linear(HIDDEN, 1)
        self.out1 = nn.Linear(5 * HIDDEN + kinds + 1, HIDDEN)
        self.out2 = nn.Linear(HIDDEN, 2)
        nn.init.zeros_(self.out2.weight)
        nn.init.zeros_(self.out2.bias)
        self.ws = nn.Linear(HIDDEN, 2 * HIDDEN)
        self.alpha = nn.Parameter(torch.tensor(1.0))

    def forward(self, batch: Mapping[str, Tensor]) -> tuple[Tensor, Tensor, Tensor]:
        """Scores (B, C), log-odds of answering (B, C), starts and ends (B, C, 2, L)."""
        questions, candidates, length = batch["indices"].shape
        asked, mask = batch["asked_mask"], batch["mask"]
        words = self._dropped(self.emb(batch["asked"]) + self.tune(batch["asked_tuned"]))
        own = self._dropped(self.emb(batch["indices"]) + self.tune(batch["tuned"]))
        kinds = batch["kind"][:, None]
        every = kinds.expand(-1, words.shape[1], -1)
        read = self.qin(torch.cat([words, batch["asked_columns"], every], -1)) * asked[..., None]
        for block in self.qb:
            read = block(read, asked[..., None])
        flat = own.view(questions, candidates * length, -1)
        near = torch.bmm(self.al(flat), self.al(words).transpose(1, 2)) / 8.0
        unasked = asked[:, None] == 0
        aligned = torch.bmm(near.masked_fill(unasked, _NOWHERE).softmax(-1), words).view_as(own)
        alike = functional.cosine_similarity(aligned.float(), own.float(), dim=-1)[..., None]
        seen = torch.cat([own, aligned, batch["columns"], alike], -1)
        rows = mask.view(-1, length, 1)
        state = self.sin(seen).view(-1, length, HIDDEN) * rows
        for block in self.sb:
            state = block(state, rows)
        wide = state.view(questions, -1, HIDDEN)
        attention = torch.bmm(self.wq(wide), read.transpose(1, 2)) / HIDDEN**0.5
        found = torch.bmm(attention.masked_fill(unasked, _NOWHERE).softmax(-1), read)
        both = torch.cat([wide, found, wide * found, (wide - found).abs()], -1)
        mixed = functional.relu(self.g(both)).view(-1, length, HIDDEN)
        mixed = self._dropped(mixed) + state
        for block in self.mb:
            mixed = block(mixed, rows)
        sentences = mixed.view(questions, candidates, length, HIDDEN)
        attention = attention.view(questions, candidates, length, -1)
        covered = self._covered(batch, read, sentences, attention)
        asking, pooled = self._pooled(batch, read, sentences)
        wanted = asking[:, None].expand(-1, candidates, -1)
        trees = batch["trees"][..., None] / 3
        kind = kinds.expand(-1, candidates, -1)
        seen = torch.cat([*covered, *pooled, wanted, kind, trees], -1)
        out = self.out2(self._dropped(functional.relu(self.out1(seen)))).float()
        ends = self.ws(asking).view(questions, 2, HIDDEN)
        spans = torch.einsum("bclh,bkh->bckl", sentences, ends).float() / HIDDEN**0.5
        spans = spans.masked_fill(batch["own"][:, :, None] == 0, _NOWHERE)
        return self.alpha * batch["trees"] + out[..., 0], out[..., 1], spans

    def _covered(
        self, batch: Mapping[str, Tensor], read: Tensor, sentences: Tensor, attention: Tensor
    ) -> tuple[Tensor, Tensor]:
        """How far each sentence holds the question's words: weighed, and on average."""
        asked, candidates = batch["asked_mask"], sentences.shape[1]
        back = attention.masked_fill(batch["mask"][..., None] == 0, _NOWHERE).softmax(2)
        found = torch.einsum("bclq,bclh->bcqh", back, sentences)
        words = read[:, None].expand(-1, candidates, -1, -1)
        columns = batch["asked_columns"][:, None].expand(-1, candidates, -1, -1)
        shared = torch.cat([batch["shared"], self._nearest(batch)], -1)
        seen = torch.cat([words, found, words * found, shared, columns], -1)
        state = functional.relu(self.cov(seen))
        weights = self.covw(state).squeeze(-1).masked_fill(asked[:, None] == 0, _NOWHERE)
        weighed = (state * weights.softmax(-1)[..., None]).sum(2)
        mean = (state * asked[:, None, :, None]).sum(2) / asked.sum(-1)[:, None, None]
        return weighed, mean

    @torch.no_grad()
    def _nearest(self, batch: Mapping[str, Tensor]) -> Tensor:
        """The nearest word in meaning, in the sentence and with what stands around it."""
        shape = batch["indices"].shape
        own = functional.normalize(self.emb(batch["indices"]), dim=-1) * batch["mask"][..., None]
        words = functional.normalize(self.emb(batch["asked"]), dim=-1)
        near = torch.bmm(own.view(shape[0], -1, own.shape[-1]), words.transpose(1, 2))
        near = near.view(*shape, -1).clamp(0, 1)
        inside = (near * batch["own"][..., None]).amax(2)
        return torch.stack([inside, near.amax(2)], -1)

    def _pooled(
        self, batch: Mapping[str, Tensor], read: Tensor, sentences: Tensor
    ) -> tuple[Tensor, tuple[Tensor, Tensor]]:
        """What is asked for, and each sentence in that light: attended to, and at its most."""
        weights = self.ask(read).squeeze(-1).masked_fill(batch["asked_mask"] == 0, _NOWHERE)
        asking = (read * weights.softmax(-1)[..., None]).sum(1)
        outside = batch["own"] == 0
        near = torch.einsum("bclh,bh->bcl", sentences, self.pool(asking)) / HIDDEN**0.5
        attended = near.masked_fill(outside, _NOWHERE).softmax(-1)
        most = sentences.masked_fill(outside[..., None], _NOWHERE).amax(2)
        return asking, ((sentences * attended[..., None]).sum(2), most)

    def _dropped(self, values: Tensor) -> Tensor:
        return functional.dropout(values, self.dropout, self.training)


def export(
    state: Mapping[str, Tensor], tuned: NDArray[np.int64], words: Sequence[str], path: Path
) -> None:
    """Write the weights and the words as the package reads them, half precision for tables.

    Parameters
    ----------
    tuned
        For each word its row in the table of changes, 0 for none.
    """
    places = np.flatnonzero(tuned)
    arrays = {
        name: value.float().numpy() for name, value in state.items() if name not in _ONLY_TRAINED
    }
    arrays["out2.weight"], arrays["out2.bias"] = arrays["out2.weight"][:1], arrays["out2.bias"][:1]
    arrays["tuned_changes"] = state["tune.weight"].float().numpy()[tuned[places]]
    small = {n: a.astype(np.float16 if a.ndim > 1 else np.float32) for n, a in arrays.items()}
    np.savez_compressed(
        path,
        format=np.asarray(FORMAT),
        words=np.asarray("\n".join(words)),
        tuned_places=places.astype(np.int32),
        **small,
    )
