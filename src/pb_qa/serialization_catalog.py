"""Versions, changes and the recycle bin as JSON objects, as the command line prints them."""

from __future__ import annotations

from datetime import datetime

from pb_qa.catalog import TextChange, TrashedOriginal, VersionRecord
from pb_qa.serialization import JsonObject, info_json


def version_json(version: VersionRecord) -> JsonObject:
    """A version of a document; the time is local, in ISO 8601."""
    return {
        **info_json(version.info),
        "live": version.live,
        "created_at": _time(version.created_at),
        "characters": version.characters,
        "origin": version.origin,
        "restorable": version.restorable,
    }


def change_json(change: TextChange) -> JsonObject:
    """A stretch of a comparison."""
    return {"kind": change.kind, "text": change.text}


def trashed_json(file: TrashedOriginal) -> JsonObject:
    """An original in the recycle bin; the time is local, in ISO 8601."""
    return {
        "key": file.key,
        "source": file.source,
        "title": file.title,
        "size": file.size,
        "thrown_away_at": _time(file.thrown_away_at),
        "replaced": file.replaced,
        "place": file.place,
        "taken_by": file.taken_by,
    }


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds).astimezone().isoformat(timespec="seconds")
