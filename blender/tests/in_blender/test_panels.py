# SPDX-License-Identifier: GPL-3.0-or-later
"""What is on the screen, under Xvfb."""

import json
import os
import re
import shutil
import subprocess
import threading
import unittest
from pathlib import Path

from tests.in_blender.test_animation import MOVING
from tests.in_blender.test_render import Case

OURS = {"BITWRK_PT_early", "BITWRK_PT_render", "BITWRK_PT_machines", "BITWRK_PT_advanced"}  # Progress is shown once there was a render.
REQUIRED = "xvfb" in os.environ.get("BITWRK_REQUIRE", "").split(",")


class OnScreen(Case):
    """Starts a Blender with windows."""

    program = ["blender"]
    # So high that all panels are seen.
    size = ("1000", "1700")

    def environment(self):
        return self.profile.environment(LIBGL_ALWAYS_SOFTWARE="1")

    def run_script(self, name, *arguments, scene=()):
        script = str(Path(__file__).parent / name)
        xvfb = ["xvfb-run", "-a", "-s", "-screen 0 {}x{}x24 -fbdir {}".format(*self.size, self.profile.folder)]
        command = [*xvfb, *self.program, "--factory-startup", *scene]
        command += ["--window-geometry", "0", "0", *self.size, "-P", script, "--", *arguments]
        done = subprocess.run(
            command,
            env=self.environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=600,
        )
        self.assertNotIn("Traceback", done.stdout)
        self.assertEqual(0, done.returncode, done.stdout)
        return done.stdout

    def shots(self):
        folder = os.environ.get("BITWRK_SCREENSHOTS") or self.profile.path("shots")
        os.makedirs(folder, exist_ok=True)
        return folder


@unittest.skipUnless(REQUIRED or shutil.which("xvfb-run"), "not installed: xvfb")
class PanelsTest(OnScreen):
    def test_all_of_cycles_stays_and_only_ours_is_added(self):
        folder = self.shots()
        self.run_script("panels_script.py", folder)
        with open(os.path.join(folder, "panels.json")) as file:
            said = json.load(file)
        cycles, bitwrk = set(said["CYCLES"]), set(said["BITWRK_RENDER"])
        self.assertIn("CYCLES_RENDER_PT_sampling", cycles)
        self.assertEqual((OURS, set()), (bitwrk - cycles, cycles - bitwrk))
        self.assertEqual((True, True), (said["CYCLES nodes"], said["BITWRK_RENDER nodes"]))


@unittest.skipUnless(REQUIRED or shutil.which("xvfb-run"), "not installed: xvfb")
class ViewportTest(OnScreen):
    def test_rendered_it_shows_what_cycles_shows(self):
        """The view follows a change of the scene; the cube is red."""
        output = self.run_script("viewport_script.py", self.profile.path("Xvfb_screen0"))
        size, red, differing = map(int, re.search(r"size: (\d+) red: (\d+) differing: (\d+)", output).groups())
        self.assertGreater(red, size // 100)
        self.assertEqual(0, differing)
        self.assertEqual([], self.client.bought)


@unittest.skipUnless(REQUIRED or shutil.which("xvfb-run"), "not installed: xvfb")
class LeavingTest(OnScreen):
    def test_an_animation_ends_by_its_button_and_with_its_file(self):
        scene = self.profile.scene("s.blend", *MOVING)
        go_on = threading.Event()
        self.addCleanup(go_on.set)
        self.client.behave = lambda number, work, handler: go_on.wait(300) and None
        output = self.run_script("leaving_script.py", str(self.client.port), self.profile.path("bought_####"), scene=[scene])
        self.assertIn("left", output)


@unittest.skipUnless(REQUIRED or shutil.which("xvfb-run"), "not installed: xvfb")
class F12Test(OnScreen):
    def test_the_menu_renders_without_switching_the_engine(self):
        scene = self.profile.scene("s.blend", "s.bitwrk.tiles = 4")
        output = self.run_script("f12_script.py", "image", str(self.client.port), self.profile.folder, scene=[scene])
        self.assertIn("ended: complete engine: CYCLES", output)
        self.assertEqual(4, len(self.client.bought))
        self.assert_equal_to_cycles(scene)
        if "BITWRK_SCREENSHOTS" in os.environ:
            shutil.copy(self.profile.path("f12.png"), self.shots())

    def test_the_scene_may_be_saved_while_the_window_is_drawn(self):
        scene = self.profile.scene("s.blend", "s.bitwrk.tiles = 1")
        output = self.run_script("f12_script.py", "drawn", str(self.client.port), self.profile.folder, scene=[scene])
        self.assertIn("drawn while it is saved: True", output)
        self.assertIn("ended: complete", output)

    def test_a_single_layer_is_the_one_that_is_active(self):
        lines = ["s.bitwrk.tiles = 1", "s.view_layers.new('Second').use_pass_normal = True"]
        scene = self.profile.scene("s.blend", *lines)
        output = self.run_script("f12_script.py", "layer", str(self.client.port), self.profile.folder, scene=[scene])
        self.assertIn("ended: complete engine: BITWRK_RENDER", output)
        self.assertEqual(1, len(self.client.bought))
        self.assert_equal_to_cycles(self.profile.scene("second.blend", *lines, "s.view_layers[0].use = False"))

    def test_an_animation_buys_ahead_from_one_file(self):
        scene = self.profile.scene("s.blend", *MOVING, "s.bitwrk.tiles, s.bitwrk.at_once = 1, 2")
        later = threading.Event()

        def behave(number, work, handler):
            if work.frame == 2:
                later.set()
            elif work.frame == 1 and not later.wait(100):
                return 402, b"nobody asked for the second frame meanwhile"
            return None

        self.client.behave = behave
        output = self.run_script("f12_script.py", "animation", str(self.client.port), self.profile.folder, scene=[scene])
        self.assertIn("ended: complete engine: BITWRK_RENDER", output)
        self.assertEqual([1, 2, 3], sorted(work.frame for _, work in self.client.bought))
        self.assertEqual(1, len({work.scene_hash for _, work in self.client.bought}))
        for frame in (1, 2, 3):
            self.assert_equal_to_cycles(scene, frame)
