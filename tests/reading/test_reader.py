"""Files through the child process, and everything that may kill it."""

from __future__ import annotations

import hashlib
import logging
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import docx
import psutil
import pytest
from ole_files import ole_file

from pb_qa.errors import (
    DamagedFileError,
    EncryptedFileError,
    FileTooLargeError,
    NoTextError,
    ReadingError,
    ReadingLimitError,
    UnsupportedFormatError,
)
from pb_qa.models import Document
from pb_qa.reading import DocumentReader, document_id
from pb_qa.reading.cleaning import restore
from pb_qa.settings import Settings, load_settings

NOTICE = "关于进一步加强资金管理的通知\n\n第一条　各级财政部门应当于2024年12月31日前完成。\n"


def settings(**changes: object) -> Settings:
    return load_settings(**{"parse_seconds": 20.0, **changes})


@pytest.fixture(scope="module")
def reader() -> Iterator[DocumentReader]:
    with DocumentReader(settings()) as shared:
        yield shared


def child_pid(reader: DocumentReader) -> int:
    child = reader._child
    assert child is not None
    return child.pid


def slow_page(path: Path) -> Path:
    """Write a page whose 120,000 attributes keep libxml2 busy for many seconds."""
    attributes = " ".join(f"a{i}=1" for i in range(120_000))
    path.write_text(f"<html><p {attributes}>正文</p></html>", encoding="utf-8")
    return path


