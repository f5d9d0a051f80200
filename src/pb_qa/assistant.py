"""The facade: everything that can be done with a corpus."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal

from pb_qa.answer_events import AnswerDone, AnswerEvent, ModelStatus
from pb_qa.answers import Answer, AnswerMode, Turn
from pb_qa.assistant_documents import CORPUS_DIR, DocumentDesk
from pb_qa.assistant_figures import FigureDesk
from pb_qa.catalog import Collection
from pb_qa.errors import LibraryError
from pb_qa.models import DocumentInfo, ScoredPassage
from pb_qa.settings import Settings, load_settings
from pb_qa.storage.library import Library
from pb_qa.storage.library_errors import LIBRARY_FILE
from pb_qa.storage.ownership import Owner, own

if TYPE_CHECKING:
    from langchain_core.runnables import Runnable

    from pb_qa.answering.chain import Asked
    from pb_qa.retrieval import PassageRetriever
    from pb_qa.wiring import Engine, Generation

_log = logging.getLogger(__name__)

Rating = Literal["up", "down"]


class Assistant(DocumentDesk, FigureDesk):
    """Ask, search and keep a corpus of documents.

    An assistant owns its data folder until it is closed; use it as a context manager.
    Models and indexes are loaded by the first call that needs them, or by `warm_up`.

    Parameters
    ----------
    settings
        Where corpus and library lie and how they are used; read from the environment
        when left out.
    on_notice
        Called, as `notice` changes, with what is going on that takes long.

    Raises
    ------
    LibraryBusyError
        When another process owns the data folder.

    Examples
    --------
    >>> with Assistant() as assistant:  # doctest: +SKIP
    ...     list(assistant.sync())
    ...     print(assistant.ask("全区有多少名党建工作指导员？").text)
    """

    def __init__(
        self,
        settings: Settings | None = None,
        on_notice: Callable[[str], None] | None = None,
    ) -> None:
        given = settings or load_settings()
        self._closing = ExitStack()
        self.owner: Owner = self._closing.enter_context(own(given.data_dir))
        try:
            self.library = Library(given.data_dir / LIBRARY_FILE)
        except LibraryError:
            # Whoever mends it has to own the folder.
            self._closing.close()
            raise
        self._closing.callback(self.library.close)
        self.settings = self._with_remembered_corpus(given)
        self._engine_lock = threading.RLock()
        self._engine_parts: Engine | None = None
        self._generation_parts: Generation | None = None
        self._on_notice = on_notice
        self._doing = self._changing = self._lacking = ""
        self._warmed = False

    def __enter__(self) -> Assistant:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the data folder. Calling it twice does no harm."""
        self._closing.close()

    # ---- readiness

    @property
    def ready(self) -> bool:
        """Whether models and indexes are loaded."""
        return self._engine_parts is not None

    def warm_up(self) -> None:
        """Load models and indexes and start the process that reads files.

        Then the first question is answered, and the first file read, at once.
        """
        with self._engine_lock:
            engine = self._engine()
            self._warmed = True
        if self.library.count_passages():
            engine.retriever.search("预热", 1)
        engine.reader.start()
        # Last: until then the library's own vectors answer, and opening takes processors.
        engine.indexes.vectors.open_once()
        engine.reembedding.start()

    def reembed(self) -> None:
        """Change to the embedding model that is asked for, if the vectors are of another.

        After `warm_up` that is done in the background, and this has nothing to do. Until
        all vectors are there, those of the model before answer.
        """
        if not self._warmed:
            self._engine().reembedding.run()

    @property
    def notice(self) -> str:
        """What is going on that takes long, in Chinese; empty when nothing is."""
        return self._doing or self._changing or self._lacking

    def tell(self, notice: str) -> None:
        """Say what is going on that takes long; an empty text says that it is over."""
        self._doing = notice
        self._pass_on(notice)

    def _tell_change(self, notice: str) -> None:
        self._changing = notice
        self._pass_on(notice)

    def _pass_on(self, notice: str) -> None:
        if notice:
            _log.info("%s", notice)
            if self._on_notice is not None:
                self._on_notice(notice)

    # ---- questions

    def collections(self) -> list[Collection]:
        """Every folder of the corpus that holds documents, itself or below it, by name."""
        return self.library.collections.all()

    def reposts(self, document_id: str) -> list[DocumentInfo]:
        """The near-duplicates among which a document is, itself as well, the leader first.

        Empty when it stands alone.
        """
        return list(self.library.reposts.of(document_id))

    def search(self, query: str, k: int = 10, collection: str = "") -> list[ScoredPassage]:
        """The ``k`` best passages, best first.

        Parameters
        ----------
        collection
            Only passages of documents in this folder of the corpus or below it, found as if
            there were no others; empty for all.

        Raises
        ------
        CollectionNotFoundError
            When no document lies there.
        """
        there = self.library.collections.named(collection)
        return self._engine().retriever.search(query, k, there)

    def ask(
        self,
        question: str,
        history: Sequence[Turn] = (),
        collection: str = "",
        mode: AnswerMode = AnswerMode.EXTRACTIVE,
    ) -> Answer:
        """Answer from the documents, or say that they do not tell.

        Parameters
        ----------
        history
            Earlier turns of the conversation, oldest first.
        collection
            As in `search`. What lies elsewhere is never put in its place; a note says when
            there is something.
        mode
            Who words the answer. What a language model writes is shown only where the
            documents bear it out; when it does not serve, they answer themselves, and
            a note says why.

        Raises
        ------
        CollectionNotFoundError
            When no document lies there.
        """
        for event in self.ask_in_steps(question, history, collection, mode):
            if isinstance(event, AnswerDone):
                return event.answer
        raise AssertionError("an answer always ends with AnswerDone")

    def ask_in_steps(
        self,
        question: str,
        history: Sequence[Turn] = (),
        collection: str = "",
        mode: AnswerMode = AnswerMode.AUTO,
        stop: threading.Event | None = None,
    ) -> Iterator[AnswerEvent]:
        """Answer like `ask`, giving each sentence as soon as it is checked.

        The last event is `AnswerDone`, whose answer holds good. Setting ``stop``, or closing
        the iterator, ends the request to the language model.

        Raises
        ------
        CollectionNotFoundError
            When no document lies there.
        """
        from pb_qa.answering.chain import Asked

        there = self.library.collections.named(collection)
        return self._steps(Asked(question, tuple(history), there), self._worded_by(mode), stop)

    def _steps(
        self, asked: Asked, mode: AnswerMode, stop: threading.Event | None
    ) -> Iterator[AnswerEvent]:
        started = time.perf_counter()
        with self.library.precedence.question():
            if mode is AnswerMode.EXTRACTIVE:
                answer = self._engine().chain.invoke(asked)
                yield AnswerDone(replace(answer, seconds=time.perf_counter() - started))
                return
            for event in self._generation().chain.stream(asked, {"configurable": {"stop": stop}}):
                if isinstance(event, AnswerDone):
                    yield AnswerDone(replace(event.answer, seconds=time.perf_counter() - started))
                else:
                    yield event

    def _worded_by(self, mode: AnswerMode) -> AnswerMode:
        from pb_qa.answering.generative.model import configured

        if mode is AnswerMode.AUTO:
            return AnswerMode.GENERATIVE if configured(self.settings) else AnswerMode.EXTRACTIVE
        return mode

    def model_status(self) -> ModelStatus:
        """Whether the configured language model answers; asks it for one word."""
        from pb_qa.answering.generative.model import probe

        return probe(self.settings)

    def examples(self, limit: int = 4) -> list[str]:
        """Questions that the documents at hand answer well, of different kinds and documents."""
        from pb_qa.answering.example_choice import chosen_examples

        return chosen_examples(self.library, self.ask, limit)

    def feedback(self, question: str, answer: Answer, rating: Rating) -> None:
        """Keep what a reader thought of an answer, with question, answer and citations."""
        from pb_qa.storage.rows import Feedback

        citations = tuple(
            f"{c.document.id}@{c.document.version}[{c.start}:{c.end}] {c.quote}"
            for c in answer.citations
        )
        self.library.add_feedback(Feedback(question, answer.text, citations, rating, time.time()))

    # ---- wiring

    @property
    def langchain_retriever(self) -> PassageRetriever:
        """The retrieval as a LangChain retriever, for chains of one's own."""
        return self._engine().retriever

    @property
    def langchain_chain(self) -> Runnable[Asked, AnswerEvent]:
        """Answers in the language model's words as a LangChain runnable.

        Its input is a `pb_qa.answering.chain.Asked`; ``stream`` gives the events of
        `ask_in_steps`, ``invoke`` the last of them. Callbacks, tags and metadata of a config
        reach the retriever and the chat model; ``astream_events`` tells of each.

        Examples
        --------
        >>> chain = assistant.langchain_chain  # doctest: +SKIP
        >>> asked = Asked("全区有多少名党建工作指导员？")  # doctest: +SKIP
        >>> chain.invoke(asked, {"callbacks": [tracer]}).answer.text  # doctest: +SKIP
        """
        return self._generation().chain

    def _generation(self) -> Generation:
        with self._engine_lock:
            engine = self._engine()
            if self._generation_parts is None:
                from pb_qa.wiring import wire_generation

                self._generation_parts = wire_generation(self.settings, self.library, engine)
            return self._generation_parts

    def _engine(self) -> Engine:
        with self._engine_lock:
            if self._engine_parts is None:
                from pb_qa.wiring import wire

                engine = wire(self.settings, self.library, self.tell, self._tell_change)
                self._closing.callback(engine.close)
                self._engine_parts = engine
                self._tell_change(engine.reembedding.problem)
                self._lacking = engine.reranker_problem
                self._pass_on(self._lacking)
                if self._warmed:
                    engine.reembedding.start()
            return self._engine_parts

    def _with_remembered_corpus(self, settings: Settings) -> Settings:
        """The folder that this library mirrored last, unless another one was asked for."""
        remembered = self.library.read_meta(CORPUS_DIR)
        asked_for = CORPUS_DIR in settings.model_fields_set
        if asked_for or remembered is None or not Path(remembered).is_dir():
            return settings
        return settings.model_copy(update={CORPUS_DIR: Path(remembered)})

    def _change_corpus(self, folder: Path) -> None:
        with self._engine_lock:
            self.settings = self.settings.model_copy(
                update={CORPUS_DIR: folder, "data_dir_override": self.settings.data_dir}
            )
            if self._engine_parts is not None:
                self._engine_parts.close()
            self._engine_parts = None
            self._generation_parts = None
