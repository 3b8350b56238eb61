# SPDX-License-Identifier: GPL-3.0-or-later
"""Fingerprints and engines of .blend files, of files put together here: two structures, a few blocks."""

import os
import struct
import tempfile
import unittest

from render_bitwrk.core import blendfile
from render_bitwrk.core.blendfile import NoBlendFile

# struct Thing { Thing *next; char engine[16]; float *places[2]; }, struct Pair { Thing thing; int a, b; }
NAMES, TYPES = [b"*next", b"engine[16]", b"*places[2]", b"thing", b"a", b"b"], [b"char", b"int", b"float", b"Thing", b"Pair"]
LENGTHS, THING, PAIR = (1, 4, 4, 40, 48), 0, 1


def texts(tag, items):
    raw = tag + struct.pack("=I", len(items)) + b"".join(item + b"\0" for item in items)
    return raw + b"\0" * (-len(raw) % 4)


def dna():
    structures = struct.pack("=HH6H", 3, 3, 3, 0, 0, 1, 2, 2) + struct.pack("=HH6H", 4, 3, 3, 3, 1, 4, 1, 5)
    raw = b"SDNA" + texts(b"NAME", NAMES) + texts(b"TYPE", TYPES) + b"TLEN" + struct.pack("=5H", *LENGTHS) + b"\0\0"
    return raw + b"STRC" + struct.pack("=I", 2) + structures


def block(code, address, data, kind=0, count=1, long=False):
    if long:
        return struct.pack("=4siQqq", code, kind, address, len(data), count) + data
    return struct.pack("=4siQii", code, len(data), address, kind, count) + data


def thing(following, engine, *places):
    return struct.pack("=Q16sQQ", following, engine, *places)


def blend(base, engine=b"CYCLES", floats=b"abcdefgh", window=b"w", long=False):
    """The same scene at other addresses."""
    parts = [
        block(b"WM\0\0", base + 8, window, long=long),
        block(b"DATA", base + 16, window, long=long),
        block(b"SC\0\0", base + 24, thing(base + 32, engine, base + 40, base + 999) + struct.pack("=ii", 7, 8), PAIR, long=long),
        block(b"DATA", base + 32, thing(0, b"", base + 24, 0), THING, long=long),
        block(b"DATA", base + 40, floats, long=long),
        block(b"DNA1", base + 48, dna(), long=long),
        block(b"ENDB", 0, b"", long=long),
    ]
    return (b"BLENDER17-01v0502" if long else b"BLENDER-v304") + b"".join(parts)


class BlendFileTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, "s.blend")

    def write(self, data):
        with open(self.path, "wb") as file:
            file.write(data)

    def fingerprint(self, data):
        self.write(data)
        return blendfile.fingerprint(self.path)

    def test_addresses_and_windows_do_not_count(self):
        for long in (False, True):
            first = self.fingerprint(blend(0x7F0000000000, long=long))
            self.assertEqual(first, self.fingerprint(blend(0x550000001000, window=b"other", long=long)))

    def test_everything_else_does(self):
        found = {self.fingerprint(blend(4096, **change)) for change in ({}, {"engine": b"OTHER"}, {"floats": b"abcdefgi"})}
        self.assertEqual(3, len(found))

    def test_an_engine_is_renamed_in_place(self):
        for long in (False, True):
            self.write(blend(4096, b"BITWRK_RENDER", long=long))
            blendfile.rename_engine(self.path, b"BITWRK_RENDER", b"CYCLES")
            with open(self.path, "rb") as file:
                self.assertEqual(blend(4096, b"CYCLES", long=long), file.read())

    def test_what_is_none_is_refused(self):
        good = blend(4096)
        for bad in (b"", b"\x28\xb5\x2f\xfd", good[:40], good[:-30], b"BLENDER-V304" + good[12:], good.replace(b"DNA1", b"DNA0")):
            with self.subTest(bad[:12], length=len(bad)):
                self.assertRaises(NoBlendFile, self.fingerprint, bad)
