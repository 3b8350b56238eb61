# SPDX-License-Identifier: GPL-3.0-or-later
"""Renders one part of the opened scene to a file, after looking at what it costs (inside Blender)."""

import os
from typing import Dict, List

import bpy
from core import article

#: Engines whose scenes are Cycles' own: the add-on's name stays in scenes that BitWrk 0.7's add-on saved.
OWN_ENGINES = ("CYCLES", "BITWRK_RENDER", "")
GPU_TYPES = ("OPTIX", "CUDA", "HIP", "METAL", "ONEAPI", "OPENCL")


class Refused(Exception):
    """Not rendered, with the reason for the buyer."""


def devices() -> List[str]:
    """CPU, and the GPU types of which this Blender finds a device."""
    found = ["CPU"]
    addon = bpy.context.preferences.addons.get("cycles")
    for kind in GPU_TYPES if addon else ():
        try:
            if any(device.type == kind for device in addon.preferences.get_devices_for_type(kind)):
                found.append(kind)
        except (ValueError, AttributeError, TypeError):
            # This Blender was built without it.
            continue
    return found


def use_device(wanted: str) -> str:
    """wanted: CPU, GPU (the first type found) or a type. Returns CPU or GPU as scenes say it. Raises Refused."""
    if wanted == "CPU":
        return "CPU"
    found = [kind for kind in devices() if kind != "CPU" and wanted in ("GPU", kind)]
    if not found:
        raise Refused("this Blender finds no device of type %s, only %s" % (wanted, ", ".join(devices())))
    preferences = bpy.context.preferences.addons["cycles"].preferences
    preferences.compute_device_type = found[0]
    for device in preferences.get_devices_for_type(found[0]):
        device.use = device.type == found[0]
    return "GPU"


def render(tile: List[int], frame: int, max_cost: int, device: str, path: str) -> Dict[str, object]:
    """Renders the tile (pixels, bounds inclusive, from the lower left) to a multi-layer EXR file.

    Raises Refused for what this worker does not render, RuntimeError with Blender's own words when Blender fails.
    """
    scene = bpy.context.scene
    _check(scene, tile, max_cost)
    _prepare(scene, device)
    _cut(scene, tile)
    _output(scene, path)
    scene.frame_current = frame
    scene.frame_subframe = 0
    bpy.ops.render.render(write_still=True)
    if not os.path.isfile(path):
        raise RuntimeError("Blender wrote no picture")
    return {"cost": _cost(scene, tile)}


def _check(scene: bpy.types.Scene, tile: List[int], max_cost: int) -> None:
    engine = scene.render.engine
    if engine not in OWN_ENGINES:
        raise Refused("the scene's engine is %s, this worker renders with Cycles" % engine)
    width, height = _size(scene)
    if tile[2] >= width or tile[3] >= height:
        raise Refused("the tile %s is not within the picture of %d x %d" % (tile, width, height))
    if scene.camera is None:
        raise Refused("the scene has no camera")
    cost = _cost(scene, tile)
    if cost > max_cost:
        raise Refused("the tile costs %d, more than the class's %d" % (cost, max_cost))


def _size(scene: bpy.types.Scene):
    percentage = scene.render.resolution_percentage
    return tuple(int(side * percentage // 100) for side in (scene.render.resolution_x, scene.render.resolution_y))


def _cost(scene: bpy.types.Scene, tile: List[int]) -> int:
    """Protocol section 12: layers in use x bounces x samples x pixels."""
    layers = 1 if scene.render.use_single_layer else sum(1 for layer in scene.view_layers if layer.use)
    pixels = (tile[2] - tile[0] + 1) * (tile[3] - tile[1] + 1)
    return article.part_cost(layers, scene.cycles.max_bounces, _samples(scene.cycles), pixels)


def _samples(cycles) -> int:
    """Blender 2.93 is the last that squares samples and has branched paths; 5.x knows subsets."""
    if getattr(cycles, "use_sample_subset", False):
        return min(cycles.samples, cycles.sample_subset_length)
    square = getattr(cycles, "use_square_samples", False)
    if getattr(cycles, "progressive", "PATH") != "BRANCHED_PATH":
        return cycles.samples ** 2 if square else cycles.samples
    kinds = ("diffuse", "glossy", "transmission", "ao", "mesh_light", "subsurface", "volume")
    parts = [getattr(cycles, kind + "_samples") for kind in kinds]
    if square:
        return cycles.aa_samples ** 2 * sum(part ** 2 for part in parts)
    return cycles.aa_samples * sum(parts)


def _prepare(scene: bpy.types.Scene, device: str) -> None:
    scene.render.engine = "CYCLES"
    scene.cycles.device = device
    # Many Blenders are built without the denoiser, and the buyer denoises the whole picture: it needs these passes.
    for layer in scene.view_layers:
        if scene.cycles.use_denoising and layer.cycles.use_denoising:
            layer.cycles.denoising_store_passes = True
    scene.cycles.use_denoising = False
    if getattr(scene.cycles, "use_preview_denoising", False):
        scene.cycles.use_preview_denoising = False
    scene.render.use_persistent_data = False
    scene.render.use_stamp = False


def _cut(scene: bpy.types.Scene, tile: List[int]) -> None:
    width, height = _size(scene)
    render = scene.render
    render.use_border = render.use_crop_to_border = True
    # Half a pixel more, since Blender cuts fractions off.
    render.border_min_x, render.border_max_x = (tile[0] + 0.5) / width, min(1.0, (tile[2] + 1.5) / width)
    render.border_min_y, render.border_max_y = (tile[1] + 0.5) / height, min(1.0, (tile[3] + 1.5) / height)


def _output(scene: bpy.types.Scene, path: str) -> None:
    """32 bit, ZIP, all layers in one part. The order matters: each setting depends on those before."""
    settings = scene.render.image_settings
    if hasattr(settings, "media_type"):
        settings.media_type = "MULTI_LAYER_IMAGE"
    settings.file_format = "OPEN_EXR_MULTILAYER"
    settings.color_depth = "32"
    settings.exr_codec = "ZIP"
    if hasattr(settings, "use_exr_interleave"):
        settings.use_exr_interleave = True
    if scene.render.use_multiview:
        settings.views_format = "MULTIVIEW"
    scene.render.use_file_extension = False
    scene.render.filepath = path
