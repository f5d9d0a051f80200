"""The ledger of figures: looking up, comparing, and where documents disagree."""

from pb_qa.ledger.lookup import FigureLookup

__all__ = ["FigureLookup"]
