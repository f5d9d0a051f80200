"""Texts to unit vectors: the built-in model, or any sentence-transformers model."""

from __future__ import annotations

from pb_qa.embedding.base import Embedder
from pb_qa.embedding.current import CurrentEmbedder, settled
from pb_qa.embedding.loading import BUILTIN, load_embedder

__all__ = ["BUILTIN", "CurrentEmbedder", "Embedder", "load_embedder", "settled"]
