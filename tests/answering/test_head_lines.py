"""The head of a document names it; it answers who, when and where, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pb_qa.assistant import Assistant
from pb_qa.settings import Settings

REPORT = """青石区政府工作报告
——2018年3月7日在青石区第十五届人民代表大会第二次会议上
各位代表：
现在，我代表区人民政府向大会报告工作，请予审议。
水渠修了十二公里，灌溉条件有了改善。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("heads")
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "报告.txt").write_text(REPORT, encoding="utf-8")
    with Assistant(Settings(corpus_dir=corpus, data_dir_override=folder / "data")) as made:
        list(made.sync())
        yield made


@pytest.mark.parametrize(
    "question", ["2018年青石区政府工作报告提出要办哪些大事", "青石区2018年怎么搞公园建设"]
)
def test_a_title_lists_and_explains_nothing(assistant: Assistant, question: str) -> None:
    texts = [sentence.text for sentence in assistant.ask(question).sentences]
    assert not [text for text in texts if "大会第二次会议上" in text or text == REPORT[:9]]


def test_it_tells_when(assistant: Assistant) -> None:
    answer = assistant.ask("青石区第十五届人民代表大会第二次会议是哪天开的")
    assert "2018年3月7日" in answer.text
