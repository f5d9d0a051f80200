"""Libraries that read numerals and quantities in Chinese text, each behind the same two calls.

Run as a script, in any environment, with the name of a reader: takes JSON on standard input,
gives JSON on standard output. Imports nothing but the standard library and what is measured.
"""

from __future__ import annotations

import contextlib
import difflib
import importlib
import json
import re
import signal
import sys
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from types import ModuleType
from typing import Any

# Where a number stands in a text, and its value or values (a range has two) in base units.
Found = tuple[int, int, list[str]]
LIMIT = 20
# What the libraries were seen to raise for texts they do not understand.
FAILURES = (ValueError, TypeError, KeyError, IndexError, ArithmeticError, AttributeError)
_PART = r"[0-9][0-9,]*(?:\.[0-9]+)?"
_NUMBER = re.compile(rf"{_PART}(?:[万亿]+{_PART})*[万亿]*")
_SENTENCE = re.compile(r"[^。；\n]*[。；\n]?")
_LARGE = {"万": 10**4, "亿": 10**8}


class _TooLong(BaseException):
    """No `Exception`: libraries that catch everything must not catch this."""


@dataclass(frozen=True, slots=True)
class Reader:
    """A library: how it finds numbers in a text, and reads one numeral, where it can.

    ``numeral`` raises, or gives nothing, for what it cannot read. ``call`` is what
    is timed: the library's own work, without putting its answers into one form.
    """

    find: Callable[[str], list[Found]]
    call: Callable[[str], object]
    numeral: Callable[[str], list[str]] | None = None


def _scaled(number: str) -> str:
    """3.5万 as 35000, 3亿5000万 as 350000000."""
    from decimal import Decimal

    total = Decimal(0)
    for digits, scale in re.findall(f"({_PART})([万亿]*)", number):
        value = Decimal(digits.replace(",", ""))
        for letter in scale:
            value *= _LARGE[letter]
        total += value
    return str(total)


def _sentences(find: Callable[[str], list[Found]]) -> Callable[[str], list[Found]]:
    """Sentence by sentence: an exception in one does not lose the others."""

    def whole(text: str) -> list[Found]:
        found: list[Found] = []
        for match in _SENTENCE.finditer(text):
            try:
                inside = find(match.group())
            except FAILURES:
                continue
            at = match.start()
            found += [(start + at, end + at, values) for start, end, values in inside]
        return found

    return whole


def _rewriting(rewrite: Callable[[str], str]) -> Callable[[str], list[Found]]:
    """Numbers of a text that a library rewrites in digits, back at their places."""

    def find(text: str) -> list[Found]:
        written = rewrite(text)
        places: list[tuple[int, int]] = []
        blocks = difflib.SequenceMatcher(None, text, written, autojunk=False).get_opcodes()
        for kind, start, end, begin, stop in blocks:
            for index in range(begin, stop):
                same = start + index - begin
                places.append((same, same + 1) if kind == "equal" else (start, end))
        return [
            (places[match.start()][0], places[match.end() - 1][1], [_scaled(match.group())])
            for match in _NUMBER.finditer(written)
        ]

    return _sentences(find)


def _ours() -> Reader:
    from pb_qa.understanding.figures.quantities import Quantity, find_quantities

    def values(quantity: Quantity) -> list[str]:
        upper = [quantity.base_value_to] if quantity.base_value_to else []
        return [*quantity.base_value.split(":"), *upper]

    def find(text: str) -> list[Found]:
        return [(q.start, q.end, values(q)) for q in find_quantities(text)]

    def numeral(text: str) -> list[str]:
        (quantity,) = find_quantities(text, bare=True)
        return values(quantity)

    return Reader(find, find_quantities, numeral)


def _cn2an() -> Reader:
    cn2an = importlib.import_module("cn2an")

    def numeral(text: str) -> list[str]:
        return [str(cn2an.cn2an(text, "smart"))]

    def rewrite(text: str) -> str:
        return str(cn2an.transform(text, "cn2an"))

    return Reader(_rewriting(rewrite), rewrite, numeral)


def _chinese2digits() -> Reader:
    library = importlib.import_module("chinese2digits")

    def find(text: str) -> list[Found]:
        read = library.takeNumberFromString(text)
        form, at, found = text.replace("两", "二"), 0, []
        for words, value in zip(read["CHNumberStringList"], read["digitsStringList"], strict=True):
            start = form.find(words, at)
            if start >= 0:
                at = start + len(words)
                found.append((start, at, [value]))
        return found

    def numeral(text: str) -> list[str]:
        return [str(value) for value in library.takeNumberFromString(text)["digitsStringList"]]

    return Reader(_sentences(find), _sentences(find), numeral)


def _wetext() -> Reader:
    module = importlib.import_module("itn.chinese.inverse_normalizer")
    normalizer = module.InverseNormalizer(enable_standalone_number=True, enable_0_to_9=True)

    def rewrite(text: str) -> str:
        return str(normalizer.normalize(text)) if text else ""

    return Reader(_rewriting(rewrite), rewrite)


def _recognizers(*, with_units: bool) -> Reader:
    numbers = importlib.import_module("recognizers_number")
    culture = numbers.Culture.Chinese
    number = numbers.NumberRecognizer(culture)
    models = [number.get_percentage_model()]
    if with_units:
        units = importlib.import_module("recognizers_number_with_unit")
        unit = units.NumberWithUnitRecognizer(culture)
        models += [
            unit.get_currency_model(),
            unit.get_dimension_model(),
            unit.get_age_model(),
            unit.get_temperature_model(),
        ]
    else:
        models += [number.get_number_model()]
    ordinals = number.get_ordinal_model()

    def find(text: str) -> list[Found]:
        taken = [(r.start, r.end + 1) for r in ordinals.parse(text)] if not with_units else []
        found: list[Found] = []
        for model in models:
            for result in model.parse(text):
                start, end = result.start, result.end + 1
                value = (result.resolution or {}).get("value")
                if value and all(end <= a or b <= start for a, b in taken):
                    taken.append((start, end))
                    found.append((start, end, [str(value).rstrip("%")]))
        return sorted(found)

    return Reader(find, find)


