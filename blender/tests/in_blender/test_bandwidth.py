# SPDX-License-Identifier: GPL-3.0-or-later
"""A second render after a small change sends little: each in a Blender process of its own, chunks as the client cuts them."""

from pathlib import Path

from tests.core import chunks
from tests.in_blender.test_render import Case

MANY = """
bpy.ops.mesh.primitive_monkey_add(location=(0, 0, 2))
bpy.ops.object.modifier_add(type="SUBSURF")
bpy.ops.object.modifier_apply(modifier="Subdivision")
for n in range(40):
    thing = bpy.data.objects.new("thing%d" % n, bpy.context.object.data.copy())
    thing.location = (n % 7 - 3, n // 7 - 3, -2)
    s.collection.objects.link(thing)
i = bpy.data.images.new("noise", 64, 64)
i.pixels = [(k * k * 7919 % 251) / 251 for k in range(64 * 64 * 4)]
i.pack()
i.use_fake_user = True
"""
# With the part of the bytes that may be sent again: the scene, which names all objects, and a material are blocks of their own.
CHANGES = {
    "an object is moved": (0.1, "bpy.data.objects['Cube'].location.x += 0.5"),
    "an object is added": (0.2, "bpy.context.collection.objects.link(bpy.data.objects.new('Dazwischen', bpy.data.meshes[0]))"),
    "a colour is changed": (0.2, "bpy.data.materials['Material'].node_tree.nodes['Principled BSDF'].inputs[0].default_value = (1, 0, 0, 1)"),
}


class BandwidthTest(Case):
    def work(self, scene, *expressions):
        """The .blend that is sent."""
        found = []
        self.client.behave = lambda number, work, handler: found.append(Path(work.blend_path).read_bytes())
        code, output = self.render(scene, *expressions)
        self.assertEqual(0, code, output)
        return found[0]

    def sent(self, *lines):
        scene = self.profile.scene("s.blend", "s.bitwrk.tiles, s.cycles.samples = 1, 2", *lines)
        first = self.work(scene)
        self.assert_equal_to_cycles(scene)
        for change, (part, line) in CHANGES.items():
            again = chunks.sent_again(first, self.work(scene, line))
            print(f"{change}: {again:,} of {len(first):,} bytes are sent again")
            self.assertLess(0, again)
            self.assertLessEqual(again, len(first) * part, change)
        bought = len(self.client.bought)
        code, output = self.render(scene)
        self.assertEqual(0, code, output)
        self.assertEqual(bought, len(self.client.bought), "it is the same scene, in another process")

    def test_of_a_small_scene(self):
        self.sent()

    def test_of_a_larger_scene(self):
        self.sent(*MANY.splitlines())
