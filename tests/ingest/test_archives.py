"""Archives as people and attackers make them, unpacked into a folder."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from pb_qa.errors import (
    DamagedFileError,
    EncryptedFileError,
    FileTooLargeError,
    UnsupportedFormatError,
)
from pb_qa.ingest import archives
from pb_qa.ingest.archives import is_archive, unpack

TEXT = "固原市现有党员三百人。\n"
LIMIT = 1_000_000


def packed(files: dict[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def written(folder: Path, content: bytes, name: str = "材料.zip") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def unpacked(path: Path) -> tuple[dict[str, bytes], dict[str, str]]:
    """Files by place, and refusals by place."""
    target = path.with_name("解开")
    refused = unpack(path, target, LIMIT)
    files = {
        file.relative_to(target).as_posix(): file.read_bytes()
        for file in target.rglob("*")
        if file.is_file()
    }
    return files, {member.place: member.reason for member in refused}


def with_raw_name(name: bytes, content: str = TEXT) -> bytes:
    """A zip as Chinese Windows makes it: names in bytes of a code page, and no flag."""
    placeholder = "x" * len(name)
    return packed({placeholder: content}).replace(placeholder.encode(), name)


def test_files_keep_their_places_and_the_system_s_own_are_passed_over(tmp_path: Path) -> None:
    content = packed(
        {
            "通知.txt": TEXT,
            "甲/乙/预算.txt": "预算",
            "甲/": "",
            "__MACOSX/._通知.txt": "x",
            "甲/.DS_Store": "x",
            "~$通知.docx": "x",
            "Thumbs.db": "x",
        }
    )
    files, refused = unpacked(written(tmp_path, content))
    assert set(files) == {"通知.txt", "甲/乙/预算.txt"} and refused == {}
    assert files["通知.txt"].decode() == TEXT


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_names_without_the_flag_are_utf_8_or_gb18030(encoding: str, tmp_path: Path) -> None:
    # The second byte of 乗 in GB18030 is that of a backslash.
    files, _ = unpacked(written(tmp_path, with_raw_name("联通/乗车.txt".encode(encoding))))
    assert list(files) == ["联通/乗车.txt"]


def test_a_folder_of_the_archive_s_own_name_is_left_out(tmp_path: Path) -> None:
    files, _ = unpacked(written(tmp_path, packed({"材料/甲.txt": "1", "材料/乙/丙.txt": "2"})))
    assert set(files) == {"甲.txt", "乙/丙.txt"}


@pytest.mark.parametrize(
    "name",
    [
        "../外.txt",
        "甲/../../外.txt",
        "/外.txt",
        "C:/外.txt",
        "C:外.txt",
        "..\\外.txt",
        "\\\\机器\\外.txt",
    ],
)
def test_names_that_lead_elsewhere_are_refused(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "里" / "面"
    folder.mkdir(parents=True)
    raw = with_raw_name(name.encode())
    before = set(tmp_path.rglob("*"))
    files, refused = unpacked(written(folder, raw))
    assert files == {} and "不安全" in refused["外.txt"]
    new = set(tmp_path.rglob("*")) - before
    assert new == {folder / "材料.zip", folder / "解开"}


def test_characters_that_no_file_name_may_have_are_replaced(tmp_path: Path) -> None:
    files, refused = unpacked(written(tmp_path, with_raw_name('甲:"乙?.txt '.encode())))
    assert set(files) == {"甲__乙_.txt"} and refused == {}


def test_links_and_twins_are_refused(tmp_path: Path) -> None:
    link = zipfile.ZipInfo("链接.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(link, "/etc/passwd")
        archive.writestr("A.txt", "1")
        archive.writestr("a.txt", "2")
    files, refused = unpacked(written(tmp_path, buffer.getvalue()))
    assert files == {"A.txt": b"1"}
    assert "链接" in refused["链接.txt"] and "同名" in refused["a.txt"]


def test_archives_in_archives_are_unpacked_two_levels_deep(tmp_path: Path) -> None:
    inner = packed({"底.txt": TEXT})
    for level in ("三", "二", "一"):
        inner = packed({f"{level}.zip": inner, f"{level}.txt": level})
    files, refused = unpacked(written(tmp_path, inner))
    assert set(files) == {"一.txt", "一/二.txt", "一/二/三.txt"}
    assert list(refused) == ["一/二/三.zip"] and "2 层" in refused["一/二/三.zip"]


def test_a_damaged_member_spares_the_others(tmp_path: Path) -> None:
    content = packed({"坏.txt": TEXT, "好.txt": TEXT * 2})
    at = content.index("坏.txt".encode()) + len("坏.txt".encode())
    broken = content[: at + 4] + b"\xff\xff\xff" + content[at + 7 :]
    files, refused = unpacked(written(tmp_path, broken))
    assert set(files) == {"好.txt"} and "损坏" in refused["坏.txt"]


def test_too_large_a_member_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    files, refused = unpacked(
        written(tmp_path, packed({"大.txt": b"0" * (LIMIT + 1), "小.txt": "1"}))
    )
    assert set(files) == {"小.txt"} and "太大" in refused["大.txt"]


def test_a_member_that_lies_about_its_size_is_stopped(tmp_path: Path) -> None:
    content = packed({"大.txt": b"0" * (4 * LIMIT)})
    lying = content.replace(struct.pack("<I", 4 * LIMIT), struct.pack("<I", 10))
    files, refused = unpacked(written(tmp_path, lying))
    assert files == {} and list(refused) == ["大.txt"]


def test_a_bomb_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "RATIO_COUNTS_FROM", 1000)
    bomb = packed({f"{n}.txt": b"0" * 500_000 for n in range(5)})
    with pytest.raises(FileTooLargeError, match="100 倍"):
        unpacked(written(tmp_path, bomb))
    # Hidden in another one, which is itself hardly packed.
    nested = packed({"内.zip": bomb})
    with pytest.raises(FileTooLargeError, match="100 倍"):
        unpacked(written(tmp_path / "解开", nested))


def test_too_many_members_and_too_much_at_all_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = packed({f"{n}.txt": str(n) for n in range(30)})
    path = written(tmp_path, content)
    monkeypatch.setattr(archives, "MOST_MEMBERS", 20)
    with pytest.raises(FileTooLargeError, match="20 个"):
        unpack(path, tmp_path / "一", LIMIT)
    monkeypatch.setattr(archives, "MOST_MEMBERS", 100)
    monkeypatch.setattr(archives, "MOST_BYTES", 30)
    with pytest.raises(FileTooLargeError, match="GB"):
        unpack(path, tmp_path / "二", LIMIT)
    monkeypatch.setattr(archives, "_MOST_DIRECTORY_BYTES", 100)
    with pytest.raises(FileTooLargeError, match="个"):
        unpack(path, tmp_path / "三", LIMIT)


def test_passwords_damage_and_emptiness_are_verdicts_on_the_whole(tmp_path: Path) -> None:
    content = bytearray(packed({"密.txt": TEXT}))
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(magic) + offset] |= 1
    with pytest.raises(EncryptedFileError, match="密码"):
        unpack(written(tmp_path, bytes(content)), tmp_path / "一", LIMIT)
    for broken in (packed({"甲.txt": TEXT})[:40], b"PK\x03\x04", b""):
        with pytest.raises(DamagedFileError, match="损坏"):
            unpack(written(tmp_path, broken), tmp_path / str(len(broken)), LIMIT)
    with pytest.raises(UnsupportedFormatError, match="没有文件"):
        unpack(written(tmp_path, packed({".DS_Store": "x"})), tmp_path / "三", LIMIT)


@pytest.mark.parametrize(
    ("name", "files", "archive"),
    [
        ("材料.zip", {"甲.txt": "1"}, True),
        ("材料.ZIP", {"甲.txt": "1"}, True),
        ("材料.zip", {"[Content_Types].xml": "1", "word/document.xml": "2"}, False),
        ("材料.zip", {"OFD.xml": "1", "Doc_0/Document.xml": "2"}, False),
        ("材料.zip", {"mimetype": "1", "META-INF/container.xml": "2"}, False),
        ("材料.zip", {"mimetype": "1", "content.xml": "2"}, False),
        ("材料.docx", {"甲.txt": "1"}, False),
    ],
)
def test_documents_that_are_zips_are_documents(
    name: str, files: dict[str, bytes | str], archive: bool, tmp_path: Path
) -> None:
    assert is_archive(written(tmp_path, packed(files), name)) is archive


def test_what_only_calls_itself_a_zip_is_none(tmp_path: Path) -> None:
    assert not is_archive(written(tmp_path, b"plain text"))
    assert not is_archive(tmp_path)
    # A broken one is one: unpacking says what is wrong with it.
    assert is_archive(written(tmp_path, packed({"甲.txt": "1"})[:30]))
