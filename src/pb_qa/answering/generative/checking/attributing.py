"""Whether what a sentence says of a document, or of an article, stands in that one.

《甲》规定，…; “…”，这是《甲》的原话; 按照第五条，…: each names where its words are from.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from pb_qa.answering.generative.checking.clauses import Clause, clauses_of, counted_form
from pb_qa.answering.generative.checking.evidence import Evidence, letters
from pb_qa.answering.generative.checking.founding import (
    DOCUMENT_NUMBER,
    QUOTATION,
    TITLE_PARTS,
    quotation_forms,
    quotations,
)
from pb_qa.text.numerals import find_numbers
from pb_qa.text.search_form import search_form

_ARTICLE: Final = "第[0-9零〇一二三四五六七八九十百千]{1,9}条(?:之[一二三四五1-5])?"
_TOLD: Final = (
    "(?:中|里|当中)?(?:的)?(?:则|也|还|又|就)?(?:明确|明文)?"
    "(?:提到|写道|写明|写的是|指出|规定|提出|明确|强调|要求|表示|认为|载明|显示|说|称|原文是|说法是|所写|所说|所述|的?内容)"
)
_BOOK: Final = "《(?P<title>[^《》]{1,200}(?:《[^《》]{1,100}》[^《》]{0,60})?)》"
_TITLE: Final = f"(?:{_BOOK}|(?P<number>{DOCUMENT_NUMBER.pattern})(?:文件|文)?)"
_NAMED: Final = _TITLE.replace("<title", "<named").replace("<number", "<numbered")
_BY: Final = "(?:据|根据|按照|依据|依照|按|在|正如|如)"
_BREAK: Final = "(?:^|(?<=[，,。；;：:“”]))\\s*"
# 《甲》规定，… and 按照第五条，…
_LEADING: Final = re.compile(
    f"{_BREAK}(?:而|同时)?(?:{_BY}{_TITLE}(?:{_ARTICLE})?(?:{_TOLD}|的规定)?|{_NAMED}(?:{_ARTICLE})?{_TOLD}"
    f'|{_BY}[“"]?(?P<article>{_ARTICLE})[”"]?(?:这?一?部分|[这一]*[节条])?(?:{_TOLD}|的规定)?|(?P<ruling>{_ARTICLE}){_TOLD})'
    '(?:[，,：:]|(?=[“"「]))'
)
# …，这是《甲》中的原话 and …，见第五条
_FOLLOWING: Final = re.compile(
    "[，,（(—]+(?:以上|上述|这|此)?(?:句|段|些)?(?:话|内容|规定|说法|表述|一点)?(?:均|都|就|正)?"
    f"(?:是|出自|引自|摘自|来自|源自|见于?|参见|载于|取自|写在)(?:{_TITLE}(?:{_ARTICLE})?|(?P<article>{_ARTICLE}))"
    "[^，。；]{0,12}$"
)
# …（国发〔2018〕1号）
_BEHIND: Final = re.compile(f"[（(](?P<number>{DOCUMENT_NUMBER.pattern})[）)][。；.]?\\s*$")
_OPENING: Final = re.compile(f"^[\\s　]*(?P<article>{_ARTICLE})(?=[\\s　])")
# Shorter words in quotation marks are a term that anybody may use.
_OWN_WORDS: Final = 6
_FEWEST_PAIRS: Final = 5
# So much of a clause stands in the sentence that it is from, and so little in any other.
_THEIRS: Final = 0.8
_NOT_ITS_OWN: Final = 0.5


@dataclass(frozen=True, slots=True)
class _Attributed:
    """A stretch of a sentence with the document or the article that it is said to be of."""

    words: str
    name: str
    title: str
    article: str


def misattributed(text: str, evidence: Sequence[Evidence]) -> tuple[str, str]:
    """A document or article, and words said to be of it that another one has.

    A passage that names a title itself may quote that document.

    Returns
    -------
    (str, str)
        Empty where all words are where they are said to be, or nowhere.
    """
    if not any(sign in text for sign in "《条号"):
        return "", ""
    title, quotation = _misquoted(text, evidence)
    if title:
        return f"《{title}》", quotation
    for stretch in _stretches(text):
        moved = _quoted_elsewhere(stretch, evidence)
        if moved:
            return stretch.name, moved
        owners, others = _owners(stretch, evidence)
        if not owners or not others:
            continue
        for clause in clauses_of(counted_form(stretch.words)):
            if len(clause.pairs) < _FEWEST_PAIRS:
                continue
            if _share(clause, others) >= _THEIRS and _share(clause, owners) < _NOT_ITS_OWN:
                return stretch.name, clause.text
    return "", ""


def _misquoted(text: str, evidence: Sequence[Evidence]) -> tuple[str, str]:
    """A title of a cited document and a quotation after it that the document does not have."""
    named, owners = "", list[Evidence]()
    for match in QUOTATION.finditer(text):
        if match["d"] is not None:
            title = _bare(match["d"])
            found = [one for one in evidence if title and title in letters(one.around)]
            named, owners = (match["d"], found) if found else ("", [])
            continue
        quotation = next(group for group in match.groups() if group is not None)
        if not owners or len(letters(quotation)) < _OWN_WORDS:
            continue
        title = letters(named)
        others = [one for one in evidence if title in one.letters and one not in owners]
        if quotation_forms(quotation, evidence) and not quotation_forms(
            quotation, [*owners, *others]
        ):
            return named, quotation
    return "", ""


def without_attribution(text: str, evidence: Sequence[Evidence]) -> str:
    """A text with blanks where it names cited documents as the source of what follows."""
    if "《" not in text and "号" not in text:
        return text
    around = [letters(one.around) for one in evidence]
    for pattern in (_LEADING, _FOLLOWING, _BEHIND):
        text = pattern.sub(lambda match: _blank(match, around), text)
    return text


def _blank(match: re.Match[str], around: Sequence[str]) -> str:
    title = _bare(_named(match))
    known = bool(title) and any(title in words for words in around)
    return " " * (len(match[0]) - 1) + "，" if known else match[0]


def _quoted_elsewhere(stretch: _Attributed, evidence: Sequence[Evidence]) -> str:
    """A quotation that stands in cited documents, but not in the one it is said to be of."""
    title = _bare(stretch.title)
    own = [one for one in evidence if title and title in one.letters]
    for quotation in quotations(stretch.words) if own else ():
        known = len(letters(quotation)) >= _OWN_WORDS and quotation_forms(quotation, evidence)
        if known and not quotation_forms(quotation, own):
            return quotation
    return ""


def _stretches(text: str) -> list[_Attributed]:
    """The parts of a sentence that are said to be of some document or article."""
    found: list[_Attributed] = []
    leads = list(_LEADING.finditer(text))
    for index, lead in enumerate(leads):
        stop = leads[index + 1].start() if index + 1 < len(leads) else len(text)
        article = lead["article"] or lead["ruling"] or ""
        title = _named(lead)
        words = text[lead.end() : stop]
        found.append(_Attributed(words, _written(lead) or article, title, article))
    closing = text.rstrip("。.！!；; ")
    after = _FOLLOWING.search(closing) or _BEHIND.search(closing)
    if after is not None:
        begin = leads[-1].end() if leads else 0
        title, article = _named(after), after.groupdict().get("article") or ""
        name = _written(after) or article
        found.append(_Attributed(text[begin : after.start()], name, title, article))
    return found


def _named(match: re.Match[str]) -> str:
    """The title or the 文号 that a lead names; empty when neither."""
    groups = match.groupdict()
    found = (groups.get(name) for name in ("title", "named", "number", "numbered"))
    return next((name for name in found if name), "")


def _written(match: re.Match[str]) -> str:
    """The same as it is written, a title in its marks."""
    name = _named(match)
    return f"《{name}》" if f"《{name}》" in match[0] else name


def _owners(
    stretch: _Attributed, evidence: Sequence[Evidence]
) -> tuple[list[Clause], list[Clause]]:
    """The clauses that are of the document or article named, and those that are not."""
    owners: list[Clause] = []
    others: list[Clause] = []
    title, wanted = _bare(stretch.title), _number(stretch.article)
    for one in evidence:
        named = bool(title) and title in one.letters
        article = ""
        for sentence in one.sentences:
            opening = _OPENING.match(sentence.text)
            article = _number(opening["article"]) if opening else article
            if title:
                (owners if named else others).extend(sentence.clauses)
            elif article:
                (owners if article == wanted else others).extend(sentence.clauses)
    return owners, others


def _share(clause: Clause, clauses: Sequence[Clause]) -> float:
    """The share of a clause that the closest of some clauses has."""
    return max(len(clause.pairs & other.pairs) for other in clauses) / len(clause.pairs)


def _bare(title: str) -> str:
    return letters(TITLE_PARTS.sub("", search_form(title)))


def _number(article: str) -> str:
    """第五条 and 第5条 as one."""
    return "".join(f"{number.value}" for number in find_numbers(article)) or article


__all__ = ["misattributed", "without_attribution"]
