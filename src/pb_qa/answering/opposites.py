"""Words that mean the opposite of those asked for: 非职务发明 is no 职务发明."""

from __future__ import annotations

import re
from typing import Final

# 非法, 非经批准 and the like deny no noun.
_DENIED: Final = re.compile(
    "非(?![法常洲但同凡得要难典遗议经因依由])(?=([一-鿿]{2}))|[不未](?=(合格|称职|达标|成年))"
)
_SHORT_DENIED: Final = re.compile("非公(?!有|开|职|务|共|证|布|告|司)")


def tells_only_the_opposite(asked: str, sentence: str) -> bool:
    """Whether a word of the question stands in a sentence, and everywhere there denied.

    Parameters
    ----------
    asked, sentence
        In the search form.
    """
    sentence = _SHORT_DENIED.sub("非公有制", sentence)
    for match in _DENIED.finditer(sentence):
        word = match[1] or match[2]
        denied = match.group() + word
        if word in asked and denied not in asked and sentence.count(word) == sentence.count(denied):
            return True
    return False
