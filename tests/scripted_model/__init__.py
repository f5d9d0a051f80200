"""A language model that is a script: a real HTTP server that speaks OpenAI's chat protocol.

It can be honest, forge, obey whoever speaks in the documents, or fail in every way a server
can. ``python -m tests.scripted_model`` runs it as a demonstration.
"""

from __future__ import annotations

from .behaviour import Behaviour, Said, Utterance
from .faults import Fault, FaultyBehaviour
from .forging import ABSENT, FORGERIES, MISPLACED, Forging
from .honest import Honest
from .injected import Gullible, Injection, read_injections
from .prompt import Prompt, PromptPassage, read_prompt
from .recording import Exchange
from .scripts import Fixed, InTurn
from .server import DEMO_MODEL, Pace, ScriptedModel

__all__ = [
    "ABSENT",
    "DEMO_MODEL",
    "FORGERIES",
    "MISPLACED",
    "Behaviour",
    "Exchange",
    "Fault",
    "FaultyBehaviour",
    "Fixed",
    "Forging",
    "Gullible",
    "Honest",
    "InTurn",
    "Injection",
    "Pace",
    "Prompt",
    "PromptPassage",
    "Said",
    "ScriptedModel",
    "Utterance",
    "read_injections",
    "read_prompt",
]
