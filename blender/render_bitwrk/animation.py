# SPDX-License-Identifier: GPL-3.0-or-later
"""The animation of the Render menu: a second Blender renders, this one shows how it goes and stays free."""

import collections
import json
import os
import shutil
import subprocess
import threading

import bpy

from . import fields, prefs, rendering, scene
from .core import folders, frames, progress
from .core.daemon import GRACE_SECONDS

PREFERENCES = ("host", "port", "spending_limit", "patience")
SCRIPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "animate.py")


CANCELLED, _ = progress.cancelled()


class Animation:
    """The second Blender, from its start to `close`. What it says is in `text`, `ending`, `trouble`, `warnings`, `done`."""

    def __init__(self, what, wanted):
        self.text, self.ending, self.trouble, self.done, self.warnings = progress.PREPARING, "", None, False, []
        self._is_stopped = False
        self._folder = folders.make()
        copy, settings = os.path.join(self._folder, "scene.blend"), os.path.join(self._folder, "settings.json")
        try:
            scene.save_copy(copy)
        except OSError:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise
        mine = prefs.prefs()
        with open(settings, "w", encoding="utf-8") as file:
            json.dump(
                {
                    "scene": what.name,
                    "file": bpy.data.filepath,
                    "frames": wanted,
                    "filepath": bpy.path.abspath(what.render.filepath),
                    "preferences": {name: getattr(mine, name) for name in PREFERENCES},
                },
                file,
            )
        command = [bpy.app.binary_path, "-b", "--factory-startup", "-Y", "-noaudio", copy, "--python-exit-code", "3"]
        if getattr(bpy.app, "online_access", False):
            command.append("--online-mode")
        self._process = subprocess.Popen(
            command + ["-P", SCRIPT, "--", settings],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
        )
        self._lines = collections.deque()
        self._last = collections.deque(maxlen=3)
        self._reader = threading.Thread(target=self._read, name="bitwrk-animation", daemon=True)
        self._reader.start()

    def _read(self):
        for line in self._process.stdout:
            self._lines.append(line)

    def stop(self):
        """Nobody wants it any more: whoever looks next ends it."""
        self._is_stopped = True

    def look(self) -> bool:
        """Takes in what was said; whether it goes on."""
        if self._is_stopped:
            self.trouble = CANCELLED
            return False
        over = self._process.poll() is not None and not self._reader.is_alive()
        while self._lines:
            self._take(self._lines.popleft())
        if over and not self.done and self.trouble is None and self._process.returncode:
            self.trouble = f"the second Blender ended with {self._process.returncode}: {' / '.join(self._last)}"
        return not over

    def _take(self, line: str):
        if not line.startswith("BITWRK "):
            self._last.append(line.strip())
            return
        said = json.loads(line[len("BITWRK ") :])
        self.text, self.ending = said.get("text", self.text), said.get("ending", "" if "text" in said else self.ending)
        self.trouble = said.get("trouble", self.trouble)
        self.done = said.get("done", self.done)
        if "warning" in said:
            self.warnings.append(said["warning"])

    def outcome(self):
        """(text, ending), as core/progress.py has them; to be asked at the end."""
        if self.trouble == CANCELLED:
            return progress.cancelled()
        if self.trouble and self.ending != progress.FAILED:
            return progress.failed(self.trouble)
        return (self.text, self.ending) if self.ending else (progress.NOTHING_MISSING, progress.DONE)

    def wait(self):
        self._reader.join()
        self._process.wait()
        self.look()

    def close(self):
        """Cancels if it has not ended: its connections break, and the client takes back what was bid."""
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._reader.join(GRACE_SECONDS)
        self._process.stdout.close()
        self._process.stdin.close()
        shutil.rmtree(self._folder, ignore_errors=True)


_open = set()


class BITWRK_OT_render_animation(bpy.types.Operator):
    """Render frames with Cycles on other machines, without blocking Blender; Esc cancels"""

    bl_idname = "bitwrk.render_animation"
    bl_label = "Render Animation on BitWrk"

    frames: fields.text("Frames", "Like '3, 5-10'; empty: the scene's range, with its steps", options={"SKIP_SAVE"})

    def invoke(self, context, event):
        return context.window_manager.invoke_props_dialog(self)

    def draw(self, context):
        what, layout = context.scene, self.layout
        layout.prop(self, "frames")
        steps = f", step {what.frame_step}" if what.frame_step > 1 else ""
        layout.label(text=f"Empty: {what.frame_start}-{what.frame_end}{steps}")

    def execute(self, context):
        what = context.scene
        try:
            wanted = frames.parse(self.frames) if self.frames.strip() else list(range(what.frame_start, what.frame_end + 1, what.frame_step))
        except frames.BadFrames as e:
            self.report({"ERROR"}, f"BitWrk: {e}")
            return {"CANCELLED"}
        if _open:
            self.report({"ERROR"}, "BitWrk: an animation is being rendered already: wait for it, or press Esc to cancel it")
            return {"CANCELLED"}
        try:
            self._animation = Animation(what, wanted)
        except OSError as e:
            self.report({"ERROR"}, f"BitWrk: {e}")
            return {"CANCELLED"}
        _open.add(self._animation)
        rendering.latest.tell(self._animation.text)
        if bpy.app.background:
            self._animation.wait()
            return self._end(context)
        self._timer = context.window_manager.event_timer_add(0.5, window=context.window)
        context.window_manager.modal_handler_add(self)
        return {"RUNNING_MODAL"}

    def modal(self, context, event):
        if fields.is_escape(event):
            self._animation.trouble = CANCELLED
            return self._end(context)
        if event.type == "TIMER":
            if not self._animation.look():
                return self._end(context)
            rendering.latest.tell(self._animation.text, self._animation.ending)
            context.workspace.status_text_set(self._animation.text + " | Esc cancels")
        return {"PASS_THROUGH"}

    def cancel(self, context):
        """Blender calls this in place of `modal` when another file is opened, or the window closed: nobody could stop it any more."""
        self._animation.trouble = CANCELLED
        self._close(context)

    def _close(self, context):
        self._animation.close()
        _open.discard(self._animation)
        rendering.latest.tell(*self._animation.outcome())
        if not bpy.app.background:
            context.window_manager.event_timer_remove(self._timer)
            if context.workspace:
                context.workspace.status_text_set(None)

    def _end(self, context):
        animation = self._animation
        self._close(context)
        for warning in animation.warnings:
            self.report({"WARNING"}, "BitWrk: " + warning)
        if animation.trouble:
            self.report({"ERROR"}, "BitWrk: " + animation.trouble.replace("BitWrk: ", ""))
            return {"CANCELLED"}
        self.report({"INFO"}, "BitWrk: the animation is rendered")
        return {"FINISHED"}


class BITWRK_OT_stop_animation(bpy.types.Operator):
    """Stop buying the animation that is being rendered; what was bought is kept for the next time"""

    bl_idname = "bitwrk.stop_animation"
    bl_label = "Stop the Animation on BitWrk"

    def execute(self, context):
        for animation in _open:
            animation.stop()
        return {"FINISHED"}


def goes_on() -> bool:
    return bool(_open)


def register():
    bpy.utils.register_class(BITWRK_OT_render_animation)
    bpy.utils.register_class(BITWRK_OT_stop_animation)


def unregister():
    for animation in list(_open):
        animation.close()
    _open.clear()
    bpy.utils.unregister_class(BITWRK_OT_stop_animation)
    bpy.utils.unregister_class(BITWRK_OT_render_animation)
