"""Copies of a text come after what says something else."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pb_qa.models import DocumentInfo, Passage, ScoredPassage
from pb_qa.retrieval_repeats import COMPARED, copies_last

LAW = "第一条用人单位应当支付经济补偿。补偿按照工作年限计算，每满一年支付一个月工资。"
NEXT = "第二条劳动者提前三十日书面通知用人单位。可以解除劳动合同，不需要说明任何理由。"
OTHER = "行政机关提供行政许可申请书格式文本，不得收取任何费用。"


def found(*placed: tuple[str, str]) -> list[ScoredPassage]:
    """Passages as (document, text), best first."""
    return [
        ScoredPassage(
            Passage(f"{document}-{order}", document, 0, len(text), text),
            DocumentInfo(document, 1, document, document),
            1.0 - order / 100,
        )
        for order, (document, text) in enumerate(placed)
    ]


def texts(hits: list[ScoredPassage]) -> list[tuple[str, str]]:
    return [(hit.document.id, hit.passage.text) for hit in hits]


def test_a_copy_comes_after_what_says_something_else() -> None:
    hits = copies_last(found(("word", LAW), ("pdf", LAW), ("rule", OTHER)))
    assert texts(hits) == [("word", LAW), ("rule", OTHER), ("pdf", LAW)]
    assert [hit.score for hit in hits] == [1.0, 0.98, 0.98]


def test_one_document_speaks_for_its_copy() -> None:
    hits = copies_last(found(("word", LAW), ("pdf", NEXT), ("word", NEXT), ("rule", OTHER)))
    assert texts(hits)[:3] == [("word", LAW), ("word", NEXT), ("rule", OTHER)]
    assert hits[1].score == 0.99


def test_a_copy_cut_elsewhere_is_one_if_it_says_nothing_new() -> None:
    shorter = found(("word", LAW + NEXT), ("pdf", "\n" + NEXT), ("rule", OTHER))
    assert [hit.document.id for hit in copies_last(shorter)] == ["word", "rule", "pdf"]
    longer = found(("word", LAW), ("pdf", LAW + NEXT), ("rule", OTHER))
    assert [hit.document.id for hit in copies_last(longer)] == ["word", "pdf", "rule"]


def test_what_a_document_says_twice_itself_is_no_copy() -> None:
    hits = copies_last(found(("word", LAW), ("word", LAW), ("rule", OTHER)))
    assert [hit.document.id for hit in hits] == ["word", "word", "rule"]


def test_texts_too_short_to_tell_are_no_copies() -> None:
    hits = copies_last(found(("a", "同意。"), ("b", "同意。"), ("c", OTHER)))
    assert [hit.document.id for hit in hits] == ["a", "b", "c"]


@given(
    st.lists(
        st.tuples(st.sampled_from("甲乙丙"), st.sampled_from([LAW, NEXT, OTHER, LAW + NEXT])),
        max_size=COMPARED + 3,
    )
)
def test_nothing_is_lost_and_scores_stay_in_order(placed: list[tuple[str, str]]) -> None:
    before = found(*placed)
    after = copies_last(before)
    assert {hit.passage.id for hit in after} == {hit.passage.id for hit in before}
    scores = [hit.score for hit in after]
    assert scores == sorted(scores, reverse=True)
    assert after[COMPARED:] == before[COMPARED:]
