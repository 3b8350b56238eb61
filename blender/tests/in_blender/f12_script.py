# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs inside a Blender with windows: Render Image on BitWrk from the menu, a screenshot of it, and the result saved. Or, with our
engine chosen, Render Animation, or F12 with Render Single Layer and the second view layer active.

    blender --factory-startup SCENE -P f12_script.py -- image|animation|layer PORT FOLDER
"""

import os
import sys
import threading
import time

import bpy

WHAT, PORT, FOLDER = sys.argv[-3], int(sys.argv[-2]), sys.argv[-1]
END = time.monotonic() + 300

bpy.ops.preferences.addon_enable(module="render_bitwrk")
bpy.context.preferences.addons["render_bitwrk"].preferences.port = PORT
bpy.context.preferences.view.show_splash = False
ended = []


def save_while_drawn():
    from render_bitwrk import scene

    saves, draws, usual = threading.Event(), threading.Event(), scene.save_copy

    def draw(*_):
        if saves.is_set() and not draws.is_set():
            draws.set()
            # Lets the other thread go on.
            time.sleep(1)

    def save(path):
        saves.set()
        print("drawn while it is saved:", draws.wait(100), flush=True)
        usual(path)

    def redraw():
        for area in bpy.context.window_manager.windows[0].screen.areas:
            area.tag_redraw()
        return None if draws.is_set() else 0.1

    bpy.types.VIEW3D_HT_header.append(draw)
    bpy.app.timers.register(redraw)
    scene.save_copy = save


def start():
    bpy.app.handlers.render_complete.append(lambda *_: ended.append("complete"))
    bpy.app.handlers.render_cancel.append(lambda *_: ended.append("cancelled"))
    window = bpy.context.window_manager.windows[0]
    with bpy.context.temp_override(window=window):
        if WHAT == "image":
            print("operator:", bpy.ops.bitwrk.render(), flush=True)
        elif WHAT == "layer":
            window.scene.render.engine, window.scene.render.use_single_layer = "BITWRK_RENDER", True
            window.view_layer = window.scene.view_layers[1]
            bpy.ops.render.render("INVOKE_DEFAULT")
        elif WHAT == "drawn":
            save_while_drawn()
            window.scene.render.engine = "BITWRK_RENDER"
            bpy.ops.render.render("INVOKE_DEFAULT")
        else:
            window.scene.render.engine, window.scene.render.filepath = "BITWRK_RENDER", os.path.join(FOLDER, "bought_####")
            bpy.ops.render.render("INVOKE_DEFAULT", animation=True)
    bpy.app.timers.register(look, first_interval=0.2)


def look():
    from render_bitwrk import rendering

    if time.monotonic() > END:
        print("it takes too long", flush=True)
        os._exit(6)
    window = bpy.context.window_manager.windows[0]
    scene = window.scene
    # The scene has its engine back a moment after the render.
    if not ended or rendering.latest.goes_on() or (WHAT == "image" and scene.render.engine == "BITWRK_RENDER"):
        return 0.2
    print("ended:", ended[0], "engine:", scene.render.engine, flush=True)
    if WHAT != "animation" and ended[0] == "complete":
        bpy.data.images["Render Result"].save_render(os.path.join(FOLDER, "bought_0001.exr"), scene=scene)
    with bpy.context.temp_override(window=window):
        bpy.ops.screen.screenshot(filepath=os.path.join(FOLDER, "f12.png"))
    bpy.ops.wm.quit_blender()
    return None


bpy.app.timers.register(start, first_interval=1)
