"""Reposts as one source: what several of them say is said once, and cited from the best."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from pb_qa.answering.candidates import PlacedSentence
from pb_qa.answering.completing import completed_by
from pb_qa.answering.enumerations import enumeration_at
from pb_qa.figures import FoundFigure
from pb_qa.models import Citation, DocumentInfo, Passage, RepostPlace, ScoredPassage
from pb_qa.storage.library import Library
from pb_qa.text.search_form import search_form
from pb_qa.text.sentences import sentence_spans

_DOCUMENTS_KEPT: Final = 64
# Shorter ones, e.g. “附件：”, say nothing of their own.
_LEAST_WORDS: Final = 6


def same_words(text: str) -> str:
    """What is equal for two sentences that differ in width, script or punctuation alone."""
    return "".join(c for c in search_form(text) if c.isalnum() or c == "%")


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence in a document: ``document.text[start:end] == text``."""

    document: DocumentInfo
    start: int
    end: int
    text: str


class Sources:
    """The clusters of a library as answers need them."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._sentences = lru_cache(maxsize=_DOCUMENTS_KEPT)(self._read_sentences)

    def _read_sentences(self, document_id: str, version: int) -> dict[str, tuple[int, int, str]]:
        text = self._library.document(document_id, version).text
        found: dict[str, tuple[int, int, str]] = {}
        for start, end in sentence_spans(text):
            found.setdefault(same_words(text[start:end]), (start, end, text[start:end]))
        return found

    # ---- what was found, once

    def distinct(self, found: Iterable[ScoredPassage]) -> list[ScoredPassage]:
        """Leave out passages that say nothing but what a repost before them has said."""
        clusters = self._library.reposts.clusters()
        said: dict[str, set[str]] = {}
        kept: list[ScoredPassage] = []
        for hit in found:
            source = clusters.source_of(hit.document.id)
            if source in clusters.members:
                text = hit.passage.text
                words = {same_words(text[start:end]) for start, end in sentence_spans(text)}
                new = {one for one in words if len(one) >= _LEAST_WORDS}
                known = said.setdefault(source, set())
                if known and new <= known:
                    continue
                known |= new
            kept.append(hit)
        return kept

    def untold(self, found: Sequence[ScoredPassage]) -> list[tuple[ScoredPassage, str]]:
        """Each passage with those of its words that none before it of its source has said.

        Passages of a document may overlap, and reposts say the same; a passage that says
        nothing new is left out.
        """
        clusters = self._library.reposts.clusters()
        said: dict[str, set[str]] = {}
        kept: list[tuple[ScoredPassage, str]] = []
        for hit in found:
            known = said.setdefault(clusters.source_of(hit.document.id), set())
            text, words, position, new = hit.passage.text, "", 0, False
            for start, end in sentence_spans(text):
                same = same_words(text[start:end])
                words += text[position:start]
                position = end
                if len(same) >= _LEAST_WORDS and same in known:
                    continue
                words += text[start:end]
                new = new or bool(same)
                known.add(same)
            if new:
                kept.append((hit, words + text[position:]))
        return kept

    def once(self, placed: Sequence[PlacedSentence]) -> list[PlacedSentence]:
        """Each sentence of a cluster once, where it comes first."""
        clusters = self._library.reposts.clusters()
        seen: dict[tuple[str, str], str] = {}
        kept: list[PlacedSentence] = []
        for sentence in placed:
            own = sentence.found.document.id
            source = clusters.source_of(own)
            if source in clusters.members:
                key = (source, same_words(sentence.text))
                if seen.setdefault(key, own) != own:
                    continue
            kept.append(sentence)
        return kept

    def figures_once(
        self, figures: Sequence[FoundFigure], passages: Sequence[ScoredPassage]
    ) -> list[FoundFigure]:
        """The figures of each sentence of a cluster once, from whichever was found first."""
        clusters = self._library.reposts.clusters()
        rank: dict[str, int] = {}
        for hit in passages:
            rank.setdefault(hit.document.id, len(rank))
        keeper: dict[tuple[str, str], str] = {}
        keys: list[tuple[str, str] | None] = []
        for one in figures:
            own = one.document.id
            source = clusters.source_of(own)
            key = (source, same_words(one.quote)) if source in clusters.members else None
            keys.append(key)
            if key is not None:
                best = keeper.setdefault(key, own)
                if rank.get(own, len(rank)) < rank.get(best, len(rank)):
                    keeper[key] = own
        return [
            one
            for one, key in zip(figures, keys, strict=True)
            if key is None or keeper[key] == one.document.id
        ]

    # ---- what is cited

    def places(self, document: DocumentInfo, text: str, collection: str) -> list[Place]:
        """Where a sentence of a document stands among its reposts, the leader's first.

        Only in documents of the collection; empty when no other has it.
        """
        words = same_words(text)
        cluster = self._library.reposts.of(document.id)
        if len(words) < _LEAST_WORDS or not cluster:
            return []
        found: list[Place] = []
        for info in cluster:
            if collection and not info.source.startswith(f"{collection}/"):
                continue
            at = self._sentences(info.id, info.version).get(words)
            if at is not None:
                found.append(Place(info, *at))
        return found if any(place.document.id != document.id for place in found) else []

    def cited(self, citation: Citation, collection: str) -> Citation:
        """The same sentence cited from the best of its reposts, the others listed under it."""
        places = self.places(citation.document, citation.quote, collection)
        if not places:
            return citation
        best, *others = places
        if best.document.id == citation.document.id:
            led = citation
        else:
            led = self._citation_of(best, citation.number)
        return with_reposts(led, others)

    def completing(self, citation: Citation) -> list[Citation]:
        """What a sentence cannot be read without: what it announces or heads, unnumbered."""
        document = citation.document
        text = self._library.document(document.id, document.version).text
        return self.sentences(document, completed_by(text, citation.start, citation.end))

    def enumeration(self, citation: Citation) -> list[Citation]:
        """The whole enumeration that a sentence opens or is an item of, unnumbered.

        What opens it comes first. Empty when it is of none.
        """
        document = citation.document
        text = self._library.document(document.id, document.version).text
        found = enumeration_at(text, citation.start, citation.end)
        return self.sentences(document, (found.lead, *found.items) if found else ())

    def sentences(self, document: DocumentInfo, spans: Sequence[tuple[int, int]]) -> list[Citation]:
        """Stretches of a document's text as citations, unnumbered."""
        text = self._library.document(document.id, document.version).text
        return [self._citation_of(Place(document, *span, text[slice(*span)])) for span in spans]

    def _citation_of(self, place: Place, number: int = 0) -> Citation:
        passage = self._passage_at(place)
        return Citation(
            number=number,
            document=place.document,
            passage_id=passage.id if passage else "",
            start=place.start,
            end=place.end,
            quote=place.text,
            headings=passage.headings if passage else (),
            page=passage.page if passage else None,
        )

    def leading(self, found: FoundFigure, collection: str) -> FoundFigure:
        """The same figure as the best of its reposts states it."""
        places = self.places(found.document, found.quote, collection)
        if not places or places[0].document.id == found.document.id:
            return found
        best, wanted = places[0].document, found.figure
        words = same_words(found.quote)
        for stored in self._library.figures.of_version((best.id, best.version)):
            figure = stored.figure
            if (
                (figure.base_value, figure.base_unit, figure.indicator)
                == (wanted.base_value, wanted.base_unit, wanted.indicator)
                and figure.period == wanted.period
                and same_words(stored.quote) == words
            ):
                return FoundFigure(figure, stored.document, stored.quote, found.score)
        return found

    def passage_of(self, citation: Citation) -> Passage | None:
        """The passage in which a citation begins."""
        place = Place(citation.document, citation.start, citation.end, citation.quote)
        return self._passage_at(place)

    def _passage_at(self, place: Place) -> Passage | None:
        for passage in self._library.document_passages(place.document.id):
            if passage.start <= place.start < passage.end:
                return passage
        return None


def with_reposts(citation: Citation, others: Iterable[Place]) -> Citation:
    """The citation with other places of the same sentence listed under it."""
    also = tuple(
        RepostPlace(place.document, place.start, place.end)
        for place in others
        if place.document.id != citation.document.id
    )
    return replace(citation, also=also)
