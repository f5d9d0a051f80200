from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from types import ModuleType

from pb_qa.settings import Settings
from pb_qa.web.documents import Documents
from pb_qa.web.i18n import Language, Texts
from pb_qa.web.uploads import Upload
from pb_qa.web.work import Warmup

ZH = Texts(Language.CHINESE)


async def _all(views: AsyncIterator[str]) -> list[str]:
    return [view async for view in views]


def _documents(small: ModuleType, settings: Settings) -> Documents:
    assistant = small.SmallAssistant(settings, small.sample_documents())
    warmup = Warmup(assistant.warm_up)
    warmup.start()
    return Documents(assistant, warmup)


def test_each_file_gets_its_verdict_in_chinese(
    small: ModuleType, page_settings: Settings, tmp_path: Path
) -> None:
    documents = _documents(small, page_settings)
    contents = {
        "《新办法》〔2024〕3号.txt": "某单位考勤办法\n每天打卡2次。".encode(),
        "重复.txt": small.REPORT.encode(),
        "坏文件.pdf": b"%PDF\xff\xfe",
    }
    uploads = []
    for index, (name, content) in enumerate(contents.items()):
        path = tmp_path / str(index)
        path.write_bytes(content)
        uploads.append(Upload(path, name))
    views = asyncio.run(_all(documents.add(uploads, ZH)))
    assert any("正在读取" in view and "《新办法》〔2024〕3号.txt" in view for view in views[:-1])
    last = views[-1]
    assert "已加入 1 份，与已有文件重复 1 份，未能加入 1 份" in last
    assert "与《示例市2023年党员队伍统计报告》内容相同" in last
    assert "请换成 Word、PDF 或文本文件再添加" in last
    assert str(tmp_path) not in last
    assert "某单位考勤办法" in asyncio.run(documents.listing(ZH))


def test_a_removed_document_leaves_the_list(small: ModuleType, page_settings: Settings) -> None:
    documents = _documents(small, page_settings)
    assert 'value="report"' in asyncio.run(documents.listing(ZH))
    views = asyncio.run(_all(documents.remove(["report"], ZH)))
    assert "已移除" in views[-1] and "示例市2023年党员队伍统计报告" in views[-1]
    assert 'value="report"' not in asyncio.run(documents.listing(ZH))


def test_a_batch_that_fails_midway_says_so_and_keeps_its_verdicts(
    small: ModuleType, page_settings: Settings
) -> None:
    documents = _documents(small, page_settings)
    views = asyncio.run(_all(documents.remove(["report", "nowhere"], ZH)))
    assert "没能处理完这批文件" in views[-1] and "已移除" in views[-1]


def test_an_empty_library_says_what_to_do(small: ModuleType, page_settings: Settings) -> None:
    assistant = small.SmallAssistant(page_settings, [])
    warmup = Warmup(assistant.warm_up)
    warmup.start()
    assert "把文件拖到上面的框里" in asyncio.run(Documents(assistant, warmup).listing(ZH))
