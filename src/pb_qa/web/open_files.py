"""Whether somebody is still writing a file, and where the system cannot watch a folder."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from pathlib import Path
from typing import Final

_REMOTE_KINDS: Final = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "9p", "vboxsf", "drvfs", "afs", "ceph", "davfs"}
)
_WINDOWS_REMOTE_DRIVE: Final = 4


def is_being_written(path: Path) -> bool:
    """Whether a program has the file open to write to it, as far as the system tells.

    Linux grants a read lease only on files that nobody writes; Windows refuses to open a
    file that is being copied.
    """
    try:
        handle = os.open(path, os.O_RDONLY)
    except PermissionError:
        return sys.platform == "win32"
    except OSError:
        return False
    try:
        return sys.platform == "linux" and _has_writer(handle)
    finally:
        os.close(handle)


def _has_writer(handle: int) -> bool:
    if sys.platform != "linux":
        return False
    import fcntl

    try:
        # Somebody who opens the file to write while we hold the lease makes the system
        # send us a signal; the usual one would end the process.
        fcntl.fcntl(handle, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_RDLCK)
    except BlockingIOError:
        return True
    except OSError:
        return False
    with suppress(OSError):
        fcntl.fcntl(handle, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    return False


def is_remote(folder: Path) -> bool:
    """Whether changes that other computers make to a folder come without notice."""
    if sys.platform == "win32":
        import ctypes

        drive = folder.drive
        if drive.startswith("\\\\"):
            return True
        kind = ctypes.windll.kernel32.GetDriveTypeW(f"{drive}\\")
        return bool(kind == _WINDOWS_REMOTE_DRIVE)
    try:
        mounts = Path("/proc/self/mountinfo").read_text("utf-8", "surrogateescape")
    except OSError:
        return False
    return mount_kind(folder, mounts) in _REMOTE_KINDS or mount_kind(folder, mounts).startswith(
        "fuse."
    )


def mount_kind(folder: Path, mounts: str) -> str:
    """The kind of file system that a folder lies on, from Linux's table of mounts."""
    best, kind = "", ""
    for line in mounts.splitlines():
        before, _, after = line.partition(" - ")
        fields = before.split(" ")
        if len(fields) < 5 or not after:
            continue
        point = fields[4].replace("\\040", " ")
        if folder.is_relative_to(point) and len(point) >= len(best):
            best, kind = point, after.split(" ")[0]
    return kind
