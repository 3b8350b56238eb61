# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes an opened foreign scene harmless: nothing of it runs as a program, and it names no file but its own (inside
Blender).

Off or gone: text blocks, Freestyle script modules, OSL, drivers that are Python, compositing, sequencer, handlers, and
every path that is not //rsrc.ALIAS.data. What this misses meets the sandbox.
"""

import re
from typing import Dict, Iterator, List, Set

import bpy

#: A resource of the work, with the tokens and digits of UDIM sets and sequences (protocol section 12).
OWN_PATH = re.compile(r"//rsrc\.[a-z0-9]{1,127}(<UDIM>|<UVTILE>)?\.data")
#: Blender's own font, which is in no file.
BUILT_IN = "<builtin>"
PATHS = {"FILE_PATH", "DIR_PATH"}


def clean() -> Dict[str, List[str]]:
    """Cleans everything that is loaded. Returns what was taken away, by kind, for the seller's log."""
    found = {"libraries": _libraries(), "paths": _paths(), "scripts": _scripts(), "drivers": _drivers()}
    for scene in bpy.data.scenes:
        _switch_off(scene)
    _forget_handlers()
    return {kind: names[:20] for kind, names in found.items() if names}


def _libraries() -> List[str]:
    """Linked files that are no resources were read already, so all that came from them goes."""
    gone = []
    for library in list(bpy.data.libraries):
        if not _is_own(library.filepath):
            gone.append(library.filepath)
            bpy.data.libraries.remove(library)
    return gone


def _is_own(path: str) -> bool:
    return not path or path == BUILT_IN or OWN_PATH.fullmatch(path) is not None


def _scripts() -> List[str]:
    gone = []
    for scene in bpy.data.scenes:
        for layer in scene.view_layers:
            settings = getattr(layer, "freestyle_settings", None)
            if settings is None:
                continue
            for module in list(settings.modules):
                gone.append("Freestyle module of %s" % layer.name)
                settings.modules.remove(module)
            if settings.mode != "EDITOR":
                # Its lines came from the scripts; what the other mode would draw instead nobody asked for.
                settings.mode = "EDITOR"
                layer.use_freestyle = False
    for text in list(bpy.data.texts):
        gone.append("text " + text.name)
        bpy.data.texts.remove(text)
    return gone + _script_nodes() + _script_cameras()


def _script_cameras() -> List[str]:
    """From Blender 5.0 on a camera may be an OSL program, which may lie in the .blend compiled."""
    gone = []
    for camera in bpy.data.cameras:
        if camera.type == "CUSTOM":
            gone.append("OSL of camera " + camera.name)
            camera.custom_bytecode = ""
            camera.type = "PERSP"
    return gone


def _script_nodes() -> List[str]:
    """OSL, and the nodes that import files whose names are no paths to Blender's description of its data."""
    gone = []
    for tree in _node_trees():
        for node in list(tree.nodes):
            if node.bl_idname == "ShaderNodeScript" or node.bl_idname.startswith("GeometryNodeImport"):
                gone.append("node %s of %s" % (node.name, tree.name))
                tree.nodes.remove(node)
    return gone


def _node_trees() -> Iterator[bpy.types.NodeTree]:
    yield from bpy.data.node_groups
    for kind in ("materials", "worlds", "lights", "linestyles", "scenes", "textures"):
        for block in getattr(bpy.data, kind):
            tree = getattr(block, "node_tree", None)
            if tree is not None:
                yield tree


def _drivers() -> List[str]:
    """Simple expressions are computed by Blender itself, everything else in them is Python."""
    gone = []
    for block in _blocks():
        animated = [block, getattr(block, "shape_keys", None), getattr(block, "node_tree", None)]
        for owner in animated:
            data = getattr(owner, "animation_data", None)
            for curve in list(data.drivers) if data else []:
                driver = curve.driver
                if driver.type == "SCRIPTED" and not driver.is_simple_expression:
                    gone.append("%s of %s" % (curve.data_path, owner.name))
                    data.drivers.remove(curve)
    return gone


def _switch_off(scene: bpy.types.Scene) -> None:
    scene.render.use_compositing = False
    scene.render.use_sequencer = False
    if getattr(scene.cycles, "shading_system", False):
        scene.cycles.shading_system = False


