"""Static embeddings: a text's vector is the normalised mean of its tokens' vectors.

Reads a sentence-transformers folder made of ``StaticEmbedding`` and ``Normalize`` with numpy,
safetensors and tokenizers alone, so that neither torch nor its seconds of import are needed.
The table is one of floats, or of whole numbers with a factor for each row; such a table stays
as small in memory as on disk.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError
from safetensors.numpy import load
from tokenizers import Tokenizer

from pb_qa.embedding.base import encodable
from pb_qa.errors import ModelError
from pb_qa.text.search_form import search_form

_BATCH = 256
_DIGEST_CHARACTERS = 12
_WEIGHTS = "model.safetensors"
_TOKENIZER = "tokenizer.json"
_KINDS = ("StaticEmbedding", "Normalize")


class StaticEmbedder:
    """The built-in model; safe to share between threads, since nothing in it changes.

    Parameters
    ----------
    folder
        A sentence-transformers folder of ``StaticEmbedding`` and ``Normalize``.
    label
        First part of ``name``; the rest is a hash of the model's files.

    Raises
    ------
    ModelError
        When the folder is missing, damaged or of another kind.
    """

    def __init__(self, folder: Path, label: str) -> None:
        try:
            kinds = tuple(
                module["type"].rpartition(".")[2]
                for module in json.loads((folder / "modules.json").read_text(encoding="utf-8"))
            )
            tokenizer_file = (folder / _TOKENIZER).read_bytes()
            tokenizer = Tokenizer.from_buffer(tokenizer_file)
            weights_file = (folder / _WEIGHTS).read_bytes()
            table, factors = _table_of(load(weights_file))
        except (OSError, ValueError, KeyError, TypeError, SafetensorError) as error:
            raise ModelError(
                f"向量模型读不出来：{folder} 里的文件缺失或损坏。请重新安装 pb-qa，"
                "或用 PB_QA_EMBEDDING_MODEL 指定别的模型。"
            ) from error
        if kinds != _KINDS:
            raise ModelError(f"{folder} 不是静态向量模型，不能用内置方式读取。")
        tokenizer.no_padding()
        self._tokenizer = tokenizer
        self._table, self._factors = table, factors
        digest = hashlib.sha256(weights_file)
        digest.update(tokenizer_file)
        self.name = f"{label}-{digest.hexdigest()[:_DIGEST_CHARACTERS]}"
        self.dimension = int(self._table.shape[1])

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed each text: shape (number of texts, dimension), see ``Embedder``."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), _BATCH):
            batch = [encodable(text) for text in texts[start : start + _BATCH]]
            encodings = self._tokenizer.encode_batch_fast(batch, add_special_tokens=False)
            for row, encoding in enumerate(encodings, start):
                vectors[row] = self._mean_direction(encoding.ids)
        return vectors

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """Embed one question: shape (dimension,), see ``Embedder``."""
        encoding = self._tokenizer.encode(encodable(text), add_special_tokens=False)
        return self._mean_direction(encoding.ids)

    def pieces(self, text: str) -> dict[str, float]:
        """The tokens that a text is cut into, in the search form, each with its vector's length.

        The length is what the token weighs beside the others: learned, and greater for one that
        tells more.
        """
        encoding = self._tokenizer.encode(encodable(text), add_special_tokens=False)
        chosen = np.asarray(encoding.ids, dtype=np.int64)
        rows = self._table[chosen].astype(np.float32)
        lengths = np.linalg.norm(rows, axis=1) * self._factors[chosen]
        return dict(zip(map(search_form, encoding.tokens), lengths.tolist(), strict=True))

    def _mean_direction(self, ids: Sequence[int]) -> NDArray[np.float32]:
        chosen = np.asarray(ids, dtype=np.int64)
        total = self._factors[chosen] @ self._table[chosen].astype(np.float32, copy=False)
        length = np.linalg.norm(total)
        direction: NDArray[np.float32] = total / length if length > 0 else total
        return direction


def _table_of(tensors: dict[str, NDArray]) -> tuple[NDArray, NDArray[np.float32]]:  # type: ignore[type-arg]
    """The rows, and what each is multiplied by."""
    if "embedding.weight" in tensors:
        table = tensors["embedding.weight"].astype(np.float32, copy=False)
        return table, np.ones(len(table), np.float32)
    return tensors["embeddings"], tensors["weights"].astype(np.float32, copy=False)
