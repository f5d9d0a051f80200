"""A quotation is of the document that the sentence says it is of."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from checked_library import Desk, open_desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk = open_desk(tmp_path_factory.mktemp("quoted"))
    yield desk
    desk.library.close()


WORDS = "党员每年集中学习不少于32学时"


def test_it_is_shown_under_its_own_title(desk: Desk) -> None:
    assert desk.reason(f"《清河县党员教育管理办法》规定：“{WORDS}”。[1][2]") == ""


def test_it_is_withheld_under_the_title_of_another_cited_document(desk: Desk) -> None:
    reason = desk.reason(f"《清河县党建工作综述》提出：“{WORDS}”。[1][2]")
    assert "出自另一份文件" in reason


@pytest.mark.parametrize(
    "sentence",
    [
        f"“{WORDS}”，这是《清河县党建工作综述》中的原话。[1][2]",
        f"《清河县党建工作综述》的原文是“{WORDS}”。[1][2]",
        f"据《清河县党建工作综述》，{WORDS}。[1][2]",
        f"按照第四条的规定，{WORDS}。[2]",
        f"{WORDS}，见第七条。[2]",
    ],
)
def test_words_are_not_of_another_document_or_article(desk: Desk, sentence: str) -> None:
    assert "出自" in desk.reason(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        f"“{WORDS}”，这是《清河县党员教育管理办法》中的原话。[1][2]",
        f"按照第三条的规定，{WORDS}。[2]",
        f"据《清河县党员教育管理办法》，{WORDS}；据《清河县党建工作综述》，全县共有党员4116名。[1][2]",
    ],
)
def test_words_of_the_document_or_article_are_shown(desk: Desk, sentence: str) -> None:
    assert desk.reason(sentence) == ""
