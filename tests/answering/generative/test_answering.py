"""An answer in a model's words from question to last event, with everything behind it real."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from scripted_model import (
    DIALECTS,
    Dialect,
    Fault,
    FaultyBehaviour,
    Fixed,
    Honest,
    InTurn,
    Pace,
    ScriptedModel,
    wire,
)
from scripted_model.connection import Connection
from scripted_model.recording import Exchange
from small_corpus import FILES, QUESTION, SOURCE, UNANSWERABLE, write_corpus

from pb_qa import Answer, Assistant, Settings, Turn
from pb_qa.answer_events import (
    AnswerBegun,
    AnswerDone,
    AnswerEvent,
    ReasoningAdded,
    SentenceShown,
    SentenceWithheld,
)
from pb_qa.answering.chain import Asked
from pb_qa.answering.generative.model import LanguageModel
from pb_qa.answers import ABSTENTION, AnswerMode, TokenUsage
from pb_qa.catalog import MetadataEdit

TRUE = "全县共选派党建工作指导员316名[1]。"
FALSE = "全县共选派党建工作指导员2345名[1]。"
ALSO_TRUE = "覆盖非公企业842家[1]。"
SECONDS = 8.0


@pytest.fixture(scope="module")
def server() -> Iterator[ScriptedModel]:
    with ScriptedModel(pace=Pace(8)) as server:
        yield server


@pytest.fixture(scope="module")
def assistant(
    server: ScriptedModel, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("generative")
    corpus = write_corpus(folder / "corpus")
    original = FILES[SOURCE][1]
    (corpus / "转载").mkdir()
    for number in range(3):
        text = f"某某网 首页 > 要闻\n\n{original}\n责任编辑：{number}号\n"
        (corpus / "转载" / f"{number}.md").write_text(text, "utf-8")
    settings = Settings(
        corpus_dir=corpus,
        data_dir_override=folder / "data",
        llm_base_url=server.base_url,
        llm_model="演示",
        llm_seconds=SECONDS,
    )
    with Assistant(settings) as assistant:
        list(assistant.sync())
        assistant.langchain_chain  # noqa: B018  (the client takes seconds to load)
        assistant.model_status()
        yield assistant


@pytest.fixture(autouse=True)
def _as_it_was(server: ScriptedModel) -> Iterator[None]:
    served = server.serve
    yield
    server.serve, server.pace = served, Pace(8)  # type: ignore[method-assign]
    server.dialect = Dialect()


def steps(assistant: Assistant, question: str = QUESTION, **more: Any) -> list[AnswerEvent]:
    return list(assistant.ask_in_steps(question, **more))


def ask(assistant: Assistant, question: str = QUESTION, **more: Any) -> Answer:
    events = steps(assistant, question, **more)
    assert isinstance(events[-1], AnswerDone)
    assert sum(isinstance(event, AnswerDone) for event in events) == 1
    answer = events[-1].answer
    for citation in answer.citations:
        text = assistant.document(citation.document.id).text
        assert text[citation.start : citation.end] == citation.quote
    assert [c.number for c in answer.citations] == list(range(1, len(answer.citations) + 1))
    return answer


def breaks_after(server: ScriptedModel, text: str, how: Callable[[Connection], None]) -> None:
    """Make the server send a text and then do something else."""

    def serve(exchange: Exchange, connection: Connection) -> None:
        server.exchanges.append(exchange)
        connection.begin(200, "text/event-stream")
        connection.send(wire.chunk("演示", {"role": "assistant", "content": text}))
        try:
            how(connection)
        finally:
            exchange.ended_at = time.perf_counter()

    server.serve = serve  # type: ignore[method-assign]


# ---- what is shown


def test_sentences_are_shown_and_withheld_one_by_one(
    assistant: Assistant, server: ScriptedModel
) -> None:
    text = f"{TRUE}{FALSE}{ALSO_TRUE}"
    server.behaviour = Fixed(text, reasoning="先看第1段。")
    events = steps(assistant)
    kinds = [type(event) for event in events if not isinstance(event, ReasoningAdded)]
    assert kinds == [AnswerBegun, SentenceShown, SentenceWithheld, SentenceShown, AnswerDone]
    answer = ask(assistant)
    assert (answer.mode, answer.model) == (AnswerMode.GENERATIVE, "演示")
    assert [s.text for s in answer.sentences] == [
        "全县共选派党建工作指导员316名。",
        "覆盖非公企业842家。",
    ]
    assert "2345" in answer.withheld[0].reason and "2345" in answer.withheld[0].text
    assert answer.reasoning == "先看第1段。"
    prompt = server.chats[-1].prompt
    assert prompt is not None
    assert answer.usage == TokenUsage(len(prompt.text), len(text))
    assert answer.seconds > 0 and not answer.abstained
    one, two = answer.sentences
    assert one.citations == two.citations, "the same place has the same number"
    assert answer.text.splitlines()[0] == "全县共选派党建工作指导员316名。[1]"


def test_a_sentence_is_shown_as_soon_as_it_is_written(
    assistant: Assistant, server: ScriptedModel
) -> None:
    sent: list[float] = []

    def pause(connection: Connection) -> None:
        sent.append(time.perf_counter())
        connection.wait(0.5)
        connection.send(wire.chunk("演示", {"content": "另外"}))

    waits = []
    for _ in range(5):
        breaks_after(server, TRUE, pause)
        for event in assistant.ask_in_steps(QUESTION):
            if isinstance(event, SentenceShown):
                waits.append(time.perf_counter() - sent[-1])
                break
    assert len(waits) == 5
    # The bound is 50 ms; other work on the machine gets in between now and then.
    assert sorted(waits)[2] < 0.05, waits


def test_too_little_left_gives_the_documents_their_own_words(
    assistant: Assistant, server: ScriptedModel
) -> None:
    wrong = "".join(f"全县共选派{n}名[1]。" for n in (2345, 2346, 2347))
    for text in (FALSE, f"{TRUE}{wrong}", "没有出处的话，共316名。", "编造的[9]。"):
        server.behaviour = Fixed(text)
        answer = ask(assistant)
        assert answer.mode is AnswerMode.EXTRACTIVE, text
        assert "已隐去" in answer.notes[0] and answer.notes[0].endswith("以下是原文摘录。")
        assert answer.withheld and answer.model == "演示"
        assert answer.figures and "316" in answer.text


def test_a_model_that_finds_nothing_is_believed_only_where_the_documents_agree(
    assistant: Assistant, server: ScriptedModel
) -> None:
    server.behaviour = Fixed(ABSTENTION)
    known = ask(assistant)
    assert known.mode is AnswerMode.EXTRACTIVE and "316" in known.text
    assert known.notes[0] == "语言模型认为资料里没有答案。以下是原文摘录。"
    unknown = ask(assistant, UNANSWERABLE)
    assert unknown.abstained and unknown.mode is AnswerMode.GENERATIVE
    assert unknown.nearest and not unknown.withheld


def test_what_may_miss_the_question_is_said_to(assistant: Assistant, server: ScriptedModel) -> None:
    server.behaviour = Honest(1)
    answer = ask(assistant, UNANSWERABLE)
    assert not answer.abstained and "是否切题" in answer.notes[0]


def test_a_refusal_cannot_smuggle_a_claim(assistant: Assistant, server: ScriptedModel) -> None:
    server.behaviour = Fixed(f"{TRUE}资料中没有提到王小明受贿一事。")
    answer = ask(assistant)
    assert "王小明" not in answer.text and "王小明" in answer.withheld[0].text


def test_what_is_missing_of_several_things_is_said_with_a_doubt(
    assistant: Assistant, server: ScriptedModel
) -> None:
    missing = "资料中没有2019年的生产总值。"
    server.behaviour = Fixed(f"{missing}2011年全县生产总值达到98.1亿元[1]。")
    answer = ask(assistant, "2011年和2019年的生产总值各是多少？")
    assert [s.text for s in answer.sentences] == [missing, "2011年全县生产总值达到98.1亿元。"]
    assert answer.sentences[0].doubts and not answer.sentences[0].citations


def test_thoughts_that_were_not_opened_are_taken_back(
    assistant: Assistant, server: ScriptedModel
) -> None:
    server.behaviour = Fixed(f"先想{ALSO_TRUE}</think>{TRUE}")
    answer = ask(assistant)
    assert [s.text for s in answer.sentences] == ["全县共选派党建工作指导员316名。"]
    assert "842" in answer.reasoning


def test_the_same_again_is_shown_once_and_without_end_broken_off(
    assistant: Assistant, server: ScriptedModel
) -> None:
    server.behaviour = Fixed(f"{TRUE}{TRUE}{ALSO_TRUE}")
    assert len(ask(assistant).sentences) == 2
    server.behaviour, server.pace = Fixed(TRUE * 400), Pace(17, 0.01)
    answer = ask(assistant)
    assert len(answer.sentences) == 1
    assert "不停地写" in answer.notes[-1]
    assert server.settled() and server.chats[-1].client_closed


# ---- what the model is told


def test_only_the_collection_is_read(assistant: Assistant, server: ScriptedModel) -> None:
    server.behaviour = Honest()
    answer = ask(assistant, "2011年财政收入是多少？", collection="工作报告")
    prompt = server.chats[-1].prompt
    assert prompt is not None and prompt.passages
    assert all("指导员" not in passage.text for passage in prompt.passages)
    assert answer.collection == "工作报告"
    assert {c.document.source.split("/")[0] for c in answer.citations} == {"工作报告"}


def test_reposts_are_told_once_and_listed_under_their_leader(
    assistant: Assistant, server: ScriptedModel
) -> None:
    server.behaviour = Fixed(TRUE)
    answer = ask(assistant)
    prompt = server.chats[-1].prompt
    assert prompt is not None
    assert prompt.text.count("覆盖非公企业842家") == 1
    (citation,) = answer.citations
    assert len(citation.also) == 3


def test_figures_found_for_the_question_are_told(
    assistant: Assistant, server: ScriptedModel
) -> None:
    server.behaviour = Fixed(TRUE)
    ask(assistant)
    prompt = server.chats[-1].prompt
    assert prompt is not None
    assert "316名（2012年6月底，清河县）[1]" in prompt.text


def test_a_context_that_is_too_long_is_halved(assistant: Assistant, server: ScriptedModel) -> None:
    server.behaviour = Fixed(TRUE)
    served, lengths = server.serve, []

    def serve(exchange: Exchange, connection: Connection) -> None:
        lengths.append(len(str(exchange.body["messages"])))
        if len(lengths) == 1:
            body = b'{"error": {"message": "maximum context length is 700 tokens"}}'
            connection.whole(400, "application/json", body)
        else:
            served(exchange, connection)

    server.serve = serve  # type: ignore[method-assign]
    small = assistant.settings.model_copy(update={"llm_context_tokens": 2048})
    assistant.settings, kept = small, assistant.settings
    assistant._generation_parts = None
    try:
        answer = ask(assistant)
    finally:
        assistant.settings = kept
        assistant._generation_parts = None
    assert len(lengths) == 2 and lengths[1] < lengths[0]
    assert "模型一次读不下" in "".join(answer.notes)


def test_a_follow_up_costs_two_requests_and_their_tokens(
    assistant: Assistant, server: ScriptedModel
) -> None:
    server.behaviour = InTurn(
        [Fixed("2010年全县生产总值是多少？"), Fixed("2010年全县生产总值达到86.5亿元[1]。")]
    )
    before = len(server.chats)
    answer = ask(assistant, "2010年呢？", history=[Turn("2011年全县生产总值是多少？", "98.1亿元")])
    assert answer.resolved_question == "2010年全县生产总值是多少？"
    assert "86.5" in answer.text and answer.question == "2010年呢？"
    rewriting, writing = server.chats[before:]
    assert answer.usage is not None and rewriting.prompt and writing.prompt
    assert answer.usage.prompt == len(rewriting.prompt.text) + len(writing.prompt.text)


# ---- what goes wrong half way


def test_what_was_shown_before_a_break_stays(assistant: Assistant, server: ScriptedModel) -> None:
    breaks_after(server, f"{TRUE}{ALSO_TRUE}半句", lambda connection: connection.cut())
    answer = ask(assistant)
    assert answer.mode is AnswerMode.GENERATIVE and len(answer.sentences) == 2
    assert "不完整" in answer.notes[-1] and "中途断了" in answer.notes[-1]


def test_a_stream_that_ends_within_a_sentence_is_broken(
    assistant: Assistant, server: ScriptedModel
) -> None:
    breaks_after(server, f"{TRUE}全县共选派党建工作指导员316", lambda connection: connection.end())
    answer = ask(assistant)
    assert len(answer.sentences) == 1 and "中途断了" in answer.notes[-1]


def test_too_little_before_a_break_gives_the_documents_their_own_words(
    assistant: Assistant, server: ScriptedModel
) -> None:
    breaks_after(server, f"{FALSE}半句", lambda connection: connection.cut())
    before = len(server.exchanges)
    answer = ask(assistant)
    assert answer.mode is AnswerMode.EXTRACTIVE and "中途断了" in answer.notes[0]
    assert len(answer.withheld) == 1
    assert len(server.exchanges) == before + 1, "what has been read is not asked for again"


def test_a_stop_keeps_what_is_checked_and_hangs_up(
    assistant: Assistant, server: ScriptedModel
) -> None:
    server.behaviour, server.pace = Fixed(TRUE + "说" * 600), Pace(17, 0.05)
    stop = threading.Event()
    events = []
    for event in assistant.ask_in_steps(QUESTION, stop=stop):
        events.append(event)
        if isinstance(event, SentenceShown):
            stop.set()
    done = events[-1]
    assert isinstance(done, AnswerDone)
    assert "已停止" in done.answer.notes[-1] and len(done.answer.sentences) == 1
    assert server.settled(1.0) and server.chats[-1].client_closed


def test_a_stop_before_anything_was_said_asks_nothing(
    assistant: Assistant, server: ScriptedModel
) -> None:
    server.behaviour = Fixed(TRUE)
    stop = threading.Event()
    stop.set()
    before = len(server.exchanges)
    answer = ask(assistant, stop=stop)
    assert answer.mode is AnswerMode.EXTRACTIVE and "已停止" in answer.notes[0]
    time.sleep(0.1)
    assert len(server.exchanges) <= before + 1


def test_whoever_stops_listening_hangs_up(assistant: Assistant, server: ScriptedModel) -> None:
    server.behaviour, server.pace = Fixed(TRUE + "说" * 600), Pace(17, 0.05)
    events = assistant.ask_in_steps(QUESTION)
    next(event for event in events if isinstance(event, SentenceShown))
    events.close()  # type: ignore[attr-defined]
    assert server.settled(1.0) and server.chats[-1].client_closed


def test_without_a_model_the_documents_answer(assistant: Assistant) -> None:
    bare = assistant.settings.model_copy(update={"llm_base_url": ""})
    assistant.settings, kept = bare, assistant.settings
    assistant._generation_parts = None
    try:
        assert [type(event) for event in steps(assistant)] == [AnswerDone]
        assert ask(assistant).notes == ()
        wanted = ask(assistant, mode=AnswerMode.GENERATIVE)
        assert wanted.mode is AnswerMode.EXTRACTIVE and "没有配置语言模型" in wanted.notes[0]
        assert not assistant.model_status().configured
    finally:
        assistant.settings = kept
        assistant._generation_parts = None


# ---- as users of LangChain expect


class Told(BaseCallbackHandler):
    """Notes down what callbacks are told."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.parents: dict[UUID, UUID | None] = {}
        self.tokens = 0
        self.retrieved = 0
        self.ended = 0
        self.failed: list[str] = []

    def _note(self, name: str, run_id: UUID, parent_run_id: UUID | None) -> None:
        self.names.append(name)
        self.parents[run_id] = parent_run_id

    def on_chain_start(self, serialized: Any, inputs: Any, **more: Any) -> None:
        self._note(str(more.get("name")), more["run_id"], more["parent_run_id"])

    def on_retriever_start(self, serialized: Any, query: str, **more: Any) -> None:
        self._note("retriever", more["run_id"], more["parent_run_id"])

    def on_retriever_end(self, documents: Any, **more: Any) -> None:
        self.retrieved += len(documents)

    def on_chat_model_start(self, serialized: Any, messages: Any, **more: Any) -> None:
        self._note("chat model", more["run_id"], more["parent_run_id"])

    def on_llm_new_token(self, token: str, **more: Any) -> None:
        self.tokens += 1

    def on_llm_end(self, response: Any, **more: Any) -> None:
        self.ended += 1

    def on_llm_error(self, error: BaseException, **more: Any) -> None:
        self.failed.append("chat model")

    def on_chain_error(self, error: BaseException, **more: Any) -> None:
        self.failed.append("chain")


