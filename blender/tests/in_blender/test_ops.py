# SPDX-License-Identifier: GPL-3.0-or-later
"""Buttons, pressed by a script in a Blender without windows."""

import json
import os
import pathlib
import stat
import time
import unittest
import urllib.parse

from tests.core.scripted import Scripted
from tests.in_blender.blenders import Profile, article

PROGRAM = """#!/bin/sh
echo "$$ $@" > {notes}
exec sleep 600
"""


def lives(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


class ButtonsTest(unittest.TestCase):
    def setUp(self):
        self.profile = Profile()
        self.addCleanup(self.profile.close)

    def press(self, port, *lines):
        setup = ["import bpy", "bpy.ops.preferences.addon_enable(module='render_bitwrk')"]
        setup += [f"p = bpy.context.preferences.addons['render_bitwrk'].preferences; p.port = {port}"]
        return self.profile.run("--python-expr", "\n".join([*setup, *lines]))

    def test_a_permission_is_granted_for_the_scenes_article(self):
        client = Scripted({"POST /": (303, {"Location": "/"}, b"")})
        self.addCleanup(client.close)
        code, output = self.press(
            client.port,
            "bpy.context.scene.bitwrk.trusted_only = True",
            "print(bpy.ops.bitwrk.permit(price='mBTC 2', tiles=3))",
        )
        self.assertEqual(0, code, output)
        form = urllib.parse.parse_qs(client.requests[-1][2].decode())
        self.assertEqual([article() + "~trusted"], form["articleid"])
        self.assertEqual((["mBTC 2"], ["3"]), (form["price"], form["tradesleft"]))
        self.assertNotIn("maxtotal", form, "the client would count the fee against it")
        code, output = self.press(client.port, "print(bpy.ops.bitwrk.permit(price='mBTC 2', tiles=3, total='mBTC 6'))")
        self.assertEqual(0, code, output)
        self.assertEqual(["mBTC 6"], urllib.parse.parse_qs(client.requests[-1][2].decode())["maxtotal"])
        code, output = self.press(client.port, "print(bpy.ops.bitwrk.permit(price='much', tiles=3))")
        self.assertEqual(9, code, output)
        self.assertIn("'much' is no amount of money", output)

    def test_the_permissions_of_the_scenes_article_are_revoked(self):
        kinds = {1: (0, article()), 2: (1, article()), 3: (0, article() + "~trusted"), 4: (0, article())}
        mandates = [{"Key": key, "Info": {"Type": kind, "Article": name}} for key, (kind, name) in kinds.items()]
        answers = iter([(200, {}, b""), (404, {}, b"there is no mandate 4")])
        client = Scripted({"GET /mandates": (200, {}, json.dumps(mandates).encode())})
        client.answers["POST /revokemandate"] = lambda handler, body: next(answers)
        self.addCleanup(client.close)
        code, output = self.press(client.port, "print(bpy.ops.bitwrk.revoke())")
        self.assertEqual(0, code, output)
        self.assertIn("BitWrk: revoked: 1 permission\n", output)
        self.assertEqual([b"key=1", b"key=4"], [body for call, _, body in client.requests if call == "POST /revokemandate"])

    def test_the_client_is_started_and_ends_with_blender(self):
        notes, program = self.profile.path("notes"), self.profile.path("bitwrk-client")
        with open(program, "w") as file:
            file.write(PROGRAM.format(notes=notes))
        os.chmod(program, stat.S_IRWXU)
        code, output = self.press(
            8123,
            "import os, time",
            f"p.client_path, p.allow_others = {program!r}, True",
            "bpy.ops.bitwrk.client()",
            f"while not os.path.exists({notes!r}) or not os.path.getsize({notes!r}): time.sleep(0.05)",
        )
        self.assertEqual(0, code, output)
        pid, options = pathlib.Path(notes).read_text().strip().split(" ", 1)
        self.assertEqual("-end-with-input -intport 8123 -intiface", options.strip())
        end = time.monotonic() + 30
        while lives(pid) and time.monotonic() < end:
            time.sleep(0.1)
        self.assertFalse(lives(pid), "the client outlives Blender")

    def test_a_client_that_is_not_there_is_told(self):
        code, output = self.press(8123, "p.client_path = '/nowhere/bitwrk-client'", "bpy.ops.bitwrk.client()")
        self.assertEqual(9, code, output)
        self.assertIn("there is no /nowhere/bitwrk-client: correct the client's path", output)

    def test_a_render_that_cannot_start_the_client_says_why_in_its_own_name(self):
        for button in ("render(start_client=True)", "find_client()"):
            code, output = self.press(8123, "p.client_path = '/nowhere/bitwrk-client'", "bpy.ops.bitwrk." + button)
            self.assertEqual(9, code, output)
            self.assertIn("there is no /nowhere/bitwrk-client: correct the client's path", output)
            self.assertNotIn("in execute", output)

    def test_without_leave_to_go_online_nothing_is_started(self):
        notes, program = self.profile.path("notes"), self.profile.path("bitwrk-client")
        with open(program, "w") as file:
            file.write(PROGRAM.format(notes=notes))
        code, output = self.press(
            8123,
            "from render_bitwrk.core import online",
            "from render_bitwrk import prefs",
            # What Blender 4.2 and later say until the user allows it.
            "prefs.offline_trouble = lambda: online.trouble(False, p.host, p.exchange)",
            f"p.client_path, p.exchange = {program!r}, 'https://exchange.example/'",
            "bpy.ops.bitwrk.client()",
        )
        self.assertEqual(9, code, output)
        self.assertIn("the exchange https://exchange.example/ is not on this computer, and Blender may not go online", output)
        self.assertFalse(os.path.exists(notes))

    def test_only_the_press_of_esc_cancels(self):
        code, output = self.press(
            8123,
            "from types import SimpleNamespace as Any",
            "from render_bitwrk import animation, ops, probing",
            "released, ended = Any(type='ESC', value='RELEASE'), []",
            "end = lambda *_: ended.append(1) or {'CANCELLED'}",
            "for operator in (animation.BITWRK_OT_render_animation, probing.BITWRK_OT_probe, ops.BITWRK_OT_render):",
            "    assert operator.modal(Any(_end=end, _animation=Any()), bpy.context, released) == {'PASS_THROUGH'}, operator",
            "assert not ended",
            "for operator in (animation.BITWRK_OT_render_animation, probing.BITWRK_OT_probe):",
            "    assert operator.modal(Any(_end=end, _animation=Any()), bpy.context, Any(type='ESC', value='PRESS')) == {'CANCELLED'}, operator",
        )
        self.assertEqual(0, code, output)
