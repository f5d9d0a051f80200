"""Several figures asked for at once: what stands beside a figure that answers is not left out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from pb_qa.assistant import Assistant
from pb_qa.settings import Settings


@contextmanager
def assistant_over(folder: Path, files: Mapping[str, str]) -> Iterator[Assistant]:
    """An assistant that has read a folder of text files, by name."""
    corpus = folder / "corpus"
    corpus.mkdir()
    for name, text in files.items():
        (corpus / name).write_text(text, encoding="utf-8")
    with Assistant(Settings(corpus_dir=corpus, data_dir_override=folder / "data")) as made:
        list(made.sync())
        yield made


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    files = {
        "通报.txt": (
            "1996年地震情况通报\n据初步统计，1996年地震灾害共造成365人死亡，4026人重伤，"
            "直接经济损失约46亿元。\n新型农村合作医疗制度试点已扩大到671个县，惠及1.77亿农民。\n"
        ),
        "报告.txt": ("政府工作报告\n2013年棉花产量430万吨。今年全区植树造林12万亩。\n"),
    }
    with assistant_over(tmp_path_factory.mktemp("together"), files) as made:
        yield made


@pytest.mark.parametrize(
    ("asked", "stated"),
    [
        ("1996年地震死了多少人、重伤多少、直接损失多少钱", ["365人", "4026人", "46亿元"]),
        ("新农合试点扩大到多少个县，惠及多少农民", ["671个", "1.77亿"]),
    ],
)
def test_all_that_is_asked_is_in_the_first_line(
    assistant: Assistant, asked: str, stated: list[str]
) -> None:
    headline = assistant.ask(asked).headline
    assert all(value in headline for value in stated)


def test_what_stands_elsewhere_is_not_taken_for_it(assistant: Assistant) -> None:
    headline = assistant.ask("1996年地震死了多少人，财政赤字多少亿").headline
    assert not any(value in headline for value in ("46亿元", "430", "12万亩"))


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    files = {
        "青石县2013年报告.txt": (
            "青石县政府工作报告\n2013年城镇居民人均可支配收入25852元，农村居民人均纯收入19080元。\n"
            "2013年铁路通车里程120公里，公路通车里程3400公里。\n"
            "2013年棉花产量430吨，油料产量250吨。\n财政供养单位由40个减少到29个。\n"
            "2010年城镇居民人均可支配收入16200元。\n2010年公路通车里程2800公里。\n"
            "2013年改造1880所乡镇卫生院、786所县医院、285所县中医院和534所县妇幼保健院。\n"
            "2013年发生5级以上地震38次（其中大陆地区26次）。\n"
        ),
    }
    with assistant_over(tmp_path_factory.mktemp("pairs"), files) as made:
        yield made


@pytest.mark.parametrize(
    ("asked", "result"),
    [
        ("2013年城镇居民收入比农村居民高多少元", "6772元"),
        ("2013年城镇居民收入是农村居民的几倍", "1.4倍"),
        ("2013年棉花和油料产量一共多少吨", "680吨"),
        ("财政供养单位减少了多少个", "11个"),
        ("城镇居民人均可支配收入2013年比2010年增长了百分之几", "59.6%"),
        ("2013年城镇居民收入跟农村居民纯收入差多少钱", "6772元"),
        ("公路通车里程2013年比2010年多修了多少公里", "600公里"),
        ("2013年县医院、县中医院和县妇幼保健院合计改造多少所", "1605所"),
        ("2013年5级以上地震里，大陆地区的占比是多少", "68.4%"),
    ],
)
def test_two_things_or_times_are_reckoned_with(reports: Assistant, asked: str, result: str) -> None:
    assert reports.ask(asked).reckoned == result


def test_a_thing_whose_name_begins_otherwise_is_not_reckoned_with(reports: Assistant) -> None:
    assert "2800" not in reports.ask("铁路通车里程2013年比2010年少多少公里").working


def test_what_cannot_be_told_apart_is_not_added_up(reports: Assistant) -> None:
    assert reports.ask("2013年棉花产量一共多少吨").reckoned == ""


@pytest.fixture(scope="module")
def kinds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    files = {
        "办法.txt": (
            "青石县摊位管理办法\n第一条 固定摊位经营权的期限为二十年，临时摊位和流动摊位经营权的"
            "期限为十年，均自登记日起计算。\n第二条 全县有360家非公企业。\n"
        ),
    }
    with assistant_over(tmp_path_factory.mktemp("kinds"), files) as made:
        yield made


def test_what_nobody_told_apart_is_stated_of_each_kind(kinds: Assistant) -> None:
    headline = kinds.ask("摊位经营权的期限是多少年").headline
    assert headline.index("二十年") < headline.index("固定摊位") < headline.index("临时摊位")


def test_one_kind_asked_for_is_stated_alone(kinds: Assistant) -> None:
    figures = kinds.ask("固定摊位经营权的期限是多少年").figures
    assert [figure.text for figure in figures] == ["二十年"]


def test_what_is_denied_is_not_counted(kinds: Assistant) -> None:
    assert "360家" in kinds.ask("非公企业有多少家").headline
    assert not kinds.ask("公有制企业有多少家").figures


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    files = {
        "综述.txt": (
            "红色引擎激发新活力——宁夏非公经济组织党建工作综述\n宁夏日报记者\n"
            "截至目前，全区已有4116名党建工作指导员进驻9240家非公企业。\n"
            "石嘴山市向未组建党组织的非公企业选派了266名党建工作指导员。\n"
        ),
    }
    with assistant_over(tmp_path_factory.mktemp("parts"), files) as made:
        yield made


def test_a_part_is_not_told_for_the_place_that_a_document_is_of(parts: Assistant) -> None:
    assert parts.ask("派驻到非公企业的党建工作指导员有多少人？").headline.startswith("4116名")
    assert parts.ask("石嘴山市选派了多少名党建工作指导员？").headline.startswith("266名")


def test_companies_are_no_articles_of_a_rule(parts: Assistant) -> None:
    assert not parts.ask("《全区非公有制企业党建工作指导员管理办法》一共多少条？").figures
