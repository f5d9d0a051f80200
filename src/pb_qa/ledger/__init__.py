"""The ledger of figures: looking up, comparing, and where documents disagree."""
