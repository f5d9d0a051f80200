"""What goes wrong with ``library.sqlite3``, in words that say what to do, and starting over."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import datetime
from pathlib import Path
from typing import Final

import sqlalchemy as sa
from sqlalchemy.engine import Engine
from sqlalchemy.engine.interfaces import ExceptionContext

from pb_qa.errors import LibraryDamagedError, LibraryError

LIBRARY_FILE: Final = "library.sqlite3"
_DERIVED: Final = ("vectors", "keywords", "figures")
_REBUILD: Final = (
    "原件都在语料文件夹里：先关闭正在运行的 pb-qa，再运行 pb-qa doctor --repair，"
    "会把坏文件改名留存，从原件重建资料库"
    "（要重新读取和计算向量；旧版本、人工改过的信息和反馈不能恢复）。"
)
_NO_DOCUMENT: Final = "没有写入任何内容，原有内容不受影响"

# The lower eight bits of an extended result code say what kind of error it is.
_MESSAGES: Final = {
    sqlite3.SQLITE_FULL: f"磁盘满了：{_NO_DOCUMENT}。请腾出空间后再试，不必重新启动。",
    sqlite3.SQLITE_READONLY: f"资料库只能读、不能写：{_NO_DOCUMENT}。"
    "请检查数据文件夹和其中文件的权限，改好后再试，不必重新启动。",
    sqlite3.SQLITE_PERM: f"没有权限写资料库：{_NO_DOCUMENT}。请检查数据文件夹的权限后再试。",
    sqlite3.SQLITE_CANTOPEN: "资料库文件打不开：可能没有权限，或打开的文件太多。"
    "请检查数据文件夹的权限、关掉一些程序后再试，不必重新启动。",
    sqlite3.SQLITE_BUSY: f"资料库正被别的程序占用（如备份或杀毒软件）：{_NO_DOCUMENT}。"
    "请等它用完后再试，不必重新启动。",
    sqlite3.SQLITE_LOCKED: f"资料库正被占用：{_NO_DOCUMENT}。请稍候再试。",
    sqlite3.SQLITE_IOERR: f"读写磁盘时出错：{_NO_DOCUMENT}。"
    "请检查磁盘是否已满、是否还连着，然后再试，不必重新启动。",
}
_DAMAGED: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})


def say_what_is_wrong(engine: Engine, path: Path) -> None:
    """Have every error of SQLite come out of this engine as a `LibraryError`."""

    def explain(context: ExceptionContext) -> None:
        error = explained(context.original_exception, path)
        if error is not None:
            raise error from context.original_exception

    sa.event.listen(engine, "handle_error", explain)


def explained(error: BaseException, path: Path) -> LibraryError | None:
    """An error of SQLite in words; None for one that is no trouble of file or disk."""
    if not isinstance(error, sqlite3.Error):
        return None
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return None
    kind = code & 0xFF
    if kind in _DAMAGED:
        return LibraryDamagedError(f"资料库文件已损坏：{path}。{_REBUILD}")
    message = _MESSAGES.get(kind)
    return None if message is None else LibraryError(f"{message}（{path}）")


def refuse_if_vanished(path: Path) -> None:
    """Do not begin an empty library where there was one.

    Raises
    ------
    LibraryDamagedError
        When the file is missing or empty though its indexes are there.
    """
    if path.exists() and path.stat().st_size:
        return
    if any((path.parent / name).is_dir() for name in _DERIVED):
        what = "是空的" if path.exists() else "不见了"
        raise LibraryDamagedError(f"资料库文件{what}：{path}，而它的索引还在。{_REBUILD}")


def start_over(data_dir: Path) -> Path:
    """Set a damaged library aside, so that the next start begins an empty one.

    Returns
    -------
    Path
        Where the damaged file was put; it may not have existed any more.
    """
    moment = datetime.now().strftime("%Y%m%dT%H%M%S")
    aside = data_dir / f"library-damaged-{moment}.sqlite3"
    for ending in ("", "-wal", "-shm"):
        file = data_dir / f"{LIBRARY_FILE}{ending}"
        if file.exists():
            file.replace(Path(f"{aside}{ending}"))
    for name in _DERIVED:
        shutil.rmtree(data_dir / name, ignore_errors=True)
        shutil.rmtree(data_dir / f"{name}.quarantine", ignore_errors=True)
    return aside
