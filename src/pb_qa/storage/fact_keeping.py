"""Facts of versions that were stored by another program, made from their texts."""

from __future__ import annotations

from typing import Final

from sqlalchemy.dialects.sqlite import insert

from pb_qa.storage.facts import weak_pages
from pb_qa.storage.library import Library
from pb_qa.storage.schema import version_facts
from pb_qa.storage.version_notes import facts_row

_TOGETHER: Final = 50


def complete_facts(library: Library) -> None:
    """Make the facts of live versions that have none, or those of another format."""
    while True:
        # Nothing may be replaced between looking for them and reading their texts.
        with library.unchanged():
            missing = library.records.without_facts()[:_TOGETHER]
            if not missing:
                return
            documents = [(library.version_to_finish(key), count) for key, count in missing]
            rows = [
                facts_row(document, count, weak_pages(document)) for document, count in documents
            ]
            statement = insert(version_facts)
            with library.transaction() as connection:
                connection.execute(
                    statement.on_conflict_do_update(
                        index_elements=["document_id", "version"],
                        set_={name: statement.excluded[name] for name in rows[0]},
                    ),
                    rows,
                )
