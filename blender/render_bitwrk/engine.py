# SPDX-License-Identifier: GPL-3.0-or-later
"""The render engine: it shows what others have rendered. Previews and the viewport are left to Cycles here."""

import os
import sys
import time
from typing import List, Optional

import bpy

from . import prefs, rendering
from .core.exr import BadPicture
from .scene import passes_of
from .showing import Frame

ENGINE = "BITWRK_RENDER"
PAUSE = 0.1

# Set by animations: tiles of further frames are bought while earlier ones are shown.
shared: Optional["rendering.Running"] = None
# The same if it was begun here; animate.py ends its own.
_own: Optional["rendering.Running"] = None
# Name of the scene that is rendered; its compositor may want others, too.
_rendered: Optional[str] = None


def last_words(text: str):
    """Before this Blender ends at once. Animations say it otherwise."""
    print("Error: BitWrk: " + text, flush=True)


def _is_animation(render) -> bool:
    """Whether frames follow. In the background Blender says so of every render, also of `-f 1`."""
    if not bpy.app.background:
        return render.is_animation
    arguments = sys.argv[: sys.argv.index("--")] if "--" in sys.argv else sys.argv
    return bool({"-a", "--render-anim"} & set(arguments))


@bpy.app.handlers.persistent
def _begin(scene, *_):
    global _rendered
    _rendered = scene.name


@bpy.app.handlers.persistent
def _end(*_):
    """The last frame is there, or the animation has ended otherwise."""
    global shared, _own
    if _own is not None:
        _own.close()
        shared = _own = None


def _reason(e: Exception) -> str:
    """In words."""
    return str(e) if isinstance(e, (rendering.Trouble, BadPicture, OSError)) else f"a fault of the add-on: {type(e).__name__}: {e}"


def _endings():
    return bpy.app.handlers.render_complete, bpy.app.handlers.render_cancel


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
    # Whether it is a scene that the compositor of the rendered one wants, too.
    _is_besides = False

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
        self._is_besides = depsgraph.scene.name != _rendered
        try:
            self._render(depsgraph)
        except Exception as e:  # The top: Blender would save a black picture, and end with 0.
            self._fail(_reason(e))

    def _render(self, depsgraph):
        scene = bpy.data.scenes[depsgraph.scene.name]
        names = self._layers()
        if depsgraph.view_layer.name == names[0]:
            # All layers come with the first one.
            self._buy(scene, names)

    def _layers(self) -> List[str]:
        """Names of the view layers that Blender wants now; with Render Single Layer only its own picture tells."""
        result = self.begin_result(0, 0, 1, 1)
        names = [layer.name for layer in result.layers]
        self.end_result(result, cancel=True)
        return names

    def _fail(self, text: str):
        self.update_stats("", "BitWrk: " + text)
        if self._is_besides and bpy.app.background:
            # Blender takes no notice of an error here: it would save a picture with a black part, and end with 0.
            rendering.close_all()
            last_words(text)
            os._exit(1)
        # The only way to end `blender -b` with an exit code, and without a saved picture.
        self.report({"ERROR"}, "BitWrk: " + text)

    def _buy(self, scene, names):
        global shared, _own
        if shared is None and scene.name == _rendered and _is_animation(self):
            shared = _own = self._animated(scene, names)
        if shared is not None and shared.scene == scene.name:
            self._show(scene, shared)
            return
        # Scenes that the compositor wants besides have ranges of their own, which nobody asked for: frame by frame.
        running = self._running(scene, [scene.frame_current], names, not _is_animation(self))
        try:
            self._show(scene, running)
        finally:
            running.close()
            self.update_stats("", rendering.latest.text)

    def _animated(self, scene, names):
        """This frame and those after it, as far as they are missing."""
        now = scene.frame_current
        after = range(now + scene.frame_step, scene.frame_end + 1, scene.frame_step)
        frames = [now, *rendering.missing(scene, after)]
        if not bpy.app.background:
            # Windows show the frame.
            return self._running(scene, frames, names, False)
        try:
            # What is sent depends on the frame it is saved at: always the first, whatever is left to do.
            scene.frame_set(scene.frame_start)
            return self._running(scene, frames, names, False)
        finally:
            scene.frame_set(now)

    def _running(self, scene, frames, names, is_watched):
        running = rendering.Running(scene, frames, lambda text: self.update_stats("", text), is_watched=is_watched, names=names)
        for warning in running.warnings:
            self.report({"WARNING"}, "BitWrk: " + warning)
        return running

    def _show(self, scene, running):
        """Until all of the scene's frame is there."""
        try:
            self._look(scene, running)
        except Exception as e:
            running.fail(_reason(e))
            raise

    def _look(self, scene, running):
        frame, waiting_since, said = Frame(self, scene, running), None, None
        was_over = False
        while True:
            step = running.step()
            for finished in running.take(scene.frame_current):
                frame.show(finished)
            if step.text != said:
                said = step.text
                self.update_stats("", said)
                running.tell(said)
            self.update_progress(frame.share)
            if frame.is_there:
                frame.complete()
                running.learn(scene)
                return
            if running.is_enough and frame.is_usable:
                frame.complete()
                self.report({"INFO"}, "BitWrk: stopped as good enough; what was bought is kept")
                return
            if step.trouble:
                self._fail(step.trouble)
                return
            if self.test_break():
                return
            if was_over:
                raise rendering.Trouble(f"frame {scene.frame_current} is not among those that were asked for: render it again")
            was_over = step.status.is_over
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
    bpy.app.handlers.render_pre.append(_begin)
    for ending in _endings():
        ending.append(_end)


def unregister():
    bpy.app.handlers.render_pre.remove(_begin)
    for ending in _endings():
        ending.remove(_end)
    rendering.close_all()
    bpy.utils.unregister_class(BitwrkRender)
