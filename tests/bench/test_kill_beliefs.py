"""The bench of kills notices what is lost; what may be either way it lets pass."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2] / "bench"))

from kill_beliefs import EDITED, Belief, differences, digest
from kill_texts import EDITOR, plain

OLD, NEW = f"旧的一份\n{EDITOR}\n一共3人。\n", "新的一份\n一共4人。\n"


def there(text: str, *earlier: str, title: str = "标题") -> dict[str, Any]:
    return {
        "text": text,
        "title": title,
        "editor": EDITOR in text,
        "versions": [digest(one) for one in (text, *earlier)],
    }


def learnt(text: str | None, seen: dict[str, Any] | None) -> Belief:
    belief = Belief()
    belief.learnt(text, seen)
    return belief


def test_a_lost_a_returned_and_a_half_done_document_are_noticed() -> None:
    held = {"甲": learnt(OLD, there(OLD))}
    assert differences(held, {"甲": there(OLD)}) == []
    assert len(differences(held, {})) == 1
    assert len(differences(held, {"甲": there(NEW)})) > 0
    assert len(differences({"甲": learnt(None, None)}, {"甲": there(NEW)})) == 1
    assert len(differences({}, {"甲": there(NEW)})) == 1
    # Begun and not acknowledged: either is right, a third is not.
    held["甲"].meant(NEW)
    assert differences(held, {"甲": there(NEW, OLD)}) == []
    assert differences(held, {"甲": there(OLD)}) == []
    assert len(differences(held, {"甲": there("第三份\n", OLD)})) == 1


def test_lost_versions_titles_and_undoings_are_noticed() -> None:
    belief = learnt(NEW, there(NEW, OLD))
    assert differences({"甲": belief}, {"甲": there(NEW, OLD)}) == []
    (found,) = differences({"甲": belief}, {"甲": there(NEW)})
    assert "1 earlier versions are gone" in found
    belief.titles = {f"{EDITED}7"}
    (found,) = differences({"甲": belief}, {"甲": there(NEW, OLD)})
    assert "title" in found
    undone = learnt(OLD, None)
    undone.editor = {True}
    (found,) = differences({"甲": undone}, {"甲": there(plain(OLD))})
    assert "undoing" in found


def test_what_comes_back_has_to_bring_its_versions() -> None:
    belief = learnt(None, None)
    belief.meant(NEW)
    belief.returning = (plain(NEW), frozenset((digest(OLD), digest(NEW))))
    assert differences({"甲": belief}, {}) == []
    assert differences({"甲": belief}, {"甲": there(NEW, OLD)}) == []
    (found,) = differences({"甲": belief}, {"甲": there(NEW)})
    assert "without 1 of its versions" in found
    # Another file in the place has none of them.
    belief.meant(OLD)
    assert belief.returning is None
