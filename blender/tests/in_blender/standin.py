# SPDX-License-Identifier: GPL-3.0-or-later
"""A scripted client: answers like one, and has tiles rendered by plain Blender. For what the real one cannot be made to say."""

import hashlib
import json
import os
import subprocess
import tempfile
import threading

from render_bitwrk.core import trees, works
from tests.core.scripted import Handler, Server

RENDER = """
import bpy, sys
xmin, ymin, xmax, ymax, frame = map(int, sys.argv[sys.argv.index("--") + 1:-1])
scene, out = bpy.context.scene, sys.argv[-1]
r = scene.render
r.engine = "CYCLES"
for layer in scene.view_layers:
    layer.cycles.denoising_store_passes |= scene.cycles.use_denoising and layer.cycles.use_denoising
scene.cycles.use_denoising = False
r.use_border = r.use_crop_to_border = True
w, h = r.resolution_x * r.resolution_percentage // 100, r.resolution_y * r.resolution_percentage // 100
r.border_min_x, r.border_max_x = (xmin + .5) / w, (xmax + 1.5) / w
r.border_min_y, r.border_max_y = (ymin + .5) / h, (ymax + 1.5) / h
s = r.image_settings
if hasattr(s, "media_type"):
    s.media_type, s.use_exr_interleave = "MULTI_LAYER_IMAGE", True
s.file_format = "OPEN_EXR_MULTILAYER"
s.color_depth = "32"
s.exr_codec = "ZIP"
r.use_compositing = r.use_sequencer = r.use_file_extension = False
r.filepath = out
scene.frame_set(frame)
bpy.ops.render.render(write_still=True)
"""


# No tile of these tests takes longer, on whatever machine.
SECONDS = 300


def render(work: works.Work, folder: str) -> bytes:
    script, out = os.path.join(folder, "render.py"), os.path.join(folder, "out.exr")
    with open(script, "w") as file:
        file.write(RENDER)
    numbers = [str(n) for n in (*work.tile, work.frame)]
    done = subprocess.run(
        ["blender", "-b", "--factory-startup", "-Y", work.blend_path, "--python-exit-code", "1", "-P", script, "--", *numbers, out],
        timeout=SECONDS,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    if done.returncode:
        print(done.stdout)
    with open(out, "rb") as file:
        return file.read()


class StandIn(Server):
    """`behave(number of the buy, work) -> (status, body)`; texts of `answers` by path without query. `bought`: works, in order."""

    def __init__(self, behave=None):
        self.behave = behave
        self.files, self.bought, self.gone = {}, [], 0
        self.answers = {
            "/id": "BitWrk Go Client",
            "/version": "0.8.0",
            "/activities": "[]",
            "/mandates": "[]",
            "/workers": "[]",
            "/myaccount": json.dumps({"Account": {"Available": "BTC 1"}}),
        }
        self.lock = threading.Lock()
        super().__init__(_Handler)

    def keep(self, result):
        """The path where this result is had."""
        key = hashlib.sha256(result).hexdigest()
        self.files[key] = result
        return "/file/" + key


class _Handler(Handler):
    def do_GET(self):
        if self.path.startswith("/file/") and self.path[6:] in self.server.files:
            self.answer(200, {}, self.server.files[self.path[6:]])
        elif self.path.split("?")[0] in self.server.answers:
            self.answer(200, {}, self.server.answers[self.path.split("?")[0]].encode())
        else:
            self.answer(404, {}, b"there is none")

    def do_POST(self):
        with tempfile.TemporaryDirectory() as folder:
            body = _Limited(self.rfile, int(self.headers["Content-Length"]))
            work = works.parse(body, folder, works.Limits())
            trees.lay_out(work.resources, folder)
            with self.server.lock:
                number = len(self.server.bought)
                self.server.bought.append((self.path, work))
            if self.server.behave:
                answer = self.server.behave(number, work, self)
                if answer is not None:
                    status, body, *headers = answer
                    self.answer(status, dict(headers), body)
                    return
            result = render(work, folder)
        self.answer(303, {"Location": self.server.keep(result)}, b"")


class _Limited:
    def __init__(self, stream, left):
        self.stream, self.left = stream, left

    def read(self, size):
        data = self.stream.read(min(size, self.left))
        self.left -= len(data)
        return data
