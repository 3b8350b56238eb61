# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs inside a Blender with windows: which panels and menus are shown with Cycles and with BitWrk, and screenshots of both.

    blender --factory-startup -P panels_script.py -- FOLDER
"""

import importlib
import json
import os
import sys
import traceback

import bpy

FOLDER = sys.argv[sys.argv.index("--") + 1]
bpy.ops.preferences.addon_enable(module="render_bitwrk")
bpy.context.preferences.view.show_splash = False


def panels(cls=None):
    for panel in (cls or bpy.types.Panel).__subclasses__():
        yield panel
        yield from panels(panel)


def shown():
    """Names of the panels of the properties editor that would be drawn for the engine that is set."""
    found = set()
    for panel in panels():
        if getattr(panel, "bl_space_type", "") == "PROPERTIES" and panel.is_registered:
            try:
                if not hasattr(panel, "poll") or panel.poll(bpy.context):
                    found.add(panel.__name__)
            except (AttributeError, TypeError, KeyError):
                continue
    return found


def shader_items():
    """Where Blender asks it from 5.0 on, and before."""
    for name in ("bl_ui.node_add_menu_shader", "nodeitems_builtins"):
        try:
            poll = getattr(importlib.import_module(name), "cycles_shader_nodes_poll", None)
        except ModuleNotFoundError:
            continue  # 3.x has it not.
        if poll is not None:
            return poll(bpy.context)


def the_properties():
    window = bpy.context.window_manager.windows[0]
    area = max(window.screen.areas, key=lambda a: (a.type == "PROPERTIES" and a.height > 500, a.width * a.height))
    return window, area


def show_the_properties():
    window = bpy.context.window_manager.windows[0]
    max(window.screen.areas, key=lambda a: a.width * a.height).type = "PROPERTIES"


def show_the_render_tab():
    the_properties()[1].spaces.active.context = "RENDER"


said, steps = {}, []


def look(engine):
    window, area = the_properties()
    with bpy.context.temp_override(window=window, area=area, region=area.regions[-1]):
        said[engine] = sorted(shown())
        said[engine + " nodes"] = shader_items()
        bpy.ops.screen.screenshot(filepath=os.path.join(FOLDER, engine + ".png"))


def set_engine(engine):
    bpy.context.scene.render.engine = engine


def end():
    with open(os.path.join(FOLDER, "panels.json"), "w") as file:
        json.dump(said, file)
    bpy.ops.wm.quit_blender()


steps = [show_the_properties, lambda: None, show_the_render_tab]
for name in ("CYCLES", "BITWRK_RENDER"):
    steps += [lambda name=name: set_engine(name), lambda: None, lambda name=name: look(name)]
steps.append(end)


def step():
    try:
        steps.pop(0)()
    except Exception:
        traceback.print_exc()
        os._exit(5)
    return 0.3 if steps else None


bpy.app.timers.register(step, first_interval=1)
