"""Lay words are put as documents write them; the words of documents stay as they are."""

from __future__ import annotations

from pb_qa.text.synonyms import Synonyms, builtin_synonyms, figure_synonyms, read_lay_words

LAY = Synonyms(
    (), read_lay_words("老板 厂里: 用人单位  # 用工\n老板娘: 经营者\n工钱: 劳动报酬 工资\n")
)


def test_all_lay_words_are_put_formally_at_once() -> None:
    assert LAY.variants("老板欠工钱怎么办") == ["老板欠工钱怎么办", "用人单位欠劳动报酬怎么办"]
    assert LAY.expanded("厂里欠工钱") == "厂里欠工钱 用人单位 劳动报酬 工资"


def test_the_longest_word_counts() -> None:
    assert LAY.variants("老板娘卖假货") == ["老板娘卖假货", "经营者卖假货"]


def test_what_is_said_in_the_documents_words_already_stays() -> None:
    assert LAY.variants("用人单位的老板") == ["用人单位的老板"]
    assert LAY.expanded("工资是不是工钱") == "工资是不是工钱"


def test_documents_words_lead_to_no_lay_ones() -> None:
    assert LAY.variants("经营者") == ["经营者"]


def test_no_lay_word_of_the_package_stands_for_itself_or_is_a_single_character() -> None:
    lay = builtin_synonyms().lay
    assert len(lay) > 150
    assert all(len(said) > 1 and said not in written for said, written in lay.items())


def test_words_for_figures_stand_beside_those_of_the_package() -> None:
    lay = figure_synonyms().lay
    assert set(builtin_synonyms().lay) < set(lay)
    assert all(len(said) > 1 and said not in written for said, written in lay.items())
    assert "55年国防费花了多少" in figure_synonyms().variants("55年军费花了多少")
    assert "55年国防费花了多少" not in builtin_synonyms().variants("55年军费花了多少")
