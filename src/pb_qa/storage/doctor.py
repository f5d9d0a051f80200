"""Compare the corpus folder, the library and its indexes, and mend the indexes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from pb_qa.models import DoctorReport
from pb_qa.storage.comparison import (
    Difference,
    figure_difference,
    keyword_difference,
    vector_difference,
)
from pb_qa.storage.corpus import Corpus
from pb_qa.storage.indexes import Indexes
from pb_qa.storage.library import Library
from pb_qa.storage.recovery import (
    figure_index_agrees,
    finish_pending,
    keyword_index_agrees,
    purge_dead,
    rebuild_figures,
    rebuild_keywords,
)
from pb_qa.storage.rows import FileStamp
from pb_qa.storage.vector_index import VectorState

# Of each kind of difference so many files are named.
_NAMED = 5
_MEND = "运行 pb-qa doctor --repair 可以修好，不必重新计算向量。"


def examine(corpus_dir: Path, library: Library, indexes: Indexes) -> DoctorReport:
    """Say in Chinese what differs; nothing is changed."""
    indexes.vectors.wait()
    problems = [
        *_file_problems(library, Corpus(corpus_dir).stamps()),
        *library.damage(),
        *_index_problems(library, indexes),
    ]
    return DoctorReport(
        documents=len(library.documents()),
        passages=library.count_passages(),
        vectors=indexes.vectors.count(),
        keyword_entries=indexes.keywords.count(),
        figures=library.figures.count(),
        figure_entries=indexes.figures.count(),
        problems=tuple(problems),
        repaired=tuple(_mended_at_start(indexes)),
    )


def repair(corpus_dir: Path, library: Library, indexes: Indexes) -> DoctorReport:
    """Finish what was left half done and rebuild what is wrong, without embedding anything.

    What only `sync` can mend, differences with the corpus folder, stays a problem.
    """
    indexes.vectors.wait()
    repaired: list[str] = []
    finished = finish_pending(library, indexes)
    if finished:
        repaired.append(f"完成了 {finished} 份上次中断的入库。")
    purged = purge_dead(library, indexes)
    if purged:
        repaired.append(f"从索引中清除了 {purged} 项已失效的内容。")
    if _keyword_problems(library, indexes):
        if not indexes.keywords.is_intact():
            indexes.keywords.start_afresh()
        rebuild_keywords(library, indexes)
        repaired.append("用资料库重建了关键词索引。")
    if _figure_problems(library, indexes):
        if not indexes.figures.is_intact():
            indexes.figures.start_afresh()
        rebuild_figures(library, indexes)
        repaired.append("用资料库重建了数据索引。")
    if _vector_problems(library, indexes):
        indexes.vectors.rebuild()
        repaired.append("用资料库里的向量重建了向量索引，没有重新计算向量。")
    indexes.settle()
    report = examine(corpus_dir, library, indexes)
    return replace(report, repaired=(*repaired, *report.repaired))


def _mended_at_start(indexes: Indexes) -> list[str]:
    """What was found wrong with the indexes when they were opened, and is right again."""
    mended = [
        f"启动时发现{name}的文件损坏、缺失或被换成了旧的，已用资料库重建。"
        for name, index in (("关键词索引", indexes.keywords), ("数据索引", indexes.figures))
        if index.found_damaged
    ]
    why = indexes.vectors.distrusted
    if why and indexes.vectors.state is VectorState.READY:
        mended.append(f"启动时向量索引不可信（{why}），已用资料库里的向量重建。")
    return mended


def _index_problems(library: Library, indexes: Indexes) -> list[str]:
    problems: list[str] = []
    passages = library.count_passages()
    pending = library.pending()
    if pending:
        problems.append(f"有 {len(pending)} 份文档上次入库时中断，还没有生效。")
    dead = library.dead_passages()
    if dead:
        problems.append(f"索引里还有 {len(dead)} 个已失效的段落（它们不会出现在回答里）。")
    if library.figures.dead():
        problems.append("索引里还有已失效的数据（查找数据时不会出现）。")
    vectors = library.count_vectors(indexes.vectors.model)
    if vectors != passages:
        problems.append(
            f"有 {passages - vectors} 个段落还没有正在使用的模型的向量，只能按关键词检索。"
        )
    damaged = library.figures.damage()
    if damaged:
        problems.append(f"有 {damaged} 句列出数据的原文与文档对不上。请重新同步这些文档。")
    return [
        *problems,
        *_keyword_problems(library, indexes),
        *_figure_problems(library, indexes),
        *_vector_problems(library, indexes),
    ]


def _keyword_problems(library: Library, indexes: Indexes) -> list[str]:
    if not indexes.keywords.is_intact():
        return [_changed("关键词索引")]
    difference = keyword_difference(library, indexes)
    if difference:
        return [f"关键词索引与资料库不一致：{_counted(difference, '个段落')}。{_MEND}"]
    return [] if keyword_index_agrees(library, indexes) else [f"关键词索引的格式已旧。{_MEND}"]


def _figure_problems(library: Library, indexes: Indexes) -> list[str]:
    if not indexes.figures.is_intact():
        return [_changed("数据索引")]
    difference = figure_difference(library, indexes)
    if difference:
        return [f"数据索引与资料库不一致：{_counted(difference, '条数据')}。{_MEND}"]
    return [] if figure_index_agrees(library, indexes) else [f"数据索引的格式已旧。{_MEND}"]


def _vector_problems(library: Library, indexes: Indexes) -> list[str]:
    if indexes.vectors.state is not VectorState.READY:
        return [f"向量索引没有在工作，检索改用资料库里的向量。{indexes.vectors.reason}"]
    if not indexes.vectors.is_intact():
        return [_changed("向量索引")]
    difference, lost = vector_difference(library, indexes)
    problems = []
    if difference:
        problems.append(f"向量索引与资料库不一致：{_counted(difference, '个向量')}。{_MEND}")
    if lost:
        problems.append(f"抽查的段落中有 {lost} 个用自己的向量找不到自己。{_MEND}")
    return problems


def _changed(index: str) -> str:
    return f"{index}的文件损坏、缺失或被别的程序改动过。{_MEND}"


def _counted(difference: Difference, what: str) -> str:
    parts = []
    if difference.missing:
        parts.append(f"缺少 {difference.missing} {what}")
    if difference.surplus:
        parts.append(f"多出 {difference.surplus} {what}")
    return "，".join(parts)


def _file_problems(library: Library, originals: Mapping[str, FileStamp]) -> list[str]:
    known = library.originals()
    missing = sorted(source for source in known if source not in originals)
    changed = sorted(
        source
        for source, original in known.items()
        if source in originals and originals[source] != original.stamp
    )
    unknown = sorted(source for source in originals if source not in known)
    kinds = (
        (missing, "份文档的原件已不在语料文件夹里"),
        (changed, "个文件在入库之后有改动"),
        (unknown, "个文件在语料文件夹里而不在资料库中（未入库、被拒收或与别的文件重复）"),
    )
    return [
        f"{len(sources)} {what}：{'、'.join(sources[:_NAMED])}"
        f"{'等' if len(sources) > _NAMED else ''}。运行同步（sync）可查看并处理。"
        for sources, what in kinds
        if sources
    ]
