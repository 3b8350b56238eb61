# SPDX-License-Identifier: GPL-3.0-or-later
"""How large the files of a work get when they are unpacked, found without unpacking it into memory (assurance W3).

Blender 3.0 and later pack with zstd, in frames that tell their size (RFC 8878); earlier ones with gzip.
"""

import struct
import zlib
from typing import BinaryIO, Callable

GZIP = b"\x1f\x8b"
ZSTD = 0xFD2FB528
#: 16 such numbers head frames without content (here: the table of the others).
SKIPPABLE, SKIPPABLE_MASK = 0x184D2A50, 0xFFFFFFF0
#: RFC 8878: no block unpacks to more.
MAX_BLOCK = 128 * 1024
PIECE = 1 << 18


class TooLarge(ValueError):
    """It unpacks to more than is allowed, or to nothing that makes sense."""


def check(stream: BinaryIO, limit: int, is_scene: bool = True, before: int = 0,
          look: Callable[[], None] = lambda: None) -> int:
    """Raises TooLarge if the file in stream, with those before it, unpacks to more than limit bytes. Returns their sum.

    is_scene: it has to be a .blend; else it may be anything, and is looked into if it is packed as a whole.
    before: what the files before it unpack to. look: called at every piece; what it raises ends the check.
    """
    head = stream.read(4)
    stream.seek(0)
    if head[:2] == GZIP:
        return _inflate(stream, limit, before, look)
    if len(head) == 4 and struct.unpack("<I", head)[0] == ZSTD:
        return _walk_frames(stream, limit, before, look)
    if is_scene and head != b"BLEN":
        raise TooLarge("the file is no .blend: it begins with %r" % head)
    return before


def _inflate(stream: BinaryIO, limit: int, total: int, look: Callable[[], None]) -> int:
    left = b""
    unzip = zlib.decompressobj(31)
    try:
        while True:
            look()
            packed = left or stream.read(PIECE)
            if not packed:
                return total
            total += len(unzip.decompress(packed, PIECE))
            left = unzip.unconsumed_tail
            if total > limit:
                raise TooLarge("the work unpacks to more than %d bytes" % limit)
            if unzip.eof:
                left = unzip.unused_data
                unzip = zlib.decompressobj(31)
    except zlib.error as e:
        raise TooLarge("the .blend file cannot be unpacked: %s" % e) from None


def _walk_frames(stream: BinaryIO, limit: int, total: int, look: Callable[[], None]) -> int:
    while True:
        look()
        magic = stream.read(4)
        if not magic:
            return total
        number = _number(magic, 4)
        if number & SKIPPABLE_MASK == SKIPPABLE:
            stream.seek(_number(stream.read(4), 4), 1)
        elif number == ZSTD:
            total += _frame(stream, look)
        else:
            raise TooLarge("the .blend file has something else than zstd frames in it")
        if total > limit:
            raise TooLarge("the work unpacks to more than %d bytes" % limit)


def _frame(stream: BinaryIO, look: Callable[[], None]) -> int:
    """Passes one frame; returns the size that it tells, or the most that its blocks can give."""
    descriptor = _number(stream.read(1), 1)
    single = descriptor >> 5 & 1
    told = (single, 2, 4, 8)[descriptor >> 6]
    stream.read((0 if single else 1) + (0, 1, 2, 4)[descriptor & 3])
    size = _number(stream.read(told), told) + (256 if told == 2 else 0)
    blocks = 0
    last = False
    while not last:
        look()
        head = _number(stream.read(3), 3)
        last, kind, length = bool(head & 1), head >> 1 & 3, head >> 3
        if kind == 3:
            raise TooLarge("the .blend file has a damaged zstd frame")
        # A repeated byte is one byte, whatever its length.
        stream.seek(1 if kind == 1 else length, 1)
        blocks += 1
    stream.seek(4 if descriptor & 4 else 0, 1)
    # What a frame tells may be a lie, which the decoder finds; it cannot give more than its blocks hold either way.
    return min(size, blocks * MAX_BLOCK) if told else blocks * MAX_BLOCK


def _number(raw: bytes, size: int) -> int:
    if len(raw) != size:
        raise TooLarge("the .blend file ends within a zstd frame")
    return int.from_bytes(raw, "little")
