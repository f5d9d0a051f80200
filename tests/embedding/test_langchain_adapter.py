"""The LangChain view of an embedder."""

from __future__ import annotations

import numpy as np

from pb_qa.embedding import load_embedder
from pb_qa.embedding.langchain_adapter import LangChainEmbeddings


def test_langchain_gets_the_same_vectors():
    from langchain_core.vectorstores import InMemoryVectorStore

    embedder = load_embedder("builtin")
    adapter = LangChainEmbeddings(embedder)
    texts = ["党员人数逐年增加", "粮食产量再创新高"]
    np.testing.assert_allclose(adapter.embed_documents(texts), embedder.embed_passages(texts))
    np.testing.assert_allclose(adapter.embed_query(texts[0]), embedder.embed_query(texts[0]))
    store = InMemoryVectorStore.from_texts(texts, adapter)
    assert store.similarity_search("今年粮食收成怎么样", k=1)[0].page_content == texts[1]
