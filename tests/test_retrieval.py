"""Fusion as a pure function, and what the retriever makes of its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb_qa.models import DocumentInfo, Passage, ScoredPassage
from pb_qa.retrieval import (
    DEFAULT_FUSION,
    Fusion,
    PassageRetriever,
    fuse,
    langchain_document,
    scored_passage,
)

TEXT = st.text(max_size=30)


def rankings(least: float, most: float) -> st.SearchStrategy[list[tuple[str, float]]]:
    scores = st.floats(least, most, allow_nan=False)
    hits = st.dictionaries(st.sampled_from("甲乙丙丁戊己庚辛"), scores, max_size=8)
    return hits.map(lambda found: sorted(found.items(), key=lambda hit: -hit[1]))


KEYWORD = rankings(0.01, 40)
DENSE = rankings(0, 1)
WEIGHTS = st.floats(0, 1)


@given(KEYWORD, DENSE, WEIGHTS)
def test_every_hit_comes_once_best_first_within_bounds(
    keyword: list[tuple[str, float]], dense: list[tuple[str, float]], weight: float
) -> None:
    fused = fuse(keyword, dense, weight)
    names = [name for name, _ in fused]
    assert len(names) == len(set(names)) and set(names) == {n for n, _ in (*keyword, *dense)}
    scores = [score for _, score in fused]
    assert scores == sorted(scores, reverse=True)
    assert all(-1e-9 <= score <= 1 + 1e-9 for score in scores)


@given(KEYWORD, DENSE)
def test_without_weight_the_keywords_alone_decide(
    keyword: list[tuple[str, float]], dense: list[tuple[str, float]]
) -> None:
    fused = fuse(keyword, dense, 0.0)
    if keyword:
        assert [name for name, _ in fused][: len(keyword)] == [name for name, _ in keyword]
        assert all(score == 0 for _, score in fused[len(keyword) :])


@given(DENSE, WEIGHTS)
def test_without_keyword_hits_the_dense_ranking_stays_as_it_is(
    dense: list[tuple[str, float]], weight: float
) -> None:
    assert fuse([], dense, weight) == dense


@given(KEYWORD, WEIGHTS)
def test_without_dense_hits_the_keyword_order_stays(
    keyword: list[tuple[str, float]], weight: float
) -> None:
    assert {name for name, _ in fuse(keyword, [], weight)} == {name for name, _ in keyword}
    if weight < 1:
        scores = dict(fuse(keyword, [], weight))
        ordered = [scores[name] for name, _ in keyword]
        assert ordered == sorted(ordered, reverse=True)


@given(KEYWORD, DENSE, WEIGHTS, st.floats(0.1, 10))
def test_the_scale_of_the_keyword_scores_does_not_matter(
    keyword: list[tuple[str, float]],
    dense: list[tuple[str, float]],
    weight: float,
    factor: float,
) -> None:
    scaled = dict(fuse([(name, score * factor) for name, score in keyword], dense, weight))
    for name, score in fuse(keyword, dense, weight):
        assert scaled[name] == pytest.approx(score, abs=1e-9)


@given(st.floats(0, 1), st.floats(0, 1))
def test_the_more_keywords_cover_the_less_meaning_weighs(one: float, other: float) -> None:
    less, more = sorted((one, other))
    weights = [DEFAULT_FUSION.dense_weight(coverage) for coverage in (less, more)]
    assert DEFAULT_FUSION.most >= weights[0] >= weights[1] >= 0


def test_at_half_the_dense_score_weighs_half_of_the_most() -> None:
    fusion = Fusion(most=0.6, half_at=0.2, softness=0.03)
    assert fusion.dense_weight(0.2) == pytest.approx(0.3)
    assert fusion.dense_weight(0.0) == pytest.approx(0.6, abs=0.01)
    assert fusion.dense_weight(1.0) == pytest.approx(0.0, abs=1e-9)


def test_the_weight_decides_between_equal_keyword_hits() -> None:
    assert fuse([("甲", 10.0), ("乙", 10.0)], [("乙", 0.9), ("甲", 0.3)], 0.2) == [
        ("乙", pytest.approx(0.8 + 0.2 * 0.9)),
        ("甲", pytest.approx(0.8 + 0.2 * 0.3)),
    ]


def test_what_only_keywords_found_gets_the_lowest_similarity() -> None:
    scores = dict(fuse([("甲", 5.0), ("乙", 5.0)], [("乙", 0.8), ("丙", 0.2)], 0.5))
    assert scores == {
        "乙": pytest.approx(0.5 + 0.5 * 0.8),
        "甲": pytest.approx(0.5 + 0.5 * 0.2),
        "丙": pytest.approx(0.5 * 0.2),
    }


def test_ties_keep_the_order_of_the_keywords() -> None:
    keyword = [("丙", 2.0), ("甲", 2.0), ("乙", 2.0)]
    assert [name for name, _ in fuse(keyword, [], 0.5)] == ["丙", "甲", "乙"]


# ---- the retriever over its parts


class _Index:
    """An index that gives a fixed ranking."""

    def __init__(self, *hits: tuple[str, float]) -> None:
        self.hits = list(hits)
        self.asked: list[Any] = []
        self.covered = 0.0

    def search(
        self, query: Any, k: int, collection: str = "", model: str = ""
    ) -> list[tuple[str, float]]:
        self.asked.append(query)
        return self.hits[:k]

    def coverage(self, terms: Sequence[str], score: float) -> float:
        return self.covered

    def rarities(self, terms: Sequence[str]) -> dict[str, float]:
        return dict.fromkeys(terms, 1.0)


class _Store:
    """A library in which only some passages are live."""

    def __init__(self, *live: str) -> None:
        self._live = live

    def passages(self, ids: Sequence[str]) -> dict[str, tuple[Passage, DocumentInfo]]:
        return {
            name: (
                Passage(name, f"文档{name}", 0, 2, "原文"),
                DocumentInfo(f"文档{name}", 1, f"{name}.md", name),
            )
            for name in ids
            if name in self._live
        }


class _Embedder:
    name = "定值"
    dimension = 2

    def embed_query(self, text: str) -> Any:
        return np.array([1, 0], dtype=np.float32)

    def embed_passages(self, texts: Sequence[str]) -> Any:
        return np.tile(np.array([1, 0], dtype=np.float32), (len(texts), 1))


def retriever(keyword: _Index, dense: _Index, *live: str, k: int = 10) -> PassageRetriever:
    return PassageRetriever(
        library=_Store(*live),
        keyword_index=keyword,
        vector_index=dense,
        embedder=_Embedder(),
        k=k,
    )


def test_dead_passages_are_dropped_before_the_list_is_cut() -> None:
    keyword = _Index(("甲", 9.0), ("乙", 8.0), ("丙", 7.0))
    dense = _Index(("丁", 0.9), ("丙", 0.5))
    found = retriever(keyword, dense, "乙", "丙").search("党员", 2)
    assert [hit.passage.id for hit in found] == ["乙", "丙"]
    assert [hit.document.source for hit in found] == ["乙.md", "丙.md"]


@pytest.mark.parametrize(("query", "k"), [("", 5), ("  \n", 5), ("党员", 0)])
def test_nothing_asked_for_is_nothing_found(query: str, k: int) -> None:
    keyword = _Index(("甲", 1.0))
    assert retriever(keyword, _Index(), "甲").search(query, k) == []
    assert keyword.asked == []


def test_a_question_in_other_words_is_found_by_its_meaning() -> None:
    keyword, dense = _Index(("甲", 9.0), ("乙", 8.9)), _Index(("乙", 0.9), ("甲", 0.1))
    found = retriever(keyword, dense, "甲", "乙")
    assert [hit.passage.id for hit in found.search("党员")] == ["乙", "甲"]
    keyword.covered = 1.0
    assert [hit.passage.id for hit in found.search("党员")] == ["甲", "乙"]


def test_k_of_the_retriever_can_be_overridden() -> None:
    names = "甲乙丙丁戊"
    keyword = _Index(*((name, 10.0 - place) for place, name in enumerate(names)))
    three = retriever(keyword, _Index(), *names, k=3)
    assert [document.id for document in three.invoke("党员")] == ["甲", "乙", "丙"]
    assert [document.id for document in three.invoke("党员", k=1)] == ["甲"]
    assert len(three.search("党员")) == 3 and len(three.search("党员", 5)) == 5


def test_traditional_and_full_width_queries_ask_the_keyword_index_the_same() -> None:
    keyword = _Index(("甲", 1.0))
    one = retriever(keyword, _Index(), "甲")
    one.search("2021年党员多少名")
    one.search("２０２１年黨員多少名")
    assert keyword.asked[0] == keyword.asked[1] != []


def test_a_shortened_year_is_searched_in_full() -> None:
    keyword = _Index(("甲", 1.0))
    found = retriever(keyword, _Index(), "甲")
    found.search("07年粮食产量")
    assert "2007" in keyword.asked[0] and "07" not in keyword.asked[0]
    found.search("07年粮食产量", for_reading=True)
    assert "07" in keyword.asked[1] and "2007" not in keyword.asked[1]


INFOS = st.builds(
    DocumentInfo,
    id=TEXT, version=st.integers(1, 99), source=TEXT, title=TEXT, issuer=TEXT, number=TEXT,
    issued_on=TEXT, publisher=TEXT, author=TEXT, place=TEXT, content_hash=TEXT,
)  # fmt: skip
PASSAGES = st.builds(
    Passage,
    id=TEXT, document_id=st.just(""), text=TEXT,
    start=st.integers(0, 10**6), end=st.integers(0, 10**6),
    headings=st.lists(TEXT, max_size=3).map(tuple), page=st.none() | st.integers(1, 999),
)  # fmt: skip
FOUND = st.builds(
    lambda passage, info, score: ScoredPassage(replace(passage, document_id=info.id), info, score),
    PASSAGES, INFOS, st.floats(0, 1),
)  # fmt: skip


@given(FOUND)
def test_a_found_passage_survives_langchain(found: ScoredPassage) -> None:
    document = langchain_document(found)
    assert document.id == found.passage.id and document.page_content == found.passage.text
    assert document.metadata["source"] == found.document.source
    assert scored_passage(document) == found
