"""An answer as text for the clipboard, and the order in which its sentences are read."""

from __future__ import annotations

from pb_qa.answers import Answer, AnswerMode, AnswerSentence
from pb_qa.models import Citation, DocumentInfo
from pb_qa.web.answer_figures import plain_figures
from pb_qa.web.citation_format import format_citation
from pb_qa.web.i18n import Texts
from pb_qa.web.worded_view import plain_worded


def reading_order(answer: Answer) -> list[tuple[DocumentInfo, list[AnswerSentence]]]:
    """Sentences grouped by document and sorted by place.

    Documents keep the order of trust in which ``answer.sentences`` first names them;
    a sentence that several documents bear out stands with its first citation. One that
    only withdrawn citations bore out is left out.
    """
    groups: dict[str, tuple[DocumentInfo, list[AnswerSentence]]] = {}
    for sentence in answer.sentences:
        if standing(sentence):
            info = first_standing(sentence).document
            groups.setdefault(info.id, (info, []))[1].append(sentence)
    for _, sentences in groups.values():
        sentences.sort(key=lambda sentence: first_standing(sentence).start)
    return list(groups.values())


def standing(sentence: AnswerSentence) -> bool:
    """Whether anything that is still in the library bears a sentence out."""
    return any(citation.quote for citation in sentence.citations)


def first_standing(sentence: AnswerSentence) -> Citation:
    """The first citation that stands."""
    return next(citation for citation in sentence.citations if citation.quote)


def plain_answer(answer: Answer, texts: Texts) -> str:
    """The answer with its reference list, for the clipboard."""
    if answer.mode is AnswerMode.GENERATIVE and not answer.abstained:
        return "\n".join(plain_worded(answer, texts))
    if answer.abstained:
        lines = [*answer.notes, ""]
    elif answer.about:
        lines = [answer.about, ""]
    elif answer.figures:
        lines = [*plain_figures(answer, texts), ""]
    else:
        lines = [answer.stated_first, ""] if answer.stated_first else []
    for _, sentences in reading_order(answer):
        for sentence in sentences:
            marks = "".join(f"[{c.number}]" for c in sentence.citations if c.quote)
            lines.append(f"{sentence.text}{marks}")
    lines.extend(["", texts("references")])
    lines.extend(
        f"[{citation.number}] {format_citation(citation.document, citation.page)}"
        for citation in answer.citations
        if citation.quote
    )
    return "\n".join(lines)
