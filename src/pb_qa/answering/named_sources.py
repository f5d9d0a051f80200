"""The one document that a question names as its source: a law, the report of a year."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from pb_qa.answering.question import years_in
from pb_qa.models import DocumentInfo
from pb_qa.text.acts import acts_in
from pb_qa.text.places import place_stem, places_in
from pb_qa.text.search_form import search_form
from pb_qa.text.short_years import with_long_years
from pb_qa.text.synonyms import known_synonyms

SourceMeant = Callable[[DocumentInfo], bool]

_HAN: Final = "\u3400-\u9fff"
_LAW: Final = re.compile(
    rf"(?:^|[在按据的说,，])(?P<name>[{_HAN}]+(?<![办方做看说想字])法典?)(?:规定)?$"
)
_QUOTED: Final = re.compile('"[^"]*"')
_SHORT_LAWS: Final = frozenset({"消法", "刑法", "宪法", "民法", "税法"})
# Laws that are called so in full; what else has these characters in its name is another law.
_FULL_NAMES: Final = frozenset({"刑法", "民法通则"})
_SOURCE: Final = re.compile(
    "[^,，。?？]{0,6}?(?:[0-9]{4}|[0-9]{2})年(?:的)?(?:国务院|政府)?(?:工作)?(?:报告)?(?:里|中|上)?"
)
_OFFICIAL: Final = re.compile(
    "(?:法典?|条例|办法|规定|规则|决定|通知|通报|意见|批复|函|答复|方案|预案|纲要|规划|制度|公告|章程)$"
    "|工作报告"
)
_STATE: Final = "中华人民共和国"
_SIDE_BY_SIDE: Final = re.compile("[0-9]{4}年?[和与跟、及][0-9]{4}年")
_REPORT: Final = re.compile(
    "[0-9]{4}年(?:的|那年|那份|度)?(?:国务院|中央|全国|[总区市县省州]长|总理)?(?:政府)?(?:工作)?"
    "(?:报告|规则|(?:里|上|中)?(?:讲|说|提|强调|总结|部署)(?!明))"
    "|[0-9]{4}年(?:的|那个|那份|发的|关于)?[\u3400-\u9fff]{0,8}?(?<!什么)文件"
)

# 法里规定, 对此的意见: short ones that end so are no names of documents.
_SAYING: Final = re.compile("(?:规定|办法|意见|决定|要点|报告|规划|方案|制度|通知|要求)$")
_LONG_ACT: Final = 6
_NEARLY: Final = 0.8


def acts_named(form: str) -> list[str]:
    """The documents that a question names, in their order; 里规定 is none."""
    return [act for act in acts_in(form) if len(act) >= _LONG_ACT or not _SAYING.search(act)]


def acts_side_by_side(form: str) -> tuple[str, ...]:
    """The documents that a question names, where there are several."""
    named = acts_named(form)
    longest = [act for act in named if not any(act != other and act in other for other in named)]
    return tuple(longest) if len(longest) > 1 else ()


def law_named(form: str) -> str:
    """The law that a question names, if it names one: 消法, 证券法; else empty.

    Parameters
    ----------
    form
        The question in its search form.
    """
    acts = acts_in(_QUOTED.sub("\n", form))
    ended = [
        re.split("[在按据的说]", match["name"])[-1] for act in acts if (match := _LAW.search(act))
    ]
    # 离婚冷静期民法典定几天: no law's name ends in another one's that is so called.
    ended = ["民法典" if name.endswith("民法典") else name for name in ended]
    laws = {name.removeprefix(_STATE) for name in ended if len(name) > 2 or name in _SHORT_LAWS}
    return laws.pop() if len(laws) == 1 else ""


def is_the_law(law: str, title: str) -> bool:
    """Whether a law is called so, in full or shortened: 消法 is 消费者权益保护法.

    A shortened name begins as the full one does and has its characters in their order.
    """
    full = title.removeprefix(_STATE)
    if law in full:
        return True
    if law in _FULL_NAMES or not full.startswith(law[0]) or "法" not in full:
        return False
    rest = iter(full)
    return all(character in rest for character in law)


def is_so_named(act: str, title: str) -> bool:
    """Whether a document is named so, in full or nearly: 劳动合同法, 关于促进就业的若干意见.

    Parameters
    ----------
    act, title
        In the search form.
    """
    pairs = [act[i : i + 2] for i in range(len(act) - 1)]
    return act in title or sum(pair in title for pair in pairs) >= _NEARLY * len(pairs)


def asks_of_reports(form: str) -> bool:
    """Whether a question's year is that of the report it asks about: 92年报告说, 2014年讲的.

    Of two years both are, where they are named in one breath: 12年和14年报告.
    """
    years = with_long_years(form)
    return _REPORT.search(years) is not None and len(re.findall("[0-9]{4}年", years)) <= (
        2 if _SIDE_BY_SIDE.search(years) else 1
    )


def is_official(document: DocumentInfo) -> bool:
    """Whether a document is a law, a rule, a letter or a report of an authority.

    Such a document gives a reason with a word for it; a story gives one by its course.
    """
    return bool(document.issuer or document.number) or _OFFICIAL.search(document.title) is not None


def sources_meant(question: str) -> SourceMeant | None:
    """Tells the documents that a question names as its source; None where it names none.

    Of the reports of a year those are meant that are of the place named, if one is.
    """
    form = search_form(question)
    laws = {law_named(variant) for variant in known_synonyms().variants(question)} - {""}
    if laws:
        return lambda info: any(is_the_law(law, search_form(info.title)) for law in laws)
    years = years_in(form)
    if not years or not asks_of_reports(form):
        return None
    reports = "报告" in form
    report = _REPORT.search(with_long_years(form))
    before = report.string[: report.end()] if report else form
    # After it only what is known to be a place: 说城镇 in 报告,说城镇失业率… is none.
    places = {*places_in(before), *places_in(form, listed=True)}
    stems = [place_stem(place) for place in places]

    def is_meant(info: DocumentInfo) -> bool:
        title = search_form(info.title)
        if year_of(title, info.issued_on) not in years or (reports and "报告" not in title):
            return False
        return any(stem in title or stem in info.place for stem in stems) if stems else True

    return is_meant


def year_of(title: str, issued_on: str) -> str:
    """The year a document is of: the first in its title, else the one it was issued in."""
    titled = re.search("(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])", title)
    return titled.group() if titled else issued_on[:4]


def source_named(form: str) -> str:
    """How a question begins that names the year or the report it asks of; else empty.

    ``海拉尔16年的报告里“十二五”城市建设搞得怎么样`` begins with ``海拉尔16年的报告里``.
    """
    match = _SOURCE.match(form)
    return match.group() if match else ""
