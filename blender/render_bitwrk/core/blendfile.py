# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads .blend files as far as to tell whether two of them hold the same scene.

Two Blenders that save the same scene write different files, since blocks are named by their addresses in memory. The fingerprint
counts them instead, and leaves out windows and screens.
"""

import hashlib
import struct
from array import array
from typing import BinaryIO, Dict, Iterator, List, NamedTuple, Optional, Tuple

# Windows, screens, workspaces, the name of the file and its thumbnail: nothing that is rendered.
_ASIDE = {b"WM\0\0", b"SN\0\0", b"SR\0\0", b"WS\0\0", b"GLOB", b"REND", b"TEST"}
_SHORT = {4: struct.Struct("=4siIii"), 8: struct.Struct("=4siQii")}
_LONG = struct.Struct("=4siQqq")
_LARGEST = 2**31


class NoBlendFile(ValueError):
    """The bytes are not a .blend file that is understood here: compressed, of the other byte order, or none at all."""


class Block(NamedTuple):
    """code: four bytes. address: in the memory of the Blender that wrote it."""

    code: bytes
    address: int
    kind: int
    count: int
    data: bytes


def blocks(stream: BinaryIO) -> Iterator[Block]:
    """Of files of Blender 2.5 to 5.x, as saved with `compress=False`. Error: NoBlendFile."""
    head = _head(stream)
    while True:
        block = _next(stream, head)
        if block is None:
            return
        yield block


def _next(stream: BinaryIO, head: struct.Struct) -> Optional[Block]:
    """None at the end."""
    raw = stream.read(head.size)
    if len(raw) < head.size:
        raise NoBlendFile("it is cut off")
    code, address, size, kind, count = _fields(head, raw)
    if code == b"ENDB":
        return None
    if not 0 <= size <= _LARGEST:
        raise NoBlendFile("it has a block of an impossible size")
    data = stream.read(size)
    if len(data) < size:
        raise NoBlendFile("it is cut off")
    return Block(code, address, kind, count, data)


def rename_engine(path: str, old: bytes, new: bytes):
    """Gives the scenes in the file another render engine, in place; `new` is no longer than `old`. Errors: NoBlendFile, OSError.

    A seller's Blender knows no engine of ours, and takes a scene with an unknown one for one of EEVEE.
    """
    with open(path, "r+b") as stream:
        head = _head(stream)
        block = _next(stream, head)
        while block is not None:
            if block.code == b"SC\0\0" and old + b"\0" in block.data:
                end = stream.tell()
                stream.seek(end - len(block.data))
                stream.write(block.data.replace(old + b"\0", new.ljust(len(old) + 1, b"\0")))
                stream.seek(end)
            block = _next(stream, head)


def _head(stream: BinaryIO) -> struct.Struct:
    start = stream.read(12)
    if start[:7] != b"BLENDER":
        raise NoBlendFile("it is compressed, or no .blend file")
    if start[7:9] == b"17":
        stream.read(5)
        return _LONG
    if start[8:9] != b"v":
        raise NoBlendFile("it is of another byte order")
    return _SHORT[8 if start[7:8] == b"-" else 4]


def _fields(head: struct.Struct, raw: bytes) -> Tuple[bytes, int, int, int, int]:
    if head is _LONG:
        code, kind, address, size, count = head.unpack(raw)
    else:
        code, size, address, kind, count = head.unpack(raw)
    return code, address, size, kind, count


def fingerprint(path: str) -> str:
    """Hex SHA-256 that is the same for files of the same scene, whoever saved them. Errors: NoBlendFile, OSError."""
    with open(path, "rb") as stream:
        every = list(blocks(stream))
    dna = next((block for block in every if block.code == b"DNA1"), None)
    if dna is None:
        raise NoBlendFile("it does not describe its own structures")
    pointers = Pointers(dna.data)
    found = list(_scene(every))
    numbers: Dict[int, int] = {block.address: i for i, block in enumerate(found, 1)}
    digest = hashlib.sha256()
    for block in found:
        digest.update(b"%s %d %d %d\n" % (block.code, block.kind, block.count, len(block.data)))
        digest.update(_canonical(block, numbers, pointers))
    return digest.hexdigest()


def _scene(every: List[Block]) -> Iterator[Block]:
    """Without what lies aside, and the data that belongs to it."""
    aside = False
    for block in every:
        if block.code != b"DATA":
            aside = block.code in _ASIDE
        if not aside:
            yield block


def _canonical(block: Block, numbers: Dict[int, int], pointers: "Pointers") -> bytes:
    """Pointers become the number of their block, or 0 where they lead nowhere in the file."""
    data = block.data
    usable = len(data) // 8 * 8
    words = array("Q", data[:usable])
    size, offsets = pointers.of(block.kind)
    if block.kind == 0 or not block.count or size * block.count != len(data) or size % 8:
        # Of unknown structure, maybe a list of pointers.
        if numbers.keys().isdisjoint(words):
            return data
        return array("Q", [numbers.get(word, word) for word in words]).tobytes() + data[usable:]
    for offset in offsets:
        places = slice(offset // 8, None, size // 8)
        words[places] = array("Q", [numbers.get(word, 0) for word in words[places]])
    return words.tobytes() + data[usable:]


class Pointers:
    """Where the pointers of each structure are, out of the file's own description (block DNA1). Error: NoBlendFile."""

    def __init__(self, dna: bytes):
        try:
            self._read(dna)
        except (struct.error, ValueError, IndexError) as e:
            raise NoBlendFile(f"its description of structures is broken: {e}") from e
        self._known: Dict[int, Tuple[int, List[int]]] = {}

    def _read(self, dna: bytes):
        place = dna.index(b"NAME") + 4
        self._names, place = self._texts(dna, place)
        place = dna.index(b"TYPE", place) + 4
        types, place = self._texts(dna, place)
        place = dna.index(b"TLEN", place) + 4
        self._lengths = struct.unpack_from(f"={len(types)}H", dna, place)
        place = dna.index(b"STRC", place) + 4
        (count,) = struct.unpack_from("=I", dna, place)
        place += 4
        self._structs, self._of_type = [], {}
        for i in range(count):
            kind, fields = struct.unpack_from("=2H", dna, place)
            pairs = struct.unpack_from(f"={2 * fields}H", dna, place + 4)
            place += 4 + 4 * fields
            self._of_type[kind] = i
            self._structs.append((kind, list(zip(pairs[::2], pairs[1::2]))))

    @staticmethod
    def _texts(dna: bytes, place: int) -> Tuple[List[bytes], int]:
        (count,) = struct.unpack_from("=I", dna, place)
        texts = dna[place + 4 :].split(b"\0", count)
        return texts[:count], place + 4 + sum(len(text) + 1 for text in texts[:count])

    def of(self, kind: int) -> Tuple[int, List[int]]:
        """Size in bytes of a structure, and the offsets of its pointers."""
        if kind not in self._known:
            self._known[kind] = self._find(kind)
        return self._known[kind]

    def _find(self, kind: int) -> Tuple[int, List[int]]:
        if not 0 <= kind < len(self._structs):
            return 0, []
        type_number, fields = self._structs[kind]
        offsets, place = [], 0
        for field_type, name_number in fields:
            name = self._names[name_number]
            items = 1
            for part in name.split(b"[")[1:]:
                items *= int(part.split(b"]")[0])
            if name.startswith((b"*", b"(*")):
                offsets += range(place, place + 8 * items, 8)
                place += 8 * items
            else:
                size = self._lengths[field_type]
                if field_type in self._of_type:
                    inner = self.of(self._of_type[field_type])[1]
                    offsets += [place + size * i + offset for i in range(items) for offset in inner]
                place += size * items
        return self._lengths[type_number], offsets
