"""Places in the original, as runs, against a place for each character."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pb_qa.reading.cleaning_origins import Origins
from pb_qa.reading.cleaning_removal import Removal


@given(st.integers(0, 60), st.data())
def test_runs_say_the_same_as_a_list(length: int, data: st.DataObject) -> None:
    origins, plain = Origins(length), list(range(length))
    for _ in range(data.draw(st.integers(0, 4))):
        ends = data.draw(st.lists(st.integers(0, len(plain)), unique=True, max_size=12))
        ends = sorted(ends)[: len(ends) // 2 * 2]
        removals = [Removal(a, b, "") for a, b in zip(ends[::2], ends[1::2], strict=True)]
        gone = {index for a, b, _ in removals for index in range(a, b)}
        origins = origins.without(removals)
        plain = [place for index, place in enumerate(plain) if index not in gone]
    assert [origins[index] for index in range(len(origins))] == plain
