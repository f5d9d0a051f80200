"""The program as a user starts it: as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PB_QA = (str(Path(sys.executable).with_name("pb-qa")),)
_START_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Home:
    """A user's home folder of its own, and the environment that makes a program use it."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PB_QA_")}
        return kept | self.variables

    @property
    def variables(self) -> dict[str, str]:
        return {
            "HOME": str(self.folder),
            "XDG_DATA_HOME": str(self.folder / "data"),
            "XDG_CACHE_HOME": str(self.folder / "cache"),
        }


def run_command(
    home: Home,
    *arguments: str | Path,
    program: Sequence[str] = PB_QA,
    more: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [*program, *map(str, arguments)],
        env=home.environment | dict(more or {}),
        cwd=home.folder,
        capture_output=True,
        encoding="utf-8",
        timeout=_START_SECONDS,
    )


class RunningApp:
    """``pb-qa serve`` on a free port, with its corpus read."""

    def __init__(
        self,
        home: Home,
        *,
        program: Sequence[str] = PB_QA,
        more: Mapping[str, str] | None = None,
    ) -> None:
        self._log = (home.folder / "serve.log").open("w+", encoding="utf-8")
        self.process = subprocess.Popen(
            [*program, "serve", "--port", "0"],
            env=home.environment | dict(more or {}),
            cwd=home.folder,
            stdout=self._log,
            stderr=subprocess.STDOUT,
        )
        try:
            self.address = self._line("已就绪：").split("：", 1)[1]
            self._line("语料已读入：")
        except TimeoutError:
            self.stop()
            raise

    def _line(self, start: str) -> str:
        deadline = time.monotonic() + _START_SECONDS
        while time.monotonic() < deadline:
            for line in self.output().splitlines():
                if line.startswith(start):
                    return line
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise TimeoutError(f"no line “{start}”:\n{self.output()}")

    def output(self) -> str:
        """Everything that it has said."""
        self._log.seek(0)
        return self._log.read()

    def stop(self) -> int:
        """Stop it as a user would, with Ctrl-C's gentler sister."""
        self.process.terminate()
        try:
            return self.process.wait(20)
        finally:
            self.process.kill()
            self._log.close()
