# SPDX-License-Identifier: GPL-3.0-or-later
"""Panels and menus: ours, and all of Cycles' for our engine."""

import bpy

from . import ops, prefs
from .core.money import BadMoney, Money
from .engine import ENGINE
from .scene import article_of, bitwrk, snapshot


class BITWRK_PT_render(bpy.types.Panel):
    """Price, tiles, client and worker."""

    bl_space_type = "PROPERTIES"
    bl_region_type = "WINDOW"
    bl_context = "render"
    bl_label = "BitWrk"
    bl_order = -1
    COMPAT_ENGINES = {ENGINE}

    @classmethod
    def poll(cls, context):
        return context.engine in cls.COMPAT_ENGINES

    def draw(self, context):
        layout, settings = self.layout, bitwrk(context.scene)
        layout.use_property_split = True
        layout.use_property_decorate = False
        for name in ("price", "cost_class", "tiles", "at_once", "trusted_only"):
            layout.prop(settings, name)
        self._estimate(layout, context.scene)
        row = layout.row()
        row.operator("bitwrk.permit")
        row.operator("bitwrk.open_page", text="Open Page")

    @staticmethod
    def _estimate(layout, scene):
        tiles = ops.expected_tiles(scene)
        if not tiles:
            layout.label(text="One pixel is too dear for this class: choose a larger one", icon="ERROR")
            return
        text = f"{tiles} tiles a frame"
        price = bitwrk(scene).price.strip()
        if price:
            try:
                text += f", {Money.parse(price).times(tiles)} at most, and the fee"
            except BadMoney as e:
                layout.label(text=str(e), icon="ERROR")
        layout.label(text=text)


class BITWRK_PT_machines(bpy.types.Panel):
    """Client and worker on this computer."""

    bl_space_type = "PROPERTIES"
    bl_region_type = "WINDOW"
    bl_context = "render"
    bl_parent_id = "BITWRK_PT_render"
    bl_label = "Client and Worker"

    def draw(self, context):
        layout = self.layout
        layout.use_property_split = True
        mine = prefs.prefs()
        layout.prop(mine, "host")
        layout.prop(mine, "port")
        layout.prop(mine, "device")
        layout.prop(mine, "allow_others")
        layout.prop(mine, "spending_limit")
        self._program(layout, "client", "bitwrk.client", "Client", "Start the Client")
        self._program(layout, "worker", "bitwrk.worker", "Worker", "Start a Worker Here")

    @staticmethod
    def _program(layout, name, operator, what, label):
        running = ops.programs.runs(name)
        button = layout.operator(operator, text=f"Stop the {what}" if running else label)
        button.start = not running
        ending = ops.programs.ending(name)
        if ending:
            layout.label(text=f"{what}: {ending}", icon="ERROR")


class BITWRK_PT_advanced(bpy.types.Panel):
    """For those who want to know."""

    bl_space_type = "PROPERTIES"
    bl_region_type = "WINDOW"
    bl_context = "render"
    bl_parent_id = "BITWRK_PT_render"
    bl_label = "Advanced"
    bl_options = {"DEFAULT_CLOSED"}

    def draw(self, context):
        plan = snapshot(context.scene)
        self.layout.label(text=f"Article: {article_of(context.scene)}")
        self.layout.label(text=f"Cost of a pixel: {plan.pixel_cost:,} units of {plan.limit:,} a tile")


def _render_menu(self, context):
    self.layout.separator()
    self.layout.operator("bitwrk.render", icon="RENDER_STILL")
    self.layout.operator("bitwrk.render_animation", icon="RENDER_ANIMATION")


def _panels(cls=None):
    for panel in (cls or bpy.types.Panel).__subclasses__():
        yield panel
        yield from _panels(panel)


def _cycles_panels():
    for panel in _panels():
        if "CYCLES" in getattr(panel, "COMPAT_ENGINES", ()):
            yield panel


CLASSES = (BITWRK_PT_render, BITWRK_PT_machines, BITWRK_PT_advanced)


def register():
    for cls in CLASSES:
        bpy.utils.register_class(cls)
    for panel in _cycles_panels():
        panel.COMPAT_ENGINES.add(ENGINE)
    bpy.types.TOPBAR_MT_render.append(_render_menu)


def unregister():
    bpy.types.TOPBAR_MT_render.remove(_render_menu)
    for panel in _cycles_panels():
        panel.COMPAT_ENGINES.discard(ENGINE)
    for cls in reversed(CLASSES):
        bpy.utils.unregister_class(cls)
