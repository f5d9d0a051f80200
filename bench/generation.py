"""How far a language model is believed: forgeries, faults, injections, pace, follow-ups.

The model is the scripted one of the tests: a real server, over real HTTP, whose every
sentence is known for what it is. With the shared documents at hand (``--shared``) it speaks
over those; without, over the sample corpus, and says so.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from pathlib import Path

from generation_library import assistant_with, build_library
from measuring import ROOT
from scripted_model import ScriptedModel

PARTS = ("forgeries", "pace", "faults", "injections", "followups")
KINDS = ("known", "kept-back", "newest", "fourth", "fifth", "sixth", "seventh", "eighth", "all")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, default=ROOT.parent / "shared")
    parser.add_argument("--keep", type=Path, help="where the library is kept between runs")
    parser.add_argument("--answers", type=int, default=2000)
    parser.add_argument("--each-fault", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", choices=KINDS, default="all")
    parser.add_argument("--minutes", type=float, default=120.0, help="at most, for the forgeries")
    parser.add_argument("--only", nargs="*", choices=PARTS, default=PARTS)
    parser.add_argument("--misses", type=Path, help="a file for every miss")
    options = parser.parse_args()
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    place = options.keep or Path(tempfile.mkdtemp(prefix="generation-"))
    place.mkdir(parents=True, exist_ok=True)
    try:
        failed = run(place, options)
    finally:
        if options.keep is None:
            shutil.rmtree(place, ignore_errors=True)
    sys.exit(1 if failed else 0)


def run(place: Path, options: argparse.Namespace) -> bool:
    """Every part asked for; whether something happened that never may."""
    failed = False
    corpus = build_library(options.shared, place)
    with (
        ScriptedModel() as model,
        assistant_with(model, corpus, place / "library") as assistant,
    ):
        if "forgeries" in options.only:
            from generation_forgeries import measure_forgeries

            found = measure_forgeries(
                assistant,
                model,
                options.answers,
                options.seed,
                options.misses,
                options.kinds,
                options.minutes,
            )
            failed |= bool(found.audit["invented citations"])
            failed |= bool(found.audit["numbers not in the cited passages"])
        if "pace" in options.only:
            from generation_pace import measure_pace

            measure_pace(assistant, model, min(50, options.answers), options.seed)
        if "followups" in options.only:
            from generation_followups import measure_followups

            measure_followups(assistant, model)
    if "faults" in options.only:
        from generation_faults import measure_faults

        failed |= measure_faults(corpus, place / "library", options.each_fault)
    if "injections" in options.only:
        from generation_injections import measure_injections

        failed |= measure_injections(place / "injections")
    return failed


if __name__ == "__main__":
    main()
