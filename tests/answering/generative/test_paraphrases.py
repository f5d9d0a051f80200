"""Other words for the same are shown; the same words for something else are not."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from one_document import Check, check_against

RULES = """第一条 公安机关发现精神病人符合强制医疗条件的，应当写出强制医疗意见书。
第二条 对于符合强制医疗条件的，可以作出强制医疗的决定。但是，该强制医疗不得超过三年。
第三条 纳税人应纳税额可以减轻的，应当办理延期。未抵押的财产，应当办理登记。
第四条 今年重点抓好三件事。要办好两件实事。新增就业1100万人，再就业199万人。
第五条 建立三个机制：一是协调机制；二是会商机制；三是督查机制。
第六条 决定应当由三分之二以上的法官作出。
"""


@pytest.fixture(scope="module")
def check(tmp_path_factory: pytest.TempPathFactory) -> Check:
    return check_against(tmp_path_factory.mktemp("rules"), "办案规定", RULES)


@pytest.mark.parametrize(
    "sentence",
    [
        "公安机关发现精神病人符合强制医疗条件的，应该写出强制医疗意见书。",
        "不过，该强制医疗不得超过3年。",
        "纳税人应纳税额可以减轻的，应该办理延期。",
        "未抵押的财产，应该办理登记。",
        "今年重点抓好3件事。",
        "要办好2件实事。",
        "新增就业1100万人，再就业199万人，两项合计1299万人。",
        "新增就业1100万人，再就业199万人，两者合计1299万人。",
        "建立3个机制：一是协调机制；二是会商机制；三是督查机制。",
        "分3个方面：一是协调机制；二是会商机制；三是督查机制。",
        "决定应该由2/3以上的法官作出。",
    ],
)
def test_the_same_in_other_words_is_shown(check: Check, sentence: str) -> None:
    assert check(sentence).reason == ""


@pytest.mark.parametrize(
    "sentence",
    [
        "不过，该强制医疗可以超过三年。",
        "未抵押的财产，不得办理登记。",
        "今年重点抓好八件事。",
        "要办好六件实事。",
        "新增就业1100万人，再就业199万人，两项合计1298万人。",
        "新增就业1100万人，再就业199万人，四项合计1299万人。",
        "分4个方面：一是协调机制；二是会商机制；三是督查机制。",
    ],
)
def test_something_else_in_the_same_words_is_withheld(check: Check, sentence: str) -> None:
    assert check(sentence).reason
