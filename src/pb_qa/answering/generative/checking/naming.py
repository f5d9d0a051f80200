"""Persons and bodies that a sentence names and its sources do not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pb_qa.text.places import bodies_in

_SURNAMES: Final = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪"
    "田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文凌聂庞樊兰殷施陶洪翟安颜倪严"
    "牛温芦季俞章鲁葛伍韦申尤毕齐庄"
)
_NAME: Final = f"(?P<name>[{_SURNAMES}][\u4e00-\u9fff]{{1,2}}?)"
_TITLES: Final = (
    "总书记|书记|主席|副主席|总理|副总理|委员长|部长|副部长|主任|副主任|省长|市长|县长|区长|局长|处长|科长|校长|院长|厅长|司长"
    "|会长|秘书长|董事长|总经理|经理|教授|院士|记者|指导员|同志|先生|女士|代表"
    "|负责人|发言人|专家|学者|厂长|组长|所长|队长|站长|理事长|研究员|工程师|支书|主管|干事"
)
_PERSON: Final = (
    re.compile(
        f"(?:{_TITLES}){_NAME}(?=[，。、；（()和与及等]|说|指出|表示|强调|介绍|认为|在|于|为|对|向|的|担任|$)"
    ),
    re.compile(f"(?<![\u4e00-\u9fff]){_NAME}(?:{_TITLES})(?!室|会|团|处|人)"),
    re.compile(
        f"(?:^|[在由经，。；,;]){_NAME}(?=(?:的|同志)?(?:主持|领导|带领|率领|指导|牵头|倡导|陪同|推动)(?:下|，|,|$|[\u4e00-\u9fff]))"
    ),
    re.compile(
        f"(?<![\u4e00-\u9fff]){_NAME}(?=指出|表示|强调|介绍|认为|说[，：:]|当选|担任|任(?!何|务))"
    ),
)
_ATTRIBUTED: Final = re.compile(
    "(?:根据|按照|依据|据)(?P<name>[^，。；：,;:]{2,20}?)的?"
    "(?:统计|介绍|透露|测算|预测|估计|反映|报道|公布|披露|发布|调查|分析|评估|表示|通报|监测|核算|称)(?![局部厅委司])"
)
_ANYBODY: Final = re.compile(
    "初步|不完全|有关|部门|方面|资料|文件|报告|材料|原文|文中|文档|相关|上述|以上|最新|抽样|权威|业内|官方|快速|历史|数据|规定|内容"
    "|提供|所|[本该此的了]|办法|条例|通知|意见|规划|方案|决定|法"
)
_NO_NAME: Final = re.compile(
    "全|市|县|省|区|部|局|主|工|农|业|会|员|长|其|任|常|方|高|文件|安全|金融|万|余|何|于|白|石油|江苏|江西|黄河"
)
_COMMON: Final = re.compile(
    "文件|文章|万一|金融|安全|方案|何时|高等|温家|常务|于是|白皮|石油|任务|时间|元月|程序|万人"
)


def persons_in(text: str) -> list[str]:
    """Names of persons beside a title or a verb of saying, each once."""
    found: dict[str, None] = {}
    for pattern in _PERSON:
        for match in pattern.finditer(text):
            name = match["name"]
            if not _NO_NAME.search(name[1:]) and not _COMMON.match(name):
                found[name] = None
    return list(found)


def unnamed(text: str, sources: Sequence[str]) -> list[str]:
    """Persons and bodies of a sentence that no source names, in their order.

    Parameters
    ----------
    text, sources
        In the search form. Of a body's name half its pairs of characters are enough, for
        names are often shortened.
    """
    around = "\n".join(sources)
    missing = [name for name in persons_in(text) if name not in around]
    named = [match["name"] for match in _ATTRIBUTED.finditer(text)]
    named = [name for name in named if len(_ANYBODY.sub("", name)) > 1]
    for name in dict.fromkeys((*bodies_in(text), *named)):
        if any(person in name for person in missing):
            continue
        pairs = [name[i : i + 2] for i in range(len(name) - 1)]
        if sum(pair in around for pair in pairs) * 2 < len(pairs):
            missing.append(name)
    return missing


__all__ = ["persons_in", "unnamed"]
