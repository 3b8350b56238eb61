# SPDX-License-Identifier: GPL-3.0-or-later
"""The animation operator, in a Blender without windows."""

import os
import threading

from tests.end_to_end.market import children, until
from tests.in_blender.test_ops import lives
from tests.in_blender.test_render import Case

MOVING = (
    "s.bitwrk.tiles, s.bitwrk.at_once = 2, 1",
    "s.cycles.samples, s.render.resolution_x, s.render.resolution_y = 4, 32, 32",
    "c = bpy.data.objects['Cube']",
    "c.keyframe_insert('location', frame=1)",
    "c.location.x = 1",
    "c.keyframe_insert('location', frame=3)",
    "s.frame_start, s.frame_end, s.render.use_overwrite = 1, 3, False",
)

COMPOSITOR = (
    "if hasattr(s, 'compositing_node_group'):",
    "    tree = s.compositing_node_group = bpy.data.node_groups.new('Compositor', 'CompositorNodeTree')",
    "    tree.interface.new_socket('Image', in_out='OUTPUT', socket_type='NodeSocketColor')",
    "    layers = tree.nodes.new('CompositorNodeRLayers')",
    "    tree.links.new(tree.nodes.new('NodeGroupOutput').inputs[0], layers.outputs[0])",
    "else:",
    "    s.use_nodes = True",
    "    tree = s.node_tree",
    "    layers = next(node for node in tree.nodes if node.bl_idname == 'CompositorNodeRLayers')",
)
OUTPUTS = (
    *COMPOSITOR,
    "picture = layers.outputs[0]",
    "group = bpy.data.node_groups.new('Grouped', 'CompositorNodeTree')",
    "i = getattr(group, 'interface', None)",
    "i.new_socket('Picture', socket_type='NodeSocketColor') if i else group.inputs.new('NodeSocketColor', 'Picture')",
    "inner = group.nodes.new('NodeGroupInput').outputs[0]",
    "outer = tree.nodes.new('CompositorNodeGroup')",
    "outer.node_tree = group",
    "tree.links.new(outer.inputs[0], picture)",
    "for nodes, image, path in ((tree, picture, '//out/'), (group, inner, '//grouped/')):",
    "    node = nodes.nodes.new('CompositorNodeOutputFile')",
    "    if hasattr(node, 'directory'):",
    "        node.directory, node.file_name, node.format.media_type = path, '', 'IMAGE'",
    "        node.file_output_items.new('RGBA', 'Image')",
    "    else:",
    "        node.base_path = path",
    "    node.format.file_format = 'OPEN_EXR'",
    "    nodes.links.new(node.inputs[0], image)",
)


class Operated(Case):
    def arguments(self, scene, frames="", invoked=()):
        out = self.profile.path("bought_####")
        lines = [
            "import bpy",
            f"bpy.ops.preferences.addon_enable(module={self.profile.module!r})",
            f"bpy.context.preferences.addons[{self.profile.module!r}].preferences.port = {self.client.port}",
            f"bpy.context.scene.render.filepath = {out!r}",
            *(invoked or [f"print(bpy.ops.bitwrk.render_animation(frames={frames!r}))"]),
            "import importlib",
            f"print(importlib.import_module({self.profile.module!r} + '.rendering').latest.text)",
        ]
        return [scene, "--python-expr", "\n".join(lines)]

    def run_operator(self, scene, frames="", invoked=()):
        """invoked: lines that call the operator, in place of a call with these frames."""
        return self.profile.run(*self.arguments(scene, frames, invoked))


