"""A stream of text cut into sentences with their citation markers, and thoughts kept apart."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

# Longer than any sentence that can be checked: the model has lost itself.
LONGEST_SENTENCE: Final = 1200
_LONGEST_QUOTE: Final = 400

_OPENING: Final = "“「『《"
_CLOSING: Final = "”」』》"
_STOPS: Final = "。！？"
_INSIDE: Final = (
    r"\s*\^?(?:资料|来源|文档|文件|引用|参考|原文|段落|证据|材料|[A-Za-z]{2,8})?\s*[:：#]?\s*[0-9０-９]"
    r"[0-9０-９\s,，、;；–—~～至到和及&†^:：A-Za-z#-]{0,30}"
)
_MARKER: Final = rf"(?:[\[【［]{_INSIDE}[\]】］]|[⁰¹²³⁴⁵⁶⁷⁸⁹]+|[①-⑳])"
_TRAIL: Final = re.compile(rf"(?:[”’」』）)》\"'*]|[ \t]*{_MARKER}[。．.；;]?)+")
_MARKERS: Final = re.compile(_MARKER)
# [2]显示，…: what opens a sentence is no trail of the one before it.
_TELLING: Final = tuple(
    re.findall(
        "[^ ]+",
        "显示 指出 提到 表明 规定 明确 写道 写明 记载 载明 说明 认为 要求 提出 强调 介绍 称， 称： "
        "中提 中指 中写 中规 中明 里提 里写 的规定 的记载 的说法 还提 还指 也提 也指 则显 则指",
    )
)
_LAST_MARKER: Final = re.compile(rf"[ \t]*{_MARKER}$")
_MARKED: Final = re.compile(rf"[ \t]*{_MARKER}")
_BEGUN_MARKER: Final = re.compile(r"[ \t]*[\[【［][^\[\]【】［］\n]{0,40}$|[ \t]+$")
_ABBREVIATION: Final = re.compile(
    r"(?:^|[\s(（])(?:[A-Za-z]|No|Nos|Art|Arts|Fig|Mr|Mrs|Ms|Dr|vs|etc|approx|ca|cf|e\.g|i\.e"
    r"|Sec|Ch|Vol|pp?)$"
)
_WORD: Final = re.compile(r"[^\W_]")
_LISTED: Final = re.compile(
    r"^\s*(?:[-*•·+]\s+)?[*_]*(?:[0-9]{1,2}[.．、)）](?![0-9])|[(（][0-9一二三四五六七八九十]{1,3}[)）]"
    r"|[一二三四五六七八九十]{1,3}、(?![0-9一二三四五六七八九十]))\s*"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence as the model wrote it, markers included.

    Attributes
    ----------
    starts_line
        Whether it stands first in its line, where a number may be that of a list.
    """

    text: str
    starts_line: bool = False

    @property
    def marked(self) -> bool:
        """Whether it holds something that looks like a citation marker."""
        return _MARKERS.search(self.text) is not None

    @property
    def plain(self) -> str:
        """The sentence without the number or bullet of a list before it."""
        text = self.text.strip()
        return _LISTED.sub("", text) if self.starts_line else text

    @property
    def says_something(self) -> bool:
        """Whether there is a word in it besides markers."""
        return _WORD.search(_MARKERS.sub("", self.text)) is not None


@dataclass(frozen=True, slots=True)
class _Cut:
    """Where a sentence ends in a text, and whether nothing more can belong to it."""

    end: int
    settled: bool


class SentenceSplitter:
    """Takes a text as it comes and gives its sentences.

    A sentence is settled once something that cannot belong to it follows: markers come before
    or after the full stop. One that has ended, but may still get markers, is `ended`; it can
    be taken early, and the markers that follow are then left out.
    """

    def __init__(self) -> None:
        self._text = ""
        self._starts_line = True
        self._leave_out = False

    @property
    def overlong(self) -> bool:
        """Whether what waits for its end is longer than any sentence."""
        return len(self._text) > LONGEST_SENTENCE

    @property
    def rest(self) -> str:
        """What has come and is no whole sentence yet."""
        return self._text

    def feed(self, text: str) -> list[Piece]:
        """Add text; the sentences that are settled by it."""
        self._text += text.replace("\r\n", "\n").replace("\r", "\n")
        return self._settled(last=False)

    def finish(self) -> list[Piece]:
        """Nothing more comes; what is left, as sentences."""
        return self._settled(last=True)

    @property
    def ended(self) -> Piece | None:
        """The sentence that has ended and waits for what follows it."""
        if self._leave_out:
            return None
        cut = find_cut(self._text, last=False)
        if cut is None or cut.settled:
            return None
        piece = Piece(self._text[: cut.end], self._starts_line)
        balanced = sum(piece.text.count(c) for c in _OPENING) == sum(
            piece.text.count(c) for c in _CLOSING
        )
        return piece if balanced and piece.says_something else None

    def take(self) -> None:
        """Leave out the sentence that has `ended`, and the markers that still follow."""
        cut = find_cut(self._text, last=False)
        if cut is not None:
            self._text = self._text[cut.end :]
            self._starts_line = False
            self._leave_out = True

    def _settled(self, *, last: bool) -> list[Piece]:
        found: list[Piece] = []
        if self._leave_out and not self._left_out(last=last):
            return found
        while self._text and (cut := find_cut(self._text, last=last)) is not None:
            if not cut.settled:
                break
            piece = Piece(self._text[: cut.end], self._starts_line)
            self._text = self._text[cut.end :]
            if piece.says_something:
                found.append(piece)
                self._starts_line = False
            stripped = self._text.lstrip(" \t")
            if piece.text.endswith("\n") or stripped.startswith("\n"):
                self._starts_line = True
        return found

    def _left_out(self, *, last: bool) -> bool:
        """Drop markers of a sentence taken early; whether whatever follows is another one."""
        trail = _TRAIL.match(self._text)
        end = trail.end() if trail else 0
        text, opens = self._text[end:], _opens(self._text, 0, end)
        if not last and (not text or _BEGUN_MARKER.fullmatch(text) or opens is None):
            return False
        text = text if opens is None else self._text[opens:]
        self._text = text
        self._starts_line = text.lstrip(" \t").startswith("\n")
        self._leave_out = False
        return True


