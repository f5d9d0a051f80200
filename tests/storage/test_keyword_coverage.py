"""How much of a question the best keyword hit covers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb_qa.storage.keyword_index import KeywordEntry, KeywordIndex
from pb_qa.text.search_form import search_terms

PASSAGES = (
    "全区非公有制企业党组织组建率提高到百分之五十",
    "用人单位应当与劳动者订立书面劳动合同",
    "国徽法自公布之日起施行",
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KeywordIndex]:
    made = KeywordIndex(Path(tmp_path_factory.mktemp("keywords")))
    made.upsert(
        KeywordEntry(str(number), " ".join(search_terms(text)), "")
        for number, text in enumerate(PASSAGES)
    )
    yield made
    made.close()


def covered(index: KeywordIndex, question: str) -> float:
    terms = search_terms(question)
    hits = index.search(terms, 1, title_boost=0.0)
    return index.coverage(terms, hits[0][1] if hits else 0.0)


def test_the_documents_own_words_cover_more_than_a_laymans(index: KeywordIndex) -> None:
    own = covered(index, "书面劳动合同")
    lay = covered(index, "老板没跟我签合同怎么办")
    assert own > 2 * lay > 0


def test_what_nobody_wrote_is_not_covered(index: KeywordIndex) -> None:
    assert covered(index, "足球比赛") == 0.0
    assert index.coverage([], 0.0) == 0.0


@given(st.text(max_size=40), st.floats(0, 1e6))
def test_coverage_is_a_share(index: KeywordIndex, question: str, score: float) -> None:
    assert 0.0 <= index.coverage(search_terms(question), score) <= 1.0
