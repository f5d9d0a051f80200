"""Whether every text is decoded right, whatever its encoding: compared with golden text.

Four comparisons, over the folder given with ``--shared`` (``documents/`` and
``hostile/files/encoding/`` within it):

- *twins*: a page re-encoded into GBK and its original in UTF-8 give the same text;
- *as they are*: text files equal what a strict decoder, told the encoding, makes of them;
- *re-encoded*: each UTF-8 text file, written in nine encodings and read back, also with one
  stray byte put in the middle;
- *declared*: files collected for encoding detectors, against the encoding that they declare
  and that explains all their bytes; those that declare none are listed with what was found.
"""

from __future__ import annotations

import argparse
import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from measuring import print_table

from pb_qa.errors import GarbledTextError, ReadingError
from pb_qa.reading.encodings import decode
from pb_qa.reading.parsing import parse
from pb_qa.reading.raw_builder import with_plain_line_breaks

Row = dict[str, object]
ENCODINGS = (
    "utf-8", "utf-8-sig", "gb18030", "gbk", "big5hkscs", "utf-16", "utf-16-le", "utf-16-be",
    "utf-32",
)  # fmt: skip
DECLARED = re.compile(rb"(?:charset\s*=\s*|encoding\s*=\s*)[\"']?\s*([A-Za-z0-9_:.-]{2,30})")
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip


def main() -> None:
    """Compare everything and print the tables."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--shared", type=Path, required=True)
    shared = options.parse_args().shared
    documents = shared / "documents"
    rows = [twins(documents), *as_they_are(documents), *reencoded(documents / "gwr_txt")]
    print_table("Encodings: texts read as they should be", rows)
    listed = list(declared(shared / "hostile" / "files" / "encoding"))
    print_table("Encodings: files made for encoding detectors", listed)
    counts = {verdict: sum(row["verdict"] == verdict for row in listed) for verdict in
              dict.fromkeys(str(row["verdict"]) for row in listed)}  # fmt: skip
    print(counts)


def twins(documents: Path) -> Row:
    """Pages in GBK against the same pages in UTF-8."""
    wrong = []
    files = sorted((documents / "gov_html_gbk_derived").glob("*.html"))
    for path in files:
        golden = parse((documents / "gov_html" / path.name).read_bytes(), path.name)
        if parse(path.read_bytes(), path.name).text != golden.text:
            wrong.append(path.name)
    return row("twins", "gbk", len(files), wrong)


def as_they_are(documents: Path) -> Iterator[Row]:
    """Text files against a decoder that is told the encoding."""
    for folder, encoding in (("gwr_gbk", "gb18030"), ("gwr_txt", "utf-8-sig")):
        wrong = []
        files = sorted((documents / folder).glob("*.txt"))
        for path in files:
            data = path.read_bytes()
            golden = with_plain_line_breaks(data.decode(encoding))
            if parse(data, path.name).text != golden:
                wrong.append(path.name)
        yield row(folder, encoding, len(files), wrong)


def reencoded(folder: Path) -> Iterator[Row]:
    """Each text in many encodings, whole and with one stray byte."""
    texts = {path.name: path.read_text("utf-8-sig") for path in sorted(folder.glob("*.txt"))}
    for encoding in ENCODINGS:
        wrong: list[str] = []
        stray: list[str] = []
        done = 0
        for name, text in texts.items():
            golden = text.encode(encoding, "ignore").decode(encoding)
            data = golden.encode(encoding)
            done += 1
            if decode(data)[0] != golden:
                wrong.append(name)
            half = len(golden[: len(golden) // 2].encode(encoding))
            if not encoding.startswith("utf-16") and encoding != "utf-32":
                read = decode(data[:half] + b"\xff" + data[half:])[0]
                if read.replace("\ufffd", "") != golden or read.count("\ufffd") != 1:
                    stray.append(name)
        yield row("re-encoded", encoding, done, wrong)
        if not encoding.startswith("utf-16") and encoding != "utf-32":
            yield row("re-encoded, one stray byte", encoding, done, stray)


def row(group: str, encoding: str, files: int, wrong: list[str]) -> Row:
    """One line of the first table."""
    return {
        "group": group, "encoding": encoding, "files": files, "right": files - len(wrong),
        "wrong": " ".join(wrong) or "none",
    }  # fmt: skip


def declared(folder: Path) -> Iterator[Row]:
    """Each file of a collection: what it declares, what was found, whether the texts agree."""
    for path in sorted(folder.iterdir()):
        data = path.read_bytes()
        claim = _claim(data)
        golden = _decoded(data, claim)
        try:
            text, found = decode(data, claim if claim else "")
        except GarbledTextError:
            verdict = "refused"
            found = ""
        except ReadingError as error:
            verdict, found = str(error)[:20], ""
        else:
            if golden is None:
                verdict = "read, nothing to compare with"
            else:
                verdict = "same text" if text == golden else "other text"
        yield {"file": path.name, "declares": claim or "nothing", "found": found,
               "verdict": verdict}  # fmt: skip


def _claim(data: bytes) -> str:
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return encoding
    match = DECLARED.search(data[:4096])
    return match[1].decode("ascii").lower() if match else ""


def _decoded(data: bytes, claim: str) -> str | None:
    wider = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}.get(claim, claim)
    try:
        return data.decode(wider).removeprefix("\ufeff") if wider else None
    except (UnicodeDecodeError, LookupError):
        return None


if __name__ == "__main__":
    main()