def test_callbacks_reach_chain_retriever_and_model(
    assistant: Assistant, server: ScriptedModel
) -> None:
    server.behaviour = Fixed(TRUE)
    told = Told()
    done = assistant.langchain_chain.invoke(Asked(QUESTION), {"callbacks": [told]})
    assert isinstance(done, AnswerDone) and "316" in done.answer.text
    assert {"rewrite follow-up", "retrieve", "generate and check"} <= set(told.names)
    assert {"retriever", "chat model"} <= set(told.names)
    assert told.tokens > 2 and told.retrieved > 0 and told.ended == 1
    assert sum(parent is None for parent in told.parents.values()) == 1, "one trace"
    assert all(parent in told.parents for parent in told.parents.values() if parent)


def test_events_name_each_step_and_carry_tags_and_metadata(
    assistant: Assistant, server: ScriptedModel
) -> None:
    server.behaviour = Fixed(TRUE, reasoning="想一想。")

    async def gathered() -> list[Any]:
        config: Any = {"tags": ["mine"], "metadata": {"user": "u1"}, "run_name": "policy answer"}
        chain = assistant.langchain_chain
        return [event async for event in chain.astream_events(Asked(QUESTION), config)]

    events = asyncio.run(gathered())
    named = {(event["event"], event["name"]) for event in events}
    for name in ("policy answer", "rewrite follow-up", "retrieve", "generate and check"):
        assert {("on_chain_start", name), ("on_chain_end", name)} <= named
    assert ("on_retriever_end", "PassageRetriever") in named
    (ended,) = [event for event in events if event["event"] == "on_chat_model_end"]
    assert ended["tags"] == ["mine"] and ended["metadata"]["user"] == "u1"
    output = ended["data"]["output"]
    assert output.content == TRUE and output.usage_metadata["output_tokens"] == len(TRUE)
    assert output.additional_kwargs["reasoning_content"] == "想一想。"
    assert isinstance(events[-1]["data"]["output"], AnswerDone)


