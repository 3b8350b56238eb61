# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads the blocks of .blend files."""

import struct
from typing import BinaryIO, Iterator, NamedTuple

from .sdna import NoBlendFile

_SHORT = struct.Struct("=4siQii")
_LONG = struct.Struct("=4siQqq")
_LARGEST = 2**31


class Head(NamedTuple):
    """Of a block. code: four bytes. address: in the memory of the Blender that wrote it. place: of its data in the file."""

    code: bytes
    address: int
    kind: int
    count: int
    size: int
    place: int


class Reader:
    """Of a file of Blender 2.5 to 5.x, as saved with `compress=False` on a usual computer of 64 bits. start: what comes before the first block. Error: NoBlendFile."""

    def __init__(self, stream: BinaryIO):
        self._stream = stream
        start = stream.read(12)
        if start[:7] != b"BLENDER":
            raise NoBlendFile("it is compressed, or no .blend file")
        if start[7:9] == b"17":
            start += stream.read(5)
            self._form = _LONG
        elif start[7:9] == b"-v":
            self._form = _SHORT
        else:
            raise NoBlendFile("it is of another kind of processor")
        self.start = start
        self._end = stream.seek(0, 2)

    def heads(self) -> Iterator[Head]:
        """Of all blocks, in their order. Error: NoBlendFile."""
        place = len(self.start)
        while True:
            self._stream.seek(place)
            raw = self._stream.read(self._form.size)
            if len(raw) < self._form.size:
                raise NoBlendFile("it is cut off")
            if self._form is _LONG:
                code, kind, address, size, count = self._form.unpack(raw)
            else:
                code, size, address, kind, count = self._form.unpack(raw)
            if code == b"ENDB":
                return
            place += self._form.size
            if not 0 <= size <= _LARGEST:
                raise NoBlendFile("it has a block of an impossible size")
            if place + size > self._end:
                raise NoBlendFile("it is cut off")
            yield Head(code, address, kind, count, size, place)
            place += size

    def data(self, head: Head) -> bytes:
        self._stream.seek(head.place)
        return self._stream.read(head.size)

    def packed(self, head: Head) -> bytes:
        """A block's head as it is in a file of this form."""
        code, address, kind, count, size, _ = head
        if self._form is _LONG:
            return self._form.pack(code, kind, address, size, count)
        return self._form.pack(code, size, address, kind, count)
