"""What is remembered of the files of an upload that were not taken in."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence

from pb_qa.catalog import RefusedUpload
from pb_qa.errors import PbQaError
from pb_qa.models import FileStatus
from pb_qa.web.batches import STOPPED, FileState
from pb_qa.web.documents_contract import CatalogLike
from pb_qa.web.receiving import Refusal

_log = logging.getLogger(__name__)


class Refusals:
    """Remembers refused files of uploads to one folder, and forgets those that came in.

    What cannot be written down is logged: the verdict itself stands on the page already.

    Parameters
    ----------
    into
        The folder of the corpus, ``/`` between its parts; empty for the corpus folder.
    """

    def __init__(self, assistant: CatalogLike, into: str) -> None:
        self._assistant = assistant
        self._into = into
        self._standing: set[str] | None = None

    def received(self, refusals: Sequence[Refusal]) -> None:
        """Remember what was not even accepted."""
        self._note([(refusal.name, refusal.message) for refusal in refusals])

    def judged(self, file: FileState) -> None:
        """Take in the verdict on a file."""
        if file.status == FileStatus.REJECTED:
            self._note([(file.name, file.reason)])
        elif file.status != STOPPED:
            self._settle(self._place(file.name))

    def _place(self, name: str) -> str:
        return f"{self._into}/{name}" if self._into else name

    def _note(self, refused: Sequence[tuple[str, str]]) -> None:
        now = time.time()
        noted = [RefusedUpload(self._place(name), reason, now) for name, reason in refused]
        try:
            if noted:
                self._assistant.note_refused(noted)
        except PbQaError:
            _log.exception("refused files were not remembered")
        if self._standing is not None:
            self._standing.update(one.name for one in noted)

    def _settle(self, name: str) -> None:
        try:
            if self._standing is None:
                self._standing = {one.name for one in self._assistant.refused_uploads()}
            if name in self._standing:
                self._standing.discard(name)
                self._assistant.dismiss_refused([name])
        except PbQaError:
            _log.exception("a refused file was not forgotten")
