"""Everything that can go wrong between here and a language model, as one line in Chinese.

Nothing that a server says is ever repeated: it may echo the key it was sent.
"""

from __future__ import annotations

import asyncio
import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from pb_qa.errors import PbQaError
from pb_qa.settings import Settings

_BARE_HINTS: Final = ("temperature", "stream_options", "include_usage", "unsupported", "extra")
_TOO_LONG_HINTS: Final = (
    "context length",
    "context_length",
    "context size",
    "context window",
    "maximum context",
    "input length",
    "too long",
)
_LOADING_HINTS: Final = ("loading model", "model is loading", "still loading", "being loaded")


class FailureKind(StrEnum):
    """What went wrong."""

    NOT_CONFIGURED = "not configured"
    ADDRESS = "address"
    KEY = "key"
    FORBIDDEN = "forbidden"
    NOT_FOUND = "not found"
    TOO_MANY = "too many"
    TOO_LONG = "too long"
    REFUSED = "refused"
    SERVER = "server"
    REDIRECT = "redirect"
    NOT_A_MODEL = "not a model"
    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    CUT = "cut"
    MALFORMED = "malformed"
    EMPTY = "empty"
    ENDLESS = "endless"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Failure:
    """A failure as the reader is told it, and whether asking again may help.

    Attributes
    ----------
    line
        In Chinese: what happened and what to do.
    retry
        Whether the same request may succeed a little later.
    wait
        How many seconds the server wants to be left alone; 0 when it does not say.
    plainer
        Whether the request may be taken without its optional parameters.
    """

    kind: FailureKind
    line: str
    retry: bool = False
    wait: float = 0.0
    plainer: bool = False


