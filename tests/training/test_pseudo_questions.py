"""Questions made up from prose: what they ask for, and what stands beside the answer."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import numpy as np
import pytest

from pb_qa.answering.reader import GramWeights
from pb_qa.answering.words import SORTS, Lexicon

TEXT = (
    "2019年3月,青山县建立了党员服务中心,由县委组织部负责管理。",
    "由于山区道路不便,县里通过流动服务车把材料送到各村。",
    "全县共有党员3521名,比上年增加120名。",
    "书记王长河表示,今年还要在河口镇建立两个服务站。",
    "党员服务中心每周开放五天,村民都可以前来办事。",
)
OTHER = (
    "白水县的党员服务中心设在县城,由县委组织部管理。",
    "白水县共有党员2044名,比上年减少12名。",
    "2021年5月,白水县建立了三个服务站。",
    "由于人手不够,服务站周末不开放。",
)
WORDS = [*SORTS, *sorted(set("".join((*TEXT, *OTHER)))), "党员", "服务", "中心", "服务站", "建立"]
LEXICON = Lexicon(WORDS)
TRAINING = Path(__file__).resolve().parents[2] / "training"


@pytest.fixture(scope="module", autouse=True)
def scripts():
    sys.path.insert(0, str(TRAINING))
    yield
    sys.path.remove(str(TRAINING))


def _maker(seed: int):
    from pseudo_prose import Text
    from pseudo_questions import QuestionMaker

    prose = (
        Text("", TEXT, ("服务中心", "青山县"), (1,)),
        Text("", OTHER, ("服务站", "白水县"), (0,)),
    )
    return QuestionMaker(prose, {"建立": ["设立"]}, LEXICON, GramWeights({}, 5.0), seed)


def _told(sentence: str) -> set[tuple[str, str]]:
    from pseudo_answers import told

    return {(one.kind, sentence[one.start : one.end]) for one in told(sentence)}


def test_answers_are_found_with_their_kind() -> None:
    assert ("date", "2019年3月") in _told(TEXT[0])
    assert ("number", "3521名") in _told(TEXT[2])
    assert ("person", "王长河") in _told(TEXT[3])
    assert ("place", "河口镇") in _told(TEXT[3])
    assert ("cause", "由于山区道路不便") in _told(TEXT[1])
    assert ("means", "通过流动服务车把材料送到各村") in _told(TEXT[1])


def test_a_share_a_day_and_a_company_are_asked_for_with_their_own_words() -> None:
    from pseudo_answers import asking_words

    draw = random.Random(3)
    assert asking_words("number", "35%", draw) in ("百分之多少", "多少", "百分之几", "多大比例")
    assert "年" not in asking_words("date", "3月5日", draw)
    assert "公司" in asking_words("body", "青山公司", random.Random(1))


def test_the_first_sentence_answers_and_the_others_lack_the_answer() -> None:
    maker = _maker(7)
    for _ in range(60):
        made = maker.made()
        assert made.labels.tolist() == [2] + [0] * (len(made.labels) - 1)
        assert len(made.sentences) == len(made.labels) == len(made.trees) >= 4
        assert "\x00" not in made.question.question.text
        assert (made.spans[1:] == -1).all()
        start, end = made.spans[0].tolist()
        assert -1 <= start <= end < len(made.sentences[0].indices)


def test_the_same_seed_makes_the_same_questions_and_batches_of_them() -> None:
    from network_batches import batch

    left, right = ([m.made() for _ in range(6)] for m in (_maker(2), _maker(2)))
    asked = [one.question.question.text for one in left]
    assert asked == [one.question.question.text for one in right]
    assert len(set(asked)) > 1
    given = batch(left, np.arange(len(WORDS)), 8)
    assert given["labels"].shape == given["there"].shape == given["trees"].shape
    assert given["there"][:, 0].all() and (given["labels"][:, 0] == 2).all()
