"""Vectors of another embedding model replaced by those of the one that was asked for.

In the background, while the old ones answer (`pb_qa.storage.model_change`). The exchange
itself happens between two changes of the library.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from pb_qa.embedding.loading import load_embedder
from pb_qa.errors import PbQaError
from pb_qa.ingest.preparing import embedding_text
from pb_qa.storage.model_change import KnownModel, ModelChange

if TYPE_CHECKING:
    from pb_qa.embedding import CurrentEmbedder, Embedder
    from pb_qa.ingest.model_choice import ModelChoice
    from pb_qa.storage.library import Library
    from pb_qa.storage.vector_index import VectorIndex

_log = logging.getLogger(__name__)

_FIRST_BATCH: Final = 16
_LARGEST_BATCH: Final = 256
# A batch is to take about so long: stopping waits for one, and a question for part of one.
_BATCH_SECONDS: Final = 0.25
# How often progress is told, in all.
_STEPS: Final = 50
_TURN_SECONDS: Final = 0.2

_OLD_ANSWERS: Final = "算完之前仍用原来的模型回答。"
_KEYWORDS_ANSWER: Final = "原来的模型已不在，算完之前只按关键词检索。"


class Reembedding:
    """The change from one embedding model to another, if there is one to be made.

    Parameters
    ----------
    current
        What embeds questions and new passages.
    turn
        Held while the models are exchanged, so that nothing is written meanwhile.
    tell
        Called with what is going on, in Chinese; with an empty text when it is over.
    """

    def __init__(
        self,
        library: Library,
        index: VectorIndex,
        current: CurrentEmbedder,
        choice: ModelChoice,
        turn: threading.Lock,
        tell: Callable[[str], None],
    ) -> None:
        self._library = library
        self._change = ModelChange(library)
        self._index = index
        self._current = current
        self._wanted = choice.wanted
        self._loaded = choice.embedder if choice.is_wanted else None
        self._turn = turn
        self._tell = tell
        self._meanwhile = _OLD_ANSWERS if choice.answers else _KEYWORDS_ANSWER
        self._stop = threading.Event()
        self._running = threading.Lock()
        self._thread: threading.Thread | None = None
        self._failure = ""
        self.needed = self._is_needed(choice)

    def _is_needed(self, choice: ModelChoice) -> bool:
        name = choice.embedder.name
        if not choice.is_wanted or not choice.answers or self._change.is_needed(name):
            return True
        self._change.discard_others(name)
        self._change.note_in_use(KnownModel(name, self._wanted))
        return False

    # ---- what is said of it

    @property
    def problem(self) -> str:
        """What is left to do, or why it cannot be done, in Chinese; empty when all is done."""
        if not self.needed:
            return ""
        return self._failure or (
            f"换了嵌入模型，向量还没有全部重新计算。{self._meanwhile}"
            "网页打开时会在后台算，也可以运行 pb-qa sync。"
        )

    def _tell_progress(self, done: int, total: int) -> None:
        self._tell(f"换了嵌入模型，正在后台重新计算向量：{done}/{total} 段。{self._meanwhile}")

    # ---- doing it

    def start(self) -> None:
        """Begin in a thread of its own, unless nothing is to be done or it runs already."""
        if self.needed and self._thread is None:
            self._thread = threading.Thread(target=self.run, name="reembed", daemon=True)
            self._thread.start()

    def run(self) -> None:
        """Do it, and wait until it is done; what fails is told and logged."""
        with self._running:
            if not self.needed or self._stop.is_set():
                return
            try:
                self._run()
            except (PbQaError, OSError, RuntimeError, ValueError) as error:
                _log.warning("not embedded anew: %s", error)
                self._failure = f"换了嵌入模型，但没能用它重新计算向量：{error} {self._meanwhile}"
                self._tell(self._failure)

    def wait(self) -> None:
        """Wait until the thread is done."""
        if self._thread is not None:
            self._thread.join()

    def close(self) -> None:
        """Stop after the batch in hand; what is done is kept."""
        self._stop.set()
        self.wait()

    def _run(self) -> None:
        self._tell(f"换了嵌入模型，正在载入新的模型。{self._meanwhile}")
        wanted = self._loaded or load_embedder(self._wanted)
        self._change.discard_others(wanted.name)
        while not self._stop.is_set():
            self._embed(wanted)
            if self._take_turn():
                try:
                    if self._exchange(wanted):
                        return
                finally:
                    self._turn.release()

    def _take_turn(self) -> bool:
        """Wait for whoever changes the library, unless told to stop."""
        while not self._stop.is_set():
            if self._turn.acquire(timeout=_TURN_SECONDS):
                return True
        return False

    def _embed(self, wanted: Embedder) -> None:
        done, total = self._change.progress(wanted.name)
        told, after, size = -1, 0, _FIRST_BATCH
        while not self._stop.is_set():
            self._library.precedence.give_way()
            batch = self._change.lacking(wanted.name, after, size)
            if not batch:
                break
            began = time.monotonic()
            texts = [embedding_text(passage) for _, passage in batch]
            vectors = wanted.embed_passages(texts)
            self._change.stage([passage.id for _, passage in batch], vectors, wanted.name)
            size = _next_size(size, time.monotonic() - began)
            after = batch[-1][0]
            done += len(batch)
            # What has come in meanwhile counts as well.
            total = max(total, done)
            if done * _STEPS // total != told:
                told = done * _STEPS // total
                self._tell_progress(done, total)

    def _exchange(self, wanted: Embedder) -> bool:
        """Let the new model answer; False when passages have come in that it lacks."""
        if not self._change.adopt(KnownModel(wanted.name, self._wanted)):
            return False
        if self._index.model != wanted.name:
            self._index.exchange(wanted.name)
        elif self._index.count() != self._library.count_vectors(wanted.name):
            self._index.rebuild()
        self._current.exchange(wanted)
        self.needed = False
        self._tell("")
        return True


def _next_size(size: int, seconds: float) -> int:
    if seconds > 2 * _BATCH_SECONDS:
        return max(1, size // 2)
    return min(_LARGEST_BATCH, 2 * size) if seconds < _BATCH_SECONDS / 2 else size
