"""Models other than the built-in one, through the loader, made on the spot."""

from __future__ import annotations

import json

import numpy as np
import pytest
from small_models import PROMPTS, transformer

from pb_qa.embedding import load_embedder
from pb_qa.errors import ModelError


@pytest.fixture(scope="module")
def model_path(tmp_path_factory):
    return transformer(tmp_path_factory.mktemp("prompted"), PROMPTS)


@pytest.fixture(scope="module")
def embedder(model_path):
    return load_embedder(str(model_path))


def test_vectors_are_unit_rows_of_the_models_dimension(embedder):
    vectors = embedder.embed_passages(["党员有多少名", "组织的\ud83d发展", ""])
    assert vectors.dtype == np.float32
    assert vectors.shape == (3, embedder.dimension) == (3, 32)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert embedder.embed_query("党员").shape == (32,)
    assert embedder.embed_passages([]).shape == (0, 32)


def test_question_and_passage_get_their_own_prompts(embedder, model_path):
    from sentence_transformers import SentenceTransformer

    plain = SentenceTransformer(str(model_path), device="cpu", local_files_only=True)
    query, passage = plain.encode(
        ["查询：党员有多少名", "文档：党员有多少名"], prompt="", normalize_embeddings=True
    )
    np.testing.assert_allclose(embedder.embed_query("党员有多少名"), query, atol=1e-5)
    np.testing.assert_allclose(embedder.embed_passages(["党员有多少名"])[0], passage, atol=1e-5)
    assert np.abs(query - passage).max() > 1e-3


def test_name_follows_weights_and_prompts(embedder, model_path, tmp_path):
    assert load_embedder(str(model_path)).name == embedder.name
    assert load_embedder(str(transformer(tmp_path / "a", PROMPTS))).name == embedder.name
    assert load_embedder(str(transformer(tmp_path / "b", PROMPTS, seed=1))).name != embedder.name
    other_prompts = {"query": "党", "document": ""}
    assert load_embedder(str(transformer(tmp_path / "c", other_prompts))).name != embedder.name


def test_builtin_folder_is_an_ordinary_model():
    from pathlib import Path

    import pb_qa.embedding

    folder = Path(pb_qa.embedding.__file__).parent / "builtin"
    ordinary, ours = load_embedder(str(folder)), load_embedder("builtin")
    text = "党员教育管理是党的建设基础性经常性工作"
    np.testing.assert_allclose(ordinary.embed_query(text), ours.embed_query(text), atol=1e-5)


def test_missing_folder_is_named_in_chinese(tmp_path):
    with pytest.raises(ModelError, match=r"找不到向量模型的文件夹.*PB_QA_EMBEDDING_MODEL"):
        load_embedder(str(tmp_path / "没有"))


def test_folder_that_is_no_model_is_named_in_chinese(tmp_path):
    (tmp_path / "config.json").write_text(json.dumps({"model_type": "没有这种"}), encoding="utf-8")
    with pytest.raises(ModelError, match="不是完好的 sentence-transformers 文件夹"):
        load_embedder(str(tmp_path))


def test_damaged_weights_are_refused(model_path, tmp_path):
    import shutil

    damaged = tmp_path / "damaged"
    shutil.copytree(model_path, damaged)
    (damaged / "model.safetensors").write_bytes(b"\x08\x00\x00\x00\x00\x00\x00\x00{")
    with pytest.raises(ModelError, match="读不出来"):
        load_embedder(str(damaged))


def test_unreachable_name_says_what_to_do(monkeypatch):
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(ModelError, match=r"不在本机，也没能下载下来.*builtin"):
        load_embedder("nobody/no-such-model-for-pb-qa")
