# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs inside a Blender under Xvfb, with an empty profile and a scene open: from the zip to the first picture, each click counted.

    blender --factory-startup SCENE -P clicks_script.py -- ZIP MODULE PORT FOLDER PYTHON

Every click is one of the X server's mouse. Not clicked: port and folder of the client, which on a user's computer are the usual ones,
and what a window manager does.
"""

import json
import os
import sys
import time

import bpy

sys.path.append(os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "in_blender"))
import mouse  # noqa: E402
import stepping  # noqa: E402

ZIP, MODULE, PORT, FOLDER, PYTHON = sys.argv[-5:]
SECONDS = 500
# Where Blender 3.4, 4.3 and 5.2 have them in a window of usual scale: menus, and in the preferences the tab and the row of buttons.
EDIT, RENDER, ADDONS, BUTTONS = (83, 14), (128, 14), (80, 190), 18
# Below the menus of the main window, which stay in reach.
PLACE = (0, 300)
ended, hand = [], mouse.Mouse(PYTHON, os.path.join(FOLDER, "Xvfb_screen0"))


def until(condition, what):
    """Returns the condition's value; half a second later, so that Blender has drawn what came."""
    end = time.monotonic() + SECONDS
    while True:
        value = condition()
        if value:
            break
        if time.monotonic() > end:
            raise AssertionError(f"not within {SECONDS} s: {what}")
        yield
    yield from stepping.pauses(5)
    return value


def window_opens(count, what):
    yield from until(lambda: len(bpy.context.window_manager.windows) == count, what)
    yield from hand.do("place", *PLACE)
    yield from stepping.pauses(5)


def is_installed():
    """And the operator that does it has ended, which Blender tells from 4.2 on: it takes no mouse while it is at work."""
    at_work = getattr(bpy.context.window_manager.windows[0], "modal_operators", ())
    return MODULE in bpy.context.preferences.addons and not at_work


def by_dropping():
    """From 4.2 on."""
    yield from hand.drop("the zip, dropped into the window", 400, 300, ZIP)
    yield from hand.click("OK", *(yield from until(hand.blue, "a dialog opens")))


def by_preferences():
    """Up to 4.1."""
    yield from hand.choose("TOPBAR_MT_edit", EDIT, "screen.userpref_show", drawn=True)
    yield from window_opens(2, "the preferences open")
    yield from hand.click("Add-ons", PLACE[0] + ADDONS[0], PLACE[1] + ADDONS[1])
    yield from stepping.pauses(5)
    install = yield from hand.hover("preferences.addon_install", ((x, PLACE[1] + BUTTONS) for x in range(680, 300, -30)))
    yield from hand.click("Install…", *install)
    yield from window_opens(3, "the files are shown")
    yield from hand.click("the zip, twice", PLACE[0] + 300, PLACE[1] + 77, times=2)
    yield from until(lambda: len(bpy.context.window_manager.windows) == 2, "the zip is unpacked")
    enable = yield from hand.hover("preferences.addon_enable", ((210, PLACE[1] + y) for y in range(50, 150, 10)))
    yield from hand.click("the check box", *enable)


def steps():
    yield from stepping.pauses(10)
    yield from by_dropping() if bpy.app.version >= (4, 2) else by_preferences()
    yield from until(is_installed, "the add-on is enabled")
    mine = bpy.context.preferences.addons[MODULE].preferences
    mine.port, mine.client_options = int(PORT), "-datadir '" + os.path.join(FOLDER, "client") + "'"
    bpy.app.handlers.render_complete.append(lambda *_: ended.append("complete"))
    bpy.app.handlers.render_cancel.append(lambda *_: ended.append("cancelled"))
    yield from hand.choose("TOPBAR_MT_render", RENDER, "bitwrk.render(", drawn=bpy.app.version < (4, 2))
    yield from until(lambda: ended, "there is a picture")
    bpy.data.images["Render Result"].save_render(os.path.join(FOLDER, "bought_0001.exr"), scene=bpy.context.scene)
    with open(os.path.join(FOLDER, "clicks.json"), "w") as file:
        json.dump({"clicks": hand.clicks, "ended": ended}, file)
    hand.end()


stepping.run(steps(), 0.1)
