"""PDF files written by hand: a Chinese font without glyphs that says which characters it shows."""

from __future__ import annotations

PAGES = ["关于印发工作方案的通知\n各县人民政府：", "第一条 为规范资金使用，制定本办法。"]


def stream(content: bytes) -> bytes:
    return b"<</Length %d>>stream\n%s\nendstream" % (len(content), content)


def pdf(pages: list[str], private_use: bool = False) -> bytes:
    """Return a PDF that shows ``pages``; with ``private_use`` its font names no characters."""

    def shown(line: str) -> bytes:
        return line.encode("utf-16-be").hex().encode()

    first = b"<E000> <FFFF> <E000>" if private_use else b"<0000> <FFFF> <0000>"
    to_unicode = (
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        b"1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
        b"1 beginbfrange " + first + b" endbfrange\nendcmap end end"
    )
    count = len(pages)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>"
        % (count, b" ".join(b"%d 0 R" % (6 + 2 * i) for i in range(count))),
        b"<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/Identity-H"
        b"/DescendantFonts[4 0 R]/ToUnicode 5 0 R>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Song/DW 1000"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>>>",
        stream(to_unicode),
    ]
    for index, page in enumerate(pages):
        lines = b" ".join(b"<%s> Tj 0 -20 Td" % shown(line) for line in page.split("\n"))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents %d 0 R"
            b"/Resources<</Font<</F 3 0 R>>>>>>" % (7 + 2 * index)
        )
        objects.append(stream(b"BT /F 12 Tf 50 700 Td " + lines + b" ET"))
    body = b"%PDF-1.7\n"
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(body)
    body += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    body += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    trailer = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return body + trailer % (len(objects) + 1, start)
