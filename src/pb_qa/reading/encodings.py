"""Find a text's encoding by strict decoding and by how much the result looks like prose.

Nothing is lost unseen: an encoding explains every byte and gives plausible text, or
all but a few stray bytes, each of which becomes U+FFFD, visibly (``parsing.parse`` puts
them onto the receipt); otherwise the file is refused as garbled.
"""

from __future__ import annotations

import codecs
import re
from functools import cache

from pb_qa.errors import GarbledTextError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WITHOUT_BOM = ("gb18030", "big5hkscs", "cp950")
_WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
# What a page's own declaration may name besides; anything else is not believed.
_DECLARABLE = frozenset(
    {"euc_jp", "shift_jis", "cp932", "euc_kr", "cp949", "big5", "iso8859-1", "cp1252"}
)
_SAMPLE_CHARACTERS = 20_000
_LEAST_PLAUSIBILITY = 0.55
_MOST_CONTROL_SHARE = 0.02
_MOST_STRAY_SHARE = 0.001
_LEAST_BYTES_FOR_ONE = 200  # a stray byte in a shorter text makes the encoding a guess
_LEAST_PLAUSIBILITY_WITH_STRAYS = 0.7
_STRAY = "\U0010fffe"  # no character, and in no encoding's everyday use

# Grammatical words and the vocabulary of official documents, simplified and traditional;
# in Chinese prose they make up a third of all characters or more.
_FREQUENT = frozenset(
    "的一是在不了有和人这中大为上个国我以要时来用们生到作地于出就分对成会可主发年动同工也能下过子"
    "说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制"
    "机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间与关各重新线内数正"
    "心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题"
    "党程展五果料革位入常文总次品式设及管特件长求老基资流路级少统接知将组计论运农指几区强决必战先"
    "则任取据处南给门即保治造百规七海口东导世金增争济受六共权收改清转更单风安场身务万每目至达走报"
    "完八离名确才科张信节话整元况今集历市何除府称太准值率维划选标写存候毛亲快委省青列习响约支般史"
    "责任办厅应当按照通知规范意见各级人民政府部门单位企业村镇乡县社会工作加强推进落实领导干部"
    "個國這們為來時會發動過說產種後學經進著電裡實兩體機當從業應開還問題無軍義與關線內數質氣變條"
    "沒結解建總設長資級統將組計論運農區強決戰則據處給門規東導濟權轉單風場務萬達報離確張節話況歷"
    "稱準維劃選標寫親責辦廳應照範見鄉縣領導幹"
)
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff]")
_IMPLAUSIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufffd\ue000-\uf8ff\ufff0-\uffff\uff61-\uff9f"
    "\u2500-\u257f\u0400-\u04ff\u0370-\u03ff\u0250-\u036f]"
)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f]")


