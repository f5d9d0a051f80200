"""Open a Chroma folder in a process that may crash, so that the app does not.

Run as a script: ``python -P probe.py FOLDER COLLECTION``. A damaged HNSW file kills
the process that loads it with a segmentation fault, which no ``except`` catches.
"""

from __future__ import annotations

import sys

import numpy as np


def main(folder: str, collection_name: str) -> None:
    """Load the collection's index by searching it once; print the number of vectors."""
    import chromadb
    from chromadb.config import Settings

    client = chromadb.PersistentClient(folder, settings=Settings(anonymized_telemetry=False))
    collection = client.get_collection(collection_name, embedding_function=None)
    sample = collection.get(limit=1, include=["embeddings"])["embeddings"]
    if sample is not None and len(sample):
        query = np.asarray(sample, dtype=np.float32)
        collection.query(query_embeddings=query, n_results=1, include=["distances"])
    print(collection.count())


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
