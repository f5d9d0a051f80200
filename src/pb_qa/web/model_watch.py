"""What is known of the language model, without asking it again for every page that opens."""

from __future__ import annotations

import asyncio

from pb_qa.answer_events import ModelStatus
from pb_qa.web.contract import AssistantLike
from pb_qa.web.work import Failed, call


class ModelWatch:
    """Asks whether the model answers, one check at a time; whoever asks meanwhile shares it.

    Used from the event loop only.
    """

    def __init__(self, assistant: AssistantLike) -> None:
        self._assistant = assistant
        self._checking: asyncio.Task[ModelStatus | Failed] | None = None
        self._known: ModelStatus | Failed | None = None

    @property
    def configured(self) -> bool:
        """Whether an address and a model are set."""
        settings = self._assistant.settings
        return bool(settings.llm_base_url and settings.llm_model)

    def known(self) -> ModelStatus | Failed | None:
        """What the last check found; ``None`` before that, and the first one then begins."""
        if self._known is None and self.configured:
            self._begin()
        return self._known

    async def check(self) -> ModelStatus | Failed:
        """Ask now."""
        # Whoever asked may leave; the check goes on for the others.
        return await asyncio.shield(self._begin())

    def _begin(self) -> asyncio.Task[ModelStatus | Failed]:
        if self._checking is None or self._checking.done():
            self._checking = asyncio.create_task(self._ask())
        return self._checking

    async def _ask(self) -> ModelStatus | Failed:
        outcome = await call(self._assistant.model_status)
        self._known = outcome if isinstance(outcome, Failed) else outcome.value
        return self._known
