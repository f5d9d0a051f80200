"""From one embedding model to another: what answers meanwhile, what a kill leaves, what is told."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from small_corpus import FIGURE, QUESTION, write_corpus
from small_models import PROMPTS, static, transformer

from pb_qa import Assistant, FileStatus, Settings
from pb_qa.embedding import loading
from pb_qa.embedding.static import StaticEmbedder
from pb_qa.errors import ModelError
from pb_qa.ingest import reembedding
from pb_qa.storage.model_change import ModelChange

NEW_FILE = ("安平乡.txt", "安平乡2015年选派党建工作指导员12名，覆盖企业30家。\n")


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("models")
    return {
        "static": static(folder / "static"),
        "transformer": transformer(folder / "transformer", PROMPTS),
    }


class Office:
    """A corpus, its data folder, and an assistant with any model over them."""

    def __init__(self, folder: Path) -> None:
        self.corpus = write_corpus(folder / "corpus")
        self.data = folder / "data"
        self.notices: list[str] = []

    def assistant(self, model: Path | str = "builtin") -> Assistant:
        self.notices = []
        settings = Settings(
            corpus_dir=self.corpus, data_dir_override=self.data, embedding_model=str(model)
        )
        return Assistant(settings, self.notices.append)

    def read_in(self, model: Path | str = "builtin") -> None:
        with self.assistant(model) as assistant:
            assert {report.status for report in assistant.sync()} == {FileStatus.ADDED}


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def nearest(assistant: Assistant) -> list[str]:
    """What the vectors alone find."""
    retriever = assistant.langchain_retriever
    vector = retriever.embedder.embed_query(QUESTION)
    hits = retriever.vector_index.search(vector, 3, "", retriever.embedder.name)
    return [passage_id for passage_id, _ in hits]


def model_of(assistant: Assistant) -> set[str]:
    """Names of the models that questions and stored vectors are of."""
    index = assistant._engine().indexes.vectors
    return {assistant.langchain_retriever.embedder.name, index.model}


def test_the_old_model_answers_until_the_new_one_has_embedded_everything(
    office: Office, models: dict[str, Path]
) -> None:
    office.read_in(models["static"])
    with office.assistant(models["static"]) as assistant:
        before, (old,) = nearest(assistant), model_of(assistant)
        passages = assistant.library.count_passages()
        assert office.notices == [] and assistant.doctor().healthy
    with office.assistant(models["transformer"]) as assistant:
        assert FIGURE in assistant.ask(QUESTION).text
        assert (nearest(assistant), model_of(assistant)) == (before, {old})
        assert "仍用原来的模型回答" in assistant.notice and "pb-qa sync" in assistant.notice
        assert any("换了嵌入模型" in problem for problem in assistant.doctor().problems)
        assistant.reembed()
        (new,) = model_of(assistant)
        assert new != old and new.startswith("model-")
        assert any(f"{passages}/{passages} 段" in notice for notice in office.notices)
        assert assistant.notice == ""
        report = assistant.doctor()
        assert report.healthy and report.vectors == passages
        assert FIGURE in assistant.ask(QUESTION).text
        ((ids, vectors),) = assistant.library.vector_pages(new)
    with office.assistant(models["transformer"]) as assistant:
        assert model_of(assistant) == {new} and office.notices == []

    from sentence_transformers import SentenceTransformer

    plain = SentenceTransformer(str(models["transformer"]), local_files_only=True)
    with office.assistant("builtin") as assistant:
        kept = assistant.library.passages(ids)
        texts = [" ".join((*kept[i][0].headings[-2:], kept[i][0].text)) for i in ids]
    prompted = [PROMPTS["document"] + text for text in texts]
    own = plain.encode(prompted, prompt="", normalize_embeddings=True)
    np.testing.assert_allclose(vectors, own, atol=1e-5)


def test_without_the_old_model_keywords_answer_and_it_is_said(
    office: Office, models: dict[str, Path], tmp_path: Path
) -> None:
    old = Path(shutil.copytree(models["static"], tmp_path / "old"))
    office.read_in(old)
    shutil.rmtree(old)
    with office.assistant() as assistant:
        assert FIGURE in assistant.ask(QUESTION).text
        assert nearest(assistant) == []
        assert "只按关键词检索" in assistant.notice
        assistant.reembed()
        assert nearest(assistant) and assistant.notice == "" and assistant.doctor().healthy


def release(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the program ship with another built-in model."""
    monkeypatch.setattr(loading, "_builtin", lambda: StaticEmbedder(folder, loading.BUILTIN))


