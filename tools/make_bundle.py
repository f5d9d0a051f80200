"""Make one archive that installs and runs on a computer without a network.

It holds the wheels of everything the project needs at run time, the project's own
wheel, the sample corpus, and scripts that install and start. See
``docs/decisions/offline-bundle.md``.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import platform
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import tomllib
import zipfile
from dataclasses import dataclass
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement
from wheel_closure import ClosureError, Environment, fetch_closure

ROOT = Path(__file__).resolve().parents[1]
TEMPLATES = Path(__file__).with_name("bundle")
CONSTRAINTS = ROOT / "constraints.txt"
SHIPPED = ("app.py", "docs_corpus", "LICENSE", "NOTICE")
INPUTS = ("pyproject.toml", "constraints.txt", "src", "tools", *SHIPPED)


def _glibc_tags(machine: str) -> tuple[str, ...]:
    """Every manylinux tag that Debian 12 (glibc 2.36) and its contemporaries accept."""
    numbered = tuple(f"manylinux_2_{minor}_{machine}" for minor in range(35, 4, -1))
    return (*numbered, f"manylinux2014_{machine}", f"manylinux1_{machine}", f"linux_{machine}")


@dataclass(frozen=True, slots=True)
class Target:
    """A platform that a bundle can be made for.

    Attributes
    ----------
    tags
        The platform tags of wheels that install there.
    system, machine
        As ``platform.system()`` and ``platform.machine()`` say there, the latter in
        Linux's spelling.
    """

    name: str
    tags: tuple[str, ...]
    system: str
    machine: str

    @property
    def windows(self) -> bool:
        """Whether it wants ``.bat`` and a zip archive."""
        return self.system == "Windows"

    def environment(self, python: str) -> Environment:
        """The values of the environment markers on this platform."""
        names = {"Windows": ("nt", "win32"), "Linux": ("posix", "linux")}
        os_name, sys_platform = names.get(self.system, ("posix", self.system.lower()))
        return {
            **default_environment(),
            "os_name": os_name,
            "sys_platform": sys_platform,
            "platform_system": self.system,
            "platform_machine": "AMD64" if self.windows else self.machine,
            "platform_python_implementation": "CPython",
            "implementation_name": "cpython",
            "python_version": python,
            "python_full_version": f"{python}.0",
        }


TARGETS = {
    target.name: target
    for target in (
        Target("linux_x86_64", _glibc_tags("x86_64"), "Linux", "x86_64"),
        Target("linux_aarch64", _glibc_tags("aarch64"), "Linux", "aarch64"),
        Target("win_amd64", ("win_amd64",), "Windows", "x86_64"),
    )
}


def main() -> None:
    """Parse, make the bundle, say where it lies."""
    arguments = _arguments()
    target = TARGETS[arguments.platform]
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    name = f"pb-qa-{version}-{target.name}-py{arguments.python_version}"
    archive = arguments.output / f"{name}{'.zip' if target.windows else '.tar.gz'}"
    if archive.is_file() and archive.stat().st_mtime > _newest(INPUTS):
        print(f"没有变化，离线包已在：{archive}")
        return
    started = time.monotonic()
    arguments.output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=arguments.output) as scratch:
        folder = Path(scratch) / name
        _collect_wheels(folder / "wheels", target, arguments.python_version)
        lay_out(folder, target, arguments.python_version, version)
        print("正在打包……", flush=True)
        packed = _pack(folder, Path(scratch) / archive.name)
        packed.replace(archive)
    megabytes = archive.stat().st_size / 1e6
    seconds = time.monotonic() - started
    print(f"离线包做好了：{archive}（{megabytes:.0f} MB，{seconds:.0f} 秒）")


def _arguments() -> argparse.Namespace:
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(
        platform.machine().lower(), platform.machine()
    )
    here = (platform.system(), machine)
    same = next((t.name for t in TARGETS.values() if (t.system, t.machine) == here), None)
    parser = argparse.ArgumentParser(
        description="做一个离线安装包：依赖、程序和示例语料都在里面，安装和使用都不联网。"
    )
    parser.add_argument(
        "--platform",
        choices=TARGETS,
        default=same,
        required=same is None,
        help="在哪种电脑上用，默认同这台",
    )
    parser.add_argument(
        "--python-version",
        type=_python_version,
        default="{}.{}".format(*sys.version_info),
        metavar="3.11",
        help="那台电脑的 Python 版本，默认同这里",
    )
    parser.add_argument("--output", type=Path, default=ROOT / "dist", help="放在哪里，默认 dist")
    arguments = parser.parse_args()
    arguments.output = arguments.output.resolve()
    return arguments


def _python_version(text: str) -> str:
    if not re.fullmatch(r"3\.\d+", text) or int(text[2:]) < 11:
        raise argparse.ArgumentTypeError("应当像 3.11，不低于 3.11")
    return text


def _newest(names: tuple[str, ...]) -> float:
    files = [
        file
        for name in names
        for file in ([ROOT / name] if (ROOT / name).is_file() else (ROOT / name).rglob("*"))
        if "__pycache__" not in file.parts
    ]
    return max(file.stat().st_mtime for file in files)


def _collect_wheels(folder: Path, target: Target, python: str) -> None:
    folder.mkdir(parents=True)
    print("正在构建本项目……", flush=True)
    _pip("wheel", "--no-deps", "--wheel-dir", str(folder), str(ROOT))
    print("正在取得依赖的安装文件，第一次需要几分钟……", flush=True)

    def fetch(requirements: list[Requirement]) -> None:
        options = ["--no-deps", "--only-binary=:all:", "--constraint", str(CONSTRAINTS)]
        options += ["--python-version", python, "--implementation", "cp"]
        options += [f"--platform={tag}" for tag in target.tags]
        names = sorted({f"{r.name}{r.specifier}" for r in requirements})
        _pip("download", *options, "--dest", str(folder), *names)

    # The bundle's installer runs pip from its wheel.
    roots = [Requirement("pb-qa"), Requirement("pip")]
    try:
        wheels = fetch_closure(roots, folder, target.environment(python), fetch)
    except ClosureError as error:
        sys.exit(f"做不成离线包：{error}")
    print(f"安装文件 {len(wheels)} 个。", flush=True)


def _pip(*arguments: str) -> None:
    command = [sys.executable, "-m", "pip", arguments[0], "-qq", "--disable-pip-version-check"]
    try:
        subprocess.run([*command, *arguments[1:]], check=True)
    except subprocess.CalledProcessError as error:
        sys.exit(
            f"做不成离线包：pip {arguments[0]} 没有成功（退出码 {error.returncode}）。"
            "请检查网络；有的依赖可能没有那种平台的安装文件，原因见上面的输出。"
        )


def lay_out(folder: Path, target: Target, python: str, version: str) -> None:
    """Put everything but the wheels into the folder, and the checksums of all."""
    for name in SHIPPED:
        source = ROOT / name
        if source.is_dir():
            ignored = shutil.ignore_patterns("__pycache__", ".trash", ".DS_Store")
            shutil.copytree(source, folder / name, ignore=ignored)
        else:
            shutil.copy2(source, folder / name)
    suffix, prefix = (".bat", "") if target.windows else (".sh", "./")
    system = f"{target.system} {target.machine}"
    words = {
        "VERSION": version,
        "PYTHON": python,
        "SYSTEM": system,
        **{
            word: f"{prefix}{name}{suffix}"
            for word, name in {"INSTALL": "install", "START": "start", "COMMAND": "pb-qa"}.items()
        },
    }
    for template in TEMPLATES.iterdir():
        if template.suffix in {suffix, ".py", ".txt"}:
            filled = re.sub(r"@([A-Z]+)@", lambda m: words[m[1]], template.read_text("utf-8"))
            line_end = "\r\n" if target.windows else "\n"
            (folder / template.name).write_text(filled, "utf-8", newline=line_end)
    made = {"version": version, "python": python, "system": system}
    (folder / "bundle.json").write_text(json.dumps(made), "utf-8")
    sums = [f"{_sha256(file)}  {file.relative_to(folder).as_posix()}\n" for file in _files(folder)]
    (folder / "SHA256SUMS").write_text("".join(sums), "utf-8", newline="\n")


def _pack(folder: Path, archive: Path) -> Path:
    """Pack with hardly any compression: wheels are compressed already."""
    if archive.suffix == ".zip":
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as packed:
            for file in _files(folder):
                packed.write(file, file.relative_to(folder.parent).as_posix())
    else:
        with tarfile.open(archive, "w:gz", compresslevel=1) as packed:
            packed.add(folder, folder.name, filter=_plain)
    return archive


def _plain(entry: tarfile.TarInfo) -> tarfile.TarInfo:
    """Nobody's files, readable by everybody; scripts can be run."""
    entry.uid = entry.gid = 0
    entry.uname = entry.gname = ""
    entry.mode = 0o755 if entry.isdir() or entry.name.endswith(".sh") else 0o644
    return entry


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


if __name__ == "__main__":
    main()
