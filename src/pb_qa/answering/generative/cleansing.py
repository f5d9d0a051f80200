"""What is taken out of a language model's words before anybody sees them.

Links, pictures and HTML could call other hosts or pass for parts of the page; invisible and
direction-changing characters could hide what a sentence says.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Final

_MOST_ROUNDS: Final = 4
_SUPERSCRIPT: Final = re.compile(r"<sup[^<>]*>\s*\[?\s*([0-9][0-9,，、\s-]*)\]?\s*</sup\s*>", re.I)
_HIDDEN_ELEMENT: Final = re.compile(
    r"<(script|style|iframe|object|svg|template)\b.*?(?:</\1\s*>|$)", re.I | re.S
)
_LOADING: Final = re.compile(r"<(?:img|a|script|iframe|object|embed|video|audio|svg|link)\b", re.I)
_COMMENT: Final = re.compile(r"<!--.*?(?:-->|$)", re.S)
_TAG: Final = re.compile(r"</?[a-z!?][^<>]*(?:>|$)", re.I)
# “…奋斗![1]” ends with a citation marker, not with a picture.
_IMAGE: Final = re.compile(
    r"!\[[^\[\]]*\]\([^()]*(?:\([^()]*\)[^()]*)*\)"
    r"|!\[(?!\s*\^?[0-9０-９][0-9０-９,，、\s-]*\])[^\[\]]*\](?:\[[^\[\]]*\])?"
)
_LINK: Final = re.compile(
    r"\[(?P<text>(?:[^\[\]]|\[[^\[\]]*\])*)\]\((?P<target>[^()]*(?:\([^()]*\)[^()]*)*)\)"
)
_REFERENCE: Final = re.compile(r"^\s*\[[^\[\]]+\]:\s*\S+.*$", re.M)
_MARKER_TEXT: Final = re.compile(r"[\s\[\]^]*[0-9][0-9,，、\s\[\]-]*")
_ADDRESS: Final = re.compile(
    r"(?:(?:[a-z][a-z0-9+.-]{1,15}:)?//|(?:javascript|data|mailto|vbscript|file|tel):|www\.)"
    r"[!-;=?-~]+"
    r"|(?<![a-z0-9@._-])(?:[a-z0-9-]{1,63}\.){1,5}(?:com|cn|net|org|gov|edu|info|io|top|xyz|cc|ru|me"
    r"|site|online|invalid|example|test)(?![a-z0-9])(?:[:/?#][!-;=?-~]*)?",
    re.I,
)
_MAIL: Final = re.compile(r"[a-z0-9._%+-]{1,64}@[a-z0-9.-]{1,253}", re.I)
_EMPHASIS: Final = re.compile(r"\*{2,3}|(?<![0-9])\*|\*(?![0-9])|_{2,3}|~~|`+")
_LEADING: Final = re.compile(r"^\s*(?:#{1,6}\s+|>+\s*|[-*+•·]\s+)+")
_LATEX: Final = re.compile(r"\\([%$_#&{}])|\$(?=[^$]*\$)|(?<=[0-9%])\$")
_BLANKS: Final = re.compile(r"[^\S\n]+")
_BETWEEN_CHINESE: Final = re.compile(
    r"(?<=[\u3000-\u9fff，。；：！？]) (?=[\u3000-\u9fff，。；：！？])"
)
_KEPT_CONTROLS: Final = "\n\t"


def visible(text: str) -> str:
    """The text without characters that show nothing or change the direction of writing."""
    return "".join(
        character
        for character in text
        if character in _KEPT_CONTROLS
        or (
            unicodedata.category(character) not in ("Cf", "Cc", "Co", "Cs", "Cn")
            and not _is_variation(character)
        )
    )


def cleansed(text: str) -> tuple[str, bool]:
    """Make a model's words plain text.

    Returns
    -------
    (str, bool)
        The words without links, pictures, HTML, markup and invisible characters, with
        citation markers as they were; and whether an address or a picture was taken out.
    """
    before = text
    removed = False
    for _ in range(_MOST_ROUNDS):
        text = visible(html.unescape(text))
        text, found = _without_addresses(text)
        removed = removed or found
        if text == before:
            break
        before = text
    text = _EMPHASIS.sub("", _LATEX.sub(lambda m: m[1] or "", text))
    # What the markup hid may be markup again; whatever still looks like it goes.
    text, found = _without_addresses(text)
    text = _BETWEEN_CHINESE.sub("", _BLANKS.sub(" ", _LEADING.sub("", text)))
    return text.strip(), removed or found


def _without_addresses(text: str) -> tuple[str, bool]:
    loads = bool(_LOADING.search(text))
    text = _SUPERSCRIPT.sub(r"[\1]", text)
    text = _TAG.sub("", _HIDDEN_ELEMENT.sub("", _COMMENT.sub("", text)))
    bare = _LINK.sub(_text_of_link, _IMAGE.sub("", _REFERENCE.sub("", text)))
    bare = _MAIL.sub("", _ADDRESS.sub("", bare))
    return bare, loads or bare != text


def _text_of_link(match: re.Match[str]) -> str:
    """A link's words; a citation marker that was made a link stays a marker."""
    if _MARKER_TEXT.fullmatch(match["text"]):
        return f"[{match['text'].strip('[]^ ')}]"
    return match["text"]


def _is_variation(character: str) -> bool:
    """Variation selectors and fillers, which Unicode does not count as format characters."""
    return (
        "\ufe00" <= character <= "\ufe0f"
        or "\U000e0100" <= character <= "\U000e01ef"
        or character in "\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\u20e3"
    )


__all__ = ["cleansed", "visible"]