class ModelFailed(PbQaError):
    """A language model did not answer; ``failure`` says why."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.line)
        self.failure = failure


class EndpointRefused(Exception):
    """The server answered with a status that is no success.

    Attributes
    ----------
    hints
        The beginning of what it said, in lower case; to be searched, never to be shown.
    """

    def __init__(self, status: int, retry_after: float = 0.0, hints: str = "") -> None:
        super().__init__(f"HTTP {status}")
        self.status = status
        self.retry_after = retry_after
        self.hints = hints


class NotAnEndpoint(Exception):
    """What answered is a web page and no language model."""


def not_configured() -> Failure:
    """Neither address nor model is set."""
    return Failure(
        FailureKind.NOT_CONFIGURED,
        "没有配置语言模型。请设置 PB_QA_LLM_BASE_URL（服务地址）和 PB_QA_LLM_MODEL（模型名称）。",
    )


def wrong_address() -> Failure:
    """The address cannot be used as it is."""
    return Failure(
        FailureKind.ADDRESS,
        "PB_QA_LLM_BASE_URL 不是可用的服务地址。请写成 http://主机:端口/v1 的样子；"
        "其中不要有密码、问号和井号，密钥写在 PB_QA_LLM_API_KEY。",
    )


def unusable_key() -> Failure:
    """The key holds characters that no request can carry."""
    return Failure(
        FailureKind.KEY,
        "PB_QA_LLM_API_KEY 里有不能用的字符（如中文、空格或换行）。请重新复制密钥。",
    )


def out_of_time(seconds: float, *, begun: bool = True) -> Failure:
    """The time for the whole answer is used up."""
    if not begun:
        return Failure(
            FailureKind.TIMEOUT,
            f"语言模型在 {seconds:g} 秒内没有开始回答，可能还在载入。"
            "请过一会儿再问；若一直如此，请查看模型服务，或调大 PB_QA_LLM_SECONDS。",
        )
    return Failure(
        FailureKind.TIMEOUT,
        f"语言模型在 {seconds:g} 秒内没有答完。可以换一个快一些的模型，或调大 PB_QA_LLM_SECONDS。",
    )


def stopped() -> Failure:
    """The reader pressed the stop button."""
    return Failure(FailureKind.STOPPED, "已停止语言模型的回答。")


def empty(*, thought: bool = False) -> Failure:
    """It said nothing, or thought aloud and said nothing."""
    if thought:
        return Failure(FailureKind.EMPTY, "语言模型只写了思考过程，没有写出回答。请再问一次。")
    return Failure(
        FailureKind.EMPTY,
        "语言模型什么也没有回答。请再问一次；若一直如此，请检查模型是否支持对话，"
        "以及 PB_QA_LLM_CONTEXT_TOKENS 是否超过了模型实际的上下文长度。",
    )


def endless() -> Failure:
    """It writes on and on, or says the same again and again."""
    return Failure(FailureKind.ENDLESS, "语言模型不停地写或反复说同样的话，已经中止。请再问一次。")


def cut_off() -> Failure:
    """The stream ended before its end."""
    return Failure(
        FailureKind.CUT, "语言模型的回答中途断了。请再问一次；若一直如此，请查看模型服务。", True
    )


def malformed() -> Failure:
    """What it sent cannot be read."""
    return Failure(
        FailureKind.MALFORMED,
        "语言模型发来的内容读不出来，与 OpenAI 的对话接口不符。"
        "请检查 PB_QA_LLM_BASE_URL 和模型服务。",
    )


def failure_of(error: BaseException, settings: Settings) -> Failure:
    """What an exception that came out of a request means.

    Parameters
    ----------
    error
        Raised by the chat model, by a hook of its HTTP client, or by LangChain.
    """
    if isinstance(error, ModelFailed):
        return error.failure
    if isinstance(error, asyncio.CancelledError):
        return stopped()
    if isinstance(error, EndpointRefused):
        return _of_status(error, settings)
    if isinstance(error, NotAnEndpoint):
        return Failure(
            FailureKind.NOT_A_MODEL,
            "这个地址给的是网页，不是语言模型的接口。"
            "请检查 PB_QA_LLM_BASE_URL（通常以 /v1 结尾）。",
        )
    causes = list(_causes(error))
    names = {type(cause).__name__ for cause in causes}
    unreachable = _unreachable(causes, names)
    if unreachable:
        return Failure(FailureKind.UNREACHABLE, unreachable)
    if any("Timeout" in name for name in names):
        return out_of_time(settings.llm_seconds)
    if "APIConnectionError" in names or names & {"RemoteProtocolError", "ReadError"}:
        return cut_off()
    if "No generation" in str(error) and isinstance(error, ValueError):
        return empty()
    if "APIError" in names:
        # The server says so in the stream, where there is no status any more.
        said = " ".join(f"{cause} {getattr(cause, 'body', '')}" for cause in causes).lower()
        if any(hint in said for hint in _TOO_LONG_HINTS):
            return _too_long()
        return Failure(
            FailureKind.SERVER,
            "模型服务在回答时出错。请再问一次；若一直如此，请查看模型服务的日志。",
            retry=True,
        )
    return malformed()


def _of_status(error: EndpointRefused, settings: Settings) -> Failure:
    status = error.status
    if status == 401:
        line = "模型服务不接受密钥（401）。请检查 PB_QA_LLM_API_KEY。"
        return Failure(FailureKind.KEY, line)
    if status in (402, 403):
        line = f"模型服务拒绝了请求（{status}）。请检查密钥的权限和余额。"
        return Failure(FailureKind.FORBIDDEN, line)
    if status in (404, 405):
        line = (
            f"没有名为“{settings.llm_model}”的模型，或地址不对（{status}）。"
            "请检查 PB_QA_LLM_MODEL 和 PB_QA_LLM_BASE_URL（通常以 /v1 结尾）。"
        )
        return Failure(FailureKind.NOT_FOUND, line)
    if status == 429:
        line = "模型服务说请求太多或额度用完（429）。请稍候再问，或检查账户的额度。"
        return Failure(FailureKind.TOO_MANY, line, retry=True, wait=error.retry_after)
    if 300 <= status < 400:
        line = (
            f"模型服务把请求转到了别处（{status}），没有跟去。"
            "请把 PB_QA_LLM_BASE_URL 写成最终的地址。"
        )
        return Failure(FailureKind.REDIRECT, line)
    if any(hint in error.hints for hint in _TOO_LONG_HINTS):
        return _too_long()
    if any(hint in error.hints for hint in _LOADING_HINTS):
        line = f"语言模型还在载入（{status}）。请过一会儿再问。"
        return Failure(FailureKind.SERVER, line, retry=True, wait=error.retry_after)
    if status >= 500 or status == 408:
        line = f"模型服务出错（{status}）。请稍候再问；若一直如此，请查看模型服务的日志。"
        return Failure(FailureKind.SERVER, line, retry=True, wait=error.retry_after)
    plainer = any(hint in error.hints for hint in _BARE_HINTS)
    line = f"模型服务不接受这样的请求（{status}）。请确认它支持 OpenAI 的对话接口和流式回答。"
    return Failure(FailureKind.REFUSED, line, plainer=plainer or status in (400, 422))


def _too_long() -> Failure:
    """With fewer passages it may fit."""
    line = "资料超过了模型能读的长度。请把 PB_QA_LLM_CONTEXT_TOKENS 改成模型实际的上下文长度。"
    return Failure(FailureKind.TOO_LONG, line, retry=True)


def _unreachable(causes: list[BaseException], names: set[str]) -> str:
    if any(isinstance(cause, ssl.SSLError) for cause in causes):
        return "与模型服务的加密连接建立不起来。请检查地址是 https 还是 http，以及它的证书。"
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return "找不到模型服务的主机。请检查 PB_QA_LLM_BASE_URL 里的主机名和网络。"
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return "连不上模型服务：没有程序在那个地址上。请先启动它，再检查 PB_QA_LLM_BASE_URL。"
    if "ConnectTimeout" in names or "ConnectError" in names:
        return "连不上模型服务。请检查 PB_QA_LLM_BASE_URL、网络，以及模型服务是否已启动。"
    return ""


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The exception and all those that led to it."""
    waiting: list[BaseException] = [error]
    seen: set[int] = set()
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        if isinstance(one, BaseExceptionGroup):
            waiting.extend(one.exceptions)
        waiting.extend(cause for cause in (one.__cause__, one.__context__) if cause is not None)
