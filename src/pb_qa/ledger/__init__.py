"""The ledger of figures: looking up, comparing, and where documents disagree."""

from pb_qa.ledger.candidates import FigureCandidates
from pb_qa.ledger.comparison import series_of
from pb_qa.ledger.disagreements import DisagreementFinder
from pb_qa.ledger.lookup import FigureLookup

__all__ = ["DisagreementFinder", "FigureCandidates", "FigureLookup", "series_of"]
