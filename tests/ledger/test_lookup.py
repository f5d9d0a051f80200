from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_ledger import SmallLedger, Stated, version_with

from pb_qa.errors import PbQaError
from pb_qa.figures import FigureFilter, FigureOrder, Measure
from pb_qa.ledger.lookup import FigureLookup
from pb_qa.storage.recovery import purge_dead

GRAIN = (
    Stated("粮食总产量", "31.6", "万吨", "2010", "清河县"),
    Stated("粮食产量", "33.2", "万吨", "2011", "清河县"),
    Stated("棉花总产量", "2.1", "万吨", "2011", "清河县"),
    Stated("粮食总产量", "12", "亿斤", "2011", "平河市"),
)
PARTY = (
    Stated("党员", "8126", "名", "2011底", "清河县"),
    Stated(
        "党员占比", "75", "%", measure=Measure.SHARE, sentence="中层以上管理人员中党员占比{}以上。"
    ),
    Stated("党组织覆盖率", "31", "%", "2011", measure=Measure.SHARE,
           sentence="全区有非公企业14770家，党组织覆盖率为{}。"),
)  # fmt: skip


def test_an_indicators_words_find_it_and_the_very_same_comes_first(ledger: SmallLedger) -> None:
    ledger.put("公报", *GRAIN)
    assert set(ledger.values("粮食总产量")) == {"31.6万吨", "33.2万吨", "12亿斤"}
    assert ledger.values("棉花产量")[0] == "2.1万吨"
    assert set(ledger.values("粮食")) == {"31.6万吨", "33.2万吨", "12亿斤"}
    assert ledger.values("粮食总产置") and "2.1万吨" not in ledger.values("粮食总产置")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("糧食總產量", {"31.6万吨", "33.2万吨", "12亿斤"}),
        ("粮食产量是多少", {"31.6万吨", "33.2万吨", "12亿斤"}),
        ("2011年粮食产量", {"33.2万吨", "12亿斤"}),
        ("二〇一一年粮食产量", {"33.2万吨", "12亿斤"}),
        ("11年粮食产量", {"33.2万吨", "12亿斤"}),
        ("2011年底有多少名党员", {"8126名"}),
        ("清河县粮食产量", {"31.6万吨", "33.2万吨"}),
        ("2010年的粮食产量", {"31.6万吨"}),
        ("2020年粮食产量", set()),
        ("党员人数", {"8126名", "75%"}),
        ("非公企业党组织覆盖率", {"31%"}),
        ("覆盖率 党组织", {"31%"}),
        ("拖拉机", set()),
    ],
)
def test_a_search_as_people_type_it(ledger: SmallLedger, query: str, expected: set[str]) -> None:
    ledger.put("公报", *GRAIN, *PARTY)
    assert set(ledger.values(query)) == expected


def test_other_words_for_the_same_find_it_too(ledger: SmallLedger) -> None:
    ledger.put("公报", Stated("国内生产总值", "47.2", "万亿元", "2011"))
    assert ledger.values("GDP") == ledger.values("gdp") == ["47.2万亿元"]


def test_counting_words_prefer_a_level(ledger: SmallLedger) -> None:
    ledger.put("公报", *reversed(PARTY))
    assert ledger.values("党员人数")[0] == "8126名"
    ledger.put(
        "速报",
        Stated("财政收入", "8.9", "亿元", "2011"),
        Stated("财政收入", "5.2", "%", "2011", measure=Measure.CHANGE, direction="up"),
    )
    assert ledger.values("财政收入")[0] != ledger.values("财政收入增长")[0] == "5.2%"


def test_a_year_is_never_substituted(ledger: SmallLedger) -> None:
    ledger.put("公报", *GRAIN)
    page = ledger.lookup.page("2020年粮食产量")
    assert (page.figures, page.total) == ((), 0)
    assert page.nearest and "粮食" in page.nearest[0]


