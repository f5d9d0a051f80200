"""What the child may not do, tried out in a process that has given it up."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import pb_qa

CONFINED = """
import sys
from pb_qa.reading.protocol import Limits
from pb_qa.reading.sandbox import address_space, allow_seconds, confine
confine(Limits(1000, 5.0, 512))
allow_seconds({seconds})
try:
    {attempt}
except (OSError, PermissionError, MemoryError) as error:
    print("refused", type(error).__name__)
else:
    print("done")
"""


def attempt(code: str, seconds: float = 5.0) -> subprocess.CompletedProcess[str]:
    root = str(Path(pb_qa.__file__).parents[1])
    return subprocess.run(
        [sys.executable, "-P", "-c", CONFINED.format(attempt=code, seconds=seconds)],
        capture_output=True, text=True, timeout=60, check=False,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([root, *sys.path])},
    )  # fmt: skip


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.create_connection(('127.0.0.1', 9))",
        "import socket; socket.socket()",
        "import subprocess; subprocess.run(['true'])",
        "import os; os.system('true')",
        "import os; os.fork()",
        "open('{tmp}/written.txt', 'w')",
        "import os; os.open('{tmp}/written.txt', os.O_WRONLY | os.O_CREAT)",
        "import os; os.remove('{tmp}/kept.txt')",
        "import os; os.rename('{tmp}/kept.txt', '{tmp}/other.txt')",
        "import os; os.mkdir('{tmp}/folder')",
    ],
)
def test_it_is_refused(code: str, tmp_path: Path) -> None:
    kept = tmp_path / "kept.txt"
    kept.write_text("原件", encoding="utf-8")
    result = attempt(code.replace("{tmp}", str(tmp_path)))
    assert result.stdout.startswith("refused"), result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]


def test_reading_still_works(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("通知", encoding="utf-8")
    assert attempt(f"open('{tmp_path}/a.txt').read()").stdout == "done\n"


@pytest.mark.skipif(sys.platform != "linux", reason="只有 Linux 内核限制地址空间")
def test_memory_is_bounded_by_the_kernel() -> None:
    assert attempt("bytearray(600_000_000)").stdout == "refused MemoryError\n"
    assert attempt("assert 0 < address_space() < 512_000_000").stdout == "done\n"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows 没有 RLIMIT_CPU")
def test_endless_computing_is_ended_by_the_kernel() -> None:
    assert attempt("while True: pass", seconds=-1.0).returncode < 0


@pytest.mark.skipif(sys.platform != "linux", reason="网络命名空间只在 Linux 上有")
def test_native_code_sees_no_network_where_the_kernel_permits_namespaces() -> None:
    result = attempt("print(open('/proc/net/dev').read())")
    can_unshare = subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False)
    if os.geteuid() != 0 and can_unshare.returncode != 0:
        pytest.skip("内核不允许建网络命名空间")
    interfaces = [line.split(":")[0].strip() for line in result.stdout.splitlines() if ":" in line]
    assert interfaces == ["lo"]
