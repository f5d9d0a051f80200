"""What holds of the figures of any text, however odd."""

from __future__ import annotations

import time
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pb_qa.figures import Figure
from pb_qa.models import Document, Section
from pb_qa.understanding.figures import extract_figures
from pb_qa.understanding.figures import indicator_words as words
from pb_qa.understanding.figures.amounts import folded, plain, read_chinese, read_digits
from pb_qa.understanding.figures.quantities import find_quantities

# Words that patterns look for, to be mixed: they lead into every corner of them.
_MIXED = (
    "一 二 十 百 千 万 亿 零 两 半 几 多 余 1 12 3.5 １２ ３，２１２ 5% ２０１１年 二〇一一年 "
    "去年 今年 上年 本年 目前 五年 三年来 "
    "“十一五” 期间 底 月 日 至 到 比 比上年 增长 下降 增加到 达到 占 由 从 分别 以上 不少于 约 "
    "近 超过 左右 元 万元 个 名 次 年 "
    "倍 成 个百分点 百分之 三分之二 ： : ， 。 ； 、 和 的 （ ） “ ” 《 》 | \n 第 条 一是 全国 "
    "北京 我区 粮食产量 企业 其中 共 各 "
    "每 设 只能 同期 以来 起 累计 平均每年 计划 水平 基础上 - / 〔 〕 单位"
)
_WORDS = _MIXED.split(" ")

texts = st.one_of(
    st.text(max_size=300),
    st.text(alphabet="0123456789０１２３.,，:：-—至比/% |\n个元年月日（）", max_size=300),
    st.text(alphabet="一二三四五六七八九十百千万亿零两半点分之多余几个年", max_size=200),
    st.text(alphabet="“”‘’（）()《》〔〕[]{}", max_size=200),
    st.lists(st.sampled_from(_WORDS), max_size=80).map("".join),
)


def document(text: str, title: str = "2012年政府工作报告") -> Document:
    return Document(
        id="d",
        version=1,
        source="a.txt",
        title=title,
        issued_on="2012-03-05",
        text=text,
        place="宁夏",
        sections=(Section(text[:20], 1, 0, len(text)),) if text else (),
    )


@given(texts, st.sampled_from(["2012年政府工作报告", "管理条例", ""]))
@settings(max_examples=400)
@example("5个(含。)以上", "")
@example("三月日和十十年代", "2012年政府工作报告")
@example("\udcff3个\ud800", "")
@example("1" + "亿" * 60 + "元", "")
def test_every_figure_is_where_it_says(text: str, title: str) -> None:
    for figure in extract_figures(document(text, title)):
        assert 0 <= figure.start <= figure.number_start < figure.number_end <= figure.end
        quote = text[figure.start : figure.end]
        assert text[figure.number_start : figure.number_end] in quote
        assert quote == quote.strip()
        assert bool(figure.period.start) == bool(figure.period.text) == bool(figure.period.end)
        assert figure.period.start <= figure.period.end
        assert (figure.measure.value == "change") == bool(figure.direction)


@given(texts)
@settings(max_examples=200)
def test_extraction_is_pure_and_in_order(text: str) -> None:
    first = extract_figures(document(text))
    assert first == extract_figures(document(text))
    starts = [figure.number_start for figure in first]
    assert starts == sorted(set(starts))


@given(texts)
@settings(max_examples=200)
def test_folding_keeps_the_length(text: str) -> None:
    assert len(folded(text)) == len(text)


@given(texts, texts)
@settings(max_examples=100)
def test_figures_do_not_depend_on_a_paragraph_without_words_of_time(text: str, tail: str) -> None:
    """What stands after a paragraph changes nothing in it."""
    body = text.replace("|", "") + "\n"
    alone = extract_figures(replace(document(body, ""), sections=()))
    longer = extract_figures(replace(document(body + tail.replace("|", ""), ""), sections=()))
    assert longer[: len(alone)] == alone


# ---- numerals, there and back

_CHARACTERS = "零一二三四五六七八九"


def chinese(number: int) -> str:
    """A whole number below 10^12 in Chinese characters, as it is written by hand."""
    if number == 0:
        return "零"
    written, scales = "", ((10**8, "亿"), (10**4, "万"), (1, ""))
    for scale, name in scales:
        section, number = divmod(number, scale)
        if section:
            needs_zero = bool(written) and section < 1000
            written += ("零" if needs_zero else "") + _section(section) + name
    # 一十五 is said as 十五.
    return written.removeprefix("一") if written.startswith("一十") else written


def _section(number: int) -> str:
    written, pending = "", False
    for scale, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, scale)
        if digit:
            written += ("零" if pending else "") + _CHARACTERS[digit] + name
            pending = False
        else:
            pending = bool(written)
    return written


@given(st.integers(0, 10**12 - 1))
def test_chinese_numerals_are_read_back(number: int) -> None:
    amount = read_chinese(chinese(number))
    assert amount is not None
    assert amount.value * amount.factor == number


