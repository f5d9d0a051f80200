"""Old formats go through a converter where one is installed, and get a verdict where none is."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import sys
import time
from pathlib import Path

import docx
import psutil
import pytest
from ole_files import ole_file

from pb_qa.errors import DamagedFileError, NeedsConverterError, ReadingLimitError
from pb_qa.models import Document
from pb_qa.reading import DocumentReader
from pb_qa.reading.conversion import converted
from pb_qa.settings import load_settings

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="the stand-in for LibreOffice is a script for Unix shells"
)
OLD_SLIDES = ole_file({"PowerPoint Document": bytes(600)})
WORD_XML = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<?mso-application progid="Word.Document"?>\n'
    '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml">'
    "<w:body><w:p><w:r><w:t>关于换届选举工作的通知</w:t></w:r></w:p></w:body></w:wordDocument>"
)


def program(folder: Path, script: str) -> str:
    """Put a program named soffice into ``folder``; ``$out`` is where it is to write."""
    path = folder / "soffice"
    path.write_text(
        f"#!{shutil.which('sh')}\n"
        'while [ $# -gt 1 ]; do [ "$1" = --outdir ] && out=$2; shift; done\n'
        f'mkdir -p "$out"\n{script}\n'
    )
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return str(path)


def modern_file(folder: Path) -> Path:
    path = folder / "modern.docx"
    document = docx.Document()
    document.add_paragraph("第一条 转换以后读得出来。")
    document.save(str(path))
    return path


def reader() -> DocumentReader:
    return DocumentReader(load_settings(_env_file=None))


def test_an_old_file_is_read_through_the_converter_and_stays_itself(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = modern_file(tmp_path)
    program(tmp_path, f'cp "{result}" "$out/document.pptx"')
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    old, plain = tmp_path / "-旧.ppt", tmp_path / "通知.txt"
    old.write_bytes(OLD_SLIDES)
    plain.write_text("第二条 照常读。", encoding="utf-8")
    with reader() as files:
        outcomes = dict(files.read_many([(old, "旧.ppt"), (plain, "通知.txt")]))
    document = outcomes[(old, "旧.ppt")]
    assert isinstance(document, Document), document
    assert document.text == "第一条 转换以后读得出来。"
    assert document.content_hash == hashlib.sha256(OLD_SLIDES).hexdigest()
    assert document.source == "旧.ppt"
    assert isinstance(outcomes[(plain, "通知.txt")], Document)


def test_without_a_converter_the_verdict_says_what_to_save(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    old = tmp_path / "旧.ppt"
    old.write_bytes(OLD_SLIDES)
    with reader() as files, pytest.raises(NeedsConverterError, match=r"另存为 \.pptx"):
        files.read(old, "旧.ppt")


def test_a_converter_that_hangs_is_ended_with_all_it_started(tmp_path: Path) -> None:
    marker = tmp_path / "pid"
    hanging = program(tmp_path, f'sleep 600 & echo $! > "{marker}"; wait')
    source = tmp_path / "旧.ppt"
    source.write_bytes(OLD_SLIDES)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pb_qa.reading.conversion._LEAST_SECONDS", 1.5)
        with (
            pytest.raises(ReadingLimitError, match=r"1\.5 秒"),
            converted(hanging, source, "pptx", 1.0),
        ):
            pytest.fail("nothing was converted")
    child = int(marker.read_text())
    for _ in range(50):
        if not psutil.pid_exists(child) or psutil.Process(child).status() == "zombie":
            break
        time.sleep(0.05)
    else:
        pytest.fail(f"process {child} lives on")


def test_nothing_converted_is_damage_and_no_folder_stays(tmp_path: Path) -> None:
    useless = program(tmp_path, f'pwd > "{tmp_path}/where"')
    source = tmp_path / "旧.ppt"
    source.write_bytes(OLD_SLIDES)
    with pytest.raises(DamagedFileError, match="LibreOffice"), converted(useless, source, "x", 1):
        pytest.fail("nothing was converted")
    assert not Path((tmp_path / "where").read_text().strip()).exists()


def test_the_converter_sees_no_secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    result = modern_file(tmp_path)
    telling = program(tmp_path, f'env > "{tmp_path}/env"; cp "{result}" "$out/document.docx"')
    with converted(telling, result, "docx", 5) as newer:
        assert newer.read_bytes() == result.read_bytes()
    assert "sk-secret" not in (tmp_path / "env").read_text()


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_itself(tmp_path: Path) -> None:
    path = tmp_path / "通知.xml"
    path.write_text(WORD_XML, encoding="utf-8")
    with reader() as files:
        document = files.read(path, "通知.xml")
    assert "关于换届选举工作的通知" in document.text
