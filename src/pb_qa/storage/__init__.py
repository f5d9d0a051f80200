"""The library (the truth) and its two indexes, vectors and keywords (rebuildable)."""
