"""Answers that were kept, without what documents said that are no longer there.

A conversation lies in the browser and outlives the documents it cites. Before it is shown
again, or given to a follow-up, every citation is compared with the library, and so are the
documents that a model was given: what it thought may quote any of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from pb_qa.answers import Answer, AnswerMode, AnswerSentence
from pb_qa.errors import DocumentNotFoundError
from pb_qa.models import Citation, Document, DocumentInfo
from pb_qa.web.history import Record

if TYPE_CHECKING:
    from pb_qa.web.contract import AssistantLike

# In the place of a sentence that only withdrawn citations bore out.
HIDDEN: Final = "已隐去：所引文件已移出"

# Whether what a citation quotes stands in the library.
Stands = Callable[[Citation], bool]
# Whether a version of a document can still be read.
Readable = Callable[[DocumentInfo], bool]
# Whether a version of a document, by its id, is the one that answers now.
Current = Callable[[str, int], bool]


def without_withdrawn(records: Sequence[Record], assistant: AssistantLike) -> list[Record]:
    """The records as they may be shown: what is cited stands in the library, word for word.

    A version that a newer one has superseded is still there.
    """
    documents: dict[tuple[str, int], Document | None] = {}

    def document(info: DocumentInfo) -> Document | None:
        key = (info.id, info.version)
        if key not in documents:
            try:
                documents[key] = assistant.document(*key)
            except DocumentNotFoundError:
                documents[key] = None
        return documents[key]

    def stands(citation: Citation) -> bool:
        found = document(citation.document)
        return found is not None and found.text[citation.start : citation.end] == citation.quote

    def readable(info: DocumentInfo) -> bool:
        return document(info) is not None

    versions: dict[str, int] = {}
    if any(record.answer is not None and record.answer.read for record in records):
        versions = {info.id: info.version for info in assistant.list_documents()}

    def current(document_id: str, version: int) -> bool:
        return versions.get(document_id) == version

    return [
        record
        if record.answer is None
        else replace(record, answer=withdraw(record.answer, stands, readable, current))
        for record in records
    ]


def withdraw(answer: Answer, stands: Stands, readable: Readable, current: Current) -> Answer:
    """The answer without what rests on citations that no longer stand.

    Those citations lose their quotes; sentences that nothing else bears out are hidden,
    and so are a direct answer, figures and remarks that rest on them. Of what a model
    worded, a sentence is hidden with any of its citations, and what nobody checked with it;
    that goes also where any document that the model was given has been removed or replaced.
    """
    if not all(current(*one) for one in answer.read):
        answer = replace(answer, withheld=(), reasoning="")
    cited = [citation for sentence in answer.sentences for citation in sentence.citations]
    kept = {one.number for one in cited} - {one.number for one in cited if not stands(one)}
    nearest = tuple(
        found
        for found in answer.nearest
        if stands(
            Citation(
                number=0,
                document=found.document,
                passage_id=found.passage.id,
                start=found.passage.start,
                end=found.passage.end,
                quote=found.passage.text,
            )
        )
    )
    change = _worded if answer.mode is AnswerMode.GENERATIVE else _sentence
    sentences = tuple(change(sentence, kept, readable) for sentence in answer.sentences)
    if not cited:
        # Whatever a model wrote here may come from any document.
        return replace(answer, nearest=nearest, withheld=(), reasoning="")
    if len(kept) == len(answer.citations):
        return replace(answer, sentences=sentences, nearest=nearest)
    figures = tuple(figure for figure in answer.figures if figure.number in kept)
    complete = len(figures) == len(answer.figures)
    direct = answer.direct
    borne_out = direct is not None and any(
        citation.number in kept
        and citation.document.id == direct.document_id
        and citation.start <= direct.start
        and direct.end <= citation.end
        for citation in answer.citations
    )
    return replace(
        answer,
        direct=direct if borne_out else None,
        sentences=sentences,
        nearest=nearest,
        notes=(),
        figures=figures,
        reckoned=answer.reckoned if complete else "",
        working=answer.working if complete else "",
        withheld=(),
        reasoning="",
        about="",
    )


def _sentence(sentence: AnswerSentence, kept: set[int], readable: Readable) -> AnswerSentence:
    standing = [
        replace(c, also=tuple(place for place in c.also if readable(place.document)))
        for c in sentence.citations
        if c.number in kept
    ]
    gone = [citation for citation in sentence.citations if citation.number not in kept]
    text = sentence.text if standing else HIDDEN
    # Its words are those of a document that is gone: another one's stand in for them.
    if standing and not any(sentence.text in citation.quote for citation in standing):
        quoted = any(sentence.text in citation.quote for citation in gone)
        text = standing[0].quote if quoted else sentence.text
    return AnswerSentence(text, (*standing, *map(_withdrawn, gone)))


def _worded(sentence: AnswerSentence, kept: set[int], readable: Readable) -> AnswerSentence:
    """A model's sentence says nothing of which of its words come from which document."""
    gone = [citation for citation in sentence.citations if citation.number not in kept]
    if gone:
        return AnswerSentence(HIDDEN, tuple(map(_withdrawn, gone)))
    return replace(
        sentence,
        citations=tuple(
            replace(c, also=tuple(place for place in c.also if readable(place.document)))
            for c in sentence.citations
        ),
    )


def _withdrawn(citation: Citation) -> Citation:
    return replace(
        citation, passage_id="", start=0, end=0, quote="", headings=(), page=None, also=()
    )
