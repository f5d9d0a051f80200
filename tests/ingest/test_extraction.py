from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import desk as desk_script
import pytest
from desk import REPEATED, Desk
from small_library import counted_people

from pb_qa.figures import Figure
from pb_qa.ingest import extraction
from pb_qa.ingest.extraction import EXTRACTION, FigureExtraction, extract_again
from pb_qa.models import Document
from pb_qa.storage import doctor
from pb_qa.understanding.figures import FIGURES_FORMAT

ONE = "2011年固原市现有党员300人。\n2012年固原市现有群众50人。\n"
TWO = "2012年银川市现有党员400人。\n"


@pytest.fixture
def files(inbox: Path) -> tuple[Path, Path]:
    (inbox / "固原.txt").write_text(ONE)
    (inbox / "银川.txt").write_text(TWO)
    return inbox / "固原.txt", inbox / "银川.txt"


def test_a_verdict_counts_the_figures(desk: Desk, files: tuple[Path, Path]) -> None:
    assert {report.source: report.figures for report in desk.add(*files)} == {
        "固原.txt": 2,
        "银川.txt": 1,
    }
    assert sorted(desk.counted()) == ["300人", "400人", "50人"]
    assert desk.counted("2011年党员") == ["300人"]
    desk.consistent()


def test_removed_and_replaced_documents_take_their_figures_along(
    desk: Desk, files: tuple[Path, Path]
) -> None:
    first, second = desk.add(*files)
    by_source = {report.source: str(report.document_id) for report in (first, second)}
    files[1].write_text(TWO.replace("400", "450"))
    desk.add(files[1])
    assert desk.counted("党员") == ["300人", "450人"]
    list(desk.ingester.remove([by_source["固原.txt"]]))
    assert desk.counted() == ["450人"]
    desk.consistent()


def test_a_library_without_figures_gets_them_from_its_texts(
    tmp_path: Path, files: tuple[Path, Path]
) -> None:
    root = tmp_path / "desk"
    old = Desk(root, FigureExtraction(lambda _: (), ""))
    old.add(*files)
    assert old.counted() == []
    old.close()
    for file in files:
        file.unlink()
    (root / "corpus" / "固原.txt").unlink()
    new = Desk(root)
    assert new.extracted_again == 2 and "重建了数据索引" in new.recovered
    assert sorted(new.counted()) == ["300人", "400人", "50人"]
    new.consistent()
    new.close()
    again = Desk(root)
    assert (again.extracted_again, again.recovered) == (0, [])
    again.close()


def test_another_extraction_replaces_what_the_last_one_found(
    tmp_path: Path, files: tuple[Path, Path]
) -> None:
    root = tmp_path / "desk"
    old = Desk(root)
    old.add(*files)
    old.close()
    new = Desk(root, FigureExtraction(lambda document: counted_people(document)[:1], "first only"))
    assert sorted(new.counted()) == ["300人", "400人"]
    new.consistent()
    new.close()


def test_extracting_again_goes_page_by_page_and_says_how_far(
    desk: Desk, files: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.add(*files)
    monkeypatch.setattr(extraction, "_PAGE_CHARACTERS", 1)
    told: list[tuple[int, int]] = []
    assert extract_again(desk.library, lambda *far: told.append(far), REPEATED) == 2
    assert told == [(1, 2), (2, 2)]
    # What was not rebuilt yet is not trusted.
    assert "不一致" in "".join(desk.problems())


@pytest.mark.parametrize("when", ["before", "after"])
def test_extracting_again_can_be_killed(
    when: str, tmp_path: Path, files: tuple[Path, Path]
) -> None:
    root = tmp_path / "desk"
    old = Desk(root)
    old.add(*files)
    old.close()
    command = [sys.executable, desk_script.__file__, str(root), "extracting again", when]
    killed = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    new = Desk(root, REPEATED)
    assert new.extracted_again == (2 if when == "before" else 0)
    assert sorted(new.counted()) == ["300人", "400人", "50人"]
    assert "重建了数据索引" in new.recovered
    new.consistent()
    new.close()


def test_doctor_finds_and_mends_the_index_of_figures(desk: Desk, files: tuple[Path, Path]) -> None:
    desk.add(*files)
    (version,) = [
        (info.id, info.version) for info in desk.library.documents() if info.title == "银川"
    ]
    desk.figures.delete([version])
    assert "数据索引与资料库不一致：缺少 1 条数据" in "".join(desk.problems())
    report = doctor.repair(desk.corpus, desk.library, desk.indexes)
    assert report.healthy and report.repaired == ("用资料库重建了数据索引。",)
    assert (report.figures, report.figure_entries) == (3, 3)
    desk.consistent()
    with desk.library._engine.begin() as connection:
        connection.exec_driver_sql("UPDATE statements SET text = '改。'")
    assert "对不上" in "".join(desk.problems())


def test_the_shipped_extraction_names_its_format() -> None:
    assert EXTRACTION.format.startswith(f"{FIGURES_FORMAT}.")
    text = "2011年，全县粮食总产量为33.2万吨。"
    document = Document("d", 1, "甲.txt", "甲", text=text)
    (figure,) = EXTRACTION.extract(document)
    assert isinstance(figure, Figure) and (figure.value, figure.unit) == ("33.2", "万吨")
