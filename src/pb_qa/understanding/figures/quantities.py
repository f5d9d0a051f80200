"""Find the quantities of a text: numeral, unit, and the words that blur or bound them."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from pb_qa.understanding.figures.amounts import (
    CHINESE,
    DIGITS,
    SCALE,
    Amount,
    folded,
    plain,
    read_chinese,
    read_digits,
)
from pb_qa.understanding.figures.counting import counts_nothing
from pb_qa.understanding.figures.lookalikes import lookalike_spans
from pb_qa.understanding.figures.units import UNIT, base_of

_FEW: Final = "[一二两三四五六七八九十]{1,3}|[0-9]{1,3}"
_TOKEN: Final = re.compile(
    f"(?P<percent>(?P<of>[百千万])分之(?P<part>{DIGITS}|{CHINESE})(?P<around>[多余几])?)"
    f"|(?P<fraction>(?<![0-9一二三四五六七八九十百千万])(?P<below>{_FEW})分之(?P<above>{_FEW}))"
    "|(?P<slash>(?<![0-9/.])[1-9][0-9]?/[1-9][0-9]{0,2}(?![0-9/.年月]))"
    "|(?P<half>一半|半数|(?<![一上下前后大])半(?=年|个月|天|个小时|小时|个世纪|个百分点))"
    f"|(?P<ratio>{DIGITS} ?: ?{DIGITS}(?: ?: ?{DIGITS})*|{DIGITS}比[0-9]+(?![0-9年]))"
    f"|(?P<digits>{DIGITS})"
    f"|(?P<chinese>{CHINESE})"
)
_SCALE: Final = re.compile(f"(?P<around> ?[多余来])?(?P<scale>(?: ?{SCALE})+)|(?P<only> ?[多余来])")
_REST: Final = re.compile("(?P<rest>[0-9]{1,4}) ?(?P<scale>万)")
_AROUND: Final = re.compile(" ?[多余来几](?!项|种形|方面|次)|(?: ?[多余])")
# 一年半, 三个半月; but 一年半数以上.
_AND_HALF: Final = re.compile(
    "个半(?P<counted>月|小时|世纪|百分点|星期|学时)"
    "|(?P<unit>年|天|亩|倍|里|斤|吨|米|公里|小时|岁"
    "|成)半(?![数径岛边封导农工机成生山世夜价失个年天])"
)
_SIGN: Final = re.compile(" ?[%‰‱]")
_TO: Final = re.compile(" ?(?:[至到~]|-{1,2}|—{1,2}) ?")
_LIST_TO: Final = re.compile("[、,]")
_ESTIMATE: Final = re.compile(
    ""
    "(?P<tens>[十百千]?)(?P<low>[一二两三四五六七八])(?P<high>[二两三四五六七八九])(?P<rest>[十百千]?[万亿]*)"
)

_PAIR: Final = re.compile("[一二两三四五六七八九]{2}")

_BEFORE: Final = re.compile(
    "(?P<word>不少于|不低于|不高于|不超过|不得超过|不得少于|不得低于|不得高于|不多于|不足|不满"
    "|未满|年满|不到|超过|高达|接近|将近|突破"
    "|高于|低于|大于|小于|少于|多于|至少|最多|最少|至多|最低|最高|大约"
    "|约(?<![条契制公签合节规预])|[未不]逾|逾(?<![年未不])|超(?<![赶高反])"
    "|近(?<![最附邻亲靠将接])|满(?<![不未年圆充]))"
    "(?:了|为|有|占|达到|达|到|是|人民币)? ?$"
)
_AFTER: Final = re.compile(
    " ?(?:标准煤|标煤)?(?P<word>(?:\\(含[^()]{0,8}\\)|及)?(?:以上|以下|以内|之内|左右|上下)"
    "|多(?!数|种|样|项|万|个)|余(?![额])|内(?![容地部蒙外])|强(?![化大调])|不等)"
)
# 几十, 数百; but 总数十万 and 尾数一千.
_VAGUE: Final = re.compile("几.$|(?<![总人户次件指系倍级岁个尾位票])数[十百千万亿]$")
# 近百名 is about a hundred; 上百名, 百万大军 and 千方百计 give no number.
_NEARLY: Final = re.compile("(?:近|约|超|超过|逾|过)$")
# 不低于采购金额的30%, 至少保存二年: words stand between the bound and the number.
_BOUND: Final = (
    "(?P<word>不得?低于|不得?少于|不得?超过|不得?高于|不少于|不低于|不超过|不高于|至少|高于|低于)"
)
_BEFORE_WHOLE: Final = re.compile(_BOUND + "[^，。；：0-9]{1,22}的$")
_BEFORE_VERB: Final = re.compile("(?P<word>至少|最多|最长|最短)[^，。；：0-9]{1,4}$")
_RELATIVE: Final = frozenset({"%", "‰", "倍"})
_SHARED_QUALIFIERS: Final = frozenset({"以上", "以下", "左右", "以内"})
_TIMES: Final = frozenset(
    [
        "年",
        "个月",
        "天",
        "日",
        "个工作日",
        "工作日",
        "小时",
        "个小时",
        "周",
        "分钟",
        "月",
        "个季度",
        "周年",
        "个星期",
    ]
)
_BARE: Final = re.compile("(?:指数|系数|得分|总分|分数)[^0-9，。；,;]{0,6}$")
_RATIO: Final = re.compile("比[例重值率]|之比|按[^，。]{0,6}$|比为|倍")
_PERCENT_UNIT: Final = {"百": "%", "千": "‰", "万": "‱"}
_CONTEXT: Final = 14


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit as a text states it.

    Attributes
    ----------
    start, end
        Span of numeral and unit, without the words that qualify them.
    outer_start, outer_end
        The same with those words.
    """

    start: int
    end: int
    outer_start: int
    outer_end: int
    value: str
    unit: str
    base_value: str
    base_unit: str
    value_to: str = ""
    base_value_to: str = ""
    qualifier: str = ""


