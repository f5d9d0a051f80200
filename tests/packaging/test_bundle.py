"""The offline bundle: made here, unpacked elsewhere, installed and used without a network."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from make_bundle import TARGETS, lay_out

from pb_qa.storage.corpus import Corpus

Offline = Callable[..., "subprocess.CompletedProcess[str]"]

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="在 Linux 上做包、装包")


def small_bundle(root: Path, folder: Path, **changes: str) -> Path:
    """A bundle without wheels: enough to be refused."""
    made = {"version": "1", "python": "{}.{}".format(*sys.version_info), "system": "Linux x86_64"}
    shutil.copy(root / "tools" / "bundle" / "install.py", folder)
    (folder / "bundle.json").write_text(json.dumps({**made, **changes}), "utf-8")
    (folder / "SHA256SUMS").write_text(f"{'0' * 64}  wheels/缺.whl\n", "utf-8")
    return folder / "install.py"


def refusal(script: Path) -> str:
    result = subprocess.run([sys.executable, str(script)], capture_output=True, encoding="utf-8")
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert not (script.parent / ".venv").exists()
    return result.stderr


def test_another_python_is_refused(root: Path, tmp_path: Path) -> None:
    assert "要用 Python 3.9" in refusal(small_bundle(root, tmp_path, python="3.9"))


def test_another_platform_is_refused(root: Path, tmp_path: Path) -> None:
    script = small_bundle(root, tmp_path, system="Windows riscv64")
    assert "是为 Windows riscv64 做的" in refusal(script)


@linux_only
def test_an_incomplete_copy_is_refused(root: Path, tmp_path: Path) -> None:
    machine = {"arm64": "aarch64"}.get(os.uname().machine, os.uname().machine)
    script = small_bundle(root, tmp_path, system=f"Linux {machine}")
    message = refusal(script)
    assert "1 个文件缺失或损坏（wheels/缺.whl）" in message and "重新拷贝" in message


@pytest.mark.parametrize(
    ("platform", "end", "scripts"),
    [
        ("win_amd64", b"\r\n", {"install.bat", "start.bat", "pb-qa.bat"}),
        ("linux_x86_64", b"\n", {"install.sh", "start.sh", "pb-qa.sh"}),
    ],
)
def test_scripts_fit_their_platform(
    platform: str, end: bytes, scripts: set[str], tmp_path: Path
) -> None:
    lay_out(tmp_path, TARGETS[platform], "3.12", "7.8.9")
    files = {path.name: path for path in tmp_path.iterdir()}
    assert {name for name in files if name.endswith((".sh", ".bat"))} == scripts
    for name in {*scripts, "说明.txt"}:
        content = files[name].read_bytes()
        assert content.count(b"\n") == content.count(end) > 3, name
        assert b"@P" not in content, name
    assert "pb_qa 7.8.9 离线安装包" in files["说明.txt"].read_text("utf-8")
    assert b"3.12" in files[min(scripts)].read_bytes()


@pytest.fixture(scope="module")
def unpacked(root: Path) -> Iterator[Path]:
    """A bundle made from this source tree, unpacked in a folder whose name is awkward.

    Installed it takes over a gigabyte, so nothing of it is left behind.
    """
    with tempfile.TemporaryDirectory(prefix="pb-qa-bundle-") as scratch:
        command = [sys.executable, str(root / "tools" / "make_bundle.py"), "--output", scratch]
        subprocess.run(command, check=True)
        (archive,) = Path(scratch).glob("*.tar.gz")
        again = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
        assert "没有变化" in again.stdout
        target = Path(scratch, "离线 电脑")
        shutil.unpack_archive(archive, target)
        archive.unlink()
        (folder,) = target.iterdir()
        yield folder


@pytest.fixture(scope="module")
def offline(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Offline:
    """Run a command that cannot reach a network.

    In a network namespace of its own where the system allows that; elsewhere pip is
    told to use no index and every proxy is a closed port.
    """
    home = tmp_path_factory.mktemp("home")
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("PIP_", "PB_QA_"))}
    environment |= {"HOME": str(home), "PB_QA_DATA_DIR": str(home / "data")}
    isolated = subprocess.run(["unshare", "-rn", "true"], capture_output=True, check=False)
    prefix: list[str] = []
    if isolated.returncode == 0:
        prefix = ["unshare", "-rn"]
    else:
        closed = "http://127.0.0.1:9"
        environment |= {"PIP_NO_INDEX": "1", "HTTP_PROXY": closed, "HTTPS_PROXY": closed}
    capture = request.config.pluginmanager.getplugin("capturemanager")
    with capture.global_and_fixture_disabled():
        print(f"\n断网方式：{' '.join(prefix) or '代理指向关闭的端口'}", flush=True)

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*prefix, *command], env=environment, capture_output=True, encoding="utf-8"
        )

    return run


@linux_only
@pytest.mark.slow
def test_installs_answers_and_serves_without_a_network(unpacked: Path, offline: Offline) -> None:
    early = offline(str(unpacked / "start.sh"))
    assert early.returncode == 1 and "请先运行 ./install.sh" in early.stderr

    installed = offline(str(unpacked / "install.sh"))
    assert installed.returncode == 0, installed.stderr
    assert "安装完成" in installed.stdout
    assert "已经安装过了" in offline(str(unpacked / "install.sh")).stdout

    # A folder that is moved after installing still works.
    folder = unpacked.rename(unpacked.with_name("搬 过 家"))
    command = str(folder / "pb-qa.sh")
    synced = offline(command, "sync")
    assert synced.returncode == 0, synced.stderr
    corpus = list(Corpus(folder / "docs_corpus").files())
    assert f"新增 {len(corpus)}" in synced.stderr

    asked = offline(command, "ask", "--json", "合法性审核一般要留足多少个工作日？")
    assert asked.returncode == 0, asked.stderr
    answer = json.loads(asked.stdout)
    assert not answer["abstained"]
    assert answer["direct"]["text"] == "5个工作日"

    script = str(Path(__file__).with_name("offline_page.py"))
    page = offline(sys.executable, script, str(folder / "start.sh"))
    assert page.returncode == 0, page.stderr
    assert page.stdout.startswith("200 ")
