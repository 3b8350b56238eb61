# SPDX-License-Identifier: GPL-3.0-or-later
"""What buttons and menus do."""

import os
import textwrap
import webbrowser

import bpy
from bpy.props import BoolProperty, IntProperty, StringProperty

from . import assets, prefs
from .core import daemon, tiling
from .core.client import ClientFault
from .core.money import BadMoney, Money
from .core.respool import Pool
from .engine import ENGINE
from .scene import article_of, bitwrk, snapshot

programs = daemon.Programs()
FOLDER = os.path.dirname(os.path.abspath(__file__))

# Nothing tells prices yet (the exchange shows none): what the exchange's starting capital pays a thousand times.
USUAL_PRICE = "mBTC 1"


class BITWRK_OT_render(bpy.types.Operator):
    """Render this image with Cycles on other machines, whatever the scene's render engine"""

    bl_idname = "bitwrk.render"
    bl_label = "Render Image on BitWrk"

    def execute(self, context):
        scene, before = context.scene, context.scene.render.engine
        if before not in (ENGINE, "CYCLES"):
            self.report({"INFO"}, "BitWrk renders with Cycles: the picture may differ from the one of this scene's engine")
        scene.render.engine = ENGINE
        if bpy.app.background:
            try:
                return bpy.ops.render.render()
            finally:
                scene.render.engine = before
        _restore_when_over(scene, before)
        return bpy.ops.render.render("INVOKE_DEFAULT")


def _restore_when_over(scene, engine):
    handlers = bpy.app.handlers

    def restore(*_):
        for ending in (handlers.render_complete, handlers.render_cancel):
            if restore in ending:
                ending.remove(restore)
        # Not within the handler: the render's thread calls it.
        bpy.app.timers.register(lambda: setattr(scene.render, "engine", engine), first_interval=0.1)

    handlers.render_complete.append(restore)
    handlers.render_cancel.append(restore)


class BITWRK_OT_permit(bpy.types.Operator):
    """Permit the client to buy tiles for this scene, at a price and up to a limit"""

    bl_idname = "bitwrk.permit"
    bl_label = "Grant a Permission"

    price: StringProperty(name="Price a tile", description="At most, without the exchange's fee", default=USUAL_PRICE)
    tiles: IntProperty(name="Tiles", min=1, max=1_000_000, default=16)
    total: StringProperty(name="All together", description="The limit for all of them; empty: tiles × price")
    minutes: IntProperty(name="Minutes", description="How long the permission lasts", min=1, max=5_256_000, default=240)

    def invoke(self, context, event):
        self.tiles = max(1, expected_tiles(context.scene))
        return context.window_manager.invoke_props_dialog(self)

    def execute(self, context):
        try:
            price = Money.parse(self.price.strip())
            total = Money.parse(self.total.strip()) if self.total.strip() else price.times(self.tiles)
            client = prefs.client()
            client.probe()
            client.permit(article_of(context.scene), str(price), self.tiles, self.minutes, str(total))
        except (BadMoney, ClientFault) as e:
            self.report({"ERROR"}, f"BitWrk: {e}")
            return {"CANCELLED"}
        self.report({"INFO"}, f"BitWrk: {self.tiles} tiles at {price} are permitted")
        return {"FINISHED"}


def expected_tiles(scene) -> int:
    """Tiles of a frame, before anything was saved or sent; 0 if the scene cannot be cut."""
    try:
        plan = snapshot(scene)
        settings = bitwrk(scene)
        return len(tiling.plan(plan.region, plan.cost(), settings.tiles, settings.boost))
    except tiling.TooDear:
        return 0


class BITWRK_OT_open_page(bpy.types.Operator):
    """Show the client's page: account, permissions, workers, what is going on"""

    bl_idname = "bitwrk.open_page"
    bl_label = "Open the Client's Page"

    def execute(self, context):
        webbrowser.open(prefs.client().url)
        return {"FINISHED"}


def client_command():
    """Error: daemon.CannotStart."""
    return daemon.client_command(bpy.path.abspath(prefs.prefs().client_path), FOLDER)


