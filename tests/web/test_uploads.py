from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb_qa.web.uploads import safe_name


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("《办法》〔2018〕1号“试行”.docx", "《办法》〔2018〕1号“试行”.docx"),
        ("../../etc/passwd", "passwd"),
        ("C:\\文件\\通知.pdf", "通知.pdf"),
        ("<img src=http://a/x.png>", "x.png_"),
        ("..", "fallback"),
        ("", "fallback"),
        (".bashrc", "bashrc"),
        ("a\x00b.txt", "a_b.txt"),
    ],
)
def test_a_name_keeps_its_words_and_loses_its_path(sent: str, kept: str) -> None:
    assert safe_name(sent, "fallback") == kept


@given(st.text(max_size=400))
def test_any_name_can_be_a_file(name: str) -> None:
    safe = safe_name(name.encode(errors="ignore").decode(), "fallback")
    assert safe not in ("", ".", "..")
    assert not set(safe) & set('/\\\x00<>:"|?*')
    assert len(safe.encode()) <= 240


def test_a_long_name_keeps_its_suffix() -> None:
    assert safe_name("长" * 300 + ".docx", "x").endswith("长.docx")
