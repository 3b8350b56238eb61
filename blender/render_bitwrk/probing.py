# SPDX-License-Identifier: GPL-3.0-or-later
"""One probe tile, bought to tell what a frame will take. It is kept: the render does not buy it again."""

import time
from typing import Dict, Optional, Tuple

import bpy

from . import fields, rendering, status
from .core import exr, tiling
from .core.estimate import Probe, render_seconds
from .scene import Snapshot, snapshot

# By scene's name, for as long as the file is open, with what was measured.
_probes: Dict[str, Tuple[Snapshot, Probe]] = {}


def measured(scene) -> Optional[Probe]:
    """None if it was not, or was another one then: of another size, other samples, for other sellers."""
    what, probe = _probes.get(scene.name, (None, None))
    return probe if what == snapshot(scene) else None


@bpy.app.handlers.persistent
def _forget(*_):
    _probes.clear()


class BITWRK_OT_probe(bpy.types.Operator):
    """Buy one tile from the middle of the picture, to tell the time and cost of all; it is kept for the render. Esc cancels"""

    bl_idname = "bitwrk.probe"
    bl_label = "Measure with One Tile"

    def execute(self, context):
        self._scene = context.scene
        try:
            self._running = rendering.Running(context.scene, [context.scene.frame_current], most=1)
        except rendering.Trouble as e:
            self.report({"ERROR"}, f"BitWrk: {e}")
            return {"CANCELLED"}
        self._began = time.monotonic()
        if bpy.app.background:
            while self._look() is None:
                time.sleep(0.1)
            return self._result
        self._timer = context.window_manager.event_timer_add(0.2, window=context.window)
        context.window_manager.modal_handler_add(self)
        return {"RUNNING_MODAL"}

    def modal(self, context, event):
        if fields.is_escape(event):
            return self._end({"CANCELLED"}, context)
        if event.type == "TIMER" and self._look() is not None:
            return self._end(self._result, context)
        return {"PASS_THROUGH"}

    def _look(self):
        """None while it goes on."""
        step = self._running.step()
        finished = self._running.take(self._scene.frame_current)
        if finished:
            seconds = time.monotonic() - self._began
            if not finished[0].bought:
                with open(finished[0].path, "rb") as file:
                    seconds = render_seconds(exr.read_header(file.read()).attributes)
            self._running.close()
            share = tiling.area(finished[0].piece.tile) / tiling.area(self._running.plan.region)
            _probes[self._scene.name] = self._running.plan, Probe(seconds, self._running.spent, share)
            self._result = {"FINISHED"}
        elif step.trouble:
            self._running.close()
            self.report({"ERROR"}, f"BitWrk: {step.trouble}")
            self._result = {"CANCELLED"}
        else:
            return None
        return self._result

    def cancel(self, context):
        """Blender calls this in place of `modal` when another file is opened, or the window closed."""
        self._end({"CANCELLED"}, context)

    def _end(self, result, context):
        context.window_manager.event_timer_remove(self._timer)
        self._running.close()
        status.hurry()
        return result


def register():
    bpy.utils.register_class(BITWRK_OT_probe)
    bpy.app.handlers.load_post.append(_forget)


def unregister():
    bpy.app.handlers.load_post.remove(_forget)
    _forget()
    bpy.utils.unregister_class(BITWRK_OT_probe)
