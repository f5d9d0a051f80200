"""Small embedding models, made on the spot, that load like any other."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

PROMPTS = {"query": "查询：", "document": "文档："}
CHARACTERS = (
    "党员有多少名发展组织的是查询文档：，。全县共选派建工作指导员企业年生产总值亿元财政收入"
)


def transformer(folder: Path, prompts: Mapping[str, str], seed: int = 0) -> Path:
    """A two-layer BERT with random weights over single characters, of 32 dimensions."""
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers import BertConfig, BertModel, BertTokenizerFast

    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *sorted(set(CHARACTERS))]
    bert = folder / "bert"
    bert.mkdir(parents=True)
    (bert / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    BertTokenizerFast(vocab=str(bert / "vocab.txt")).save_pretrained(bert)
    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(bert)
    model = SentenceTransformer(str(bert), device="cpu", local_files_only=True)
    model.prompts = dict(prompts)
    path = folder / "model"
    model.save(str(path), create_model_card=False)
    return path


def static(folder: Path, dimension: int = 48, seed: int = 1) -> Path:
    """Word vectors over single characters, random and fixed, as the built-in model is one.

    Written without sentence-transformers, whose import takes seconds.
    """
    import json

    import numpy as np
    from safetensors.numpy import save_file
    from tokenizers import Tokenizer
    from tokenizers.models import WordLevel
    from tokenizers.pre_tokenizers import Split

    vocabulary = {"[UNK]": 0} | {
        character: n for n, character in enumerate(sorted(set(CHARACTERS)), 1)
    }
    tokenizer = Tokenizer(WordLevel(vocabulary, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Split("", "isolated")
    (folder / "1_Normalize").mkdir(parents=True)
    tokenizer.save(str(folder / "tokenizer.json"))
    shape = (len(vocabulary), dimension)
    weights = np.random.default_rng(seed).normal(size=shape).astype(np.float32)
    save_file({"embedding.weight": weights}, str(folder / "model.safetensors"))
    modules = [
        {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.StaticEmbedding"},
        {
            "idx": 1,
            "name": "1",
            "path": "1_Normalize",
            "type": "sentence_transformers.models.Normalize",
        },
    ]
    (folder / "modules.json").write_text(json.dumps(modules))
    (folder / "1_Normalize/config.json").write_text("{}")
    (folder / "config_sentence_transformers.json").write_text(
        json.dumps({"similarity_fn_name": "cosine"})
    )
    return folder


def cross_encoder(folder: Path, favourite: str, labels: int = 1) -> Path:
    """A cross-encoder that scores a pair by the share of one character in it.

    One layer, in which every token attends to all alike, so that [CLS] holds their mean; the
    favourite lies in a direction that no other character has, and that is what is scored.
    """
    import torch
    from sentence_transformers import CrossEncoder
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    vocabulary = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *sorted({*CHARACTERS, favourite})]
    bert = folder / "bert"
    bert.mkdir(parents=True)
    (bert / "vocab.txt").write_text("\n".join(vocabulary), encoding="utf-8")
    BertTokenizerFast(vocab=str(bert / "vocab.txt")).save_pretrained(bert)
    torch.manual_seed(0)
    model = BertForSequenceClassification(
        BertConfig(
            vocab_size=len(vocabulary),
            hidden_size=32,
            num_hidden_layers=1,
            num_attention_heads=1,
            intermediate_size=32,
            max_position_embeddings=256,
            num_labels=labels,
        )
    )
    with torch.no_grad():
        weights = dict(model.named_parameters())
        for name, weight in weights.items():
            if "LayerNorm.weight" not in name:
                weight.zero_()
        words = weights["bert.embeddings.word_embeddings.weight"]
        words.normal_()
        words[:, 0] = 0.0
        words[vocabulary.index(favourite), 0] = 8.0
        for name in ("attention.self.value", "attention.output.dense"):
            weights[f"bert.encoder.layer.0.{name}.weight"].copy_(torch.eye(32))
        weights["bert.pooler.dense.weight"].copy_(torch.eye(32) / 4)
        weights["classifier.weight"][-1, 0] = 50.0
    model.save_pretrained(bert)
    path = folder / "model"
    CrossEncoder(str(bert), device="cpu", local_files_only=True).save_pretrained(str(path))
    return path
