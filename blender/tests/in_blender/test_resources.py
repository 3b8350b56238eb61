# SPDX-License-Identifier: GPL-3.0-or-later
"""Files that a scene needs: a library with images of its own, a UDIM set, a sequence; gone before anybody renders."""

import os
import unittest

from tests.in_blender.blenders import version
from tests.in_blender.test_render import Case

IMAGES = """
def image(path, r, g, b):
    i = bpy.data.images.new("new", 8, 8)
    i.pixels = [r, g, b, 1] * 64
    i.filepath_raw, i.file_format = path, "PNG"
    i.save()
    bpy.data.images.remove(i)

def shaded(thing, load):
    m = bpy.data.materials.new(thing.name)
    m.use_nodes = True
    n = m.node_tree.nodes.new("ShaderNodeTexImage")
    load(n)
    inputs = m.node_tree.nodes["Principled BSDF"].inputs
    inputs["Emission Strength"].default_value = 1
    m.node_tree.links.new(n.outputs[0], inputs.get("Emission") or inputs["Emission Color"])
    thing.data.materials.clear()
    thing.data.materials.append(m)
"""

LIBRARY = IMAGES + """
image({assets!r} + "/wood.png", .8, .4, .1)
cube = bpy.data.objects["Cube"]
cube.location.x = -2.5
def load(n):
    n.image = bpy.data.images.load({assets!r} + "/wood.png")
    n.image.filepath = "//wood.png"
shaded(cube, load)
cube.name = "Wooden"
bpy.ops.wm.save_as_mainfile(filepath={assets!r} + "/library.blend")
"""

SCENE = IMAGES + """
s.bitwrk.tiles = 1
with bpy.data.libraries.load({assets!r} + "/library.blend", link=True) as (there, here):
    here.objects = ["Wooden"]
s.collection.objects.link(bpy.data.objects["Wooden"])
for n, c in ((1001, (1, 0, 0)), (1002, (0, 1, 0))):
    image({assets!r} + "/udim.%d.png" % n, *c)
for n in (1, 2, 3):
    image({assets!r} + "/frame%04d.png" % n, 0, n / 3, 1)
cube = bpy.data.objects["Cube"]
for loop in cube.data.uv_layers[0].data[:12]:
    loop.uv.x += 1
def udim(n):
    n.image = bpy.data.images.load({assets!r} + "/udim.1001.png")
    n.image.source = "TILED"
    n.image.filepath = {assets!r} + "/udim.<UDIM>.png"
    n.image.tiles.new(1002)
shaded(cube, udim)
bpy.ops.mesh.primitive_plane_add(size=2, location=(2.5, 0, 0))
plane = bpy.context.object
def sequence(n):
    n.image = bpy.data.images.load({assets!r} + "/frame0001.png")
    n.image.source = "SEQUENCE"
    n.image_user.frame_duration, n.image_user.use_auto_refresh = 3, True
shaded(plane, sequence)
missing = bpy.data.images.load({assets!r} + "/udim.1001.png")
missing.filepath, missing.use_fake_user = "/nowhere/missing.png", True
"""

LINKED = """
s.bitwrk.tiles = 1
with bpy.data.libraries.load({assets!r} + "/library.blend", link=True) as (there, here):
    here.objects = ["Wooden"]
s.collection.objects.link(here.objects[0])
"""
PACKED = LINKED.replace("link=True", "link=True, pack=True") + "assert here.objects[0].library.is_archive"


class ResourcesTest(Case):
    def test_all_of_them_are_sent_and_nothing_else_is_needed(self):
        assets, away = self.profile.path("assets"), self.profile.path("away")
        os.mkdir(assets)
        self.profile.scene("l.blend", *LIBRARY.format(assets=assets).splitlines())
        scene = self.profile.scene("s.blend", *SCENE.format(assets=assets).splitlines())
        resources = []

        def move_away(number, work, handler):
            resources.extend(name for _, name, _ in work.resources)
            os.rename(assets, away)

        self.client.behave = move_away
        code, output = self.render(scene, "bpy.ops.bitwrk.check()", frames=("-f", "2"))
        self.assertEqual(0, code, output)
        self.assertEqual(
            ["frame0001.png", "frame0002.png", "frame0003.png", "udim.1001.png", "udim.1002.png", "wood.png"], sorted(resources)
        )
        missing = "missing: Image 'udim.1001.png.001': /nowhere/missing.png"
        self.assertEqual(2, output.count("BitWrk: " + missing), output)
        self.assertIn("1 being bought | " + missing, output)
        self.assertRegex(output, "6 files of [0-9,]+ bytes and the scene of about [0-9,]+ bytes are sent, 1 trouble\n")
        os.rename(away, assets)
        self.assert_equal_to_cycles(scene, 2)

    def test_a_library_that_is_missing_is_named(self):
        assets = self.profile.path("assets")
        os.mkdir(assets)
        self.profile.scene("l.blend", *LIBRARY.format(assets=assets).splitlines())
        scene = self.profile.scene("s.blend", *LINKED.format(assets=assets).splitlines())
        os.remove(assets + "/library.blend")
        code, output = self.profile.run(scene, "--addons", self.profile.module, "--python-expr", "import bpy; bpy.ops.bitwrk.check()")
        self.assertIn("missing: Library 'library.blend': //assets/library.blend", output)
        self.assertIn("1 trouble\n", output)

    @unittest.skipIf(version() < (5, 0), "linked data cannot be packed")
    def test_linked_data_that_is_packed_needs_its_library_no_more(self):
        assets, away = self.profile.path("assets"), self.profile.path("away")
        os.mkdir(assets)
        self.profile.scene("l.blend", *LIBRARY.format(assets=assets).splitlines())
        scene = self.profile.scene("s.blend", *PACKED.format(assets=assets).splitlines())
        os.remove(assets + "/library.blend")
        self.client.behave = lambda number, work, handler: os.rename(assets, away)
        code, output = self.render(scene, "bpy.ops.bitwrk.check()")
        self.assertEqual(0, code, output)
        self.assertRegex(output, "1 file of [0-9,]+ bytes and the scene of about [0-9,]+ bytes are sent, 0 troubles")
        os.rename(away, assets)
        self.assert_equal_to_cycles(scene)
