"""The language model that is configured: asked as a stream that can be stopped at once."""

from __future__ import annotations

import asyncio
import queue
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from pb_qa.answer_events import ModelStatus
from pb_qa.answering.generative.failures import (
    Failure,
    FailureKind,
    ModelFailed,
    empty,
    failure_of,
    not_configured,
    out_of_time,
    stopped,
    unusable_key,
    wrong_address,
)
from pb_qa.answering.generative.request_loop import RequestLoop
from pb_qa.answers import TokenUsage
from pb_qa.settings import Settings

if TYPE_CHECKING:
    from langchain_core.messages import AIMessageChunk, BaseMessage
    from langchain_core.runnables import RunnableConfig

    from pb_qa.answering.generative.chat_model import PolicyChatModel

_LOOK_SECONDS: Final = 0.02
_PROBE_SECONDS: Final = 20.0
# Sent where the server takes it: the same question gets the same answer, tokens are counted.
_OPTIONS: Final[dict[str, Any]] = {"temperature": 0, "stream_usage": True}


@dataclass(frozen=True, slots=True)
class Delta:
    """What one chunk of a stream adds.

    Attributes
    ----------
    model
        As the server names it; empty where the chunk does not say.
    finish
        Why the model ended, e.g. ``"stop"`` or ``"length"``; empty before.
    """

    text: str = ""
    reasoning: str = ""
    model: str = ""
    usage: TokenUsage | None = None
    finish: str = ""


@dataclass(frozen=True, slots=True)
class _End:
    """A request has ended; ``failure`` says why, where it should not have."""

    failure: Failure | None


def configured(settings: Settings) -> bool:
    """Whether there is a language model to ask."""
    return bool(settings.llm_base_url.strip() and settings.llm_model.strip())


def misconfigured(settings: Settings) -> Failure | None:
    """What is wrong with the settings before anything is sent; None when nothing is."""
    if not configured(settings):
        return not_configured()
    try:
        address = urlsplit(settings.llm_base_url.strip())
        usable = bool(address.hostname) and address.port != 0
    except ValueError:
        return wrong_address()
    if (
        not usable
        or address.scheme not in ("http", "https")
        or "@" in address.netloc
        or address.query
        or address.fragment
        or not settings.llm_base_url.strip().isprintable()
    ):
        return wrong_address()
    key = settings.llm_api_key.get_secret_value().strip()
    if not key.isascii() or not key.isprintable() or " " in key:
        return unusable_key()
    return None


