from __future__ import annotations

from dataclasses import replace

from small_ledger import SmallLedger, Stated

from pb_qa.figures import FoundFigure, Measure

OURS = Stated("粮食总产量", "31.6", "万吨", "2010", "清河县")
THEIRS = Stated("2010年全县粮食产量", "33.2", "万吨", "2010", "清河县")


def listed(ledger: SmallLedger) -> list[tuple[str, list[str]]]:
    """Disagreements as indicator and values with the titles of their documents."""

    def shown(one: FoundFigure) -> str:
        return f"{one.figure.base_value}{one.figure.base_unit} {one.document.title}"

    found = ledger.disagreements.all()
    return [(one.indicator, [shown(figure) for figure in one.figures]) for one in found]


def test_different_values_for_the_same_are_listed_and_not_averaged(ledger: SmallLedger) -> None:
    ledger.put("甲", OURS)
    ledger.put("乙", THEIRS)
    assert listed(ledger) == [("粮食总产量", ["316000吨 甲", "332000吨 乙"])]
    (one,) = ledger.disagreements.all()
    assert (one.place, one.period) == ("清河县", OURS.period)
    assert one.figures[0].quote == OURS.line


def test_the_same_value_in_another_unit_is_no_disagreement(ledger: SmallLedger) -> None:
    ledger.put("甲", OURS)
    ledger.put("乙", Stated("粮食产量", "6.32", "亿斤", "2010", "清河县"))
    ledger.put("丙", Stated("粮食产量", "316000", "吨", "2010", "清河县"))
    assert listed(ledger) == []
    ledger.put("丁", Stated("粮食产量", "6.5", "亿斤", "2010", "清河县"))
    ((_, values),) = listed(ledger)
    assert values[-1] == "325000吨 丁" and len(values) == 4


def test_another_place_period_measure_or_dimension_is_not_the_same(ledger: SmallLedger) -> None:
    ledger.put("甲", OURS, Stated("产值", "3", "亿元", "2010", "清河县"))
    ledger.put("乙", Stated("粮食总产量", "33.2", "万吨", "2011", "清河县"))
    ledger.put("丙", Stated("粮食总产量", "33.2", "万吨", "2010", "平河市"))
    ledger.put("丁", Stated("产值", "5", "%", "2010", "清河县", Measure.CHANGE, "up"))
    ledger.put("戊", Stated("产值", "0.5", "亿元", "2010", "清河县", Measure.CHANGE, "up"))
    ledger.put("己", Stated("粮食总产量", "33.2", "万吨", "", "清河县"))
    ledger.put("庚", Stated("粮食总产量", "2", "万吨", "2010", "清河县", value_to="3"))
    assert listed(ledger) == []


def test_a_repost_counts_once(ledger: SmallLedger) -> None:
    ledger.put("甲", OURS)
    sentence = OURS.line.replace("31.6万吨", "{}").replace("为", "為 ")
    ledger.put("转载", replace(OURS, sentence=sentence))
    assert listed(ledger) == []
    ledger.put("乙", THEIRS)
    assert listed(ledger) == [("粮食总产量", ["316000吨 甲", "332000吨 乙"])]


def test_two_values_of_one_document_are_its_own_affair(ledger: SmallLedger) -> None:
    ledger.put("甲", OURS, THEIRS)
    assert listed(ledger) == []
    # Another document that has one of both agrees with it.
    ledger.put("乙", Stated("粮食产量", "33.2", "万吨", "2010", "清河县"))
    assert listed(ledger) == []


def test_a_figure_without_a_place_is_about_its_documents(ledger: SmallLedger) -> None:
    placeless = Stated("粮食总产量", "30", "万吨", "2010")
    ledger.put("甲", OURS)
    ledger.put("平河公报", placeless, place="平河市")
    assert listed(ledger) == []
    ledger.put("清河公报", placeless, place="清河县")
    assert [values for _, values in listed(ledger)] == [["300000吨 清河公报", "316000吨 甲"]]


def test_an_indicator_that_names_its_place_is_the_same(ledger: SmallLedger) -> None:
    ledger.put("甲", OURS)
    ledger.put("乙", replace(THEIRS, indicator="清河县粮食产量"))
    assert len(listed(ledger)) == 1
    for asked in ("清河县粮食产量", "粮食产量"):
        assert len(ledger.lookup.alike(asked)) == 2


def test_growth_and_decline_disagree_but_other_baselines_and_aims_do_not(
    ledger: SmallLedger,
) -> None:
    def change(value: str, direction: str, sentence: str) -> Stated:
        return Stated(
            "产值", value, "%", "2010", "清河县", Measure.CHANGE, direction, sentence=sentence
        )

    ledger.put("甲", change("3", "up", "2010年产值比上年增长{}。"))
    ledger.put("乙", change("30", "up", "2010年产值比2005年增长{}。"))
    ledger.put("丙", change("8", "up", "2010年产值增长目标为{}。"))
    assert listed(ledger) == []
    ledger.put("丁", change("3", "down", "2010年产值下降{}。"))
    assert listed(ledger) == [("产值", ["3% 丁", "3% 甲"])]


def test_what_rounding_explains_comes_last(ledger: SmallLedger) -> None:
    ledger.put("甲", Stated("党员", "3.5", "万名", "2010", "清河县"), OURS)
    ledger.put("乙", Stated("党员", "35120", "人", "2010", "清河县"), THEIRS)
    assert [name for name, _ in listed(ledger)] == ["粮食总产量", "党员"]


def test_removed_and_replaced_documents_disagree_with_nobody(ledger: SmallLedger) -> None:
    ledger.put("甲", OURS)
    other = ledger.put("乙", THEIRS)
    assert len(listed(ledger)) == 1
    ledger.remove(other, purge=False)
    assert listed(ledger) == []
    ledger.put("丙", THEIRS)
    assert len(listed(ledger)) == 1
    ledger.put("丙", OURS, version=2)
    assert listed(ledger) == []


def test_a_collection_has_only_the_disagreements_among_its_own(ledger: SmallLedger) -> None:
    ledger.put("统计/甲", OURS)
    ledger.put("统计/乙", THEIRS)
    ledger.put("公报/丙", Stated("粮食总产量", "35", "万吨", "2010", "清河县"))
    (every,) = ledger.disagreements.all()
    assert len(every.figures) == 3
    (some,) = ledger.disagreements.all("文件/统计")
    assert [one.document.title for one in some.figures] == ["统计/甲", "统计/乙"]
    assert ledger.disagreements.all("文件/公报") == []


def test_values_for_different_cases_do_not_disagree(ledger: SmallLedger) -> None:
    short = "2010年清河县工龄满一年不满十年的，补贴为{}。"
    long = "2010年清河县工龄满十年的，补贴为{}。"
    ledger.put("甲", Stated("补贴", "500", "元", "2010", "清河县", sentence=short))
    ledger.put("乙", Stated("补贴", "900", "元", "2010", "清河县", sentence=long))
    assert listed(ledger) == []
    ledger.put("丙", Stated("补贴", "700", "元", "2010", "清河县", sentence=short))
    assert listed(ledger) == [("补贴", ["500元 甲", "700元 丙"])]
