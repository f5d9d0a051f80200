"""Results of commands as people read them; the rows are those that ``--json`` prints."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

Row = dict[str, Any]

# Words that follow the number they qualify; others go before it.
_AFTER: Final = frozenset(
    ("以上", "以下", "以内", "之内", "内", "左右", "上下", "多", "余", "来", "强")
)
_SIGNS: Final = {"removed": "[-{}-]", "added": "[+{}+]", "same": "{}"}
_LONGEST_SAME: Final = 60
_DIRECTIONS: Final = {"up": "增 ", "down": "减 "}


def answer_text(row: Row) -> str:
    """An answer with its sources; an abstention with what there is instead, or nearest."""
    # A running app of an older version sends no figures.
    figures = row.get("figures", [])
    if row["abstained"]:
        said = [row["answer"], *(f"  {line}" for line in _sentences(row))]
        nearest = [f"  {n['source']}：{n['text'][:120]}" for n in row["nearest"]]
        title = ["最接近的段落："] if nearest else []
        return "\n".join([*said, *_sources(row), *title, *nearest, *_model(row)])
    if figures:
        said = [*_result(row), *map(_answer_figure, figures), *row["notes"], "", *_sentences(row)]
    else:
        said = [row["answer"]]
    coverage = row["coverage"]
    share = (
        [f"已引用 {coverage['cited']} 条，共 {coverage['matched']} 条匹配。"]
        if coverage["cited"] < coverage["matched"]
        else []
    )
    return "\n".join([*said, *_sources(row), *share, *_model(row)])


def figure_text(row: Row) -> str:
    """A figure of the ledger with its sentence and where that stands."""
    number = f"{row['value']}—{row['value_to']}" if "value_to" in row else row["value"]
    before, after = ("", row["qualifier"]) if row["qualifier"] in _AFTER else (row["qualifier"], "")
    # 延长三个月 is the length of something, not a growth.
    lasts = row["indicator"].endswith("期限")
    change = "" if lasts else _DIRECTIONS.get(row["direction"], "")
    details = "  ".join(row[name] for name in ("period", "place") if row[name])
    where = f"{named(row['title'])}{row['source']} {row['start']}-{row['end']}"
    # A running app of an older version does not tell aims.
    aim = "（目标或预期）" if row.get("aim") else ""
    value = f"{change}{before}{number}{row['unit']}{after}{aim}"
    head = f"{row['indicator'] or '（指标不明）'}  {value}"
    return f"{head}  {details}\n    {row['quote']}\n    {where}"


def named(title: str) -> str:
    """A title in its marks, unless it has some of its own."""
    return f"{title} " if "《" in title else f"《{title}》"


def local_moment(written: str) -> str:
    """A moment of ISO 8601 on the clock of this machine: ``"2026-11-22 21:05:09"``."""
    return datetime.fromisoformat(written).astimezone().strftime("%Y-%m-%d %H:%M:%S")


def changes_text(rows: Iterable[Row]) -> str:
    """A comparison with its marks; long stretches that stayed the same keep their ends."""
    return "".join(
        _SIGNS[row["kind"]].format(_folded(row["text"]) if row["kind"] == "same" else row["text"])
        for row in rows
    )


def _folded(text: str) -> str:
    if len(text) <= _LONGEST_SAME:
        return text
    return f"{text[: _LONGEST_SAME // 2]}……{text[-(_LONGEST_SAME // 2) :]}"


def _result(row: Row) -> list[str]:
    return [f"{row['reckoned']}（计算得出）", f"  {row['working']}"] if row["reckoned"] else []


def _answer_figure(figure: Row) -> str:
    """``210个  2018年（原文：去年）  丙市  社区服务中心[2]``."""
    words = f"（原文：{figure['period_words']}）" if figure["period_words"] else ""
    period = f"{figure['period'] or '时期未写明'}{words}"
    parts = (f"{figure['text']}{figure['unit']}", period, figure["place"], figure["indicator"])
    return "  ".join(part for part in parts if part) + f"[{figure['number']}]"


def _model(row: Row) -> list[str]:
    """What a language model had to do with an answer: doubts, what was withheld, its name."""
    # A running app of an older version knows of none.
    withheld = row.get("withheld", [])
    lines = [
        f"请核对：{sentence['text']}（{'；'.join(sentence['doubts'])}）"
        for sentence in row["sentences"]
        if sentence.get("doubts")
    ]
    if withheld:
        lines.append(f"已隐去 {len(withheld)} 句：")
        lines += [f"  {one['reason']}：{one['text']}" for one in withheld]
    if row.get("mode") == "generative":
        usage = row["usage"]
        tokens = sum(usage.values()) if usage else 0
        spent = f"，用了 {tokens} 个词元" if usage else ""
        lines.append(f"由语言模型“{row['model']}”归纳，逐句与原文核对{spent}。")
    return ["", *lines] if lines else []


def _sentences(row: Row) -> list[str]:
    return [
        sentence["text"] + "".join(f"[{c['number']}]" for c in sentence["citations"])
        for sentence in row["sentences"]
    ]


def _sources(row: Row) -> list[str]:
    # A model's sentences may cite the same place.
    cited = {c["number"]: c for sentence in row["sentences"] for c in sentence["citations"]}
    sources = [
        f"  [{c['number']}] {named(c['title'])}{c['source']} {c['start']}-{c['end']}"
        for c in cited.values()
    ]
    return ["", *sources] if sources else []
