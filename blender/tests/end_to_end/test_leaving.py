# SPDX-License-Identifier: GPL-3.0-or-later
"""What the panel has started ends with Blender, however that ends."""

import json
import signal
import unittest

from tests.end_to_end.market import CLIENT, children, free_ports, get, until
from tests.in_blender.blenders import Profile
from tests.in_blender.test_ops import lives

START = """
import bpy, time
bpy.ops.preferences.addon_enable(module="render_bitwrk")
p = bpy.context.preferences.addons["render_bitwrk"].preferences
p.port, p.client_path, p.client_options = {port}, {client!r}, "-datadir " + {folder!r}
print(bpy.ops.bitwrk.client(), bpy.ops.bitwrk.worker(), flush=True)
time.sleep(3600)
"""


class LeavingTest(unittest.TestCase):
    def setUp(self):
        self.profile = Profile()
        self.addCleanup(self.profile.close)
        self.port = free_ports(1)[0]
        script = START.format(port=self.port, client=CLIENT, folder=self.profile.path("client-data"))
        self.blender = self.profile.start("--python-expr", script)
        self.addCleanup(self.blender.communicate)
        self.addCleanup(self.blender.kill)

    def commands(self):
        """{pid: command line} of all that runs below Blender, the client and the worker among them."""
        found = {}
        for pid in children(self.blender.pid):
            with open(f"/proc/{pid}/cmdline") as file:
                found[pid] = file.read().replace("\0", " ")
        lines = found.values()
        client, worker = any("bitwrk-client" in line for line in lines), any("blender-slave.py" in line for line in lines)
        return found if client and worker else {}

    def leave(self, number):
        started = until(self.commands, "client and worker run")
        self.blender.send_signal(number)
        self.blender.wait(60)
        until(lambda: not any(lives(pid) for pid in started), f"all have ended: {started}")

    def test_killed_while_the_worker_sells(self):
        until(lambda: len(json.loads(get(self.port, "/workers"))) == 1, "the worker has registered")
        self.leave(signal.SIGKILL)

    def test_killed_while_the_worker_is_in_its_trial(self):
        until(lambda: sum("bwrap" in line for line in self.commands().values()), "the trial is going on")
        self.leave(signal.SIGKILL)

    def test_told_to_end(self):
        self.leave(signal.SIGTERM)
