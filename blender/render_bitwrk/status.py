# SPDX-License-Identifier: GPL-3.0-or-later
"""What the panel shows of the world outside: asked by a thread that knows no bpy, and drawn anew when it changes."""

import bpy

from . import prefs, rendering
from .core import glance
from .core.glance import Question, View
from .scene import article_of

REDRAW_SECONDS = 0.5

_glance = glance.Glance()
_drawn = (0, "")


def question(scene) -> Question:
    mine = prefs.prefs()
    return Question(mine.host, mine.port, prefs.offline_trouble(), article_of(scene))


def look(scene) -> View:
    """What is known now of the client and the scene's article; asks on."""
    return _glance.look(question(scene))


def hurry():
    """Something was done that the panel should show soon."""
    _glance.hurry()


def _redraw():
    """A timer, so in the thread that may touch bpy."""
    global _drawn
    now = (_glance.version, rendering.latest.text)
    if now != _drawn:
        _drawn = now
        for window in bpy.context.window_manager.windows:
            for area in window.screen.areas:
                if area.type == "PROPERTIES":
                    area.tag_redraw()
    return REDRAW_SECONDS


def register():
    global _glance
    _glance = glance.Glance()
    if not bpy.app.background:
        bpy.app.timers.register(_redraw, persistent=True)


def unregister():
    if bpy.app.timers.is_registered(_redraw):
        bpy.app.timers.unregister(_redraw)
    _glance.close()
