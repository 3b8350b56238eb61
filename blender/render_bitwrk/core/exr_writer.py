# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes OpenEXR pictures of one scanline part that come from others: parts of them, and wholes put together.

Nothing is compressed: these files live for a moment, between a seller's picture and Blender.
"""

import struct
from array import array
from typing import BinaryIO, Container, Dict, List, Tuple

from . import exr
from .exr import BadPicture


def crop(data: bytes, left: int, top: int, width: int, height: int, wanted: Container[str], out: BinaryIO) -> None:
    """Writes the part of `width` × `height` pixels whose first one is `left` and `top` pixels from the picture's first.

    The channels that are wanted and every attribute stay as they are, but for the windows and the compression. No more than a
    block of rows is unpacked at once. Raises BadPicture, also for values that are not finite.
    """
    header = exr.read_header(data)
    if left < 0 or top < 0 or width < 1 or height < 1 or left + width > header.width or top + height > header.height:
        raise BadPicture("%d x %d pixels at %d, %d are no part of it" % (width, height, left, top))
    channels = list(zip(header.channels, header.types))
    kept = [(name, kind) for name, kind in channels if name in wanted]
    head, line = _head(data, width, height, kept), width * sum(exr.WIDTHS[kind] for _, kind in kept)
    first = len(head) + 8 * height
    out.write(head + struct.pack("<%dQ" % height, *(first + y * (8 + line) for y in range(height))))
    for row, block, rows in exr.finite(data, header):
        at = 0
        for y in range(row - top, row - top + rows):
            parts = []
            for name, kind in channels:
                size = exr.WIDTHS[kind]
                if name in wanted:
                    parts.append(block[at + size * left:at + size * (left + width)])
                at += size * header.width
            if 0 <= y < height:
                out.seek(first + y * (8 + line))
                out.write(struct.pack("<ii", y, line) + b"".join(parts))


def picture(like: bytes, width: int, height: int, planes: Dict[str, array]) -> bytes:
    """A picture of these channels, 32-bit floats, the top row first, with all other attributes of the picture `like`."""
    names = sorted(planes)
    lines = [b"".join(planes[name][y * width:(y + 1) * width].tobytes() for name in names) for y in range(height)]
    return _file(_head(like, width, height, [(name, exr.FLOAT) for name in names]), lines)


def _head(data: bytes, width: int, height: int, channels: List[Tuple[str, int]]) -> bytes:
    """Up to and with the zero byte at its end. channels: names and types."""
    window = struct.pack("<iiii", 0, 0, width - 1, height - 1)
    changed = {"dataWindow": window, "displayWindow": window, "compression": bytes([exr.COMPRESSIONS.index("NONE")])}
    listed = (name.encode("utf-8") + b"\0" + struct.pack("<iIii", kind, 0, 1, 1) for name, kind in channels)
    changed["channels"] = b"".join(listed) + b"\0"
    parts = [data[:8]]
    for start, name, _, at, end in exr.entries(data):
        value = changed.get(name, data[at:end])
        parts += (data[start:at - 4], struct.pack("<i", len(value)), value)
    return b"".join(parts) + b"\0"


def _file(head: bytes, lines: List[bytes]) -> bytes:
    """With these rows, the top one first."""
    at, table, blocks = len(head) + 8 * len(lines), [], []
    for y, line in enumerate(lines):
        table.append(struct.pack("<Q", at))
        blocks += (struct.pack("<ii", y, len(line)), line)
        at += 8 + len(line)
    return b"".join((head, *table, *blocks))
