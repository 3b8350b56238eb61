# SPDX-License-Identifier: GPL-3.0-or-later
"""From an empty profile to the first picture: clicks are counted, and the picture is the one of plain Cycles."""

import json
import os
import shutil
import sys
import unittest

from tests.end_to_end.market import free_ports
from tests.in_blender.blenders import Profile
from tests.in_blender.test_panels import REQUIRED, OnScreen
from tests.packaged.test_with_client import ZIP, EmptyProfile
from tests.worker.stand_ins import need

# Up to 4.1 menus are drawn open; from 4.2 on, where an extension is dropped into the window, there are clicks to spare.
CLICKS = 6


class NoJava(EmptyProfile):
    """What the worker needs is on the path; Java is not."""

    def install(self):
        super().install()
        for name in ("python3", "bwrap"):
            found = os.path.realpath(shutil.which(name, path="/usr/bin:/usr/local/bin") or shutil.which(name))
            # Blender looks for a python3.13, say, and runs its installer of extensions with it.
            for link in {name, os.path.basename(found)}:
                os.symlink(found, self.path("bin", link))


@unittest.skipUnless(ZIP, "BITWRK_WITH_CLIENT_ZIP names no zip: mvn -Ppackage makes it")
@unittest.skipUnless(REQUIRED or shutil.which("xvfb-run"), "not installed: xvfb")
@need("bubblewrap")
class FirstPictureTest(OnScreen):
    profile_class = NoJava
    # Small: it is drawn by the processor.
    size = ("1000", "900")

    def environment(self):
        return {**super().environment(), "PATH": os.environ["PATH"]}

    def test_at_most_six_clicks_from_an_empty_profile(self):
        usual = Profile()
        self.addCleanup(usual.close)
        scene = usual.scene("s.blend", "s.render.resolution_x = s.render.resolution_y = 32")
        # Blender asks for files where the scene is, and there the zip is the only one that it shows.
        downloads = self.profile.path("downloads")
        os.mkdir(downloads)
        scene, zipped = shutil.copy(scene, downloads), shutil.copy(ZIP, downloads)
        # xvfb-run needs the usual path.
        self.program = ["env", "PATH=" + self.profile.path("bin"), shutil.which("blender")]
        arguments = [zipped, self.profile.module, str(free_ports(1)[0]), self.profile.folder, sys.executable]
        output = self.run_script("../packaged/clicks_script.py", *arguments, scene=[scene])
        with open(self.profile.path("clicks.json")) as file:
            said = json.load(file)
        self.assertEqual(["complete"], said["ended"], output)
        self.assertLessEqual(len(said["clicks"]), CLICKS, said["clicks"])
        print(len(said["clicks"]), "clicks:", "; ".join(said["clicks"]))
        self.assert_equal_to_cycles(scene)
