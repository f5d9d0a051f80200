"""What must be there after a kill: what was acknowledged, and nothing that never was."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kill_texts import EDITOR, plain

from pb_qa.assistant import Assistant

EDITED = "改过的标题"


@dataclass(slots=True)
class Belief:
    """What is known of one place in the corpus.

    Attributes
    ----------
    texts
        Texts, made `plain`, any of which may be live; None: no document.
    titles
        Titles that people gave it, any of which may stand; ``""``: any other.
    editor
        Whether the line that cleaning takes out may be in it, and may be missing.
    versions
        Digests of texts of which a version must be readable as long as it is live.
    returning
        The text that was on its way back from the recycle bin, and the digests of the
        versions that come with it.
    """

    texts: set[str | None] = field(default_factory=lambda: {None})
    titles: set[str] = field(default_factory=set)
    editor: set[bool] = field(default_factory=lambda: {True, False})
    versions: frozenset[str] = frozenset()
    returning: tuple[str, frozenset[str]] | None = None

    def meant(self, text: str | None) -> None:
        """Something was begun that gives the place this text, or none."""
        made = None if text is None else plain(text)
        self.texts.add(made)
        self.editor = {True, False}
        if made is None:
            self.versions = frozenset()
        if self.returning is not None and self.returning[0] != made:
            self.returning = None

    def learnt(self, text: str | None, seen: Mapping[str, Any] | None) -> None:
        """What is there was looked at: from now on it is the truth."""
        self.texts = {None if text is None else plain(text)}
        if seen is not None:
            self.editor = {seen["editor"]}
            self.versions = frozenset(seen["versions"])
            self.titles = {seen["title"]} if seen["title"].startswith(EDITED) else set()
            self.returning = None


def digest(text: str) -> str:
    """Of a text made plain."""
    return hashlib.sha256(plain(text).encode()).hexdigest()


def seen_in(assistant: Assistant) -> dict[str, dict[str, Any]]:
    """What the library holds, by place: text, title, whether the line is there, versions."""
    found: dict[str, dict[str, Any]] = {}
    for info in assistant.library.documents():
        text = assistant.library.document(info.id).text
        kept = assistant.library.records.versions(info.id)
        found[info.source] = {
            "text": text,
            "title": info.title,
            "editor": EDITOR in text,
            "versions": [
                digest(assistant.library.document(info.id, version.info.version).text)
                for version in kept
            ],
        }
    return found


def differences(
    believed: Mapping[str, Belief], seen: Mapping[str, Mapping[str, Any]]
) -> Sequence[str]:
    """Everything in which the library is not what it must be."""
    found: list[str] = []
    # Where a renamed file's former name is taken again before anybody looked, the versions
    # stay there.
    anywhere = {one for there in seen.values() for one in there["versions"]}
    for source in believed.keys() | seen.keys():
        belief, there = believed.get(source, Belief()), seen.get(source)
        text = plain(there["text"]) if there else None
        if text not in belief.texts:
            found.append(f"{source}: what was acknowledged is not there")
        if there is None:
            continue
        if belief.titles and "" not in belief.titles and there["title"] not in belief.titles:
            found.append(f"{source}: an acknowledged title is not there")
        if there["editor"] not in belief.editor:
            found.append(f"{source}: an acknowledged undoing is not there")
        kept = set(there["versions"])
        if not belief.versions <= kept:
            found.append(f"{source}: {len(belief.versions - kept)} earlier versions are gone")
        if belief.returning is not None and belief.returning[0] == text:
            missing = belief.returning[1] - anywhere
            if missing:
                found.append(f"{source}: it came back without {len(missing)} of its versions")
    return found
