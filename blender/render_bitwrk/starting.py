# SPDX-License-Identifier: GPL-3.0-or-later
"""Buttons that start and stop the programs of the add-on on this computer: the client, and a worker."""

import os
import textwrap

import bpy

from . import fields, prefs, status
from .core import daemon, words
from .core.client import ClientFault, NoClient, SomebodyElse
from .core.online import is_here
from .scene import bitwrk

programs = daemon.Programs()
FOLDER = os.path.dirname(os.path.abspath(__file__))


def client_command():
    """Error: daemon.CannotStart."""
    return daemon.client_command(bpy.path.abspath(prefs.prefs().client_path), FOLDER)


def client_is_found() -> bool:
    try:
        return bool(client_command())
    except daemon.CannotStart:
        return False


def can_start() -> bool:
    """Whether nobody answers where the preferences look for a client, that place is here, and one can be started."""
    mine = prefs.prefs()
    if not is_here(mine.host) or programs.runs("client") or not client_is_found():
        return False
    try:
        prefs.client().probe()
    except ClientFault as fault:
        return isinstance(fault, NoClient) and not isinstance(fault, SomebodyElse)
    return False


def press(operator, *buttons) -> bool:
    """Presses buttons, up to the first that reports an error: then `operator` reports it in its place, and the answer is False."""
    try:
        for button in buttons:
            button()
        return True
    except RuntimeError as e:
        operator.report({"ERROR"}, str(e).strip().removeprefix("Error: "))
        return False


class BITWRK_OT_find_client(bpy.types.Operator):
    """How to get the BitWrk client, where none was found; or say where it is"""

    bl_idname = "bitwrk.find_client"
    bl_label = "Get the Client"

    def invoke(self, context, event):
        return context.window_manager.invoke_props_dialog(self, width=520)

    def draw(self, context):
        column = self.layout.column()
        try:
            client_command()
            column.label(text="The client is found: start it", icon="CHECKMARK")
        except daemon.CannotStart as e:
            for line in textwrap.wrap(words.sentence(f"{e}."), 80):
                column.label(text=line)
        column.prop(prefs.prefs(), "client_path")

    def execute(self, context):
        return {"FINISHED"} if press(self, bpy.ops.bitwrk.client) else {"CANCELLED"}


class _Program:
    """A button that starts or stops a program. `program`: its name to Programs; `command` may raise daemon.CannotStart."""

    start: fields.flag("Start", "", True, options={"SKIP_SAVE"})

    def execute(self, context):
        if not self.start:
            programs.stop(self.program)
            return {"FINISHED"}
        try:
            programs.start(self.program, self.command(context), os.path.join(prefs.folder("logs"), self.program + ".log"))
        except daemon.CannotStart as e:
            self.report({"ERROR"}, f"BitWrk: {e}")
            return {"CANCELLED"}
        status.hurry()
        self.report({"INFO"}, f"BitWrk: the {self.program} is starting")
        return {"FINISHED"}


class BITWRK_OT_client(_Program, bpy.types.Operator):
    """Start or stop the BitWrk client on this computer"""

    bl_idname = "bitwrk.client"
    bl_label = "Start the Client"
    program = "client"

    def command(self, context):
        mine = prefs.prefs()
        if prefs.offline_trouble():
            raise daemon.CannotStart(prefs.offline_trouble())
        return client_command() + daemon.client_options(mine.port, mine.allow_others, mine.exchange.strip(), mine.client_options)


class BITWRK_OT_worker(_Program, bpy.types.Operator):
    """Start or stop a worker on this computer: it renders for this client, and sells what the client's permissions allow"""

    bl_idname = "bitwrk.worker"
    bl_label = "Start a Worker Here"
    program = "worker"

    def command(self, context):
        mine = prefs.prefs()
        script = os.path.join(FOLDER, "worker", "blender-slave.py")
        found = daemon.worker_command(script, bpy.app.binary_path, mine.host, mine.port, mine.device)
        return found + ["--max-cost", bitwrk(context.scene).cost_class] + (["--sandbox", "auto"] if mine.unsandboxed else [])


CLASSES = (BITWRK_OT_find_client, BITWRK_OT_client, BITWRK_OT_worker)


def register():
    for cls in CLASSES:
        bpy.utils.register_class(cls)


def unregister():
    programs.stop_all()
    for cls in reversed(CLASSES):
        bpy.utils.unregister_class(cls)
