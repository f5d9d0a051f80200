"""Texts about answers that a language model words, in Chinese and in English."""

from __future__ import annotations

from typing import Final

MODEL_TEXTS: Final[dict[str, tuple[str, str]]] = {
    # ---- the switch beside the question
    "model_unset": ("智能归纳未启用", "Summaries are off"),
    "model_checking": ("正在联系模型…", "Reaching the model…"),
    "model_failed": ("模型暂时不可用", "The model is unavailable"),
    "stop": ("停止", "Stop"),
    # ---- an answer on its way
    "model_asked": ("正在请模型“{model}”归纳", "Asking the model “{model}”"),
    "model_thinking": ("模型正在思考", "The model is thinking"),
    "model_writing": ("已核对 {count} 句，模型还在写", "{count} sentences checked, more to come"),
    "stopping": ("正在停止", "Stopping"),
    "stopped": (
        "已按您的要求停止，只有停止前核对过的句子。",
        "Stopped as you asked; only sentences checked before that are shown.",
    ),
    "stopped_empty": (
        "已按您的要求停止，模型还没有写出可以显示的句子。",
        "Stopped as you asked, before the model had written anything that can be shown.",
    ),
    # ---- an answer
    "worded_by": (
        "由语言模型“{model}”归纳，带编号的句子已与所引原文核对",
        "Worded by the language model “{model}”; numbered sentences were checked "
        "against what they cite",
    ),
    "unused_model": (
        "没有采用模型“{model}”的归纳，下面是原文摘录。",
        "The summary of “{model}” was not used; these are the documents' own words.",
    ),
    "doubt": ("请核对：{doubt}", "Please check: {doubt}"),
    "withheld_one": ("已隐去1句：{reason}", "1 sentence hidden: {reason}"),
    "withheld_many": ("已隐去{count}句：{reasons}", "{count} sentences hidden: {reasons}"),
    "and_more": (" 等", " and more"),
    "withheld_warning": (
        "下面是模型写的、没有通过核对的话，请不要引用；复制回答时不包括它们。",
        "What the model wrote and what did not pass the check. Do not quote it; "
        "it is not copied with the answer.",
    ),
    "unverified": ("未经核实", "Not verified"),
    "reasoning": ("模型的思考过程（未经核实）", "What the model thought (not verified)"),
    "quotes_cited": ("对照所引原文（{count} 条）", "The {count} quotes it cites"),
    "tokens": (
        "输入 {prompt}、输出 {completion} 个词元",
        "{prompt} tokens in, {completion} out",
    ),
    "copied_worded": (
        "（本回答由语言模型“{model}”归纳，不是文件原话；引用前请对照所附原文。）",
        "(Worded by the language model “{model}”, not in the documents' words; "
        "compare it with the quotes below before use.)",
    ),
    "quotes_copied": ("所引原文", "Quotes"),
    # ---- the panel of settings
    "model_panel": ("智能归纳的设置", "Settings for summaries"),
    "model_panel_hint": (
        "智能归纳由您自己指定的语言模型写成。程序逐句对照原文，数字、日期、文号对不上的句子不显示。",
        "A language model of your choice words the answer. Each sentence is checked against "
        "the documents; one whose figures, dates or numbers do not agree is not shown.",
    ),
    "model_address": ("地址", "Address"),
    "model_name": ("模型", "Model"),
    "model_key": ("密钥", "Key"),
    "model_seconds": ("最多等待", "Longest wait"),
    "model_context": ("上下文", "Context"),
    "value_unset": ("没有设置", "not set"),
    "key_set": ("已设置（不显示）", "set (not shown)"),
    "key_unset": ("没有设置（本机模型一般不需要）", "not set (local models seldom need one)"),
    "seconds_value": ("{seconds} 秒", "{seconds} s"),
    "tokens_value": ("{tokens} 个词元", "{tokens} tokens"),
    "sent_here": (
        "归纳时，问题和找到的段落会发送到这个地址，它就在这台电脑上。",
        "The question and the passages found are sent to this address, on this computer.",
    ),
    "sent_elsewhere": (
        "归纳时，问题和找到的段落会发送到这个地址，它不在这台电脑上。发送前请确认单位允许。",
        "The question and the passages found are sent to this address, which is not on this "
        "computer. Make sure that you may.",
    ),
    "model_missing": (
        "还没有设置语言模型，现在只能用“原文摘录”。",
        "No language model is set; answers are quotes only.",
    ),
    "model_how": (
        "在启动程序之前设置这些环境变量，然后重新启动。例如用本机的 Ollama：",
        "Set these environment variables before the program starts. With Ollama, for example:",
    ),
    "model_how_key": (
        "需要密钥的服务再加一行 PB_QA_LLM_API_KEY。密钥只从环境变量读取，"
        "不会显示在网页、日志和报错里。",
        "Services that need a key take it from PB_QA_LLM_API_KEY; it is never shown.",
    ),
    "model_how_change": (
        "要换地址、模型或密钥：改环境变量 PB_QA_LLM_BASE_URL、PB_QA_LLM_MODEL、"
        "PB_QA_LLM_API_KEY，再重新启动程序。",
        "To change them, set PB_QA_LLM_BASE_URL, PB_QA_LLM_MODEL and PB_QA_LLM_API_KEY, "
        "then start the program again.",
    ),
    "test_model": ("测试连接", "Test"),
    "model_close": ("关闭", "Close"),
}
