"""Every text of the page, in Chinese and in English.

Chinese is for a browser that prefers Chinese or says nothing, English for all others.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from pb_qa.web.i18n_documents import DOCUMENTS_TEXTS
from pb_qa.web.i18n_figures import FIGURES_TEXTS
from pb_qa.web.i18n_model import MODEL_TEXTS


class Language(StrEnum):
    """A language the page speaks; the value is the ``lang`` attribute."""

    CHINESE = "zh-CN"
    ENGLISH = "en"


_TEXTS: Final[dict[str, tuple[str, str]]] = {
    "title": ("政策文件问答", "Policy document Q&A"),
    "tab_chat": ("提问", "Ask"),
    "question": ("您的问题", "Your question"),
    "question_hint": (
        "输入问题，按回车提问",
        "Type a question and press Enter",
    ),
    "send": ("提问", "Ask"),
    "new_chat": ("新对话", "New chat"),
    "begun": ("已开始新对话", "A new chat has begun"),
    "bring_back": ("恢复上一个对话", "Bring back the last one"),
    "welcome": ("想从文件里查什么？", "What would you like to find in the documents?"),
    "welcome_hint": (
        "回答都注明出处。点句末的编号，就能看到它在原文里的位置。",
        "Every answer names its sources. "
        "Click the number after a sentence to see it in its source.",
    ),
    "examples": ("可以这样问", "For example"),
    "no_documents": (
        "库里还没有文件。请到“文档”页添加，然后就能提问。",
        "There are no documents yet. Add some under “Documents”, then ask.",
    ),
    "warming_up": (
        "正在装载检索模型。现在就可以提问，装好后马上回答。",
        "The search model is loading. Ask now; the answer comes as soon as it is ready.",
    ),
    "waiting_for_model": (
        "检索模型还在装载，装好后马上回答",
        "Waiting for the search model to load",
    ),
    "searching": ("正在文件里查找", "Searching the documents"),
    "you_asked": ("您问", "You asked"),
    "answered": ("回答", "Answer"),
    "direct": ("直接回答", "Direct answer"),
    "resolved": ("按“{question}”查找", "Searched for “{question}”"),
    "from_documents": ("文件原文", "In the documents' words"),
    "also_in": ("另见", "Also in"),
    "also_reposts": ("另见 {count} 份转载", "Reposts that say the same: {count}"),
    "open_repost": ("转载《{title}》（{source}），打开原文", "Repost: {title} ({source}), open it"),
    "range": ("查找范围", "Where to look"),
    "range_all": ("全部资料", "All documents"),
    "range_said": ("只在“{collection}”里查找", "Searched in “{collection}” only"),
    "ask_everywhere": ("在全部资料里找", "Search all documents"),
    "open_citation": (
        "出处 {number}：《{title}》{place}，打开原文",
        "Source {number}: {title} {place}, open the document",
    ),
    "coverage": (
        "已引用 {cited} 条，共 {matched} 条匹配",
        "{cited} cited of {matched} that match",
    ),
    "coverage_complete": (
        "已引用全部 {matched} 条匹配",
        "Everything that matches is cited ({matched})",
    ),
    "show_all": ("查看全部", "Show all"),
    "all_matches": (
        "按相关程度找到的 {count} 段原文",
        "{count} passages found, grouped by document",
    ),
    "no_matches": ("没有找到匹配的段落。", "No passage matches."),
    "abstained": ("文件里没有说明这个问题。", "The documents do not say."),
    "abstained_hint": (
        "没有哪句原文足以回答，所以不作回答。",
        "No sentence bears out an answer, so none is given.",
    ),
    "nearest": (
        "最接近的段落（不是答案，仅供您自己判断）",
        "Nearest passages (not an answer; judge for yourself)",
    ),
    "open_passage": ("打开原文", "Open the document"),
    "offer_hint": (
        "下面不是您问的那一项，只是文件里与它最接近的数据。",
        "Below is not what you asked for, only the nearest figure that the documents state.",
    ),
    "aim": ("目标", "target"),
    "open_number": ("打开原文，这个数字带下划线", "Open the sentence with this figure underlined"),
    "unit_elsewhere": (
        "单位写在原文别处，例如表头",
        "The unit stands elsewhere, e.g. in the head of the table",
    ),
    "words_of_text": ("原文：{words}", "in the text: {words}"),
    "period_from_context": ("时期据上下文", "time from the context"),
    "reckoned": ("计算得出", "computed"),
    "reckoned_hint": (
        "这个数不是文件里的原话，是用下面的数据算出来的：",
        "This number is not quoted from a document; it is computed from these figures:",
    ),
    "cited_sentences": (
        "以上数据的 {count} 句原文，点开逐句核对",
        "The {count} sentences that state these figures",
    ),
    "records": ("查看这项数据的全部记录", "All records of this indicator"),
    "records_of": ("查看“{indicator}”的全部记录", "All records of “{indicator}”"),
    "figures_differ": (
        "同一时期的数字不一致，请点开原文核对。",
        "Figures for the same time differ; please check them in their documents.",
    ),
    "figures_listed": (
        "列出 {cited} 项，共 {matched} 项符合。",
        "{cited} listed of {matched} that match.",
    ),
    "seconds": ("用时 {seconds} 秒", "{seconds} s"),
    "copy_answer": ("复制回答和出处", "Copy with sources"),
    "copy_offer": ("复制这段说明和出处", "Copy with sources"),
    "copied": ("已复制", "Copied"),
    "copy_failed": ("没能复制，请手动选择文字", "Copying failed; please select the text"),
    "references": ("参考文献", "References"),
    "rate_up": ("有用", "Helpful"),
    "rate_down": ("没用", "Not helpful"),
    "rated": ("已记下，谢谢", "Noted, thank you"),
    "failed": ("没能回答这个问题。", "This question could not be answered."),
    "unexpected": (
        "程序出了意外，详情已写入运行日志。请再问一次；如果仍然这样，请把日志交给管理员。",
        "Something unexpected happened; the details are in the log. Please ask again.",
    ),
    "answer_lost": (
        "与程序的连接中断了。请确认程序还在运行，再问一次。",
        "The connection to the program was lost. Check that it is running, then ask again.",
    ),
    "source": ("原文", "Source document"),
    "close": ("关闭原文", "Close"),
    "loading": ("正在打开…", "Opening…"),
    "open_failed": (
        "没能打开原文。请确认程序还在运行，再点一次。",
        "The document could not be opened. Check that the program is running, then try again.",
    ),
    "older_version": (
        "这份文件后来换了新版本；下面是回答时引用的那一版。",
        "This document has since been replaced; this is the version that was cited.",
    ),
    "withdrawn": ("该文件已移出", "document removed"),
    "quotes_withdrawn": (
        "《{title}》已移出，{count} 条引文不再显示；放回后重新提问可见。",
        "“{title}” has been removed; {count} of its quotes are hidden. "
        "Put it back and ask again to see them.",
    ),
    "gone": (
        "这份文件已经不在库里了，可能被删除或换了新版本。请重新提问。",
        "This document is no longer in the library. Please ask again.",
    ),
    "issuer": ("发文机关", "Issued by"),
    "issued_on": ("日期", "Date"),
    "number": ("文号", "Number"),
    "publisher": ("来源", "Publisher"),
    "author": ("作者", "Author"),
    "file": ("文件", "File"),
    "place": ("位置", "Place"),
    "page": ("第 {page} 页", "p. {page}"),
    "copy_citation": ("复制引文（GB/T 7714）", "Copy citation (GB/T 7714)"),
    "to_quote": ("回到引文", "Back to the quote"),
    "receipt": ("整理时去掉了 {count} 处", "{count} cuts made while cleaning"),
    "receipt_none": (
        "整理时没有去掉任何内容",
        "Nothing was cut while cleaning",
    ),
    "receipt_hint": (
        "只去掉与正文无关的内容，文字一个不改。划掉的是去掉的部分，点一处看它原来的位置。",
        "Only what is not part of the text was cut, shown struck through; nothing was changed. "
        "Click one to see where it stood.",
    ),
    **DOCUMENTS_TEXTS,
    **FIGURES_TEXTS,
    **MODEL_TEXTS,
}


class Texts:
    """The page's texts in one language: ``texts("coverage", cited=5, matched=146)``."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._column = 0 if language is Language.CHINESE else 1

    def __call__(self, key: str, **values: object) -> str:
        """The text for ``key`` with ``values`` filled in."""
        return _TEXTS[key][self._column].format(**values)


def texts_for(accept_language: str | None) -> Texts:
    """Choose the language from an ``Accept-Language`` header.

    Parameters
    ----------
    accept_language
        The header's value, e.g. ``"en-GB,en;q=0.9,zh;q=0.5"``; weights are compared,
        malformed weights count as 0.
    """
    if not accept_language or not accept_language.strip():
        return Texts(Language.CHINESE)
    best_tag, best_weight = "", -1.0
    for item in accept_language.split(","):
        tag, _, parameter = item.strip().partition(";")
        weight = _weight(parameter)
        if tag and weight > best_weight:
            best_tag, best_weight = tag.strip().lower(), weight
    chinese = best_tag == "*" or best_tag.split("-")[0] == "zh"
    return Texts(Language.CHINESE if chinese else Language.ENGLISH)


def _weight(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def translations(language: Language) -> dict[str, str]:
    """Texts without placeholders, for labels that the browser itself fills in."""
    texts = Texts(language)
    return {key: texts(key) for key, pair in _TEXTS.items() if "{" not in pair[0]}
