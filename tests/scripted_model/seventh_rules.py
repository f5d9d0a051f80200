"""Rules told with their case, their day, their bodies or their exceptions in the wrong place."""

from __future__ import annotations

import re
from typing import Final

from .behaviour import Utterance
from .scene import Scene, Source
from .seventh_phrasing import (
    ANY_NUMBER,
    Maker,
    Retold,
    exchanging,
    forged,
    matching,
    named,
    replaced,
)

_MODAL: Final = (
    "应当|可以|不得|只能|必须|处|由|按照|依照|免予|不予|予以|给予|视为|适用|有权|承担|减轻|推定|参照|"
    "没收|责令|吊销|撤销|追究"
)
CASES: Final = (
    rf"(?P<a>(?<![^，。；：\s\u3000])[^，。；：、“”]{{3,26}}?(?:的，|(?=应当|可以|不得|只能|必须)))(?P<x>(?:{_MODAL})[^；。：]{{4,50}}?)；"
    rf"(?P<b>[^，。；：、“”]{{3,26}}?(?:的，|(?=应当|可以|不得|只能|必须)))(?P<y>(?:{_MODAL})[^；。：]{{4,50}}?)(?=[；。]|$)"
)
_HEAD: Final = r"^(?P<h>第[零〇一二三四五六七八九十百千\d]+条[\s\u3000]+)?"
# Cases that stand further back in an article.
HEAD_OF: Final = r"(?P<h>^第[零〇一二三四五六七八九十百千\d]+条[\s\u3000]+)?"
# Words that point back at their own case cannot move to another one.
_POINTING: Final = re.compile(r"其|该|此|前款|前项|前述|上述|他|这|并处|同|也|还")
TERM: Final = (
    r"自(?P<e>[^，。；自]{2,20}?)之日起"
    r"(?P<t>[\d一二三四五六七八九十百]+(?:个工作日|个月|日|天|年)以?内)"
)
EXCEPTION: Final = (
    _HEAD + r"(?P<r>[^。；：]{8,90})[，；]但是?，?(?P<x>[^，。；]{4,44}?)(?P<d>的)?除外$"
)
_DAYS: Final = ("收到申请", "作出决定", "材料受理", "公示期满", "合同签订", "判决生效", "发现问题")


def cases_differ(found: re.Match[str]) -> bool:
    """Whether two cases of a rule can each be told by themselves."""
    pointing = _POINTING.search(found["x"] + found["y"] + found["b"])
    # Of two cases or of two bodies alike; a case against a body would leave too much open.
    alike = found["a"][-2:] == "的，" == found["b"][-2:] or found["a"][-3:] == found["b"][-3:]
    return alike and not pointing and found["x"] != found["y"]


def _exchanged(found: re.Match[str], source: Source, scene: Scene) -> Retold:
    if not cases_differ(found):
        return None
    wrong = f"{found['a']}{found['y']}"
    return f"{found['h'] or ''}{wrong}；{found['b']}{found['x']}", wrong


def _other_case(found: re.Match[str], source: Source, scene: Scene) -> Retold:
    # What is ordered in the lesser case may hold in the graver one as well.
    if not cases_differ(found) or re.search("责令|批评|警告|处分|罚款", found["x"]):
        return None
    wrong = f"{found['b']}{found['x']}"
    return f"{found['h'] or ''}{wrong}", wrong


def _other_day(found: re.Match[str], source: Source, scene: Scene) -> Retold:
    events = [
        one[1]
        for other in scene.sources
        for one in re.finditer(r"自([^，。；自其该]{3,14}?)之日起", other.text)
    ]
    fit = [e for e in (*events, *events, *_DAYS) if e not in source.text and found["e"] not in e]
    alike = [e for e in fit if not set(e[-2:]) & set(found["e"])]
    if not alike:
        return None
    wrong = f"自{scene.chance.choice(alike)}之日起"
    return replaced(source, found, f"{wrong}{found['t']}"), wrong


def _without_exception(found: re.Match[str], source: Source, scene: Scene) -> Retold:
    if re.search(r"下列|另有|规定", found["x"]):
        return None
    wrong = scene.chance.choice(
        (f"{found['x']}{found['d'] or ''}也不例外", f"包括{found['x']}{found['d'] or ''}")
    )
    return f"{found['h'] or ''}{found['r']}，{wrong}", wrong


