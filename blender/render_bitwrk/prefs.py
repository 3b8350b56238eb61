# SPDX-License-Identifier: GPL-3.0-or-later
"""Preferences of the add-on: they belong to the user and this computer, not to the scene."""

import os

import bpy

from . import fields
from .core import online
from .core.client import LocalClient

DEVICES = ("CPU", "CUDA", "OPTIX", "HIP", "METAL", "ONEAPI")
FIND = "bitwrk-client, or bitwrk-client.jar; empty: looked for in the add-on, on the path and in the usual places"
PATIENCE = "In the background, with nobody to ask: how many seconds nothing may move before a render fails"
UNSANDBOXED = (
    "Where bubblewrap is missing, a worker started here sells nevertheless: "
    "then a bug in Blender is all that a hostile scene needs to act as you"
)


class BitwrkPreferences(bpy.types.AddonPreferences):
    """Shown in Blender's preferences."""

    bl_idname = __package__

    host: fields.text("Host", "Where the BitWrk client runs", "127.0.0.1")
    port: fields.number("Port", "Of the client", 8081, 1, 65535)
    client_path: fields.text("Client", FIND, subtype="FILE_PATH")
    exchange: fields.text("Exchange", "URL of the exchange for the client that is started here; empty: its usual one, on this computer")
    client_options: fields.text("Further options", "For the client that is started here, as they are typed, like '-extport 8082'")
    spending_limit: fields.text("Spending limit", "The most that one render may cost, like 'mBTC 100', without the fee; empty: no limit")
    patience: fields.number("Patience", PATIENCE, 60, 5, 86400)
    device: fields.choice("Worker's device", "What a worker started here renders on", "CPU", dict.fromkeys(DEVICES, ""))
    unsandboxed: fields.flag("Sell without a sandbox", UNSANDBOXED)
    allow_others: fields.flag("Allow other computers", "Workers on other computers may register with the client that is started here")

    def draw(self, context):
        column = self.layout.column()
        row = column.row()
        row.prop(self, "host")
        row.prop(self, "port")
        for name in ("client_path", "exchange", "client_options", "spending_limit", "patience", "device", "unsandboxed", "allow_others"):
            column.prop(self, name)


class Unsaved:
    """The defaults, for `blender --addons`, which gives an add-on no preferences."""

    host, port, client_path, spending_limit = "127.0.0.1", 8081, "", ""
    exchange, client_options = "", ""
    patience, device, unsandboxed, allow_others = 60, "CPU", False, False


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
