"""True figures of another span, scope, basis, purse or stage than they are told of."""

from __future__ import annotations

import re
from typing import Final

from .behaviour import Utterance
from .scene import Scene, Source
from .seventh_phrasing import (
    PERCENT,
    QUANTITY,
    YEAR,
    Maker,
    Retold,
    exchanging,
    forged,
    matching,
    measured,
    named,
    opened,
    replaced,
    standing,
    title,
)

_AMOUNT: Final = rf"(?:{PERCENT}|{QUANTITY})"
_SOON: Final = rf"(?=[^，。；]{{0,16}}{_AMOUNT})"
_LATER: Final = rf"(?=[^。；]{{0,30}}{_AMOUNT})"
_CLAUSE: Final = rf"(?=[^，。；]{{0,26}}{_AMOUNT})"
_UNDONE: Final = r"要|将|拟|力争|争取|计划|预计|安排|目标|确保|预期|年内|继续|加快|推进|启动"

_SPANS: Final = (
    (rf"(?<![^，。；年])(?<!到今年)上半年{_LATER}", ("全年",)),
    (rf"第?一季度{_LATER}", ("前三季度", "全年")),
    (rf"前三(?:个)?季度{_LATER}", ("全年",)),
    (rf"[1１]—+[5-9５-９]月份?{_LATER}", ("全年",)),
    (rf"下半年{_LATER}", ("全年",)),
)
_YEARS_AS_ONE: Final = (
    (rf"(?:过去)?[五三四十两](?:年来|年间|年内|年共|年累计){_LATER}", ("去年一年", "仅去年")),
    (rf"(?:^|(?<=，))五年(?=新增|累计|投入|完成){_LATER}", ("去年一年", "仅去年")),
    (rf"^(?:过去|这)?五年[，来]{_LATER}", ("去年，", "过去一年，")),
)
_YEARLY: Final = (
    (
        rf"(?:年均|平均每年)(?P<v>增长|递增|上涨|下降)了?(?P<p>{PERCENT})",
        (r"总共\g<v>\g<p>", r"累计\g<v>\g<p>"),
    ),
    (
        rf"(?:年均|平均每年)(?P<v>增加|新增|减少)了?(?P<p>{QUANTITY})",
        (r"总共\g<v>\g<p>", r"累计\g<v>\g<p>"),
    ),
    (
        rf"[五三四十]年累计(?P<v>[^，。；\d０-９]{{0,6}})(?P<q>{QUANTITY})",
        (r"每年\g<v>\g<q>", r"平均每年\g<v>\g<q>"),
    ),
)
_PRICES: Final = (
    (r"扣除(?:物价|价格)(?:上涨|变动)?因素(?:后|以后)?", ("未扣除物价因素", "不考虑物价变化")),
    (rf"(?<=收入)实际增长(?={PERCENT})", ("名义增长", "未扣除价格因素增长")),
    (r"按可比价格?(?:计算)?", ("按当年价格计算", "按现价计算")),
    (r"(?:(?:19|20)\d\d年)?不变价格?", ("当年价格", "现行价格")),
)
_INCLUDED: Final = (
    (r"不(?:包括|含|计)(?P<x>[^，。；）]{2,14})在内", (r"连同\g<x>在内",)),
    (r"不(?:包括|包含)(?P<x>[^，。；）在]{2,14})(?=[，；）])", (r"包括\g<x>在内",)),
    (
        r"(?<![^，。；])除(?:了)?(?P<x>[^，。；]{2,14}?)(?:以外|之外|外)，",
        (r"包括\g<x>在内，", r"连同\g<x>，"),
    ),
)
_BASIS: Final = (
    (rf"人均(?=[^，。；均期寿]{{0,6}}(?:收入|补助|补贴|标准|支出|面积)){_SOON}", ("户均",)),
    (rf"(?:每人每年|每年每人){_SOON}", ("每人每月", "每户每年")),
    (rf"每人每月{_SOON}", ("每人每年", "每户每月")),
    (rf"(?<![^，。；])每年(?=[^，。；\d０-９]{{0,10}}{QUANTITY})", ("每月", "每季度")),
    (rf"每百元{_SOON}", ("每万元", "每元")),
    (rf"(?:亩产|单产){_SOON}", ("总产量",)),
    (
        rf"(?<![上去今本一两二三四五六七八九十零\d０-９])年(?=吞吐量|生产能力|产值|产量|发电量){_SOON}",
        ("月",),
    ),
)
_WIDENED: Final = (
    (rf"规模以上工业(?:企业)?{_SOON}", ("全部工业", "各类大小工业")),
    (rf"城镇登记失业率{_SOON}", ("城乡失业率", "全社会失业率")),
    (rf"城镇新增就业{_SOON}", ("城乡新增就业",)),
    (rf"(?<![和、与])城镇居民(?=人均){_SOON}", ("城乡居民", "全体居民")),
    (rf"(?<![和、与])(?:农村居民|农民)(?=人均){_SOON}", ("城乡居民", "全国居民")),
    (rf"农村贫困人口{_SOON}", ("城乡贫困人口",)),
    (rf"国有企业{_SOON}", ("各类企业",)),
    (rf"高速公路{_SOON}", ("各级公路",)),
    (rf"全社会固定资产投资{_SOON}", ("政府投资",)),
    (rf"(?<!对外)(?:外商)?直接投资{_SOON}", ("各类投资",)),
    (rf"新农合{_SOON}", ("城乡居民医保",)),
    (rf"全民所有制(?=工业|企业|单位){_SOON}", ("各种所有制",)),
)
_SAMPLE: Final = (
    (
        r"(?:部分|一些|有的|许多|试点|重点)"
        rf"(?P<x>地区|企业|城市|省市|乡镇|高校|学校|县){_LATER}",
        (r"全国所有\g<x>",),
    ),
    (
        r"据(?=[^，。；]{0,16}(?:省|市|县|试点|户|个[^，。；人]))[^，。；]{2,20}?"
        rf"(?:的?统计|调查)，(?=[^。]{{0,60}}{_AMOUNT})",
        ("据全国普查，",),
    ),
    (rf"\d+个(?P<x>重点|试点)(?P<y>企业|城市|地区|贫困县|县|行业){_LATER}", (r"全部\g<y>",)),
    (rf"中西部(?:地区)?{_LATER}", ("全国各地",)),
)
_PURSE: Final = (
    (rf"中央财政{_CLAUSE}", ("地方财政", "省级财政")),
    (rf"中央预算内投资{_CLAUSE}", ("地方政府投资",)),
    (rf"地方财政(?!总?收入){_CLAUSE}", ("中央财政",)),
    (rf"省级财政{_CLAUSE}", ("中央财政",)),
    (rf"国家财政(?!总?收入){_CLAUSE}", ("地方财政",)),
    (rf"社会资本{_CLAUSE}", ("财政资金",)),
)
_STAGE: Final = (
    (r"协议(?:利用外资|外资|金额)", ("实际到位金额",)),
    (rf"实际(?:利用外资|利用外商直接投资|利用外商投资|使用外资|投资){_SOON}", ("合同利用外资",)),
    (rf"(?<!新)建成(?!通车|的){_SOON}", ("刚刚立项",)),
    (rf"竣工(?:面积)?{_SOON}", ("新开工",)),
    (rf"(?:已经?)?开工(?:建设)?{_SOON}", ("竣工",)),
    (rf"完成投资{_SOON}", ("计划投资", "签约投资")),
    (rf"总投资{_SOON}", ("已完成投资", "到位资金")),
    (rf"投产{_SOON}", ("立项",)),
    (rf"(?<=[，。；项目])在建{_SOON}", ("已建成",)),
    (rf"累计发放{_SOON}", ("承诺发放",)),
)
_RESULT: Final = (
    (
        rf"力争(?:使|将)?(?P<v>[^，。；\d０-９]{{0,12}}?)"
        rf"(?P<k>达到|突破|完成|实现|增长){_SOON}",
        (r"\g<v>已经\g<k>",),
    ),
    (rf"拟(?P<v>安排|发行|新建|投资|增加){_SOON}", (r"已经\g<v>",)),
    (
        rf"(?<![将需])要再?(?P<v>完成|新增|解决|建成|改造|实现|达到|新建|增加|减少|提高到){_SOON}",
        (r"已经\g<v>",),
    ),
    (rf"计划(?P<v>完成|投资|新建|安排|实施)(?=[^，。；]{{0,16}}{QUANTITY})", (r"已经\g<v>",)),
    (rf"(?<![即必])将(?P<v>达到|增长|增加|超过|建成|完成){_SOON}", (r"已经\g<v>",)),
    (r"(?:主要)?预期目标(?:是|为)[:：]", ("实际完成情况是：",)),
    (
        rf"确保(?P<v>[^，。；\d０-９]{{2,12}}?)"
        rf"(?P<k>达到|完成|超过|突破)(?P<q>{QUANTITY})",
        (r"\g<v>已经\g<k>\g<q>",),
    ),
    (rf"预计(?:比上年)?(?P<v>增长|增加|达到|下降){_SOON}", (r"实际\g<v>",)),
)
_RELATIVE: Final = (
    (rf"(?<![^，。；])今年{_LATER}", ("去年",)),
    (rf"(?<![^，。；])去年{_LATER}", ("前年", "今年")),
)
_OTHER_BASE: Final = (
    (rf"同比(?:增长|增加)(?={_AMOUNT})", ("环比增长",)),
    (
        rf"比(?:上年|去年)(?!同期|末|底|预算|决算|的)(?=[^，。；\d０-９]{{0,4}}{_AMOUNT})",
        ("比年初计划", "比前几年"),
    ),
    (rf"比(?:上年|去年)同期{_SOON}", ("比上个月", "比全年计划")),
    (rf"(?:比|较)(?:年初)?(?:预算|计划){_SOON}", ("比上年",)),
    (rf"比年初{_SOON}", ("比多年前",)),
    (rf"比前五年{_SOON}", ("比上年",)),
)
_HERE: Final = re.compile(r"全区|我区|全旗|我旗|全县|我县|全市|我市")
_LOCAL: Final = re.compile(r"（[^（），]{2,12}(?:区|市|县|旗)人民政府")
_DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}(?=）)")
_FIELD: Final = re.compile(r"^(?:目前|现在)?在?(?P<d>[^，。；：、在\d０-９]{2,10})方面，")


