"""The cross-encoder's tokens: the embedder's pieces, and marks between the texts.

The embedder's tokenizer folds every spelling of a character by itself, so that whoever loads
the folder gets the same tokens; it drops punctuation, which keeps the sequences short.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer, processors
from transformers import PreTrainedTokenizerFast

import pb_qa.embedding

_BATCH = 2_000
EMBEDDER = Path(pb_qa.embedding.__file__).parent / "builtin"
# The last one stands between a sentence and its context (`sentence_in_context`).
PAD, CLS, SEP, MASK, BAR = MARKS = ("[PAD]", "[CLS]", "[SEP]", "[MASK]", "|")


def cross_encoder_tokenizer(longest: int, embedder: Path = EMBEDDER) -> PreTrainedTokenizerFast:
    """The embedder's tokenizer with the marks, for pairs of up to ``longest`` tokens."""
    tokenizer = Tokenizer.from_file(str(embedder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    tokenizer.add_special_tokens(list(MARKS))
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{CLS} $A {SEP}",
        pair=f"{CLS} $A {SEP} $B:1 {SEP}:1",
        special_tokens=[(mark, tokenizer.token_to_id(mark)) for mark in (CLS, SEP)],
    )
    return PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        model_max_length=longest,
        pad_token=PAD,
        cls_token=CLS,
        sep_token=SEP,
        mask_token=MASK,
        unk_token="[UNK]",
        model_input_names=["input_ids", "token_type_ids", "attention_mask"],
    )


def starting_vectors(size: int, hidden: int, embedder: Path = EMBEDDER) -> NDArray[np.float32]:
    """The embedder's token vectors as a start, all of one length; shape (size, hidden).

    What the embedder does not fill, marks and further dimensions, is random and small.
    """
    tensors = load_file(str(embedder / "model.safetensors"))
    table = tensors["embedding.weight"] if "embedding.weight" in tensors else tensors["embeddings"]
    rows = table.astype(np.float32)
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-6)
    width = min(hidden, rows.shape[1])
    result = np.random.default_rng(0).normal(0.0, 0.02, (size, hidden)).astype(np.float32)
    result[: len(rows), :width] += rows[:, :width]
    return result


def prose_tokens(texts: Iterator[str], tokenizer: PreTrainedTokenizerFast) -> NDArray[np.int32]:
    """All texts as one row of tokens with a mark between them."""
    pieces: list[NDArray[np.int32]] = []
    batch: list[str] = []

    def flush() -> None:
        for ids in tokenizer(batch, add_special_tokens=False, truncation=False)["input_ids"]:
            pieces.append(np.asarray([*ids, tokenizer.sep_token_id], dtype=np.int32))
        batch.clear()

    for text in texts:
        batch.append(text)
        if len(batch) == _BATCH:
            flush()
    if batch:
        flush()
    return np.concatenate(pieces)
