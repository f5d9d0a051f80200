"""What a question pins down: a year, a place, a body, an article, the sort of figure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pb_qa.answering.held import NUMBER_OF_DOCUMENT, SOURCE_LINE, must_hold, name_asked_for
from pb_qa.answering.named_sources import (
    acts_side_by_side,
    asks_of_reports,
    law_named,
)
from pb_qa.answering.question import Question, QuestionKind
from pb_qa.answering.units import (
    class_asked_for,
)
from pb_qa.text.numerals import find_numbers
from pb_qa.text.places import bodies_in, places_in
from pb_qa.text.short_years import with_long_years
from pb_qa.understanding.figures.conditions import (
    Condition,
    conditions_in,
)

COUNTED = frozenset({"people", "count"})
# “多少名党建工作指导员”: the noun right after the counting word is what is counted.
_ASKED_COUNT = re.compile(
    r"(?:多少|几多?)[万亿]?(?:名|人次|位|家|个|项|条|件|种|所|座|户|批|期|次)"
    r"(?!增|减|提|上升|下降|扩|全部|都|已|没|建立|发展|参加|完成|得|被|到|是|在)(?P<noun>(?:(?![了吗呢的])[\u3400-\u9fff]){2})"
    r"|(?P<before>[\u3400-\u9fff][员部者生师工民户])(?:一?共?有|达到?|是)?(?:多少|几)(?:名|人|位)(?:次|员)?(?:$|[?？,，])"
    r"|(?:共?有|招聘|选派|发展)(?:了)?多少(?P<bare>职工|员工|党员|干部|企业|学生|教师|人口|社区|村|支部)"
)
_YEARS = re.compile(r"[0-9]{2,4}年?(?:底|末|度)?")
_ASKS_FIGURE = re.compile(r"多少|几(?!乎|何)|多[大高长宽重快]|百分之几")
# A head that ends so names a measure; others may be verbs that a document puts otherwise.
_MEASURED = frozenset("率额入出费款金价税贴助值利量产积期龄假资度速程债息铁路")
_TRAILING = re.compile(
    r"(?:是|有|为|达到?|了|最[多长高低少大短]|一般|应当?|不[能得]超过|超过|要|需要?|算|至少|大概|大约|约|实际"
    r"|完成|定|占|到|放|交|收|付|缴|罚|共|一共|总共|分别|各|规定|目标|标准|规模|数量|比[例重]|占比|人数|总数|全国|全区|多|上)+$"
)
_ASKS_TITLE = re.compile(
    r"(?:文章|综述|报道|文件|报告|通知|材料)的?(?:标题|题目)|^(?:标题|题目)(?:是|叫)"
)
TARGET = re.compile(r"目标|预期|计划|打算|拟|预计")
_ACHIEVED = re.compile(r"实际|完成了?多少|实现了多少")
_ARTICLE = re.compile(r"第[0-9一二三四五六七八九十百千零〇两]+[条章节款]")
_ORDINAL = re.compile(r"第[0-9一二三四五六七八九十百两]+(?P<of>[批届轮次期步名类])")
_FIRST = "第1"
_SHARE = re.compile(r"[0-9]+(?:\.[0-9]+)?%")


@dataclass(frozen=True, slots=True)
class Constraints:
    """What must hold of a sentence before it may answer.

    Attributes
    ----------
    articles
        Clause numbers in one form: ``"第13条"``.
    figure
        The class of the figure asked for, see `pb_qa.answering.units`.
    focus
        Pairs of characters at the head of what is measured; one at least must be there.
    holds
        What the answering sentence must hold, e.g. a 文号 or a day, as a pattern.
    unit
        The counting word asked for where nothing more precise is, e.g. ``"批"``.
    titled
        Whether the document's title is asked for.
    planned
        Whether a target is asked for (True) or what was achieved (False), if told.
    cases
        For which values it is asked: 三年以上的合同.
    time_unit
        The unit of time asked for: ``"天"`` in “几天”.
    counted
        The first characters of what is counted, e.g. ``"党员"`` in “多少名党员”.
    acts
        The documents named, where there are several: each answers for itself.
    name
        What the name of who holds a post looks like beside it, where that is asked for.
    law
        The law named as the source, if one is.
    ordinals
        Which one of several: ``"第2批"``; the first is often not counted in documents.
    shares
        The shares that a question takes for granted: 6% in “失业率怎么涨到6%了”.
    of_reports
        Whether the years are those of the reports asked about, not of what they tell of.
    asked
        The question's words: what denies them is about something else.
    """

    years: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    figure: str = ""
    counted: str = ""
    time_unit: str = ""
    focus: frozenset[str] = frozenset()
    unit: str = ""
    titled: bool = False
    planned: bool | None = None
    holds: str = ""
    cases: tuple[Condition, ...] = ()
    acts: tuple[str, ...] = ()
    name: str = ""
    law: str = ""
    of_reports: bool = False
    ordinals: tuple[str, ...] = ()
    shares: tuple[str, ...] = ()
    asked: str = ""

    @property
    def asks_about_document(self) -> bool:
        """Whether a line of the document's head or foot is asked for, not its content."""
        return self.titled or self.holds in (NUMBER_OF_DOCUMENT, SOURCE_LINE)

    def relaxed(self) -> Constraints:
        """The same without the word for what is counted, which documents put otherwise."""
        return replace(self, counted="", unit="")

    def facets(self) -> tuple[Constraints, ...]:
        """One set of constraints for each year or place that is asked about side by side."""
        if len(self.years) > 1:
            return tuple(replace(self, years=(year,)) for year in self.years)
        if len(self.articles) > 1:
            return tuple(replace(self, articles=(article,)) for article in self.articles)
        if len(self.acts) > 1:
            return tuple(replace(self, acts=(act,)) for act in self.acts)
        if len(self.places) > 1:
            return tuple(replace(self, places=(place,)) for place in self.places)
        return (self,)

    def describe(self) -> str:
        """The constraints in words, for a note to the reader."""
        years = [f"{year}年" for year in self.years]
        return "、".join([*years, *self.places, *self.bodies, *self.articles, *self.acts])