def _compared_years(found: re.Match[str], source: Source, scene: Scene) -> Retold:
    wrong = f"{found['z']}{found['m']}比{found['y']}"
    return replaced(source, found, wrong), wrong


def _local_as_national(scene: Scene) -> Utterance | None:
    """A figure of a district, told of the whole country."""
    for source in standing(scene):
        found = _HERE.search(source.body)
        if found and measured(source) and _LOCAL.search(source.passage.head):
            if re.search(r"全国|全省|全自治区|市委|区委|县委", source.body):
                continue
            wrong = scene.chance.choice(("全国", "全省"))
            body = opened(replaced(source, found, wrong), scene.chance)
            return forged(scene, [source], body, wrong, found[0])
    return None


def _field_exchanged(scene: Scene) -> Utterance | None:
    """“在文教方面，” before what was said of industry."""
    fields = {
        found["d"]: source for source in scene.sources if (found := _FIELD.match(source.body))
    }
    for source in standing(scene):
        found = _FIELD.match(source.body)
        fit = [one for one in fields if not _akin(one, found["d"])] if found else []
        if found and fit and measured(source):
            wrong = scene.chance.choice(fit)
            body = source.body[: found.start("d")] + wrong + source.body[found.end("d") :]
            return forged(scene, [source], opened(body, scene.chance), wrong, found["d"])
    return None


