"""A list is answered by what announces it, with every item; a heading by the text under it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pb_qa.assistant import Assistant
from pb_qa.settings import Settings

DUTIES = [f"（{n}）{what}；" for n, what in zip("一二三四五六七八九", [
    "遵守章程和本办法", "按时参加组织生活", "完成交给的任务", "保守秘密", "爱护公物", "接受监督",
    "及时报告变动", "帮助新来的同志", "维护团结",
], strict=True)]  # fmt: skip
RULES = f"""网格员管理办法
第一条 为了规范网格员的义务、权利和管理，制定本办法。
第二章 网格员的条件、义务与权利
第三条 网格员的义务和权利受本办法保护。
第四条 网格员应当履行下列义务：
{chr(10).join(DUTIES)}
第五条 对网格员的奖励，应当事实清楚。
奖励分为：通报表扬、记功、授予称号。
第六条【津贴的计算】
网格员的津贴按出勤天数发放，每满一天发放三十元。不满一天的，按半天计算。
第七条【附则】
本办法自印发之日起施行。
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("lists")
    corpus = folder / "corpus"
    corpus.mkdir()
    (corpus / "办法.txt").write_text(RULES, encoding="utf-8")
    settings = Settings(corpus_dir=corpus, data_dir_override=folder / "data")
    with Assistant(settings) as made:
        list(made.sync())
        yield made


def test_every_item_is_there_and_nothing_before_the_list(assistant: Assistant) -> None:
    answer = assistant.ask("网格员有哪些义务？")
    assert [s.text for s in answer.sentences] == ["第四条 网格员应当履行下列义务：", *DUTIES]
    assert answer.coverage.complete
    assert [c.number for s in answer.sentences for c in s.citations] == list(range(1, 11))


def test_the_sorts_are_in_the_sentence_that_divides(assistant: Assistant) -> None:
    answer = assistant.ask("对网格员的奖励有哪几种？")
    assert answer.sentences[0].text == "奖励分为：通报表扬、记功、授予称号。"


def test_under_a_heading_its_text_is_shown(assistant: Assistant) -> None:
    texts = [s.text for s in assistant.ask("津贴的计算").sentences]
    at = texts.index("第六条【津贴的计算】")
    assert texts[at + 1 : at + 3] == [
        "网格员的津贴按出勤天数发放，每满一天发放三十元。", "不满一天的，按半天计算。",
    ]  # fmt: skip


def test_two_documents_with_the_same_list_are_cited_for_each_item(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "办法.txt").write_text(RULES, encoding="utf-8")
    # Another document, of which the list is a part.
    other = RULES.replace("网格员管理办法", "汇编") + "\n" + "另一些文字不一样，各不相同。" * 80
    (corpus / "汇编.md").write_text(other, encoding="utf-8")
    with Assistant(Settings(corpus_dir=corpus, data_dir_override=tmp_path / "data")) as both:
        list(both.sync())
        answer = both.ask("网格员有哪些义务？")
    assert [s.text for s in answer.sentences] == ["第四条 网格员应当履行下列义务：", *DUTIES]
    numbers = [c.number for s in answer.sentences for c in s.citations]
    assert numbers == list(range(1, len(numbers) + 1))
