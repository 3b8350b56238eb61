# SPDX-License-Identifier: GPL-3.0-or-later
"""Borders at round numbers begin and end where Blender's own pictures do."""

import json
import unittest

from render_bitwrk.core import tiling
from tests.in_blender.blenders import Profile

SIZES = (100, 640, 1080, 1920, 3840)
# An engine that draws nothing and writes down how wide Blender's picture is.
SCRIPT = """
import bpy, json
told = []
class Told(bpy.types.RenderEngine):
    bl_idname, bl_label = "TOLD", "Told"
    def render(self, depsgraph):
        result = self.begin_result(0, 0, 100_000, 1)
        told[-1].append(result.resolution_x)
        self.end_result(result)
bpy.utils.register_class(Told)
r = bpy.context.scene.render
r.engine, r.resolution_y, r.resolution_percentage = "TOLD", 4, 100
r.use_border = r.use_crop_to_border = True
for size in SIZES:
    r.resolution_x = size
    for hundredth in range(1, 100):
        r.border_min_x, r.border_max_x = 0, hundredth / 100
        told.append([size, r.border_max_x])
        bpy.ops.render.render()
with open(PATH, "w") as file:
    json.dump(told, file)
"""


class BordersTest(unittest.TestCase):
    def test_end_where_blenders_do(self):
        profile = Profile()
        self.addCleanup(profile.close)
        path = profile.path("told.json")
        code, output = profile.run("--python-expr", SCRIPT.replace("SIZES", repr(SIZES)).replace("PATH", repr(path)))
        self.assertEqual(0, code, output)
        with open(path) as file:
            told = json.load(file)
        self.assertEqual(99 * len(SIZES), len(told))
        for size, share, width in told:
            with self.subTest(size=size, share=share):
                self.assertEqual(width, tiling.region(size, 4, (0, share, 0, 1)).width)


if __name__ == "__main__":
    unittest.main()
