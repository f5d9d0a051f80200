"""What the page needs from the assistant, and nothing more."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Literal, Protocol

from pb_qa.answer_events import AnswerEvent, ModelStatus
from pb_qa.answers import Answer, AnswerMode, Turn
from pb_qa.catalog import Collection, MetadataEdit
from pb_qa.figures import (
    Disagreement,
    FigureFilter,
    FigureOrder,
    FigurePage,
    FoundFigure,
    Series,
)
from pb_qa.models import Document, DocumentInfo, FileReport, Progress, ScoredPassage
from pb_qa.settings import Settings
from pb_qa.web.documents_contract import CatalogLike

Rating = Literal["up", "down"]


class AssistantLike(CatalogLike, Protocol):
    """The facade as the page sees it; ``pb_qa.assistant.Assistant`` fulfils it."""

    @property
    def settings(self) -> Settings:
        """The configuration the assistant was built with."""

    @property
    def ready(self) -> bool:
        """Whether models and indexes are loaded."""

    @property
    def notice(self) -> str:
        """What is going on that takes long, in Chinese; empty when nothing is."""

    def warm_up(self) -> None:
        """Load models and indexes; blocks until they are ready."""

    def list_documents(self) -> list[DocumentInfo]:
        """Every live document."""

    def document(self, document_id: str, version: int | None = None) -> Document:
        """One document with its text; ``DocumentNotFoundError`` when it is gone."""

    def collections(self) -> list[Collection]:
        """Every folder of the corpus that holds documents."""

    def ask(self, question: str, history: Sequence[Turn] = (), collection: str = "") -> Answer:
        """Answer a question, from a folder of the corpus or all of it, in the light of the
        conversation so far.
        """

    def ask_in_steps(
        self,
        question: str,
        history: Sequence[Turn] = (),
        collection: str = "",
        mode: AnswerMode = AnswerMode.AUTO,
        stop: threading.Event | None = None,
    ) -> Iterator[AnswerEvent]:
        """The same, as it comes; once ``stop`` is set the model is asked no further."""

    def model_status(self) -> ModelStatus:
        """Whether the language model can be used; asks it for very little."""

    def search(self, query: str, k: int = 10, collection: str = "") -> list[ScoredPassage]:
        """The ``k`` best passages of a folder of the corpus, or all of it, best first."""

    def add(
        self,
        paths: Sequence[Path],
        on_progress: Callable[[Progress], None] | None = None,
    ) -> Iterator[FileReport]:
        """Add files, one verdict each."""

    def sync(
        self,
        folder: Path | None = None,
        on_progress: Callable[[Progress], None] | None = None,
    ) -> Iterator[FileReport]:
        """Make the library mirror the corpus folder, one verdict a file."""

    def remove(self, document_ids: Sequence[str]) -> Iterator[FileReport]:
        """Remove documents, one verdict each."""

    def put_back(
        self,
        keys: Sequence[str],
        on_progress: Callable[[Progress], None] | None = None,
    ) -> Iterator[FileReport]:
        """Bring originals back from the recycle bin, one verdict each."""

    def restore_version(self, document_id: str, version: int) -> FileReport:
        """Make a new version with the text of an earlier one."""

    def undo_cut(self, document_id: str, index: int) -> FileReport:
        """Put back what cleaning cut out."""

    def edit(self, document_id: str, edit: MetadataEdit) -> FileReport:
        """Correct what a document says of itself."""

    def original(self, document_id: str) -> Path:
        """Where the original of a document lies."""

    def feedback(self, question: str, answer: Answer, rating: Rating) -> None:
        """Note down whether an answer helped."""

    def examples(self, limit: int = 4) -> list[str]:
        """Questions that the documents at hand can answer."""

    def figures(
        self,
        query: str = "",
        filter: FigureFilter | None = None,
        order: FigureOrder = FigureOrder.RELEVANCE,
        *,
        descending: bool = False,
        offset: int = 0,
        limit: int = 50,
    ) -> FigurePage:
        """One page of the figures that documents state, and how many there are."""

    def each_figure(
        self,
        query: str = "",
        filter: FigureFilter | None = None,
        order: FigureOrder = FigureOrder.RELEVANCE,
        *,
        descending: bool = False,
    ) -> Iterator[FoundFigure]:
        """Every figure that `figures` pages through, one after another."""

    def compare(self, indicator: str, filter: FigureFilter | None = None) -> list[Series]:
        """Figures of an indicator that can stand in one chart, the nearest series first."""

    def disagreements(self, collection: str = "") -> list[Disagreement]:
        """Where documents state different values for the same."""
