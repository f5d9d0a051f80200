"""A language model that is a script: a real HTTP server that speaks OpenAI's chat protocol.

It can be honest, forge, obey whoever speaks in the documents, or fail in every way a server
can. ``python -m tests.scripted_model`` runs it as a demonstration.
"""

from __future__ import annotations

from .behaviour import Behaviour, Said, Utterance
from .faults import Fault, FaultyBehaviour
from .honest import Honest
from .prompt import Prompt, PromptPassage, read_prompt
from .recording import Exchange
from .scripts import Fixed, InTurn
from .server import DEMO_MODEL, Pace, ScriptedModel

__all__ = [
    "DEMO_MODEL",
    "Behaviour",
    "Exchange",
    "Fault",
    "FaultyBehaviour",
    "Fixed",
    "Honest",
    "InTurn",
    "Pace",
    "Prompt",
    "PromptPassage",
    "Said",
    "ScriptedModel",
    "Utterance",
    "read_prompt",
]
