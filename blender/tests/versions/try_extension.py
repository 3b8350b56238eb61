# SPDX-License-Identifier: GPL-3.0-or-later
"""The folder as an extension: validated, built, installed from the zip into an empty profile, and rendering."""

import glob
import unittest

from tests.in_blender.blenders import BLENDER_FOLDER, Profile, version
from tests.in_blender.test_animation import AnimationTest
from tests.in_blender.test_render import Case


class Extension(Profile):
    module = "bl_ext.user_default.render_bitwrk"

    def install(self):
        source = str(BLENDER_FOLDER / "render_bitwrk")
        self.command("validate", source)
        self.command("build", "--source-dir", source, "--output-dir", self.folder)
        (built,) = glob.glob(self.path("*.zip"))
        self.command("validate", built)
        self.command("install-file", "-r", "user_default", "-e", built)

    def command(self, *words):
        code, output = self.run("--command", "extension", *words)
        assert code == 0, output


@unittest.skipIf(version() < (4, 2), "extensions exist from Blender 4.2 on")
class ExtensionTest(Case):
    profile_class = Extension

    def test_four_tiles_are_equal_to_plain_cycles(self):
        scene = self.profile.scene("s.blend", "s.bitwrk.tiles = 4")
        code, output = self.render(scene)
        self.assertEqual(0, code, output)
        self.assertEqual(4, len(self.client.bought))
        self.assert_equal_to_cycles(scene)


@unittest.skipIf(version() < (4, 2), "extensions exist from Blender 4.2 on")
class ExtensionAnimationTest(AnimationTest):
    profile_class = Extension


# Imported, but not for here.
del AnimationTest
