# SPDX-License-Identifier: GPL-3.0-or-later
"""Starts Blender with the add-on from this folder and an empty profile, and makes scenes."""

import functools
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

BLENDER_FOLDER = pathlib.Path(__file__).parents[2]

SETUP = """
import bpy
s = bpy.context.scene
s.render.engine = "CYCLES"
s.cycles.samples, s.cycles.use_denoising, s.cycles.use_adaptive_sampling = 16, False, False
s.render.resolution_x = s.render.resolution_y = 64
s.render.resolution_percentage = 100
i = s.render.image_settings
if hasattr(i, "media_type"):
    i.media_type, i.use_exr_interleave = "MULTI_LAYER_IMAGE", True
i.file_format = "OPEN_EXR_MULTILAYER"
i.color_depth = "32"
i.exr_codec = "ZIP"
"""


@functools.lru_cache(maxsize=None)
def version():
    """(major, minor) of the `blender` on the path."""
    said = subprocess.run(["blender", "--version"], stdout=subprocess.PIPE, text=True, timeout=60, check=True).stdout
    return tuple(int(part) for part in re.search(r"Blender (\d+)\.(\d+)", said).groups())


def article(cost_class="2G"):
    return "net.bitwrk/blender/0/{}.{}/".format(*version()) + cost_class


class Profile:
    """A user's folders, empty at first, in which the add-on is installed."""

    # The add-on's name to Blender.
    module = "render_bitwrk"

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="bitwrk-test-")
        self.install()

    def install(self):
        addons = os.path.join(self.folder, "scripts", "addons")
        os.makedirs(addons)
        os.symlink(BLENDER_FOLDER / "render_bitwrk", os.path.join(addons, "render_bitwrk"))

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def environment(self, **more):
        mine = {"BLENDER_USER_SCRIPTS": self.path("scripts"), "BLENDER_USER_CONFIG": self.path("config")}
        mine.update({"BLENDER_USER_DATAFILES": self.path("data"), "BLENDER_USER_EXTENSIONS": self.path("extensions")})
        mine.update({"HOME": self.path("home"), "PYTHONDONTWRITEBYTECODE": "1"})
        os.makedirs(self.path("home"), exist_ok=True)
        return {**os.environ, **mine, **more}

    def command_line(self, *arguments):
        return ["blender", "-b", "--factory-startup", "--python-exit-code", "9", *arguments]

    def start(self, *arguments, **more):
        """blender -b with these arguments; its output is kept for `Popen.communicate`."""
        return subprocess.Popen(self.command_line(*arguments), env=self.environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **more)

    def run(self, *arguments, seconds=400):
        """(exit code, output)."""
        process = self.start(*arguments)
        try:
            output, _ = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            output, _ = process.communicate()
            raise AssertionError("Blender does not end:\n" + output)
        return process.returncode, output

    def scene(self, name, *lines):
        """Saves the usual scene, changed by these lines; tells its path."""
        path = self.path(name)
        script = SETUP + "\n".join(lines) + f"\nbpy.ops.wm.save_as_mainfile(filepath={path!r}, compress=False)\n"
        code, output = self.run("--addons", self.module, "--python-expr", script)
        assert code == 0, output
        return path

    def render(self, scene, out, *expressions, engine="BITWRK_RENDER", port=None, frames=("-f", "1")):
        """Renders a file to `out`_0001.exr and so on. Returns (exit code, output)."""
        return self.run(*self.arguments(scene, out, *expressions, engine=engine, port=port, frames=frames))

    def arguments(self, scene, out, *expressions, engine="BITWRK_RENDER", port=None, frames=("-f", "1")):
        lines = ["import bpy", f"bpy.ops.preferences.addon_enable(module={self.module!r})"]
        # Machines that check are slow: nobody gives up unless a test wants it.
        lines += [f"p = bpy.context.preferences.addons[{self.module!r}].preferences", "p.patience = 600", *expressions]
        if port is not None:
            lines.append(f"p.port = {port}")
        expression = "\n".join(lines)
        return [scene, "--python-expr", expression, "-E", engine, "-o", self.path(out + "_####"), *frames]

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)
