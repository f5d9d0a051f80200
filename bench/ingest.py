"""Ingest end to end against bare Chroma and LangChain's tutorial chain.

Every system runs in a fresh process of its own, on the same passages and with the same
embedding model, in rounds whose medians are compared. What a system does before it can
take the first passage (imports, opening, creating its collection) is its start-up; the
rate leaves it out for all of them, and the last column puts it in for all of them.

- *pb_qa, n a file*: files on disk → `Assistant.sync()` in a fresh data folder, up to
  the moment at which library, Chroma and tantivy hold everything. The vectors are
  computed in this time.
- *Chroma*: `PersistentClient`, `Collection.add` with ready vectors, with and without
  ``documents=``, 5,000 or 1,000 at a time.
- *LangChain tutorial*: the files of ten passages → `Document` →
  `RecursiveCharacterTextSplitter` (no overlap; 402, since it counts the blank line before
  a passage, so that it gives back exactly the passages)
  → `Chroma.from_documents` with this project's embedding model.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from corpora import LONGEST, news_passages, write_files
from measuring import in_fresh_process, print_table

OURS = ("pb_qa, 10 a file", "pb_qa, 1 a file")
WITH_TEXTS = "Chroma with texts, 5,000 a batch"
WITHOUT_TEXTS = "Chroma without texts, 5,000 a batch"
TUTORIAL = "LangChain tutorial"

Result = dict[str, float]


def run_ours(work: Path, out: Path, a_file: int) -> Result:
    """Sync a folder of files."""
    started = time.perf_counter()
    from pb_qa.assistant import Assistant
    from pb_qa.settings import Settings

    settings = Settings(corpus_dir=work / f"files-{a_file}", data_dir_override=out)
    with Assistant(settings) as assistant:
        assistant.warm_up()
        index: Any = assistant.langchain_retriever.vector_index
        index.wait()
        ready = time.perf_counter()
        stored = sum(report.passages for report in assistant.sync())
        index.wait()
        done = time.perf_counter()
        held = assistant.doctor()
        assert held.healthy and held.vectors == held.keyword_entries == stored, held
    return {"startup": ready - started, "seconds": done - ready, "stored": stored}


def run_chroma(work: Path, out: Path, batch: int, *, texts: bool) -> Result:
    """Add ready vectors to a collection."""
    passages: list[str] = json.loads((work / "passages.json").read_text("utf-8"))
    vectors = np.load(work / "vectors.npy")
    ids = [f"passage-{number}" for number in range(len(passages))]
    started = time.perf_counter()
    import chromadb
    from chromadb.config import Settings

    client = chromadb.PersistentClient(str(out), settings=Settings(anonymized_telemetry=False))
    collection = client.create_collection("bench", embedding_function=None)
    ready = time.perf_counter()
    for start in range(0, len(ids), batch):
        stop = start + batch
        collection.add(
            ids=ids[start:stop],
            embeddings=vectors[start:stop],
            documents=passages[start:stop] if texts else None,
        )
    done = time.perf_counter()
    return {"startup": ready - started, "seconds": done - ready, "stored": collection.count()}


def run_tutorial(work: Path, out: Path) -> Result:
    """Load, split and store as LangChain's retrieval tutorial does."""
    started = time.perf_counter()
    from langchain_chroma import Chroma
    from langchain_core.documents import Document
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    from pb_qa.embedding import load_embedder
    from pb_qa.embedding.langchain_adapter import LangChainEmbeddings

    embeddings = LangChainEmbeddings(load_embedder())
    ready = time.perf_counter()
    documents = [
        Document(page_content=path.read_text("utf-8"), metadata={"source": str(path)})
        for path in sorted((work / "files-10").rglob("*.txt"))
    ]
    splitter = RecursiveCharacterTextSplitter(chunk_size=LONGEST + 2, chunk_overlap=0)
    pieces = splitter.split_documents(documents)
    Chroma.from_documents(pieces, embeddings, persist_directory=str(out))
    done = time.perf_counter()
    return {"startup": ready - started, "seconds": done - ready, "stored": len(pieces)}


