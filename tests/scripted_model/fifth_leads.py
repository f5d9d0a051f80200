"""True sentences led in by where they stand: title, type, 文号, issuer, heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from .behaviour import Utterance
from .fifth_phrasing import Maker, led, title_of, truly
from .fluent_phrasing import bare
from .scene import Scene, Source

_ABOUT: Final = re.compile(r"》（([^，,（）()\d]{2,24})[，,]")
_NUMBERED: Final = re.compile(r"[（，]([\u4e00-\u9fff]{2,8}〔\d{4}〕\d+号)[，）]")
_ISSUED: Final = re.compile(r"[（，](\d{4})-(\d{2})-\d{2}）")
_HEADING: Final = re.compile(r"[）》] (?:[^>]* > )?([^>\d一二三四五六七八九十]{4,20})$")
_SELF: Final = re.compile(
    r"^(?:该|这|其|此|上述|前款|但|因此|为此|对此|也|还|又)|本[法条规通办意]"
    r"|^[^，。]{0,12}(?:这[个些样种一两三]|上述|前款|前者|后者)"
)
_TYPES: Final = (
    ("报告", ("报告指出，", "报告提出，", "在报告中，", "按报告的说法，")),
    ("办法", ("该办法规定，", "按照该办法，")),
    ("条例", ("该条例规定，", "按照该条例，")),
    ("法", ("法律规定，", "按照该法，", "该法明确，")),
    ("通知", ("通知要求，", "通知明确，", "按照通知，")),
    ("意见", ("意见提出，", "该意见明确，")),
    ("函", ("该函提出，", "复函中写明，")),
)


def standing(scene: Scene, longest: int = 90) -> Iterator[Source]:
    """Sentences that are understood by themselves."""
    for source in scene.fresh():
        words = bare(source)
        if 8 <= len(words) <= longest and not _SELF.search(words) and "：" not in words[-2:]:
            yield source


def by_title(scene: Scene) -> Utterance | None:
    """根据《…》，…"""
    for source in standing(scene):
        title = title_of(source)
        if title:
            frame = scene.chance.choice(
                ("根据《{t}》，{b}", "《{t}》提到，{b}", "按照《{t}》，{b}", "{b}，见《{t}》")
            )
            return truly("by title", scene, [source], frame.format(t=title, b=bare(source)))
    return None


def by_type(scene: Scene) -> Utterance | None:
    """报告指出，…"""
    for source in standing(scene):
        title = title_of(source)
        leads = next((words for ending, words in _TYPES if title.endswith(ending)), ())
        if leads:
            body = scene.chance.choice(leads) + bare(source)
            return truly("by type of document", scene, [source], body)
    return None


def by_number(scene: Scene) -> Utterance | None:
    """根据国办发〔2019〕2号文件，…"""
    for source in standing(scene):
        found = _NUMBERED.search(source.passage.head)
        if found:
            frame = scene.chance.choice(("根据{n}文件，{b}", "{n}文提出，{b}", "{b}（{n}）"))
            body = frame.format(n=found[1], b=bare(source))
            return truly("by 文号", scene, [source], body)
    return None


def in_other_brackets(scene: Scene) -> Utterance | None:
    """根据国办发（2019）2号，…"""
    for source in standing(scene):
        found = _NUMBERED.search(source.passage.head)
        if found:
            number = found[1].replace("〔", "（").replace("〕", "）")
            body = scene.chance.choice(("依据{n}，{b}", "按照{n}，{b}")).format(
                n=number, b=bare(source)
            )
            return truly("文号 in other brackets", scene, [source], body)
    return None


def by_month(scene: Scene) -> Utterance | None:
    """《…》（2019年1月）提到，…"""
    for source in standing(scene):
        found, title = _ISSUED.search(source.passage.head), title_of(source)
        if found and title:
            body = f"《{title}》（{found[1]}年{int(found[2])}月）提到，{bare(source)}"
            return truly("by title and month", scene, [source], body)
    return None


def by_issuer(scene: Scene) -> Utterance | None:
    """国务院办公厅在《…》中提出，…"""
    for source in standing(scene):
        found, title = _ABOUT.search(source.passage.head), title_of(source)
        if found and title:
            frame = scene.chance.choice(("{i}在《{t}》中写道，{b}", "{i}《{t}》载明，{b}"))
            body = frame.format(i=found[1], t=title, b=bare(source))
            return truly("by issuer", scene, [source], body)
    return None


def by_heading(scene: Scene) -> Utterance | None:
    """在“…”部分，…"""
    for source in standing(scene):
        found = _HEADING.search(source.passage.head)
        if found and not re.search(r"[“”《》]", found[1] + source.text):
            heading = found[1].strip("（）() 　、")
            body = f"在“{heading}”部分，文件写道，{bare(source)}"
            return truly("by heading", scene, [source], body)
    return None


def lead(scene: Scene) -> Utterance | None:
    """文件明确，…"""
    for source in standing(scene, 120):
        return truly("short lead", scene, [source], led(source.body, scene.chance))
    return None


def closing_source(scene: Scene) -> Utterance | None:
    """以上内容出自《…》."""
    for source in standing(scene):
        title = title_of(source)
        if title:
            frame = scene.chance.choice(("以上内容出自《{t}》", "有关内容见《{t}》"))
            return truly("closing with the source", scene, [source], frame.format(t=title))
    return None


FIFTH_LEADS: Final[Mapping[str, Maker]] = {
    "by title": by_title,
    "by type of document": by_type,
    "by 文号": by_number,
    "文号 in other brackets": in_other_brackets,
    "by title and month": by_month,
    "by issuer": by_issuer,
    "by heading": by_heading,
    "short lead": lead,
    "closing with the source": closing_source,
}
