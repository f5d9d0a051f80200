"""The project's embedders where LangChain expects its own kind."""

from __future__ import annotations

from langchain_core.embeddings import Embeddings

from pb_qa.embedding.base import Embedder


class LangChainEmbeddings(Embeddings):
    """Wraps an ``Embedder`` as a LangChain ``Embeddings``."""

    def __init__(self, embedder: Embedder) -> None:
        self.embedder = embedder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embed passages."""
        vectors: list[list[float]] = self.embedder.embed_passages(texts).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        """Embed a question."""
        vector: list[float] = self.embedder.embed_query(text).tolist()
        return vector
