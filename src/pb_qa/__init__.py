"""Ask a folder of Chinese policy documents; every word of the answer can be checked.

The facade
    `Assistant` keeps a corpus and answers from it; `Settings` and `load_settings`
    say where it lies and how it is used.
Answers
    `Answer`, `AnswerSentence`, `Citation`, `DirectAnswer`, `Coverage`, `Turn`.
Documents
    `Document`, `DocumentInfo`, `Section`, `Page`, `Cut`, `Passage`, `ScoredPassage`.
Reports
    `FileReport`, `FileStatus`, `Progress`, `DoctorReport`.
Errors
    `PbQaError`, the base of all; the others are in `pb_qa.errors`.

Nothing is loaded before it is used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pb_qa.assistant import Assistant
    from pb_qa.errors import PbQaError
    from pb_qa.models import (
        Answer,
        AnswerSentence,
        Citation,
        Coverage,
        Cut,
        DirectAnswer,
        DoctorReport,
        Document,
        DocumentInfo,
        FileReport,
        FileStatus,
        Page,
        Passage,
        Progress,
        ScoredPassage,
        Section,
        Turn,
    )
    from pb_qa.settings import Settings, load_settings

    __version__: str

__all__ = [
    "Answer",
    "AnswerSentence",
    "Assistant",
    "Citation",
    "Coverage",
    "Cut",
    "DirectAnswer",
    "DoctorReport",
    "Document",
    "DocumentInfo",
    "FileReport",
    "FileStatus",
    "Page",
    "Passage",
    "PbQaError",
    "Progress",
    "ScoredPassage",
    "Section",
    "Settings",
    "Turn",
    "__version__",
    "load_settings",
]

_HOMES = {
    "Assistant": "assistant",
    "PbQaError": "errors",
    "Settings": "settings",
    "load_settings": "settings",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name == "__version__":
        from importlib.metadata import version

        value: Any = version("pb-qa")
    else:
        value = getattr(import_module(f"{__name__}.{_HOMES.get(name, 'models')}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
