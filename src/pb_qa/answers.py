"""What the reader gets for a question, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from pb_qa.models import Citation, Period, ScoredPassage

ABSTENTION = "资料中没有找到能回答这个问题的内容。"
# Stands first among the remarks, and above what a model worded.
UNSURE = "资料可能没有直接回答这个问题。这些话资料里确有，请核对是否切题。"
# A remark where the first sentence is not far ahead of the next ones.
NOT_ALONE = "不能肯定哪一句是答案，相近的几句一并列出，请核对。"
# In a remark on what did not fit into a model's context.
UNREAD = "模型一次读不下"


@dataclass(frozen=True, slots=True)
class AnswerSentence:
    """A sentence shown to the reader, with the places that bear it out.

    Attributes
    ----------
    doubts
        In Chinese, what the reader should check for themselves in a sentence that a language
        model wrote; empty when nothing speaks against it.
    """

    text: str
    citations: tuple[Citation, ...]
    doubts: tuple[str, ...] = ()


class AnswerMode(StrEnum):
    """Who words an answer: the documents, or a language model whose words are checked.

    ``AUTO`` asks the model where one is configured.
    """

    EXTRACTIVE = "extractive"
    GENERATIVE = "generative"
    AUTO = "auto"


@dataclass(frozen=True, slots=True)
class WithheldSentence:
    """A sentence of a language model that was not shown, and why, in Chinese."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class TokenUsage:
    """What a language model was given and gave, in its own tokens, as its server counts them."""

    prompt: int
    completion: int


@dataclass(frozen=True, slots=True)
class DirectAnswer:
    """The words that answer, as a span of a cited document.

    Attributes
    ----------
    apart
        Whether they stand before the sentence that they are taken from as well: they are few,
        and sure enough. Others are only emphasised in it.
    """

    text: str
    document_id: str
    start: int
    end: int
    apart: bool = True


