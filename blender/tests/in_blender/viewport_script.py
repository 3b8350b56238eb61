# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs inside a Blender with windows: what the rendered viewport shows with Cycles and with BitWrk, as pictures.

    blender --factory-startup -P viewport_script.py -- SCREEN

SCREEN is the file to which Xvfb writes its screen (-fbdir); Blender's own screenshots are black there from 4.3 on.
"""

import os
import struct
import sys
import time
import traceback

import bpy

SCREEN = sys.argv[sys.argv.index("--") + 1]
# So often the picture has to come out the same before it counts as ready.
STILL, SECONDS = 5, 120

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
    bpy.context.scene.cycles.preview_samples = 2
    bpy.context.scene.cycles.use_preview_adaptive_sampling = False
    bpy.data.materials["Material"].node_tree.nodes["Principled BSDF"].inputs[0].default_value = (1, 0.1, 0, 1)


def screen():
    """Rows of pixels, four bytes each: blue, green, red, nothing. XWD format: a head, a table of colours, the rows."""
    with open(SCREEN, "rb") as file:
        data = file.read()
    fields = struct.unpack_from(">25I", data)
    return data[fields[0] + 12 * fields[19] :][: fields[12] * fields[5]]


class Look:
    """Waits until the view of this engine does not change any more; with a change of the scene, until it has changed before."""

    def __init__(self, engine, change=None):
        self.engine, self.change, self.before, self.seen, self.end = engine, change, None, [], None

    def __call__(self):
        if self.end is None:
            self.before = screen()
            bpy.context.scene.render.engine = self.engine
            if self.change:
                self.change()
            self.end = time.monotonic() + SECONDS
            return False
        the_view()[1].tag_redraw()
        self.seen = self.seen[-STILL:] + [screen()]
        assert time.monotonic() < self.end, f"the view of {self.engine} never rests"
        return len(self.seen) > STILL and len(set(self.seen)) == 1 and (not self.change or self.seen[-1] != self.before)


def turn():
    """Changes the scene while the viewport renders, as users do."""
    bpy.data.objects["Cube"].rotation_euler.z = 0.7


def end():
    _, ours, theirs = (look.seen[-1] for look in LOOKS)
    red = sum(r > 2 * b + 25 for b, r in zip(ours[::4], ours[2::4]))
    print("size:", len(ours) // 4, "red:", red, "differing:", sum(a != b for a, b in zip(ours, theirs)), flush=True)
    bpy.ops.wm.quit_blender()
    return True


LOOKS = [Look("BITWRK_RENDER"), Look("BITWRK_RENDER", turn), Look("CYCLES")]
steps = [lambda: prepare() or True, lambda: shade() or True, *LOOKS, end]


def step():
    try:
        if steps[0]():
            steps.pop(0)
    except Exception:
        traceback.print_exc()
        os._exit(5)
    return 0.5 if steps else None


bpy.app.timers.register(step, first_interval=1)
