# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs inside a Blender with windows: Render Image on BitWrk from the menu, a screenshot of it, and the result saved.

    blender --factory-startup SCENE -P f12_script.py -- PORT FOLDER
"""

import os
import sys
import time

import bpy

PORT, FOLDER = int(sys.argv[-2]), sys.argv[-1]
END = time.monotonic() + 300

bpy.ops.preferences.addon_enable(module="render_bitwrk")
bpy.context.preferences.addons["render_bitwrk"].preferences.port = PORT
bpy.context.preferences.view.show_splash = False
ended = []


def start():
    bpy.app.handlers.render_complete.append(lambda *_: ended.append("complete"))
    bpy.app.handlers.render_cancel.append(lambda *_: ended.append("cancelled"))
    window = bpy.context.window_manager.windows[0]
    with bpy.context.temp_override(window=window):
        print("operator:", bpy.ops.bitwrk.render(), flush=True)
    bpy.app.timers.register(look, first_interval=0.2)


def look():
    if time.monotonic() > END:
        print("it takes too long", flush=True)
        os._exit(6)
    scene = bpy.context.window_manager.windows[0].scene
    # The scene has its engine back a moment after the render.
    if not ended or scene.render.engine == "BITWRK_RENDER":
        return 0.2
    print("ended:", ended[0], "engine:", scene.render.engine, flush=True)
    bpy.data.images["Render Result"].save_render(os.path.join(FOLDER, "bought_0001.exr"), scene=scene)
    window = bpy.context.window_manager.windows[0]
    with bpy.context.temp_override(window=window):
        bpy.ops.screen.screenshot(filepath=os.path.join(FOLDER, "f12.png"))
    bpy.ops.wm.quit_blender()
    return None


bpy.app.timers.register(start, first_interval=1)
