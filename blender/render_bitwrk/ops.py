# SPDX-License-Identifier: GPL-3.0-or-later
"""What buttons and menus do."""

import webbrowser

import bpy

from . import early, fields, plans, prefs, prepare, starting, status
from .core import tiling, words
from .core.client import NOT_FOUND, ClientFault
from .core.money import BadMoney, Money
from .engine import ENGINE
from .scene import article_of, bitwrk, snapshot

# Where nothing tells a price: what the exchange's starting capital pays a thousand times.
USUAL_PRICE = "mBTC 1"


class BITWRK_OT_render(bpy.types.Operator):
    """Render this image with Cycles on other machines, whatever the scene's render engine. Where no client runs here, it starts one, and a worker"""

    bl_idname = "bitwrk.render"
    bl_label = "Render Image on BitWrk"

    start_client: fields.flag("Start the client", "On this computer", options={"SKIP_SAVE"})
    start_worker: fields.flag("Start a worker here", "Renders on this computer, and costs nothing", options={"SKIP_SAVE"})

    def invoke(self, context, event):
        if starting.can_start():
            # Not asked: without a client nothing can go on, and a worker of its own renders for nothing.
            self.start_client = self.start_worker = True
        return self.execute(context)

    def execute(self, context):
        wanted = [bpy.ops.bitwrk.client] * self.start_client + [bpy.ops.bitwrk.worker] * self.start_worker
        if not starting.press(self, *wanted):
            return {"CANCELLED"}
        if not self.start_client or bpy.app.background:
            return self._render(context)
        self._timer = context.window_manager.event_timer_add(0.3, window=context.window)
        context.window_manager.modal_handler_add(self)
        started = "client and worker are" if self.start_worker else "the client is"
        context.workspace.status_text_set(f"BitWrk: {started} starting on this computer | Esc cancels")
        return {"RUNNING_MODAL"}

    def modal(self, context, event):
        """Until the client answers."""
        is_escape = fields.is_escape(event)
        if event.type != "TIMER" and not is_escape:
            return {"PASS_THROUGH"}
        ending, view = starting.programs.ending("client"), status.look(context.scene)
        if not is_escape and not ending and not view.version:
            return {"PASS_THROUGH"}
        context.window_manager.event_timer_remove(self._timer)
        context.workspace.status_text_set(None)
        if ending:
            self.report({"ERROR"}, f"BitWrk: the client: {ending}")
        return {"CANCELLED"} if ending or is_escape else self._render(context)

    def _render(self, context):
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

    price: fields.text("Price a tile", "At most, without the exchange's fee", USUAL_PRICE)
    tiles: fields.number("Tiles", "How many", 16, 1, 1_000_000)
    total: fields.text("All together", "The limit for all of them, with the exchange's fee; empty: all of the tiles may be bought")
    minutes: fields.number("Minutes", "How long the permission lasts", 240, 1, 5_256_000)

    def invoke(self, context, event):
        view = status.look(context.scene)
        self.tiles = max(1, expected_tiles(context.scene))
        self.price = bitwrk(context.scene).price.strip() or str(view.price or USUAL_PRICE)
        self._source = words.source(bool(bitwrk(context.scene).price.strip()), view, USUAL_PRICE)
        return context.window_manager.invoke_props_dialog(self, width=360)

    def draw(self, context):
        column = self.layout.column()
        column.use_property_split = True
        column.label(text=self._source)
        for name in ("price", "tiles", "total", "minutes"):
            column.prop(self, name)
        try:
            column.label(text=words.permission(*self._terms()))
        except BadMoney as e:
            column.label(text=str(e), icon="ERROR")

    def _terms(self):
        """(price, tiles, total or None). Error: BadMoney."""
        total = Money.parse(self.total.strip()) if self.total.strip() else None
        return Money.parse(self.price.strip()), self.tiles, total

    def execute(self, context):
        try:
            price, tiles, total = self._terms()
            client = prefs.client()
            client.probe()
            # Without a total, tiles and price are limit enough: with one, the client counts the fee, too.
            client.permit(article_of(context.scene), str(price), tiles, self.minutes, str(total) if total else None)
        except (BadMoney, ClientFault) as e:
            self.report({"ERROR"}, f"BitWrk: {e}")
            return {"CANCELLED"}
        status.hurry()
        self.report({"INFO"}, f"BitWrk: permitted: {words.count(tiles, 'tile')} at {price}")
        return {"FINISHED"}


class BITWRK_OT_revoke(bpy.types.Operator):
    """Take back every permission to buy tiles for this scene; what is being bought goes on"""

    bl_idname = "bitwrk.revoke"
    bl_label = "Revoke the Permissions"

    def execute(self, context):
        revoked = 0
        try:
            client = prefs.client()
            client.probe()
            for mandate in client.mandates_to_buy(article_of(context.scene)):
                revoked += _revoke(client, mandate["Key"])
        except ClientFault as e:
            self.report({"ERROR"}, f"BitWrk: {e}")
            return {"CANCELLED"}
        finally:
            status.hurry()
        self.report({"INFO"}, f"BitWrk: revoked: {words.count(revoked, 'permission')}")
        return {"FINISHED"}


def _revoke(client, key) -> bool:
    """Whether there was anything to revoke: it may have been used up, or have ended, meanwhile. Error: ClientFault."""
    try:
        client.revoke(key)
    except ClientFault as fault:
        if fault.status != NOT_FOUND:
            raise
        return False
    return True


def expected_tiles(scene, boost=None) -> int:
    """Tiles of a frame, before anything was saved or sent; 0 if the scene cannot be cut. boost: None for the scene's."""
    try:
        plan = snapshot(scene)
        return plans.expected(scene, plan, early.chosen(scene, plan.channels), boost)
    except tiling.TooDear:
        return 0


class BITWRK_OT_open_page(bpy.types.Operator):
    """Show the client's page: account, permissions, workers, what is going on"""

    bl_idname = "bitwrk.open_page"
    bl_label = "Open the Client's Page"

    def execute(self, context):
        webbrowser.open(prefs.client().url)
        return {"FINISHED"}


class BITWRK_OT_check(bpy.types.Operator):
    """What will be sent, what is missing, and what no seller can be given"""

    bl_idname = "bitwrk.check"
    bl_label = "Check Files"

    def execute(self, context):
        try:
            seen = prepare.look()
        except (OSError, prepare.CannotGo) as e:
            self.report({"ERROR"}, f"BitWrk: {e}")
            return {"CANCELLED"}
        for text in seen.troubles:
            self.report({"WARNING"}, "BitWrk: " + text)
        files = f"{words.count(seen.files, 'file')} of {seen.size:,} bytes and " if seen.files else ""
        verb = "are" if seen.files else "is"
        summary = f"{files}the scene of about {seen.scene:,} bytes {verb} sent, {words.count(len(seen.troubles), 'trouble')}"
        self.report({"INFO"}, "BitWrk: " + summary)
        if not bpy.app.background:
            lines = [summary, *seen.troubles]
            context.window_manager.popup_menu(lambda menu, _: [menu.layout.label(text=line) for line in lines], title="BitWrk")
        return {"FINISHED"}


CLASSES = (BITWRK_OT_check, BITWRK_OT_render, BITWRK_OT_permit, BITWRK_OT_revoke, BITWRK_OT_open_page)


def register():
    for cls in CLASSES:
        bpy.utils.register_class(cls)


def unregister():
    for cls in reversed(CLASSES):
        bpy.utils.unregister_class(cls)
