# SPDX-License-Identifier: GPL-3.0-or-later
"""One computer runs the client, another the workers, a third presses F12: no exchange, no money, no set-up but the host."""

import os
import pathlib
import shutil
import sys
import unittest

from render_bitwrk.core import exr
from tests.end_to_end import lan
from tests.end_to_end.market import CLIENT, WORKER, Market, until
from tests.in_blender.blenders import Profile

TROUBLE = lan.trouble()
REQUIRED = "iproute2" in os.environ.get("BITWRK_REQUIRE", "").split(",")
PORT, CLOSED_PORT = 8081, 8082


class Guest(Profile):
    """The user of one of the computers."""

    def __init__(self, network, host):
        super().__init__()
        self._network, self._host = network, host

    def command_line(self, *arguments):
        return self._network.on(self._host, *super().command_line(*arguments))


@unittest.skipIf(TROUBLE and not REQUIRED, TROUBLE)
class OwnNetworkTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        if TROUBLE:
            raise AssertionError(TROUBLE + ", but -Drequire names iproute2")
        cls.network = lan.Lan("boss", "horse", "desk")
        cls.addClassCleanup(cls.network.close)
        cls.processes = Market()
        cls.addClassCleanup(cls.processes.close)
        cls.start_client("client", PORT, "-allow-buy", lan.NETWORK + "0/24")
        cls.start_client("closed client", CLOSED_PORT)
        # One finds the client by its address, the other by its name.
        cls.start_worker("worker-1", cls.network.address("boss"))
        cls.start_worker("worker-2", "boss")
        for name in ("worker-1", "worker-2"):
            until(lambda name=name: "selling " in cls.processes.log(name), f"{name} sells")

    @classmethod
    def start_client(cls, name, port, *options):
        folder = str(pathlib.Path(cls.processes.folder, name + " folder"))
        command = ["java", "-Xmx256m", "-jar", CLIENT, "-datadir", folder, "-intport", str(port), "-intiface", "", *options]
        cls.processes.start(name, *cls.network.on("boss", *command))

    @classmethod
    def start_worker(cls, name, client):
        options = ["--blender", shutil.which("blender"), "--bitwrk-host", client, "--max-cost", "2G", "--threads", "1"]
        cls.processes.start(name, *cls.network.on("horse", sys.executable, WORKER, *options))

    def setUp(self):
        self.profile = Guest(self.network, "desk")
        self.addCleanup(self.profile.close)
        self.scene = self.profile.scene("s.blend", "s.bitwrk.tiles = 4")

    def press_f12(self, client, port=PORT):
        return self.profile.render(self.scene, "bought", f"p.host = {client!r}", port=port)

    def parts(self):
        return sum(self.processes.log(name).count(": part ") for name in ("worker-1", "worker-2"))

    def assert_rendered_by(self, client):
        before = self.parts()
        code, output = self.press_f12(client)
        said = "".join(self.processes.log(name) for name in ("client", "worker-1", "worker-2"))
        self.assertEqual(0, code, output + said)
        self.assertEqual(before + 4, self.parts(), said)
        code, output = self.profile.render(self.scene, "plain", engine="CYCLES")
        self.assertEqual(0, code, output)
        plain, bought = (exr.planes(pathlib.Path(self.profile.path(name + "_0001.exr")).read_bytes()) for name in ("plain", "bought"))
        self.assertTrue(plain == bought, "the pictures differ")

    def test_by_address(self):
        self.assert_rendered_by(self.network.address("boss"))

    def test_by_name(self):
        self.assert_rendered_by("boss")

    def test_a_client_that_lets_nobody_buy_says_what_to_do(self):
        code, output = self.press_f12("boss", CLOSED_PORT)
        self.assertEqual(1, code, output)
        self.assertIn("-allow-buy", output)
