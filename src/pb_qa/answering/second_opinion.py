"""When sentences may answer a question about figures that the ledger refuses."""

from __future__ import annotations

import re
from typing import Final

from pb_qa.answering.figures.aims import asks_for_aim
from pb_qa.answering.units import class_of
from pb_qa.answers import Answer
from pb_qa.text.numerals import find_numbers
from pb_qa.text.search_form import search_form

# Tuned on tests/questions/corpus.jsonl and seed.jsonl, see docs/decisions/abstention.md.
_SURE_ALONE: Final = 0.60
_SURE_TOGETHER: Final = 0.40
# 分几种 is answered by their names; how many there are need not be said.
_ASKS_KINDS: Final = re.compile("(?:几|多少)(?:种|类|档|等|级)")
_SERIES: Final = re.compile("(?:[^、,，。;；:：]{1,14}、){2,}")


def answers_though_refused(said: Answer, refusal: Answer) -> bool:
    """Whether sentences answer though the ledger does not trust its figures.

    They do when the reader is sure by itself, or when its first sentence states what the
    ledger finds nearest: two judges that go by different signs then agree. A refusal that
    names another time or place stands, whatever a sentence of the right year says, and what
    states no quantity at all answers no such question.

    Parameters
    ----------
    said
        What the sentences answer.
    refusal
        What the ledger says, with the nearest figures it has, if any.
    """
    if said.abstained or refusal.otherwise:
        return False
    if not _states_a_quantity(said) and not _names_kinds(said):
        return False
    if said.likelihood >= _SURE_ALONE:
        return True
    return said.likelihood >= _SURE_TOGETHER and _states_any(said, refusal)


def _states_a_quantity(said: Answer) -> bool:
    """Whether what is shown has a number of something; the number of an article is none."""
    forms = (search_form(sentence.text) for sentence in said.sentences)
    return any(
        class_of(number, form) and not form[: number.start].endswith("第")
        for form in forms
        for number in find_numbers(form)
    )


def _names_kinds(said: Answer) -> bool:
    """Whether kinds are asked for and the first sentence names them one after another."""
    asked = _ASKS_KINDS.search(search_form(said.resolved_question)) is not None
    return asked and _SERIES.search(search_form(said.sentences[0].text)) is not None


def _states_any(said: Answer, refusal: Answer) -> bool:
    """Whether a figure of the refusal, an aim where one is asked for, is in the first sentence."""
    aims_only = asks_for_aim(search_form(refusal.resolved_question))
    return any(
        (figure.aim or not aims_only)
        and citation.document.id == figure.document_id
        and citation.start <= figure.start
        and figure.end <= citation.end
        for citation in said.sentences[0].citations
        for figure in refusal.figures
    )
