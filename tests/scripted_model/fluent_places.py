"""The right number with the wrong standing: a total told as new, a target, a share, a rate."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Final

from .amounts import UNITS, Amount, plain
from .behaviour import Utterance
from .fluent_phrasing import (
    UNDONE,
    Plain,
    by_rules,
    drawn,
    replaced,
    told,
    year_of,
)
from .scene import Scene, Source, report_year

_N: Final = r"[\d０-９一二三四五六七八九十百千两]"
_NUM: Final = r"[\d０-９]+(?:[.．·][\d０-９]+)?"
_STOCK: Final = re.compile(r"(?:里程|人口|余额|总量|面积|参保人数|人数|规模|户数|企业|用户|储备)$")
_CHANGE: Final = r"(?:增加|提高|上升|增长|扩大|减少|下降|降低|压缩|缩小)"

# An amount of several years told as one of a single year.
_CUMULATIVE: Final = (
    (
        r"(?:过去|最近|这|近|前)?(?<![十百千\d０-９])(?:五|5|５|三|四|十)年(?:来|间)?(?:共|累计|总共)",
        ("去年一年", "仅去年就", "上一年度", "一年之内", "当年", "单是去年"),
    ),
    (
        r"(?:改革开放|建国|新中国成立|党的[^，。]{2,8}大|本届政府成立|换届)(?:以)?来(?=，)",
        ("去年一年", "仅去年", "上一年度", "一年之内", "短短一年", "单是去年"),
    ),
)
_QUARTERLY: Final = (
    (
        r"同比|(?:比|较)(?:上年|去年)同期|(?:比|较)(?:上年|去年)(?![度末底的预决])",
        ("环比", "比上月", "比上季度", "较上个月", "比前一季度", "与上月相比"),
    ),
)
_LEVELS: Final = {
    "全国": ("全省", "全市", "全县", "东部地区", "西部地区", "各直辖市"),
    "我国": ("我省", "西部各省", "长三角地区", "东部沿海", "本市", "中部各省"),
    "全区": ("全国", "全自治区", "全省", "全乡", "周边各县", "全市各区合计"),
    "全县": ("全市", "全省", "全国", "全镇", "县城", "全地区"),
    "全省": ("全国", "全市", "省会城市", "全县", "全地区", "各省"),
    "全市": ("全省", "全国", "市辖区", "全县", "各市", "全镇"),
    "我区": ("全国", "我市", "全自治区", "全省", "各旗县", "中心城区"),
}
_INCLUDED: Final = (
    (r"不(?:包括|包含|含)", ("包括", "已含", "计入了", "其中含有", "连同", "包含")),
    (
        r"(?<![的项加他税])(?:扣除|剔除)(?=[^，。；、标后）])(?!物价)",
        ("未扣除", "没有剔除", "计入", "加上", "连同", "不扣减"),
    ),
    (r"(?<=[（(])(?:包括|包含|含)", ("不包括", "不含", "并未计入", "扣除了", "排除", "不涉及")),
    (r"除外", ("在内", "也在其中", "一并计入", "均包括在内", "也计算在内", "在内")),
)
_PER_HEAD: Final = (
    (
        rf"人均([^，。；\d０-９由分际]{{0,6}}?(?:收入|支出|总值|面积|经费|占有量|补助|投入|消费))(达到|达|为|)(?={_N})",
        (
            r"\1总额\2",
            r"全部\1\2",
            r"\1合计\2",
            r"全体居民的\1总计\2",
            r"\1的总规模\2",
            r"\1总量\2",
        ),
    ),
    (
        r"户均|每户平均|平均每户",
        ("全部农户合计", "各户总计", "全体住户一共", "全村总共", "所有家庭合计", "总计"),
    ),
)
_BY_TO: Final = (
    (rf"({_CHANGE})(?:到|至)了?(?={_N})", (r"\1了", r"\1", r"共\1", r"净\1", r"合计\1")),
    (
        rf"({_CHANGE})了?(?=(?:{_NUM})[%％])",
        (r"\1到", r"\1至", r"\1到了", r"\1至占总数的", r"\1到全部的"),
    ),
)
_UNITS: Final = (
    (
        r"(?<=[\d０-９万亿])人次",
        ("名不同的居民", "户家庭", "个单位", "名常住人口", "个行政村", "家企业"),
    ),
    (r"(?<=[\d０-９万百千])场次?", ("天", "种形式", "个县", "年", "部作品", "支队伍")),
    (r"(?<=[\d０-９万百千])件(?!套)", ("类", "家", "人", "个批次", "个门类", "处")),
    (r"(?<=[\d０-９万百千])期(?!工程)", ("年", "个月", "所学校", "个专业", "天", "人")),
    (r"(?<=[\d０-９万百千])所(?!有)", ("个县", "名教师", "个班", "间教室", "名学生", "个乡镇")),
    (r"(?<=[\d０-９万百千])辆", ("条线路", "家公司", "吨", "个站点", "公里", "名驾驶员")),
    (r"(?<=[\d０-９万百千])(?:盏|株|只|头)", ("亩", "公里", "户", "处", "个品种", "吨")),
    (r"(?<=[\d０-９万百千])名", ("个班子", "家机构", "个支部", "户", "个岗位", "支队伍")),
    (r"(?<=[\d０-９万])家(?!庭)", ("类", "个行业", "条街", "个县", "批", "个园区")),
)
# What is measured, told of the thing that stands beside it in every report.
_NEIGHBOURS: Final = (
    (r"财政收入|公共预算收入", ("财政支出", "财政赤字", "政府性债务")),
    (r"财政支出", ("财政收入", "财政结余", "财政赤字")),
    (r"增加值", ("总产值", "利润总额", "销售收入")),
    (r"存款(?!保险|准备)", ("贷款", "债券", "保费")),
    (r"贷款", ("存款", "保费", "股票融资")),
    (r"产量", ("销量", "库存量", "消费量")),
    (r"社会消费品零售总额", ("进出口总额", "批发业销售额", "固定资产投资额")),
    (r"(?:固定资产|完成)投资", ("销售收入", "利润", "税收")),
    (r"实际(?:使用|利用)外资|外商直接投资", ("合同外资", "对外投资", "外债")),
    (r"城镇登记失业率", ("城镇调查失业率", "城镇就业率", "大学生失业率")),
    (r"居民消费价格", ("工业生产者出厂价格", "房屋销售价格", "农产品收购价格")),
    (r"播种面积|种植面积", ("受灾面积", "退耕面积", "收获量")),
    (r"可支配收入|纯收入", ("消费支出", "储蓄存款", "工资收入")),
    (r"新增就业", ("新增失业", "在岗职工", "登记求职")),
    (r"死亡(?=[\d０-９])", ("受伤", "失踪", "获救")),
    (r"贫困人口", ("流动人口", "低收入职工", "城镇人口")),
    (r"旅游收入", ("旅游投资", "餐饮收入", "门票补贴")),
)


def one_year(scene: Scene) -> Utterance | None:
    """What was done in several years told as done in one."""
    return by_rules(
        "cumulative told of one year", scene, _CUMULATIVE, counted=True,
        unless=r"去年|全年|今年|当年|本年|截至|[\d０-９]月",
    )  # fmt: skip


def told_as_total(scene: Scene) -> Utterance | None:
    """What was added told as all there is."""
    rules = (
        (
            rf"新增(?![长加])([^，。；、\d０-９超近约达为]{{2,10}}?)(?:达到|达|为)?(?=(?:{_NUM})(?:亿|万|千|百)*(?:{UNITS}))",
            (r"\1总数达到", r"现有\1总计", r"\1总量为", r"累计拥有\1", r"\1共有", r"全部\1合计"),
        ),
    )
    return by_rules("new told as total", scene, rules, counted=True, unless=UNDONE.pattern)


def told_as_new(scene: Scene) -> Utterance | None:
    """All there is told as what was added."""
    for one in drawn(scene):
        if one.fact.verb not in ("达到", "达", "为", "共", "共计") or one.amount.kind == "percent":
            continue
        if not _STOCK.search(one.subject) or re.search("人均|新|增|减|建|施|征", one.subject):
            continue
        frame = scene.chance.choice(
            (
                "{t}新增{s}{n}",
                "{t}{s}净增{n}",
                "{t}{s}增加了{n}",
                "{t}{s}比上年多出{n}",
                "{t}新增加的{s}为{n}",
                "{s}的增量，{t}是{n}" if one.time else "{s}的增量是{n}",
            )
        )
        body = frame.format(t=one.time, s=one.subject, n=one.number)
        wrong = body.removeprefix(one.time)
        return told("total told as new", scene, [one.source], body, wrong, one.fact.text)
    return None


def told_as_target(scene: Scene) -> Utterance | None:
    """What was reached told as what is to be reached."""
    for one in drawn(scene):
        passage = one.source.passage
        done = re.search(r"比上年|同比|比去年|去年|五年来", one.source.text)
        planned = re.search(r"目标|计划|今年|要", passage.text)
        if not done or planned or re.search(r"重点|目标|任务|安排|打算|展望|计划", passage.head):
            continue
        frame = scene.chance.choice(
            (
                "{s}的目标是{n}",
                "计划将{s}做到{n}",
                "下一步要力争{s}达到{n}",
                "{s}预计今后可达{n}",
                "按照规划，{s}应达到{n}",
                "{n}只是{s}的预期目标，尚未实现",
                "文件要求把{s}提高到{n}，目前还没有达到",
            )
        )
        body = frame.format(s=one.subject, n=one.number)
        return told("actual told as target", scene, [one.source], body, body, one.fact.text)
    return None


def part_and_whole(scene: Scene) -> Utterance | None:
    """The number of the part told of the whole, and the other way round."""
    for source in scene.fresh():
        for first, second in pairwise(source.countable):
            between = source.text[first.end : second.start]
            if not re.fullmatch(r"[^。；]{0,8}[，,（]其中[^，。；]{2,14}", between):
                continue
            if (first.unit, first.kind) != (second.unit, second.kind):
                continue
            if first.key != second.key:
                return _exchanged("part and whole exchanged", scene, source, first, second)
    return None


def _exchanged(kind: str, scene: Scene, source: Source, first: Amount, second: Amount) -> Utterance:
    """Two stretches of a sentence in each other's place."""
    wrong = second.text + source.text[first.end : second.start] + first.text
    return replaced(kind, scene, source, first.start, second.end, wrong)


