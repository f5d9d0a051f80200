"""What a quantity measures, put together from the words of its sentence."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence

from pb_qa.figures import Measure
from pb_qa.understanding.figures import indicator_words as words
from pb_qa.understanding.figures import legal_names
from pb_qa.understanding.figures.clauses import Clauses
from pb_qa.understanding.figures.quantities import Quantity

_LONGEST = 32
# Numbers joined by 和 or 、 for things named before: more are never named.
_MOST_JOINED = 40
_LIST_MARKS = ("和", "、", "及", "与")


class IndicatorReader:
    """Reads the indicators of the quantities of one sentence, from the first to the last.

    Parameters
    ----------
    clauses
        The sentence; indicators are cut from its text.
    start, end
        Span of the sentence.
    before
        What the last figure of the sentence before measured, in the same paragraph.
    heading
        What governs the sentence when it does not say itself what is measured.
    output
        Whether the paragraph lists what was produced: 棉纱产量…，纸…，糖….

    Attributes
    ----------
    carried
        Of each quantity read, whether its name is that of the one before.
    """

    def __init__(
        self,
        clauses: Clauses,
        start: int,
        end: int,
        quantities: Sequence[Quantity],
        before: str,
        heading: str,
        output: bool,
    ) -> None:
        self._clauses = clauses
        self._form, self._text = clauses.form, clauses.text
        self._start, self._end = start, end
        self._quantities = quantities
        self._heading = before or heading
        self._last = self._first = self._whole = self._stem = self._next_stem = ""
        self._respective: deque[str] = deque()
        self._group: list[str] = []
        self._is_carried = False
        self.carried: list[bool] = []
        self.output = output

    def read(self, measures: Sequence[Measure]) -> list[str]:
        """One indicator for each quantity, in the same order."""
        return [self._indicator(i, measure) for i, measure in enumerate(measures)]

    def _indicator(self, index: int, measure: Measure) -> str:
        stop = self._quantities[index].outer_start
        self._is_carried, self._next_stem = False, ""
        floor = self._quantities[index - 1].outer_end if index else self._start
        begin = self._clauses.beginning(floor, stop)
        if not self._respective or self._clauses.cleaned(floor, stop):
            names = self._coordinated(index, begin)
            if not names and len(self._group) == self._joined(index) > 1:
                # 城镇和农村收入分别为…，增长8%和9%
                names = [] if self._clauses.cleaned(floor, stop) else self._group
            self._group = names or self._group
            self._respective = deque(names)
        name = self._respective.popleft() if self._respective else ""
        name = _trimmed(name or self._named(index, floor, begin, measure))
        self.carried.append(self._is_carried)
        self._last = name or self._last
        self._stem = self._next_stem
        self._first = self._first or name
        lists_output = self.output and not words.NO_GOODS.search(name)
        self.output = lists_output or name.endswith(words.OUTPUT)
        return name

    def _named(self, index: int, floor: int, begin: int, measure: Measure) -> str:
        quantity = self._quantities[index]
        stop = quantity.outer_start
        clause = self._text[begin:stop]
        if measure is Measure.SHARE:
            share = words.SHARE_OF.search(clause)
            if share:
                return self._share(index, begin, share)
        if quantity.unit in words.TERMS and quantity.qualifier.endswith("内"):
            action = self._within(index, floor, begin)
            if action:
                return f"{action}的期限"
        if quantity.unit in words.TERMS:
            extended = words.EXTENDED.search(self._form, begin, stop)
            if extended:
                name = self._extended(extended["change"], floor, begin, extended.start())
                return legal_names.extension(name, self._last or self._heading)
        subject, object_ = self._parts(index, floor, begin)
        if self._object(index).startswith("罚款"):
            relative = quantity.base_unit in ("倍", "%")
            return legal_names.fine(
                self._text[self._start : self._first_of_run(index)], relative=relative
            )
        aged = legal_names.age(quantity.unit, subject, object_)
        if aged:
            return aged
        if subject and (object_ or not words.is_verbs_only(subject)):
            name = subject if object_ in subject else subject + object_
            if not object_:
                name = self._as_listed(name, index, begin)
            name = self._with_parallel(name)
            return self._completed(name, floor, begin, is_item=not object_)
        if object_:
            return self._completed(object_, floor, begin)
        earlier = self._clauses.earlier(floor, stop)
        self._is_carried = not earlier and not subject
        return (earlier or self._last or self._heading) + subject

    def _within(self, index: int, floor: int, begin: int) -> str:
        """What is to be done within a term; 审结 alone is said of what stands before."""
        quantity, until = self._quantities[index], self._stop_of(index)
        match = words.ACTION.match(self._text, quantity.outer_end, until)
        action = self._action(match, until) if match else ""
        if match is None or action.startswith("的"):
            return ""  # 五年以内的人员: a case, nothing to be done.
        before = self._text[begin : quantity.outer_start]
        runs_from = words.RUNS_FROM.search(before)
        stop = begin + (runs_from.start() if runs_from else len(before))
        subject = words.FROM_WHEN.sub(r"\g<event>后", self._clauses.cleaned(begin, stop))
        subject = words.SHALL_IN.sub("", subject)
        if subject and (self._leads_on(index) or (index and self._leads_on(index - 1))):
            return self._to_do(subject, index)
        if len(action) > words.SHORT_ACTION:
            return "" if self._leads_on(index) else action
        if match.end() == until < self._end:
            return ""  # 五年内实施|两次以上: that is said of the next number.
        if index and self._is_term(index - 1):
            # 三日内报告，五日内|审结: what was to be done within the term before is not it.
            done = words.ACTION.match(self._text, floor, begin)
            floor = done.end() if done else floor
        return f"{subject or self._clauses.earlier(floor, begin)}{action}"

    def _action(self, match: re.Match[str], until: int) -> str:
        """What is to be done; of a clause too long to be a name its beginning and its end."""
        if match["whole"]:
            return match["whole"].removesuffix("的")
        start = match.start("part")
        clause = words.LONG_ACTION.match(self._text, start, until)
        if clause is None or clause.end() == match.end():
            return match["part"].removesuffix("的")
        last = words.LAST_JOINT.split(clause.group())[-1]
        ending = last if last and len(last) <= words.LONGEST_ENDING else clause.group()[-6:]
        return f"{clause.group()[: words.LONGEST_BEGINNING]}…{ending}"

    def _is_term(self, index: int) -> bool:
        quantity = self._quantities[index]
        return quantity.unit in words.TERMS and quantity.qualifier.endswith("内")

    def _leads_on(self, index: int) -> bool:
        """Whether what follows a term leads to another one: 甲三年内，|乙|两年内."""
        if index + 1 == len(self._quantities) or not self._is_term(index):
            return False
        between = self._text[self._quantities[index].outer_end : self._stop_of(index)]
        return self._is_term(index + 1) and bool(words.NEXT_TERM.fullmatch(between))

    def _to_do(self, subject: str, index: int) -> str:
        """One of several terms for the same thing to be done, which is named after the last."""
        while self._leads_on(index):
            index += 1
        match = words.ACTION.match(
            self._text, self._quantities[index].outer_end, self._stop_of(index)
        )
        action = self._action(match, self._stop_of(index)) if match else ""
        told = f"{subject}{action}"
        return told if len(told) <= _LONGEST - len("的期限") else subject

    def _extended(self, change: str, floor: int, begin: int, stop: int) -> str:
        """可以延长三个月: the extension of what is named before."""
        subject = self._clauses.cleaned(begin, stop) or self._clauses.earlier(floor, begin)
        return f"{subject}{change}的期限"

    def _parts(self, index: int, floor: int, begin: int) -> tuple[str, str]:
        """What stands before a quantity and what it counts."""
        quantity = self._quantities[index]
        clause = self._text[begin : quantity.outer_start]
        attributive = not words.PREDICATE.search(clause)
        object_ = self._object(index) if attributive or quantity.base_unit in words.THINGS else ""
        joined = (index > 0 and begin == floor) or clause.endswith("、")
        if joined and (object_ or index) and words.JOINT.search(clause):
            return "", object_
        if object_ and words.PAST_LIST.search(clause):
            return "", object_  # 北京、天津、西安等11个|城市
        subject = self._clauses.cleaned(begin, quantity.outer_start)
        return (subject.rpartition("、")[2] if object_ else subject), object_

    def _share(self, index: int, begin: int, share: re.Match[str]) -> str:
        """Which part of which whole."""
        part = self._clauses.cleaned(begin, begin + share.start())
        if not part or words.is_verbs_only(part):
            part = self._object(index) or self._last
        whole = share["whole"].removesuffix("的") or self._whole or self._first
        self._whole = whole
        return f"{part}占{whole}的比重" if whole and whole != part else f"{part}占比"

    def _completed(self, name: str, floor: int, begin: int, *, is_item: bool = False) -> str:
        """A name that says little by itself after what the clause before is about."""
        is_weak = bool(words.WEAK.fullmatch(name))
        if len(name) > 2 and not is_weak:
            return name
        earlier = self._clauses.earlier(floor, begin)
        if is_item and not is_weak:
            return earlier + name
        before = earlier or words.CASUALTIES.sub("", self._stem or self._last) or self._heading
        self._next_stem = before
        return before if name in before else before + name

    def _as_listed(self, name: str, index: int, begin: int) -> str:
        """A member of a list with what its first member says of all."""
        quantity = self._quantities[index]
        clause = self._text[begin : quantity.outer_start]
        if clause.strip(" \u3000、和与及") != name:
            return name
        is_output = self.output and quantity.base_unit in words.OUTPUT_UNITS and len(name) <= 6
        if is_output and not words.NO_OUTPUT.search(name):
            return name + words.OUTPUT
        follows = index and self._form.startswith(
            _LIST_MARKS, self._quantities[index - 1].outer_end
        )
        action = words.SHARED_ACTION.match(self._last) if follows else None
        return action.group() + name if action and not words.SHARED_ACTION.match(name) else name

    def _first_of_run(self, index: int) -> int:
        """Where the first of quantities side by side begins: 一万元以上|十万元以下."""
        while (
            index and self._quantities[index - 1].outer_end == self._quantities[index].outer_start
        ):
            index -= 1
        return self._quantities[index].outer_start

    def _stop_of(self, index: int) -> int:
        """How far the words after a quantity may reach."""
        after = index + 1
        return self._quantities[after].outer_start if after < len(self._quantities) else self._end

    def _object(self, index: int) -> str:
        """The noun that follows: 300多个|城市, 19公里|城市道路."""
        following = index + 1
        if following < len(self._quantities):
            quantity = self._quantities[following]
            if quantity.outer_start == self._quantities[index].outer_end:
                index = following  # 三千元以上一万元以下的|罚款
        end, stop = self._quantities[index].outer_end, self._stop_of(index)
        match = words.OBJECT.match(self._text, end, stop)
        if match is None or words.NO_OBJECT.match(self._text, end, stop):
            return ""
        noun = words.TIME_ITSELF.sub("", match["noun"])
        aside = words.ASIDE.match(self._text, match.end(), stop)
        if aside:  # 县（市、区）实施…
            rest = words.OBJECT.match(self._text, aside.end(), stop)
            noun += rest["noun"] if rest else ""
        cut = words.STOP.search(noun)
        noun = noun[: cut.start()] if cut and cut.start() > 1 else noun
        noun = noun.strip(" 的“”‘’了\u3000")
        return noun if stop == self._end else noun.rstrip("和与及等共有约近为在达已")

    def _coordinated(self, index: int, begin: int) -> list[str]:
        """甲 and 乙 of 甲和乙分别达到; empty when there is no 分别."""
        stop = self._quantities[index].outer_start
        clause = self._form[begin:stop]
        match = words.RESPECTIVELY.search(clause) or self._shared_verb(index, clause)
        if match is None:
            return []
        names = [
            self._clauses.cleaned(begin + piece.start(), begin + piece.end())
            for piece in words.ITEM.finditer(clause, 0, match.start())
        ]
        names = _completed_sides([name for name in names if name])
        if len(names) == 1 and "城乡" in names[0] and self._joined(index) == 2:
            names = [names[0].replace("城乡", side) for side in ("城镇", "农村")]
        return names if 1 < len(names) <= len(self._quantities) - index else []

    def _shared_verb(self, index: int, clause: str) -> re.Match[str] | None:
        """The verb of A和B增长8%和11%, where as many numbers follow as things are named."""
        joined = self._joined(index)
        if joined == 1 or len(words.COORDINATED.findall(clause)) + 1 != joined:
            return None
        return words.VERB.search(clause)

    def _joined(self, index: int) -> int:
        """How many quantities from here on are joined to one another, in the same unit."""
        joined = 1
        for following in range(index + 1, min(index + _MOST_JOINED, len(self._quantities))):
            first, second = self._quantities[following - 1 : following + 1]
            between = self._form[first.outer_end : second.outer_start]
            if between not in _LIST_MARKS or first.unit != second.unit:
                break
            joined += 1
        return joined

    def _with_parallel(self, subject: str) -> str:
        """农村 after 城镇人均居住面积 is 农村人均居住面积."""
        core = words.SIDE.sub("", self._last)
        if words.ONLY_SIDE.match(subject) and core and core != self._last:
            return subject + core
        return subject


def _completed_sides(names: list[str]) -> list[str]:
    """城镇和农村居民收入 are 城镇居民收入 and 农村居民收入."""
    core = words.SIDE_ALONE.sub("", names[-1]) if names else ""
    if not core or core == names[-1]:
        return names
    return [name + core if words.SIDE_ALONE.fullmatch(name) else name for name in names]


def _trimmed(name: str) -> str:
    """At most `_LONGEST` characters: the last ones, from the beginning of a word if it shows."""
    if len(name) <= _LONGEST:
        return name
    tail = name[-_LONGEST:]
    cut = re.search("[的、和与及“]", tail[: _LONGEST // 2])
    return tail[cut.end() :] if cut else tail
