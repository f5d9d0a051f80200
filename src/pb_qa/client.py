"""Run a command where the library is: in this process, or in the app that owns it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from pb_qa import commands
from pb_qa.commands import Arguments, Event
from pb_qa.errors import LibraryBusyError, LibraryError
from pb_qa.settings import Settings
from pb_qa.storage.ownership import OwnerInfo, read_owner

if TYPE_CHECKING:
    from pb_qa.assistant import Assistant

_CONNECT_SECONDS = 5.0


class Client(Protocol):
    """Somewhere to run commands."""

    def run(self, name: str, arguments: Arguments) -> Iterator[Event]:
        """Run a command; see `pb_qa.commands`."""
        ...


class RemoteClient:
    """Commands run by the app, reached over loopback."""

    def __init__(self, owner: OwnerInfo) -> None:
        host = f"[{owner.host}]" if ":" in owner.host else owner.host
        self._url = f"http://{host}:{owner.port}/api/commands"
        self._headers = {
            "Authorization": f"Bearer {owner.token}",
            "Content-Type": "application/json",
        }

    def run(self, name: str, arguments: Arguments) -> Iterator[Event]:
        """Run a command in the app.

        Raises
        ------
        LibraryError
            What the app refused, or that it cannot be reached.
        """
        import httpx

        timeout = httpx.Timeout(None, connect=_CONNECT_SECONDS)
        # In ASCII: a path may hold bytes that are no UTF-8.
        body = json.dumps(dict(arguments))
        try:
            # The address is this computer's: a proxy of the environment must not see it.
            with (
                httpx.Client(trust_env=False, timeout=timeout) as http,
                http.stream(
                    "POST", f"{self._url}/{name}", content=body, headers=self._headers
                ) as response,
            ):
                if response.status_code != httpx.codes.OK:
                    raise LibraryError(
                        f"正在运行的 pb-qa 拒绝了这个命令（{response.status_code}）。请重新启动它。"
                    )
                for line in response.iter_lines():
                    yield _event(json.loads(line))
        except httpx.TransportError as error:
            raise LibraryError(
                "正在运行的 pb-qa 没有回应。请稍候再试；若一直如此，请关掉它重新启动。"
            ) from error


def _event(line: dict[str, object]) -> Event:
    data = line["data"]
    if not isinstance(data, dict):
        raise LibraryError("正在运行的 pb-qa 版本不同。请重新启动它。")
    if line["kind"] == "error":
        raise LibraryError(str(data["message"]))
    return Event("progress" if line["kind"] == "progress" else "result", data)


class LocalClient:
    """Commands run in this process, which owns the library meanwhile."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def run(self, name: str, arguments: Arguments) -> Iterator[Event]:
        """Run a command here."""
        return commands.run(self._assistant, name, arguments)


@contextmanager
def connect(settings: Settings, on_notice: Callable[[str], None] | None = None) -> Iterator[Client]:
    """The app that owns the library, or else this process for as long as the context lasts.

    Raises
    ------
    LibraryBusyError
        When another command owns the library at the moment.
    """
    from pb_qa.assistant import Assistant

    try:
        assistant = Assistant(settings, on_notice)
    except LibraryBusyError:
        owner = read_owner(settings.data_dir)
        if owner is None or not owner.port:
            raise
        yield RemoteClient(owner)
        return
    with assistant:
        yield LocalClient(assistant)