def client_is_found() -> bool:
    try:
        return bool(client_command())
    except daemon.CannotStart:
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
            for line in textwrap.wrap(f"{str(e)[0].upper()}{str(e)[1:]}.", 80):
                column.label(text=line)
        column.prop(prefs.prefs(), "client_path")

    def execute(self, context):
        try:
            client_command()
        except daemon.CannotStart as e:
            self.report({"ERROR"}, f"BitWrk: {e}")
            return {"CANCELLED"}
        return bpy.ops.bitwrk.client()


class BITWRK_OT_client(bpy.types.Operator):
    """Start or stop the BitWrk client on this computer"""

    bl_idname = "bitwrk.client"
    bl_label = "Start the Client"

    start: BoolProperty(default=True, options={"SKIP_SAVE"})

    def execute(self, context):
        if not self.start:
            programs.stop("client")
            return {"FINISHED"}
        mine = prefs.prefs()
        try:
            if prefs.offline_trouble():
                raise daemon.CannotStart(prefs.offline_trouble())
            command = client_command()
            command += daemon.client_options(mine.port, mine.allow_others, mine.exchange.strip(), mine.client_options)
            programs.start("client", command, os.path.join(prefs.folder("logs"), "client.log"))
        except daemon.CannotStart as e:
            self.report({"ERROR"}, f"BitWrk: {e}")
            return {"CANCELLED"}
        self.report({"INFO"}, "BitWrk: the client is starting")
        return {"FINISHED"}


class BITWRK_OT_worker(bpy.types.Operator):
    """Start or stop a worker on this computer: it renders for this client, and sells what the client's permissions allow"""

    bl_idname = "bitwrk.worker"
    bl_label = "Start a Worker Here"

    start: BoolProperty(default=True, options={"SKIP_SAVE"})

    def execute(self, context):
        if not self.start:
            programs.stop("worker")
            return {"FINISHED"}
        mine = prefs.prefs()
        script = os.path.join(FOLDER, "worker", "blender-slave.py")
        try:
            command = daemon.worker_command(script, bpy.app.binary_path, mine.host, mine.port, mine.device)
            command += ["--max-cost", bitwrk(context.scene).cost_class]
            programs.start("worker", command, os.path.join(prefs.folder("logs"), "worker.log"))
        except daemon.CannotStart as e:
            self.report({"ERROR"}, f"BitWrk: {e}")
            return {"CANCELLED"}
        self.report({"INFO"}, "BitWrk: the worker is starting")
        return {"FINISHED"}


class BITWRK_OT_check(bpy.types.Operator):
    """What will be sent, what is missing, and what no seller can be given"""

    bl_idname = "bitwrk.check"
    bl_label = "Check Files"

    def execute(self, context):
        pool = Pool()
        for asset in assets.assets():
            pool.add(asset.external)
        libraries = [lib for lib in bpy.data.libraries if not os.path.isfile(bpy.path.abspath(lib.filepath))]
        troubles = [f"missing: Library '{lib.name}': {lib.filepath}" for lib in libraries]
        troubles += ["missing: " + text for text in pool.missing] + assets.cannot_go()
        for text in troubles:
            self.report({"WARNING"}, "BitWrk: " + text)
        size = sum(os.path.getsize(entry.path) for entry in pool.entries)
        summary = f"{len(pool.entries)} files of {size:,} bytes are sent with the scene, {len(troubles)} troubles"
        self.report({"INFO"}, "BitWrk: " + summary)
        if not bpy.app.background:
            lines = [summary, *troubles]
            context.window_manager.popup_menu(lambda menu, _: [menu.layout.label(text=line) for line in lines], title="BitWrk")
        return {"FINISHED"}


CLASSES = (BITWRK_OT_check, BITWRK_OT_render, BITWRK_OT_permit, BITWRK_OT_open_page, BITWRK_OT_find_client, BITWRK_OT_client, BITWRK_OT_worker)


def register():
    for cls in CLASSES:
        bpy.utils.register_class(cls)


def unregister():
    programs.stop_all()
    for cls in reversed(CLASSES):
        bpy.utils.unregister_class(cls)
