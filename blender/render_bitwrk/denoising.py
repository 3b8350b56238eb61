# SPDX-License-Identifier: GPL-3.0-or-later
"""Denoises a picture once, after its tiles were put together, with Cycles' own denoiser of files. No compositor is needed."""

import os
from typing import List, Optional

import bpy

from .core import denoise
from .core.canvas import Canvas

OBSTACLE = "this Blender was built without a denoiser (Debian's is): the picture stays noisy, and is not spoilt"


class NotDenoised(Exception):
    """Why it was not, in words."""


def wanted(scene, layers) -> List[str]:
    """Names of those of these view layers that the scene has denoised."""
    if not scene.cycles.use_denoising:
        return []
    return [layer.name for layer in layers if layer.cycles.use_denoising]


def obstacle(scene) -> Optional[str]:
    """Why this Blender cannot denoise, in words, or None."""
    import _cycles

    can = getattr(_cycles, "with_openimagedenoise", False) or scene.cycles.denoiser == "OPTIX"
    return None if can else OBSTACLE


def denoised(scene, layers: List[str], canvas: Canvas, folder: str):
    """Denoises these layers of the canvas. The folder is for files of a moment. Error: NotDenoised."""
    import _cycles

    noisy, clean = os.path.join(folder, "noisy.exr"), os.path.join(folder, "denoised.exr")
    layer = scene.view_layers[layers[0]]
    try:
        with open(noisy, "wb") as file:
            file.write(denoise.question(canvas, layers))
        pointers = (bpy.context.preferences.as_pointer(), scene.as_pointer(), layer.as_pointer())
        _cycles.denoise(*pointers, input=[noisy], output=[clean])
        with open(clean, "rb") as file:
            denoise.answer(canvas, layers, file.read())
    except (OSError, ValueError, RuntimeError) as e:
        raise NotDenoised(f"the picture is not denoised: {e}") from e
    finally:
        for path in (noisy, clean):
            if os.path.exists(path):
                os.remove(path)
