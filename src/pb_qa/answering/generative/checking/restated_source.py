"""A clause of the sources that is restated, and the words that it stands under."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pb_qa.answering.generative.checking.differences import Part
from pb_qa.answering.generative.checking.evidence import Evidence, SourceSentence

# What begins so is said of what the clause before it names.
_ELIDED: Final = re.compile("[比较同环增下减提上]|其中|占|[达为]到?")


@dataclass(frozen=True, slots=True)
class RestatedSource:
    """A clause of the sources that one of the sentence may restate."""

    part: Part
    sentence: SourceSentence
    evidence: Evidence


def words_around(source: RestatedSource) -> tuple[str, str]:
    """The words that a source clause stands under, and all those near it.

    A clause before it that has a number of its own speaks of that number: in 新增就业5000人，
    再就业2900人 the second number is of nothing new.
    """
    sentence, one = source.sentence, source.evidence
    governing = [source.part.text, one.around]
    for earlier in (*one.before(sentence), sentence):
        for part in earlier.parts:
            if part is source.part:
                break
            if not part.numbers or _ELIDED.match(source.part.text):
                governing.append(part.text)
    near = [s.spelled.text for s in (*one.before(sentence), sentence)]
    return "\n".join(governing), "\n".join((one.around, *near))


__all__ = ["RestatedSource", "words_around"]
