"""Writing the trained table as an ordinary sentence-transformers folder."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from tokenizers import Tokenizer

_MODULES = [
    {
        "idx": 0,
        "name": "0",
        "path": "",
        "type": "sentence_transformers.models.StaticEmbedding",
    },
    {
        "idx": 1,
        "name": "1",
        "path": "1_Normalize",
        "type": "sentence_transformers.models.Normalize",
    },
]


def write_folder(folder: Path, tokenizer: Tokenizer, weights: NDArray[np.float32]) -> None:
    """Write the model into ``folder``: table, tokenizer, module list.

    Parameters
    ----------
    weights
        Shape (vocabulary, dimension). They are brought to a root mean square of 1, which
        changes no embedding.
    """
    scaled = weights / np.sqrt(np.square(weights, dtype=np.float64).mean())
    (folder / "1_Normalize").mkdir(parents=True, exist_ok=True)
    save_file(
        {"embedding.weight": scaled.astype(np.float32)},
        folder / "model.safetensors",
        {"format": "pt"},
    )
    (folder / "model.safetensors").chmod(0o644)
    tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
    _write_json(folder / "modules.json", _MODULES)
    _write_json(folder / "1_Normalize" / "config.json", {})
    _write_json(
        folder / "config_sentence_transformers.json",
        {"prompts": {}, "default_prompt_name": None, "similarity_fn_name": "cosine"},
    )


def _write_json(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=2) + "\n", encoding="utf-8")