@cache
def _level_one() -> frozenset[str]:
    """The commonly used characters: level 1 of GB 2312 and level 1 of Big5."""
    simplified = (
        bytes((lead, trail)).decode("gb2312", "ignore")
        for lead in range(0xB0, 0xD8)
        for trail in range(0xA1, 0xFF)
    )
    traditional = (
        bytes((lead, trail)).decode("big5", "ignore")
        for lead in range(0xA4, 0xC7)
        for trail in (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    )
    return frozenset(simplified) | frozenset(traditional)


def plausibility(text: str) -> float:
    """Return how much ``text`` looks like Chinese or plain ASCII prose, from 0 to about 1.

    Half of it is the share of Han characters in the common sets, half the share
    of the very frequent ones against the 30% that prose reaches; characters that
    hardly occur in prose (controls, private use, box drawing, half-width katakana)
    count against it three times.
    """
    sample = text[:_SAMPLE_CHARACTERS]
    if not sample:
        return 0.0
    odd = len(_IMPLAUSIBLE.findall(sample))
    han = _HAN.findall(sample)
    beyond_ascii = sum(1 for c in sample if c > "\x7f") or 1
    penalty = 3 * odd / beyond_ascii
    if not han:
        return 1.0 - 0.5 * beyond_ascii / len(sample) - penalty
    common = _level_one()
    familiar = sum(c in common for c in han) / len(han)
    frequent = sum(c in _FREQUENT for c in han) / len(han)
    return 0.5 * familiar + 0.5 * min(1.0, frequent / 0.3) - penalty


def decode(data: bytes, declared: str = "") -> tuple[str, str]:
    """Decode a text file of unknown encoding.

    Parameters
    ----------
    data
        The file's bytes.
    declared
        The encoding the file claims (``<meta charset>``), tried but not believed.

    Returns
    -------
    tuple[str, str]
        The text without byte order mark, and the name of the codec.

    Raises
    ------
    GarbledTextError
        When no encoding explains the bytes, but for fewer than one in 1,000, and gives
        plausible text.
    """
    for mark, codec in _BOMS:
        if data.startswith(mark):
            body = data[len(mark) :]
            text = _strict(body, codec)
            if text is None:
                text = _tolerant(body, codec, int(len(body) * _MOST_STRAY_SHARE))
            if text is not None:
                return text, codec
    zeros = data[:_SAMPLE_CHARACTERS].count(0)
    if not zeros or zeros * 20 < min(len(data), _SAMPLE_CHARACTERS):
        text = _strict(data, "utf-8")
        if text is not None and _control_share(text) <= _MOST_CONTROL_SHARE:
            return text, "utf-8"
    best, codec, score = _most_plausible(data, declared)
    if best is None or score < _LEAST_PLAUSIBILITY:
        if (found := _with_strays(data)) is not None:
            return found
        if _control_share(data.decode("latin-1")) > _MOST_CONTROL_SHARE:
            raise GarbledTextError(
                "文件内容不是文字，也不是认识的文档格式，可能已损坏或扩展名不对。"
                "请用原来的软件打开，另存为 .docx 或 PDF 后再添加。"
            )
        raise GarbledTextError(
            "认不出文字编码（试过 UTF-8、UTF-16、GB18030、Big5），打开会是乱码。"
            "请用记事本打开原文件，“另存为”时编码选 UTF-8，再添加。"
        )
    return best, codec


def _most_plausible(data: bytes, declared: str) -> tuple[str | None, str, float]:
    best: str | None = None
    best_codec, best_score = "", 0.0
    for codec in _candidates(data, declared):
        text = _strict(data, codec)
        if text is None:
            continue
        score = plausibility(text)
        if score > best_score + 0.02:
            best, best_codec, best_score = text, codec, score
    return best, best_codec, best_score


def _with_strays(data: bytes) -> tuple[str, str] | None:
    """Decode a text with a few bytes that do not fit, each as U+FFFD."""
    if len(data) < _LEAST_BYTES_FOR_ONE:
        return None
    most = max(1, int(len(data) * _MOST_STRAY_SHARE))
    best: tuple[str, str] | None = None
    best_score = _LEAST_PLAUSIBILITY_WITH_STRAYS
    for codec in ("utf-8", *_WITHOUT_BOM):
        text = _tolerant(data, codec, most)
        if text is None or _control_share(text) > _MOST_CONTROL_SHARE:
            continue
        score = plausibility(text)
        if score > best_score + 0.02:
            best, best_score = (text, codec), score
    return best


def _tolerant(data: bytes, codec: str, most: int) -> str | None:
    met = 0

    def stray(error: UnicodeError) -> tuple[str, int]:
        nonlocal met
        met += 1
        if met > most or not isinstance(error, UnicodeDecodeError):
            raise error
        return _STRAY, error.end

    codecs.register_error("pb_qa.stray", stray)
    try:
        text = data.decode(codec, "pb_qa.stray")
    except (UnicodeDecodeError, OverflowError):
        return None
    # A byte that is not met by ten good characters says nothing of the encoding.
    if sum(character > "\x7f" for character in text) < 10 * met:
        return None
    return text.replace(_STRAY, "\ufffd")


def _candidates(data: bytes, declared: str) -> list[str]:
    names = list(_WITHOUT_BOM)
    if len(data) % 2 == 0:
        names.extend(_WIDE)
    try:
        name = codecs.lookup(declared).name if declared else ""
    except LookupError:
        name = ""
    if name in _DECLARABLE:
        names.append(name)
    return names


def _strict(data: bytes, codec: str) -> str | None:
    decoder = codecs.getincrementaldecoder(codec)("strict")
    try:
        text = decoder.decode(data, final=False)
    except (UnicodeDecodeError, OverflowError):
        return None
    try:
        return text + decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return text + "\ufffd" if text else None


def _control_share(text: str) -> float:
    sample = text[:_SAMPLE_CHARACTERS]
    return len(_CONTROL.findall(sample)) / len(sample) if sample else 0.0
