"""The sentence network beside the trees: words, what it sees, what it may change."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb_qa.answering import network_reader
from pb_qa.answering.candidates import candidate_sentences
from pb_qa.answering.network_inputs import IN_SENTENCE, QUESTION_WORDS, SENTENCE_WORDS
from pb_qa.answering.network_reader import MOST_CANDIDATES, NetworkReader, usual_reader
from pb_qa.answering.question import read_question
from pb_qa.answering.reader import SentenceReader
from pb_qa.answering.typed import in_the_form_asked_for
from pb_qa.answering.words import SORTS, UNKNOWN, Lexicon
from pb_qa.models import DocumentInfo, Passage, ScoredPassage
from pb_qa.text.search_form import search_form

QUESTION = "全县有多少名党员？"
TEXT = "全县共有党员3521名。党员教育管理工作不断加强。县里还有企业26家，其中非公企业12家。"
LEXICON = Lexicon([*SORTS, "党", "员", "党员", "全", "县", "全县", "有"])


def _placed(text: str):
    document = DocumentInfo(id="d", version=1, source="d.txt", title="党建情况")
    passage = Passage("p", "d", 0, len(text), text, ("一、党员",))
    return candidate_sentences([ScoredPassage(passage, document, 1.0)])


@pytest.fixture(scope="module")
def reader() -> NetworkReader:
    return NetworkReader.builtin(SentenceReader.builtin())


def test_the_longest_word_is_taken_and_numbers_are_sorts() -> None:
    form = "全县2023年有3,521名党员 abc占5%"
    words = [(form[w.start : w.end], w.place) for w in LEXICON.cut(form)]
    assert [text for text, _ in words] == [
        "全县", "2023", "年", "有", "3,521", "名", "党员", "abc", "占", "5%",
    ]  # fmt: skip
    by_text = dict(words)
    assert by_text["年"] == UNKNOWN
    assert SORTS[by_text["2023"]] == "<year>"
    assert SORTS[by_text["3,521"]] == "<decimal>"
    assert SORTS[by_text["5%"]] == "<share>"
    assert SORTS[by_text["abc"]] == "<latin>"


@given(st.text(alphabet="党员全县有 \n12.,%ab。Ａ\x85é", max_size=40))
def test_every_character_but_blanks_is_in_one_word(text: str) -> None:
    form = search_form(text)
    words = LEXICON.cut(form)
    assert [w.start for w in words] == sorted({w.start for w in words})
    covered = "".join(form[w.start : w.end] for w in words)
    assert covered == "".join(c for c in form if not c.isspace())


def test_what_is_seen_marks_the_sentence_itself(reader) -> None:
    maker = reader.maker
    asked = maker.question(read_question(QUESTION * 9))
    assert len(asked.indices) == QUESTION_WORDS
    long = replace(_placed(TEXT)[1].described, sentence="党员教育" * 80, previous="旗" * 300)
    seen = maker.sentence(asked, long)
    assert len(seen.indices) == len(seen.columns) == SENTENCE_WORDS
    own = seen.columns[:, IN_SENTENCE]
    assert own[0] == 0 and own[-1] == 1
    assert seen.shared.shape[0] == QUESTION_WORDS


def test_a_sentence_scores_the_same_beside_longer_ones(reader) -> None:
    asked = reader.maker.question(read_question(QUESTION))
    seen = [reader.maker.sentence(asked, p.described) for p in _placed(TEXT)]
    trees = np.asarray([0.0, -1.0, -2.0], dtype=np.float32)
    together = reader.network.scores(asked, seen, trees)
    apart = [reader.network.scores(asked, [one], trees[n : n + 1])[0] for n, one in enumerate(seen)]
    assert together == pytest.approx(apart, abs=1e-3)


def test_the_scores_of_the_trees_are_dealt_out_anew(reader) -> None:
    placed = _placed("。".join(f"第{n}个村有党员{n}名，今年发展{n % 3}名" for n in range(1, 40)))
    variants = [read_question("第8个村今年发展了几名党员？")]
    own = SentenceReader.builtin().rate(variants, placed)
    rated = reader.rate(variants, placed)
    assert (rated.scores == own.scores).all()
    assert (rated.table == own.table).all()
    assert sorted(rated.order_scores) == sorted(own.scores)
    beyond = np.argsort(-own.scores, kind="stable")[MOST_CANDIDATES:]
    assert (rated.order_scores[beyond] == own.scores[beyond]).all()


def test_the_answer_comes_first(reader) -> None:
    placed = _placed(TEXT)
    rated = reader.rate([read_question(QUESTION)], placed)
    reading = reader.read(rated, np.ones(len(placed), dtype=bool))
    assert "3521" in reading.sentences[0].placed.text


@pytest.mark.parametrize("question", ["", "？", "谁"])
def test_questions_of_hardly_a_word_are_no_trouble(reader, question: str) -> None:
    rated = reader.rate([read_question(question)], _placed(TEXT))
    order = rated.scores if rated.order_scores is None else rated.order_scores
    assert np.isfinite(order).all()


def test_without_its_file_the_trees_order_alone(monkeypatch) -> None:
    trees = SentenceReader.builtin()
    assert isinstance(usual_reader(trees), NetworkReader)
    monkeypatch.setattr(network_reader, "_FILE", "not-there.npz")
    assert usual_reader(trees) is trees


def test_a_definition_still_comes_first_in_the_new_order(reader) -> None:
    text = "茶园面积逐年扩大。本办法所称茶园，是指连片种植茶树的土地。茶园由县里管理。"
    placed, question = _placed(text), read_question("什么是茶园？")
    rated = in_the_form_asked_for(question, reader.rate([question], placed))
    reading = reader.read(rated, np.ones(len(placed), dtype=bool))
    assert "是指" in reading.sentences[0].placed.text
