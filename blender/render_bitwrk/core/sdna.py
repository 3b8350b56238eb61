# SPDX-License-Identifier: GPL-3.0-or-later
"""What a .blend file says about its own structures (block DNA1): sizes, and where pointers and other fields are."""

import struct
from typing import Dict, Iterator, List, NamedTuple, Tuple


class NoBlendFile(ValueError):
    """The bytes are not a .blend file that is understood here: compressed, of another kind of processor, or none at all."""


class Field(NamedTuple):
    """kind: number of its structure, or -1 for plain values. offset, size: of one item, in bytes. items: how many in a row."""

    name: bytes
    is_pointer: bool
    kind: int
    offset: int
    size: int
    items: int


class Structures:
    """Structures by their number, which blocks tell as their kind. Error: NoBlendFile."""

    def __init__(self, dna: bytes):
        try:
            self._read(dna)
        except (struct.error, ValueError, IndexError) as e:
            raise NoBlendFile(f"its description of structures is broken: {e}") from e
        self._pointers: Dict[int, Tuple[int, List[int]]] = {}

    def _read(self, dna: bytes):
        self._names, place = _texts(dna, dna.index(b"NAME") + 4)
        types, place = _texts(dna, dna.index(b"TYPE", place) + 4)
        place = dna.index(b"TLEN", place) + 4
        self._lengths = struct.unpack_from(f"={len(types)}H", dna, place)
        place = dna.index(b"STRC", place) + 4
        (count,) = struct.unpack_from("=I", dna, place)
        place += 4
        self._structs, self._of_type, self._numbers = [], {}, {}
        for i in range(count):
            kind, fields = struct.unpack_from("=2H", dna, place)
            pairs = struct.unpack_from(f"={2 * fields}H", dna, place + 4)
            place += 4 + 4 * fields
            self._of_type[kind] = i
            self._numbers[types[kind]] = i
            self._structs.append((kind, list(zip(pairs[::2], pairs[1::2]))))

    def number(self, name: bytes) -> int:
        """Of the structure of this name, or -1."""
        return self._numbers.get(name, -1)

    def size(self, kind: int) -> int:
        """In bytes; 0 for a number that is none."""
        return self._lengths[self._structs[kind][0]] if 0 <= kind < len(self._structs) else 0

    def fields(self, kind: int) -> Iterator[Field]:
        """Of one structure, in their order; none for a number that is none."""
        place = 0
        for field_type, name_number in self._structs[kind][1] if 0 <= kind < len(self._structs) else ():
            name = self._names[name_number]
            items = 1
            for part in name.split(b"[")[1:]:
                items *= int(part.split(b"]")[0])
            is_pointer = name.startswith((b"*", b"(*"))
            size = 8 if is_pointer else self._lengths[field_type]
            inner = -1 if is_pointer else self._of_type.get(field_type, -1)
            yield Field(name.split(b"[")[0], is_pointer, inner, place, size, items)
            place += size * items

    def pointers(self, kind: int) -> List[int]:
        """Offsets of a structure's pointers, those of structures inside it too."""
        if kind not in self._pointers:
            found = []
            for field in self.fields(kind):
                inner = [0] if field.is_pointer else self.pointers(field.kind) if field.kind >= 0 else []
                found += [field.offset + field.size * i + offset for i in range(field.items) for offset in inner]
            self._pointers[kind] = found
        return self._pointers[kind]


def _texts(dna: bytes, place: int) -> Tuple[List[bytes], int]:
    (count,) = struct.unpack_from("=I", dna, place)
    texts = dna[place + 4 :].split(b"\0", count)
    return texts[:count], place + 4 + sum(len(text) + 1 for text in texts[:count])
