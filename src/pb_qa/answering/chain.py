"""The chain from a question to an answer, as LangChain runnables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from langchain_core.runnables import Runnable, RunnableLambda

from pb_qa.answering.extractive import ExtractiveAnswerer, passages_wanted, queries_for
from pb_qa.answering.figures import FigureAnswerer
from pb_qa.answering.followup import resolve
from pb_qa.models import Answer, ScoredPassage, Turn
from pb_qa.retrieval import PassageRetriever, scored_passage

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig


@dataclass(frozen=True, slots=True)
class Asked:
    """What goes into the chain: a question and the turns before it, oldest first."""

    question: str
    history: tuple[Turn, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolved:
    """A question standing on its own."""

    asked: str
    question: str


def answer_chain(
    retriever: PassageRetriever, answerer: ExtractiveAnswerer, figures: FigureAnswerer
) -> Runnable[Asked, Answer]:
    """Make follow-ups whole, retrieve, answer; ``invoke`` it with an `Asked`.

    What the ledger of figures can answer, it answers; sentences answer the rest.
    """

    def make_whole(asked: Asked) -> Resolved:
        return Resolved(asked.question, resolve(asked.question, asked.history))

    def retrieve_and_answer(resolved: Resolved, config: RunnableConfig) -> Answer:
        wanted = passages_wanted(resolved.question)
        found: dict[str, ScoredPassage] = {}
        for query in queries_for(resolved.question):
            for document in retriever.invoke(query, config, k=wanted):
                hit = scored_passage(document)
                if hit.passage.id not in found or hit.score > found[hit.passage.id].score:
                    found[hit.passage.id] = hit
        ranking = sorted(found.values(), key=lambda hit: -hit.score)
        return figures.answer(resolved.asked, resolved.question, ranking) or answerer.answer(
            resolved.asked, resolved.question, ranking
        )

    return RunnableLambda(make_whole, name="resolve follow-up") | RunnableLambda(
        retrieve_and_answer, name="retrieve and answer"
    )
