"""The page and the loopback API over one assistant, which reads the corpus meanwhile."""

from __future__ import annotations

import logging
import secrets
import threading

from pb_qa.assistant import Assistant
from pb_qa.errors import PbQaError
from pb_qa.models import FileStatus, Progress
from pb_qa.settings import Settings
from pb_qa.web.api import command_router
from pb_qa.web.server import serve

_log = logging.getLogger(__name__)


def launch(settings: Settings) -> None:
    """Serve the page until the process is told to stop.

    Raises
    ------
    LibraryBusyError
        When another process owns the library.
    SettingsError
        When the address is taken.
    """
    token = secrets.token_urlsafe(32)
    with Assistant(settings) as assistant:

        def listening(host: str, port: int) -> None:
            assistant.owner.announce(port, token, host)
            threading.Thread(target=_read_corpus, args=(assistant,), daemon=True).start()

        serve(
            assistant,
            host=settings.host,
            port=settings.port,
            extra_routers=[command_router(assistant, token)],
            on_listening=listening,
        )


def _read_corpus(assistant: Assistant) -> None:
    """Bring the library up to date with the corpus folder, telling how it went."""

    def tell(progress: Progress) -> None:
        assistant.tell(f"正在读取语料文件夹：{progress.done}/{progress.total} 个文件")

    try:
        for report in assistant.sync(on_progress=tell):
            if report.status is FileStatus.REJECTED:
                print(f"没有读入 {report.source or report.path}：{report.reason}", flush=True)
    except (PbQaError, OSError) as error:
        _log.error("%s", error)
        print(f"没能读取语料文件夹：{error}", flush=True)
        return
    finally:
        assistant.tell("")
    documents = len(assistant.list_documents())
    print(f"语料已读入：{documents} 份文档（{assistant.settings.corpus_dir}）", flush=True)