@given(st.integers(0, 9), st.lists(st.integers(0, 9), min_size=1, max_size=6))
def test_chinese_decimals_are_read_back(whole: int, fraction: list[int]) -> None:
    written = _CHARACTERS[whole] + "点" + "".join(_CHARACTERS[digit] for digit in fraction)
    amount = read_chinese(written)
    assert amount is not None
    assert amount.value == Decimal(f"{whole}.{''.join(map(str, fraction))}")
    assert "E" not in plain(amount.value)


numbers = st.decimals(min_value=0, max_value=10**15, places=3, allow_nan=False)


@given(numbers, st.booleans(), st.booleans())
def test_digits_are_read_back(number: Decimal, grouped: bool, wide: bool) -> None:
    written = f"{number:,f}" if grouped else f"{number:f}"
    if wide:
        written = written.translate(str.maketrans("0123456789.,", "０１２３４５６７８９．，"))
    amount = read_digits(folded(written))
    assert amount is not None
    assert amount.value == number


@given(
    st.integers(1, 10**9), st.sampled_from(["", "万", "亿"]), st.sampled_from(["元", "吨", "名"])
)
def test_a_number_in_a_sentence_is_read_back(number: int, scale: str, unit: str) -> None:
    (found,) = find_quantities(f"全年完成{number}{scale}{unit}。")
    multiplier = {"": 1, "万": 10**4, "亿": 10**8}[scale]
    assert found.unit == scale + unit
    assert (found.base_value, found.base_unit) == (str(number * multiplier), unit)


@given(st.integers(1, 10**7 - 1))
def test_the_same_number_in_either_script_comes_to_the_same(number: int) -> None:
    ((digits,), (characters,)) = (
        find_quantities(f"共有{written}吨") for written in (str(number), chinese(number))
    )
    assert digits.base_value == characters.base_value


@given(st.integers(1, 99), st.integers(0, 99))
def test_percentages_in_words_are_read_back(whole: int, hundredths: int) -> None:
    fraction = "".join(_CHARACTERS[int(digit)] for digit in f"{hundredths:02}")
    (found,) = find_quantities(f"增长百分之{chinese(whole)}点{fraction}")
    assert float(found.value) == pytest.approx(whole + hundredths / 100)
    assert found.base_unit == "%"


# ---- time

_LONG = [
    "一", "1", "百", "“", "(", "1 ", "1,", "1,111,", "1:", "a", "a1", "年", "2010年，", "1%",
    "1%、", "1%和", "占", "的", "由",
    "比", "增长1%，", "由1个增加到2个，", "甲和", "等", "、", "，", "1 | ", "\n1 | 2",
    "\n甲 | 2010年", "《", "北京、", "全国3个", "万",
    "百分之", "1至", "一半", "以上", "1元的", "在2010年的基础上", "1月1日至", "三年内",
    "1个县（市）", "据统计，", "共计", "继续建设",
    "新建改建", "字1个", "本年1元", "（2010年）1元", "去年同期", "两年",
    "1981年1元，两年平均1%。", "粮食产量1吨、纸",
]  # fmt: skip


def _seconds(text: str) -> float:
    made = document(text)
    best = float("inf")
    for _ in range(2):
        start = time.process_time()
        extract_figures(made)
        best = min(best, time.process_time() - start)
    return best


@pytest.mark.parametrize("piece", _LONG, ids=repr)
def test_no_text_takes_more_than_linear_time(piece: str) -> None:
    short, long = ((piece * size)[:size] + "字1个。" for size in (3000, 12000))
    # Below a few milliseconds the clock says more of the machine than of the work.
    assert _seconds(long) < 12 * max(_seconds(short), 0.004)


@given(st.lists(st.sampled_from([*_WORDS, *_LONG]), min_size=1, max_size=4).map("".join))
@settings(max_examples=40)
def test_no_repetition_takes_more_than_linear_time(piece: str) -> None:
    short = (piece * 2000)[:2000] + "甲1个"
    assert _seconds((piece * 8000)[:8000] + "甲1个") < 12 * max(_seconds(short), 0.004)


def test_words_that_may_be_split_in_several_ways_do_not_explode() -> None:
    linking = [*words.LINKS.split("|"), "共计", "增长", "继续", "续建", "建设", "总投资"]
    text = "甲" + "".join(word for word in linking if word.isalpha()) * 20 + "字1个。"
    assert _seconds(text) < 2.0


def test_many_headings_and_a_wide_table_are_read_in_linear_time() -> None:
    def made(count: int) -> Document:
        lines = [f"{i}年{i}元" for i in range(1990, 1990 + 10)] * count
        heading = "指标 | " + " | ".join(f"甲{i}（万元）" for i in range(100 * count))
        table = "\n".join([heading, "收入 | " + " | ".join("5" for _ in range(100 * count))])
        text = "\n".join(lines) + "\n\n" + table
        edges = list(range(0, len(text), 12))
        sections = tuple(
            Section(f"第{i}章 2010年工作", 1 + i % 3, start, start + 12)
            for i, start in enumerate(edges)
        )
        return replace(document(text), sections=sections)

    def seconds(count: int) -> float:
        source = made(count)
        start = time.process_time()
        figures: tuple[Figure, ...] = extract_figures(source)
        assert len(figures) >= 100 * count
        return time.process_time() - start

    assert seconds(20) < 12 * max(seconds(5), 0.004)