def find_cut(text: str, *, last: bool) -> _Cut | None:
    """Where the first sentence of a text ends; None when its end has not come.

    Parameters
    ----------
    last
        Whether nothing follows the text.
    """
    opened = -1
    for index, character in enumerate(text):
        if character == "\n":
            return _Cut(index + 1, True)
        if character in _OPENING:
            opened = index
        elif character in _CLOSING:
            opened = -1
            if index and text[index - 1] in _STOPS:
                # “……。”[1] ends a sentence, “……。”的要求 does not.
                rest = text[index + 1 :]
                if _MARKED.match(rest):
                    return _with_trail(text, index + 1, last=last)
                if not last and (not rest or _BEGUN_MARKER.fullmatch(rest)):
                    return None
        elif opened >= 0 and index - opened < _LONGEST_QUOTE:
            continue
        elif _stops(text, index, last=last):
            return _with_trail(text, index + 1, last=last)
    return _Cut(len(text), True) if last and text else None


def _stops(text: str, index: int, *, last: bool) -> bool:
    character = text[index]
    if character in _STOPS:
        return True
    following = text[index + 1 : index + 2]
    if character in "!?":
        return not (following.isascii() and following.isalnum())
    if character in "；;":
        return index > 0 and text[index - 1] in "]】］"
    if character not in ".．":
        return False
    if not following:
        return last
    if following.isdigit() and text[index - 1 : index].isdigit():
        return False  # a decimal point, with figures and point of either width
    if following.isascii() and (following.isalnum() or following in ".,%-_/"):
        return False
    # “1.” at the beginning numbers a list.
    is_number = text[:index].strip(" \t*_").isdigit() and index <= 8
    return not is_number and _ABBREVIATION.search(text[max(0, index - 8) : index]) is None


def _with_trail(text: str, end: int, *, last: bool) -> _Cut:
    """Take in the quotation marks, brackets and markers after a full stop."""
    while end < len(text) and text[end] in "。！？!?":
        end += 1
    trail = _TRAIL.match(text, end)
    begun = end
    if trail is not None:
        end = trail.end()
    rest = text[end:]
    opens = _opens(text, begun, end)
    if not last and (not rest or _BEGUN_MARKER.fullmatch(rest) or opens is None):
        return _Cut(_surely(text, begun, end), False)
    return _Cut(opens if opens is not None else end, True)


def _surely(text: str, begun: int, end: int) -> int:
    """Where a sentence ends for now: before markers that may be the next one's, if it has some."""
    marker = _MARKED.search(text, begun, end)
    return marker.start() if marker and _MARKERS.search(text, 0, begun) else end


def _opens(text: str, begun: int, end: int) -> int | None:
    """Where a trail ends whose last marker opens the next sentence; None while that is open."""
    marker = _LAST_MARKER.search(text, begun, end)
    if marker is None:
        return end
    rest = text[end:]
    if rest.startswith(_TELLING):
        return marker.start()
    return None if rest and any(word.startswith(rest) for word in _TELLING) else end


# ---- thoughts

_THINK: Final = re.compile(
    r"<\s*(?P<close>/)?\s*(?:think|thinking|thought|reasoning)\s*>|(?P<moon>◁(?P<moonclose>/)?think▷)",
    re.I,
)
_BEGUN_TAG: Final = re.compile(r"[<◁][\s/]*[a-z]{0,10}\s*$", re.I)


@dataclass(frozen=True, slots=True)
class Split:
    """What a stretch of a stream holds.

    Attributes
    ----------
    restart
        Whether everything said before turns out to have been thought.
    """

    text: str = ""
    reasoning: str = ""
    restart: bool = False


class ThoughtFilter:
    """Tells what a model says from what it thinks between ``<think>`` and ``</think>``.

    A tag that is never closed makes everything after it a thought; one that was never opened
    makes everything before it one.
    """

    def __init__(self) -> None:
        self._held = ""
        self._thinking = False
        self._thought = False

    def feed(self, text: str) -> list[Split]:
        """Add text; what is now known of it, in order."""
        text = self._held + text
        self._held = ""
        begun = _BEGUN_TAG.search(text)
        if begun is not None:
            text, self._held = text[: begun.start()], text[begun.start() :]
        return self._parts(text)

    def finish(self) -> list[Split]:
        """Nothing more comes."""
        text, self._held = self._held, ""
        return self._parts(text)

    def _parts(self, text: str) -> list[Split]:
        found: list[Split] = []
        position = 0
        for tag in _THINK.finditer(text):
            found += self._plain(text[position : tag.start()])
            closes = bool(tag["close"] or tag["moonclose"])
            if closes and not self._thinking and not self._thought:
                found.append(Split(restart=True))
            self._thinking = not closes
            self._thought = True
            position = tag.end()
        return found + self._plain(text[position:])

    def _plain(self, text: str) -> list[Split]:
        if not text:
            return []
        return [Split(reasoning=text) if self._thinking else Split(text=text)]