def test_a_model_that_fails_is_an_error_of_its_own_run_only(
    assistant: Assistant, server: ScriptedModel
) -> None:
    server.behaviour = FaultyBehaviour(Fault.KEY_ECHOED)
    told = Told()
    done = assistant.langchain_chain.invoke(Asked(QUESTION), {"callbacks": [told]})
    assert isinstance(done, AnswerDone) and "401" in done.answer.notes[0]
    assert (told.failed, told.ended) == (["chat model"], 0)


def test_whoever_no_longer_awaits_the_chain_ends_the_request(
    assistant: Assistant, server: ScriptedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(LanguageModel, "seconds", 600.0)
    server.behaviour = FaultyBehaviour(Fault.NEVER_ENDS)
    before = len(server.chats)

    async def cancelled() -> None:
        waiting = asyncio.ensure_future(assistant.langchain_chain.ainvoke(Asked(QUESTION)))
        while len(server.chats) == before and not waiting.done():
            await asyncio.sleep(0.01)
        assert not waiting.done()
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting

    asyncio.run(cancelled())
    assert server.settled(60)
    assert [one.client_closed for one in server.chats[before:]] == [True]


def test_what_the_model_was_given_is_kept_with_its_answer(
    assistant: Assistant, server: ScriptedModel
) -> None:
    server.behaviour = Fixed(TRUE)
    events = steps(assistant)
    begun, done = events[0], events[-1]
    assert isinstance(begun, AnswerBegun) and isinstance(done, AnswerDone)
    prompt = server.chats[-1].prompt
    assert prompt is not None
    infos = {(info.id, info.version): info.title for info in assistant.list_documents()}
    assert begun.read == done.answer.read and len(set(begun.read)) == len(begun.read) > 1
    titles = [infos[one] for one in begun.read]
    assert all(any(title in one.head for one in prompt.passages) for title in titles)
    assert all(any(title in one.head for title in titles) for one in prompt.passages)
    server.behaviour = FaultyBehaviour(Fault.KEY_ECHOED)
    assert ask(assistant).read == begun.read, "though it has not answered"
    assert ask(assistant, mode=AnswerMode.EXTRACTIVE).read == ()


def test_a_server_that_does_not_stream_is_believed_as_much_as_one_that_does(
    assistant: Assistant, server: ScriptedModel
) -> None:
    server.behaviour = Fixed(TRUE + FALSE + ALSO_TRUE)
    server.dialect = DIALECTS["does not stream"]
    answer = ask(assistant)
    assert [sentence.text for sentence in answer.sentences] == [
        "全县共选派党建工作指导员316名。",
        "覆盖非公企业842家。",
    ]
    assert [withheld.text for withheld in answer.withheld] == ["全县共选派党建工作指导员2345名。"]


def test_the_chain_streams_batches_and_runs_async(
    assistant: Assistant, server: ScriptedModel
) -> None:
    server.behaviour = Fixed(TRUE)
    chain = assistant.langchain_chain
    streamed = [type(event) for event in chain.stream(Asked(QUESTION))]
    assert streamed == [AnswerBegun, SentenceShown, AnswerDone]
    answers = chain.batch([Asked(QUESTION), Asked("覆盖了多少家非公企业？")])
    assert all(isinstance(event, AnswerDone) for event in answers)

    async def gathered() -> list[type[AnswerEvent]]:
        done = await chain.ainvoke(Asked(QUESTION))
        assert isinstance(done, AnswerDone)
        return [type(event) async for event in chain.astream(Asked(QUESTION))]

    assert asyncio.run(gathered()) == streamed


def test_many_questions_at_once_keep_their_answers_apart(
    assistant: Assistant, server: ScriptedModel
) -> None:
    server.behaviour, server.pace = Honest(6), Pace(4, 0.01)
    questions = ["2011年全县生产总值是多少？", "2010年粮食总产量是多少？", QUESTION] * 3
    answers: dict[int, Answer] = {}

    def one(number: int) -> None:
        answers[number] = assistant.ask(questions[number], mode=AnswerMode.AUTO)

    threads = [threading.Thread(target=one, args=(n,)) for n in range(len(questions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wanted = ["98.1", "31.6", "316"] * 3
    for number, value in enumerate(wanted):
        assert value in answers[number].text, questions[number]
        assert answers[number].mode is AnswerMode.GENERATIVE


def test_a_folder_that_is_not_there_is_said_at_once(assistant: Assistant, tmp_path: Path) -> None:
    from pb_qa.errors import CollectionNotFoundError

    with pytest.raises(CollectionNotFoundError):
        assistant.ask_in_steps(QUESTION, collection="没有的文件夹")


def test_what_is_known_of_a_document_besides_its_text_is_not_left_to_a_model(
    assistant: Assistant, server: ScriptedModel
) -> None:
    server.behaviour = Fixed(TRUE)
    (info,) = [i for i in assistant.list_documents() if i.source == "制度/考核办法.html"]
    assistant.edit(info.id, MetadataEdit(number="清组发〔2012〕7号"))
    before = len(server.exchanges)
    answer = ask(assistant, "《清河县干部考核办法》的文号是什么？")
    assert "清组发〔2012〕7号" in answer.about and answer.mode is AnswerMode.EXTRACTIVE
    assert "没有用语言模型" in answer.notes[-1]
    assert len(server.exchanges) == before
