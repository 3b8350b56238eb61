# SPDX-License-Identifier: GPL-3.0-or-later
"""`blender -b … -E BITWRK_RENDER` against a scripted client whose tiles come from plain Blender."""

import pathlib
import unittest

from render_bitwrk.core import exr
from tests.in_blender.blenders import Profile
from tests.in_blender.standin import StandIn


def planes(path):
    return exr.planes(pathlib.Path(path).read_bytes())


class RenderTest(unittest.TestCase):
    def setUp(self):
        self.profile = Profile()
        self.addCleanup(self.profile.close)
        self.client = StandIn()
        self.addCleanup(self.client.close)

    def render(self, scene, *expressions, **more):
        return self.profile.render(scene, "bought", *expressions, port=self.client.port, **more)

    def assert_equal_to_cycles(self, scene, *expressions):
        code, output = self.profile.render(scene, "plain", *expressions, engine="CYCLES")
        self.assertEqual(0, code, output)
        plain, bought = planes(self.profile.path("plain_0001.exr")), planes(self.profile.path("bought_0001.exr"))
        self.assertEqual(sorted(plain), sorted(bought))
        for name in plain:
            self.assertTrue(plain[name] == bought[name], f"channel {name} differs")

    def test_four_tiles_are_equal_to_plain_cycles(self):
        scene = self.profile.scene("s.blend", "s.bitwrk.tiles = 4")
        code, output = self.render(scene)
        self.assertEqual(0, code, output)
        self.assertEqual(4, len(self.client.bought), output)
        self.assert_equal_to_cycles(scene)
