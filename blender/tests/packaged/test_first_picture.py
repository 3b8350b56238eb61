# SPDX-License-Identifier: GPL-3.0-or-later
"""From an empty profile to the first picture: clicks are counted, and the picture is the one of plain Cycles."""

import json
import os
import shutil
import unittest

from tests.end_to_end.market import free_ports
from tests.in_blender.blenders import Profile
from tests.in_blender.test_panels import REQUIRED, OnScreen
from tests.packaged.test_with_client import ZIP, EmptyProfile
from tests.worker.stand_ins import need

# Blender up to 4.1 needs six for any add-on; an extension is dropped into the window and confirmed.
INSTALLING, OURS = 6, 3


class NoJava(EmptyProfile):
    """What the worker needs is on the path; Java is not."""

    def install(self):
        super().install()
        for name in ("python3", "bwrap"):
            found = shutil.which(name, path="/usr/bin:/usr/local/bin") or shutil.which(name)
            os.symlink(os.path.realpath(found), self.path("bin", name))


@unittest.skipUnless(ZIP, "BITWRK_WITH_CLIENT_ZIP names no zip: mvn -Ppackage makes it")
@unittest.skipUnless(REQUIRED or shutil.which("xvfb-run"), "not installed: xvfb")
@need("bubblewrap")
class FirstPictureTest(OnScreen):
    profile_class = NoJava

    def environment(self):
        return {**super().environment(), "PATH": os.environ["PATH"]}

    def test_three_clicks_after_installing(self):
        usual = Profile()
        self.addCleanup(usual.close)
        scene = usual.scene("s.blend", "s.render.resolution_x = s.render.resolution_y = 32")
        # xvfb-run needs the usual path.
        self.program = ["env", "PATH=" + self.profile.path("bin"), shutil.which("blender")]
        output = self.run_script("../packaged/clicks_script.py", ZIP, str(free_ports(1)[0]), self.profile.folder, scene=[scene])
        with open(self.profile.path("clicks.json")) as file:
            said = json.load(file)
        self.assertEqual(["complete"], said["ended"], output)
        where = [place for place, _ in said["clicks"]]
        self.assertEqual((INSTALLING, OURS), (where.count("installing"), where.count("rendering")))
        self.assert_equal_to_cycles(scene)