@dataclass(frozen=True, slots=True)
class _Operand:
    """A number on its way to a quantity; ``around`` is the 多 or 余 inside it."""

    start: int
    end: int
    amount: Amount
    unit: str
    around: str = ""
    low: Decimal | None = None

    @property
    def written_unit(self) -> str:
        return self.amount.scale + self.unit


def find_quantities(text: str, *, bare: bool = False) -> list[Quantity]:
    """Find the quantities of a text in their order; pure, in time linear in its length.

    Parameters
    ----------
    bare
        Whether a number without a unit counts, as in the cell of a table.
    """
    form = folded(text)
    hidden = lookalike_spans(form)
    found: list[Quantity] = []
    done = index = 0
    for token in _TOKEN.finditer(form):
        start = token.start()
        while index < len(hidden) and hidden[index][1] <= start:
            index += 1
        if start < done or (index < len(hidden) and hidden[index][0] <= start):
            continue
        quantity = _read(form, token, bare)
        if quantity is not None:
            if found and quantity.qualifier in _SHARED_QUALIFIERS:
                _share_qualifier(form, found, quantity)
            found.append(quantity)
            done = quantity.end
    return found


def _share_qualifier(form: str, found: list[Quantity], last: Quantity) -> None:
    """95%、85%、80%以上: what is said of the last one is said of all."""
    follower = last
    for index in range(len(found) - 1, -1, -1):
        quantity = found[index]
        listed = form[quantity.outer_end : follower.outer_start] in ("、", "和")
        if not listed or quantity.qualifier or quantity.unit != last.unit:
            return
        found[index] = replace(quantity, qualifier=last.qualifier)
        follower = quantity


def _read(form: str, token: re.Match[str], bare: bool) -> Quantity | None:
    if token["ratio"]:
        ratio = _ratio(form, token)
        if ratio is not None:
            return ratio
        first = re.match(DIGITS, token["ratio"])
        operand = first and _digits(form, token.start(), first.end() + token.start(), first[0])
        return _quantity(form, operand, bare) if operand else None
    if token["fraction"]:
        return _fraction(form, token)
    if token["slash"]:
        above, below = token["slash"].split("/")
        return _part(form, *token.span(), above, below) if int(above) < int(below) else None
    if token["half"]:
        return _half(form, token)
    return _quantity(form, _operand(form, token), bare)


def _operand(form: str, token: re.Match[str]) -> _Operand | None:
    """Read what a token begins: the number with scale, unit and 多 or 余 between them."""
    if token["percent"]:
        part = token["part"]
        amount = read_digits(part) if part[0].isascii() else read_chinese(part)
        if amount is None:
            return None
        value = amount.value * amount.factor
        around = "" if token["around"] in (None, "几") else token["around"]
        return _Operand(
            token.start(), token.end(), Amount(value, ""), _PERCENT_UNIT[token["of"]], around
        )
    if token["digits"]:
        return _digits(form, token.start(), token.end(), token["digits"])
    if token["chinese"]:
        return _chinese(form, token.start(), token["chinese"])
    return None


def _digits(form: str, start: int, end: int, numeral: str) -> _Operand | None:
    scale, around = "", ""
    after = _SCALE.match(form, end)
    if after:
        around = (after["around"] or after["only"] or "").strip()
        scale = (after["scale"] or "").replace(" ", "")
        end = after.end()
        rest = _REST.match(form, end) if scale == "亿" else None
        if rest:
            numeral, scale, end = f"{numeral}亿{rest['rest']}", "万", rest.end()
    amount = read_digits(numeral, scale)
    return _with_unit(form, start, end, amount, around) if amount else None


