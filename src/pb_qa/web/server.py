"""Serves the page on one address until it is told to stop."""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from functools import partial
from typing import TYPE_CHECKING, Final

from pb_qa.errors import DocumentNotFoundError, SettingsError
from pb_qa.settings import Settings
from pb_qa.web.contract import AssistantLike
from pb_qa.web.work_log import WorkLog

if TYPE_CHECKING:
    from fastapi import APIRouter, FastAPI

    from pb_qa.storage.precedence import Precedence
    from pb_qa.web.intake import Intake
    from pb_qa.web.work import Warmup

_LOOPBACK_HOSTS: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_GRACE_SECONDS: Final = 2
# How often the framework looks whether somebody has asked. A thousand times a second, as
# it comes, is most of what the program costs while nothing happens.
_QUEUE_SECONDS: Final = 0.05
_QUEUE_NEWS_SECONDS: Final = 0.1


def serve(
    assistant: AssistantLike,
    *,
    host: str,
    port: int,
    extra_routers: Sequence[APIRouter] = (),
    on_listening: Callable[[str, int], None] | None = None,
    intake: Intake | None = None,
    precedence: Precedence | None = None,
) -> None:
    """Serve until Ctrl-C or SIGTERM, then return.

    Parameters
    ----------
    host, port
        Where to listen; port 0 takes any free one.
    extra_routers
        Further routes under the same protection, e.g. the loopback commands.
    on_listening
        Called once with the host and the port when the page can be opened; the
        models begin to load right after.
    intake
        Where received files and changes go; one of its own when left out.
    precedence
        Told while the page asks for something.

    Raises
    ------
    SettingsError
        When the address cannot be used.
    """
    # Taken before the slow import of the web framework: a mistake shows at once.
    with closing(_listen(host, port)) as listener:
        port = listener.getsockname()[1]
        _keep_offline(assistant.settings)

        import uvicorn

        from pb_qa.web.intake import Intake
        from pb_qa.web.work import Warmup

        warmup = Warmup(assistant.warm_up)
        queue = intake or Intake(assistant, WorkLog(partial(_version, assistant)))
        app = build_app(
            assistant, warmup, queue, host=host, extra_routers=extra_routers, precedence=precedence
        )
        config = uvicorn.Config(
            app,
            log_level="error",
            access_log=False,
            timeout_graceful_shutdown=_GRACE_SECONDS,
        )

        class Server(uvicorn.Server):
            async def startup(self, sockets: list[socket.socket] | None = None) -> None:
                await super().startup(sockets)
                if self.should_exit:
                    return
                print(f"已就绪：{address(host, port)}", flush=True)
                if on_listening is not None:
                    on_listening(host, port)
                warmup.start()

        with _calm_signals(), queue:
            Server(config).run(sockets=[listener])


def build_app(
    assistant: AssistantLike,
    warmup: Warmup,
    intake: Intake,
    *,
    host: str,
    extra_routers: Sequence[APIRouter] = (),
    precedence: Precedence | None = None,
) -> FastAPI:
    """The whole application: page, fragments, further routers, protection around all."""
    _keep_offline(assistant.settings)

    import gradio as gr
    from fastapi import FastAPI

    from pb_qa.web.chat import Chat
    from pb_qa.web.documents_routes import build_documents_router
    from pb_qa.web.figures_routes import build_figures_router
    from pb_qa.web.fragments import PREFIX, build_router, head_tags
    from pb_qa.web.intake_routes import build_intake_router
    from pb_qa.web.model_routes import build_model_router
    from pb_qa.web.page import build_i18n, build_page, build_theme
    from pb_qa.web.protection import Protection
    from pb_qa.web.questions_first import QuestionsFirst

    settings = assistant.settings
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.include_router(build_figures_router(assistant, warmup, PREFIX))
    app.include_router(build_documents_router(assistant, warmup, PREFIX))
    app.include_router(build_model_router(assistant, PREFIX))
    app.include_router(build_router(assistant, warmup))
    app.include_router(build_intake_router(assistant, intake))
    for router in extra_routers:
        app.include_router(router)
    i18n = build_i18n()
    page = build_page(Chat(assistant, warmup), settings, i18n)
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
        allowed_paths=[],
        footer_links=[],
        i18n=i18n,
        max_file_size=settings.max_file_bytes,
        run_history=False,
        show_error=False,
        ssr_mode=False,
        theme=build_theme(),
    )
    page._queue.sleep_when_free = _QUEUE_SECONDS
    page._queue.progress_update_sleep_when_free = _QUEUE_NEWS_SECONDS
    if precedence is not None:
        app.add_middleware(QuestionsFirst, precedence=precedence)
    app.add_middleware(Protection, head=head_tags(), loopback_only=host in _LOOPBACK_HOSTS)
    return app


def address(host: str, port: int) -> str:
    """What to type into the browser."""
    name = "127.0.0.1" if host in ("0.0.0.0", "") else f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}"


def _version(assistant: AssistantLike, document_id: str) -> int | None:
    try:
        return assistant.document(document_id).version
    except DocumentNotFoundError:
        return None


def _keep_offline(settings: Settings) -> None:
    """Settings that the web framework reads from the environment when imported."""
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    # Received files lie beside the library, never in a folder that is served.
    os.environ["GRADIO_TEMP_DIR"] = str(settings.data_dir / "uploads" / "incoming")


def _listen(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except OSError as error:
        raise SettingsError(
            f"地址 {host} 不能用。请把 PB_QA_HOST 改成本机的地址，例如 127.0.0.1。"
        ) from error
    listener = socket.socket(family, kind, protocol)
    try:
        if os.name == "posix":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(place)
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise SettingsError(
            f"端口 {port} 已被占用或不许使用。请先关掉占用它的程序，"
            "或用环境变量 PB_QA_PORT 换一个端口，例如 PB_QA_PORT=7861。"
        ) from error
    return listener


@contextmanager
def _calm_signals() -> Iterator[None]:
    """Let the caller go on after a stop signal.

    The server raises the signal again once it has shut down; without a handler of
    ours that would end the process before the library is closed.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    stopping = (signal.SIGINT, signal.SIGTERM)
    previous = {number: signal.signal(number, lambda *_: None) for number in stopping}
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
