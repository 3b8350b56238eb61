# SPDX-License-Identifier: GPL-3.0-or-later
"""What a scene says about its rendering: our settings in it, and a snapshot of what decides the plan."""

import time
from typing import List, NamedTuple, Optional, Tuple

import bpy
from bpy.props import PointerProperty

from . import fields
from .core import article, tiling
from .core.works import Tile

MAX_AT_ONCE = 64
# What Blender says where it may not be saved for a moment (in words around these that differ by version), and the longest moment in seconds.
DRAWING, DRAWING_SECONDS = "(drawing/rendering)", 60
CLASS = "The most that one tile may cost to render; larger tiles for dear scenes, and fewer sellers"


BOOST = (
    "So many times more, smaller tiles: sooner done if sellers are many, and as much dearer; as far as all of them take at most three "
    "times as long as one"
)
QUICK = (
    "So much of the samples comes first, for the whole picture; the rest is added to it, or, with adaptive sampling and other settings "
    "whose samples do not add up, the picture is rendered anew. 0: all at once"
)


class BitwrkSettings(bpy.types.PropertyGroup):
    """Saved with the scene; where the client is and how much may be spent belongs to the add-on's preferences."""

    cost_class: fields.choice("Cost class", CLASS, "2G", {name: f"Up to {limit:,} units a tile" for name, limit in article.CLASSES.items()})
    tiles: fields.number("Tiles at least", "How many tiles to cut the picture into; 0: as many as are worth it", 0, 0, 4096)
    boost: fields.number("Boost", BOOST, 1, 1, 64)
    quick: fields.number("Quick first pass in %", QUICK, 0, 0, 50)
    at_once: fields.number("Tiles at once", "How many tiles are bought at the same time", 8, 1, MAX_AT_ONCE)
    price: fields.text("Price", "The most to pay for a tile, like 'mBTC 1', without the exchange's fee. Empty: as permissions say")
    trusted_only: fields.flag("Only trusted sellers", "Buy from sellers only that the exchange's operator trusts")


class Snapshot(NamedTuple):
    """What the plan depends on. size: of the whole picture; region: the part to render; pixel_cost: protocol §12; channels: full names, like
    `ViewLayer.Combined.R`.

    overlap: pixels around each tile that must be rendered with it.
    """

    article: str
    size: Tuple[int, int]
    region: Tile
    pixel_cost: int
    limit: int
    channels: Tuple[str, ...]
    overlap: int

    def cost(self, size: int = 1_000_000) -> tiling.Cost:
        """size: of the scene, bytes."""
        return tiling.Cost(self.pixel_cost, self.limit, size, self.overlap)


def bitwrk(scene) -> BitwrkSettings:
    return scene.bitwrk


def layers(scene, names: Optional[List[str]] = None) -> List:
    """View layers that are rendered: those of these names, else what F12 renders now: all in use, or the active one alone.

    Where a render goes on, only Blender's picture of it tells the names: there is no window then, and scripts may choose others.
    """
    if names is not None:
        return [scene.view_layers[name] for name in names]
    if scene.render.use_single_layer:
        active = bpy.context.view_layer if bpy.context.scene == scene else scene.view_layers[0]
        return [active]
    return in_use(scene)


def in_use(scene) -> List:
    """View layers that are not switched off."""
    return [layer for layer in scene.view_layers if layer.use]


def choose(scene, names: List[str]):
    """Makes these view layers those that are rendered, whatever window is open, or none."""
    scene.render.use_single_layer = False
    for layer in scene.view_layers:
        layer.use = layer.name in names


def article_of(scene) -> str:
    settings = bitwrk(scene)
    return article.article_id(*bpy.app.version[:2], settings.cost_class, settings.trusted_only)


def snapshot(scene, names: Optional[List[str]] = None) -> Snapshot:
    """Of the scene as it is now. names: of view layers, as `layers` takes them."""
    render, settings = scene.render, bitwrk(scene)
    width = max(1, render.resolution_x * render.resolution_percentage // 100)
    height = max(1, render.resolution_y * render.resolution_percentage // 100)
    border = None
    if render.use_border:
        border = (render.border_min_x, render.border_max_x, render.border_min_y, render.border_max_y)
    used = layers(scene, names)
    cost = article.part_cost(len(used), scene.cycles.max_bounces, scene.cycles.samples, 1)
    channels = tuple(f"{layer.name}.{name}.{axis}" for layer in used for name, axes, _ in passes_of(scene, layer) for axis in axes)
    return Snapshot(
        article_of(scene),
        (width, height),
        tiling.region(width, height, border),
        cost,
        article.CLASSES[settings.cost_class],
        channels,
        tiling.ADAPTIVE_OVERLAP if scene.cycles.use_adaptive_sampling else 0,
    )


def passes_of(scene, layer):
    """(name, channels, type) of the passes that come back: Cycles' own, but none of the denoiser, which no seller runs."""
    from cycles import engine

    return [entry for entry in engine.list_render_passes(scene, layer) if not entry[0].startswith("Noisy ")]


def save_copy(path: str):
    """Writes the file as it is in memory, leaving the session alone. Uncompressed, so that little is sent again after a change.

    Error: OSError in words.
    """
    paths = bpy.context.preferences.filepaths
    preview = paths.file_preview_type
    try:
        # A preview would be drawn by a thread that must not draw.
        paths.file_preview_type = "NONE"
        _save_when_nothing_is_drawn(path)
    except RuntimeError as e:
        raise OSError(f"the scene cannot be saved to be sent: {str(e).strip().removeprefix('Error: ')}") from e
    finally:
        paths.file_preview_type = preview


def _save_when_nothing_is_drawn(path: str):
    """Renders save in a thread of their own. While another one draws a panel Blender refuses that, for the moment. Error: RuntimeError."""
    end = time.monotonic() + DRAWING_SECONDS
    while True:
        try:
            bpy.ops.wm.save_as_mainfile(filepath=path, copy=True, compress=False, relative_remap=True, check_existing=False)
            return
        except RuntimeError as e:
            if DRAWING not in str(e) or time.monotonic() > end:
                raise
        # Lets the other thread go on.
        time.sleep(0.01)


def register():
    bpy.utils.register_class(BitwrkSettings)
    bpy.types.Scene.bitwrk = PointerProperty(type=BitwrkSettings, name="BitWrk")


def unregister():
    del bpy.types.Scene.bitwrk
    bpy.utils.unregister_class(BitwrkSettings)
