from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_library import new_version

from pb_qa.figures import Figure, FigureOrder, Measure, Period
from pb_qa.storage.figure_index import FigureEntry, FigureIndex, figure_entries
from pb_qa.storage.figure_queries import collated, uncollated
from pb_qa.storage.figure_reader import StoredFigure
from pb_qa.text.search_form import search_form

DOCUMENT = new_version("清河县公报", ["要点。"]).document.info


def figure(key: int, indicator: str = "粮食产量", **more: object) -> StoredFigure:
    quote = f"全县{indicator}为{key}万吨。"
    made = Figure(
        document_id=DOCUMENT.id,
        start=0,
        end=len(quote),
        number_start=quote.index(str(key)),
        number_end=len(quote) - 1,
        value=str(key),
        unit="万吨",
        base_value=f"{key}0000",
        base_unit="吨",
        indicator=indicator,
        **more,  # type: ignore[arg-type]
    )
    return StoredFigure(key, made, quote, DOCUMENT)


def entries(*stored: StoredFigure) -> list[FigureEntry]:
    return figure_entries(stored)


def keys(index: FigureIndex, query: object, **more: object) -> list[int]:
    found, total = index.snapshot().find(query, 1000, **more)  # type: ignore[arg-type]
    assert total == len(found) == index.snapshot().count(query)  # type: ignore[arg-type]
    return [key for key, _ in found]


@pytest.fixture
def index(tmp_path: Path) -> FigureIndex:
    return FigureIndex(tmp_path / "f")


def test_figures_are_found_by_every_part(index: FigureIndex) -> None:
    year = Period("2011年", "2011-01-01", "2011-12-31")
    index.upsert(
        entries(
            figure(1, period=year, place="清河县", measure=Measure.CHANGE),
            figure(2, "棉花产量"),
        )
    )
    ask = index.queries
    assert keys(index, ask.in_indicator("棉花")) == [2]
    assert keys(index, ask.in_context("清河")) == [1, 2]  # the document's title
    assert keys(index, ask.in_context("全县")) == [1, 2]  # the sentence
    assert keys(index, ask.form("粮食产量")) == [1]
    assert keys(index, ask.places(["清河县"])) == [1] and keys(index, ask.placeless()) == [2]
    assert keys(index, ask.unit("吨")) == keys(index, ask.unit("万吨")) == [1, 2]
    assert keys(index, ask.measure("change")) == [1]
    assert keys(index, ask.overlapping(20111231, 20120101)) == [1]
    assert keys(index, ask.overlapping(20120101, 20121231)) == []
    assert keys(index, ask.timeless()) == [2]
    assert keys(index, ask.documents([DOCUMENT.id])) == [1, 2]
    assert keys(index, ask.documents([])) == keys(index, ask.places([])) == []
    assert keys(index, ask.keys([2, 9])) == [2]
    assert index.snapshot().values("place") == ["清河县"]
    assert set(index.snapshot().values("indicator")) == {"粮食产量", "棉花产量"}


def test_a_versions_figures_are_replaced_and_deleted_together(index: FigureIndex) -> None:
    index.upsert(entries(figure(1), figure(2)))
    index.upsert(entries(figure(3)))
    assert keys(index, index.queries.everything()) == [3]
    index.delete([("没有", 1)])
    assert index.count() == 1
    index.delete([(DOCUMENT.id, DOCUMENT.version)])
    assert index.count() == 0 and index.snapshot().values("indicator") in ([], ["粮食产量"])


def test_staged_figures_are_not_found_before_the_commit(index: FigureIndex) -> None:
    index.stage(entries(figure(1)))
    assert index.count() == 0
    index.forget_staged()
    index.commit()
    assert index.count() == 0
    before = index.snapshot()
    index.upsert(entries(figure(1)))
    assert before.count(index.queries.everything()) == 0 and index.count() == 1


def test_it_is_there_after_reopening_and_empty_when_damaged(tmp_path: Path) -> None:
    index = FigureIndex(tmp_path / "f")
    index.upsert(entries(figure(1)))
    index.close()
    again = FigureIndex(tmp_path / "f")
    assert keys(again, again.queries.form("粮食产量")) == [1]
    again.close()
    (tmp_path / "f" / "meta.json").write_text("{broken")
    assert FigureIndex(tmp_path / "f").count() == 0


def test_a_rebuild_that_fails_leaves_the_old_figures(index: FigureIndex) -> None:
    index.upsert(entries(figure(1)))

    def pages() -> object:
        yield entries(figure(2))
        raise RuntimeError("disk full")

    with pytest.raises(RuntimeError):
        index.rebuild(pages())  # type: ignore[arg-type]
    assert keys(index, index.queries.everything()) == [1]
    index.rebuild([entries(figure(2)), entries(figure(3))])
    assert keys(index, index.queries.everything()) == [2, 3]


def test_equal_figures_keep_their_order_from_page_to_page(index: FigureIndex) -> None:
    for batch in range(6):
        named = [figure(batch * 50 + number, place="甲乙丙"[number % 3]) for number in range(50)]
        document = replace(DOCUMENT, id=f"id-{batch}")
        index.upsert(entries(*(replace(one, document=document) for one in named)))
    # Each commit made a segment of its own.
    snapshot, everything = index.snapshot(), index.queries.everything()
    total = snapshot.count(everything)
    assert total == 300
    for order in (*FigureOrder, None):
        for descending in (False, True):
            whole, _ = snapshot.find(everything, total, 0, order, descending=descending)
            paged = [
                hit
                for offset in range(0, total, 7)
                for hit in snapshot.find(everything, 7, offset, order, descending=descending)[0]
            ]
            assert paged == whole and len(set(paged)) == total


def test_the_context_of_a_wide_row_is_what_stands_near(index: FigureIndex) -> None:
    row = " | ".join(f"数列{number}甲乙丙丁" for number in range(2000))
    wide = figure(1)
    at = row.index("数列1000")
    made = StoredFigure(
        1,
        Figure(DOCUMENT.id, 0, len(row), at, at + 4, "1", "万吨", "10000", "吨"),
        row,
        DOCUMENT,
    )
    (entry,) = entries(made)
    assert len(entry.context_terms) < 2000
    assert "1000" in entry.context_terms.split() and "1" not in entry.context_terms.split()
    assert wide.quote


@given(st.text(max_size=30))
def test_collating_is_reversible_where_gb18030_is(text: str) -> None:
    readable = text.encode("gb18030", "replace").decode("gb18030")
    assert uncollated(collated(text)) == readable


def test_common_characters_sort_by_their_sound() -> None:
    names = ["银川市", "固原市", "安徽", "北京市", "重庆市", "上海市"]
    assert sorted(names, key=collated) == ["安徽", "北京市", "固原市", "上海市", "银川市", "重庆市"]


@given(indicator=st.text(max_size=40), place=st.text(max_size=10))
def test_no_indicator_or_place_is_lost(
    tmp_path_factory: pytest.TempPathFactory, indicator: str, place: str
) -> None:
    index = FigureIndex(tmp_path_factory.mktemp("f"))
    index.upsert(entries(figure(1, indicator, place=place)))
    assert index.count() == 1
    places = index.snapshot().values("place")
    assert keys(index, index.queries.places(places)) == ([1] if place else [])
    for run in search_form(indicator).split():
        if run.isalpha() and run.isascii():
            assert keys(index, index.queries.in_indicator(run)) == [1]
    index.close()