def constraints_of(question: Question) -> Constraints:
    """Read what the question pins down."""
    places = places_in(question.text)
    sought = question.kind is QuestionKind.FIGURE
    figure = class_asked_for(question.text, question.unit) if sought else ""
    outermost = [p for p in places if not any(p != other and p in other for other in places)]
    return Constraints(
        years=tuple(sorted(question.years)),
        places=tuple(outermost),
        bodies=tuple(bodies_in(question.text)),
        articles=tuple(dict.fromkeys(articles_in(question.text))),
        figure=figure,
        counted=_counted(question) if sought and (figure in COUNTED or not figure) else "",
        focus=_focus(question, places) if sought and figure not in COUNTED else frozenset(),
        unit=question.unit if figure == "count" else "",
        time_unit=question.unit if figure == "time" else "",
        planned=_planned(question.text),
        titled=_ASKS_TITLE.search(question.text) is not None,
        holds=must_hold(question.text),
        cases=tuple(conditions_in(with_long_years(question.text))),
        acts=acts_side_by_side(question.text),
        name=name_asked_for(question.text),
        law=law_named(question.text),
        of_reports=asks_of_reports(question.text),
        ordinals=tuple(o for o in ordinals_in(question.text) if o[:-1] != _FIRST),
        shares=() if sought else tuple(_SHARE.findall(question.text)),
        asked=question.text,
    )


def _counted(question: Question) -> str:
    match = _ASKED_COUNT.search(question.text)
    return (match["noun"] or match["before"] or match["bare"]) if match else ""


def _focus(question: Question, places: Sequence[str]) -> frozenset[str]:
    """The last pairs of characters before the asking word: the head of what is measured."""
    asking = _ASKS_FIGURE.search(question.text)
    if asking is None:
        return frozenset()
    phrase = question.text[: asking.start()]
    for place in places:
        phrase = phrase.replace(place, "，")
    phrase = _TRAILING.sub("", _YEARS.sub("，", phrase))
    head = re.split(r"[的，、,;；\s]", phrase)[-1]
    run = re.search(r"[\u3400-\u9fff]{2,}$", head)
    if run is None or run.group()[-1] not in _MEASURED:
        return frozenset()
    return frozenset(run.group()[i : i + 2] for i in range(len(run.group()) - 1)[-2:])


def _planned(form: str) -> bool | None:
    """Whether a question asks for a target, for what was achieved, or does not say."""
    if TARGET.search(form):
        return True
    return False if _ACHIEVED.search(form) else None


def ordinals_in(form: str) -> list[str]:
    """Which ones of several, with Arabic digits: 第二批 as ``"第2批"``."""
    found = []
    for match in _ORDINAL.finditer(form):
        numbers = find_numbers(match.group())
        if numbers:
            found.append(f"第{numbers[0].value}{match['of']}")
    return found


def articles_in(form: str) -> list[str]:
    """Clause numbers with Arabic digits, e.g. 第十三条 as ``"第13条"``."""
    found = []
    for match in _ARTICLE.finditer(form):
        numbers = find_numbers(match.group())
        if numbers:
            found.append(f"第{numbers[0].value}{match.group()[-1]}")
    return found
