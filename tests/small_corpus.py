"""A small corpus of invented documents, written to any folder."""

from __future__ import annotations

from pathlib import Path

REMOTE = "http://remote.invalid"

# Source, encoding, content. The place and all figures are made up.
FILES = {
    "党建/指导员选派情况.md": (
        "utf-8",
        f"""# 清河县党建工作指导员选派情况

![合影]({REMOTE}/photo.png)

截至2012年6月底，全县共选派党建工作指导员316名，覆盖非公企业842家。
其中，向工业园区选派指导员128名，向商务楼宇选派指导员57名。

## 培训

2011年举办指导员培训班9期，培训1240人次。
指导员每月到企业工作不少于4天，每半年向县委组织部报告一次工作。

## 经费

县财政每年为每名指导员安排工作经费3000元。
""",
    ),
    "工作报告/2010年工作报告.txt": (
        "gb18030",
        """清河县2010年工作报告

2010年全县生产总值达到86.5亿元，比上年增长12.3%。
财政收入7.2亿元，城镇新增就业5400人。
粮食总产量为31.6万吨。
""",
    ),
    "工作报告/2011年工作报告.txt": (
        "utf-8",
        """清河县2011年工作报告

2011年全县生产总值达到98.1亿元，比上年增长13.4%。
财政收入8.9亿元，城镇新增就业6100人。
粮食总产量为33.2万吨。

责任编辑：王小明
""",
    ),
    "制度/考核办法.html": (
        "utf-8",
        f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>清河县干部考核办法</title>
<link rel="stylesheet" href="{REMOTE}/style.css"><script src="{REMOTE}/track.js"></script></head>
<body><h1>清河县干部考核办法</h1>
<img src="{REMOTE}/banner.png">
<h2>第一条</h2><p>为规范干部考核工作，制定本办法。</p>
<h2>第二条</h2><p>考核结果分为优秀、称职、基本称职、不称职四个等次。</p>
<h2>第三条</h2><p>优秀等次人数不超过参加考核人数的百分之二十。</p>
<p><a href="{REMOTE}/more">查看附件</a></p>
</body></html>
""",
    ),
}

QUESTION = "全县共选派了多少名党建工作指导员？"
FIGURE = "316名"
SOURCE = "党建/指导员选派情况.md"

# Question, source of the answer, words that a right answer holds.
QUESTIONS = (
    (QUESTION, SOURCE, "316"),
    ("2011年全县生产总值是多少？", "工作报告/2011年工作报告.txt", "98.1"),
    ("2010年粮食总产量是多少？", "工作报告/2010年工作报告.txt", "31.6"),
    ("优秀等次人数最多占多少？", "制度/考核办法.html", "百分之二十"),
    ("2011年举办了多少期指导员培训班？", SOURCE, "9期"),
)
UNANSWERABLE = "清河县博物馆的开放时间是几点？"


def write_corpus(folder: Path) -> Path:
    """Write every file under ``folder``, which is made if need be."""
    for source, (encoding, content) in FILES.items():
        path = folder / source
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode(encoding))
    return folder
