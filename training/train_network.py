"""Train the sentence network: `python training/train_network.py --data DATA --documents FOLDER`.

Runs on one thread of a processor. Vectors of words are learned on prose; then the network
learns to put the answering sentence first, at first of questions made up from prose by rule,
then of real ones, on top of the scores of trees that have not seen the question: those of the
train splits of DRCD and SQuAD 2 and of staff in this folder. The test splits and the CMRC
trial set are only measured.
"""

from __future__ import annotations

import argparse
import zlib
from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from network_batches import batch
from network_examples import Asked, asked, staff_examples
from network_learning import Course, averaged, learn, practise, shrunk
from network_model import Network, export
from network_words import prose, word_list, word_vectors
from numpy.typing import NDArray
from pseudo_prose import synonyms, texts
from pseudo_questions import QuestionMaker
from reader_data import cmrc, distractors, drcd, news_texts, squad
from tokenizers import Tokenizer
from train_reader import Example, examples, train_ranker

from pb_qa.answering.network_inputs import InputMaker
from pb_qa.answering.network_reader import MOST_CANDIDATES
from pb_qa.answering.reader import SentenceReader, fitting_order
from pb_qa.answering.trees import TreeEnsemble
from pb_qa.answering.words import Lexicon
from pb_qa.embedding import load_embedder

_HERE = Path(__file__).parent
_STAFF = ("staff_questions.jsonl", "staff_dev_texts.jsonl", "staff_dev_figures.jsonl")
_SIZE = 96
# Questions are made up without end, so little has to be left out there against overfitting.
_PRACTICE = Course(steps=1600, rate=2e-3, decay=0.02, dropout=0.15, block_dropout=0.05)
_REAL = Course(steps=700, rate=1.5e-3, decay=0.05, dropout=0.3, block_dropout=0.2)
# Real questions are few, so what is learned of them is averaged.
_RUNS = 3
# How far the trees' scores are changed after practice and at the end; chosen on the CMRC
# trial set.
_TRUST_AFTER_PRACTICE = 0.4
_TRUST = 0.6


def half(document_id: str) -> int:
    """Which half of the documents one is in."""
    return zlib.crc32(document_id.encode()) % 2


def unseen_scores(sets: Sequence[Example], rounds: int = 180) -> list[NDArray[np.float64]]:
    """The scores that trees give each question which were trained on the other half."""
    learned = [e for e in sets if not e.asked.document_id.startswith("staff-")]
    trees = [
        train_ranker([e for e in learned if half(e.asked.document_id) != side], rounds)
        for side in (0, 1)
    ]
    return [trees[half(e.asked.document_id)].predict(e.table) for e in sets]


def report(
    name: str, network: Network, questions: Sequence[Asked], trees: TreeEnsemble,
    tuned: NDArray[np.int64],
) -> None:  # fmt: skip
    """Print first- and first-three-sentence hits of the trees and of the network on top."""
    hits = np.zeros((2, 2))
    answerable = [one for one in questions if one.example.answerable]
    network.eval()
    for one in answerable:
        own = trees.predict(one.example.table)
        with torch.no_grad():
            given = network(batch([one], tuned, MOST_CANDIDATES))[0][0].numpy()
        mixed = own - own.max() - 100.0
        mixed[one.chosen[: len(given)]] = given
        for row, scores in enumerate((own, mixed)):
            order = fitting_order(scores, one.example.fits)
            hits[row] += [one.example.holds[order[:top]].any() for top in (1, 3)]
    shares = hits / max(1, len(answerable))
    print(
        f"{name:14s} n={len(answerable)} trees {shares[0, 0]:.4f} / {shares[0, 1]:.4f}, "
        f"network {shares[1, 0]:.4f} / {shares[1, 1]:.4f}", flush=True,
    )  # fmt: skip


def main() -> None:
    """Learn the vectors, describe the questions, train, write ``network.npz``, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--documents", type=Path, required=True, help="what staff ask about")
    parser.add_argument(
        "--out", type=Path, default=_HERE.parent / "src/pb_qa/answering/network.npz"
    )
    parser.add_argument("--practice-steps", type=int, default=_PRACTICE.steps)
    parser.add_argument("--steps", type=int, default=_REAL.steps)
    parser.add_argument(
        "--limit",
        type=int,
        default=None,
        help="questions a set, for a trial with little of everything",
    )
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(1)
    reader, embedder = SentenceReader.builtin(), load_embedder("builtin")
    tokenizer = files("pb_qa.embedding").joinpath("builtin/tokenizer.json").read_text("utf-8")
    read = prose(options.data)
    trial = slice(None if options.limit is None else 500)
    read = read[trial]
    words = word_list(read, Tokenizer.from_str(tokenizer))
    vectors = word_vectors(read, words, _SIZE)
    lexicon = Lexicon(words)
    maker = InputMaker(lexicon, reader.weigh)
    news = news_texts(options.data, 24_000)
    extra, wide = distractors(news[20_000:][trial]), distractors(news[:20_000][trial])
    limit, weigh = options.limit, reader.weigh
    sets = [
        e for split in (drcd(options.data, "train"), squad(options.data, "train"))
        for e in examples(split, extra, embedder, weigh, limit=limit)
    ]  # fmt: skip
    with TemporaryDirectory() as folder:
        paths = [_HERE / name for name in _STAFF]
        sets += staff_examples(options.documents, Path(folder), paths, weigh)[:limit]
    questions = [
        asked(e, scores, maker, lexicon, most=20, with_answers=True)
        for e, scores in zip(sets, unseen_scores(sets), strict=True)
    ]
    tuned = np.arange(len(words))
    network = Network(torch.from_numpy(vectors), len(words))
    made = QuestionMaker(
        texts(options.data, lexicon, weigh, trial.stop),
        synonyms(options.data, lexicon, words, vectors), lexicon, weigh, seed=1,
    )  # fmt: skip
    state = practise(network, made, tuned, replace(_PRACTICE, steps=options.practice_steps))
    practised = shrunk(state, _TRUST_AFTER_PRACTICE) | {"alpha": torch.tensor(1.0)}
    runs = []
    for seed in range(_RUNS):
        network.load_state_dict(practised)
        runs.append(learn(network, questions, tuned, replace(_REAL, steps=options.steps), seed))
    network.load_state_dict(shrunk(averaged(runs), _TRUST))
    export(network.state_dict(), tuned, words, options.out)
    print(f"wrote {options.out.name}: {options.out.stat().st_size / 1e6:.2f} MB")
    for name, measured in (
        ("cmrc+20000", examples(cmrc(options.data), wide, embedder, weigh, limit=limit)),
        ("drcd test", examples(drcd(options.data, "test"), extra, embedder, weigh, limit=limit)),
        ("squad test", examples(squad(options.data, "test"), extra, embedder, weigh, limit=limit)),
    ):
        described = [
            asked(e, reader.ranker.predict(e.table), maker, lexicon, most=MOST_CANDIDATES,
                  with_answers=False)
            for e in measured
        ]  # fmt: skip
        report(name, network, described, reader.ranker, tuned)


if __name__ == "__main__":
    main()
