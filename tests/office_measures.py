"""What every format says of one document, saved by an office program in each of them."""

from __future__ import annotations

from pb_qa.reading.raw import RawDocument


def check_measures(raw: RawDocument) -> None:
    """The document of ``measures.*``, letter for letter."""
    assert raw.text == (
        "农村饮水安全工程管理办法\n第一章 总则\n"
        "第一条 为加强农村饮水安全工程管理，保障水质达标，制定本办法。\n"
        "第二条 本办法所称“工程”，包括〇〇水厂、𠮷村泵站——共 ③ 处；费用为 €1,200。\n"
        "项目 | 标准（元） | 备注\n维修补助 | 3,500\n水质检测 | 120.50 | 每季 一次\n"
        "第二章 资金\n删除前删除后\n详见市水务局网站。\n甲\t乙\n换行之后\n"
        "1. 编号一\n2. 编号二\n圆点一\n\n附则：本办法自2024年3月1日起施行。\n"
    )
    assert [(h.level, raw.text[h.start : h.end]) for h in raw.headings] == [
        (1, "第一章 总则"),
        (2, "第二章 资金"),
    ]
    assert raw.properties == {"title": "农村饮水安全工程管理办法", "author": "水务科"}
