"""Clusters of near-duplicates: who leads, whatever came in which order and whoever leaves."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pb_qa.models import DocumentInfo
from pb_qa.storage.reposts import Clusters, Standing, clusters_of

IDS = "甲乙丙丁戊己庚"


def standing(
    name: str, came_in: float = 0.0, *, number: str = "", publisher: str = "", date: str = ""
) -> Standing:
    info = DocumentInfo(
        name, 1, f"{name}.txt", name, number=number, publisher=publisher, issued_on=date
    )
    return Standing(info, came_in)


STANDINGS = {name: standing(name, float(n % 3)) for n, name in enumerate(IDS)}
PAIRS = st.dictionaries(
    st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)).filter(lambda pair: pair[0] < pair[1]),
    st.floats(0.8, 1.0),
    max_size=12,
).map(lambda found: [(first, second, share) for (first, second), share in found.items()])


def sets(clusters: Clusters) -> set[frozenset[str]]:
    return {
        frozenset((leader, *(info.id for info in members)))
        for leader, members in clusters.members.items()
    }


@given(PAIRS)
def test_every_member_is_a_pair_with_its_leader(pairs: list[tuple[str, str, float]]) -> None:
    clusters = clusters_of(pairs, STANDINGS)
    near = {frozenset(pair[:2]): pair[2] for pair in pairs}
    for member, leader in clusters.leaders.items():
        assert clusters.shares[member] == near[frozenset((member, leader))]
        assert STANDINGS[leader].rank < STANDINGS[member].rank
        assert leader not in clusters.leaders and clusters.source_of(member) == leader
    listed = [info.id for members in clusters.members.values() for info in members]
    assert sorted(listed) == sorted(clusters.leaders)


@given(PAIRS, st.randoms())
def test_neither_the_order_of_pairs_nor_their_direction_matters(
    pairs: list[tuple[str, str, float]], random: st.DataObject
) -> None:
    turned = [(second, first, share) for first, second, share in pairs]
    random.shuffle(turned)  # type: ignore[attr-defined]
    assert clusters_of(turned, STANDINGS) == clusters_of(pairs, STANDINGS)


@given(PAIRS, st.sampled_from(IDS))
def test_without_a_member_the_others_stay_and_without_a_leader_the_next_leads(
    pairs: list[tuple[str, str, float]], gone: str
) -> None:
    before = clusters_of(pairs, STANDINGS)
    after = clusters_of([pair for pair in pairs if gone not in pair[:2]], STANDINGS)
    assert all(gone not in one for one in sets(after))
    if gone in before.leaders:
        assert sets(after) == {left for one in sets(before) if len(left := one - {gone}) > 1}


def test_who_leads() -> None:
    ranked = [
        standing("有文号", 9, number="清发〔2018〕1号", date="2018-02"),
        standing("政府网", 8, publisher="清河县人民政府网站", date="2017"),
        standing("早", 7, date="2018-01-01"),
        standing("晚", 6, date="2018-01-02"),
        standing("先来", 1),
        standing("后来", 2),
        standing("别家转发文件", 0, number="清发〔2018〕1号", publisher="某某网", date="2016-07"),
    ]
    by_rank = sorted(ranked[::-1], key=lambda one: one.rank)
    assert [one.document.id for one in by_rank] == [
        "政府网",
        "有文号",
        "别家转发文件",
        "早",
        "晚",
        "先来",
        "后来",
    ]


def test_a_chain_of_small_changes_does_not_tie_its_ends() -> None:
    in_order = {name: standing(name, float(n)) for n, name in enumerate(IDS)}
    clusters = clusters_of([("甲", "丁", 0.9), ("丁", "庚", 0.9)], in_order)
    assert sets(clusters) == {frozenset("甲丁")} and clusters.source_of("庚") == "庚"
