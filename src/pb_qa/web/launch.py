"""The page and the loopback API over one assistant, which reads the corpus meanwhile."""

from __future__ import annotations

import secrets
import sys
from collections.abc import Callable, Generator
from contextlib import closing
from functools import partial
from typing import Final

from pb_qa.assistant import Assistant
from pb_qa.cold_start import collect_less_often
from pb_qa.errors import PbQaError
from pb_qa.ingest.memory import limit_arenas
from pb_qa.models import FileReport, FileStatus, Progress
from pb_qa.settings import Settings
from pb_qa.web.api import command_router
from pb_qa.web.intake import Intake
from pb_qa.web.recorded import RecordedAssistant
from pb_qa.web.server import serve
from pb_qa.web.watching import Follower, Watcher

# A search hands the interpreter over many times; while documents are taken in, it waits
# this long each time to get it back.
_SWITCH_SECONDS: Final = 0.0005


def launch(settings: Settings) -> None:
    """Serve the page until the process is told to stop.

    Raises
    ------
    LibraryBusyError
        When another process owns the library.
    SettingsError
        When the address is taken.
    """
    collect_less_often()
    token = secrets.token_urlsafe(32)
    sys.setswitchinterval(_SWITCH_SECONDS)
    limit_arenas()
    with RecordedAssistant(settings) as assistant:
        intake = Intake(assistant, assistant.log)
        follower = Follower(assistant)
        watcher = Watcher(assistant, intake, follower)

        def listening(host: str, port: int) -> None:
            assistant.owner.announce(port, token, host)
            reading = partial(_read_corpus, assistant, follower)
            intake.submit("sync", "启动时核对语料文件夹", reading, hidden=True)
            if assistant.settings.watch:
                watcher.start()

        with closing(watcher):
            serve(
                assistant,
                host=settings.host,
                port=settings.port,
                extra_routers=[command_router(assistant, token)],
                on_listening=listening,
                intake=intake,
                precedence=assistant.library.precedence,
            )


def _read_corpus(
    assistant: Assistant, follower: Follower, tell: Callable[[Progress], None]
) -> Generator[FileReport]:
    """Bring the library up to date with the corpus folder, telling how it went."""

    def told(progress: Progress) -> None:
        tell(progress)
        assistant.tell(f"正在读取语料文件夹：{progress.done}/{progress.total} 个文件")

    try:
        for report in follower.first_sync(told):
            if report.status is FileStatus.REJECTED:
                print(f"没有读入 {report.source or report.path}：{report.reason}", flush=True)
            yield report
    except (PbQaError, OSError) as error:
        print(f"没能读取语料文件夹：{error}", flush=True)
        raise
    finally:
        assistant.tell("")
    documents = len(assistant.list_documents())
    print(f"语料已读入：{documents} 份文档（{assistant.settings.corpus_dir}）", flush=True)
