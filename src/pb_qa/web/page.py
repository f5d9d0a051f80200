"""The Gradio page: components, their places, and which event calls what.

Imported only when a page is served: this is where the slow import of Gradio is.
"""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from typing import Any, Final

import gradio as gr

from pb_qa.settings import Settings
from pb_qa.web.chat import MAX_QUESTION, Chat, View
from pb_qa.web.i18n import Language, Texts, texts_for, translations

_QUESTIONS_AT_ONCE: Final = 40
_RATINGS: Final = ("up", "down")

# The components only announce themselves; what they do is in page.js.
_CONNECT: Final = (
    "window.pbQa.connect(element, trigger, ['rate', 'again', 'everywhere', 'bring_back'])"
)
_DOCUMENTS: Final = "window.pbQaDocuments.attach(element)"
_FIGURES: Final = "window.pbQaFigures.attach(element)"

# The folder that questions are limited to; the page of figures remembers it by the same name.
_RECALL_RANGE: Final = "() => [localStorage.getItem('pb_qa-range') || '']"
_KEEP_RANGE: Final = "(name) => { localStorage.setItem('pb_qa-range', name || ''); return []; }"

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
                _build_chat(chat, page, history, previous, i18n)
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


def _build_chat(
    chat: Chat,
    page: gr.Blocks,
    history: gr.BrowserState,
    previous: gr.BrowserState,
    i18n: gr.I18n,
) -> None:
    past = gr.HTML("", elem_id="pb-past", js_on_load=_CONNECT, apply_default_css=False)
    current = gr.HTML("", elem_id="pb-current", js_on_load=_CONNECT, apply_default_css=False)
    with gr.Row(elem_id="pb-composer"):
        where = gr.Dropdown(
            choices=[("全部资料", "")],
            value="",
            elem_id="pb-range",
            label=i18n("range"),
            show_label=False,
            container=False,
            filterable=True,
            allow_custom_value=True,
            min_width=150,
            scale=0,
        )
        question = gr.Textbox(
            elem_id="pb-question",
            label=i18n("question"),
            placeholder=i18n("question_hint"),
            show_label=False,
            container=False,
            lines=1,
            max_lines=6,
            max_length=MAX_QUESTION,
            autofocus=True,
            scale=1,
        )
        send = gr.Button(i18n("send"), variant="primary", elem_id="pb-send", scale=0)
        renew = gr.Button(i18n("new_chat"), variant="secondary", elem_id="pb-new", scale=0)
    shown: list[Any] = [past, current, history, previous]

    def update(view: View) -> tuple[Any, ...]:
        parts = (view.past, view.current, view.history, view.previous)
        return tuple(gr.skip() if part is None else part for part in parts)

    async def ask(
        asked: str, kept: object, chosen: str | None, request: gr.Request
    ) -> AsyncIterator[Any]:
        first = True
        async for view in chat.ask(asked, kept, _texts(request), chosen or ""):
            yield (*update(view), "" if first else gr.skip())
            first = False

    async def everywhere(
        kept: object, event: gr.EventData, request: gr.Request
    ) -> AsyncIterator[Any]:
        async for view in chat.ask(str(event._data["question"]), kept, _texts(request)):
            yield update(view)

    async def ranges(chosen: str | None, request: gr.Request) -> Any:
        choices = await chat.ranges(_texts(request))
        there = chosen if chosen in {value for _, value in choices} else ""
        return gr.update(choices=choices, value=there, visible=len(choices) > 1)

    def restore(kept: object, request: gr.Request) -> str:
        return chat.restore(kept, _texts(request))

    async def again(kept: object, event: gr.EventData, request: gr.Request) -> tuple[Any, ...]:
        return update(await chat.again(kept, bool(event._data["current"]), _texts(request)))

    def clear(kept: object, left: object, request: gr.Request) -> tuple[Any, ...]:
        return update(chat.clear(kept, left, _texts(request)))

    async def bring_back(kept: object, left: object, request: gr.Request) -> tuple[Any, ...]:
        return update(await chat.bring_back(kept, left, _texts(request)))

    async def rate(kept: object, event: gr.EventData) -> Any:
        index, rating = event._data["turn"], event._data["rating"]
        if not isinstance(index, int) or rating not in _RATINGS:
            return gr.skip()
        changed = await chat.rate(index, rating, kept)
        return gr.skip() if changed is None else changed

    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    gr.on(
        [question.submit, send.click],
        ask,
        inputs=[question, history, where],
        outputs=[*shown, question],
        concurrency_limit=_QUESTIONS_AT_ONCE,
        **quiet,
    )
    page.load(restore, inputs=[history], outputs=[past], **quiet)
    page.load(ranges, inputs=[where], outputs=[where], js=_RECALL_RANGE, **quiet)
    where.focus(ranges, inputs=[where], outputs=[where], **quiet)
    where.change(None, inputs=[where], js=_KEEP_RANGE)
    renew.click(clear, inputs=[history, previous], outputs=shown, **quiet)
    past.bring_back(bring_back, inputs=[history, previous], outputs=shown, **quiet)
    past.again(again, inputs=[history], outputs=shown, **quiet)
    for conversation in (past, current):
        conversation.everywhere(
            everywhere,
            inputs=[history],
            outputs=shown,
            concurrency_limit=_QUESTIONS_AT_ONCE,
            **quiet,
        )
        conversation.rate(rate, inputs=[history], outputs=[history], **quiet)


def _texts(request: gr.Request) -> Texts:
    return texts_for(request.headers.get("accept-language"))
