"""Which example questions are offered: those that the documents at hand answer well."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice
from typing import Final

from pb_qa.answering.examples import ExampleKind, example_questions, is_well_answered
from pb_qa.answers import Answer
from pb_qa.models import DocumentInfo
from pb_qa.storage.library import Library

_DOCUMENTS: Final = 40
# Asking takes time, and somebody waits for the page.
_TRIES: Final = 8
_TRIES_OF_ONE: Final = 3


def chosen_examples(library: Library, ask: Callable[[str], Answer], limit: int) -> list[str]:
    """At most ``limit`` questions of different kinds about different documents.

    Parameters
    ----------
    ask
        Answers a question as a reader's would be; what it answers badly is not offered.
    """
    found: list[str] = []
    used: set[str] = set()
    documents = library.documents()
    step = max(1, len(documents) // _DOCUMENTS)
    # Every kind once, then figures, which nearly every corpus has, for what is missing.
    for kind in (*ExampleKind, *[ExampleKind.FIGURE] * limit):
        if len(found) >= limit:
            break
        tries = _TRIES
        for info in documents[::step]:
            if tries <= 0 or (info.id in used and len(documents) >= limit):
                continue
            made = _unasked(library, kind, info, found)
            question, asked = _well_answered(kind, info.id, made[:tries], ask)
            tries -= asked
            if question:
                found.append(question)
                used.add(info.id)
                break
    return found


def _unasked(
    library: Library, kind: ExampleKind, info: DocumentInfo, known: Sequence[str]
) -> list[str]:
    """The first questions of a kind that a document should answer, beside those known."""
    document = library.document(info.id, info.version)
    stored = library.figures.of_version((info.id, info.version))
    made = example_questions(kind, document, [one.figure for one in stored])
    return list(islice((one for one in made if one not in known), _TRIES_OF_ONE))


def _well_answered(
    kind: ExampleKind, document_id: str, questions: Sequence[str], ask: Callable[[str], Answer]
) -> tuple[str, int]:
    """The first question that its document answers well, and how many were asked."""
    for asked, question in enumerate(questions, 1):
        if is_well_answered(kind, ask(question), document_id):
            return question, asked
    return "", len(questions)
