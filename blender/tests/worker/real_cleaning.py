# SPDX-License-Identifier: GPL-3.0-or-later
"""Tests of worker/cleaning.py and worker/picture.py, inside Blender. Argument after "--": a folder to write to."""

import os
import sys
import unittest

import bpy

FOLDER = sys.argv[sys.argv.index("--") + 1]
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "render_bitwrk"))
from worker import cleaning, picture  # noqa: E402


def path(name):
    return os.path.join(FOLDER, name)


class Paths(unittest.TestCase):
    def setUp(self):
        bpy.ops.wm.read_factory_settings()
        bpy.context.scene.render.engine = "CYCLES"

    def image(self, file):
        image = bpy.data.images.new("picture", 4, 4)
        image.filepath_raw, image.file_format = path("real.png"), "PNG"
        image.save()
        loaded = bpy.data.images.load(path("real.png"))
        loaded.filepath = file
        return loaded

    def reopened(self):
        """As it is for the worker: everything that hangs somewhere comes out of a file."""
        bpy.ops.wm.save_as_mainfile(filepath=path("work.blend"), relative_remap=False)
        bpy.ops.wm.open_mainfile(filepath=path("work.blend"), load_ui=False, use_scripts=False)
        return cleaning.clean()

    def test_of_resources_stay(self):
        own = ("//rsrc.ab12.data", "//rsrc.ab<UDIM>.data", "//rsrc.ab<UVTILE>.data", "//rsrc.ab0001.data")
        for number, file in enumerate(own):
            image = self.image(file)
            image.name, image.use_fake_user = "own%d" % number, True
        self.reopened()
        for number, file in enumerate(own):
            self.assertEqual(file, bpy.data.images["own%d" % number].filepath)

    def test_of_anything_else_are_blanked(self):
        bad = ("/etc/passwd", "//../rsrc.a.data", "//rsrc.a.data/../../x", "rsrc.a.data", "//rsrc.A.data", "//rsrc.a.png",
               "//rsrc.<UDIM>.data", "//rsrc.a.data\n", "\\\\server\\share", "//x//rsrc.a.data")
        for number, file in enumerate(bad):
            image = self.image(file)
            image.name, image.use_fake_user = "bad%d" % number, True
        self.reopened()
        self.assertEqual([""] * len(bad), [bpy.data.images["bad%d" % number].filepath for number in range(len(bad))])

    def test_are_found_wherever_they_hang(self):
        scene, cube = bpy.context.scene, bpy.data.objects["Cube"]
        scene.render.filepath = "/etc/a"
        group = bpy.data.node_groups.new("group", "ShaderNodeTree")
        for tree in (group, bpy.data.materials["Material"].node_tree):
            node = tree.nodes.new("ShaderNodeTexIES")
            node.mode, node.filepath = "EXTERNAL", "/etc/ies"
        cube.modifiers.new("cache", "MESH_CACHE").filepath = "/etc/mdd"
        cube.modifiers.new("sea", "OCEAN").filepath = "/etc/ocean"
        fluid = cube.modifiers.new("fluid", "FLUID")
        # Nothing is simulated here: Debian's Blender 4.3 would end.
        fluid.show_viewport = False
        fluid.fluid_type = "DOMAIN"
        fluid.domain_settings.cache_directory = "/etc/fluid"
        volume = bpy.data.volumes.new("smoke")
        volume.filepath = "/etc/smoke.vdb"
        editor = scene.sequence_editor_create()
        strips = editor.strips if hasattr(editor, "strips") else editor.sequences
        strips.new_sound("noise", path("none.wav"), 1, 1)
        strips.new_image("still", path("none.png"), 2, 1)
        for block in (group, volume):
            block.use_fake_user = True
        gone = self.reopened()["paths"]
        self.assertGreaterEqual(len(gone), 10, gone)
        cube, scene = bpy.data.objects["Cube"], bpy.context.scene
        nodes = [n for tree in (bpy.data.node_groups["group"], bpy.data.materials["Material"].node_tree)
                 for n in tree.nodes if n.bl_idname == "ShaderNodeTexIES"]
        self.assertEqual(["", ""], [node.filepath for node in nodes])
        self.assertEqual("", cube.modifiers["cache"].filepath)
        self.assertNotIn("etc", cube.modifiers["sea"].filepath)
        # Not empty: then the simulation would write to the worker's own folder.
        self.assertEqual(bpy.app.tempdir, cube.modifiers["fluid"].domain_settings.cache_directory)
        self.assertEqual("", bpy.data.volumes["smoke"].filepath)
        self.assertEqual([""], [sound.filepath for sound in bpy.data.sounds])
        editor = scene.sequence_editor
        every = editor.strips_all if hasattr(editor, "strips_all") else editor.sequences_all
        self.assertEqual("", every["still"].directory)
        self.assertEqual("", scene.render.filepath)

    def test_of_packed_pictures_are_blanked_but_the_pictures_stay(self):
        image = self.image(path("real.png"))
        image.pack()
        image.name, image.use_fake_user = "packed", True
        self.reopened()
        os.unlink(path("real.png"))
        image = bpy.data.images["packed"]
        self.assertEqual("//rsrc.packed.data", image.filepath)
        image.reload()
        self.assertEqual(1.0, image.pixels[3])

    def test_of_libraries_take_all_that_came_from_them(self):
        bpy.data.libraries.write(path("lib.blend"), {bpy.data.objects["Cube"]})
        bpy.data.libraries.write(path("rsrc.lib.data"), {bpy.data.objects["Light"]})
        for file, name in (("lib.blend", "Cube"), ("rsrc.lib.data", "Light")):
            with bpy.data.libraries.load(path(file), link=True) as (_, linked):
                linked.objects = [name]
            bpy.context.collection.objects.link(linked.objects[0])
        for library in bpy.data.libraries:
            if library.filepath.endswith("rsrc.lib.data"):
                library.filepath = "//rsrc.lib.data"
        gone = self.reopened()
        self.assertEqual([path("lib.blend")], gone["libraries"])
        self.assertEqual(["//rsrc.lib.data"], [library.filepath for library in bpy.data.libraries])
        self.assertEqual(["Light"], [found.name for found in bpy.data.objects if found.library])


