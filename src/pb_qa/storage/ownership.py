"""One process owns a data folder; who it is stands in ``owner.json`` beside the lock."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from pb_qa.errors import LibraryBusyError, LibraryError, system_words

_LOCK_FILE: Final = "owner.lock"
_EVERYWHERE: Final = frozenset({"", "0.0.0.0", "::"})
_OWNER_FILE: Final = "owner.json"


@dataclass(frozen=True, slots=True)
class OwnerInfo:
    """Who owns a data folder, and where it can be reached.

    Attributes
    ----------
    port, host
        Of its server; the port is 0 while it has none.
    token
        What a request to that server has to show.
    """

    pid: int
    port: int = 0
    token: str = ""
    host: str = "127.0.0.1"


class Owner:
    """Proof that this process owns the data folder."""

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / _OWNER_FILE
        self._write(OwnerInfo(os.getpid()))

    def announce(self, port: int, token: str, host: str = "127.0.0.1") -> None:
        """Tell other commands of this user where to reach the owner.

        Parameters
        ----------
        host
            What the server listens on; one that listens everywhere is reached over loopback.
        """
        reached = "127.0.0.1" if host in _EVERYWHERE else host
        self._write(OwnerInfo(os.getpid(), port, token, reached))

    def _write(self, info: OwnerInfo) -> None:
        temporary = self._path.with_suffix(".tmp")
        temporary.unlink(missing_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        with os.fdopen(os.open(temporary, flags, 0o600), "w", encoding="utf-8") as file:
            json.dump(asdict(info), file)
        temporary.replace(self._path)


@contextmanager
def own(data_dir: Path) -> Iterator[Owner]:
    """Own the data folder for as long as the context lasts; the folder is made if need be.

    Raises
    ------
    LibraryBusyError
        At once, when another process owns it. A process that was killed owns nothing.
    LibraryError
        When the folder cannot be written.
    """
    lock = FileLock(data_dir / _LOCK_FILE, mode=0o600)
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        data_dir.chmod(0o700)
        lock.acquire(timeout=0)
    except Timeout as error:
        raise LibraryBusyError(_busy_message(data_dir)) from error
    except OSError as error:
        raise _unusable(data_dir, error) from error
    try:
        try:
            owner = Owner(data_dir)
        except OSError as error:
            raise _unusable(data_dir, error) from error
        yield owner
    finally:
        # What cannot be deleted says nothing once the lock is free.
        with suppress(OSError):
            (data_dir / _OWNER_FILE).unlink(missing_ok=True)
        lock.release()


def _unusable(data_dir: Path, error: OSError) -> LibraryError:
    return LibraryError(
        f"数据文件夹现在不能用（{system_words(error)}）：{data_dir}。没有改动任何内容；"
        "请腾出磁盘空间、检查权限后再启动。"
    )


def read_owner(data_dir: Path) -> OwnerInfo | None:
    """Who owns the data folder, or None when nobody is known to."""
    try:
        fields = json.loads((data_dir / _OWNER_FILE).read_text("utf-8"))
        return OwnerInfo(
            int(fields["pid"]), int(fields["port"]), str(fields["token"]), str(fields["host"])
        )
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def _busy_message(data_dir: Path) -> str:
    owner = read_owner(data_dir)
    who = "另一个 pb-qa 程序"
    if owner is not None and owner.port:
        who = f"一个正在运行的 pb-qa（进程 {owner.pid}，网页 http://{owner.host}:{owner.port}）"
    elif owner is not None:
        who = f"另一个 pb-qa 命令（进程 {owner.pid}）"
    return f"资料库正由{who}使用：{data_dir}。请在那里操作，或等它结束后再试。"
