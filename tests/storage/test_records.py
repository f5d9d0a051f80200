from __future__ import annotations

from pathlib import Path

from small_library import MODEL, new_version

from pb_qa.storage.fact_keeping import complete_facts
from pb_qa.storage.library import Library
from pb_qa.storage.rows import VersionOrigin

NEW_TABLES = (
    "version_facts",
    "version_origins",
    "metadata_edits",
    "undone_cuts",
    "file_verdicts",
)


def test_a_library_of_the_last_release_opens_and_its_records_are_made(tmp_path: Path) -> None:
    path = tmp_path / "library.sqlite3"
    old = Library(path)
    for version in (1, 2):
        new = new_version("通知", ["党员五百人。", "支部六个。"][:version], version)
        old.store([new], MODEL)
        old.flip([(new.document.id, version)])
    expected = old.records.all()
    with old.transaction() as connection:
        for table in NEW_TABLES:
            connection.exec_driver_sql(f"DROP TABLE {table}")
    old.close()

    library = Library(path)
    assert library.records.all()[0].characters == 0
    complete_facts(library)
    # Passages of the first version were not purged: only the live one's are counted.
    assert library.records.all() == expected
    assert (expected[0].characters, expected[0].passages, expected[0].pages) == (12, 2, 1)
    newest, oldest = library.records.versions("id-通知")
    assert (newest.live, oldest.live, oldest.characters) == (True, False, 6)
    assert newest.origin == VersionOrigin() and library.records.edits() == {}
    library.close()
