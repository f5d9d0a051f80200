"""Whether real documents are read whole: characters and table rows against independent readers.

Every file of ``documents/`` within ``--shared`` goes through the child process. What the parser
took out of it, the text with every cut of the receipt undone, is compared with what a reader
that shares no code with ours finds: lxml's ``text_content`` for pages, the ``w:t`` elements or
the embedded page of Word files, pypdf for PDF, a decoder told the encoding for text.

- *kept*: the share of the other reader's characters (white space aside, counted with their
  number) that ours has, too;
- *added*: how many more ours has, as a share: numbers that Word shows but does not store,
  cell borders, what the other reader does not look at;
- *rows*: lines with a cell border, against rows of the source with two filled cells or more.
"""

from __future__ import annotations

import argparse
import email
import io
import re
import zipfile
from collections import Counter
from pathlib import Path

from lxml import etree, html
from measuring import print_table

from pb_qa.models import Document
from pb_qa.reading import DocumentReader
from pb_qa.reading.cleaning import restore
from pb_qa.settings import load_settings

Row = dict[str, object]
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SUFFIXES = (".txt", ".html", ".docx", ".pdf", ".doc", ".xls", ".xlsx", ".ofd")
NO_TEXT = ("script", "style", "noscript", "select", "iframe", "button", "svg")


def main() -> None:
    """Read every document and print one line each, then one for each folder."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--shared", type=Path, required=True)
    options.add_argument("--each", action="store_true", help="one line for every file")
    arguments = options.parse_args()
    folder = arguments.shared / "documents"
    files = sorted(path for path in folder.rglob("*") if path.suffix in SUFFIXES)
    rows: list[Row] = []
    with DocumentReader(load_settings()) as reader:
        for (path, source), outcome in reader.read_many(
            [(path, path.relative_to(folder).as_posix()) for path in files]
        ):
            rows.append(compared(path, source, outcome))
    if arguments.each:
        print_table("Documents, one by one", rows)
    else:
        poor = [row for row in rows if float(str(row["kept"])) < 0.99]
        if poor:
            print_table("Documents with less than 99% kept", poor)
    print_table("Documents by folder", summed(rows))


def compared(path: Path, source: str, outcome: object) -> Row:
    """One document against the other reader."""
    if not isinstance(outcome, Document):
        return {"file": source, "ours": 0, "theirs": 0, "kept": 0.0, "added": 0.0, "rows": 0,
                "rows of source": 0, "verdict": str(outcome)}  # fmt: skip
    raw = restore(outcome.text, outcome.receipt)
    other, table_rows = independent(path)
    ours, theirs = characters(raw), characters(other)
    total = sum(theirs.values()) or 1
    return {
        "file": source,
        "ours": sum(ours.values()),
        "theirs": sum(theirs.values()),
        "kept": round(sum((ours & theirs).values()) / total, 4),
        "added": round(sum((ours - theirs).values()) / total, 4),
        "rows": sum(" | " in line for line in outcome.text.split("\n")),
        "rows of source": table_rows,
        "verdict": "read" if outcome.text.strip() else "empty",
    }


def summed(rows: list[Row]) -> list[Row]:
    """One line for each folder."""
    folders: dict[str, list[Row]] = {}
    for row in rows:
        folders.setdefault(str(row["file"]).split("/")[0], []).append(row)
    return [
        {
            "folder": folder,
            "files": len(group),
            "read": sum(row["verdict"] == "read" for row in group),
            "ours": sum(int(str(row["ours"])) for row in group),
            "theirs": sum(int(str(row["theirs"])) for row in group),
            "least kept": min(float(str(row["kept"])) for row in group),
            "most added": max(float(str(row["added"])) for row in group),
            "rows": sum(int(str(row["rows"])) for row in group),
            "rows of source": sum(int(str(row["rows of source"])) for row in group),
        }
        for folder, group in folders.items()
    ]


def characters(text: str) -> Counter[str]:
    """How often each character but white space and cell borders occurs."""
    return Counter(re.sub(r"[\s|\u200b\ufeff\u00ad]", "", text))


def independent(path: Path) -> tuple[str, int]:
    """Return the text that the other reader finds, and the rows of its tables."""
    data = path.read_bytes()
    if path.suffix == ".html":
        return of_page(data)
    if path.suffix == ".docx":
        return of_word(data)
    if path.suffix == ".pdf":
        import pypdf

        return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages), 0
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding), 0
        except UnicodeDecodeError:
            continue
    return "", 0


def of_page(data: bytes) -> tuple[str, int]:
    """The text content of a page without what no reader sees."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    root = html.fromstring(
        re.sub(r"<\?xml[^>]*\?>", "", text).encode(), parser=html.HTMLParser(encoding="utf-8")
    )
    body = root.find(".//body")
    root = body if body is not None else root
    etree.strip_elements(root, *NO_TEXT, etree.Comment, with_tail=False)
    rows = sum(
        sum(bool(cell.text_content().strip()) for cell in row.iterchildren("td", "th")) > 1
        for table in root.iter("table")
        if table.find(".//table") is None
        for row in table.iter("tr")
    )
    return root.text_content(), rows


def of_word(data: bytes) -> tuple[str, int]:
    """The ``w:t`` elements of a Word file, or the pages embedded in it."""
    archive = zipfile.ZipFile(io.BytesIO(data))
    pages = [name for name in archive.namelist() if name.endswith((".mht", ".htm", ".html"))]
    if pages:
        message = email.message_from_bytes(archive.read(pages[0]))
        for part in message.walk():
            content = part.get_payload(decode=True)
            if part.get_content_type() == "text/html" and isinstance(content, bytes):
                return of_page(content)
        return of_page(archive.read(pages[0]))
    root = etree.fromstring(archive.read("word/document.xml"))
    text = "".join(element.text or "" for element in root.iter(f"{WORD}t"))
    rows = sum(
        sum(any((t.text or "").strip() for t in cell.iter(f"{WORD}t"))
            for cell in row.iterchildren(f"{WORD}tc")) > 1
        for row in root.iter(f"{WORD}tr")
    )  # fmt: skip
    return text, rows


if __name__ == "__main__":
    main()
