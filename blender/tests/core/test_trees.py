# SPDX-License-Identifier: GPL-3.0-or-later
"""Files of folders: named by the buyer, laid out by the seller."""

import os
import tempfile
import unittest
from pathlib import Path

from render_bitwrk.core import trees
from render_bitwrk.core.works import BadWork


class TreesTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name) / "work"
        self.folder.mkdir()

    def lay_out(self, *names):
        resources = []
        for number, name in enumerate(names):
            path = self.folder / f"rsrc.a{number}.data"
            path.write_text(name)
            resources.append((f"a{number}", name, str(path)))
        trees.lay_out(resources, str(self.folder))
        return sorted(str(path.relative_to(self.folder)) for path in self.folder.rglob("*") if path.is_file())

    def test_members_get_their_places_and_others_none(self):
        names = trees.member("cachex", "data/fluid_0001.vdb"), trees.member("cachex", "config/a b.uni"), "wood.png"
        inside = ["rsrc.cachex.data/config/a b.uni", "rsrc.cachex.data/data/fluid_0001.vdb"]
        self.assertEqual(["rsrc.a0.data", "rsrc.a1.data", "rsrc.a2.data", *inside], self.lay_out(*names))
        self.assertEqual(names[0], (self.folder / inside[1]).read_text())

    def test_no_name_leads_out(self):
        bad = ["../x", "/x", "a/../../x", ".x", "a//x", "a/./x", "", "a\\x", "a\0x", "a/b/c/d/x", "a/" + "x" * 201]
        self.assertEqual(len(bad), len(self.lay_out(*(trees.member("cachex", name) for name in bad), "//rsrc.../../.data/x")) - 1)
        self.assertEqual([self.folder], list(self.folder.parent.iterdir()))

    def test_what_is_in_the_way_is_an_error(self):
        twice = trees.member("cachex", "a"), trees.member("cachex", "a")
        for names in (twice, (trees.member("a1", "x"), "is rsrc.a1.data"), (trees.member("c", "a"), trees.member("c", "a/b"))):
            with self.subTest(names):
                self.assertRaisesRegex(BadWork, "has no place", self.lay_out, *names)
                for path in sorted(self.folder.rglob("*"), reverse=True):
                    os.rmdir(path) if path.is_dir() else path.unlink()
