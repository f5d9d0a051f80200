"""Figures limited to a folder of the corpus: exactly those stated there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_ledger import SmallLedger, Stated, version_with

from pb_qa.errors import CollectionNotFoundError
from pb_qa.figures import FigureFilter
from pb_qa.ledger import FigureCandidates
from pb_qa.storage.rows import NewVersion


def lying_in(folder: str, new: NewVersion) -> NewVersion:
    name = new.document.source.rpartition("/")[2]
    return replace(new, document=replace(new.document, source=f"{folder}/{name}"))


@pytest.fixture
def filled(ledger: SmallLedger) -> SmallLedger:
    grain = Stated("粮食总产量", "31.6", "万吨", "2010")
    steel = Stated("钢产量", "12", "万吨", "2010")
    batch = [
        lying_in("地区/宁夏", version_with("甲", [grain])),
        lying_in("地区", version_with("乙", [replace(grain, value="44.1"), steel])),
        lying_in("地区年鉴", version_with("丙", [replace(grain, value="57.9")])),
    ]
    ledger.store(*batch)
    ledger.library.flip([(new.document.id, 1) for new in batch])
    return ledger


def values(ledger: SmallLedger, query: str, collection: str) -> set[str]:
    found = ledger.lookup.page(query, FigureFilter(collection=collection)).figures
    assert len(ledger.values(query, FigureFilter(collection=collection))) == len(found)
    return {one.figure.value for one in found}


@pytest.mark.parametrize(
    ("collection", "expected"),
    [
        ("", {"31.6", "44.1", "57.9"}),
        ("地区", {"31.6", "44.1"}),
        ("地区/宁夏", {"31.6"}),
        ("/地区年鉴/", {"57.9"}),
    ],
)
def test_only_what_lies_there_is_found(
    filled: SmallLedger, collection: str, expected: set[str]
) -> None:
    assert values(filled, "粮食总产量", collection) == expected
    series = filled.lookup.alike("粮食总产量", FigureFilter(collection=collection))
    assert {found.figure.value for found in series} == expected


def test_without_words_all_of_it_is_listed(filled: SmallLedger) -> None:
    assert values(filled, "", "地区") == {"31.6", "44.1", "12"}


def test_the_nearest_are_those_of_the_collection(filled: SmallLedger) -> None:
    page = filled.lookup.page("钢铁", FigureFilter(collection="地区/宁夏", place="没有"))
    assert page.total == 0 and "钢产量" not in page.nearest


def test_candidates_for_an_answer_come_from_the_collection(filled: SmallLedger) -> None:
    candidates = FigureCandidates(filled.library, filled.index)
    for collection, expected in (("地区/宁夏", {"31.6"}), ("地区", {"31.6", "44.1", "12"})):
        _, figures = candidates.gather(["粮食总产量", "钢产量"], [], [], collection)
        assert {found.figure.value for found in figures} == expected


def test_a_folder_that_is_not_there_is_said(filled: SmallLedger) -> None:
    with pytest.raises(CollectionNotFoundError, match=r"没有文件夹“河北”.*地区"):
        filled.lookup.page("粮食", FigureFilter(collection="河北"))
