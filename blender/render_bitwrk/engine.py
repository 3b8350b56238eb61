# SPDX-License-Identifier: GPL-3.0-or-later
"""The render engine: it shows what others have rendered. Previews and the viewport are left to Cycles here."""

import os
import time
from typing import Optional

import bpy

from . import prefs, rendering
from .scene import layers, passes_of

ENGINE = "BITWRK_RENDER"
PAUSE = 0.1

# Set by the animation: tiles of further frames are bought while earlier ones are shown.
shared: Optional["rendering.Running"] = None


def _cycles():
    import cycles

    return cycles


class BitwrkRender(bpy.types.RenderEngine):
    """One object a render; Blender calls `render` once for every view layer of a frame."""

    bl_idname = ENGINE
    bl_label = "BitWrk distributed rendering"
    bl_use_preview = True
    bl_use_eevee_viewport = True
    bl_use_exclude_layers = True
    bl_use_spherical_stereo = True
    bl_use_custom_freestyle = True
    bl_use_alembic_procedural = True

    session = None

    def __del__(self):
        if self.session is not None:
            _cycles().engine.free(self)

    def update(self, data, depsgraph):
        if self.is_preview:
            _cycles().CyclesRender.update(self, data, depsgraph)

    def render(self, depsgraph):
        if self.is_preview:
            _cycles().engine.render(self, depsgraph)
            return
        scene = bpy.data.scenes[depsgraph.scene.name]
        if depsgraph.view_layer.name != layers(scene)[0].name:
            # All layers came with the first one.
            return
        try:
            self._buy(scene)
        except rendering.Trouble as e:
            self._fail(str(e))

    def _fail(self, text: str):
        self.update_stats("", "BitWrk: " + text)
        # The only way to end `blender -b` with an exit code, and without a saved picture.
        self.report({"ERROR"}, "BitWrk: " + text)

    def _buy(self, scene):
        if shared is not None:
            self._show(scene, shared)
            return
        running = rendering.Running(scene, [scene.frame_current], lambda text: self.update_stats("", text))
        try:
            for warning in running.prepared.warnings:
                self.report({"WARNING"}, "BitWrk: " + warning)
            self._show(scene, running)
        finally:
            running.close()

    def _show(self, scene, running):
        """Until all tiles of the scene's frame are there."""
        frame, shown, waiting_since, said = scene.frame_current, 0, None, None
        total = running.tiles
        while shown < total:
            step = running.step()
            for finished in running.take(frame):
                self._show_tile(running.plan.region, finished)
                shown += 1
            if step.text != said:
                said = step.text
                self.update_stats("", said)
                running.tell(said)
            self.update_progress(shown / total)
            if shown == total:
                break
            if step.trouble:
                self._fail(step.trouble)
                return
            if self.test_break():
                return
            waiting_since = self._waiting(running.hint, waiting_since)
            time.sleep(PAUSE)

    def _waiting(self, hint: str, since: Optional[float]) -> Optional[float]:
        """In the background nobody can be asked: a render in which nothing moves fails, with the reason. Error: Trouble."""
        if not hint or not bpy.app.background:
            return None
        now = time.monotonic()
        if since is None:
            print("BitWrk: " + hint, flush=True)
            return now
        if now - since > prefs.prefs().patience:
            raise rendering.Trouble(f"{hint} (nothing moved for {prefs.prefs().patience} s)")
        return since

    def _show_tile(self, region, finished):
        tile = finished.piece.tile
        result = self.begin_result(tile.xmin - region.xmin, tile.ymin - region.ymin, tile.width, tile.height)
        try:
            result.load_from_file(finished.path)
        finally:
            self.end_result(result)
        os.remove(finished.path)

    def update_render_passes(self, scene, layer):
        for name, channels, kind in passes_of(scene, layer):
            self.register_pass(scene, layer, name, len(channels), channels, kind)

    def view_update(self, context, depsgraph):
        _cycles().CyclesRender.view_update(self, context, depsgraph)

    def view_draw(self, context, depsgraph):
        _cycles().engine.view_draw(self, depsgraph, context.region, context.space_data, context.region_data)

    def update_script_node(self, node):
        _cycles().CyclesRender.update_script_node(self, node)

    def update_custom_camera(self, camera):
        _cycles().CyclesRender.update_custom_camera(self, camera)


def register():
    bpy.utils.register_class(BitwrkRender)


def unregister():
    rendering.close_all()
    bpy.utils.unregister_class(BitwrkRender)
