"""What part a number has in its sentence, and whether it keeps it: total, rest, average, share.

A right number is told wrongly where its source says it of a part and the sentence of
something more, of several in turn and the sentence of each alike, on average and the sentence
every time, of the coming years and the sentence of those gone by.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from pb_qa.answering.generative.checking.clauses import counted_form
from pb_qa.answering.generative.checking.coming_and_past import told_as_fact, turned_time
from pb_qa.answering.generative.checking.context import Context, pairs
from pb_qa.answering.generative.checking.evidence import Evidence, SourceSentence, letters
from pb_qa.answering.generative.checking.founding import same_number, units_agree
from pb_qa.answering.generative.checking.views import CLAUSE, View, view_of

_PART: Final = re.compile("其中|当中|之中|里面|包[括含]|内含|所含|含(?![量义])|内有")
_MORE: Final = re.compile(
    "此外|另外|除此(?:之外|以外)?|另[有还加]?|还[有是]|外加|加上|以及|连同|附加|额外|与此同时|再加|并有"
)
_ALIKE: Final = re.compile(
    "(?:(?<=[上去]年)|(?<![人户亩年月日平]))均(?![等衡摊价线])|都(?!市|江|会|城)|双双|皆|[同齐]为|一律|同样|一样|无一例外|无不|逐年|年年|每1年|每一年|各年"
)
_IN_TURN: Final = re.compile("分别|依次|各自")
_JOINTLY: Final = re.compile("联合|共同|合作|会同|一起|携手|合力|联手")
_PER: Final = re.compile(
    "每(?:名|个|位|户|一|1)?(?P<unit>[人户年月日天周亩村吨台套辆度班床头只株棵]|[平立]方米|公?斤|公里|千瓦时)(?!来|次数)"
)
# 每50公斤
_SO_MANY: Final = re.compile("每([0-9]{2,6})(?=[一-鿿])")
_SAME_PER: Final = {
    "人": "每(?:名|个|位)|每[一1]?人|人均|人头|[学生员工民]均|各[自人]",
    "户": "每[一1]?户|户均|每个?家庭|各户",
    "年": "每[一1]?年|年均|年度|按年|逐年|年年|/年|一年|1年|全年|年(?:补|安排|增)",
    "月": "每[一1]?个?月|月均|按月|/月|月(?:补|缴|发)",
    "日": "每[一1]?[日天]|日均|/[日天]",
    "天": "每[一1]?[日天]|日均|/[日天]",
    "周": "每[一1]?个?(?:周|星期)|按周",
    "亩": "每[一1]?亩|亩均|/亩",
    "村": "每[一1]?个?(?:行政)?村|村均|各村",
}
_AVERAGE: Final = re.compile("平均|[年月日人户亩]均")
_IN_ALL: Final = re.compile(
    "累计|累积|总共|共计|合计|1共|一共|总计|历年|历来|(?:截至|到)目前(?:为止)?|迄今|至今"
)
_SUM: Final = re.compile("总共|共计|合计|[1一]共|总计|[加合]起来|之和")
_FURTHER: Final = re.compile(
    "(?<![1一])再(?![生就次现造度保贷制分教])|又(?![称叫名])|新增|进[1一]步|继续|净增|当年"
)
_AGAIN: Final = re.compile("[又再](?:新?增|减|完成|投|新?建|改|培|安|解决|下降|提高|上升|降)")
_WHOLE_YEAR: Final = re.compile("全年|整年|[1一]整年|整个年度|全年度")
_PART_YEAR: Final = re.compile(
    "同期|[上下]半年|季度|(?<![0-9])(?:[1-9]|1[0-2])月|[一二三四五六七八九十]月|前.个?月|当月|单月|月末"
)
_YEAR_END: Final = re.compile("年[末底中初](?!的?(?:预算|计划|目标|确定|下达))")
_MONTH_END: Final = re.compile("[0-9一二三四五六七八九十]月份?[末底]?|季度末|上半年末?")
_BEFORE_CHANGE: Final = re.compile("[由从自](?:[^，。；]{0,10}?[年月末底期的])?[^，。；0-9]{0,6}$")
_CHANGES_TO: Final = re.compile(
    "[^，。；]{0,14}?(?:[增减升降涨跌扩缩压调]|提高|下调|发展|变|转)[^，。；0-9]{0,6}?[到至为]"
)
_CHANGED_TO: Final = re.compile(
    "(?:(?:[增减升降涨跌扩缩压调](?!速|幅|量|长[率速幅])|提高|发展|变|转)[^，。；0-9]{0,4}[到至]|[减增升降变转调]整?[为成])"
    "(?:了|目前|现在|(?:19|20)[0-9]{2}年|今年|去年)?的?[^，。；0-9]{0,4}$"
)
_FORMERLY: Final = re.compile(
    '[由从自原比较与－−-]|减去|此前|之前|以前|[上去前]年|过去|基数|起点|当初|(?:19|20)[0-9]{2}年|曾|五["\u201d]?(?:期?末|初|时期|期间)'
)
_SHARE_OF: Final = re.compile("的(?:[约近仅只]|不到|超过|将近|接近|大约)?$")
_CHANGED_BY: Final = re.compile(
    "(?:[增涨]长?加?|[提升]高|上[升涨]|扩大|超(?:过|出|额|收|支)?|多出?|高出?|下[降跌]|减少?|降低?|缩小|少|低|节约|压缩|回落)"
    "(?:了|幅度?|率|约|近|出)*(?:[^，。；0-9的]{0,4}(?:预算|计划|目标|任务|指标|定额|[上去]年|同期|原[来有]?)[数值]?)?[约近了]*$"
)
_RATIOS: Final = frozenset({"%", "倍", "‰"})
# The share of its words that a source sentence has of those the closest has.
_NEAR: Final = 0.8
_NEARBY: Final = 16
_LISTED: Final = 4
_LIST_SHOWN: Final = 10
_SHOWN: Final = 14


def role_fault(
    text: str,
    contexts: Sequence[Context],
    evidence: Sequence[Evidence],
    reckoned: Sequence[Context] = (),
) -> str:
    """A number in another part than any source gives it, in Chinese; empty without one.

    Parameters
    ----------
    text
        The sentence, which ``contexts`` have their spans in.
    reckoned
        Those of them that no source has so, which may follow from the others.
    """
    for index, stated in enumerate(contexts):
        if any(stated is other for other in reckoned):
            continue
        said = view_of(text, contexts, index)
        own = pairs(said.clause + said.after)
        same = [
            (len(own & pairs(sentence.text)), one, sentence, at)
            for one, sentence, at in _same(stated, evidence)
        ]
        most = max((shared for shared, *_ in same), default=0)
        faults = [
            _difference(said, view_of(sentence.text, sentence.contexts, at), sentence, one)
            for shared, one, sentence, at in same
            if shared >= _NEAR * most
        ]
        if faults and all(faults):
            return f"“{stated.number.text.strip()}”在原文中写的是“{faults[0]}”"
    return ""


def _same(
    stated: Context, evidence: Sequence[Evidence]
) -> Iterator[tuple[Evidence, SourceSentence, int]]:
    for one in evidence:
        for sentence in one.sentences:
            for at, source in enumerate(sentence.contexts):
                if same_number(stated.number, source.number):
                    yield one, sentence, at


def _difference(said: View, written: View, sentence: SourceSentence, one: Evidence) -> str:
    """The words of the source for a part that the sentence does not give; empty if none."""
    differs = (
        _part_as_more(said, written)
        or _alike(said, written, sentence)
        or _in_all(said, written)
        or _whole_year(said, written, sentence)
        or _former(said, written)
        or _ratio(said, written)
        or _per_what(said, written)
        or told_as_fact(f"{said.lead}{said.after}", written.lead)
        or turned_time(said.lead, written.lead, sentence, one)
    )
    if not differs:
        return ""
    number = written.context.number.text.strip()
    return f"{written.since.strip('，、；： ')[-_SHOWN:]}{number}{written.after[:_LISTED]}"


def _part_as_more(said: View, written: View) -> bool:
    """其中 told as 此外, or the other way round."""
    own, theirs = said.since, written.since
    follows = len(own) < len(said.lead)
    if follows and _MORE.search(own) and not _PART.search(own):
        return bool(_PART.search(theirs)) and not _MORE.search(theirs)
    if _PART.search(own) and not _MORE.search(own):
        return bool(_MORE.search(theirs)) and not _PART.search(theirs)
    return False


def _alike(said: View, written: View, sentence: SourceSentence) -> bool:
    """What is 分别, or on average, told as of all alike or as of each every time."""
    alike = _ALIKE.search(said.clause) and not _ALIKE.search(written.clause)
    summed = _SUM.search(said.clause) and not _IN_ALL.search(written.clause)
    if (alike or summed) and _AVERAGE.search(written.since + written.after[:1]):
        return True
    if _JOINTLY.search(written.clause) and _IN_TURN.search(said.clause):
        return not _IN_TURN.search(written.clause)
    turn = _IN_TURN.search(written.clause)
    if turn is None or _IN_TURN.search(said.clause):
        return False
    start = written.context.number.start - len(written.clause) + turn.end()
    stop = CLAUSE.search(sentence.text, written.context.number.end)
    given = [
        c.number
        for c in sentence.contexts
        if start <= c.number.start < (stop.start() if stop else len(sentence.text))
        and units_agree(c.number, written.context.number)
    ]
    if len({number.value for number in given}) < 2:
        return False
    told = [number for number in said.numbers if any(same_number(number, g) for g in given)]
    before = written.clause[: turn.start()] or CLAUSE.split(written.lead)[-2:][0]
    listed = letters(before)[-_LIST_SHOWN:]
    of_all = len(told) == 1 and len(listed) >= _LISTED and listed in letters(said.lead)
    return bool(alike or summed or of_all)


def _per_what(said: View, written: View) -> bool:
    """每人每年1200元 told without one of them, unless in other words."""
    units = {match["unit"] for match in _PER.finditer(written.clause[-_NEARBY:])}
    told = f"{said.lead}{said.after}"
    if "每" in written.clause and set(_SO_MANY.findall(counted_form(written.clause))) - set(
        _SO_MANY.findall(counted_form(told))
    ):
        return True
    return any(not re.search(_SAME_PER.get(unit, "[每按]"), told) for unit in units)


def _in_all(said: View, written: View) -> bool:
    """又 and 再 told as 累计, or the other way round."""
    own, theirs = said.since, written.since
    if _IN_ALL.search(own) and not _IN_ALL.search(theirs):
        return bool(_FURTHER.search(theirs)) and not _FURTHER.search(own)
    return bool(_AGAIN.search(own) and _IN_ALL.search(theirs) and not _FURTHER.search(theirs))


def _whole_year(said: View, written: View, sentence: SourceSentence) -> bool:
    """同期 and other parts of a year told as the whole of it, or the other way round."""
    own, theirs = _compared_with(said.clause), _compared_with(written.clause)
    if _WHOLE_YEAR.search(own) and not _WHOLE_YEAR.search(written.lead):
        return bool(_PART_YEAR.search(theirs)) and not _PART_YEAR.search(own)
    if _YEAR_END.search(said.lead) and not _YEAR_END.search(written.lead):
        return bool(_MONTH_END.search(written.lead)) and not _MONTH_END.search(said.lead)
    if "同期" in own and "同期" not in written.lead:
        return bool(_WHOLE_YEAR.search(theirs)) and not _WHOLE_YEAR.search(own)
    return False


def _compared_with(clause: str) -> str:
    """What follows 比, or the whole clause."""
    return re.split("[比较](?!重|例|为)", clause)[-1]


def _former(said: View, written: View) -> bool:
    """The value that something had before told as what it has now, or the other way round."""
    own, theirs = _stage(said), _stage(written)
    if theirs == "before":
        return own == "after" or not (own or _FORMERLY.search(said.clause))
    return theirs == "after" and own == "before"


def _stage(view: View) -> str:
    """Whether a number is what something changed from, or what it changed to."""
    clause = view.clause[len(view.clause) - min(len(view.clause), len(view.since)) :]
    if _CHANGED_TO.search(clause):
        return "after"
    if _BEFORE_CHANGE.search(clause) and _CHANGES_TO.match(view.after):
        return "before"
    return ""


def _ratio(said: View, written: View) -> bool:
    """完成计划的98% told as 超出计划98%, 是上年的3倍 as 增长3倍, or the other way round."""
    if said.context.number.unit not in _RATIOS:
        return False
    own, theirs = _ratio_kind(said), _ratio_kind(written)
    return bool(own and theirs) and own != theirs


def _ratio_kind(view: View) -> str:
    clause = view.clause
    if _SHARE_OF.search(clause) or _CHANGED_TO.search(clause):
        return "of"
    return "by" if _CHANGED_BY.search(clause) else ""


__all__ = ["role_fault"]
