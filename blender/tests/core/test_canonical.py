# SPDX-License-Identifier: GPL-3.0-or-later
"""Canonical .blend files, of files put together here: three structures, a few blocks."""

import json
import os
import random
import struct
import tempfile
import unittest
from hashlib import sha256
from pathlib import Path

from render_bitwrk.core import canonical
from render_bitwrk.core.sdna import NoBlendFile, Structures
from tests.core import chunks

VECTORS = Path(__file__).parents[3] / "src-test-data" / "vectors" / "chunking.json"
# struct ID { ID *next; char name[16]; int session_uuid, pad; }, struct Thing { ID id; char engine[16]; float *places[2]; },
# struct FileGlobal { char filename[8]; ID *screen; int a, b; }
NAMES = [b"*next", b"name[16]", b"session_uuid", b"pad", b"id", b"engine[16]", b"*places[2]", b"filename[8]", b"*screen", b"a", b"b"]
TYPES = [b"char", b"int", b"float", b"ID", b"Thing", b"FileGlobal"]
LENGTHS = (1, 4, 4, 32, 64, 24)
STRUCTURES = ((3, (3, 0), (0, 1), (1, 2), (1, 3)), (4, (3, 4), (0, 5), (2, 6)), (5, (0, 7), (3, 8), (1, 9), (1, 10)))
ID, THING, GLOBAL = 0, 1, 2
SIZE = 12 + 24


def texts(tag, items):
    raw = tag + struct.pack("=I", len(items)) + b"".join(item + b"\0" for item in items)
    return raw + b"\0" * (-len(raw) % 4)


def dna():
    raw = b"SDNA" + texts(b"NAME", NAMES) + texts(b"TYPE", TYPES) + b"TLEN" + struct.pack("=6H", *LENGTHS) + b"STRC"
    raw += struct.pack("=I", len(STRUCTURES))
    for kind, *fields in STRUCTURES:
        raw += struct.pack("=HH", kind, len(fields)) + b"".join(struct.pack("=HH", *field) for field in fields)
    return raw


def block(code, address, data, kind=0, count=1, long=False):
    if long:
        return struct.pack("=4siQqq", code, kind, address, len(data), count) + data
    return struct.pack("=4siQii", code, len(data), address, kind, count) + data


def thing(name, engine, first, second, following=0, uid=0):
    return struct.pack("=Q16sii16sQQ", following, name, uid, 0, engine, first, second)


def blend(base, engine=b"CYCLES", floats=b"abcdefgh", window=b"w", long=False, more=()):
    """The same scene at other addresses. more: (name, content) of things between the scene and the last thing, and where the content was, or by itself."""
    parts = [
        block(b"TEST", base, window, long=long),
        block(b"GLOB", base + 4, struct.pack("=8sQii", window, base + 8, 1, 2), GLOBAL, long=long),
        block(b"WM\0\0", base + 8, window, long=long),
        block(b"DATA", base + 16, window, long=long),
        block(b"SC\0\0", base + 32, thing(b"SCone", engine, base + 48, base + 999, base + 8, base % 1000), THING, long=long),
        block(b"DATA", base + 48, floats, long=long),
        block(b"DATA", base + 64, struct.pack("=QQ", base + 32, base + 96), long=long),
    ]
    for number, (name, content, *at) in enumerate(more):
        place = base + 0x10000 + 64 * number
        at = at[0] if at else place + 32
        parts += [block(b"OB\0\0", place, thing(name, b"", at, 0), THING, long=long), block(b"DATA", at, content, long=long)]
    parts += [
        block(b"OB\0\0", base + 96, thing(b"OBlast", b"", base + 32, 0), THING, long=long),
        block(b"DNA1", base + 80, dna(), long=long),
        block(b"ENDB", 0, b"", long=long),
    ]
    return (b"BLENDER17-01v0502" if long else b"BLENDER-v304") + b"".join(parts)


class CanonicalTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.paths = os.path.join(folder.name, "in.blend"), os.path.join(folder.name, "out.blend")

    def canonical(self, data, *engine):
        with open(self.paths[0], "wb") as file:
            file.write(data)
        canonical.write(*self.paths, *engine)
        with open(self.paths[1], "rb") as file:
            return file.read()

    def test_addresses_windows_and_the_files_name_do_not_count(self):
        for long in (False, True):
            first = self.canonical(blend(0x7F0000000000, long=long))
            self.assertEqual(first, self.canonical(blend(0x550000001200, window=b"other nm", long=long)))
            self.assertNotIn(b"WM\0\0", first)
            self.assertEqual(first, self.canonical(first), "what is canonical stays as it is")

    def test_two_may_have_had_the_same_place_one_after_the_other(self):
        def things(*places):
            return self.canonical(blend(4096, more=[(b"OB%d" % n, b"content" + b"%d" % n, place) for n, place in enumerate(places)]))

        self.assertEqual(things(800, 900, 1000), things(800, 800, 900))

    def test_everything_else_does(self):
        changes = ({}, {"engine": b"OTHER"}, {"floats": b"abcdefgi"}, {"more": [(b"OBnew", b"")]})
        self.assertEqual(4, len({self.canonical(blend(4096, **change)) for change in changes}))

    def test_pointers_lead_where_they_led_or_nowhere(self):
        for long in (False, True):
            written = self.canonical(blend(0x7F0000000000, long=long))
            form = "=4siQqq" if long else "=4siQii"
            place, found = 17 if long else 12, {}
            while written[place : place + 4] != b"ENDB":
                head = struct.unpack_from(form, written, place)
                address, size = head[2], head[3] if long else head[1]
                place += struct.calcsize(form)
                found.setdefault(head[0], []).append((address, written[place : place + size]))
                place += size
            ((scene, data),), ((last, _),), ((_, glob),) = found[b"SC\0\0"], found[b"OB\0\0"], found[b"GLOB"]
            (floats, _), (_, pointers) = found[b"DATA"]
            self.assertEqual((0, b"SCone".ljust(16, b"\0"), 0, 0, b"CYCLES".ljust(16, b"\0"), floats, 0), struct.unpack("=Q16sii16sQQ", data))
            self.assertEqual((scene, last), struct.unpack("=QQ", pointers))
            self.assertEqual((bytes(8), 0, 1, 2), struct.unpack("=8sQii", glob))
            self.assertEqual(3, len({scene, last, floats}))

    def test_our_engine_becomes_cycles(self):
        self.assertEqual(self.canonical(blend(4096)), self.canonical(blend(4096, b"BITWRK_RENDER"), b"BITWRK_RENDER"))

    def test_after_a_change_little_is_sent_again(self):
        generator = random.Random(1)
        many = [(b"OB%05d" % i, generator.randbytes(generator.choice((700, 9000)))) for i in range(100)]
        changed = list(many)
        changed[50] = (many[50][0], b"x" + many[50][1][1:])
        added = many[:30] + [(b"OBnew", generator.randbytes(700))] + many[30:]
        removed = many[:30] + many[31:]
        first = self.canonical(blend(2**40, more=many))
        again = [chunks.sent_again(first, self.canonical(blend(2**44, more=things))) for things in (many, changed, added, removed)]
        self.assertEqual(0, again[0])
        self.assertLess(0, min(again[1:3]))
        self.assertLess(max(again), 20_000, f"of {len(first)} bytes")

    def test_a_chunk_ends_where_a_mark_does(self):
        for before in (100, 5000):
            data = random.Random(before).randbytes(before) + canonical.MARK
            self.assertEqual(b"0next", chunks.cut(data + b"next")[-1])

    def test_chunks_are_cut_as_the_client_does(self):
        for case in json.loads(VECTORS.read_text())["cases"][:8]:
            length, seed = case["length"], case["data"].partition(":")[2]
            data = b"".join(sha256(b"%s:%d" % (seed.encode(), i)).digest() for i in range(length // 32 + 1))[:length]
            self.assertEqual(case["chunkSizes"], [len(chunk) for chunk in chunks.cut(data)])

    def test_what_is_none_is_refused(self):
        good = blend(4096)
        damaged = (good[:40], good[:-30], b"BLENDER-V304" + good[12:], b"BLENDER_v304" + good[12:], good.replace(b"DNA1", b"DNA0"), good.replace(b"STRC", b"XXXX"))
        for bad in (b"", b"\x28\xb5\x2f\xfd", *damaged):
            with self.subTest(bad[:12], length=len(bad)):
                self.assertRaises(NoBlendFile, self.canonical, bad)


class StructuresTest(unittest.TestCase):
    def test_pointers_are_found_inside_of_other_structures_too(self):
        structures = Structures(dna())
        self.assertEqual(([0], [0, 48, 56], [8]), tuple(structures.pointers(kind) for kind in (ID, THING, GLOBAL)))
        self.assertEqual((32, 64, 24, 0), tuple(structures.size(kind) for kind in (ID, THING, GLOBAL, 3)))
        self.assertEqual((THING, -1), (structures.number(b"Thing"), structures.number(b"None")))
