"""The chain from a question to an answer, as LangChain runnables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

from langchain_core.runnables import Runnable, RunnableLambda

from pb_qa.answering.case_answers import CaseAnswers
from pb_qa.answering.definition_search import DefinitionSearch
from pb_qa.answering.document_facts import DocumentFacts
from pb_qa.answering.extractive import ExtractiveAnswerer, passages_wanted, queries_for
from pb_qa.answering.figures import FigureAnswerer
from pb_qa.answering.followup import resolve
from pb_qa.answering.joining import answers_all, joined
from pb_qa.answering.named_sources import SourceMeant, sources_meant
from pb_qa.answering.outline_answers import OutlineAnswers
from pb_qa.answering.parts import parts_of
from pb_qa.answering.second_opinion import answers_though_refused
from pb_qa.answering.sides import FiguresOf, Side, side_of
from pb_qa.answering.sources import Sources
from pb_qa.answers import Answer, Turn
from pb_qa.models import ScoredPassage
from pb_qa.retrieval import PassageRetriever, scored_passage
from pb_qa.text.synonyms import with_own

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig


# A source with more reposts than this may leave fewer passages of others.
_MOST_SEARCHED: Final = 400
# One law, or one report, has few of the passages that a question's words are in.
_SEARCHED_FOR_ONE_SOURCE: Final = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """What goes into the chain: a question and the turns before it, oldest first.

    Attributes
    ----------
    collection
        The folder of the corpus to answer from, as `pb_qa.catalog.Collection.name`; empty
        for all of it.
    """

    question: str
    history: tuple[Turn, ...] = ()
    collection: str = ""


@dataclass(frozen=True, slots=True)
class Resolved:
    """A question standing on its own."""

    asked: str
    question: str
    collection: str = ""


@dataclass(frozen=True, slots=True)
class DocumentAnswers:
    """Finds passages, and answers in the documents' own words.

    What a document says of itself its metadata answer, lists under a heading its outline,
    figures the ledger, sentences the rest.
    """

    retriever: PassageRetriever
    answerer: ExtractiveAnswerer
    figures: FigureAnswerer
    sources: Sources
    facts: DocumentFacts
    outlines: OutlineAnswers
    cases: CaseAnswers

    def find(
        self, question: str, collection: str, config: RunnableConfig | None
    ) -> list[ScoredPassage]:
        """Passages near the question, best first, those of reposts once."""
        wanted = passages_wanted(question)
        found: dict[str, ScoredPassage] = {}
        for query in queries_for(question):
            meant = sources_meant(query)
            hits = self._search(query, wanted, collection, config, meant) if meant else []
            # Where nothing is so called, any document may be meant.
            for hit in hits or self._search(query, wanted, collection, config):
                if hit.passage.id not in found or hit.score > found[hit.passage.id].score:
                    found[hit.passage.id] = hit
        near = sorted(found.values(), key=lambda hit: -hit.score)
        return self._with_definitions(question, near, collection, sources_meant(question))

    def _with_definitions(
        self,
        question: str,
        near: list[ScoredPassage],
        collection: str,
        meant: SourceMeant | None,
    ) -> list[ScoredPassage]:
        """Passages that define what is asked for come before the others that were found."""
        defining = DefinitionSearch(self.retriever).find(question, collection, meant)
        best = near[0].score if near else 1.0
        first = [ScoredPassage(hit.passage, hit.document, best) for hit in defining]
        known = {hit.passage.id for hit in first}
        others = (hit for hit in near if hit.passage.id not in known)
        return self.sources.distinct([*first, *others]) if first else near

    def _search(
        self,
        query: str,
        wanted: int,
        collection: str,
        config: RunnableConfig | None,
        meant: SourceMeant | None = None,
    ) -> list[ScoredPassage]:
        """As many passages as wanted, of the documents meant, without what reposts say again."""
        most = wanted if meant is None else _SEARCHED_FOR_ONE_SOURCE
        while True:
            documents = self.retriever.invoke(
                query, config, k=most, collection=collection, for_reading=True
            )
            found = map(scored_passage, documents)
            hits = self.sources.distinct(
                hit for hit in found if meant is None or meant(hit.document)
            )
            if len(hits) >= wanted or len(documents) < most or most > _MOST_SEARCHED:
                return hits[:wanted]
            most *= 2

    def answer(
        self,
        resolved: Resolved,
        found: list[ScoredPassage],
        collection: str,
        meant: SourceMeant | None = None,
    ) -> Answer:
        """Answer from the passages found, and from figures of the collection.

        Parameters
        ----------
        meant
            Tells of which documents figures may be; any, if None.
        """
        question = (resolved.asked, resolved.question, found, collection)
        figures = self.figures
        if meant is not None:
            figures = replace(figures, source=FiguresOf(figures.source, meant))
        known = (
            self.facts.answer(*question)
            or self.outlines.answer(*question)
            or figures.answer(*question)
        )
        if known is None:
            return self.cases.complete(self.answerer.answer(*question), collection)
        if not known.abstained or known.otherwise:
            return self.cases.complete(known, collection)
        said = self.cases.complete(self.answerer.answer(*question), collection)
        return said if answers_though_refused(said, known) else known

    def find_and_answer(
        self, resolved: Resolved, config: RunnableConfig | None
    ) -> tuple[list[ScoredPassage], Answer]:
        """The passages found and the answer from them.

        A question limited to a collection is answered from it or not at all: what lies
        elsewhere is only said to be there.
        """
        with with_own(self.retriever.synonyms.current()):
            return self._find_and_answer(resolved, config)

    def _find_and_answer(
        self, resolved: Resolved, config: RunnableConfig | None
    ) -> tuple[list[ScoredPassage], Answer]:
        collection = resolved.collection
        found, answer = self._part_by_part(resolved, collection, config)
        if not collection:
            return found, answer
        if answer.abstained:
            elsewhere = not self._part_by_part(resolved, "", config)[1].abstained
            if elsewhere or not answer.notes:
                note = not_found(collection, elsewhere=elsewhere)
                answer = replace(answer, notes=(*answer.notes, note))
        return found, replace(answer, collection=collection)

    def _part_by_part(
        self, resolved: Resolved, collection: str, config: RunnableConfig | None
    ) -> tuple[list[ScoredPassage], Answer]:
        """The answer to the whole question, or to each of several things asked in it."""
        found = self.find(resolved.question, collection, config)
        whole = self.answer(resolved, found, collection)
        parts = parts_of(resolved.question)
        documents = self.facts.titles.meant(lambda _: True, collection) if parts.several else ()
        sides = [side_of(part, documents) for part in parts.several]
        if answers_all(whole, parts, sides if parts.apart else ()):
            return found, whole
        answers = []
        for side in sides:
            near, answer = self._answer_side(resolved.asked, side, collection, config)
            answers.append(answer)
            found = near if not answers[1:] else _side_by_side(found, near)
        return found, joined(whole, parts, answers, sides if parts.apart else ())

    def _answer_side(
        self, asked: str, side: Side, collection: str, config: RunnableConfig | None
    ) -> tuple[list[ScoredPassage], Answer]:
        """What answers one of several things asked, from its own documents where they are known."""
        part = side.part
        stated = Resolved(asked, part.named or part.question, collection)
        if side.meant is not None:
            fact = self.facts.answer(asked, stated.question, [], collection)
            if fact is not None and not fact.abstained:
                return [], fact
            for question in (part.question, side.undated):
                if not question:
                    continue
                near = self._search(
                    question, passages_wanted(question), collection, config, side.meant
                )
                near = self._with_definitions(question, near, collection, side.meant)
                answer = self.answer(
                    Resolved(asked, question, collection), near, collection, side.meant
                )
                if not answer.abstained:
                    return near, answer
            if side.named:
                return near, answer
        near = self.find(part.question, collection, config)
        return near, self.answer(Resolved(asked, part.question, collection), near, collection)


def _side_by_side(
    found: Sequence[ScoredPassage], near: Sequence[ScoredPassage]
) -> list[ScoredPassage]:
    """The passages near one thing asked about and near another, best first of either."""
    both = [hit for pair in zip_longest(found, near) for hit in pair if hit is not None]
    return list({hit.passage.id: hit for hit in both}.values())


def answer_chain(documents: DocumentAnswers) -> Runnable[Asked, Answer]:
    """Make follow-ups whole, retrieve, answer; ``invoke`` it with an `Asked`."""

    def make_whole(asked: Asked) -> Resolved:
        whole = resolve(asked.question, asked.history)
        return Resolved(asked.question, whole, asked.collection)

    def retrieve_and_answer(resolved: Resolved, config: RunnableConfig) -> Answer:
        return documents.find_and_answer(resolved, config)[1]

    return RunnableLambda(make_whole, name="resolve follow-up") | RunnableLambda(
        retrieve_and_answer, name="retrieve and answer"
    )


def not_found(collection: str, *, elsewhere: bool) -> str:
    """What is said when a collection does not answer."""
    if elsewhere:
        return f"所选范围“{collection}”里没有找到；别的文件夹里有相关内容。"
    return f"所选范围“{collection}”里没有找到能回答这个问题的内容，别的文件夹里也没有。"
