"""LangChain's chat model for any server that speaks OpenAI's protocol.

Imported only when a model is asked: this loads the OpenAI client, which takes seconds.
Whatever the environment says about OpenAI, LangSmith or proxies, requests go to the address
that is configured, carry the key that is configured, and follow no redirect.
"""

from __future__ import annotations

import re
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

import httpx
import openai
from langchain_openai import ChatOpenAI
from pydantic import SecretStr

from pb_qa.answering.generative.failures import EndpointRefused, NotAnEndpoint
from pb_qa.answering.generative.whole_answers import give_as_stream
from pb_qa.settings import Settings

if TYPE_CHECKING:
    from langchain_core.outputs import ChatGenerationChunk

# The client of the SDK and its requests; which library they come from depends on its version.
Request = Any
Response = Any

_SENT: Final = frozenset(
    (
        "host",
        "accept",
        "accept-encoding",
        "connection",
        "content-type",
        "content-length",
        "authorization",
        "user-agent",
    )
)
_CONNECT_SECONDS: Final = 5.0
_MOST_HINTS: Final = 4096
_NO_KEY: Final = "none"


class PolicyChatModel(ChatOpenAI):
    """`ChatOpenAI` that also tells what a model thinks aloud, as many servers send it.

    The thoughts are in ``additional_kwargs["reasoning_content"]`` of each chunk.
    """

    def _convert_chunk_to_generation_chunk(
        self,
        chunk: dict[str, Any],
        default_chunk_class: type,
        base_generation_info: dict[str, Any] | None,
    ) -> ChatGenerationChunk | None:
        choices = chunk.get("choices")
        delta = choices[0].get("delta") if choices and isinstance(choices[0], Mapping) else None
        if choices and not isinstance(delta, Mapping):
            # An object of some other protocol; what follows may be sound.
            return None
        generation = super()._convert_chunk_to_generation_chunk(
            chunk, default_chunk_class, base_generation_info
        )
        if generation is not None and isinstance(delta, Mapping):
            thought = delta.get("reasoning_content") or delta.get("reasoning")
            if isinstance(thought, str):
                generation.message.additional_kwargs["reasoning_content"] = thought
        return generation


def build_chat_model(settings: Settings) -> PolicyChatModel:
    """The configured model; nothing is sent yet, and no request is repeated by itself."""
    key = settings.llm_api_key.get_secret_value().strip()

    def clean_request(request: Request) -> None:
        """Leave out headers that the environment added, and a key that is none."""
        for name in list(request.headers):
            if name.lower() not in _SENT:
                del request.headers[name]
        if key:
            request.headers["Authorization"] = f"Bearer {key}"
        elif "authorization" in request.headers:
            del request.headers["authorization"]
        # Packed, the beginning of an answer would not tell whether it is a stream.
        request.headers["Accept-Encoding"] = "identity"

    async def clean_request_async(request: Request) -> None:
        clean_request(request)

    client_options: dict[str, Any] = {
        "trust_env": False,
        "follow_redirects": False,
        "verify": _trusted(),
    }
    hooks: dict[str, Any] = {"request": [clean_request], "response": [_refuse]}
    async_hooks: dict[str, Any] = {"request": [clean_request_async], "response": [_refuse_async]}
    return PolicyChatModel(
        model=settings.llm_model,
        base_url=settings.llm_base_url.strip(),
        api_key=SecretStr(key or _NO_KEY),
        organization="",
        timeout=httpx.Timeout(
            settings.llm_seconds, connect=min(_CONNECT_SECONDS, settings.llm_seconds)
        ),
        max_retries=0,
        stream_chunk_timeout=None,
        use_responses_api=False,
        openai_proxy=None,
        http_client=openai.DefaultHttpxClient(event_hooks=hooks, **client_options),
        http_async_client=openai.DefaultAsyncHttpxClient(event_hooks=async_hooks, **client_options),
    )


@lru_cache(maxsize=1)
def _trusted() -> ssl.SSLContext:
    """The well-known authorities, and those that this computer trusts besides."""
    context = httpx.create_ssl_context(trust_env=False)
    context.load_default_certs()
    return context


def _refuse(response: Response) -> None:
    _check_kind(response)
    if response.is_success:
        return
    said = b""
    for part in response.iter_bytes():
        said += part
        if len(said) > _MOST_HINTS:
            break
    raise _refusal(response, said)


async def _refuse_async(response: Response) -> None:
    _check_kind(response)
    if response.is_success:
        give_as_stream(response)
        return
    said = b""
    async for part in response.aiter_bytes():
        said += part
        if len(said) > _MOST_HINTS:
            break
    raise _refusal(response, said)


def _check_kind(response: Response) -> None:
    if response.is_success and "html" in response.headers.get("content-type", "").lower():
        raise NotAnEndpoint


def _refusal(response: Response, said: bytes) -> EndpointRefused:
    hints = said[:_MOST_HINTS].decode("utf-8", "replace").lower()
    return EndpointRefused(
        response.status_code, retry_after(response.headers.get("retry-after", "")), hints
    )


def retry_after(value: str) -> float:
    """Seconds to wait that a ``Retry-After`` header asks for; 0 when it says nothing usable."""
    if re.fullmatch(r"\s*[0-9]{1,9}(?:\.[0-9]{1,9})?\s*", value):
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return 0.0
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
