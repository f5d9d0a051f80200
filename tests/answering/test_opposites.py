"""Words denied where they are asked for."""

from __future__ import annotations

import pytest

from pb_qa.answering.opposites import tells_only_the_opposite


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("职务发明归谁", "非职务发明创造,申请专利的权利属于发明人。"),
        ("公有制企业有多少家", "党组织覆盖全区14770家非公企业。"),
        ("考核合格的怎么办", "试用期满考核不合格的,取消录用。"),
        ("成年人要谁同意", "未成年人由监护人同意。"),
    ],
)
def test_what_is_denied_is_something_else(asked: str, sentence: str) -> None:
    assert tells_only_the_opposite(asked, sentence)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("职务发明归谁", "职务发明创造申请专利的权利属于该单位;"),
        ("非公企业有多少家", "党组织覆盖全区14770家非公企业。"),
        ("考核不合格的怎么办", "试用期满考核不合格的,取消录用。"),
        ("考核合格和不合格的怎么办", "考核不合格的,取消录用。"),
        ("合格的怎么办", "合格的,予以任职;不合格的,取消录用。"),
        ("违法经营怎么罚", "非法经营的,处一万元罚款。"),
        ("解聘要谁批准", "非经批准不得解聘。"),
    ],
)
def test_what_is_asked_for_is_not(asked: str, sentence: str) -> None:
    assert not tells_only_the_opposite(asked, sentence)
