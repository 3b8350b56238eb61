# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads OpenEXR pictures of one scanline part, as workers make them: header, check, planes of floats.

Source: "OpenEXR File Layout", openexr.com. Foreign bytes: whatever is wrong ends in BadPicture, and no more is
unpacked than the header's size allows.
"""

import math
import struct
import sys
import zlib
from array import array
from itertools import accumulate
from typing import Dict, Iterator, List, NamedTuple, Tuple

MAGIC = 20000630
#: Bits of the version field: tiles, parts without pixels in rows, several parts.
TILED, DEEP, MULTIPART = 0x200, 0x800, 0x1000
KNOWN_BITS = 0x4FF | TILED | DEEP | MULTIPART
COMPRESSIONS = ("NONE", "RLE", "ZIPS", "ZIP", "PIZ", "PXR24", "B44", "B44A", "DWAA", "DWAB")
#: Rows in a block, of the compressions that are read here.
ROWS = {"NONE": 1, "ZIPS": 1, "ZIP": 16}
UINT, HALF, FLOAT = 0, 1, 2
WIDTHS = {UINT: 4, HALF: 2, FLOAT: 4}
MAX_NAME = 255
#: Bytes of a channel's name that Blender writes and reads; what comes after them is cut off. Up to 4.3 it is one more.
LONGEST_NAME = 63
MAX_CHANNELS = 1024
MAX_SIDE = 65536


class BadPicture(ValueError):
    """No OpenEXR picture of one scanline part, or one that breaks its own rules."""


class Header(NamedTuple):
    """width, height: of the data window, in pixels. channels: by name, in the file's order. compression: its name.

    attributes: texts, numbers and boxes (tuples) as such, everything else as bytes. types: of the channels, UINT, HALF
    or FLOAT. top: first row's number. offset: of the first byte after the header.
    """

    width: int
    height: int
    channels: List[str]
    compression: str
    attributes: Dict[str, object]
    types: Tuple[int, ...]
    top: int
    offset: int


def read_header(data: bytes) -> Header:
    """The header; the pixels may be missing from data. Raises BadPicture."""
    try:
        magic, version = struct.unpack_from("<II", data, 0)
        if magic != MAGIC:
            raise BadPicture("no OpenEXR file")
        if version & 0xFF != 2 or version & ~(KNOWN_BITS | 0xFF):
            raise BadPicture("an unknown version of OpenEXR: %#x" % version)
        if version & (TILED | DEEP | MULTIPART):
            raise BadPicture("tiled, deep or in several parts: %#x" % version)
        return _header(*_attributes(data, 8))
    except (struct.error, IndexError):
        raise BadPicture("the header is cut short") from None


def _attributes(data: bytes, at: int) -> Tuple[Dict[str, object], int]:
    found = {}
    for _, name, kind, begin, at in entries(data, at):
        found[name] = _value(kind, data[begin:at])
    return found, at + 1


def entries(data: bytes, at: int = 8) -> Iterator[Tuple[int, str, str, int, int]]:
    """(where it begins, name, type, where its value begins, where it ends) of each attribute; a zero byte follows the last.

    Raises BadPicture, and what reading beyond the end raises.
    """
    while True:
        start = at
        name, at = _name(data, at)
        if not name:
            return
        kind, at = _name(data, at)
        size = struct.unpack_from("<i", data, at)[0]
        at += 4
        if size < 0 or at + size > len(data):
            raise BadPicture("attribute %s is cut short" % name)
        yield start, name, kind, at, at + size
        at += size


def _name(data: bytes, at: int) -> Tuple[str, int]:
    end = data.find(b"\0", at, at + MAX_NAME + 1)
    if end < 0:
        raise BadPicture("a name of more than %d bytes, or cut short" % MAX_NAME)
    return data[at:end].decode("utf-8", "replace"), end + 1


def _value(kind: str, raw: bytes) -> object:
    if kind == "string":
        return raw.decode("utf-8", "replace")
    simple = {"int": "<i", "float": "<f", "double": "<d", "compression": "<B", "lineOrder": "<B"}
    if kind in simple:
        return struct.unpack(simple[kind], raw)[0]
    if kind == "box2i":
        return struct.unpack("<iiii", raw)
    if kind == "chlist":
        return tuple(_channels(raw))
    return raw


def _channels(raw: bytes) -> Iterator[Tuple[str, int]]:
    at = 0
    while True:
        name, at = _name(raw, at)
        if not name:
            return
        pixel_type, _, across, down = struct.unpack_from("<iIii", raw, at)
        at += 16
        if pixel_type not in WIDTHS or across != 1 or down != 1:
            raise BadPicture("channel %s has an unknown type or is sampled down" % name)
        yield name, pixel_type


def _header(attributes: Dict[str, object], offset: int) -> Header:
    channels = attributes.pop("channels", None)
    window = attributes.get("dataWindow")
    compression = attributes.get("compression")
    if not (isinstance(channels, tuple) and isinstance(window, tuple) and isinstance(compression, int)):
        raise BadPicture("channels, dataWindow or compression is missing")
    width, height = window[2] - window[0] + 1, window[3] - window[1] + 1
    if not (0 < width <= MAX_SIDE and 0 < height <= MAX_SIDE and 0 < len(channels) <= MAX_CHANNELS):
        raise BadPicture("an impossible picture: %d x %d, %d channels" % (width, height, len(channels)))
    if compression >= len(COMPRESSIONS):
        raise BadPicture("unknown compression %d" % compression)
    names = [name for name, _ in channels]
    if len(set(names)) < len(names):
        raise BadPicture("a channel twice")
    return Header(width, height, names, COMPRESSIONS[compression], attributes,
                  tuple(kind for _, kind in channels), window[1], offset)


def check(data: bytes, width: int, height: int) -> Header:
    """The header, if the picture is of that size, complete, has R, G, B and A, and no float that is not finite.

    Raises BadPicture else; also for compressions other than NONE, ZIPS and ZIP, which cannot be looked into.
    """
    header = expected(data, width, height)
    for _ in finite(data, header):
        pass
    return header


def expected(data: bytes, width: int, height: int, most: int = MAX_CHANNELS) -> Header:
    """The header, if the picture is of that size and has R, G, B and A, and at most so many channels. Unpacks nothing.

    Raises BadPicture else.
    """
    header = read_header(data)
    if len(header.channels) > most:
        raise BadPicture("%d channels, where %d would be many" % (len(header.channels), most))
    if (header.width, header.height) != (width, height):
        raise BadPicture("%d x %d pixels, not %d x %d" % (header.width, header.height, width, height))
    endings = {name.rsplit(".", 1)[-1] for name in header.channels}
    missing = [ending for ending in "RGBA" if ending not in endings]
    if missing:
        raise BadPicture("no channel " + ", ".join(missing))
    return header


def finite(data: bytes, header: Header) -> Iterator[Tuple[int, bytes, int]]:
    """As `blocks`, but raises BadPicture for floats that are not finite, too."""
    for row, block, rows in blocks(data, header):
        at = 0
        for _ in range(rows):
            for name, kind in zip(header.channels, header.types):
                size = WIDTHS[kind] * header.width
                # Every NaN or infinity stays in the sum, and no sum of this many 32-bit floats overflows a double.
                if kind != UINT and not math.isfinite(sum(_floats(block[at:at + size], kind))):
                    raise BadPicture("channel %s has a value that is not finite" % name)
                at += size
        yield row, block, rows


def planes(data: bytes) -> Dict[str, array]:
    """The values of each channel as floats, row after row, the top row first. Raises BadPicture."""
    header = read_header(data)
    found = {name: [None] * header.height for name in header.channels}
    for row, block, rows in blocks(data, header):
        at = 0
        for down in range(rows):
            for name, kind in zip(header.channels, header.types):
                size = WIDTHS[kind] * header.width
                found[name][row + down] = _floats(block[at:at + size], kind).tobytes()
                at += size
    return {name: array("f", b"".join(lines)) for name, lines in found.items()}


def _floats(raw: bytes, kind: int) -> array:
    if kind == HALF:
        return array("f", struct.unpack("<%de" % (len(raw) // 2), raw))
    values = array("f" if kind == FLOAT else "I", raw)
    if sys.byteorder == "big":
        values.byteswap()
    return values if kind == FLOAT else array("f", values)


def blocks(data: bytes, header: Header) -> Iterator[Tuple[int, bytes, int]]:
    """(number of its first row from the top, its bytes, how many rows), each row exactly once. Raises BadPicture."""
    if header.compression not in ROWS:
        raise BadPicture("compression %s cannot be read here" % header.compression)
    high = ROWS[header.compression]
    line = header.width * sum(WIDTHS[kind] for kind in header.types)
    count = (header.height + high - 1) // high
    if header.offset + 8 * count > len(data):
        raise BadPicture("the table of blocks is cut short")
    seen = set()
    for offset in struct.unpack_from("<%dQ" % count, data, header.offset):
        if offset + 8 > len(data):
            raise BadPicture("a block lies outside the file")
        row, size = struct.unpack_from("<ii", data, offset)
        row -= header.top
        if row % high or not 0 <= row < header.height or row in seen or size < 0 or offset + 8 + size > len(data):
            raise BadPicture("a block is twice, misplaced or cut short")
        seen.add(row)
        rows = min(high, header.height - row)
        yield row, _unpacked(data[offset + 8:offset + 8 + size], rows * line), rows


def _unpacked(packed: bytes, size: int) -> bytes:
    if len(packed) == size:
        # Blocks that do not get smaller are stored as they are, whatever the compression.
        return packed
    unzip = zlib.decompressobj()
    try:
        raw = unzip.decompress(packed, size + 1)
    except zlib.error as e:
        raise BadPicture("a block cannot be unpacked: %s" % e) from None
    if len(raw) != size:
        raise BadPicture("a block has not the length that it should")
    return _unpredicted(raw)


def _unpredicted(raw: bytes) -> bytes:
    """Undoes ZIP's predictor (each byte is the difference to the one before, plus 128) and its split into halves."""
    low = 0 if sys.byteorder == "little" else 7
    sums = array("Q", accumulate(raw)).tobytes()[low::8]
    # After n differences 128 n is too much: 128 for every other byte, modulo 256.
    odd = int.from_bytes((b"\0\x80" * (len(raw) // 2 + 1))[:len(raw)], "little")
    mixed = (int.from_bytes(sums, "little") ^ odd).to_bytes(len(raw), "little")
    out = bytearray(len(raw))
    half = (len(raw) + 1) // 2
    out[0::2], out[1::2] = mixed[:half], mixed[half:]
    return bytes(out)
