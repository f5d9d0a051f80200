"""A language model that is a script: a real HTTP server that speaks OpenAI's chat protocol.

It can be honest, forge, obey whoever speaks in the documents, or fail in every way a server
can. ``python -m tests.scripted_model`` runs it as a demonstration.
"""

from __future__ import annotations

from . import audit
from .behaviour import Behaviour, Said, Utterance
from .dialects import DIALECTS, REFUSALS, Dialect, Refusing
from .eighth_family import EIGHTH, EIGHTH_DERIVED, EIGHTH_WORDINGS
from .faults import Fault, FaultyBehaviour
from .fifth_honest import FIFTH_DERIVED
from .fifth_reworded import FIFTH_WORDINGS
from .fluent_honest import FLUENT_DERIVED
from .forging import (
    ABSENT,
    FIFTH,
    FIFTH_FORMS,
    FORGERIES,
    FOURTH,
    KEPT_BACK,
    MISPLACED,
    NEWEST,
    NEWEST_WORDINGS,
    Forging,
)
from .fourth_honest import FOURTH_DERIVED, FOURTH_WORDINGS
from .handwritten import Handwritten, read_handwritten
from .honest import Honest
from .injected import Gullible, Injection, read_injections
from .outcomes import Fate, Outcome, Told, outcomes
from .prompt import Prompt, PromptPassage, read_prompt
from .recording import Exchange
from .scripts import Fixed, InTurn
from .server import DEMO_MODEL, Pace, ScriptedModel
from .seventh_family import SEVENTH, SEVENTH_DERIVED, SEVENTH_WORDINGS
from .sixth_family import SIXTH, SIXTH_DERIVED, SIXTH_FORMS, SIXTH_WORDINGS

__all__ = [
    "ABSENT",
    "DEMO_MODEL",
    "DIALECTS",
    "EIGHTH",
    "EIGHTH_DERIVED",
    "EIGHTH_WORDINGS",
    "FIFTH",
    "FIFTH_DERIVED",
    "FIFTH_FORMS",
    "FIFTH_WORDINGS",
    "FLUENT_DERIVED",
    "FORGERIES",
    "FOURTH",
    "FOURTH_DERIVED",
    "FOURTH_WORDINGS",
    "KEPT_BACK",
    "MISPLACED",
    "NEWEST",
    "NEWEST_WORDINGS",
    "REFUSALS",
    "SEVENTH",
    "SEVENTH_DERIVED",
    "SEVENTH_WORDINGS",
    "SIXTH",
    "SIXTH_DERIVED",
    "SIXTH_FORMS",
    "SIXTH_WORDINGS",
    "Behaviour",
    "Dialect",
    "Exchange",
    "Fate",
    "Fault",
    "FaultyBehaviour",
    "Fixed",
    "Forging",
    "Gullible",
    "Handwritten",
    "Honest",
    "InTurn",
    "Injection",
    "Outcome",
    "Pace",
    "Prompt",
    "PromptPassage",
    "Refusing",
    "Said",
    "ScriptedModel",
    "Told",
    "Utterance",
    "audit",
    "outcomes",
    "read_handwritten",
    "read_injections",
    "read_prompt",
]
