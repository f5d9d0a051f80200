"""The forging model: true sentences and false ones, each of which it knows for what it is."""

from __future__ import annotations

import random
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Final

from .behaviour import HONEST, Said, Utterance
from .eighth_family import EIGHTH_ABSENT, EIGHTH_MISPLACED
from .fifth_bounds import FIFTH_BOUNDS
from .fifth_citations import FIFTH_CITATIONS
from .fifth_dates import FIFTH_DATES
from .fifth_figures import FIFTH_FIGURES
from .fifth_numbers import FIFTH_NUMBERS
from .fifth_numerals import FIFTH_NUMERALS
from .fifth_phrasing import Maker, in_forms
from .fifth_places import FIFTH_PLACES
from .fluent_additions import FLUENT_ADDITIONS
from .fluent_honest import FLUENT_WORDINGS
from .fluent_numbers import FLUENT_NUMBERS
from .fluent_places import FLUENT_PLACES
from .fluent_words import FLUENT_WORDS
from .forge_more import MORE
from .forge_numbers import NUMBERS
from .forge_places import PLACINGS
from .forge_words import WORDS
from .fourth_figures import FOURTH_FIGURES
from .fourth_rules import FOURTH_RULES
from .prompt import Prompt
from .scene import Scene
from .seventh_family import SEVENTH
from .sixth_family import SIXTH_ABSENT, SIXTH_MISPLACED
from .wording import WORDINGS

FORGERIES: Final[dict[str, Callable[[Scene], Utterance | None]]] = {**NUMBERS, **PLACINGS, **WORDS}
# Kept back from whoever wrote the checks: how they fare shows what was fitted to the others.
KEPT_BACK: Final[dict[str, Callable[[Scene], Utterance | None]]] = MORE
# Later still, as a fluent model makes them; with true sentences of the same make.
NEWEST: Final[dict[str, Callable[[Scene], Utterance | None]]] = {
    **FLUENT_NUMBERS,
    **FLUENT_ADDITIONS,
    **FLUENT_PLACES,
    **FLUENT_WORDS,
}
NEWEST_WORDINGS: Final[dict[str, Callable[[Scene], Utterance | None]]] = FLUENT_WORDINGS
# After those: passages, cells, rules and documents taken for one another.
FOURTH: Final[dict[str, Callable[[Scene], Utterance | None]]] = {**FOURTH_FIGURES, **FOURTH_RULES}
# Each kind in several forms: numbers, citations, times and places, and bounds.
FIFTH_FORMS: Final[dict[str, dict[str, Maker]]] = {
    **FIFTH_NUMBERS,
    **FIFTH_NUMERALS,
    **FIFTH_CITATIONS,
    **FIFTH_DATES,
    **FIFTH_FIGURES,
    **FIFTH_PLACES,
    **FIFTH_BOUNDS,
}
FIFTH: Final[dict[str, Maker]] = in_forms(FIFTH_FORMS)

# Kinds in which a number, date, 文号, quotation or citation is shown that the passages lack.
ABSENT: Final = frozenset(
    {*NUMBERS, *FLUENT_NUMBERS, *FLUENT_ADDITIONS}
    | {"invented year", "wrong year added", "wrong citation", "invented citation"}
    | {"number without citation", "invented rank", "invented 文号", "文号 altered"}
    | {"invented quotation", "quotation altered", "invented date", "date altered"}
    | {"letters for digits", "rounded up", "scientific notation", "two-digit year"}
    | {"shares in other words"}
    | {*FIFTH_NUMBERS, *FIFTH_NUMERALS, *FIFTH_CITATIONS, *FIFTH_DATES}
    | SIXTH_ABSENT
    | EIGHTH_ABSENT
)
# Kinds in which a right number stands beside the wrong year, place or subject.
MISPLACED: Final = frozenset(
    {"swapped years", "year of the report", "swapped places", "invented place"}
    | {"place put for the whole", "wrong subject", "exchanged names", "merged sentences"}
    | {"counterpart named", "time span changed", "base of comparison changed"}
    | {*FLUENT_PLACES, *FOURTH_FIGURES, *FIFTH_FIGURES, *FIFTH_PLACES, *SEVENTH}
    | SIXTH_MISPLACED
    | EIGHTH_MISPLACED
    | {"issue and effect confused", "article of another rule", "deadline told as start"}
    | {"quotation of another document", "issuer told as acting"}
)
_INTRODUCTIONS: Final = (
    "根据提供的资料，情况如下：",
    "以下是根据资料整理的情况：",
    "综合上述资料：",
    "现将有关内容归纳如下：",
)


class Forging:
    """Answers with honest and forged sentences in turns, the rarer kinds first.

    Parameters
    ----------
    seed
        The same seed and the same prompts in the same order give the same answers.
    honest, forged
        How many sentences of each an answer has.
    kinds
        What is forged; all that is not kept back unless told.
    wordings
        How what is true is put.
    """

    def __init__(
        self,
        seed: int = 1,
        honest: int = 2,
        forged: int = 2,
        kinds: Mapping[str, Callable[[Scene], Utterance | None]] = FORGERIES,
        wordings: Mapping[str, Callable[[Scene], Utterance | None]] = WORDINGS,
    ) -> None:
        self._seed = seed
        self._wordings = wordings
        self._makers = kinds
        self._honest, self._forged = honest, forged
        self._kinds: Counter[str] = Counter()
        self._ways: Counter[str] = Counter()
        self._answers = 0
        self._lock = threading.Lock()

    def answer(self, prompt: Prompt) -> Said:
        """An answer to the question, partly forged; a rewriting is done honestly."""
        if prompt.rewriting or not prompt.passages:
            return Said((Utterance(prompt.question),))
        with self._lock:
            return self._answer(prompt)

    def _answer(self, prompt: Prompt) -> Said:
        self._answers += 1
        chance = random.Random(f"{self._seed}|{self._answers}|{prompt.question}")
        scene = Scene(prompt, chance)
        utterances = [
            one
            for _ in range(self._forged)
            if (one := self._rarest(scene, self._makers, self._kinds)) is not None
        ]
        utterances += [
            one
            for _ in range(self._honest)
            if (one := self._rarest(scene, self._wordings, self._ways)) is not None
        ]
        chance.shuffle(utterances)
        if chance.random() < 0.2:
            opening = Utterance(
                chance.choice(_INTRODUCTIONS) + "\n", kind=HONEST, way="introduction"
            )
            utterances.insert(0, opening)
        return Said(tuple(utterances))

    def _rarest(
        self,
        scene: Scene,
        makers: Mapping[str, Callable[[Scene], Utterance | None]],
        counts: Counter[str],
    ) -> Utterance | None:
        """A sentence of the kind said least so far that these passages allow."""
        order = list(makers)
        scene.chance.shuffle(order)
        for name in sorted(order, key=lambda name: counts[name]):
            made = makers[name](scene)
            if made is not None:
                counts[name] += 1
                return made
        return None
