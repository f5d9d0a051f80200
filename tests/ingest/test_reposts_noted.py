"""Reposts are told when they come in, and followed when documents leave or change."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "understanding"))

import sqlalchemy as sa
from desk import Desk
from test_reposts import ARTICLE, FOOTER, HEADER

from pb_qa.ingest.reposts import note_reposts_again
from pb_qa.models import FileStatus
from pb_qa.storage.schema import repost_pairs, sampled_shingles, shingle_samples

TITLE = "清河县推进基层党建\n2019年5月6日\n"
OTHER = "\n".join(
    f"{place}的{thing}今年已经修好，附近群众出行和灌溉都方便了，{who}每天到现场查看进度并登记。"
    for place, thing, who in zip(
        ("河东", "柳林", "石桥", "杨家湾", "北坡", "高台", "南关", "龙泉", "双井", "西岭"),
        ("水渠", "公路", "学校", "卫生院", "桥梁", "泵站", "广场", "敬老院", "大棚", "粮库"),
        ("工程师", "村主任", "老党员", "志愿者", "会计", "班长", "组长", "司机", "教师", "医生"),
        strict=True,
    )
)


def write(folder: Path, **texts: str) -> list[Path]:
    paths = []
    for name, text in texts.items():
        paths.append(folder / f"{name}.txt")
        paths[-1].write_text(text, "utf-8")
    return paths


def rows(desk: Desk) -> tuple[int, int, int]:
    with desk.library.transaction() as connection:
        first, second, third = (
            connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for table in (shingle_samples, sampled_shingles, repost_pairs)
        )
    return first, second, third


def clusters(desk: Desk) -> set[tuple[str, ...]]:
    made = desk.library.reposts.clusters()
    titles = {info.id: info.source for info in desk.library.documents()}
    return {
        (titles[leader], *(info.source for info in members))
        for leader, members in made.members.items()
    }


def test_a_repost_is_told_with_its_share_and_the_document_it_repeats(
    desk: Desk, inbox: Path
) -> None:
    first, second, other = write(
        inbox, 原文=TITLE + ARTICLE, 转载=HEADER + TITLE + ARTICLE + FOOTER, 别的=OTHER
    )
    (original,) = desk.add(first)
    assert original.repost_of is None and original.reason == ""
    repost, alone = sorted(desk.add(second, other), key=lambda one: one.path, reverse=True)
    assert repost.status is FileStatus.ADDED
    assert repost.repost_of == original.document_id
    assert repost.reason.startswith("是《") and "的转载（相同 100 %）" in repost.reason
    assert alone.repost_of is None
    assert clusters(desk) == {("原文.txt", "转载.txt")}
    assert [info.source for info in desk.library.reposts.of(repost.document_id or "")] == [
        "原文.txt",
        "转载.txt",
    ]
    assert desk.library.reposts.of(alone.document_id or "") == ()


def test_the_next_one_leads_when_the_leader_goes_and_nothing_of_it_stays(
    desk: Desk, inbox: Path
) -> None:
    paths = write(
        inbox,
        甲=TITLE + ARTICLE,
        乙=TITLE + ARTICLE + FOOTER,
        丙=HEADER + TITLE + ARTICLE + FOOTER,
    )
    for path in paths:
        desk.add(path)
    (cluster,) = clusters(desk)
    assert set(cluster) == {"甲.txt", "乙.txt", "丙.txt"}
    leader = desk.library.find_by_source(cluster[0])
    assert leader is not None
    list(desk.ingester.remove([leader.id]))
    assert clusters(desk) == {cluster[1:]}
    for info in desk.library.documents():
        list(desk.ingester.remove([info.id]))
    assert clusters(desk) == set() and rows(desk) == (0, 0, 0)


def test_a_changed_document_leaves_its_cluster(desk: Desk, inbox: Path) -> None:
    first, second = write(inbox, 甲=TITLE + ARTICLE, 乙=TITLE + ARTICLE + FOOTER)
    desk.add(first, second)
    assert len(clusters(desk)) == 1
    second.write_text(OTHER, "utf-8")
    (changed,) = desk.add(second)
    assert (changed.status, changed.repost_of) == (FileStatus.REPLACED, None)
    assert clusters(desk) == set() and rows(desk)[0] == 2


def test_the_order_in_which_they_come_makes_no_other_pairs(tmp_path: Path) -> None:
    texts = {
        "甲": TITLE + ARTICLE,
        "乙": HEADER + ARTICLE,
        "丙": OTHER + ARTICLE + OTHER,
        "丁": OTHER,
    }
    found = []
    for number, names in enumerate(("甲乙丙丁", "丁丙乙甲", "丙甲丁乙")):
        desk = Desk(tmp_path / str(number))
        inbox = tmp_path / f"inbox{number}"
        inbox.mkdir()
        for name in names:
            desk.add(*write(inbox, **{name: texts[name]}))
        found.append({frozenset(cluster) for cluster in clusters(desk)})
        desk.close()
    assert found[0] == found[1] == found[2] and found[0]


def test_a_library_without_samples_gets_them_once(desk: Desk, inbox: Path) -> None:
    desk.add(*write(inbox, 甲=TITLE + ARTICLE, 乙=TITLE + ARTICLE + FOOTER, 丙=OTHER))
    before = rows(desk), clusters(desk)
    with desk.library.transaction() as connection:
        for table in (shingle_samples, sampled_shingles, repost_pairs):
            connection.execute(sa.delete(table))
    assert clusters(desk) == set()
    told: list[tuple[int, int]] = []
    assert note_reposts_again(desk.library, lambda done, total: told.append((done, total))) == 3
    assert (rows(desk), clusters(desk)) == before and told == [(3, 3)]
    with desk.library.transaction() as connection:
        connection.execute(sa.update(shingle_samples).values(format="another"))
    assert note_reposts_again(desk.library, lambda *_: None) == 3
    assert (rows(desk), clusters(desk)) == before
    assert note_reposts_again(desk.library, lambda *_: None) == 0
