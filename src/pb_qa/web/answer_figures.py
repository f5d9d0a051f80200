"""Figures that answer a question, big and dated, each one click from its sentence.

Pure functions to HTML and, for the clipboard, to plain text. What comes back from the
browser's history may name citations that are not there; such a figure opens nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from pb_qa.answers import Answer, AnswerFigure, Coverage
from pb_qa.models import Citation
from pb_qa.text.arithmetic import read_working
from pb_qa.text.numerals import canonical, normal_numbers
from pb_qa.web.citation_view import render_chip, source_link
from pb_qa.web.figures_request import MOST_WORDS, FiguresRequest
from pb_qa.web.i18n import Texts
from pb_qa.web.markup import attributes, escape

_Trait = Callable[[AnswerFigure], str]

_MOST_LINKS: Final = 3
# Words right before a number without which it says something else: 下降 3%, 目标是 900万人.
_CHANGES: Final = (
    "(?:同比|环比|实际|年均|平均|累计|净)?(?:增长|增加|增产|增收|增|提高|上升|上涨|升|扩大|"
    "下降|降低|降|减少|减产|减收|减|回落|下跌|缩小|多收|少收)(?:了|到|至|为)?"
)
_AIMS: Final = "(?:目标|预期|预计|计划|力争)(?:是|为|达到)?"
_LONGEST_LEAD: Final = 16
_LEADING: Final = re.compile(f"(?:{_AIMS})?(?:{_CHANGES})$|{_AIMS}$")


def render_figures(answer: Answer, texts: Texts) -> str:
    """The card above the sentences: one figure, several, or a result with its working."""
    hidden = f'<span class="pb-hidden">{escape(texts("direct"))} </span>'
    if answer.reckoned:
        body = _result(answer, texts) + _several(answer, texts)
    elif len(answer.figures) == 1:
        body = _single(answer.figures[0], answer, texts)
    else:
        body = _several(answer, texts)
    notes = "".join(f'<p class="pb-note">{escape(note)}</p>' for note in answer.notes)
    return f'<div class="pb-stated">{hidden}{body}{notes}{render_records(answer, texts)}</div>'


def render_records(answer: Answer, texts: Texts) -> str:
    """Links to everything that the ledger holds of the indicators in this answer."""
    indicators = _apart(f.indicator for f in answer.figures if f.indicator)
    links = [
        f'<a class="pb-link"{attributes(href=FiguresRequest(words=words[:MOST_WORDS]).link())}>'
        + escape(texts("records") if len(indicators) == 1 else texts("records_of", indicator=words))
        + "</a>"
        for words in indicators[:_MOST_LINKS]
    ]
    # What was withdrawn is neither listed nor among what matches.
    gone = sum(not any(c.quote for c in s.citations) for s in answer.sentences if s.citations)
    coverage = Coverage(
        max(0, answer.coverage.cited - gone), max(0, answer.coverage.matched - gone)
    )
    count = ""
    if not answer.abstained and not coverage.complete:
        listed = texts("figures_listed", cited=coverage.cited, matched=coverage.matched)
        count = f"<span>{escape(listed)}</span>"
    return f'<p class="pb-records">{count}{"".join(links)}</p>' if links or count else ""


def numbers_within(answer: Answer, citation: Citation) -> list[tuple[int, int]]:
    """Spans of the figures that a citation bears out, in the order of the text."""
    spans = {
        (figure.start, figure.end)
        for figure in answer.figures
        if citation_of(figure, answer) == citation
    }
    return sorted(spans)


def citation_of(figure: AnswerFigure, answer: Answer) -> Citation | None:
    """The citation that states a figure."""
    for citation in answer.citations:
        if (
            citation.number == figure.number
            and citation.document.id == figure.document_id
            and citation.start <= figure.start < figure.end <= citation.end
        ):
            return citation
    return None


def plain_figures(answer: Answer, texts: Texts) -> list[str]:
    """The figures for the clipboard, a line each, a result with its working first."""
    lines = []
    if answer.reckoned:
        lines.append(f"{answer.reckoned}（{texts('reckoned')}：{answer.working}）")
    for figure in answer.figures:
        about = "，".join(
            part
            for part in (
                figure.condition, _when(figure, answer, texts), _where(figure), figure.indicator,
            )
            if part
        )  # fmt: skip
        lead = _leading(figure, citation_of(figure, answer), texts)
        lines.append(f"{lead}{figure.stated}（{about}）[{figure.number}]")
    return [*lines, *answer.notes]


def _single(figure: AnswerFigure, answer: Answer, texts: Texts) -> str:
    about = _about(
        [figure.condition, _when(figure, answer, texts), _where(figure), figure.indicator]
    )
    return (
        f'<p class="pb-figure-one">{_number(figure, answer, texts)}</p>'
        f'<p class="pb-about">{about}{_chip(figure, answer, texts)}</p>'
    )


def _several(answer: Answer, texts: Texts) -> str:
    """A dated table: what all have in common above it, what differs in each row."""
    figures = answer.figures
    if not figures:
        return ""

    def when(figure: AnswerFigure) -> str:
        return _when(figure, answer, texts)

    def period(figure: AnswerFigure) -> str:
        return figure.period.text or texts("period_unnamed")

    def origin(figure: AnswerFigure) -> str:
        return _origin(figure, answer, texts)

    def document(figure: AnswerFigure) -> str:
        citation = citation_of(figure, answer)
        return citation.document.title if citation is not None else ""

    def differs(trait: _Trait) -> bool:
        return len({trait(figure) for figure in figures}) > 1

    names: list[_Trait] = [_case, _what, _where]
    common = [name for name in names if not differs(name)]
    beside = [name for name in names if differs(name)]
    if beside and not differs(when):
        label, *beside = beside
        common.insert(0, when)
    else:
        label = period
        beside.append(origin)
    differ = _differ(figures)
    if differ:
        beside.append(document)
    above = _about(trait(figures[0]) for trait in common)
    rows = "".join(
        f'<tr><th scope="row">{escape(label(figure))}</th>'
        f"<td>{_number(figure, answer, texts)}{_chip(figure, answer, texts)}</td>"
        f'<td class="pb-about">{_about(trait(figure) for trait in beside)}</td></tr>'
        for figure in figures
    )
    caption = f'<caption class="pb-about">{above}</caption>' if above else ""
    warning = f'<p class="pb-note">{escape(texts("figures_differ"))}</p>' if differ else ""
    return f'<table class="pb-dated">{caption}<tbody>{rows}</tbody></table>{warning}'


def _differ(figures: Sequence[AnswerFigure]) -> bool:
    """Whether different values are stated for the same thing, case, place and time."""
    stated: dict[tuple[object, ...], set[str]] = {}
    for figure in figures:
        key = (figure.indicator, figure.place, figure.period.text, figure.condition, figure.aim)
        stated.setdefault(key, set()).add(figure.stated)
    return any(len(values) > 1 for values in stated.values())


def _result(answer: Answer, texts: Texts) -> str:
    hint = escape(texts("reckoned_hint"))
    return (
        f'<p class="pb-figure-one"><strong>{escape(answer.reckoned)}</strong>'
        f'<span class="pb-tag">{escape(texts("reckoned"))}</span></p>'
        f'<p class="pb-working">{_working(answer, texts)}</p><p class="pb-about">{hint}</p>'
    )


def _working(answer: Answer, texts: Texts) -> str:
    """The working; each operand that is a figure opens the sentence that states it."""
    working = read_working(answer.working)
    if working is None:
        return escape(answer.working)
    by_number = {n: f for f in reversed(answer.figures) for n in normal_numbers(f.stated)}
    parts, at = [], 0
    for operand in working.operands:
        figure = by_number.get(canonical(operand.number))
        written = answer.working[operand.start : operand.end]
        parts.append(escape(answer.working[at : operand.start]))
        citation = citation_of(figure, answer) if figure is not None else None
        if figure is None or citation is None:
            parts.append(escape(written))
        else:
            parts.append(_button(figure, citation, f"<b>{escape(written)}</b>", texts))
        at = operand.end
    return "".join(parts) + escape(answer.working[at:])


def _number(figure: AnswerFigure, answer: Answer, texts: Texts) -> str:
    """The figure as it is written, to click."""
    citation = citation_of(figure, answer)
    lead = _leading(figure, citation, texts)
    elsewhere = attributes(title=texts("unit_elsewhere"))
    words = (
        (f'<span class="pb-lead">{escape(lead)}</span>' if lead else "")
        + f"<strong>{escape(figure.text)}</strong>"
        + (f'<span class="pb-unit"{elsewhere}>{escape(figure.unit)}</span>' if figure.unit else "")
    )
    return words if citation is None else _button(figure, citation, words, texts)


def _button(figure: AnswerFigure, citation: Citation, inside: str, texts: Texts) -> str:
    label = attributes(
        aria_label=texts(
            "open_figure", figure=f"{_leading(figure, citation, texts)}{figure.described}"
        ),
        title=texts("open_number"),
    )
    link = source_link(citation, (figure.start, figure.end))
    return f'<button type="button" class="pb-number"{link}{label}>{inside}</button>'


def _chip(figure: AnswerFigure, answer: Answer, texts: Texts) -> str:
    citation = citation_of(figure, answer)
    if citation is None:
        return ""
    return render_chip(citation, texts, (figure.start, figure.end))


def _leading(figure: AnswerFigure, citation: Citation | None, texts: Texts) -> str:
    """The document's words right before the number that turn its meaning; that it is an aim."""
    aim = f"{texts('aim')} " if figure.aim else ""
    if citation is None:
        return aim
    at = figure.start - citation.start
    match = _LEADING.search(citation.quote[max(0, at - _LONGEST_LEAD) : at])
    lead = match[0] if match is not None else ""
    return lead if re.match(_AIMS, lead) else aim + lead


