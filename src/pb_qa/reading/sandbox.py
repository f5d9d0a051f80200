"""Take away from the child what a parser has no need of, as far as the platform allows.

The limits stop accidents and known tricks; on Linux the kernel enforces them, on
other platforms only those that Python itself can see (``docs/decisions/parsers.md``).
"""

from __future__ import annotations

import ctypes
import os
import sys

from pb_qa.reading.protocol import Limits

_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
_MEGABYTE = 1024 * 1024
_MOST_OPEN_FILES = 128
_LARGEST_CONVERTED_FILE = 500 * _MEGABYTE
_CONVERTER_BYTES = 4096 * _MEGABYTE
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_FORBIDDEN = (
    "socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.startfile",
    "os.system", "os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.truncate", "os.link",
    "os.symlink", "os.chmod", "os.chown", "os.kill", "os.putenv", "shutil.", "winreg.",
    "urllib.", "webbrowser.", "ftplib.", "smtplib.", "http.",
)  # fmt: skip


def confine(limits: Limits) -> None:
    """Give up network, writing, child processes and boundless memory, for good."""
    leave_network()
    if sys.platform != "win32":
        _limit_resources(limits)
    sys.addaudithook(_refuse)


def allow_seconds(seconds: float) -> None:
    """Let the process compute for ``seconds`` more, then be ended by the kernel."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = used.ru_utime + used.ru_stime
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (int(spent + seconds) + 2, hard))


def address_space() -> int:
    """Return the bytes of address space in use, or 0 where that is not known."""
    if sys.platform != "linux":
        return 0
    with open("/proc/self/statm", "rb") as statistics:
        return int(statistics.read().split()[0]) * 4096


def leave_network() -> None:
    """Move into a network namespace without interfaces, where the kernel permits it.

    Has to be done before threads are started; a second time does no harm.
    """
    if sys.platform != "linux":
        return
    library = ctypes.CDLL(None, use_errno=True)
    unshare = getattr(library, "unshare", None)
    if unshare is None:
        return
    if unshare(_CLONE_NEWNET) != 0 and os.geteuid() != 0:
        unshare(_CLONE_NEWUSER | _CLONE_NEWNET)


def _limit_resources(limits: Limits) -> None:
    import resource

    wanted = {
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_NOFILE: _MOST_OPEN_FILES,
    }
    if hasattr(resource, "RLIMIT_NPROC"):
        wanted[resource.RLIMIT_NPROC] = 0
    if sys.platform == "linux":
        wanted[resource.RLIMIT_AS] = limits.megabytes * _MEGABYTE
    for kind, value in wanted.items():
        _, hard = resource.getrlimit(kind)
        least = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (least, least))


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event == "open":
        path, _, flags = arguments
        if isinstance(flags, int) and flags & _WRITING and path != os.devnull:
            raise PermissionError("writing is not allowed here")
    elif event.startswith(_FORBIDDEN):
        raise PermissionError(f"{event} is not allowed here")


def become(command: list[str], seconds: float) -> None:
    """Turn this process into another program, without network and with bounded resources.

    Parameters
    ----------
    command
        The program, by its path, and its arguments.
    seconds
        Computing time it may use.
    """
    leave_network()
    if sys.platform != "win32":
        import resource

        for kind, value in (
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_CPU, int(seconds) + 2),
            (resource.RLIMIT_FSIZE, _LARGEST_CONVERTED_FILE),
        ):
            _, hard = resource.getrlimit(kind)
            least = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(kind, (least, least))
        if sys.platform == "linux":
            resource.setrlimit(resource.RLIMIT_AS, (_CONVERTER_BYTES, _CONVERTER_BYTES))
    os.execv(command[0], command)
