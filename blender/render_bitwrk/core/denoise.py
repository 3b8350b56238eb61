# SPDX-License-Identifier: GPL-3.0-or-later
"""What Cycles' denoiser of files wants of a picture, and what is taken of its answer."""

from array import array
from typing import Iterable

from . import exr
from .canvas import Canvas
from .exr import BadPicture

# Channels that a layer needs besides Combined.
GUIDES = tuple(f"Denoising Normal.{axis}" for axis in "XYZ") + tuple(f"Denoising Albedo.{colour}" for colour in "RGB")
# It asks for motion, too, which one frame does not use.
MOTION = "Vector"


def question(canvas: Canvas, layers: Iterable[str]) -> bytes:
    """The picture as the denoiser wants it, with a motion of nothing where a layer has none."""
    still = array("f", bytes(4 * canvas.part.width * canvas.part.height))
    motion = (f"{layer}.{MOTION}.{axis}" for layer in layers for axis in "XYZW")
    return canvas.picture({name: still for name in motion if name not in canvas.planes})


def answer(canvas: Canvas, layers: Iterable[str], picture: bytes):
    """Takes the colours of these layers into the canvas, all else stays as it was. Error: BadPicture."""
    found = exr.check(picture, canvas.part.width, canvas.part.height) and exr.planes(picture)
    colours = [f"{layer}.Combined.{colour}" for layer in layers for colour in "RGB"]
    missing = [name for name in colours if name not in found]
    if missing:
        raise BadPicture("the denoised picture lacks " + ", ".join(missing[:5]))
    canvas.planes.update((name, found[name]) for name in colours)
