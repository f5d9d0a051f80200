"""Pieces that every chart is drawn from: styles, text that fits, marks that open sentences.

Colours and fonts are attributes, so that a chart is the same on the page and as an image
of its own; on the page the style sheet turns the colours for a dark background.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from pb_qa.figures import FoundFigure
from pb_qa.web.figures_words import source_address, source_link
from pb_qa.web.markup import attributes, escape

Label = Callable[[FoundFigure], str]

FONT: Final = (
    "system-ui, -apple-system, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', sans-serif"
)
SIZE: Final = 13
SMALL: Final = 12
INK: Final = "#1e1c19"
SOFT: Final = "#5a554d"
RULE: Final = "#e4dfd6"
PAPER: Final = "#ffffff"
MARK_RADIUS: Final = 4.5
_HIT_RADIUS: Final = 12
_NARROW: Final = 0.57
_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# Each differs from every other in shape as well as in colour; all stand out on white.
STYLES: Final = (
    ("#0060a8", "circle"),
    ("#c2410c", "square"),
    ("#00735a", "triangle"),
    ("#8e3a86", "diamond"),
    ("#333333", "triangle-down"),
    ("#8a6500", "plus"),
    ("#2f7fb5", "cross"),
    ("#9f1d1a", "hexagon"),
)


@dataclass(frozen=True, slots=True)
class Drawing:
    """Marks of SVG that fill ``width`` x ``height``, without the element around them.

    Attributes
    ----------
    notes
        What a reader must be told to read it rightly.
    """

    width: int
    height: int
    body: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle that text takes up."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box) -> bool:
        """Whether the two overlap."""
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def within(self, other: Box) -> bool:
        """Whether it lies wholly inside."""
        return (
            self.left >= other.left
            and self.right <= other.right
            and self.top >= other.top
            and self.bottom <= other.bottom
        )


def colour(style: int) -> str:
    """The colour of a line's style."""
    return STYLES[style % len(STYLES)][0]


def readable(text: str) -> str:
    """The text without characters that XML forbids: one of them would void an image."""
    return _FORBIDDEN.sub("\N{REPLACEMENT CHARACTER}", text)


def text_width(text: str, size: float = SIZE) -> float:
    """About how wide a text is: East Asian characters are square."""
    wide = sum(unicodedata.east_asian_width(character) in "WFA" for character in text)
    return size * (wide + (len(text) - wide) * _NARROW)


def fitted(text: str, width: float, size: float = SIZE) -> str:
    """As much of a text as fits, with an ellipsis where it was cut."""
    if text_width(text, size) <= width:
        return text
    kept = text
    while kept and text_width(f"{kept}…", size) > width:
        kept = kept[:-1]
    return f"{kept}…"


def wrapped(text: str, width: float, size: float = SIZE) -> list[str]:
    """Lines that fit, broken between any two characters."""
    lines, line = [], ""
    for character in text:
        if line and text_width(line + character, size) > width:
            lines.append(line)
            line = ""
        line += character
    return [*lines, line] if line else lines


def write(
    x: float,
    y: float,
    text: str,
    *,
    anchor: str = "start",
    size: float = SIZE,
    fill: str = SOFT,
    class_: str = "pb-chart-text",
    halo: bool = False,
    weight: str | None = None,
) -> str:
    """One line of text, its baseline at ``y``."""
    data = attributes(
        x=f"{x:.1f}",
        y=f"{y:.1f}",
        text_anchor=None if anchor == "start" else anchor,
        font_size=size,
        font_weight=weight,
        fill=fill,
        class_=f"{class_} pb-chart-halo" if halo else class_,
        stroke=PAPER if halo else None,
        stroke_width=3 if halo else None,
        stroke_linejoin="round" if halo else None,
        paint_order="stroke" if halo else None,
    )
    return f"<text{data}>{escape(readable(text))}</text>"