def _chinese(form: str, start: int, numeral: str) -> _Operand | None:
    end = start + len(numeral)
    if (
        numeral == "零"
        or form[end : end + 1] == "几"
        or _VAGUE.search(form, max(0, start - 2), start + 1)
    ):
        return None
    if numeral[0] in "百千万亿" and not _NEARLY.search(form, max(0, start - 3), start):
        return None
    if numeral[-1] == "千" and form[end : end + 1] in tuple("瓦克米卡伏") and len(numeral) > 1:
        numeral, end = numeral[:-1], end - 1
    around = ""
    after = _SCALE.match(form, end)
    if after and after["scale"] and after["around"]:
        around, numeral, end = (
            after["around"].strip(),
            numeral + after["scale"].replace(" ", ""),
            after.end(),
        )
    elif after and after["only"]:
        around, end = after["only"].strip(), after.end()
    if numeral == "三五":
        return _with_unit(form, start, end, Amount(Decimal(5), ""), around, Decimal(3))
    if _PAIR.fullmatch(numeral) and not _follows(*numeral):
        return None  # 三七开, 一五规划
    estimate = _ESTIMATE.fullmatch(numeral)
    if estimate and _follows(estimate["low"], estimate["high"]):
        low = read_chinese(estimate["tens"] + estimate["low"] + estimate["rest"])
        high = read_chinese(estimate["tens"] + estimate["high"] + estimate["rest"])
        if low and high:
            return _with_unit(form, start, end, high, around, low.value)
    amount = read_chinese(numeral)
    return _with_unit(form, start, end, amount, around) if amount else None


def _follows(low: str, high: str) -> bool:
    order = "一二三四五六七八九"
    return order.find(high.replace("两", "二")) == order.find(low.replace("两", "二")) + 1


def _with_unit(
    form: str, start: int, end: int, amount: Amount, around: str, low: Decimal | None = None
) -> _Operand:
    if not around:
        blur = _AROUND.match(form, end)
        # 3 万多名: the unit comes after 多.
        if blur and UNIT.match(form, blur.end()):
            around, end = blur.group().strip(), blur.end()
    half = _AND_HALF.match(form, end) if not around and not amount.scale else None
    if half:
        more = Amount(amount.value + Decimal("0.5"), "")
        unit_name = half["unit"] or "个" + half["counted"]
        return _Operand(start, half.end(), more, unit_name, around, low)
    sign = _SIGN.match(form, end)
    if sign and not around:
        return _Operand(start, sign.end(), amount, sign.group().strip(), around, low)
    begin = end + 1 if form[end : end + 1] == " " and form[end - 1] != " " else end
    unit = UNIT.match(form, begin)
    if unit is None:
        return _Operand(start, end, amount, "", around, low)
    return _Operand(start, unit.end(), amount, unit.group(), around, low)


def _quantity(form: str, first: _Operand | None, bare: bool) -> Quantity | None:
    """One quantity out of an operand, and out of a second one where they make a range."""
    if first is None:
        return None
    second = _second(form, first)
    last = second or first
    if not last.unit and not _stands_without_unit(form, first, last, bare):
        return None
    if (
        second is None
        and first.low is None
        and counts_nothing(form, first.start, first.end, first.unit)
    ):
        return None
    scale = last.amount.scale
    base_unit, factor = base_of(last.written_unit)
    sign = -1 if second is None and _negative(form, first.start) else 1
    value, value_to = last.amount.value * sign, ""
    if second is not None:
        low = first.amount.value
        if first.unit or first.amount.scale:
            low = low * first.amount.factor / last.amount.factor
        value, value_to = low, plain(second.amount.value)
    elif first.low is not None:
        value, value_to = first.low, plain(first.amount.value)
    return _qualified(
        form,
        first.start,
        last.end,
        first.around or last.around,
        value=plain(value),
        unit=scale + last.unit,
        base_value=plain(value * factor),
        base_unit=base_unit,
        value_to=value_to,
        base_value_to=plain(Decimal(value_to) * factor) if value_to else "",
    )


