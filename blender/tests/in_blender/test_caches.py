# SPDX-License-Identifier: GPL-3.0-or-later
"""What was computed before: caches of other programs and of simulations, gone before anybody renders."""

import os
import re
import unittest
from pathlib import Path

from tests.in_blender.blenders import version
from tests.in_blender.test_render import Case, planes

PREPARED = """
import os, shutil, struct
s.bitwrk.tiles, s.cycles.samples = 1, 4
bpy.data.objects.remove(bpy.data.objects["Cube"])
s.frame_start, s.frame_end = 1, 3

def grid(name, place, scale=0.8):
    bpy.ops.mesh.primitive_grid_add(x_subdivisions=8, y_subdivisions=8, size=2, location=place)
    bpy.context.object.name = name
    bpy.context.object.scale = (scale,) * 3
    return bpy.context.object

def select(thing):
    bpy.ops.object.select_all(action="DESELECT")
    thing.select_set(True)
    bpy.context.view_layer.objects.active = thing

def smoky(data):
    material = bpy.data.materials.new("smoke")
    material.use_nodes = True
    material.node_tree.nodes.clear()
    output, shader = (material.node_tree.nodes.new("ShaderNode" + n) for n in ("OutputMaterial", "VolumePrincipled"))
    shader.inputs["Density"].default_value = 20
    material.node_tree.links.new(shader.outputs[0], output.inputs["Volume"])
    data.materials.append(material)
"""
MESH_CACHE = """
bpy.ops.mesh.primitive_cube_add(size=1, location=(2, 1, 0))
cube = bpy.context.object
corners = [tuple(vertex.co) for vertex in cube.data.vertices]
with open({assets!r} + "/cube.pc2", "wb") as file:
    file.write(struct.pack("<12siiffi", b"POINTCACHE2", 1, len(corners), 1, 1, 3))
    for frame in (1, 2, 3):
        for corner in corners:
            file.write(struct.pack("<3f", *(frame / 2 * c for c in corner)))
modifier = cube.modifiers.new("cache", "MESH_CACHE")
modifier.cache_format, modifier.filepath, modifier.frame_start = "PC2", {assets!r} + "/cube.pc2", 1
"""
FLUID = """
bpy.ops.mesh.primitive_cube_add(size=2, location=(0, 0, 1))
domain = bpy.context.object
settings = domain.modifiers.new("fluid", "FLUID")
settings.fluid_type = "DOMAIN"
settings = settings.domain_settings
settings.domain_type, settings.resolution_max, settings.cache_type = "GAS", 16, "ALL"
settings.cache_directory, settings.cache_frame_start, settings.cache_frame_end = {assets!r} + "/fluid", 1, 3
bpy.ops.mesh.primitive_uv_sphere_add(radius=0.4, location=(0, 0, 0.7))
source = bpy.context.object.modifiers.new("fluid", "FLUID")
source.fluid_type = "FLOW"
source.flow_settings.flow_type, source.flow_settings.flow_behavior = "SMOKE", "INFLOW"
bpy.context.object.hide_render = True
smoky(domain.data)
select(domain)
bpy.ops.fluid.bake_all()
assert settings.has_cache_baked_data
"""
VOLUME = """
shutil.copy({smoke!r}, {assets!r} + "/smoke.vdb")
volume = bpy.data.volumes.new("volume")
volume.filepath = {assets!r} + "/smoke.vdb"
smoky(volume)
thing = bpy.data.objects.new("volume", volume)
s.collection.objects.link(thing)
for frame in (1, 3):
    thing.location = (frame / 4, 0, 0)
    thing.keyframe_insert("location", frame=frame)
"""
POINTS = """
bpy.ops.wm.save_as_mainfile(filepath={path!r})
cloth = grid("cloth", (0, 2, 1))
cloth.modifiers.new("cloth", "CLOTH")
source = grid("source", (0, -2, 1), 0.3)
bpy.ops.mesh.primitive_ico_sphere_add(radius=0.3, location=(0, 0, -9))
drop = bpy.context.object
source.modifiers.new("drops", "PARTICLE_SYSTEM")
drops = source.particle_systems[0]
drops.settings.count, drops.settings.frame_start, drops.settings.frame_end, drops.settings.render_type = 20, 1, 2, "OBJECT"
drops.settings.instance_object = drop
caches = [cloth.modifiers[0].point_cache, drops.point_cache]
for cache in caches:
    cache.frame_start, cache.frame_end, cache.use_disk_cache = 1, 3, True
bpy.ops.ptcache.bake_all(bake=True)
assert all(cache.is_baked for cache in caches)
"""
NODES = """
bpy.ops.wm.save_as_mainfile(filepath={path!r})
moved = grid("moved", (2, -1, 1))
group = bpy.data.node_groups.new("simulated", "GeometryNodeTree")
for way in ("INPUT", "OUTPUT"):
    group.interface.new_socket("Geometry", in_out=way, socket_type="NodeSocketGeometry")
first, last, start, end, push = (
    group.nodes.new(n) for n in ("NodeGroupInput", "NodeGroupOutput", "GeometryNodeSimulationInput", "GeometryNodeSimulationOutput", "GeometryNodeSetPosition")
)
start.pair_with_output(end)
push.inputs["Offset"].default_value = (0, 0, 0.3)
for here, there in ((first.outputs[0], start.inputs[0]), (start.outputs[1], push.inputs[0]), (push.outputs[0], end.inputs[1]), (end.outputs[0], last.inputs[0])):
    group.links.new(here, there)
modifier = moved.modifiers.new("simulated", "NODES")
modifier.node_group = group
bpy.context.view_layer.update()
bake = modifier.bakes[0]
modifier.bake_target = "DISK"
bake.use_custom_path, bake.directory = True, {assets!r} + "/bake"
bpy.ops.object.geometry_node_bake_single(session_uid=moved.session_uid, modifier_name=modifier.name, bake_id=bake.bake_id)
assert os.path.isdir({assets!r} + "/bake/meta")
"""
CLIP = """
for n in (1, 2, 3):
    i = bpy.data.images.new("new", 64, 32)
    i.filepath_raw, i.file_format = {assets!r} + "/shot%04d.png" % n, "PNG"
    i.save()
    bpy.data.images.remove(i)
clip = bpy.data.movieclips.load({assets!r} + "/shot0001.png")
track = clip.tracking.tracks.new(name="corner", frame=1)
track.markers.insert_frame(1, co=(0.4, 0.5))
track.markers.insert_frame(3, co=(0.7, 0.6))
constraint = grid("follower", (0, 0, 0)).constraints.new("FOLLOW_TRACK")
constraint.use_active_clip, constraint.clip, constraint.track, constraint.camera = False, clip, "corner", s.camera
"""
SOUND = """
import math, wave
with wave.open({assets!r} + "/tone.wav", "wb") as file:
    file.setnchannels(1)
    file.setsampwidth(2)
    file.setframerate(48000)
    file.writeframes(b"".join(struct.pack("<h", int(k * math.sin(k / 10))) for k in range(24000)))
moved = grid("moved", (0, 0, 0))
group = bpy.data.node_groups.new("heard", "GeometryNodeTree")
for way in ("INPUT", "OUTPUT"):
    group.interface.new_socket("Geometry", in_out=way, socket_type="NodeSocketGeometry")
first, last, heard, push, time, up = (group.nodes.new(n) for n in (
    "NodeGroupInput", "NodeGroupOutput", "GeometryNodeSampleSoundFrequencies", "GeometryNodeSetPosition", "GeometryNodeInputSceneTime", "ShaderNodeCombineXYZ"))
heard.inputs["Sound"].default_value = bpy.data.sounds.load({assets!r} + "/tone.wav")
group.links.new(time.outputs["Seconds"], heard.inputs["Time"])
group.links.new(heard.outputs[0], up.inputs[2])
group.links.new(up.outputs[0], push.inputs["Offset"])
group.links.new(first.outputs[0], push.inputs[0])
group.links.new(push.outputs[0], last.inputs[0])
moved.modifiers.new("heard", "NODES").node_group = group
"""
NOT_BAKED = """
cloth = grid("cloth", (0, 2, 1))
cloth.modifiers.new("cloth", "CLOTH")
cloth.modifiers.new("drops", "PARTICLE_SYSTEM")
fluid = grid("domain", (0, 0, 0)).modifiers.new("fluid", "FLUID")
fluid.show_viewport, fluid.fluid_type = False, "DOMAIN"
if bpy.app.version >= (5, 0):
    s.camera.data.type = "CUSTOM"
"""
# Out of Blender 3.4: smoke of 10 x 10 x 10.
SMOKE = Path(__file__).with_name("smoke.vdb")
# Of Debian's builds. 4.3 ends when it simulates a fluid, as its Python is newer than that takes.
HAS_VOLUMES, HAS_FLUIDS = version() < (5, 0), version() < (4, 3)
FRAME = 3