def respectively(scene: Scene) -> Utterance | None:
    """分别 with its numbers in another order."""
    for source in scene.fresh():
        for found in re.finditer(r"分别[^，。；]+", source.text):
            listed = [
                a for a in source.countable if found.start() < a.start and a.end <= found.end()
            ]
            for first, second in pairwise(listed):
                between = source.text[first.end : second.start].removeprefix(first.unit)
                alike = first.unit == second.unit and first.key != second.key
                if alike and re.fullmatch(r"[和、与及]", between):
                    return _exchanged("order of 分别 changed", scene, source, first, second)
    return None


def rates_exchanged(scene: Scene) -> Utterance | None:
    """The growth of one thing told of another thing of the same sentence, and back."""
    for source in scene.fresh():
        rates = [
            a
            for a in source.countable
            if a.kind == "percent" and re.search(r"(?:增长|提高)了?$", source.text[: a.start])
        ]
        for first, second in pairwise(rates):
            if first.key != second.key and "分别" not in source.text[: second.start]:
                return _exchanged("growth rates exchanged", scene, source, first, second)
    return None


def last_quarter(scene: Scene) -> Utterance | None:
    """A change against the last year told as one against the last month or quarter."""
    return by_rules(
        "against last month or quarter", scene, _QUARTERLY, counted=True, unless="环比|季|月份"
    )


