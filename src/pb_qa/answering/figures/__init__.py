"""Questions about figures, answered from the ledger."""

from pb_qa.answering.figures.answerer import FigureAnswerer
from pb_qa.answering.figures.ranking import FigureRanker
from pb_qa.answering.figures.signals import Weights

__all__ = ["FigureAnswerer", "FigureRanker", "Weights"]
