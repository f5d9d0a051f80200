"""Answers by one of several cases: all of them where none was asked for, else the one that was."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pb_qa.answering.cases import Case, cases_told, named_in
from pb_qa.answering.sources import Sources
from pb_qa.answering.statements import DocumentStore, numbered
from pb_qa.answers import Answer, Coverage, DirectAnswer


@dataclass(frozen=True, slots=True)
class CaseAnswers:
    """Sees to it that no case stands for another, nor for all."""

    store: DocumentStore
    sources: Sources

    def complete(self, answer: Answer, collection: str = "") -> Answer:
        """The answer with the cases that were asked for; any other answer as it is."""
        if answer.abstained or answer.reckoned or len(answer.sentences) != 1:
            return answer
        place = answer.sentences[0].citations[0]
        text = self.store.document(place.document.id, place.document.version).text
        cases = cases_told(text, place.start, place.end)
        named = named_in(answer.resolved_question, cases)
        if not cases or any(case.start <= place.start < case.end for case in named):
            return answer
        spans = [(case.start, case.end) for case in named or cases]
        cited = [
            [self.sources.cited(one, collection)]
            for one in self.sources.sentences(place.document, spans)
        ]
        sentences = numbered(cited, self.store)
        return replace(
            answer,
            sentences=sentences,
            direct=_value(text, place.document.id, named[0]) if len(named) == 1 else None,
            figures=(),
            coverage=Coverage(len(sentences), len(sentences)),
        )


def _value(text: str, document_id: str, case: Case) -> DirectAnswer:
    start, end = case.value
    return DirectAnswer(text[start:end], document_id, start, end)
