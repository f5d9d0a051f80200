"""Reposts as one source in answers, on a real library with everything behind it real."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from pb_qa import Assistant, Settings
from pb_qa.answers import Answer, Turn
from pb_qa.errors import CollectionNotFoundError
from pb_qa.serialization import answer_json

REPORT = """清河县党建工作指导员选派情况
清河县委组织部
2012年7月3日

清河县从非公有制企业的实际出发，选派党建工作指导员到企业去，帮助企业建立党组织、发展党员、开展活动。
截至2012年6月底，全县共选派党建工作指导员316名，覆盖非公企业842家。
指导员主要任务是宣传党的政策、培养入党积极分子、协调劳动关系、反映职工的意见和要求。
县委组织部要求，指导员每月到企业工作不少于四天，同职工谈心，把问题带回来，把办法送过去。
企业主普遍反映，指导员来了以后，车间里的矛盾少了，职工队伍稳定了，生产任务完成得更好了。
指导员的考核由县委组织部和企业共同进行，考核结果作为评先评优和提拔使用的依据。
"""
HEADER = "某某新闻网 首页 > 要闻 > 党建 字号 打印 分享到微博 微信\n"
FOOTER = "\n相关链接 返回顶部 网站声明 广告服务 意见反馈\n"
LAW = """清河县园林绿化管理规定

第一条 为了加强园林绿化管理，改善居住环境，制定本规定。
第二条 公共绿地由县园林部门负责养护，居住区绿地由物业企业负责养护。
第三条 损坏花草树木的，应当赔偿损失，并补种树木三倍以上。
"""
QUESTION = "全县共选派多少名党建工作指导员？"
DUTIES = "指导员的考核由谁进行？"
REPOSTS = 5


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("sources")
    corpus = folder / "corpus"
    files = {"文件/原文.txt": REPORT, "规定/绿化.txt": LAW}
    for n in range(REPOSTS):
        files[f"转载/第{n}份.txt"] = f"{HEADER}{REPORT}{FOOTER}责任编辑：{'甲乙丙丁戊'[n]}某\n"
    # Full width, and one sentence that no other copy has.
    last = f"转载/第{REPOSTS - 1}份.txt"
    extra = "编者按：清河县的做法已经在全省推广，值得学习借鉴。\n"
    files[last] = files[last].replace(",", "，").replace("316", "３１６") + extra
    for name, text in files.items():
        path = corpus / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    with Assistant(Settings(corpus_dir=corpus, data_dir_override=folder / "data")) as assistant:
        reports = {report.source: report for report in assistant.sync()}
        (leader,) = {report.repost_of for report in reports.values() if report.repost_of}
        assert sum(report.repost_of == leader for report in reports.values()) == REPOSTS
        yield assistant


def check(assistant: Assistant, answer: Answer) -> None:
    assert not answer.abstained
    for citation in answer.citations:
        text = assistant.document(citation.document.id).text
        assert text[citation.start : citation.end] == citation.quote
        for place in citation.also:
            there = assistant.document(place.document.id).text[place.start : place.end]
            assert there.replace("３１６", "316") == citation.quote.replace("３１６", "316")


@pytest.mark.parametrize("question", [QUESTION, DUTIES])
def test_the_leader_is_cited_once_and_the_others_are_listed_under_it(
    assistant: Assistant, question: str
) -> None:
    answer = assistant.ask(question)
    check(assistant, answer)
    (cluster,) = {assistant.reposts(c.document.id)[0].id for c in answer.citations}
    assert {citation.document.id for citation in answer.citations} == {cluster}
    first = answer.citations[0]
    assert len(first.also) == REPOSTS and first.document.id not in {
        place.document.id for place in first.also
    }
    assert answer.coverage.cited == len(answer.citations)
    assert len(answer_json(answer)["sentences"][0]["citations"][0]["also"]) == REPOSTS
    for figure in answer.figures:
        text = assistant.document(figure.document_id).text
        assert text[figure.start : figure.end] == figure.text


def test_within_a_collection_only_what_lies_there_is_cited(assistant: Assistant) -> None:
    for folder, others in (("文件", 0), ("转载", REPOSTS - 1)):
        answer = assistant.ask(DUTIES, collection=folder)
        check(assistant, answer)
        assert answer.collection == folder
        for citation in answer.citations:
            sources = [citation.document.source, *(p.document.source for p in citation.also)]
            assert all(source.startswith(f"{folder}/") for source in sources)
            assert len(citation.also) == others


def test_what_only_a_repost_says_is_cited_from_it(assistant: Assistant) -> None:
    answer = assistant.ask("清河县的做法在哪里推广？")
    check(assistant, answer)
    assert [c.document.source for c in answer.citations] == [f"转载/第{REPOSTS - 1}份.txt"]
    assert answer.citations[0].also == ()


def test_the_nearest_passages_are_not_all_the_same(assistant: Assistant) -> None:
    answer = assistant.ask("月球上有多少座环形山？")
    assert answer.abstained
    texts = [found.passage.text for found in answer.nearest]
    assert len(set(texts)) == len(texts) > 1


def test_what_lies_elsewhere_is_said_to_be_there_but_not_shown(assistant: Assistant) -> None:
    answer = assistant.ask(DUTIES, collection="规定")
    assert answer.abstained and not answer.sentences and answer.collection == "规定"
    assert answer.notes == ("所选范围“规定”里没有找到；别的文件夹里有相关内容。",)
    assert all(found.document.source.startswith("规定/") for found in answer.nearest)
    nowhere = assistant.ask("月球上有多少座环形山？", collection="规定")
    assert nowhere.abstained and "别的文件夹里也没有" in nowhere.text


def test_a_follow_up_keeps_its_range(assistant: Assistant) -> None:
    history = [Turn(DUTIES, "")]
    answer = assistant.ask("那它的依据呢？", history, collection="规定")
    assert answer.collection == "规定"
    cited = [citation.document.source for citation in answer.citations]
    assert all(source.startswith("规定/") for source in cited)


def test_an_unknown_collection_is_refused(assistant: Assistant) -> None:
    for ask in (
        lambda: assistant.ask(DUTIES, collection="没有"),
        lambda: assistant.search(DUTIES, collection="没有"),
    ):
        with pytest.raises(CollectionNotFoundError, match=r"没有文件夹“没有”.*规定、转载"):
            ask()


def test_when_the_leader_goes_the_next_is_cited_at_once(assistant: Assistant) -> None:
    leader = assistant.ask(DUTIES).citations[0].document.id
    (report,) = assistant.remove([leader])
    assert report.source
    answer = assistant.ask(DUTIES)
    check(assistant, answer)
    assert leader not in {c.document.id for c in answer.citations}
    assert len(answer.citations[0].also) == REPOSTS - 1
    assert all(place.document.id != leader for place in answer.citations[0].also)
    assert leader not in {info.id for info in assistant.reposts(answer.citations[0].document.id)}