class CachesTest(Case):
    def assert_sent(self, script, *names):
        """Rendering needs nothing but what is sent, whose names match these patterns."""
        path, assets, away = self.profile.path("s.blend"), self.profile.path("assets"), self.profile.path("away")
        os.mkdir(assets)
        script = PREPARED + script
        for name, value in (("path", path), ("assets", assets), ("smoke", str(SMOKE))):
            script = script.replace("{%s!r}" % name, repr(value))
        scene = self.profile.scene("s.blend", *script.splitlines())
        beside = self.profile.path("blendcache_s")
        os.makedirs(beside, exist_ok=True)
        found = []

        def move_away(number, work, handler):
            found.extend(name for _, name, _ in work.resources)
            os.rename(assets, away)
            os.rename(beside, away + "2")
            return self.pass_on(number, work, handler)

        self.client.behave = move_away
        code, output = self.render(scene, "bpy.ops.bitwrk.check()", frames=("-f", str(FRAME)))
        self.assertEqual(0, code, output)
        self.assertRegex(output, " 0 troubles")
        self.assertEqual(1, len(self.client.bought))
        for name in names:
            self.assertTrue(any(re.fullmatch(name, other) for other in found), f"{name} is not among {found}")
        self.assertTrue(names or not found, found)
        os.rename(away, assets)
        os.rename(away + "2", beside)
        self.assert_equal_to_cycles(scene, FRAME)
        self.assertFalse(self.picture_of(scene, 1) == self.picture_of(scene, FRAME), "nothing moves: the test tests nothing")

    def pass_on(self, number, work, handler):
        return None

    def picture_of(self, scene, frame):
        code, output = self.profile.render(scene, "moved", engine="CYCLES", frames=("-f", str(frame)))
        self.assertEqual(0, code, output)
        return planes(self.profile.path(f"moved_{frame:04}.exr"))

    def test_what_cannot_go_is_named(self):
        scene = self.profile.scene("s.blend", *(PREPARED + NOT_BAKED).splitlines())
        code, output = self.profile.run(scene, "--addons", self.profile.module, "--python-expr", "import bpy; bpy.ops.bitwrk.check()")
        self.assertEqual(0, code, output)
        named = re.findall("BitWrk: (.* is not baked|Camera .* is a script)", output)
        expected = ["'cloth' of 'cloth' is not baked", "'drops' of 'cloth' is not baked", "the fluid of 'domain' is not baked"]
        expected += ["Camera 'Camera' is a script"] if version() >= (5, 0) else []
        self.assertEqual(set(expected), set(named), output)
        self.assertRegex(output, f"BitWrk: the scene of about [0-9,]+ bytes is sent, {len(expected)} troubles")

    def test_of_points_of_a_mesh(self):
        self.assert_sent(MESH_CACHE, r"cube\.pc2")

    def test_of_clips_that_are_followed(self):
        self.assert_sent(CLIP, r"shot0001\.png", r"shot0003\.png")

    @unittest.skipIf(version() < (5, 2), "in earlier Blenders no sound moves anything")
    def test_of_sounds_that_move_something(self):
        self.assert_sent(SOUND, r"tone\.wav")

    @unittest.skipUnless(HAS_FLUIDS, "tried with Debian's builds only: its 4.3 ends when it simulates a fluid, its 5.2 shows none")
    def test_of_smoke(self):
        self.assert_sent(FLUID, r"//rsrc\..*\.data/data/fluid_data_0003\.vdb")

    @unittest.skipUnless(HAS_VOLUMES, "tried with Debian's builds only: its 5.2 shows no volumes")
    def test_of_volumes(self):
        self.assert_sent(VOLUME, r"smoke\.vdb")

    def test_of_cloth_and_particles_on_disk_which_go_into_the_file(self):
        self.assert_sent(POINTS)

    @unittest.skipIf(version() < (4, 3), "earlier Blenders cannot pack bakes")
    def test_of_geometry_nodes_which_go_into_the_file(self):
        self.assert_sent(NODES)