def other_level(scene: Scene) -> Utterance | None:
    """What is told of the country told of a province, and the other way round."""
    for source in scene.fresh():
        for level in scene.chance.sample(list(_LEVELS), len(_LEVELS)):
            found = re.search(rf"{level}(?!人大|人民代表|政协|性|会议|委员|总工)", source.text)
            fit = [one for one in _LEVELS[level] if one not in scene.words]
            large = any(a.kind == "percent" or a.value > 10 for a in source.countable)
            if found and fit and large:
                wrong = scene.chance.choice(fit)
                return replaced("level of place changed", scene, source, *found.span(), wrong)
    return None


def included(scene: Scene) -> Utterance | None:
    """What is counted told as left out, and the other way round."""
    return by_rules("counted in told as left out", scene, _INCLUDED, counted=True)


def per_head(scene: Scene) -> Utterance | None:
    """What comes to each told as what comes to all."""
    return by_rules("per head told as total", scene, _PER_HEAD, counted=True)


def total_per_head(scene: Scene) -> Utterance | None:
    """What comes to all told as what comes to each."""
    for one in drawn(scene):
        if not re.search(r"总[值额量]$|收入$|支出$|投资$|产量$", one.subject):
            continue
        if re.search(r"人均|户均|每|人", one.subject + one.fact.measure) or "%" in one.number:
            continue
        frame = scene.chance.choice(
            (
                "{t}人均{s}为{n}",
                "{t}{s}平均每人{n}",
                "按人口平均，{t}{s}为{n}",
                "{t}每个居民的{s}达到{n}",
                "{t}每户平均{s}{n}",
                "平均到每个人，{s}是{n}",
            )
        )
        body = frame.format(t=one.time, s=one.subject, n=one.number)
        return told("total told as per head", scene, [one.source], body, body, one.fact.text)
    return None


