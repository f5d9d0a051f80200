"""The cross-encoder's training on a made-up corpus, in seconds, with the real parts."""

from __future__ import annotations

import sys
from math import inf
from pathlib import Path

import numpy as np
import pytest
import torch

TRAINING = Path(__file__).resolve().parents[2] / "training"

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture(scope="module", autouse=True)
def scripts():
    sys.path.insert(0, str(TRAINING))
    yield
    sys.path.remove(str(TRAINING))


@pytest.fixture(scope="module")
def documents():
    from pb_qa.models import Document

    texts = [
        f"{place}简介。{2000 + n}年,{place}粮食产量达到{n + 3}万吨。"
        f"{place}有学校{n + 20}所。{2001 + n}年5月4日,{place}召开了工作会议,研究发展。"
        for n, place in enumerate(("东山县", "西河县", "南湖县", "北岭县"))
    ]
    return [
        Document(id=f"d{n}", version=1, source="d.txt", title="概况", text=text)
        for n, text in enumerate(texts)
    ]


@pytest.fixture(scope="module")
def rows(documents):
    from cross_encoder_examples import made_rows

    return list(made_rows(documents, 8))


@pytest.fixture(scope="module")
def trained(rows, tmp_path_factory):
    """A model after a few steps of both parts, its tokenizer, losses, and its folder."""
    from cross_encoder_model import Shape, ThreeHeads, export
    from cross_encoder_tokens import cross_encoder_tokenizer, prose_tokens
    from cross_encoder_training import Device, Pace, batch_of, loss_of_batch, pretrain, tune

    torch.manual_seed(0)
    tokenizer = cross_encoder_tokenizer(96)
    model = ThreeHeads.fresh(Shape(1, 64, 96), tokenizer)
    every = [(row, range(len(row.options))) for row in rows]

    def loss() -> float:
        model.eval()
        with torch.inference_mode():
            return float(loss_of_batch(model, batch_of(every, tokenizer, "cpu"), len(rows)))

    prose = prose_tokens(iter(["全县粮食产量比上年增长。" * 8] * 4), tokenizer)
    assert pretrain(model, tokenizer, prose, 16, Pace(3, inf, 2, 1e-4), Device("cpu")) == 3
    before = loss()
    assert tune(model, tokenizer, rows, 4, Pace(25, inf, 4, 2e-3), Device("cpu")) == 25
    folder = tmp_path_factory.mktemp("model")
    export(model.eval(), tokenizer, folder, shard="1MB")
    return model, tokenizer, (before, loss()), folder


def test_questions_are_made_from_what_documents_state(rows):
    assert len(rows) == 8
    asked = {row.question: row for row in rows}
    dates = [row for question, row in asked.items() if question.endswith("是在什么时候?")]
    figures = [
        row for question, row in asked.items() if "粮食产量" in question and row not in dates
    ]
    assert figures and dates
    for row in rows:
        (right,) = [option for option in row.options if option.label == 2]
        answer = right.text[right.start : right.end]
        assert answer and right.holds
        assert len(row.options) >= 3
    assert {"万吨"} == {
        o.text[o.start : o.end].lstrip("0123456789") for r in figures for o in r.options if o.end
    }


def test_rows_are_read_back_as_written(rows, tmp_path):
    from cross_encoder_examples import read_rows, write_rows

    write_rows(tmp_path / "new/rows.jsonl.xz", rows)
    assert read_rows(tmp_path / "new/rows.jsonl.xz") == rows


def test_answers_are_found_again_among_the_tokens(rows):
    from cross_encoder_tokens import cross_encoder_tokenizer
    from cross_encoder_training import batch_of

    tokenizer = cross_encoder_tokenizer(96)
    row = next(row for row in rows if "粮食产量" in row.question)
    batch = batch_of([(row, range(len(row.options)))], tokenizer, "cpu")
    (which,) = (batch.label == 2).nonzero()[:, 0].tolist()
    start, end = int(batch.start[which]), int(batch.end[which])
    assert start >= 0
    ids = batch.inputs["input_ids"][which]
    right = row.options[which]
    assert right.text[right.start : right.end] in tokenizer.decode(ids[start : end + 1]).replace(
        " ", ""
    )
    assert batch.inside[which, start] and batch.inside[which, end]
    # The headings after the bar are context and hold no answer.
    bar = ids.tolist().index(tokenizer.convert_tokens_to_ids("|"))
    assert not batch.inside[which, bar:].any()


def test_a_few_steps_lower_the_loss(trained):
    _, _, (before, after), _ = trained
    assert after < 0.8 * before


def test_the_exported_folder_scores_as_the_model_in_memory(trained, rows):
    from cross_encoder_model import load
    from cross_encoder_training import batch_of

    from pb_qa.answering.cross_encoder import CrossEncoderScorer

    model, tokenizer, _, folder = trained
    row = rows[0]
    with torch.inference_mode():
        batch = batch_of([(row, range(len(row.options)))], tokenizer, "cpu")
        given = [one.numpy() for one in model(batch.inputs)]
        loaded, again = load(folder)
        back = [
            one.numpy()
            for one in loaded(batch_of([(row, range(len(row.options)))], again, "cpu").inputs)
        ]
    for one, other in zip(given, back, strict=True):
        np.testing.assert_allclose(other, one, atol=2e-2)
    np.testing.assert_allclose(
        loaded.masked.weight.detach(), model.masked.weight.detach(), atol=1e-3
    )
    scorer = CrossEncoderScorer(str(folder))
    texts = [option.text for option in row.options]
    np.testing.assert_allclose(scorer.scores(row.question, texts), given[0], atol=2e-2)


def test_measures_tell_the_orders_apart(trained, rows):
    from cross_encoder_measuring import abstention, character_f1, hits, read_all, report
    from cross_encoder_training import Device

    model, tokenizer, _, _ = trained
    reads = read_all(model, tokenizer, rows, Device("cpu"))
    right = [np.asarray([float(o.holds) for o in read.options]) for read in reads]
    assert hits(rows, reads, right) == (1.0, 1.0)
    assert hits(rows, reads, [-scores for scores in right])[0] == 0.0
    assert all(read.marked in "|".join(o.text for o in read.options) for read in reads)
    assert character_f1("3万吨", "3万吨") == 1.0
    assert character_f1("万吨", "3万吨") == pytest.approx(0.8)
    balanced, answered = abstention(
        np.asarray([True, True, False, False]), np.asarray([3.0, 2.0, 1.0, 0.0])
    )
    assert (balanced, answered) == (1.0, 1.0)
    assert "first=" in "".join(report("made", rows, reads))
