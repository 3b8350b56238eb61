# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan learns from the tiles that come."""

import unittest

from tests.in_blender.test_render import Case

# Ten tiles by the formula, but the noise threshold ends each in no time.
MANY = "import render_bitwrk.core.tiling as t; t.LEAST_SECONDS, t.TILES_EACH = 0.8, 16"
DEAR_BY_FORMULA = "s.cycles.samples, s.cycles.use_adaptive_sampling, s.cycles.adaptive_threshold = 4096, True, 1"


class LearningTest(Case):
    def test_cheap_tiles_are_joined_at_once_and_the_next_time(self):
        scene = self.profile.scene("s.blend", DEAR_BY_FORMULA, "s.cycles.adaptive_min_samples, s.bitwrk.at_once = 1, 1")
        code, output = self.render(scene, MANY)
        self.assertEqual(0, code, output)
        first = len(self.client.bought)
        self.assertIn(" of 12 tiles", output)
        self.assertLess(first, 12, "what still waited was joined")
        self.assert_equal_to_cycles(scene)
        code, output = self.render(scene, MANY, "bpy.context.scene.cycles.samples = 4095")
        self.assertEqual(0, code, output)
        self.assertEqual(first + 1, len(self.client.bought))


if __name__ == "__main__":
    unittest.main()
