# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs inside a Blender with windows: stops an animation by its button, and leaves another one, and a measurement, by opening a new file.

    blender --factory-startup SCENE -P leaving_script.py -- PORT PICTURES
"""

import os
import sys
import time

import bpy

PORT, PICTURES = sys.argv[-2:]
END = time.monotonic() + 300

bpy.ops.preferences.addon_enable(module="render_bitwrk")
sys.path.append(os.path.dirname(os.path.abspath(__file__)))
import stepping  # noqa: E402
from render_bitwrk import animation, rendering  # noqa: E402


def until(condition):
    while not condition():
        if time.monotonic() > END:
            raise AssertionError("never came: " + rendering.latest.text)
        yield


def begin():
    """Generator: until an animation buys."""
    assert bpy.ops.bitwrk.render_animation() == {"RUNNING_MODAL"}
    yield from until(lambda: "being bought" in rendering.latest.text)
    assert animation.goes_on()


def steps():
    bpy.context.preferences.addons["render_bitwrk"].preferences.port = int(PORT)
    bpy.context.scene.render.filepath = PICTURES
    yield
    yield from begin()
    bpy.ops.bitwrk.stop_animation()
    yield from until(lambda: not animation.goes_on())
    assert "kept for the next time" in rendering.latest.text, rendering.latest.text
    yield from begin()
    second = [running._process for running in animation._open]
    assert bpy.ops.bitwrk.probe() == {"RUNNING_MODAL"}
    assert rendering.latest.goes_on()
    bpy.ops.wm.read_homefile()
    assert not animation.goes_on(), "an animation outlives its file"
    assert not rendering.latest.goes_on(), "a measurement outlives its file"
    assert all(process.poll() is not None for process in second)
    # Loading a file has removed what calls the steps.
    print("left", flush=True)
    os._exit(0)


stepping.run(steps())
