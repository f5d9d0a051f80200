"""Laws, rules and other documents named in a question, by their form alone."""

from __future__ import annotations

import re
from typing import Final

_HAN: Final = "\u3400-\u9fff"
_QUOTED: Final = re.compile("[《<〈](?P<name>[^》>〉]{2,60})[》>〉]")
_SORTS: Final = (
    "条例|办法|规定|规则|章程|准则|细则|纲要|规划|意见|决定|通知|报告|制度|公约|方案|预案|批复|公告"
    "|复函|要点"
)
# 宪法 and 民法典 are names of laws; 办法, 执法, 法院 are not.
_NO_LAW: Final = "办方做看说想执立司违合依无没设手语疗书作普非守"
_NAMED: Final = re.compile(
    f"[{_HAN}]{{1,30}}?(?:(?<![{_NO_LAW}])法(?:典|(?![典人院律学治定制官案性]|规(?!定)))|(?:{_SORTS}))"
)
_BEFORE: Final = re.compile(
    "^(?:请问|新?修[订正]后?的|现行的?|最新版?的?|按照|依照|根据|依据|关于|对于|[在按据从由对和与跟及年月日的])+"
)
_NO_NAME: Final = re.compile(
    "[这那该本哪某各几]|什么|多少|^(?:上述|有关|相关)|规定了|怎|如何|是否|可以|应当|有(?=规定|意见)"
    "|的(?:规定|要求|意见)$"
)
_SORT_ALONE: Final = re.compile(f"(?:{_SORTS}|法典?)")


def acts_in(form: str) -> list[str]:
    """Names of documents in a text in its search form, each once, in their order.

    What stands in 《》, and words that end as laws and rules do: 国徽法, 国务院工作规则. A word
    for the sort of document alone, 这个办法, names none.
    """
    found: dict[str, None] = {match["name"]: None for match in _QUOTED.finditer(form)}
    for match in _NAMED.finditer(_QUOTED.sub("\n", form)):
        name = _BEFORE.sub("", match.group())
        if len(name) >= 2 and not _NO_NAME.search(name) and not _SORT_ALONE.fullmatch(name):
            found[name] = None
    return list(found)
