"""The settings of the language model as HTML; pure functions. The key is never among them."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from pb_qa.answer_events import ModelStatus
from pb_qa.settings import Settings
from pb_qa.web.i18n import Texts
from pb_qa.web.markup import escape
from pb_qa.web.work import Failed

_EXAMPLE: Final = (
    "PB_QA_LLM_BASE_URL=http://127.0.0.1:11434/v1",
    "PB_QA_LLM_MODEL=qwen2.5:7b",
)


def shown_address(url: str) -> str:
    """An address without what may be secret in it: user, password, query and fragment."""
    try:
        parts = urlsplit(url)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return ""
    host = parts.hostname or ""
    named = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{named}{port}{parts.path}" if parts.scheme and host else ""


def is_here(url: str) -> bool:
    """Whether an address is one of this computer's own."""
    try:
        host = urlsplit(url).hostname or ""
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def render_panel(settings: Settings, status: ModelStatus | Failed | None, texts: Texts) -> str:
    """What is set, a button that tests it, and how to change it."""
    configured = bool(settings.llm_base_url and settings.llm_model)
    return (
        f'<h2 id="pb-model-heading">{escape(texts("model_panel"))}</h2>'
        f'<p class="pb-muted">{escape(texts("model_panel_hint"))}</p>'
        f"{_facts(settings, texts)}{_sent(settings, texts) if configured else ''}"
        f'<div data-model-result aria-live="polite">{render_result(status, texts)}</div>'
        f"{_how(configured, texts)}"
        f'<div class="pb-dialog-actions">{_test(texts) if configured else ""}'
        f'<button type="button" class="pb-quiet" data-model-close>'
        f"{escape(texts('model_close'))}</button></div>"
    )


def render_result(status: ModelStatus | Failed | None, texts: Texts) -> str:
    """What a check found; nothing before the first one."""
    if status is None:
        return ""
    if isinstance(status, Failed):
        return f'<p class="pb-model-bad">{escape(status.message(texts))}</p>'
    if not status.configured:
        return ""
    kind = "pb-model-good" if status.answers else "pb-model-bad"
    return f'<p class="{kind}">{escape(status.message)}</p>'


def _facts(settings: Settings, texts: Texts) -> str:
    key = bool(settings.llm_api_key.get_secret_value())
    if not (settings.llm_base_url or settings.llm_model):
        return ""
    unset = texts("value_unset")
    rows = (
        ("model_address", shown_address(settings.llm_base_url) or unset),
        ("model_name", settings.llm_model or unset),
        ("model_key", texts("key_set" if key else "key_unset")),
        ("model_seconds", texts("seconds_value", seconds=f"{settings.llm_seconds:g}")),
        ("model_context", texts("tokens_value", tokens=f"{settings.llm_context_tokens:,}")),
    )
    facts = "".join(
        f"<div><dt>{escape(texts(name))}</dt><dd>{escape(value)}</dd></div>" for name, value in rows
    )
    return f'<dl class="pb-model-facts">{facts}</dl>'


def _sent(settings: Settings, texts: Texts) -> str:
    """Where the documents' words go."""
    here = is_here(settings.llm_base_url)
    said = escape(texts("sent_here" if here else "sent_elsewhere"))
    return f'<p class="{"pb-muted" if here else "pb-note"}">{said}</p>'


def _test(texts: Texts) -> str:
    label = escape(texts("test_model"))
    return f'<button type="button" class="pb-quiet pb-strong" data-model-test>{label}</button>'


def _how(configured: bool, texts: Texts) -> str:
    """How to set the model, at length only for who has not done it."""
    if configured:
        return f'<p class="pb-muted">{escape(texts("model_how_change"))}</p>'
    lines = escape("\n".join(_EXAMPLE))
    return (
        f'<p class="pb-note">{escape(texts("model_missing"))}</p>'
        f"<p>{escape(texts('model_how'))}</p><pre>{lines}</pre>"
        f'<p class="pb-muted">{escape(texts("model_how_key"))}</p>'
    )
