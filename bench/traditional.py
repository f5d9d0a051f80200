"""What is lost when a question comes in traditional characters and the texts are simplified.

The questions of cmrc2018_trial, as they are and turned into traditional characters (OpenCC
s2t, s2tw and s2hk), over its passages, by dense search alone and fused. Needs ``OpenCC``.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from measuring import print_table
from opencc import OpenCC
from quality import hit
from quality_sets import retrieval_sets
from quality_systems import DENSE, FUSED, SYSTEMS

from pb_qa.embedding import load_embedder

_FORMS = ("s2t", "s2tw", "s2hk")


def main() -> None:
    """Measure and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder with dev/")
    parser.add_argument("--model", default="builtin", help="any sentence-transformers model")
    arguments = parser.parse_args()
    embedder = load_embedder(arguments.model)
    of = next(one for one in retrieval_sets(arguments.data, "cmrc2018_trial"))
    forms = {"as asked": list(of.questions)}
    for form in _FORMS:
        convert = OpenCC(form).convert
        forms[form] = [convert(question) for question in of.questions]
    rows = []
    for system in SYSTEMS:
        if system.name not in (DENSE, FUSED):
            continue
        with tempfile.TemporaryDirectory(prefix="pb-qa-bench-") as folder:
            find = system.make(of.passages, embedder, Path(folder))
            for form, questions in forms.items():
                ranks = [
                    next((n for n, one in enumerate(find(question), 1) if one in gold), None)
                    for question, gold in zip(questions, of.gold, strict=True)
                ]
                rows.append(
                    {
                        "system": system.name,
                        "questions": form,
                        "Hit@1": f"{hit(ranks, 1):.4f}",
                        "Hit@5": f"{hit(ranks, 5):.4f}",
                    }
                )
    print_table(f"Traditional characters, {len(of.questions)} questions", rows)


if __name__ == "__main__":
    main()
