"""Follow-up questions made whole by rule: “那石嘴山市呢？” asks again, of another place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pb_qa.answering.followup_times import (
    compares_with_before,
    counted_from,
    year_named,
    years_in_digits,
)
from pb_qa.answering.named_sources import source_named
from pb_qa.answering.question import QuestionKind, read_question
from pb_qa.answering.question_subject import YEAR
from pb_qa.answering.question_subject import names_something as names_something
from pb_qa.answering.question_subject import subject_of as subject_of
from pb_qa.answering.substitution import substituted
from pb_qa.answers import Turn
from pb_qa.text.acts import acts_in
from pb_qa.text.places import bodies_in, places_in
from pb_qa.text.search_form import search_form

_LEAD = re.compile(
    r"^(?:那么|那|还有|以及|另外|此外|再问|而|至于|换成|如果是|要是|同样|接着|然后|所以)[,，、]?(?![些个里边种位])"
)
# These begin a new question as often as they go on with the last one.
_ADDS = re.compile(r"^(?:还有|以及|另外|此外|再问|接着|然后|所以|而)[,，、]?")
# 公务员可以经商吗 asks by itself; only 呢 leaves to the last question what is asked.
_GOES_ON = re.compile("^那么?(?![些个家位种次项样])")
_TAIL = re.compile(
    r"(?:的?(?:情况|数据|数字|人数)?(?:又|则)?(?:是)?(?:怎么样|怎样|如何|多少|几)?呢)[?？。!！]*$"
)
_HOW = re.compile("怎么样|怎样|如何")
_PRONOUN = re.compile(
    r"它们?|(?<![其吉利排])他们?|她们?|(?<![应活])该(?=[^\W\d])|这(?:个|些|家|项|里|种|位|次|一|份|部)"
    r"|那(?:个|些|家|项|里|种|位|次|份|部)(?=[^\W\d])|上述|(?<!以)上面(?!的?积)|前者|后者"
    r"|(?<![尤极与土耳])其(?![中他它次余实])|(?<![因如彼从由据为])此(?=[^\W\d后外])"
)
_PRONOUN_NOUN = re.compile(
    r"(?:该|这|那|上述|此)(?:个|些|家|项|位|种|次|份|部|一)?"
    r"(市|县|区|省|自治区|地区|地|公司|集团|企业|协会|单位|办法|文件|法律|法|条例|规定|通知|意见|规则|报告|制度|活动|机制|里)?"
)
_OF_DOCUMENTS = frozenset(
    ("办法", "文件", "法律", "法", "条例", "规定", "通知", "意见", "规则", "报告", "制度")
)
_ISSUED = re.compile("文号|字号|发文|发布|印发|公布|颁布|出台|制定|施行|生效|发的|通过|修[订正]")
# 奖励有哪几种 names what it asks for; only whose is left to the last question.
_LISTS = re.compile(
    r"(?P<noun>[\u3400-\u9fff]{2,6}?)(?:一共|总共|都|共)?(?:有|分为?|包括)(?:哪[些几]|几[种类项]|什么)"
)
_LIST_OF = re.compile(
    r"(?P<owner>[\u3400-\u9fff]{2,16}?)的?(?:一共|总共|都|共)?(?:有|分为?|包括|享有|履行)?"
    r"(?:哪(?:些|几[种类项个])|几[种类项]|什么)(?P<after>[\u3400-\u9fff]{2})?"
)
_ASKS = re.compile(r"什么|多少|几|谁|哪|如何|怎[么样]|为何|是否|有没有|[吗么]$")
_DEFINES = re.compile(r"(?:什么|谁|哪里|哪儿)是|何谓|什么叫")
_CASE = re.compile("的呢[?？。!！]*$")
_ENDING = re.compile(r"[?？。!！呢吗\s]+$")
_MODAL = re.compile("应该|应当|可以|需要|要|能|会|哪一?[年月日天]")
_HOLDER = re.compile(
    "[\u3400-\u9fff]{1,5}[长人任员记席挥](?:都|现在|又)?(?:是|有|叫)(?:谁|哪一?[位些几])"
)
# 1977年是多少: nothing but the year is new.
_ONLY_YEAR = re.compile(
    f"(?:在|到)?(?P<year>{YEAR.pattern})的?(?:时候)?(?:[又则都])?(?:[是有为占]|达到?)?(?:了?多少|几)?"
)
_IS = re.compile("(?:是|有|为|达到?|增长|增加|下降)+$")
_LEAST_OWNER = 4
# Characters that say what a question is about.
_SHORT, _VERY_SHORT = 7, 3


def resolve(question: str, history: Sequence[Turn]) -> str:
    """Make a follow-up question one of its own.

    Parameters
    ----------
    history
        Earlier turns, oldest first; only their questions are used.

    Returns
    -------
    str
        The question as it is when it stands on its own, or with what the earlier
        questions said put in.
    """
    previous = source = ""
    for turn in history:
        previous = _resolve_one(turn.question, previous)
        source = source_named(search_form(previous)) or source
    resolved = _resolve_one(question, previous)
    return f"{source}{resolved}" if source and _stays_with(question, resolved) else resolved


def _stays_with(question: str, resolved: str) -> bool:
    """Whether a follow-up asks of the source named before: 那五年攒下了哪些经验."""
    form = search_form(resolved)
    goes_on = _GOES_ON.match(search_form(question.strip())) is not None
    return goes_on and not YEAR.search(form) and not names_something(form)


def _resolve_one(question: str, previous: str) -> str:
    text = question.strip()
    if not previous or not text:
        return text
    before = years_in_digits(search_form(previous))
    form = counted_from(search_form(text), before)
    if form != search_form(text):
        text = form
    if compares_with_before(form) and year_named(before) and not names_something(form):
        return f"{_IS.sub('', subject_of(before))}{form}"
    lead = _LEAD.match(form)
    tail = _TAIL.search(form)
    rest = form[lead.end() if lead else 0 : tail.start() if tail else len(form)].strip(" ,，?？。")
    year = _ONLY_YEAR.fullmatch(rest)
    if year:
        return substituted(year["year"], before)
    asks = _asks(rest)
    how = tail is not None and _HOW.search(tail.group()) is not None
    whole = how and not lead and len(rest) > _VERY_SHORT and not names_something(rest)
    if rest and not asks and not whole and (lead or tail) and len(rest) <= 20:
        case = _CASE.search(form) is not None
        return substituted(rest, before, case=case)
    if _PRONOUN.search(form):
        return _pronoun_replaced(form, before)
    own = form[lead.end() if lead else 0 :]
    listed = _LISTS.match(own)
    if listed and (lead is None or _GOES_ON.match(form)) and not names_something(own):
        owner = _owner_of_list(before, len(listed["noun"]))
        return f"{owner}{own}" if owner or lead else text
    if _HOLDER.match(own) and not names_something(own):
        return f"{_owner(subject_of(before))}{own}"
    goes_on = lead is not None and _ADDS.match(form) is None
    if goes_on and not _is_elliptical(own, previous) and source_named(before):
        return own
    short = _is_elliptical(own, previous) or (goes_on and _is_short(own))
    if short and not names_something(own):
        acts = acts_in(before)
        if acts and _ISSUED.search(own):
            return f"{acts[-1]}{own}"
        return f"{subject_of(before)}{own}"
    return text[lead.end() :] if lead and len(form) == len(text) and own else text


def _owner_of_list(previous: str, noun: int) -> str:
    """Of whom the last question asked for a list: 公务员有哪些权利, 公务员的处分有哪几种.

    Parameters
    ----------
    noun
        How many characters the word has that is now asked for in the place of the last one.
    """
    asked = _LIST_OF.match(previous)
    if asked is None or read_question(previous).kind is not QuestionKind.LIST:
        return ""
    owner = asked["owner"]
    if not asked["after"]:
        owner = owner[:-noun].removesuffix("的")
    return owner if len(owner) > 1 else ""


def _asks(rest: str) -> bool:
    return _ASKS.search(rest) is not None


def _owner(subject: str) -> str:
    """Of what somebody is asked for: 联席会议的办公室设在 is 联席会议."""
    owner, possessive, _ = subject.partition("的")
    return owner if possessive and len(owner) >= _LEAST_OWNER else subject


def _pronoun_replaced(form: str, previous: str) -> str:
    match = _PRONOUN_NOUN.search(form)
    noun = match.group(1) if match else None
    if noun in ("市", "县", "区", "省", "自治区", "地区", "地", "里"):
        names = places_in(previous)
    elif noun in ("公司", "集团", "企业", "协会", "单位"):
        names = bodies_in(previous)
    elif noun in _OF_DOCUMENTS:
        names = acts_in(previous)
    else:
        names = [*bodies_in(previous), *places_in(previous)] or acts_in(previous)
    if names and match and noun:
        return form[: match.start()] + names[-1] + form[match.end() :]
    if names:
        return _PRONOUN.sub(names[-1], form, count=1)
    return f"{subject_of(previous)}{form}"


def _is_elliptical(form: str, previous: str) -> bool:
    """Whether the question has no subject of its own: “覆盖了多少家企业？”, “为什么？”.

    After a question of another sort, “怎样申请专利？” is taken to be a new one.
    """
    if len(_ENDING.sub("", form)) > 12 or _DEFINES.search(form):
        return False
    asking = _ASKS.search(form)
    before = form[: asking.start()] if asking else form
    question = read_question(form)
    content = _MODAL.sub("", "".join(question.content))
    same_sort = question.kind is read_question(previous).kind
    return len(before) <= 3 and len(content) <= (_SHORT if same_sort else _VERY_SHORT)


def _is_short(form: str) -> bool:
    """Whether too little is said to be asked of anything: “那工资不能低于多少？”."""
    content = "".join(read_question(re.split("[,，]", form)[0]).content)
    return len(content) <= _SHORT and not _DEFINES.search(form)
