# SPDX-License-Identifier: GPL-3.0-or-later
"""Which files the data in memory refers to, and what of it no seller can be given. Used in the session and in the preparing process."""

import os
from typing import Callable, Iterator, List, NamedTuple, Tuple

import bpy

from . import caches
from .core.respool import FILE, FOLDER, SEQUENCE, UDIM, External

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
    found += [_plain("Sound", sound) for sound in _heard() if sound.filepath and not sound.packed_file]
    found += [_clip(clip) for clip in bpy.data.movieclips if clip.filepath and clip in _followed()]
    return found + [_cache(cache) for cache in caches.on_disk()]


def _heard() -> List[bpy.types.Sound]:
    """Sounds whose loudness may move something; what is only heard no seller needs."""
    is_sampled = any(node.bl_idname == "GeometryNodeSampleSoundFrequencies" for node in _nodes())
    return [sound for sound in bpy.data.sounds if sound.users] if is_sampled else []


def _followed() -> List[bpy.types.MovieClip]:
    """Clips by whose tracks objects move."""
    found = [constraint for thing in bpy.data.objects for constraint in thing.constraints]
    found = [constraint for constraint in found if constraint.type in ("CAMERA_SOLVER", "FOLLOW_TRACK", "OBJECT_SOLVER")]
    active = [scene.active_clip for scene in bpy.data.scenes if any(c.use_active_clip for c in found)]
    return active + [constraint.clip for constraint in found]


def _clip(clip) -> Asset:
    asset = _plain("Movie clip", clip)
    return asset._replace(external=asset.external._replace(form=_FORMS[clip.source]))


def _cache(cache: caches.Cache) -> Asset:
    form = FOLDER if cache.is_folder else FILE
    path = os.path.normpath(bpy.path.abspath(getattr(cache.data, cache.prop), library=cache.data.id_data.library))

    def rename(path):
        setattr(cache.data, cache.prop, path)

    return Asset(External(cache.kind, cache.name, path, form, cache.parts), rename)


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


def linked() -> Iterator[bpy.types.ID]:
    """Data of libraries."""
    for name in dir(bpy.data):
        collection = getattr(bpy.data, name)
        if isinstance(collection, bpy.types.bpy_prop_collection) and name not in ("libraries", "window_managers", "screens", "workspaces"):
            yield from (data for data in collection if getattr(data, "library", None))


def missing_libraries() -> List[str]:
    """In words. From Blender 5.0 on linked data may be packed: then it belongs to an archive, and its library's file is not needed."""
    needed = {data.library for data in linked()}
    found = [lib for lib in bpy.data.libraries if lib in needed and not getattr(lib, "is_archive", False)]
    return [f"missing: Library '{lib.name}': {lib.filepath}" for lib in found if not os.path.isfile(bpy.path.abspath(lib.filepath))]


def cannot_go() -> List[str]:
    """What a seller will not have, in words with a way out."""
    found = list(caches.cannot_go())
    for image in bpy.data.images:
        if image.is_dirty and image.source in _FORMS and not image.packed_file:
            found.append(f"Image '{image.name}' has changes that are not saved: save or pack it")
    for node in _nodes():
        if node.bl_idname == "ShaderNodeTexIES" and node.mode == "INTERNAL" and node.ies:
            found.append(f"IES texture '{node.name}' is in a text block, which sellers do not take: save it to a file, and choose External")
        if node.bl_idname == "ShaderNodeScript":
            found.append(f"Script node '{node.name}': sellers run no scripts; bake it to an image")
        if node.bl_idname.startswith("GeometryNodeImport"):
            found.append(f"Node '{node.name}' of '{node.id_data.name}' reads a file at each frame: apply it, or bake and pack it")
    for camera in bpy.data.cameras:
        if camera.type == "CUSTOM":
            found.append(f"Camera '{camera.name}' is a script, and sellers run none: choose another type")
    for name, curve in _python_drivers():
        found.append(f"{name}: the driver of {curve.data_path} needs Python, which sellers do not run; bake it to keyframes")
    for what in bpy.data.scenes:
        found += [
            f"Freestyle of view layer '{layer.name}' is a script, and sellers run none: choose the parameter editor"
            for layer in what.view_layers
            if what.render.use_freestyle and layer.use_freestyle and layer.freestyle_settings.mode == "SCRIPT"
        ]
    return found


def _python_drivers() -> Iterator[Tuple[str, bpy.types.FCurve]]:
    """(whose, in words; curve) of all drivers that the worker takes out. Simple expressions are computed by Blender itself."""
    for name, owner in _animated():
        data = getattr(owner, "animation_data", None)
        for curve in data.drivers if data else ():
            if curve.driver.type == "SCRIPTED" and not curve.driver.is_simple_expression:
                yield name, curve


def _animated() -> Iterator[Tuple[str, object]]:
    """Everything that may have drivers, with a name in words. What the compositor does is done here, after the render."""
    seen = set()
    for prop in bpy.data.bl_rna.properties:
        if prop.type != "COLLECTION" or prop.identifier == "window_managers":
            continue
        for data in getattr(bpy.data, prop.identifier):
            # Blender 5 has a collection of all, too.
            if data in seen or data.users == 0 or getattr(data, "bl_idname", "") == "CompositorNodeTree":
                continue
            seen.add(data)
            kind = type(data).__name__
            # Objects are what one looks for.
            yield f"'{data.name}'" if kind == "Object" else f"{kind} '{data.name}'", data
            tree = getattr(data, "node_tree", None)
            if tree is not None and kind != "Scene":
                yield f"Nodes of {kind} '{data.name}'", tree
