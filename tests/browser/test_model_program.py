"""The whole program with a model behind a real endpoint, as its reader sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect
from scripted_model import (
    Fault,
    FaultyBehaviour,
    Honest,
    Pace,
    Prompt,
    Said,
    ScriptedModel,
    Utterance,
)
from small_corpus import QUESTION, REMOTE, write_corpus
from whole_program import running

Open = Callable[..., Page]

KEY = "sk-page-77d1c0"
NAME = "演示模型"
# How long a busy computer may take from the question to the last sentence.
SLOW = 30_000


class Telling:
    """Thinks aloud, then says what stands in a passage and things that stand in none."""

    def answer(self, prompt: Prompt) -> Said:
        """A sentence that is borne out, one with a made-up figure, one with an image."""
        if not prompt.passages:
            return Said((Utterance(prompt.question),))
        number = next(p.number for p in prompt.passages if "指导员316名" in p.text)
        return Said(
            (
                Utterance(f"截至2012年6月底，全县共选派党建工作指导员316名[{number}]。"),
                Utterance(f"其中新选派指导员2345名[{number}]。"),
                Utterance(
                    f"![图]({REMOTE}/m.png)<img src={REMOTE}/m2.png>覆盖非公企业842家[{number}]。"
                ),
            ),
            f"先找指导员的人数。<img src={REMOTE}/r.png>![]({REMOTE}/r2.png)",
        )


@pytest.fixture(scope="module")
def model() -> Iterator[ScriptedModel]:
    with ScriptedModel(key=KEY) as server:
        yield server


@pytest.fixture(scope="module")
def program(model: ScriptedModel, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    place = tmp_path_factory.mktemp("program")
    corpus = write_corpus(place / "corpus")
    model.behaviour = Honest()
    given = {
        "PB_QA_LLM_BASE_URL": model.base_url,
        "PB_QA_LLM_MODEL": NAME,
        "PB_QA_LLM_API_KEY": KEY,
    }
    with running(corpus, place / "data", **given) as address:
        yield address


def _begin(page: Page) -> None:
    expect(page.locator(".pb-model")).to_have_attribute("data-state", "ready", timeout=SLOW)
    page.fill("#pb-question textarea", QUESTION)
    page.press("#pb-question textarea", "Enter")


def test_what_is_borne_out_is_shown_and_what_is_not_is_withheld(
    program: str, model: ScriptedModel, open_page: Open
) -> None:
    """`open_page` fails the test for any request of the page to another host."""
    model.behaviour, model.pace = Telling(), Pace(4, 0.02)
    page = open_page(program)
    _begin(page)
    answer = page.locator("#pb-current .pb-turn")
    expect(answer.locator(".pb-actions")).to_be_visible(timeout=SLOW)
    expect(answer.locator(".pb-worded-by")).to_contain_text(NAME)
    first = answer.locator(".pb-said").first
    expect(first).to_contain_text("全县共选派党建工作指导员316名")
    first.locator(".pb-chip").click()
    expect(page.locator("#pb-source mark")).to_contain_text("全县共选派党建工作指导员316名")
    page.keyboard.press("Escape")
    withheld = answer.locator(".pb-withheld")
    expect(withheld.locator("summary")).to_contain_text("已隐去1句：")
    expect(withheld.locator("summary")).to_contain_text("2345")
    assert "2345" not in answer.locator(".pb-said").all_inner_texts()
    answer.locator(".pb-reasoning summary").click()
    expect(answer.locator(".pb-thoughts")).to_contain_text("先找指导员的人数")
    assert page.locator("img[src*='remote']").count() == 0
    expect(answer.locator(".pb-actions")).to_contain_text("个词元")
    assert KEY not in page.content()


@pytest.mark.parametrize("way", ["the button", "another page", "a new chat"])
def test_whoever_stops_or_leaves_ends_the_request_itself(
    program: str, model: ScriptedModel, open_page: Open, way: str
) -> None:
    model.behaviour, model.pace = Telling(), Pace(1, 0.4)
    page = open_page(program)
    before = len(model.chats)
    _begin(page)
    expect(page.locator("#pb-current .pb-waiting")).to_contain_text("模型正在思考", timeout=SLOW)
    if way == "the button":
        page.locator("#pb-stop").click()
        expect(page.locator("#pb-current .pb-actions")).to_be_visible(timeout=SLOW)
        expect(page.locator("#pb-current .pb-turn")).to_contain_text("已停止")
    elif way == "another page":
        page.goto("about:blank")
    else:
        page.locator("#pb-new").click()
        expect(page.locator(".pb-welcome")).to_be_visible()
    assert model.settled(10.0), "the request goes on"
    asked = [one for one in model.chats[before:] if one.prompt and one.prompt.passages]
    assert [one.client_closed for one in asked] == [True]


def test_a_model_that_refuses_the_key_gets_quotes_and_a_line(
    program: str, model: ScriptedModel, open_page: Open
) -> None:
    model.behaviour, model.pace = Honest(), Pace()
    page = open_page(program)
    expect(page.locator(".pb-model")).to_have_attribute("data-state", "ready", timeout=SLOW)
    model.behaviour = FaultyBehaviour(Fault.KEY_ECHOED)
    _begin(page)
    answer = page.locator("#pb-current .pb-turn")
    expect(answer.locator(".pb-unused")).to_contain_text("不接受密钥（401）", timeout=SLOW)
    expect(answer).to_contain_text("316名")
    expect(answer.locator(".pb-worded-by")).to_have_count(0)
    page.locator(".pb-model").click()
    panel = page.locator("dialog.pb-model-panel")
    panel.get_by_role("button", name="测试连接").click()
    expect(panel.locator(".pb-model-bad")).to_contain_text("PB_QA_LLM_API_KEY", timeout=SLOW)
    assert KEY not in page.content()
    page.keyboard.press("Escape")
    # Until it is mended there are quotes only.
    expect(page.locator(".pb-model")).to_have_attribute("data-state", "failed")
    expect(page.get_by_role("radio", name="原文摘录")).to_be_checked()
    model.behaviour = Honest()
    page.locator(".pb-model").click()
    panel.get_by_role("button", name="测试连接").click()
    expect(panel.locator(".pb-model-good")).to_contain_text("可用", timeout=SLOW)
    page.keyboard.press("Escape")
    expect(page.get_by_role("radio", name="智能归纳")).to_be_checked()