SYSTEMS: dict[str, Callable[[Path, Path], Result]] = {
    OURS[0]: lambda work, out: run_ours(work, out, 10),
    OURS[1]: lambda work, out: run_ours(work, out, 1),
    WITH_TEXTS: lambda work, out: run_chroma(work, out, 5000, texts=True),
    WITHOUT_TEXTS: lambda work, out: run_chroma(work, out, 5000, texts=False),
    "Chroma with texts, 1,000 a batch": lambda work, out: run_chroma(work, out, 1000, texts=True),
    "Chroma without texts, 1,000 a batch": lambda work, out: run_chroma(
        work, out, 1000, texts=False
    ),
    TUTORIAL: run_tutorial,
}


def prepare(data: Path, work: Path, count: int) -> None:
    """The passages as files, as a list, and as vectors."""
    from pb_qa.embedding import load_embedder

    passages = news_passages(data, count)
    for a_file in (10, 1):
        write_files(work / f"files-{a_file}", passages, a_file)
    (work / "passages.json").write_text(json.dumps(passages, ensure_ascii=False), "utf-8")
    np.save(work / "vectors.npy", load_embedder().embed_passages(passages))


def measure(data: Path, count: int, rounds: int, names: list[str]) -> list[dict[str, object]]:
    """One row a system, with its rate over that of the systems it is judged by."""
    results: dict[str, list[Result]] = {name: [] for name in names}
    with tempfile.TemporaryDirectory(prefix="pb-qa-bench-") as folder:
        work = Path(folder)
        prepare(data, work, count)
        for turn in range(rounds):
            for name in names if turn % 2 == 0 else reversed(names):
                out = work / "out"
                result = in_fresh_process(
                    Path(__file__), ["--system", name, "--work", str(work), "--out", str(out)]
                )
                results[name].append(result)
                shutil.rmtree(out)
    rates = {
        name: median(r["stored"] / r["seconds"] for r in of) for name, of in results.items() if of
    }
    return [
        {
            "system": name,
            "passages stored": int(of[0]["stored"]),
            "passages/s": rates[name],
            **{
                f"× {short}": rates[name] / rates[judge] if judge in rates else "-"
                for short, judge in (
                    ("Chroma with texts", WITH_TEXTS),
                    ("without texts", WITHOUT_TEXTS),
                    ("tutorial", TUTORIAL),
                )
            },
            "start-up s": median(r["startup"] for r in of),
            "passages/s with start-up": median(
                r["stored"] / (r["seconds"] + r["startup"]) for r in of
            ),
        }
        for name, of in results.items()
    ]


def main() -> None:
    """Measure both sizes, or be one system's process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder with prose/news.jsonl.xz")
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 50_000])
    parser.add_argument("--rounds", type=int, help="default: 5 up to 5,000 passages, else 1")
    parser.add_argument("--only", nargs="+", choices=SYSTEMS, default=list(SYSTEMS))
    parser.add_argument("--system", choices=SYSTEMS, help=argparse.SUPPRESS)
    parser.add_argument("--work", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--out", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.system:
        print(json.dumps(SYSTEMS[arguments.system](arguments.work, arguments.out)))
        return
    if arguments.data is None or not arguments.data.is_dir():
        raise SystemExit("skipped: name the folder of the data with --data")
    names = list(arguments.only)
    if TUTORIAL in names and importlib.util.find_spec("langchain_chroma") is None:
        print("skipped: LangChain tutorial; pip install langchain-chroma langchain-text-splitters")
        names.remove(TUTORIAL)
    for size in arguments.sizes:
        rounds = arguments.rounds or (5 if size <= 5000 else 1)
        rows = measure(arguments.data, size, rounds, names)
        print_table(f"Ingest of {size:,} passages, median of {rounds}", rows)


if __name__ == "__main__":
    main()
