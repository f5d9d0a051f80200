"""Terms whose meaning is asked for, and the sentences that say it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pb_qa.answering.definitions import (
    CLEARLY,
    IN_PASSING,
    best_clearness,
    clearness,
    terms_asked_for,
)
from pb_qa.answering.question import QuestionKind, read_question
from pb_qa.assistant import Assistant
from pb_qa.settings import Settings

_USED = "\n".join(
    f"第{n}条 茶青收购站办理茶青收购，应当登记茶青收购的日期和茶青收购的数量。"
    for n in "三四五六七八九"
)
_RULES = f"""青石县茶叶办法
第一条 为了规范茶青收购，制定本办法。
{_USED}
第十条 本办法所称茶青收购，是指向茶农购买鲜叶的行为。
第十一条 以次充好的，是掺杂，除没收外，可以处罚款。
第十二条 春茶补贴是指县财政发给茶农的补助。主要包括：采摘补助和运输补助。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("definitions")
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "茶叶办法.txt").write_text(_RULES, encoding="utf-8")
    with Assistant(Settings(corpus_dir=corpus, data_dir_override=Path(folder) / "data")) as made:
        list(made.sync())
        yield made


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("茶青是什么意思啊", "茶青"),
        ("合同里老写茶青，到底什么叫茶青", "茶青"),
        ("办法里讲的“茶农”指谁，雇工算不算", "茶农"),
        ("2012年报告附注里云计算是什么意思", "云计算"),
        ("散茶怎么届定，一天最多卖几斤", "散茶"),
        ("近亲属都算哪些人", "近亲属"),
    ],
)
def test_the_term_is_told_from_what_stands_around_it(question: str, term: str) -> None:
    read = read_question(question)
    assert read.kind is QuestionKind.DEFINITION
    assert term in terms_asked_for(read)


@pytest.mark.parametrize(
    ("term", "sentence", "how"),
    [
        ("茶青", "本办法所称茶青,是指刚采下的鲜叶。", CLEARLY),
        ("茶青", "2.茶青:刚采下来的鲜叶。", CLEARLY),
        ("掺杂", "以次充好的,是掺杂,除没收外,可以处罚款。", IN_PASSING),
        ("茶农", "种茶的个人和家庭农场为茶农。", IN_PASSING),
        ("茶青", "收购茶青应当登记。", 0),
        ("法人", "以营利为目的成立的组织,为营利法人。", 0),
        ("发明", "创造性是指该发明有突出的特点。", 0),
    ],
)
def test_how_clearly_a_sentence_defines(term: str, sentence: str, how: int) -> None:
    assert clearness(term, sentence) == how


def test_a_piece_of_what_was_asked_for_has_to_be_defined_beyond_doubt() -> None:
    assert best_clearness(["春茶补贴", "补贴"], "本办法所称补贴,是指补助。") == CLEARLY
    assert best_clearness(["春茶补贴", "补贴"], "补贴是好事") == 0


def test_a_definition_is_found_among_many_uses_of_the_term(assistant: Assistant) -> None:
    answer = assistant.ask("茶青收购是什么意思")
    assert answer.sentences[0].text.startswith("第十条")


def test_what_a_thing_consists_of_is_told_with_what_it_is(assistant: Assistant) -> None:
    assert "采摘补助" in assistant.ask("春茶补贴指的什么政策").text


def test_what_tells_two_terms_apart_is_what_either_means(assistant: Assistant) -> None:
    answer = assistant.ask("茶青收购和掺杂怎么区分")
    assert "购买鲜叶" in answer.text and "以次充好" in answer.text
