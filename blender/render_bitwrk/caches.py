# SPDX-License-Identifier: GPL-3.0-or-later
"""What simulations and other programs have computed before: caches on disk, which sellers are sent, and caches in memory.

Sellers render single frames: what is not baked they cannot compute.
"""

import os
from typing import Iterator, List, NamedTuple, Optional, Tuple

import bpy

# Folders of a fluid's cache with what Blender reads when it renders. Its scripts stay.
_FLUID_PARTS = ("config", "data", "noise", "mesh", "particles", "guiding")
_NOT_BAKED = "is not baked, and sellers cannot compute it: bake it"


class Cache(NamedTuple):
    """On disk, with the property of `data` that names it. is_folder: else a file. parts: of a folder, what is sent of it."""

    kind: str
    name: str
    data: object
    prop: str
    is_folder: bool = False
    parts: Tuple[str, ...] = (".",)


def on_disk() -> Iterator[Cache]:
    """All that can be sent."""
    for thing in bpy.data.objects:
        for modifier in thing.modifiers:
            if modifier.type == "MESH_CACHE" and modifier.filepath:
                yield Cache("Mesh cache", thing.name, modifier, "filepath")
            domain = _fluid(modifier)
            if domain is not None and _is_baked(domain):
                yield Cache("Fluid", thing.name, domain, "cache_directory", is_folder=True, parts=_FLUID_PARTS)


def _fluid(modifier):
    is_domain = modifier.type == "FLUID" and modifier.fluid_type == "DOMAIN"
    return modifier.domain_settings if is_domain else None


def _is_baked(domain) -> bool:
    """Other kinds of caches are computed while frames are played."""
    return domain.cache_type in ("MODULAR", "ALL") and domain.has_cache_baked_data


def cannot_go() -> Iterator[str]:
    for cache in bpy.data.cache_files:
        # Many Blenders read neither Alembic nor USD, Debian's among them.
        yield f"Cache file '{cache.name}' ({cache.filepath}): convert its objects to meshes first"
    for name, cache in point_caches():
        if not cache.is_baked:
            yield f"{name} {_NOT_BAKED}"
    for thing in bpy.data.objects:
        for modifier in thing.modifiers:
            if modifier.type == "OCEAN" and modifier.is_cached:
                yield f"the ocean of '{thing.name}' is baked to disk: free the bake, sellers compute it"
            domain = _fluid(modifier)
            if domain is not None and not _is_baked(domain):
                yield f"the fluid of '{thing.name}' {_NOT_BAKED}, with cache type Modular or All"
            if any(not bake.has_files for bake in node_bakes(thing, modifier) if bake.is_simulation):
                yield f"the simulation in '{modifier.name}' of '{thing.name}' {_NOT_BAKED}"
            if getattr(modifier, "simulation_bake_directory", "") and not hasattr(modifier, "bakes"):
                yield f"the simulation in '{modifier.name}' of '{thing.name}' cannot be sent by this Blender: apply it"


def point_caches() -> Iterator[Tuple[str, bpy.types.PointCache]]:
    """(in words whose, cache) of cloth, soft and rigid bodies, dynamic paint, and particles that move."""
    for thing in bpy.data.objects:
        for modifier in thing.modifiers:
            if modifier.type in ("CLOTH", "SOFT_BODY"):
                yield f"'{modifier.name}' of '{thing.name}'", modifier.point_cache
            canvas = modifier.canvas_settings if modifier.type == "DYNAMIC_PAINT" else None
            for surface in canvas.canvas_surfaces if canvas else ():
                yield f"'{surface.name}' of '{thing.name}'", surface.point_cache
        for system in thing.particle_systems:
            if system.settings.type == "EMITTER" or system.use_hair_dynamics:
                yield f"'{system.name}' of '{thing.name}'", system.point_cache
    for scene in bpy.data.scenes:
        if scene.rigidbody_world is not None and scene.rigidbody_world.point_cache is not None:
            yield f"rigid bodies of '{scene.name}'", scene.rigidbody_world.point_cache


class NodeBake(NamedTuple):
    """Of geometry nodes. has_files: whether there is something on disk; true for what is in the .blend already."""

    bake: object
    is_packed: bool
    is_simulation: bool
    has_files: bool


def node_bakes(thing, modifier) -> List[NodeBake]:
    found = []
    for bake in getattr(modifier, "bakes", ()):
        target = getattr(bake, "bake_target", "DISK")
        target = getattr(modifier, "bake_target", "DISK") if target == "INHERIT" else target
        is_packed = target == "PACKED"
        is_simulation = bake.node is not None and bake.node.bl_idname == "GeometryNodeSimulationOutput"
        found.append(NodeBake(bake, is_packed, is_simulation, is_packed or _has_files(bake, thing)))
    return found


def _has_files(bake, thing) -> bool:
    folder = bpy.path.abspath(bake.directory, library=thing.library) if bake.directory else ""
    return os.path.isdir(os.path.join(folder, "meta")) if folder else False


def folder_beside(path: str) -> str:
    """Where Blender keeps the caches of a .blend file that have no folder of their own."""
    return os.path.join(os.path.dirname(path), "blendcache_" + os.path.splitext(os.path.basename(path))[0])


def are_outside() -> bool:
    """Whether something is on disk that `into_memory` has to take in."""
    if any(cache.use_external or cache.use_disk_cache for _, cache in point_caches()):
        return True
    bakes = (bake for thing in bpy.data.objects for modifier in thing.modifiers for bake in node_bakes(thing, modifier))
    return any(bake.has_files and not bake.is_packed for bake in bakes)


def into_memory() -> List[str]:
    """Takes caches on disk that cannot be sent as files into the .blend; tells which could not. Changes what is open."""
    failed = []
    for name, cache in point_caches():
        if cache.use_external or cache.use_disk_cache:
            cache.use_disk_cache = False
            cache.use_external = False
            if cache.use_disk_cache or not cache.is_baked:
                failed.append(f"the cache of {name} on disk cannot be read: bake it into memory")
    for thing in bpy.data.objects:
        for modifier in thing.modifiers:
            for number, bake in enumerate(node_bakes(thing, modifier)):
                if bake.has_files and not bake.is_packed and not _pack(thing, modifier, number):
                    failed.append(f"the bake in '{modifier.name}' of '{thing.name}' cannot be packed: pack it")
    return failed


def _pack(thing, modifier, number: int) -> Optional[bool]:
    bake = modifier.bakes[number]
    try:
        done = bpy.ops.object.geometry_node_bake_pack_single(session_uid=thing.session_uid, modifier_name=modifier.name, bake_id=bake.bake_id)
    except (AttributeError, RuntimeError):
        return False
    return "FINISHED" in done
