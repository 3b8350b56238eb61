# SPDX-License-Identifier: GPL-3.0-or-later
"""Files of a scene and their names in the work."""

import os
import tempfile
import unittest

from render_bitwrk.core import respool
from render_bitwrk.core.respool import FOLDER, SEQUENCE, UDIM, Entry, External, Pool, TooMany
from render_bitwrk.core.works import ALIAS


class PoolTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder, self.pool = folder.name, Pool()

    def files(self, *names):
        for name in names:
            with open(self.path(name), "w") as file:
                file.write(name)

    def path(self, name):
        return os.path.join(self.folder, name)

    def add(self, name, form=respool.FILE):
        return self.pool.add(External("Image", "it", self.path(name), form))

    def sent(self):
        return {entry.alias: entry.name for entry in self.pool.entries}

    def test_a_file_has_one_alias_however_often_it_is_named(self):
        self.files("bricks.png")
        base = respool.alias_base(self.path("bricks.png"))
        self.assertEqual([f"//rsrc.{base}.data"] * 2, [self.add("bricks.png"), self.add("bricks.png")])
        self.assertEqual({base: "bricks.png"}, self.sent())
        self.assertRegex(base, r"\A[a-z0-9]{1,100}[a-z]\Z")

    def test_a_udim_set_differs_in_the_last_digits(self):
        self.files("w.1001.png", "w.1012.png", "w.10013.png", "other.1001.png")
        path = self.add("w.<UDIM>.png", UDIM)
        base = respool.alias_base(self.path("w.<UDIM>.png"))
        self.assertEqual(f"//rsrc.{base}<UDIM>.data", path)
        self.assertEqual({base + "1001": "w.1001.png", base + "1012": "w.1012.png"}, self.sent())

    def test_uv_tiles_become_udims(self):
        self.files("w_u1_v1.png", "w_u3_v2.png")
        self.assertIn("<UDIM>", self.add("w_<UVTILE>.png", UDIM))
        base = respool.alias_base(self.path("w_<UVTILE>.png"))
        self.assertEqual({base + "1001": "w_u1_v1.png", base + "1013": "w_u3_v2.png"}, self.sent())

    def test_a_sequence_keeps_its_numbers(self):
        self.files("s2_0001b.png", "s2_0002b.png", "s2_0010b.png", "s3_0001b.png")
        path = self.add("s2_0002b.png", SEQUENCE)
        base = respool.alias_base(self.path("s2_0002b.png"))
        self.assertEqual(f"//rsrc.{base}0002.data", path)
        self.assertEqual([base + n for n in ("0001", "0002", "0010")], sorted(self.sent()))

    def test_of_a_folder_the_parts_that_matter_are_sent(self):
        for part in ("data", "config", "script", "config/deeper"):
            os.makedirs(self.path("fluid/" + part))
            self.files(f"fluid/{part}/a.uni", f"fluid/{part}/.hidden")
        self.files("fluid/own.txt")
        path = self.pool.add(External("Fluid", "it", self.path("fluid"), FOLDER, ("data", "config")))
        base = respool.alias_base(self.path("fluid"))
        self.assertEqual(f"//rsrc.{base}.data", path)
        self.assertEqual([f"//rsrc.{base}.data/{part}/a.uni" for part in ("config", "data")], sorted(self.sent().values()))
        self.assertIsNone(self.pool.add(External("Fluid", "it", self.path("fluid"), FOLDER, ("noise",))))
        self.pool.add(External("Fluid", "it", self.path("fluid"), FOLDER))
        self.assertIn(f"//rsrc.{base}.data/own.txt", self.sent().values())
        self.assertTrue(all(ALIAS.fullmatch(alias) for alias in self.sent()))

    def test_what_is_missing_is_named(self):
        self.assertEqual([None] * 3, [self.add("no.png"), self.add("no.<UDIM>.png", UDIM), self.add("no/1.png", SEQUENCE)])
        self.assertEqual(3, len(self.pool.missing))
        self.assertIn(f"Image 'it': {self.path('no.png')}", self.pool.missing)

    def test_resources_are_read_as_they_are_and_counted(self):
        self.files("a.png")
        self.add("a.png")
        (resource,) = respool.resources(self.pool.entries)
        with resource.data.open() as file:
            self.assertEqual((5, b"a.png"), (resource.data.size, file.read()))
        many = [Entry(f"a{i}", "n", self.path("a.png")) for i in range(1001)]
        self.assertRaisesRegex(TooMany, "1001 files, but 1000", respool.resources, many)