class LanguageModel:
    """Asks the configured model; its requests run on a thread of their own.

    There they can be broken off at any moment, which closes their connection. Loading the
    client takes seconds; it happens there as well, with the first request or in `warm_up`.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = threading.Lock()
        self._chat: PolicyChatModel | None = None
        self._requests = RequestLoop()
        self._options = _OPTIONS

    @property
    def name(self) -> str:
        """The model as it is set."""
        return self._settings.llm_model.strip()

    @property
    def seconds(self) -> float:
        """How long a whole answer may take."""
        return self._settings.llm_seconds

    @property
    def context_tokens(self) -> int:
        """What its context holds."""
        return self._settings.llm_context_tokens

    @property
    def unusable(self) -> Failure | None:
        """What is wrong with its settings; None when nothing is."""
        return misconfigured(self._settings)

    @property
    def chat_model(self) -> PolicyChatModel:
        """The model as LangChain knows it.

        Raises
        ------
        ModelFailed
            When it is not set, or not usably.
        """
        wrong = misconfigured(self._settings)
        if wrong is not None:
            raise ModelFailed(wrong)
        with self._lock:
            if self._chat is None:
                from pb_qa.answering.generative.chat_model import build_chat_model

                self._chat = build_chat_model(self._settings)
            return self._chat

    def warm_up(self) -> None:
        """Load the client, so that the first question need not wait for it."""
        if misconfigured(self._settings) is None:
            _ = self.chat_model

    def close(self) -> None:
        """End the thread and every request. Twice does no harm."""
        with self._lock:
            # Its client is closed; whoever asks again gets another one.
            chat, self._chat = self._chat, None

        async def let_go() -> None:
            if chat is not None and chat.http_async_client is not None:
                await chat.http_async_client.aclose()
                # The loop closes a socket one round later.
                await asyncio.sleep(0)

        self._requests.close(let_go)

    # ---- asking

    def stream(
        self,
        messages: Sequence[BaseMessage],
        *,
        deadline: float,
        stop: threading.Event | None = None,
        config: RunnableConfig | None = None,
    ) -> Iterator[Delta]:
        """Ask once and give the answer as it comes.

        Closing the iterator, setting ``stop`` or reaching the deadline ends the request and
        closes its connection.

        Parameters
        ----------
        deadline
            By ``time.monotonic``.
        config
            Callbacks in it are told of the request.

        Raises
        ------
        ModelFailed
            Whatever goes wrong.
        """
        arrived: queue.SimpleQueue[AIMessageChunk | _End] = queue.SimpleQueue()

        async def receive() -> None:
            answer = self.chat_model.astream(list(messages), config, **self._options)
            # Astream is a generator, though its type does not say so.
            async with aclosing(answer) as chunks:  # type: ignore[type-var]
                async for chunk in chunks:
                    arrived.put(chunk)

        def ended(error: BaseException | None) -> None:
            # Read here and not kept: the streams it holds are to be closed by their own loop.
            arrived.put(_End(None if error is None else failure_of(error, self._settings)))

        break_off = self._requests.begin(receive, ended)
        begun = False
        try:
            while not isinstance(one := self._next(arrived, deadline, stop, begun), _End):
                delta = delta_of(one)
                begun = begun or bool(delta.text or delta.reasoning)
                yield delta
        finally:
            break_off()
        failure = one.failure
        if failure is None:
            return
        if failure.plainer and self._options:
            # From now on without what this server does not take.
            self._options = {}
            yield from self.stream(messages, deadline=deadline, stop=stop, config=config)
            return
        raise ModelFailed(failure)

    def _next(
        self,
        arrived: queue.SimpleQueue[AIMessageChunk | _End],
        deadline: float,
        stop: threading.Event | None,
        begun: bool,
    ) -> AIMessageChunk | _End:
        while True:
            if stop is not None and stop.is_set():
                raise ModelFailed(stopped())
            left = deadline - time.monotonic()
            if left <= 0:
                raise ModelFailed(out_of_time(self._settings.llm_seconds, begun=begun))
            try:
                return arrived.get(timeout=min(left, _LOOK_SECONDS))
            except queue.Empty:
                continue


def delta_of(chunk: AIMessageChunk) -> Delta:
    """What a chunk of LangChain adds to an answer."""
    thought = chunk.additional_kwargs.get("reasoning_content")
    counted = chunk.usage_metadata
    return Delta(
        text=chunk.content if isinstance(chunk.content, str) else "",
        reasoning=thought if isinstance(thought, str) else "",
        model=str(chunk.response_metadata.get("model_name") or ""),
        usage=TokenUsage(counted["input_tokens"], counted["output_tokens"]) if counted else None,
        finish=str(chunk.response_metadata.get("finish_reason") or ""),
    )


def probe(settings: Settings, seconds: float = _PROBE_SECONDS) -> ModelStatus:
    """Ask the model for a word, and say in Chinese what is wrong and what to do.

    Parameters
    ----------
    seconds
        The longest that this may take.
    """
    wrong = misconfigured(settings)
    name = settings.llm_model.strip()
    if wrong is not None:
        return ModelStatus(configured(settings), False, name, wrong.line)
    from langchain_core.messages import HumanMessage

    hasty = settings.model_copy(update={"llm_seconds": seconds})
    model = LanguageModel(hasty)
    model.warm_up()
    started = time.monotonic()
    try:
        for delta in model.stream([HumanMessage("请只回答：好")], deadline=started + seconds):
            if delta.text.strip() or delta.reasoning.strip():
                passed = time.monotonic() - started
                line = f"模型“{name}”可用，{passed:.1f} 秒后开始回答。"
                return ModelStatus(True, True, delta.model or name, line, passed)
        failure = empty()
    except ModelFailed as error:
        failure = error.failure
        if failure.kind is FailureKind.TIMEOUT:
            line = f"模型“{name}”在 {seconds:g} 秒内没有回答，可能还在载入。请稍候再试。"
            failure = Failure(failure.kind, line)
    finally:
        model.close()
    return ModelStatus(True, False, name, failure.line, time.monotonic() - started)