class Programs(unittest.TestCase):
    def setUp(self):
        bpy.ops.wm.read_factory_settings()
        bpy.context.scene.render.engine = "CYCLES"

    def test_drivers_stay_where_blender_computes_them_itself(self):
        cube, material = bpy.data.objects["Cube"], bpy.data.materials["Material"]
        rough = material.node_tree.nodes["Principled BSDF"].inputs.find("Roughness")
        for owner, name, index, expression in (
                (cube, "location", 0, "frame * 2"), (cube, "location", 1, "__import__('os').getpid()"),
                (material.node_tree, 'nodes["Principled BSDF"].inputs[%d].default_value' % rough, -1, "str(frame)")):
            owner.driver_add(*([name] if index < 0 else [name, index])).driver.expression = expression
        gone = cleaning.clean()["drivers"]
        self.assertEqual(2, len(gone), gone)
        self.assertEqual(["frame * 2"], [c.driver.expression for c in cube.animation_data.drivers])
        self.assertEqual([], list(material.node_tree.animation_data.drivers))

    def test_scripts_and_their_nodes_are_gone(self):
        bpy.data.texts.new("a.py").use_module = True
        group = bpy.data.node_groups.new("group", "ShaderNodeTree")
        for tree in (group, bpy.data.materials["Material"].node_tree, bpy.data.worlds[0].node_tree):
            tree.nodes.new("ShaderNodeScript")
        layer = bpy.context.view_layer
        layer.freestyle_settings.mode = "SCRIPT"
        layer.freestyle_settings.modules.new()
        bpy.app.driver_namespace["evil"] = print
        bpy.app.handlers.render_pre.append(lambda *_: 1 / 0)
        bpy.context.scene.cycles.shading_system = True
        before = len(bpy.app.handlers.version_update)
        cleaning.clean()
        self.assertEqual(0, len(bpy.data.texts))
        self.assertEqual(0, len(layer.freestyle_settings.modules))
        self.assertFalse(any(n.bl_idname == "ShaderNodeScript" for tree in cleaning._node_trees() for n in tree.nodes))
        self.assertNotIn("evil", bpy.app.driver_namespace)
        self.assertEqual(0, len(bpy.app.handlers.render_pre))
        self.assertEqual(before, len(bpy.app.handlers.version_update))
        self.assertFalse(bpy.context.scene.cycles.shading_system)

    @unittest.skipIf(bpy.app.version < (5, 0), "cameras are no programs")
    def test_cameras_are_no_programs(self):
        camera = bpy.context.scene.camera.data
        camera.type, camera.custom_mode, camera.custom_bytecode = "CUSTOM", "INTERNAL", "OpenShadingLanguage 1.00"
        self.assertEqual(["OSL of camera Camera"], cleaning.clean()["scripts"])
        self.assertEqual(("PERSP", ""), (camera.type, camera.custom_bytecode))

    def test_compositing_and_sequencer_are_off(self):
        cleaning.clean()
        for scene in bpy.data.scenes:
            self.assertEqual((False, False), (scene.render.use_compositing, scene.render.use_sequencer))