def test_nothing_found_names_the_nearest_indicators_once_each(ledger: SmallLedger) -> None:
    ledger.put("公报", *GRAIN, *PARTY)
    page = ledger.lookup.page("粮食贸易逆差额度")
    assert page.total == 0 and set(page.nearest[:2]) <= {"粮食总产量", "粮食产量"}
    # 粮食总产量 and 粮食产量 are one indicator.
    assert len({"粮食总产量", "粮食产量"} & set(page.nearest)) == 1
    assert ledger.lookup.page("鲸").nearest
    assert ledger.lookup.page("", FigureFilter(place="没有")).nearest == ()


def test_what_means_the_same_comes_after_what_has_the_words(ledger: SmallLedger) -> None:
    # The embedder of the tests compares characters regardless of their order.
    ledger.put("甲", Stated("总产量粮食", "1", "吨"))
    ledger.put("乙", Stated("粮食总产量", "2", "吨"), Stated("天气晴朗日数", "3", "天"))
    for number in range(5):
        ledger.put(f"杂{number}", Stated(f"道路硬化工程{number}", "7", "公里"))
    assert ledger.values("粮食总产量") == ["2吨", "1吨"]
    assert ledger.values("粮食总产量", FigureFilter(document="甲")) == ["1吨"]


def test_filters_pass_what_they_say(ledger: SmallLedger) -> None:
    first = ledger.put("公报", *GRAIN)
    ledger.put("党建年报", *PARTY)
    assert ledger.values("", FigureFilter(place="平河")) == ["12亿斤"]
    assert len(ledger.values("", FigureFilter(place="清河县"))) == 4
    assert ledger.values("", FigureFilter(place="河县", unit="名")) == ["8126名"]
    assert ledger.values("", FigureFilter(unit="吨")) == ["31.6万吨", "33.2万吨", "2.1万吨"]
    assert ledger.values("", FigureFilter(unit="万吨")) == ["31.6万吨", "33.2万吨", "2.1万吨"]
    assert ledger.values("", FigureFilter(unit="％")) == ["75%", "31%"]
    assert ledger.values("", FigureFilter(document="年报")) == ["8126名", "75%", "31%"]
    assert len(ledger.values("", FigureFilter(document=first))) == 4
    assert ledger.values("", FigureFilter(document="年报 公报")) == []
    assert ledger.values("", FigureFilter(measure=Measure.SHARE)) == ["75%", "31%"]
    assert ledger.values("", FigureFilter(period_to="2010")) == ["31.6万吨"]
    assert len(ledger.values("", FigureFilter(period_from="2011-12-31"))) == 5
    assert ledger.values("粮食", FigureFilter(place="清河", period_from="2011")) == ["33.2万吨"]


@pytest.mark.parametrize("date", ["去年", "2011-13", "2011-02-30", "2011-00", "0000", "11"])
def test_a_date_that_is_none_is_refused(ledger: SmallLedger, date: str) -> None:
    with pytest.raises(PbQaError, match="不是日期"):
        ledger.lookup.page("", FigureFilter(period_from=date))
    with pytest.raises(PbQaError, match="先后反了"):
        ledger.lookup.page("", FigureFilter(period_from="2012", period_to="2011"))


def test_everything_is_sorted_not_only_a_page(ledger: SmallLedger) -> None:
    ledger.put("乙", *GRAIN)
    ledger.put("甲", *PARTY, Stated("比例", "3.6:48", "", "1954"))
    by = FigureOrder
    # A ratio has no value and comes last, whichever way.
    ascending = ledger.values("", order=by.VALUE)
    assert ascending[:3] == ["31%", "75%", "8126名"] and ascending[-1] == "3.6:48"
    assert ascending[3:-1] == ["2.1万吨", "31.6万吨", "33.2万吨", "12亿斤"]
    assert ledger.values("", order=by.VALUE, descending=True) == [
        *reversed(ascending[:-1]),
        "3.6:48",
    ]
    assert ledger.values("", order=by.PERIOD)[:2] == ["3.6:48", "31.6万吨"]
    assert ledger.values("", order=by.PERIOD)[-1] == "75%"
    assert ledger.values("", order=by.PERIOD, descending=True)[0] == "8126名"
    assert ledger.values("", order=by.PLACE)[0] == "12亿斤"  # 平河 before 清河
    assert ledger.values("", order=by.DOCUMENT)[:2] == ["8126名", "75%"]  # 甲 before 乙
    assert ledger.values("", order=by.INDICATOR)[0] == "3.6:48"
    assert ledger.values("粮食产量", order=by.VALUE, descending=True)[0] == "12亿斤"