def _qualified(form: str, start: int, end: int, around: str, **fields: str) -> Quantity:
    """Gather the words before and after that qualify a quantity."""
    words: list[str] = []
    outer_start, outer_end = start, end
    if fields["value"].startswith("-") and form[start - 1 : start] in ("-", "−"):
        start = outer_start = start - 1  # the sign is part of what is shown
    before = _BEFORE.search(form, max(0, start - _CONTEXT), start)
    if before:
        words.append(before["word"])
        outer_start = before.start()
    elif form[start - 1 : start] == "过" and form[start] in "百千万亿半":
        words.append("过")  # 过半数, 过百名
        outer_start = start - 1
    elif fields["unit"] in _RELATIVE or fields["unit"] in _TIMES:
        pattern = _BEFORE_WHOLE if fields["unit"] in _RELATIVE else _BEFORE_VERB
        bound = pattern.search(form, max(0, start - 2 * _CONTEXT), start)
        words += [bound["word"]] if bound else []
    if around in ("多", "余", "来"):
        words.append(around)
    after = _AFTER.match(form, end)
    if after and not (after["word"] == "内" and fields["unit"] not in _TIMES):
        words.append(re.sub(r"\(含[^()]*\)|及", "", after["word"]))
        outer_end = after.end()
    return Quantity(start, end, outer_start, outer_end, qualifier="".join(words), **fields)


def _second(form: str, first: _Operand) -> _Operand | None:
    """The upper end of a range, if one follows: 2至3倍, 5%-7%, 两、三年."""
    link = _TO.match(form, first.end)
    listed = None if link or first.unit else _LIST_TO.match(form, first.end)
    link = link or listed
    token = _TOKEN.match(form, link.end()) if link else None
    if link is None or token is None:
        return None
    if re.search("[从由自](?:[^，。；,]{0,4})$", form[max(0, first.start - 6) : first.start]):
        return None
    second = _operand(form, token)
    if second and not second.unit and first.unit in ("%", "‰") and form[first.start + 1] == "分":
        second = replace(second, unit=first.unit)  # 百分之四到五
    if second is None or not second.unit or second.low is not None:
        return None
    if first.unit and first.unit != second.unit:
        return None
    if listed:
        numerals = form[first.start : first.end], token.group()
        return (
            second
            if len(numerals[0]) == 1
            and _follows(numerals[0], numerals[1][:1])
            and len(token.group()) == 1
            else None
        )
    low = first.amount.value * (
        first.amount.factor if first.unit or first.amount.scale else second.amount.factor
    )
    return second if low < second.amount.value * second.amount.factor else None


def _stands_without_unit(form: str, first: _Operand, last: _Operand, bare: bool) -> bool:
    """Whether a number counts though no unit follows: 3000万, an index, a cell."""
    if bare:
        return True
    if last.amount.scale and last.amount.scale[-1] in "万亿":
        return True
    return bool(_BARE.search(form, max(0, first.start - _CONTEXT), first.start))


def _negative(form: str, start: int) -> bool:
    """Whether a minus sign stands before; between two numbers it is a dash."""
    if form[start - 1 : start] == "负" or form[max(0, start - 2) : start] == "零下":
        return True
    return form[start - 1 : start] in ("-", "−") and form[start - 2 : start - 1] in (
        "",
        " ",
        "(",
        "为",
        "长",
        "|",
        ":",
    )


def _ratio(form: str, token: re.Match[str]) -> Quantity | None:
    parts = [re.sub("[ ,]", "", part) for part in re.split("[:比]", token["ratio"])]
    around = (
        form[max(0, token.start() - _CONTEXT) : token.start()] + form[token.end() : token.end() + 8]
    )
    clock = (
        len(parts) == 2
        and re.fullmatch("[0-5][0-9]", parts[1])
        and parts[0].isdigit()
        and int(parts[0]) < 25
    )
    if any(len(part) > 20 for part in parts) or (clock and not _RATIO.search(around)):
        return None
    value = ":".join(plain(Decimal(re.sub("[·•・‧]", ".", part))) for part in parts)
    return Quantity(*token.span(), *token.span(), value, "", value, "")


def _fraction(form: str, token: re.Match[str]) -> Quantity | None:
    parts = []
    for numeral in (token["above"], token["below"]):
        amount = read_digits(numeral) if numeral[0].isascii() else read_chinese(numeral)
        if amount is None or not amount.value:
            return None
        parts.append(plain(amount.value))
    return _part(form, *token.span(), *parts)


def _part(form: str, start: int, end: int, above: str, below: str) -> Quantity:
    value = f"{above}/{below}"
    around = form[end : end + 1] if form[end : end + 1] in ("多", "余", "强") else ""
    return _qualified(
        form, start, end, around, value=value, unit="", base_value=value, base_unit=""
    )


def _half(form: str, token: re.Match[str]) -> Quantity:
    unit = UNIT.match(form, token.end()) if token["half"] == "半" else None
    name = unit.group() if unit else ""
    end = unit.end() if unit else token.end()
    return _qualified(
        form,
        token.start(),
        end,
        "",
        value="1/2",
        unit=name,
        base_value="1/2",
        base_unit=base_of(name)[0],
    )
