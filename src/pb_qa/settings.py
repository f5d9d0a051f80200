"""One frozen configuration value, read once from ``PB_QA_*`` environment variables."""

from __future__ import annotations

import hashlib
from functools import cached_property
from pathlib import Path

import platformdirs
from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from pb_qa.errors import SettingsError

_APPLICATION = "pb_qa"


def is_utf8(path: Path) -> bool:
    """Whether a path can be written down; on Linux its bytes may be in another encoding."""
    try:
        str(path).encode()
    except UnicodeEncodeError:
        return False
    return True


def _current_corpus_file() -> Path:
    return Path(platformdirs.user_data_dir(_APPLICATION, appauthor=False)) / "current_corpus.txt"


def remember_corpus(folder: Path) -> None:
    """Make ``folder`` the corpus of later commands that are not told another."""
    file = _current_corpus_file()
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(str(folder.expanduser().resolve()), "utf-8")


def _default_corpus_dir() -> Path:
    remembered = _current_corpus_file()
    if remembered.is_file():
        folder = Path(remembered.read_text("utf-8").strip())
        if folder.is_dir():
            return folder
    project = Path(__file__).resolve().parents[2]
    if (project / "pyproject.toml").is_file() and (project / "docs_corpus").is_dir():
        return project / "docs_corpus"
    return Path(platformdirs.user_data_dir(_APPLICATION, appauthor=False)) / "docs_corpus"


class Settings(BaseSettings):
    """Everything that can be configured; see the table in the README.

    Attributes
    ----------
    corpus_dir
        The folder of originals. What lies there is the corpus.
    data_dir_override
        ``PB_QA_DATA_DIR``. Without it the data folder lies in the platform's
        user-data folder, keyed by the corpus folder, so two corpora never share one.
    host, port
        Where the page is served; port 0 takes any free one.
    embedding_model
        ``"builtin"``, or any sentence-transformers name or path.
    reranker_model
        Folder or name of a sentence-transformers cross-encoder that puts the candidate
        sentences in order; empty for the built-in order.
    chroma_url
        Address of a Chroma server; empty for the embedded one.
    top_k
        How many passages `Assistant.langchain_retriever` gives unless told.
    max_file_bytes
        Larger files are rejected before they are parsed.
    max_waiting_files, max_waiting_bytes
        How much may wait to be read after an upload; more is refused until then.
    watch
        Whether the corpus folder is watched while the app runs.
    parse_seconds, parse_megabytes
        Limits of the child process that parses one file. The time is for files of up
        to 10 MB; each 30 MB more allow as much again, up to eight times as much.
    ocr_seconds_per_page, ocr_seconds, ocr_megabytes
        Limits of the child process that recognises text in pictures (the extra ``ocr``):
        time for one page and for one file, address space.
    passage_characters
        The longest passage; a single longer sentence stays whole.
    llm_base_url, llm_model, llm_api_key
        An endpoint that speaks OpenAI's chat protocol, the model to ask there, and the key if
        one is needed. Without address and model, answers are extracts only.
    llm_seconds
        How long a whole answer of the model may take, retries included, before the
        documents' own sentences are shown instead.
    llm_context_tokens
        What the model's context holds: passages, conversation and answer together.
    """

    model_config = SettingsConfigDict(
        env_prefix="PB_QA_", frozen=True, extra="ignore", populate_by_name=True
    )

    corpus_dir: Path = Field(default_factory=_default_corpus_dir)
    data_dir_override: Path | None = Field(default=None, validation_alias="PB_QA_DATA_DIR")
    host: str = "127.0.0.1"
    port: int = Field(default=7860, ge=0, le=65535)
    embedding_model: str = "builtin"
    reranker_model: str = ""
    chroma_url: str = ""
    top_k: int = Field(default=10, ge=1, le=1000)
    max_file_bytes: int = Field(default=200_000_000, ge=1)
    max_waiting_files: int = Field(default=20_000, ge=1)
    max_waiting_bytes: int = Field(default=5_000_000_000, ge=1)
    watch: bool = True
    parse_seconds: float = Field(default=30.0, gt=0)
    parse_megabytes: int = Field(default=1024, ge=64)
    ocr_seconds_per_page: float = Field(default=30.0, gt=0)
    ocr_seconds: float = Field(default=1800.0, gt=0)
    ocr_megabytes: int = Field(default=3072, ge=512)
    passage_characters: int = Field(default=400, ge=50)
    llm_base_url: str = ""
    llm_model: str = ""
    llm_api_key: SecretStr = SecretStr("")
    llm_seconds: float = Field(default=60.0, gt=0)
    llm_context_tokens: int = Field(default=8192, ge=1024)

    @field_validator("corpus_dir", "data_dir_override")
    @classmethod
    def _writable_as_text(cls, path: Path | None) -> Path | None:
        if path is not None and not is_utf8(path):
            raise ValueError("the path is not UTF-8")
        return path

    @cached_property
    def data_dir(self) -> Path:
        """The folder of the library and its indexes; never inside the corpus."""
        if self.data_dir_override is not None:
            return self.data_dir_override.expanduser().resolve()
        corpus = str(self.corpus_dir.expanduser().resolve())
        key = hashlib.sha256(corpus.encode()).hexdigest()[:16]
        return Path(platformdirs.user_data_dir(_APPLICATION, appauthor=False)) / "libraries" / key


def load_settings(**overrides: object) -> Settings:
    """Read the environment, with ``overrides`` winning over it.

    Raises
    ------
    SettingsError
        When a value cannot be used; the message names the variable.
    """
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        names = "、".join(
            f"PB_QA_{'_'.join(str(part) for part in detail['loc']).upper().removeprefix('PB_QA_')}"
            for detail in error.errors()
        )
        raise SettingsError(
            f"配置有误：{names} 的值不能用。请对照 README 的配置表改正。"
        ) from error
