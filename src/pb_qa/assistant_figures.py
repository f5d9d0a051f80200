"""The part of the facade that looks figures up; questions are `pb_qa.assistant`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pb_qa.figures import (
    Disagreement,
    FigureFilter,
    FigureOrder,
    FigurePage,
    FoundFigure,
    Series,
)
from pb_qa.storage.library import Library

if TYPE_CHECKING:
    from pb_qa.wiring import Engine


class FigureDesk:
    """Everything that can be done with figures; a base of `Assistant`."""

    library: Library

    def _engine(self) -> Engine:
        raise NotImplementedError

    def figures(
        self,
        query: str = "",
        filter: FigureFilter | None = None,
        order: FigureOrder = FigureOrder.RELEVANCE,
        *,
        descending: bool = False,
        offset: int = 0,
        limit: int = 50,
    ) -> FigurePage:
        """One page of the figures that documents state.

        Parameters
        ----------
        query
            Words of the indicator; those that match come first, then those that mean
            nearly the same. A year or a place in it must be that of the figure. Empty: all
            figures that pass the filter, in the order in which they came into the library.
        order
            Sorts everything that is found, not only this page; by relevance always best
            first.

        Raises
        ------
        FilterError
            When a date of the filter is none.
        """
        return self._engine().lookup.page(
            query, filter, order, descending=descending, offset=offset, limit=limit
        )

    def each_figure(
        self,
        query: str = "",
        filter: FigureFilter | None = None,
        order: FigureOrder = FigureOrder.RELEVANCE,
        *,
        descending: bool = False,
    ) -> Iterator[FoundFigure]:
        """Every figure that `figures` pages through, one after another."""
        yield from self._engine().lookup.each(query, filter, order, descending=descending)

    def compare(self, indicator: str, filter: FigureFilter | None = None) -> list[Series]:
        """Figures of an indicator as they can stand in one chart each, nearest series first.

        The indicator as it stands in a document; or words, when no figure has it.

        Raises
        ------
        FilterError
            When a date of the filter is none.
        """
        from pb_qa.ledger import series_of

        return series_of(self._engine().lookup.alike(indicator, filter))

    def disagreements(self, collection: str = "") -> list[Disagreement]:
        """Where documents state different values for the same indicator, place and period.

        Parameters
        ----------
        collection
            Only among documents of this folder of the corpus or below it; empty for all.

        Raises
        ------
        CollectionNotFoundError
            When no document lies there.
        """
        there = self.library.collections.named(collection)
        return self._engine().disagreements.all(there)
