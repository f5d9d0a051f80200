"""The embedder's tokenizer: every spelling of a character meets inside it.

Full width and half width, upper and lower case, traditional and simplified characters and
all kinds of quotation marks are folded by one character map that travels within
``tokenizer.json``, so that whoever loads the folder gets the same tokens.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import sentencepiece
from opencc import OpenCC
from sentencepiece import sentencepiece_model_pb2
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

MAX_TOKENS = 512
UNKNOWN = "[UNK]"
QUOTES = frozenset("\"“”„‟‚‛‘’'`´「」『』〝〞〟﹁﹂﹃﹄＂＇")
# Marks carry no meaning for a bag of tokens; dropping them makes texts a sixth shorter.
SEPARATORS = r"[^\p{L}\p{N}\p{M}%]+"
# A longer Chinese piece would hide the words it is made of (中国特色社会主义, 社会主义), and
# question and passage would meet less often.
LONGEST_HAN_PIECE = 2
# More than are kept: most of what is learned is longer and dropped.
LEARNED_PIECES = 140_000
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")


def folded_character(character: str, to_simplified: OpenCC) -> str:
    """What one character becomes before it is looked up in the vocabulary."""
    category = unicodedata.category(character)
    if character in QUOTES:
        return '"'
    if character.isspace() or category.startswith("Z"):
        return " "
    if category in ("Cc", "Cf"):
        return ""
    compatible = unicodedata.normalize("NFKC", character)
    simplified = "".join(to_simplified.convert(each) for each in compatible)
    return unicodedata.normalize("NFKC", simplified.casefold())


def folding_rules() -> dict[str, str]:
    """Every assigned character that does not stay as it is, with what it becomes."""
    to_simplified = OpenCC("t2s")
    rules = {}
    for code_point in range(1, 0x30000):
        character = chr(code_point)
        if unicodedata.category(character) in ("Cn", "Cs", "Co"):
            continue
        folded = folded_character(character, to_simplified)
        if folded != character:
            rules[character] = folded
    return rules


def character_map(rules: dict[str, str], folder: Path) -> bytes:
    """The rules compiled into sentencepiece's double-array trie."""
    path = folder / "rules.tsv"
    lines = (
        f"{ord(source):X}\t{' '.join(f'{ord(each):X}' for each in target)}\n"
        for source, target in rules.items()
    )
    path.write_text("".join(lines), encoding="ascii")
    normalizer = sentencepiece.SentencePieceNormalizer(
        rule_tsv=str(path),
        add_dummy_prefix=False,
        escape_whitespaces=False,
        remove_extra_whitespaces=False,
    )
    proto = sentencepiece_model_pb2.ModelProto()  # type: ignore[attr-defined]
    proto.ParseFromString(normalizer.serialized_model_proto())
    return bytes(proto.normalizer_spec.precompiled_charsmap)


def _segments(
    texts: Iterable[str], normalizer: normalizers.Normalizer, counts: Counter[str]
) -> Iterator[str]:
    cut = pre_tokenizers.Split(Regex(SEPARATORS), behavior="removed")
    for text in texts:
        for segment, _ in cut.pre_tokenize_str(normalizer.normalize_str(text)):
            counts.update(segment)
            yield segment


def train_tokenizer(texts: Iterable[str], size: int, folder: Path) -> Tokenizer:
    """Learn a Unigram vocabulary of at most ``size`` pieces.

    Parameters
    ----------
    texts
        Raw sentences; they are folded and cut at punctuation here.
    folder
        A scratch folder for the trainer's files.
    """
    normalizer = normalizers.Precompiled(character_map(folding_rules(), folder))
    counts: Counter[str] = Counter()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=_segments(texts, normalizer, counts),
        model_prefix=str(folder / "unigram"),
        model_type="unigram",
        vocab_size=LEARNED_PIECES,
        normalization_rule_name="identity",
        add_dummy_prefix=False,
        remove_extra_whitespaces=False,
        max_sentencepiece_length=8,
        character_coverage=0.9998,
        num_threads=2,
        hard_vocab_limit=False,
        bos_id=-1,
        eos_id=-1,
        minloglevel=1,
    )
    learned = sentencepiece.SentencePieceProcessor(model_file=str(folder / "unigram.model"))
    pieces = [
        (learned.id_to_piece(index), learned.get_score(index))
        for index in range(learned.get_piece_size())
        if not (learned.is_unknown(index) or learned.is_control(index))
    ]
    tokenizer = Tokenizer(models.Unigram(_vocabulary(pieces, counts, size), 0, False))
    tokenizer.normalizer = normalizer
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(SEPARATORS), behavior="removed")
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer


def _vocabulary(
    pieces: list[tuple[str, float]], counts: Counter[str], size: int
) -> list[tuple[str, float]]:
    """[UNK], every character seen twice, then the likeliest pieces up to ``size``."""
    scores = {
        piece: score
        for piece, score in pieces
        if "▁" not in piece and (len(piece) <= LONGEST_HAN_PIECE or not _HAN.search(piece))
    }
    rarest = min(scores.values()) - 1.0
    characters = {character for character, count in counts.items() if count > 1}
    kept = {character: scores.get(character, rarest) for character in characters}
    for piece, score in sorted(scores.items(), key=lambda item: -item[1]):
        if len(kept) >= size - 1:
            break
        kept.setdefault(piece, score)
    return [(UNKNOWN, 0.0), *sorted(kept.items(), key=lambda item: (-item[1], item[0]))]
