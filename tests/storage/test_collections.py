"""Folders of the corpus as collections: which there are, and that searching one is exact."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_library import MODEL, LetterEmbedder, new_version

from pb_qa.errors import CollectionNotFoundError
from pb_qa.retrieval import PassageRetriever
from pb_qa.storage.collection_vectors import CollectionVectors
from pb_qa.storage.collections import collection_name, folders_of
from pb_qa.storage.keyword_index import KeywordIndex, keyword_entry
from pb_qa.storage.library import Library
from pb_qa.storage.rows import NewVersion
from pb_qa.storage.vector_index import VectorIndex

FOLDERS = ("", "法律", "法律/2018", "法律草案", "法", "地区/宁夏")


def lying_in(folder: str, name: str, sentences: list[str]) -> NewVersion:
    """A version whose document lies in this folder of the corpus."""
    new = new_version(name, sentences)
    source = f"{folder}/{name}.txt" if folder else f"{name}.txt"
    return replace(new, document=replace(new.document, source=source))


class Shelf:
    """A library with its two indexes of passages, Chroma left closed."""

    def __init__(self, folder: Path, batch: Sequence[NewVersion]) -> None:
        self.library = Library(folder / "library.sqlite3")
        self.library.store(batch, MODEL)
        self.library.flip([(new.document.id, new.document.version) for new in batch])
        self.keywords = KeywordIndex(folder / "keywords")
        self.keywords.upsert(
            keyword_entry(passage, new.document) for new in batch for passage in new.passages
        )
        self.retriever = PassageRetriever(
            library=self.library,
            keyword_index=self.keywords,
            vector_index=VectorIndex(self.library, folder / "vectors", MODEL),
            embedder=LetterEmbedder(),
        )

    def found(self, query: str, collection: str = "") -> set[str]:
        return {hit.passage.id for hit in self.retriever.search(query, 50, collection)}

    def close(self) -> None:
        self.keywords.close()
        self.library.close()


def test_folders_of_a_source() -> None:
    assert folders_of("规章.txt") == []
    assert folders_of("地区/宁夏/年报.txt") == ["地区", "地区/宁夏"]


@pytest.mark.parametrize("typed", ["地区/宁夏", "/地区/宁夏/", "地区\\宁夏", "地区//宁夏"])
def test_a_name_may_be_typed_in_several_ways(typed: str) -> None:
    assert collection_name(typed) == "地区/宁夏"


def test_every_folder_with_documents_is_a_collection(tmp_path: Path) -> None:
    batch = [lying_in(folder, f"文{n}", ["第一句。"]) for n, folder in enumerate(FOLDERS)]
    with closing(Shelf(tmp_path, batch)) as shelf:
        reader = shelf.library.collections
        counts = {one.name: one.documents for one in reader.all()}
        assert counts == {
            "地区": 1,
            "地区/宁夏": 1,
            "法": 1,
            "法律": 2,
            "法律/2018": 1,
            "法律草案": 1,
        }
        assert reader.named("地区\\宁夏/") == "地区/宁夏" and reader.named("") == ""
        assert len(reader.document_ids("法律")) == 2 and len(reader.document_ids("")) == 6
        shelf.library.remove([batch[5].document.id])
        assert "地区" not in {one.name for one in reader.all()}
        with pytest.raises(CollectionNotFoundError, match=r"没有文件夹“地区”.*法律"):
            reader.named("地区")


SENTENCES = st.lists(
    st.text("党员支部工作人数", min_size=2, max_size=12), min_size=1, max_size=4, unique=True
)


@settings(max_examples=15)
@given(
    st.lists(st.tuples(st.sampled_from(FOLDERS), SENTENCES), min_size=1, max_size=8),
    st.sampled_from([folder for folder in FOLDERS if folder]),
    st.text("党员支部工作人数", min_size=1, max_size=6),
)
def test_a_collection_is_searched_as_if_there_were_no_others(
    documents: list[tuple[str, list[str]]], collection: str, query: str
) -> None:
    batch = [lying_in(folder, f"文{n}", texts) for n, (folder, texts) in enumerate(documents)]
    # More of the very words of the question than any shortlist holds, elsewhere.
    crowd = lying_in("别处", "众", [f"{query}{chr(0x4E00 + n)}" for n in range(70)])
    its_own = [new for new in batch if new.document.source.startswith(f"{collection}/")]
    with tempfile.TemporaryDirectory() as folder:
        whole = Shelf(Path(folder, "whole"), [*batch, crowd])
        found = whole.found(query, collection)
        whole.close()
        if not its_own:
            assert not found
            return
        alone = Shelf(Path(folder, "alone"), its_own)
        assert found == alone.found(query)
        alone.close()


def test_what_is_too_large_to_keep_is_read_through_and_gives_the_same(tmp_path: Path) -> None:
    texts = [f"第{n}支部有党员{n * 7 % 30}人" for n in range(30)]
    with closing(Shelf(tmp_path, [lying_in("法律", "多", texts)])) as shelf:
        query = LetterEmbedder().embed_query("党员7人")
        kept = CollectionVectors(shelf.library, MODEL).search("法律", query, 9)
        streamed = CollectionVectors(shelf.library, MODEL, most_kept=3).search("法律", query, 9)
        assert [score for _, score in kept] == pytest.approx([score for _, score in streamed])
        assert len(kept) == 9


def test_what_comes_and_goes_is_followed(tmp_path: Path) -> None:
    first, second = lying_in("法律", "甲", ["党员三百人"]), lying_in("法律", "乙", ["党员四百人"])
    with closing(Shelf(tmp_path, [first])) as shelf:
        vectors = CollectionVectors(shelf.library, MODEL)
        query = LetterEmbedder().embed_query("党员")
        assert [one for one, _ in vectors.search("法律", query, 5)] == [first.passages[0].id]
        shelf.library.store([second], MODEL)
        assert len(vectors.search("法律", query, 5)) == 1
        shelf.library.flip([(second.document.id, 1)])
        shelf.library.remove([first.document.id])
        assert [one for one, _ in vectors.search("法律", query, 5)] == [second.passages[0].id]
