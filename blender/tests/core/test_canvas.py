# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures put together from their tiles."""

import unittest
from array import array

from render_bitwrk.core import exr, exr_writer
from render_bitwrk.core.canvas import Canvas
from render_bitwrk.core.exr import BadPicture
from render_bitwrk.core.works import Tile
from tests.core.test_exr import sample
from tests.core.test_exr_writer import cropped

PART = Tile(10, 20, 30, 38)
COMBINED = ["ViewLayer.Combined." + c for c in "ABGR"]


class CanvasTest(unittest.TestCase):
    def setUp(self):
        self.whole = sample("cube-zip-float.exr")

    def tile(self, tile):
        left, top = tile.xmin - PART.xmin, PART.ymax - tile.ymax
        return tile, cropped(self.whole, left, top, tile.width, tile.height)

    def test_is_the_whole_again(self):
        canvas = Canvas(PART, COMBINED)
        for tile in (Tile(10, 20, 16, 38), Tile(17, 30, 30, 38), Tile(17, 20, 30, 29)):
            canvas.put(*self.tile(tile))
        made = canvas.picture()
        self.assertEqual(exr.planes(self.whole), exr.planes(made))
        before, after = exr.read_header(self.whole).attributes, exr.check(made, 21, 19).attributes
        self.assertEqual({**before, "compression": 0}, after)

    def test_is_cut_to_tiles_again(self):
        canvas = Canvas(PART, COMBINED)
        canvas.put(PART, self.whole)
        tile, picture = self.tile(Tile(17, 30, 28, 36))
        self.assertEqual(exr.planes(picture), canvas.cut(tile))
        self.assertEqual(exr.planes(picture), exr.planes(canvas.like(tile, canvas.cut(tile))))

    def test_takes_further_channels(self):
        canvas = Canvas(PART, COMBINED)
        canvas.put(PART, self.whole)
        zeros = array("f", bytes(4 * 21 * 19))
        self.assertEqual(zeros, exr.planes(canvas.picture({"ViewLayer.Vector.X": zeros}))["ViewLayer.Vector.X"])

    def test_takes_the_channels_that_it_is_for_and_they_are_in_every_tile(self):
        canvas = Canvas(PART, COMBINED)
        tile, picture = self.tile(Tile(17, 30, 30, 38))
        planes = exr.planes(picture)
        planes["ViewLayer.Depth.Z"] = planes["ViewLayer.Combined.R"]
        canvas.put(tile, exr_writer.picture(picture, tile.width, tile.height, planes))
        self.assertEqual(COMBINED, list(canvas.planes))
        del planes["ViewLayer.Combined.A"]
        with self.assertRaisesRegex(BadPicture, "lacks ViewLayer.Combined.A"):
            canvas.put(tile, exr_writer.picture(picture, tile.width, tile.height, planes))
