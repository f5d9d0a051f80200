"""What a document says of itself: title, issuer, 文号, date, publisher, author, place."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from pathlib import PurePosixPath

from pb_qa.reading.cleaning import CleanedText
from pb_qa.reading.cleaning_removal import each_line
from pb_qa.reading.metadata_dates import find_dates
from pb_qa.reading.metadata_places import find_place
from pb_qa.reading.metadata_title import (
    LABELLED,
    LONGEST_TITLE,
    NUMBER,
    SUBTITLE,
    find_title,
    without_wide_blanks,
)
from pb_qa.reading.raw import RawDocument
from pb_qa.text.search_form import search_form

_HAN = "\u4e00-\u9fff"
_HEAD_LINES, _TAIL_LINES = 40, 12

_LABELS = {
    "标题": "title",
    "文件名称": "title",
    "名称": "title",
    "发文机关": "issuer",
    "发布机构": "issuer",
    "发文单位": "issuer",
    "制定机关": "issuer",
    "发文字号": "number",
    "文号": "number",
    "文件编号": "number",
    "成文日期": "issued_on",
    "发文日期": "issued_on",
    "印发日期": "issued_on",
    "发布日期": "published_on",
    "公布日期": "published_on",
    "发布时间": "published_on",
    "来源": "publisher",
    "稿件来源": "publisher",
    "作者": "author",
    "撰稿": "author",
}
_ORDER_NUMBER = re.compile(rf"[{_HAN}]{{0,12}}令\s*第\s*[\d〇零一二三四五六七八九十百]{{1,7}}\s*号")
_AUTHORITY = re.compile(
    rf"(?:国务院|中央军委|[{_HAN}、]{{2,40}}?(?:办公厅|办公室|人民政府|委员会|党委|省委|市委|区委|县委"
    r"|中央|部|委|局|署|厅|院|党组|会|中心|总局))"
)
_TITLE_OF_ACT = re.compile(
    rf"(?P<issuer>[{_HAN}、 \u3000]{{2,60}}?)(?:关于|转发|印发|对(?=.{{2,40}}的(?:答复|复函)))"
)
_SPEAKER = re.compile(
    rf"(?P<issuer>国务院|[{_HAN}]{{2,12}}人民政府)(?:代|副)?(?:总理|省长|市长|区长|县长|主席|旗长|州长)"
)
_ON_BEHALF = re.compile(
    rf"我(?:现在|受)?(?:谨)?代表(?P<issuer>(?:中华人民共和国)?国务院|[{_HAN}]{{2,12}}人民政府)[，,]?[向作]"
)
_PASSED = re.compile("通过|修正|修订|公布|发布")
_ASSEMBLY = re.compile("全国人民代表大会(?:常务委员会)?")
_SOURCE = re.compile(
    rf"(?<![{_HAN}])(?:稿件|信息|文章)?来源\s*[:：]\s*(?P<name>[^\s,，;；。)）】|]{{2,20}})"
)
_WIRE = re.compile(r"(?P<name>新华社|中新社|人民网|新华网)[^。，\n]{0,12}?\d{1,2}月\d{1,2}日电")
_NEWSPAPER = re.compile(rf"[（(]《(?P<name>[{_HAN}]{{2,10}}(?:报|刊|时报|杂志))》")
_REPORTER = re.compile(
    r"(?:记者|通讯员|作者|撰稿)\s*[:：]?\s*"
    rf"(?P<name>[{_HAN}]{{2,4}}(?:[、 ][{_HAN}]{{2,4}}){{0,4}}|[{_HAN}][ \u3000]+[{_HAN}])"
    r"(?<!摄)(?!\s*摄)(?=[)）】\s,，。|]|$)"
)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a document besides its text; empty strings where it is silent.

    The fields are those of ``models.DocumentInfo`` with the same names.
    """

    title: str
    issuer: str = ""
    number: str = ""
    issued_on: str = ""
    publisher: str = ""
    author: str = ""
    place: str = ""


def metadata(cleaned: CleanedText, raw: RawDocument, source: str) -> Metadata:
    """Read the metadata from where the document states it.

    A labelled field (发文机关：…) counts before the format's own properties, these before
    the wording of title, opening and signature.

    Parameters
    ----------
    cleaned, raw
        The text after and before cleaning: a source line that was cut is still read.
    source
        The path within the corpus; its name is the title of last resort.
    """
    head = list(islice(_cells(cleaned.text), _HEAD_LINES))
    tail = deque(_cells(cleaned.text), _TAIL_LINES)
    fields = {**_clean_properties(raw.properties, cleaned.text), **_labelled(head)}
    marked = next((cleaned.text[h.start : h.end].strip() for h in cleaned.headings), "")
    title, subtitle = find_title(fields.get("title", ""), head[:12], marked)
    title = title or PurePosixPath(source).stem
    opening = [line for line in head[:12] if not LABELLED.match(line)]
    signature = _signature(_cells(cleaned.text))
    issuer = fields.get("issuer") or _issuer(title, opening, signature)
    first = (line.text for line in islice(each_line(raw.text), 12))
    edges = "\n".join([*first, *head[:12], *tail])
    return Metadata(
        title=title,
        issuer=issuer,
        number=_number(fields.get("number", ""), opening),
        issued_on=fields.get("issued_on")
        or _issued_on(subtitle or title, opening, signature)
        or fields.get("published_on", ""),
        publisher=fields.get("publisher") or _first(edges, _SOURCE, _WIRE, _NEWSPAPER),
        author=without_wide_blanks(fields.get("author") or _first(edges, _REPORTER)),
        place=find_place(title, issuer, subtitle),
    )


