# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes a scene and its plain renders (inside Blender). Argument after "--": the folder.

FOLDER/scene.blend: 64 x 64, 16 samples, animated, a picture that is the resource FOLDER/rsrc.tex.data, the denoiser on,
a driver that is a simple expression, packed, and a second scene that is not the active one. FOLDER/plain-N.exr: frames
1 and 2 by plain Cycles, without the denoiser, which many Blenders do not have, but with the passes that it needs. FOLDER/endless.blend: hours of rendering
that the class allows.
"""

import os
import sys

import bpy

FOLDER = sys.argv[sys.argv.index("--") + 1]


def scene():
    bpy.data.scenes.new("Another").render.resolution_x = 7
    scene = bpy.data.scenes["Scene"]
    scene.render.engine = "CYCLES"
    scene.render.resolution_x = scene.render.resolution_y = 64
    scene.cycles.samples = 16
    scene.cycles.use_denoising = True
    scene.view_layers[0].use_pass_z = True
    cube = bpy.data.objects["Cube"]
    for frame, x in ((1, 0.0), (2, 1.5)):
        cube.location.x = x
        cube.keyframe_insert("location", index=0, frame=frame)
    curve = cube.driver_add("rotation_euler", 2)
    curve.driver.type = "SCRIPTED"
    curve.driver.expression = "frame * 0.3"
    return scene


def texture():
    image = bpy.data.images.new("tex", 16, 16)
    image.pixels = [((i * 7) % 11) / 11 for i in range(16 * 16 * 4)]
    image.filepath_raw, image.file_format = os.path.join(FOLDER, "rsrc.tex.data"), "PNG"
    image.save()
    tree = bpy.data.materials["Material"].node_tree
    node = tree.nodes.new("ShaderNodeTexImage")
    node.image = bpy.data.images.load(image.filepath_raw)
    node.image.filepath = "//rsrc.tex.data"
    tree.links.new(node.outputs[0], tree.nodes["Principled BSDF"].inputs["Base Color"])


def plain(scene):
    scene.cycles.use_denoising = False
    scene.view_layers[0].cycles.denoising_store_passes = True
    settings = scene.render.image_settings
    if hasattr(settings, "media_type"):
        settings.media_type = "MULTI_LAYER_IMAGE"
        settings.use_exr_interleave = True
    settings.file_format = "OPEN_EXR_MULTILAYER"
    settings.color_depth = "32"
    settings.exr_codec = "ZIP"
    for frame in (1, 2):
        scene.frame_set(frame)
        scene.render.filepath = os.path.join(FOLDER, "plain-%d.exr" % frame)
        bpy.ops.render.render(write_still=True)


def main():
    made = scene()
    bpy.ops.wm.save_as_mainfile(filepath=os.path.join(FOLDER, "scene.blend"))
    texture()
    bpy.ops.wm.save_as_mainfile(filepath=os.path.join(FOLDER, "scene.blend"), compress=True)
    plain(made)
    made.cycles.samples = 2**20
    made.cycles.use_adaptive_sampling = False
    bpy.ops.wm.save_as_mainfile(filepath=os.path.join(FOLDER, "endless.blend"), copy=True)


if __name__ == "__main__":
    main()
