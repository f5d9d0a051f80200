"""Terms whose meaning is asked for, and how clearly a sentence says what a term means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pb_qa.answering.question import Question, QuestionKind

_LONGEST_TERM: Final = 12
# How a sentence defines: in so many words, in passing, or perhaps not at all.
CLEARLY: Final = 3
IN_PASSING: Final = 2
PERHAPS: Final = 1

_TERM: Final = re.compile('"(?P<quoted>[^"]{2,16})"')
_PIECES: Final = re.compile("[,;。!?]")
_ASKS: Final = re.compile(
    "意思|指|(?:什么|啥)是|是个?(?:什么|啥)|何谓|何为|(?:什么|啥)叫|叫(?:做)?(?:什么|啥)|怎么(?:回事|个|说)"
    "|怎[么样]?[界届]?[定分]|如何(?:[界届]定|定义|理解)|定义|含义|概念|算(?:是)?(?:什么|啥|哪)|理解|是哪"
)
# 2014年报告里说的约法三章是什么: what stands before the term says where, and what follows asks.
_BEFORE_TERM: Final = re.compile(
    "^(?:(?:[0-9]{2,4}年)(?:的|度)?(?:国务院|政府)?(?:工作)?(?:报告)?"
    "(?:里|中|上)?(?:面|头)?(?:说|讲|提|强调)?(?:到|过|要)?的?"
    "|[^,，]{0,14}?(?:里|中|上|所)(?:面|头)?(?:的|说的?|讲的?|提的?|称的?)?(?:那个|这个)?"
    "|[^,，]{1,14}?(?:说|讲|提|规定|所称|所说)(?:到|过)?的|[^,，]{2,10}法(?:规定)?的)+"
)
_ASKS_FIRST: Final = re.compile(
    "^(?:请问|到底|究竟|那|想?问一?下|什么是|何谓|何为|(?:什么|啥)(?:叫做?|是)|所谓的?)+"
)
_AFTER_TERM: Final = re.compile(
    "(?:,|，)?(?:都|又|是|的|究竟|到底|具体|个|在[^,，]{2,12}(?:里|中|上))*"
    "(?:(?:啥|什么)(?:意思|概念|东西|情况|样的|表|人|政策|制度)?|怎么(?:回事|[界届]定|定义|个[^,，]{1,6}法|算|理解|说|解释)"
    "|怎样|如何|咋|指|[界届]定|定义|含义|意思|概念|是哪|算(?!是?(?:什么|啥)意思)(?:是)?(?:什么|啥|哪)|(?<=是)谁)+.*$"
)
# 督查激励里发企业债的直通车: what says where the term stands goes before one of these.
_ENDS_WHERE: Final = re.compile("[里中上内]的?|的|那个|这个|所谓|叫做?|说|讲|提到?")
_MOST_WORDINGS: Final = 5

_HAN: Final = "\u3400-\u9fff"
# 非营利法人 is another term than 营利法人, 发明创造 than 发明.
_BEGINS: Final = (
    f"(?:^|(?<=[^{_HAN}a-z0-9_])|(?<=所称)|(?<=所称的)|(?<=所说的)|(?<=称为)|(?<=以下简称)"
    '|(?<=[条章节]))"?'
)
_ITEM: Final = "^(?:第[^ ]{1,8}条|[(（]?[0-9一二三四五六七八九十]{1,3}[)）、.．]?)?[ 　]*"
_DEFINING: Final = (
    (CLEARLY, "(?:所称|所说)的?{word},?(?:是指|指的?是|系指|是|指|即|包括)"),
    (CLEARLY, "{begins}{word}(?:[^,;。]{{0,8}}[:,]?| ?[(][^)]{{1,16}}[)],?|,)(?:是指|指的是|系指)"),
    (CLEARLY, "{item}{word}(?:[^,;。:： ]{{0,3}})[:：].{{6}}"),
    (CLEARLY, "{begins}{word},?(?:指的?是?|就是要?)(?!导|定|挥|标|示|引|派|出|责|令|数|向).{{4}}"),
    (IN_PASSING, ".{{10}},(?:统?称为|称之?为|叫做?|简称|即为|为|是|属于){word}[,。;]?(?:$|[,。;])"),
    (IN_PASSING, "(?:.{{4}}的[^,;。]{{0,6}}|.{{12}})(?:统?称为|称之?为|为|是){word}(?:[。;]|$)"),
    (IN_PASSING, ".{{4}}的,(?:为|是|属于){word}[,。;]"),
    (IN_PASSING, ".{{8}}(?:统?称为|称之?为|为){word}(?:[。;]|$)"),
    (IN_PASSING, "{begins}{word}[(][^)]{{6,}}[)]"),
    (IN_PASSING, "[^a-z0-9_]?{word}[(][^)]{{2,}}[)](?:[0-9]{{1,3}})?$"),
    (IN_PASSING, "{item}{word}是(?!否|不是|由|在|从|经|按).{{5,}}的[^,;。]{{2,12}}。?$"),
    (PERHAPS, "{item}{word}(?:[^,;。 ]{{0,3}}[(][^)]{{4,}}|是(?!否|不是))"),
    (PERHAPS, "(?:所称|所说的?|称为|称之?为|叫做|叫|即|简称|也就是[^,。]{{0,8}})的?{word}"),
    (PERHAPS, "{word}(?:[^,。;]{{0,3}}[(][^)]{{4,}}|,?(?:是指|指的?是|就是要?|系指|即|指)|[:：])"),
    (PERHAPS, ",(?:为|是|属于){word}(?:[。;]|$)"),
)


def term_asked_for(question: Question) -> str:
    """The term whose meaning is asked for; empty where none is."""
    wordings = terms_asked_for(question)
    return wordings[0] if wordings else ""


def terms_asked_for(question: Question) -> list[str]:
    """The term whose meaning is asked for, without and with what may belong to it, best first.

    Empty where no meaning is asked for.
    """
    if question.kind is not QuestionKind.DEFINITION:
        return []
    quoted = [match["quoted"] for match in _TERM.finditer(question.text)]
    if quoted:
        return quoted[:1]
    pieces = [piece.strip() for piece in _PIECES.split(question.text) if piece.strip()]
    asking = next((piece for piece in pieces if _ASKS.search(piece)), question.text)
    at = pieces.index(asking) if asking in pieces else 0
    if at and not _AFTER_TERM.sub("", _ASKS_FIRST.sub("", asking)):
        # 三网融合,什么意思
        asking = f"{pieces[at - 1]},{asking}"
    named = _AFTER_TERM.sub("", _ASKS_FIRST.sub("", asking.rstrip("啊呀呢吧"))).strip(", ")
    wordings = [_BEFORE_TERM.sub("", named) or named, named]
    wordings += [named[match.end() :] for match in _ENDS_WHERE.finditer(named)]
    named_ones = (one.removeprefix("的") for one in wordings)
    fitting = (one for one in named_ones if 2 <= len(one) <= _LONGEST_TERM)
    return list(dict.fromkeys(fitting))[:_MOST_WORDINGS]


def clearness(term: str, sentence: str) -> int:
    """How clearly a sentence, in the search form, says what a term means; 0 where it does not.

    ``本办法所称茶园,是指…`` does so in so many words, ``…的,是偷税。`` in passing.
    """
    if term not in sentence:
        return 0
    word = f'"?{re.escape(term)}"?'
    named = {"word": word, "begins": _BEGINS, "item": _ITEM}
    return next(
        (how for how, form in _DEFINING if re.search(form.format(**named), sentence) is not None), 0
    )


def best_clearness(terms: Sequence[str], sentence: str) -> int:
    """How clearly a sentence defines any of a term's wordings, see `terms_asked_for`.

    What is only a piece of what was asked for has to be defined beyond doubt.
    """
    found = [clearness(term, sentence) for term in terms]
    return max([*found[:1], *(how for how in found[1:] if how >= IN_PASSING)], default=0)


def defines(term: str, sentence: str) -> bool:
    """Whether a sentence says what a term means: 本办法所称茶园,是指…"""
    return clearness(term, sentence) > 0
