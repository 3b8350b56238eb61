# SPDX-License-Identifier: GPL-3.0-or-later
"""Which files the data in memory refers to, and what of it no seller can be given. Used in the session and in the preparing process."""

import os
from typing import Callable, List, NamedTuple

import bpy

from .core.respool import FILE, SEQUENCE, UDIM, External

_FORMS = {"FILE": FILE, "MOVIE": FILE, "SEQUENCE": SEQUENCE, "TILED": UDIM}


class Asset(NamedTuple):
    """A file that rendering reads. rename: gives the data another path."""

    external: External
    rename: Callable[[str], None]


def assets() -> List[Asset]:
    """Of everything in the file that rendering reads; libraries apart, as their data is made local before."""
    found = [_image(image) for image in bpy.data.images if _is_read(image)]
    found += [_plain("Font", font) for font in bpy.data.fonts if font.filepath not in ("", "<builtin>") and not font.packed_file]
    found += [_volume(volume) for volume in bpy.data.volumes if volume.filepath and not volume.packed_file]
    found += [_ies(node) for node in _nodes() if node.bl_idname == "ShaderNodeTexIES" and node.mode == "EXTERNAL" and node.filepath]
    return found


def _is_read(image) -> bool:
    packed = image.packed_file or len(image.packed_files)
    return image.source in _FORMS and image.filepath and image.users > 0 and not packed


def _image(image) -> Asset:
    external = External("Image", image.name, _absolute(image), _FORMS[image.source])

    def rename(path):
        image.filepath_raw = path

    return Asset(external, rename)


def _plain(kind: str, data) -> Asset:
    def rename(path):
        data.filepath = path

    return Asset(External(kind, data.name, _absolute(data)), rename)


def _volume(volume) -> Asset:
    asset = _plain("Volume", volume)
    form = SEQUENCE if volume.is_sequence else FILE
    return asset._replace(external=asset.external._replace(form=form))


def _ies(node) -> Asset:
    def rename(path):
        node.filepath = path

    return Asset(External("IES texture", node.name, os.path.normpath(bpy.path.abspath(node.filepath))), rename)


def _absolute(data) -> str:
    return os.path.normpath(bpy.path.abspath(data.filepath, library=data.library))


def _nodes():
    trees = list(bpy.data.node_groups)
    for owners in (bpy.data.materials, bpy.data.worlds, bpy.data.lights):
        trees += [owner.node_tree for owner in owners if owner.node_tree]
    for tree in trees:
        yield from tree.nodes


def cannot_go() -> List[str]:
    """What a seller will not have, in words with a way out."""
    found = [f"Cache file '{c.name}' ({c.filepath}): convert its objects to meshes first" for c in bpy.data.cache_files]
    for image in bpy.data.images:
        if image.is_dirty and image.source in _FORMS and not image.packed_file:
            found.append(f"Image '{image.name}' has changes that are not saved: save or pack it")
    for node in _nodes():
        if node.bl_idname == "ShaderNodeScript":
            found.append(f"Script node '{node.name}': sellers run no scripts; bake it to an image")
    for thing in bpy.data.objects:
        found += [f"'{thing.name}': {text}" for text in _simulations(thing)]
        if thing.animation_data:
            found += [
                f"'{thing.name}': the driver of {d.data_path} needs Python, which sellers do not run; bake it to keyframes"
                for d in thing.animation_data.drivers
                if d.driver.type == "SCRIPTED" and not d.driver.is_simple_expression
            ]
    return found


def _simulations(thing):
    for modifier in thing.modifiers:
        if modifier.type == "FLUID" and getattr(modifier, "fluid_type", "") == "DOMAIN":
            yield "fluid simulation: its cache cannot be sent; import the baked volume instead"
        cache = getattr(modifier, "point_cache", None)
        if cache is not None and (cache.use_external or cache.use_disk_cache):
            yield f"the cache of '{modifier.name}' is on disk: bake it into memory"
