"""A sentence-transformers model that somebody chose, and what is said when it is not there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pb_qa.errors import ModelError

Model = TypeVar("Model")


@dataclass(frozen=True, slots=True)
class ModelSource:
    """Where a model that somebody chose is to be had.

    Attributes
    ----------
    source
        Path of a folder, which is read without any network, or a name on the model hub;
        a copy in the local cache is preferred to asking the hub.
    kind
        What people call such a model, e.g. ``"向量模型"``.
    variable
        The setting that names it.
    instead
        What to do to go without it, e.g. ``"改回 builtin 使用内置模型"``.
    """

    source: str
    kind: str
    variable: str
    instead: str

    def refuse_if_missing(self) -> None:
        """Raise `ModelError` when this is the path of a folder that is not there."""
        local = Path(self.source).expanduser()
        if not local.is_dir() and (local.is_absolute() or self.source.startswith((".", "~"))):
            raise ModelError(
                f"找不到{self.kind}的文件夹：{self.source}。请检查 {self.variable} 的路径，"
                f"或{self.instead}。"
            )

    def load(self, make: Callable[[str, bool], Model], *, offline: bool = False) -> Model:
        """Load the model.

        Parameters
        ----------
        make
            Gets the folder or the name, and whether only this computer is looked at; called
            when sentence-transformers is known to be there.
        offline
            Whether the hub is not asked at all.

        Raises
        ------
        ModelError
            When sentence-transformers is missing or the model cannot be loaded.
        """
        self.refuse_if_missing()
        failures = self._failures()
        local = Path(self.source).expanduser()
        if local.is_dir():
            try:
                return make(str(local), True)
            except failures as error:
                raise ModelError(
                    f"{self.kind}读不出来：{self.source} 不是完好的 sentence-transformers 文件夹"
                    f"（{_first_line(error)}）。请重新下载它，或{self.instead}。"
                ) from error
        try:
            return make(self.source, True)
        except failures as error:
            if offline:
                raise ModelError(f"{self.kind} {self.source} 不在本机。") from error
        try:  # not in the cache: it has to be fetched
            return make(self.source, False)
        except failures as error:
            raise ModelError(
                f"{self.kind} {self.source} 不在本机，也没能下载下来（{_first_line(error)}）。"
                f"请检查名字和网络，或把模型文件夹拷到本机后填它的路径，或{self.instead}。"
            ) from error

    def _failures(self) -> tuple[type[Exception], ...]:
        """What loading raises when files are missing, damaged or of another kind."""
        try:
            import httpx
            import sentence_transformers  # noqa: F401
            from safetensors import SafetensorError
        except ImportError as error:
            raise ModelError(
                f"没有安装 sentence-transformers，不能用自选的{self.kind}。"
                f"请运行 pip install sentence-transformers，或{self.instead}。"
            ) from error
        return (
            OSError,
            ValueError,
            RuntimeError,
            KeyError,
            TypeError,
            AttributeError,
            ImportError,
            SafetensorError,
            httpx.HTTPError,
        )


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
