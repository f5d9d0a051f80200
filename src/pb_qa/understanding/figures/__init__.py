"""Figures: the quantities that a document states, each with what it measures, where and when."""

from pb_qa.understanding.figures.extraction import FIGURES_FORMAT, extract_figures

__all__ = ["FIGURES_FORMAT", "extract_figures"]
