# SPDX-License-Identifier: GPL-3.0-or-later
"""BitWrk for Blender: buys rendering by Cycles from other machines, tile by tile.

`core` and `worker` run without Blender; so bpy is imported when the add-on is registered, not when this package is.
"""

bl_info = {
    "name": "BitWrk distributed rendering",
    "author": "The BitWrk project",
    "version": (0, 8, 0),
    "blender": (2, 93, 0),
    "location": "Render properties, Render menu",
    "description": "Renders with Cycles on other machines, bought on the BitWrk exchange or in the own network",
    "category": "Render",
}

# In the order of registering.
_PARTS = ("prefs", "scene", "engine", "status", "starting", "ops", "probing", "animation", "ui", "enough")


def _modules():
    import importlib

    return [importlib.import_module("." + name, __package__) for name in _PARTS]


def register():
    """Called by Blender."""
    for module in _modules():
        module.register()


def unregister():
    """Called by Blender; stops what the add-on has started."""
    for module in reversed(_modules()):
        module.unregister()