class AnimationTest(Operated):
    def test_three_frames_interrupted_and_resumed(self):
        scene = self.profile.scene("s.blend", *MOVING)
        self.client.behave = lambda number, work, handler: (402, b"too little money") if number == 3 else None
        code, output = self.run_operator(scene)
        self.assertEqual(9, code, output)
        self.assertIn("too little money", output)
        self.assertEqual([1, 1, 2, 2], [work.frame for _, work in self.client.bought])
        self.assertTrue(os.path.exists(self.profile.path("bought_0001.exr")), output)
        code, output = self.run_operator(scene)
        self.assertEqual(0, code, output)
        self.assertIn("{'FINISHED'}", output)
        self.assertIn("BitWrk: done: 4 of 4 tiles", output)
        # The first frame is on disk, one tile of the second with the client.
        self.assertEqual([2, 3, 3], [work.frame for _, work in self.client.bought[4:]])
        self.assertEqual(1, len({work.scene_hash for _, work in self.client.bought[4:]}), "one .blend for all frames")
        for frame in (1, 2, 3):
            self.assert_equal_to_cycles(scene, frame)

    def test_frames_as_users_write_them(self):
        scene = self.profile.scene("s.blend", *MOVING)
        code, output = self.run_operator(scene, "2-1")
        self.assertEqual(9, code, output)
        self.assertIn("'2-1' runs backwards", output)
        code, output = self.run_operator(scene, "1, 3")
        self.assertEqual(0, code, output)
        self.assertEqual([1, 1, 3, 3], [work.frame for _, work in self.client.bought])
        self.assertEqual([True, False, True], [os.path.exists(self.profile.path(f"bought_000{i}.exr")) for i in (1, 2, 3)])

    def test_the_menu_renders_the_scenes_range_with_its_steps(self):
        scene = self.profile.scene("s.blend", *MOVING, "s.frame_step = 2")
        invoked = (
            "from types import SimpleNamespace as Any",
            f"from {self.profile.module}.animation import BITWRK_OT_render_animation as operator",
            "asked = Any(frames='', window_manager=Any(invoke_props_dialog=lambda self: {'RUNNING_MODAL'}), scene=bpy.context.scene)",
            "operator.invoke(asked, asked, None)",
            "assert bpy.ops.bitwrk.render_animation.get_rna_type().properties['frames'].is_skip_save, 'an earlier range comes back'",
            "print(bpy.ops.bitwrk.render_animation(frames=asked.frames))",
        )
        code, output = self.run_operator(scene, invoked=invoked)
        self.assertEqual(0, code, output)
        self.assertEqual([1, 1, 3, 3], [work.frame for _, work in self.client.bought])
        self.assertEqual([True, False, True], [os.path.exists(self.profile.path(f"bought_000{i}.exr")) for i in (1, 2, 3)])

    def test_file_outputs_write_beside_the_users_file(self):
        scene = self.profile.scene("s.blend", *MOVING, *OUTPUTS, "s.frame_end = 2")
        code, output = self.run_operator(scene)
        self.assertEqual(0, code, output)
        for folder in ("out", "grouped"):
            self.assertEqual(["Image0001.exr", "Image0002.exr"], sorted(os.listdir(self.profile.path(folder))))

    def test_nothing_is_bought_where_strips_take_the_place_of_the_picture(self):
        strip = (
            "e = s.sequence_editor_create()",
            "strips, end = (e.strips, {'length': 9}) if hasattr(e, 'strips') else (e.sequences, {'frame_end': 10})",
            "strip = strips.new_effect('Blue', 'COLOR', 1, frame_start=1, **end)",
        )
        code, output = self.run_operator(self.profile.scene("s.blend", *MOVING, *strip))
        self.assertEqual(9, code, output)
        self.assertIn("the video sequencer's strips take the place", output)
        self.assertEqual([], self.client.bought)
        for harmless in ("strip.mute = True", "s.render.use_sequencer = False", "e.channels[1].mute = True"):
            code, output = self.run_operator(self.profile.scene("s.blend", *MOVING, *strip, harmless, "s.frame_end = 1"))
            self.assertEqual(0, code, output)
            os.remove(self.profile.path("bought_0001.exr"))
        self.assertEqual([1], sorted({work.frame for _, work in self.client.bought}))

    def test_the_second_blender_ends_with_the_first_however_that_ends(self):
        scene = self.profile.scene("s.blend", *MOVING)
        bought, go_on = threading.Event(), threading.Event()
        self.addCleanup(go_on.set)

        def wait(number, work, handler):
            bought.set()
            go_on.wait()
            return 502, b"interrupted"

        self.client.behave = wait
        first = self.profile.start(*self.arguments(scene))
        self.addCleanup(first.communicate)
        self.assertTrue(bought.wait(300))
        others = children(first.pid)
        self.assertTrue(others)
        first.kill()
        first.wait(60)
        until(lambda: not any(lives(pid) for pid in others), "the second Blender has ended")