def _forget_handlers() -> None:
    for name in dir(bpy.app.handlers):
        handlers = getattr(bpy.app.handlers, name)
        if isinstance(handlers, list):
            # Cycles' own stay: what a scene could have added are functions of no installed module.
            handlers[:] = [handler for handler in handlers if _is_installed(handler)]
    for name in [n for n in bpy.app.driver_namespace if n not in _NAMESPACE]:
        del bpy.app.driver_namespace[name]


def _is_installed(handler) -> bool:
    return getattr(handler, "__module__", None) in _MODULES


def _blocks() -> Iterator[bpy.types.ID]:
    for name, prop in bpy.data.bl_rna.properties.items():
        if prop.type == "COLLECTION":
            yield from getattr(bpy.data, name)


def _paths() -> List[str]:
    """Blanks every property that Blender describes as a file or a folder, wherever it hangs."""
    gone = []
    for block in list(_blocks()):
        if isinstance(block, (bpy.types.Library, bpy.types.WindowManager, bpy.types.Screen)):
            continue
        _blank(block, gone, set(), block.name)
    return gone


def _blank(owner, gone: List[str], seen: Set[int], where: str) -> None:
    # A collection's items and their owner may begin at the same address, but then differ in type.
    key = (owner.as_pointer(), owner.bl_rna.identifier)
    if key in seen:
        return
    seen.add(key)
    for prop in owner.bl_rna.properties:
        if prop.type == "STRING" and prop.subtype in PATHS:
            _blank_path(owner, prop.identifier, gone, where)
        elif prop.identifier not in ("rna_type", "original") and _leads_to_paths(prop):
            for inner in _inner(owner, prop):
                _blank(inner, gone, seen, where)


def _inner(owner, prop) -> Iterator:
    value = getattr(owner, prop.identifier, None)
    values = value if prop.type == "COLLECTION" else [value]
    for inner in values or []:
        if inner is not None and not isinstance(inner, bpy.types.ID) or isinstance(inner, bpy.types.NodeTree):
            yield inner


def _blank_path(owner, name: str, gone: List[str], where: str) -> None:
    path = getattr(owner, name, "")
    if _is_own(path):
        return
    blank = ""
    if isinstance(owner, bpy.types.Image) and owner.packed_files:
        # The picture is inside the .blend; its name has to stay one, or Blender takes it for no file at all.
        blank = "//rsrc.packed<UDIM>.data" if owner.source == "TILED" else "//rsrc.packed.data"
    elif isinstance(owner, bpy.types.FluidDomainSettings):
        # Without a folder of its own the simulation writes to that in which the worker was started.
        blank = bpy.app.tempdir
    try:
        setattr(owner, name, blank)
    except AttributeError:
        # Read-only: Blender computes it from others, which are blanked themselves.
        return
    if getattr(owner, name, "") != path:
        gone.append("%s of %s: %s" % (name, where, path))


def _leads_to_paths(prop) -> bool:
    return (prop.type in ("POINTER", "COLLECTION") and prop.fixed_type.identifier in _LEADING
            and prop.fixed_type.identifier != "Depsgraph")


def _leading() -> Set[str]:
    """Names of all types of which some property, or some property's property, is a path. IDs are walked by themselves
    but for node trees, which may belong to their material."""
    kinds = [t for t in (getattr(bpy.types, name) for name in dir(bpy.types)) if hasattr(t, "bl_rna")]
    found = {k.bl_rna.identifier for k in kinds if any(
        p.type == "STRING" and p.subtype in PATHS for p in k.bl_rna.properties)}
    grew = True
    while grew:
        before = len(found)
        for kind in kinds:
            rna = kind.bl_rna
            if any(p.type in ("POINTER", "COLLECTION") and p.fixed_type.identifier in found
                   and _is_part(p.fixed_type) for p in rna.properties):
                found.add(rna.identifier)
            # A property of a general type may hold any of its special ones.
            if rna.identifier in found:
                base = rna.base
                while base is not None:
                    found.add(base.identifier)
                    base = base.base
        grew = len(found) > before
    return found


def _is_part(rna) -> bool:
    if rna.identifier == "NodeTree":
        return True
    if rna.identifier == "Depsgraph":
        # What it shows is computed from the data, and Blender 5.2 ends when it is walked through.
        return False
    while rna is not None:
        if rna.identifier == "ID":
            return False
        rna = rna.base
    return True


_LEADING = _leading()
_NAMESPACE = set(bpy.app.driver_namespace)
_MODULES = {getattr(handler, "__module__", None) for name in dir(bpy.app.handlers)
            if isinstance(getattr(bpy.app.handlers, name), list) for handler in getattr(bpy.app.handlers, name)}
