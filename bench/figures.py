"""How long a lookup takes over a million figures, and what share of an ingest extraction is.

The figures are made up: 60 places × 90 subjects × 30 attributes over 71 years, each in a
sentence of its own or with others, 20 to a passage, 200 to a document; they go through the
real storage (library, Chroma, tantivy) but not through reading and extraction. The
queries are indicators as stored, shortened, in other words, with a year or a place, with
filters and sorted, misspelt, and such as find nothing.

The share of extraction is measured on real files: the processor time of `extract_figures`
alone against that of a whole `Assistant.sync()` of the same folder with all its processes.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
from measuring import in_fresh_process, percentile, print_table, resident_megabytes

WARM_UP = 20
A_DOCUMENT, A_PASSAGE, A_BATCH = 200, 20, 20_000

PLACES = [
    f"{first}{second}{ending}"
    for first, ending in (("清", "县"), ("平", "市"), ("安", "区"), ("永", "县"), ("新", "市"))
    for second in "河山川原江湖海阳陵泉源溪"
]
SUBJECTS = [
    "粮食",
    "棉花",
    "油料",
    "蔬菜",
    "水果",
    "生猪",
    "奶牛",
    "水产品",
    "原煤",
    "原油",
    "天然气",
    "钢材",
    "水泥",
    "化肥",
    "汽车",
    "发电机组",
    "小学",
    "中学",
    "大学",
    "幼儿园",
    "医院",
    "卫生院",
    "图书馆",
    "博物馆",
    "体育场",
    "公路",
    "铁路",
    "桥梁",
    "水库",
    "灌区",
    "林地",
    "草原",
    "党员",
    "党支部",
    "党委",
    "工会",
    "共青团",
    "妇联",
    "干部",
    "人才",
    "教师",
    "医生",
    "护士",
    "专家",
    "工程师",
    "技术工人",
    "农民工",
    "学生",
    "贫困户",
    "低保对象",
    "残疾人",
    "老年人",
    "儿童",
    "妇女",
    "居民",
    "农民",
    "职工",
    "个体工商户",
    "非公企业",
    "国有企业",
    "外资企业",
    "合作社",
    "家庭农场",
    "工业园区",
    "开发区",
    "商会",
    "协会",
    "社区",
    "行政村",
    "街道",
    "乡镇",
    "财政",
    "税收",
    "进出口",
    "社会消费品",
    "固定资产",
    "基础设施",
    "房地产",
    "旅游",
    "物流",
    "电子商务",
    "科技",
    "专利",
    "环境",
    "污水处理",
    "垃圾处理",
    "造林",
    "节能",
    "用电",
    "供水",
    "燃气",
]
ATTRIBUTES = [
    "总产量",
    "产量",
    "总数",
    "数量",
    "人数",
    "面积",
    "投资",
    "总投资",
    "投资额",
    "收入",
    "支出",
    "产值",
    "增加值",
    "增长率",
    "覆盖率",
    "普及率",
    "达标率",
    "合格率",
    "占比",
    "比重",
    "用量",
    "里程",
    "床位",
    "经费",
    "补助",
    "补贴",
    "培训人次",
    "受益人数",
    "项目数",
    "建设规模",
]
UNITS = {
    "产量": ("万吨", "吨", 10_000), "面积": ("万亩", "亩", 10_000), "投资": ("亿元", "元", 10**8),
    "收入": ("万元", "元", 10_000), "率": ("%", "%", 1), "比": ("%", "%", 1),
    "里程": ("公里", "公里", 1), "人次": ("人次", "人次", 1), "人数": ("名", "名", 1),
}  # fmt: skip


def made_document(number: int, chance: random.Random) -> Any:
    """A document of `A_DOCUMENT` figures with its passages, without vectors."""
    from pb_qa.figures import Figure, Measure, Period
    from pb_qa.models import Document, Passage
    from pb_qa.storage.rows import FileStamp, NewVersion

    place, year = chance.choice(PLACES), chance.randint(1950, 2020)
    identifier = f"{number:012x}"
    sentences: list[str] = []
    figures: list[Figure] = []
    passages: list[Passage] = []
    position = start = 0
    for nth in range(A_DOCUMENT):
        subject, attribute = chance.choice(SUBJECTS), chance.choice(ATTRIBUTES)
        unit, base, factor = next(
            (of for end, of in UNITS.items() if end in attribute), ("个", "个", 1)
        )
        tenths = chance.randint(1, 99_999)
        value = f"{tenths // 10}.{tenths % 10}" if unit != "个" else str(tenths)
        whole = (tenths * factor) / 10 if unit != "个" else tenths
        period = year - chance.randint(0, 3)
        before = f"{period}年全年{place}{subject}{attribute}为"
        sentence = f"{before}{value}{unit}，好于上年。"
        share = base == "%"
        figures.append(
            Figure(
                document_id=identifier,
                start=position,
                end=position + len(sentence),
                number_start=position + len(before),
                number_end=position + len(before) + len(value) + len(unit),
                value=value,
                unit=unit,
                base_value=f"{whole:.10g}" if whole < 10**9 else str(round(whole)),
                base_unit=base,
                measure=Measure.SHARE
                if share
                else chance.choice([Measure.LEVEL] * 4 + [Measure.CHANGE]),
                indicator=f"{subject}{attribute}",
                place=place,
                period=Period(f"{period}年", f"{period}-01-01", f"{period}-12-31"),
            )
        )
        sentences.append(sentence)
        position += len(sentence)
        if nth % A_PASSAGE == A_PASSAGE - 1:
            text = "".join(sentences)[start:position]
            passages.append(Passage(f"{identifier}-{nth}", identifier, start, position, text))
            start = position
    document = Document(
        id=identifier,
        version=1,
        source=f"{place}/{number:06d}.txt",
        title=f"{place}{year}年统计公报",
        place=place,
        content_hash=identifier,
        text="".join(sentences),
    )
    return NewVersion(
        document,
        tuple(passages),
        np.zeros((0, 0), np.float32),
        FileStamp(position, 1),
        tuple(figures),
    )


def build(folder: Path, count: int) -> dict[str, float]:
    """Write figures into a library and its indexes, as an ingest does after extraction."""
    from dataclasses import replace

    from pb_qa.embedding import load_embedder
    from pb_qa.ingest.extraction import EXTRACTION
    from pb_qa.storage.figure_index import FigureIndex, new_entries
    from pb_qa.storage.indexes import Indexes
    from pb_qa.storage.keyword_index import KeywordIndex, keyword_entry
    from pb_qa.storage.library import Library
    from pb_qa.storage.recovery import recover
    from pb_qa.storage.vector_index import VectorIndex

    embedder = load_embedder()
    library = Library(folder / "library.sqlite3")
    indexes = Indexes(
        VectorIndex(library, folder / "vectors", embedder.name),
        KeywordIndex(folder / "keywords"),
        FigureIndex(folder / "figures"),
    )
    indexes.vectors.open()
    recover(library, indexes)
    chance = random.Random(1)
    started = time.perf_counter()
    for first in range(0, count // A_DOCUMENT, A_BATCH // A_DOCUMENT):
        last = min(first + A_BATCH // A_DOCUMENT, count // A_DOCUMENT)
        batch = [made_document(number, chance) for number in range(first, last)]
        passages = [(p, new.document) for new in batch for p in new.passages]
        vectors = embedder.embed_passages([passage.text for passage, _ in passages])
        a_document = A_DOCUMENT // A_PASSAGE
        batch = [
            replace(new, vectors=vectors[nth * a_document : (nth + 1) * a_document])
            for nth, new in enumerate(batch)
        ]
        indexes.keywords.stage(keyword_entry(*pair) for pair in passages)
        keys = library.store(batch, embedder.name, EXTRACTION.format)
        indexes.figures.stage(new_entries(batch, keys))
        indexes.keywords.commit()
        indexes.figures.commit()
        indexes.vectors.upsert([passage.id for passage, _ in passages], vectors)
        library.flip([(new.document.id, 1) for new in batch])
    indexes.vectors.settle()
    seconds = time.perf_counter() - started
    held = indexes.figures.count()
    assert held == library.figures.count() == count // A_DOCUMENT * A_DOCUMENT
    for index in (indexes.vectors, indexes.keywords, indexes.figures):
        index.close()
    library.close()
    return {"figures": held, "seconds": seconds}


def queries(count: int) -> dict[str, list[dict[str, Any]]]:
    """``count`` lookups of each kind, as arguments of `Assistant.figures`."""
    from pb_qa.figures import FigureFilter, FigureOrder, Measure

    chance = random.Random(2)

    def pair() -> tuple[str, str]:
        return chance.choice(SUBJECTS), chance.choice(ATTRIBUTES)

    def misspelt(words: str) -> str:
        at = chance.randrange(len(words))
        return words[:at] + "某" + words[at + 1 :]

    orders = [order for order in FigureOrder if order is not FigureOrder.RELEVANCE]
    kinds: dict[str, Any] = {
        "indicator": lambda: {"query": "".join(pair())},
        "subject only": lambda: {"query": pair()[0]},
        "a question": lambda: {"query": "{}的{}是多少".format(*pair())},
        "with a year": lambda: {"query": f"{chance.randint(1950, 2020)}年{''.join(pair())}"},
        "with a place": lambda: {"query": chance.choice(PLACES) + "".join(pair())},
        "misspelt": lambda: {"query": misspelt("".join(pair()))},
        "filtered": lambda: {
            "query": "".join(pair()),
            "filter": FigureFilter(
                place=chance.choice(PLACES),
                period_from=str(chance.randint(1950, 1980)),
                period_to=str(chance.randint(1981, 2020)),
            ),
        },
        "one document": lambda: {
            "query": pair()[0], "filter": FigureFilter(document=f"{chance.randrange(1000):012x}")
        },
        "sorted": lambda: {
            "query": "".join(pair()),
            "order": chance.choice(orders),
            "descending": chance.random() < 0.5,
        },
        "tenth page": lambda: {"query": pair()[0], "offset": 450},
        "nothing found": lambda: {"query": "鲸鱼洄游" + chance.choice("甲乙丙丁戊己庚")},
        "empty, filtered": lambda: {
            "filter": FigureFilter(unit="亿元", measure=Measure.LEVEL),
            "offset": chance.randrange(900),
        },
        "empty, sorted": lambda: {"order": chance.choice(orders), "offset": chance.randrange(900)},
    }  # fmt: skip
    return {name: [make() for _ in range(count)] for name, make in kinds.items()}


def look_up(folder: Path, count: int) -> dict[str, Any]:
    """Time every lookup in a fresh process, after a few of each kind to warm up."""
    from pb_qa.assistant import Assistant
    from pb_qa.settings import Settings

    with Assistant(Settings(corpus_dir=folder / "none", data_dir_override=folder)) as assistant:
        assistant.warm_up()
        assistant.langchain_retriever.vector_index.wait()  # type: ignore[attr-defined]
        kinds = queries(count + WARM_UP)
        for arguments in (one for of in kinds.values() for one in of[:WARM_UP]):
            assistant.figures(**arguments)
        rows: list[dict[str, object]] = []
        everything: list[float] = []
        for name, of in kinds.items():
            times, totals = [], []
            for arguments in of[WARM_UP:]:
                started = time.perf_counter()
                page = assistant.figures(**arguments)
                times.append(1000 * (time.perf_counter() - started))
                totals.append(page.total)
            everything += times
            rows.append(
                {
                    "lookup": name,
                    "p50 ms": percentile(times, 50),
                    "p95 ms": percentile(times, 95),
                    "found, median": int(percentile(totals, 50)),
                }
            )
        rows.append(
            {
                "lookup": "all",
                "p50 ms": percentile(everything, 50),
                "p95 ms": percentile(everything, 95),
                "found, median": "",
            }
        )
        return {"rows": rows, "rss": resident_megabytes()}


def share_of_ingest(corpus: Path, work: Path) -> dict[str, object]:
    """Processor time of the extraction alone, against that of a whole sync."""
    from pb_qa.assistant import Assistant
    from pb_qa.settings import Settings
    from pb_qa.understanding.figures import extract_figures

    with Assistant(Settings(corpus_dir=corpus, data_dir_override=work / "share")) as assistant:
        assistant.warm_up()
        assistant.langchain_retriever.vector_index.wait()  # type: ignore[attr-defined]
        before, started = processor_seconds(), time.perf_counter()
        reports = list(assistant.sync())
        elapsed, whole = time.perf_counter() - started, processor_seconds() - before
        texts = [assistant.document(info.id) for info in assistant.list_documents()]
        before = processor_seconds()
        found = sum(len(extract_figures(document)) for document in texts)
        alone = processor_seconds() - before
    return {
        "files": len(reports),
        "characters": sum(len(document.text) for document in texts),
        "passages": sum(report.passages for report in reports),
        "figures": found,
        "sync, elapsed s": elapsed,
        "sync, processor s": whole,
        "extraction, processor s": alone,
        "extraction, % of the sync": 100 * alone / whole,
    }


def processor_seconds() -> float:
    """Processor time of this process and its children."""
    import psutil  # type: ignore[import-untyped]

    this = psutil.Process()
    return float(sum(sum(one.cpu_times()[:2]) for one in (this, *this.children(recursive=True))))


def main() -> None:
    """Build, look up, and measure the share; or be one of these processes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--lookups", type=int, default=40, help="of each kind")
    parser.add_argument("--corpus", type=Path, nargs="*", default=[], help="for the share")
    parser.add_argument("--keep", type=Path, help="folder for the library, used again if there")
    parser.add_argument("--step", choices=("build", "look up"), help=argparse.SUPPRESS)
    parser.add_argument("--work", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.step:
        call = build if arguments.step == "build" else look_up
        count = arguments.count if arguments.step == "build" else arguments.lookups
        print(json.dumps(call(arguments.work, count)))
        return
    with tempfile.TemporaryDirectory(prefix="pb-qa-bench-") as made:
        work = arguments.keep or Path(made)
        if arguments.count and not (work / "library.sqlite3").exists():
            given = ["--step", "build", "--work", str(work), "--count", str(arguments.count)]
            result = in_fresh_process(Path(__file__), given)
            size = sum(path.stat().st_size for path in work.rglob("*") if path.is_file())
            print_table("Writing figures", [{**result, "MB on disk": size / 1e6}])
        if arguments.count:
            given = ["--step", "look up", "--work", str(work), "--lookups", str(arguments.lookups)]
            result = in_fresh_process(Path(__file__), given)
            print_table(f"Lookup over {arguments.count:,} figures", result["rows"])
            print(f"resident: {result['rss']:.0f} MiB")
        for corpus in arguments.corpus:
            print_table(
                f"Extraction in an ingest of {corpus.name}", [share_of_ingest(corpus, Path(made))]
            )
            shutil.rmtree(Path(made) / "share")


if __name__ == "__main__":
    main()
