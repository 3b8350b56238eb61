# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs inside a Blender of its own, started by prepare.py: makes a copy of the scene that needs nothing but the files sent with it.

    blender -b --factory-startup -Y COPY --python-exit-code 3 -P pack.py -- SCENE LAYERS OUT.blend OUT.json

LAYERS: names of view layers, as JSON.
"""

import json
import os
import sys

import bpy

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from render_bitwrk import assets, caches, scene as scenes  # noqa: E402
from render_bitwrk.core.respool import Pool  # noqa: E402

# Data that is used by linked data becomes local a level a round.
ROUNDS = 20


def make_local():
    for _ in range(ROUNDS):
        todo = list(assets.linked())
        if not todo:
            return
        for data in todo:
            data.make_local()


def main(scene_name, names, blend, report):
    missing = assets.missing_libraries()
    make_local()
    left = caches.into_memory()
    pool = Pool()
    for asset in assets.assets():
        path = pool.add(asset.external)
        if path is not None:
            asset.rename(path)
    for scene in bpy.data.scenes:
        scene.render.engine = "CYCLES"
    bpy.context.window.scene = bpy.data.scenes[scene_name]
    scenes.choose(bpy.context.scene, json.loads(names))
    bpy.ops.wm.save_as_mainfile(filepath=blend, compress=False, relative_remap=False)
    warnings = missing + ["missing: " + text for text in pool.missing] + left + assets.cannot_go()
    with open(report, "w", encoding="utf-8") as file:
        json.dump({"entries": pool.entries, "warnings": warnings}, file)


main(*sys.argv[sys.argv.index("--") + 1 :])
