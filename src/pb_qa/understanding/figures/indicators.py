"""What a quantity measures, put together from the words of its sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pb_qa.understanding.figures.periods import Moment
from pb_qa.understanding.figures.quantities import Quantity

_BOUNDARY: Final = re.compile("[，,；;：:。！？!?\\n]|——")
_LONGEST: Final = 32
_LINKS: Final = (
    "达到|达|为|是|有|共有|共计|合计|总计|总共|共|计|约|近|到|至|了|由|从|在|占|即|仅|只|只有|已|已有|已经|累计|分别|平均|可|将|约为|约占|超过|高达|完成|实现|突破"
    "|也|都|就|还|均|以|按|每年|年均|平均每年|每|保持|控制|维持|不|又|再|拟|安排|列|需|需要|应|应当|要|可以|能|能够|并|并且|而|则|大约|左右|各"
)
_CHANGES: Final = "增长|增加|提高|上升|上涨|下降|减少|降低|降|升|回落|扩大|缩小|增|减|递增|翻|涨|跌|恢复|发展|调整|压缩|上调|下调|实际增长|净增|延长|缩短|多|少|高|低|快|超"
_TAIL: Final = re.compile(f"(?:(?:{_LINKS}|{_CHANGES}|[“‘\\s的地得(（、])+)$")
_HEAD: Final = re.compile(
    "^(?:[\\s、，,）)”’“‘]|其中|同时|另外|此外|并且?|而且?|以及|又|还|已经?|也|预计|预期|计划|力争|争取|确保|使得?|将|要|把|对于?|从|到|由|按照?|我们|我国|国家|和|与|及"
    "|再|各|在|比|较|同比|环比|年均|平均|每年|平均每年|分别|今年|当年|全年|共|累计|截至|以来|期间|以后|年|末|底|初|为了|通过|经过|了|的|大约|约|近|则|如果|特别是|例如|如|即|每)+"
)
_COMPARISON: Final = re.compile(
    "(?:比|较|同|与)(?:上年|去年|上一?年度?|同期|上年同期|去年同期|预算数?|计划|原来|过去|当年|前年)?(?:的)?(?:同期|预算数?|计划|实际)?(?:相比)?|同比|环比|按可比价格计算?|可比口径"
)
_SHARE_OF: Final = re.compile(
    "占(?:了|到)?(?P<whole>[^，。；、]{0,16}?)(?:的比[重例])?(?:的|为|达到?|约|超过|由|从)*$"
)
_OBJECT: Final = re.compile("^(?:的)?(?P<noun>[^，。；：、！？,;:()（）\\n|0-9]{1,24})")
_NO_OBJECT: Final = re.compile(
    "^(?:以上|以下|左右|以内|之内|多|余|和|与|及|至|到|，|、|以来|的[增下]|的速度|增长|下降|上升|减少|提高|增加|用于|，|上升到|下降到|提高到|增加到|减少到|扩大到|就|是|为|内|而|或者?|并)"
)
_STOP_IN_OBJECT: Final = re.compile(
    "(?:得到|受到|达到|实现了?|用于|上升|下降|提高到|增加到|减少|，)"
)
_THINGS: Final = frozenset(
    [
        "个",
        "项",
        "名",
        "位",
        "人",
        "家",
        "户",
        "所",
        "座",
        "条",
        "件",
        "台",
        "套",
        "辆",
        "处",
        "批",
        "期",
        "款",
        "支",
        "只",
        "艘",
        "架",
        "头",
        "匹",
        "棵",
        "株",
        "篇",
        "份",
        "本",
        "册",
        "部",
        "集",
        "场",
        "对",
        "组",
        "队",
        "种",
        "层",
        "股",
        "床",
        "起",
        "宗",
        "盏",
        "眼",
        "块",
        "根",
        "幢",
        "栋",
        "枚",
        "间",
        "次",
        "门",
        "类",
        "个省",
        "标段",
        "节",
        "万",
        "亿",
        "人次",
        "口",
        "架次",
        "场次",
        "岁",
        "周岁",
    ]
)
_PARALLEL: Final = re.compile(
    "^(?:其中)?(?P<side>城镇|城市|农村|乡村|男|女|男性|女性|中央|地方|全国|全区|全市|全省|工业|农业|轻工业|重工业|出口|进口|第[一二三]产业)(?P<rest>居民|人口)?$"
)
_SIDE: Final = re.compile("^(?:城镇|城市|农村|乡村|男性?|女性?|中央|地方|出口|进口)(?:居民|人口)?")


class IndicatorReader:
    """Reads the indicators of the quantities of one sentence, from the first to the last.

    Parameters
    ----------
    form
        The document's text as `amounts.folded` gives it.
    text
        The same text as it is; indicators are cut from it.
    start, end
        Span of the sentence.
    heading
        What governs the sentence when it does not say itself what is measured.
    """

    def __init__(
        self,
        form: str,
        text: str,
        start: int,
        end: int,
        quantities: Sequence[Quantity],
        moments: Sequence[Moment],
        heading: str,
    ) -> None:
        self._form, self._text = form, text
        self._start, self._end = start, end
        self._quantities = quantities
        self._moments = moments
        self._heading = heading
        self._last = ""
        self._shared: list[str] = []

    def read(self) -> list[str]:
        """One indicator for each quantity, in the same order."""
        return [self._indicator(index) for index in range(len(self._quantities))]

    def _indicator(self, index: int) -> str:
        quantity = self._quantities[index]
        floor = self._quantities[index - 1].outer_end if index else self._start
        left = self._left(floor, quantity.outer_start)
        if self._shared and index:
            return self._take_shared()
        raw_clause = self._form[
            max(floor, self._clause_start(floor, quantity.outer_start)) : quantity.outer_start
        ]
        share = _SHARE_OF.search(raw_clause)
        subject = left
        obj = (
            self._object(index)
            if quantity.base_unit in _THINGS or not quantity.base_unit or not left
            else ""
        )
        if share:
            name = self._share(raw_clause, share, obj)
        elif subject and obj:
            name = _joined(subject, obj)
        elif subject:
            name = self._with_parallel(subject)
        else:
            earlier = self._earlier(floor, quantity.outer_start)
            name = (
                (obj and (_joined(earlier, obj) if not self._last and earlier else obj))
                or self._last
                or earlier
                or self._heading
            )
        name = name[-_LONGEST:]
        if name:
            self._last = name
        return name

    def _clause_start(self, floor: int, stop: int) -> int:
        start = floor
        for match in _BOUNDARY.finditer(self._form, floor, stop):
            start = match.end()
        return start

    def _left(self, floor: int, stop: int) -> str:
        return self._cleaned(self._clause_start(floor, stop), stop)

    def _cleaned(self, start: int, stop: int) -> str:
        """A stretch without words of time, comparison, linking verbs."""
        pieces: list[str] = []
        position = start
        for moment in self._moments:
            if start <= moment.start and moment.end <= stop:
                pieces.append(self._text[position : moment.start])
                position = moment.end
        pieces.append(self._text[position:stop])
        phrase = _COMPARISON.sub("", "".join(pieces)).strip()
        previous = None
        while previous != phrase:
            previous = phrase
            phrase = _HEAD.sub("", _TAIL.sub("", phrase)).strip()
        return phrase if len(phrase) > 1 else ""

    def _earlier(self, floor: int, stop: int) -> str:
        """What the clauses before say, nearest first."""
        starts = [floor, *(m.end() for m in _BOUNDARY.finditer(self._form, floor, stop))]
        for begin, until in reversed(list(zip(starts, [*starts[1:], stop], strict=True))):
            phrase = self._cleaned(begin, max(begin, until - 1) if until != stop else stop)
            if phrase:
                return phrase
        return ""

    def _object(self, index: int) -> str:
        """The noun that follows a measure word: 300多个|城市."""
        quantity = self._quantities[index]
        stop = (
            self._quantities[index + 1].outer_start
            if index + 1 < len(self._quantities)
            else self._end
        )
        after = self._text[quantity.outer_end : min(stop, self._end)]
        if _NO_OBJECT.match(after):
            return ""
        match = _OBJECT.match(after)
        if match is None:
            return ""
        noun = match["noun"]
        cut = _STOP_IN_OBJECT.search(noun)
        noun = noun[: cut.start()] if cut and cut.start() > 1 else noun
        return noun.strip(" 的“”‘’了")

    def _share(self, clause: str, share: re.Match[str], obj: str) -> str:
        whole = share["whole"]
        offset = self._text.find(whole, 0) if False else None
        subject = _HEAD.sub("", clause[: share.start()]).strip() or self._last
        return f"{subject}占{whole}比重" if not obj or subject else f"{obj}占{whole}比重"

    def _with_parallel(self, subject: str) -> str:
        """农村 after 城镇人均居住面积 is 农村人均居住面积."""
        side = _PARALLEL.match(subject)
        core = _SIDE.sub("", self._last)
        if side and core != self._last:
            return subject + core
        return subject

    def _take_shared(self) -> str:
        self._last = self._shared.pop(0)
        return self._last


def _joined(subject: str, obj: str) -> str:
    return subject if obj in subject else subject + obj
