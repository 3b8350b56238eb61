# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs inside a Blender with windows and an empty profile: from the zip to the first picture, each click counted.

    blender --factory-startup SCENE -P clicks_script.py -- ZIP PORT FOLDER

What a click does is done by the operator of that button; menus and tabs, which have none, are counted all the same. Not clicked: port
and folder of the client, which on a user's computer are the usual ones.
"""

import json
import os
import sys
import time

import bpy

sys.path.append(os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "in_blender"))
import stepping  # noqa: E402

ZIP, PORT, FOLDER = sys.argv[-3:]
END = time.monotonic() + 500
ended, clicks = [], []


def click(where, what, button=lambda: None):
    clicks.append((where, what))
    print("click", len(clicks), where, what, button(), flush=True)


def enable():
    bpy.ops.preferences.addon_enable(module="render_bitwrk")
    mine = bpy.context.preferences.addons["render_bitwrk"].preferences
    mine.port, mine.client_options = int(PORT), "-datadir '" + os.path.join(FOLDER, "client") + "'"


def steps():
    """Generator: each yield gives Blender time."""
    preferences = bpy.context.preferences
    click("installing", "Edit")
    click("installing", "Preferences…", bpy.ops.screen.userpref_show)
    yield
    click("installing", "Add-ons", lambda: setattr(preferences, "active_section", "ADDONS"))
    click("installing", "Install…")
    click("installing", "the zip (double click)", lambda: bpy.ops.preferences.addon_install(filepath=ZIP))
    yield
    click("installing", "the check box", enable)
    yield
    from render_bitwrk import starting

    click("rendering", "Render")
    if not starting.can_start():
        raise AssertionError("Render Image on BitWrk would not offer to start the client")
    click("rendering", "Render Image on BitWrk")
    bpy.app.handlers.render_complete.append(lambda *_: ended.append("complete"))
    bpy.app.handlers.render_cancel.append(lambda *_: ended.append("cancelled"))
    click("rendering", "OK", lambda: bpy.ops.bitwrk.render(start_client=True, start_worker=True))
    while not ended:
        if time.monotonic() > END:
            raise AssertionError(f"no picture came: {starting.programs.ending('client')}, {starting.programs.ending('worker')}")
        yield
    bpy.data.images["Render Result"].save_render(os.path.join(FOLDER, "bought_0001.exr"), scene=bpy.context.scene)
    with open(os.path.join(FOLDER, "clicks.json"), "w") as file:
        json.dump({"clicks": clicks, "ended": ended}, file)


stepping.run(steps())
