# SPDX-License-Identifier: GPL-3.0-or-later
"""Prepares a scene again and again, each time after another change, and writes down by what it is known.

    blender -b --factory-startup -P unseen_script.py -- MODULE SCENE CHANGES.json FOLDER
"""

import importlib
import json
import os
import sys

import bpy

MODULE, SCENE, CHANGES, FOLDER = sys.argv[-4:]
bpy.ops.preferences.addon_enable(module=MODULE)
prepare = importlib.import_module(MODULE + ".prepare")


def curves():
    action = bpy.data.objects["Light"].animation_data.action
    return action.fcurves if hasattr(action, "fcurves") else action.layers[0].strips[0].channelbags[0].fcurves


def prepared(change, name):
    """What is sent of the scene after a change."""
    bpy.ops.wm.open_mainfile(filepath=SCENE)
    s = bpy.context.scene
    exec(change, {"bpy": bpy, "s": s, "curves": curves})
    folder = os.path.join(FOLDER, name)
    os.makedirs(folder)
    return prepare.prepared(s, [layer.name for layer in s.view_layers], folder, print)


with open(CHANGES, encoding="utf-8") as file:
    changes = json.load(file)
said = {}
for name, change in changes.items():
    made = prepared(change, name)
    said[name] = made.identity()
    with open(made.path, "rb") as file:
        assert b"mBTC 7" not in file.read(), "a seller is told the price: " + name
with open(os.path.join(FOLDER, "said.json"), "w", encoding="utf-8") as file:
    json.dump(said, file)

others = prepared("s['before'] = 'text'; s.bitwrk.price, s.bitwrk.tiles = 'mBTC 7', 5; s['after'] = [1, 2]", "among others")
bpy.ops.wm.open_mainfile(filepath=others.path)
s = bpy.context.scene
assert s["before"] == "text" and list(s["after"]) == [1, 2], "properties of others stay"
assert s.bitwrk.price == "" and s.bitwrk.tiles == 0, "ours do not"