def _cells(text: str) -> Iterator[str]:
    """Lines, and what tabs part in them, without surrounding blanks."""
    for line in each_line(text):
        for cell in line.text.split("\t"):
            if cell.strip():
                yield cell.strip()


def _labelled(lines: Sequence[str]) -> dict[str, str]:
    """Fields such as “发文机关： | 国务院”, or a label with its value on the next line."""
    cells = [cell.strip() for line in lines for cell in line.split(" | ")]
    found: dict[str, str] = {}
    for index, cell in enumerate(cells):
        match = LABELLED.fullmatch(cell)
        name = _LABELS.get(re.sub("[ \u3000]", "", match["label"])) if match else None
        if match is None or name is None or name in found:
            continue
        value = match["value"].strip()
        if not value and index + 1 < len(cells) and not LABELLED.fullmatch(cells[index + 1]):
            value = cells[index + 1]
        if name in ("issued_on", "published_on"):
            dates = find_dates(value)
            value = dates[0][2] if dates else ""
        if value and len(value) <= 2 * LONGEST_TITLE:
            found[name] = value
    return found


def _clean_properties(properties: Mapping[str, str], text: str) -> dict[str, str]:
    """The format's own fields, without what an editor program put there."""
    found: dict[str, str] = {}
    for name in ("title", "issuer", "number", "issued_on", "publisher", "author"):
        value = properties.get(name, "").strip()
        if name == "issued_on":
            dates = find_dates(value)
            value = dates[0][2] if dates else ""
        unfit = (name == "title" and not _is_stated(value, text)) or (
            name == "author" and not re.fullmatch(rf"[{_HAN}、 ·]{{2,20}}", value)
        )
        if value and not unfit:
            found[name] = value
    return found


def _is_stated(title: str, text: str) -> bool:
    """Whether a title stands at the beginning of the text, whatever its line breaks."""
    words = re.sub(r"[\W_]", "", search_form(title))
    if len(words) < 4:
        return False
    opening = re.sub(r"[\W_]", "", search_form(text[:3000]))
    return words in opening and not NUMBER.fullmatch(title)


def _number(stated: str, opening: Sequence[str]) -> str:
    """The 文号 in one spelling of the brackets; a cited one in mid-sentence is not it."""
    for candidate in (stated, *opening):
        match = NUMBER.fullmatch(candidate.strip("（）() "))
        if match:
            return f"{match['body']}〔{match['year']}〕{match['count']}号"
        order = _ORDER_NUMBER.fullmatch(candidate.strip("（）() "))
        if order:
            return re.sub(r"\s", "", order[0])
    return stated if len(stated) <= 30 else ""


def _issuer(title: str, opening: Sequence[str], signature: tuple[str, str] | None) -> str:
    act = _TITLE_OF_ACT.match(title)
    if act and _AUTHORITY.search(act["issuer"]) and not act["issuer"].startswith("对"):
        return re.sub("[ \u3000]+", "、", act["issuer"].strip())
    assembly = _ASSEMBLY.search(_history(opening))
    if assembly:
        return assembly[0]
    for line in opening:
        speaker = _SPEAKER.match(line) or _ON_BEHALF.search(line[:100])
        if speaker:
            return speaker["issuer"]
    return signature[0] if signature else ""


def _history(opening: Sequence[str]) -> str:
    """A law's history: “（2003年…通过 …修正）”, however many lines it takes."""
    for index, line in enumerate(opening):
        if line.startswith(("（", "(")):
            joined = ""
            for part in opening[index:]:
                joined += part
                if part.endswith(("）", ")")):
                    return joined if _PASSED.search(joined) else ""
    return ""


def _signature(lines: Iterable[str]) -> tuple[str, str] | None:
    """Issuer and date at the end: a short line that names an authority, then a date alone."""
    for issuer, dated in pairwise(lines):
        if len(dated) > 20 or len(issuer) > 40:
            continue
        dates = find_dates(dated)
        if dates and dates[0][0] == 0 and dates[0][1] == len(dated) and len(dates[0][2]) == 10:
            names = re.sub("[ \u3000]+", "、", issuer)
            return (names if _AUTHORITY.fullmatch(names) else ""), dates[0][2]
    return None


def _issued_on(title: str, opening: Sequence[str], signature: tuple[str, str] | None) -> str:
    """The date in the subtitle, in a law's history, or under the signature; else a year."""
    in_title = [iso for _, _, iso in find_dates(title)]
    exact = [iso for iso in in_title if len(iso) == 10]
    if exact:
        return exact[0]
    history = [iso for _, _, iso in find_dates(_history(opening)) if len(iso) == 10]
    if history:
        return max(history)
    for line in opening:
        dates = find_dates(line) if SUBTITLE.match(line) else []
        if dates and len(dates[0][2]) == 10:
            return dates[0][2]
    if signature:
        return signature[1]
    for line in opening[:4]:
        dates = find_dates(line)
        if dates and len(line) <= 60 and len(dates[0][2]) == 10:
            return dates[0][2]
    return in_title[0] if in_title and re.match(r"(?:19|20)\d{2}年", title) else ""


def _first(text: str, *patterns: re.Pattern[str]) -> str:
    for pattern in patterns:
        match = pattern.search(text)
        if match:
            return match["name"].strip()
    return ""