def _akin(one: str, other: str) -> bool:
    return any(one[i : i + 2] in other for i in range(len(one) - 1))


def _said_elsewhere(scene: Scene) -> Utterance | None:
    """A figure of one document, told as said by another that was found as well."""
    for source in standing(scene):
        if not measured(source) or len(source.body) > 90 or "《" in source.body:
            continue
        for other in scene.sources:
            name = title(other)
            if not name or name == title(source) or other.number == source.number:
                continue
            known = [p.text for p in scene.prompt.passages if f"《{name}》" in p.head]
            days = [_DAY.search(one.passage.head) for one in (source, other)]
            alike = all("政府工作报告" in one.passage.head for one in (source, other))
            if days[0] is None or days[1] is None or days[0][0] == days[1][0] or not alike:
                continue
            if any(source.text in text for text in known):
                continue
            frame = scene.chance.choice(
                ("{b}，这是《{t}》公布的", "《{t}》披露，{b}", "{b}（见《{t}》）")
            )
            body = frame.format(t=name, b=source.body)
            return forged(scene, [source], body, name, title(source) or source.passage.head[:30])
    return None


SEVENTH_SCOPE: Final[dict[str, Maker]] = named(
    {
        "half a year told as the year": exchanging(_SPANS, unless="全年|以来|确保|力争|计划|要|将"),
        "years told as one": exchanging(_YEARS_AS_ONE, unless="比前五年|今后|未来"),
        "yearly told as altogether": exchanging(_YEARLY),
        "real told as nominal": exchanging(_PRICES),
        "left out told as included": exchanging(_INCLUDED, unless="情况|情形"),
        "per head and in all confused": exchanging(_BASIS),
        "narrow told as wide": exchanging(
            _WIDENED, unless="超过|(?<!规模)以上|突破|多万|余万|至少"
        ),
        "sample told as everything": exchanging(_SAMPLE),
        "district told as the country": _local_as_national,
        "another purse": exchanging(_PURSE, unless="中央和地方|中央与地方|各级财政"),
        "another stage": exchanging(_STAGE, unless=_UNDONE),
        "plan told as result": exchanging(_RESULT, unless="不要|只要|需要|要求"),
        "years taken for one another": exchanging(_RELATIVE, unless=_UNDONE),
        "another base": exchanging(_OTHER_BASE),
        "years compared exchanged": matching(
            rf"(?P<y>{YEAR})(?P<m>[^，。；]{{0,14}})比(?P<z>{YEAR})(?=[^，。；]{{0,16}}{_AMOUNT}|[^，。；]{{0,8}}倍)",
            _compared_years,
            counted=False,
        ),
        "field exchanged": _field_exchanged,
        "said by another document": _said_elsewhere,
    }
)