def _when(figure: AnswerFigure, answer: Answer, texts: Texts) -> str:
    """The period and where it is from: ``2011年（原文：去年）``."""
    origin = _origin(figure, answer, texts)
    period = figure.period.text or texts("period_unnamed")
    return f"{period}（{origin}）" if origin else period


def _origin(figure: AnswerFigure, answer: Answer, texts: Texts) -> str:
    """How the document says the period, where its sentence does not name it."""
    period, citation = figure.period, citation_of(figure, answer)
    if period.words:
        return texts("words_of_text", words=period.words)
    if citation is None or not normal_numbers(period.text) - normal_numbers(citation.quote):
        return ""
    return texts("period_from_context")


def _what(figure: AnswerFigure) -> str:
    return figure.indicator


def _case(figure: AnswerFigure) -> str:
    return figure.condition


def _where(figure: AnswerFigure) -> str:
    """The place, unless the indicator names it."""
    return "" if figure.place in figure.indicator else figure.place


def _apart(indicators: Iterable[str]) -> list[str]:
    """Each indicator once, without those that only say more of another: 粮食总产量, 粮食产量."""
    unique = list(dict.fromkeys(indicators))
    return [
        one for one in unique if not any(other != one and set(other) < set(one) for other in unique)
    ]


def _about(parts: Iterable[str]) -> str:
    return '<span class="pb-dot"> · </span>'.join(
        f"<span>{escape(part)}</span>" for part in parts if part
    )
