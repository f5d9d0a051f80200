"""Questions with years and places over several alike documents: the right one, both, or none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from pb_qa import Answer, Assistant, FileStatus, Settings, Turn
from pb_qa.text.numerals import normal_numbers


def _report(place: str, year: int, members: int, women: int, courses: int) -> str:
    return f"""# {place}{year}年组织工作总结

## 一、基层组织建设

{year}年，{place}共有党员{members}名，其中女党员{women}名。

## 二、党员教育

{year}年{place}举办党员培训班{courses}期。
"""


# Place, year, members, women among them, courses. The places exist, the figures are made up.
_REPORTS = (
    ("沙坡头区", 2021, 8452, 2113, 46),
    ("沙坡头区", 2022, 8617, 2208, 58),
    ("大武口区", 2021, 13240, 4021, 71),
)
_MEMBERS = {(place, year): f"{members}名" for place, year, members, _, _ in _REPORTS}


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("asking")
    corpus = folder / "corpus"
    corpus.mkdir()
    for place, year, *figures in _REPORTS:
        (corpus / f"{place}{year}.md").write_text(_report(place, year, *figures), "utf-8")
    with Assistant(Settings(corpus_dir=corpus, data_dir_override=folder / "data")) as assistant:
        assert {report.status for report in assistant.sync()} == {FileStatus.ADDED}
        yield assistant


def cited(answer: Answer) -> set[str]:
    return {citation.document.source for citation in answer.citations}


@pytest.mark.parametrize(("place", "year"), _MEMBERS)
def test_place_and_year_asked_for_decide(assistant: Assistant, place: str, year: int) -> None:
    answer = assistant.ask(f"{place}{year}年有多少名党员？")
    assert answer.direct is not None and answer.direct.text == _MEMBERS[place, year]
    assert cited(answer) == {f"{place}{year}.md"}
    assert answer.text.startswith(_MEMBERS[place, year])


@pytest.mark.parametrize(
    "question",
    [
        "沙坡头区2019年有多少名党员？",
        "沙坡头区二〇一九年有多少名党员？",
        "大武口区2022年有多少名党员？",
        "银川市2021年有多少名党员？",
        "利通区有多少名党员？",
        "沙坡头区2021年粮食产量是多少？",
    ],
)
def test_another_year_place_or_thing_is_not_answered(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)
    assert answer.abstained and answer.direct is None and answer.nearest


def test_a_shortened_year_that_is_missing_is_named_with_what_there_is(assistant: Assistant) -> None:
    answer = assistant.ask("大武口区19年有多少名党员？")
    assert answer.abstained
    assert answer.notes == ("没有2019年的数据；有2021年的：13240名。",)


def test_two_years_stand_side_by_side(assistant: Assistant) -> None:
    answer = assistant.ask("沙坡头区2021年和2022年各有多少名党员？")
    shown = [sentence.text for sentence in answer.sentences]
    assert any("8452名" in text for text in shown) and any("8617名" in text for text in shown)
    assert cited(answer) == {"沙坡头区2021.md", "沙坡头区2022.md"}


def test_two_places_stand_side_by_side(assistant: Assistant) -> None:
    answer = assistant.ask("2021年沙坡头区和大武口区各有多少名党员？")
    assert "8452名" in answer.text and "13240名" in answer.text
    assert cited(answer) == {"沙坡头区2021.md", "大武口区2021.md"}


@pytest.mark.parametrize(
    "written",
    [
        "沙坡頭區2022年有多少名黨員？",
        "沙坡头区２０２２年有多少名党员？",
        "沙坡头区二〇二二年有多少名党员？",
    ],
)
def test_however_it_is_written_it_finds_the_same(assistant: Assistant, written: str) -> None:
    plain = assistant.ask("沙坡头区2022年有多少名党员？")
    other = assistant.ask(written)
    assert [s.text for s in other.sentences] == [s.text for s in plain.sentences] != []
    assert other.direct == plain.direct


@pytest.mark.parametrize(
    ("follow_up", "figure"), [("那2022年呢？", "8617名"), ("那大武口区呢？", "13240名")]
)
def test_a_follow_up_changes_only_what_it_names(
    assistant: Assistant, follow_up: str, figure: str
) -> None:
    first = assistant.ask("沙坡头区2021年有多少名党员？")
    second = assistant.ask(follow_up, [Turn(first.question, first.text)])
    assert second.direct is not None and second.direct.text == figure


@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    place=st.sampled_from(["", "沙坡头区", "大武口区", "银川市"]),
    year=st.sampled_from(["", "2019年", "2021年", "2022年"]),
    thing=st.sampled_from(
        ["有多少名党员？", "女党员多少名", "办了几期培训班？", "发展了多少名党员？", "总结是什么"]
    ),
)
def test_no_answer_shows_another_year_or_place_than_asked_for(
    assistant: Assistant, place: str, year: str, thing: str
) -> None:
    answer = assistant.ask(f"{place}{year}{thing}")
    if answer.abstained:
        # What there is instead is said to be of another time or place.
        assert all(note.startswith("没有") for note in answer.notes)
        return
    for sentence in answer.sentences:
        quotes = "\n".join(citation.quote for citation in sentence.citations)
        assert normal_numbers(sentence.text) <= normal_numbers(quotes)
        for citation in sentence.citations:
            text = assistant.document(citation.document.id).text
            assert text[citation.start : citation.end] == citation.quote
            assert place in citation.document.source
            assert year.removesuffix("年") in citation.document.source
