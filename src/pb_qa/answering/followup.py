"""Follow-up questions made whole by rule: “那石嘴山市呢？” asks again, of another place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pb_qa.answering.named_sources import source_named
from pb_qa.answering.question import QuestionKind, read_question
from pb_qa.answering.typed import term_asked_for
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
# What a document says of itself; the document stays the one asked about: “文号呢？”.
_OF_ITSELF = re.compile(
    r"(?:文号|发文字号|标题|(?:发布|印发|公布|施行|生效|通过|修订|修正|成文|发文)(?:的?(?:时间|日期|机关|单位|年份))?)"
)
_ISSUED = re.compile("文号|字号|发文|发布|印发|公布|颁布|出台|制定|施行|生效|发的|通过|修[订正]")
_YEAR = re.compile(r"(?:1[0-9]|20)?[0-9]{2}年(?:度|底|末|初)?|去年|前年|今年|明年|上年")
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
_ENDING = re.compile(r"[?？。!！呢吗\s]+$")
# 要向谁提 leaves 要向提, which says nothing.
_OPEN = re.compile("(?:要|应该?|应当|可以|需要|得|设)*[向由归找跟给在](?:[提交报批管])?$")
_MODAL = re.compile("应该|应当|可以|需要|要|能|会|哪一?[年月日天]")
_CASE = re.compile("的呢[?？。!！]*$")
_SAYS = re.compile("[是没有出不无未被]")
_BEGINS = re.compile("(?:.{0,6}?[0-9]{2,4}年的?)?")
# What a question begins with before a comma, where it is not where to look: 报告里,
_TOPIC = re.compile("[\u3400-\u9fff]{2,8}(?<![里中上下内后前时呢吗])(?=[,，])")
# 取保候审最长能多久: who or what something may be done to.
_SUBJECT = re.compile("[\u3400-\u9fff]{2,8}?(?=最[长多高低短少]|能|要|应|可以|得|须)")
# 多少名党员: what is counted comes last.
_COUNTS = re.compile("(?:多少|几)[\u3400-\u9fff]{2,6}[?？]?$")
_THAT_TIME = re.compile("那(?:会儿?|时候?|年|阵子?)|再?往[前后][^,，]{0,3}年[,，]?")
_HOLDER = re.compile(
    "[\u3400-\u9fff]{1,5}[长人任员记席挥](?:都|现在|又)?(?:是|有|叫)(?:谁|哪一?[位些几])"
)
_SHORTEST_CASE, _LEAST_OWNER = 3, 4
# Characters that say what a question is about.
_SHORT, _VERY_SHORT = 7, 3
_LONGEST_TERM = 12


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
    return goes_on and not _YEAR.search(form) and not names_something(form)


def _resolve_one(question: str, previous: str) -> str:
    text = question.strip()
    if not previous or not text:
        return text
    form = search_form(text)
    lead = _LEAD.match(form)
    tail = _TAIL.search(form)
    rest = form[lead.end() if lead else 0 : tail.start() if tail else len(form)].strip(" ,，?？。")
    asks = _asks(rest)
    how = tail is not None and _HOW.search(tail.group()) is not None
    whole = how and not lead and len(rest) > _VERY_SHORT and not names_something(rest)
    if rest and not asks and not whole and (lead or tail) and len(rest) <= 20:
        case = _CASE.search(form) is not None
        return _substituted(rest, search_form(previous), case=case)
    if _PRONOUN.search(form):
        return _pronoun_replaced(form, search_form(previous))
    own = form[lead.end() if lead else 0 :]
    listed = _LISTS.match(own)
    if listed and (lead is None or _GOES_ON.match(form)) and not names_something(own):
        owner = _owner_of_list(search_form(previous), len(listed["noun"]))
        return f"{owner}{own}" if owner or lead else text
    if _HOLDER.match(own) and not names_something(own):
        return f"{_owner(subject_of(search_form(previous)))}{own}"
    goes_on = lead is not None and _ADDS.match(form) is None
    if goes_on and not _is_elliptical(own, previous) and source_named(search_form(previous)):
        return own
    short = _is_elliptical(own, previous) or (goes_on and _is_short(own))
    if short and not names_something(own):
        acts = acts_in(search_form(previous))
        if acts and _ISSUED.search(own):
            return f"{acts[-1]}{own}"
        return f"{subject_of(search_form(previous))}{own}"
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


def _fuller(new: str, previous: str) -> str:
    """The word of a question of which ``new`` is a fuller or a shorter form: 记过, 记大过."""
    if not 2 <= len(new) <= _LONGEST_TERM:
        return ""
    for length in (3, 2, 4):
        for start in range(len(previous) - length + 1):
            word = previous[start : start + length]
            if word == new or (word[0], word[-1]) != (new[0], new[-1]):
                continue
            longer, shorter = sorted((word, new), key=len, reverse=True)
            rest = iter(longer)
            if len(longer) > len(shorter) and all(character in rest for character in shorter):
                return word
    return ""


def _substituted(new: str, previous: str, *, case: bool = False) -> str:
    """The previous question with the part of the same sort replaced by ``new``.

    Parameters
    ----------
    case
        Whether ``new`` tells of which sort or in which case: 商标的呢, 没房子的呢.
    """
    if _ARTICLE.search(new) and _ARTICLE.search(previous):
        return _ARTICLE.sub(_ARTICLE.findall(new)[0], previous, count=1)
    result, rest = _of_its_year(new, previous)
    if not rest:
        return result
    term = term_asked_for(read_question(previous))
    if term and term in result and len(rest) <= _LONGEST_TERM:
        # “稳增长是啥意思？” then “控物价呢？” asks what that means.
        return result.replace(term, rest, 1)
    fuller = _fuller(rest, result)
    if fuller:
        return result.replace(fuller, rest, 1)
    acts = acts_in(previous)
    if acts and _OF_ITSELF.fullmatch(new):
        asked = "什么时候" if new[-1] in "布发行效过订正文" else ""
        return f"{acts[-1]}{asked}{new}" if asked else f"{acts[-1]}的{new}是什么"
    for names_in in (acts_in, bodies_in, places_in):
        if names_in(rest) or (names_in is places_in and _looks_like_place(rest, result)):
            olds = [old for old in names_in(result) if old in result]
            if olds:
                return result.replace(olds[-1], rest, 1)
    placed = _at_its_place(rest, result, case=case)
    if placed:
        return placed
    before = read_question(result).content
    if (
        (case or _COUNTS.search(result))
        and len(before) > 1
        and len(before[-1]) >= 2
        and len(rest) <= 12
        and not places_in(rest)
    ):
        # “多少名党员？” then “那党支部呢？”: what was counted is what changes.
        return result.replace(before[-1], rest, 1)
    thing = _thing(result) if not bodies_in(rest) and not places_in(rest) else ""
    if thing:
        # “89年煤炭产量多少？” then “钢呢？” asks for 钢产量.
        counted = _COUNTED.search(thing)
        ending = counted.group() if counted else ""
        return result.replace(thing, rest.removesuffix(ending) + ending, 1)
    subject = _SUBJECT.match(result)
    if subject and not names_something(subject.group()):
        return rest + result[subject.end() :]
    olds = [*bodies_in(result), *places_in(result)]
    if olds:
        return result.replace(olds[0], rest, 1)
    return f"{rest}{result}"


def _of_its_year(new: str, previous: str) -> tuple[str, str]:
    """The previous question of the year that ``new`` names, and what else ``new`` says."""
    year = _YEAR.search(new)
    if year is None:
        return previous, new
    rest = _THAT_TIME.sub("", new[: year.start()] + new[year.end() :]).strip("的 ,，")
    old = _YEAR.search(previous)
    if old is None:
        return year.group() + previous, rest
    return previous[: old.start()] + year.group() + previous[old.end() :], rest


def _at_its_place(new: str, previous: str, *, case: bool) -> str:
    """The previous question with ``new`` where its like stood; empty where nothing tells where.

    常务会议 takes the place of 全体会议, 商标的 that of 专利 before 复审, 小微企业 that of what
    the question begins with before a comma; a case that says more stands before it all.
    """
    at = previous.find(new[-2:]) + 2 - len(new)
    if len(new) > 2 and at >= 0 and new[-2:] in previous:
        return previous[:at] + new + previous[at + len(new) :]
    start = re.match(_BEGINS, previous)
    begins = start.end() if start else 0
    if case and len(new) <= _SHORTEST_CASE and not _SAYS.match(new):
        return previous[:begins] + new + previous[begins + len(new) :]
    if case and len(new) <= _SHORT:
        return f"{new}的,{previous}"
    topic = _TOPIC.match(previous)
    if topic and not names_something(topic.group()) and not _YEAR.search(topic.group()):
        return new + previous[topic.end() :]
    return ""


def _owner(subject: str) -> str:
    """Of what somebody is asked for: 联席会议的办公室设在 is 联席会议."""
    owner, possessive, _ = subject.partition("的")
    return owner if possessive and len(owner) >= _LEAST_OWNER else subject


def _thing(question: str) -> str:
    """What a question about a figure counts: its words without year, place and asking words."""
    if not re.search("多少|几|百分之", question):
        return ""
    pieces = read_question(question).content
    if not pieces:
        return ""
    words = _YEAR.sub("", pieces[0])
    for place in places_in(words):
        words = words.replace(place, "")
    words = re.sub("^[的底末初全国我]+|(?:有|是|为|达到?|共|一共|总共)+$", "", words)
    return words if 2 <= len(words) <= 14 and words in question else ""


# The end of a name that a short follow-up leaves out.
_COUNTED = re.compile(
    r"(?:总?产量|总?产值|在校生|学生|人数|职工|收入|支出|投资|面积|数量|总量|里程|总额|价格|床位|增加值|消费量|覆盖率|普及率|比重|占比)$"
)
_ARTICLE = re.compile(r"第[0-9一二三四五六七八九十百千零〇两]+[条章节款]")


def _looks_like_place(rest: str, previous: str) -> bool:
    """A short name beside a place: “那石嘴山呢？”; what ends in a common noun is none."""
    short = 2 <= len(rest) <= 3 and rest[-1] not in "部员业会家人数额率区量条项度"
    return short and bool(places_in(previous))


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


def names_something(form: str) -> bool:
    """Whether a question names a place, a body or a document."""
    return bool(bodies_in(form) or places_in(form) or acts_in(form))


def subject_of(previous: str) -> str:
    """What a question in its search form is about: its words without those that ask."""
    return _OPEN.sub("", "".join(read_question(previous).content))
