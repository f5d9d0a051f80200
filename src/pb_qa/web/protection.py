"""What every request must pass and every response carries.

- A request whose ``Host`` is not this computer is refused while the page is bound to
  loopback: a foreign site that rebinds its name to 127.0.0.1 gets nothing.
- A request with a foreign ``Origin`` is refused: other sites cannot post to the page,
  and their origin is never reflected.
- Of the framework's own interface only what the page uses is reachable; its file,
  proxy and component routes are not.
- A Content-Security-Policy forbids every request to another host, so that even text
  that slipped through escaping could not call out. Scripts need this response's nonce.
"""

from __future__ import annotations

import re
import secrets
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK_NAMES: Final = frozenset({"127.0.0.1", "localhost", "::1"})

_API: Final = "/gradio_api/"
_API_IN_USE: Final = re.compile(
    r"queue/(?:join|data)|upload(?:_progress)?|heartbeat/\w+|startup-events|reset|cancel"
    r"|app_id|theme\.css"
)
_FOREIGN_META: Final = re.compile(rb'<meta\s+(?:property|name)="(?:og|twitter):[^>]*>')


def content_security_policy(nonce: str) -> str:
    """The policy; evaluation is allowed because the framework's templates compile."""
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' 'nonce-{nonce}' 'unsafe-eval'",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "frame-src 'none'",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def host_name(value: str) -> str:
    """The name in a ``Host`` header or an origin's authority, without its port."""
    if value.startswith("["):
        return value[1:].partition("]")[0].lower()
    return value.rpartition(":")[0].lower() if ":" in value else value.lower()


class Protection:
    """ASGI middleware around the whole application.

    Parameters
    ----------
    head
        Tags to put into the page's head.
    loopback_only
        Whether only this computer's own names are accepted as ``Host``.
    """

    def __init__(self, app: ASGIApp, head: str, *, loopback_only: bool) -> None:
        self._app = app
        self._head = head.encode()
        self._loopback_only = loopback_only

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        nonce = secrets.token_urlsafe(16)
        guarded = _with_headers(send, nonce)
        if refusal is not None:
            await refusal(scope, receive, guarded)
        elif scope["path"] == "/":
            plain = dict(scope)
            plain["headers"] = [h for h in scope["headers"] if h[0] != b"accept-encoding"]
            await self._app(plain, receive, _Rewriting(guarded, nonce, self._head))
        else:
            await self._app(scope, receive, guarded)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        headers = Headers(scope=scope)
        host = headers.get("host", "")
        if self._loopback_only and host_name(host) not in LOOPBACK_NAMES:
            return PlainTextResponse("只接受本机的访问。", status_code=403)
        origin = headers.get("origin")
        if origin is not None and origin.partition("://")[2].lower() != host.lower():
            return PlainTextResponse("不接受来自其他网站的请求。", status_code=403)
        path: str = scope["path"]
        if path.startswith(_API) and not _API_IN_USE.fullmatch(path.removeprefix(_API)):
            return PlainTextResponse("没有这个地址。", status_code=404)
        return None


def _with_headers(send: Send, nonce: str) -> Send:
    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["Content-Security-Policy"] = content_security_policy(nonce)
            headers["X-Content-Type-Options"] = "nosniff"
            headers["Referrer-Policy"] = "no-referrer"
            headers["Cross-Origin-Resource-Policy"] = "same-origin"
            headers["Cross-Origin-Opener-Policy"] = "same-origin"
        await send(message)

    return guarded


class _Rewriting:
    """Collects the page's HTML, then sends it with nonces, own head and no foreign links."""

    def __init__(self, send: Send, nonce: str, head: bytes) -> None:
        self._send = send
        self._nonce = nonce.encode()
        self._head = head
        self._start: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        self._body += message.get("body", b"")
        if message.get("more_body", False) or self._start is None:
            return
        body = _FOREIGN_META.sub(b"", self._body)
        body = body.replace(b"</head>", self._head + b"</head>", 1)
        body = body.replace(b'lang="en"', b'lang="zh-CN"', 1)
        body = re.sub(rb"<script(?=[\s>])", b'<script nonce="%s"' % self._nonce, body)
        headers = MutableHeaders(scope=self._start)
        # A HEAD request has no body and keeps no length either.
        if self._body:
            headers["Content-Length"] = str(len(body))
        headers["Cache-Control"] = "no-store"
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": body if self._body else b""})
