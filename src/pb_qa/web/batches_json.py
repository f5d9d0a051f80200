"""Batches and their files as the page gets them."""

from __future__ import annotations

from pb_qa.web.batches import Batch, FileState


def file_json(state: FileState) -> dict[str, object]:
    """A file as the page gets it."""
    return {
        "number": state.number,
        "name": state.name,
        "size": state.size,
        "stage": state.stage,
        "status": state.status,
        "reason": state.reason,
        "document_id": state.document_id,
        "version": state.version,
        "title": state.title,
        "of": state.of,
        "repost_of": state.repost_of,
        "passages": state.passages,
        "figures": state.figures,
        "seconds": round(state.seconds, 3),
    }


def batch_json(batch: Batch, seconds_left: float | None) -> dict[str, object]:
    """A batch as the page gets it, with the files that matter most."""
    return {
        "id": batch.id,
        "kind": batch.kind,
        "label": batch.label,
        "total": batch.total,
        "known": len(batch),
        "unpacked": batch.unpacked,
        "done": batch.done,
        "working": batch.under_way,
        "counts": {status: count for status, count in batch.counts.items() if count},
        "bytes_total": batch.bytes_total,
        "bytes_done": batch.bytes_done,
        "started_at": batch.started_at,
        "seconds_left": None if seconds_left is None else round(seconds_left, 1),
        "finished": batch.finished,
        "open": batch.open,
        "stoppable": batch.stoppable and not batch.finished and not batch.stopped,
        "stopped": batch.stopped,
        "failed": batch.failed,
        "message": batch.message,
        "revision": batch.revision,
        "files": [file_json(state) for state in batch.shown()],
    }
