"""A sentence that announces or heads something comes with what it announces or heads."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pb_qa.answering.completing import completed_by

LAW = """\
第四十二条【不得解除合同的情形】
  职工有下列情形之一的，单位不得解除合同：
  （一）在医疗期内的；
  （二）有下列困难之一：
    1.家中无人就业；
    2.需要赡养老人。
  （三）其他情形。
  第四十三条【通知】
  解除合同应当书面通知。工会有权提出意见。
  通知应当当面送达。
  第四十四条
  有下列情形之一的，合同终止：
  （一）期满的；
  （二）退休的。
  依照前款规定终止的，给予补偿。
"""


def completion(text: str, sentence: str) -> list[str]:
    start = text.index(sentence)
    return [text[a:b] for a, b in completed_by(text, start, start + len(sentence))]


def test_every_item_belongs_to_what_announces_it() -> None:
    assert completion(LAW, "职工有下列情形之一的，单位不得解除合同：") == [
        "（一）在医疗期内的；", "（二）有下列困难之一：", "1.家中无人就业；", "2.需要赡养老人。",
        "（三）其他情形。",
    ]  # fmt: skip
    assert completion(LAW, "（二）有下列困难之一：") == ["1.家中无人就业；", "2.需要赡养老人。"]
    assert completion(LAW, "有下列情形之一的，合同终止：") == ["（一）期满的；", "（二）退休的。"]


def test_the_text_belongs_to_its_heading() -> None:
    assert completion(LAW, "第四十三条【通知】") == [
        "解除合同应当书面通知。", "工会有权提出意见。", "通知应当当面送达。",
    ]  # fmt: skip
    assert completion(LAW, "第四十四条")[0] == "有下列情形之一的，合同终止："


@pytest.mark.parametrize(
    "sentence", ["解除合同应当书面通知。", "（三）其他情形。", "依照前款规定终止的，给予补偿。"]
)
def test_a_sentence_that_stands_for_itself_needs_nothing(sentence: str) -> None:
    assert completion(LAW, sentence) == []


def test_a_colon_without_a_list_announces_nothing() -> None:
    text = "现通知如下：\n请各单位认真执行。\n（一）不相干\n"
    assert completion(text, "现通知如下：") == []
    assert completion("联系人：", "联系人：") == []


def test_a_list_that_is_counted_anew_is_another() -> None:
    text = "任务如下：\n1.建校。\n2.修路。\n1.别的。\n2.又一个。\n"
    assert completion(text, "任务如下：") == ["1.建校。", "2.修路。"]
    marked = "任务如下：\n- 建校\n- 修路\n\n以上。\n"
    assert completion(marked, "任务如下：") == ["- 建校", "- 修路"]


@given(st.text(alphabet="第一二条章（）()1234.、：:。；\n 字-", max_size=120), st.data())
def test_any_text_is_survived_and_what_is_found_follows_in_order(
    text: str, data: st.DataObject
) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    spans = completed_by(text, start, end)
    places = [place for span in spans for place in span]
    assert places == sorted(places)
    assert all(end <= a < b <= len(text) and text[a:b].strip() == text[a:b] for a, b in spans)
