"""Train the small cross-encoder: `python training/train_cross_encoder.py --data DATA --out FOLDER`.

It reads a question and a sentence in its context, scores the sentence, marks the answer's
words and says whether there is an answer. First it guesses masked words of running prose,
then it learns from the train parts of DRCD and SQuAD 2 and from questions made by rule from
figures and dates in prose. The test parts and the CMRC trial set are only measured. The
folder is one that ``PB_QA_RERANKER_MODEL`` takes.

    --preset gpu      4 layers of 256 in bfloat16, for one large accelerator (25 minutes)
    --preset cpu      2 layers of 128, short sequences, for a processor

Where a command may not run that long: first `--steps 0`, then `--prose-steps 0 --start FOLDER`.
Everything that is read of ``--data`` is prepared once in ``--prepared``; training from there
needs torch, transformers and sentence-transformers, and can run on another computer.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from cross_encoder_examples import LEARNED, MEASURED, Row, read_rows
from cross_encoder_measuring import milliseconds, read_all, report
from cross_encoder_model import Shape, ThreeHeads, export, load
from cross_encoder_tokens import cross_encoder_tokenizer
from cross_encoder_training import Device, Pace, pretrain, tune
from numpy.typing import NDArray

log = logging.getLogger("train_cross_encoder")
PROSE = "prose.npy"


@dataclass(frozen=True, slots=True)
class Preset:
    """Everything that a run is made of.

    Attributes
    ----------
    window
        Tokens of prose that are seen together.
    options
        Sentences a question is trained on at a time.
    """

    shape: Shape
    window: int
    prose: Pace
    questions: Pace
    options: int


PRESETS = {
    "gpu": Preset(
        Shape(4, 256, 160), 128, Pace(60_000, 780, 512, 8e-4), Pace(6_000, 480, 48, 2e-4), 12
    ),
    "cpu": Preset(
        Shape(2, 128, 128), 64, Pace(100_000, 600, 32, 5e-4), Pace(100_000, 900, 8, 1e-3), 6
    ),
}


def load_prepared(folder: Path, names: tuple[str, ...], most: int | None) -> dict[str, list[Row]]:
    """The question sets that were prepared, in that order; one left out is no error."""
    files = {name: folder / f"{name}.jsonl.xz" for name in names}
    return {name: read_rows(file)[:most] for name, file in files.items() if file.is_file()}


def train(
    preset: Preset, prepared: Path, out: Path, device: Device, seed: int, start: Path | None
) -> None:
    """Train a fresh model, or go on from the folder ``start``, and write the folder ``out``."""
    torch.manual_seed(seed)
    if start is None:
        tokenizer = cross_encoder_tokenizer(preset.shape.longest)
        model = ThreeHeads.fresh(preset.shape, tokenizer)
    else:
        model, tokenizer = load(start)
    model.to(device.name)
    learned = load_prepared(prepared, LEARNED, None)
    rows = [row for name in LEARNED for row in learned.get(name, ())]
    prose: NDArray[np.int32] = np.load(prepared / PROSE)
    log.info("%d tokens of prose, %d questions", len(prose), len(rows))
    steps = pretrain(model, tokenizer, prose, preset.window, preset.prose, device, seed)
    log.info("%d steps on prose", steps)
    steps = tune(model, tokenizer, rows, preset.options, preset.questions, device)
    log.info("%d steps on questions", steps)
    export(model, tokenizer, out)
    weight = sum(file.stat().st_size for file in out.iterdir()) / 1e6
    log.info("wrote %s: %.1f MB", out, weight)


def measure(folder: Path, prepared: Path, device: Device, most: int | None) -> Iterator[str]:
    """Read what was written back and measure it."""
    model, tokenizer = load(folder)
    model.to(device.name)
    sets = load_prepared(prepared, MEASURED, most)
    for name, rows in sets.items():
        asked = [row for row in rows if row.options]
        yield from report(name, asked, read_all(model, tokenizer, asked, device))
    if sets:
        spent = milliseconds(model, tokenizer, next(iter(sets.values())))
        yield f"40 candidates on two cores: {spent:.0f} ms"


def options_of_command() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, help="needed until all is prepared")
    parser.add_argument("--prepared", type=Path, default=Path("cross-encoder-prepared"))
    parser.add_argument("--out", type=Path, default=Path("cross-encoder"))
    parser.add_argument("--start", type=Path, help="go on from this folder, not afresh")
    parser.add_argument("--preset", choices=tuple(PRESETS))
    parser.add_argument("--layers", type=int)
    parser.add_argument("--hidden", type=int)
    parser.add_argument("--prose-steps", type=int, help="0 leaves the prose out")
    parser.add_argument("--prose-seconds", type=float)
    parser.add_argument("--steps", type=int, help="steps on questions")
    parser.add_argument("--seconds", type=float, help="for the questions")
    parser.add_argument("--rate", type=float, help="learning rate on questions")
    parser.add_argument("--limit", type=int, help="questions a set, for a trial")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--only", choices=("prepare", "train", "measure"))
    return parser.parse_args()


def preset_of(options: argparse.Namespace) -> tuple[Preset, Device]:
    """The preset with what the command line changes, and where it runs."""
    device = Device("cuda" if torch.cuda.is_available() else "cpu")
    preset = PRESETS[options.preset or ("gpu" if device.name == "cuda" else "cpu")]

    def changed(pace: Pace, steps: int | None, seconds: float | None) -> Pace:
        return replace(
            pace,
            steps=pace.steps if steps is None else steps,
            seconds=pace.seconds if seconds is None else seconds,
        )

    shape = replace(
        preset.shape,
        layers=options.layers or preset.shape.layers,
        hidden=options.hidden or preset.shape.hidden,
    )
    return replace(
        preset,
        shape=shape,
        prose=changed(preset.prose, options.prose_steps, options.prose_seconds),
        questions=replace(
            changed(preset.questions, options.steps, options.seconds),
            rate=options.rate or preset.questions.rate,
        ),
    ), device


def main() -> None:
    """Prepare what is not prepared yet, train, write the folder, measure."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    options = options_of_command()
    preset, device = preset_of(options)
    if options.only in (None, "prepare") and not (options.prepared / PROSE).is_file():
        from cross_encoder_preparing import prepare

        if options.data is None:
            raise SystemExit("--data is needed: nothing is prepared yet")
        prepare(options.data, options.prepared, options.limit)
    if options.only in (None, "train"):
        train(preset, options.prepared, options.out, device, options.seed, options.start)
    if options.only in (None, "measure"):
        for line in measure(options.out, options.prepared, device, options.limit):
            print(line, flush=True)


if __name__ == "__main__":
    main()