def rule(
    x1: float,
    y1: float,
    x2: float,
    y2: float,
    *,
    stroke: str = RULE,
    class_: str = "pb-chart-rule",
    width: float = 1,
    dash: str | None = None,
) -> str:
    """A straight line."""
    data = attributes(
        x1=f"{x1:.1f}",
        y1=f"{y1:.1f}",
        x2=f"{x2:.1f}",
        y2=f"{y2:.1f}",
        stroke=stroke,
        stroke_width=width,
        stroke_dasharray=dash,
        class_=class_,
    )
    return f"<line{data}/>"


def shape(style: int, x: float, y: float, radius: float = MARK_RADIUS) -> str:
    """The mark of a line, by which it is told without colour."""
    fill, name = STYLES[style % len(STYLES)]
    ring = attributes(
        fill=fill, stroke=PAPER, stroke_width=1, class_=f"pb-chart-mark pb-chart-{style}"
    )
    if name == "circle":
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"{ring}/>'
    corners = " ".join(f"{x + dx * radius:.1f},{y + dy * radius:.1f}" for dx, dy in _CORNERS[name])
    return f'<polygon points="{corners}"{ring}/>'


def point(figures: Sequence[FoundFigure], label: str, x: float, y: float, body: str) -> str:
    """A mark that opens the sentence of the first figure that states it."""
    first, label = figures[0], readable(label)
    link = attributes(
        href=source_address(first), class_="pb-point", aria_label=label
    ) + source_link(first)
    return (
        f"<a{link}><title>{escape(label)}</title>"
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{_HIT_RADIUS}" fill="transparent"'
        f' class="pb-point-area"/>{body}</a>'
    )


def svg(drawing: Drawing, label: str) -> str:
    """A whole SVG element for the page."""
    data = attributes(
        width=drawing.width,
        height=drawing.height,
        viewBox=f"0 0 {drawing.width} {drawing.height}",
        role="group",
        aria_label=readable(label),
        class_="pb-chart",
        font_family=FONT,
    )
    return f'<svg xmlns="http://www.w3.org/2000/svg"{data}>{drawing.body}</svg>'


def image(drawing: Drawing, title: str, footer: Sequence[str]) -> str:
    """A chart that stands alone: a title above, notes and sources below, on white."""
    margin, line = 24, SMALL * 1.6
    width = drawing.width + 2 * margin
    heading = wrapped(title, drawing.width, 18)
    below = [part for text in footer for part in wrapped(text, drawing.width, SMALL)]
    top = margin + len(heading) * 27 + 6
    height = round(top + drawing.height + 12 + len(below) * line + margin)
    parts = [
        f'<rect width="{width}" height="{height}" fill="{PAPER}"/>',
        *(
            write(margin, margin + 18 + index * 27, text, size=18, fill=INK, weight="600")
            for index, text in enumerate(heading)
        ),
        f'<g transform="translate({margin} {top})">{drawing.body}</g>',
        *(
            write(margin, top + drawing.height + 12 + (index + 1) * line, text, size=SMALL)
            for index, text in enumerate(below)
        ),
    ]
    return svg(Drawing(width, height, "".join(parts)), title)


_CORNERS: Final[dict[str, tuple[tuple[float, float], ...]]] = {
    "square": ((-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)),
    "triangle": ((0, -1.2), (1.1, 0.8), (-1.1, 0.8)),
    "diamond": ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
    "triangle-down": ((0, 1.2), (1.1, -0.8), (-1.1, -0.8)),
    "plus": (
        *((-0.4, -1.2), (0.4, -1.2), (0.4, -0.4), (1.2, -0.4), (1.2, 0.4), (0.4, 0.4)),
        *((0.4, 1.2), (-0.4, 1.2), (-0.4, 0.4), (-1.2, 0.4), (-1.2, -0.4), (-0.4, -0.4)),
    ),
    "cross": (
        *((-0.6, -1.2), (0, -0.6), (0.6, -1.2), (1.2, -0.6), (0.6, 0), (1.2, 0.6)),
        *((0.6, 1.2), (0, 0.6), (-0.6, 1.2), (-1.2, 0.6), (-0.6, 0), (-1.2, -0.6)),
    ),
    "hexagon": ((-1.2, 0), (-0.6, -1.05), (0.6, -1.05), (1.2, 0), (0.6, 1.05), (-0.6, 1.05)),
}
