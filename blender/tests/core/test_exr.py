# SPDX-License-Identifier: GPL-3.0-or-later
import os
import random
import struct
import sys
import unittest
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "..", "render_bitwrk"))
from core import exr  # noqa: E402
from core.exr import BadPicture  # noqa: E402


def sample(name):
    """A picture of the default cube, 21 x 19, by Blender 3.4.1."""
    with open(os.path.join(HERE, name), "rb") as stream:
        return stream.read()


def attribute(name, kind, value):
    return name + b"\0" + kind + b"\0" + struct.pack("<i", len(value)) + value


def picture(rows, channels=b"RGBA", compression=0, version=2, kind=2, window=None):
    """A file whose rows are given as bytes (uncompressed blocks of one row)."""
    width = len(rows[0]) // (4 * len(channels))
    names = b"".join(bytes([c]) + b"\0" + struct.pack("<iIii", kind, 0, 1, 1) for c in channels) + b"\0"
    box = struct.pack("<iiii", *(window or (0, 0, width - 1, len(rows) - 1)))
    head = struct.pack("<II", exr.MAGIC, version) + attribute(b"channels", b"chlist", names) \
        + attribute(b"compression", b"compression", bytes([compression])) + attribute(b"dataWindow", b"box2i", box) \
        + b"\0"
    at, table, blocks = len(head) + 8 * len(rows), b"", b""
    for y, row in enumerate(rows):
        table += struct.pack("<Q", at + len(blocks))
        blocks += struct.pack("<ii", y, len(row)) + row
    return head + table + blocks


def floats(*values):
    return struct.pack("<%df" % len(values), *values)


class Pictures(unittest.TestCase):
    def test_of_blender_are_read_the_same_from_every_packing(self):
        plain = exr.planes(sample("cube-none-float.exr"))
        self.assertEqual(["ViewLayer.Combined." + c for c in "ABGR"], list(plain))
        self.assertEqual({21 * 19}, {len(plane) for plane in plain.values()})
        self.assertGreater(max(plain["ViewLayer.Combined.R"]), 0.1)
        self.assertEqual(plain, exr.planes(sample("cube-zip-float.exr")))
        half = exr.planes(sample("cube-none-half.exr"))
        for name, plane in plain.items():
            for exact, rounded in zip(plane, half[name]):
                self.assertAlmostEqual(exact, rounded, delta=abs(exact) / 1024 + 1e-7)

    def test_tell_their_header(self):
        header = exr.check(sample("cube-zip-float.exr"), 21, 19)
        self.assertEqual((21, 19, "ZIP"), (header.width, header.height, header.compression))
        self.assertEqual("Scene", header.attributes["Scene"])
        self.assertEqual((0, 0, 20, 18), header.attributes["dataWindow"])
        self.assertEqual("PIZ", exr.read_header(sample("cube-piz-float.exr")).compression)

    def test_have_the_top_row_first(self):
        rows = [floats(1, 2, 0, 0, 0, 0, 1, 1), floats(3, 4, 0, 0, 0, 0, 1, 1)]
        self.assertEqual([1, 2, 3, 4], list(exr.planes(picture(rows))["R"]))

    def test_are_unpacked_like_zlib_and_the_predictor_say(self):
        rng = random.Random(5)
        for size in (2, 7, 8, 1001):
            raw = bytes(rng.randrange(256) for _ in range(size))
            split = raw[0::2] + raw[1::2]
            mixed = split[:1] + bytes((b - a + 128) & 255 for a, b in zip(split, split[1:]))
            self.assertEqual(raw, exr._unpredicted(mixed))

    def test_of_another_size_are_refused(self):
        for width, height in ((21, 18), (19, 21), (20, 19)):
            with self.assertRaisesRegex(BadPicture, "21 x 19"):
                exr.check(sample("cube-zip-float.exr"), width, height)

    def test_without_all_of_rgba_are_refused(self):
        with self.assertRaisesRegex(BadPicture, "no channel A"):
            exr.check(picture([floats(1, 2, 3)], channels=b"RGB"), 1, 1)

    def test_with_values_that_are_not_finite_are_refused(self):
        exr.check(picture([floats(3e38, 3e38, 3e38, 3e38, -3e38, 0, 1, 1)]), 2, 1)
        for bad in (float("nan"), float("inf"), float("-inf")):
            for place in range(8):
                values = [0.5] * 8
                values[place] = bad
                with self.assertRaisesRegex(BadPicture, "not finite"):
                    exr.check(picture([floats(*values)]), 2, 1)
        infinite_and_its_opposite = floats(float("inf"), float("-inf"), 0, 0, 0, 0, 0, 0)
        with self.assertRaisesRegex(BadPicture, "not finite"):
            exr.check(picture([infinite_and_its_opposite]), 2, 1)

    def test_that_cannot_be_looked_into_are_refused(self):
        with self.assertRaisesRegex(BadPicture, "PIZ"):
            exr.check(sample("cube-piz-float.exr"), 21, 19)

    def test_in_tiles_or_parts_are_refused(self):
        for bit in (exr.TILED, exr.DEEP, exr.MULTIPART, 0x2000):
            with self.assertRaises(BadPicture):
                exr.read_header(picture([floats(1, 1, 1, 1)], version=2 | bit))
        with self.assertRaises(BadPicture):
            exr.read_header(b"\x89PNG....")

    def test_of_impossible_size_are_refused_without_reserving_memory(self):
        for window in ((0, 0, -1, 0), (0, 0, 2**31 - 1, 0), (-2**31, 0, 2**31 - 1, 0)):
            with self.assertRaises(BadPicture):
                exr.planes(picture([floats(1, 1, 1, 1)], window=window))
        with self.assertRaises(BadPicture):
            exr.planes(picture([floats(1, 1, 1, 1)], window=(0, 0, 65535, 65535)))

    def test_that_unpack_to_more_than_they_say_are_refused(self):
        bomb = zlib.compress(bytes(10_000_000))
        data = bytearray(picture([b"\0" * 16], compression=2))
        data[-20:] = struct.pack("<i", len(bomb)) + bomb
        with self.assertRaisesRegex(BadPicture, "length"):
            exr.check(bytes(data), 1, 1)

    def test_cut_or_garbled_anywhere_are_refused_or_read_but_nothing_else(self):
        for name in ("cube-zip-float.exr", "cube-none-half.exr"):
            whole = sample(name)
            rng = random.Random(11)
            for length in list(range(0, 700, 7)) + [len(whole) - 1]:
                with self.assertRaises(BadPicture):
                    exr.check(whole[:length], 21, 19)
            for _ in range(400):
                garbled = bytearray(whole)
                for _ in range(rng.randrange(1, 4)):
                    garbled[rng.randrange(len(whole))] = rng.randrange(256)
                try:
                    exr.check(bytes(garbled), 21, 19)
                except BadPicture:
                    continue


if __name__ == "__main__":
    unittest.main()
