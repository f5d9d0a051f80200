"""Text that is none: glyphs without a meaning, wrong encodings, characters out of order."""

from __future__ import annotations

import re
from typing import Final

from pb_qa.reading.cleaning_removal import HAN
from pb_qa.reading.encodings import plausibility

# A shorter stretch may be anything: a table of four figures, a seal, a name.
SHORTEST_JUDGED: Final = 40
_SAMPLE, _SAMPLES = 4_000, 4

_NOT_TEXT = re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff]")
_GLYPH_NAME = re.compile(r"\(cid:\d{1,6}\)|/[Gg]\d{1,5}(?=/|\s|$)")
_MOST_UNREADABLE_SHARE = 0.3
_HAN = re.compile(f"[{HAN}]")
_LATIN_1 = re.compile("[\u0080-\u00ff\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u2021\u2030]")
_MOST_LATIN_1 = 0.4
_REPLACED = re.compile("锟斤拷|烫烫烫|屯屯屯|\u00ef\u00bf\u00bd")
_LEAST_PLAUSIBILITY = 0.45
_LEADERS = re.compile(r"[\s.．。…·・‥|｜_＿=＝*＊\-－—–─━~～<>/\\]+")
_LEAST_WORD_SHARE = 0.4
_ENCODED = re.compile("[A-Za-z0-9+/]{60,}={0,2}")
_MOST_ENCODED_SHARE = 0.5
# RTF without its beginning, tags of a page that nothing took for one.
_CODE = re.compile(
    r"\\(?:'[0-9a-fA-F]{2}|u-?\d{2,6}\s?\??|[a-z]{1,32}-?\d{0,10})|</?[A-Za-z][^<>]{0,300}>"
)
_MOST_CODE_SHARE = 0.5
_LATIN_WORD = re.compile("[A-Za-z]{3,}")
_LATIN_SHAPE = re.compile("[A-Z]?[a-z]+|[A-Z]+")
_VOWEL = re.compile("[AEIOUYaeiouy]")
_LEAST_LATIN_SHARE = 0.4
_LEAST_SHAPELY = 0.35
_SPACED_HAN = re.compile(f"(?<=[{HAN}])[ \u3000\u00a0]{{1,3}}(?=[{HAN}])")
_MOST_SPACED = 0.6
_FORWARD = re.compile(
    "工作|组织|管理|建设|发展|干部|服务|我们|中国|国家|政府|社会|经济|人民|企业|制度|加强|推进|落实"
    "|实施|规定|部门|单位|机关|领导|责任|应当|可以|进行|根据|有关|以及|按照|通知|意见|办法"
    r"|\bthe\b|\band\b|\bof\b|\bfor\b|\bwith\b|\bthat\b"
)
_BACKWARD = re.compile(
    "作工|织组|理管|设建|展发|部干|务服|们我|国中|家国|府政|会社|济经|民人|业企|度制|强加|进推|实落"
    "|施实|定规|门部|位单|关机|导领|任责|当应|以可|行进|据根|关有|及以|照按|知通|见意|法办"
    r"|\beht\b|\bdna\b|\bfo\b|\brof\b|\bhtiw\b|\btaht\b"
)
_FEWEST_BACKWARD = 4


def sample_of(text: str, start: int, end: int) -> str:
    """A page whole, or of a long one four stretches spread over its length."""
    if end - start <= _SAMPLE * _SAMPLES:
        return text[start:end]
    step = (end - start - _SAMPLE) // (_SAMPLES - 1)
    starts = (start + step * index for index in range(_SAMPLES))
    return "\n".join(text[first : first + _SAMPLE] for first in starts)


def unreadable_share(text: str) -> tuple[int, float]:
    """How many characters stand for no character, and their share of all that are no blanks."""
    size = len("".join(text.split()))
    count = len(_NOT_TEXT.findall(text)) + sum(len(m) for m in _GLYPH_NAME.findall(text))
    return count, count / size if size else 0.0


def find_garbage(text: str) -> str:
    """What makes a stretch of text useless, in a sentence in Chinese; ``""`` if nothing does.

    Figures, names, tables of contents, traditional characters, classical texts, Japanese
    and European languages are all text.
    """
    if unreadable_share(text)[1] > _MOST_UNREADABLE_SHARE:
        return "字体或编码没有说明各是什么字，取出来是乱码。"
    packed = "".join(text.split())
    if len(packed) < SHORTEST_JUDGED:
        return ""
    if _is_wrongly_decoded(packed):
        return "文字编码不对，取出来是乱码。"
    if _encoded_characters(text) > _MOST_ENCODED_SHARE * len(packed):
        return "大部分是没有解开的编码数据，不是文字。"
    if sum(len(code) for code in _CODE.findall(packed)) > _MOST_CODE_SHARE * len(packed):
        return "大部分是文件的内部代码，不是文字。"
    if _has_no_words(text, packed):
        return "取出来的几乎都是符号，不成词句。"
    if _runs_backwards(text):
        return "文字的顺序是反的，查不到也读不通。"
    return ""


def is_letter_spaced(text: str) -> bool:
    """Whether most Chinese characters stand apart: it can be read, but no word is found."""
    if "|" in text:
        return False  # a table of single characters
    gaps = len(_SPACED_HAN.findall(text))
    return gaps >= SHORTEST_JUDGED and gaps > _MOST_SPACED * len(_HAN.findall(text))


def _is_wrongly_decoded(packed: str) -> bool:
    han = _HAN.findall(packed)
    if len(_LATIN_1.findall(packed)) > _MOST_LATIN_1 * len(packed):
        return True
    if sum(len(found) for found in _REPLACED.findall(packed)) * 10 > len(packed):
        return True
    return len(han) >= SHORTEST_JUDGED and plausibility("".join(han)) < _LEAST_PLAUSIBILITY


def _encoded_characters(text: str) -> int:
    """How many characters look like base64: addresses and run-together words do not."""
    blocks = (match.group() for match in _ENCODED.finditer(text))
    kinds = (str.isupper, str.islower, str.isdecimal)
    return sum(len(block) for block in blocks if all(any(map(kind, block)) for kind in kinds))


def _has_no_words(text: str, packed: str) -> bool:
    words = _LEADERS.sub("", packed)
    if len(words) < SHORTEST_JUDGED:
        return False
    if sum(map(str.isalnum, words)) < _LEAST_WORD_SHARE * len(words):
        return True
    letters = sum(1 for c in words if c.isascii() and c.isalpha())
    if letters < _LEAST_LATIN_SHARE * len(words) or _HAN.search(words):
        return False
    shapely = sum(
        len(word)
        for word in _LATIN_WORD.findall(text)
        if _LATIN_SHAPE.fullmatch(word) and _VOWEL.search(word)
    )
    return shapely < _LEAST_SHAPELY * letters


def _runs_backwards(text: str) -> bool:
    backward = len(_BACKWARD.findall(text))
    return backward >= _FEWEST_BACKWARD and backward > 2 * len(_FORWARD.findall(text))
