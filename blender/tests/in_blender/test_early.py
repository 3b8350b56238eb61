# SPDX-License-Identifier: GPL-3.0-or-later
"""A quick first part of the samples, and a user for whom it is good enough."""

import collections
import json
import os
import pathlib
import select
import unittest

from tests.in_blender.test_render import Case, planes

QUICK = "s.bitwrk.tiles, s.bitwrk.quick = 4, 25"
# Blender 4's usual pattern depends on the number of samples, of which parts tell only in 5.x.
ADDS_UP = """
if s.cycles.sampling_pattern == "AUTOMATIC" and not hasattr(s.cycles, "use_sample_subset"):
    s.cycles.sampling_pattern = "TABULATED_SOBOL"
"""
FIRST_FOUR = """
c = bpy.context.scene.cycles
if hasattr(c, "use_sample_subset"):
    c.use_sample_subset, c.sample_subset_length = True, 4
else:
    c.samples = 4
"""
STOPS = """
import importlib, os, threading, time
rendering = importlib.import_module({module!r} + ".rendering")

def stop():
    while not os.path.exists({flag!r}):
        time.sleep(0.05)
    rendering.stop()

threading.Thread(target=stop, daemon=True).start()
"""
# The rounding of floats: Cycles sums up in another order.
ROUNDING = 1e-6


class EarlyTest(Case):
    def bought(self, scene, *expressions):
        code, output = self.render(scene, *expressions)
        self.assertEqual(0, code, output)
        return output

    def plain(self, scene, *expressions):
        code, output = self.profile.render(scene, "plain", *expressions, engine="CYCLES")
        self.assertEqual(0, code, output)
        return planes(self.profile.path("plain_0001.exr"))

    def tiles(self):
        """How many were bought of each part of the samples, as the journal names it."""
        (path,) = pathlib.Path(self.profile.folder).rglob("results.jsonl")
        return collections.Counter(json.loads(line).get("part", "") for line in path.read_text().splitlines())

    def test_is_refined_by_the_rest_of_the_samples(self):
        layer = "l = s.view_layers[0]; l.use_pass_z = l.use_pass_normal = l.use_pass_uv = l.use_pass_position = True"
        more = "l.use_pass_diffuse_color = l.use_pass_environment = l.use_pass_emit = True"
        scene = self.profile.scene("s.blend", QUICK, ADDS_UP, layer, more)
        self.bought(scene)
        self.assertEqual({"4+0": 1, "12+4": 4}, self.tiles())
        found, plain = planes(self.profile.path("bought_0001.exr")), self.plain(scene)
        self.assertEqual(sorted(plain), sorted(found))
        for name, plane in plain.items():
            worst = max(abs(a - b) / max(1, abs(a)) for a, b in zip(plane, found[name]))
            self.assertLessEqual(worst, ROUNDING, name)

    def test_is_rendered_anew_where_samples_do_not_add_up(self):
        adaptive = "s.cycles.use_adaptive_sampling, s.cycles.adaptive_threshold, s.cycles.adaptive_min_samples = True, .1, 4"
        scene = self.profile.scene("s.blend", QUICK, adaptive)
        self.bought(scene)
        self.assertEqual({"4+0": 1, "": 4}, self.tiles())
        self.assert_equal_to_cycles(scene)

    def test_is_kept_when_it_is_good_enough(self):
        flag = self.profile.path("flag")

        def behave(number, work, handler):
            if number == 0:
                return None
            with open(flag, "w"):
                pass
            select.select([handler.connection], [], [], 300)
            return 502, b"nobody waits any more"

        self.client.behave = behave
        scene = self.profile.scene("s.blend", QUICK, "s.bitwrk.at_once = 1")
        output = self.bought(scene, STOPS.format(module=self.profile.module, flag=flag))
        self.assertIn("good enough", output)
        self.assertTrue(os.path.exists(flag))
        quick = self.plain(scene, FIRST_FOUR)
        self.assertTrue(quick == planes(self.profile.path("bought_0001.exr")))


if __name__ == "__main__":
    unittest.main()
