"""Shingles: the same for what a reader takes for the same, and fairly sampled."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pb_qa.text.shingles import SHINGLE, bare_codes, sample, shared, shingles, shingles_of

TEXT = st.text("党员支部工作人数三百，。 \n“”12Ａ２", max_size=80)


@given(TEXT)
def test_there_is_one_for_each_place_that_has_enough_characters_behind_it(text: str) -> None:
    codes = bare_codes(text)
    assert len(shingles_of(codes)) == max(0, len(codes) - SHINGLE + 1)
    assert len(shingles(text)) <= len(shingles_of(codes))


@given(TEXT)
def test_punctuation_width_and_script_make_no_difference(text: str) -> None:
    wide = text.replace("1", "１").replace("2", "２").replace("党", "黨").replace("数", "數")
    assert np.array_equal(shingles(wide.replace("，", " \n").replace("“", "「")), shingles(text))


@given(TEXT, TEXT)
def test_what_stands_in_a_longer_text_is_in_its_shingles(text: str, other: str) -> None:
    inside, whole = shingles(text), shingles(f"{other}{text}{other}")
    assert shared(inside, whole) == len(inside)
    assert shared(whole, inside) == shared(inside, whole)


def test_another_text_has_others() -> None:
    first, second = ("".join(chr(0x4E00 + n) for n in range(a, a + 500)) for a in (0, 600))
    assert shared(shingles(first), shingles(second)) == 0


def test_a_sample_has_its_share_and_the_same_choice_everywhere() -> None:
    text = "".join(chr(0x4E00 + n * n % 20_000) for n in range(40_000))
    whole, half = shingles(text), shingles(text[:20_000])
    some = sample(whole, 16)
    assert 0.85 < len(some) * 16 / len(whole) < 1.15
    assert shared(some, sample(half, 16)) == len(sample(half, 16))
    assert shared(sample(whole, 64), some) == len(sample(whole, 64))
