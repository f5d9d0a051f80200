"""More forgeries, kept back until the checks were written: nobody could fit anything to them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from .amounts import decimal, plain
from .behaviour import Utterance
from .forge_numbers import forged
from .scene import Scene

# What is written, what is put instead; each makes the sentence say something else.
_NARROWER: Final = (
    (r"城镇居民(?!委)", "农村居民"),
    (r"农村居民", "城镇居民"),
    (r"规模以上工业", "全部工业"),
    (r"全社会固定资产投资", "房地产开发投资"),
    (r"中央财政", "地方财政"),
    (r"地方财政(?!总)", "中央财政"),
    (r"高等教育|高等学校", "中等职业学校"),
    (r"国有企业", "民营企业"),
    (r"进口", "出口"),
    (r"出口(?!道)", "进口"),
    (r"男", "女"),
    (r"小学", "高中"),
)
_SPANS: Final = (
    (r"五年(?:来)?累计|五年共|五年新增", "去年"),
    (r"全年", "上半年"),
    (r"上半年", "全年"),
    (r"(?:平均)?每年(?=增长|递增)|年均", "五年累计"),
    (r"截至目前", "截至去年底"),
    (r"年底(?=[^，。]{0,20}\d)", "年初"),
)
_BASES: Final = (
    (r"比上年|同比|比去年", "比五年前"),
    (r"比(\d{4})年", "比上年"),
    (r"按可比价格?计算|扣除物价上涨因素", "按当年价格计算"),
)
_FREQUENCIES: Final = (
    (r"每月", "每季度"),
    (r"每年(?!均)", "每月"),
    (r"每季度", "每年"),
    (r"每人", "每户"),
    (r"每户", "每人"),
)
_CONDITIONS: Final = (
    (r"(?<=[^\n])(?:除外|例外)$", "也包括在内"),
    (r"或者", "并且"),
    (r"经[^，。]{2,12}批准(?:后)?，", "无需批准，"),
    (r"有权", "无权"),
    (r"部分", "全部"),
    (r"基本(?=完成|建成|实现|形成)", "全面"),
    (r"试点", "全面推行"),
    (r"鼓励", "要求"),
)
_LOOK_ALIKE: Final = {"0": "O", "1": "l", "5": "S", "8": "B"}


def _replaced(
    kind: str, scene: Scene, rules: tuple[tuple[str, str], ...], *, counted: bool
) -> Utterance | None:
    for source in scene.fresh():
        if counted and not source.countable:
            continue
        for pattern, wrong in rules:
            found = re.search(pattern, source.text[:-1])
            if found:
                return forged(kind, scene, source, *found.span(), wrong, found[0])
    return None


def other_group(scene: Scene) -> Utterance | None:
    """The number of one group told of its counterpart: 城镇居民 and 农村居民."""
    return _replaced("counterpart named", scene, _NARROWER, counted=True)


def other_span(scene: Scene) -> Utterance | None:
    """What holds for five years told of one, what holds for the year told of half of it."""
    return _replaced("time span changed", scene, _SPANS, counted=True)


def other_base(scene: Scene) -> Utterance | None:
    """A change against the last year told as one against another."""
    return _replaced("base of comparison changed", scene, _BASES, counted=True)


def other_frequency(scene: Scene) -> Utterance | None:
    """每月 for 每年, 每户 for 每人."""
    return _replaced("frequency changed", scene, _FREQUENCIES, counted=False)


def other_condition(scene: Scene) -> Utterance | None:
    """或者 for 并且, 有权 for 无权, 部分 for 全部."""
    return _replaced("condition changed", scene, _CONDITIONS, counted=False)


def letters_for_digits(scene: Scene) -> Utterance | None:
    """Another number with letters among its digits: 3l6, 1O24."""
    for source in scene.fresh():
        for amount in source.countable:
            if not re.fullmatch(r"\d{3,}\D*", amount.text):
                continue
            digits = re.match(r"\d+", amount.text)
            assert digits is not None
            last = str((int(digits[0][-1]) + 3) % 10)
            wrong = digits[0][0] + "".join(_LOOK_ALIKE.get(c, c) for c in digits[0][1:-1] + last)
            if wrong.isdigit() or wrong.upper() == wrong.lower():
                continue
            wrong += amount.text[digits.end() :]
            return forged(
                "letters for digits", scene, source, amount.start, amount.end, wrong, amount.text
            )
    return None


def rounded(scene: Scene) -> Utterance | None:
    """More than there is, in a round number that the passages do not have."""
    for source in scene.fresh():
        for amount in source.countable:
            found = re.fullmatch(r"(\d{3,})(\D*)", amount.text)
            if not found or amount.kind == "percent":
                continue
            near = (int(found[1]) // 100 + 1) * 100
            wrong = f"{near}{found[2]}"
            if str(near) != found[1] and str(near) not in scene.words:
                return forged(
                    "rounded up",
                    scene,
                    source,
                    amount.start,
                    amount.end,
                    f"超过{wrong}",
                    amount.text,
                )
    return None


def scientific(scene: Scene) -> Utterance | None:
    """Another number in scientific notation or with a foreign multiplier: 2.1e9, 21.3B."""
    for source in scene.fresh():
        for amount in source.countable:
            if amount.kind == "percent" or amount.value < 10**6:
                continue
            near = amount.value * scene.chance.choice([11, 12, 13]) / 10
            exponent = len(str(int(near))) - 1
            mantissa = decimal(near / 10**exponent, 2) or f"{float(near / 10**exponent):.2f}"
            wrong = scene.chance.choice([f"{mantissa}e{exponent}", f"{mantissa}×10^{exponent}"])
            return forged(
                "scientific notation", scene, source, amount.start, amount.end, wrong, amount.text
            )
    return None


def two_digit_year(scene: Scene) -> Utterance | None:
    """A wrong year with two digits: 09年 for 2011年."""
    for source in scene.fresh():
        for year in source.years:
            if year.value < 1950 or not source.countable:
                continue
            wrong = f"{(int(year.value) + scene.chance.choice([-3, -2, 2, 3])) % 100:02d}"
            if f"{wrong}年" not in scene.words:
                return forged(
                    "two-digit year", scene, source, year.start, year.end, wrong, year.text
                )
    return None


def halves(scene: Scene) -> Utterance | None:
    """A share in words that does not fit: 一半, 绝大多数, 十之八九."""
    told = {"一半": 50, "绝大多数": 90, "十之八九": 85, "五分之一": 20, "少数": 8}
    for source in scene.fresh():
        for amount in source.countable:
            if amount.kind != "percent" or amount.value > 100:
                continue
            if re.match(r"以上|以下|左右|的", source.text[amount.end :]):
                continue
            fit = [
                w for w, v in told.items() if abs(v - amount.value) > 20 and w not in scene.words
            ]
            if fit:
                wrong = scene.chance.choice(fit)
                return forged(
                    "shares in other words", scene, source, amount.start, amount.end, wrong,
                    amount.text,
                )  # fmt: skip
    return None


def glued(scene: Scene) -> Utterance | None:
    """Two true sentences joined by a cause that nobody states."""
    picked = [one for one in scene.fresh() if len(one.text) < 60 and "因" not in one.text][:2]
    if len(picked) < 2 or plain(picked[0].text) == plain(picked[1].text):
        return None
    first, second = picked
    scene.take(first)
    cited = sorted({first.number, second.number})
    marks = "".join(f"[{number}]" for number in cited)
    scene.take(second)
    return Utterance(
        f"由于{first.body}，因此{second.body}{marks}。",
        kind="invented cause",
        truth="没有这样的因果关系",
        cited=tuple(cited),
        wrong="由于",
    )


MORE: Final[dict[str, Callable[[Scene], Utterance | None]]] = {
    "counterpart named": other_group,
    "time span changed": other_span,
    "base of comparison changed": other_base,
    "frequency changed": other_frequency,
    "condition changed": other_condition,
    "letters for digits": letters_for_digits,
    "rounded up": rounded,
    "scientific notation": scientific,
    "two-digit year": two_digit_year,
    "shares in other words": halves,
    "invented cause": glued,
}
