"""A real library with its indexes whose figures are stated by hand."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "storage"))

from small_library import MODEL, LetterEmbedder, new_version

from pb_qa.figures import Figure, FigureFilter, FigureOrder, FoundFigure, Measure, Period
from pb_qa.ledger import DisagreementFinder, FigureLookup
from pb_qa.models import DocumentInfo
from pb_qa.storage.figure_index import FigureIndex, new_entries
from pb_qa.storage.indexes import Indexes
from pb_qa.storage.keyword_index import KeywordIndex, keyword_entry
from pb_qa.storage.library import Library
from pb_qa.storage.recovery import purge_dead, recover
from pb_qa.storage.rows import NewVersion
from pb_qa.storage.vector_index import VectorIndex
from pb_qa.text.dimensions import spelled

FORMAT = "by hand"
_MULTIPLIERS = {"万": 10_000, "亿": 10**8}


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure as a test states it; ``sentence`` has ``{}`` where its number stands."""

    indicator: str
    value: str
    unit: str
    year: str = ""
    place: str = ""
    measure: Measure = Measure.LEVEL
    direction: str = ""
    qualifier: str = ""
    value_to: str = ""
    sentence: str = ""

    @property
    def period(self) -> Period:
        """A year, or its last day for ``"2011年底"``."""
        year = self.year[:4]
        if not year:
            return Period()
        first = f"{year}-12-31" if self.year.endswith("底") else f"{year}-01-01"
        return Period(self.year + ("年" if len(self.year) == 4 else ""), first, f"{year}-12-31")

    @property
    def number(self) -> str:
        """The numeral with its unit, as it stands in the sentence."""
        to = f"至{self.value_to}" if self.value_to else ""
        return f"{self.value}{to}{self.unit}{self.qualifier}"

    @property
    def line(self) -> str:
        """The sentence, whole."""
        made = self.sentence or f"{self.period.text}{self.place}{self.indicator}为{{}}。"
        return made.format(self.number)


def figure_of(stated: Stated, document_id: str, start: int) -> Figure:
    """The figure, in a sentence that begins at ``start``."""
    factor = _MULTIPLIERS.get(stated.unit[:1], 1)
    at = start + stated.line.index(stated.number)

    def base(value: str) -> str:
        return spelled(Fraction(value) * factor) if value and ":" not in value else value

    return Figure(
        document_id=document_id,
        start=start,
        end=start + len(stated.line),
        number_start=at,
        number_end=at + len(stated.number),
        value=stated.value,
        unit=stated.unit,
        base_value=base(stated.value),
        base_unit=stated.unit[1:] if factor > 1 else stated.unit,
        value_to=stated.value_to,
        base_value_to=base(stated.value_to),
        qualifier=stated.qualifier,
        measure=stated.measure,
        direction=stated.direction,
        indicator=stated.indicator,
        place=stated.place,
        period=stated.period,
    )


def found(stated: Stated, name: str = "报告", issued_on: str = "") -> FoundFigure:
    """The figure as it is found, without any library."""
    document = DocumentInfo(f"id-{name}", 1, f"文件/{name}.txt", name, issued_on=issued_on)
    return FoundFigure(figure_of(stated, document.id, 0), document, stated.line)


def version_with(
    name: str, stated: Sequence[Stated], version: int = 1, place: str = ""
) -> NewVersion:
    """A version that states these figures, each in a sentence and a passage of its own."""
    new = new_version(name, [one.line for one in stated] or ["没有数字。"], version)
    figures = []
    start = 0
    for one in stated:
        figures.append(figure_of(one, new.document.id, start))
        start += len(one.line) + 1
    document = replace(new.document, place=place, issuer="")
    return replace(new, document=document, figures=tuple(figures))


class SmallLedger:
    """Library, indexes and lookup in one folder."""

    def __init__(self, root: Path) -> None:
        self.library = Library(root / "library.sqlite3")
        self.index = FigureIndex(root / "figures")
        self.indexes = Indexes(
            VectorIndex(self.library, root / "vectors", MODEL),
            KeywordIndex(root / "keywords"),
            self.index,
        )
        self.recovered = recover(self.library, self.indexes)
        self.embedder = LetterEmbedder()
        self.lookup = FigureLookup(self.library, self.index, self.indexes.vectors, self.embedder)
        self.disagreements = DisagreementFinder(self.library)

    def store(self, *batch: NewVersion) -> None:
        """Write versions into library and indexes, without making them live."""
        keys = self.library.store(batch, MODEL, FORMAT)
        self.index.upsert(new_entries(batch, keys))
        passages = [(passage, new.document) for new in batch for passage in new.passages]
        self.indexes.keywords.upsert(keyword_entry(*pair) for pair in passages)
        for new in batch:
            self.indexes.vectors.upsert([p.id for p in new.passages], new.vectors)

    def put(self, name: str, *stated: Stated, version: int = 1, place: str = "") -> str:
        """Take a document in; gives its id."""
        new = version_with(name, stated, version, place)
        self.store(new)
        self.library.flip([(new.document.id, version)])
        if version > 1:
            purge_dead(self.library, self.indexes)
        return new.document.id

    def remove(self, document_id: str, *, purge: bool = True) -> None:
        """Take a document out."""
        self.library.remove([document_id])
        if purge:
            purge_dead(self.library, self.indexes)

    def values(
        self,
        query: str = "",
        wanted: FigureFilter | None = None,
        order: FigureOrder = FigureOrder.RELEVANCE,
        *,
        descending: bool = False,
    ) -> list[str]:
        """What is found, as written; whole, by pages and as a stream all the same."""
        page = self.lookup.page(query, wanted, order, descending=descending, limit=10_000)
        assert page.total == len(page.figures)
        paged: list[FoundFigure] = []
        while len(paged) < page.total:
            more = self.lookup.page(
                query, wanted, order, descending=descending, offset=len(paged), limit=3
            )
            assert more.total == page.total and 0 < len(more.figures) <= 3
            paged += more.figures
        streamed = list(self.lookup.each(query, wanted, order, descending=descending))
        assert paged == streamed == list(page.figures)
        return [one.figure.value + one.figure.unit for one in page.figures]

    def close(self) -> None:
        """Release everything."""
        self.indexes.vectors.close()
        self.indexes.keywords.close()
        self.index.close()
        self.library.close()
