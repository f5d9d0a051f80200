"""Rules told wrong: another article, actor, day, term, list or document, no exception."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from .amounts import plain
from .behaviour import Utterance
from .fluent_phrasing import bare, by_rules, framed, replaced, told
from .prompt import PromptPassage
from .scene import Scene, Source

_NOTHING: Final = "没有这样的说法"
_OF_RULES: Final = re.compile(r"法》|法典》|条例》|办法|规定|细则|通知|意见|规则|章程")
_ARTICLE: Final = re.compile(r"^第[零〇一二三四五六七八九十百千\d]+条(?=[\s\u3000])")
_ACTOR: Final = re.compile(
    r"(?<![^，。；\s])(?P<actor>[^，。；：、的在对按向、\s\d]{2,20}?(?:部门|人民政府|机构|机关|单位|法院|检察院|企业|"
    r"学校|公司|经营者))(?=应当|负责(?!人)|不得|可以|必须|要(?![求设]))"
)
_ISSUER: Final = re.compile(r"[（(]([^，,（）()\d]{2,24})[，,]")
_TITLE: Final = re.compile(r"^《([^\d].{6,40}?|\d{4}年.{4,40}?)》(?=[（(]|$)")
_YEAR: Final = re.compile(r"\d{4}")
_DAY: Final = r"\d{4}年\d{1,2}月\d{1,2}日"
_ITEM: Final = r"[^，。；、：（）“”《》\d和及与等的]{2,8}"
_LIST: Final = re.compile(
    r"(?<=包括|包含|加强|实行|建立|发展|完善|推进|开展|推广|健全|制定|涉及|做好|重点|主要)"
    rf"(?!改革)({_ITEM}(?:、{_ITEM}){{2,6}})(?=等)"
)

_DEADLINES: Final = (
    (
        r"(?<![^，。；])(?:到|至)(\d{4}年)(?:底|末)?(?=，|[^，。；\d]{2,16}(?:达到|实现|建成|完成|形成|建立))",
        (r"从\1以后才开始", r"\1过后"),
    ),
    (r"(\d{4}年(?:底|末)?|年底|月底)(?:以|之)?前(?=[^，。；]{2})", (r"\1以后才", r"\1过后才")),
)
_WITHIN: Final = (
    (
        r"(?<=[\d一二三四五六七八九十两百])(个工作日|个月|日|天|年)(?:以|之)?内(?=[^，。；容部]|，)",
        (r"\1过后", r"\1届满以后", r"\1之后"),
    ),
)
_APPROVALS: Final = (
    (
        r"(?<=报)([^，。；报或]{2,16})(?:审批|批准|核准|审定)(?!或)",
        (r"\1备案", r"\1知晓", r"\1参考"),
    ),
    (r"(?<=向)([^，。；]{2,16})备案", (r"\1申请批准", r"\1取得许可", r"\1办理审批")),
    (r"(?<=报)([^，。；报或]{2,16})备案(?!或)", (r"\1批准", r"\1审批同意", r"\1核准")),
)
_COUNTED_FROM: Final = {
    "收到": ("发出", "废止"),
    "受理": ("驳回", "办结"),
    "作出": ("撤销", "送达"),
    "公布": ("施行", "废止"),
    "签订": ("解除", "履行"),
    "届满": ("开始",),
    "成立": ("解散", "注销"),
    "发生": ("查明", "报告"),
    "送达": ("作出",),
    "印发": ("废止", "修订"),
    "登记": ("注销", "申请"),
}


def _shares(first: str, second: str, length: int = 5) -> bool:
    """Whether two texts have as many characters in a row in common."""
    return any(first[i : i + length] in second for i in range(len(first) - length + 1))


def in_force(scene: Scene) -> Utterance | None:
    """The day of effect told as the day of issue, and the other way round."""
    for source in scene.fresh():
        found = re.search(rf"自?({_DAY})(?:起|开始)(?:施行|实施|执行|生效)", source.text)
        if found and (source.passage.text + source.passage.head).count(found[1]) == 1:
            wrong = found[1] + scene.chance.choice(("发布", "印发", "公布", "对外发布", "签发"))
            return replaced("issue and effect confused", scene, source, *found.span(), wrong)
        found = re.search(
            rf"(?:已经|已于|于)?({_DAY})[^，。；]{{0,20}}(?:通过|公布|发布|印发)", source.text
        )
        if found and not re.search(r"施行|生效|实施|执行", source.passage.text):
            wrong = f"自{found[1]}起" + scene.chance.choice(("施行", "生效", "执行"))
            return replaced("issue and effect confused", scene, source, *found.span(), wrong)
    return None


def issuer_acts(scene: Scene) -> Utterance | None:
    """What others are to do told as done by whoever issued the document."""
    for source in scene.fresh():
        issuer = _ISSUER.search(source.passage.head)
        found = _ACTOR.search(source.text)
        if not issuer or not found or plain(issuer[1]) in plain(source.text):
            continue
        actor = found["actor"]
        if actor in issuer[1] or re.search(r"各|本|该|任何|有关|其他|国家机关|我们", actor):
            continue
        span = found.span("actor")
        return replaced("issuer told as acting", scene, source, *span, issuer[1])
    return None


def other_article(scene: Scene) -> Utterance | None:
    """What one article lays down told of another article of the same document."""
    numbered = [(one, found[0]) for one in scene.fresh() if (found := _ARTICLE.match(one.text))]
    for source, article in numbered:
        for other, wrong in numbered:
            same = source.passage.head == other.passage.head
            if not same or article == wrong or _shares(bare(source), bare(other), 12):
                continue
            frame = scene.chance.choice(
                ("{a}规定，{b}", "按照{a}，{b}", "{b}，见{a}", "依据{a}的内容，{b}")
            )
            body = frame.format(a=wrong, b=bare(source))
            return told("article of another rule", scene, [source, other], body, wrong, article)
    return None


def deadline(scene: Scene) -> Utterance | None:
    """A year by which told as a year from which."""
    return by_rules("deadline told as start", scene, _DEADLINES)


def after_term(scene: Scene) -> Utterance | None:
    """What is to be done within a term told as done after it."""
    return by_rules("within told as after", scene, _WITHIN, head=_OF_RULES.pattern)


def notice(scene: Scene) -> Utterance | None:
    """What needs approval told as needing notice, and the other way round."""
    return by_rules("approval and notice confused", scene, _APPROVALS)


def other_start(scene: Scene) -> Utterance | None:
    """A term counted from another event."""
    for source in scene.fresh():
        for found in re.finditer(r"自([^，。；自]{2,20}?)之日起", source.text):
            verb = next((one for one in _COUNTED_FROM if one in found[1]), "")
            fit = [one for one in _COUNTED_FROM.get(verb, ()) if one not in source.text]
            if not fit:
                continue
            wrong = found[1].replace(verb, scene.chance.choice(fit), 1)
            return replaced("term from another event", scene, source, *found.span(1), wrong)
    return None


def other_document(scene: Scene) -> Utterance | None:
    """The very words of one document told as those of another one."""
    for source in scene.fresh():
        own, words = _title(source.passage), bare(source)
        if not own or len(words) > 75 or re.search(r"[“”‘’‚‛《》]|本[法条规通办意]", words):
            continue
        letters = re.sub(r"\W", "", plain(words))
        for passage in scene.chance.sample(scene.prompt.passages, len(scene.prompt.passages)):
            title = _title(passage)
            theirs = re.sub(r"\W", "", plain(passage.text))
            dated = {*_YEAR.findall(plain(own))} & {*_YEAR.findall(plain(title))}
            if not title or dated or plain(own)[:6] in plain(title) or letters in theirs:
                continue
            frame = scene.chance.choice(
                (
                    "《{t}》指出：“{q}”",
                    "“{q}”，这是《{t}》中的原话",
                    "《{t}》的原文是“{q}”",
                    "正如《{t}》所写，“{q}”",
                )
            )
            body = frame.format(t=title, q=words)
            return told(
                "quotation of another document", scene, [source, Source(passage, passage.text)],
                body, title, own,
            )  # fmt: skip
    return None


def _title(passage: PromptPassage) -> str:
    found = _TITLE.search(passage.head)
    return found[1] if found else ""


def _lists(source: Source) -> Iterator[tuple[re.Match[str], list[str]]]:
    for found in _LIST.finditer(source.text):
        yield found, found[1].split("、")


def item_replaced(scene: Scene) -> Utterance | None:
    """A list with one item of another list of the same passages."""
    for source in scene.fresh():
        for found, items in _lists(source):
            others = [
                item
                for other in scene.sources
                if other != source
                for _, theirs in _lists(other)
                for item in theirs
                if len(item) >= 3 and not _shares(item, source.text, 2)
            ]
            if not others or any(len(item) < 3 for item in items):
                continue
            index, wrong = scene.chance.randrange(1, len(items)), scene.chance.choice(others)
            told_as = "、".join([*items[:index], wrong, *items[index + 1 :]])
            return replaced("listed item replaced", scene, source, *found.span(1), told_as)
    return None


def part_as_all(scene: Scene) -> Utterance | None:
    """Some items of a list told as all that it has."""
    for source in scene.fresh():
        for found, items in _lists(source):
            kept = "和".join(scene.chance.sample(items, 2))
            frame = scene.chance.choice(
                (
                    "文中列出的只有{k}，没有别的内容：{c}",
                    "{c}，全部内容就是{k}",
                    "{c}，范围仅限于{k}",
                    "除{k}外，文件没有列出其他事项：{c}",
                )
            )
            rest = re.split(r"[，。；]", source.text[found.end() :])[0]
            body = frame.format(k=kept, c=_until(source, found.start()) + kept + _tail(rest))
            return told("part of a list told as all", scene, [source], body, kept, found[1])
    return None


def _until(source: Source, end: int) -> str:
    """The clause that leads up to a place, without the number of its article."""
    return _ARTICLE.sub("", re.split(r"[，。；]", source.text[:end])[-1]).strip()


def _tail(rest: str) -> str:
    """What follows a list in its clause, without the rest of its items."""
    found = re.match(r"等([^和及与、]{0,12})$", rest)
    return found[1] if found else ""


def no_exception(scene: Scene) -> Utterance | None:
    """A rule with an exception told as one that has none."""
    for source in scene.fresh():
        found = re.search(r"[，；](?:但[^。；]{4,80}|[^，。；但]{4,40})除外$", source.body)
        if not found or found.start() < 12 or "但" in source.text[: found.start()]:
            continue
        wrong = scene.chance.choice(
            (
                "，没有任何例外",
                "，不存在例外情形",
                "，无一例外",
                "，任何情况下都是如此",
                "，即使另有规定也是如此",
            )
        )
        body = framed(source.text[: found.start()], scene.chance) + wrong
        return told("exception denied", scene, [source], body, wrong, found[0])
    return None


FOURTH_RULES: Final[dict[str, Callable[[Scene], Utterance | None]]] = {
    "issue and effect confused": in_force,
    "issuer told as acting": issuer_acts,
    "article of another rule": other_article,
    "deadline told as start": deadline,
    "within told as after": after_term,
    "approval and notice confused": notice,
    "term from another event": other_start,
    "quotation of another document": other_document,
    "listed item replaced": item_replaced,
    "part of a list told as all": part_as_all,
    "exception denied": no_exception,
}
