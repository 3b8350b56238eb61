# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes a .blend file anew so that the same scene gives the same bytes, whoever saves it.

Blender names each block by its address in memory, other ones in every process. Here the names come from what the block
belongs to, so that little changes after a small edit. Marks between data-blocks end the client's chunks there, so that less
is sent again (protocol section 10). What no seller renders is left out: windows, screens, brushes, the thumbnail.
"""

import hashlib
from array import array
from typing import BinaryIO, Dict, Iterator, List, NamedTuple, Optional, Set

from .blendfile import Head, NoBlendFile, Reader
from .sdna import Structures
from .unseen import Unseen

# Of the interface: windows, screens, workspaces, brushes with their palettes and curves; the file's thumbnail and its list of scenes.
_ASIDE = {b"WM\0\0", b"SN\0\0", b"SR\0\0", b"WS\0\0", b"BR\0\0", b"PL\0\0", b"PC\0\0", b"TEST", b"REND"}
# Of a hash, so that addresses stay within what any Blender takes for one.
_ADDRESS_BITS = 46
# Its rolling checksum ends a chunk before the last byte. A block of this code in between is skipped by Blender.
MARK = b"bitwrk: a chunk of its own begins after thisay00"
_MARK_CODE = b"TEST"
# Data-blocks from so many bytes on get chunks of their own; of the smaller ones, one in so many begins a chunk, as its name decides.
_LARGE, _ONE_IN = 4096, 4


class _Kept(NamedTuple):
    """A block that is written. address: its new one. is_marked: whether a chunk begins with it. known: new addresses of the blocks of its data-block."""

    head: Head
    address: int
    is_marked: bool
    known: Dict[int, int]


def write(source: str, target: str, engine: Optional[bytes] = None, settings: bytes = b""):
    """Reads `source`, saved by Blender 2.5 to 5.x with `compress=False`. Scenes whose engine is `engine` get Cycles instead, and lose
    their property group called `settings`.

    Errors: NoBlendFile, OSError.
    """
    with open(source, "rb") as stream:
        reader = Reader(stream)
        heads = list(reader.heads())
        dna = next((head for head in heads if head.code == b"DNA1"), None)
        if dna is None:
            raise NoBlendFile("it does not describe its own structures")
        structures = Structures(reader.data(dna))
        heads.remove(dna)
        unseen = Unseen(reader, heads, structures, settings)
        kept = _numbered(reader, list(filter(unseen.keeps, heads)), structures) + [_Kept(dna, 0, True, {})]
        with open(target, "wb") as out:
            _copy(reader, kept, _Rewriting(structures, kept, unseen), engine, out)


def _copy(reader: Reader, kept: List[_Kept], rewriting: "_Rewriting", engine: Optional[bytes], out: BinaryIO):
    out.write(reader.start)
    for block in kept:
        data = reader.data(block.head)
        if block.head.code != b"DNA1":
            data = rewriting.of(block, data)
        if block.head.code == b"SC\0\0" and engine is not None:
            data = data.replace(engine + b"\0", b"CYCLES".ljust(len(engine) + 1, b"\0"))
        if block.is_marked:
            out.write(reader.packed(Head(_MARK_CODE, 0, 0, 1, len(MARK), 0)) + MARK)
        out.write(reader.packed(block.head._replace(address=block.address)))
        out.write(data)
    out.write(reader.packed(Head(b"ENDB", 0, 0, 0, 0, 0)))


def _numbered(reader: Reader, heads: List[Head], structures: Structures) -> List[_Kept]:
    """Blocks of the scene. Within a data-block equal old addresses get equal new ones, and only they: what belongs to another one may have
    had the same place in memory, before or after, as chance would have it."""
    name = next((f for f in structures.fields(structures.number(b"ID")) if f.name == b"name"), None)
    if name is None:
        raise NoBlendFile("its description of structures lacks names")
    kept: List[_Kept] = []
    taken: Set[int] = {0}
    was_large = False
    for group in _groups(heads):
        base = _base(reader, group[0], name)
        is_large = sum(head.size for head in group) >= _LARGE
        is_marked = is_large or was_large or base // 16 % _ONE_IN == 0
        was_large = is_large
        known: Dict[int, int] = {}
        for count, head in enumerate(group):
            if head.address not in known:
                address = _free(base + 16 * count, taken)
                taken.add(address)
                known[head.address] = address
            kept.append(_Kept(head, known[head.address], is_marked and count == 0, known))
    return kept


def _groups(heads: List[Head]) -> Iterator[List[Head]]:
    """A data-block each, with what belongs to it."""
    group: List[Head] = []
    for head in heads:
        if head.code != b"DATA" and group:
            yield group
            group = []
        if group or head.code not in _ASIDE and head.code != b"DATA":
            group.append(head)
    if group:
        yield group


def _free(address: int, taken: Set[int]) -> int:
    address &= (1 << _ADDRESS_BITS) - 1
    while address in taken:
        address = address + 16 & (1 << _ADDRESS_BITS) - 1
    return address


def _base(reader: Reader, head: Head, name) -> int:
    """Of a data-block: by its code and name, so that it does not depend on others."""
    text = head.code
    if head.size >= name.offset + name.items and len(head.code.rstrip(b"\0")) == 2:
        text += reader.data(head)[name.offset : name.offset + name.items].split(b"\0")[0]
    return int.from_bytes(hashlib.sha256(text).digest()[:8], "little") % (1 << _ADDRESS_BITS) & ~15


class _Rewriting:
    def __init__(self, structures: Structures, kept: List[_Kept], unseen: Unseen):
        self._structures = structures
        # Of data-blocks: all that may be pointed at from elsewhere, as Blender reads files.
        self._shared = {block.head.address: block.address for block in kept if block.head.code != b"DATA"}
        self._unseen = unseen

    def of(self, block: _Kept, data: bytes) -> bytes:
        """Pointers become the new address of their block, or 0 where they lead nowhere in the file."""
        structures, head = self._structures, block.head
        data = self._unseen.of(head, data)
        size, offsets = structures.size(head.kind), structures.pointers(head.kind)
        if head.kind == 0 or size * head.count != len(data) or offsets and size % 8:
            # Of unknown structure, maybe a list of pointers.
            words = array("Q", data[: len(data) // 8 * 8])
            if block.known.keys().isdisjoint(words) and self._shared.keys().isdisjoint(words):
                return data
            return array("Q", [self._new(block, word, word) for word in words]).tobytes() + data[len(words) * 8 :]
        if not offsets:
            return data
        words = array("Q", data)
        for offset in offsets:
            places = slice(offset // 8, None, size // 8)
            words[places] = array("Q", [self._new(block, word, 0) for word in words[places]])
        return words.tobytes()

    def _new(self, block: _Kept, old: int, otherwise: int) -> int:
        return block.known.get(old) or self._shared.get(old, otherwise)
