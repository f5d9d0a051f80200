"""What the cross-encoder learns from: questions, each with sentences that may answer it.

Written to files of plain rows, so that training itself needs nothing of the product and can
run on another machine than the one that prepared it.
"""

from __future__ import annotations

import json
import lzma
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Final

from pb_qa.answering.candidates import candidate_sentences
from pb_qa.answering.cross_encoder import MOST_CANDIDATES, sentence_in_context
from pb_qa.answering.features import FEATURES
from pb_qa.answering.trees import TreeEnsemble
from pb_qa.models import Document, Passage, ScoredPassage
from pb_qa.text.search_form import search_form
from pb_qa.text.sentences import sentence_spans
from pb_qa.understanding.figures import extract_figures

if TYPE_CHECKING:
    from train_reader import Example

_NAME: Final = re.compile("[\u3400-\u9fff]{3,14}")
_WHEN: Final = re.compile(
    "(?P<date>[0-9]{4}年(?:[0-9]{1,2}月(?:[0-9]{1,2}日)?)?),?(?P<what>[^,。;]{8,40})[,。;]"
)
_SENTENCES: Final = 12
# Question sets; the last of those learned from is made by rule.
LEARNED: Final = ("drcd_train", "squad_train", "drcd_emptied", "made")
MEASURED: Final = ("cmrc", "drcd_test", "squad_test")


@dataclass(frozen=True, slots=True)
class Option:
    """A sentence in its context.

    Attributes
    ----------
    label
        2 where the answer stands, 1 where its words occur elsewhere in the document.
    start, end
        Where the answer stands in ``text``; both 0 where it does not.
    holds, fits
        Whether it has an answer's words; whether the product would let it answer.
    tree, overlap
        What the built-in ranker and plain overlap say of it.
    """

    text: str
    label: int
    start: int = 0
    end: int = 0
    holds: bool = False
    fits: bool = True
    tree: float = 0.0
    overlap: float = 0.0


@dataclass(frozen=True, slots=True)
class Row:
    """A question with its options; where none is labelled 2, nothing answers it."""

    question: str
    options: tuple[Option, ...]
    answerable: bool


def write_rows(path: Path, rows: Iterable[Row]) -> None:
    """Write rows as xz-compressed JSON lines."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with lzma.open(path, "wt", encoding="utf-8", preset=1) as lines:
        for row in rows:
            lines.write(json.dumps(asdict(row), ensure_ascii=False) + "\n")


def read_rows(path: Path) -> list[Row]:
    """The inverse of `write_rows`."""
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        given = [json.loads(line) for line in lines]
    return [
        Row(
            row["question"], tuple(Option(**option) for option in row["options"]), row["answerable"]
        )
        for row in given
    ]


def rows_of(
    examples: Iterable[Example], ranker: TreeEnsemble, most: int, *, learned: bool
) -> Iterator[Row]:
    """Rows of the questions of `train_reader.examples`, each with its ``most`` best options.

    Parameters
    ----------
    learned
        Whether the answering sentence is always to be among them if retrieval found it; not
        where the product is measured, which has to find it by itself.
    """
    for example in examples:
        tree = ranker.predict(example.table)
        order = sorted(
            range(len(tree)), key=lambda i: (not (learned and example.labels[i] == 2), -tree[i])
        )
        kept = sorted(order[:most], key=lambda i: -tree[i])
        answers = [search_form(answer) for answer in example.asked.answers]
        options = []
        for i in kept:
            described = example.placed[i].described
            text = sentence_in_context(described)
            label = int(example.labels[i]) if example.answerable else 0
            start, end = _span(described.sentence, answers) if label == 2 else (0, 0)
            options.append(
                Option(
                    text,
                    label,
                    start,
                    end,
                    bool(example.holds[i]),
                    bool(example.fits[i]),
                    float(tree[i]),
                    float(example.table[i, FEATURES.index("bigrams")]),
                )
            )
        yield Row(search_form(example.asked.text), tuple(options), example.answerable)


def _span(sentence: str, answers: Sequence[str]) -> tuple[int, int]:
    for answer in answers:
        start = sentence.find(answer)
        if answer and start >= 0:
            return start, start + len(answer)
    return 0, 0


def made_rows(documents: Iterable[Document], most: int, seed: int = 0) -> Iterator[Row]:
    """Up to ``most`` questions made by rule from the figures and dates that documents state."""
    random, made = Random(seed), 0
    for document in documents:
        passages = _passages(document)
        questions = [*_of_figures(document), *_of_dates(document)]
        for question, start, end in random.sample(questions, min(2, len(questions))):
            options = tuple(_options(document, passages, start, end))
            if sum(option.label == 2 for option in options) == 1 and len(options) > 1:
                yield Row(search_form(question), options, True)
                made += 1
                if made == most:
                    return


def _of_figures(document: Document) -> Iterator[tuple[str, int, int]]:
    for figure in extract_figures(document):
        if _NAME.fullmatch(figure.indicator):
            when = figure.period.text
            place = "" if figure.place in figure.indicator else figure.place
            asked = random_asking(figure.indicator, figure.unit)
            yield f"{when}{place}{figure.indicator}{asked}", figure.number_start, figure.number_end


def random_asking(indicator: str, unit: str) -> str:
    """How a figure is asked for; always the same for the same indicator."""
    ways = ("是多少？", "有多少？", "达到多少？", f"多少{unit}？")
    return ways[Random(indicator).randrange(len(ways))]


def _of_dates(document: Document) -> Iterator[tuple[str, int, int]]:
    for match in _WHEN.finditer(document.text.replace("，", ",").replace("；", ";")):
        yield f"{match['what']}是在什么时候？", match.start("date"), match.end("date")


def _passages(document: Document) -> list[tuple[int, int]]:
    return sentence_spans(document.text)[:_SENTENCES]


def _options(
    document: Document, spans: Sequence[tuple[int, int]], start: int, end: int
) -> Iterator[Option]:
    if not spans:
        return
    text = document.text[: spans[-1][1]]
    found = ScoredPassage(Passage(document.id, document.id, 0, len(text), text), document.info, 1.0)
    for placed in candidate_sentences([found]):
        shown = sentence_in_context(placed.described)
        if placed.start <= start and end <= placed.end:
            span = _span(placed.described.sentence, [search_form(document.text[start:end])])
            yield Option(shown, 2 if span[1] else 0, *span, holds=bool(span[1]))
        else:
            yield Option(shown, 0)


def best_options(row: Row) -> list[Option]:
    """The options that the product would give to a cross-encoder, best first by the trees."""
    return sorted(row.options, key=lambda option: -option.tree)[:MOST_CANDIDATES]
