# SPDX-License-Identifier: GPL-3.0-or-later
import io
import os
import struct
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "render_bitwrk"))
from core import works  # noqa: E402
from core.works import BadWork, Blob, Limits, Resource, Tile  # noqa: E402


def blob(data):
    return Blob(len(data), lambda: io.BytesIO(data))


def record(tag, data):
    return tag + struct.pack(">I", len(data)) + data


def rsrc(alias, name=b"a name", data=b"data"):
    sized = [struct.pack(">I", len(part)) + part for part in (alias, name, data)]
    return record(b"rsrc", b"".join(sized))


END = record(b"blen", b"BLENDER-v304")


class Works(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def parse(self, data, **limits):
        with tempfile.TemporaryDirectory(dir=self.folder) as self.last:
            work = works.parse(io.BytesIO(data), self.last, Limits(**limits))
            files = {}
            for name in os.listdir(self.last):
                with open(os.path.join(self.last, name), "rb") as stream:
                    files[name] = stream.read()
            return work, files

    def assertRefused(self, data, words, **limits):
        with self.assertRaisesRegex(BadWork, words):
            self.parse(data, **limits)

    def test_come_back_as_they_went(self):
        big = os.urandom(200_000)
        resources = [Resource("abc1001", "Bäume.png", blob(big)), Resource("b", "x", blob(b""))]
        pieces = list(works.encode(Tile(1, 2, 30, 40), -7, resources, blob(b"BLENDER")))
        self.assertLessEqual(max(map(len, pieces)), works.CHUNK)
        data = b"".join(pieces)
        self.assertEqual(len(data), works.encoded_length(Tile(1, 2, 30, 40), -7, resources, blob(b"BLENDER")))
        work, files = self.parse(data)
        self.assertEqual((Tile(1, 2, 30, 40), -7), (work.tile, work.frame))
        self.assertEqual([("abc1001", "Bäume.png"), ("b", "x")], [r[:2] for r in work.resources])
        self.assertEqual({"rsrc.abc1001.data": big, "rsrc.b.data": b"", "scene.blend": b"BLENDER"}, files)
        self.assertEqual(works.scene_hash(resources, blob(b"BLENDER")), work.scene_hash)

    def test_are_laid_out_as_the_protocol_says(self):
        data = b"".join(works.encode(Tile(0, 1, 2, 3), 4, [Resource("a1", "n", blob(b"xyz"))], blob(b"BL")))
        expected = (b"xmin\0\0\0\4\0\0\0\0ymin\0\0\0\4\0\0\0\1xmax\0\0\0\4\0\0\0\2ymax\0\0\0\4\0\0\0\3"
                    b"fram\0\0\0\4\0\0\0\4rsrc\0\0\0\x12\0\0\0\2a1\0\0\0\1n\0\0\0\3xyzblen\0\0\0\2BL")
        self.assertEqual(expected, data)

    def test_have_defaults(self):
        work, _ = self.parse(END)
        self.assertEqual((Tile(0, 0, 63, 63), 1), (work.tile, work.frame))
        self.assertEqual((64, 64), (work.tile.width, work.tile.height))

    def test_have_a_hash_of_the_scene_that_does_not_know_the_tile(self):
        one, _ = self.parse(record(b"xmin", struct.pack(">i", 5)) + rsrc(b"a") + END)
        two, _ = self.parse(rsrc(b"a") + record(b"fram", struct.pack(">i", 5)) + END)
        three, _ = self.parse(rsrc(b"a", data=b"other") + END)
        self.assertEqual(one.scene_hash, two.scene_hash)
        self.assertNotEqual(one.scene_hash, three.scene_hash)

    def test_W3_aliases_that_lead_elsewhere_are_refused(self):
        for alias in (b"../a", b"/etc/passwd", b"a.b", b"A", b"a\0", b"a\n", "ä".encode(), b"a b"):
            self.assertRefused(rsrc(alias) + END, "alias")
        for alias in (b"", b"a" * 128):
            self.assertRefused(rsrc(alias) + END, "alias has")
        self.parse(rsrc(b"a" * 127) + END)

    def test_W3_1001_resources_are_refused(self):
        data = b"".join(rsrc(b"a%d" % i, data=b"") for i in range(1000))
        self.assertEqual(1000, len(self.parse(data + END)[0].resources))
        self.assertRefused(data + rsrc(b"b") + END, "more than 1000")

    def test_W3_lengths_that_lie_are_refused(self):
        for change in (-1, 1, 2**31):
            length = (len(rsrc(b"abc")) - 8 + change) % 2**32
            self.assertRefused(b"rsrc" + struct.pack(">I", length) + rsrc(b"abc")[8:] + END, "add up")
        self.assertRefused(b"rsrc" + struct.pack(">III", 2**32 - 1, 2**32 - 1, 7), "alias has")
        self.assertRefused(rsrc(b"a", name=b"") + END, "name has")
        self.assertRefused(rsrc(b"a", name=b"n" * 1024) + END, "name has")
        self.assertRefused(record(b"xmin", b"\0\0\1") + END, "not 4")
        self.assertRefused(b"blen" + struct.pack(">I", 13) + b"BLENDER-v304", "ends within")
        self.assertRefused(END[:-20], "ends within")

    def test_W3_anything_twice_or_unknown_is_refused(self):
        integer = record(b"ymax", struct.pack(">i", 9))
        self.assertRefused(integer + integer + END, "ymax twice")
        self.assertRefused(rsrc(b"a") + rsrc(b"a") + END, "alias a twice")
        self.assertRefused(record(b"zmin", b"\0\0\0\1") + END, "unknown tag")
        self.assertRefused(END + b"x", "after the .blend")
        self.assertRefused(rsrc(b"a"), "ends within a tag")
        self.assertRefused(b"", "ends within a tag")

    def test_that_name_no_pixels_are_refused(self):
        for tag, value in ((b"xmin", 64), (b"xmin", -1), (b"ymax", -1), (b"ymin", -2**31)):
            self.assertRefused(record(tag, struct.pack(">i", value)) + END, "impossible tile")

    def test_with_a_name_that_is_no_text_are_refused(self):
        self.assertRefused(rsrc(b"a", name=b"\xff") + END, "UTF-8")

    def test_W2_are_refused_beyond_their_limits_before_they_are_written(self):
        self.assertRefused(rsrc(b"a", data=b"12345") + END, "more than 4", resource_bytes=4)
        self.assertFalse(os.path.exists(os.path.join(self.last, "rsrc.a.data")))
        self.assertRefused(END, "more than 11", blend_bytes=11)
        self.assertRefused(rsrc(b"a") + END, "more than 40 bytes of work", total_bytes=40)
        self.assertRefused(rsrc(b"a") + rsrc(b"b") + END, "more than 1 resources", resources=1)

    def test_that_cannot_be_said_are_not_written(self):
        for bad in (Resource("A", "n", blob(b"")), Resource("a", "", blob(b"")), Resource("a", "ü" * 512, blob(b"")),
                    Resource("a", "n", Blob(2**31, None))):
            with self.assertRaises(BadWork):
                works.encode(Tile(0, 0, 1, 1), 1, [bad], blob(b""))
        same = Resource("a", "n", blob(b""))
        with self.assertRaises(BadWork):
            works.encode(Tile(0, 0, 1, 1), 1, [same, same], blob(b""))
        with self.assertRaises(BadWork):
            works.encode(Tile(0, 0, 1, 1), 1, [], Blob(2**31, None))

    def test_fail_when_a_file_has_become_shorter(self):
        with self.assertRaisesRegex(BadWork, "3 bytes are missing"):
            list(works.encode(Tile(0, 0, 1, 1), 1, [], Blob(5, lambda: io.BytesIO(b"ab"))))


if __name__ == "__main__":
    unittest.main()
