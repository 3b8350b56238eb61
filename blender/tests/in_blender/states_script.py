# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs inside a Blender with windows: brings the panel into states, writes down what it says, and takes screenshots.

    blender --factory-startup SCENE -P states_script.py -- STATES.json FOLDER

STATES: [[name, [statements], condition on `said`], …]. `p` is the add-on's preferences, `s` the scene. said.json: {name: [texts]}.
"""

import json
import os
import sys
import time

import bpy

STATES, FOLDER = sys.argv[-2:]
END = time.monotonic() + 300

bpy.ops.preferences.addon_enable(module="render_bitwrk")
bpy.context.preferences.view.show_splash = False

sys.path.append(os.path.dirname(os.path.abspath(__file__)))
import stepping  # noqa: E402
from render_bitwrk import ui  # noqa: E402


class Recorder:
    """A layout that remembers its texts, in the order in which they are drawn."""

    def __init__(self):
        self.texts = []

    def label(self, text="", **more):
        self.texts.append(text)

    def operator(self, name, text="", **more):
        group, function = name.split(".")
        self.texts.append("[" + (text or getattr(getattr(bpy.ops, group), function).get_rna_type().name) + "]")
        return self

    def prop(self, *arguments, **more):
        pass

    def row(self, **more):
        return self

    column = row


def said():
    found = Recorder()
    for panel in ui.CLASSES:
        if panel.poll(bpy.context):
            panel.draw(type("Drawn", (), {"layout": found, **helpers(panel)}), bpy.context)
    return found.texts


def helpers(panel):
    return {name: getattr(panel, name) for name in ("_client", "_estimate", "_program") if hasattr(panel, name)}


def window_and_area():
    window = bpy.context.window_manager.windows[0]
    return window, max(window.screen.areas, key=lambda a: a.width * a.height)


def steps():
    """Generator: each yield gives Blender time to draw."""
    with open(STATES) as file:
        states = json.load(file)
    window, area = window_and_area()
    area.type = "PROPERTIES"
    yield
    area.spaces.active.context = "RENDER"
    bpy.context.scene.render.engine = "BITWRK_RENDER"
    told = {}
    for name, statements, condition in states:
        names = {"bpy": bpy, "s": bpy.context.scene, "p": bpy.context.preferences.addons["render_bitwrk"].preferences}
        window, area = window_and_area()
        for statement in statements:
            with bpy.context.temp_override(window=window, area=area, region=area.regions[-1]):
                exec(statement, names)
            yield
        while True:
            with bpy.context.temp_override(window=window, area=area, region=area.regions[-1]):
                told[name] = said()
            if eval(condition, {"said": told[name]}):
                break
            if time.monotonic() > END:
                print(name, "never was:", told[name], flush=True)
                os._exit(6)
            yield
        for _ in range(4):
            area.tag_redraw()
            yield
        with bpy.context.temp_override(window=window):
            bpy.ops.screen.screenshot(filepath=os.path.join(FOLDER, f"panel-{name}.png"))
    with open(os.path.join(FOLDER, "said.json"), "w") as file:
        json.dump(told, file)
    # After a render that failed Blender would end with 1.
    os._exit(0)


stepping.run(steps())
