"""What a question is about."""

from __future__ import annotations

import re
from typing import Final

from pb_qa.answering.question import read_question
from pb_qa.text.acts import acts_in
from pb_qa.text.places import bodies_in, places_in

# 要向谁提 leaves 要向提, which says nothing.
_OPEN: Final = re.compile("(?:要|应该?|应当|可以|需要|得|设)*[向由归找跟给在](?:[提交报批管])?$")

# Also years written short and those that count from today.
YEAR: Final = re.compile(r"(?:1[0-9]|20)?[0-9]{2}年(?:度|底|末|初)?|去年|前年|今年|明年|上年")


def names_something(form: str) -> bool:
    """Whether a question names a place, a body or a document."""
    return bool(bodies_in(form) or places_in(form) or acts_in(form))


def subject_of(previous: str) -> str:
    """What a question in its search form is about: its words without those that ask."""
    return _OPEN.sub("", "".join(read_question(previous).content))
