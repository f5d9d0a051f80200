"""The only place that wires objects: models, indexes and everything that needs them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pb_qa.answering.case_answers import CaseAnswers
from pb_qa.answering.chain import DocumentAnswers, answer_chain
from pb_qa.answering.cross_encoder import choose_reader
from pb_qa.answering.document_facts import DocumentFacts
from pb_qa.answering.extractive import ExtractiveAnswerer
from pb_qa.answering.figures import FigureAnswerer, FigureRanker, Weights
from pb_qa.answering.network_reader import usual_reader
from pb_qa.answering.outline_answers import OutlineAnswers
from pb_qa.answering.reader import Reader, SentenceReader
from pb_qa.answering.sources import Sources
from pb_qa.answering.span_reader import SpanReader
from pb_qa.answering.titles import Titles
from pb_qa.answers import Answer
from pb_qa.embedding import CurrentEmbedder
from pb_qa.ingest import Ingester
from pb_qa.ingest.extraction import extract_again
from pb_qa.ingest.model_choice import choose_model
from pb_qa.ingest.reembedding import Reembedding
from pb_qa.ingest.reposts import note_reposts_again
from pb_qa.ledger import DisagreementFinder, FigureCandidates, FigureLookup
from pb_qa.reading.reader import DocumentReader
from pb_qa.retrieval import PassageRetriever
from pb_qa.settings import Settings
from pb_qa.storage.figure_index import FigureIndex
from pb_qa.storage.indexes import Indexes
from pb_qa.storage.keyword_index import KeywordIndex
from pb_qa.storage.library import Library
from pb_qa.storage.model_change import ModelChange
from pb_qa.storage.recovery import recover
from pb_qa.storage.seal import Seal
from pb_qa.storage.synonym_file import SynonymFile
from pb_qa.storage.vector_index import VectorIndex

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

    from pb_qa.answer_events import AnswerEvent
    from pb_qa.answering.chain import Asked
    from pb_qa.answering.generative.model import LanguageModel

_log = logging.getLogger(__name__)
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Engine:
    """What needs the embedding model: searching, answering, taking documents in."""

    indexes: Indexes
    lookup: FigureLookup
    disagreements: DisagreementFinder
    retriever: PassageRetriever
    documents: DocumentAnswers
    sentence_reader: SentenceReader
    reranker_problem: str
    chain: Runnable[Asked, Answer]
    ingester: Ingester
    reembedding: Reembedding
    synonyms: SynonymFile
    reader: DocumentReader
    closing: ExitStack

    def close(self) -> None:
        """Let go of the indexes and end the process that reads. Twice does no harm."""
        self.closing.close()


@dataclass(frozen=True, slots=True)
class Generation:
    """What answers in a language model's words."""

    model: LanguageModel
    chain: Runnable[Asked, AnswerEvent]


def wire_generation(settings: Settings, library: Library, engine: Engine) -> Generation:
    """Wire the language model on top of what searches and answers; nothing is sent yet."""
    from pb_qa.answering.generative.answerer import GenerativeAnswerer
    from pb_qa.answering.generative.chain import generative_chain
    from pb_qa.answering.generative.checking.checker import SentenceChecker
    from pb_qa.answering.generative.model import LanguageModel

    model = LanguageModel(settings)
    engine.closing.callback(model.close)
    checker = SentenceChecker(library, engine.sentence_reader)
    answerer = GenerativeAnswerer(model, checker, engine.documents.sources, library)
    return Generation(model, generative_chain(engine.documents, model, answerer))


def wire(settings: Settings, library: Library, tell: Tell, tell_change: Tell) -> Engine:
    """Load the model, open the indexes, and finish what a killed process left half done.

    Parameters
    ----------
    tell
        Called with what is going on that takes long, with an empty text when it is over.
    tell_change
        The same for the change to another embedding model, which goes on beside the rest.
    """
    with ExitStack() as closing:
        choice = choose_model(settings.embedding_model, ModelChange(library))
        embedder = CurrentEmbedder(choice.embedder)
        _catch_up(library, tell)
        indexes = _open_indexes(settings, library, choice.searched, closing)
        for done in recover(library, indexes):
            _log.info("%s", done)
        reader = closing.enter_context(DocumentReader(settings))
        synonyms = SynonymFile(settings.corpus_dir)
        retriever = PassageRetriever(
            library=library,
            keyword_index=indexes.keywords,
            vector_index=indexes.vectors,
            embedder=embedder,
            k=settings.top_k,
            synonyms=synonyms,
        )
        sentence_reader = SentenceReader.builtin()
        usual = usual_reader(sentence_reader)
        reading = choose_reader(settings.reranker_model, sentence_reader, usual)
        ranker = FigureRanker(sentence_reader, embedder, Weights.builtin())
        spans = SpanReader.builtin(sentence_reader.weigh)
        documents = _document_answers(library, indexes, retriever, reading.reader, spans, ranker)
        ingester = Ingester(reader, embedder, library, indexes, settings)
        reembedding = Reembedding(
            library, indexes.vectors, embedder, choice, ingester.turn, tell_change
        )
        closing.callback(reembedding.close)
        return Engine(
            indexes,
            FigureLookup(library, indexes.figures, indexes.vectors, embedder, synonyms),
            DisagreementFinder(library),
            retriever,
            documents,
            sentence_reader,
            reading.problem,
            answer_chain(documents),
            ingester,
            reembedding,
            synonyms,
            reader,
            closing.pop_all(),
        )


def _open_indexes(settings: Settings, library: Library, model: str, closing: ExitStack) -> Indexes:
    """The three indexes that are built from the library; ``closing`` lets go of them.

    Parameters
    ----------
    model
        Name of the embedding model whose vectors are searched.
    """
    data = settings.data_dir
    keywords = KeywordIndex(data / "keywords", Seal(library, "keyword", lasting=True))
    closing.callback(keywords.close)
    figures = FigureIndex(data / "figures", Seal(library, "figure", lasting=True))
    closing.callback(figures.close)
    vectors = VectorIndex(library, data / "vectors", model, settings.chroma_url)
    closing.callback(vectors.close)
    return Indexes(vectors, keywords, figures)


def _document_answers(
    library: Library,
    indexes: Indexes,
    retriever: PassageRetriever,
    reader: Reader,
    spans: SpanReader,
    ranker: FigureRanker,
) -> DocumentAnswers:
    """What answers in the documents' own words."""
    sources = Sources(library)
    return DocumentAnswers(
        retriever,
        ExtractiveAnswerer(library, reader, sources, spans),
        FigureAnswerer(FigureCandidates(library, indexes.figures), library, ranker, sources),
        sources,
        DocumentFacts(library, Titles(library), library.records),
        OutlineAnswers(library, sources),
        CaseAnswers(library, sources),
    )


def _catch_up(library: Library, tell: Tell) -> None:
    """Redo from the stored texts what another version of the program has done."""

    def tell_extracted(done: int, total: int) -> None:
        tell(f"正在从已有文档中提取数据：{done}/{total} 份")

    def tell_compared(done: int, total: int) -> None:
        tell(f"正在从已有文档中查找转载：{done}/{total} 份")

    extract_again(library, tell_extracted)
    note_reposts_again(library, tell_compared)
    tell("")
