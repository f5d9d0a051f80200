"""A small assistant over plain-text documents, enough to drive the page.

It keeps the contract for real: spans are verbatim, lists say how many match, files get
verdicts. Run as a program it serves the page, for tests that need a process.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from pydantic import SecretStr
from small_catalog import SmallCatalog
from small_figure_answers import answer_from_ledger
from small_figures import SmallFigures, statistics_documents
from small_model import MODEL, status_of, steps_of

from pb_qa.answer_events import AnswerDone, AnswerEvent, ModelStatus
from pb_qa.answering.chain import not_found
from pb_qa.answers import Answer, AnswerMode, AnswerSentence, Coverage, DirectAnswer, Turn
from pb_qa.errors import DocumentNotFoundError, ModelError
from pb_qa.figures import (
    Disagreement,
    FigureFilter,
    FigureOrder,
    FigurePage,
    FoundFigure,
    Series,
)
from pb_qa.models import (
    Citation,
    Cut,
    Document,
    DocumentInfo,
    FileReport,
    FileStatus,
    Page,
    Passage,
    Progress,
    ScoredPassage,
    Section,
)
from pb_qa.settings import Settings
from pb_qa.web.contract import Rating

UNEXPECTED_QUESTION = "这个问题会让程序出意外"
UNANSWERABLE_QUESTION = "这个问题会让模型说明原因"

RULES = """示例市基层党支部工作办法
第一章 总则
第一条 为规范本市基层党支部工作，制定本办法。
第二章 组织设置
第二条 凡是有正式党员3人以上的单位，应当成立党支部。党支部党员人数一般不超过50人。
第三条 正式党员不足3人的单位，应当成立联合党支部。联合党支部覆盖单位一般不超过5个。
第三章 组织生活
第四条 党支部党员大会一般每季度召开1次。
第五条 党支部委员会会议一般每月召开1次，根据需要可以随时召开。
第六条 党小组会一般每月召开1次。
第七条 党课应当贴近基层，党员领导干部每年至少讲1次党课。
第八条 党支部每月相对固定1天开展主题党日。
第九条 党支部每年至少召开1次组织生活会，一般安排在第四季度。
第十条 党员因流动等原因离开所在党支部的，应当在6个月内转接组织关系。"""

REPORT = """示例市2023年党员队伍统计报告
截至2023年12月31日，全市党员总数为46,218名，比上年末净增1,035名。
其中女党员14,112名，占30.5%。大专及以上学历党员27,940名，占60.5%。
全市共有基层党支部1,893个，其中城市社区党支部412个，行政村党支部655个。
2023年全市发展党员1,286名，比上年增加94名。
年龄在35岁以下的党员9,870名，占21.4%。
全市党支部党员大会按季度召开，全年到会率为93.2%。"""

_HOST = "http://remote.invalid"
HOSTILE_TITLE = f"<img src={_HOST}/title.png>恶意《标题》"
HOSTILE = f"""含有远程内容的通知
请看图片 <img src="{_HOST}/text.png" onerror="document.title='pwned'"> 的数量为17张。
<script src="{_HOST}/text.js"></script><script>document.title='pwned'</script>共2段脚本。
外链图片 ![图]({_HOST}/markdown.png) 与链接 [点我]({_HOST}/link) 共3个。
模板 ${{fetch('{_HOST}/template')}} 与 {{{{constructor.constructor("1")()}}}} 共4处 `引号` \\u0041。
<svg onload="fetch('{_HOST}/svg')"></svg><iframe src="{_HOST}/frame"></iframe>共5个框。"""

_HEADING = re.compile(r"^第[一二三四五六七八九十]+[章条](?: [^\n。]{1,8}$)?", re.M)
_SENTENCE = re.compile(r"[^。\n]+。?")
_FIGURE = re.compile(r"\d[\d,.]*(?:名|个|人|次|天|%|张|段|处|个月)")


def sample_documents() -> list[Document]:
    """Three documents of this file's own making, the third full of remote content."""
    rules = _document("rules", "党务/支部工作办法.txt", "示例市基层党支部工作办法", RULES)
    report = _document("report", "统计/2023报告.txt", "示例市2023年党员队伍统计报告", REPORT)
    hostile = _document("hostile", f"<img src={_HOST}|name.png>.txt", HOSTILE_TITLE, HOSTILE)
    middle = RULES.index("第三章")
    return [
        replace(
            rules,
            issuer="中共示例市委组织部",
            number="示组发〔2021〕7号",
            issued_on="2021-05-20",
            pages=(Page(1, 0, middle), Page(2, middle, len(RULES))),
            receipt=(
                Cut(middle, middle, "— 1 —\n", "页码"),
                Cut(len(RULES), len(RULES), "\n责任编辑：张三  打印本页  关闭窗口", "网页附加文字"),
            ),
        ),
        replace(report, issuer="示例市统计局", issued_on="2024-01-15"),
        replace(hostile, issuer=f"<b>{_HOST}</b>", number=f"![]({_HOST}/number.png)"),
    ]


