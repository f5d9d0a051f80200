"""Answers from the ledger of figures, as the conversation shows and copies them."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape
from types import ModuleType
from urllib.parse import parse_qsl

import pytest

from pb_qa.answers import Answer, Coverage
from pb_qa.models import NO_PERIOD, Document, Period
from pb_qa.settings import Settings
from pb_qa.web.answer_plain import plain_answer
from pb_qa.web.contract import AssistantLike
from pb_qa.web.figures_request import parse_request
from pb_qa.web.history import Record
from pb_qa.web.i18n import Language, Texts
from pb_qa.web.render import render_turn

ZH = Texts(Language.CHINESE)
_BUTTON = re.compile(
    r'class="(?:pb-number|pb-chip)" data-document="(\w+)" data-version="1" data-start="(\d+)"'
    r' data-end="(\d+)" data-number="(\d+)-(\d+)"'
)


@pytest.fixture
def assistant(small: ModuleType, page_settings: Settings) -> AssistantLike:
    documents = [*small.sample_documents(), *small.statistics_documents()]
    made: AssistantLike = small.SmallAssistant(page_settings, documents)
    made.warm_up()
    return made


def _html(answer: Answer, texts: Texts = ZH) -> str:
    return render_turn(Record(answer.question, answer), 0, texts)


def _card(html: str) -> str:
    card = re.search(r'<div class="pb-stated">.*?</div>', html)
    assert card is not None
    return card[0]


def _words(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


def _opened(assistant: AssistantLike, html: str) -> list[tuple[str, str]]:
    """Sentence and number that each button opens, from the stored documents."""
    opened = []
    for identity, *offsets in _BUTTON.findall(html):
        start, end, first, last = map(int, offsets)
        document: Document = assistant.document(identity)
        assert start <= first < last <= end
        opened.append((document.text[start:end], document.text[first:last]))
    return opened


def test_one_figure_is_big_with_time_place_and_indicator(assistant: AssistantLike) -> None:
    html = _html(assistant.ask("乙市2020年养老床位有多少张"))
    card = _card(html)
    assert '<p class="pb-figure-one"><button type="button" class="pb-number"' in card
    assert "<strong>7.4万张</strong>" in card
    assert "2020年底 · 乙市 · 养老床位" in _words(card)
    assert "pb-dated" not in card and "pb-direct" not in html
    sentence = ("2020年末，乙市养老床位7.4万张。", "7.4万张")
    # The number, the mark beside it, and the mark at the sentence below.
    assert _opened(assistant, html) == [sentence] * 3
    assert html.count("<strong>7.4万张</strong>") == 2


def test_the_documents_own_words_for_a_time_are_shown(assistant: AssistantLike) -> None:
    answer = assistant.ask("2018年丙市社区服务中心有多少")
    assert "2018年（原文：去年） · 丙市 · 社区服务中心" in _words(_card(_html(answer)))
    figure = answer.figures[0]
    unnamed = replace(figure, period=NO_PERIOD, place="", indicator="")
    assert "时期未写明[1]" in _words(_card(_html(replace(answer, figures=(unnamed,)))))


def test_a_time_that_its_sentence_does_not_name_is_said_to_be_from_the_context(
    assistant: AssistantLike,
) -> None:
    answer = assistant.ask("乙市2020年养老床位有多少张")
    elsewhere = replace(answer.figures[0], period=Period("2019年底", "2019-12-31", "2019-12-31"))
    html = _html(replace(answer, figures=(elsewhere,)))
    assert "2019年底（时期据上下文）" in _words(html)


def test_several_figures_are_a_dated_list_each_to_click(assistant: AssistantLike) -> None:
    answer = assistant.ask("丙市养老床位有多少张")
    assert len(answer.figures) == 12
    html = _html(answer)
    card = _card(html)
    rows = re.findall(r'<tr><th scope="row">(.*?)</th><td>(.*?)</td>', card)
    assert [period for period, _ in rows[:2]] == ["2023年底", "2022年底"]
    assert all(number in sentence for sentence, number in _opened(assistant, card))
    assert len(_opened(assistant, card)) == 24
    assert '<caption class="pb-about"><span>养老床位</span>' in card
    assert "列出 12 项，共 13 项符合" in card
    # The sentences are there, folded away below so long a list.
    assert "以上数据的 12 句原文" in html and html.count('class="pb-sentence"') == 12


def test_what_differs_names_the_rows_and_what_is_common_stands_above(
    assistant: AssistantLike,
) -> None:
    html = _html(assistant.ask("2020年各市社区服务中心有多少"))
    caption = re.search(r"<caption.*?</caption>", html)
    assert caption is not None and _words(caption[0]) == "2020年 · 社区服务中心"
    assert re.findall(r'<th scope="row">(.*?)</th>', html)[:3] == ["甲市", "乙市", "丙市"]
    dated = _card(_html(assistant.ask("丙市社区服务中心")))
    assert re.findall(r"<th.*?>(.*?)</th>", dated) == ["2020年", "2018年"]
    assert "原文：去年" in _words(dated)


def test_documents_that_differ_are_named_and_not_averaged(assistant: AssistantLike) -> None:
    html = _html(assistant.ask("甲市2018年养老床位"))
    card = _card(html)
    assert "<strong>5.5万张</strong>" in card and "<strong>6.2万张</strong>" in card
    assert "示例省历年民生统计" in card and "示例省2018年养老服务公报" in card
    assert "同一时期的数字不一致" in html
    assert "不一致" not in _html(assistant.ask("丙市养老床位有多少张"))


@pytest.mark.parametrize(
    ("said", "lead"),
    [
        ("比上年下降", "下降"),
        ("实际增长", "实际增长"),
        ("粮食产量降到", "降到"),
        ("就业目标是", "目标是"),
        ("预期增长", "预期增长"),
        ("粮食产量", ""),
        ("下降的是", ""),
    ],
)
def test_words_that_turn_the_meaning_stay_with_the_number(
    assistant: AssistantLike, said: str, lead: str
) -> None:
    answer = assistant.ask("2018年丙市社区服务中心有多少")
    citation, figure = answer.citations[0], answer.figures[0]
    start = citation.start + len(said)
    cited = replace(citation, quote=f"{said}3%。", end=start + 3)
    answer = replace(
        answer,
        sentences=(replace(answer.sentences[0], text=cited.quote, citations=(cited,)),),
        figures=(replace(figure, text="3%", start=start, end=start + 2),),
    )
    shown = re.search(r'class="pb-lead">(.*?)<', _card(_html(answer)))
    assert (shown[1] if shown else "") == lead
    assert plain_answer(answer, ZH).startswith(f"{lead}3%（")


def test_a_unit_from_elsewhere_is_told_from_what_the_cell_holds(assistant: AssistantLike) -> None:
    answer = assistant.ask("乙市2020年养老床位有多少张")
    figure = replace(answer.figures[0], text="7.4", unit="万张", end=answer.figures[0].end - 2)
    card = _card(_html(replace(answer, figures=(figure,))))
    assert '<strong>7.4</strong><span class="pb-unit"' in card and ">万张</span>" in card


def test_a_result_comes_with_its_working_and_each_operand_to_click(
    assistant: AssistantLike,
) -> None:
    answer = assistant.ask("乙市2010年和2020年养老床位相差多少")
    card = _card(_html(answer))
    assert re.search(r"<strong>2.8万张</strong><span class=.pb-tag.>计算得出</span>", card)
    working = re.search(r'<p class="pb-working">(.*?)</p>', card)
    assert working is not None
    assert _words(working[1]) == "7.4万张（2020年底） － 4.6万张（2010年底） ＝ 2.8万张"
    sentences = [
        ("2020年末，乙市养老床位7.4万张。", "7.4万张"),
        ("2010年末，乙市养老床位4.6万张。", "4.6万张"),
    ]
    assert _opened(assistant, working[1]) == sentences
    assert [number for _, number in _opened(assistant, card[working.end() :])] == [
        "7.4万张", "7.4万张", "4.6万张", "4.6万张",
    ]  # fmt: skip
    unreadable = replace(answer, working="如原文所述")
    assert "如原文所述" in _html(unreadable)


def test_an_offer_is_no_answer(assistant: AssistantLike) -> None:
    answer = assistant.ask("2030年乙市养老床位有多少张")
    assert answer.abstained
    html = _html(answer)
    assert "<strong>没有2030年的数据</strong>；有2023年底的：8.6万张。" in html
    assert "下面不是您问的那一项" in html
    for absent in ("pb-stated", "pb-figure-one", "pb-direct", "pb-coverage", "pb-notes"):
        assert absent not in html
    assert html.count("没有2030年的数据") == 2, "once to read, once to copy"
    assert _opened(assistant, html) == [("2023年末，乙市养老床位8.6万张。", "8.6万张")]


def test_what_is_missing_of_several_stands_with_the_figures(assistant: AssistantLike) -> None:
    answer = replace(assistant.ask("乙市2020年养老床位"), notes=("没有2030年的数据。",))
    html = _html(answer)
    assert '<p class="pb-note">没有2030年的数据。</p>' in _card(html)
    assert "pb-notes" not in html
    assert plain_answer(answer, ZH).split("\n")[1] == "没有2030年的数据。"


def test_the_ledger_is_one_click_away(assistant: AssistantLike) -> None:
    for question in ("乙市2020年养老床位有多少张", "2030年乙市养老床位有多少张"):
        html = _html(assistant.ask(question))
        link = re.search(
            r'<a class="pb-link" href="#figures\?(.*?)">查看这项数据的全部记录</a>', html
        )
        assert link is not None
        request = parse_request(parse_qsl(unescape(link[1])))
        assert request.words == "养老床位" and not request.filtered


def test_links_to_the_ledger_are_few_and_apart(assistant: AssistantLike) -> None:
    answer = assistant.ask("丙市社区服务中心")
    one = answer.figures[0]

    def links(*indicators: str) -> list[str]:
        figures = tuple(replace(one, indicator=name) for name in indicators)
        return re.findall(
            r"#figures[^>]*>(.*?)</a>", _card(_html(replace(answer, figures=figures)))
        )

    assert links("粮食总产量", "粮食产量") == ["查看这项数据的全部记录"]
    assert links("财政收入", "财政支出") == ["查看“财政收入”的全部记录", "查看“财政支出”的全部记录"]
    assert len(links("甲", "乙", "丙", "丁", "戊")) == 3
    assert links("", "") == []


def test_what_is_copied_has_the_figures_with_their_sources(assistant: AssistantLike) -> None:
    lines = plain_answer(assistant.ask("丙市社区服务中心"), ZH).split("\n")
    assert lines[:2] == [
        "338个（2020年，丙市，社区服务中心）[1]",
        "210个（2018年（原文：去年），丙市，社区服务中心）[2]",
    ]
    assert "去年，丙市社区服务中心210个。[2]" in lines
    assert lines[-2:] == [
        "[1] 示例省统计局. 示例省历年民生统计[Z]. 2024-03-01.",
        "[2] 示例省民政厅. 示例省2018年养老服务公报[Z]. 2019-02-11.",
    ]
    reckoned = plain_answer(assistant.ask("乙市2010年和2020年养老床位相差多少"), ZH)
    assert reckoned.startswith(
        "2.8万张（计算得出：7.4万张（2020年底） － 4.6万张（2010年底） ＝ 2.8万张）\n"
        "7.4万张（2020年底，乙市，养老床位）[2]\n"
    )
    offered = plain_answer(assistant.ask("2030年乙市养老床位有多少张"), ZH)
    assert offered.startswith("没有2030年的数据；有2023年底的：8.6万张。\n")
    assert "[1] 示例省统计局." in offered


def test_a_figure_whose_citation_is_lost_opens_nothing(assistant: AssistantLike) -> None:
    answer = assistant.ask("乙市2020年养老床位有多少张")
    lost = replace(answer, figures=(replace(answer.figures[0], number=9),))
    card = _card(_html(lost))
    assert "7.4万张" in card and "<button" not in card
    none = replace(answer, sentences=(), coverage=Coverage(0, 0))
    assert "<button" not in _card(_html(none))


def test_hostile_figures_are_inert(assistant: AssistantLike) -> None:
    bad = "<img src=http://remote.invalid/x.png onerror=alert(1)>${1}{{2}}\"'`"
    answer = assistant.ask("丙市社区服务中心")
    figures = tuple(
        replace(f, text=bad, unit=bad, place=bad, indicator=bad, period=Period(bad, "", "", bad))
        for f in answer.figures
    )
    for hostile in (
        replace(answer, figures=figures),
        replace(answer, figures=figures, reckoned=bad, working=f"{bad} ＝ {bad}"),
        replace(answer, figures=figures, abstained=True, notes=(f"{bad}；{bad}",)),
    ):
        html = _html(hostile)
        assert not re.search(r"<(?:img|script|iframe|svg)\b", html)
        assert "${" not in html and "{{" not in html
        # The one link there is leads nowhere but to the ledger.
        assert set(re.findall(r'href="(.{9})', html)) <= {"#figures?"}


def test_in_english_everything_is_said_too(assistant: AssistantLike) -> None:
    texts = Texts(Language.ENGLISH)
    assert "computed" in _html(assistant.ask("乙市2010年和2020年养老床位相差多少"), texts)
    assert "All records of this indicator" in _html(assistant.ask("丙市社区服务中心"), texts)
    assert "not what you asked for" in _html(assistant.ask("2030年乙市养老床位"), texts)
