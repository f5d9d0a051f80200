"""Files to documents: sniffed type, a sandboxed child process, one module a format.

- ``reader``: ``DocumentReader``, the only thing other layers need
- ``parsing``: bytes → ``RawDocument``, in the child
- ``cleaning``, ``structure``, ``metadata``: ``RawDocument`` → ``Document``, in the child
"""

from __future__ import annotations

from pb_qa.reading.reader import DocumentReader, document_id

__all__ = ["DocumentReader", "document_id"]
