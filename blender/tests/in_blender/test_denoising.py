# SPDX-License-Identifier: GPL-3.0-or-later
"""Denoising of the whole picture. Debian's Blender has no denoiser, so one is played that halves the colours."""

import unittest

from tests.in_blender.test_render import Case, planes

PLAYED = """
import _cycles
from {module}.core import exr, exr_writer

def denoise(preferences, scene, layer, input, output):
    {fault}
    with open(input[0], "rb") as file:
        data = file.read()
    header, found = exr.read_header(data), exr.planes(data)
    for name in [name for name in found if ".Combined." in name and name[-1] in "RGB"]:
        layer = name.split(".")[0]
        for guide in ("Denoising Normal.X", "Denoising Albedo.R", "Vector.W"):
            assert f"{{layer}}.{{guide}}" in found, guide
        found[name] = type(found[name])("f", [value / 2 for value in found[name]])
    with open(output[0], "wb") as file:
        file.write(exr_writer.picture(data, header.width, header.height, found))

_cycles.with_openimagedenoise, _cycles.denoise = True, denoise
"""


class DenoisingTest(Case):
    def setUp(self):
        super().setUp()
        self.scene = self.profile.scene("s.blend", "s.bitwrk.tiles, s.cycles.use_denoising = 4, True")

    def bought(self, *expressions):
        code, output = self.render(self.scene, *expressions)
        self.assertEqual(0, code, output)
        return output

    def plain(self):
        noisy = "bpy.context.scene.cycles.use_denoising = False"
        code, output = self.profile.render(self.scene, "plain", noisy, engine="CYCLES")
        self.assertEqual(0, code, output)
        return planes(self.profile.path("plain_0001.exr"))

    def test_is_done_once_for_the_whole_picture(self):
        self.bought(PLAYED.format(module=self.profile.module, fault=""))
        found = planes(self.profile.path("bought_0001.exr"))
        for name, plane in self.plain().items():
            share = 1 if name.endswith(".A") else 0.5
            # No diff of thousands of numbers.
            self.assertTrue([share * value for value in plane] == list(found[name]), name)

    def test_that_fails_leaves_the_noisy_picture(self):
        played = PLAYED.format(module=self.profile.module, fault="raise ValueError('no memory')")
        self.assertIn("the picture is not denoised: no memory", self.bought(played))
        self.assertTrue(self.plain() == planes(self.profile.path("bought_0001.exr")))

    def test_is_missing_in_words_where_blender_has_no_denoiser(self):
        output = self.bought("import _cycles", "_cycles.with_openimagedenoise = False")
        self.assertIn("built without a denoiser", output)
        self.assertTrue(self.plain() == planes(self.profile.path("bought_0001.exr")))


if __name__ == "__main__":
    unittest.main()
