"""Finds the passages that say what a term means, however often it is used elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pb_qa.answering.definitions import IN_PASSING, best_clearness, terms_asked_for
from pb_qa.answering.named_sources import SourceMeant
from pb_qa.answering.question import read_question
from pb_qa.models import ScoredPassage
from pb_qa.retrieval import PassageRetriever
from pb_qa.text.search_form import search_form, search_terms
from pb_qa.text.sentences import sentence_spans
from pb_qa.text.synonyms import known_synonyms

# Of the passages with a term that is used everywhere, so many may stand before its definition.
_LOOKED_INTO: Final = 200
_MOST_PASSAGES: Final = 3


@dataclass(frozen=True, slots=True)
class DefinitionSearch:
    """Searches for how a definition is worded, and looks whether it is one.

    Who asks what a term means has only the term in common with the sentence that says so, and
    every passage in which the term is used has it as well.
    """

    retriever: PassageRetriever

    def find(
        self, question: str, collection: str = "", meant: SourceMeant | None = None
    ) -> list[ScoredPassage]:
        """Passages that define the term asked for, the clearest first; none where none is.

        Parameters
        ----------
        meant
            Tells the documents that the question names, if it names any.
        """
        for variant in known_synonyms().variants(question):
            terms = terms_asked_for(read_question(variant))
            found = self._of(terms, collection, meant) if terms else []
            if found:
                return found
        return []

    def _of(
        self, terms: list[str], collection: str, meant: SourceMeant | None
    ) -> list[ScoredPassage]:
        wording = " ".join(f"所称{one}是指{one}" for one in terms)
        hits = self.retriever.keyword_index.search(search_terms(wording), _LOOKED_INTO, collection)
        live = self.retriever.library.passages([one for one, _ in hits])
        rated: list[tuple[int, int, ScoredPassage]] = []
        for rank, (one, score) in enumerate(hits):
            if one not in live or (meant is not None and not meant(live[one][1])):
                continue
            passage, info = live[one]
            how = _clearest(terms, passage.text)
            if how >= IN_PASSING:
                rated.append((-how, rank, ScoredPassage(passage, info, score)))
        return [hit for *_, hit in sorted(rated, key=lambda one: one[:2])[:_MOST_PASSAGES]]


def _clearest(terms: list[str], text: str) -> int:
    form = search_form(text)
    if not any(term in form for term in terms):
        return 0
    sentences = (search_form(text[start:end]) for start, end in sentence_spans(text))
    return max((best_clearness(terms, sentence) for sentence in sentences), default=0)
