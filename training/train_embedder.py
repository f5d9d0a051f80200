"""Train the built-in embedder and write it as a sentence-transformers folder.

    python training/train_embedder.py --data DATA --out src/pb_qa/embedding/builtin

Needs ``sentencepiece`` and ``opencc`` besides the project's own dependencies.
"""

from __future__ import annotations

import argparse
import logging
import math
import random
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from embedder_batches import Bags, Batch, PairSource, ProseSource, Source, tokenised
from embedder_data import (
    Pair,
    Prose,
    law_prose,
    news_prose,
    paraphrase_pairs,
    question_pairs,
    title_pairs,
)
from embedder_evaluation import measure, table, tasks
from embedder_export import write_folder
from embedder_tokenizer import train_tokenizer
from numpy.typing import NDArray
from tokenizers import Tokenizer
from torch.nn import functional

from pb_qa.embedding.static import StaticEmbedder

log = logging.getLogger("train_embedder")
# About as many tokens as a passage of 400 characters has.
PASSAGE_TOKENS = 220
SPREAD_PASSAGES = 8000


def token_frequencies(sources: list[Bags], size: int) -> NDArray[np.float64]:
    """How often each token occurs, per token of text."""
    counts = np.zeros(size)
    for bags in sources:
        counts += np.bincount(bags.ids, minlength=size)
    frequencies: NDArray[np.float64] = counts / counts.sum()
    return frequencies


def initial_weights(frequencies: NDArray[np.float64], dimension: int, seed: int) -> torch.Tensor:
    """Random directions as long as a token is rare: the cosine begins as that of TF-IDF.

    The share of passages with a token follows from its frequency, as if tokens were drawn
    independently.
    """
    generator = torch.Generator().manual_seed(seed)
    directions = torch.randn(len(frequencies), dimension, generator=generator)
    share = 1.0 - np.exp(-frequencies * PASSAGE_TOKENS)
    rarity = -np.log(np.clip(share, 1e-7, 1.0))
    return directions * torch.from_numpy(rarity / rarity.max()).float()[:, None]


