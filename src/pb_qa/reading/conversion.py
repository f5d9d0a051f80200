"""LibreOffice, where it is installed, saves in a newer format what no reader here reads."""

from __future__ import annotations

import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from pb_qa.errors import DamagedFileError, ReadingLimitError

_log = logging.getLogger(__name__)
_PROGRAMS: Final = ("soffice", "libreoffice")
# Starting the program alone takes some seconds on a slow disk.
_LEAST_SECONDS: Final = 60.0
_PASSED_ON: Final = ("PATH", "SYSTEMROOT", "SYSTEMDRIVE", "LANG", "LC_ALL", "LD_LIBRARY_PATH")


def converter() -> str | None:
    """Return the path of the converter, or None where none is installed."""
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)


@contextmanager
def converted(program: str, path: Path, target: str, seconds: float) -> Iterator[Path]:
    """Save a copy of a file in another format; it lies in a temporary folder for the block.

    The program works on a copy, with a profile of its own in that folder, without a
    network where the kernel permits it, and is ended with all it has started.

    Parameters
    ----------
    program
        What ``converter`` returned.
    target
        The suffix of the format wanted, e.g. ``"docx"``.
    seconds
        How long it may take, at least a minute.

    Raises
    ------
    ReadingLimitError
        When it takes longer.
    DamagedFileError
        When nothing comes out.
    """
    limit = max(seconds, _LEAST_SECONDS)
    with tempfile.TemporaryDirectory(prefix="pb-qa-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        (folder / "in").mkdir()
        # A plain name: the file's own may begin with a dash or be too long with a suffix.
        source = folder / "in" / "document.bin"
        shutil.copyfile(path, source)
        _run(_command(program, folder, source, target, limit), folder, limit)
        result = folder / "out" / f"document.{target}"
        if not result.is_file() or not result.stat().st_size:
            raise DamagedFileError(
                "LibreOffice 也打不开这个文件，可能已损坏，或有密码。"
                f"请用原来的软件打开，另存为 .{target} 后再添加。"
            )
        yield result


def _command(program: str, folder: Path, source: Path, target: str, limit: float) -> list[str]:
    command = [
        program,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo",
        "--convert-to", target, "--outdir", str(folder / "out"), str(source),
    ]  # fmt: skip
    if sys.platform == "win32":
        return command
    root = str(Path(__file__).resolve().parents[2])
    start = (
        f"import sys; sys.path.insert(0, {root!r});"
        "from pb_qa.reading.sandbox import become;"
        "become(sys.argv[2:], float(sys.argv[1]))"
    )
    return [sys.executable, "-P", "-B", "-c", start, str(limit), *command]


def _run(command: list[str], folder: Path, limit: float) -> None:
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    environment.update(HOME=str(folder), TMPDIR=str(folder), TEMP=str(folder), TMP=str(folder))
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        env=environment,
        start_new_session=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    try:
        status = process.wait(limit)
        _log.debug("converter ended with %d", status)
    except subprocess.TimeoutExpired:
        raise ReadingLimitError(
            f"LibreOffice 转换超过 {limit:g} 秒，已停止。请用原来的软件打开，另存为新格式后再添加。"
        ) from None
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End the program with everything that it has started."""
    if sys.platform == "win32":
        if process.poll() is None:
            subprocess.run(
                ["taskkill", "/T", "/F", "/PID", str(process.pid)],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                check=False,
            )
    else:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            _log.debug("the converter left no process behind")
    process.wait()
