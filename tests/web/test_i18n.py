from __future__ import annotations

import pytest

from pb_qa.web.i18n import _TEXTS, Language, texts_for, translations


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, Language.CHINESE),
        ("", Language.CHINESE),
        ("*", Language.CHINESE),
        ("zh-CN,zh;q=0.9,en;q=0.8", Language.CHINESE),
        ("zh-Hant-TW", Language.CHINESE),
        ("en-GB,en;q=0.9,zh;q=0.5", Language.ENGLISH),
        ("en;q=0.2, zh;q=0.7", Language.CHINESE),
        ("de", Language.ENGLISH),
        ("zh;q=oops,en", Language.ENGLISH),
    ],
)
def test_language_follows_the_browser(header: str | None, language: Language) -> None:
    assert texts_for(header).language is language


def test_both_languages_have_the_same_placeholders() -> None:
    for key, (chinese, english) in _TEXTS.items():
        found = [
            sorted(part.split("}")[0] for part in text.split("{")[1:])
            for text in (chinese, english)
        ]
        # A language may leave a value out, never ask for one the other does not have.
        assert set(found[1]) <= set(found[0]), key
        assert chinese and english, key


def test_translations_hold_no_placeholder() -> None:
    for language in Language:
        assert all("{" not in text for text in translations(language).values())