def test_a_removed_document_never_answers_even_before_it_is_purged(ledger: SmallLedger) -> None:
    gone = ledger.put("公报", *GRAIN)
    ledger.put("年报", Stated("粮食产量", "5", "吨"))
    ledger.remove(gone, purge=False)
    assert ledger.index.count() == 5
    for query in ("", "粮食产量", "棉花总产量"):
        assert set(ledger.values(query)) <= {"5吨"}
    assert "棉花总产量" not in ledger.lookup.page("棉花种子").nearest
    assert ledger.lookup.alike("棉花总产量") == []
    purge_dead(ledger.library, ledger.indexes)
    assert ledger.index.count() == ledger.library.figures.count() == 1
    assert ledger.library.figures.dead() == []


def test_a_new_version_replaces_the_figures_of_the_old(ledger: SmallLedger) -> None:
    ledger.put("公报", *GRAIN)
    ledger.put("公报", Stated("粮食产量", "34", "万吨", "2012"), version=2)
    assert ledger.values("粮食产量") == ledger.values("") == ["34万吨"]
    assert ledger.index.count() == 1


def test_a_pending_version_is_neither_found_nor_counted(ledger: SmallLedger) -> None:
    ledger.put("公报", *GRAIN)
    ledger.store(version_with("公报", [Stated("粮食产量", "99", "吨")], 2))
    assert ledger.index.count() == 5
    assert len(ledger.values("")) == 4 and "99吨" not in ledger.values("粮食产量")


def test_a_list_begun_before_a_change_is_read_to_its_end(ledger: SmallLedger) -> None:
    first = ledger.put("甲", Stated("粮食产量", "1", "吨"))
    ledger.put("乙", Stated("粮食产量", "2", "吨"))
    stream = ledger.lookup.each("粮食产量")
    ledger.remove(first)
    ledger.put("丙", Stated("棉花产量", "3", "吨"))
    assert {one.figure.value for one in stream} <= {"1", "2"}
    stream = ledger.lookup.each()
    taken = next(stream)
    ledger.remove(ledger.library.find_by_source("文件/丙.txt").id)  # type: ignore[union-attr]
    ledger.put("丁", Stated("油料产量", "4", "吨"))
    assert {one.figure.value for one in [taken, *stream]} <= {"2", "3"}


def test_lookups_stay_whole_while_documents_come_and_go(ledger: SmallLedger) -> None:
    kept = [Stated("粮食产量", str(number), "吨") for number in range(1, 8)]
    ledger.put("常在", *kept)
    failures: list[BaseException] = []
    stop = threading.Event()

    def look() -> None:
        try:
            while not stop.is_set():
                page = ledger.lookup.page("粮食产量", FigureFilter(document="常在"))
                assert page.total == len(page.figures) == 7
                whole = ledger.lookup.page("粮食产量")
                assert len(whole.figures) == whole.total >= 7
        except BaseException as error:
            failures.append(error)

    thread = threading.Thread(target=look)
    thread.start()
    for number in range(8):
        come = ledger.put(f"来去{number}", Stated("粮食产量", "100", "吨"))
        ledger.remove(come)
    stop.set()
    thread.join()
    assert not failures, failures


