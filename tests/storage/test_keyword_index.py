from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from small_library import new_version

from pb_qa.storage.keyword_index import KeywordEntry, KeywordIndex, keyword_entry
from pb_qa.text.search_form import search_terms


def entry(passage_id: str, body: str, title: str = "") -> KeywordEntry:
    return KeywordEntry(passage_id, " ".join(search_terms(body)), " ".join(search_terms(title)))


def ids(found: list[tuple[str, float]]) -> list[str]:
    return [passage_id for passage_id, _ in found]


def test_the_passage_that_shares_most_comes_first(tmp_path: Path) -> None:
    index = KeywordIndex(tmp_path / "k")
    index.upsert([entry("甲", "全区党员三百人"), entry("乙", "全区支部十个"), entry("丙", "天气")])
    found = index.search(search_terms("党员有多少人"), 5)
    assert ids(found) == ["甲"]
    assert found[0][1] > 0
    both = index.search(search_terms("全区支部"), 5)
    assert ids(both)[0] == "乙" and both[0][1] > both[1][1]


def test_a_title_helps(tmp_path: Path) -> None:
    index = KeywordIndex(tmp_path / "k")
    index.upsert([entry("甲", "党员三百人", "固原市工作要点"), entry("乙", "党员三百人", "年报")])
    assert ids(index.search(search_terms("固原市党员"), 2))[0] == "甲"


def test_upsert_replaces_and_delete_removes(tmp_path: Path) -> None:
    index = KeywordIndex(tmp_path / "k")
    index.upsert([entry("甲", "旧的内容"), entry("乙", "别的")])
    index.upsert([entry("甲", "新的文字")])
    assert index.count() == 2
    assert index.search(search_terms("旧"), 5) == []
    index.delete(["甲", "没有"])
    assert index.count() == 1 and index.search(search_terms("新的文字"), 5) != [("甲", 0)]
    assert ids(index.search(search_terms("文字"), 5)) == []


def test_it_is_there_after_reopening(tmp_path: Path) -> None:
    index = KeywordIndex(tmp_path / "k")
    index.upsert([entry("甲", "党员")])
    index.close()
    assert ids(KeywordIndex(tmp_path / "k").search(["党员"], 1)) == ["甲"]


def test_a_damaged_index_starts_empty(tmp_path: Path) -> None:
    index = KeywordIndex(tmp_path / "k")
    index.upsert([entry("甲", "党员")])
    index.close()
    (tmp_path / "k" / "meta.json").write_text("{broken")
    again = KeywordIndex(tmp_path / "k")
    assert again.count() == 0
    again.upsert([entry("甲", "党员")])
    assert again.count() == 1


def test_rebuild_holds_exactly_what_it_is_given(tmp_path: Path) -> None:
    index = KeywordIndex(tmp_path / "k")
    index.upsert([entry("甲", "党员"), entry("乙", "支部")])
    index.rebuild([[entry("乙", "支部")], [entry("丙", "干部")]])
    assert index.count() == 2
    assert ids(index.search(["党员"], 5)) == [] and ids(index.search(["干部"], 5)) == ["丙"]


def test_entries_carry_title_number_and_headings() -> None:
    new = new_version("就业通知", ["要点。"])
    made = keyword_entry(new.passages[0], new.document.info)
    assert {"就业", "通知", "第一", "一章"} <= set(made.title.split())
    assert "就业" not in made.body


def test_nothing_asked_finds_nothing(tmp_path: Path) -> None:
    index = KeywordIndex(tmp_path / "k")
    index.upsert([entry("甲", "党员")])
    assert index.search([], 5) == [] and index.search(["党员"], 0) == []


@settings(max_examples=25, deadline=None)
@given(st.text(min_size=1, max_size=60))
def test_no_term_is_dropped_or_misread(tmp_path_factory: object, text: str) -> None:
    terms = search_terms(text + "OR AND (甲) " + "x" * 300)
    index = KeywordIndex(tmp_path_factory.mktemp("k"))  # type: ignore[attr-defined]
    index.upsert([KeywordEntry("p", " ".join(terms), "")])
    for term in dict.fromkeys(terms):
        assert ids(index.search([term], 1)) == ["p"], term


def test_what_a_commit_cut_short_has_left_bars_no_later_one(tmp_path: Path) -> None:
    index = KeywordIndex(tmp_path / "keywords")
    index.upsert([KeywordEntry(str(number), f"词{number}", "") for number in range(5)])
    index.close()
    managed = tmp_path / "keywords" / ".managed.json"
    (segment,) = {path.stem for path in managed.parent.glob("*.idx")}
    # Deletions are written under the number of the commit; it was killed before its end.
    left = [f"{segment}.{number}.del" for number in range(40)]
    for name in left:
        (managed.parent / name).write_bytes(b"")
    managed.write_text(json.dumps([*json.loads(managed.read_text()), *left]))
    again = KeywordIndex(tmp_path / "keywords")
    again.delete(["3"])
    assert sorted(again.ids()) == ["0", "1", "2", "4"]
    again.close()
