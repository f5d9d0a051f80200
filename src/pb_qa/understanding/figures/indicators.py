"""What a quantity measures, put together from the words of its sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pb_qa.figures import Measure
from pb_qa.understanding.figures.periods import Moment
from pb_qa.understanding.figures.quantities import Quantity

_BOUNDARY: Final = re.compile("[，,；;：:。！？!?\\n|]|——")
_LONGEST: Final = 32
_SHORT_LINKS: Final = (
    "(?<![行作认成])为|是|(?<![国所私公民拥])有|(?<![公中])共|(?<![统会设合总估预])计|(?<![节合公契条])约|(?<![附最])近|到|至|了"
    "|(?<![自理])由|从|(?<![存现潜])在|占|即|(?<![不])仅|只|也|都|就|(?<![偿归退])还|(?<![人年户平])均|(?<![可所])以|按|每|又|再|拟|(?<![内])需|(?<![供响相])应"
    "|(?<![纲主需重])要|则|可|将|已|并|而|各|达|的|却|后|，"
)
_LINKS: Final = (
    "达到|共有|共计|合计|总计|总共|只有|已有|已经|已达|累计|分别|平均|约为|约占|超过|高达|完成|实现|突破|年均|平均每年|保持|控制|维持|安排"
    "|需要|相应|应当|可以|能够|并且|大约|左右|预定|预计|计划|实际|预期目标|目标|估计"
)
_CHANGES: Final = (
    "增长|增加|提高|上升|上涨|下降|减少|降低|降|升|回落|扩大|缩小|(?<!新)增|(?<![加裁])减|递增|翻|(?<!上)涨|(?<!下)跌|恢复|压缩|上调|下调|净增|延长|缩短"
    "|(?<!至)多|(?<!至|缺)少|高|低|快|超|发展|调整"
)
_TAIL: Final = re.compile(f"(?:{_LINKS}|{_CHANGES}|{_SHORT_LINKS}|[“‘\\s(（、])+$")
_HEAD: Final = re.compile(
    "^(?:[\\s、，,）)”’“‘—]|(?:党?中央|国务院|国家|会议)(?:提出|决定|规定|要求)|设(?![备施计立置])|[（(][一二三四五六七八九十0-9]{1,3}[）)]|第[一二三四五六七八九十百零0-9]+[条款项]"
    "|其中|同时|另外|此外|并(?![发网购行列存轨])且?|而且?|以及|又|还(?!款|贷)|已经?|也|预计|预期|预算规定|力争|争取|确保|使得?(?!用)|将(?!军)|要(?!素|求)|把|对于?(?!外|口|象|策|接)"
    "|从(?!业|事|属)|到|由|按照?(?!期|时|劳|揭)|根据|我们|我国|国家(?=[在对])|和(?!谐|平)|与|及(?!时)|再(?!就业|生|贷款|次)|在(?!建|校|职|岗|册|编|读|押|线|外)|较(?![大高多好重])"
    "|同比|环比|年均|平均(?=每|增)|每年|平均每年|分别|今年|当年|全年|共(?![同建产青享])|累计|截至|以来|期间|以后|年(?![产均度龄轻货旅])|末|底|为了|通过(?!率)|经过"
    "|了|的|大约|约(?!束)|则|如果|特别是|例如|如|即|先后|继续(?=[增提下上])|比(?![重例率较])|[一二两三四五六七八九十]{1,2}年(?:来|间|内|中|里)?)+"
)
_COMPARISON: Final = re.compile(
    "(?:比|较|同|与)(?:上年|去年|上一?年度?|同期|上年同期|去年同期|预算数?|原来|过去|当年|前年)(?:的)?(?:同期|预算数?|计划|实际)?(?:相比)?"
    "|(?:比|较)(?=[，增减提下上多少高低])|同比|环比|按(?:可比|不变|现行)(?:价格|口径|部分|汇率)(?:计算)?|可比口径"
    "|扣除(?:物价|价格)(?:上涨|变动)?因素"
)
_SHARE_OF: Final = re.compile(
    "(?<!抢)占(?:了|到)?(?P<whole>[^，。；、占]{0,18}?)(?P<noun>的?比[重例])?(?:的|为|达到?|约|超过|由|从|在|提高到|上升[到为]|下降[到为])*$"
)
_OBJECT: Final = re.compile("(?:的)?(?P<noun>[^，。；：、！？,;:()（）\\n|0-9０-９]{1,24})")
_NO_OBJECT: Final = re.compile(
    "(?:大关|关口|大台阶|的?水平|的?基础|的?目标|的?规模|的?比例|的?标准(?!处)|以上|以下|左右|以内|之内|和|与|及|至|到|以来|的?[增减升降涨]|的?速度|的?幅度|的?比[重例]|下降|上升|提高|用于|就|是|为|内|而|或者?|并|，|以$)"
)
_ASIDE: Final = re.compile("[（(][^（）()]{1,10}[）)]")
_STOP: Final = re.compile("得到|受到|达到|实现|用于|上升|下降|增加到|减少到|分别|以上的|将(?![军来])|，")
_JOINT: Final = re.compile("(?:和|与|及|以及|、|至|到|或|或者)[约近]?$")
# Goods that a single character names: 纸520万吨，糖260万吨.
_GOODS: Final = frozenset("钢铁铝铜煤油电气纸糖盐纱布丝绸麻棉茶粮菜果鱼肉蛋奶猪牛羊马烟酒表")
# 淘汰炼钢产能…、炼铁产能…: what is done to the first is done to all.
_SHARED_ACTION: Final = re.compile(
    "(?:(?:淘汰|关停|新建|改建|扩建|续建|改扩建|改造|建成|建设|完成|新增|安排|推广|查处|发放|铺设|种植|新增加|修建|新修)"
    "[、和及]?)+(?:了)?(?:落后的?)?"
)
_LISTED_NEXT: Final = re.compile("[、和与及]")
_OUTPUT: Final = "产量"
_NO_GOODS: Final = re.compile("能力|投资|收入|[进出]口")
_OUTPUT_UNITS: Final = frozenset("吨 公斤 斤 担 辆 台 架 只 匹 箱 桶 立方米 马力 度 千瓦时 千瓦小时".split())
_NO_OUTPUT: Final = re.compile(
    "[量额值]|能力|收入|投资|[出进]口|面积|库存|储备|损失|规模|节约|节省|新增|增加|运输|供应|淘汰|消[耗费]|收购|销售|建成|投产|完成"
)
_THINGS: Final = frozenset(
    (
        "个 项 名 位 人 家 户 所 座 条 件 台 套 辆 处 批 期 款 支 只 艘 架 头 匹 棵 株 篇 份 本 册 部 集 场 对 组 队 种 层 股 床 起 宗 盏 "
        "眼 块 根 幢 栋 枚 间 次 门 类 标段 节 人次 口 架次 场次 岁 周岁 村 镇 乡 县 市 省 千伏"
    ).split()
)
# Says little by itself: 投资 of what, 处理率 of what.
_WEAK: Final = re.compile(
    "(?:完成|实际|计划|合同|协议|原|总|年|新增|累计|工程|项目)*(?:投资|总投资|营业额|产值|利税|利润|税收|创汇|用汇|资金|决算数?|预算数?|少支|多支|少收|多收"
    "|增产|减产|占比|比重|比例|目标|项目|党员|总额|总数|面积|人均|规模|投产|节约|损失|增加值|经费|支出|收入|销售额|销售收入|交易额|产量|总量|余额|处理率|覆盖率"
    "|普及率|利用率|合格率|人数|人员|人|资产|存栏|吞吐量|能力|生产能力|涨幅|增幅|增速|降幅|时间|期限|任期|试用期|公示期|有效期|罚款|有期徒刑|拘役|职工|农户|企业|户|参保|参保人数|受益|领取养老金|覆盖面|覆盖范围|基本建成|新开工|开工|建成|周期|最长|最短|直接投资|存款余额|存款"
    "|重伤|死亡|受伤|直接经济损失|经济损失|带动总投资|带动投资|支持项目|支持|少|只?差|相差|同期|结余|涉及税目|补助标准|标准|合同金额|金额|合同额|贷款|贷款余额|出口|进口|顺差|逆差|赤字|连续|再|仅|县|市|乡|镇|村"
    "|入学率|毕业|招生|在校生|利息|保险费|缴费|赔偿|收费|费用|价格|面值|数额|比例|幅度|水平|次数|年限|保存备查|完工|投产|并网|通车|中标|培训|就业|安置|脱贫)"
)
_VERBS_ONLY: Final = re.compile(
    "(?:前|全面|要|完成|继续|实施|加快|推进|新建|改建|扩建|续建|建成|建设|启动|组织|落实|配套|计划|执行|设|设立|开展|安排|新增|新开工|引进|培育|打造|投入|发放|争取|筹集"
    "|改造|修建|铺设|举办|召开|建立|成立|获得|达|用于|拨付|处|并处|给予|处以|取得|解决|超|在|为|连续|再|仅|大大|继|拥有|高于|低于|多于|少于|超过|以每人|每人|责令|按|不满|满|支付|向|以|用人单位|各)+"
)
_PAST_LIST: Final = re.compile("、[^，。；]{1,14}等$|、[^，。；、]{2,6}$")
_PREDICATE: Final = re.compile(
    "(?:达到?|为|是|有|共|完成|实现|增长|增加|提高|上升|下降|减少|降低|到|至|占|突破|超过|[多少高低]|约|近|收入|支出|余额|总额|产量|总产值|率)$"
)

_TERMS: Final = frozenset("年 个月 天 日 个工作日 工作日 小时 个小时 周 分钟 月".split())
_ACTION: Final = re.compile("[，,]?(?:，)?(?P<action>[^，。；：、！？,;:()（）\\n|]{3,26})")

_SIDES: Final = "城镇|城市|农村|乡村|男性?|女性?|中央|地方|出口|进口|轻工业|重工业|工业|农业|国内|国外|境内|境外"
_SIDE: Final = re.compile(f"^(?:{_SIDES})(?:居民|人口)?")
_ONLY_SIDE: Final = re.compile(f"^(?:{_SIDES})(?:居民|人口)?$")
_RESPECTIVELY: Final = re.compile("分别")
_VERB: Final = re.compile(
    "(?:实际|名义|同比|均)?(?:增长|下降|达到|提高|增加|减少|上升|为|达)(?:了|到)?$"
)
_COORDINATED: Final = re.compile("[、和与及]|以及")


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
    before
        What the last figure of the sentence before measured, in the same paragraph.
    heading
        What governs the sentence when it does not say itself what is measured.
    output
        Whether the paragraph lists what was produced: 棉纱产量…，纸…，糖….
    """

    def __init__(
        self,
        form: str,
        text: str,
        start: int,
        end: int,
        quantities: Sequence[Quantity],
        moments: Sequence[Moment],
        before: str,
        heading: str,
        output: bool,
    ) -> None:
        self._form, self._text = form, text
        self._start, self._end = start, end
        self._quantities = quantities
        self._moments = moments
        self._heading = before or heading
        self._last = self._first = self._whole = ""
        self._respective: list[str] = []
        self.carried: list[bool] = []
        self.output = output

    # `carried` says of each quantity whether its name is that of the one before.

    def read(self, measures: Sequence[Measure]) -> list[str]:
        """One indicator for each quantity, in the same order."""
        return [self._indicator(i, measure) for i, measure in enumerate(measures)]

    def _indicator(self, index: int, measure: Measure) -> str:
        quantity = self._quantities[index]
        self._is_carried = False
        floor = self._quantities[index - 1].outer_end if index else self._start
        begin = self._clause_start(floor, quantity.outer_start)
        if self._respective and not self._cleaned(floor, quantity.outer_start):
            name = self._respective.pop(0)
        else:
            self._respective = self._coordinated(begin, quantity.outer_start)
            name = self._respective.pop(0) if self._respective else ""
        name = name or self._named(index, floor, begin, measure)
        name = _trimmed(name)
        self.carried.append(self._is_carried)
        self._last = name or self._last
        self.output = name.endswith(_OUTPUT) or (self.output and not _NO_GOODS.search(name))
        self._first = self._first or name
        return name

    def _named(self, index: int, floor: int, begin: int, measure: Measure) -> str:
        quantity = self._quantities[index]
        stop = quantity.outer_start
        clause = self._text[begin:stop]
        if measure is Measure.SHARE:
            share = _SHARE_OF.search(clause)
            if share:
                return self._share(index, begin, share)
        if quantity.unit in _TERMS and quantity.qualifier.endswith("内"):
            action = self._action(index)
            if action:
                return f"{action.removesuffix('的')}的期限"
        attributive = not _PREDICATE.search(clause)
        object_ = self._object(index) if attributive or quantity.base_unit in _THINGS else ""
        joint = _JOINT.search(clause) and (index > 0 and begin == floor or clause.endswith("、"))
        subject = "" if joint and (object_ or index) else self._cleaned(begin, stop)
        if object_ and _PAST_LIST.search(clause):
            subject = ""  # 北京、天津、西安等11个|城市
        elif object_ and "、" in subject:
            subject = subject.rpartition("、")[2]
        if subject and (object_ or not _VERBS_ONLY.fullmatch(subject)):
            name = subject if object_ in subject else subject + object_
            if not object_:
                name = self._as_listed(name, index, begin)
            name = self._with_parallel(name)
            return self._completed(name, floor, begin, is_item=not object_)
        if object_:
            return self._completed(object_, floor, begin)
        earlier = self._earlier(floor, stop)
        self._is_carried = not earlier and not subject
        return earlier + subject or (self._last or self._heading) + subject

    def _share(self, index: int, begin: int, share: re.Match[str]) -> str:
        """Which part of which whole."""
        part = self._cleaned(begin, begin + share.start())
        if not part or _VERBS_ONLY.fullmatch(part):
            part = self._object(index) or self._last
        whole = share["whole"].removesuffix("的") or self._whole or self._first
        self._whole = whole
        return f"{part}占{whole}的比重" if whole and whole != part else f"{part}占比"

    def _completed(self, name: str, floor: int, begin: int, *, is_item: bool = False) -> str:
        """A name that says little by itself after what the clause before is about."""
        if is_item and not _WEAK.fullmatch(name):
            return name if len(name) > 2 else self._earlier(floor, begin) + name
        if len(name) > 2 and not _WEAK.fullmatch(name):
            return name
        before = self._earlier(floor, begin) or self._last or self._heading
        return before if name in before else before + name

    def _as_listed(self, name: str, index: int, begin: int) -> str:
        """A member of a list with what its first member says of all."""
        quantity = self._quantities[index]
        bare = self._text[begin : quantity.outer_start].strip(" \u3000、和与及") == name
        is_output = self.output and quantity.base_unit in _OUTPUT_UNITS and len(name) <= 6
        if is_output and bare and not _NO_OUTPUT.search(name):
            return name + _OUTPUT
        if index and bare and _LISTED_NEXT.match(self._form, self._quantities[index - 1].outer_end):
            action = _SHARED_ACTION.match(self._last)
            return action.group() + name if action and not _SHARED_ACTION.match(name) else name
        return name

    def _clause_start(self, floor: int, stop: int) -> int:
        start = floor
        for match in _BOUNDARY.finditer(self._form, floor, stop):
            start = match.end()
        return start

    def _cleaned(self, start: int, stop: int) -> str:
        """A stretch without words of time and comparison and without linking verbs."""
        pieces: list[str] = []
        position = start
        for moment in self._moments:
            if position <= moment.start and moment.end <= stop:
                pieces.append(self._text[position : moment.start])
                position = moment.end
        pieces.append(self._text[position:stop])
        phrase = _COMPARISON.sub("", "".join(pieces)).strip()
        previous = None
        while previous != phrase:
            previous = phrase
            phrase = _HEAD.sub("", _TAIL.sub("", phrase)).strip()
        return phrase if len(phrase) > 1 or phrase in _GOODS else ""

    def _earlier(self, floor: int, stop: int) -> str:
        """What the clauses before say, nearest first."""
        edges = [floor, *(m.end() for m in _BOUNDARY.finditer(self._form, floor, stop))]
        for begin, until in reversed(list(zip(edges, edges[1:], strict=False))):
            phrase = self._cleaned(begin, until - 1)
            if phrase:
                return phrase
        return ""

    def _object(self, index: int) -> str:
        """The noun that follows: 300多个|城市, 19公里|城市道路."""
        while (
            index + 1 < len(self._quantities)
            and self._quantities[index + 1].outer_start == self._quantities[index].outer_end
        ):
            index += 1  # 三千元以上一万元以下的|罚款
        quantity = self._quantities[index]
        last = index + 1 == len(self._quantities)
        stop = self._end if last else self._quantities[index + 1].outer_start
        if _NO_OBJECT.match(self._text, quantity.outer_end, stop):
            return ""
        if quantity.unit.endswith("人") and self._text.startswith("口", quantity.outer_end):
            return "人口"
        match = _OBJECT.match(self._text, quantity.outer_end, stop)
        if match is None:
            return ""
        noun = match["noun"]
        aside = _ASIDE.match(self._text, match.end(), stop)
        if aside:  # 县（市、区）实施…
            rest = _OBJECT.match(self._text, aside.end(), stop)
            noun += rest["noun"] if rest else ""
        cut = _STOP.search(noun)
        noun = noun[: cut.start()] if cut and cut.start() > 1 else noun
        noun = noun.strip(" 的“”‘’了\u3000")
        return noun if last else noun.rstrip("和与及等共有约近为在达已")

    def _action(self, index: int) -> str:
        """What is to be done within a term: 十五日内|为劳动者办理档案转移手续."""
        quantity = self._quantities[index]
        last = index + 1 == len(self._quantities)
        stop = self._end if last else self._quantities[index + 1].outer_start
        match = _ACTION.match(self._text, quantity.outer_end, stop)
        return match["action"] if match else ""

    def _coordinated(self, begin: int, stop: int) -> list[str]:
        """甲 and 乙 of 甲和乙分别达到; empty when there is no 分别."""
        clause = self._form[begin:stop]
        match = _RESPECTIVELY.search(clause) or self._shared_verb(begin, stop)
        if match is None:
            return []
        names = [
            self._cleaned(begin + piece.start(), begin + piece.end())
            for piece in re.finditer(
                "(?:(?!以及|[、和与及]).)+", clause[: match.start()], re.DOTALL
            )
        ]
        names = [name for name in names if name]
        later = sum(q.start >= stop for q in self._quantities)
        return names if len(names) > 1 and later >= len(names) else []

    def _shared_verb(self, begin: int, stop: int) -> re.Match[str] | None:
        """The verb of A和B增长8%和11%, where as many numbers follow as things are named."""
        index = next(i for i, q in enumerate(self._quantities) if q.outer_start >= stop)
        joined = 1
        while index + joined < len(self._quantities):
            first, second = self._quantities[index + joined - 1 : index + joined + 1]
            between = self._form[first.outer_end : second.outer_start]
            if between not in ("和", "、", "及", "与") or first.unit != second.unit:
                break
            joined += 1
        if joined == 1:
            return None
        names = len(_COORDINATED.findall(self._form, begin, stop)) + 1
        return _VERB.search(self._form[begin:stop]) if names == joined else None

    def _with_parallel(self, subject: str) -> str:
        """农村 after 城镇人均居住面积 is 农村人均居住面积."""
        core = _SIDE.sub("", self._last)
        if _ONLY_SIDE.match(subject) and core and core != self._last:
            return subject + core
        return subject


def _trimmed(name: str) -> str:
    """At most `_LONGEST` characters: the last ones, from the beginning of a word if it shows."""
    if len(name) <= _LONGEST:
        return name
    tail = name[-_LONGEST:]
    cut = re.search("[的、和与及“]", tail[: _LONGEST // 2])
    return tail[cut.end() :] if cut else tail
