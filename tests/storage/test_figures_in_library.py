from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from small_library import MODEL, counted_people, new_version

from pb_qa.errors import LibraryError
from pb_qa.figures import FoundFigure
from pb_qa.storage.library import Library
from pb_qa.storage.rows import NewVersion

LINES = ["2011年固原市现有党员300人，现有群众50人。", "没有数字。", "2012年银川市现有党员400人。"]


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library(tmp_path / "library.sqlite3")
    yield library
    library.close()


def with_figures(name: str, lines: list[str], version: int = 1) -> NewVersion:
    new = new_version(name, lines, version)
    return replace(new, figures=counted_people(new.document))


def put(library: Library, new: NewVersion) -> list[int]:
    (first,) = library.store([new], MODEL, "1")
    library.flip([(new.document.id, new.document.version)])
    return list(range(first, first + len(new.figures)))


def test_figures_come_back_whole_with_sentence_and_document(library: Library) -> None:
    new = with_figures("通知", LINES)
    keys = put(library, new)
    found = library.figures.fetch([keys[2], 999, keys[0]])
    assert list(found) == [keys[2], keys[0]]
    assert found[keys[0]] == FoundFigure(new.figures[0], new.document.info, LINES[0])
    assert [one.figure for page in library.figures.pages(2) for one in page] == list(new.figures)
    assert library.figures.count() == len(new.figures) == 3
    assert library.figures.damage() == 0


def test_a_sentence_with_several_figures_is_kept_once(library: Library) -> None:
    put(library, with_figures("通知", LINES))
    with library._engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM statements").scalar() == 2


def test_only_live_figures_are_read(library: Library) -> None:
    old = put(library, with_figures("通知", LINES))
    new = with_figures("通知", LINES[2:], 2)
    (first,) = library.store([new], MODEL, "1")
    assert library.figures.count() == 3
    assert library.figures.of_versions_not_live() == [(new.document.id, 2)]
    assert library.figures.fetch([*old, first]).keys() == set(old)
    assert library.figures.dead() == []
    library.flip([(new.document.id, 2)])
    assert library.figures.fetch([*old, first]).keys() == {first}
    assert library.figures.of_versions_not_live() == [(new.document.id, 1)]
    assert library.figures.dead() == [(new.document.id, 1)]
    library.purge_figures(library.figures.dead())
    assert library.figures.dead() == [] and library.figures.count() == 1
    library.remove([new.document.id])
    assert library.figures.count() == 0 and list(library.figures.pages()) == []
    library.purge_figures(library.figures.dead())
    with library._engine.connect() as connection:
        for table in ("figures", "statements", "figure_lists"):
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 0


def test_a_discarded_version_leaves_dead_figures_to_purge(library: Library) -> None:
    new = with_figures("通知", LINES)
    library.store([new], MODEL, "1")
    library.discard([(new.document.id, 1)])
    assert library.figures.dead() == [(new.document.id, 1)]


def test_a_batch_that_fails_stores_no_figures(library: Library) -> None:
    good, bad = with_figures("甲", LINES), with_figures("乙", LINES)
    broken = replace(bad, passages=(good.passages[0],), vectors=good.vectors[:1])
    with pytest.raises(LibraryError, match="没有写入"):
        library.store([good, broken], MODEL, "1")
    with library._engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM figures").scalar() == 0


def test_no_key_is_given_twice_while_the_library_is_open(library: Library) -> None:
    new = with_figures("通知", LINES)
    first = put(library, new)
    library.remove([new.document.id])
    library.purge_figures(library.figures.dead())
    second = put(library, with_figures("公报", LINES))
    assert not set(first) & set(second)


def test_figures_are_found_by_the_passage_their_numeral_stands_in(library: Library) -> None:
    new = with_figures("通知", LINES)
    keys = put(library, new)
    in_first = library.figures.in_passages([new.passages[0].id, "没有"])
    assert in_first == {keys[0]: "党员", keys[1]: "群众"}
    assert library.figures.in_passages([new.passages[1].id]) == {}
    assert library.figures.in_passages([]) == {}


def test_which_versions_have_to_be_extracted_again(library: Library) -> None:
    plain = new_version("旧的", ["没有数字。"])
    library.store([plain], MODEL)
    library.flip([(plain.document.id, 1)])
    put(library, with_figures("通知", LINES))
    assert library.figures.outdated("1") == [(plain.document.id, 1)]
    assert len(library.figures.outdated("2")) == 2
    document = library.document(plain.document.id)
    library.replace_figures([(document, ())], "1")
    assert library.figures.outdated("1") == [] and library.figures.count() == 3


def test_damage_is_counted(library: Library) -> None:
    put(library, with_figures("通知", LINES))
    with library._engine.begin() as connection:
        connection.exec_driver_sql("UPDATE statements SET text = '改。' WHERE start = 0")
    assert library.figures.damage() == 1


def test_a_library_made_before_there_were_figures_opens(tmp_path: Path) -> None:
    library = Library(tmp_path / "l.sqlite3")
    new = new_version("旧的", LINES)
    library.store([new], MODEL)
    library.flip([(new.document.id, 1)])
    with library._engine.begin() as connection:
        for table in ("figures", "statements", "figure_lists"):
            connection.exec_driver_sql(f"DROP TABLE {table}")
    library.close()
    again = Library(tmp_path / "l.sqlite3")
    assert again.figures.count() == 0
    assert again.figures.outdated("1") == [(new.document.id, 1)]
    again.close()
