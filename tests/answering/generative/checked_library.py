"""A real library of two invented documents, and the checker over it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from pb_qa.answering.generative.checking.checker import Checked, SentenceChecker
from pb_qa.answering.reader import SentenceReader
from pb_qa.models import Document, ScoredPassage
from pb_qa.storage.library import Library
from pb_qa.storage.rows import FileStamp, NewVersion
from pb_qa.understanding.figures import FIGURES_FORMAT, extract_figures
from pb_qa.understanding.splitting import split

REPORT = """清河县党建工作综述
截至2011年底，全县共有党员4116名，非公企业842家，党组织覆盖率为31%。
2010年发展党员128名，2011年发展党员215名。
清河县选派党建工作指导员316名，临西县选派党建工作指导员205名。
规模以上企业中，技术骨干75%以上是党员。企业骨干中不足40%是预备党员。
2011年举办培训班9期，培训1240人次，比上年增长12.5%，经费下降3.5%。
财政投入由2010年的162.4万元增加到2011年的287.9万元。
恒泰有限公司累计创造效益300多万元。宏达有限公司累计捐款45万元。
党员分布在机关、企业和社区，共有35个支部，其中28个全部建立了活动室。
县委书记李建国说：“党建就是生产力”，要抓好“两个覆盖”。
去年新建党员活动室57个。
"""
RULES = """清河县党员教育管理办法
清组发〔2012〕8号
第三条 党员每年集中学习不少于32学时。
第四条 党组织应当每季度召开一次会议，不得以其他会议代替。
第五条 预备党员可以参加组织生活。
第六条 县财政计划每年安排经费50万元。
第七条 受处分的党员不得参加评选。
第八条 活动经费由县人民政府承担。
本办法自2012年3月1日起施行。
本办法于2012年2月10日公布。
副组长由县委副书记王志强担任。
"""
TABLE = """清河县历年党员统计
党员在2010年为3987人。
"""


@dataclass(frozen=True, slots=True)
class Desk:
    """The checker with the passages that a model was given: the report, the rules, a table."""

    library: Library
    checker: SentenceChecker
    passages: tuple[ScoredPassage, ...]

    def check(self, sentence: str, question: str = "") -> Checked:
        """Check a sentence against the passages."""
        return self.checker.check(sentence, self.passages, question)

    def reason(self, sentence: str) -> str:
        """Why a sentence is withheld; empty when it is shown."""
        return self.check(sentence).reason


def open_desk(folder: Path) -> Desk:
    """Store the documents and read them back as a search would give them."""
    library = Library(folder / "library.sqlite3")
    documents = (
        Document(
            id="report", version=1, source="综述.txt", title="清河县党建工作综述",
            issued_on="2012-03-05", place="清河县", text=REPORT,
        ),
        Document(
            id="rules", version=1, source="办法.txt", title="清河县党员教育管理办法",
            number="清组发〔2012〕8号", issued_on="2012-02-10", place="清河县", text=RULES,
        ),
        Document(
            id="table", version=1, source="统计.txt", title="清河县历年党员统计",
            place="清河县", text=TABLE,
        ),
    )  # fmt: skip
    versions = []
    for document in documents:
        passages = tuple(split(document, 1000))
        vectors = np.zeros((len(passages), 4), dtype=np.float32)
        figures = extract_figures(document)
        stamp = FileStamp(len(document.text), 1)
        versions.append(NewVersion(document, passages, vectors, stamp, figures))
    library.store(versions, "none", FIGURES_FORMAT)
    library.flip([(document.id, document.version) for document in documents])
    found = tuple(
        ScoredPassage(passage, document.info, 1.0)
        for document in documents
        for passage in library.document_passages(document.id)
    )
    return Desk(library, SentenceChecker(library, SentenceReader.builtin()), found)
