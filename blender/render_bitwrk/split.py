# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs inside a Blender of its own, started by early.py: writes copies of a scene that render a part of its samples each.

    blender -b --factory-startup -Y COPY --python-exit-code 3 -P split.py -- PARTS.json

PARTS.json: [{"path", "samples", "offset"}].
"""

import json
import sys

import bpy


def main(order):
    with open(order, encoding="utf-8") as file:
        parts = json.load(file)
    cycles = bpy.context.scene.cycles
    for part in parts:
        if hasattr(cycles, "use_sample_subset"):
            # Without it Blender 5 takes no notice of the offset; its number of samples stays that of the whole, on which patterns depend.
            cycles.use_sample_subset, cycles.sample_offset, cycles.sample_subset_length = True, part["offset"], part["samples"]
        else:
            cycles.samples = part["samples"]
            if part["offset"]:
                cycles.sample_offset = part["offset"]
        bpy.ops.wm.save_as_mainfile(filepath=part["path"], copy=True, compress=False, relative_remap=False)


main(sys.argv[sys.argv.index("--") + 1])
