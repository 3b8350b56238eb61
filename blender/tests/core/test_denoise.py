# SPDX-License-Identifier: GPL-3.0-or-later
"""What is asked of the denoiser, and what is taken of its answer."""

import unittest
from array import array

from render_bitwrk.core import denoise, exr, exr_writer
from render_bitwrk.core.canvas import Canvas
from render_bitwrk.core.exr import BadPicture
from render_bitwrk.core.works import Tile
from tests.core.test_exr import sample
from tests.core.test_exr_writer import cropped

PART = Tile(0, 0, 20, 18)
NAMES = [f"{layer}.Combined.{c}" for layer in ("A", "B") for c in "RGBA"]


class DenoiseTest(unittest.TestCase):
    def setUp(self):
        like = sample("cube-zip-float.exr")
        self.planes = {name: array("f", [i] * (21 * 19)) for i, name in enumerate(NAMES)}
        self.planes["A.Vector.X"] = array("f", [7.0] * (21 * 19))
        self.canvas = Canvas(PART, self.planes)
        self.canvas.put(PART, exr_writer.picture(like, 21, 19, self.planes))

    def test_layers_without_motion_stand_still(self):
        asked = exr.planes(denoise.question(self.canvas, ["A"]))
        more = {"A.Vector.Y", "A.Vector.Z", "A.Vector.W"}
        self.assertEqual(more, asked.keys() - self.planes.keys())
        self.assertEqual({0.0}, {value for name in more for value in asked[name]})
        self.assertEqual(self.planes, {name: asked[name] for name in self.planes})

    def test_takes_the_colours_of_the_layers_asked_for_alone(self):
        clean = {name: array("f", [100.0] * (21 * 19)) for name in self.planes}
        denoise.answer(self.canvas, ["A"], exr_writer.picture(sample("cube-zip-float.exr"), 21, 19, clean))
        changed = {name for name, plane in self.canvas.planes.items() if plane != self.planes[name]}
        self.assertEqual({f"A.Combined.{c}" for c in "RGB"}, changed)

    def test_refuses_an_answer_that_is_none(self):
        like = sample("cube-zip-float.exr")
        with self.assertRaisesRegex(BadPicture, "20 x 19"):
            denoise.answer(self.canvas, ["A"], cropped(like, 0, 0, 20, 19))
        with self.assertRaisesRegex(BadPicture, "lacks A.Combined"):
            denoise.answer(self.canvas, ["A"], like)
