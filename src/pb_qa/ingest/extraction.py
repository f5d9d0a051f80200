"""How figures are extracted, and extracting them anew when that has changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from pb_qa.figures import Figure
from pb_qa.models import Document
from pb_qa.storage.claims import CLAIM_FORMAT
from pb_qa.storage.library import Library
from pb_qa.storage.recovery import distrust_figure_index
from pb_qa.understanding.figures import FIGURES_FORMAT, extract_figures

# So many characters of text are extracted from and stored together.
_PAGE_CHARACTERS: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class FigureExtraction:
    """A way to get the figures of a document.

    Attributes
    ----------
    format
        Changes whenever other figures come out of the same text.
    """

    extract: Callable[[Document], tuple[Figure, ...]]
    format: str


EXTRACTION: Final = FigureExtraction(extract_figures, f"{FIGURES_FORMAT}.{CLAIM_FORMAT}")


def extract_again(
    library: Library,
    on_progress: Callable[[int, int], None],
    extraction: FigureExtraction = EXTRACTION,
) -> int:
    """Extract the figures of all versions that have none, or those of another extraction.

    From the stored texts, without reading a file. Each page is stored before the next is
    begun, so that a run that is cut short goes on where it stopped; the index of figures
    is rebuilt by the next `recover`.

    Parameters
    ----------
    on_progress
        Called with the number of documents done and their total.

    Returns
    -------
    int
        Of how many versions the figures were extracted.
    """
    outdated = library.figures.outdated(extraction.format)
    if not outdated:
        return 0
    distrust_figure_index(library)
    page: list[tuple[Document, tuple[Figure, ...]]] = []
    characters = 0
    for done, key in enumerate(outdated, 1):
        document = library.version_to_finish(key)
        page.append((document, extraction.extract(document)))
        characters += len(document.text)
        if characters >= _PAGE_CHARACTERS or done == len(outdated):
            library.replace_figures(page, extraction.format)
            page, characters = [], 0
            on_progress(done, len(outdated))
    return len(outdated)
