# SPDX-License-Identifier: GPL-3.0-or-later
"""Pictures made of others."""

import io
import unittest

from render_bitwrk.core import exr, exr_writer
from render_bitwrk.core.exr import BadPicture
from tests.core.test_exr import sample

WIDTH, HEIGHT = 21, 19


def part(plane, left, top, width, height):
    rows = [plane[WIDTH * y + left : WIDTH * y + left + width] for y in range(top, top + height)]
    return [value for row in rows for value in row]


def cropped(data, *where, wanted=None):
    out = io.BytesIO()
    exr_writer.crop(data, *where, exr.read_header(data).channels if wanted is None else wanted, out)
    return out.getvalue()


class Pictures(unittest.TestCase):
    def test_are_cut_to_a_part_that_keeps_channels_types_and_attributes(self):
        for name in ("cube-zip-float.exr", "cube-none-half.exr"):
            whole = sample(name)
            cut = cropped(whole, 4, 6, 10, 9)
            before, after = exr.read_header(whole), exr.check(cut, 10, 9)
            self.assertEqual((before.channels, before.types), (after.channels, after.types))
            window = {"dataWindow": (0, 0, 9, 8), "displayWindow": (0, 0, 9, 8), "compression": 0}
            self.assertEqual({**before.attributes, **window}, after.attributes)
            found = exr.planes(cut)
            for channel, plane in exr.planes(whole).items():
                self.assertEqual(part(plane, 4, 6, 10, 9), list(found[channel]))

    def test_are_cut_within_their_bounds_only(self):
        for bad in ((-1, 0, 5, 5), (0, -1, 5, 5), (17, 0, 5, 5), (0, 15, 5, 5), (0, 0, 0, 5), (0, 0, 5, 0)):
            with self.assertRaisesRegex(BadPicture, "no part of it"):
                cropped(sample("cube-zip-float.exr"), *bad)

    def test_are_cut_to_the_channels_that_are_wanted(self):
        like = sample("cube-zip-float.exr")
        planes = exr.planes(like)
        more = exr_writer.picture(like, WIDTH, HEIGHT, {**planes, "A.More.X": planes["ViewLayer.Combined.R"]})
        self.assertEqual(planes, exr.planes(cropped(more, 0, 0, WIDTH, HEIGHT, wanted=list(planes))))

    def test_have_the_channels_that_they_are_given(self):
        like = sample("cube-zip-float.exr")
        planes = exr.planes(like)
        planes["ViewLayer.Depth.Z"] = planes["ViewLayer.Combined.R"]
        made = exr_writer.picture(like, WIDTH, HEIGHT, planes)
        self.assertEqual(sorted(planes), exr.check(made, WIDTH, HEIGHT).channels)
        self.assertEqual(planes, exr.planes(made))
