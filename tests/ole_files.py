"""Writes OLE containers (compound files, [MS-CFB]) for the tests: version 3, 512-byte sectors."""

from __future__ import annotations

import itertools
import struct
from collections.abc import Mapping

_SECTOR, _MINI, _CUTOFF = 512, 64, 4096
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def ole_file(streams: Mapping[str, bytes]) -> bytes:
    """Return a container with these streams; ``/`` in a name makes storages."""
    entries: list[dict[str, object]] = [{"name": "Root Entry", "kind": 5, "children": []}]
    for path, content in streams.items():
        parent = 0
        *folders, last = path.split("/")
        for folder in folders:
            parent = _child(entries, parent, folder, 1, b"")
        _child(entries, parent, last, 2, content)
    sectors: list[bytes] = []
    chain: list[int] = []
    mini = bytearray()
    mini_chain: list[int] = []
    for entry in entries[1:]:
        content = entry["content"]
        assert isinstance(content, bytes)
        if entry["kind"] == 2 and 0 < len(content) < _CUTOFF:
            count = -(-len(content) // _MINI)
            entry["start"] = len(mini_chain)
            mini_chain += [*range(len(mini_chain) + 1, len(mini_chain) + count), _END]
            mini += content.ljust(count * _MINI, b"\0")
        elif content:
            entry["start"] = _store(content, sectors, chain)
    entries[0].update(
        start=_store(bytes(mini), sectors, chain) if mini else _END, content=bytes(mini)
    )
    table = struct.pack(f"<{len(mini_chain)}I", *mini_chain)
    mini_fat = _store(table, sectors, chain, b"\xff") if table else _END
    directory = _store(_directory(entries), sectors, chain)
    fat_sectors = 1
    while (len(chain) + fat_sectors) * 4 > fat_sectors * _SECTOR:
        fat_sectors += 1
    first_fat = len(chain)
    chain += [_FAT] * fat_sectors
    packed = struct.pack(f"<{len(chain)}I", *chain).ljust(fat_sectors * _SECTOR, b"\xff")
    head = struct.pack(
        "<8s16s6H10I", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", bytes(16), 0x3E, 3, 0xFFFE, 9, 6, 0,
        0, 0, fat_sectors, directory, 0, _CUTOFF, mini_fat, -(-len(table) // _SECTOR), _END, 0,
    )  # fmt: skip
    places = [*range(first_fat, first_fat + fat_sectors)]
    head += struct.pack("<109I", *(places + [_FREE] * (109 - len(places))))
    return head + b"".join(sectors) + packed


def _child(
    entries: list[dict[str, object]], parent: int, name: str, kind: int, content: bytes
) -> int:
    children = entries[parent]["children"]
    assert isinstance(children, list)
    for index in children:
        if entries[index]["name"] == name:
            return int(index)
    entries.append({"name": name, "kind": kind, "content": content, "children": []})
    children.append(len(entries) - 1)
    return len(entries) - 1


def _store(content: bytes, sectors: list[bytes], chain: list[int], filler: bytes = b"\0") -> int:
    start = len(chain)
    count = -(-len(content) // _SECTOR)
    padded = content.ljust(count * _SECTOR, filler)
    sectors += [padded[i * _SECTOR : (i + 1) * _SECTOR] for i in range(count)]
    chain += [*range(start + 1, start + count), _END]
    return start


def _directory(entries: list[dict[str, object]]) -> bytes:
    right: dict[int, int] = {}
    for entry in entries:
        children = entry["children"]
        assert isinstance(children, list)
        # Siblings as a chain to the right, in the order that the format prescribes.
        children.sort(key=lambda i: (len(str(entries[i]["name"])), str(entries[i]["name"]).upper()))
        right.update(itertools.pairwise(children))
    packed = b""
    for index, entry in enumerate(entries):
        name = str(entry["name"]).encode("utf-16-le") + b"\0\0"
        children, content = entry["children"], entry["content"]
        assert isinstance(children, list)
        assert isinstance(content, bytes)
        packed += struct.pack(
            "<64sHBBIII16sIQQIQ", name.ljust(64, b"\0"), len(name), entry["kind"], 1, _FREE,
            right.get(index, _FREE), children[0] if children else _FREE, bytes(16), 0, 0, 0,
            entry.get("start", _END), len(content),
        )  # fmt: skip
    return packed.ljust(-(-len(packed) // _SECTOR) * _SECTOR, b"\0")
