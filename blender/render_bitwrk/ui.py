# SPDX-License-Identifier: GPL-3.0-or-later
"""Panels and menus: ours, and all of Cycles' for our engine."""

import sys

import bpy

from . import ops, prefs
from .core.money import BadMoney, Money
from .engine import ENGINE
from .scene import article_of, bitwrk, snapshot


class _RenderTab:
    """In the render properties, with our engine only."""

    bl_space_type = "PROPERTIES"
    bl_region_type = "WINDOW"
    bl_context = "render"
    COMPAT_ENGINES = {ENGINE}

    @classmethod
    def poll(cls, context):
        return context.engine in cls.COMPAT_ENGINES


class BITWRK_PT_render(_RenderTab, bpy.types.Panel):
    """Price, tiles, client and worker."""

    bl_label = "BitWrk"

    def draw(self, context):
        layout, settings = self.layout, bitwrk(context.scene)
        layout.use_property_split = True
        layout.use_property_decorate = False
        for name in ("price", "cost_class", "tiles", "boost", "at_once", "trusted_only"):
            layout.prop(settings, name)
        self._estimate(layout, context.scene)
        row = layout.row()
        row.operator("bitwrk.permit")
        row.operator("bitwrk.check")
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


class BITWRK_PT_machines(_RenderTab, bpy.types.Panel):
    """Client and worker on this computer."""

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
        if ops.client_is_found():
            self._program(layout, "client", "bitwrk.client", "Client", "Start the Client")
        else:
            layout.operator("bitwrk.find_client", icon="QUESTION")
        self._program(layout, "worker", "bitwrk.worker", "Worker", "Start a Worker Here")

    @staticmethod
    def _program(layout, name, operator, what, label):
        running = ops.programs.runs(name)
        button = layout.operator(operator, text=f"Stop the {what}" if running else label)
        button.start = not running
        ending = ops.programs.ending(name)
        if ending:
            layout.label(text=f"{what}: {ending}", icon="ERROR")


class BITWRK_PT_advanced(_RenderTab, bpy.types.Panel):
    """For those who want to know."""

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


class _AsCycles:
    """A context as Cycles' own drawing functions want it."""

    engine = "CYCLES"

    def __init__(self, context):
        self._context = context

    def __getattr__(self, name):
        return getattr(self._context, name)


def _draw_device(self, context):
    if context.engine == ENGINE:
        from cycles import ui

        ui.draw_device(self, _AsCycles(context))


def _draw_pause(self, context):
    if context.engine == ENGINE:
        from cycles import ui

        ui.draw_pause(self, _AsCycles(context))


def _either_engine(context):
    return context.engine in {"CYCLES", "BITWRK_RENDER"}


# Where Blender keeps the question whether Cycles' shader nodes are offered, up to 3.x and later.
_NODE_MENUS = ("nodeitems_builtins", "bl_ui.node_add_menu_shader")
_code_before = {}


def _offer_shader_nodes():
    """Menus hold on to the function itself, so its body is exchanged."""
    for name in _NODE_MENUS:
        poll = getattr(sys.modules.get(name), "cycles_shader_nodes_poll", None)
        if poll is not None and poll not in _code_before:
            _code_before[poll] = poll.__code__
            poll.__code__ = _either_engine.__code__


def _offer_no_shader_nodes():
    for poll, code in _code_before.items():
        poll.__code__ = code
    _code_before.clear()


CLASSES = (BITWRK_PT_render, BITWRK_PT_machines, BITWRK_PT_advanced)


def register():
    for cls in CLASSES:
        bpy.utils.register_class(cls)
    for panel in _cycles_panels():
        panel.COMPAT_ENGINES.add(ENGINE)
    _offer_shader_nodes()
    bpy.types.TOPBAR_MT_render.append(_render_menu)
    bpy.types.RENDER_PT_context.append(_draw_device)
    bpy.types.VIEW3D_HT_header.append(_draw_pause)


def unregister():
    bpy.types.VIEW3D_HT_header.remove(_draw_pause)
    bpy.types.RENDER_PT_context.remove(_draw_device)
    bpy.types.TOPBAR_MT_render.remove(_render_menu)
    _offer_no_shader_nodes()
    for panel in _cycles_panels():
        panel.COMPAT_ENGINES.discard(ENGINE)
    for cls in reversed(CLASSES):
        bpy.utils.unregister_class(cls)