def long_document(characters: int = 300_000) -> Document:
    """A document of at least that many characters, in lines of some sixty."""
    lines = [
        f"第{index}项 本项工作由示例市有关部门负责，完成时限为{index}个工作日。"
        "逾期应当说明原因，有关部门应当记录办理情况，并于每季度末报送。"
        for index in range(1, characters // 60 + 400)
    ]
    document = _document("long", "长文件.txt", "示例市工作事项汇编", "\n".join(lines))
    assert len(document.text) >= characters
    return document


def _document(identity: str, source: str, title: str, text: str) -> Document:
    starts = [
        (match.start(), 1 if "章" in match[0] else 2, match[0].strip())
        for match in re.finditer(
            r"^第[一二三四五六七八九十]+[章条][^\n ]*(?: [^\n。]{1,8}$)?", text, re.M
        )
    ]
    sections = []
    for index, (start, level, heading) in enumerate(starts):
        following = (other for other, rank, _ in starts[index + 1 :] if rank <= level)
        sections.append(Section(heading, level, start, next(following, len(text))))
    return Document(
        id=identity,
        version=1,
        source=source,
        title=title,
        content_hash=hashlib.sha256(text.encode()).hexdigest(),
        text=text,
        sections=tuple(sections),
    )


class SmallAssistant(SmallCatalog):
    """Answers by overlap of character pairs with the question."""

    def __init__(
        self,
        settings: Settings,
        documents: Sequence[Document],
        *,
        warm_up_seconds: float = 0.0,
        answer_seconds: float = 0.0,
        model_seconds: float = 0.0,
    ) -> None:
        self.settings = settings
        self.ready = False
        self.notice = ""
        self.ratings: list[tuple[str, str]] = []
        self._documents = {document.id: document for document in documents}
        self._warm_up_seconds = warm_up_seconds
        self._answer_seconds = answer_seconds
        self._model_seconds = model_seconds
        self.stopped: list[str] = []

    def warm_up(self) -> None:
        time.sleep(self._warm_up_seconds)
        self.ready = True

    def list_documents(self) -> list[DocumentInfo]:
        return [document.info for document in self._documents.values()]

    def document(self, document_id: str, version: int | None = None) -> Document:
        found = self._documents.get(document_id)
        if found is None or version not in (None, found.version):
            raise DocumentNotFoundError("没有这份文件。")
        return found

    def ask(self, question: str, history: Sequence[Turn] = (), collection: str = "") -> Answer:
        if not self.ready:
            raise ModelError("模型还没有装载。")
        if question == UNEXPECTED_QUESTION:
            raise ZeroDivisionError("details for the log only")
        if question == UNANSWERABLE_QUESTION:
            raise ModelError("模型文件损坏。请重新安装。")
        time.sleep(self._answer_seconds)
        started = time.perf_counter()
        resolved = question
        if history and question.startswith("那"):
            resolved = f"{history[-1].question} {question[1:]}"
        from_ledger = answer_from_ledger(resolved, self._ledger, self._documents)
        if from_ledger is not None:
            return replace(from_ledger, question=question)
        found = self._score(resolved)
        anywhere = [item for item in found if item[0] >= 0.3]
        folder = f"{collection}/" if collection else ""
        matched = [item for item in anywhere if item[1].source.startswith(folder)]
        if not matched:
            nearest = tuple(self._passage(item) for item in found[:3])
            notes = (not_found(collection, elsewhere=bool(anywhere)),) if collection else ()
            nothing = Answer(question, resolved, None, (), True, nearest, Coverage(0, 0), notes)
            return replace(nothing, collection=collection)
        best = matched[:5]
        sentences = tuple(
            AnswerSentence(document.text[start:end], (self._citation(n, document, start, end),))
            for n, (_, document, start, end) in enumerate(best, start=1)
        )
        figure = _FIGURE.search(best[0][1].text, best[0][2], best[0][3])
        direct = None
        if figure is not None and re.search("多少|几|占", question):
            direct = DirectAnswer(figure[0], best[0][1].id, figure.start(), figure.end())
        return Answer(
            question,
            resolved,
            direct,
            sentences,
            False,
            (),
            Coverage(len(sentences), len(matched)),
            seconds=time.perf_counter() - started,
            collection=collection,
        )

    def ask_in_steps(
        self,
        question: str,
        history: Sequence[Turn] = (),
        collection: str = "",
        mode: AnswerMode = AnswerMode.AUTO,
        stop: threading.Event | None = None,
    ) -> Iterator[AnswerEvent]:
        answer = self.ask(question, history, collection)
        stop = stop or threading.Event()
        if mode is AnswerMode.EXTRACTIVE or answer.abstained or answer.figures:
            yield AnswerDone(answer)
            return
        yield from steps_of(answer, self.settings.llm_model, self._model_seconds, stop)
        if stop.is_set():
            self.stopped.append(question)
            self._note("stopped.txt", question)

    def model_status(self) -> ModelStatus:
        return status_of(self.settings)

    def search(self, query: str, k: int = 10, collection: str = "") -> list[ScoredPassage]:
        return [self._passage(item) for item in self._score(query)[:k]]

    def add(
        self,
        paths: Sequence[Path],
        on_progress: Callable[[Progress], None] | None = None,
    ) -> Iterator[FileReport]:
        files = [file for path in paths for file in _files_in(path)]
        for done, path in enumerate(files):
            if on_progress is not None:
                on_progress(Progress(str(path), "reading", done, len(files)))
            time.sleep(self._answer_seconds)
            yield self._add(path)

    def remove(self, document_ids: Sequence[str]) -> Iterator[FileReport]:
        for document_id in document_ids:
            gone = self._documents.pop(document_id)
            yield FileReport(gone.source, FileStatus.REMOVED, document_id=gone.id, title=gone.title)

    def feedback(self, question: str, answer: Answer, rating: Rating) -> None:
        self.ratings.append((answer.question, rating))
        self._note("ratings.txt", f"{rating}\t{question}")

    def examples(self, limit: int = 4) -> list[str]:
        return [
            "成立党支部要有多少名正式党员？",
            "2023年全市党员总数是多少？",
            "党支部每月要做哪些事？",
            "发展党员要经过哪些谈话？",
        ][:limit]

    def figures(
        self,
        query: str = "",
        filter: FigureFilter | None = None,
        order: FigureOrder = FigureOrder.RELEVANCE,
        *,
        descending: bool = False,
        offset: int = 0,
        limit: int = 50,
    ) -> FigurePage:
        if query == UNEXPECTED_QUESTION:
            raise ZeroDivisionError("details for the log only")
        if query == UNANSWERABLE_QUESTION:
            raise ModelError("模型文件损坏。请重新安装。")
        wanted = filter or FigureFilter()
        return self._ledger.page(
            query, wanted, order, descending=descending, offset=offset, limit=limit
        )

    def each_figure(
        self,
        query: str = "",
        filter: FigureFilter | None = None,
        order: FigureOrder = FigureOrder.RELEVANCE,
        *,
        descending: bool = False,
    ) -> Iterator[FoundFigure]:
        wanted = filter or FigureFilter()
        yield from self._ledger.each(query, wanted, order, descending=descending)

    def compare(self, indicator: str, filter: FigureFilter | None = None) -> list[Series]:
        return self._ledger.compare(indicator, filter or FigureFilter())

    def disagreements(self, collection: str = "") -> list[Disagreement]:
        return self._ledger.disagreements(collection)

    def _note(self, name: str, line: str) -> None:
        """Write down what a test of the running program wants to see."""
        log = self.settings.data_dir / name
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")

    @property
    def _ledger(self) -> SmallFigures:
        return SmallFigures(list(self._documents.values()))

    def _add(self, path: Path) -> FileReport:
        try:
            text = path.read_bytes().decode()
        except FileNotFoundError:
            return FileReport(str(path), FileStatus.REJECTED, reason="没有这个文件。请检查路径。")
        except UnicodeDecodeError:
            reason = "内容不是文字，读不出来。请换成 Word、PDF 或文本文件再添加。"
            return FileReport(str(path), FileStatus.REJECTED, reason=reason)
        digest = hashlib.sha256(text.encode()).hexdigest()
        for document in self._documents.values():
            if document.content_hash == digest:
                return FileReport(str(path), FileStatus.DUPLICATE, of=document.id)
        identity = hashlib.sha256(path.name.encode()).hexdigest()[:12]
        old = self._documents.get(identity)
        title = text.strip().split("\n")[0]
        document = _document(identity, path.name, title, text)
        if old is not None:
            document = replace(document, version=old.version + 1)
        self._documents[identity] = document
        status = FileStatus.ADDED if old is None else FileStatus.REPLACED
        return FileReport(
            str(path), status, document_id=identity, title=title, passages=text.count("\n") + 1
        )

    def _score(self, query: str) -> list[tuple[float, Document, int, int]]:
        wanted = _pairs(query)
        found = []
        for document in self._documents.values():
            for match in _SENTENCE.finditer(document.text):
                overlap = len(wanted & _pairs(match[0]))
                if overlap:
                    score = overlap / max(len(wanted), 1)
                    found.append((score, document, match.start(), match.end()))
        found.sort(key=lambda item: -item[0])
        return found

    def _citation(self, number: int, document: Document, start: int, end: int) -> Citation:
        quote = document.text[start:end]
        return Citation(
            number,
            document.info,
            f"{document.id}-{start}",
            start,
            end,
            quote,
            headings=tuple(s.heading for s in document.sections if s.start <= start < s.end),
        )

    def _passage(self, item: tuple[float, Document, int, int]) -> ScoredPassage:
        score, document, start, end = item
        passage = Passage(
            f"{document.id}-{start}", document.id, start, end, document.text[start:end]
        )
        return ScoredPassage(passage, document.info, score)


def _files_in(path: Path) -> list[Path]:
    return sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]


