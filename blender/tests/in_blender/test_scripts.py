# SPDX-License-Identifier: GPL-3.0-or-later
"""What no seller runs is named before anything is sent, wherever it hangs."""

import unittest

from tests.in_blender.blenders import Profile

SCENE = """
bpy.app.driver_namespace["twice"] = lambda x: 2 * x
def driven(owner, path, simple=False):
    curve = owner.driver_add(path)
    curve.driver.type, curve.driver.expression = "SCRIPTED", "frame * 2" if simple else "twice(frame)"
cube, light = bpy.data.objects["Cube"], bpy.data.lights["Light"]
driven(cube, "hide_render")
driven(cube, "pass_index", simple=True)
cube.shape_key_add()
driven(cube.shape_key_add(name="Bent"), "value")
driven(cube.data, "use_auto_texspace")
material = cube.active_material
driven(material, "pass_index")
driven(material.node_tree.nodes["Principled BSDF"].inputs["Roughness"], "default_value")
driven(light, "energy")
world = s.world
world.use_nodes = True
driven(world.node_tree.nodes["Background"].inputs["Strength"], "default_value")
group = bpy.data.node_groups.new("Group", "ShaderNodeTree")
group.use_fake_user = True
driven(group.nodes.new("ShaderNodeValue").outputs[0], "default_value")
driven(s, "cycles.max_bounces")
unused = bpy.data.materials.new("Unused")
driven(unused, "pass_index")
s.use_nodes = True
if getattr(s, "node_tree", None):
    driven(s.node_tree.nodes.new("CompositorNodeValue").outputs[0], "default_value")
light.use_nodes = True
ies = light.node_tree.nodes.new("ShaderNodeTexIES")
ies.ies = bpy.data.texts.new("profile")
s.render.use_freestyle = True
s.view_layers[0].freestyle_settings.mode = "SCRIPT"
"""
NAMED = [
    "'Cube': the driver of hide_render",
    "Key 'Key': the driver of key_blocks",
    "Mesh 'Cube': the driver of use_auto_texspace",
    "Material 'Material': the driver of pass_index",
    "Nodes of Material 'Material': the driver of nodes",
    "PointLight 'Light': the driver of energy",
    "Nodes of World 'World': the driver of nodes",
    "ShaderNodeTree 'Group': the driver of nodes",
    "Scene 'Scene': the driver of cycles.max_bounces",
    "IES texture 'IES Texture' is in a text block",
    "Freestyle of view layer 'ViewLayer' is a script",
]


class ScriptsTest(unittest.TestCase):
    def test_are_named(self):
        profile = Profile()
        self.addCleanup(profile.close)
        scene = profile.scene("s.blend", *SCENE.splitlines())
        code, output = profile.run(scene, "--addons", profile.module, "--python-expr", "import bpy; bpy.ops.bitwrk.check()")
        self.assertEqual(0, code, output)
        for words in NAMED:
            with self.subTest(words):
                self.assertEqual(1, output.count("BitWrk: " + words), output)
        self.assertIn(f"{len(NAMED)} troubles", output)


if __name__ == "__main__":
    unittest.main()
