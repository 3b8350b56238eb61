# SPDX-License-Identifier: GPL-3.0-or-later
"""Measures what tiles cost: the CPU seconds of the worker's Blender, from its start, against plain Cycles'.

    python3 -m tests.worker.measure_cpu [ROUNDS]

No test: it takes minutes, and prints a table. Scenes are those of blender/README.md.
"""

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile

from render_bitwrk.core import exr, learning, tiling
from render_bitwrk.core.article import CLASSES, part_cost
from render_bitwrk.core.works import Tile, Work

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "render_bitwrk"))
from worker import limits, process, sandbox  # noqa: E402
from worker.main import blender_version  # noqa: E402
from worker.renderer import Renderer  # noqa: E402

SIDE = 256
COMMON = f"""
import bpy
s = bpy.context.scene
s.render.engine = "CYCLES"
s.cycles.use_denoising = False
s.render.resolution_x = s.render.resolution_y = {SIDE}
s.render.resolution_percentage = 100
i = s.render.image_settings
i.file_format = "OPEN_EXR_MULTILAYER"
i.color_depth = "32"
i.exr_codec = "ZIP"
"""
HEAVY = """
s.cycles.use_adaptive_sampling = False
bpy.ops.mesh.primitive_grid_add(x_subdivisions=710, y_subdivisions=710, size=8)
for v in bpy.context.object.data.vertices:
    v.co.z = 0.2 * ((v.index * 7919) % 101) / 101 - 1
image = bpy.data.images.new("noise", 1024, 1024)
image.pixels = [((i * 7919) % 10007) / 10007 for i in range(4 * 1024 * 1024)]
image.pack()
material = bpy.data.materials.new("ground")
material.use_nodes = True
node = material.node_tree.nodes.new("ShaderNodeTexImage")
node.image = image
material.node_tree.links.new(node.outputs[0], material.node_tree.nodes["Principled BSDF"].inputs["Base Color"])
bpy.context.object.data.materials.append(material)
"""
SCENES = {
    "light, 128 samples": (128, 0, "s.cycles.use_adaptive_sampling = False"),
    "light, 128 samples, adaptive": (128, tiling.ADAPTIVE_OVERLAP, ""),
    "heavy, 32 samples": (32, 0, HEAVY),
    "heavy, 256 samples": (256, 0, HEAVY),
}
TICKS = os.sysconf("SC_CLK_TCK")


def make(folder, samples, lines):
    path = os.path.join(folder, "scene.blend")
    script = COMMON + f"s.cycles.samples = {samples}\n" + lines
    script += f"\nbpy.ops.wm.save_as_mainfile(filepath={path!r}, compress=False)\n"
    run("--python-expr", script)
    return path


def run(*arguments):
    """CPU seconds."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = ["blender", "-b", "--factory-startup", "-noaudio", "--python-exit-code", "9", *arguments]
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.STDOUT, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def seconds(pids):
    total = 0
    for pid in pids:
        with open(f"/proc/{pid}/stat", "rb") as stat:
            total += sum(int(field) for field in stat.read().rpartition(b")")[2].split()[11:13])
    return total / TICKS


class Seller:
    """A warm Blender as the worker has it."""

    def __init__(self, folder):
        code = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "render_bitwrk")
        self._places = sandbox.Places(os.path.realpath(shutil.which("blender")), os.path.abspath(code), tempfile.mkdtemp(dir=folder))
        chosen = sandbox.choose("auto", self._places, 2**28, False)
        setup = process.Setup(
            chosen, self._places, limits.Limits(600, 2**33, 2**28), 0, "CPU", blender_version(self._places.blender)
        )
        self._renderer = Renderer(setup, CLASSES["32G"])

    def render(self, blend, tiles, lessons):
        """CPU seconds of its Blender, start included."""
        for tile in tiles:
            folder = tempfile.mkdtemp(dir=self._places.scenes)
            path = os.path.join(folder, "scene.blend")
            os.link(blend, path)
            with tempfile.TemporaryFile() as out:
                self._renderer.render(Work(tile, 1, [], path, "scene"), folder, out, lambda: False)
                out.seek(0)
                lessons.note(tile, learning.timing(exr.read_header(out.read(2**20)).attributes))
        used = seconds(limits.tree(os.getpid())[1:])
        self._renderer.close()
        return used


def measure(name, rounds):
    samples, overlap, lines = SCENES[name]
    picture, learned = Tile(0, 0, SIDE - 1, SIDE - 1), None
    with tempfile.TemporaryDirectory() as folder:
        blend = make(folder, samples, lines)
        out = os.path.join(folder, "plain")
        plain = statistics.median(run(blend, "-o", out, "-f", "1") for _ in range(rounds))
        pixel = part_cost(1, 12, samples, 1)
        print(f"{name}: {os.path.getsize(blend) / 1e6:.1f} MB, plain Cycles {plain:.2f} s", flush=True)
        for title, wish, boost in (("planner", 0, 1), ("planner", 0, 1), ("boost 4", 0, 4), ("boost 64", 0, 64), ("4", 4, 1), ("16", 16, 1)):
            cost = tiling.Cost(pixel, CLASSES["2G"], os.path.getsize(blend), overlap)
            if learned is not None:
                found = learned
                cost = cost._replace(fixed=found.fixed, seconds=lambda tile: found.seconds(tile, (SIDE, SIDE), pixel))
            tiles = [tiling.grown(tile, overlap, picture) for tile in tiling.plan(picture, cost, wish, boost)]
            lessons = learning.Lessons((SIDE, SIDE), pixel, learned)
            used = statistics.median(Seller(folder).render(blend, tiles, lessons) for _ in range(rounds))
            learned = lessons.learned()
            print(f"  {title:8} {len(tiles):3} tiles {used:6.2f} s {used / plain:5.2f}x  fixed {learned.fixed:.2f} s", flush=True)


if __name__ == "__main__":
    for each in SCENES:
        measure(each, int(sys.argv[1]) if len(sys.argv) > 1 else 3)
