"""Pages that are pictures: how many there are, and their text once it is recognised."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Final, NamedTuple

from pb_qa.reading.ocr_engine import INSTALL, Recognize, is_installed
from pb_qa.reading.ocr_lines import mean_confidence, page_text
from pb_qa.reading.quality import LEAST_USABLE_CONFIDENCE

if TYPE_CHECKING:
    from pb_qa.reading.ocr_engine import Picture

_OTHER_PROGRAM = "用文字识别（OCR）软件转成可以复制文字的 PDF 或 Word 后再添加。"
NOTHING_FOUND: Final = "图片里没有认出文字。请换一份更清楚的扫描件，或找文字版的原件后再添加。"

_QUARTER_TURNS = (0, 1, 3, 2)


def how_to() -> str:
    """What to do about pages that are pictures."""
    if is_installed():
        return f"请{_OTHER_PROGRAM}"
    return f"请运行 {INSTALL} 装上文字识别后重新添加；或者{_OTHER_PROGRAM}"


class RecognizedPage(NamedTuple):
    """What was read in a picture."""

    text: str
    confidence: float | None

    @property
    def note(self) -> str:
        """The sentence for the receipt."""
        sure = "" if self.confidence is None else f"，平均把握 {int(self.confidence * 100)}%"
        return f"从图片识别（OCR）得来{sure}，请对照原件核对"


class PageRecognizer:
    """Recognises pages one by one until the time for the file is used up.

    Parameters
    ----------
    recognize
        The engine.
    allow
        Called before each page; lets the process compute so many seconds more.
    page_seconds, seconds
        Bounds for one page and for the whole file.
    """

    def __init__(
        self,
        recognize: Recognize,
        allow: Callable[[float], None],
        page_seconds: float,
        seconds: float,
    ) -> None:
        self._recognize = recognize
        self._allow = allow
        self._page_seconds = page_seconds
        self._until = time.monotonic() + seconds

    def read(self, picture: Picture) -> RecognizedPage | None:
        """The text of a picture, or None when no time is left for it.

        A page that makes no sense as it lies is tried on its sides and upside down.
        """
        best: RecognizedPage | None = None
        for quarters in _QUARTER_TURNS:
            if time.monotonic() > self._until:
                break
            self._allow(self._page_seconds)
            lines = self._recognize(_turned(picture, quarters))
            page = RecognizedPage(page_text(lines), mean_confidence(lines))
            if best is None or (page.confidence or 0.0) > (best.confidence or 0.0):
                best = page
            if (best.confidence or 0.0) >= LEAST_USABLE_CONFIDENCE:
                break
        return best


def _turned(picture: Picture, quarters: int) -> Picture:
    import numpy

    return numpy.ascontiguousarray(numpy.rot90(picture, quarters)) if quarters else picture
