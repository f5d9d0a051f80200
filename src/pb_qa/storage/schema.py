"""The tables of ``library.sqlite3``."""

from __future__ import annotations

from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)

SCHEMA_VERSION: Final = "1"

metadata = MetaData()

meta = Table(
    "meta",
    metadata,
    Column("name", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

# `size` and `mtime_ns` are those of the original as it was when the live version was
# read: an original that still has both is not hashed again.
documents = Table(
    "documents",
    metadata,
    Column("id", Text, primary_key=True),
    Column("source", Text, nullable=False, unique=True),
    Column("live_version", Integer),
    Column("size", BigInteger),
    Column("mtime_ns", BigInteger),
)

versions = Table(
    "versions",
    metadata,
    Column("document_id", Text, ForeignKey("documents.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("status", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("issuer", Text, nullable=False),
    Column("number", Text, nullable=False),
    Column("issued_on", Text, nullable=False),
    Column("publisher", Text, nullable=False),
    Column("author", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("content_hash", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("mtime_ns", BigInteger, nullable=False),
    Column("created_at", Float, nullable=False),
    Column("sections", Text, nullable=False),
    Column("pages", Text, nullable=False),
    Column("receipt", Text, nullable=False),
    Column("text", Text, nullable=False),
    PrimaryKeyConstraint("document_id", "version"),
    Index("versions_by_hash", "content_hash"),
    Index("versions_by_status", "status"),
)

# The text of a passage is kept beside its span: cutting it out of a long document costs
# SQLite a walk through that whole document, once for every passage fetched.
passages = Table(
    "passages",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    Column("document_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("page", Integer),
    Column("headings", Text, nullable=False),
    Column("text", Text, nullable=False),
    Index("passages_by_document", "document_id", "version", "ordinal", unique=True),
)

# Little-endian float32, exactly what the embedder gave: an index that is rebuilt from
# here answers as the one that was lost.
vectors = Table(
    "vectors",
    metadata,
    Column("passage_key", Integer, ForeignKey("passages.key"), primary_key=True),
    Column("model", Text, nullable=False),
    Column("vector", LargeBinary, nullable=False),
)

# Vectors of the model that is to take over, until every passage has one.
staged_vectors = Table(
    "staged_vectors",
    metadata,
    Column("passage_key", Integer, ForeignKey("passages.key"), primary_key=True),
    Column("model", Text, nullable=False),
    Column("vector", LargeBinary, nullable=False),
)

# The sentences and table rows that state figures, each once however many it states: its
# text is kept for the same reason as that of a passage.
statements = Table(
    "statements",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("document_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Index("statements_by_document", "document_id", "version"),
)

# `claim` is equal for figures that speak of the same thing, place and time
# (`pb_qa.storage.claims`); figures without one cannot disagree.
figures = Table(
    "figures",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("document_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("statement_key", Integer, ForeignKey("statements.key"), nullable=False),
    Column("number_start", Integer, nullable=False),
    Column("number_end", Integer, nullable=False),
    Column("value", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("base_value", Text, nullable=False),
    Column("base_unit", Text, nullable=False),
    Column("value_to", Text, nullable=False),
    Column("base_value_to", Text, nullable=False),
    Column("qualifier", Text, nullable=False),
    Column("measure", Text, nullable=False),
    Column("direction", Text, nullable=False),
    Column("indicator", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("period_text", Text, nullable=False),
    Column("period_start", Text, nullable=False),
    Column("period_end", Text, nullable=False),
    Column("period_words", Text, nullable=False),
    Column("claim", BigInteger),
    Index("figures_by_document", "document_id", "version", "number_start"),
    Index("figures_by_claim", "claim", sqlite_where=text("claim IS NOT NULL")),
)

# Which versions have had their figures extracted, by which format of the extraction: a
# version that states none is on this list as well.
figure_lists = Table(
    "figure_lists",
    metadata,
    Column("document_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("format", Text, nullable=False),
    Column("count", Integer, nullable=False),
    PrimaryKeyConstraint("document_id", "version"),
)

# Of each version a sample of its shingles (`pb_qa.text.shingles`), by which near-duplicates
# are found; `hashes` is the same as its rows in `sampled_shingles`.
shingle_samples = Table(
    "shingle_samples",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("document_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("format", Text, nullable=False),
    Column("one_in", Integer, nullable=False),
    Column("hashes", LargeBinary, nullable=False),
    Index("shingle_samples_by_document", "document_id", "version", unique=True),
)

sampled_shingles = Table(
    "sampled_shingles",
    metadata,
    Column("hash", BigInteger, nullable=False),
    Column("sample_key", Integer, nullable=False),
    PrimaryKeyConstraint("hash", "sample_key"),
    sqlite_with_rowid=False,
)

# Pairs of versions of which one is a repost of the other, and the share they have in common.
repost_pairs = Table(
    "repost_pairs",
    metadata,
    Column("first_key", Integer, nullable=False),
    Column("second_key", Integer, nullable=False),
    Column("share", Float, nullable=False),
    PrimaryKeyConstraint("first_key", "second_key"),
    Index("repost_pairs_by_second", "second_key"),
    sqlite_with_rowid=False,
)

feedback = Table(
    "feedback",
    metadata,
    Column("key", Integer, primary_key=True),
    Column("question", Text, nullable=False),
    Column("answer", Text, nullable=False),
    Column("citations", Text, nullable=False),
    Column("rating", Text, nullable=False),
    Column("created_at", Float, nullable=False),
)

# What lists of documents show of a version without reading its text. A row of another
# format, or none, is made anew from the text (`pb_qa.storage.facts`).
version_facts = Table(
    "version_facts",
    metadata,
    Column("document_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("format", Text, nullable=False),
    Column("characters", Integer, nullable=False),
    Column("passages", Integer, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("weak_pages", Integer, nullable=False),
    PrimaryKeyConstraint("document_id", "version"),
)

# How a version came about, which spans of the raw text a person had put back in it, and
# what the document itself says in the place of metadata that a person has edited. A
# version without a row was read from its file and has neither.
version_origins = Table(
    "version_origins",
    metadata,
    Column("document_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("origin", Text, nullable=False),
    Column("undone", Text, nullable=False),
    Column("stated", Text, nullable=False),
    PrimaryKeyConstraint("document_id", "version"),
)

# What people have said about a document; it outlives versions and removal.
metadata_edits = Table(
    "metadata_edits",
    metadata,
    Column("document_id", Text, nullable=False),
    Column("field", Text, nullable=False),
    Column("value", Text, nullable=False),
    PrimaryKeyConstraint("document_id", "field"),
)

# Where people have undone a cut: spans of the raw text of a file with this content. No
# text is kept, so that they can outlive removal.
undone_cuts = Table(
    "undone_cuts",
    metadata,
    Column("content_hash", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    PrimaryKeyConstraint("content_hash", "start"),
)

# The last verdict on each file of the corpus folder that became no document.
file_verdicts = Table(
    "file_verdicts",
    metadata,
    Column("source", Text, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("mtime_ns", BigInteger, nullable=False),
    Column("format", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("of", Text),
    Column("title", Text),
    Column("document_id", Text),
    Column("content_hash", Text, nullable=False),
)

# Files that were sent and not taken in, until somebody has seen to them.
refused_uploads = Table(
    "refused_uploads",
    metadata,
    Column("name", Text, primary_key=True),
    Column("reason", Text, nullable=False),
    Column("refused_at", Float, nullable=False),
)