def _pairs(text: str) -> set[str]:
    plain = re.sub(r"[\s，。？！、“”]", "", text)
    return {plain[index : index + 2] for index in range(len(plain) - 1)}


def _record_outgoing(log: Path) -> None:
    """Write down every attempt of this process to look up or reach another computer."""
    own = {"127.0.0.1", "localhost", "::1", "0.0.0.0", "", None, b"127.0.0.1"}

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if event == "socket.connect" and isinstance(arguments[1], tuple):
            host = arguments[1][0]
        elif event == "socket.getaddrinfo":
            host = arguments[0]
        else:
            return
        if host not in own:
            with log.open("a", encoding="utf-8") as file:
                file.write(f"{event} {host!r}\n")

    log.parent.mkdir(parents=True, exist_ok=True)
    log.touch()
    sys.addaudithook(watch)


def main() -> None:
    """Serve the page over the sample documents, plus a long one."""
    from pb_qa.web.server import serve

    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--data-dir", type=Path, required=True)
    parser.add_argument("--warm-up-seconds", type=float, default=0.0)
    parser.add_argument("--answer-seconds", type=float, default=0.0)
    parser.add_argument("--model-address", default="")
    parser.add_argument("--model-seconds", type=float, default=0.0)
    parser.add_argument("--empty", action="store_true")
    options = parser.parse_args()
    _record_outgoing(options.data_dir / "outgoing.txt")
    assistant = SmallAssistant(
        Settings(
            data_dir_override=options.data_dir,
            llm_base_url=options.model_address,
            llm_model=MODEL if options.model_address else "",
            llm_api_key=SecretStr("secret-of-the-test"),
        ),
        [] if options.empty else [*sample_documents(), *statistics_documents(), long_document()],
        warm_up_seconds=options.warm_up_seconds,
        answer_seconds=options.answer_seconds,
        model_seconds=options.model_seconds,
    )
    serve(assistant, host="127.0.0.1", port=options.port)
    print("已关闭", flush=True)


if __name__ == "__main__":
    main()
