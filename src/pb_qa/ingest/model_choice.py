"""Which embedding model answers now, and which is to take over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pb_qa.embedding.loading import BUILTIN, load_embedder, source_of
from pb_qa.errors import ModelError
from pb_qa.storage.model_change import KnownModel, ModelChange

if TYPE_CHECKING:
    from pb_qa.embedding import Embedder


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """The model to begin with, and the one that was asked for.

    Attributes
    ----------
    embedder
        Embeds questions and new passages for the time being.
    searched
        The model whose vectors are searched. Where it is another one than ``embedder``, it
        cannot be loaded any more, and only keywords answer.
    wanted
        Source of the model that was asked for.
    is_wanted
        Whether ``embedder`` is that one; the other is not loaded yet.
    """

    embedder: Embedder
    searched: str
    wanted: str
    is_wanted: bool = True

    @property
    def answers(self) -> bool:
        """Whether there are vectors that questions can be compared with."""
        return self.embedder.name == self.searched


def choose_model(setting: str, change: ModelChange) -> ModelChoice:
    """Keep to the model whose vectors are there, as long as it can be loaded.

    Parameters
    ----------
    setting
        ``PB_QA_EMBEDDING_MODEL``.

    Raises
    ------
    ModelError
        When a model that is needed now cannot be loaded.
    """
    wanted = source_of(setting)
    known = change.in_use()
    if known is None:
        embedder = load_embedder(setting)
        return ModelChoice(embedder, embedder.name, wanted)
    before = _loaded_again(known, wanted)
    if before is not None:
        return ModelChoice(before, known.name, wanted, is_wanted=False)
    return ModelChoice(load_embedder(setting), known.name, wanted)


def _loaded_again(known: KnownModel, wanted: str) -> Embedder | None:
    """The model that made the vectors; None when it is gone, or when it is the wanted one."""
    source = known.source or (BUILTIN if known.name.startswith(f"{BUILTIN}-") else "")
    if source in ("", wanted):
        return None
    if wanted != BUILTIN:
        from pb_qa.embedding.transformer import refuse_if_missing

        refuse_if_missing(wanted)
    try:
        embedder = load_embedder(source, offline=True)
    except ModelError:
        return None
    return embedder if embedder.name == known.name else None
