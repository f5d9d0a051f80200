"""Right figures in the wrong part: level, base, gap, part, rest, contribution, complement."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from .amounts import amounts
from .behaviour import Utterance
from .eighth_phrasing import (
    LEVEL,
    PERCENT,
    QUANTITY,
    SUBJECT,
    Found,
    Maker,
    Retold,
    digits,
    exchanged,
    forged,
    led,
    named,
    names,
    replaced,
    retold,
    tail,
    value,
)
from .scene import Scene, Source
from .seventh_changes import ADDED, CHANGE, GROWTH, SHARE, shared, sound
from .seventh_pairs import PART, UNSETTLED, pairs_of_figures, pairs_of_rates

# “旅游收入完成41.5亿元，同比增长12.6%”
LEVEL_AND_GROWTH: Final = (
    rf"(?:^|(?<=[，；。]))(?P<s>{SUBJECT})(?:{LEVEL})?了?(?P<q>{QUANTITY})，"
    rf"(?P<b>比上年|比去年|同比|较上年|)增长了?(?P<p>{PERCENT})(?=[，；。]|$)"
)
_BOUND: Final = r"[\d一二三四五六七八九十百千万]+(?:万|亿)?(?:元|日|个月|年|倍|人)"
_RANGE: Final = rf"{_BOUND}以上{_BOUND}以下"
_NEAR: Final = Fraction(1, 4)


def _is_far(one: Fraction, other: Fraction) -> bool:
    """Whether two numbers cannot be roundings of each other."""
    return abs(one - other) > _NEAR * max(abs(one), abs(other))


def _greater_as_part(scene: Scene) -> Utterance | None:
    """The greater of two figures told as part of the lesser."""
    for source, less, more in pairs_of_figures(scene):
        wrong = scene.chance.choice(
            (
                f"其中{more.subject}{more.number}",
                f"里面包含{more.subject}{more.number}",
                f"内含{more.subject}{more.number}",
            )
        )
        body = f"{less.time}{less.subject}{less.number}，{wrong}"
        return forged(scene, [source], led(body, scene.chance), wrong, source.body)
    return None


def _even(scene: Scene) -> Utterance | None:
    """Two different figures told as level with each other."""
    for source, less, more in pairs_of_figures(scene):
        number = scene.chance.choice((less, more)).number
        frame = scene.chance.choice(
            ("{t}{a}与{b}持平，都是{n}", "{t}{a}、{b}相当，各为{n}", "{t}{a}同{b}一样多，为{n}")
        )
        body = frame.format(t=less.time, a=less.subject, b=more.subject, n=number)
        return forged(scene, [source], led(body, scene.chance), number, source.body)
    return None


def _level_as_gap(scene: Scene) -> Utterance | None:
    """The greater of two figures told as what it is greater by."""
    for source, less, more in pairs_of_figures(scene):
        frame = scene.chance.choice(
            ("{t}{m}比{l}多出{n}", "{t}{l}比{m}少{n}", "{t}{m}与{l}之间相差{n}")
        )
        body = frame.format(t=less.time, m=more.subject, l=less.subject, n=more.number)
        return forged(scene, [source], led(body, scene.chance), more.number, source.body)
    return None


def _rate_as_gap(scene: Scene) -> Utterance | None:
    """The faster growth told as the points by which it is faster."""
    for source, slow, fast in pairs_of_rates(scene):
        if not digits(fast[1]):
            continue
        wrong = f"{digits(fast[1])}个百分点"
        frame = scene.chance.choice(("{f}增速比{s}高{w}", "{f}增长快于{s}{w}"))
        body = frame.format(f=fast[0], s=slow[0], w=wrong)
        return forged(scene, [source], led(body, scene.chance), wrong, source.body)
    return None


def _rate_as_contribution(scene: Scene) -> Utterance | None:
    """The growth of one thing told as what it added to the growth of another."""
    for source, slow, fast in pairs_of_rates(scene):
        wrong = scene.chance.choice(("拉动{s}增长{p}", "为{s}的增长贡献了{p}")).format(
            s=slow[0], p=fast[1]
        )
        body = f"{fast[0]}{wrong}"
        return forged(scene, [source], led(body, scene.chance), wrong, source.body)
    return None


def _percent_as_amount(found: Found, source: Source, scene: Scene) -> Retold:
    level, rate = value(found["q"]), value(found["p"])
    figure, size = digits(found["p"]), tail(found["q"])
    if (
        not names(found["s"])
        or level is None
        or rate is None
        or not figure
        or not digits(found["q"])
    ):
        return None
    told = value(figure + size)
    if told is None or not _is_far(told, level * rate / (100 + rate)):
        return None
    wrong = f"增加{figure}{size}"
    return f"{found['s']}为{found['q']}，比上年{wrong}", wrong


def _amount_as_percent(found: Found, source: Source, scene: Scene) -> Retold:
    level, more = value(found["l"] or ""), value(found["q"])
    figure = digits(found["q"])
    if not names(found["s"]) or level is None or more is None or not figure or more >= level:
        return None
    base = level - more if found["v"] != "减少" else level + more
    if not _is_far(Fraction(figure), 100 * more / base) or Fraction(figure) > 400:
        return None
    verb = "下降" if found["v"] == "减少" else "增长"
    wrong = f"{verb}{figure}%"
    return f"{found['s']}为{found['l']}，比上年{wrong}", wrong


def _level_as_base(found: Found, source: Source, scene: Scene) -> Retold:
    if not names(found["s"]):
        return None
    wrong = scene.chance.choice(
        ("在{q}的基础上又增长了{p}", "基数为{q}，在此之上增长{p}", "由{q}再增长{p}")
    ).format(q=found["q"], p=found["p"])
    return f"{found['s']}{wrong}", wrong


def _done_as_left(found: Found, source: Source, scene: Scene) -> Retold:
    what = f"{found['x']}{found['y']}"
    if re.search("[的了等各]$|^[的了等]", what) or not what:
        return None
    frame = scene.chance.choice(("尚有{q}{w}没有{v}", "仍有{q}{w}等待{v}", "还剩{q}{w}未{v}"))
    wrong = frame.format(q=found["q"], w=what, v=found["v"])
    return wrong, wrong


def _as_acceleration(found: Found, source: Source, scene: Scene) -> Retold:
    if not names(found["s"]) or not digits(found["p"]):
        return None
    wrong = scene.chance.choice(("增速加快{d}个百分点", "增幅比上年提高了{d}个百分点")).format(
        d=digits(found["p"])
    )
    return f"{found['s']}{wrong}", wrong


def _as_yearly_mean(found: Found, source: Source, scene: Scene) -> Retold:
    if not names(found["s"]) or not found["b"]:
        return None
    wrong = scene.chance.choice(("五年来年均增长{p}", "近几年每年都增长{p}")).format(p=found["p"])
    return f"{found['s']}{wrong}", wrong


def _share_as_change(found: Found, source: Source, scene: Scene) -> Retold:
    if not shared(found) or not digits(found["p"]):
        return None
    wrong = scene.chance.choice(("提高了{d}个百分点", "下滑{d}个百分点")).format(
        d=digits(found["p"])
    )
    return f"{found['s']}占{found['d']}的比重{wrong}", wrong


def _part_as_rest(found: Found, source: Source, scene: Scene) -> Retold:
    whole, part = amounts(found["q"]), amounts(found["x"])
    if not names(found["s"]) or not whole or not part or whole[0].unit != part[0].unit:
        return None
    if re.search("突破|超过", found[0]) or re.search("[为是有达]$", found["p"].strip()):
        return None
    if not part[0].value < whole[0].value or 2 * part[0].value == whole[0].value:
        return None
    wrong = scene.chance.choice(("除{p}以外的部分是{x}", "扣除{p}，还剩{x}")).format(
        p=found["p"].strip(), x=found["x"]
    )
    return f"{found['s']}{found['q']}，{wrong}", wrong


def _in_one_year(found: Found, source: Source, scene: Scene) -> Retold:
    if not sound(found):
        return None
    apart = (value(found["w"]), value(found["z"])) if found["w"] and found["z"] else (None, None)
    years = apart[0] is not None and apart[1] is not None and apart[1] - apart[0] > 1
    several = re.search(r"[五十三四](?:年来|年间|多年)|以来|时期", source.body[: found.start()])
    if not years and not several:
        return None
    wrong = scene.chance.choice(("仅一年时间", "一年之内", "只用了一年"))
    return f"{found['s']}{wrong}就由{found['a']}{found['v']}到{found['b']}", wrong


def _ranges_exchanged(found: Found, source: Source, scene: Scene) -> Retold:
    alike = re.search("(.)以上", found["a"]), re.search("(.)以上", found["b"])
    if found["a"] == found["b"] or not all(alike) or alike[0][1] != alike[1][1]:  # type: ignore[index]
        return None
    wrong = f"{found['b']}{found['m']}{found['a']}"
    return replaced(source, found, wrong), wrong


_COMPLEMENTS: Final = (
    (rf"(?<!登记)失业率(?=(?:{LEVEL}|控制在|保持在|低于)?{PERCENT})", ("就业率",)),
    (rf"登记失业率(?=(?:{LEVEL}|控制在|保持在|低于)?{PERCENT})", ("登记就业率",)),
    (rf"(?<!不)合格率(?=(?:{LEVEL}|保持在)?{PERCENT})", ("不合格率",)),
    (rf"入学率(?=(?:{LEVEL}|保持在)?{PERCENT})", ("辍学率", "失学率")),
    (rf"(?<!森林)(?<!植被)(?<!绿化)覆盖率(?=(?:{LEVEL}|保持在)?{PERCENT})", ("空白率",)),
    (rf"普及率(?=(?:{LEVEL}|保持在)?{PERCENT})", ("未普及率",)),
    (rf"就业率(?=(?:{LEVEL}|保持在)?{PERCENT})", ("失业率", "待业率")),
    (rf"参[保合]率(?=(?:{LEVEL}|保持在)?{PERCENT})", ("未参保率",)),
    (rf"(?<=[处利])[理用]率(?=(?:{LEVEL})?{PERCENT})", ("用不上的比例",)),
    (rf"(?:森林|植被)覆盖率(?=(?:{LEVEL})?{PERCENT})", ("无林地比例",)),
    (rf"达标率(?=(?:{LEVEL})?{PERCENT})", ("不达标率",)),
    (rf"满意率(?=(?:{LEVEL})?{PERCENT})", ("不满意率",)),
    (rf"城[镇市]化率(?=(?:{LEVEL})?{PERCENT})", ("乡村人口比重",)),
)
_AMOUNT: Final = rf"(?:{PERCENT}|{QUANTITY})"
_EDGES: Final = (
    (rf"(?<=[\d去上])年(?:年)?[末底](?=[^，。；]{{0,20}}{_AMOUNT})", ("年年初",)),
    (rf"(?<![\d去上])年[末底](?=[^，。；]{{0,20}}{_AMOUNT})", ("年初",)),
    (rf"年初(?=[^，。；]{{0,14}}{_AMOUNT})", ("年末", "年底")),
)
_MONEY: Final = (
    (rf"完成投资(?={QUANTITY})", ("节约投资", "压减投资")),
    (rf"(?<![资产总完成接])(?:投入|投资|支出)(?:资金)?(?={QUANTITY})", ("节省资金", "结余")),
    (rf"(?:实现)?(?:利润|利税)(?:总额)?(?:达到|达|为)?(?={QUANTITY})", ("出现亏损", "亏损")),
    (rf"(?:累计)?发放贷款(?={QUANTITY})", ("收回贷款",)),
    (rf"减税(?:降费)?(?={QUANTITY})", ("增税",)),
    (rf"(?:赤字|逆差)(?:为|达)?(?={QUANTITY})", ("盈余",)),
)
_FOLDS: Final = (
    (r"翻了?一番", ("增加了两倍", "增长到原来的三倍")),
    (r"翻了?两番", ("增加了两倍", "达到原来的两倍", "翻了一番")),
    (r"增长了?一倍", ("翻了两番",)),
    (r"增长了?[两二]倍", ("翻了一番", "翻了两番")),
)
_DONE: Final = (
    rf"(?<![^，。；])(?:累计|共|全年|先后|已)*(?P<v>解决|改造|完成|建成|安置|治理|修复|新建|整治|培训)了?"
    rf"(?P<x>[^，。；、\d０-９和与]{{0,12}}?)(?P<q>{QUANTITY})(?P<y>[^，。；、\d０-９]{{0,8}})(?=[，；。]|$)"
)

EIGHTH_FIGURES: Final[dict[str, Maker]] = named(
    {
        "greater told as part of the lesser": _greater_as_part,
        "levels told as even": _even,
        "level told as the gap": _level_as_gap,
        "rate told as the gap in points": _rate_as_gap,
        "rate told as a contribution": _rate_as_contribution,
        "percentage told as an amount": retold(
            LEVEL_AND_GROWTH, _percent_as_amount, unless=UNSETTLED
        ),
        "amount told as a percentage": retold(ADDED, _amount_as_percent, unless=UNSETTLED),
        "level told as the base": retold(LEVEL_AND_GROWTH, _level_as_base, unless=UNSETTLED),
        "done told as left": retold(_DONE, _done_as_left, unless=UNSETTLED),
        "rate told of its complement": exchanged(_COMPLEMENTS),
        "growth told as acceleration": retold(GROWTH, _as_acceleration, unless=UNSETTLED),
        "one year's growth told as the mean": retold(
            GROWTH, _as_yearly_mean, unless=UNSETTLED + "|年均|平均|五年"
        ),
        "share told as its change": retold(SHARE, _share_as_change, unless=UNSETTLED),
        "part told as the rest": retold(PART, _part_as_rest, unless=UNSETTLED),
        "change of years told of one": retold(CHANGE, _in_one_year, unless=UNSETTLED),
        "end of the year told as its beginning": exchanged(_EDGES),
        "bounds of two cases exchanged": retold(
            rf"(?P<a>{_RANGE})(?P<m>[^。]+?)(?P<b>{_RANGE})",
            _ranges_exchanged,
            fits=lambda source: True,
        ),
        "money turned round": exchanged(_MONEY, unless=UNSETTLED),
        "番 and 倍 confused": exchanged(_FOLDS, fits=lambda source: True, unless="近|以上|多"),
    }
)

__all__ = ["EIGHTH_FIGURES", "LEVEL_AND_GROWTH"]
