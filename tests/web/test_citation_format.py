from __future__ import annotations

import pytest

from pb_qa.models import DocumentInfo
from pb_qa.web.citation_format import format_citation


def _info(title: str, source: str = "文件.docx", **facts: str) -> DocumentInfo:
    return DocumentInfo(id="a", version=1, source=source, title=title, **facts)


@pytest.mark.parametrize(
    ("info", "page", "expected"),
    [
        (
            _info(
                "关于示例工作的通知",
                issuer="示例市人民政府",
                number="示政发〔2018〕1号",
                issued_on="2018-01-31",
            ),
            3,
            "示例市人民政府. 关于示例工作的通知: 示政发〔2018〕1号[Z]. 2018-01-31: 3.",
        ),
        (
            _info(
                "文献管理 示例规范",
                number="GB/T 12345—2015",
                issuer="示例标准化技术委员会",
                place="北京",
                publisher="示例标准出版社",
                issued_on="2015-05-15",
            ),
            2,
            "示例标准化技术委员会. 文献管理 示例规范: GB/T 12345—2015[S]. "
            "北京: 示例标准出版社, 2015: 2.",
        ),
        (
            _info("示例市2023年工作报告", issuer="示例市人民政府", issued_on="2024-01"),
            None,
            "示例市人民政府. 示例市2023年工作报告[R]. 2024.",
        ),
        (
            _info(
                "基层见闻",
                source="新闻/1.html",
                author="张三",
                publisher="示例网",
                issued_on="2022-07-01",
            ),
            None,
            "张三. 基层见闻[EB/OL]. 示例网(2022-07-01).",
        ),
        (_info("无头文件"), None, "无头文件[Z]."),
        (_info("无头文件"), 7, "无头文件[Z]. 7."),
        (_info("某办法", issued_on="2020"), None, "某办法[Z]. 2020."),
        (
            _info("某办法（示发〔2020〕2号）", number="示发〔2020〕2号"),
            None,
            "某办法（示发〔2020〕2号）[Z].",
        ),
        # A web page that states a 文号 is the document itself, not a news page.
        (
            _info("关于某事的意见", source="a.html", number="示发〔2020〕3号", issuer="某局"),
            None,
            "某局. 关于某事的意见: 示发〔2020〕3号[Z].",
        ),
    ],
)
def test_reference_is_written_by_kind_and_leaves_out_what_is_missing(
    info: DocumentInfo, page: int | None, expected: str
) -> None:
    assert format_citation(info, page) == expected
