"""How grave it is that a clause has other words than the one it restates."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum
from fractions import Fraction
from typing import Final

from pb_qa.answering.generative.checking.aligning import LESSENING
from pb_qa.answering.generative.checking.amounts_in_words import sums_up
from pb_qa.answering.generative.checking.conjuncts import is_joint, is_taken_apart
from pb_qa.answering.generative.checking.differences import (
    Difference,
    Part,
    parts_of,
)
from pb_qa.answering.generative.checking.evidence import Evidence
from pb_qa.answering.generative.checking.framing import only_frames, says_where
from pb_qa.answering.generative.checking.parts_of_time import other_part
from pb_qa.answering.generative.checking.restated_source import RestatedSource, words_around
from pb_qa.answering.generative.checking.siblings import is_another, is_forced_otherwise, is_widened
from pb_qa.answering.generative.checking.spelling import Spelled
from pb_qa.answering.generative.checking.stages import other_stage
from pb_qa.answering.generative.checking.synonyms import meaning
from pb_qa.answering.generative.checking.telling import LIMITING, NARROWING, PLANNED, TELLING, TIMES

_NEW: Final = 2
_OPENING: Final = 3
_FIGURES: Final = re.compile(
    "[0-9]+/[0-9]+|[0-9]+(?:\\.[0-9]+)?(?:%|个百分点|年(?:度)?|个?月份?|日)?"
    "|[一二三四五六七八九十]+分之[一二三四五六七八九十]+|[一二三四五六七八九]成|一半|半数"
)
_SHARE: Final = re.compile("([0-9]+(?:\\.[0-9]+)?)%")
# What links clauses is held against the sources by `linking` and `conditions`.
_LINKING: Final = re.compile("但是?|不过|然而|而且?|除|因为?|由于?|受|为了?|从而|故|则|如果?|若")
_SAME_LINKS: Final = (
    re.compile(
        "(?:这|其|主要|根本)?(?:由于|因为?|受|鉴于|得益于|受益于|归功于|源于|起因于|(?:根源|原因|关键)(?:就?是|在于)|是因为|是由于)"
    ),
    re.compile("一方面|既|不仅|不但|不只|除了?"),
    re.compile("另一方面|又|也|还|而且|同时"),
    re.compile("因此|因而|所以|从而|故|由此|于是|这样|以致|致使|使得?"),
    re.compile("即|就?是|是?指|指的是|就是说|即指|称为|叫做?|为"),
)
# 被申请人 is not 申请人.
_DONE_TO: Final = re.compile("[一-鿿]{1,3}[人者方]")
_STANDARD: Final = re.compile("[标批水精]准|准[予许确备则]")
_DENYING: Final = frozenset(LESSENING) - {"准"}
_NO_DENIAL: Final = frozenset({"不断", "不仅", "不同", "不久", "未来", "无论", "无偿", "非常"})
_UNDONE: Final = meaning("尚未")
_COUNTING: Final = re.compile("[名人位个家户所处座项条件种类次场期]")
_HAN_WORD: Final = re.compile("[一-鿿]{2,}")
_HAN: Final = re.compile("[\u4e00-\u9fff]")
_YEAR: Final = re.compile("(?:19|20)[0-9]{2}")
_LAST_YEAR: Final = re.compile("去年|上(?:一|1)?年|前1年|同比")
_THIS_YEAR: Final = re.compile("今年|本年|当年")
_PURPOSE: Final = re.compile("(?:主要|专项|全部|重点)?用于")
# What is done is not yet to be done.
_INTENDED: Final = re.compile(
    "计划(?!生育)|拟(?!定|订)|准备(?!金|工作|好|了)|打算|力争|争取|预计|尚未|还没有|未能"
)
_STEMS: Final = frozenset("加提改促增推完")
# 本法 may be named, and 该市.
_THIS: Final = re.compile("[本该其此这那]")
_BESIDE: Final = re.compile("^(?:和|与|及|、|或)$")


class Level(IntEnum):
    """How grave a difference is."""

    NONE = 0
    DOUBT = 1
    FAULT = 2


def level_of(
    difference: Difference,
    part: Part,
    source: RestatedSource,
    said: Spelled,
    evidence: Sequence[Evidence],
) -> Level:
    if other_stage(difference.said, difference.written, part.text, source.part.text):
        return Level.FAULT
    before, after = difference.before, difference.after
    if other_part(f"{before}{difference.said}{after}", f"{before}{difference.written}{after}"):
        return Level.FAULT
    if is_taken_apart(difference, source):
        return Level.NONE
    if _counts_otherwise(difference, source) or is_joint(difference, part, source.part):
        return Level.FAULT
    if is_forced_otherwise(difference) or is_widened(difference, part, said):
        return Level.FAULT
    if "被" in (difference.said, difference.written) and _DONE_TO.match(difference.after):
        return Level.FAULT
    own, theirs = _rests(difference)
    year = _year_level(difference, source)
    if year is not None:
        return year
    if own == theirs:
        return Level.NONE
    if not own or _is_within(own, theirs):
        return _dropped(theirs, difference, part, said)
    if (
        part.numbers
        and _HAN_WORD.fullmatch(difference.said)
        and _HAN_WORD.fullmatch(difference.written)
        and _HAN.search(meaning(difference.said))
        and not meaning(difference.written)
        and difference.said not in source.sentence.spelled.text
        and not says_where(difference.said)
    ):
        return Level.FAULT  # 节约投资 for 完成投资
    if not theirs or _is_within(theirs, own):
        return _added(own, difference, part, source, evidence)
    return _replaced(difference, part, source, said, evidence)


def _counts_otherwise(difference: Difference, source: RestatedSource) -> bool:
    """Whether a number counts what its source does not name: 25个班 for 25所学校."""
    said = _COUNTING.match(difference.said)
    written = _COUNTING.fullmatch(difference.written)
    if not difference.before[-1:].isdigit() or said is None or written is None:
        return False
    rest = difference.said[said.end() :]
    return bool(rest) and rest not in source.sentence.spelled.text


def _rests(difference: Difference) -> tuple[str, str]:
    """What both sides say, without what they share and without figures."""
    before, after = difference.before, difference.after
    own = meaning(before + difference.said + after)
    theirs = meaning(before + difference.written + after)
    start = 0
    while start < min(len(own), len(theirs)) and own[start] == theirs[start]:
        start += 1
    own, theirs = own[start:], theirs[start:]
    stop = 0
    while stop < min(len(own), len(theirs)) and own[-1 - stop] == theirs[-1 - stop]:
        stop += 1
    own, theirs = own[: len(own) - stop], theirs[: len(theirs) - stop]
    return _FIGURES.sub("", own), _FIGURES.sub("", theirs)


def _is_within(short: str, whole: str) -> bool:
    """Whether the one has all characters of the other in their order: 县政府 of 县人民政府."""
    rest = iter(whole)
    return all(character in rest for character in short)


def _dropped(rest: str, difference: Difference, part: Part, said: Spelled) -> Level:
    """Whether what is left out had narrowed, planned or denied what is said."""
    written = difference.written
    elsewhere = said.text if not difference.after else difference.said
    lessened = _STANDARD.sub("", rest)
    if any(word in lessened and word not in elsewhere for word in LESSENING):
        return Level.FAULT
    measured = Level.FAULT if part.numbers else Level.DOUBT
    leading = "\n".join(p.text for p in parts_of(said) if p.text == part.text or not p.numbers)
    if _UNDONE in rest and _UNDONE not in meaning(elsewhere):
        return Level.FAULT
    for pattern, level in (
        (PLANNED, Level.FAULT),
        (NARROWING, measured),
        (LIMITING, Level.DOUBT),
    ):
        for match in pattern.finditer(written):
            if match[0] not in leading:
                return level
    return Level.NONE


def _added(
    rest: str,
    difference: Difference,
    part: Part,
    source: RestatedSource,
    evidence: Sequence[Evidence],
) -> Level:
    """Whether words are added that the source does not have for this clause."""
    words = difference.said
    if _INTENDED.search(words) and not _INTENDED.search(source.sentence.form):
        return Level.FAULT
    for share in _SHARE.findall(difference.written):
        fits = sums_up(words, Fraction(share))
        if fits is not None:
            return Level.NONE if fits else Level.FAULT
    if words[-1:] in _DENYING and (words[-1] + difference.after)[:2] not in _NO_DENIAL:
        return Level.FAULT
    governing, mentioned = words_around(source)
    start, whole = len(difference.before), f"{difference.before}{words}{difference.after}"
    counted = bool(_FIGURES.search(difference.written))
    for match in TELLING.finditer(whole):
        if match.end() <= start or match.start() >= start + len(words):
            continue
        sense = meaning(match[0])
        if sense not in rest or (not counted and _says(governing, match[0], sense)):
            continue
        if TIMES.fullmatch(match[0]) and not counted and match[0] in mentioned:
            continue
        if not (part.numbers or counted):
            return Level.NONE if _says(mentioned, match[0], sense) else Level.DOUBT
        return Level.FAULT
    if len(_HAN.findall(rest)) < _NEW:
        return Level.NONE
    runs = re.findall("[\u4e00-\u9fff]{2,}", words)
    new = [run for run in runs if not (_is_borne(run, mentioned) or only_frames(run))]
    everywhere = "\n".join(one.form for one in evidence)
    unknown = [run for run in new if not _is_borne(run, everywhere)]
    return Level.DOUBT if unknown else Level.NONE


def _says(text: str, word: str, sense: str) -> bool:
    return word in text or (bool(sense) and sense in meaning(text))


def _is_borne(run: str, text: str) -> bool:
    """Whether most pairs of characters of a few words stand in a text."""
    pairs = [run[i : i + 2] for i in range(len(run) - 1)]
    return 2 * sum(pair in text for pair in pairs) >= len(pairs)


def _replaced(
    difference: Difference,
    part: Part,
    source: RestatedSource,
    said: Spelled,
    evidence: Sequence[Evidence],
) -> Level:
    own, theirs = difference.said, difference.written
    near = f"{difference.before[-2:]}{own}{difference.after[:2]}"
    # What opens a clause stands elsewhere with a clause of its own.
    opens = not difference.before and len(difference.after) >= _OPENING
    stands = any(
        near in s.spelled.text
        for one in evidence
        for s in one.sentences
        if s is not source.sentence
    )
    if stands and not (part.numbers or opens):
        return Level.NONE
    if TIMES.fullmatch(own) and own in words_around(source)[0] and not difference.before:
        return _dropped(theirs, difference, part, said)  # 今年，我们要 as 今年要
    if says_where(own) and not difference.after:
        return _dropped(theirs, difference, part, said)
    if any(
        group.fullmatch(own + beside) and group.fullmatch(theirs + beside)
        for group in _SAME_LINKS
        for beside in ("", difference.after[:1])
    ):
        return Level.NONE
    linking = _LINKING.fullmatch(own) and _LINKING.fullmatch(theirs)
    listed = difference.before[-1:] == "、" or difference.after[:1] == "、"
    # Other words that nobody has listed as meaning the same are shown with a doubt.
    marked = not linking and (listed or _marks(own) or _marks(theirs))
    # What a sum is for is a part of what is said of it.
    measured = part.numbers or _PURPOSE.match(part.text)
    another = is_another(difference, part, source, said, evidence)
    if measured or marked or another:
        return Level.FAULT
    same = linking or _may_mean_the_same(difference, evidence)
    return Level.DOUBT if same else Level.FAULT


def _may_mean_the_same(difference: Difference, evidence: Sequence[Evidence]) -> bool:
    """Whether other words may be another name, or tell where the rest stands."""
    own, theirs = difference.said, difference.written
    if _THIS.match(theirs) or says_where(own) or not _HAN.search(own):
        return True
    if set(own) <= set(theirs) or set(theirs) <= set(own):
        return True  # 内予以 and 以内
    shared = len(own) == len(theirs) and set(own) & set(theirs)
    # 加快 and 加速, 提高 and 提升
    akin = len(own) == len(theirs) == 1 and difference.before[-1:] in _STEMS
    return bool(shared) or akin or any(own in one.around for one in evidence)


def _marks(words: str) -> bool:
    """Whether words deny, except, limit or time what is said."""
    return bool(TELLING.search(words) or set(words) & set(LESSENING) or "除外" in words)


def _year_level(difference: Difference, source: RestatedSource) -> Level | None:
    """How grave it is that a year stands for 去年 or the other way round; None without."""
    own, theirs = (words + difference.after[:1] for words in (difference.said, difference.written))
    years, sentence = {int(year) for year in _YEAR.findall(own)}, source.sentence
    if years and (_LAST_YEAR.search(theirs) or _THIS_YEAR.search(theirs)):
        meant = {year for year, words in sentence.relative_years if words[:2] in theirs}
        return Level.FAULT if meant and not years & meant else Level.NONE
    years = {int(year) for year in _YEAR.findall(theirs)}
    if not years or not (_LAST_YEAR.search(own) or _THIS_YEAR.search(own)):
        return None
    dates = (*sentence.dates, *source.evidence.context_dates)
    known = {date.year for date in dates if date.year}
    known |= {year for year, _ in sentence.relative_years}
    shift = 1 if _LAST_YEAR.search(own) else 0
    if not known or any(year + shift in known for year in years):
        return Level.NONE
    return None


__all__ = ["Level", "level_of"]
