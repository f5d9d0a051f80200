"""A small BERT with three heads: how well a sentence answers, which words, and whether any does.

The score is the classifier of an ordinary ``BertForSequenceClassification``, so that
`sentence_transformers.CrossEncoder` loads the exported folder. The other heads, and what guesses
masked words while it is trained, lie beside it in ``heads.safetensors``.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from cross_encoder_tokens import starting_vectors
from safetensors.torch import load_file, save_file
from sentence_transformers import CrossEncoder
from torch import Tensor, nn
from transformers import (
    BertConfig,
    BertForSequenceClassification,
    PreTrainedTokenizerFast,
)

HEADS = "heads.safetensors"
_HEAD_WIDTH = 64
# So strong that a token attends mostly to its equals from the first step on.
_MATCHING = 6.0


@dataclass(frozen=True, slots=True)
class Shape:
    """The size of a model; 4 layers of 256 are 9 million parameters, most of them tokens."""

    layers: int
    hidden: int
    longest: int


class ThreeHeads(nn.Module):
    """The model in training.

    Parameters
    ----------
    scorer
        Encoder, pooler and the head that scores.
    """

    def __init__(self, scorer: BertForSequenceClassification) -> None:
        super().__init__()
        self.scorer = scorer
        self.span = nn.Linear(scorer.config.hidden_size, 2)
        self.answerable = nn.Linear(scorer.config.hidden_size, 1)
        self.masked = nn.Linear(scorer.config.hidden_size, scorer.config.hidden_size)

    @classmethod
    def fresh(cls, shape: Shape, tokenizer: PreTrainedTokenizerFast) -> ThreeHeads:
        """An untrained model that begins with the embedder's idea of tokens."""
        config = BertConfig(
            vocab_size=len(tokenizer),
            hidden_size=shape.hidden,
            num_hidden_layers=shape.layers,
            num_attention_heads=max(1, shape.hidden // _HEAD_WIDTH),
            intermediate_size=4 * shape.hidden,
            max_position_embeddings=shape.longest,
            pad_token_id=tokenizer.pad_token_id,
            num_labels=1,
        )
        model = cls(BertForSequenceClassification(config))
        with torch.no_grad():
            words = model.scorer.bert.embeddings.word_embeddings.weight
            words.copy_(torch.from_numpy(starting_vectors(len(words), shape.hidden)))
            words[config.pad_token_id].zero_()
            for layer in model.scorer.bert.encoder.layer[:2]:
                attention = layer.attention.self
                nn.init.orthogonal_(attention.query.weight, gain=_MATCHING**0.5 / 2)
                attention.key.weight.copy_(attention.query.weight)
        return model

    def hidden(self, batch: dict[str, Tensor]) -> tuple[Tensor, Tensor]:
        """States of all tokens (n, tokens, hidden), and of each pair (n, hidden)."""
        encoded = self.scorer.bert(**batch)
        return encoded.last_hidden_state, encoded.pooler_output

    def forward(self, batch: dict[str, Tensor]) -> tuple[Tensor, Tensor, Tensor]:
        """Scores (n,), logits of start and end (n, tokens, 2), and of an answer (n,)."""
        states, pooled = self.hidden(batch)
        score = self.scorer.classifier(self.scorer.dropout(pooled))[:, 0]
        return score, self.span(states), self.answerable(pooled)[:, 0]

    def guess(self, states: Tensor) -> Tensor:
        """Logits over the vocabulary of masked tokens (n, vocabulary)."""
        words: Tensor = self.scorer.bert.embeddings.word_embeddings.weight
        guessed = nn.functional.gelu(self.masked(states))
        logits: Tensor = guessed @ words.T * words.shape[1] ** 0.5
        return logits


def export(
    model: ThreeHeads, tokenizer: PreTrainedTokenizerFast, folder: Path, shard: str = "12MB"
) -> None:
    """Write a folder that ``CrossEncoder(folder)`` loads: 16 bits on disk, 32 once loaded."""
    small = {
        name: tensor.to("cpu", torch.float16).contiguous()
        for name, tensor in model.scorer.state_dict().items()
    }
    model.scorer.config.dtype = torch.float32
    model.scorer.save_pretrained(folder, state_dict=small, max_shard_size=shard)
    tokenizer.save_pretrained(folder)
    heads = {
        f"{name}.{part}": tensor.detach().to("cpu", torch.float16).contiguous()
        for name, head in (
            ("span", model.span),
            ("answerable", model.answerable),
            ("masked", model.masked),
        )
        for part, tensor in head.named_parameters()
    }
    save_file(heads, str(folder / HEADS))


def load(folder: Path) -> tuple[ThreeHeads, PreTrainedTokenizerFast]:
    """Read an exported folder back with all its heads, to measure it or to train it on."""
    encoder = CrossEncoder(str(folder), device="cpu", local_files_only=True)
    model = ThreeHeads(encoder.model)
    for name, tensor in load_file(str(folder / HEADS)).items():
        model.get_parameter(name).data.copy_(tensor)
    return model.eval(), encoder.tokenizer