class Costs(unittest.TestCase):
    def setUp(self):
        bpy.ops.wm.read_factory_settings()
        self.scene = bpy.context.scene
        self.scene.render.engine = "CYCLES"
        self.scene.cycles.samples, self.scene.cycles.max_bounces = 100, 4

    def test_count_layers_in_use(self):
        self.assertEqual(100 * 4 * 50, picture._cost(self.scene, [0, 0, 9, 4]))
        self.scene.view_layers.new("second")
        self.scene.view_layers.new("third").use = False
        self.assertEqual(2 * 100 * 4 * 50, picture._cost(self.scene, [0, 0, 9, 4]))
        self.scene.render.use_single_layer = True
        self.assertEqual(100 * 4 * 50, picture._cost(self.scene, [0, 0, 9, 4]))

    def test_are_never_nothing(self):
        self.scene.cycles.max_bounces = 0
        self.assertEqual(100, picture._cost(self.scene, [5, 5, 5, 5]))

    def test_square_and_branch_as_blender_2_93_does(self):
        class Old:
            use_square_samples, progressive, samples, aa_samples = True, "PATH", 10, 4
            diffuse_samples = glossy_samples = transmission_samples = ao_samples = 1
            mesh_light_samples, subsurface_samples, volume_samples = 2, 0, 3
        self.assertEqual(100, picture._samples(Old))
        Old.progressive = "BRANCHED_PATH"
        self.assertEqual(16 * (4 + 4 + 9), picture._samples(Old))
        Old.use_square_samples = False
        self.assertEqual(4 * 9, picture._samples(Old))

    def refusal(self, tile, max_cost=2**35):
        with self.assertRaises(picture.Refused) as refused:
            picture.render(tile, 1, max_cost, "CPU", path("never.exr"))
        return str(refused.exception)

    def test_other_engines_and_scenes_without_a_camera_are_refused(self):
        self.assertIn("more than the class's 19999", self.refusal([0, 0, 9, 4], 19_999))
        self.scene.render.engine = "BLENDER_WORKBENCH"
        self.assertIn("engine is BLENDER_WORKBENCH", self.refusal([0, 0, 1, 1]))
        self.scene.render.engine = "CYCLES"
        self.scene.camera = None
        self.assertIn("no camera", self.refusal([0, 0, 1, 1]))

    def test_of_a_gpu_that_is_not_there_are_refused(self):
        if picture.devices() == ["CPU"]:
            with self.assertRaisesRegex(picture.Refused, "no device of type OPTIX, only CPU"):
                picture.use_device("OPTIX")


if __name__ == "__main__":
    unittest.main(argv=["real_cleaning", "-v"])
