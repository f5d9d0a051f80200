"""What a question asks for, read from its words alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from pb_qa.text.search_form import search_form


class QuestionKind(StrEnum):
    """The sort of words that would answer."""

    FIGURE = "figure"
    DATE = "date"
    PERSON = "person"
    PLACE = "place"
    REASON = "reason"
    METHOD = "method"
    DEFINITION = "definition"
    LIST = "list"
    YESNO = "yesno"
    OTHER = "other"


# The first pattern that is found decides; what is asked for most precisely comes first.
_KINDS: tuple[tuple[QuestionKind, re.Pattern[str]], ...] = (
    (
        QuestionKind.DEFINITION,
        re.compile(r"(?:算|指)(?:的是?|是)?哪些?(?:人|单位|企业|机关)?(?:[?？,，]|$)"),
    ),
    (
        QuestionKind.LIST,
        re.compile(
            r"哪些|哪(?:[几两二三四五六七八九十]|[0-9]{1,2})(?:个|种|项|类|条|大|方面|点|家|次|部分)(?!月)"
            r"|哪(?:[两二三四五六七八九十]|[0-9]{1,2})(?!个?月|[年天日号届位名人])[一-鿿]"
            r"|(?:哪|分|走)几(?:步|招|样|块|档|件)|些(?:什么|啥)|列全"
            r"|(?:满足|符合|具备|达到)(?:什么|啥|怎样的?)(?:样的)?(?:条件|要求|资格|标准)"
            r"|(?:条件|原则|职责|职权|权利|义务|程序|步骤)(?:都|分别)?是(?:什么|啥)[?？]?$"
            r"|什么(?:东西|人|单位|企业|行为|商品)(?=不(?:能|得|可以|准|许|让|予)|(?:可以|才能|能够|应当|必须))"
            r"|什么样的(?:人员?|单位|企业|东西|物品|商品|行为|情形|情况)|(?<![指是])什么(?:情形|情况)下?(?!怎)"
            r"|列出|列举|罗列|分别(?:是|为|指|有)(?:什么|啥|哪)"
            r"|(?:[两二三四五六七八九十]|[0-9]{1,2})(?:个|种|项|类|条|大)[^,，。0-9]{0,14}(?:都|分别|各)?(?:是|指|有|包括)(?:什么|啥)[?？]?$"
            r"|有什么(?:措施|办法|做法|要求|规定|内容|活动|形式|方式|途径|任务|机制|制度)"
            r"|(?:包括|包含|含有|涉及|分为)(?:了)?(?:什么|几)|都有(?:谁|什么|啥)|有啥"
            r"|(?:几|多少)(?:种|类|方面|档)|(?:种类|类别|类型)(?:是什么|包括)?[?？]?$"
        ),
    ),
    (
        QuestionKind.DEFINITION,
        re.compile(
            r"(?:怎么|如何|怎样)(?:[界届]定|定义|理解)|指(?:的是?)?(?:什么|啥|谁|哪些?人)(?:[?？,，]|$)|指(?:的是?)?(?:什么|啥)"
            r"|(?:什么|啥)意思|怎么个|算(?:是)?(?:什么|啥)意思"
        ),
    ),
    (
        QuestionKind.DATE,
        re.compile(
            r"什么时[候间]|何时|何年|几时|啥时候?|哪一?个?(?:年|天|日|月|季|世纪|年代|朝代|时期|时候)"
            r"|几(?:月|号|日|年(?!级))|多久|什么年|年份|哪年|星期几|什么日子|截至什么"
        ),
    ),
    (
        QuestionKind.REASON,
        re.compile(
            r"为什么|为何|为啥|凭什么|凭啥|根子|原因|因何|缘故|缘由|由于什么|因为什么|怎么会|何以"
        ),
    ),
    (
        QuestionKind.FIGURE,
        re.compile(
            r"多少|几(?!乎|何|经)|百分之|比[重例率]|占比|多[大高长宽重快深远]|人数|数量|总[数量额值]"
            r"|面积|增速|增长率|率是|规模是"
        ),
    ),
    (
        QuestionKind.PERSON,
        re.compile(
            r"谁|哪一?[位人名]|哪个人|何人|什么人|[姓名]什么|叫什么名字|哪一?个(?:作家|人物|导演)"
        ),
    ),
    (
        QuestionKind.PLACE,
        re.compile(
            r"哪里|哪儿|何处|何地|在哪|去哪|从哪|什么地方|位于|地点"
            r"|哪一?个?(?:国家?|城市|地[区方点]|省|市|县|区|州|镇|村|岛|大?洲|学校|大学)"
        ),
    ),
    (
        QuestionKind.DEFINITION,
        re.compile(
            r"^什么是|指的?是?什么|何谓|什么叫|是(?:一?个)?(?:什么|啥)(?:东西|概念|表|情况)?[?？]?$"
            r"|的?定义|是指|含义"
        ),
    ),
    (
        QuestionKind.METHOD,
        re.compile(r"如何|怎么|怎样|咋|通过什么|用什么(?:方式|方法|办法)|靠什么"),
    ),
    (
        QuestionKind.YESNO,
        re.compile(
            r"[吗么嘛](?:[?？。(（]|$)|是否|是不是|有没有|可不可以|对不对|能否|可否|(?<![两二三四五六七八九十])[没不][?？]?$"
            r"|(?P<verb>[能会要算行让给准用须成得该可许])(?:不|没)(?P=verb)|合法|违法不|违不违法"
        ),
    ),
)

# The words that ask; what is left of a question is what it is about.
_ASKING = re.compile(
    r"请问|想?问一?下|我?想知道|我?想了解|麻烦|告诉我|帮我?查?一?下|查一?下|查询|介绍一下|说说|列出|列举|罗列"
    r"|什么时[候间]|什么地方|什么样|什么人|什么|为什么|为何|为啥|何时|何地|何处|何人|何谓|啥时候?|啥"
    r"|多少|百分之几|多久|多[大高长宽重快深远]|几(?!乎|何|经)|谁|怎么样|怎么|怎样|如何|咋样?"
    r"|哪[一几两二三四五六七八九十]?[些个位种项类条家次名所座部场届本支首]?|哪里|哪儿|是否|是不是|有没有|能不能|可不可以|能否|可否"
    r"|[吗呢吧呀啊嘛][?？。!]?$|[?？!。]"
)
_FILLER = re.compile(r"[的了是在有和与及或被把将就都也之其于为对]")

_UNIT_AFTER_ASKING = re.compile(
    r"(?:多少|几)(万|亿|千|百)?(?P<unit>个工作日|个月|个小时|个百分点|平方公里|公里|千米|平方米|立方米|公顷|公斤|千克|吨|斤|万元|亿元|元|块|美元"
    r"|人次|人|名|位|家|个|所|座|条|项|种|类|次|批|期|届|户|岁|年|月|天|日|小时|分钟|秒|倍|亩|度|级|层|间|张|本|部|篇"
    r"|部门|支|台|辆|艘|架|场|集|枚|块|票|字|点|成|分|回|代|场次|件|套|根|棵|头|只|匹|对|双|杯|瓶|幢|栋|支部)"
)
_SHARE = re.compile(
    r"百分之|比[重例率]|占比|占(?:了)?(?:全|总|其)?.{0,12}?多少|份额|增速|增长率|(?<!收视)率(?:是|为|达|有)?多少|增长了?多少"
)
_YEAR = re.compile(
    r"(?<![0-9])(1[5-9][0-9]{2}|20[0-9]{2})(?![0-9%多余来])(?!年的?(?:历史|之久))(?:年|-|/|\.|$|度)?"
)
_SHORT_YEAR = re.compile(r"(?<![0-9])(?<!公元)(?<!元前)([0-9]{2})年(?!级|代|来|间|以|龄|后|前|内)")
_HAN_YEAR = re.compile(r"([一二][〇零一二三四五六七八九○]{3})年")
_HAN_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*")


@dataclass(frozen=True, slots=True)
class Question:
    """A question read: what it asks for and what it is about.

    Attributes
    ----------
    text
        The question in its search form.
    content
        The stretches of the question that say what it is about, in their order.
    unit
        The counting word asked for, e.g. ``"名"`` in “多少名”, or ``"%"``.
    years
        Years named in the question, with four digits; ``"54年"`` counts as 1954.
    numbers
        All numbers named in the question, as written.
    before, after
        Up to four characters on each side of the asking word.
    """

    text: str
    kind: QuestionKind
    content: tuple[str, ...]
    unit: str
    years: frozenset[str]
    numbers: frozenset[str]
    before: str
    after: str


def read_question(text: str) -> Question:
    """Read what a question asks for; pure, in time linear in its length."""
    form = search_form(text).strip()
    kind = next((kind for kind, pattern in _KINDS if pattern.search(form)), QuestionKind.OTHER)
    asking = next(
        (m for m in _ASKING.finditer(form) if m.group() not in "?？!。" and m.end() > 2), None
    )
    before = form[max(0, asking.start() - 4) : asking.start()] if asking else ""
    after = form[asking.end() : asking.end() + 4].rstrip("?？。 ") if asking else ""
    return Question(
        text=form,
        kind=kind,
        content=tuple(piece for piece in _ASKING.sub("\n", form).split("\n") if piece.strip()),
        unit=_unit(form),
        years=years_in(form),
        numbers=frozenset(_NUMBER.findall(form)),
        before=before,
        after=after,
    )


def content_grams(question: Question, size: int) -> list[str]:
    """Character n-grams of the content, each once, without those made of filler words."""
    grams: dict[str, None] = {}
    for piece in question.content:
        for run in re.findall(r"[0-9]+(?:\.[0-9]+)?%?|[a-z]+|[^\W\d_a-z]+", piece):
            if run[0].isascii():
                grams[run] = None
                continue
            for start in range(len(run) - size + 1):
                gram = run[start : start + size]
                if size > 1 or not _FILLER.match(gram):
                    grams[gram] = None
    return list(grams)


def years_in(form: str) -> frozenset[str]:
    """Years named in a text in its search form, as four digits."""
    years = {match.group(1) for match in _YEAR.finditer(form)}
    years.update(m.group(1).translate(_HAN_DIGITS) for m in _HAN_YEAR.finditer(form))
    for match in _SHORT_YEAR.finditer(form):
        short = match.group(1)
        years.add(("19" if short >= "40" else "20") + short)
    return frozenset(years)


def _unit(form: str) -> str:
    if _SHARE.search(form):
        return "%"
    match = _UNIT_AFTER_ASKING.search(form)
    return match["unit"] if match else ""
