# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs inside a Blender with windows: what the rendered viewport shows with Cycles and with BitWrk, as pictures.

    blender --factory-startup -P viewport_script.py -- FOLDER
"""

import os
import sys
import time
import traceback

import bpy

FOLDER = sys.argv[sys.argv.index("--") + 1]
# So often the picture has to come out the same before it counts as ready.
STILL, SECONDS = 4, 120

bpy.ops.preferences.addon_enable(module="render_bitwrk")
bpy.context.preferences.view.show_splash = False


def the_view():
    window = bpy.context.window_manager.windows[0]
    return window, next(area for area in window.screen.areas if area.type == "VIEW_3D")


def prepare():
    window, area = the_view()
    with bpy.context.temp_override(window=window, area=area):
        bpy.ops.screen.screen_full_area(use_hide_panels=True)


def shade():
    space = the_view()[1].spaces.active
    space.overlay.show_overlays = space.show_gizmo = space.show_region_header = space.show_region_toolbar = False
    space.shading.type = "RENDERED"
    bpy.context.scene.cycles.preview_samples = 8
    bpy.context.scene.cycles.use_preview_adaptive_sampling = False
    bpy.data.materials["Material"].node_tree.nodes["Principled BSDF"].inputs[0].default_value = (1, 0.1, 0, 1)


def shot(name):
    window, area = the_view()
    path = os.path.join(FOLDER, name)
    with bpy.context.temp_override(window=window, area=area, region=area.regions[-1]):
        bpy.ops.screen.screenshot_area(filepath=path)
    with open(path, "rb") as file:
        return file.read()


class Look:
    """Waits until the view of this engine does not change any more."""

    def __init__(self, engine, change=lambda: None):
        self.engine, self.change, self.seen, self.end = engine, change, [], None

    def __call__(self):
        if self.end is None:
            bpy.context.scene.render.engine = self.engine
            self.change()
            self.end = time.monotonic() + SECONDS
            return False
        self.seen.append(shot(self.engine + ".png"))
        assert time.monotonic() < self.end, f"the view of {self.engine} never rests"
        return len(self.seen) > STILL and len(set(self.seen[-STILL:])) == 1


def turn():
    """Changes the scene while the viewport renders, as users do."""
    bpy.data.objects["Cube"].rotation_euler.z = 0.7


def pixels(engine):
    image = bpy.data.images.load(os.path.join(FOLDER, engine + ".png"))
    values = list(image.pixels)
    return [tuple(values[place : place + 3]) for place in range(0, len(values), 4)]


def end():
    ours, theirs = pixels("BITWRK_RENDER"), pixels("CYCLES")
    red = sum(r > 2 * b + 0.1 for r, g, b in ours)
    print("size:", len(ours), "red:", red, "differing:", sum(a != b for a, b in zip(ours, theirs)) if len(ours) == len(theirs) else "all", flush=True)
    bpy.ops.wm.quit_blender()
    return True


steps = [lambda: prepare() or True, lambda: shade() or True, Look("BITWRK_RENDER"), Look("BITWRK_RENDER", turn), Look("CYCLES"), end]


def step():
    try:
        if steps[0]():
            steps.pop(0)
    except Exception:
        traceback.print_exc()
        os._exit(5)
    return 0.5 if steps else None


bpy.app.timers.register(step, first_interval=1)
