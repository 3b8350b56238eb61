# SPDX-License-Identifier: GPL-3.0-or-later
"""The add-on buys from our own worker, in its sandbox, with the same Blender; the client between them is scripted."""

import os
import sys
from pathlib import Path

from render_bitwrk.core import works
from tests.in_blender.blenders import article
from tests.in_blender.test_render import Case

sys.path.insert(0, str(Path(__file__).parents[1] / "worker"))
import stand_ins  # noqa: E402


def opened(path):
    return works.Blob(os.path.getsize(path), lambda: open(path, "rb"))


class WorkerTest(Case):
    def setUp(self):
        super().setUp()
        known = stand_ins.Client()
        self.addCleanup(known.close)
        self.worker = stand_ins.Worker(known.port, "--max-cost", "2G", blender="blender", sandbox="require")
        self.addCleanup(self.worker.end)
        stand_ins.until(lambda: known.registrations() or self.worker.process.poll() is not None, "the worker is there")
        self.assertTrue(known.registrations(), self.worker.text)
        self.form = known.registrations()[0]
        self.client.behave = self.pass_on

    def pass_on(self, number, work, handler):
        resources = [works.Resource(alias, name, opened(path)) for alias, name, path in work.resources]
        body = b"".join(works.encode(work.tile, work.frame, resources, opened(work.blend_path)))
        status, result = stand_ins.push(self.form, body)
        if status != 200:
            return 502, result
        return 303, b"", ("Location", self.client.keep(result))

    def test_four_tiles_of_every_pass_are_equal_to_plain_cycles(self):
        lines = ["s.bitwrk.tiles, s.bitwrk.at_once = 4, 1", "s.view_layers[0].use_pass_z = s.view_layers[0].use_pass_normal = True"]
        scene = self.profile.scene("s.blend", *lines)
        code, output = self.render(scene)
        self.assertEqual(0, code, output + self.worker.text)
        self.assertEqual(article(), self.form["article"])
        self.assertEqual(4, len(self.client.bought))
        self.assert_equal_to_cycles(scene)
        print("\n".join(line for line in self.worker.lines if "trial:" in line))
