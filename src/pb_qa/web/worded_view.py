"""What a language model worded, as HTML and as text for the clipboard; pure functions.

Nothing of it is trusted: every text is escaped, what did not pass the check is said to be
unverified, and neither that nor the reasoning is copied with the answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from pb_qa.answers import UNSURE, Answer, AnswerSentence, WithheldSentence
from pb_qa.models import Citation
from pb_qa.web.citation_format import format_citation
from pb_qa.web.citation_view import render_chip, source_link
from pb_qa.web.i18n import Texts
from pb_qa.web.markup import attributes, escape

_MOST_REASONS: Final = 2


def stands(sentence: AnswerSentence) -> bool:
    """Whether a worded sentence may be shown: it cites nothing, or all it cites is there."""
    return all(citation.quote for citation in sentence.citations)


def render_worded(answer: Answer, texts: Texts) -> str:
    """The sentences in the model's order, each with its citations and its doubts."""
    return "".join(_sentence(sentence, texts) for sentence in answer.sentences if stands(sentence))


def render_worded_by(model: str, texts: Texts) -> str:
    """Says above an answer that a model worded it."""
    return f'<p class="pb-worded-by">{escape(texts("worded_by", model=model))}</p>'


def render_quotes(answer: Answer, index: int, texts: Texts) -> str:
    """The sentences cited, word for word, folded; each opens its document."""
    standing = [citation for citation in answer.citations if citation.quote]
    if not standing:
        return ""
    items = "".join(_quote(citation, texts) for citation in standing)
    return _folded(
        "pb-quotes",
        f"quotes-{index}",
        texts("quotes_cited", count=len(standing)),
        f"<ul>{items}</ul>",
    )


def render_withheld(withheld: Sequence[WithheldSentence], index: int, texts: Texts) -> str:
    """One line that says how many sentences are hidden, and why; it opens to their words."""
    if not withheld:
        return ""
    items = "".join(_withheld_item(sentence, len(withheld) > 1, texts) for sentence in withheld)
    body = f'<p class="pb-muted">{escape(texts("withheld_warning"))}</p><ul>{items}</ul>'
    return _folded("pb-withheld", f"withheld-{index}", _withheld_line(withheld, texts), body)


def render_reasoning(reasoning: str, index: int, texts: Texts) -> str:
    """What the model thought aloud, folded."""
    if not reasoning.strip():
        return ""
    body = f'<div class="pb-thoughts">{escape(reasoning.strip())}</div>'
    return _folded("pb-reasoning", f"reasoning-{index}", texts("reasoning"), body)


def tokens_of(answer: Answer, texts: Texts) -> str:
    """How many tokens an answer took; empty when its server did not tell."""
    usage = answer.usage
    if usage is None:
        return ""
    return texts("tokens", prompt=f"{usage.prompt:,}", completion=f"{usage.completion:,}")


def plain_worded(answer: Answer, texts: Texts) -> list[str]:
    """The lines of a worded answer: who worded it, its sentences, and what they cite."""
    lines = [texts("copied_worded", model=answer.model), ""]
    if UNSURE in answer.notes:
        lines += [UNSURE, ""]
    for sentence in filter(stands, answer.sentences):
        marks = "".join(f"[{citation.number}]" for citation in sentence.citations)
        doubts = "".join(f"〔{texts('doubt', doubt=doubt)}〕" for doubt in sentence.doubts)
        lines.append(f"{sentence.text}{marks}{doubts}")
    standing = [citation for citation in answer.citations if citation.quote]
    if standing:
        lines += ["", texts("quotes_copied")]
        lines += [f"[{citation.number}] {citation.quote}" for citation in standing]
        lines += ["", texts("references")]
        lines += [
            f"[{citation.number}] {format_citation(citation.document, citation.page)}"
            for citation in standing
        ]
    return lines


def _sentence(sentence: AnswerSentence, texts: Texts) -> str:
    chips = "".join(render_chip(citation, texts) for citation in sentence.citations)
    doubts = "".join(
        f'<span class="pb-doubt">{escape(texts("doubt", doubt=doubt))}</span>'
        for doubt in sentence.doubts
    )
    kind = "pb-said" if sentence.citations else "pb-said pb-uncited"
    return f'<p class="{kind}">{escape(sentence.text)}{chips}{doubts}</p>'


def _quote(citation: Citation, texts: Texts) -> str:
    chip = render_chip(citation, texts)
    title = f'<span class="pb-muted">《{escape(citation.document.title)}》</span>'
    opened = attributes(title=texts("open_passage"))
    quote = (
        f'<button type="button" class="pb-quote"{source_link(citation)}{opened}>'
        f"{escape(citation.quote)}</button>"
    )
    return f"<li>{chip} {title}{quote}</li>"


def _withheld_line(withheld: Sequence[WithheldSentence], texts: Texts) -> str:
    reasons = _unique(sentence.reason for sentence in withheld)
    if len(withheld) == 1:
        return texts("withheld_one", reason=reasons[0])
    more = texts("and_more") if len(reasons) > _MOST_REASONS else ""
    named = "；".join(reasons[:_MOST_REASONS]) + more
    return texts("withheld_many", count=len(withheld), reasons=named)


def _withheld_item(sentence: WithheldSentence, several: bool, texts: Texts) -> str:
    reason = f'<span class="pb-reason">{escape(sentence.reason)}</span>' if several else ""
    return (
        f'<li><span class="pb-unverified">{escape(texts("unverified"))}</span>'
        f"<q>{escape(sentence.text)}</q>{reason}</li>"
    )


def _unique(reasons: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(reasons))


def _folded(kind: str, key: str, summary: str, body: str) -> str:
    """``key`` tells the page which one it is, to leave it open when it is drawn anew."""
    data = attributes(data_keep=key)
    return (
        f'<details class="pb-folded {kind}"{data}>'
        f"<summary>{escape(summary)}</summary>{body}</details>"
    )
