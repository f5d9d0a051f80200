"""Which words of a sentence answer: stretches, their features, and the reader shipped."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb_qa.answering.question import read_question
from pb_qa.answering.reader import SentenceReader
from pb_qa.answering.span_candidates import candidate_spans, cut_sentence
from pb_qa.answering.span_features import SPAN_FEATURES, span_features
from pb_qa.answering.span_reader import DirectSpan, SpanReader, together
from pb_qa.answering.words import SORTS, Lexicon
from pb_qa.text.numerals import normal_numbers
from pb_qa.text.search_form import search_form

_LEXICON = Lexicon([*SORTS, "上海", "成立", "1998年"])
_TEXTS = st.text(alphabet='上海于1998年成立，。；、"《》()由张三任会长50%以上', max_size=60)


@pytest.fixture(scope="module")
def reader() -> SpanReader:
    return SpanReader.builtin(SentenceReader.builtin().weigh)


def _words(reader: SpanReader, question: str, sentence: str) -> tuple[str, DirectSpan]:
    found = reader.direct(read_question(question), sentence)
    assert found is not None
    return sentence[found.start : found.end], found


def _spans(form: str) -> list[tuple[int, int]]:
    return candidate_spans(form, cut_sentence(form, _LEXICON, together(form)))


def test_names_clauses_and_the_whole_are_candidates() -> None:
    form = "协会于1998年在上海成立,由张三任会长。"
    found = {form[start:end] for start, end in _spans(form)}
    assert {"1998年", "上海", "张三", "由张三任会长", form[:-1]} <= found


@given(_TEXTS)
def test_a_candidate_neither_cuts_a_figure_nor_a_quotation(form: str) -> None:
    whole = list(together(form))
    for start, end in _spans(form):
        assert 0 <= start < end <= len(form)
        assert form[start:end].count('"') % 2 == 0
        assert not any(a < start < b or a < end < b for a, b in whole)


@given(_TEXTS)
def test_every_feature_of_every_candidate_is_a_number(form: str) -> None:
    question = read_question("上海的协会是谁在哪一年成立的？")
    spans = _spans(form)
    table = span_features(question, form, spans, lambda gram: 1.0)
    assert table.shape == (len(spans), len(SPAN_FEATURES))
    assert np.isfinite(table).all()


@pytest.mark.parametrize(
    ("question", "sentence", "words"),
    [
        ("协会是哪一年成立的？", "协会于1998年在上海成立，由张三任会长。", "1998年"),
        ("全國勞模會議在哪裡召開？", "1998年，全國勞模會議在上海召開。", "上海"),
        ("什么时候施行？", "本办法自2019年6月1日起施行。", "2019年6月1日"),
        ("骨干中党员占多少？", "骨干中75%以上是党员。", "75%以上"),
        ("计划培训多少名干部？", "全年力争培训300名干部。", "力争培训300名"),
    ],
)
def test_few_words_stand_before_the_sentence(
    reader: SpanReader, question: str, sentence: str, words: str
) -> None:
    found, span = _words(reader, question, sentence)
    assert words.removeprefix("力争培训") in found
    assert span.apart


def test_a_reason_is_emphasised_where_it_stands(reader: SpanReader) -> None:
    sentence = "由于干部更替很快，县里决定每年轮训两次。"
    found, span = _words(reader, "为什么要轮训干部？", sentence)
    assert "干部更替很快" in found
    assert not span.apart


@given(question=st.text(max_size=30), sentence=st.text(max_size=60))
def test_a_span_lies_within_the_sentence(reader: SpanReader, question: str, sentence: str) -> None:
    found = reader.direct(read_question(question + "在哪里"), sentence)
    if found is not None:
        assert 0 <= found.start < found.end <= len(sentence)
        words = search_form(sentence[found.start : found.end])
        assert normal_numbers(words) <= normal_numbers(search_form(sentence))


def test_the_date_of_the_same_clause_answers(reader: SpanReader) -> None:
    sentence = "2014年3月6日县人民政府第8次常务会议通过，自2014年5月1日起施行"
    assert "2014年3月6日" in _words(reader, "办法哪天通过的", sentence)[0]
    assert "5月1日" in _words(reader, "办法什么时候施行", sentence)[0]
    assert "3月6日" in _words(reader, "办法是什么时候通过的？", sentence)[0]
