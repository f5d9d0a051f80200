"""The learned ranker: what it is told of passages, and what it may do with their order."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pb_qa.embedding import load_embedder
from pb_qa.models import DocumentInfo, Passage
from pb_qa.retrieval import PassageRetriever, fuse, ranked, worth_a_look
from pb_qa.retrieval_ranker import Ranker, shipped_ranker
from pb_qa.retrieval_signals import SIGNALS, Shortlists, signals
from pb_qa.retrieval_years import asked_years
from pb_qa.storage.keyword_index import KeywordIndex, keyword_entry
from pb_qa.storage.vectors import ExactVectors
from pb_qa.text.search_form import search_terms

NAMES = [f"段{number}" for number in range(60)]


def hits(most: float) -> st.SearchStrategy[list[tuple[str, float]]]:
    found = st.dictionaries(st.sampled_from(NAMES), st.floats(0.01, most), min_size=1)
    return found.map(lambda each: sorted(each.items(), key=lambda hit: -hit[1]))


@st.composite
def shortlists(draw: st.DrawFn) -> Shortlists:
    keyword, dense = draw(hits(40)), draw(hits(1))
    weight = draw(st.floats(0, 1))
    fused = dict(fuse(keyword, dense, weight))
    terms = search_terms(draw(st.text("党员发展三年45%A 。", max_size=20)))
    rarity = {term: draw(st.floats(0, 12)) for term in terms}
    pieces = draw(st.dictionaries(st.text("党员 ", max_size=2), st.floats(0, 9), max_size=4))
    years = draw(st.frozensets(st.integers(1940, 2030), max_size=3))
    coverage = draw(st.floats(0, 1))
    return Shortlists(keyword, dense, fused, rarity, coverage, weight, pieces, years)


def live_of(names: Sequence[str], texts: Sequence[str]) -> dict[str, tuple[Passage, DocumentInfo]]:
    return {
        name: (Passage(name, "文", 0, len(text), text), DocumentInfo("文", 1, "文.md", "标题"))
        for name, text in zip(names, texts, strict=True)
    }


def described(
    question: str,
    texts: Sequence[str],
    titles: Sequence[str] = (),
    years: Sequence[int | None] = (),
) -> dict[str, Any]:
    """The columns of the signals of texts that were found alike."""
    ids = [str(number) for number in range(len(texts))]
    alike = [(one, 1.0) for one in ids]
    found = Shortlists(
        alike,
        alike,
        dict(alike),
        rarity=dict.fromkeys(search_terms(question), 2.0),
        coverage=0.5,
        dense_weight=0.5,
        pieces=load_embedder().pieces(question),
        years=asked_years(question),
    )
    count = len(texts)
    rows = signals(found, ids, texts, titles or [""] * count, years or [None] * count)
    return dict(zip(SIGNALS, rows.T, strict=True))


@settings(deadline=None)
@given(shortlists(), st.text(max_size=40))
def test_the_ranker_only_changes_the_order(found: Shortlists, text: str) -> None:
    looked_into = worth_a_look(found)
    order = ranked(found, live_of(looked_into, [text] * len(looked_into)), shipped_ranker())
    assert sorted(name for name, _ in order) == sorted(found.fused)
    assert [score for _, score in order] == sorted(found.fused.values(), reverse=True)
    assert {name for name, _ in order[: len(looked_into)]} == set(looked_into)


@settings(deadline=None)
@given(shortlists(), st.text(max_size=40))
def test_signals_are_finite_whatever_was_found(found: Shortlists, text: str) -> None:
    ids = list(found.fused)
    years = [None if place % 2 else 2000 + place for place in range(len(ids))]
    rows = signals(found, ids, [text] * len(ids), [text[::-1]] * len(ids), years)
    assert rows.shape == (len(ids), len(SIGNALS)) and np.isfinite(rows).all()


def test_passages_that_are_no_longer_live_follow_those_looked_into() -> None:
    alike = [("甲", 3.0), ("乙", 2.0), ("丙", 1.0)]
    found = Shortlists(alike, alike, dict(alike), {"党": 1.0}, 0.5, 0.5)
    order = ranked(found, live_of(["乙", "丙"], ["党员", "党员"]), shipped_ranker())
    assert [name for name, _ in order][2:] == ["甲"]


def test_a_passage_with_all_words_in_one_sentence_has_more_than_with_them_scattered() -> None:
    columns = described("发展党员", ["发展党员工作。会议。", "发展经济。党员大会。"])
    assert columns["sentence"][0] == pytest.approx(1.0)
    assert columns["sentence"][0] > columns["sentence"][1] > 0
    assert columns["sentences"][0] == columns["sentences"][1] == pytest.approx(np.log1p(2))
    assert columns["characters"].tolist() == [1.0, 1.0]
    assert columns["pairs"][0] > columns["pairs"][1]


def test_words_of_the_title_count_apart_from_those_of_the_text() -> None:
    columns = described("党员", ["党员", "会议", "会议"], ["", "党员教育", ""])
    assert columns["title"].tolist() == [0.0, 1.0, 0.0]
    assert columns["anywhere"].tolist() == [1.0, 1.0, 0.0]


def test_a_piece_counts_as_much_as_the_embedder_weighs_it() -> None:
    columns = described("党员的培训", ["党员。培训", "的。党员", "培训的党员"])
    whole, part, other = columns["pieces"]
    assert 0 < part < whole <= other == pytest.approx(1.0)
    assert columns["piece_sentence"][2] == pytest.approx(1.0)
    assert columns["piece_sentence"][0] < whole


def test_documents_of_the_year_asked_about_and_of_the_year_after_are_told_apart() -> None:
    columns = described(
        "2007年产量", ["2007年增长", "去年", "明年", "x"], (), [2007, 2008, 1954, None]
    )
    assert columns["year_named"].tolist() == [1.0, 0.0, 0.0, 0.0]
    assert columns["year_same"].tolist() == [1.0, 0.0, 0.0, 0.0]
    assert columns["year_after"].tolist() == [0.0, 1.0, 0.0, 0.0]
    assert columns["year_other"].tolist() == [0.0, 0.0, 1.0, 0.0]


def test_without_a_year_asked_about_no_document_is_of_another() -> None:
    columns = described("产量", ["2007年增长", "去年"], years=[2007, 2008])
    assert not any(columns[name].any() for name in SIGNALS if name.startswith("year_"))


def test_traditional_and_full_width_texts_have_the_same_words() -> None:
    columns = described("2021年党员", ["２０２１年黨員", "2021年党员"])
    assert columns["anywhere"].tolist() == [1.0, 1.0]


@pytest.mark.parametrize("for_reading", [False, True])
def test_a_ranker_survives_being_written_down(for_reading: bool) -> None:
    ranker = shipped_ranker(for_reading=for_reading)
    again = Ranker.from_numbers(json.loads(json.dumps(ranker.numbers())))
    assert again.signals == ranker.signals
    for field in fields(Ranker):
        if field.name == "signals":
            continue
        one, other = getattr(ranker, field.name), getattr(again, field.name)
        np.testing.assert_allclose(one, other, atol=1e-5)


def test_a_ranker_of_other_signals_is_refused() -> None:
    numbers = shipped_ranker().numbers() | {"signals": ["fused", "colour"]}
    with pytest.raises(ValueError, match="signals"):
        Ranker.from_numbers(numbers)


def test_two_units_rate_as_written() -> None:
    count = len(SIGNALS)
    ranker = Ranker(
        mean=np.zeros(count, np.float32),
        scale=np.ones(count, np.float32),
        hidden=np.eye(count, 2, dtype=np.float32),
        hidden_bias=np.zeros(2, np.float32),
        out=np.array([1, -1], np.float32),
        straight=3.0,
    )
    row = np.zeros((1, count), np.float32)
    row[0, 0], row[0, SIGNALS.index("fused")] = 0.5, 0.25
    assert ranker.rate(row)[0] == pytest.approx(np.tanh(0.5) + 3.0 * 0.25)


def test_what_the_reader_was_calibrated_on_is_ranked_without_years() -> None:
    ranker = shipped_ranker(for_reading=True)
    rows = np.zeros((2, len(SIGNALS)), np.float32)
    rows[1, SIGNALS.index("year_after")] = 1.0
    assert ranker.rate(rows)[0] == ranker.rate(rows)[1]
    assert shipped_ranker().rate(rows)[0] < shipped_ranker().rate(rows)[1]


class _Texts:
    def __init__(self, live: dict[str, tuple[Passage, DocumentInfo]]) -> None:
        self.live = live

    def passages(self, ids: Sequence[str]) -> dict[str, tuple[Passage, DocumentInfo]]:
        return {one: self.live[one] for one in ids if one in self.live}


class _Nearest:
    def __init__(self, vectors: ExactVectors) -> None:
        self.vectors = vectors

    def search(
        self, vector: Any, k: int, collection: str = "", model: str = ""
    ) -> list[tuple[str, float]]:
        return self.vectors.search(vector, k)


class _Renamed:
    """The built-in embedder under another model's name."""

    dimension = load_embedder().dimension
    name = "other-model"

    def embed_query(self, text: str) -> Any:
        return load_embedder().embed_query(text)

    def embed_passages(self, texts: Sequence[str]) -> Any:
        return load_embedder().embed_passages(texts)


