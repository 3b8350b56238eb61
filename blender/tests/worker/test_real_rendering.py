# SPDX-License-Identifier: GPL-3.0-or-later
"""The worker with a real Blender: pictures equal to plain Cycles, float by float; ends of renders."""

import os
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from stand_ins import PATIENCE, SOURCE, Case, answer, connect, need, push, until, work  # noqa: E402
from core import exr, works  # noqa: E402
from worker import limits as limiting  # noqa: E402
from worker import process, sandbox  # noqa: E402
from worker.main import blender_version  # noqa: E402
from worker.renderer import Renderer  # noqa: E402

HERE = os.path.dirname(os.path.abspath(__file__))
TILES = ((0, 0, 31, 31), (32, 0, 63, 31), (0, 32, 31, 63), (32, 32, 63, 63))


def blend(folder, name):
    with open(os.path.join(folder, name), "rb") as stream:
        return stream.read()


def is_running(pid):
    try:
        with open("/proc/%d/stat" % pid, "rb") as stat:
            return stat.read().rpartition(b")")[2].split()[0] != b"Z"
    except OSError:
        return False


@need("blender")
class WithBlender(Case):
    """What scenes there are, made once."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp()
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        command = ["blender", "-b", "--factory-startup", "-Y", "-noaudio", "--python-exit-code", "9",
                   "-P", os.path.join(HERE, "real_scenes.py"), "--", cls.folder]
        subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True, timeout=PATIENCE * 2)
        cls.resources = [("tex", blend(cls.folder, "rsrc.tex.data"))]
        cls.scene = blend(cls.folder, "scene.blend")


class Pictures(WithBlender):
    @need("bubblewrap")
    def test_are_equal_to_plain_cycles_from_one_sandboxed_process(self):
        client = self.client()
        worker = self.worker(client, blender="blender", sandbox="require")
        form = self.registered(client, worker)
        self.check_frame(form, 1, TILES)
        opened = self.processes(worker)
        self.check_frame(form, 2, TILES[:1] + ((32, 0, 63, 63), (0, 32, 31, 63)))
        self.assertEqual(opened, self.processes(worker))
        self.assertRefusals(form)
        self.assertEqual(opened, self.processes(worker))
        self.check_cancel(form, worker)
        self.assertEqual(0, worker.end())

    def processes(self, worker):
        return limiting.tree(worker.process.pid)[1:]

    def check_frame(self, form, frame, tiles):
        plain = exr.planes(blend(self.folder, "plain-%d.exr" % frame))
        self.assertLessEqual({"ViewLayer.Depth.Z", "ViewLayer.Denoising Albedo.R", "ViewLayer.Denoising Normal.X"}, set(plain))
        seen = 0
        for tile in tiles:
            status, result = push(form, work(self.scene, tile, frame, self.resources))
            self.assertEqual(200, status, result[:500])
            width, height = tile[2] - tile[0] + 1, tile[3] - tile[1] + 1
            header = exr.check(result, width, height)
            self.assertEqual(("ZIP", {exr.FLOAT}), (header.compression, set(header.types)))
            found = exr.planes(result)
            self.assertEqual(list(plain), list(found))
            for name, plane in plain.items():
                for y in range(height):
                    row = 63 - tile[3] + y
                    expected = plane[row * 64 + tile[0]:row * 64 + tile[2] + 1]
                    self.assertEqual(expected, found[name][y * width:(y + 1) * width])
            seen += width * height
        self.assertEqual(64 * 64, seen)

    def assertRefusals(self, form):
        for tile, words in (((0, 0, 64, 9), "not within the picture of 64 x 64"), ((0, 63, 5, 64), "not within")):
            status, reason = push(form, work(self.scene, tile, 1, self.resources))
            self.assertEqual(422, status)
            self.assertIn(words, reason.decode())

    def check_cancel(self, form, worker):
        """W5, by hanging up while Blender renders."""
        body = work(blend(self.folder, "endless.blend"), (0, 0, 5, 5), 1, self.resources)
        before = set(self.processes(worker))
        with connect(form) as connection:
            connection.sendall(b"POST /work HTTP/1.1\r\nContent-Length: %d\r\n\r\n" % len(body) + body)
            until(lambda: set(self.processes(worker)) - before, "the endless scene's own process")
            # It renders when its threads have used some time.
            until(lambda: self.seconds(worker) > 3, "rendering")
            rendering = self.processes(worker)
        until(lambda: not any(is_running(pid) for pid in rendering), "the end of the render")
        self.assertEqual(200, push(form, work(self.scene, (0, 0, 7, 7), 1, self.resources))[0])

    def seconds(self, worker):
        """CPU time of the render so far."""
        ticks = 0
        for pid in self.processes(worker):
            try:
                with open("/proc/%d/stat" % pid, "rb") as stat:
                    ticks += sum(int(field) for field in stat.read().rpartition(b")")[2].split()[11:13])
            except OSError:
                continue
        return ticks / os.sysconf("SC_CLK_TCK")


class Ends(WithBlender):
    def renderer(self, seconds, max_cost=2**35):
        places = sandbox.Places(os.path.realpath(shutil.which("blender")), os.path.abspath(SOURCE),
                                tempfile.mkdtemp(dir=self.folder))
        chosen = sandbox.choose("auto", places, 2**28, False)
        limits = limiting.Limits(seconds, 2**31, 2**26)
        setup = process.Setup(chosen, places, limits, 1, "CPU", blender_version(places.blender))
        renderer = Renderer(setup, max_cost)
        self.addCleanup(renderer.close)
        return renderer, places

    def render(self, renderer, places, tile):
        folder = tempfile.mkdtemp(dir=places.scenes)
        for name, target in (("endless.blend", "scene.blend"), ("rsrc.tex.data", "rsrc.tex.data")):
            shutil.copy(os.path.join(self.folder, name), os.path.join(folder, target))
        parsed = works.Work(works.Tile(*tile), 1, [], os.path.join(folder, "scene.blend"), "endless")
        with tempfile.TemporaryFile() as out:
            renderer.render(parsed, folder, out, lambda: False)

    def test_W4_come_by_the_clock_where_the_formula_allows_more(self):
        renderer, places = self.renderer(10)
        renderer.warm_up()
        with self.assertRaisesRegex(process.Excess, "longer than 10 s"):
            self.render(renderer, places, (0, 0, 39, 39))
        self.assertEqual([os.getpid()], limiting.tree(os.getpid()))

    def test_W4_come_before_rendering_where_the_formula_says_so(self):
        renderer, places = self.renderer(PATIENCE, max_cost=2**29)
        with self.assertRaisesRegex(process.Refused, "the tile costs 805306368, more than the class's 536870912"):
            self.render(renderer, places, (0, 0, 7, 7))


if __name__ == "__main__":
    unittest.main()
