"""Made up and put to what is true: fines, articles, titles, dates, quotations nobody wrote."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Final

from .amounts import han, plain
from .behaviour import Utterance
from .fluent_phrasing import (
    UNDONE,
    bare,
    framed,
    is_new,
    told,
)
from .scene import Scene, Source

_NOTHING: Final = "没有这样的说法"
_RULE: Final = re.compile(r"应当|不得|必须|禁止|严禁|可以")
_RULES: Final = re.compile(r"法》|法典》|条例》|办法|规定|细则|通知|意见|规则|章程")
_TITLES: Final = (
    "《关于进一步深化基层治理改革的若干意见》",
    "《重点工作督查考核办法（试行）》",
    "《专项资金绩效评价实施细则》",
    "《关于建立容错纠错机制的指导意见》",
    "《数字化转型三年行动方案》",
    "《关于规范政务公开工作的通知》",
)
_VERBS: Final = {
    "加强": "强化",
    "推进": "推动",
    "建立": "构建",
    "完善": "健全",
    "提高": "提升",
    "加快": "加速",
    "促进": "助推",
    "坚持": "坚守",
    "保障": "确保",
    "支持": "扶持",
    "应当": "务必",
    "发展": "壮大",
    "实施": "施行",
}


def invented_duration(scene: Scene) -> Utterance | None:
    """How long something took, which nobody tells."""
    for source in scene.fresh():
        if not re.search(r"建成|竣工|完工|投产|通车|工程|试点|整治|培训班", source.text):
            continue
        if UNDONE.search(source.text) or len(source.text) > 90:
            continue
        months, days = scene.chance.choice([7, 13, 17, 19, 23]), scene.chance.choice([47, 83, 112])
        wrong = scene.chance.choice(
            (
                f"，历时{months}个月",
                f"，前后用了{days}天",
                f"，整个过程持续{months}个月",
                f"，为期{days}天",
                f"，比原定工期提前{days}天",
                f"，工期为{months}个月",
            )
        )
        if is_new(scene, wrong):
            body = framed(source.body, scene.chance) + wrong
            return told("duration invented", scene, [source], body, wrong, _NOTHING)
    return None


def _of_rules(source: Source) -> bool:
    """Whether a sentence lays down a rule, in a document of rules."""
    return bool(_RULE.search(source.text) and _RULES.search(source.passage.head))


def invented_penalty(scene: Scene) -> Utterance | None:
    """A fine that no rule sets."""
    for source in scene.fresh():
        if not _of_rules(source) or re.search(r"罚款|罚金|滞纳金", source.text):
            continue
        low = scene.chance.choice([3, 6, 8, 12])
        wrong = scene.chance.choice(
            (
                f"，违者处{low}万元以上{low * 5}万元以下罚款",
                f"，否则将被处以{low * 700}元罚款",
                f"，逾期的按日加收万分之{han(low)}的滞纳金",
                f"，罚款金额最高为{low * 7}万元",
                f"，拒不改正的{low}年内不得再次申请",
                f"，并扣减{low * 3}%的年度经费",
            )
        )
        if is_new(scene, wrong):
            body = framed(source.body, scene.chance) + wrong
            return told("penalty invented", scene, [source], body, wrong, _NOTHING)
    return None


def invented_article(scene: Scene) -> Utterance | None:
    """An article, paragraph and item of a document that the passages do not name."""
    for source in scene.fresh():
        article = han(scene.chance.randrange(61, 98))
        paragraph = scene.chance.choice(["第二款", "第三款", "第四款第二项", "第五项"])
        if f"第{article}条" in scene.words or paragraph in scene.words:
            continue
        named = f"第{article}条{paragraph}"
        frame = scene.chance.choice(
            (
                "按照该文件{x}，{b}",
                "{b}，依据是{x}",
                "{x}规定，{b}",
                "{b}（见{x}）",
                "根据{x}的要求，{b}",
                "{b}，这一内容载于{x}",
            )
        )
        body = frame.format(x=named, b=bare(source))
        return told("article invented", scene, [source], body, named, _NOTHING)
    return None


def invented_title(scene: Scene) -> Utterance | None:
    """A document by a title that nobody mentions."""
    for source in scene.fresh():
        title = scene.chance.choice([t for t in _TITLES if plain(t) not in scene.words])
        frame = scene.chance.choice(
            (
                "根据{t}，{b}",
                "{b}，这一内容后来写入{t}",
                "{b}，具体操作按{t}执行",
                "{t}提出，{b}",
                "{b}，配套文件为{t}",
                "按照{t}的部署，{b}",
            )
        )
        body = frame.format(t=title, b=bare(source))
        return told("document title invented", scene, [source], body, title, _NOTHING)
    return None


def invented_effect(scene: Scene) -> Utterance | None:
    """The day from which something holds, which nobody names."""
    for source in scene.fresh():
        if not _of_rules(source) or re.search(r"施行|生效", source.passage.text):
            continue
        year, month, day = (
            scene.chance.randrange(2003, 2021),
            scene.chance.randrange(1, 13),
            scene.chance.choice([1, 11, 16, 21, 26]),
        )
        date = f"{year}年{month}月{day}日"
        if f"{month}月{day}日" in scene.words or ("number", Fraction(year)) in scene.known:
            continue
        frame = scene.chance.choice(
            (
                "{b}，自{d}起施行",
                "自{d}起，{b}",
                "{b}，该规定{d}正式生效",
                "{d}以后，{b}",
                "{b}（{d}起执行）",
                "从{d}开始，{b}",
            )
        )
        body = frame.format(b=bare(source), d=date)
        return told("effective date invented", scene, [source], body, date, _NOTHING)
    return None


def invented_telephone(scene: Scene) -> Utterance | None:
    """A telephone number that nobody gives."""
    for source in scene.fresh():
        number = f"0{scene.chance.randrange(310, 999)}-{scene.chance.randrange(2000000, 8999999)}"
        wrong = scene.chance.choice(
            (
                f"，咨询电话为{number}",
                f"，可拨打{number}了解详情",
                f"（联系电话：{number}）",
                f"，监督举报电话{number}",
                f"，办理热线是{number}",
                f"，如有疑问请致电{number}",
            )
        )
        body = framed(source.body, scene.chance) + wrong
        return told("telephone number invented", scene, [source], body, number, _NOTHING)
    return None


# ---- between quotation marks, and not written so


def stitched(scene: Scene) -> Utterance | None:
    """Two stretches of one passage in one pair of quotation marks, never written together."""
    letters = re.sub(r"\W", "", scene.words)
    for source in scene.fresh():
        if opening := _clause(source, scene):
            others = [
                clause
                for one in scene.sources
                if one.passage == source.passage and one != source
                if (clause := _clause(one, scene))
            ]
            for other in scene.chance.sample(others, len(others)):
                if opening + other in letters:
                    continue
                wrong = f"{opening}，{other}"
                body = _quoting(scene).format(q=wrong)
                return told(
                    "quotation stitched", scene, [source], body, wrong, f"{source.text}……{other}"
                )
    return None


def _clause(source: Source, scene: Scene) -> str:
    fit = re.findall(r"(?<![^，。；])[^，。；：、“”（）《》\d第]{6,18}(?=[，；。])", source.text)
    return str(scene.chance.choice(fit)) if fit else ""


def _quoting(scene: Scene) -> str:
    return scene.chance.choice(
        (
            "文件强调“{q}”",
            "原文写道：“{q}”",
            "资料中的原话是“{q}”",
            "对此，文中用“{q}”加以概括",
            "“{q}”，这是文件的原文",
            "正如文件所说，“{q}”",
        )
    )


def misquoted(scene: Scene) -> Utterance | None:
    """A sentence in quotation marks with a word that it does not have."""
    for source in scene.fresh():
        if len(source.text) > 75 or re.search(r"[“”‘’]|^第", source.text):
            continue
        fit = [(word, other) for word, other in _VERBS.items() if word in source.text]
        for word, other in scene.chance.sample(fit, len(fit)):
            wrong = source.body.replace(word, other, 1)
            if plain(wrong) not in scene.words and f"{word}{word}" not in source.text:
                body = _quoting(scene).format(q=wrong)
                return told("quoted wording changed", scene, [source], body, other, word)
    return None


FLUENT_ADDITIONS: Final[dict[str, Callable[[Scene], Utterance | None]]] = {
    "duration invented": invented_duration,
    "penalty invented": invented_penalty,
    "article invented": invented_article,
    "document title invented": invented_title,
    "effective date invented": invented_effect,
    "telephone number invented": invented_telephone,
    "quotation stitched": stitched,
    "quoted wording changed": misquoted,
}