@dataclass(frozen=True, slots=True)
class AnswerFigure:
    """A figure that answers, verbatim, with the time and place it holds for.

    Attributes
    ----------
    text
        Numeral, unit and qualifying words: ``document.text[start:end]``.
    number
        The citation whose sentence states it.
    unit
        The unit where it stands elsewhere, e.g. in the head of the table; else empty.
    condition
        The case it is stated for, in the document's words: ``"合同期限满三年"``; else empty.
    aim
        Whether it is what was aimed at, not what came about.
    """

    text: str
    indicator: str
    place: str
    period: Period
    number: int
    document_id: str
    start: int
    end: int
    unit: str = ""
    condition: str = ""
    aim: bool = False

    @property
    def stated(self) -> str:
        """The figure with its unit, wherever that stands: ``"162.4亿元"``."""
        return f"{self.text}{self.unit}"

    @property
    def described(self) -> str:
        """The figure with its case, time and place: ``"4116名（2011年底，宁夏）"``."""
        return self._described(self.condition)

    @property
    def named(self) -> str:
        """The same with what it measures: ``"4116名（指导员，2011年底，宁夏）"``."""
        return self._described(self.indicator, self.condition)

    def is_like(self, other: AnswerFigure) -> bool:
        """Whether case, time and place leave open which of the two is which."""
        return (self.condition, self.period.text, self.place) == (
            other.condition,
            other.period.text,
            other.place,
        )

    def _described(self, *first: str) -> str:
        said = f"目标 {self.stated}" if self.aim else self.stated
        about = "，".join(part for part in (*first, self.period.text, self.place) if part)
        return f"{said}（{about}）" if about else said


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many sentences are cited, of how many that match."""

    cited: int
    matched: int

    @property
    def complete(self) -> bool:
        """Whether everything that matches is shown."""
        return self.cited >= self.matched


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of a conversation with the answer it got."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What the reader gets for a question.

    Attributes
    ----------
    question
        The question as asked.
    resolved_question
        The question that was searched for: the same, or a follow-up made whole.
    sentences
        In the order of trust, best first. Empty when ``abstained``.
    nearest
        When ``abstained``, the nearest passages, shown as nearest and not as answer.
    notes
        Remarks in Chinese for the reader, e.g. that documents disagree. When
        ``abstained``, what there is instead: “没有2020年的数据；有2011年底的：50.2%。”, cited by
        ``sentences``.
    figures
        The figures asked for, when it is figures that answer; when ``abstained``, those
        that there are instead.
    reckoned, working
        A result that no document states, and how it comes from ``figures``.
    collection
        The folder of the corpus that the question was limited to; empty for all of it.
    mode
        Who worded the sentences; never ``AUTO``.
    model
        The language model that was asked, as its server names it; also where its answer
        was not used. Empty when none was.
    withheld
        Sentences of the model that are not shown, in its order.
    usage
        Tokens; ``None`` when the server did not tell.
    about
        What is known of a document though its text does not say it: corrected by people, or
        out of the file's own properties. In words, with what it is; the sentences then name
        the document.
    reasoning
        What the model thought aloud before answering; checked by nobody.
    read
        Id and version of each document of which the model was given a passage, cited or not:
        what it thought, and what was withheld, may come from any of them.
    likelihood
        How likely the first sentence or figure answers, 0 to 1, as a judge trained on other
        questions rates it; 0 where none has rated it. To be told in words, if at all.
    otherwise
        When ``abstained``, whether what was asked for is there, for another time or place only.
    """

    question: str
    resolved_question: str
    direct: DirectAnswer | None
    sentences: tuple[AnswerSentence, ...]
    abstained: bool
    nearest: tuple[ScoredPassage, ...]
    coverage: Coverage
    notes: tuple[str, ...] = ()
    seconds: float = 0.0
    figures: tuple[AnswerFigure, ...] = ()
    reckoned: str = ""
    working: str = ""
    collection: str = ""
    mode: AnswerMode = AnswerMode.EXTRACTIVE
    model: str = ""
    withheld: tuple[WithheldSentence, ...] = ()
    usage: TokenUsage | None = None
    reasoning: str = ""
    read: tuple[tuple[str, int], ...] = ()
    about: str = ""
    likelihood: float = 0.0
    otherwise: bool = False

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation once, in the order of its number."""
        unique = {c.number: c for s in self.sentences for c in s.citations}
        return tuple(unique[number] for number in sorted(unique))

    @property
    def headline(self) -> str:
        """The figures that answer, in one line; a reckoned result with its working."""
        if self.reckoned:
            return f"{self.reckoned}：{self.working}"
        alike = any(one.is_like(other) for one, other in combinations(self.figures, 2))
        return "、".join(figure.named if alike else figure.described for figure in self.figures)

    @property
    def stated_first(self) -> str:
        """The words that stand before the sentences; empty where there are none."""
        return self.direct.text if self.direct is not None and self.direct.apart else ""

    @property
    def text(self) -> str:
        """The answer as plain text: the direct answer, then each sentence with its numbers.

        The direct answer and the first sentence share a line, so that the first
        sentence a reader meets is the one that answers.
        """
        if self.abstained:
            return "\n".join(self.notes) or ABSTENTION
        lines = [
            sentence.text + "".join(f"[{citation.number}]" for citation in sentence.citations)
            for sentence in self.sentences
        ]
        if self.about:
            lines[:0] = [self.about]
        elif self.figures and len(lines) == 1:
            lines[0] = f"{self.headline}：{lines[0]}"
        elif self.figures:
            lines[:0] = [self.headline]
        elif self.stated_first and lines and not lines[0].startswith(self.stated_first):
            lines[0] = f"{self.stated_first}：{lines[0]}"
        if UNSURE in self.notes:
            return "\n".join([UNSURE, *lines, *(note for note in self.notes if note != UNSURE)])
        return "\n".join([*lines, *self.notes])
