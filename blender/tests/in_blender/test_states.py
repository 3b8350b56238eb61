# SPDX-License-Identifier: GPL-3.0-or-later
"""What the panel says, from no client at all to a measured tile, under Xvfb."""

import json
import os
import re
import shutil
import unittest

from tests.core.test_market import BOOK, SLOT
from tests.end_to_end.market import free_ports, until
from tests.in_blender.blenders import article
from tests.in_blender.test_panels import REQUIRED, OnScreen


@unittest.skipUnless(REQUIRED or shutil.which("xvfb-run"), "not installed: xvfb")
class StatesTest(OnScreen):
    def setUp(self):
        super().setUp()
        self.client.answers[f"/articles/{article()}/book"] = json.dumps(BOOK)
        self.client.answers["/query/prices"] = json.dumps([SLOT])
        mandate = {"Type": 0, "Article": article(), "Price": "mBTC 2", "UseTradesLeft": True, "TradesLeft": 16}
        self.client.answers["/workers"] = json.dumps([{"Info": {"Article": article()}, "Idle": True, "LastError": ""}])
        self.client.answers["/mandates"] = json.dumps([{"Info": mandate}])

    def show(self, states, *scene):
        """{state: texts}. scene: further lines."""
        folder = self.shots()
        path = self.profile.path("states.json")
        with open(path, "w") as file:
            json.dump(states, file)
        scene = self.profile.scene("s.blend", "s.bitwrk.tiles = 4", *scene)
        self.run_script("states_script.py", path, folder, scene=[scene])
        with open(os.path.join(folder, "said.json")) as file:
            return json.load(file)

    def test_from_no_client_at_all_to_a_measured_tile(self):
        nobody = free_ports(1)[0]
        program = self.profile.path("bitwrk-client")
        with open(program, "w") as file:
            file.write("#!/bin/sh\n")
        trouble = "any('No BitWrk client answers' in text for text in said)"
        market = "any('asked from' in text for text in said)"
        said = self.show(
            [
                ("lost", [f"p.port, p.client_path = {nobody}, '/nowhere/bitwrk-client'"], trouble),
                ("stopped", [f"p.client_path = {program!r}"], trouble),
                ("failed", ["bpy.ops.bitwrk.client()"], "any('it ended with 0' in text for text in said)"),
                ("ready", [f"p.port = {self.client.port}"], market),
                ("boosted", ["s.bitwrk.tiles, s.bitwrk.boost, s.cycles.samples = 0, 4, 4096"], market),
                ("trusted", ["s.bitwrk.trusted_only = True"], "any('tells no prices' in text for text in said)"),
                (
                    "measured",
                    ["s.bitwrk.trusted_only, s.bitwrk.tiles, s.cycles.samples = False, 4, 16", "bpy.ops.bitwrk.probe()"],
                    market + " and any('From one tile' in text for text in said)",
                ),
                ("smaller", ["s.render.resolution_x = 32"], market),
            ]
        )
        self.assertEqual(1, said["lost"].count("[Get the Client]"), said["lost"])
        self.assertNotIn("[Start the Client]", said["lost"])
        self.assertNotIn("[Get the Client]", said["stopped"])
        self.assertIn("[Start the Client]", said["stopped"])
        self.assertIn("No permission to buy is granted", said["lost"])
        self.assertIn("Client 0.8.0, 1 worker of its own for this, BTC 1 left", said["ready"])
        self.assertIn("Market: asked from mBTC 1.5 by 4 sellers, mBTC 2.25 on average in a day (4 trades)", said["ready"])
        self.assertIn("4 tiles a frame, mBTC 6 at most, and the fee", said["ready"])
        self.assertIn("Permitted: 16 tiles at mBTC 2", said["ready"])
        self.assertIn("A client is running that was not started here", said["ready"])
        self.assertTrue(any(text.startswith("Boost 4: ") and " in place of mBTC " in text for text in said["boosted"]), said["boosted"])
        self.assertIn("Sold now by 0 workers of this client; how many others do, is not told", said["trusted"])
        self.assertIn(f"Article: {article()}~trusted", said["trusted"])
        self.assertIn("1 worker of its own, not for this but for", said["trusted"])
        self.assertEqual(1, len(self.client.bought))
        self.assertFalse(any("From one tile" in text for text in said["smaller"]), said["smaller"])
        self.assertTrue(any(text == "Done: 1 of 1 tile" for text in said["measured"]), said["measured"])

    def test_how_a_render_goes(self):
        go_on = self.profile.path("go-on")

        def hold(number, work, handler):
            if number:
                # Nothing more is paid before the panel was looked at.
                until(lambda: os.path.exists(go_on), "the panel was looked at")
            paid = {"TxId": "tx", "Type": "BUY", "Article": article(), "Alive": False, "Accepted": True, "Amount": "mBTC 2", "Phase": "FINISHED"}
            self.client.answers["/activities"] = json.dumps([{"Key": key, "Info": paid} for key in range(1, number + 2)])

        self.client.behave = hold
        start = [f"p.port, p.spending_limit = {self.client.port}, 'mBTC 100'", "bpy.ops.render.render('INVOKE_DEFAULT')"]
        said = self.show(
            [
                ("rendering", start, "'1 of 4 tiles, 1 being bought, 2 waiting' in said and 'mBTC 2 spent' in said"),
                ("rendered", [f"open({go_on!r}, 'w').close()"], "any(text.startswith('Done') for text in said)"),
            ],
            "s.bitwrk.at_once, s.bitwrk.price = 1, 'mBTC 2'",
        )
        self.assertTrue(any(re.fullmatch("[0-9]+:[0-9]{2} left", text) for text in said["rendering"]), said["rendering"])
        self.assertIn("mBTC 98 left of the spending limit", said["rendering"])
        self.assertEqual(["Done: 4 of 4 tiles", "mBTC 8 spent"], self.progress(said["rendered"]))

    @staticmethod
    def progress(said):
        """What the panel below the buttons says."""
        return said[said.index("[Open the Client's Page]") + 1 : said.index("[Start a Worker Here]") - 1]

    def test_how_a_render_ended(self):
        self.client.behave = lambda number, work, handler: (402, b"too little money") if number == 1 else None
        render = "bpy.ops.render.render('INVOKE_DEFAULT')"
        failed = "any(text.startswith('Failed') for text in said) and {!r} in ' '.join(said)"
        said = self.show(
            [
                ("no-client", [f"p.port = {free_ports(1)[0]}", render], failed.format("no BitWrk client answers")),
                ("limit", [f"p.port, p.spending_limit = {self.client.port}, 'mBTC 1'", render], failed.format("the spending limit of mBTC 1 is reached")),
                ("no-money", ["p.spending_limit = ''", render], failed.format("too little money")),
                ("cancelled", ["bpy.ops.bitwrk.render_animation()", "bpy.ops.bitwrk.stop_animation()"], "any(text.startswith('Cancelled') for text in said)"),
            ],
            "s.bitwrk.at_once, s.bitwrk.price = 1, 'mBTC 2'",
        )
        self.assertEqual("Failed", self.progress(said["no-client"])[0])
        self.assertEqual("Failed: 0 of 4 tiles", self.progress(said["limit"])[0])
        self.assertEqual(["Failed: 1 of 4 tiles", "too little money"], self.progress(said["no-money"]))
        self.assertEqual(["Cancelled; what was bought is kept for the next time"], self.progress(said["cancelled"]))
