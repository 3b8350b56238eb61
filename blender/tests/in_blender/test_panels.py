# SPDX-License-Identifier: GPL-3.0-or-later
"""What is on the screen, under Xvfb."""

import json
import os
import shutil
import subprocess
import unittest
from pathlib import Path

from tests.in_blender.blenders import Profile

OURS = {"BITWRK_PT_render", "BITWRK_PT_machines", "BITWRK_PT_advanced"}
# So high that all panels are seen.
SIZE = ("1000", "1700")
REQUIRED = "xvfb" in os.environ.get("BITWRK_REQUIRE", "").split(",")


@unittest.skipUnless(REQUIRED or shutil.which("xvfb-run"), "not installed: xvfb")
class PanelsTest(unittest.TestCase):
    def test_all_of_cycles_stays_and_only_ours_is_added(self):
        profile = Profile()
        self.addCleanup(profile.close)
        folder = os.environ.get("BITWRK_SCREENSHOTS") or profile.path("shots")
        os.makedirs(folder, exist_ok=True)
        script = str(Path(__file__).with_name("panels_script.py"))
        command = ["xvfb-run", "-a", "-s", "-screen 0 {}x{}x24".format(*SIZE), "blender", "--factory-startup"]
        command += ["--window-geometry", "0", "0", *SIZE, "-P", script, "--", folder]
        done = subprocess.run(
            command,
            env=profile.environment(LIBGL_ALWAYS_SOFTWARE="1"),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=300,
        )
        self.assertTrue(os.path.exists(os.path.join(folder, "panels.json")), done.stdout)
        with open(os.path.join(folder, "panels.json")) as file:
            said = json.load(file)
        cycles, bitwrk = set(said["CYCLES"]), set(said["BITWRK_RENDER"])
        self.assertIn("CYCLES_RENDER_PT_sampling", cycles)
        self.assertEqual((OURS, set()), (bitwrk - cycles, cycles - bitwrk))
        self.assertEqual((True, True), (said["CYCLES nodes"], said["BITWRK_RENDER nodes"]))
        self.assertNotIn("Traceback", done.stdout)
