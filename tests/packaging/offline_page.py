"""Start the page with a script, open it once, stop it; run where there is no network.

Usage: ``python offline_page.py START_SCRIPT``. Prints the page's status and title.
"""

from __future__ import annotations

import fcntl
import os
import re
import signal
import socket
import struct
import subprocess
import sys
import urllib.request

_SIOCSIFFLAGS = 0x8914
_IFF_UP = 1


def raise_loopback() -> None:
    """A fresh network namespace has its loopback interface down."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, _SIOCSIFFLAGS, struct.pack("16sh", b"lo", _IFF_UP))


def main() -> None:
    if [name for _, name in socket.if_nameindex()] == ["lo"]:
        raise_loopback()
    environment = {**os.environ, "PB_QA_PORT": "0"}
    process = subprocess.Popen(
        [sys.argv[1]], env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    assert process.stdout is not None
    try:
        line = process.stdout.readline()
        address = re.search(r"http://\S+", line)
        if address is None:
            sys.exit(f"没有就绪：{line!r}")
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(address[0], timeout=60) as response:
            title = re.search(r"<title>(.*?)</title>", response.read().decode("utf-8"), re.S)
            print(response.status, title and title[1].strip())
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


if __name__ == "__main__":
    main()