def loss_of(table_: torch.nn.EmbeddingBag, batch: Batch, scale: float) -> torch.Tensor:
    """In-batch softmax both ways; another row's equal positive is no negative."""
    device = table_.weight.device

    def embed(bags: Bags) -> torch.Tensor:
        ids = torch.from_numpy(bags.ids).to(device)
        return functional.normalize(table_(ids, torch.from_numpy(bags.offsets[:-1]).to(device)))

    queries, positives = embed(batch.queries), embed(batch.positives)
    groups = torch.from_numpy(batch.groups).to(device)
    same = groups[:, None] == groups[None, :]
    same.fill_diagonal_(False)
    scores = (queries @ positives.T * scale).masked_fill(same, -torch.inf)
    backward = scores.T
    if batch.negatives is not None:
        scores = torch.cat([scores, queries @ embed(batch.negatives).T * scale], dim=1)
    target = torch.arange(len(queries), device=device)
    forward_loss = functional.cross_entropy(scores, target)
    return 0.5 * (forward_loss + functional.cross_entropy(backward, target))


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that is learned from."""

    news: list[Prose]
    law: list[Prose]
    titles: list[Pair]
    questions: list[Pair]
    paraphrases: list[Pair]

    @classmethod
    def read(cls, data: Path, *, half: bool = False) -> Material:
        """Read the folder of data sets; half of the questions only, if told."""
        return cls(
            list(news_prose(data)),
            list(law_prose(data)),
            list(title_pairs(data)),
            list(question_pairs(data, half=half)),
            list(paraphrase_pairs(data)),
        )

    def sample(self, chosen: random.Random) -> list[str]:
        """About 18 million characters to learn the vocabulary from."""
        texts = [text for each in chosen.sample(self.news, 40_000) for text in each.sentences]
        texts += [text for each in chosen.sample(self.law, 25_000) for text in each.sentences]
        texts += [pair.query for pair in self.questions]
        texts += sorted({pair.positive for pair in self.questions})
        texts += [pair.query for pair in self.titles]
        texts += [pair.query for pair in chosen.sample(self.paraphrases, 20_000)]
        return texts

    def sources(self, tokenizer: Tokenizer) -> list[tuple[float, Source]]:
        """What batches are drawn from, with the share of batches."""
        return [
            (0.46, ProseSource(tokenizer, self.news, run=8, shortest=20, keep=0.3, crop=0.7)),
            (0.12, ProseSource(tokenizer, self.law, run=2, shortest=8, keep=0.3, crop=0.7)),
            (0.15, PairSource(tokenizer, self.titles)),
            (0.22, PairSource(tokenizer, self.questions)),
            (0.05, PairSource(tokenizer, self.paraphrases)),
        ]


def train(
    sources: list[tuple[float, Source]],
    weights: torch.Tensor,
    *,
    steps: int,
    batch_size: int,
    rate: float,
    scale: float,
    seed: int,
) -> NDArray[np.float32]:
    """Minimise the loss; the step size warms up over 3% of the steps and decays to zero."""
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    table_ = torch.nn.EmbeddingBag.from_pretrained(weights.to(device), freeze=False)
    optimizer = torch.optim.Adam(table_.parameters(), lr=rate, betas=(0.9, 0.99), fused=True)
    drawn = np.random.default_rng(seed)
    shares = np.array([share for share, _ in sources])
    began, running = time.perf_counter(), 0.0
    for step in range(steps):
        progress = step / steps
        warm = min(1.0, progress / 0.03 + 1e-3)
        optimizer.param_groups[0]["lr"] = rate * warm * 0.5 * (1 + math.cos(math.pi * progress))
        source = sources[drawn.choice(len(sources), p=shares / shares.sum())][1]
        loss = loss_of(table_, source(drawn, batch_size), scale)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimizer.step()
        running += (loss.item() - running) / min(step + 1, 100)
        if step % 100 == 99:
            elapsed = time.perf_counter() - began
            log.info("step %d of %d, loss %.3f, %.0f s", step + 1, steps, running, elapsed)
    return table_.weight.detach().cpu().numpy()


def spread_out(weights: NDArray[np.float32], passages: Bags, power: float) -> NDArray[np.float32]:
    """Turn and stretch the space so that passages differ in more of its directions.

    Each principal direction of the passages' vectors is divided by its variance to this
    power: 0 leaves all as it is, a half would make every direction matter alike.
    """
    vectors = np.stack([weights[passages[i]].sum(axis=0) for i in range(len(passages))])
    vectors /= np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-9)
    variances, directions = np.linalg.eigh(vectors.T @ vectors / len(vectors))
    stretched = directions * np.maximum(variances, 1e-8) ** -power
    return np.asarray(weights @ (stretched @ directions.T), dtype=np.float32)


def main() -> None:
    """Parse the command line, train, write, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--half", action="store_true", help="leave out half of the questions")
    parser.add_argument("--tokenizer", type=Path, help="use this tokenizer.json, learn none")
    parser.add_argument("--vocabulary", type=int, default=28_000)
    parser.add_argument("--dimension", type=int, default=1024)
    parser.add_argument("--steps", type=int, default=1500)
    parser.add_argument("--batch", type=int, default=1024)
    parser.add_argument("--rate", type=float, default=0.01)
    parser.add_argument("--scale", type=float, default=30.0)
    parser.add_argument("--spread", type=float, default=0.15)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    torch.set_num_threads(options.threads)

    material = Material.read(options.data, half=options.half)
    log.info("read %d passages of prose", len(material.news) + len(material.law))
    if options.tokenizer:
        tokenizer = Tokenizer.from_file(str(options.tokenizer))
    else:
        texts = material.sample(random.Random(options.seed))
        with tempfile.TemporaryDirectory() as scratch:
            tokenizer = train_tokenizer(texts, options.vocabulary, Path(scratch))
    log.info("vocabulary of %d", tokenizer.get_vocab_size())
    sources = material.sources(tokenizer)
    news_passages = tokenised(
        tokenizer, ["".join(one.sentences) for one in material.news[:SPREAD_PASSAGES]]
    )
    del material
    log.info("tokenised")
    frequencies = token_frequencies(
        [source.texts for _, source in sources], tokenizer.get_vocab_size()
    )
    weights = train(
        sources,
        initial_weights(frequencies, options.dimension, options.seed),
        steps=options.steps,
        batch_size=options.batch,
        rate=options.rate,
        scale=options.scale,
        seed=options.seed,
    )
    weights = spread_out(weights, news_passages, options.spread)
    write_folder(options.out, tokenizer, weights)
    log.info("wrote %s", options.out)
    embed = StaticEmbedder(options.out, options.out.name).embed_passages
    print(table([measure(embed, task) for task in tasks(options.data)]))


if __name__ == "__main__":
    main()
