"""Any sentence-transformers model, by the path of its folder or its name on the model hub."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from pb_qa.embedding.base import encodable
from pb_qa.embedding.model_source import ModelSource

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

_BATCH = 32
_DIGEST_CHARACTERS = 12


class SentenceTransformerEmbedder:
    """A sentence-transformers model, with its own prompts for questions and passages.

    Parameters
    ----------
    source
        Path of a model folder, which is read without any network, or a name on the hub;
        a copy in the local cache is preferred to asking the hub.
    offline
        Whether the hub is not asked at all.

    Raises
    ------
    ModelError
        When sentence-transformers is missing or the model cannot be loaded.
    """

    def __init__(self, source: str, *, offline: bool = False) -> None:
        self._model = _load(source, offline)
        # Tokenizers and modules of torch keep state while they run.
        self._lock = threading.Lock()
        label = Path(source).name or source
        self.name = f"{label}-{_fingerprint(self._model)[:_DIGEST_CHARACTERS]}"
        self.dimension = int(self.embed_query("维度").shape[0])

    def embed_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Embed each text with the model's prompt for documents, see ``Embedder``."""
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        with self._lock:
            vectors = self._model.encode_document(
                [encodable(text) for text in texts],
                batch_size=_BATCH,
                show_progress_bar=False,
                convert_to_numpy=True,
            )
        return _unit_rows(np.asarray(vectors))

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """Embed one question with the model's prompt for questions, see ``Embedder``."""
        with self._lock:
            vectors = self._model.encode_query(
                [encodable(text)], show_progress_bar=False, convert_to_numpy=True
            )
        vector: NDArray[np.float32] = _unit_rows(np.asarray(vectors))[0]
        return vector


def refuse_if_missing(source: str) -> None:
    """Raise `ModelError` when this is the path of a folder that is not there."""
    _named(source).refuse_if_missing()


def _named(source: str) -> ModelSource:
    return ModelSource(source, "向量模型", "PB_QA_EMBEDDING_MODEL", "改回 builtin 使用内置模型")


def _load(source: str, offline: bool) -> SentenceTransformer:
    def make(found: str, local_only: bool) -> SentenceTransformer:
        from sentence_transformers import SentenceTransformer

        return SentenceTransformer(found, local_files_only=local_only)

    return _named(source).load(make, offline=offline)


def _fingerprint(model: SentenceTransformer) -> str:
    """Hash of everything that decides the vectors: weights, settings, tokenizer, prompts."""
    import torch

    digest = hashlib.sha256()
    for module in model:
        settings = getattr(module, "get_config_dict", None)
        described = {
            "type": type(module).__name__,
            "settings": settings() if callable(settings) else {},
        }
        digest.update(json.dumps(described, sort_keys=True, default=str).encode())
    for key, tensor in sorted(model.state_dict().items()):
        values = tensor.detach().cpu().contiguous()
        digest.update(f"{key} {values.dtype} {tuple(values.shape)}".encode())
        digest.update(memoryview(values.flatten().view(torch.uint8).numpy()))
    backend = getattr(model.tokenizer, "backend_tokenizer", model.tokenizer)
    if hasattr(backend, "to_str"):
        digest.update(backend.to_str().encode())
    prompts = {"prompts": model.prompts, "default": model.default_prompt_name}
    digest.update(json.dumps(prompts, sort_keys=True).encode())
    digest.update(str(model.max_seq_length).encode())
    return digest.hexdigest()


def _unit_rows(vectors: NDArray[np.floating]) -> NDArray[np.float32]:
    rows = vectors.astype(np.float32)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    unit: NDArray[np.float32] = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 0)
    return unit
