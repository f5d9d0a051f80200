"""Nothing that is not verbatim, and no unfounded figure, gets through."""

from __future__ import annotations

from dataclasses import replace

from pb_qa.answering.verification import unfounded_numbers, verify_citation, verify_sentence
from pb_qa.models import AnswerSentence, Citation, Document

_DOCUMENT = Document(id="a", version=1, source="a.txt", title="甲", text="全县有312名党员。")
_CITATION = Citation(1, _DOCUMENT.info, "a-1-0", 0, 10, "全县有312名党员。")


def test_a_verbatim_citation_holds() -> None:
    assert verify_citation(_DOCUMENT, _CITATION)
    assert verify_sentence(AnswerSentence(_CITATION.quote, (_CITATION,)), {"a": _DOCUMENT})


def test_a_shifted_altered_or_outdated_citation_fails() -> None:
    assert not verify_citation(_DOCUMENT, replace(_CITATION, start=1))
    assert not verify_citation(_DOCUMENT, replace(_CITATION, quote="全县有313名党员。"))
    assert not verify_citation(replace(_DOCUMENT, version=2), _CITATION)
    assert not verify_citation(_DOCUMENT, replace(_CITATION, end=99))


def test_a_figure_that_is_not_in_the_quote_fails() -> None:
    sentence = AnswerSentence("全县有313名党员。", (_CITATION,))
    assert not verify_sentence(sentence, {"a": _DOCUMENT})
    assert unfounded_numbers("有三百一十三名", ["有312名"]) == {"313"}
    assert unfounded_numbers("有三百一十二名", ["有312名"]) == set()


def test_a_sentence_without_citation_fails() -> None:
    assert not verify_sentence(AnswerSentence("全县有312名党员。", ()), {"a": _DOCUMENT})