def test_what_is_read_while_a_change_is_committed_is_read_again(
    ledger: SmallLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger.put("公报", *GRAIN)
    held: list[bool] = []
    unchanged = ledger.library.unchanged

    @contextmanager
    def noted() -> Iterator[None]:
        with unchanged():
            held.append(True)
            yield

    monkeypatch.setattr(ledger.library, "unchanged", noted)
    ledger.indexes.vectors.wait()
    held.clear()
    ledger.library.committing = True
    ledger.lookup.page("粮食产量")
    assert held
    with ledger.library.transaction():
        pass
    assert not ledger.library.committing


ODD = ["", " ", "\x00", "年", "2011年", "清河县", "？？", "%", "的" * 500, "OR AND (", "\ud83d"]


@pytest.mark.parametrize("query", [*ODD, "a" * 5000, "😀粮食"])
def test_whatever_is_asked_pages_and_streams_agree(ledger: SmallLedger, query: str) -> None:
    ledger.put("公报", *GRAIN, *PARTY)
    ledger.values(query)


_WORDS = ("粮食", "棉花", "总", "产量", "面积", "党员", "覆盖率", "人数", "GDP", "增长")
_STATED = st.builds(
    Stated,
    st.lists(st.sampled_from(_WORDS), max_size=3).map("".join),
    st.integers(0, 50).map(str),
    st.sampled_from(["吨", "万吨", "%", "名"]),
    st.sampled_from(["", "2010", "2011", "2011底"]),
    st.sampled_from(["", "清河县", "平河市", "清河"]),
    st.sampled_from(Measure),
)
_FILTERS = st.builds(
    FigureFilter,
    place=st.sampled_from(["", "清河", "清河县", "市"]),
    period_from=st.sampled_from(["", "2010", "2011", "2011-12"]),
    period_to=st.sampled_from(["", "2011-12-31"]),
    unit=st.sampled_from(["", "吨", "万吨", "%"]),
    document=st.sampled_from(["", "甲", "文件"]),
    measure=st.sampled_from([None, *Measure]),
)


def passes(stated: Stated, name: str, wanted: FigureFilter) -> bool:
    period = stated.period
    start = (wanted.period_from + "-01-01")[:10] if wanted.period_from else ""
    end = wanted.period_to or "9999-12-31"
    place = {"": True, "清河": "清河" in stated.place, "市": "市" in stated.place,
             "清河县": stated.place in ("清河县", "清河")}  # fmt: skip
    return all(
        (
            place[wanted.place],
            not (wanted.period_from or wanted.period_to)
            or (bool(period.start) and period.start <= end and period.end >= start),
            not wanted.unit or wanted.unit in (stated.unit, stated.unit.removeprefix("万")),
            not wanted.document or wanted.document in f"{name}文件",
            wanted.measure in (None, stated.measure),
        )
    )


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    documents=st.lists(st.lists(_STATED, max_size=4), max_size=3),
    wanted=_FILTERS,
    order=st.sampled_from(FigureOrder),
    descending=st.booleans(),
    query=st.lists(st.sampled_from(_WORDS), max_size=3).map("".join),
)
def test_a_list_holds_exactly_what_passes(
    tmp_path_factory: pytest.TempPathFactory,
    documents: list[list[Stated]],
    wanted: FigureFilter,
    order: FigureOrder,
    descending: bool,
    query: str,
) -> None:
    ledger = SmallLedger(tmp_path_factory.mktemp("l"))
    names = "甲乙丙"
    for name, stated in zip(names, documents, strict=False):
        ledger.put(name, *stated)
    expected = sorted(
        one.value + one.unit
        for name, stated in zip(names, documents, strict=False)
        for one in stated
        if passes(one, name, wanted)
    )
    assert sorted(ledger.values("", wanted, order, descending=descending)) == expected
    narrowed = ledger.values(query, wanted, order, descending=descending)
    assert len(narrowed) <= len(expected)
    for one in ledger.lookup.each(query, wanted, order):
        text = ledger.library.document(one.document.id).text
        assert text[one.figure.start : one.figure.end] == one.quote
        assert one.figure.value in text[one.figure.number_start : one.figure.number_end]
    ledger.close()


def test_a_lookup_of_an_empty_library_finds_nothing(tmp_path: Path) -> None:
    ledger = SmallLedger(tmp_path / "d")
    assert isinstance(ledger.lookup, FigureLookup)
    page = ledger.lookup.page("粮食")
    assert (page.figures, page.total, page.nearest) == ((), 0, ())
    assert list(ledger.lookup.each()) == [] and ledger.disagreements.all() == []
    ledger.close()
