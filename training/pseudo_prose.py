"""Prose to ask made-up questions about: sentences, what a text is about, texts like it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from reader_data import read_rows
from scipy import sparse

from pb_qa.answering.reader import GramWeights
from pb_qa.answering.words import SORTS, Lexicon
from pb_qa.text.search_form import search_form
from pb_qa.text.sentences import sentence_spans

# The first of the news measure the reader (distractors) and weigh its grams.
_NEWS_LEFT_OUT = 24_600
_LONGEST = {"news": 900, "xinwenlianbo": 700, "law_articles": 600}
_SENTENCES = 18
_TOPICS, _ABOUT = 6, 30
_NEAREST, _LEAST_LIKE = 5, 0.12
_HAN = re.compile("[\u3400-\u9fff]")
_UNLIKE = re.compile(r"[0-9,。?!]")
_ALIKE = 0.52


@dataclass(frozen=True, slots=True)
class Text:
    """A text in its search form.

    Attributes
    ----------
    topics
        The words it is most about, best first.
    near
        Places of texts about like things.
    """

    title: str
    sentences: tuple[str, ...]
    topics: tuple[str, ...]
    near: tuple[int, ...]


def texts(data: Path, lexicon: Lexicon, weigh: GramWeights, limit: int | None = None) -> list[Text]:
    """News, broadcast news and laws, cut into sentences.

    Parameters
    ----------
    limit
        At most this many of each.
    """
    parts: list[tuple[str, list[str]]] = []
    for rows in (_news(data), _broadcast(data), _laws(data)):
        taken = 0
        for title, content in rows:
            form = search_form(content)
            sentences = [form[start:end] for start, end in sentence_spans(form)]
            kept = [one for one in sentences if 6 <= len(one) <= 160][:_SENTENCES]
            if len(kept) >= 3:
                parts.append((search_form(title), kept))
                taken += 1
            if taken == limit:
                break
    about = [_about(sentences, lexicon, weigh) for _, sentences in parts]
    near = _nearest(about)
    return [
        Text(title, tuple(sentences), tuple(list(words)[:_TOPICS]), others)
        for (title, sentences), words, others in zip(parts, about, near, strict=True)
    ]


def _news(data: Path) -> Iterator[tuple[str, str]]:
    for number, row in enumerate(read_rows(data / "prose/news.jsonl.xz")):
        if number >= _NEWS_LEFT_OUT:
            yield "", row["text"].strip()[: _LONGEST["news"]]


def _broadcast(data: Path) -> Iterator[tuple[str, str]]:
    for row in read_rows(data / "prose/xinwenlianbo.jsonl.xz"):
        yield row.get("title") or "", row["text"][: _LONGEST["xinwenlianbo"]]


def _laws(data: Path) -> Iterator[tuple[str, str]]:
    """Neighbouring articles together, a third of them."""
    law, content = "", ""
    for number, row in enumerate(read_rows(data / "prose/law_articles.jsonl.xz")):
        if number // 4 % 3:
            continue
        article = f"{row['art']} {row['text']}"
        if law == row["law"] and len(content) < 350:
            content += "\n" + article
            continue
        if content:
            yield law, content[: _LONGEST["law_articles"]]
        law, content = row["law"], article


def _about(sentences: Sequence[str], lexicon: Lexicon, weigh: GramWeights) -> dict[str, float]:
    """The words of a text that tell what it is about, most telling first."""
    counts: Counter[str] = Counter()
    for form in sentences:
        counts.update({form[w.start : w.end] for w in lexicon.cut(form) if w.end - w.start > 1})
    best = sorted(counts, key=lambda word: -(counts[word] ** 0.7) * weigh(word))[:_ABOUT]
    return {word: counts[word] ** 0.5 * weigh(word) ** 1.5 for word in best}


def _nearest(about: Sequence[Mapping[str, float]]) -> list[tuple[int, ...]]:
    places: defaultdict[str, int] = defaultdict(lambda: len(places))
    entries = [(row, places[w], value) for row, ws in enumerate(about) for w, value in ws.items()]
    rows, columns, values = zip(*entries, strict=True)
    table = sparse.csr_matrix(
        (np.asarray(values, dtype=np.float32), (rows, columns)), shape=(len(about), len(places))
    )
    lengths = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel()) + 1e-6
    table = (sparse.diags(1 / lengths) @ table).tocsr()
    other, result = table.T.tocsr(), []
    for start in range(0, len(about), 500):
        alike = (table[start : start + 500] @ other).toarray()
        for row, likeness in enumerate(alike):
            likeness[start + row] = 0
            best = np.argsort(-likeness, kind="stable")[:_NEAREST]
            result.append(tuple(i for i in best.tolist() if likeness[i] > _LEAST_LIKE))
    return result


def synonyms(
    data: Path, lexicon: Lexicon, words: Sequence[str], vectors: NDArray[np.float32]
) -> dict[str, list[str]]:
    """Words that may stand for one another.

    From pairs of sentences that mean the same, where one word is replaced in two pairs or
    more; and words of two characters that share one and stand in like places.
    """
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in read_rows(data / "train/sentence_pairs.jsonl.xz"):
        if row["label"] == 1 and not row["src"].startswith(("Chinese", "OCNLI")):
            left, right = (_cut(search_form(row[side]), lexicon) for side in ("a", "b"))
            _count_replaced(left, right, counts)
    result = {
        word: [other for other, count in others.most_common(6) if count >= 2]
        for word, others in counts.items()
    }
    for word, others in _sharing(words, vectors).items():
        result.setdefault(word, []).extend(others)
    return {word: others for word, others in result.items() if others}


def _cut(form: str, lexicon: Lexicon) -> list[str]:
    return [form[word.start : word.end] for word in lexicon.cut(form)]


def _count_replaced(
    left: Sequence[str], right: Sequence[str], counts: Mapping[str, Counter[str]]
) -> None:
    if max(len(left), len(right)) > 30:
        return
    for tag, i, j, k, n in SequenceMatcher(None, left, right, False).get_opcodes():
        if tag != "replace" or j - i > 2 or n - k > 2:
            continue
        one, other = "".join(left[i:j]), "".join(right[k:n])
        if _UNLIKE.search(one + other) or not (_HAN.match(one) and _HAN.match(other)):
            continue
        for word, instead in ((one, other), (other, one)):
            if 2 <= len(word) <= 4 and len(instead) <= 4:
                counts[word][instead] += 1


def _sharing(words: Sequence[str], vectors: NDArray[np.float32]) -> dict[str, list[str]]:
    two = [n for n, word in enumerate(words) if n >= len(SORTS) and len(word) == 2]
    holding: defaultdict[str, list[int]] = defaultdict(list)
    for place in two:
        for character in set(words[place]):
            holding[character].append(place)
    result = {}
    for place in two:
        others = sorted({n for c in words[place] for n in holding[c]} - {place})
        likeness = vectors[others] @ vectors[place]
        best = np.argsort(-likeness, kind="stable")[:3].tolist()
        result[words[place]] = [words[others[n]] for n in best if likeness[n] > _ALIKE]
    return result
