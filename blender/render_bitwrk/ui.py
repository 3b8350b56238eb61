# SPDX-License-Identifier: GPL-3.0-or-later
"""Panels and menus: ours, and all of Cycles' for our engine."""

import sys
import textwrap

import bpy

from . import animation, ops, prefs, probing, rendering, starting, status
from .core import estimate, progress, tiling, words
from .core.money import BadMoney, Money
from .engine import ENGINE
from .scene import article_of, bitwrk, snapshot

# Characters that fit into a properties editor of usual width.
LINE = 58
# By how a render ended.
ICONS = {progress.DONE: "CHECKMARK", progress.CANCELLED: "CANCEL", progress.FAILED: "ERROR"}


class RenderTab:
    """In the render properties, with our engine only."""

    bl_space_type = "PROPERTIES"
    bl_region_type = "WINDOW"
    bl_context = "render"
    COMPAT_ENGINES = {ENGINE}

    @classmethod
    def poll(cls, context):
        return context.engine in cls.COMPAT_ENGINES


class BITWRK_PT_render(RenderTab, bpy.types.Panel):
    """Price, tiles, and what they will cost."""

    bl_label = "BitWrk"

    def draw(self, context):
        layout, scene, view = self.layout, context.scene, status.look(context.scene)
        settings = bitwrk(scene)
        layout.use_property_split = True
        layout.use_property_decorate = False
        self._client(layout, view)
        layout.prop(settings, "price")
        layout.label(text=words.market(view))
        for name in ("cost_class", "tiles", "boost"):
            layout.prop(settings, name)
        self._estimate(layout, scene, view)
        layout.prop(settings, "at_once")
        layout.prop(settings, "trusted_only")
        if settings.trusted_only:
            layout.label(text=words.sellers(view))
        row = layout.row()
        row.label(text=words.permissions(view, bool(settings.price.strip())))
        if view.permissions:
            row.operator("bitwrk.revoke", text="", icon="X")
        column = layout.column(align=True)
        row = column.row(align=True)
        row.operator("bitwrk.permit", icon="CHECKMARK")
        row.operator("bitwrk.probe", icon="TIME")
        row = column.row(align=True)
        row.operator("bitwrk.check", icon="FILE_TICK")
        row.operator("bitwrk.open_page", icon="URL")

    @staticmethod
    def _client(layout, view):
        if view.trouble and not view.version:
            wrapped(layout, words.sentence(view.trouble), "ERROR")
            if not starting.programs.runs("client"):
                start_client(layout)
            return
        layout.label(text=words.client(view), icon="CHECKMARK" if view.version else "TIME")
        for text in (view.trouble, words.other_workers(view)):
            if text:
                wrapped(layout, words.sentence(text), "INFO")

    @staticmethod
    def _estimate(layout, scene, view):
        tiles, settings = ops.expected_tiles(scene), bitwrk(scene)
        if not tiles:
            layout.label(text="One pixel is too dear for this class: choose a larger one", icon="ERROR")
            return
        try:
            price = Money.parse(settings.price.strip()) if settings.price.strip() else view.price
        except BadMoney as e:
            layout.label(text=str(e), icon="ERROR")
            return
        layout.label(text=words.plan(tiles, price))
        if settings.boost > 1 and not settings.tiles:
            layout.label(text=words.boost(settings.boost, tiles, ops.expected_tiles(scene, 1), price))
        probe = probing.measured(scene)
        if probe:
            layout.label(text=words.probe(probe, tiles, settings.at_once, view), icon="TIME")


class BITWRK_PT_progress(RenderTab, bpy.types.Panel):
    """How the render goes, or went."""

    bl_parent_id = "BITWRK_PT_render"
    bl_label = "Progress"

    @classmethod
    def poll(cls, context):
        return super().poll(context) and bool(rendering.latest.text)

    def draw(self, context):
        first, *others = progress.lines(rendering.latest.text)
        wrapped(self.layout, first, ICONS.get(rendering.latest.ending, "RENDER_STILL"))
        for text in others:
            wrapped(self.layout, text)
        if animation.goes_on():
            self.layout.operator("bitwrk.stop_animation", icon="CANCEL")


class BITWRK_PT_machines(RenderTab, bpy.types.Panel):
    """Client and worker on this computer."""

    bl_parent_id = "BITWRK_PT_render"
    bl_label = "Client and Worker"

    def draw(self, context):
        layout, mine = self.layout, prefs.prefs()
        layout.use_property_split = True
        layout.use_property_decorate = False
        for name in ("host", "port", "exchange", "allow_others", "device", "spending_limit"):
            layout.prop(mine, name)
        if status.look(context.scene).version and not starting.programs.runs("client"):
            layout.label(text="A client is running that was not started here")
        elif starting.programs.runs("client") or starting.client_is_found():
            self._program(layout, "client", "bitwrk.client", "Client", "Start the Client")
        # Where none is found the panel above has the one button that tells what to do.
        self._program(layout, "worker", "bitwrk.worker", "Worker", "Start a Worker Here")

    @staticmethod
    def _program(layout, name, operator, what, label):
        running = starting.programs.runs(name)
        button = layout.operator(operator, text=f"Stop the {what}" if running else label, icon="PAUSE" if running else "PLAY")
        button.start = not running
        ending = starting.programs.ending(name)
        if ending:
            wrapped(layout, f"{what}: {ending}", "ERROR")


def start_client(layout):
    """The button that starts or stops it; where it was not found, the one that tells what to do."""
    if starting.client_is_found():
        BITWRK_PT_machines._program(layout, "client", "bitwrk.client", "Client", "Start the Client")
    else:
        layout.operator("bitwrk.find_client", icon="QUESTION")


def wrapped(layout, text, icon="NONE"):
    """Labels of at most LINE characters; the first has the icon."""
    column = layout.column(align=True)
    for number, line in enumerate(textwrap.wrap(text, LINE)):
        column.label(text=line, icon=icon if number == 0 else ("BLANK1" if icon != "NONE" else "NONE"))


class BITWRK_PT_advanced(RenderTab, bpy.types.Panel):
    """For those who want to know."""

    bl_parent_id = "BITWRK_PT_render"
    bl_label = "Advanced"
    bl_options = {"DEFAULT_CLOSED"}

    def draw(self, context):
        plan, tiles = snapshot(context.scene), ops.expected_tiles(context.scene)
        self.layout.label(text=f"Article: {article_of(context.scene)}")
        self.layout.label(text=f"Cost of a pixel: {plan.pixel_cost:,} units of {plan.limit:,} a tile")
        if tiles:
            share = estimate.efficiency(plan.pixel_cost, tiling.area(plan.region), tiles, plan.limit)
            self.layout.label(text=f"Efficiency: a tile uses {share:.1%} of what its class allows")


def _render_menu(self, context):
    self.layout.separator()
    self.layout.operator("bitwrk.render", icon="RENDER_STILL")
    self.layout.operator("bitwrk.render_animation", icon="RENDER_ANIMATION")
    if animation.goes_on():
        self.layout.operator("bitwrk.stop_animation", icon="CANCEL")


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


CLASSES = (BITWRK_PT_render, BITWRK_PT_progress, BITWRK_PT_machines, BITWRK_PT_advanced)


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
