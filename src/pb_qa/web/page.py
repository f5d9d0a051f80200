"""The Gradio page and its tabs.

Imported only when a page is served: this is where the slow import of Gradio is.
"""

from __future__ import annotations

import hashlib
from typing import Final

import gradio as gr

from pb_qa.settings import Settings
from pb_qa.web.chat import Chat
from pb_qa.web.chat_tab import build_chat_tab
from pb_qa.web.i18n import Language, Texts, translations

# The components only announce themselves; what they do is in their scripts.
_DOCUMENTS: Final = "window.pbQaDocuments.attach(element)"
_FIGURES: Final = "window.pbQaFigures.attach(element)"

_FONTS: Final = (
    "system-ui",
    "-apple-system",
    "PingFang SC",
    "Microsoft YaHei",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "sans-serif",
)


def build_i18n() -> gr.I18n:
    """Labels that the browser translates; every Chinese locale gets Chinese."""
    chinese = translations(Language.CHINESE)
    locales = {"zh": chinese, "zh-CN": chinese, "zh-TW": chinese, "zh-HK": chinese}
    return gr.I18n(en=translations(Language.ENGLISH), **locales)


def build_theme() -> gr.themes.Base:
    """A plain theme that loads no font: only families the computer already has."""
    return gr.themes.Base(
        primary_hue=gr.themes.colors.red,
        neutral_hue=gr.themes.colors.stone,
        font=list(_FONTS),
        font_mono=["ui-monospace", "Consolas", "monospace"],
    )


def build_page(chat: Chat, settings: Settings, i18n: gr.I18n) -> gr.Blocks:
    """All tabs, wired; holds no data and imports no model."""
    page: gr.Blocks
    with gr.Blocks(title=Texts(Language.CHINESE)("title"), analytics_enabled=False) as page:
        # Kept under the library's key: two libraries never see each other's history.
        key = hashlib.sha256(str(settings.data_dir).encode()).hexdigest()[:16]
        history = gr.BrowserState([], storage_key=f"pb_qa-{key}", secret=key)
        previous = gr.BrowserState([], storage_key=f"pb_qa-{key}-previous", secret=key)
        with gr.Tabs(elem_id="pb-tabs"):
            with gr.Tab(label=i18n("tab_chat"), id="chat", elem_id="pb-chat-tab"):
                build_chat_tab(chat, page, history, previous, i18n)
            with gr.Tab(label=i18n("tab_documents"), id="documents", elem_id="pb-documents-tab"):
                # All it shows is fetched by plain GET, all it does is posted; see documents.js.
                gr.HTML(
                    "<div></div>",
                    elem_id="pb-documents",
                    js_on_load=_DOCUMENTS,
                    apply_default_css=False,
                )
            with gr.Tab(label=i18n("tab_figures"), id="figures", elem_id="pb-figures-tab"):
                # All it shows is fetched by plain GET; see figures.js.
                gr.HTML(
                    "<div></div>",
                    elem_id="pb-figures",
                    js_on_load=_FIGURES,
                    apply_default_css=False,
                )
    return page
