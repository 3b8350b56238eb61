# SPDX-License-Identifier: GPL-3.0-or-later
"""The panel and the buttons of a quick first picture: the user may stop when it is good enough."""

import bpy

from . import early, rendering
from .scene import bitwrk, snapshot
from .ui import RenderTab


class BITWRK_OT_enough(bpy.types.Operator):
    """Stop buying: the picture stays as good as it is, and what was bought is kept"""

    bl_idname = "bitwrk.enough"
    bl_label = "Good Enough"

    @classmethod
    def poll(cls, context):
        return rendering.can_stop()

    def execute(self, context):
        rendering.stop()
        return {"FINISHED"}


class BITWRK_PT_early(RenderTab, bpy.types.Panel):
    """A quick first picture."""

    bl_parent_id = "BITWRK_PT_render"
    bl_label = "Quick First Picture"

    def draw(self, context):
        layout, what = self.layout, context.scene
        layout.use_property_split = True
        layout.use_property_decorate = False
        layout.prop(bitwrk(what), "quick")
        if bitwrk(what).quick:
            even = early.adds_up(what, snapshot(what).channels)
            layout.label(text="Refined: equal within rounding" if even else "Then rendered anew: dearer, bit-identical")
        layout.operator("bitwrk.enough")


def _button(self, context):
    """Where a render is looked at."""
    if rendering.can_stop():
        self.layout.operator("bitwrk.enough")


def register():
    bpy.utils.register_class(BITWRK_OT_enough)
    bpy.utils.register_class(BITWRK_PT_early)
    bpy.types.IMAGE_HT_header.append(_button)


def unregister():
    bpy.types.IMAGE_HT_header.remove(_button)
    bpy.utils.unregister_class(BITWRK_PT_early)
    bpy.utils.unregister_class(BITWRK_OT_enough)
