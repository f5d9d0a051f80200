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
        Shape (vocabulary, dimension). Stored as whole numbers of one byte and a factor for
        each row, in the names that sentence-transformers reads for such a table.
    """
    factors = np.abs(weights).max(axis=1).astype(np.float32) / 127
    factors[factors == 0] = 1
    rounded = np.rint(weights / factors[:, None]).astype(np.int8)
    # A mean of vectors keeps its direction whatever their common length is.
    lengths = np.square(rounded, dtype=np.float64).mean(axis=1) * np.square(factors)
    factors = (factors / np.sqrt(lengths.mean())).astype(np.float32)
    (folder / "1_Normalize").mkdir(parents=True, exist_ok=True)
    save_file(
        {"embeddings": rounded, "weights": factors},
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
