"""Install what lies in the folder ``wheels`` into ``.venv`` beside it, without a network."""

from __future__ import annotations

import hashlib
import json
import os
import platform
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
VENV = FOLDER / ".venv"
_SAME_MACHINE = {"amd64": "x86_64", "arm64": "aarch64"}


def check_python(wanted: dict[str, str]) -> None:
    """Refuse a Python or a machine that the wheels were not made for."""
    version = "{}.{}".format(*sys.version_info)
    if version != wanted["python"]:
        sys.exit(
            f"这个离线包要用 Python {wanted['python']}，现在的是 {version}（{sys.executable}）。\n"
            f"请安装 Python {wanted['python']} 再试，或在能上网的电脑上另做一个离线包："
            f"make bundle FOR='--python-version {version}'"
        )
    machine = platform.machine().lower()
    here = f"{platform.system()} {_SAME_MACHINE.get(machine, machine)}"
    if here != wanted["system"]:
        sys.exit(
            f"这个离线包是为 {wanted['system']} 做的，这台电脑是 {here}，里面的安装文件用不了。\n"
            "请换用对应平台的离线包（制作时用 --platform 指定）。"
        )


def check_files() -> None:
    """Refuse a copy that is not whole."""
    broken = []
    for line in (FOLDER / "SHA256SUMS").read_text("utf-8").splitlines():
        digest, name = line.split("  ", 1)
        path = FOLDER / name
        if not path.is_file() or _sha256(path) != digest:
            broken.append(name)
    if broken:
        names = "、".join(broken[:5])
        sys.exit(f"离线包不完整：{len(broken)} 个文件缺失或损坏（{names}）。请重新拷贝、解压。")


def install(version: str) -> None:
    """Make the virtual environment and install into it.

    pip comes from the bundle as well: Debian's Python has none unless python3-venv
    is installed, and that cannot be fetched here.
    """
    subprocess.run(
        [sys.executable, "-m", "venv", "--clear", "--without-pip", str(VENV)], check=True
    )
    python = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    wheels = FOLDER / "wheels"
    (pip,) = wheels.glob("pip-*.whl")
    command = [str(python), f"{pip}/pip", "--isolated", "install", "--quiet", "--no-index"]
    command += ["--disable-pip-version-check", "--find-links", str(wheels), f"pb-qa=={version}"]
    subprocess.run(command, check=True)


def main() -> None:
    """Check, install, say what comes next."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")
    wanted = json.loads((FOLDER / "bundle.json").read_text("utf-8"))
    start = "start.bat" if os.name == "nt" else "./start.sh"
    done = VENV / ".installed"
    if done.is_file() and done.read_text("utf-8") == wanted["version"]:
        print(f"已经安装过了。运行 {start} 打开网页。")
        return
    check_python(wanted)
    print("正在核对文件……", flush=True)
    check_files()
    print("正在安装，需要一两分钟，不用联网……", flush=True)
    try:
        install(wanted["version"])
    except subprocess.CalledProcessError as error:
        sys.exit(f"安装没有成功（退出码 {error.returncode}），原因见上面的输出。")
    done.write_text(wanted["version"], "utf-8")
    print(f"安装完成。运行 {start} 打开网页。")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


if __name__ == "__main__":
    main()
