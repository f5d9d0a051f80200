"""Ask a folder of Chinese policy documents; every word of the answer can be checked.

The facade and its configuration
    `Assistant`, `Settings`, `load_settings`
What an answer is made of
    `Answer`, `AnswerMode`, `AnswerSentence`, `DirectAnswer`, `Citation`, `Coverage`, `Turn`
What is told while a language model answers
    `AnswerBegun`, `SentenceShown`, `SentenceWithheld`, `ReasoningAdded`, `AnswerDone`,
    `ModelStatus`
What the library holds
    `Document`, `DocumentInfo`, `Section`, `Page`, `Cut`, `Passage`, `ScoredPassage`
What is told about adding, removing and mending
    `FileReport`, `FileStatus`, `Progress`, `DoctorReport`
What figures are, and how they are asked for
    `Figure`, `FoundFigure`, `Measure`, `Period`, `FigureFilter`, `FigureOrder`, `FigurePage`,
    `Series`, `Disagreement`
What can go wrong
    `PbQaError` and its kinds in `pb_qa.errors`

Examples
--------
>>> from pb_qa import Assistant, Settings
>>> with Assistant(Settings(corpus_dir="docs_corpus")) as assistant:  # doctest: +SKIP
...     list(assistant.sync())
...     print(assistant.ask("全区有多少名党建工作指导员？").text)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pb_qa.answer_events import (
        AnswerBegun,
        AnswerDone,
        ModelStatus,
        ReasoningAdded,
        SentenceShown,
        SentenceWithheld,
    )
    from pb_qa.answers import (
        Answer,
        AnswerMode,
        AnswerSentence,
        Coverage,
        DirectAnswer,
        Turn,
    )
    from pb_qa.assistant import Assistant
    from pb_qa.errors import PbQaError
    from pb_qa.figures import (
        Disagreement,
        Figure,
        FigureFilter,
        FigureOrder,
        FigurePage,
        FoundFigure,
        Measure,
        Period,
        Series,
    )
    from pb_qa.models import (
        Citation,
        Cut,
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
    )
    from pb_qa.settings import Settings, load_settings

    __version__: str

__all__ = [
    "Answer",
    "AnswerBegun",
    "AnswerDone",
    "AnswerMode",
    "AnswerSentence",
    "Assistant",
    "Citation",
    "Coverage",
    "Cut",
    "DirectAnswer",
    "Disagreement",
    "DoctorReport",
    "Document",
    "DocumentInfo",
    "Figure",
    "FigureFilter",
    "FigureOrder",
    "FigurePage",
    "FileReport",
    "FileStatus",
    "FoundFigure",
    "Measure",
    "ModelStatus",
    "Page",
    "Passage",
    "PbQaError",
    "Period",
    "Progress",
    "ReasoningAdded",
    "ScoredPassage",
    "Section",
    "SentenceShown",
    "SentenceWithheld",
    "Series",
    "Settings",
    "Turn",
    "__version__",
    "load_settings",
]

_HOMES = {
    "Assistant": "pb_qa.assistant",
    **dict.fromkeys(
        ("Answer", "AnswerMode", "AnswerSentence", "Coverage", "DirectAnswer", "Turn"),
        "pb_qa.answers",
    ),
    **dict.fromkeys(
        (
            "AnswerBegun",
            "AnswerDone",
            "ModelStatus",
            "ReasoningAdded",
            "SentenceShown",
            "SentenceWithheld",
        ),
        "pb_qa.answer_events",
    ),
    **dict.fromkeys(
        (
            "Disagreement",
            "Figure",
            "FigureFilter",
            "FigureOrder",
            "FigurePage",
            "FoundFigure",
            "Measure",
            "Period",
            "Series",
        ),
        "pb_qa.figures",
    ),
    "PbQaError": "pb_qa.errors",
    "Settings": "pb_qa.settings",
    "load_settings": "pb_qa.settings",
}


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for, so that ``import pb_qa`` costs nothing."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    if name == "__version__":
        from importlib.metadata import version

        value: Any = version("pb-qa")
    else:
        from importlib import import_module

        value = getattr(import_module(_HOMES.get(name, "pb_qa.models")), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