def by_for_to(scene: Scene) -> Utterance | None:
    """增加到 for 增加了, 增长到 for 增长."""
    return by_rules("by told as to", scene, _BY_TO, counted=True, unless="百分点")


def other_count(scene: Scene) -> Utterance | None:
    """The number stays, what is counted is another thing."""
    return by_rules("other things counted", scene, _UNITS, counted=True)


def neighbour(scene: Scene) -> Utterance | None:
    """The number of one indicator told of the one that stands beside it in every report."""
    for source in scene.fresh():
        if not any(a.kind == "percent" or a.value > 10 for a in source.countable):
            continue
        for pattern, instead in scene.chance.sample(_NEIGHBOURS, len(_NEIGHBOURS)):
            found = re.search(rf"(?:{pattern})(?=[^，。；]{{0,6}}{_N})", source.text)
            fit = [one for one in instead if one not in source.text]
            if found and fit:
                wrong = scene.chance.choice(fit)
                return replaced("neighbouring indicator", scene, source, *found.span(), wrong)
    return None


def years_exchanged(scene: Scene) -> Utterance | None:
    """Two years of one sentence in each other's place."""
    for source in scene.fresh():
        for first, second in pairwise(source.years):
            near = source.text[first.end : second.start]
            after = source.text[second.end : second.end + 24]
            told_of = re.search(rf"年[^。；]{{0,18}}{_NUM}", near) and re.search(
                rf"^年[^。；，]{{0,14}}{_N}", after
            )
            if told_of and first.value != second.value and not re.search(r"[比较同与]$", near):
                return _exchanged("years of a pair exchanged", scene, source, first, second)
    return None


def other_report(scene: Scene) -> Utterance | None:
    """A year with the number that the same thing has in another year's report."""
    facts = drawn(scene)
    for one in facts:
        year = _reported(one)
        for other in facts:
            theirs = _reported(other)
            if (
                year
                and theirs
                and theirs != year
                and one.source.passage != other.source.passage
                and one.fact.measure == other.fact.measure
                and one.subject[-4:] == other.subject[-4:]
                and "完成投资" not in one.subject
                and one.amount.key != other.amount.key
                and plain(other.amount.text) not in plain(one.source.passage.text)
            ):
                frame = scene.chance.choice(
                    (
                        "{y}年{s}为{n}",
                        "{s}在{y}年达到{n}",
                        "{y}年，{s}的数字是{n}",
                        "从{y}年看，{s}是{n}",
                        "{n}，这是{y}年{s}的水平",
                        "{y}年的{s}共计{n}",
                    )
                )
                body = frame.format(y=year, s=one.subject, n=other.number)
                sources = [one.source, other.source]
                return told(
                    "another year's number", scene, sources, body, other.number, one.fact.text
                )
    return None


def _reported(one: Plain) -> int | None:
    """The year a fact is of; a report that names none tells of the year before its own."""
    year = report_year(one.source.passage)
    if not year or "五年" in one.source.passage.text or one.time not in ("", "去年", "全年"):
        return year_of(one)
    return year - 1


FLUENT_PLACES: Final[dict[str, Callable[[Scene], Utterance | None]]] = {
    "cumulative told of one year": one_year,
    "new told as total": told_as_total,
    "total told as new": told_as_new,
    "actual told as target": told_as_target,
    "part and whole exchanged": part_and_whole,
    "order of 分别 changed": respectively,
    "growth rates exchanged": rates_exchanged,
    "against last month or quarter": last_quarter,
    "level of place changed": other_level,
    "counted in told as left out": included,
    "per head told as total": per_head,
    "total told as per head": total_per_head,
    "by told as to": by_for_to,
    "other things counted": other_count,
    "neighbouring indicator": neighbour,
    "years of a pair exchanged": years_exchanged,
    "another year's number": other_report,
}
