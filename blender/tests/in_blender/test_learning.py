# SPDX-License-Identifier: GPL-3.0-or-later
"""The plan learns from the tiles that come."""

import os
import re
import unittest

from tests.in_blender.standin import render
from tests.in_blender.test_render import Case

# Ten tiles by the formula, but the noise threshold ends each in no time.
MANY = "import render_bitwrk.core.tiling as t; t.LEAST_SECONDS, t.TILES_EACH = 0.8, 16"
DEAR_BY_FORMULA = "s.cycles.samples, s.cycles.use_adaptive_sampling, s.cycles.adaptive_threshold = 4096, True, 1"


DRAWING = re.compile(rb"(\.render_time\0string\0....)([0-9:.]+)", re.DOTALL)


class LearningTest(Case):
    def sell(self, number, work, handler):
        """What is drawn in no time; a slow machine would say otherwise."""
        picture = render(work, os.path.dirname(work.blend_path))
        quick, count = DRAWING.subn(lambda found: found[1] + re.sub(b"[0-9]", b"0", found[2]), picture)
        self.assertEqual(1, count)
        return 303, b"", ("Location", self.client.keep(quick))

    def test_cheap_tiles_are_joined_at_once_and_the_next_time(self):
        self.client.behave = self.sell
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
