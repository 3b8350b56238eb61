# SPDX-License-Identifier: GPL-3.0-or-later
"""Renders scenes one after the other as they are (inside Blender) and prints one pixel of each.

Arguments after "--": .blend files. That of BitWrk 0.7's precautions which matters here is Blender's own option -Y.
"""

import os
import sys

import bpy

OUT = "/tmp/bitwrk-shown-%d.exr" % os.getpid()

for path in sys.argv[sys.argv.index("--") + 1:]:
    bpy.ops.wm.open_mainfile(filepath=path, load_ui=False)
    render = bpy.context.scene.render
    render.image_settings.file_format = "OPEN_EXR"
    render.use_file_extension = False
    render.filepath = OUT
    bpy.ops.render.render(write_still=True)
    picture = bpy.data.images.load(OUT, check_existing=False)
    picture.colorspace_settings.name = "Non-Color"
    print("pixel", os.path.basename(path), *["%.2f" % value for value in picture.pixels[400:403]], flush=True)
    os.unlink(OUT)