class HeadlessTest(Case):
    """`blender -b … -a`."""

    def test_sends_one_file_for_all_frames_and_resumes(self):
        scene = self.profile.scene("s.blend", *MOVING)
        self.client.behave = lambda number, work, handler: (402, b"too little money") if number == 3 else None
        code, output = self.render(scene, frames=("-a",))
        self.assertEqual(1, code, output)
        self.assertIn("too little money", output)
        self.assertEqual([True, False, False], self.there())
        code, output = self.render(scene, frames=("-a",))
        self.assertEqual(0, code, output)
        self.assertEqual([1, 1, 2, 2, 2, 3, 3], [work.frame for _, work in self.client.bought])
        self.assertEqual(1, len({work.scene_hash for _, work in self.client.bought[4:]}), "one .blend for all frames")
        for frame in (1, 2, 3):
            self.assert_equal_to_cycles(scene, frame)

    def test_resumes_in_the_last_frame_and_shows_no_quick_picture_first(self):
        scene = self.profile.scene("s.blend", *MOVING, "s.frame_end, s.bitwrk.quick = 2, 25")
        self.client.behave = lambda number, work, handler: (402, b"too little money") if number == 3 else None
        code, output = self.render(scene, frames=("-a",))
        self.assertEqual(1, code, output)
        code, output = self.render(scene, frames=("-a",))
        self.assertEqual(0, code, output)
        self.assertEqual([1, 1, 2, 2, 2], [work.frame for _, work in self.client.bought], "a tile of frame 2 was there already")
        self.assertEqual(1, len({work.scene_hash for _, work in self.client.bought}), "one .blend for all frames")
        self.assert_equal_to_cycles(scene, 2)

    def there(self):
        return [os.path.exists(self.profile.path(f"bought_000{i}.exr")) for i in (1, 2, 3)]


TWO_SCENES = (
    "o = s.copy()",
    "o.name, o.frame_end = 'Other', 9",
    "o.render.engine = 'BITWRK_RENDER' if bought else 'CYCLES'",
    "s.frame_end = 2",
    *COMPOSITOR,
    "tree.nodes.new('CompositorNodeRLayers')",
    "layers.scene = o",
)


class CompositorTest(Operated):
    """The picture comes from a scene that the compositor wants besides."""

    def scene(self, name, bought):
        return self.profile.scene(name, f"bought = {bought}", *MOVING, *TWO_SCENES)

    def test_further_scenes_are_bought_frame_by_frame(self):
        plain, scene = self.scene("plain.blend", False), self.scene("s.blend", True)
        for render in (lambda: self.run_operator(scene), lambda: self.render(scene, frames=("-a",))):
            code, output = render()
            self.assertEqual(0, code, output)
            self.assertEqual({1, 2}, {work.frame for _, work in self.client.bought}, "not the other scene's range")
            for frame in (1, 2):
                self.assert_equal_to_cycles(plain, frame)
                os.remove(self.profile.path(f"bought_000{frame}.exr"))

    def test_a_further_scene_that_cannot_be_had_is_no_black_picture(self):
        scene = self.scene("s.blend", True)
        for code, render in ((9, lambda: self.run_operator(scene)), (1, lambda: self.render(scene, frames=("-a",)))):
            # The scene itself comes, which is bought first.
            first = []

            def behave(number, work, handler):
                first.append(work.scene_hash)
                return None if work.scene_hash == first[0] else (402, b"too little money")

            self.client.behave = behave
            ended, output = render()
            self.assertEqual(code, ended, output)
            self.assertIn("BitWrk: too little money", output)
            self.assertEqual(2, len(set(first)), "both scenes were asked for")
            self.assertEqual([], [name for name in os.listdir(self.profile.folder) if name.startswith("bought")])