def text_file(folder: Path, name: str, text: str = NOTICE, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def test_a_text_file_becomes_a_document(reader: DocumentReader, tmp_path: Path) -> None:
    path = text_file(tmp_path, "通知.txt", encoding="gb18030")
    document = reader.read(path, "财政/通知.txt")
    assert (
        document.id
        == document_id("财政/通知.txt")
        == hashlib.sha256("财政/通知.txt".encode()).hexdigest()[:12]
    )
    assert (document.version, document.source) == (0, "财政/通知.txt")
    assert document.content_hash == hashlib.sha256(path.read_bytes()).hexdigest()
    assert document.title == "关于进一步加强资金管理的通知"
    assert "各级财政部门应当于2024年12月31日前完成。" in document.text
    assert restore(document.text, document.receipt) == NOTICE
    for section in document.sections:
        assert document.text[section.start : section.end].startswith(section.heading)


def test_many_files_come_back_in_order_each_with_its_outcome(
    reader: DocumentReader, tmp_path: Path
) -> None:
    word = docx.Document()
    word.add_heading("实施办法", 1)
    word.add_paragraph("第一条 为规范管理，制定本办法。")
    word.save(str(tmp_path / "办法.docx"))
    (tmp_path / "页.html").write_bytes("<h1>公告</h1><p>全文公布。</p>".encode("gbk"))
    (tmp_path / "密.xlsx").write_bytes(ole_file({"EncryptedPackage": bytes(80)}))
    (tmp_path / "空.pdf").write_bytes(b"")
    (tmp_path / "图.png").write_bytes(b"\x89PNG\r\n\x1a\n\0")
    (tmp_path / "夹").mkdir()
    text_file(tmp_path, "说明.md", "# 说明\n\n本文件**有效**。")
    wanted = {
        "办法.docx": "制定本办法。", "页.html": "公告\n全文公布。", "密.xlsx": EncryptedFileError,
        "空.pdf": NoTextError, "图.png": DamagedFileError, "夹": UnsupportedFormatError,
        "没有.txt": ReadingError, "说明.md": "本文件有效。",
    }  # fmt: skip
    items = [(tmp_path / name, name) for name in wanted]
    outcomes = list(reader.read_many(items))
    assert [item for item, _ in outcomes] == items
    for ((_, name), outcome), expected in zip(outcomes, wanted.values(), strict=True):
        if isinstance(expected, str):
            assert isinstance(outcome, Document), (name, outcome)
            assert expected in outcome.text
        else:
            assert type(outcome) is expected, (name, outcome)
            assert str(outcome).endswith("。")


def test_one_child_serves_many_files(reader: DocumentReader, tmp_path: Path) -> None:
    items = [(text_file(tmp_path, f"{i}.txt", f"{NOTICE}第{i}号"), f"{i}.txt") for i in range(50)]
    reader.read(*items[0])
    before = child_pid(reader)
    outcomes = [outcome for _, outcome in reader.read_many(items)]
    assert all(isinstance(o, Document) and f"第{i}号" in o.text for i, o in enumerate(outcomes))
    assert child_pid(reader) == before


def test_it_is_told_when_a_large_file_is_being_cleaned(
    reader: DocumentReader, tmp_path: Path
) -> None:
    lines = "".join(f"第{i}条 {NOTICE}\n" for i in range(20_000))
    items = [(text_file(tmp_path, "长.txt", lines), "长.txt"), (tmp_path / "没有.txt", "没有.txt")]
    told: list[str] = []
    met: list[object] = []
    for (_, name), outcome in reader.read_many(items, lambda item: told.append(item[1])):
        met.append((name, list(told), type(outcome)))
    assert met == [("长.txt", ["长.txt"], Document), ("没有.txt", ["长.txt"], ReadingError)]


def test_long_names_do_not_block_the_pipe(reader: DocumentReader, tmp_path: Path) -> None:
    folder = tmp_path
    for _ in range(8):
        folder = folder / ("目" * 60)
    folder.mkdir(parents=True)
    paths = [text_file(folder, f"{i}{'名' * 70}.txt") for i in range(40)]
    outcomes = list(reader.read_many((p, str(p.relative_to(tmp_path))) for p in paths))
    assert sum(isinstance(outcome, Document) for _, outcome in outcomes) == 40


def test_too_large_a_file_is_refused_before_it_is_parsed(tmp_path: Path) -> None:
    path = text_file(tmp_path, "大.txt", NOTICE * 100)
    with DocumentReader(settings(max_file_bytes=1000)) as small:
        with pytest.raises(FileTooLargeError, match="PB_QA_MAX_FILE_BYTES"):
            small.read(path, "大.txt")
        assert small.read(text_file(tmp_path, "小.txt"), "小.txt").text


def test_a_slow_file_is_stopped_and_the_next_is_read(tmp_path: Path) -> None:
    items = [(slow_page(tmp_path / "慢.html"), "慢.html"), (text_file(tmp_path, "a.txt"), "a.txt")]
    with DocumentReader(settings(parse_seconds=1.0)) as impatient:
        begun = time.monotonic()
        (_, slow), (_, quick) = impatient.read_many(items)
        assert time.monotonic() - begun < 15
    assert isinstance(slow, ReadingLimitError)
    assert "PB_QA_PARSE_SECONDS" in str(slow)
    assert isinstance(quick, Document)


@pytest.mark.skipif(os.name == "nt", reason="Windows 没有 RLIMIT_AS")
def test_a_file_that_needs_too_much_memory_is_stopped_and_the_next_is_read(tmp_path: Path) -> None:
    big = text_file(tmp_path, "大.txt", "甲乙丙丁戊己庚辛" * 4_000_000)
    with DocumentReader(settings(parse_megabytes=300)) as narrow:
        (_, stopped), (_, read) = narrow.read_many(
            [(big, "大.txt"), (text_file(tmp_path, "a.txt"), "a.txt")]
        )
    assert isinstance(stopped, ReadingLimitError | DamagedFileError)
    assert isinstance(read, Document)


def test_a_child_killed_while_parsing_costs_one_file(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    items = [(slow_page(tmp_path / "慢.html"), "慢.html")]
    items += [(text_file(tmp_path, f"{i}.txt"), f"{i}.txt") for i in range(5)]
    with DocumentReader(settings()) as victim, caplog.at_level(logging.WARNING):
        victim.read(*items[1])
        timer = threading.Timer(0.7, os.kill, (child_pid(victim), getattr(signal, "SIGKILL", 9)))
        timer.start()
        outcomes = [outcome for _, outcome in victim.read_many(items)]
        timer.join()
    assert isinstance(outcomes[0], DamagedFileError)
    assert "另存" in str(outcomes[0])
    assert all(isinstance(outcome, Document) for outcome in outcomes[1:])
    assert "慢.html" in caplog.text


def test_a_child_killed_while_idle_costs_nothing(tmp_path: Path) -> None:
    path = text_file(tmp_path, "a.txt")
    with DocumentReader(settings()) as victim:
        victim.read(path, "a.txt")
        psutil.Process(child_pid(victim)).kill()
        time.sleep(0.3)
        assert victim.read(path, "a.txt").text


def test_a_caller_that_stops_listening_leaves_no_stale_replies(tmp_path: Path) -> None:
    items = [(text_file(tmp_path, f"{i}.txt", f"{NOTICE}第{i}号"), f"{i}.txt") for i in range(20)]
    with DocumentReader(settings()) as abandoned:
        outcomes = abandoned.read_many(items)
        next(outcomes)
        outcomes.close()
        assert "第19号" in abandoned.read(*items[19]).text


def test_threads_take_turns(tmp_path: Path) -> None:
    items = [(text_file(tmp_path, f"{i}.txt", f"{NOTICE}第{i}号"), f"{i}.txt") for i in range(16)]
    texts: dict[str, str] = {}
    with DocumentReader(settings()) as shared:

        def work(item: tuple[Path, str]) -> None:
            texts[item[1]] = shared.read(*item).text

        threads = [threading.Thread(target=work, args=(item,)) for item in items]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert all(f"第{i}号" in texts[f"{i}.txt"] for i in range(16))


def test_closing_leaves_no_child_behind(tmp_path: Path) -> None:
    with DocumentReader(settings()) as temporary:
        temporary.read(text_file(tmp_path, "a.txt"), "a.txt")
        child = psutil.Process(child_pid(temporary))
    assert not child.is_running()


def test_secrets_of_the_environment_do_not_reach_the_child(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    with DocumentReader(settings()) as temporary:
        temporary.read(text_file(tmp_path, "a.txt"), "a.txt")
        assert "OPENAI_API_KEY" not in psutil.Process(child_pid(temporary)).environ()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="没有命名管道")
def test_a_named_pipe_is_refused_at_once(reader: DocumentReader, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.txt")
    with pytest.raises(UnsupportedFormatError, match="普通文件"):
        reader.read(tmp_path / "管道.txt", "管道.txt")


def test_a_child_started_ahead_reads_the_first_file_and_a_busy_reader_is_left_alone(
    tmp_path: Path,
) -> None:
    path = tmp_path / "通知.txt"
    path.write_text(NOTICE, encoding="utf-8")
    with DocumentReader(settings()) as reader:
        reader.start()
        pid = child_pid(reader)
        outcomes = reader.read_many([(path, "通知.txt"), (path, "副本.txt")])
        next(outcomes)
        reader.start()  # Would wait for ever for the loop that holds the reader.
        assert isinstance(next(outcomes)[1], Document)
        assert child_pid(reader) == pid
