"""A language model's part in the small assistant: answers in steps, by the question asked."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pb_qa.answer_events import (
    AnswerBegun,
    AnswerDone,
    AnswerEvent,
    ModelStatus,
    ReasoningAdded,
    SentenceShown,
    SentenceWithheld,
)
from pb_qa.answers import (
    Answer,
    AnswerMode,
    AnswerSentence,
    TokenUsage,
    WithheldSentence,
)
from pb_qa.settings import Settings

MODEL = "small-model:7b"
HOSTILE_MODEL_QUESTION = "含有远程内容的图片与链接脚本有多少"
FALLS_BACK_QUESTION = "党支部党员大会多久召开一次？"
FALLS_BACK_REASON = "语言模型在 60 秒内没有答完。以下是原文摘录。"
WORKS = f"模型“{MODEL}”可用，0.2 秒后开始回答。"
DOUBT = "“王五”不在所引原文中"

_REMOTE = "http://remote.invalid"
HOSTILE_WORDS = (
    f"<img src={_REMOTE}/m.png onerror=\"document.title='pwned'\">![x]({_REMOTE}/m2.png)"
    f"<script src={_REMOTE}/m.js></script>[点]({_REMOTE}/l) ${{fetch('{_REMOTE}/t')}} "
    "{{constructor.constructor('1')()}} `x` \\u0041"
)


def status_of(settings: Settings) -> ModelStatus:
    """Whether the small model is configured; one whose address holds “down” does not answer."""
    if not (settings.llm_base_url and settings.llm_model):
        return ModelStatus(
            False, False, "", "没有设置语言模型。请设置 PB_QA_LLM_BASE_URL 和 PB_QA_LLM_MODEL。"
        )
    if "down" in settings.llm_base_url:
        return ModelStatus(
            True, False, settings.llm_model, "连不上这个地址。请确认模型服务已经启动。"
        )
    return ModelStatus(
        True, True, settings.llm_model, f"模型“{MODEL}”可用，0.2 秒后开始回答。", 0.2
    )


def steps_of(
    answer: Answer, model: str, pause: float, stop: threading.Event
) -> Iterator[AnswerEvent]:
    """The extractive answer in a model's words, with one sentence withheld and one doubted."""
    yield AnswerBegun(model)
    if answer.question == FALLS_BACK_QUESTION:
        kept = replace(answer, model=model, notes=(FALLS_BACK_REASON,))
        yield AnswerDone(kept)
        return
    if stop.wait(pause):
        return
    hostile = HOSTILE_WORDS if answer.question == HOSTILE_MODEL_QUESTION else ""
    reasoning = ""
    for thought in ("先看第一份文件。", f"再看第二份。{hostile}"):
        yield ReasoningAdded(thought)
        reasoning += thought
        if stop.wait(pause):
            return
    sentences: list[AnswerSentence] = []
    for sentence in _worded(answer.sentences, hostile):
        sentences.append(sentence)
        yield SentenceShown(sentence)
        if stop.wait(pause):
            return
    withheld = WithheldSentence(
        f"全市共有2345名。{hostile}", f"数字“2345”在引用的原文中找不到{hostile}"
    )
    yield SentenceWithheld(withheld)
    yield AnswerDone(
        replace(
            answer,
            direct=None,
            sentences=tuple(sentences),
            mode=AnswerMode.GENERATIVE,
            model=model,
            withheld=(withheld,),
            usage=TokenUsage(1234, 56),
            reasoning=reasoning,
        )
    )


def _worded(quoted: Sequence[AnswerSentence], hostile: str) -> Iterator[AnswerSentence]:
    yield AnswerSentence("根据资料，情况如下：", ())
    for index, sentence in enumerate(quoted[:3]):
        words = f"据文件所述，{sentence.text}{hostile}"
        yield AnswerSentence(words, sentence.citations, (DOUBT,) if index == 1 else ())
