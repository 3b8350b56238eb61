# SPDX-License-Identifier: GPL-3.0-or-later
"""Preferences of the add-on: they belong to the user and this computer, not to the scene."""

import os

import bpy
from bpy.props import BoolProperty, EnumProperty, IntProperty, StringProperty

from .core import online
from .core.client import LocalClient


class BitwrkPreferences(bpy.types.AddonPreferences):
    """Shown in Blender's preferences."""

    bl_idname = __package__

    host: StringProperty(name="Host", description="Where the BitWrk client runs", default="127.0.0.1")
    port: IntProperty(name="Port", min=1, max=65535, default=8081)
    client_path: StringProperty(
        name="Client",
        description="bitwrk-client, or bitwrk-client.jar; empty: looked for in the add-on, on the path and in the usual places",
        subtype="FILE_PATH",
    )
    exchange: StringProperty(
        name="Exchange",
        description="URL of the exchange for the client that is started here; empty: the client's usual one, on this computer",
    )
    client_options: StringProperty(
        name="Further options", description="For the client that is started here, as they are typed, like '-extport 8082'"
    )
    spending_limit: StringProperty(
        name="Spending limit",
        description="The most that one render may cost, like 'mBTC 100', without the exchange's fee; empty: no limit",
    )
    patience: IntProperty(
        name="Patience",
        description="In the background, with nobody to ask: how many seconds nothing may move before a render fails",
        min=5,
        max=86400,
        default=60,
    )
    device: EnumProperty(
        name="Worker's device",
        description="What a worker started here renders on",
        items=[(name, name, "") for name in ("CPU", "CUDA", "OPTIX", "HIP", "METAL", "ONEAPI")],
        default="CPU",
    )
    allow_others: BoolProperty(
        name="Allow other computers",
        description="Workers on other computers may register with the client that is started here",
        default=False,
    )

    def draw(self, context):
        column = self.layout.column()
        row = column.row()
        row.prop(self, "host")
        row.prop(self, "port")
        for name in ("client_path", "exchange", "client_options", "spending_limit", "patience", "device", "allow_others"):
            column.prop(self, name)


class Unsaved:
    """The defaults, for `blender --addons`, which gives an add-on no preferences."""

    host, port, client_path, spending_limit = "127.0.0.1", 8081, "", ""
    exchange, client_options = "", ""
    patience, device, allow_others = 60, "CPU", False


def prefs():
    """The user's preferences."""
    addon = bpy.context.preferences.addons.get(__package__)
    return addon.preferences if addon else Unsaved


def offline_trouble() -> str:
    """Why nothing may be called, or empty: what `Allow Online Access` says, which there is from Blender 4.2 on."""
    return online.trouble(getattr(bpy.app, "online_access", True), prefs().host, prefs().exchange)


def client() -> LocalClient:
    return LocalClient(prefs().host, prefs().port, offline_trouble())


def folder(name: str) -> str:
    """A folder of ours that outlives the session; made if missing."""
    if hasattr(bpy.utils, "extension_path_user") and __package__.startswith("bl_ext."):
        path = bpy.utils.extension_path_user(__package__, path=name, create=True)
    else:
        path = bpy.utils.user_resource("DATAFILES", path=os.path.join("bitwrk", name), create=True)
    return path


def register():
    bpy.utils.register_class(BitwrkPreferences)


def unregister():
    bpy.utils.unregister_class(BitwrkPreferences)
