"""Another model's order of the sentences, through the real loader, with one made on the spot."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from small_models import PROMPTS, cross_encoder, transformer

from pb_qa.answering.candidates import candidate_sentences
from pb_qa.answering.cross_encoder import (
    MOST_CANDIDATES,
    CrossEncodedReader,
    CrossEncoderScorer,
    choose_reader,
    sentence_in_context,
)
from pb_qa.answering.question import read_question
from pb_qa.answering.reader import SentenceReader
from pb_qa.assistant import Assistant
from pb_qa.errors import ModelError
from pb_qa.models import DocumentInfo, Passage, ScoredPassage
from pb_qa.settings import Settings

QUESTION = "全县有多少名党员？"
TEXT = "全县共有党员3521名。党员旗帜旗帜旗帜高高飘扬。县里还有企业26家。"


@pytest.fixture(scope="module")
def model_path(tmp_path_factory):
    return cross_encoder(tmp_path_factory.mktemp("scoring"), "旗")


def _placed(text: str):
    document = DocumentInfo(id="d", version=1, source="d.txt", title="党建情况")
    passage = Passage("p", "d", 0, len(text), text, ("一、党员",))
    return candidate_sentences([ScoredPassage(passage, document, 1.0)])


def _shown(reader, placed):
    rated = reader.rate([read_question(QUESTION)], placed)
    return rated, reader.read(rated, np.ones(len(placed), dtype=bool))


def test_the_model_orders_and_the_builtin_reader_judges(model_path):
    placed, builtin = _placed(TEXT), SentenceReader.builtin()
    choice = choose_reader(str(model_path), builtin)
    assert choice.problem == ""
    rated, reading = _shown(choice.reader, placed)
    _, own = _shown(builtin, placed)
    assert "3521" in own.sentences[0].placed.text
    assert "旗帜" in reading.sentences[0].placed.text
    assert [s.score for s in reading.sentences] == [s.score for s in own.sentences]
    assert (reading.answerable, reading.overlap) == (own.answerable, own.overlap)
    assert sorted(rated.order_scores) == sorted(rated.scores)


def test_whole_answers_follow_the_model(model_path, tmp_path):
    (tmp_path / "corpus").mkdir()
    text = "党建情况\n\n全县共有党员3521名。全县旗帜旗帜旗帜下有党员26名。\n"
    (tmp_path / "corpus/党建.txt").write_text(text, encoding="utf-8")
    question = "全县党员有哪些情况？"
    first = {}
    for model in ("", str(model_path)):
        settings = Settings(
            corpus_dir=tmp_path / "corpus",
            data_dir_override=tmp_path / "data",
            reranker_model=model,
            watch=False,
        )
        with Assistant(settings) as assistant:
            list(assistant.sync())
            first[model] = assistant.ask(question).sentences[0].text
            assert assistant.notice == ""
    assert "旗帜" not in first[""]
    assert "旗帜" in first[str(model_path)]


def test_a_folder_that_is_not_there_is_told_and_the_builtin_order_answers(tmp_path):
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus/党建.txt").write_text("党建情况\n\n全县共有党员3521名。\n", "utf-8")
    told: list[str] = []
    settings = Settings(
        corpus_dir=tmp_path / "corpus",
        data_dir_override=tmp_path / "data",
        reranker_model=str(tmp_path / "没有"),
        watch=False,
    )
    with Assistant(settings, told.append) as assistant:
        list(assistant.sync())
        assert "3521" in assistant.ask(QUESTION).text
        problems = assistant.doctor().problems
        said = assistant.notice
    assert said.startswith("找不到重排模型的文件夹")
    assert "PB_QA_RERANKER_MODEL" in said
    assert said.endswith("现在用内置的排序回答。")
    assert said in told
    assert said in problems


def test_without_the_setting_nothing_of_it_is_imported():
    code = (
        "import sys\n"
        "from pb_qa.answering.cross_encoder import choose_reader\n"
        "from pb_qa.answering.reader import SentenceReader\n"
        "builtin = SentenceReader.builtin()\n"
        "assert choose_reader('', builtin).reader is builtin\n"
        "assert not {'torch', 'transformers', 'sentence_transformers'} & set(sys.modules)\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_model_that_was_not_trained_to_score_is_refused(tmp_path):
    embedder = transformer(tmp_path, PROMPTS)
    with pytest.raises(ModelError, match=r"重排模型读不出来.*没有训练过给句子打分"):
        CrossEncoderScorer(str(embedder))
    builtin = SentenceReader.builtin()
    assert choose_reader(str(embedder), builtin).reader is builtin


def test_two_outputs_are_no_and_yes_and_more_are_refused(tmp_path):
    scorer = CrossEncoderScorer(str(cross_encoder(tmp_path / "two", "旗", labels=2)))
    with_it, without = scorer.scores("党员", ["旗旗旗旗", "名名名名"])
    assert with_it > without + 1
    with pytest.raises(ModelError, match="3 个分数"):
        CrossEncoderScorer(str(cross_encoder(tmp_path / "three", "旗", labels=3)))


class _Lengths:
    """Prefers long texts, has no score for the longest, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def scores(self, question, texts):
        self.asked.extend(texts)
        lengths = np.asarray([len(text) for text in texts], dtype=float)
        return np.where(lengths == lengths.max(), np.nan, lengths)


def test_only_the_best_candidates_are_asked_and_no_score_is_the_last_of_them():
    lines = [f"党员{'甲' * (n % 37)}第{n}名。" for n in range(60)]
    placed, scorer = _placed("".join(lines)), _Lengths()
    rated, reading = _shown(CrossEncodedReader(SentenceReader.builtin(), scorer), placed)
    assert len(scorer.asked) == MOST_CANDIDATES
    by_builtin = np.argsort(-rated.scores, kind="stable")
    asked = {sentence_in_context(placed[i].described) for i in by_builtin[:MOST_CANDIDATES]}
    assert set(scorer.asked) == asked
    longest = max(scorer.asked, key=len)
    shown = [sentence_in_context(s.placed.described) for s in reading.sentences]
    assert longest not in shown[: len(asked) - 1]
    tail = [placed[i].text for i in by_builtin[MOST_CANDIDATES:]]
    assert [s.placed.text for s in reading.sentences[MOST_CANDIDATES:]] == tail


def test_what_the_model_reads_begins_with_the_sentence():
    second = _placed(TEXT)[1].described
    read = sentence_in_context(second)
    assert read == "党员旗帜旗帜旗帜高高飘扬。|党建情况 一、党员|全县共有党员3521名。"