_CONDITION: Final = (
    (rf"(?P<n>(?:百分之)?{ANY_NUMBER}(?:个)?(?:年|个?月|日|元|人|周岁|万元|名)?)以上(?P<t>[^，。；]{{0,12}}的，)",
     (r"不满\g<n>\g<t>",)),
    (rf"(?<!以上)(?:不满|未满)(?P<n>(?:百分之)?{ANY_NUMBER}(?:个)?(?:年|个?月|日|元|人|周岁|万元|名))(?P<t>[^，。；]{{0,12}}的，)",
     (r"超过\g<n>\g<t>",)),
    (r"未经(?P<x>[^，。；]{2,16}?)(?P<k>同意|批准|许可|授权)(?P<t>(?:的)?，[^，。；]{0,20}不得)",
     (r"即使经\g<x>\g<k>\g<t>",)),
    (r"经(?P<x>[^，。；]{2,16}?)(?P<k>同意|批准|许可|授权)(?P<t>(?:的|后)?，[^，。；]{0,10}可以)",
     (r"无需\g<x>\g<k>\g<t>",)),
    (r"无正当理由(?P<t>[^，。；]{2,20}的，)", (r"不论有无正当理由，只要\g<t>",)),
    (r"逾期(?:不|未|拒不)(?P<t>[^，。；]{0,12}的，)", (r"按期\g<t>",)),
    (r"情节严重(?P<t>的，)", (r"情节较轻\g<t>",)),
    (r"拒不(?P<t>[^，。；]{2,12}的，)", (r"已经\g<t>",)),
    (r"没有约定或者约定不明确的，", ("已有明确约定的，",)),
    (r"(?<![^，。；])有过错的，", ("没有过错的，",)),
    (r"(?<![^，。；者人])发生(?P<x>[^，。；]{2,10})的，", (r"未发生\g<x>的，",)),
)  # fmt: skip
_ACTING: Final = r"(?=[^，。；]{0,24}(?:批准|决定|备案|制定|确定|负责|报告|审批|审查|规定|监督))"
_AUTHORITY: Final = (
    (rf"县级以上(?=地方|人民|各级|[^，。；]{{0,6}}部门){_ACTING}", ("省级以上",)),
    (rf"省级以上{_ACTING}", ("县级以上", "设区的市级")),
    (rf"设区的市级?以上{_ACTING}", ("乡镇",)),
    (r"(?<=[由经报])国务院(?=批准|决定|规定|制定|备案|另行)", ("省级人民政府",)),
    (rf"省、自治区、直辖市人民政府{_ACTING}", ("县级人民政府", "国务院")),
    (rf"乡镇人民政府{_ACTING}", ("省级人民政府",)),
    (r"(?<=[由经])省级人民政府(?=批准|决定|规定|制定|指定)", ("县级人民政府",)),
    (r"(?<=[由经])公安机关", ("人民法院",)),
    (r"(?<=[由经])人民检察院", ("公安机关",)),
    (r"(?<=[由向])人民法院(?=[^，。；]{0,10}(?:决定|裁定|审理|起诉|申请|提起))", ("仲裁委员会",)),
)
_SIDE: Final = (
    r"[^，。；：、\s\u3000\d０-９的向与和应当可以被其未]{1,7}?(?:人|方|者|单位|公司|机构|机关|部门)"
)


def _sides_exchanged(found: re.Match[str], source: Source, scene: Scene) -> Retold:
    first, second = found["a"], found["b"]
    unfit = r"法院|检察|他|第三|对方|双方|社会|国家|人大|代表"
    if first in second or second in first or re.search(unfit, first + second):
        return None
    wrong = f"{second}{found['m']}{found['k']}向{first}{found['v']}"
    return replaced(source, found, wrong), wrong


def _office_exchanged(scene: Scene) -> Utterance | None:
    """A measure with the office that is charged with another one."""
    pattern = re.compile(
        r"(?:^|(?<=[\n。）]))(?P<m>[^，。；（）\n][^。；（）\n]{12,80})。(?P<n>（(?:负责部门：(?P<p>[^（）、]{3,16})|(?P<o>[^（）]{3,16}?)(?:会同有关部门)?负责)）)"
    )
    charged = [
        (passage, found)
        for passage in scene.prompt.passages
        for found in pattern.finditer(passage.text)
    ]
    for passage, found in scene.chance.sample(charged, len(charged)):
        own = found["o"] or found["p"]
        fit = [o["o"] or o["p"] for _, o in charged if (o["o"] or o["p"])[:3] not in found["n"]]
        measure = found["m"].strip()
        if not fit or measure in scene.used:
            continue
        wrong = scene.chance.choice(sorted(set(fit)))
        frame = scene.chance.choice(("{m}，由{o}负责", "{o}负责的事项是：{m}", "{m}（{o}负责）"))
        body = frame.format(m=measure.split("，", 1)[-1] if len(measure) > 60 else measure, o=wrong)
        scene.used.add(measure)
        return forged(scene, [Source(passage, found[0])], body, wrong, own)
    return None


SEVENTH_RULES: Final[dict[str, Maker]] = named(
    {
        "condition turned": exchanging(_CONDITION, counted=False),
        "consequences of two cases exchanged": matching(HEAD_OF + CASES, _exchanged, counted=False),
        "consequence told of the other case": matching(HEAD_OF + CASES, _other_case, counted=False),
        "term from another day": matching(TERM, _other_day, counted=False),
        "exception told as no exception": matching(EXCEPTION, _without_exception, counted=False),
        "another authority": exchanging(_AUTHORITY, counted=False),
        "giver and taker exchanged": matching(
            rf"(?<![^，。；\s\u3000的])(?P<a>{_SIDE})(?P<m>应当|可以|有权|必须)(?P<k>[^，。；向]{{0,10}}?)向(?P<b>{_SIDE})"
            r"(?P<v>支付|提供|提出|申请|通知|报告|告知|交付|赔偿|请求|提交|返还|移送|主张|追偿)",
            _sides_exchanged,
            counted=False,
        ),
        "another office charged": _office_exchanged,
    }
)