def _jionlp() -> Reader:
    sys.stdout = sys.stderr  # it greets on standard output
    jionlp = importlib.import_module("jionlp")
    sys.stdout = sys.__stdout__

    def find(text: str) -> list[Found]:
        found = []
        for money in jionlp.ner.extract_money(text):
            number = money["detail"]["num"]
            # 300多万元 is given as the interval from 3,000,000 to 4,000,000.
            number = number[0] if isinstance(number, list) else number
            found.append((*money["offset"], [number]))
        return found

    return Reader(find, find)


def _modules_with(name: str) -> list[ModuleType]:
    """The modules of figures that use a function by this name."""
    package = "pb_qa.understanding.figures."
    found = [
        module
        for path, module in sys.modules.items()
        if path.startswith(package) and name in vars(module) and not path.endswith(".amounts")
    ]
    if not found:
        raise LookupError(f"nothing uses {name}: nothing to swap")
    return found


def _swapped(read: Callable[[], Reader]) -> Callable[[], Reader]:
    """Our finder with a library's reading of Chinese numerals in the place of ours."""

    def build() -> Reader:
        from decimal import Decimal

        from pb_qa.understanding.figures.amounts import Amount

        library = read()

        def read_chinese(numeral: str) -> Amount | None:
            trailing = re.search("[万亿]+$", numeral)
            scale = trailing.group() if trailing else ""
            if scale == numeral:
                return None
            try:
                value = _numeral(library, numeral)[0]
                return Amount(Decimal(value) / Amount(Decimal(0), scale).factor, scale)
            except FAILURES:
                return None

        ours = _ours()
        for module in _modules_with("read_chinese"):
            vars(module)["read_chinese"] = read_chinese
        return ours

    return build


def _numbers_of_recognizers() -> Reader:
    return _recognizers(with_units=False)


READERS: dict[str, Callable[[], Reader]] = {
    "pb_qa": _ours,
    "cn2an": _cn2an,
    "chinese2digits": _chinese2digits,
    "WeTextProcessing": _wetext,
    "Recognizers-Text, numbers": _numbers_of_recognizers,
    "Recognizers-Text, with units": lambda: _recognizers(with_units=True),
    "jionlp, money": _jionlp,
    "pb_qa with cn2an": _swapped(_cn2an),
    "pb_qa with chinese2digits": _swapped(_chinese2digits),
    "pb_qa with WeTextProcessing": _swapped(_wetext),
    "pb_qa with Recognizers-Text": _swapped(_numbers_of_recognizers),
}


def _numeral(reader: Reader, text: str) -> list[str]:
    """One numeral alone, by whichever of the two calls reads it."""
    if reader.numeral:
        with contextlib.suppress(*FAILURES):
            values = reader.numeral(text)
            if values:
                return values
    return [value for _, _, values in _found(reader, text) for value in values]


def _found(reader: Reader, text: str) -> list[Found]:
    try:
        return reader.find(text)
    except FAILURES:
        return []


def _timed(reader: Reader, text: str) -> float:
    """Seconds for a text; somewhat over `LIMIT` when it takes longer than that."""

    def stop(*_: object) -> None:
        raise _TooLong

    signal.signal(signal.SIGALRM, stop)
    signal.alarm(LIMIT)
    began = time.perf_counter()
    with contextlib.suppress(_TooLong, RecursionError, *FAILURES):
        reader.call(text)
    signal.alarm(0)
    return time.perf_counter() - began


def written(count: int, seed: int) -> list[list[str]]:
    """Numerals as two libraries write them, each with its writer's name and its number."""
    import random

    cn2an = importlib.import_module("cn2an")
    normalizer = importlib.import_module("tn.chinese.normalizer").Normalizer()
    draw = random.Random(seed)
    rows = []
    for _ in range(count):
        # Half of them round, as many figures are: 1,203,000,000.
        number = int(10 ** draw.uniform(0, 12.5))
        number -= number % 10 ** draw.choice((0, 0, 0, 2, 3, 4))
        rows.append(["cn2an", cn2an.an2cn(number), str(number)])
        words = normalizer.normalize(f"{number}人")[:-1]
        # It spells some out like telephone numbers, and goes wrong above 一万亿.
        if "幺" not in words and number < 10**12:
            rows.append(["WeTextProcessing", words, str(number)])
    return [row for row in rows if row[2] != "0"]


def main() -> None:
    """Answer one request: what a reader makes of strings and of texts, and how long it takes."""
    warnings.simplefilter("ignore")
    request: dict[str, Any] = json.load(sys.stdin)
    try:
        if sys.argv[1] == "write":
            print(json.dumps({"rows": written(request["count"], request["seed"])}))
            return
        reader = READERS[sys.argv[1]]()
    except ImportError as error:
        print(json.dumps({"missing": str(error)}))
        return
    _found(reader, "党员3.5万名，百分之十点八。")  # loads what it loads when first used
    answer = {
        "texts": [_found(reader, text) for text in request["texts"]],
        "seconds": sum(_timed(reader, text) for text in request["texts"]),
        "alone": [[v for _, _, vs in _found(reader, s) for v in vs] for s in request["alone"]],
        "numerals": [_numeral(reader, text) for text in request["numerals"]],
        "hostile": [_timed(reader, text) for text in request["hostile"]],
    }
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