def test_only_similarities_of_the_built_in_model_are_ranked(tmp_path: Path) -> None:
    texts = ["发展党员要经过支部大会讨论。", "党员发展对象的培训不少于三天。", "会议纪要。"]
    live = live_of(["甲", "乙", "丙"], texts)
    index = KeywordIndex(tmp_path)
    index.upsert([keyword_entry(*one) for one in live.values()])
    vectors = ExactVectors([(list(live), load_embedder().embed_passages(texts))])
    retriever = PassageRetriever(
        library=_Texts(live),
        keyword_index=index,
        vector_index=_Nearest(vectors),
        embedder=load_embedder(),
    )
    backwards = replace(shipped_ranker(), out=-shipped_ranker().out, straight=-5.0)
    question = "发展对象培训几天"
    found = retriever.shortlists(question, 10)
    expected = [name for name, _ in ranked(found, live, shipped_ranker())]
    assert expected[0] == "乙"
    assert [hit.passage.id for hit in retriever.search(question)] == expected
    turned = retriever.model_copy(update={"ranker": backwards})
    assert [hit.passage.id for hit in turned.search(question)] == expected[::-1]
    other = retriever.model_copy(update={"embedder": _Renamed()})
    assert [hit.passage.id for hit in other.search(question)] == list(found.fused)
    index.close()