def test_a_release_with_another_table_takes_over_in_the_background(
    office: Office, models: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:
        release(models["static"], earlier)
        office.read_in()
    with office.assistant() as assistant:
        assistant.warm_up()
        assistant._engine().reembedding.wait()
        assert assistant.notice == "" and any("只按关键词检索" in n for n in office.notices)
        assert nearest(assistant) and assistant.doctor().healthy
        assert assistant.library.count_vectors(loading.load_embedder().name) > 0
    with office.assistant() as assistant:
        assert assistant.ask(QUESTION).sentences and office.notices == []


def test_what_comes_in_before_the_change_is_done_is_found_before_and_after(
    office: Office, models: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:
        release(models["static"], earlier)
        office.read_in()
    asked = "安平乡选派了多少名指导员？"
    (office.corpus / NEW_FILE[0]).write_text(NEW_FILE[1], "utf-8")
    with office.assistant() as assistant:
        assert FileStatus.ADDED in {report.status for report in assistant.sync()}
        assert "12名" in assistant.ask(asked).text
    with office.assistant() as assistant:
        assert "12名" in assistant.ask(asked).text and nearest(assistant) == []
        assistant.reembed()
        assert assistant.doctor().healthy
        assert any("安平乡" in hit.passage.text for hit in assistant.search(asked, 1))


def test_what_comes_in_while_vectors_are_computed_gets_one_as_well(
    office: Office, models: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    office.read_in(models["static"])
    stage = ModelChange.stage
    with office.assistant() as assistant:

        def stage_and_add(change: ModelChange, *given: object) -> None:
            stage(change, *given)  # type: ignore[arg-type]
            (office.corpus / NEW_FILE[0]).write_text(NEW_FILE[1], "utf-8")
            monkeypatch.setattr(ModelChange, "stage", stage)
            list(assistant.sync())

        monkeypatch.setattr(ModelChange, "stage", stage_and_add)
        assistant.reembed()
        report = assistant.doctor()
        assert report.healthy and report.vectors == report.passages
        assert model_of(assistant) == {loading.load_embedder().name}
        assert not ModelChange(assistant.library).is_needed(loading.load_embedder().name)


_KILLED = """
import os, sys
from pathlib import Path
from pb_qa import Assistant, Settings
from pb_qa.embedding import loading
from pb_qa.embedding.static import StaticEmbedder
from pb_qa.ingest import reembedding
from pb_qa.storage.model_change import ModelChange
from pb_qa.storage.vector_index import VectorIndex

corpus, data, model, moment = sys.argv[1:]
reembedding._FIRST_BATCH = reembedding._LARGEST_BATCH = 1
loading._builtin = lambda: StaticEmbedder(Path(model), "builtin")
stage, calls = ModelChange.stage, []

def staged(*given):
    stage(*given)
    calls.append(given)
    if moment == "while embedding" and len(calls) == 2:
        os._exit(9)

ModelChange.stage = staged
adopt = ModelChange.adopt

def adopted(*given):
    if moment == "before the exchange":
        os._exit(9)
    assert adopt(*given)
    os._exit(9)

ModelChange.adopt = adopted
with Assistant(Settings(corpus_dir=corpus, data_dir_override=data)) as assistant:
    assistant.reembed()
"""


@pytest.mark.parametrize("moment", ["while embedding", "before the exchange", "after it"])
def test_killed_it_goes_on_where_it_stopped(
    moment: str, office: Office, models: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    office.read_in()
    shipped = loading.load_embedder().name
    arguments = [str(office.corpus), str(office.data), str(models["static"]), moment]
    done = subprocess.run([sys.executable, "-c", _KILLED, *arguments], timeout=120)
    assert done.returncode == 9
    release(models["static"], monkeypatch)
    embedded: list[int] = []
    stage = ModelChange.stage
    monkeypatch.setattr(
        ModelChange, "stage", lambda *given: (embedded.append(len(given[1])), stage(*given))
    )
    with office.assistant() as assistant:
        passages = assistant.library.count_passages()
        new = loading.load_embedder().name
        adopted = moment == "after it"
        assert assistant.library.count_vectors(new) == (passages if adopted else 0)
        assert assistant.library.count_vectors(shipped) == (0 if adopted else passages)
        assert FIGURE in assistant.ask(QUESTION).text
        assistant.reembed()
        left = {"while embedding": passages - 2}.get(moment, 0)
        assert sum(embedded) == left
        assert model_of(assistant) == {new} and nearest(assistant)
        assert assistant.doctor().healthy


def test_back_to_the_old_model_nothing_is_computed(
    office: Office, models: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    office.read_in()
    monkeypatch.setattr(reembedding, "_FIRST_BATCH", 1)
    stage = ModelChange.stage
    with office.assistant(models["static"]) as assistant:

        def stop_after_one(*given: object) -> None:
            stage(*given)  # type: ignore[arg-type]
            assistant._engine().reembedding._stop.set()

        monkeypatch.setattr(ModelChange, "stage", stop_after_one)
        assistant.reembed()
    monkeypatch.setattr(ModelChange, "stage", lambda *_: pytest.fail("embedded again"))
    with office.assistant() as assistant:
        assistant.reembed()
        assert nearest(assistant) and office.notices == [] and assistant.doctor().healthy


def test_a_new_model_that_cannot_be_read_leaves_the_old_one_in_use(
    office: Office, tmp_path: Path
) -> None:
    office.read_in()
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "modules.json").write_text("[]")
    with office.assistant(broken) as assistant:
        assistant.reembed()
        assert "没能用它重新计算向量" in assistant.notice and "仍用原来的模型" in assistant.notice
        assert nearest(assistant) and FIGURE in assistant.ask(QUESTION).text
        assert assistant.doctor().problems == (assistant.notice,)
    with (
        office.assistant(tmp_path / "没有") as assistant,
        pytest.raises(ModelError, match="找不到"),
    ):
        assistant.ask(QUESTION)
    with office.assistant() as assistant:
        assert nearest(assistant) and office.notices == []


def test_the_same_model_at_another_place_is_not_another(
    office: Office, models: dict[str, Path], tmp_path: Path
) -> None:
    office.read_in(models["static"])
    moved = Path(shutil.copytree(models["static"], tmp_path / "elsewhere/static"))
    with office.assistant(moved) as assistant:
        before = nearest(assistant)
        assistant.reembed()
        assert not any("段" in notice for notice in office.notices)
        assert nearest(assistant) == before and assistant.doctor().healthy
    with office.assistant(moved) as assistant:
        assert nearest(assistant) == before and office.notices == []
