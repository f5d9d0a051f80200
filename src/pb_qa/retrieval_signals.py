"""What tells how well a passage answers a question, beside the scores of both searches.

Everything is counted in the search form of question and passage, in the single characters and
pairs of `search_terms`, each weighted by how rare it is among the passages.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from pb_qa.retrieval_years import year_columns
from pb_qa.text.search_form import search_form

Hits = Sequence[tuple[str, float]]

# The names of the columns of `signals`, in their order.
SIGNALS: Final = (
    "keyword_share",  # keyword score, of the best one's
    "keyword_coverage",  # keyword score, of the most the question could earn
    "keyword_lead",  # keyword_share over the second best's
    "similarity",
    "similarity_behind",  # under the most similar passage
    "similarity_spread",  # above the shortlist's mean, in standard deviations
    "similarity_lead",  # over the second most similar passage
    "fused",
    "characters",  # share of the question's single characters that the passage has
    "pairs",  # the same of its pairs of characters
    "rare",  # the same of its four rarest terms
    "rarest",  # how rare the rarest term is that it has, of the question's rarest one
    "sentence",  # share of the question's terms that the passage's best sentence has
    "sentences",  # how many sentences the passage has, as a logarithm
    "title",  # share of the question's terms in title and headings
    "anywhere",  # the same in the passage, title or headings
    "pieces",  # share of the question that the passage has, as the embedder cuts and weighs it
    "piece_sentence",  # the same of its best sentence
    "year_named",  # share of the years asked about that the passage names
    "year_same",  # whether its document is of such a year
    "year_after",  # or of the year after one, whose report tells of it
    "year_other",  # or of another
    "length",  # characters of the passage, as a logarithm
    "longer",  # the same, over the middle passage's
    "dense_weight",  # the rest are the same for all passages of a question
    "coverage",
    "best_similarity",
    "terms",  # how many, as a logarithm
)

_RAREST: Final = 4
_SENTENCE_END: Final = re.compile(r"[。！？；!?;\n]+")


@dataclass(frozen=True, slots=True)
class Shortlists:
    """What both searches found for a question.

    Attributes
    ----------
    keyword, dense
        Passage ids with scores, best first.
    fused
        The fused score of each passage found.
    rarity
        The question's terms, each with how rare it is (at least 0).
    coverage
        How much of the question the best keyword score covers, 0 … 1.
    dense_weight
        What the similarity weighed in ``fused``.
    pieces
        The question as the embedder cuts it, in the search form, each piece with the length of
        its vector; none for an embedder that does not tell.
    years
        The years asked about.
    """

    keyword: Hits
    dense: Hits
    fused: Mapping[str, float]
    rarity: Mapping[str, float]
    coverage: float
    dense_weight: float
    pieces: Mapping[str, float] = field(default_factory=dict)
    years: frozenset[int] = frozenset()


def signals(
    found: Shortlists,
    ids: Sequence[str],
    texts: Sequence[str],
    titles: Sequence[str],
    years: Sequence[int | None],
) -> NDArray[np.float32]:
    """Describe passages by `SIGNALS`.

    Parameters
    ----------
    ids
        The passages to describe, all of them found by one search or both.
    texts, titles, years
        Of each its text, its document's title with its headings, and its document's year.

    Returns
    -------
    array of shape (passages, signals)
    """
    forms = [search_form(text) for text in texts]
    columns = {
        **_keyword_columns(found, ids),
        **_dense_columns(found, ids),
        "fused": np.array([found.fused[one] for one in ids]),
        **_word_columns(found, forms, titles),
        **year_columns(found.years, forms, years),
    }
    lengths = np.log1p(np.array([len(text) for text in texts], dtype=np.float64))
    columns["length"] = lengths
    columns["longer"] = lengths - np.median(lengths)
    same = {
        "dense_weight": found.dense_weight,
        "coverage": found.coverage,
        "best_similarity": found.dense[0][1] if found.dense else 0.0,
        "terms": math.log1p(len(found.rarity)),
    }
    columns |= {name: np.full(len(ids), value) for name, value in same.items()}
    return np.stack([columns[name] for name in SIGNALS], axis=1).astype(np.float32)


def _keyword_columns(found: Shortlists, ids: Sequence[str]) -> dict[str, NDArray[np.float64]]:
    hits = found.keyword
    score = dict(hits)
    scores = np.array([score.get(one, 0.0) for one in ids])
    best = hits[0][1] if hits else 0.0
    share = scores / best if best > 0 else scores
    second = hits[1][1] / best if len(hits) > 1 and best > 0 else 0.0
    return {
        "keyword_share": share,
        "keyword_coverage": share * found.coverage,
        "keyword_lead": share - second,
    }


def _dense_columns(found: Shortlists, ids: Sequence[str]) -> dict[str, NDArray[np.float64]]:
    similarity = dict(found.dense)
    listed = np.array([score for _, score in found.dense] or [0.0])
    scores = np.array([similarity.get(one, listed[-1]) for one in ids])
    return {
        "similarity": scores,
        "similarity_behind": scores - listed[0],
        "similarity_spread": (scores - listed.mean()) / max(float(listed.std()), 1e-3),
        "similarity_lead": scores - listed[min(1, len(listed) - 1)],
    }


def _word_columns(
    found: Shortlists, forms: Sequence[str], titles: Sequence[str]
) -> dict[str, NDArray[np.float64]]:
    terms = list(found.rarity)
    rarity = np.array([found.rarity[term] for term in terms])
    has = _has(terms, forms)
    in_title = _has(terms, [search_form(title) for title in titles])
    single = np.array([len(term) == 1 for term in terms], dtype=bool)
    rare = np.argsort(-rarity, kind="stable")[:_RAREST]
    parted = [[part for part in _SENTENCE_END.split(form) if part] for form in forms]
    pieces = list(found.pieces)
    weights = np.array([found.pieces[piece] for piece in pieces])
    has_piece = _has(pieces, forms)
    return {
        "characters": _weighed(has, rarity * single),
        "pairs": _weighed(has, rarity * ~single),
        "rare": has[:, rare].mean(axis=1) if terms else np.zeros(len(forms)),
        "rarest": (has * rarity).max(axis=1, initial=0.0) / max(rarity.max(initial=0.0), 1e-9),
        "sentence": _best_sentence(parted, has, terms, rarity),
        "sentences": np.log1p([len(sentences) for sentences in parted]),
        "title": _weighed(in_title, rarity),
        "anywhere": _weighed(has | in_title, rarity),
        "pieces": _weighed(has_piece, weights),
        "piece_sentence": _best_sentence(parted, has_piece, pieces, weights),
    }


def _has(terms: Sequence[str], forms: Sequence[str]) -> NDArray[np.bool_]:
    rows = [[term in form for term in terms] for form in forms]
    return np.array(rows, dtype=bool).reshape(len(forms), len(terms))


def _weighed(has: NDArray[np.bool_], rarity: NDArray[np.float64]) -> NDArray[np.float64]:
    total = float(rarity.sum())
    shares: NDArray[np.float64] = has @ rarity / total if total > 0 else np.zeros(len(has))
    return shares


def _best_sentence(
    parted: Sequence[Sequence[str]],
    has: NDArray[np.bool_],
    terms: Sequence[str],
    weights: NDArray[np.float64],
) -> NDArray[np.float64]:
    """The most any one sentence of each passage has of the terms."""
    total = float(weights.sum()) or 1.0
    best = np.zeros(len(parted))
    for row, sentences in enumerate(parted):
        present = [(terms[at], weights[at]) for at in np.flatnonzero(has[row]).tolist()]
        shares = [sum(weight for term, weight in present if term in one) for one in sentences]
        best[row] = max(shares, default=0.0) / total
    return best
