"""What the answering sentence must hold, by what is asked for: a 文号, a day, a name, a number."""

from __future__ import annotations

import re
from typing import Final

NUMBER_OF_DOCUMENT: Final = r"[〔\[(（][0-9]{4}[〕\])）][0-9]+号"
SOURCE_LINE: Final = (
    r"^[\[(（]?(?:来源|稿源|信息来源)[:： ]"
    r"|^[\[(（]?[^。]{2,8}(?:日报|晚报|新华社)[^。]{0,8}(?:电|讯|记者)"
)
_HAN: Final = "\u3400-\u9fff"
_POST: Final = (
    "总理|主席|部长|主任|书记|局长|厅长|司长|处长|科长|省长|市长|州长|区长|县长|镇长|乡长|村长"
    "|矿长|厂长|校长|院长|所长|站长|组长|队长|社长|会长|行长|馆长|秘书长|召集人|负责人|委员|同志"
    "|代表人?|总经理|经理|董事长|司令|将军|教授|院士|先生|女士|记者|主编|指导员|总指挥|检察长|审判长|英雄"
)
_SURNAME: Final = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严金魏陶姜戚谢邹喻柏窦章苏潘葛范彭鲁马苗方俞任袁柳"
    "唐罗薛贺倪汤滕殷毕郝邬安常于傅齐康伍余顾孟黄穆萧尹姚邵汪祁毛狄米明戴宋庞熊纪舒屈项祝董梁杜阮蓝闵席季贾"
    "江童颜郭梅盛林钟徐邱骆高夏蔡田樊胡凌霍虞万柯管卢莫房缪解应宗丁邓洪包左石崔吉龚程邢裴陆荣翁荀段侯白牛"
    "谭申桑牟聂晁靳温庄柴翟阎慕连茹习艾向古易廖庾岳肖辛武刘叶龙司黎仇栾甘祖符景詹束幸游付雷尚史耿齐文欧关"
)
_NAME: Final = rf"[{_SURNAME}][{_HAN}]{{1,2}}"
# Where a name begins that no post stands before.
_FROM: Final = rf"(?:^|[^{_HAN}]|[由是被对给向任])"
_PERSON: Final = (
    rf"(?:{_POST})[:： 、]*{_NAME}|{_FROM}{_NAME}(?:{_POST})|[{_HAN}]·[{_HAN}]"
    rf"|(?:^|[、:：,，;；|(（ ])[{_SURNAME}] ?[{_HAN}]{{1,2}}(?=$|[、,，。;；:：|(（) ])"
    rf"|{_FROM}{_NAME}(?=等|兼任|担任|任|国务院|副|作|说|指出|表示|受到|被|代表)"
)
_HOLDS: Final = (
    (re.compile("文号"), NUMBER_OF_DOCUMENT),
    (
        re.compile("(?:什么|哪[家个份])(?:报|媒体|杂志)|登在|刊登在|发表在哪|报道的?来源"),
        SOURCE_LINE,
    ),
    (
        re.compile(
            "电话(?:号码)?(?:是|为)?(?:多少|什么|几号|哪)|(?:打|拨)(?:什么|哪个|多少)(?:电话|号)"
        ),
        "[0-9]{3,4}[-—－ ]?[0-9]{6,8}|[0-9]{5,}",
    ),
    (
        re.compile("哪一?天|几月几[日号]|哪一?日|几号"),
        "[0-9一二三四五六七八九十]月[0-9一二三四五六七八九十]+[日号]",
    ),
    (
        re.compile("哪一?年|何年|什么年份"),
        "[0-9〇零一二三四五六七八九]{2,4}年|[去今前明]年"
        "|(?:民国|清末|[洪建永宣正景天成弘嘉隆万崇顺康雍乾道咸同光至大开贞][\u3400-\u9fff])"
        "[元0-9一二三四五六七八九十]{1,3}年",
    ),
    (
        re.compile("多(?:久|长时间)[^,，。?？]{0,6}(?:一[次回趟]|[次回趟])"),
        "每|一次|定期",
    ),
)

_ASKS_NAME: Final = re.compile(
    rf"(?P<post>{_POST})(?:现在|目前|到底|具体)?(?:是谁|叫什么|叫啥|姓什么|是哪一?位)"
    rf"|谁是[^,，。?？]{{0,16}}(?P<named>{_POST})[?？]?$"
)
_LONGEST_SALUTATION: Final = 24
_BODY_BEFORE: Final = re.compile(rf"[{_HAN}]{{1,2}}[部委局厅办院省市区县州]$")


def is_salutation(line: str) -> bool:
    """Whether a line in its search form is how a letter begins: 王青委员:"""
    return len(line) <= _LONGEST_SALUTATION and line.endswith(":")


def speaks_to(sentence: str) -> bool:
    """Whether a sentence in its search form speaks to whom the letter is written to."""
    return sentence.startswith(("您", "你"))


def name_asked_for(form: str) -> str:
    """A pattern of the holder's name beside the post whose holder is asked for; else empty.

    Parameters
    ----------
    form
        The question in its search form.
    """
    asked = _ASKS_NAME.search(form)
    if asked is None:
        return ""
    group = "post" if asked["post"] else "named"
    of_body = _BODY_BEFORE.search(form, 0, asked.start(group))
    # 工信部部长 is 工业和信息化部部长, and no other body's.
    body = ".{0,6}".join(of_body.group()) + ".{0,2}" if of_body else ""
    return rf"^(?=.*{body}{asked[group]}).*?(?:{_PERSON})"


def must_hold(form: str) -> str:
    """A pattern that the answering sentence must hold; empty where nothing is known of it."""
    return next((held for asked, held in _HOLDS if asked.search(form)), "")
